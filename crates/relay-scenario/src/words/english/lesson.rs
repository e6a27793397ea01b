use super::super::Told;
use crate::mistake::{Answered, Expect, Lesson, Markdown, Predict, Translated};

pub(super) fn lesson(it: &Lesson) -> Told {
    match it {
        Lesson::NoSources => Told::new("a lesson says where its facts come from")
            .hint("write for example `sources = \"RFC 5321 section 3.3\"`"),
        Lesson::NoSteps => {
            Told::new("this lesson has no steps").hint("begin one with `[[lesson.step]]`")
        }
        Lesson::NoHeading => Told::new("a step needs a heading"),
        Lesson::NoWords => Told::new("there are no words here"),
        Lesson::PointsAtNothing => Told::new("this points at nothing")
            .hint("write one of `hosts`, `links`, `panels` and `lines`"),
        Lesson::NothingExpected => {
            Told::new("this challenge cannot be fulfilled: nothing is expected")
                .hint("say what must be true under `[[lesson.step.challenge.expect]]`")
        }
        Lesson::NoSolution => Told::new("this challenge has no solution")
            .hint("show one way to fulfil it under `[[lesson.step.challenge.solution]]`"),
        Lesson::ToolForbidden { tool } => {
            Told::new(format!("the reader may not use `{tool}` for that"))
                .hint("add it to `tools`, or solve it in another way")
        }
        Lesson::NotOneMove => Told::new("a move says one thing that is done")
            .hint("write one of `send`, `collect`, `run_queue`, `type`, `break` and `mend`"),
        Lesson::MoveWithFile => Told::new("a move sends no message file")
            .hint("write the whole message under `message`"),
        Lesson::TypedAt => {
            Told::new("what is typed in a move has no time of its own").hint("write `at` beside it")
        }
        Lesson::FaultAt => Told::new("a fault of a move has no times of its own")
            .hint("write `at` beside it, and another move to end it"),
        Lesson::KeyNeverFits { key, event } => {
            Told::new(format!("`{key}` never fits the event `{event}`"))
                .hint("leave it out, or name another event")
        }
        Lesson::ContentOfPop3 => {
            Told::new("POP3 has no reply to a content").hint("name the command, such as `RETR`")
        }
    }
}

pub(super) fn predict(it: &Predict) -> Told {
    match it {
        Predict::AboutNothing => Told::new("this question does not say what it is about")
            .hint("`fate` needs `to`, all other questions need `of`, and none needs both"),
        Predict::LineWithoutEffect => {
            Told::new("`line` has no effect here").hint("it belongs to `ask = \"received\"`")
        }
        Predict::SameAnswers => Told::new("the answers to this question are always the same")
            .hint("leave `choices` out"),
        Predict::NoAnswer { event, mend } => {
            Told::new(format!("the event `{event}` has no answer to this")).hint(match mend {
                Answered::Reply => "write `event = \"reply\"`",
                Answered::Mail => {
                    "name an event about a message, such as `accepted`, `bounced` or `delivered`"
                }
                Answered::AtHost => "name an event that happens at a host",
            })
        }
        Predict::NthWithoutEffect => {
            Told::new("`nth` has no effect where all are counted").hint("leave it out")
        }
        Predict::AnswerTwice => {
            Told::new("this answer stands here twice").hint("leave one of them out")
        }
        Predict::NoNumber { text } => Told::new(format!("`{text}` is not a number")),
        Predict::NoAddress { text } => Told::new(format!("`{text}` is not an address"))
            .hint("write it without angle brackets; the null path is `<>`"),
    }
}

pub(super) fn translated(it: &Translated) -> Told {
    match it {
        Translated::Twice { language } => {
            Told::new(format!("a second translation into `{language}`"))
                .hint("write all words of one language into one `[[translation]]`")
        }
        Translated::NoLesson => Told::new("there is no lesson to translate")
            .hint("remove the steps, or write a `[lesson]`"),
        Translated::OtherSteps { steps, translated } => {
            let steps = if *steps == 1 { "1 step".to_owned() } else { format!("{steps} steps") };
            Told::new(format!("the lesson has {steps}, and its translation {translated}"))
                .hint("write one `[[translation.step]]` for each `[[lesson.step]]`, in their order")
        }
        Translated::MissingKey { key } => Told::new(format!("missing key `{key}`"))
            .hint(format!("the step has words for `{key}`: translate them too")),
        Translated::NothingToTranslate { key } => {
            Told::new(format!("the step says nothing for `{key}`"))
                .hint("remove this, or look whether the steps are in the same order")
        }
    }
}

pub(super) fn markdown(it: Markdown) -> Told {
    match it {
        Markdown::Html => Told::new("HTML is not allowed here")
            .hint("write what stands in angle brackets as code, between backticks"),
        Markdown::Rule => Told::new("a line across is not allowed here")
            .hint("begin another step, or leave it out"),
        Markdown::Other => Told::new("this is not allowed here").hint("write it in plain words"),
        Markdown::TooDeep => {
            Told::new("elements lie too deep in each other").hint("write it flatter")
        }
        Markdown::Image => Told::new("images are not allowed here")
            .hint("the page shows the map; describe what is not on it in words"),
        Markdown::Heading => Told::new("headings are not allowed here")
            .hint("a step has its `title`; begin another step for another heading"),
        Markdown::Link => {
            Told::new("this link is not allowed here").hint("a link leads to https:// or http://")
        }
    }
}

pub(super) fn expect(it: &Expect) -> Told {
    match it {
        Expect::SaysNothing => Told::new("this says nothing that could be true or false").hint(
            "write one of `delivered`, `collected`, `bounced`, `queued`, `attempts`, `connections`, \
             `deferred`, `failed`, `replies` and `discarded`",
        ),
        Expect::NoMailbox { address } => {
            Told::new(format!("no host has a mailbox for `{address}`"))
                .hint("add it to the `mailboxes` of a host that is final for its domain")
        }
        Expect::NoResponse { text } => Told::new(format!("no POP3 response begins with `{text}`"))
            .hint("write `+OK`, `-ERR` or `-ERR [IN-USE]`"),
        Expect::ResponseWithCode => Told::new("a POP3 response has no reply code")
            .hint("leave out `code` and `enhanced`, or `pop3`"),
        Expect::AllOrNothing => Told::new("these bounds admit nothing or everything")
            .hint("write a number, or { min = 1 }, or { min = 1, max = 3 }"),
    }
}
