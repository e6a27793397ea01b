//! The server's side of the dialogue: cuts the stream into responses and tells which command each
//! one answers.

use std::collections::VecDeque;

use relay_mail::dot::Unstuffer;
use relay_mail::limit;
use relay_mail::line::{Line, LineReader};

use crate::reply::{Status, StatusLine};
use crate::violation::Violation;

/// A response line that is still read from a server that writes longer ones than it may.
const LINE_READ_MAX: usize = 4 * limit::POP3_RESPONSE_LINE;

/// What was sent and is not yet answered. Responses come in the order of commands (RFC 2449 §6.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sent {
    /// Nothing: the greeting comes by itself.
    Connection,
    Capa,
    Utf8,
    User,
    Pass,
    Apop,
    Auth,
    Stat,
    Uidl,
    List,
    Top(u32),
    Retr(u32),
    Dele(u32),
    Quit,
}

/// What follows the first line of a positive response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Follows {
    Nothing,
    Lines,
    Octets,
}

impl Sent {
    const fn follows(self) -> Follows {
        match self {
            Self::Capa | Self::Uidl | Self::List => Follows::Lines,
            Self::Top(_) | Self::Retr(_) => Follows::Octets,
            _ => Follows::Nothing,
        }
    }
}

/// A piece of what the server says.
#[derive(Debug)]
pub(super) enum Heard<'a> {
    /// A response's first line; when it is positive and more follows, `Line`s and `End` come.
    Status { to: Sent, line: StatusLine<'a> },
    /// A line of a listing, stuffing taken out.
    Line { to: Sent, line: &'a [u8] },
    /// The end of a multi-line response; of how many octets it was, if it was a message.
    End { to: Sent, octets: usize },
}

/// One piece, and what was wrong with it.
#[derive(Debug)]
pub(super) struct Piece<'a> {
    /// Nothing when the piece cannot be understood, and the stream with it.
    pub(super) heard: Option<Heard<'a>>,
    pub(super) violation: Option<Violation>,
}

#[derive(Clone, Debug)]
enum Reading {
    Status,
    /// So many lines were read.
    Lines(usize),
    Octets(Unstuffer),
}

/// The stream from the server.
#[derive(Clone, Debug)]
pub(super) struct Wire {
    reader: LineReader,
    expected: VecDeque<Sent>,
    reading: Reading,
}

impl Wire {
    pub(super) fn new() -> Self {
        let expected = VecDeque::from([Sent::Connection]);
        Self { reader: LineReader::new(), expected, reading: Reading::Status }
    }

    pub(super) fn push(&mut self, bytes: &[u8]) {
        self.reader.push(bytes);
    }

    pub(super) fn expect(&mut self, sent: Sent) {
        self.expected.push_back(sent);
    }

    /// Commands that are not yet answered.
    pub(super) fn outstanding(&self) -> usize {
        self.expected.len()
    }

    /// The session is over: nothing more is read.
    pub(super) fn end(&mut self) {
        self.reader.clear();
        self.expected.clear();
    }

    /// The next piece that has arrived. A message's octets go to `body`, at most `body_max`.
    pub(super) fn next<'a>(&'a mut self, body: &mut Vec<u8>, body_max: usize) -> Option<Piece<'a>> {
        let to = *self.expected.front()?;
        match &mut self.reading {
            Reading::Octets(unstuffer) => {
                let progress = unstuffer.push(self.reader.pending(), body_max, body);
                let octets = unstuffer.size();
                self.reader.consume(progress.consumed);
                if !progress.ended {
                    return None;
                }
                self.finish();
                Some(Piece { heard: Some(Heard::End { to, octets }), violation: None })
            }
            Reading::Lines(count) => {
                *count += 1;
                if *count > limit::POP3_MESSAGES {
                    let violation = Some(Violation::ListingTooLong);
                    return Some(Piece { heard: None, violation });
                }
                self.listing_line(to)
            }
            Reading::Status => self.status(to, body),
        }
    }

    fn finish(&mut self) {
        self.expected.pop_front();
        self.reading = Reading::Status;
    }

    fn listing_line(&mut self, to: Sent) -> Option<Piece<'_>> {
        let Self { reader, expected, reading } = self;
        let line = match reader.next_line(LINE_READ_MAX) {
            None => {
                // It was not there yet, so it does not count.
                if let Reading::Lines(count) = reading {
                    *count -= 1;
                }
                return None;
            }
            Some(Line::Whole(line)) => line,
            // An empty line means nothing in any listing.
            Some(Line::TooLong) => {
                let heard = Some(Heard::Line { to, line: b"" });
                return Some(Piece { heard, violation: Some(Violation::ResponseTooLong) });
            }
        };
        if line == b"." {
            expected.pop_front();
            *reading = Reading::Status;
            return Some(Piece { heard: Some(Heard::End { to, octets: 0 }), violation: None });
        }
        let violation = too_long(line);
        let line = line.strip_prefix(b".").unwrap_or(line);
        Some(Piece { heard: Some(Heard::Line { to, line }), violation })
    }

    fn status(&mut self, to: Sent, body: &mut Vec<u8>) -> Option<Piece<'_>> {
        let Self { reader, expected, reading } = self;
        let line = match reader.next_line(LINE_READ_MAX)? {
            Line::Whole(line) => line,
            Line::TooLong => {
                return Some(Piece { heard: None, violation: Some(Violation::ResponseTooLong) });
            }
        };
        let read = StatusLine::read(line)
            .filter(|read| read.status != Status::Challenge || to == Sent::Auth);
        let Some(read) = read else {
            return Some(Piece { heard: None, violation: Some(Violation::NoStatus) });
        };
        match (read.status, to.follows()) {
            (Status::Positive, Follows::Lines) => *reading = Reading::Lines(0),
            (Status::Positive, Follows::Octets) => {
                body.clear();
                *reading = Reading::Octets(Unstuffer::new());
            }
            _ => {
                expected.pop_front();
            }
        }
        let violation = if read.upper_case { too_long(line) } else { Some(Violation::StatusCase) };
        Some(Piece { heard: Some(Heard::Status { to, line: read }), violation })
    }
}

fn too_long(line: &[u8]) -> Option<Violation> {
    let fits = line.len() + relay_mail::line::CRLF.len() <= limit::POP3_RESPONSE_LINE;
    (!fits).then_some(Violation::ResponseTooLong)
}
