//! The source of a message: as it reads, and as it goes over the wire.

use leptos::prelude::*;
use relay_host::ContentId;
use relay_view::parts::{Part, parts};
use relay_view::source::{WireLine, source as lines, wire};
use relay_view::transcript::FOLDED_LINES_MAX;

use crate::stage::Stage;
use crate::strings::{self, t};
use crate::transcript::source;

/// The source of a message, shown when somebody asks for it.
#[component]
pub(crate) fn Content(#[prop(into)] content: Signal<ContentId>) -> impl IntoView {
    let stage = expect_context::<Stage>();
    let open = RwSignal::new(false);
    let as_sent = RwSignal::new(false);
    let text = move || {
        if !open.get() {
            return None;
        }
        let content = content.get();
        Some(if as_sent.get() {
            let (all, more) = stage.with(|show| wire(show.trace(), content, FOLDED_LINES_MAX));
            wire_lines(all, more).into_any()
        } else {
            let (all, more) = stage.with(|show| lines(show.trace(), content, FOLDED_LINES_MAX));
            source(&all, more).into_any()
        })
    };
    view! {
        <details on:toggle=move |_| open.update(|open| *open = !*open)>
            <summary>{t(strings::SOURCE_OF)}</summary>
            <label class="check">
                <input
                    type="checkbox"
                    prop:checked=move || as_sent.get()
                    on:change=move |event| as_sent.set(event_target_checked(&event))
                />
                {t(strings::AS_SENT)}
            </label>
            {text}
        </details>
    }
}

/// Lines with their ends, stuffed dots, and the dot that ends them.
fn wire_lines(all: Vec<WireLine>, more: usize) -> impl IntoView {
    let line = |it: WireLine| {
        let dot = it.stuffed.then(|| view! { <span class="wire-dot">"."</span> });
        view! { {dot} {it.text} {line_end(it.end)} "\n" }
    };
    let all = all.into_iter().map(line).collect_view();
    let rest = if more > 0 {
        view! { <span class="more">{strings::more_lines(more)}</span> "\n" }.into_any()
    } else {
        ().into_any()
    };
    view! {
        <p class="letter-more">{t(strings::AS_SENT_HINT)}</p>
        <pre class="source" tabindex="0" data-scrolls="">
            {all} {rest} <span class="wire-dot">"."</span> {line_end("CRLF")}
        </pre>
    }
}

/// The name of what ends a line; it is no part of the line for those who hear it, or copy it.
fn line_end(name: &'static str) -> impl IntoView {
    (!name.is_empty()).then(|| {
        view! { <span class="wire-end"><span class="unseen">" "</span>{name}</span> }
    })
}

/// The MIME parts of a message, shown when somebody asks for them.
#[component]
pub(crate) fn Parts(content: ContentId) -> impl IntoView {
    let stage = expect_context::<Stage>();
    let open = RwSignal::new(false);
    let list = move || {
        open.get().then(|| match stage.with(|show| parts(show.trace().content(content))) {
            Some(whole) => tree(vec![whole]),
            None => view! { <p class="nothing">{t(strings::NO_PARTS)}</p> }.into_any(),
        })
    };
    view! {
        <details on:toggle=move |_| open.update(|open| *open = !*open)>
            <summary>{t(strings::PARTS)}</summary>
            {list}
        </details>
    }
}

/// Parts, each with those that lie in it as a list of its own.
fn tree(all: Vec<Part>) -> AnyView {
    view! { <ul class="parts">{all.into_iter().map(part).collect_view()}</ul> }.into_any()
}

fn part(part: Part) -> impl IntoView {
    let name = (!part.name.is_empty()).then(|| format!(" · {}", part.name));
    let broken =
        part.broken.then(|| view! { <span class="dns-fails">{t(strings::PART_BROKEN)}</span> });
    let text = (!part.text.is_empty()).then(|| {
        view! { <pre class="source" tabindex="0" data-scrolls="">{part.text.join("\n")}</pre> }
    });
    let more = part.has_more.then(|| {
        let words = if part.parts.is_empty() { strings::PARTS_DEEPER } else { strings::PARTS_MORE };
        view! { <p class="nothing">{t(words)}</p> }
    });
    let inner = (!part.parts.is_empty()).then(|| tree(part.parts));
    view! {
        <li>
            <p><code>{part.kind}</code></p>
            <p class="letter-more">
                {part.encoding} " · " {strings::octets(part.octets as u64)} {name} {broken}
            </p>
            {text}
            {inner}
            {more}
        </li>
    }
}
