//! Mistakes in German.

mod choice;
mod file;
mod host;
mod lesson;
mod network;
mod toml;
mod traffic;
mod value;

use super::{Told, listed};
use crate::mistake::{Advice, Mistake};

pub(super) fn told(mistake: &Mistake) -> Told {
    match mistake {
        Mistake::Account(it) => traffic::account(it),
        Mistake::Address(it) => value::address(it),
        Mistake::Attached(it) => file::attached(it),
        Mistake::Content(it) => traffic::content(it),
        Mistake::Dns(it) => network::dns(it),
        Mistake::Expect(it) => lesson::expect(it),
        Mistake::Fault(it) => network::fault(it),
        Mistake::File(it) => file::file(it),
        Mistake::Lesson(it) => lesson::lesson(it),
        Mistake::Link(it) => network::link(it),
        Mistake::Login(it) => host::login(it),
        Mistake::Mailboxes(it) => host::mailboxes(it),
        Mistake::Markdown(it) => lesson::markdown(*it),
        Mistake::Number(it) => value::number(it),
        Mistake::Policy(it) => host::policy(it),
        Mistake::Predict(it) => lesson::predict(it),
        Mistake::Repeated(it) => traffic::repeated(it),
        Mistake::Report(it) => traffic::report(it),
        Mistake::Retry(it) => host::retry(it),
        Mistake::Run(it) => network::run(it),
        Mistake::Server(it) => host::server(it),
        Mistake::Text(it) => value::text(it),
        Mistake::Translated(it) => lesson::translated(it),
        Mistake::Typed(it) => traffic::typed(it),
        Mistake::Value(it) => value::value(it),
    }
}

fn advice(advice: &Advice) -> String {
    match advice {
        Advice::Meant(name) => format!("war `{name}` gemeint?"),
        Advice::OneOf { names, more: 0 } if names.len() == 1 => {
            format!("möglich ist {}", listed(names))
        }
        Advice::OneOf { names, more: 0 } => format!("möglich sind {}", listed(names)),
        Advice::OneOf { names, more } => {
            format!("möglich sind {} und {more} weitere", listed(names))
        }
    }
}
