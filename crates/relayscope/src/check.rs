//! Conservation: every recipient of every accepted copy is at every moment in exactly one place.
//!
//! The [`Ledger`] follows the facts as they are recorded; [`conservation`] compares it with what
//! the hosts really hold. Both come to the same, or something was lost or doubled.

mod duplicate;

use std::collections::BTreeSet;

use relay_host::{Fact, MailId, Origin, RecipientState};

use crate::trace::{HostId, Kind, Trace};
use crate::world::World;

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
    pub(crate) fn open(&mut self, mail: MailId, recipients: usize) {
        debug_assert_eq!(mail.index(), self.starts.len(), "copies are numbered in order");
        let start = u32::try_from(self.fates.len()).expect("a run has fewer recipients");
        self.starts.push(start);
        self.fates.resize(self.fates.len() + recipients, Fate::Queued);
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
                let range = self.range(mail);
                for fate in self.fates[range].iter_mut().filter(|fate| **fate == Fate::Failed) {
                    *fate = Fate::Reported;
                }
            }
            _ => {}
        }
    }

    fn turn(&mut self, mail: MailId, recipient: u16, from: Fate, to: Fate) {
        let at = self.range(mail).start + usize::from(recipient);
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

/// Verifies that nothing is lost and nothing is doubled: invariant 8 of ARCHITECTURE.md.
///
/// # Errors
/// One sentence that says what is wrong.
pub fn conservation(world: &World) -> Result<(), String> {
    let ledger = world.ledger();
    if let Some(broken) = &ledger.broken {
        return Err(broken.clone());
    }
    let mut seen = vec![0u32; ledger.fates.len()];
    let mut see = |mail: MailId, place: u16, such: &[Fate], host: HostId, what: &str| {
        let at = ledger.range(mail).start + usize::from(place);
        seen[at] += 1;
        if such.contains(&ledger.fates[at]) {
            Ok(())
        } else {
            let fate = ledger.fates[at];
            Err(format!("recipient {place} of copy {mail} is {what} of host {host}, but {fate:?}"))
        }
    };
    for (id, host) in world.hosts() {
        for (_, entry) in host.queue().entries() {
            let live = |state: &RecipientState| *state != RecipientState::Done;
            for place in entry.places(live) {
                see(entry.mail, place, &[Fate::Queued, Fate::Failed], id, "in the queue")?;
            }
        }
        for item in host.maildrops().iter().flat_map(relay_host::Maildrop::items) {
            see(item.mail, item.recipient, &[Fate::Delivered], id, "in a maildrop")?;
        }
    }
    let held = |fate: &Fate| matches!(fate, Fate::Queued | Fate::Failed | Fate::Delivered);
    let wrong = ledger.fates.iter().zip(&seen).position(|(f, n)| u32::from(held(f)) != *n);
    match wrong {
        None => Ok(()),
        Some(at) => {
            let (fate, count) = (ledger.fates[at], seen[at]);
            Err(format!("recipient entry {at} is {fate:?}, and stands in {count} places"))
        }
    }
}

/// Verifies what a trace says as a whole: causes come before effects, every copy that was passed
/// on arrived, whoever handed one over knows it or is in doubt, and no report went to the null
/// reverse-path, or from another one.
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
        None => duplicate::answered(trace),
    }
}
