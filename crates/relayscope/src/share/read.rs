//! What a payload says, and whether it fits its scenario.

use relay_kernel::{SimDuration, SimTime};
use relay_mail::language::{Words, words};

use super::write::{SUM, sum};
use super::{COMMANDS_MAX, LinkError, NAME_MAX, NUL, Shared, Source, command};
use crate::Setting;
use crate::command::Command;
use crate::scenario::{HostNo, Origin, Role, Scenario, limit};
use crate::timeline::JournalEntry;

/// What in a journal does not fit a scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misfit {
    /// There is no such host.
    Host,
    /// There is no such account, or it cannot do that.
    Account,
    /// A host and itself have no link.
    Link,
    /// A number is out of its bounds.
    Number,
}

impl Misfit {
    /// What does not fit, inside a sentence about the link.
    pub(super) const fn words(self) -> Words {
        match self {
            Self::Host => {
                words("it names a host that is not there", "Er nennt einen Host, den es nicht gibt")
            }
            Self::Account => words(
                "it names an account that cannot do that",
                "Er nennt ein Konto, das das nicht kann",
            ),
            Self::Link => words(
                "it names a link that is not there",
                "Er nennt eine Leitung, die es nicht gibt",
            ),
            Self::Number => words(
                "a number in it is out of bounds",
                "Eine Zahl darin liegt außerhalb der Grenzen",
            ),
        }
    }
}

/// What a payload says.
pub(super) fn payload(payload: &str) -> Result<Shared, LinkError> {
    let Some((text, state)) = payload.split_once(NUL) else {
        return Ok(Shared::text(payload));
    };
    let last = payload.trim_end_matches('\n').rfind(['\n', NUL]).map_or(0, |at| at + 1);
    let found = payload[last..].trim_end().strip_prefix(SUM).ok_or(LinkError::Damaged)?;
    if found != sum(&payload[..last]) {
        return Err(LinkError::Damaged);
    }
    let state = &state[..state.len() - (payload.len() - last)];
    let mut shared = Shared::text(text);
    for line in state.lines() {
        let (word, rest) = line.split_once(' ').ok_or(LinkError::Damaged)?;
        let number = || rest.parse::<u64>().map_err(|_| LinkError::Damaged);
        match word {
            "lesson" if text.is_empty() && is_name(rest) => {
                shared.scenario = Source::Lesson(rest.to_owned());
            }
            "seed" => shared.seed = Some(number()?),
            "at" => shared.position = usize::try_from(number()?).unwrap_or(usize::MAX),
            "lesson-step" => shared.lesson_step = usize::try_from(number()?).ok(),
            "tab" if is_name(rest) => shared.tab = Some(rest.to_owned()),
            "do" if shared.journal.len() >= COMMANDS_MAX => return Err(LinkError::TooBig),
            "do" => {
                let entry = entry(rest).ok_or(LinkError::Damaged)?;
                let last = shared.journal.last();
                if last.is_some_and(|last| (last.after, last.at) > (entry.after, entry.at)) {
                    return Err(LinkError::Damaged);
                }
                shared.journal.push(entry);
            }
            _ => return Err(LinkError::Damaged),
        }
    }
    Ok(shared)
}

/// Whether a text can be the name of a lesson, or of a tab.
fn is_name(text: &str) -> bool {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    (1..=NAME_MAX).contains(&text.len()) && text.chars().all(allowed)
}

fn entry(words: &str) -> Option<JournalEntry> {
    let (after, words) = words.split_once(' ')?;
    let (at, words) = words.split_once(' ')?;
    let (after, at) = (after.parse().ok()?, SimTime::from_micros(at.parse().ok()?));
    Some(JournalEntry { after, at, command: command::command(words)? })
}

/// Whether everything that a command names is there, and every number in its bounds.
pub(super) fn fits(command: &Command, scenario: &Scenario) -> Result<(), Misfit> {
    let host = |no: &HostNo| {
        if no.index() < scenario.hosts.len() { Ok(()) } else { Err(Misfit::Host) }
    };
    let ends = |[a, b]: &[HostNo; 2]| {
        host(a).and(host(b))?;
        if a == b { Err(Misfit::Link) } else { Ok(()) }
    };
    let within = |is: bool| if is { Ok(()) } else { Err(Misfit::Number) };
    let span = |span: SimDuration| within(span <= limit::DURATION);
    match command {
        Command::Send { origin: Origin::Host(no), recipients, octets, .. } => {
            host(no)?;
            let is_server = scenario.host(*no).role == Role::Server;
            within(recipients.len() <= limit::RECIPIENTS && octets.len() <= limit::MESSAGE)?;
            if is_server { Ok(()) } else { Err(Misfit::Account) }
        }
        Command::Send { origin: Origin::Account(no), recipients, .. } => {
            within(recipients.len() <= limit::RECIPIENTS)?;
            let account = scenario.accounts.get(no.index()).ok_or(Misfit::Account)?;
            let sends = account.direct || account.submit.is_some();
            if sends { Ok(()) } else { Err(Misfit::Account) }
        }
        Command::Collect(no) => {
            let account = scenario.accounts.get(no.index()).ok_or(Misfit::Account)?;
            if account.collection.is_some() { Ok(()) } else { Err(Misfit::Account) }
        }
        Command::AskTurn { by: a, server: b, .. } | Command::Dial { from: a, to: b, .. } => {
            host(a).and(host(b))
        }
        Command::CutLink(pair) | Command::MendLink(pair) | Command::RestoreLink(pair) => ends(pair),
        Command::ChangeLink(pair, quality) => {
            ends(pair)?;
            let spans = quality.latency.max(quality.jitter) <= limit::LATENCY;
            let rate = quality.rate_bytes_per_second <= limit::RATE_BYTES_PER_SECOND;
            within(spans && rate && quality.loss_per_million <= limit::LOSS_PER_MILLION)
        }
        Command::Partition(hosts) => hosts.iter().try_for_each(host),
        Command::SlowHost(no, by) => host(no).and(within(*by <= limit::LATENCY)),
        Command::SetClock(no, skew) => host(no).and(span(skew.span)),
        Command::Set(no, Setting::Greylisting(delay)) => host(no).and(span(*delay)),
        Command::BreakDialogue(what) | Command::MendDialogue(what) => {
            host(&what.server)?;
            what.client.as_ref().map_or(Ok(()), host)?;
            within((1..=limit::ALLOWED).contains(&u64::from(what.times)))
        }
        Command::HostDown(no)
        | Command::HostUp(no)
        | Command::StopServices(no, _)
        | Command::ShutDown(no, _)
        | Command::StartServices(no, _)
        | Command::FillDisk(no)
        | Command::FreeDisk(no)
        | Command::FillMailbox(no, _)
        | Command::FreeMailbox(no, _)
        | Command::DirectoryDown(no)
        | Command::DirectoryUp(no)
        | Command::GoOffline(no)
        | Command::GoOnline(no)
        | Command::Set(no, Setting::RetryProfile(_) | Setting::MessageSizeMax(_))
        | Command::RunQueue(no) => host(no),
        Command::FailDns(..)
        | Command::MendDns(_)
        | Command::ResetConnection(_)
        | Command::Type { .. }
        | Command::Take { .. }
        | Command::HangUp { .. } => Ok(()),
    }
}
