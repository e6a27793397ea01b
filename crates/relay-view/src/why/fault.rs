//! What somebody broke, that something went wrong: the commands behind a refusal, a failure or a
//! silence.
//!
//! No record has them as its cause. A full disk leads to nothing by itself: it was the message that
//! came, and led to the reply.

mod standing;

use relay_host::{Fact, Unreachable, Why};
use relay_kernel::{ConnNo, RecordId};
use relay_mail::EnhancedCode;
use relayscope::command::Command;
use relayscope::scenario::DialoguePoint;
use relayscope::trace::{HostId, Kind, Record, ResetKind, Side, Trace, Transit, point_of};

use crate::cast::Cast;
use crate::transcript::{Tone, code_of, tone_of};

pub(crate) use standing::at as standing;

/// The commands that set what stood in the way when the record `id` told that something went
/// wrong, the newest first. What was undone before is not among them, and neither is what leads to
/// something else.
pub(super) fn faults(cast: &Cast, trace: &Trace, id: RecordId) -> Vec<RecordId> {
    let wrong = Reader { cast, trace }.wrong(id);
    if wrong.is_empty() {
        return Vec::new();
    }
    let fits = |command: &Command| wrong.iter().any(|(place, what)| place.fits(what, command));
    let mut fitting: Vec<_> =
        standing(trace, id).into_iter().filter(|(_, command)| fits(command)).collect();
    // Which of several that wait at one point was used up before, no record tells: it is the newest.
    let is_break = |command: &Command| matches!(command, Command::BreakDialogue(_));
    let last = fitting.iter().rposition(|(_, command)| is_break(command));
    let mut nth = 0..;
    fitting.retain(|(_, command)| nth.next() == last || !is_break(command));
    fitting.into_iter().rev().map(|(record, _)| record).collect()
}

/// Between whom something went wrong.
#[derive(Clone, Copy, Debug)]
struct Place {
    /// Who tells of it.
    host: HostId,
    client: HostId,
    server: HostId,
    /// The port that was dialled, where that is known.
    port: Option<u16>,
}

/// What went wrong.
#[derive(Clone, Debug)]
enum Wrong<'a> {
    /// The server said no, for what the subject and detail of its status say.
    Refused(u16, u16),
    /// Nobody listens.
    NobodyThere,
    /// Nothing gets through. Whoever is slow counts only where somebody had `waited` for answers.
    Lost { waited: bool },
    /// The network tore the connection at a point of the dialogue.
    Torn(DialoguePoint),
    /// The domain system gave no answer that helps.
    Dns(&'a str),
    /// Its time in the queue was over.
    Expired,
}

struct Reader<'a> {
    cast: &'a Cast,
    trace: &'a Trace,
}

impl<'a> Reader<'a> {
    /// What a record tells that went wrong, and where.
    fn wrong(&self, id: RecordId) -> Vec<(Place, Wrong<'a>)> {
        let record = self.trace.record(id);
        let on = |conn: ConnNo, wrong| vec![(self.place(record.host, conn), wrong)];
        match &record.kind {
            Kind::DialFailed { conn, how } => on(*conn, unreachable(*how)),
            // Whoever resets a connection on purpose lost nothing.
            Kind::Reset { how: ResetKind::Sent, .. } => Vec::new(),
            Kind::Reset { conn, .. } => on(*conn, self.lost(id, *conn, false)),
            Kind::Lookup { question, .. } => {
                vec![(alone(record.host), Wrong::Dns(name_in(self.trace.name(*question))))]
            }
            Kind::Line { conn, transit, .. }
            | Kind::Block { conn, transit, .. }
            | Kind::Data { conn, transit, .. } => {
                let mut all = self.refused(record);
                match *transit {
                    Transit::NEVER if self.has_torn(id) => {
                        all.extend(on(*conn, self.lost(id, *conn, false)));
                    }
                    Transit::HELD => all.extend(on(*conn, Wrong::Lost { waited: false })),
                    _ => {}
                }
                all
            }
            Kind::Host(Fact::InDoubt { conn, .. }) => {
                let silent = matches!(
                    self.trace.record(record.cause).kind,
                    Kind::Host(Fact::TimedOut { .. })
                );
                on(*conn, self.lost(id, *conn, silent))
            }
            Kind::Host(Fact::TimedOut { conn, .. }) => on(*conn, Wrong::Lost { waited: true }),
            Kind::Host(
                Fact::Deferred { why, .. }
                | Fact::Failed { why, .. }
                | Fact::CollectFailed { why, .. },
            ) => self.failure(record, why),
            Kind::Host(
                Fact::Reported { .. }
                | Fact::Discarded { .. }
                | Fact::Frozen { .. }
                | Fact::ShownToUser { .. },
            ) if matches!(
                self.trace.record(record.cause).kind,
                Kind::Host(Fact::Failed { .. })
            ) =>
            {
                self.wrong(record.cause)
            }
            _ => Vec::new(),
        }
    }

    /// A host's word that something failed is about what it has just heard; otherwise about what it
    /// remembers.
    fn failure(&self, record: &Record, why: &'a Why) -> Vec<(Place, Wrong<'a>)> {
        let mut all = match &self.trace.record(record.cause).kind {
            Kind::Command(_) => Vec::new(),
            _ => self.wrong(record.cause),
        };
        if all.is_empty() {
            all.extend(self.remembered(record.host, why));
        }
        if matches!(why, Why::Expired { .. }) {
            all.push((alone(record.host), Wrong::Expired));
        }
        all
    }

    fn remembered(&self, host: HostId, why: &'a Why) -> Option<(Place, Wrong<'a>)> {
        let with = |name: &str| {
            let server = self.cast.hosts().find(|(_, it)| it.name.eq_ignore_ascii_case(name));
            let server = server.map_or(Record::NOWHERE, |(id, _)| id);
            Place { server, ..alone(host) }
        };
        Some(match why {
            Why::Reply { host: server, .. } => (with(server), refused(why.status())),
            Why::Unreachable { host: server, how, .. } => (with(server), unreachable(*how)),
            Why::Lost { host: server, timed_out, .. } => {
                (with(server), Wrong::Lost { waited: *timed_out })
            }
            Why::Dns { name, .. } => (alone(host), Wrong::Dns(name)),
            Why::Local { status, .. } => (Place { server: host, ..alone(host) }, refused(*status)),
            Why::Pop3 { .. } => return None,
            Why::Suspended { last, .. } | Why::Expired { last, .. } => {
                return self.remembered(host, last);
            }
        })
    }

    /// What a server refuses, and a lookup that led to that.
    fn refused(&self, record: &Record) -> Vec<(Place, Wrong<'a>)> {
        let Kind::Line { conn, from: Side::Server, start, len, .. } = record.kind else {
            return Vec::new();
        };
        let reply = self.trace.octets(start, len);
        if !matches!(tone_of(reply), Tone::NotNow | Tone::No) {
            return Vec::new();
        }
        let mut all = Vec::new();
        all.extend(status_of(reply).map(|(subject, detail)| {
            (self.place(record.host, conn), Wrong::Refused(subject, detail))
        }));
        if matches!(self.trace.record(record.cause).kind, Kind::Lookup { .. }) {
            all.extend(self.wrong(record.cause));
        }
        all
    }

    /// How a connection was lost: by the network at a point of the dialogue, as a fault has it, or
    /// because nothing gets through.
    fn lost(&self, id: RecordId, conn: ConnNo, waited: bool) -> Wrong<'a> {
        let never = |kind: &Kind| {
            kind.conn() == Some(conn)
                && matches!(
                    kind,
                    Kind::Line { transit: Transit::NEVER, .. }
                        | Kind::Data { transit: Transit::NEVER, .. }
                )
        };
        let mut causes = self.trace.causes(id).take(4);
        let said = causes.find(|&cause| never(&self.trace.record(cause).kind));
        let said = said.filter(|&said| self.has_torn(said));
        let point = said.and_then(|said| {
            let before = &self.trace.records()[..said.index()];
            point_of(self.trace, before, &self.trace.record(said).kind)
        });
        point.map_or(Wrong::Lost { waited }, Wrong::Torn)
    }

    /// Whether the network tore the connection when this was said.
    fn has_torn(&self, id: RecordId) -> bool {
        let later = &self.trace.records()[id.index()..];
        later.iter().any(|it| it.cause == id && matches!(it.kind, Kind::Reset { .. }))
    }

    fn place(&self, host: HostId, conn: ConnNo) -> Place {
        let ends = self.trace.conn(conn);
        Place { host, client: ends.client, server: ends.server, port: Some(ends.port) }
    }
}

/// Where a host has no part in a connection.
fn alone(host: HostId) -> Place {
    Place { host, client: host, server: Record::NOWHERE, port: None }
}

/// The name that a question asks for: what follows the type.
fn name_in(question: &str) -> &str {
    question.split_once(' ').map_or(question, |(_, name)| name)
}

fn refused(status: EnhancedCode) -> Wrong<'static> {
    Wrong::Refused(status.subject, status.detail)
}

fn unreachable(how: Unreachable) -> Wrong<'static> {
    match how {
        Unreachable::Refused => Wrong::NobodyThere,
        Unreachable::TimedOut | Unreachable::NoRoute => Wrong::Lost { waited: false },
    }
}

/// The subject and the detail of what a reply means (RFC 3463), said or implied.
fn status_of(reply: &[u8]) -> Option<(u16, u16)> {
    if let Some(error) = reply.strip_prefix(b"-ERR ") {
        // RFC 3206 §4.
        return error.starts_with(b"[SYS/TEMP]").then_some((3, 0));
    }
    let text = core::str::from_utf8(reply.get(4..)?).ok()?;
    let code = code_of(reply)?.get();
    if let Some(status) = EnhancedCode::parse_prefix(text).filter(|_| code != 454) {
        return Some((status.subject, status.detail));
    }
    Some(match code {
        421 => (3, 2),
        450 => (2, 1),
        // To AUTH it is 454 4.7.0 (RFC 4954 §6).
        451 | 454 => (3, 0),
        452 => (3, 1),
        552 => (3, 4),
        _ => return None,
    })
}
