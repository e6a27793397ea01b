//! What can be wrong with a scenario file, as values: `crate::words` puts them into a language when
//! somebody reads them.

mod choice;
mod file;
mod host;
mod lesson;
mod network;
mod traffic;
mod value;

pub(crate) use choice::Choice;
pub(crate) use file::{Attached, File, Many, Syntax};
pub(crate) use host::{Login, Mailboxes, Policy, Retry, Server};
pub(crate) use lesson::{Answered, Expect, Lesson, Markdown, Predict, Translated};
pub(crate) use network::{Dns, Fault, Link, Run};
pub(crate) use traffic::{Account, Content, Repeated, Report, Typed};
pub(crate) use value::{
    Address, BadDomain, BadMailbox, Code, Expected, Found, Mend, Number, Or, Text, Unexpected,
    Value,
};

/// The topics of mistakes; each has an enum of its own, and a function for its words in every language.
macro_rules! topics {
    ($($topic:ident),* $(,)?) => {
        /// What is wrong.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub(crate) enum Mistake {
            $($topic($topic)),*
        }

        $(impl From<$topic> for Mistake {
            fn from(mistake: $topic) -> Self {
                Self::$topic(mistake)
            }
        })*
    };
}

topics! {
    Account, Address, Attached, Content, Dns, Expect, Fault, File, Lesson, Link, Login, Mailboxes,
    Markdown, Number, Policy, Predict, Repeated, Report, Retry, Run, Server, Text, Translated,
    Typed, Value,
}

impl From<Unexpected> for Mistake {
    fn from(unexpected: Unexpected) -> Self {
        Self::Value(Value::Unexpected(unexpected))
    }
}

/// Which of some names was probably meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Advice {
    /// This one.
    Meant(String),
    /// Nobody knows: the names that there are, as far as anybody reads them, and how many more.
    OneOf { names: Vec<String>, more: usize },
}
