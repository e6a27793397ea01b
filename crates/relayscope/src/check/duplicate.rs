//! The one way in which a message may come twice: the reply that took it was lost (RFC 1047).

use std::collections::{BTreeMap, BTreeSet};

use relay_host::{Fact, MailId, Origin};
use relay_kernel::ConnNo;

use crate::command::Command;
use crate::trace::{Kind, Side, Trace};

use super::Ledger;

impl Ledger {
    /// The copy that was taken before `taken`, of the same message and for one of the recipients
    /// that RCPT named then too, when its sender never heard of that. Two aliases of one mailbox
    /// are two recipients: who names each in a transaction of its own repeats nothing.
    pub(crate) fn twin(&self, trace: &Trace, taken: MailId) -> Option<MailId> {
        if self.doubts.is_empty() {
            return None;
        }
        let Origin::Received { conn } = trace.mail(taken).1.origin else { return None };
        let sent = trace.written().iter().rev().find_map(|record| match record.kind {
            Kind::Host(Fact::Sending { mail, conn: over }) if over == conn => Some(mail),
            _ => None,
        });
        let sent = sent.filter(|sent| self.doubts.contains(sent))?;
        let mut carrying = BTreeSet::new();
        trace.written().iter().find_map(|record| match record.kind {
            Kind::Host(Fact::Sending { mail, conn }) => {
                if mail == sent {
                    carrying.insert(conn);
                } else {
                    carrying.remove(&conn);
                }
                None
            }
            Kind::Host(Fact::Accepted { mail }) if mail != taken => {
                let copy = trace.mail(mail).1;
                let Origin::Received { conn } = copy.origin else { return None };
                let wanted = trace.mail(taken).1.named();
                let shared = copy.named().iter().any(|path| wanted.contains(path));
                (shared && carrying.contains(&conn)).then_some(mail)
            }
            _ => None,
        })
    }
}

/// Verifies that whoever handed a message over heard so, or said that it is in doubt.
pub(super) fn answered(trace: &Trace) -> Result<(), String> {
    let mut carries = BTreeMap::new();
    let mut unanswered: BTreeMap<ConnNo, MailId> = BTreeMap::new();
    let mut over = BTreeSet::new();
    // A sender that goes down is in doubt before the content arrives that is still under way.
    let mut in_doubt = BTreeSet::new();
    for record in trace.records() {
        match record.kind {
            Kind::Host(Fact::Sending { mail, conn }) => {
                carries.insert(conn, mail);
                in_doubt.remove(&conn);
            }
            Kind::Host(Fact::Accepted { mail }) => {
                if let Origin::Received { conn } = trace.mail(mail).1.origin
                    && carries.contains_key(&conn)
                    && !in_doubt.contains(&conn)
                {
                    unanswered.insert(conn, mail);
                }
            }
            Kind::Host(Fact::Relayed { conn, .. }) => {
                unanswered.remove(&conn);
            }
            Kind::Host(Fact::InDoubt { conn, .. }) => {
                unanswered.remove(&conn);
                in_doubt.insert(conn);
            }
            Kind::Closed { conn, by: Side::Client } => {
                over.insert(conn);
            }
            Kind::Reset { conn, .. } if record.host == trace.conn(conn).client => {
                over.insert(conn);
            }
            Kind::Command(id) => {
                if let Command::HostDown(no) = trace.command(id) {
                    let of_host = |conn: &&ConnNo| trace.conn(**conn).client.0 == no.0;
                    over.extend(unanswered.keys().filter(of_host).copied());
                }
            }
            _ => {}
        }
    }
    match unanswered.iter().find(|(conn, _)| over.contains(conn)) {
        Some((conn, copy)) => Err(format!(
            "copy {copy} was taken over connection {conn}, and its sender is in no doubt"
        )),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use relay_host::MailRecord;
    use relay_kernel::{RecordId, SimTime};
    use relay_mail::{Bodies, Content, ForwardPath, ReversePath};

    use super::*;
    use crate::trace::{Conn, HostId, ResetKind};

    const CLIENT: HostId = HostId(0);
    const SERVER: HostId = HostId(1);

    /// A message that one host sent to another, with what the sender says of it before it is taken
    /// and behind.
    fn handed_over(
        before: impl Fn(MailId, ConnNo) -> Option<Fact>,
        behind: impl Fn(MailId, ConnNo) -> Option<Fact>,
    ) -> Trace {
        let mut trace = Trace::new();
        let content = trace.push_content(&Content::new(b"", &mut Bodies::new()));
        let addr = core::net::Ipv4Addr::LOCALHOST;
        let conn = trace.push_conn(Conn { client: CLIENT, server: SERVER, addr, port: 25 });
        let mut copy = |host, origin| {
            let recipients = Box::new([ForwardPath::Postmaster]);
            let reverse_path = ReversePath::Null;
            trace.push_mail(
                host,
                MailRecord {
                    queue_no: 0,
                    reverse_path,
                    recipients,
                    named: Box::default(),
                    asked: None,
                    content,
                    origin,
                },
            )
        };
        let (sent, taken) =
            (copy(CLIENT, Origin::Written), copy(SERVER, Origin::Received { conn }));
        let mut say = |host, kind| trace.push(SimTime::START, RecordId(0), host, kind);
        say(HostId(0), Kind::Started);
        say(CLIENT, Kind::Host(Fact::Sending { mail: sent, conn }));
        if let Some(fact) = before(sent, conn) {
            say(CLIENT, Kind::Host(fact));
        }
        say(SERVER, Kind::Host(Fact::Accepted { mail: taken }));
        say(CLIENT, Kind::Reset { conn, how: ResetKind::Received });
        if let Some(fact) = behind(sent, conn) {
            say(CLIENT, Kind::Host(fact));
        }
        trace
    }

    #[test]
    fn who_hears_nothing_must_say_so() {
        let in_doubt = |mail, conn| Some(Fact::InDoubt { mail, conn });
        let nothing = |_, _| None;
        assert_eq!(answered(&handed_over(nothing, in_doubt)), Ok(()));
        // A host went down while the end of the content was under way.
        assert_eq!(answered(&handed_over(in_doubt, nothing)), Ok(()));
        let relayed = |mail, conn| Some(Fact::Relayed { mail, recipient: 0, conn });
        assert_eq!(answered(&handed_over(nothing, relayed)), Ok(()));
        let silent = answered(&handed_over(nothing, nothing));
        assert!(silent.expect_err("it is silent").contains("in no doubt"));
    }
}
