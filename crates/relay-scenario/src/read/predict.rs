//! Questions of a lesson.

use core::ops::Range;

use super::Reader;
use crate::file::PredictTable;
use crate::mistake::{Answered, Code, Many, Mistake, Predict, Value};
use crate::model::{Answer, Ask, Event, Pattern, Prediction};
use crate::text::{AskKind, Duration, Item, Kind, Raw};
use crate::{Diagnostic, limit};

impl Reader<'_> {
    pub(super) fn prediction(&mut self, table: &Item<PredictTable>) -> Option<Prediction> {
        let question = self.read(&table.question);
        let kind = self.read(&table.ask);
        let of = table.of.as_ref().and_then(|table| self.pattern(table));
        let to = self.maybe(table.to.as_ref());
        let explain = table.explain.as_ref().and_then(|text| self.prose(text));
        let kind = kind?;
        self.parts_that_fit(table, kind);
        if let Some(of) = &of {
            self.event_that_fits(kind, of);
        }
        let choices = self.choices(table, kind);
        let line = self.maybe(table.line.as_ref()).unwrap_or(1);
        let ask = match kind {
            AskKind::Fate => Ask::Fate(to?),
            AskKind::When => Ask::When(of?),
            AskKind::Where => Ask::Where(of?),
            AskKind::Whether => Ask::Whether(of?),
            AskKind::HowMany => Ask::HowMany(of?),
            AskKind::Reply => Ask::Reply(of?),
            AskKind::ReturnPath => Ask::ReturnPath(of?),
            AskKind::Recipient => Ask::Recipient(of?),
            AskKind::Received => {
                Ask::Received { of: of?, line: u32::try_from(line).expect("the key has a bound") }
            }
        };
        Some(Prediction { question: question?, ask, choices, explain, span: table.span.clone() })
    }

    /// Reports what is missing, and what has no effect.
    fn parts_that_fit(&mut self, table: &Item<PredictTable>, kind: AskKind) {
        let is_fate = kind == AskKind::Fate;
        if is_fate != table.to.is_some() || is_fate == table.of.is_some() {
            self.report(Diagnostic::error(table.span.clone(), Predict::AboutNothing));
        }
        if let (Some(line), true) = (&table.line, kind != AskKind::Received) {
            self.report(Diagnostic::error(line.span.clone(), Predict::LineWithoutEffect));
        }
        if let (Some(choices), true) = (&table.choices, is_fate || kind == AskKind::Whether) {
            self.report(Diagnostic::error(choices.span.clone(), Predict::SameAnswers));
        }
    }

    fn event_that_fits(&mut self, kind: AskKind, of: &Pattern) {
        use Event as E;
        let is_mail = !matches!(
            of.event,
            E::Action
                | E::Lookup
                | E::Connecting
                | E::Connected
                | E::NotConnected
                | E::Command
                | E::Reply
                | E::Content
                | E::Closed
                | E::Broken
                | E::MaildropOpened
                | E::Collecting
                | E::CollectDone
                | E::CollectFailed
                | E::Violation
                | E::TimedOut
                | E::End
        );
        let (fits, mend) = match kind {
            AskKind::Reply => (of.event == E::Reply, Answered::Reply),
            AskKind::ReturnPath | AskKind::Recipient => {
                (is_mail && of.event != E::Collected, Answered::Mail)
            }
            AskKind::Received => (is_mail, Answered::Mail),
            AskKind::When | AskKind::Fate => (true, Answered::AtHost),
            AskKind::Where | AskKind::Whether | AskKind::HowMany => {
                (of.event != E::End, Answered::AtHost)
            }
        };
        if !fits {
            let none = Predict::NoAnswer { event: of.event.name(), mend };
            self.report(Diagnostic::error(of.span.clone(), none));
        }
        if of.nth > 1 && kind == AskKind::HowMany {
            self.report(Diagnostic::error(of.span.clone(), Predict::NthWithoutEffect));
        }
    }

    fn choices(&mut self, table: &PredictTable, kind: AskKind) -> Vec<Answer> {
        let found = self.all(table.choices.as_ref(), limit::CHOICES, Many::Choices);
        let mut choices = Vec::new();
        for (text, span) in found {
            let Some(choice) = self.choice(kind, &text, &span) else { continue };
            if choices.contains(&choice) {
                self.report(Diagnostic::error(span, Predict::AnswerTwice));
                continue;
            }
            choices.push(choice);
        }
        choices
    }

    /// An answer in the form that the question has.
    fn choice(&mut self, kind: AskKind, text: &str, span: &Range<usize>) -> Option<Answer> {
        if text == "never" && kind != AskKind::HowMany {
            return Some(Answer::Never);
        }
        let owned = || text.to_owned();
        let read: Result<Answer, Mistake> = match kind {
            AskKind::When => Duration::read(&Raw::Text(text.to_owned())).map(Answer::After),
            AskKind::Where | AskKind::Received => {
                let name = text.to_ascii_lowercase();
                return self.host_named(&name, span).map(Answer::Host);
            }
            AskKind::HowMany => text
                .parse()
                .map(Answer::Number)
                .map_err(|_| Predict::NoNumber { text: owned() }.into()),
            AskKind::Reply => {
                let is_code = text.len() == 3 && text.bytes().all(|b| b.is_ascii_digit());
                let is_reply = is_code || matches!(text, "+OK" | "-ERR");
                let none = || Value::NoCode { text: owned(), of: Code::Answer }.into();
                is_reply.then(|| Answer::Reply(owned())).ok_or_else(none)
            }
            AskKind::ReturnPath | AskKind::Recipient => {
                let is_path = text == "<>" || relay_mail::Mailbox::parse(text).is_some();
                let none = || Predict::NoAddress { text: owned() }.into();
                is_path.then(|| Answer::Path(owned())).ok_or_else(none)
            }
            AskKind::Whether | AskKind::Fate => return None,
        };
        self.good(read, span)
    }
}
