//! Which records a pattern means.

use relay_host::dsn::action_of;
use relay_host::{Fact, MailId, Origin, Why};
use relay_kernel::{ConnNo, RecordId};
use relay_mail::ForwardPath;
use relay_mail::header::field;

use crate::scenario::{CodePattern, Event, MessageKind, Pattern, Scenario};
use crate::trace::{HostId, Kind, Record, Side, Trace, Writer, answered, verb};

/// POP3's port; all other connections speak SMTP.
const POP3_PORT: u16 = 110;

/// Looks for what patterns mean in a trace.
#[derive(Clone, Copy, Debug)]
pub struct Finder<'a> {
    trace: &'a Trace,
    writer: Writer<'a>,
}

impl<'a> Finder<'a> {
    /// A finder for the trace of a run of `scenario`.
    pub fn new(trace: &'a Trace, scenario: &'a Scenario) -> Self {
        Self { trace, writer: Writer::new(trace, scenario) }
    }

    /// The record that a pattern means: the first, or the one that it numbers, behind the first
    /// `position` records.
    pub fn find(&self, pattern: &Pattern, position: usize) -> Option<RecordId> {
        self.all(pattern, position).nth(pattern.nth.saturating_sub(1) as usize)
    }

    /// All records behind the first `position` that are of the pattern's kind.
    pub fn all<'s>(
        &'s self,
        pattern: &'s Pattern,
        position: usize,
    ) -> impl Iterator<Item = RecordId> + 's {
        let ids = (position..self.trace.records().len()).map(RecordId::from_index);
        ids.filter(move |id| self.is(pattern, *id))
    }

    /// Whether a record is of the pattern's kind; which of several it is does not count.
    pub fn is(&self, pattern: &Pattern, id: RecordId) -> bool {
        let record = self.trace.record(id);
        self.event(id) == Some(pattern.event)
            && pattern.host.is_none_or(|host| host.0 == record.host.0)
            && pattern.peer.is_none_or(|peer| self.peer(record).is_some_and(|it| it.0 == peer.0))
            && self.mail_fits(pattern, record)
            && pattern.status.is_none_or(|status| reason(record).map(Why::status) == Some(status))
            && pattern.code.is_none_or(|code| self.reply_fits(code, record))
            && pattern.command.as_deref().is_none_or(|command| self.command_fits(command, id))
            && pattern.containing.as_deref().is_none_or(|part| self.says(record, part))
    }

    /// What happens, in the words of lessons; `None` for what no lesson can wait for.
    pub fn event(&self, id: RecordId) -> Option<Event> {
        Some(match &self.trace.record(id).kind {
            Kind::Command(_) => Event::Action,
            Kind::Lookup { .. } => Event::Lookup,
            Kind::Dialed { .. } => Event::Connecting,
            Kind::Connected { .. } => Event::Connected,
            Kind::DialFailed { .. } => Event::NotConnected,
            Kind::Line { from: Side::Client, .. } => Event::Command,
            Kind::Line { from: Side::Server, .. } => Event::Reply,
            Kind::Data { start: 0, .. } => Event::Content,
            Kind::Started | Kind::Data { .. } => return None,
            Kind::Block { conn, .. } if self.goes_on(id, *conn) => return None,
            Kind::Block { .. } => Event::Content,
            Kind::Closed { .. } => Event::Closed,
            Kind::Reset { .. } => Event::Broken,
            Kind::Host(fact) => event_of(fact),
        })
    }

    /// Whether the record before on that connection is a block, too.
    fn goes_on(&self, id: RecordId, no: ConnNo) -> bool {
        let before = self.trace.records()[..id.index()].iter().rev();
        let mut same = before.filter(|record| record.kind.conn() == Some(no));
        same.next().is_some_and(|record| matches!(record.kind, Kind::Block { .. }))
    }

    /// The host at the other end.
    fn peer(&self, record: &Record) -> Option<HostId> {
        let conn = self.trace.conn(record.kind.conn()?);
        Some(if conn.client == record.host { conn.server } else { conn.client })
    }

    fn mail_fits(&self, pattern: &Pattern, record: &Record) -> bool {
        if pattern.to.is_none() && pattern.message.is_none() && pattern.subject.is_none() {
            return true;
        }
        let Some(mail) = mail(record) else { return false };
        let to_fits = pattern
            .to
            .as_ref()
            .is_none_or(|to| self.recipients(record).any(|path| path.mailbox() == Some(to)));
        let kind = if self.is_report(mail) { MessageKind::Report } else { MessageKind::Letter };
        to_fits
            && pattern.message.is_none_or(|wanted| wanted == kind)
            && pattern.subject.as_deref().is_none_or(|part| self.has_subject(mail, part))
    }

    /// The recipients that a record is about: one, or all of its message.
    pub(super) fn recipients(&self, record: &Record) -> impl Iterator<Item = &'a ForwardPath> {
        let all = mail(record).map_or(&[][..], |mail| &self.trace.mail(mail).1.recipients[..]);
        let one = recipient(record).map(usize::from);
        all.iter().enumerate().filter(move |(n, _)| one.is_none_or(|one| one == *n)).map(|(_, p)| p)
    }

    /// Whether a message is a report and no letter.
    pub(super) fn is_report(&self, mail: MailId) -> bool {
        let record = self.trace.mail(mail).1;
        let written = matches!(record.origin, Origin::Report { .. } | Origin::DoubleBounce { .. });
        written
            || record.reverse_path.is_null()
            || action_of(self.trace.content(record.content)).is_some()
    }

    fn has_subject(&self, mail: MailId, part: &str) -> bool {
        let content = self.trace.content(self.trace.mail(mail).1.content);
        let subject = field(content.head(), "Subject").unwrap_or_default();
        holds(&String::from_utf8_lossy(subject), part)
    }

    fn says(&self, record: &Record, part: &str) -> bool {
        holds(&self.writer.what(record), part)
    }

    fn reply_fits(&self, code: CodePattern, record: &Record) -> bool {
        let Kind::Line { conn, start, len, .. } = record.kind else { return false };
        let is_pop3 = self.trace.conn(conn).port == POP3_PORT;
        let reply = self.trace.octets(start, len);
        match code {
            CodePattern::Pop3(good) => {
                is_pop3 && reply.starts_with(if good { b"+OK" } else { b"-ERR" })
            }
            CodePattern::Family(digit) => !is_pop3 && reply.first() == Some(&(b'0' + digit)),
            CodePattern::Exactly(code) => {
                !is_pop3 && reply.starts_with(code.get().to_string().as_bytes())
            }
        }
    }

    fn command_fits(&self, command: &str, id: RecordId) -> bool {
        let Kind::Line { conn, from, start, len, .. } = self.trace.record(id).kind else {
            return false;
        };
        let said = match from {
            Side::Client => Some(verb(self.trace.octets(start, len))),
            Side::Server => answered(self.trace, &self.trace.records()[..id.index()], conn),
        };
        let wanted = match command {
            "GREETING" => *b"    ",
            "CONTENT" => *b".   ",
            command => verb(command.as_bytes()),
        };
        said == Some(wanted)
    }
}

/// Whether a part stands in a text, in any case.
fn holds(text: &str, part: &str) -> bool {
    text.to_lowercase().contains(&part.to_lowercase())
}

fn event_of(fact: &Fact) -> Event {
    match fact {
        Fact::Accepted { .. } => Event::Accepted,
        Fact::Attempt { .. } => Event::Attempt,
        Fact::Sending { .. } => Event::Offered,
        Fact::Relayed { .. } => Event::Relayed,
        Fact::InDoubt { .. } => Event::InDoubt,
        Fact::Duplicate { .. } => Event::Duplicate,
        Fact::Delivered { .. } => Event::Delivered,
        Fact::Distributed { .. } => Event::Distributed,
        Fact::Deferred { .. } => Event::Deferred,
        Fact::Failed { .. } => Event::Failed,
        Fact::Reported { .. } => Event::Bounced,
        Fact::Notified { .. } => Event::Notified,
        Fact::Discarded { .. } => Event::Discarded,
        Fact::Frozen { .. } => Event::Frozen,
        Fact::NullPathRuleBroken { .. } => Event::RuleBroken,
        Fact::ShownToUser { .. } => Event::Shown,
        Fact::MaildropOpened { .. } => Event::MaildropOpened,
        Fact::Retrieved { .. } => Event::Retrieved,
        Fact::Deleted { .. } => Event::Deleted,
        Fact::Expired { .. } => Event::Expired,
        Fact::Collecting { .. } => Event::Collecting,
        Fact::Collected { .. } => Event::Collected,
        Fact::CollectDone { .. } => Event::CollectDone,
        Fact::CollectFailed { .. } => Event::CollectFailed,
        Fact::Violation { .. } => Event::Violation,
        Fact::TimedOut { .. } => Event::TimedOut,
    }
}

/// The message that a record is about; where a report is written, the report.
pub(super) fn mail(record: &Record) -> Option<MailId> {
    let Kind::Host(fact) = &record.kind else { return None };
    fact.report().or_else(|| fact.mail())
}

/// The one recipient that a record is about, by its place in the message's record.
fn recipient(record: &Record) -> Option<u16> {
    match &record.kind {
        Kind::Host(fact) => fact.recipient(),
        _ => None,
    }
}

fn reason(record: &Record) -> Option<&Why> {
    match &record.kind {
        Kind::Host(
            Fact::Deferred { why, .. } | Fact::Failed { why, .. } | Fact::CollectFailed { why, .. },
        ) => Some(why),
        _ => None,
    }
}
