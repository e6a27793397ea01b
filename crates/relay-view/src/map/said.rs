//! What is said in the open sessions, to be written at their links.

use relay_kernel::{ConnNo, RecordId};
use relayscope::trace::{HostId, Kind, Side};

use super::Painter;
use crate::holdings::host_at;
use crate::layout::{Point, Size};
use crate::plain;
use crate::transcript::{Tone, tone_of};

/// Lines that are written at once: of more sessions, those that spoke last.
pub const SAID_MAX: usize = 5;

/// A line of an open session, to be written at its link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// In which session.
    pub conn: ConnNo,
    /// Where: the middle of the writing.
    pub at: Point,
    /// How wide the writing is with its frame.
    pub width: i32,
    /// Who says it.
    pub by: HostId,
    /// The line.
    pub text: String,
    /// How it is meant.
    pub tone: Tone,
    /// Whether it is being said now, and was not said before what happens now.
    pub is_now: bool,
}

/// Characters of a line that are written at a link: as many as there is room for.
const SAID_CHARS_MAX: [usize; 3] = [34, 24, 14];

/// The height of a line at a link with its frame; of one character its width, and of the frame.
pub const SAID_HEIGHT: i32 = 30;
const SAID_CHAR: i32 = 9;
const SAID_FRAME: i32 = 24;

impl Said {
    fn size(&self) -> Size {
        Size { width: self.width, height: SAID_HEIGHT }
    }
}

/// A line of an open session: which one, and the record of it.
type Line = (ConnNo, RecordId);

impl Painter<'_> {
    /// What was said last in each open session, the newest first.
    ///
    /// Only those who are still there are looked at: the holdings know the last record of each.
    pub(super) fn said(&self) -> Vec<Said> {
        let is_line = |id: RecordId| matches!(self.trace.record(id).kind, Kind::Line { .. });
        let open = self.holdings.conns();
        let open = open.filter_map(|(conn, open)| Some((conn, open.last?)));
        let mut lines: Vec<Line> = open.filter(|(_, id)| is_line(*id)).collect();
        lines.sort_unstable_by_key(|(_, id)| core::cmp::Reverse(id.index()));
        lines.truncate(SAID_MAX);
        let Some(newest) = lines.first().copied() else { return Vec::new() };
        // Each session keeps its place while others speak, unless the newest line has none then.
        let mut by_session = lines.clone();
        by_session.sort_unstable();
        let mut said = self.written(&by_session);
        if said.iter().all(|said| said.conn != newest.0) {
            said = self.written(&lines);
        }
        if said.iter().all(|said| said.conn != newest.0) {
            // It is written nevertheless, and alone.
            said = self.covering(newest).into_iter().collect();
        }
        let rank = |said: &Said| lines.iter().position(|(conn, _)| *conn == said.conn);
        said.sort_by_key(rank);
        said
    }

    /// Those of the lines for which there is room, in this order.
    fn written(&self, lines: &[Line]) -> Vec<Said> {
        let mut said: Vec<Said> = Vec::new();
        for line in lines {
            let taken: Vec<_> = said.iter().map(|said| (said.at, said.size())).collect();
            // Where there is no room for the line, there may be some for its beginning.
            let fitting = SAID_CHARS_MAX.into_iter().find_map(|chars_max| {
                self.line(*line, chars_max, |by, listener, size| {
                    self.layout.free_beside(by, listener, size, &taken)
                })
            });
            said.extend(fitting);
        }
        said
    }

    /// A line for which there is no room.
    fn covering(&self, line: Line) -> Option<Said> {
        self.line(line, SAID_CHARS_MAX[1], |by, to, size| self.layout.beside(by, to, size))
    }

    /// A line with at most so many characters, in the place that is found for it.
    fn line(
        &self,
        (conn, id): Line,
        chars_max: usize,
        place: impl FnOnce(HostId, HostId, Size) -> Option<Point>,
    ) -> Option<Said> {
        let Kind::Line { from, start, len, .. } = self.trace.record(id).kind else { return None };
        let octets = self.trace.octets(start, len);
        let first = octets.split_inclusive(|&octet| octet == b'\n').next().unwrap_or_default();
        let by = host_at(self.trace, conn, from);
        let ends = self.trace.conn(conn);
        let listener = if by == ends.client { ends.server } else { ends.client };
        let text = plain::short(&plain::line(first), chars_max);
        let chars = i32::try_from(text.chars().count()).unwrap_or(0);
        let width = chars * SAID_CHAR + SAID_FRAME;
        let at = place(by, listener, Size { width, height: SAID_HEIGHT })?;
        let tone = match from {
            Side::Client => Tone::Plain,
            Side::Server => tone_of(octets),
        };
        let is_now = id.index() + 1 == self.holdings.records();
        Some(Said { conn, at, width, by, text, tone, is_now })
    }
}
