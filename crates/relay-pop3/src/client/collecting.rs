//! TOP, RETR, DELE: what is new is collected, and what may go is marked.

use std::collections::VecDeque;

use relay_mail::header;

use super::interface::{Filter, OnMatch, Retention, Skip};
use super::outbox::Pending;
use super::survey::{Entries, Entry};
use super::wire::{Heard, Sent};
use super::{Context, Next, State, quit};
use crate::command::Command;
use crate::reply::Status;
use crate::uidl::Uidl;
use crate::violation::Violation;

/// The client works through the messages.
#[derive(Clone, Debug)]
pub(super) struct Collecting {
    entries: Entries,
    tasks: VecDeque<Task>,
}

#[derive(Clone, Copy, Debug)]
enum Task {
    Skip(u32, Skip),
    Top(u32),
    Retr(u32),
    Dele(u32),
}

impl Collecting {
    pub(super) fn new(entries: Entries, context: &Context<'_>) -> Self {
        let tasks =
            entries.iter().filter_map(|(&number, entry)| task(number, entry, context)).collect();
        Self { entries, tasks }
    }

    pub(super) fn uidl(&self, number: u32) -> Option<&Uidl> {
        self.entries.get(&number).and_then(|entry| entry.uidl.as_ref())
    }

    /// What is sent next; `idle` when nothing is outstanding.
    pub(super) fn next(mut self, idle: bool, context: &mut Context<'_>) -> Next {
        let Some(task) = self.tasks.pop_front() else {
            if !idle {
                return Next::Wait(State::Collecting(self));
            }
            return Next::Moved(quit(true));
        };
        let (command, sent) = match task {
            Task::Skip(number, why) => {
                context.out.push(Pending::Skipped(number, why));
                return Next::Moved(State::Collecting(self));
            }
            Task::Top(number) => (Command::Top { number, lines: 0 }, Sent::Top(number)),
            Task::Retr(number) => (Command::Retr(number), Sent::Retr(number)),
            Task::Dele(number) => (Command::Dele(number), Sent::Dele(number)),
        };
        context.out.command(&command);
        Next::Sent(State::Collecting(self), sent)
    }

    /// A piece of a response.
    pub(super) fn heard(mut self, heard: &Heard<'_>, context: &mut Context<'_>) -> State {
        match *heard {
            Heard::Status { to, ref line } => self.answered(to, line.status, context),
            Heard::End { to: Sent::Top(number), .. } => {
                let filter = context.config.filter.as_ref();
                let wanted = filter.is_none_or(|filter| wants(filter, context.body));
                self.tasks.push_front(if wanted {
                    Task::Retr(number)
                } else {
                    Task::Skip(number, Skip::Filtered)
                });
            }
            Heard::End { to: Sent::Retr(number), octets } => {
                self.arrived(number, octets, context);
            }
            Heard::End { .. } | Heard::Line { .. } => {}
        }
        State::Collecting(self)
    }

    fn answered(&mut self, to: Sent, status: Status, context: &mut Context<'_>) {
        match (to, status) {
            (Sent::Dele(number), Status::Positive) => context.out.push(Pending::Deleted(number)),
            (Sent::Dele(number), _) => context.out.push(Pending::NotDeleted(number)),
            (Sent::Retr(number), Status::Negative) => {
                context.out.push(Pending::Skipped(number, Skip::Refused));
            }
            // The filter saves a download and withholds nothing, so without TOP it lets all pass.
            (Sent::Top(number), Status::Negative) => self.tasks.push_front(Task::Retr(number)),
            _ => {}
        }
    }

    /// The end of a message was seen, `octets` of it, and `context.body` holds what was kept.
    fn arrived(&mut self, number: u32, octets: usize, context: &mut Context<'_>) {
        let received = octets as u64;
        let listed = self.entries.get(&number).and_then(|entry| entry.size);
        if let Some(listed) = listed.filter(|&listed| listed != received) {
            context.out.violation(Violation::SizeDiffers { number, listed, received });
        }
        if octets != context.body.len() {
            context.out.push(Pending::Skipped(number, Skip::Overlong));
            return;
        }
        context.out.push(Pending::Message(number));
        if context.config.retention == Retention::Delete {
            self.tasks.push_front(Task::Dele(number));
        }
    }
}

/// What there is to do about a message.
fn task(number: u32, entry: &Entry, context: &Context<'_>) -> Option<Task> {
    let config = context.config;
    // A number that only UIDL knows is no message that can be collected.
    let size = entry.size?;
    if let Some(&seen) = entry.uidl.as_ref().and_then(|uidl| context.known.get(uidl)) {
        let goes = match config.retention {
            Retention::Delete => true,
            Retention::Leave => false,
            Retention::DeleteAfter(span) => context.now.since(seen) >= span,
        };
        return goes.then_some(Task::Dele(number));
    }
    if config.size_max.is_some_and(|max| size > max) {
        return Some(Task::Skip(number, Skip::TooLarge));
    }
    Some(if config.filter.is_some() { Task::Top(number) } else { Task::Retr(number) })
}

/// Whether a message with this header section is to be downloaded.
fn wants(filter: &Filter, head: &[u8]) -> bool {
    let needle = filter.contains.as_bytes();
    let contains = |value: &[u8]| {
        needle.is_empty()
            || value.windows(needle.len()).any(|window| window.eq_ignore_ascii_case(needle))
    };
    let matches = header::fields(head)
        .any(|(name, value)| name.eq_ignore_ascii_case(filter.field.as_bytes()) && contains(value));
    matches == (filter.on_match == OnMatch::Download)
}
