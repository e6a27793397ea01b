//! The session under way, line by line.

mod in_sight;
mod top;

use relay_host::{ContentId, Fact};
use relay_kernel::{ConnNo, RecordId, SimDuration, SimTime};
use relay_mail::line::CRLF;
use relay_mail::status::Severity;
use relay_mail::{Language, ReplyCode, say};
use relayscope::trace::{Asked, Kind, Record, Side, Trace};

use crate::cast::Cast;
use crate::holdings::Holdings;
use crate::passage::Passage;
use crate::{clock, measure, number, plain};

pub use in_sight::InSight;
pub(crate) use top::{Tops, head_and_lines};

/// What is under way for this long or longer is told to arrive late.
const LATE: SimDuration = SimDuration::from_secs(1);

/// Lines of a folded text that are shown at most.
pub const FOLDED_LINES_MAX: usize = 400;

/// One session as far as it has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transcript {
    /// Its connection.
    pub conn: ConnNo,
    /// Who dialled.
    pub client: String,
    /// Who was dialled.
    pub server: String,
    /// What it is for.
    pub service: Service,
    /// The port that was dialled.
    pub port: u16,
    /// How it stands.
    pub state: State,
    /// The day on which it began, as soon as there is more than one that it may have been.
    pub day: Option<String>,
    /// What was said and found, in order.
    pub rows: Vec<Row>,
}

/// What a session is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Service {
    /// From server to server.
    Smtp,
    /// From a mail client to its server.
    Submission,
    /// A mail client collects.
    Pop3,
}

/// How a session stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Asked for, and not there yet.
    Dialling,
    /// Both ends can speak.
    Open,
    /// One end has closed it, and the other has not yet.
    Closing,
    /// Ended in good order.
    Closed,
    /// Never came about.
    Failed,
    /// Broke.
    Broken,
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The record that it shows; of a folded text, its last.
    pub id: RecordId,
    /// When, to the second.
    pub at: String,
    /// Thousandths of the second, behind their decimal sign.
    pub millis: String,
    /// Its day, where that is another than the day of the row above it.
    pub day: Option<String>,
    /// Who.
    pub who: Who,
    /// Of a reply, what it answers: the first four letters of the command in upper case; blank for
    /// the greeting, a dot for a message.
    pub answers: Option<[u8; 4]>,
    /// What was said, line by line; empty for a folded text.
    pub lines: Vec<String>,
    /// The text of a message, folded away.
    pub folded: Option<Folded>,
    /// How it is meant.
    pub tone: Tone,
    /// Whether it gets through.
    pub passage: Passage,
    /// When it arrives, where that is much later.
    pub arrives: Option<String>,
    /// Whether it is what happens now.
    pub current: bool,
}

/// Who a row is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// The client speaks.
    Client,
    /// The server speaks.
    Server,
    /// Nobody speaks: something happened.
    Note,
}

/// How a row is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tone {
    /// A command, or nothing special.
    Plain,
    /// Yes: 2yz, 3yz, `+OK`.
    Yes,
    /// Not now: 4yz.
    NotNow,
    /// No: 5yz, `-ERR`, a broken connection.
    No,
}

/// A text that is shown only when somebody asks for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folded {
    /// Octets so far.
    pub octets: u64,
    /// Where TOP asked for it: how many lines of the text it is behind the header, at most
    /// (RFC 1939 §7).
    pub top: Option<u64>,
    source: Source,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Source {
    Content(ContentId),
    Octets(Vec<(u32, u32)>),
}

impl Folded {
    /// What it is, and how long so far.
    pub fn label(&self, language: Language) -> String {
        let what = match self.top {
            Some(lines) => head_and_lines(language, lines),
            None => say!(language, "the message", "die Nachricht"),
        };
        let count = number::grouped(self.octets);
        if self.octets == 1 {
            return say!(language, "{what}, 1 octet", "{what}, 1 Oktett");
        }
        say!(language, "{what}, {count} octets", "{what}, {count} Oktette")
    }

    /// Its lines, at most [`FOLDED_LINES_MAX`], and how many there are more.
    pub fn text(&self, trace: &Trace) -> (Vec<String>, usize) {
        let octets = match &self.source {
            Source::Content(id) => trace.content(*id).to_vec(),
            Source::Octets(parts) => {
                parts.iter().flat_map(|(start, len)| trace.octets(*start, *len)).copied().collect()
            }
        };
        plain::lines(&octets, FOLDED_LINES_MAX)
    }

    /// Whether a line of it begins with a dot, so that it is sent with a second one (RFC 5321
    /// §4.5.2).
    pub fn has_line_dots(&self, trace: &Trace) -> bool {
        // As a content is kept it has one dot there, and on the wire two.
        let holds = |octets: &[u8], dots: &[u8]| {
            let behind = [CRLF, dots].concat();
            octets.starts_with(dots) || octets.windows(behind.len()).any(|it| *it == *behind)
        };
        match &self.source {
            Source::Content(id) => holds(&trace.content(*id).to_vec(), b"."),
            Source::Octets(parts) => {
                parts.iter().any(|(start, len)| holds(trace.octets(*start, *len), b".."))
            }
        }
    }
}

/// The connection that the last of the first `records` records is about, or the one before it.
fn conn_under_way(trace: &Trace, records: usize) -> Option<ConnNo> {
    trace.records()[..records].iter().rev().find_map(|record| record.kind.conn())
}

impl Service {
    /// By port.
    pub fn of(port: u16) -> Self {
        match port {
            110 => Self::Pop3,
            587 => Self::Submission,
            _ => Self::Smtp,
        }
    }
}

impl Transcript {
    /// The session under way after `records` records; none before the first one.
    pub fn new(cast: &Cast, trace: &Trace, holdings: &Holdings, records: usize) -> Option<Self> {
        let no = conn_under_way(trace, records)?;
        Some(Self::of(cast, trace, holdings, records, no))
    }

    /// The session of a connection after `records` records.
    pub fn of(cast: &Cast, trace: &Trace, holdings: &Holdings, records: usize, no: ConnNo) -> Self {
        let conn = trace.conn(no);
        let now = records.checked_sub(1).map(RecordId::from_index);
        let mut rows: Vec<Row> = Vec::new();
        let mut state = State::Dialling;
        let mut closed_by = None;
        let mut asked = Asked::new(trace, no);
        let mut tops = Tops::default();
        for (at, record) in trace.records()[..records].iter().enumerate() {
            if record.kind.conn() != Some(no) {
                continue;
            }
            match record.kind {
                Kind::Connected { .. } => state = State::Open,
                Kind::Closed { by, .. } if closed_by.is_none_or(|it| it == by) => {
                    (state, closed_by) = (State::Closing, Some(by));
                }
                Kind::Closed { .. } => state = State::Closed,
                Kind::DialFailed { .. } => state = State::Failed,
                Kind::Reset { .. } => state = State::Broken,
                _ => {}
            }
            let id = RecordId::from_index(at);
            let answers = asked.hear(trace, &record.kind);
            tops.hear(trace, record, answers);
            push(cast, trace, (id, records), (answers, tops.read_out()), &mut rows);
        }
        if state == State::Open && holdings.conn(no).is_none_or(|open| open.is_torn) {
            state = State::Broken;
        }
        let first = rows.first().map(|row| row.id);
        if let Some(last) = rows.last_mut() {
            last.current = now == Some(last.id);
        }
        let server = match cast.host(conn.server) {
            Some(host) => host.name.clone(),
            None => conn.addr.to_string(),
        };
        Self {
            conn: no,
            client: cast.name(conn.client).to_owned(),
            server,
            service: Service::of(conn.port),
            port: conn.port,
            state,
            day: first.zip(now).and_then(|(first, now)| {
                let at = |id| trace.record(id).at;
                day(cast, at(first), at(now))
            }),
            rows,
        }
    }
}

impl Row {
    /// When, to the millisecond.
    pub fn precise(&self) -> String {
        format!("{}{}", self.at, self.millis)
    }
}

/// The day of a session that began at `first`: none while all there is happened on one day.
fn day(cast: &Cast, first: SimTime, now: SimTime) -> Option<String> {
    let other_than = |today| clock::other_day(cast.clock(), first, today);
    other_than(SimTime::START).or_else(|| other_than(now))
}

/// Adds what a record shows to the rows of its session, as the first `records` records know it:
/// what it `answers`, and how many lines TOP asked for where its answer is under way.
fn push(
    cast: &Cast,
    trace: &Trace,
    (id, records): (RecordId, usize),
    (answers, top): (Option<[u8; 4]>, Option<u64>),
    rows: &mut Vec<Row>,
) {
    let record = trace.record(id);
    let clock::Reading { time, millis, .. } = clock::reading(cast.clock(), record.at);
    let above = rows.last().map(|row| trace.record(row.id).at);
    let row = Row {
        id,
        at: time,
        millis,
        day: above.and_then(|above| clock::other_day(cast.clock(), record.at, above)),
        who: Who::Note,
        answers,
        lines: Vec::new(),
        folded: None,
        tone: Tone::Plain,
        passage: Passage::of(trace, id, records),
        arrives: arrives(cast, record),
        current: false,
    };
    match &record.kind {
        Kind::Line { from, start, len, .. } => {
            let octets = trace.octets(*start, *len);
            let lines: Vec<String> =
                octets.split_inclusive(|&octet| octet == b'\n').map(plain::line).collect();
            let tone = match from {
                Side::Client => Tone::Plain,
                Side::Server => tone_of(octets),
            };
            rows.push(Row { who: who(*from), lines, tone, ..row });
        }
        Kind::Data { content, .. } => {
            let octets = measure::octets(trace, id);
            let folded = Folded { octets, top: None, source: Source::Content(*content) };
            fold(rows, Row { who: Who::Client, ..row }, folded);
        }
        Kind::Block { from, start, len, .. } => {
            let source = Source::Octets(vec![(*start, *len)]);
            let top = top.filter(|_| *from == Side::Server);
            let folded = Folded { octets: measure::octets(trace, id), top, source };
            fold(rows, Row { who: who(*from), ..row }, folded);
        }
        // What a line of the session says anyway.
        Kind::Host(Fact::Sending { .. } | Fact::Retrieved { .. } | Fact::Relayed { .. }) => {}
        kind => {
            let bad = matches!(
                kind,
                Kind::DialFailed { .. }
                    | Kind::Reset { .. }
                    | Kind::Host(Fact::Violation { .. } | Fact::TimedOut { .. })
            );
            let tone = if bad { Tone::No } else { Tone::Plain };
            let text = crate::sentence::note(cast, trace, id);
            rows.push(Row { lines: vec![text], tone, ..row });
        }
    }
}

/// When the octets of a record arrive, if they are under way for long.
fn arrives(cast: &Cast, record: &Record) -> Option<String> {
    let (Kind::Line { transit, .. } | Kind::Block { transit, .. } | Kind::Data { transit, .. }) =
        record.kind
    else {
        return None;
    };
    let takes = SimDuration::from_micros(u64::from(transit.known()?));
    (takes >= LATE).then(|| clock::dated(cast.clock(), record.at + takes, record.at))
}

/// Adds a block to the folded text before it, or begins one.
fn fold(rows: &mut Vec<Row>, row: Row, folded: Folded) {
    if let Some(last) = rows.last_mut()
        && last.who == row.who
        && let Some(before) = &mut last.folded
    {
        before.octets += folded.octets;
        if let (Source::Octets(all), Source::Octets(more)) = (&mut before.source, folded.source) {
            all.extend(more);
        }
        (last.id, last.passage) = (row.id, last.passage.max(row.passage));
        last.arrives = row.arrives;
        return;
    }
    rows.push(Row { folded: Some(folded), ..row });
}

fn who(side: Side) -> Who {
    match side {
        Side::Client => Who::Client,
        Side::Server => Who::Server,
    }
}

/// A line in pieces, each with whether it is a word in which a browser may begin a new line though it
/// fits into one: behind a hyphen, as in `250-SIZE`, which then looks like two replies.
pub fn pieces(line: &str) -> Vec<(&str, bool)> {
    let is_sign = |it: char| !it.is_ascii_alphanumeric() && it != '.';
    let mut pieces = Vec::new();
    let (mut free, mut start) = (0, 0);
    for word in line.split(' ') {
        let end = start + word.len();
        if word.contains(is_sign) {
            pieces.extend((free < start).then(|| (&line[free..start], false)));
            pieces.push((word, true));
            free = end;
        }
        start = end + 1;
    }
    pieces.extend((free < line.len()).then(|| (&line[free..], false)));
    pieces
}

/// How a reply is meant, by its first digit or word.
pub fn tone_of(reply: &[u8]) -> Tone {
    if reply.starts_with(b"+OK") {
        return Tone::Yes;
    }
    if reply.starts_with(b"-ERR") {
        return Tone::No;
    }
    match code_of(reply).map(ReplyCode::severity) {
        Some(Severity::Completed | Severity::Intermediate) => Tone::Yes,
        Some(Severity::Transient) => Tone::NotNow,
        Some(Severity::Permanent) => Tone::No,
        None => Tone::Plain,
    }
}

/// The code of an SMTP reply.
pub fn code_of(reply: &[u8]) -> Option<ReplyCode> {
    let digits = core::str::from_utf8(reply.get(..3)?).ok()?;
    digits.bytes().all(|b| b.is_ascii_digit()).then(|| ReplyCode::new(digits.parse().ok()?))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replies_tell_their_tone() {
        assert_eq!(tone_of(b"250-mx.example.net"), Tone::Yes);
        assert_eq!(tone_of(b"451 4.7.1 later"), Tone::NotNow);
        assert_eq!(tone_of(b"-ERR no"), Tone::No);
        assert_eq!(tone_of(b"999 ?"), Tone::Plain);
        assert_eq!(tone_of("25é".as_bytes()), Tone::Plain);
    }

    #[test]
    fn words_with_signs_are_pieces() {
        assert_eq!(pieces("250-ENHANCEDSTATUSCODES"), [("250-ENHANCEDSTATUSCODES", true)]);
        assert_eq!(pieces("250 2.1.0 Sender OK"), [("250 2.1.0 Sender OK", false)]);
        let line = "MAIL  FROM:<ä@example.com> SIZE=1 ";
        let parts = pieces(line);
        assert_eq!(
            parts,
            [
                ("MAIL  ", false),
                ("FROM:<ä@example.com>", true),
                (" ", false),
                ("SIZE=1", true),
                (" ", false)
            ]
        );
        assert_eq!(parts.iter().map(|it| it.0).collect::<String>(), line);
        assert_eq!(pieces(""), []);
    }
}
