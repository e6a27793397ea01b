//! Delivery status notifications (RFC 3464, RFC 3461 §6): what they say, as values, and the message
//! that says it.

use std::borrow::Cow;

use encodify::qp;
use mail_builder::MessageBuilder;
use mail_builder::headers::HeaderType;
use mail_builder::headers::content_type::ContentType;
use mail_builder::headers::raw::Raw;
use mail_builder::mime::{BodyPart, MimePart};
use relay_mail::content::canonical_lines;
use relay_mail::line::CRLF;
use relay_mail::{Content, EnhancedCode};
use relay_smtp::params::Orcpt;

mod field;
mod read;

pub use field::typed_address;
pub(crate) use read::QSBMF_START;
pub use read::action_of;

/// What a report says of a recipient (RFC 3464 §2.3.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Action {
    /// Not delivered, and not tried any more.
    Failed,
    /// Not delivered yet; it is still tried.
    Delayed,
    /// Put into the maildrop.
    Delivered,
    /// Passed on to a host that does not tell of success (RFC 3461 §5.2.2).
    Relayed,
    /// Passed on to the several addresses that the recipient stands for (RFC 3461 §5.2.7.3).
    Expanded,
}

impl Action {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Failed, Self::Delayed, Self::Delivered, Self::Relayed, Self::Expanded];

    /// The keyword in the field Action.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Failed => "failed",
            Self::Delayed => "delayed",
            Self::Delivered => "delivered",
            Self::Relayed => "relayed",
            Self::Expanded => "expanded",
        }
    }

    /// The action of that keyword, in any case.
    pub fn parse(keyword: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| keyword.eq_ignore_ascii_case(action.name()))
    }
}

/// A report about one message. Every field of the status part stands for one of RFC 3464 §2.
#[derive(Clone, Debug)]
pub struct Dsn<'a> {
    /// What is said to people, lines ended by LF (RFC 3462 §2, first part).
    pub explanation: String,
    /// `Original-Envelope-Id`, exactly when MAIL had ENVID (RFC 3461 §6.3 a).
    pub envelope_id: Option<&'a str>,
    /// `Reporting-MTA`, of the type `dns` (RFC 3461 §6.3 b).
    pub reporting_mta: &'a str,
    /// `Arrival-Date`: when the reporting host took the message (RFC 3464 §2.2.5).
    pub arrival_date: String,
    /// One group of fields for each recipient (RFC 3464 §2.3), at least one.
    pub recipients: Vec<RecipientReport>,
    /// The message that the report is about.
    pub original: &'a Content,
    /// Whether the original is returned whole, if it is US-ASCII; otherwise its header section is
    /// (RFC 3461 §6.2). Nobody knows whether the way back takes 8 bits, and a `message/rfc822` cannot
    /// be encoded (RFC 2046 §5.2.1): RFC 3462 §2 has the header go back alone then.
    pub whole: bool,
}

/// What a report says of one recipient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecipientReport {
    /// `Original-Recipient`, exactly when RCPT had ORCPT (RFC 3461 §6.3 d).
    pub original: Option<Orcpt>,
    /// `Final-Recipient`: the address in the envelope (RFC 3461 §6.3 e).
    pub address: String,
    /// `Action` (RFC 3464 §2.3.3).
    pub action: Action,
    /// `Status` (RFC 3464 §2.3.4, RFC 3463).
    pub status: EnhancedCode,
    /// `Remote-MTA` and `Diagnostic-Code`, exactly when another host said something.
    pub remote: Option<Remote>,
    /// `Last-Attempt-Date` (RFC 3464 §2.3.7); `None` when nothing was tried.
    pub last_attempt: Option<String>,
    /// `Will-Retry-Until`, for [`Action::Delayed`] alone (RFC 3464 §2.3.9).
    pub will_retry_until: Option<String>,
}

/// What another host said (RFC 3464 §2.3.5 and §2.3.6, RFC 3461 §6.3 h and i).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remote {
    /// The name of the host that the diagnostic came from.
    pub mta: String,
    /// Its reply with its codes; lines of a longer one are parted by LF (RFC 3461 §9.2).
    pub reply: String,
}

/// The envelope and header fields of the message that carries a report.
#[derive(Clone, Copy, Debug)]
pub struct Letter<'a> {
    /// The reporting host's queue id for the report.
    pub id: &'a str,
    /// The name of the reporting host.
    pub host: &'a str,
    /// For whom it is: the return path of the original (RFC 3461 §6.1).
    pub to: &'a str,
    /// The field Subject.
    pub subject: &'a str,
    /// The field Date.
    pub date: &'a str,
}

/// Octets of a boundary, at most 70 (RFC 2046 §5.1.1), before it is made different from all lines
/// of the message.
const BOUNDARY_MAX: usize = 60;

impl Dsn<'_> {
    /// The whole report as a message of RFC 5322: multipart/report with the three parts of
    /// RFC 3462 §2. It is US-ASCII whatever the original is, as every host takes that (RFC 3462 §1);
    /// only the address of somebody outside US-ASCII stands in the field To as it is (RFC 6532).
    pub fn message(&self, letter: &Letter<'_>) -> Vec<u8> {
        let parts = vec![
            text_part("text/plain", &field::wrapped(&self.explanation)),
            text_part("message/delivery-status", &self.status()),
            self.returned(),
        ];
        let report = ContentType::new("multipart/report")
            .attribute("report-type", "delivery-status")
            .attribute("boundary", boundary(letter, &self.explanation, self.original));
        let mut octets = Vec::new();
        letter
            .builder()
            .body(MimePart::new(report, BodyPart::Multipart(parts)))
            .serialize(&mut octets);
        octets
    }

    /// The second part (RFC 3464 §2): fields of the message, then a group for each recipient.
    pub fn status(&self) -> String {
        let mut text = String::new();
        if let Some(id) = self.envelope_id {
            field::put(&mut text, "Original-Envelope-Id", id);
        }
        field::put(&mut text, "Reporting-MTA", &format!("dns; {}", self.reporting_mta));
        field::put(&mut text, "Arrival-Date", &self.arrival_date);
        for recipient in &self.recipients {
            text.push('\n');
            recipient.write(&mut text);
        }
        text
    }

    /// The third part: the original, or its header section.
    fn returned(&self) -> MimePart<'static> {
        if self.whole && self.original.is_ascii() {
            part("message/rfc822", self.original.to_vec())
        } else {
            // RFC 3462 §3: all lines before the blank one. The line end before the delimiter
            // belongs to the delimiter.
            let head = self.original.head();
            part("text/rfc822-headers", head.strip_suffix(CRLF).unwrap_or(head).to_vec())
        }
    }
}

impl RecipientReport {
    fn write(&self, text: &mut String) {
        if let Some(original) = &self.original {
            let value = format!("{}; {}", original.addr_type, original.address);
            field::put(text, "Original-Recipient", &value);
        }
        field::put(text, "Final-Recipient", &typed_address(&self.address));
        field::put(text, "Action", self.action.name());
        field::put(text, "Status", &self.status.to_string());
        if let Some(remote) = &self.remote {
            field::put(text, "Remote-MTA", &format!("dns; {}", remote.mta));
            field::put(text, "Diagnostic-Code", &format!("smtp; {}", remote.reply));
        }
        if let Some(date) = &self.last_attempt {
            field::put(text, "Last-Attempt-Date", date);
        }
        if let Some(date) = &self.will_retry_until {
            field::put(text, "Will-Retry-Until", date);
        }
    }
}

impl Letter<'_> {
    /// The fields of the report's own header, in which a program says that it is one (RFC 3834 §5).
    fn builder(&self) -> MessageBuilder<'static> {
        let Self { id, host, to, subject, date } = *self;
        MessageBuilder::new()
            .header("From", Raw::new(format!("Mail Delivery System <MAILER-DAEMON@{host}>")))
            .header("To", Raw::new(format!("<{to}>")))
            .header("Subject", Raw::new(subject.to_owned()))
            .header("Date", Raw::new(date.to_owned()))
            .header("Message-ID", Raw::new(format!("<{id}@{host}>")))
            .header("Auto-Submitted", Raw::new("auto-replied"))
            .header("MIME-Version", Raw::new("1.0"))
    }

    /// A report that is plain text (not of RFC 3464): the header, and `text` with line ends LF,
    /// followed by `original`; all of it quoted-printable where it is not US-ASCII.
    pub fn plain(&self, text: &str, original: &[u8]) -> Vec<u8> {
        let mut body = canonical_lines(field::wrapped(text).as_bytes());
        body.extend_from_slice(original);
        let mut octets = Vec::new();
        self.builder().body(part("text/plain", body)).serialize(&mut octets);
        octets
    }
}

/// A boundary that no line of the parts begins with: the original may be made to hold one.
fn boundary(letter: &Letter<'_>, explanation: &str, original: &Content) -> String {
    let mut boundary = format!("{}/{}", letter.id, letter.host);
    boundary.truncate(BOUNDARY_MAX);
    let parts = [explanation.as_bytes(), original.head(), original.body()];
    let is_taken = |boundary: &str| {
        parts.iter().any(|part| memchr::memmem::find(part, boundary.as_bytes()).is_some())
    };
    while is_taken(&boundary) && boundary.len() < 70 {
        boundary.push('_');
    }
    boundary
}

/// A part of plain lines.
fn text_part(kind: &'static str, text: &str) -> MimePart<'static> {
    part(kind, canonical_lines(text.as_bytes()))
}

/// A part of lines: as they are, or quoted-printable where they are not US-ASCII. RFC 3462 §3 allows
/// that for a header section; the status part is always US-ASCII.
fn part(kind: &'static str, octets: Vec<u8>) -> MimePart<'static> {
    let mut content_type = ContentType::new(kind);
    let (octets, encoding) = if octets.is_ascii() {
        (octets, "7bit")
    } else {
        if kind == "text/plain" {
            // RFC 1428 §3: for octets of which nobody knows what they mean.
            let is_utf8 = core::str::from_utf8(&octets).is_ok();
            let charset = if is_utf8 { "utf-8" } else { "unknown-8bit" };
            content_type = content_type.attribute("charset", charset);
        }
        (qp::BODY.encode(&octets).into_bytes(), "quoted-printable")
    };
    let mut part = MimePart::new(content_type, BodyPart::Binary(Cow::Owned(octets)));
    part.headers
        .push((Cow::Borrowed("Content-Transfer-Encoding"), HeaderType::Raw(Raw::new(encoding))));
    part
}
