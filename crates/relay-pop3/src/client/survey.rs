//! What is in the maildrop: STAT, UIDL, LIST.

use std::collections::{BTreeMap, VecDeque};

use super::collecting::Collecting;
use super::interface::Phase;
use super::outbox::Pending;
use super::wire::{Heard, Sent};
use super::{Context, Next, State};
use crate::capability::Capabilities;
use crate::command::Command;
use crate::reply::{Status, StatusLine, read_scan_listing, read_unique_id_listing};
use crate::uidl::Uidl;
use crate::violation::Violation;

/// What the server tells about a message.
#[derive(Clone, Debug, Default)]
pub(super) struct Entry {
    pub(super) size: Option<u64>,
    pub(super) uidl: Option<Uidl>,
}

/// The messages by number.
pub(super) type Entries = BTreeMap<u32, Entry>;

/// The client asks what there is.
#[derive(Clone, Debug)]
pub(super) struct Survey {
    steps: VecDeque<Sent>,
    /// Capabilities of a second CAPA.
    found: Capabilities,
    /// What STAT said.
    count: Option<u32>,
    /// Lines of LIST.
    listed: u32,
    entries: Entries,
}

impl Survey {
    /// `asked` says whether the capabilities are known.
    pub(super) fn new(asked: bool, context: &Context<'_>) -> Self {
        let offered = &*context.offered;
        let again = asked && offered.differ_per_user();
        let unique_ids = !asked || offered.uidl;
        let steps = [(again, Sent::Capa), (true, Sent::Stat), (unique_ids, Sent::Uidl)];
        let steps = steps.into_iter().chain([(true, Sent::List)]);
        Self {
            steps: steps.filter(|(wanted, _)| *wanted).map(|(_, step)| step).collect(),
            found: Capabilities::default(),
            count: None,
            listed: 0,
            entries: Entries::new(),
        }
    }

    /// What is sent next; `idle` when nothing is outstanding.
    pub(super) fn next(mut self, idle: bool, context: &mut Context<'_>) -> Next {
        let Some(step) = self.steps.pop_front() else {
            if !idle {
                return Next::Wait(State::Survey(self));
            }
            if self.count.is_some_and(|count| count != self.listed) {
                context.out.violation(Violation::CountDiffers);
            }
            return Next::Moved(State::Collecting(Collecting::new(self.entries, context)));
        };
        context.out.command(&match step {
            Sent::Capa => Command::Capa,
            Sent::Stat => Command::Stat,
            Sent::Uidl => Command::Uidl(None),
            _ => Command::List(None),
        });
        Next::Sent(State::Survey(self), step)
    }

    /// A piece of a response.
    pub(super) fn heard(mut self, heard: &Heard<'_>, context: &mut Context<'_>) -> State {
        match heard {
            Heard::Status { to, line } => return self.answered(*to, line, context),
            Heard::Line { to, line } => self.line(*to, line, context),
            Heard::End { to: Sent::Capa, .. } => {
                *context.offered = core::mem::take(&mut self.found);
                context.out.push(Pending::Offered);
            }
            Heard::End { .. } => {}
        }
        State::Survey(self)
    }

    fn answered(mut self, to: Sent, line: &StatusLine<'_>, context: &mut Context<'_>) -> State {
        match (to, line.status) {
            (Sent::Stat, Status::Positive) => self.totals(line, context),
            (Sent::Stat | Sent::List, _) if line.status != Status::Positive => {
                return context.fail(Phase::Listing, line);
            }
            // A listing follows; or UIDL is not offered after all, and every message is new.
            _ => {}
        }
        State::Survey(self)
    }

    fn totals(&mut self, line: &StatusLine<'_>, context: &mut Context<'_>) {
        let Some((count, octets)) = line.two_numbers() else {
            context.out.violation(Violation::DropListing);
            return;
        };
        self.count = Some(count);
        context.out.push(Pending::Listed { count, octets });
        if count == 0 {
            // There is nothing to ask about. What is already sent will be answered.
            self.steps.clear();
        }
    }

    fn line(&mut self, to: Sent, line: &[u8], context: &mut Context<'_>) {
        let taken = match to {
            Sent::Uidl => self.unique_id(line).ok_or(Violation::UniqueIdListing),
            Sent::List => self.size(line).ok_or(Violation::ScanListing),
            _ => {
                self.found.read_octets(line);
                Ok(())
            }
        };
        if let Err(violation) = taken {
            context.out.violation(violation);
        }
    }

    /// Takes a line of UIDL; nothing when it is none, or its number came before.
    fn unique_id(&mut self, line: &[u8]) -> Option<()> {
        let (number, uidl) = read_unique_id_listing(line).filter(|(number, _)| *number > 0)?;
        let known = &mut self.entries.entry(number).or_default().uidl;
        known.is_none().then(|| *known = Some(uidl))
    }

    /// Takes a line of LIST; nothing when it is none, or its number came before.
    fn size(&mut self, line: &[u8]) -> Option<()> {
        let (number, size) = read_scan_listing(line).filter(|(number, _)| *number > 0)?;
        let known = &mut self.entries.entry(number).or_default().size;
        known.is_none().then(|| *known = Some(size))?;
        self.listed += 1;
        Some(())
    }
}
