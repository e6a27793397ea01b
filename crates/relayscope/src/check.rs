//! Conservation: every recipient of every accepted copy is at every moment in exactly one place.
//!
//! The [`Ledger`] follows the facts as they are recorded; [`conservation`] compares it with what
//! the hosts really hold. Both come to the same, or something was lost or doubled. A [`Watch`] says
//! so after every event, and looks only at what the event changed.

mod chain;
mod conservation;
mod duplicate;

use std::collections::BTreeSet;

use relay_host::{Fact, MailId, Origin, Untold};
use relay_kernel::Journal;

use crate::trace::{HostId, Kind, Trace};

pub use conservation::{Watch, conservation};

/// Where a recipient of a copy is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// In the queue of the host that accepted it.
    Queued,
    /// In that queue, given up, with a report due at once.
    Failed,
    /// At another host, which answered 2yz.
    Relayed,
    /// In a maildrop.
    Delivered,
    /// Deleted from its maildrop by its owner.
    Deleted,
    /// Removed from its maildrop by the server, which had kept it as long as it promised.
    Expired,
    /// Reported to the return path.
    Reported,
    /// Discarded with a record that says why nobody is told.
    Discarded,
    /// Sent on to the members of a mailing list, as a copy of its own.
    Distributed,
    /// Shown to the user whose mail client could not send it.
    ShownToUser,
}

/// The fate of every recipient of every copy.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    /// For each copy, where its recipients start in `fates`.
    starts: Vec<u32>,
    fates: Vec<Fate>,
    /// For each copy, the host that took responsibility for it.
    hosts: Vec<HostId>,
    /// The places in `fates` that changed.
    changes: Journal,
    /// Copies that were sent whole, once at least, without an answer.
    doubts: BTreeSet<MailId>,
    /// A fact that contradicts an earlier one.
    broken: Option<String>,
}

impl Ledger {
    /// The fates of a copy's recipients, in the order of its record.
    pub fn fates(&self, mail: MailId) -> &[Fate] {
        &self.fates[self.range(mail)]
    }

    fn range(&self, mail: MailId) -> core::ops::Range<usize> {
        let start = self.starts[mail.index()] as usize;
        let end = self.starts.get(mail.index() + 1).map_or(self.fates.len(), |end| *end as usize);
        start..end
    }

    /// A host took responsibility for a copy.
    pub(crate) fn open(&mut self, mail: MailId, host: HostId, recipients: usize) {
        debug_assert_eq!(mail.index(), self.starts.len(), "copies are numbered in order");
        let start = number(self.fates.len());
        self.starts.push(start);
        self.hosts.push(host);
        self.fates.resize(self.fates.len() + recipients, Fate::Queued);
        (start..number(self.fates.len())).for_each(|at| self.changes.note(at));
    }

    /// Follows a fact.
    pub(crate) fn note(&mut self, fact: &Fact) {
        match *fact {
            Fact::Relayed { mail, recipient, .. } => {
                self.turn(mail, recipient, Fate::Queued, Fate::Relayed);
            }
            Fact::InDoubt { mail, .. } => {
                self.doubts.insert(mail);
            }
            Fact::Delivered { mail, recipient, .. } => {
                self.turn(mail, recipient, Fate::Queued, Fate::Delivered);
            }
            Fact::Distributed { mail, recipient, .. } => {
                self.turn(mail, recipient, Fate::Queued, Fate::Distributed);
            }
            Fact::Failed { mail, recipient, .. } => {
                self.turn(mail, recipient, Fate::Queued, Fate::Failed);
            }
            // Taken and dropped without a failure.
            Fact::Discarded { mail, recipient, why: Untold::DoubleBounceSender } => {
                self.turn(mail, recipient, Fate::Queued, Fate::Discarded);
            }
            Fact::Discarded { mail, recipient, .. } => {
                self.turn(mail, recipient, Fate::Failed, Fate::Discarded);
            }
            // It is tried once more: the failure was not its end.
            Fact::Frozen { mail, recipient, .. } => {
                self.turn(mail, recipient, Fate::Failed, Fate::Queued);
            }
            Fact::ShownToUser { mail, recipient } => {
                self.turn(mail, recipient, Fate::Failed, Fate::ShownToUser);
            }
            Fact::Deleted { mail, recipient, .. } => {
                self.turn(mail, recipient, Fate::Delivered, Fate::Deleted);
            }
            Fact::Expired { mail, recipient, .. } => {
                self.turn(mail, recipient, Fate::Delivered, Fate::Expired);
            }
            Fact::Reported { mail, .. } => {
                for at in self.range(mail) {
                    if self.fates[at] == Fate::Failed {
                        self.fates[at] = Fate::Reported;
                        self.changes.note(number(at));
                    }
                }
            }
            _ => {}
        }
    }

    fn turn(&mut self, mail: MailId, recipient: u16, from: Fate, to: Fate) {
        let at = self.range(mail).start + usize::from(recipient);
        self.changes.note(number(at));
        let fate = &mut self.fates[at];
        if *fate == from {
            *fate = to;
        } else if self.broken.is_none() {
            let text =
                format!("recipient {recipient} of copy {mail} was {fate:?} and became {to:?}");
            self.broken = Some(text);
        }
    }
}

/// A place in a ledger as a number.
fn number(at: usize) -> u32 {
    u32::try_from(at).expect("a run has fewer recipients")
}

/// Verifies what a trace says as a whole: causes come before effects, every copy that was passed
/// on arrived, whoever handed one over knows it or is in doubt, no report went to the null
/// reverse-path, or from another one, and no chain of reports about reports goes on and on.
///
/// # Errors
/// One sentence that says what is wrong.
pub fn trace(trace: &Trace) -> Result<(), String> {
    let mut arrived = BTreeSet::new();
    // Reports that have a return path; each must have been announced.
    let mut loud = BTreeSet::new();
    for n in 0..trace.mail_count() {
        let (_, mail) = trace.mail(MailId::from_index(n));
        match mail.origin {
            Origin::Received { conn } => {
                arrived.insert(conn);
            }
            Origin::Report { about, .. } if trace.mail(about).1.reverse_path.is_null() => {
                return Err(format!("copy {n} is a report about a report"));
            }
            Origin::Report { .. } if !mail.reverse_path.is_null() => {
                loud.insert(MailId::from_index(n));
            }
            Origin::Report { .. }
            | Origin::List { .. }
            | Origin::DoubleBounce { .. }
            | Origin::Written => {}
        }
    }
    for (n, record) in trace.records().iter().enumerate() {
        if record.cause.index() >= n && n > 0 {
            return Err(format!("record {n} is caused by record {}", record.cause));
        }
        if let Kind::Host(Fact::NullPathRuleBroken { report, nth }) = record.kind {
            loud.remove(&report);
            if nth > relay_host::limit::BROKEN_RULE_REPORTS {
                return Err(format!("copy {report} breaks the null-path rule once too often"));
            }
        }
        if let Kind::Host(Fact::Relayed { mail, conn, .. }) = record.kind
            && !arrived.contains(&conn)
        {
            return Err(format!("copy {mail} was passed on over connection {conn} to nobody"));
        }
    }
    match loud.first() {
        Some(report) => Err(format!("copy {report} is a report with a return path, unannounced")),
        None => chain::of_reports(trace).and_then(|()| duplicate::answered(trace)),
    }
}
