//! A delivery status notification field by field (RFC 3464), each with the event that it tells of.

use mail_parser::{MessageParser, MimeHeaders as _, PartType};
use relay_host::dsn::typed_address;
use relay_host::{ContentId, Fact, MailId, Origin};
use relay_kernel::RecordId;
use relay_mail::header;
use relay_mail::language::{Words, words};
use relayscope::trace::{Kind, Side, Trace};

use crate::transcript::{Tone, tone_of};
use crate::{parts, plain};

/// Recipients of one report that are shown at most.
pub const RECIPIENTS_MAX: usize = 100;

/// A report taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// The fields about the message, and then those about each recipient.
    pub groups: Vec<Vec<Field>>,
}

/// A field of the status part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// Its value without folds.
    pub value: String,
    /// What it means; empty for a field of no known name.
    pub meaning: Words,
    /// The section that says so.
    pub section: &'static str,
    /// The record of what it tells of, where that happened in this world.
    pub because: Option<RecordId>,
}

/// The status part of a content; `None` when it has none. `mail` is the copy of which the content
/// is: it tells which message the report is about.
pub fn status(trace: &Trace, mail: MailId, content: ContentId) -> Option<Status> {
    let text = status_part(trace, content)?;
    let about = match trace.mail(mail).1.origin {
        Origin::Report { about, .. } => Some(about),
        _ => None,
    };
    // What happened before the report was written.
    let written = records(trace).find(|(_, kind)| is_accepted(kind, mail)).map(|(id, _)| id);
    let events = Events { trace, about, written };
    let mut groups = Vec::new();
    for group in groups_of(&text).take(RECIPIENTS_MAX + 1) {
        let recipient = events.recipient(group);
        let fields = header::fields(group).map(|(name, value)| {
            let name = plain::line(name);
            let value = plain::unfolded(value);
            let (meaning, section) = meaning(&name);
            let because = events.behind(&name, recipient);
            Field { name, value, meaning, section, because }
        });
        groups.push(fields.collect::<Vec<Field>>());
    }
    groups.retain(|group| !group.is_empty());
    Some(Status { groups })
}

/// The octets of the part `message/delivery-status`.
fn status_part(trace: &Trace, content: ContentId) -> Option<Vec<u8>> {
    let content = trace.content(content);
    if content.len() > parts::OCTETS_MAX {
        return None;
    }
    let octets = content.to_vec();
    let message =
        MessageParser::new().with_mime_headers().default_header_ignore().parse(&octets)?;
    let part = message.parts.iter().find(|part| {
        part.content_type().is_some_and(|kind| {
            let subtype = kind.c_subtype.as_deref().unwrap_or_default();
            kind.c_type.eq_ignore_ascii_case("message")
                && subtype.eq_ignore_ascii_case("delivery-status")
        })
    })?;
    match &part.body {
        PartType::Text(text) => Some(text.as_bytes().to_vec()),
        PartType::Binary(octets) | PartType::InlineBinary(octets) => Some(octets.to_vec()),
        _ => None,
    }
}

/// The groups of fields, which empty lines part.
fn groups_of(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = text;
    core::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let mut end = 0;
        for line in rest.split_inclusive(|&octet| octet == b'\n') {
            end += line.len();
            if line.trim_ascii().is_empty() {
                break;
            }
        }
        let (group, after) = rest.split_at(end);
        rest = after;
        Some(group)
    })
    .filter(|group| !group.trim_ascii().is_empty())
}

/// The host's facts and lines with their numbers.
fn records(trace: &Trace) -> impl DoubleEndedIterator<Item = (RecordId, &Kind)> {
    let all = trace.records().iter().enumerate();
    all.map(|(at, record)| (RecordId::from_index(at), &record.kind))
}

fn is_accepted(kind: &Kind, mail: MailId) -> bool {
    matches!(kind, Kind::Host(Fact::Accepted { mail: taken }) if *taken == mail)
}

/// Where the events behind fields are found.
struct Events<'a> {
    trace: &'a Trace,
    about: Option<MailId>,
    /// The record that says that the report was written.
    written: Option<RecordId>,
}

impl Events<'_> {
    /// The place of a group's recipient in the message that the report is about.
    fn recipient(&self, group: &[u8]) -> Option<u16> {
        let named = plain::unfolded(header::field(group, "Final-Recipient")?);
        let (_, record) = self.trace.mail(self.about?);
        let is_it = |path: &relay_mail::ForwardPath| {
            let address = path.to_string();
            typed_address(address.trim_matches(['<', '>'])).eq_ignore_ascii_case(&named)
        };
        let at = record.recipients.iter().position(is_it)?;
        u16::try_from(at).ok()
    }

    /// The record of what a field tells of.
    fn behind(&self, field: &str, recipient: Option<u16>) -> Option<RecordId> {
        let about = self.about?;
        let is = |name: &str| field.eq_ignore_ascii_case(name);
        if is("Reporting-MTA") {
            return self.written;
        }
        if is("Arrival-Date") || is("Original-Envelope-Id") || is("Original-Recipient") {
            return self.last(|fact| matches!(fact, Fact::Accepted { mail } if *mail == about));
        }
        if is("Last-Attempt-Date") {
            return self.last(|fact| matches!(fact, Fact::Attempt { mail, .. } if *mail == about));
        }
        let recipient = recipient?;
        let outcome = self.last(|fact| tells_of(fact, about, recipient))?;
        match () {
            () if is("Final-Recipient") || is("Action") || is("Will-Retry-Until") => Some(outcome),
            () if is("Status") || is("Diagnostic-Code") || is("Remote-MTA") => {
                Some(self.answer(outcome).unwrap_or(outcome))
            }
            () => None,
        }
    }

    /// The last fact before the report was written of which `such` is true.
    fn last(&self, such: impl Fn(&Fact) -> bool) -> Option<RecordId> {
        let written = self.written?;
        records(self.trace)
            .take(written.index())
            .filter(|(_, kind)| matches!(kind, Kind::Host(fact) if such(fact)))
            .last()
            .map(|(id, _)| id)
    }

    /// What another host said that led to an outcome.
    fn answer(&self, outcome: RecordId) -> Option<RecordId> {
        self.trace.causes(outcome).find(|&id| match self.trace.record(id).kind {
            Kind::Line { from: Side::Server, start, len, .. } => {
                matches!(tone_of(self.trace.octets(start, len)), Tone::No | Tone::NotNow)
            }
            _ => false,
        })
    }
}

/// Whether a fact says what became of a recipient of a message.
fn tells_of(fact: &Fact, about: MailId, place: u16) -> bool {
    match fact {
        Fact::Failed { mail, recipient, .. }
        | Fact::Deferred { mail, recipient, .. }
        | Fact::Relayed { mail, recipient, .. }
        | Fact::Delivered { mail, recipient, .. }
        | Fact::Distributed { mail, recipient, .. } => (*mail, *recipient) == (about, place),
        _ => false,
    }
}

/// The fields of RFC 3464, with what they mean.
const MEANINGS: [(&str, Words, &str); 14] = [
    (
        "Original-Envelope-Id",
        words(
            "The number that the sender gave the message with ENVID, to know this report by.",
            "Die Kennung, die der Absender der Nachricht mit ENVID gab, um diesen Bericht \
             zuzuordnen.",
        ),
        "RFC 3464 §2.2.1",
    ),
    (
        "Reporting-MTA",
        words("The host that writes the report.", "Der Host, der den Bericht schreibt."),
        "RFC 3464 §2.2.2",
    ),
    (
        "DSN-Gateway",
        words(
            "The gateway that translated the report.",
            "Das Gateway, das den Bericht übersetzt hat.",
        ),
        "RFC 3464 §2.2.3",
    ),
    (
        "Received-From-MTA",
        words("The host that the message came from.", "Der Host, von dem die Nachricht kam."),
        "RFC 3464 §2.2.4",
    ),
    (
        "Arrival-Date",
        words(
            "When the reporting host took the message.",
            "Wann der berichtende Host die Nachricht angenommen hat.",
        ),
        "RFC 3464 §2.2.5",
    ),
    (
        "Original-Recipient",
        words(
            "The address as the sender wrote it, given with ORCPT.",
            "Die Adresse, wie der Absender sie schrieb, angegeben mit ORCPT.",
        ),
        "RFC 3464 §2.3.1",
    ),
    (
        "Final-Recipient",
        words(
            "The address to which the reporting host tried to deliver.",
            "Die Adresse, an die der berichtende Host zustellen wollte.",
        ),
        "RFC 3464 §2.3.2",
    ),
    (
        "Action",
        words(
            "What became of it: failed, delayed, delivered, relayed or expanded.",
            "Was daraus wurde: gescheitert (failed), verzögert (delayed), zugestellt (delivered), \
             weitergegeben (relayed) oder verteilt (expanded).",
        ),
        "RFC 3464 §2.3.3",
    ),
    (
        "Status",
        words(
            "Why, in three numbers that programs read.",
            "Warum, in drei Zahlen, die Programme lesen.",
        ),
        "RFC 3464 §2.3.4, RFC 3463",
    ),
    (
        "Remote-MTA",
        words("The host that said no.", "Der Host, der abgelehnt hat."),
        "RFC 3464 §2.3.5",
    ),
    (
        "Diagnostic-Code",
        words("What it said, word for word.", "Was er gesagt hat, Wort für Wort."),
        "RFC 3464 §2.3.6",
    ),
    (
        "Last-Attempt-Date",
        words("When it was tried last.", "Wann es zuletzt versucht wurde."),
        "RFC 3464 §2.3.7",
    ),
    (
        "Final-Log-ID",
        words(
            "The number of the attempt in the host's log.",
            "Die Nummer des Versuchs im Protokoll des Hosts.",
        ),
        "RFC 3464 §2.3.8",
    ),
    (
        "Will-Retry-Until",
        words("How long the host goes on trying.", "Wie lange der Host es noch versucht."),
        "RFC 3464 §2.3.9",
    ),
];

/// What a field means, and the section that says so.
fn meaning(name: &str) -> (Words, &'static str) {
    let found = MEANINGS.iter().find(|(known, ..)| known.eq_ignore_ascii_case(name));
    found.map_or((words("", ""), ""), |(_, meaning, section)| (*meaning, *section))
}
