//! The session in sight, line by line, with the current line marked.

use leptos::prelude::*;
use relay_view::passage::Passage;
use relay_view::transcript::{Row, Transcript, Who, pieces};

use web_sys::HtmlElement;

use crate::deeds::{NotYet, OneDeed};
use crate::explained::{Explained, Stops, walk};
use crate::map::tone_class;
use crate::settled::once_drawn;
use crate::stage::Stage;
use crate::strings::{self, t};

/// The transcript.
#[component]
pub(crate) fn Session() -> impl IntoView {
    let stage = expect_context::<Stage>();
    let is_there = Memo::new(move |_| stage.transcript.with(Option::is_some));
    move || {
        if is_there.get() {
            view! { <Head /> <Rows transcript=stage.transcript /> }.into_any()
        } else {
            view! { <p class="nothing">{t(strings::NO_SESSION)}</p> }.into_any()
        }
    }
}

/// Between whom, and how it stands.
#[component]
fn Head() -> impl IntoView {
    let stage = expect_context::<Stage>();
    let with = move |look: fn(&Transcript) -> String| {
        stage.transcript.with(|it| it.as_ref().map(look).unwrap_or_default())
    };
    let deed = Memo::new(move |_| stage.tear());
    let tear = move || deed.get().map(|it| view! { <OneDeed it /> <NotYet /> });
    view! {
        <header class="session-head">
            <h3>
                <span>{move || with(|it| it.client.clone())}</span>
                <span class="to" aria-hidden="true">" → "</span>
                <span class="unseen">" " {t(strings::TO_HOST)} " "</span>
                <span>{move || with(|it| it.server.clone())}</span>
            </h3>
            <p>
                {move || with(|it| strings::port(strings::service(it.service), it.port))}
                " · "
                {move || with(|it| strings::session_state(it.state).to_owned())}
                {move || with(|it| it.day.as_ref().map(|day| format!(" · {day}")).unwrap_or_default())}
            </p>
            {tear}
        </header>
    }
}

/// The rows; the last one is kept in sight.
#[component]
pub(crate) fn Rows(transcript: Memo<Option<Transcript>>) -> impl IntoView {
    let list = NodeRef::<leptos::html::Ol>::new();
    let stops = Stops::new(transcript);
    let stage = expect_context::<Stage>();
    let whose = StoredValue::new((None, 0_u32));
    // Rows are only ever added at the end, or taken from it; those of another session are the same
    // with other words, which costs a fraction of making them anew. Not where somebody has opened
    // one of them: what was asked about a line is not answered about another.
    let keys = move || {
        transcript.with(|it| {
            let Some(it) = it else { return Vec::new() };
            let now = (stage.loaded.get_untracked(), it.conn);
            let (before, mut made) = whose.get_value();
            if before != Some(now) {
                made += u32::from(list.get_untracked().is_some_and(|list| has_opened(&list)));
                whose.set_value((Some(now), made));
            }
            (0..it.rows.len()).map(|at| (made, at)).collect::<Vec<_>>()
        })
    };
    Effect::new(move |_| {
        transcript.track();
        let Some(list) = list.get() else { return };
        once_drawn(move || list.set_scroll_top(list.scroll_height()));
    });
    view! {
        <ol class="transcript" part="log" node_ref=list tabindex="0" data-scrolls="" aria-label=t(strings::SESSION) on:keydown=move |event| walk(&event)>
            <For each=keys key=|key| *key let((_, at))>
                <Line transcript at stops />
            </For>
        </ol>
    }
}

/// Whether something in it is unfolded.
fn has_opened(list: &HtmlElement) -> bool {
    list.query_selector("details[open]").is_ok_and(|it| it.is_some())
}

#[component]
fn Line(transcript: Memo<Option<Transcript>>, at: usize, stops: Stops) -> impl IntoView {
    let row = Memo::new(move |before: Option<&Option<Row>>| {
        let row = transcript.with(|it| it.as_ref()?.rows.get(at).cloned());
        // A row that is about to be removed keeps its text until then.
        row.or_else(|| before.cloned().flatten())
    });
    let current = move || row.with(|row| row.as_ref().is_some_and(|row| row.current));
    let class = move || {
        row.with(|row| {
            let Some(row) = row else { return String::new() };
            let who = match row.who {
                Who::Client => "row is-client",
                Who::Server => "row is-server",
                Who::Note => "row is-note",
            };
            tone_class(who, row.tone)
        })
    };
    let who = Memo::new(move |_| row.with(|row| row.as_ref().map(|row| row.who)));
    let speaker = move || {
        let (letter, word) = match who.get()? {
            Who::Client => ("C:", t(strings::CLIENT_SAYS)),
            Who::Server => ("S:", t(strings::SERVER_SAYS)),
            Who::Note => return None,
        };
        Some(view! {
            <span class="row-who" aria-hidden="true">{letter}</span>
            <span class="unseen">{word}</span>
        })
    };
    let text = move || {
        row.with(|row| {
            let row = row.as_ref()?;
            if row.folded.is_some() {
                return None;
            }
            let lines = row.lines.iter().map(|line| {
                let line = if row.who == Who::Note { told(line) } else { said(line) };
                view! { <span class="row-line">{line}</span> }
            });
            Some(lines.collect_view())
        })
    };
    let stage = expect_context::<Stage>();
    let lit = Memo::new(move |_| {
        let id = row.with(|row| row.as_ref().map(|row| row.id));
        stage.desk().lit.with(|lit| id.is_some_and(|id| lit.records.contains(&id)))
    });
    let is_folded =
        Memo::new(move |_| row.with(|row| row.as_ref().is_some_and(|row| row.folded.is_some())));
    let lost = move || {
        let told = row.with(|row| {
            let row = row.as_ref()?;
            Some(match (row.passage, &row.arrives) {
                (Passage::Lost, _) => ("row-lost", t(strings::LOST).to_owned()),
                (Passage::Held, _) => ("row-lost", t(strings::HELD).to_owned()),
                (Passage::Free, Some(at)) => ("row-late", strings::arrives(at)),
                (Passage::Free, None) => return None,
            })
        });
        told.map(|(class, word)| view! { <span class=class>{word}</span> })
    };
    view! {
        <li class=class part="log-row" class:is-current=current class:is-lit=move || lit.get() aria-current=move || current().then_some("step")>
            <span class="row-time">{move || row.with(|row| row.as_ref().map(time))}</span>
            {speaker}
            <div class="row-text">
                {text}
                {move || is_folded.get().then(|| view! { <Folded row /> })}
                <Explained transcript at stops />
                {lost}
                {move || lit.get().then(|| view! { <span class="unseen">{t(strings::story::POINTED_AT)}</span> })}
            </div>
        </li>
    }
}

/// When it was, and on which day where that is a new one.
fn time(row: &Row) -> impl IntoView + use<> {
    // The space is for those who hear it.
    let day = row.day.clone().map(|day| view! { <span class="row-day">{day}" "</span> });
    view! {
        {day}
        {row.at.clone()}
        <span class="row-millis">{row.millis.clone()}</span>
    }
}

/// A sentence about what happened.
fn told(line: &str) -> AnyView {
    line.to_owned().into_any()
}

/// What was said; where it is longer than its place, words stay whole.
fn said(line: &str) -> AnyView {
    let piece = |(text, is_whole): (&str, bool)| {
        let text = text.to_owned();
        if is_whole {
            view! { <span class="row-word">{text}</span> }.into_any()
        } else {
            text.into_any()
        }
    };
    pieces(line).into_iter().map(piece).collect_view().into_any()
}

/// The text of a message, shown when somebody asks for it.
#[component]
fn Folded(row: Memo<Option<Row>>) -> impl IntoView {
    let stage = expect_context::<Stage>();
    let open = RwSignal::new(false);
    let summary = move || row.with(|row| row.as_ref()?.folded.as_ref().map(strings::folded));
    let text = move || {
        if !open.get() {
            return None;
        }
        let (lines, more) = row.with(|row| {
            let folded = row.as_ref()?.folded.as_ref()?;
            Some(stage.with(|show| folded.text(show.trace())))
        })?;
        Some(source(&lines, more))
    };
    view! {
        <details on:toggle=move |_| open.update(|open| *open = !*open)>
            <summary>{summary}</summary>
            {text}
        </details>
    }
}

/// The lines of a text.
pub(crate) fn source(lines: &[String], more: usize) -> impl IntoView + use<> {
    let more = (more > 0).then(|| view! { <p class="more">{strings::more_lines(more)}</p> });
    view! {
        <pre class="source" tabindex="0" data-scrolls="">{lines.join("\n")}</pre>
        {more}
    }
}
