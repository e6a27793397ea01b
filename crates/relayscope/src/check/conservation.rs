//! The ledger against what the hosts really hold: all of it, or only what an event changed.

use std::collections::BTreeMap;

use relay_host::{Change, Host, MailId, RecipientState};

use super::{Fate, Ledger};
use crate::trace::HostId;
use crate::world::World;

/// In how many places a recipient of a copy stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Seen {
    queues: u32,
    maildrops: u32,
}

/// Something that a host holds: the copy, and which of its recipients.
type Held = (MailId, Vec<u16>);

/// What a host holds under the name that a change has.
fn held(host: &Host, change: Change) -> Option<Held> {
    match change {
        Change::Queue(no) => {
            let entry = host.queue().entry(no)?;
            let live = |state: &RecipientState| *state != RecipientState::Done;
            Some((entry.mail, entry.places(live).collect()))
        }
        Change::Maildrop { place, item } => {
            let item = host.maildrops().get(place)?.item(item)?;
            Some((item.mail, vec![item.recipient]))
        }
    }
}

/// Everything that a host holds.
fn everything(host: &Host) -> impl Iterator<Item = Change> + '_ {
    let entries = host.queue().entries().map(|(no, _)| Change::Queue(no));
    let items = host.maildrops().iter().enumerate().flat_map(|(place, maildrop)| {
        maildrop.items().iter().map(move |item| Change::Maildrop { place, item: item.no })
    });
    entries.chain(items)
}

/// The count of a recipient's places that something under this name adds to.
fn count_of(seen: &mut Seen, change: Change) -> &mut u32 {
    match change {
        Change::Queue(_) => &mut seen.queues,
        Change::Maildrop { .. } => &mut seen.maildrops,
    }
}

impl Ledger {
    /// The places in the ledger of what a host holds. Nobody holds a copy of another host's.
    fn places(
        &self,
        host: HostId,
        (mail, recipients): &Held,
    ) -> Result<impl Iterator<Item = usize>, String> {
        let Some(&owner) = self.hosts.get(mail.index()) else {
            return Err(format!("host {host} holds copy {mail}, which nobody took"));
        };
        if owner != host {
            return Err(format!("host {host} holds copy {mail}, which host {owner} took"));
        }
        let start = self.range(*mail).start;
        Ok(recipients.iter().map(move |place| start + usize::from(*place)))
    }

    /// Verifies that a recipient stands where its fate says, and nowhere else.
    fn compare(&self, at: usize, seen: Seen) -> Result<(), String> {
        let fate = self.fates[at];
        let (queues, maildrops) = match fate {
            Fate::Queued | Fate::Failed => (1, 0),
            Fate::Delivered => (0, 1),
            Fate::Relayed
            | Fate::Deleted
            | Fate::Expired
            | Fate::Reported
            | Fate::Discarded
            | Fate::Distributed
            | Fate::ShownToUser => (0, 0),
        };
        if seen == (Seen { queues, maildrops }) {
            return Ok(());
        }
        let mail = self.starts.partition_point(|start| *start as usize <= at) - 1;
        let recipient = at - self.starts[mail] as usize;
        let Seen { queues, maildrops } = seen;
        Err(format!(
            "recipient {recipient} of copy {mail} is {fate:?}, and stands in {queues} queues and \
             {maildrops} maildrops"
        ))
    }

    /// Verifies that no fact contradicted an earlier one.
    fn is_sound(&self) -> Result<(), String> {
        self.broken.clone().map_or(Ok(()), Err)
    }
}

/// In how many places each recipient stands, by looking everywhere.
fn scan(world: &World) -> Result<Vec<Seen>, String> {
    let ledger = world.ledger();
    let mut seen = vec![Seen::default(); ledger.fates.len()];
    for (id, host) in world.hosts() {
        for change in everything(host) {
            let held = held(host, change).expect("it was just listed");
            for at in ledger.places(id, &held)? {
                *count_of(&mut seen[at], change) += 1;
            }
        }
    }
    Ok(seen)
}

/// Verifies that nothing is lost and nothing is doubled: invariant 8 of ARCHITECTURE.md. It looks at
/// every copy that there is.
///
/// # Errors
/// One sentence that says what is wrong.
pub fn conservation(world: &World) -> Result<(), String> {
    let ledger = world.ledger();
    ledger.is_sound()?;
    let seen = scan(world)?;
    seen.into_iter().enumerate().try_for_each(|(at, seen)| ledger.compare(at, seen))
}

/// Verifies the same after every event, and looks only at what the event changed: the entries of
/// the ledger, and what hosts hold under the names that their queues and maildrops noted.
#[derive(Clone, Debug)]
pub struct Watch {
    seen: Vec<Seen>,
    held: BTreeMap<(HostId, Change), Held>,
}

impl Watch {
    /// Begins to watch a world; what it holds already is noted.
    ///
    /// # Errors
    /// One sentence that says what is wrong already.
    pub fn new(world: &mut World) -> Result<Self, String> {
        let (hosts, ledger) = world.watched();
        hosts.for_each(|(_, host)| host.watch());
        ledger.changes.watch();
        conservation(world)?;
        let seen = scan(world)?;
        let all = world.hosts().flat_map(|(id, host)| {
            everything(host).filter_map(move |change| Some(((id, change), held(host, change)?)))
        });
        Ok(Self { seen, held: all.collect() })
    }

    /// To be called after every event.
    ///
    /// # Errors
    /// One sentence that says what is wrong.
    pub fn check(&mut self, world: &mut World) -> Result<(), String> {
        let (hosts, ledger) = world.watched();
        ledger.is_sound()?;
        self.seen.resize(ledger.fates.len(), Seen::default());
        let mut touched: Vec<usize> = Vec::new();
        for (id, host) in hosts {
            for change in host.take_changes() {
                if let Some(gone) = self.held.remove(&(id, change)) {
                    for at in ledger.places(id, &gone)? {
                        *count_of(&mut self.seen[at], change) -= 1;
                        touched.push(at);
                    }
                }
                if let Some(now) = held(host, change) {
                    for at in ledger.places(id, &now)? {
                        *count_of(&mut self.seen[at], change) += 1;
                        touched.push(at);
                    }
                    self.held.insert((id, change), now);
                }
            }
        }
        touched.extend(ledger.changes.take().into_iter().map(|at| at as usize));
        touched.into_iter().try_for_each(|at| ledger.compare(at, self.seen[at]))
    }

    /// To be called at the end: looks at everything once more, and compares.
    ///
    /// # Errors
    /// One sentence that says what is wrong, or that the events changed something unnoticed.
    pub fn finish(mut self, world: &mut World) -> Result<(), String> {
        self.check(world)?;
        conservation(world)?;
        let seen = scan(world)?;
        match self.seen.iter().zip(&seen).position(|(noted, found)| noted != found) {
            Some(at) => Err(format!(
                "entry {at} of the ledger stands in {:?} and was noted in {:?}",
                seen[at], self.seen[at]
            )),
            None => Ok(()),
        }
    }
}
