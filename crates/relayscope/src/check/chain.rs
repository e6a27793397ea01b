//! Chains of reports about reports: they end (RFC 5321 §6.1).

use std::collections::{BTreeMap, BTreeSet};

use relay_host::{Fact, MailId, Origin};

use crate::trace::{HostId, Kind, Trace};

/// Reports that one host may add to one chain: one about a message with a return path, one about a
/// report to its postmaster, and one to the sender of another host's report to its postmaster.
const PER_HOST: usize = 3;

/// Verifies that no chain of reports, each about the one before or about a copy of it at another
/// host, is longer than its hosts allow. Reports with a return path of their own, which only the
/// switch that breaks the null-path rule makes, begin a chain anew: they are counted elsewhere.
pub(super) fn of_reports(trace: &Trace) -> Result<(), String> {
    let sources = sources(trace);
    let mut lengths: Vec<usize> = Vec::with_capacity(trace.mail_count());
    let hosts: BTreeSet<HostId> =
        (0..trace.mail_count()).map(|n| trace.mail(MailId::from_index(n)).0).collect();
    let bound = PER_HOST * hosts.len();
    for n in 0..trace.mail_count() {
        let mail = trace.mail(MailId::from_index(n)).1;
        let length_of = |of: MailId| lengths.get(of.index()).copied().unwrap_or(0);
        let length = match mail.origin {
            Origin::Written => 0,
            Origin::Received { .. } => sources.get(&n).map_or(0, |source| length_of(*source)),
            Origin::List { about } => length_of(about),
            Origin::Report { .. } if !mail.reverse_path.is_null() => 0,
            Origin::Report { about, .. } | Origin::DoubleBounce { about } => length_of(about) + 1,
        };
        if length > bound {
            return Err(format!("copy {n} is number {length} in a chain of reports about reports"));
        }
        lengths.push(length);
    }
    Ok(())
}

/// The copy at the sender of each copy that was received, by the number of the latter.
fn sources(trace: &Trace) -> BTreeMap<usize, MailId> {
    let mut carries = BTreeMap::new();
    let mut found = BTreeMap::new();
    for record in trace.records() {
        match record.kind {
            Kind::Host(Fact::Sending { mail, conn }) => {
                carries.insert(conn, mail);
            }
            Kind::Host(Fact::Accepted { mail }) => {
                if let Origin::Received { conn } = trace.mail(mail).1.origin
                    && let Some(source) = carries.get(&conn)
                {
                    found.insert(mail.index(), *source);
                }
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use relay_host::{Action, MailRecord};
    use relay_mail::{Bodies, Content, ForwardPath, ReversePath};

    use super::*;

    /// A trace of one message and so many reports, each about the one before, by hosts in turn.
    fn chain(reports: usize, hosts: u32) -> Trace {
        let mut trace = Trace::new();
        let content = trace.push_content(&Content::new(b"", &mut Bodies::new()));
        for n in 0..=reports {
            let about = MailId::from_index(n.saturating_sub(1));
            let origin = match n {
                0 => Origin::Written,
                1 => Origin::Report { about, action: Action::Failed },
                _ => Origin::DoubleBounce { about },
            };
            let host = HostId(u32::try_from(n).unwrap() % hosts);
            trace.push_mail(
                host,
                MailRecord {
                    queue_no: 0,
                    reverse_path: ReversePath::Null,
                    recipients: Box::new([ForwardPath::Postmaster]),
                    named: Box::default(),
                    asked: None,
                    content,
                    origin,
                },
            );
        }
        trace
    }

    #[test]
    fn a_chain_may_be_as_long_as_its_hosts_allow() {
        assert_eq!(of_reports(&chain(3, 1)), Ok(()));
        assert!(of_reports(&chain(4, 1)).expect_err("too long").contains("number 4 in a chain"));
        assert_eq!(of_reports(&chain(6, 2)), Ok(()));
        assert!(of_reports(&chain(7, 2)).is_err());
    }
}
