//! One host in full: its queue, its maildrops, and what its people have collected.

mod link;

use core::net::Ipv4Addr;

use relay_host::{ContentId, queue_id};
use relay_kernel::{RecordId, SimTime};
use relay_mail::language::words;
use relay_mail::{Language, say};
use relayscope::scenario::{ClockSkew, RelayFor};
use relayscope::trace::{HostId, Trace};

use crate::cast::{Cast, Part};
use crate::holdings::{Book, Guise, Held, Holdings, Item, Look, Standing};
use crate::map::State;
use crate::why::host_state;
use crate::{clock, phrase, plain, sentence};

pub use link::{LinkSheet, Talk};

/// Rows of one table that are shown at most.
const ROWS_MAX: usize = 200;

/// A host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// Which one.
    pub id: HostId,
    /// Its name.
    pub name: String,
    /// Its address.
    pub address: Ipv4Addr,
    /// What it is for.
    pub part: Part,
    /// Its state.
    pub state: State,
    /// The record that says why it is so, where it does not just work.
    pub because: Option<RecordId>,
    /// How far its clock is off, where it is wrong, whatever else is wrong with the host.
    pub clock: Option<String>,
    /// The domains that it is final for.
    pub domains: Vec<String>,
    /// From where it takes mail for other domains: names of hosts and networks, or everybody.
    pub relays_for: Vec<String>,
    /// Whose computer it is.
    pub people: Vec<String>,
    /// Its queue.
    pub queue: Vec<QueueRow>,
    /// Its maildrops with their messages.
    pub drops: Vec<Shelf>,
    /// What its people have collected.
    pub inboxes: Vec<Shelf>,
}

/// A message in the queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueueRow {
    /// Its queue id.
    pub id: String,
    /// What it looks like.
    pub look: Look,
    /// Its return path.
    pub from: String,
    /// For whom it is still here.
    pub to: Vec<String>,
    /// When it came.
    pub since: String,
    /// How many attempts began.
    pub attempts: u16,
    /// What it waits for.
    pub waits: Waits,
    /// The record that says why it is here and waits.
    pub because: RecordId,
    /// Its octets.
    pub content: ContentId,
}

/// What a message in the queue waits for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Waits {
    /// For its turn, or it is being tried.
    Turn {
        /// What went wrong the last time, if it was tried before.
        before: Option<String>,
    },
    /// For its next attempt.
    Attempt {
        /// When that is due.
        at: String,
        /// What went wrong.
        why: String,
    },
    /// For the host, which is switched off.
    Host {
        /// What went wrong before, if it waits because of that; a message that is being tried again
        /// when the host is switched off does not.
        why: Option<String>,
    },
    /// For the report about it.
    Report {
        /// What went wrong.
        why: String,
    },
}

/// A mailbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shelf {
    /// Its name.
    pub name: String,
    /// Whether a POP3 session has it open.
    pub locked: bool,
    /// Its messages.
    pub letters: Vec<Letter>,
}

/// A message in a mailbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// What its From field says.
    pub from: String,
    /// What its Subject field says.
    pub subject: String,
    /// Octets.
    pub size: u64,
    /// When it came.
    pub at: String,
    /// What it looks like.
    pub guise: Guise,
    /// Its octets.
    pub content: ContentId,
}

impl Sheet {
    /// The sheet of a host; none for the world itself.
    pub fn new(
        cast: &Cast,
        trace: &Trace,
        holdings: &Holdings,
        id: HostId,
        now: SimTime,
    ) -> Option<Self> {
        let host = cast.host(id)?;
        let book = holdings.host(id)?;
        let state = State::of(cast, holdings, id);
        let because = host_state(cast, trace, holdings.records(), id, state);
        let off = because.filter(|_| state == State::Down);
        let view = View { cast, trace, now, runs: state != State::Down, off };
        Some(Self {
            id,
            name: host.name.clone(),
            address: host.address,
            part: host.part,
            state,
            because,
            clock: wrong_clock(cast.language, book.trouble.clock.unwrap_or(host.clock)),
            domains: host.domains.clone(),
            relays_for: host.relays_for.iter().map(|from| relays_for(cast, *from)).collect(),
            people: host.people.clone(),
            queue: book.queue().iter().take(ROWS_MAX).map(|held| view.queued(held)).collect(),
            drops: view.drops(host, book),
            inboxes: view.inboxes(host, book),
        })
    }
}

/// How far a clock is off; nothing of one that is right. A number stays in one line with its unit.
fn wrong_clock(language: Language, skew: ClockSkew) -> Option<String> {
    let mut off = String::new();
    for c in phrase::skew(language, skew).chars() {
        let is_behind_number = c == ' ' && off.ends_with(|last: char| last.is_ascii_digit());
        off.push(if is_behind_number { '\u{a0}' } else { c });
    }
    (!skew.span.is_zero()).then(|| say!(language, "its clock is {off}", "die Uhr geht {off}"))
}

struct View<'a> {
    cast: &'a Cast,
    trace: &'a Trace,
    now: SimTime,
    runs: bool,
    /// The record that says why it is switched off.
    off: Option<RecordId>,
}

impl View<'_> {
    fn queued(&self, held: &Held) -> QueueRow {
        let (_, record) = self.trace.mail(held.mail);
        let left = held.recipients.iter().zip(&record.recipients);
        let left = left.filter(|(standing, _)| **standing != Standing::Done);
        let failed = held.recipients.iter().find_map(|standing| match standing {
            Standing::Failed { because } => Some(*because),
            _ => None,
        });
        let waits = match (failed, held.next(), held.is_deferred()) {
            (Some(because), _, _) => Waits::Report { why: self.why(because) },
            (None, Some((_, because)), true) if !self.runs => {
                Waits::Host { why: Some(self.why(because)) }
            }
            _ if !self.runs => Waits::Host { why: None },
            (None, Some((at, because)), true) => {
                Waits::Attempt { at: self.appointment(at), why: self.why(because) }
            }
            _ => Waits::Turn { before: held.put_off.map(|because| self.why(because)) },
        };
        let because = match (&waits, failed, held.next()) {
            (Waits::Host { .. }, ..) => self.off,
            (_, Some(because), _) | (Waits::Attempt { .. }, _, Some((_, because))) => Some(because),
            _ => None,
        };
        QueueRow {
            id: queue_id(record.queue_no).to_string(),
            look: Look::of(self.trace, held),
            from: plain::line(record.reverse_path.to_string().as_bytes()),
            to: left.map(|(_, path)| plain::line(path.to_string().as_bytes())).collect(),
            since: self.appointment(held.since),
            attempts: held.attempts,
            waits,
            because: because.unwrap_or(held.because),
            content: record.content,
        }
    }

    fn why(&self, because: RecordId) -> String {
        sentence::reason(self.cast, self.trace, because).unwrap_or_default()
    }

    fn appointment(&self, at: SimTime) -> String {
        clock::appointment(self.cast.clock(), at, self.now)
    }

    /// All mailboxes of the host, those that are empty too.
    fn drops(&self, host: &crate::cast::Member, book: &Book) -> Vec<Shelf> {
        let mut shelves: Vec<Shelf> = host
            .mailboxes
            .iter()
            .map(|name| Shelf { name: name.clone(), locked: false, letters: Vec::new() })
            .collect();
        for drop in book.drops() {
            let name = plain::line(self.trace.name(drop.mailbox).as_bytes());
            let letters = self.letters(&drop.items, None);
            let known = shelves.iter_mut().find(|shelf| shelf.name.eq_ignore_ascii_case(&name));
            match known {
                Some(shelf) => (shelf.locked, shelf.letters) = (drop.lock.is_some(), letters),
                None => shelves.push(Shelf { name, locked: drop.lock.is_some(), letters }),
            }
        }
        shelves
    }

    fn inboxes(&self, host: &crate::cast::Member, book: &Book) -> Vec<Shelf> {
        let mut shelves: Vec<Shelf> = host
            .people
            .iter()
            .map(|name| Shelf { name: name.clone(), locked: false, letters: Vec::new() })
            .collect();
        for inbox in book.inboxes() {
            let name = plain::line(self.trace.name(inbox.account).as_bytes());
            let letters = self.letters(&inbox.items, Some(Guise::Collected));
            match shelves.iter_mut().find(|shelf| shelf.name.eq_ignore_ascii_case(&name)) {
                Some(shelf) => shelf.letters = letters,
                None => shelves.push(Shelf { name, locked: false, letters }),
            }
        }
        shelves
    }

    fn letters(&self, items: &[Item], guise: Option<Guise>) -> Vec<Letter> {
        items.iter().rev().take(ROWS_MAX).map(|item| self.letter(item, guise)).collect()
    }

    fn letter(&self, item: &Item, guise: Option<Guise>) -> Letter {
        let content = self.trace.content(item.content);
        let own = Guise::stored(self.trace, item);
        Letter {
            from: plain::addresses(content.head(), "From"),
            subject: plain::subject(content.head()),
            size: content.len() as u64,
            at: self.appointment(item.at),
            guise: if own == Guise::Dsn { own } else { guise.unwrap_or(own) },
            content: item.content,
        }
    }
}
/// From where mail is taken, in words.
fn relays_for(cast: &Cast, from: RelayFor) -> String {
    match from {
        RelayFor::Any | RelayFor::Net { prefix: 0, .. } => {
            words("everybody: an open relay", "alle: ein offenes Relay")
                .in_(cast.language)
                .to_owned()
        }
        RelayFor::Host(no) => cast.name(HostId(no.0)).to_owned(),
        RelayFor::Net { address, prefix } => format!("{address}/{prefix}"),
    }
}
