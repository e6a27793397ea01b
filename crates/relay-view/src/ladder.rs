//! The ladder: one lane a host, one arrow a line, sessions folded, idle stretches cut.
//!
//! Rows are small numbers that become text only when they are seen, so that a run of 100,000 lines
//! costs no more than the dozen rows on the screen.

mod filter;

use relay_kernel::{ConnNo, RecordId, SimDuration, SimTime};
use relay_mail::{Language, say};
use relayscope::trace::{HostId, Kind, Record, Side, Trace};

use crate::cast::Cast;
use crate::pace::{Moment, moment};
use crate::passage::Passage;
use crate::sentence;
use crate::transcript::{Service, Tone, tone_of};
use crate::{clock, measure, number, plain};

pub use filter::{Choice, Filter, Sort, messages};

use filter::Sieve;

/// A shorter pause is no gap.
const GAP_MIN: SimDuration = SimDuration::from_secs(2);

/// A row, as a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    /// Time passes behind the first of these records, before the row of the second. It is over with the third, which
    /// may come a little sooner.
    Gap(u32, u32, u32),
    /// A session begins with this record.
    Session(u32),
    /// Something is said.
    Line(u32),
    /// Something happens at a host.
    Note(u32),
}

impl Mark {
    fn record(self) -> usize {
        match self {
            Self::Gap(_, _, at) | Self::Session(at) | Self::Line(at) | Self::Note(at) => {
                at as usize
            }
        }
    }
}

/// All rows of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ladder {
    marks: Vec<Mark>,
}

/// A row that is seen. Equal rows look alike, so that a list can be keyed by them.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Row {
    /// The record that it shows.
    pub id: RecordId,
    /// When, to the millisecond. A gap is no moment.
    pub at: Option<String>,
    /// Its day, where that is another than the day of what is above it.
    pub day: Option<String>,
    /// What.
    pub kind: RowKind,
}

/// What a row shows.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum RowKind {
    /// Nothing happens for a while.
    Gap {
        /// For how long.
        span: String,
        /// What ends it.
        until: String,
    },
    /// A session.
    Session {
        /// Which one.
        conn: ConnNo,
        /// Who dialled.
        client: HostId,
        /// Who was dialled.
        server: HostId,
        /// What for.
        service: Service,
        /// How it went: the worst that was said in it.
        tone: Tone,
    },
    /// A line, a reply or a block of content.
    Arrow {
        /// From whom.
        from: HostId,
        /// To whom.
        to: HostId,
        /// What is said, in one line.
        text: String,
        /// How it is meant.
        tone: Tone,
        /// Whether it arrives, as the whole run knows it.
        passage: Passage,
    },
    /// Something happens at a host.
    Note {
        /// Where; nowhere for what happens to the world.
        host: HostId,
        /// What.
        text: String,
        /// What kind of moment it is.
        moment: Option<Moment>,
    },
}

impl Ladder {
    /// The rows of `trace` that `filter` lets through.
    pub fn new(trace: &Trace, filter: &Filter) -> Self {
        let mut sieve = Sieve::new(trace, filter);
        let mut marks = Vec::new();
        let mut before = 0;
        for (at, record) in trace.records().iter().enumerate() {
            let number = u32::try_from(at).expect("a run has fewer records");
            let is_wanted = sieve.lets_through(RecordId::from_index(at));
            let mark = match (filter.sort, record.kind.conn().filter(|_| is_said(record))) {
                (Some(sort), _) if !sort.has(trace, record) => continue,
                // Who asks for lines sees those of all sessions.
                (None, Some(conn)) if !filter.unfolded.contains(&conn) => {
                    before = number;
                    continue;
                }
                (_, Some(_)) => Mark::Line(number),
                _ if matches!(record.kind, Kind::Dialed { .. }) => Mark::Session(number),
                (Some(_), _) => Mark::Note(number),
                _ if moment(trace, record).is_some() => Mark::Note(number),
                _ => continue,
            };
            if !is_wanted {
                continue;
            }
            if record.at.since(trace.records()[before as usize].at) >= GAP_MIN {
                marks.push(Mark::Gap(before, number, over(trace, before, number)));
            }
            before = number;
            marks.push(mark);
        }
        Self { marks }
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.marks.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.marks.is_empty()
    }

    /// How many rows have happened after `records` records.
    pub fn happened(&self, records: usize) -> usize {
        self.marks.partition_point(|mark| mark.record() < records)
    }

    /// The place of the session to which the line at a place belongs, if it has a row.
    pub fn session_of(&self, trace: &Trace, place: usize) -> Option<usize> {
        let conn = |mark: &Mark| trace.records()[mark.record()].kind.conn();
        let line = self.marks.get(place).filter(|mark| matches!(mark, Mark::Line(_)))?;
        let is_its = |mark: &Mark| matches!(mark, Mark::Session(_)) && conn(mark) == conn(line);
        self.marks[..place].iter().rposition(is_its)
    }

    /// The row at a place, if there is one.
    pub fn row(&self, cast: &Cast, trace: &Trace, place: usize) -> Option<Row> {
        let mark = *self.marks.get(place)?;
        let at = mark.record();
        let id = RecordId::from_index(at);
        let record = trace.record(id);
        let kind = match mark {
            Mark::Gap(before, next, _) => {
                let [since, until] = [before, next].map(|at| trace.records()[at as usize].at);
                let ends = RecordId::from_index(longest_silence(trace, before, next) as usize);
                RowKind::Gap {
                    span: clock::span(cast.language, until.since(since)),
                    until: sentence::ahead(cast, trace, ends, since),
                }
            }
            Mark::Session(_) => session(trace, record.kind.conn()?, at),
            Mark::Line(_) => arrow(cast.language, trace, id)?,
            Mark::Note(_) => RowKind::Note {
                host: record.host,
                text: sentence::in_row(cast, trace, id),
                moment: moment(trace, record),
            },
        };
        let is_gap = matches!(mark, Mark::Gap(..));
        let at = (!is_gap).then(|| clock::precise(cast.clock(), record.at));
        Some(Row { id, at, day: self.new_day(cast, trace, place), kind })
    }

    /// The day of the row at a place, where that is another than the day of the row above it; of the
    /// first one, than the day on which the run begins. A gap has a day no more than a time.
    fn new_day(&self, cast: &Cast, trace: &Trace, place: usize) -> Option<String> {
        let when = |mark: &Mark| match mark {
            Mark::Gap(..) => None,
            mark => Some(trace.records()[mark.record()].at),
        };
        let at = when(self.marks.get(place)?)?;
        let above = self.marks[..place].iter().rev().find_map(when);
        clock::other_day(cast.clock(), at, above.unwrap_or(SimTime::START))
    }
}

/// The record with which the gap before a row is over: the one behind the longest silence, with which an attempt
/// begins or a name is looked up before there is something to show; the row's own where that is much later.
fn over(trace: &Trace, before: u32, next: u32) -> u32 {
    let end = longest_silence(trace, before, next);
    let [at, shown] = [end, next].map(|at| trace.records()[at as usize].at);
    if shown.since(at) < GAP_MIN { end } else { next }
}

/// The record behind the longest silence between two others. Before it a connection may still be closed, which no row
/// shows.
fn longest_silence(trace: &Trace, before: u32, next: u32) -> u32 {
    let silence = |end: &u32| {
        let end = *end as usize;
        trace.records()[end].at.since(trace.records()[end - 1].at)
    };
    // Of silences that are as long as others, the last.
    (before + 1..=next).max_by_key(silence).unwrap_or(next)
}

/// Whether a record is something that goes over a connection.
fn is_said(record: &Record) -> bool {
    matches!(record.kind, Kind::Line { .. } | Kind::Data { .. } | Kind::Block { .. })
}

fn session(trace: &Trace, no: ConnNo, from: usize) -> RowKind {
    let conn = trace.conn(no);
    let mut tone = Tone::Plain;
    for record in &trace.records()[from..] {
        match &record.kind {
            Kind::Line { conn, from: Side::Server, start, len, .. } if *conn == no => {
                tone = worse(tone, tone_of(trace.octets(*start, *len)));
            }
            Kind::DialFailed { conn, .. } | Kind::Reset { conn, .. } if *conn == no => {
                tone = Tone::No;
                break;
            }
            Kind::Closed { conn, .. } if *conn == no => break,
            _ => {}
        }
    }
    RowKind::Session {
        conn: no,
        client: conn.client,
        server: conn.server,
        service: Service::of(conn.port),
        tone,
    }
}

fn worse(a: Tone, b: Tone) -> Tone {
    let rank = |tone| match tone {
        Tone::Plain => 0,
        Tone::Yes => 1,
        Tone::NotNow => 2,
        Tone::No => 3,
    };
    if rank(b) > rank(a) { b } else { a }
}

fn arrow(language: Language, trace: &Trace, id: RecordId) -> Option<RowKind> {
    let record = trace.record(id);
    let conn = trace.conn(record.kind.conn()?);
    let ends = |side| match side {
        Side::Client => (conn.client, conn.server),
        Side::Server => (conn.server, conn.client),
    };
    let ((from, to), text, tone) = match &record.kind {
        Kind::Line { from, start, len, .. } => {
            let octets = trace.octets(*start, *len);
            let tone = if *from == Side::Server { tone_of(octets) } else { Tone::Plain };
            let mut lines = octets.split_inclusive(|&octet| octet == b'\n').map(plain::line);
            let first = lines.next().unwrap_or_default();
            let more = lines.count();
            let text = if more == 0 { first } else { format!("{first}  (+{more})") };
            (ends(*from), text, tone)
        }
        Kind::Data { .. } => (ends(Side::Client), octets(language, trace, id), Tone::Plain),
        Kind::Block { from, .. } => (ends(*from), octets(language, trace, id), Tone::Plain),
        _ => return None,
    };
    let passage = Passage::of(trace, id, trace.records().len());
    Some(RowKind::Arrow { from, to, text, tone, passage })
}

fn octets(language: Language, trace: &Trace, id: RecordId) -> String {
    let count = measure::octets(trace, id);
    let len = number::grouped(count);
    if count == 1 {
        say!(language, "… 1 octet of the message …", "… 1 Oktett der Nachricht …")
    } else {
        say!(language, "… {len} octets of the message …", "… {len} Oktette der Nachricht …")
    }
}
