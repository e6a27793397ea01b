//! Right answers, from the run itself.

use relay_host::{Fact, MailId};
use relay_kernel::{RecordId, SimDuration, SimTime};
use relay_mail::header;

use super::matching::{Finder, mail};
use crate::scenario::{Answer, Ask, Event, Fate, HostNo, Pattern, Prediction, Scenario};
use crate::trace::{Kind, Record, Trace};

/// A right answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The answer.
    pub answer: Answer,
    /// The record that shows it, where one does.
    pub record: Option<RecordId>,
}

/// The right answer to a question that is asked when `position` records have happened, in a run that
/// was computed to its end.
pub fn answer(
    trace: &Trace,
    scenario: &Scenario,
    position: usize,
    prediction: &Prediction,
) -> Found {
    let seeker = Seeker { trace, scenario, finder: Finder::new(trace, scenario), position };
    let found = match &prediction.ask {
        Ask::Whether(of) => {
            let record = seeker.next(of);
            return Found { answer: Answer::Happens(record.is_some()), record };
        }
        Ask::HowMany(of) => {
            let count = seeker.finder.all(of, position).count() as u64;
            return Found { answer: Answer::Number(count), record: None };
        }
        Ask::Fate(to) => return seeker.fate(to),
        Ask::When(of) => seeker.when(of),
        Ask::Where(of) => seeker.with(of, |record| host(record, scenario).map(Answer::Host)),
        Ask::Reply(of) => seeker.with(of, |record| seeker.reply(record)),
        Ask::ReturnPath(of) => seeker.with(of, |record| {
            let path = &trace.mail(mail(record)?).1.reverse_path;
            let text = path.mailbox().map_or("<>".to_owned(), ToString::to_string);
            Some(Answer::Path(text))
        }),
        Ask::Recipient(of) => seeker.with(of, |record| seeker.recipient(record)),
        Ask::Received { of, line } => seeker.with(of, |record| seeker.received(record, *line)),
    };
    found.unwrap_or(Found { answer: Answer::Never, record: None })
}

/// The same span as people say it: the longer it is, the coarser. Two spans are the same answer when
/// they round to the same.
pub(super) fn rounded(span: SimDuration) -> SimDuration {
    let step = match span.as_secs() {
        0 => SimDuration::from_millis(10),
        1..120 => SimDuration::from_secs(1),
        120..3_600 => SimDuration::from_secs(30),
        3_600..86_400 => SimDuration::from_mins(1),
        _ => SimDuration::from_hours(1),
    };
    let half = SimDuration::from_micros(step.as_micros() / 2);
    SimDuration::from_micros((span + half).as_micros() / step.as_micros() * step.as_micros())
}

struct Seeker<'a> {
    trace: &'a Trace,
    scenario: &'a Scenario,
    finder: Finder<'a>,
    position: usize,
}

impl Seeker<'_> {
    fn next(&self, of: &Pattern) -> Option<RecordId> {
        self.finder.find(of, self.position)
    }

    /// The answer that the next such record gives.
    fn with(&self, of: &Pattern, read: impl Fn(&Record) -> Option<Answer>) -> Option<Found> {
        let id = self.next(of)?;
        Some(Found { answer: read(self.trace.record(id))?, record: Some(id) })
    }

    /// The moment at which the question is asked.
    fn now(&self) -> SimTime {
        let last = self.position.checked_sub(1).and_then(|n| self.trace.records().get(n));
        last.map_or(SimTime::START, |record| record.at)
    }

    fn when(&self, of: &Pattern) -> Option<Found> {
        let (at, record) = if of.event == Event::End {
            (self.trace.records().last()?.at, None)
        } else {
            let id = self.next(of)?;
            (self.trace.record(id).at, Some(id))
        };
        Some(Found { answer: Answer::After(rounded(at.since(self.now()))), record })
    }

    fn reply(&self, record: &Record) -> Option<Answer> {
        let Kind::Line { start, len, .. } = record.kind else { return None };
        let text = String::from_utf8_lossy(self.trace.octets(start, len));
        let first = text.split(|c: char| c == '-' && !text.starts_with('-') || c.is_whitespace());
        first.into_iter().next().map(|code| Answer::Reply(code.to_owned()))
    }

    fn recipient(&self, record: &Record) -> Option<Answer> {
        let paths = self
            .finder
            .recipients(record)
            .map(|path| path.mailbox().map_or_else(|| path.to_string(), ToString::to_string));
        let names: Vec<String> = paths.collect();
        (!names.is_empty()).then(|| Answer::Path(names.join(", ")))
    }

    /// The host that wrote a Received line of the message that a record is about, as it is then.
    fn received(&self, record: &Record, line: u32) -> Option<Answer> {
        let content = match &record.kind {
            Kind::Host(Fact::Delivered { content, .. } | Fact::Collected { content, .. }) => {
                *content
            }
            _ => self.trace.mail(mail(record)?).1.content,
        };
        let head = self.trace.content(content).head();
        let mut lines = header::fields(head)
            .filter(|(name, _)| name.eq_ignore_ascii_case(b"Received"))
            .map(|(_, value)| String::from_utf8_lossy(value).into_owned());
        let value = lines.nth(line.checked_sub(1)? as usize)?;
        let words: Vec<&str> = value.split_whitespace().collect();
        let by = words.iter().position(|word| word.eq_ignore_ascii_case("by"))?;
        let name = words.get(by + 1)?;
        let named = |host: &crate::scenario::Host| host.name.as_str().eq_ignore_ascii_case(name);
        let no = self.scenario.hosts.iter().position(named)?;
        Some(Answer::Host(HostNo::from_index(no)))
    }

    /// What becomes of the letters for a recipient: the first end that one of them comes to.
    fn fate(&self, to: &relay_mail::Mailbox) -> Found {
        let records = self.trace.records();
        let is_for = |record: &Record| {
            let letter = mail(record).is_some_and(|mail| !self.finder.is_report(mail));
            letter && self.finder.recipients(record).any(|path| path.mailbox() == Some(to))
        };
        let mut failed: Vec<MailId> = Vec::new();
        let mut exists = false;
        for (n, record) in records.iter().enumerate() {
            let Kind::Host(fact) = &record.kind else { continue };
            exists |= matches!(fact, Fact::Accepted { .. }) && is_for(record);
            if n < self.position {
                continue;
            }
            let fate = match fact {
                Fact::Delivered { .. } | Fact::Distributed { .. } if is_for(record) => {
                    Fate::Delivered
                }
                Fact::Discarded { .. } if is_for(record) => Fate::Discarded,
                Fact::Reported { mail, .. } if failed.contains(mail) => Fate::Bounced,
                Fact::ShownToUser { .. } if is_for(record) => Fate::Bounced,
                Fact::Failed { mail, .. } if is_for(record) => {
                    failed.push(*mail);
                    continue;
                }
                _ => continue,
            };
            return Found { answer: Answer::Fate(fate), record: Some(RecordId::from_index(n)) };
        }
        let answer = if exists { Answer::Fate(Fate::Waiting) } else { Answer::Never };
        Found { answer, record: None }
    }
}

fn host(record: &Record, scenario: &Scenario) -> Option<HostNo> {
    (record.host.index() < scenario.hosts.len()).then_some(HostNo(record.host.0))
}
