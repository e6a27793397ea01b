//! Tasks: what may be used, and one way to fulfil them.

use crate::Command;
use crate::expect::{Unmet, unmet_of};
use crate::scenario::{Challenge, Deed, Tool, Typing};
use crate::timeline::{JournalEntry, Timeline};
use crate::world::{fault_begins, fault_ends};

/// Message-IDs of messages that a solution sends begin with this number.
const FIRST_ID: usize = 9_000;

/// What trying a task out shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tries {
    /// What is not so when nobody does anything, as long as the author's solution is followed; empty is a
    /// task without a task.
    pub without: Vec<Unmet>,
    /// What is not so behind the author's solution; empty is as it should be.
    pub solved: Vec<Unmet>,
}

/// Tries a task out on a run that was computed to its end: first nothing is done, then what the
/// author proposes. `position` is where the task is set, in records.
pub fn solve(run: &Timeline, position: usize, challenge: &Challenge) -> Tries {
    let scenario = run.world().scenario().clone();
    let (mut alone, mut run) = (run.clone(), run.clone());
    run.seek(position);
    for (nth, one) in challenge.solution.iter().enumerate() {
        let at = one.at.unwrap_or(run.now()).max(run.now());
        let command = match &one.deed {
            Deed::Collect(no) => Command::Collect(*no),
            Deed::RunQueue(no) => Command::RunQueue(*no),
            Deed::Break(kind) => fault_begins(kind),
            Deed::Mend(kind) => fault_ends(&scenario, kind),
            Deed::Send(send) => run.world().command_to_send(send, FIRST_ID + nth),
            Deed::Type(typing) => {
                type_lines(&mut run, &Typing { at, ..typing.clone() });
                continue;
            }
        };
        run.act_at(at, command);
    }
    run.run_to_end();
    alone.go_on_to(run.horizon());
    alone.run_to_end();
    let unmet = |run: &Timeline| unmet_of(&challenge.expectations, run.trace(), &scenario);
    Tries { without: unmet(&alone), solved: unmet(&run) }
}

fn type_lines(run: &mut Timeline, typing: &Typing) {
    let Some(conn) = run.act_at(typing.at, Command::dial_for(typing)) else { return };
    for (nth, at) in typing.times().enumerate() {
        if let Some(command) = Command::typed(typing, conn, nth) {
            run.act_at(at, command);
        }
    }
}

/// The tool that a command takes.
pub fn tool_of(command: &Command) -> Tool {
    match command {
        Command::Send { .. } => Tool::Send,
        Command::Collect(_) => Tool::Collect,
        Command::RunQueue(_) | Command::AskTurn { .. } => Tool::RunQueue,
        Command::Dial { .. }
        | Command::Type { .. }
        | Command::Take { .. }
        | Command::HangUp { .. } => Tool::Console,
        Command::HostDown(_)
        | Command::StopServices(..)
        | Command::ShutDown(..)
        | Command::CutLink(_)
        | Command::ChangeLink(..)
        | Command::FillDisk(_)
        | Command::FillMailbox(..)
        | Command::DirectoryDown(_)
        | Command::GoOffline(_)
        | Command::BreakDialogue(_)
        | Command::ResetConnection(_)
        | Command::FailDns(..) => Tool::Break,
        Command::Partition(hosts) if !hosts.is_empty() => Tool::Break,
        Command::SlowHost(_, by) if !by.is_zero() => Tool::Break,
        Command::SetClock(_, skew) if !skew.span.is_zero() => Tool::Break,
        Command::Partition(_)
        | Command::SlowHost(..)
        | Command::SetClock(..)
        | Command::HostUp(_)
        | Command::StartServices(..)
        | Command::MendLink(_)
        | Command::RestoreLink(_)
        | Command::FreeDisk(_)
        | Command::FreeMailbox(..)
        | Command::DirectoryUp(_)
        | Command::GoOnline(_)
        | Command::MendDialogue(_)
        | Command::MendDns(_) => Tool::Mend,
        Command::Set(..) => Tool::Set,
    }
}

/// The first command of a journal whose tool the task does not allow.
pub fn foreign<'a>(challenge: &Challenge, journal: &'a [JournalEntry]) -> Option<&'a JournalEntry> {
    let allowed =
        |command| challenge.tools.is_empty() || challenge.tools.contains(&tool_of(command));
    journal.iter().find(|entry| !allowed(&entry.command))
}
