//! What may be typed next in the console: a list above the line, as a combobox has it. Not the browser's
//! own list: Firefox takes the arrows for its list even where they mean the line before, and then
//! Enter sends what nobody typed.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use relay_kernel::ConnNo;
use relay_view::Show;

use super::{POP3_PORT, SUBMISSION_PORT};
use crate::stage::Stage;
use crate::strings::{self, t};

/// What a person may want to type to an SMTP server, and to a POP3 server.
const SMTP_WORDS: [&str; 11] = [
    "EHLO me.example",
    "HELO me.example",
    "MAIL FROM:<>",
    "RCPT TO:<postmaster>",
    "DATA",
    ".",
    "RSET",
    "NOOP",
    "VRFY postmaster",
    "HELP",
    "QUIT",
];
const POP3_WORDS: [&str; 9] =
    ["CAPA", "STAT", "LIST", "UIDL", "RETR 1", "TOP 1 0", "DELE 1", "RSET", "QUIT"];

/// Mailboxes that are suggested.
const SUGGESTED_MAX: usize = 6;

/// Lines that are offered at once.
const OFFERED_MAX: usize = 8;

/// What may be typed on a connection: names, addresses and passwords are those of the server.
fn suggestions(show: &Show, conn: ConnNo) -> Vec<String> {
    let (trace, scenario) = (show.trace(), show.scenario());
    let conn = trace.conn(conn);
    let Some(host) = scenario.hosts.get(conn.server.index()) else { return Vec::new() };
    let mailboxes = || host.mailboxes.iter().take(SUGGESTED_MAX);
    let own: Vec<String> = if conn.port == POP3_PORT {
        mailboxes()
            .flat_map(|it| [format!("USER {}", it.user), format!("PASS {}", it.password)])
            .collect()
    } else {
        let senders = scenario.hosts.iter().flat_map(|host| &host.mailboxes);
        let senders = senders.filter_map(|it| it.addresses.first()).take(SUGGESTED_MAX);
        let recipients = mailboxes().filter_map(|it| it.addresses.first());
        let from = senders.map(|address| format!("MAIL FROM:<{address}>"));
        from.chain(recipients.map(|address| format!("RCPT TO:<{address}>"))).collect()
    };
    let words = if conn.port == POP3_PORT { &POP3_WORDS[..] } else { &SMTP_WORDS[..] };
    // Only who submits logs in (RFC 6409 §4.3).
    let login = (conn.port == SUBMISSION_PORT).then(|| "AUTH PLAIN".to_owned());
    login.into_iter().chain(own).chain(words.iter().map(|word| (*word).to_owned())).collect()
}

/// Those that go on as the text begins; whoever has typed nothing is offered nothing.
fn offers(words: &[String], text: &str) -> Vec<String> {
    let goes_on = |word: &&String| {
        let start = word.get(..text.len());
        word.len() > text.len() && start.is_some_and(|start| start.eq_ignore_ascii_case(text))
    };
    let fits: Vec<String> = words.iter().filter(goes_on).take(OFFERED_MAX).cloned().collect();
    if text.is_empty() { Vec::new() } else { fits }
}

/// What is offered for the text in the line, and which of it the arrows have come to.
#[derive(Clone, Copy)]
pub(super) struct Completion {
    text: RwSignal<String>,
    offers: Memo<Vec<String>>,
    /// From when somebody types until something is taken, sent or turned down.
    wanted: RwSignal<bool>,
    at: RwSignal<Option<usize>>,
}

impl Completion {
    /// For the text typed on a connection.
    pub(super) fn new(stage: Stage, conn: Memo<Option<ConnNo>>, text: RwSignal<String>) -> Self {
        let words = Memo::new(move |_| {
            let words = conn.get().map(|conn| stage.with(|show| suggestions(show, conn)));
            words.unwrap_or_default()
        });
        let wanted = RwSignal::new(false);
        let offers = Memo::new(move |_| {
            let fits = || words.with(|words| text.with(|text| offers(words, text)));
            if wanted.get() { fits() } else { Vec::new() }
        });
        Self { text, offers, wanted, at: RwSignal::new(None) }
    }

    /// Somebody types: none of it is chosen yet.
    pub(super) fn open(self) {
        self.wanted.set(true);
        self.at.set(None);
    }

    /// Nothing is offered until somebody types on.
    pub(super) fn close(self) {
        self.wanted.set(false);
        self.at.set(None);
    }

    /// Whether anything is offered.
    pub(super) fn is_open(self) -> bool {
        self.offers.with(|offers| !offers.is_empty())
    }

    /// The `id` of what the arrows have come to.
    pub(super) fn chosen_id(self) -> Option<String> {
        let count = self.offers.with(Vec::len);
        self.at.get().filter(|at| *at < count).map(id)
    }

    fn take(self, at: usize) {
        if let Some(word) = self.offers.with_untracked(|offers| offers.get(at).cloned()) {
            self.text.set(word);
        }
        self.close();
    }

    /// Whether a key is about what is offered: down into it, up again, Enter takes it, Escape turns
    /// it down.
    pub(super) fn takes(self, event: &KeyboardEvent) -> bool {
        let count = self.offers.with_untracked(Vec::len);
        // What is offered may have changed by itself.
        let at = self.at.get_untracked().filter(|at| *at < count);
        match (event.key().as_str(), at) {
            // Keys that compose a letter are not ours.
            _ if count == 0 || event.is_composing() => return false,
            ("ArrowDown", at) => self.at.set(Some(at.map_or(0, |at| (at + 1).min(count - 1)))),
            ("ArrowUp", Some(at)) => self.at.set(at.checked_sub(1)),
            ("Enter", Some(at)) => self.take(at),
            ("Escape", _) => self.close(),
            _ => return false,
        }
        event.prevent_default();
        event.stop_propagation();
        true
    }
}

fn id(at: usize) -> String {
    format!("rs-word-{at}")
}

/// The list of what is offered.
#[component]
pub(super) fn Offers(completion: Completion) -> impl IntoView {
    let option = move |(at, word): (usize, String)| {
        let selected = move || completion.at.get() == Some(at);
        view! {
            <li
                id=id(at)
                role="option"
                aria-selected=move || selected().to_string()
                // The line keeps the focus.
                on:pointerdown=|event| event.prevent_default()
                on:click=move |_| completion.take(at)
            >
                {word}
            </li>
        }
    };
    view! {
        <ul id="rs-words" class="offers" role="listbox" aria-label=t(strings::SUGGESTED) hidden=move || !completion.is_open()>
            {move || completion.offers.get().into_iter().enumerate().map(option).collect_view()}
        </ul>
    }
}

#[cfg(test)]
mod tests {
    use super::offers;

    #[test]
    fn offers_what_goes_on_as_the_text_begins() {
        let words = ["MAIL FROM:<>", "QUIT", "quiz é"].map(str::to_owned);
        assert_eq!(offers(&words, "qui"), ["QUIT", "quiz é"]);
        assert_eq!(offers(&words, "QUIT"), [""; 0], "nothing is left to be typed");
        assert_eq!(offers(&words, ""), [""; 0]);
        assert_eq!(offers(&words, "quiz ê"), [""; 0]);
        assert_eq!(offers(&words, "QUIä"), [""; 0], "an octet within a letter is no place to cut");
    }
}
