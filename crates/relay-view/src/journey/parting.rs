//! Where two runs of one world part.

use relay_kernel::{ConnNo, RecordId, SimTime};
use relayscope::command::Command;
use relayscope::scenario::Scenario;
use relayscope::trace::{Kind, Side, Trace, Transit, Writer};

use crate::cast::Cast;
use crate::sentence::sentence;
use crate::{clock, plain};

/// A run that is compared with another one.
#[derive(Clone, Copy, Debug)]
pub struct Course<'a> {
    /// What is known of it.
    pub trace: &'a Trace,
    /// Whether that is all of it.
    pub is_whole: bool,
}

/// The first records that two runs do not share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parting {
    /// What comes next in the first run.
    pub first: Next,
    /// What comes next in the second.
    pub second: Next,
}

/// What comes next in one of two runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// Something does.
    Record {
        /// Its record.
        id: RecordId,
        /// When it is, on the clock that all hosts share.
        at: String,
        /// What it is, in a sentence.
        text: String,
        /// What is said, where it is a line of a session, the first of several: the sentences of two
        /// lines may be one.
        line: Option<String>,
    },
    /// Nothing more happens.
    Nothing,
    /// It is not known.
    Unknown,
}

/// Where two runs of `scenario` part; `None` where all that is known of both is the same.
pub fn parting(
    cast: &Cast,
    scenario: &Scenario,
    first: Course<'_>,
    second: Course<'_>,
) -> Option<Parting> {
    let both = [first, second].map(|it| Told { trace: it.trace, scenario });
    let known = both.map(|it| it.trace.records().len());
    let shared = (0..known[0].min(known[1]))
        .find(|at| !both[0].is_same(&both[1], RecordId::from_index(*at)));
    let shared = shared.unwrap_or(known[0].min(known[1]));
    if known == [shared; 2] {
        return None;
    }
    let [first, second] = [first, second].map(|it| next(cast, it, shared));
    Some(Parting { first, second })
}

fn next(cast: &Cast, Course { trace, is_whole }: Course<'_>, shared: usize) -> Next {
    let Some(record) = trace.records().get(shared) else {
        return if is_whole { Next::Nothing } else { Next::Unknown };
    };
    let line = match record.kind {
        Kind::Line { start, len, .. } => plain::lines(trace.octets(start, len), 1).0.pop(),
        _ => None,
    };
    let id = RecordId::from_index(shared);
    let at = clock::dated(cast.clock(), record.at, SimTime::START);
    Next::Record { id, at, text: sentence(cast, trace, id).text, line }
}

/// A run, to be compared record by record.
#[derive(Clone, Copy)]
struct Told<'a> {
    trace: &'a Trace,
    scenario: &'a Scenario,
}

/// What left for the other end of a connection.
#[derive(PartialEq)]
struct Said<'a> {
    conn: ConnNo,
    from: Side,
    transit: Transit,
    octets: &'a [u8],
}

impl<'a> Told<'a> {
    /// Whether a record tells the same in both runs. Names, texts and octets may have other numbers and
    /// places: those of a run that somebody has left stay known.
    fn is_same(&self, other: &Self, id: RecordId) -> bool {
        let (one, two) = (self.trace.record(id), other.trace.record(id));
        if (one.at, one.host, one.cause) != (two.at, two.host, two.cause) {
            return false;
        }
        match (self.command(&one.kind), other.command(&two.kind)) {
            (None, None) => {}
            (one, two) => return one == two,
        }
        match (self.said(&one.kind), other.said(&two.kind)) {
            (None, None) => one.kind == two.kind || self.what(id) == other.what(id),
            (one, two) => one == two,
        }
    }

    fn command(&self, kind: &Kind) -> Option<&'a Command> {
        match *kind {
            Kind::Command(id) => Some(self.trace.command(id)),
            _ => None,
        }
    }

    fn said(&self, kind: &Kind) -> Option<Said<'a>> {
        match *kind {
            Kind::Line { conn, from, transit, start, len }
            | Kind::Block { conn, from, transit, start, len } => {
                Some(Said { conn, from, transit, octets: self.trace.octets(start, len) })
            }
            _ => None,
        }
    }

    fn what(&self, id: RecordId) -> String {
        Writer::new(self.trace, self.scenario).what(self.trace.record(id))
    }
}
