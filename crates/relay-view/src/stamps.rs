//! The Received fields of a message as the way that it came: who took it from whom, and how long
//! that took, as the clocks of the hosts tell it.
//!
//! Each host puts its line on top (RFC 5321 §4.4), so they are read from below. Whatever stands
//! under the line of the first host that one trusts may be invented by the sender.

use mail_parser::{DateTime, MessageParser, Received};
use relay_kernel::{RecordId, SimDuration};
use relay_mail::language::{Words, words};
use relay_mail::{Content, Language, say};

use crate::cast::Cast;
use crate::journey::Journey;
use crate::{clock, plain};

/// One Received field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// The host that wrote it, as it says itself; empty where the field is no trace line.
    pub by: String,
    /// What it says, in a sentence.
    pub text: String,
    /// What the clocks say about the time since the line below, or since the field Date.
    pub delay: String,
    /// The same as a part of the longest delay, in thousandths; 0 where there is none.
    pub part: u32,
    /// Whether the clock of this host is behind that of the one before.
    pub backwards: bool,
    /// The record that says that the host took the message; `None` where no such host did.
    pub accepted: Option<RecordId>,
}

/// The Received fields of `content`, the oldest first. `journey` knows who really took it.
pub fn stamps(cast: &Cast, journey: &Journey, content: &Content) -> Vec<Stamp> {
    let head = content.head();
    let reader = MessageParser::new().with_date_headers().default_header_raw();
    let sent = reader.parse_headers(head).and_then(|message| message.date().copied());
    let fields: Vec<_> = relay_mail::header::fields(head)
        .filter(|(name, _)| name.eq_ignore_ascii_case(b"Received"))
        .map(|(_, value)| value)
        .collect();
    let mut before = sent.as_ref().filter(|at| at.is_valid()).map(DateTime::to_timestamp);
    let mut delays = Vec::new();
    let mut stamps: Vec<Stamp> = Vec::new();
    for value in fields.into_iter().rev() {
        let read = received(value);
        let at = read.as_ref().and_then(|it| it.date).filter(DateTime::is_valid);
        let at = at.map(|at| at.to_timestamp());
        let delay = at.zip(before).map(|(at, before)| at - before);
        before = at.or(before);
        delays.push(delay.unwrap_or(0).max(0));
        stamps.push(stamp(cast, journey, value, read.as_ref(), delay));
    }
    let longest = delays.iter().copied().max().unwrap_or(0).max(1);
    for (stamp, delay) in stamps.iter_mut().zip(delays) {
        stamp.part = u32::try_from(delay.saturating_mul(1000) / longest).unwrap_or(1000);
    }
    stamps
}

/// A field of its own, read by a library as programs read it.
fn received(value: &[u8]) -> Option<Received<'static>> {
    let field = [b"Received: ", value, relay_mail::line::CRLF, relay_mail::line::CRLF].concat();
    let message = MessageParser::new().header_received("Received").parse_headers(&field)?;
    message.received().cloned().map(Received::into_owned)
}

fn stamp(
    cast: &Cast,
    journey: &Journey,
    value: &[u8],
    read: Option<&Received<'_>>,
    delay: Option<i64>,
) -> Stamp {
    let shown = |text: &dyn core::fmt::Display| plain::line(text.to_string().as_bytes());
    let by = read.and_then(|it| it.by.as_ref()).map(|by| shown(by)).unwrap_or_default();
    let id = read.and_then(|it| it.id.as_ref()).map(|id| shown(id)).unwrap_or_default();
    let accepted = journey
        .copies
        .iter()
        .find(|copy| copy.queue_id == id && cast.name(copy.host).eq_ignore_ascii_case(&by));
    let text = match read.filter(|_| !by.is_empty()) {
        Some(read) => sentence(cast.language, read, &by, &id),
        None => plain::short(&plain::unfolded(value), 200),
    };
    Stamp {
        text,
        delay: told(cast.language, delay),
        part: 0,
        backwards: delay.is_some_and(|delay| delay < 0),
        accepted: accepted.map(|copy| copy.accepted),
        by,
    }
}

fn sentence(language: Language, read: &Received<'_>, by: &str, id: &str) -> String {
    let shown = |text: &dyn core::fmt::Display| plain::line(text.to_string().as_bytes());
    let mut text = say!(language, "{by} took it", "{by} hat sie angenommen");
    let mut add = |before: Words, what: &str| {
        text.push_str(before.in_(language));
        text.push_str(what);
    };
    if let Some(from) = read.from.as_ref().or(read.helo.as_ref()) {
        add(words(" from ", " von "), &shown(from));
    }
    if let Some(ip) = read.from_ip {
        add(words(" [", " ["), &format!("{ip}]"));
    }
    if let Some(with) = &read.with {
        add(words(" by ", " mit "), &shown(with));
    }
    if !id.is_empty() {
        add(words(" as ", " als "), id);
    }
    if let Some(whom) = &read.for_ {
        add(words(" for ", " für "), &shown(whom));
    }
    text.push('.');
    text
}

fn told(language: Language, delay: Option<i64>) -> String {
    let span = |secs: i64| clock::span(language, SimDuration::from_secs(secs.unsigned_abs()));
    match delay {
        None => say!(language, "no date to compare", "kein Datum zum Vergleichen"),
        Some(0) => say!(language, "in the same second", "in derselben Sekunde"),
        Some(secs @ 1..) => say!(language, "{} later", "{} später", span(secs)),
        Some(secs) => say!(
            language,
            "{} earlier: one of the two clocks is wrong",
            "{} früher: Eine der beiden Uhren geht falsch",
            span(secs)
        ),
    }
}
