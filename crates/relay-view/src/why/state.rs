//! Why a host or a link is as it is: the command that made it so and still stands.

use relay_kernel::RecordId;
use relayscope::command::Command;
use relayscope::scenario::HostNo;
use relayscope::trace::{HostId, Trace};

use super::fault::standing;
use crate::cast::Cast;
use crate::map::{State, WireState};

/// The record of the command because of which a host is in this state after `records` records, the
/// newest of several; `None` while it works, and where it has been so from the start.
pub fn host_state(
    cast: &Cast,
    trace: &Trace,
    records: usize,
    host: HostId,
    state: State,
) -> Option<RecordId> {
    newest(trace, records, |command| match (state, command) {
        (State::Down, Command::HostDown(no))
        | (State::Offline, Command::GoOffline(no))
        | (State::Refusing, Command::StopServices(no, _) | Command::ShutDown(no, _))
        | (State::Full, Command::FillDisk(no))
        | (State::DirectoryDown, Command::DirectoryDown(no))
        | (State::MailboxFull, Command::FillMailbox(no, _))
        | (State::Slow, Command::SlowHost(no, _))
        | (State::ClockWrong, Command::SetClock(no, _)) => is(*no, host),
        (State::Breaking, Command::BreakDialogue(it)) => is(it.server, host),
        (State::NamesFail, Command::FailDns(name, _)) => {
            cast.host(host).is_some_and(|host| host.is_found_by(name))
        }
        _ => false,
    })
}

/// The record of the command because of which the link between two hosts is in this state after
/// `records` records, the newest of several; `None` where something gets through.
pub fn closed_link(
    trace: &Trace,
    records: usize,
    [a, b]: [HostId; 2],
    state: WireState,
) -> Option<RecordId> {
    if !state.is_closed() {
        return None;
    }
    newest(trace, records, |command| match (state, command) {
        (WireState::Cut, Command::CutLink([c, d])) => {
            (is(*c, a) && is(*d, b)) || (is(*c, b) && is(*d, a))
        }
        (WireState::Blocked, Command::Partition(apart)) => {
            let has = |host| apart.iter().any(|no| is(*no, host));
            has(a) != has(b)
        }
        (WireState::Blocked, Command::GoOffline(no)) => is(*no, a) || is(*no, b),
        _ => false,
    })
}

fn is(no: HostNo, host: HostId) -> bool {
    no.0 == host.0
}

/// The newest of the commands that stand after `records` records and are `such`.
fn newest(trace: &Trace, records: usize, such: impl Fn(&Command) -> bool) -> Option<RecordId> {
    let records = records.min(trace.records().len());
    let standing = standing(trace, RecordId::from_index(records));
    standing.into_iter().rev().find(|(_, command)| such(command)).map(|(id, _)| id)
}
