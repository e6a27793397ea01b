//! Questions of a lesson.

use core::ops::Range;

use super::Reader;
use crate::file::PredictTable;
use crate::model::{Answer, Ask, Event, Pattern, Prediction};
use crate::text::{AskKind, Duration, Item, Kind, Problem, Raw};
use crate::{Diagnostic, limit};

/// Events that are about a message.
const WITH_MAIL: &str = "name an event about a message, such as `accepted`, `bounced` or \
                         `delivered`";

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
            let hint = "`fate` needs `to`, all other questions need `of`, and none needs both";
            let message = "this question does not say what it is about";
            self.report(Diagnostic::error(table.span.clone(), message).hint(hint));
        }
        if let (Some(line), true) = (&table.line, kind != AskKind::Received) {
            let message = "`line` has no effect here";
            let hint = "it belongs to `ask = \"received\"`";
            self.report(Diagnostic::error(line.span.clone(), message).hint(hint));
        }
        if let (Some(choices), true) = (&table.choices, is_fate || kind == AskKind::Whether) {
            let message = "the answers to this question are always the same";
            self.report(
                Diagnostic::error(choices.span.clone(), message).hint("leave `choices` out"),
            );
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
        let (fits, hint) = match kind {
            AskKind::Reply => (of.event == E::Reply, "write `event = \"reply\"`"),
            AskKind::ReturnPath | AskKind::Recipient => {
                (is_mail && of.event != E::Collected, WITH_MAIL)
            }
            AskKind::Received => (is_mail, WITH_MAIL),
            AskKind::When | AskKind::Fate => (true, ""),
            AskKind::Where | AskKind::Whether | AskKind::HowMany => {
                (of.event != E::End, "name an event that happens at a host")
            }
        };
        if !fits {
            let message = format!("the event `{}` has no answer to this", of.event.name());
            self.report(Diagnostic::error(of.span.clone(), message).hint(hint));
        }
        if of.nth > 1 && kind == AskKind::HowMany {
            let message = "`nth` has no effect where all are counted";
            self.report(Diagnostic::error(of.span.clone(), message).hint("leave it out"));
        }
    }

    fn choices(&mut self, table: &PredictTable, kind: AskKind) -> Vec<Answer> {
        let found = self.all(table.choices.as_ref(), limit::CHOICES, "choices");
        let mut choices = Vec::new();
        for (text, span) in found {
            let Some(choice) = self.choice(kind, &text, &span) else { continue };
            if choices.contains(&choice) {
                let message = "this answer stands here twice";
                self.report(Diagnostic::error(span, message).hint("leave one of them out"));
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
        let read = match kind {
            AskKind::When => Duration::read(&Raw::Text(text.to_owned())).map(Answer::After),
            AskKind::Where | AskKind::Received => {
                let name = text.to_ascii_lowercase();
                return self.host_named(&name, span).map(Answer::Host);
            }
            AskKind::HowMany => text
                .parse()
                .map(Answer::Number)
                .map_err(|_| Problem::new(format!("`{text}` is not a number"))),
            AskKind::Reply => {
                let is_code = text.len() == 3 && text.bytes().all(|b| b.is_ascii_digit());
                let is_reply = is_code || matches!(text, "+OK" | "-ERR");
                let problem = Problem::new(format!("`{text}` is not a reply code"));
                if is_reply { Ok(Answer::Reply(text.to_owned())) } else { Err(problem) }
            }
            AskKind::ReturnPath | AskKind::Recipient => {
                let is_path = text == "<>" || relay_mail::Mailbox::parse(text).is_some();
                let problem = Problem::new(format!("`{text}` is not an address"))
                    .hint("write it without angle brackets; the null path is `<>`");
                if is_path { Ok(Answer::Path(text.to_owned())) } else { Err(problem) }
            }
            AskKind::Whether | AskKind::Fate => return None,
        };
        read.map_err(|problem| {
            let diagnostic = Diagnostic::error(span.clone(), problem.message);
            self.report(Diagnostic { hint: problem.hint, ..diagnostic });
        })
        .ok()
    }
}
