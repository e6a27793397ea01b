//! What just happened and why, in words that are legible from the back row.

use leptos::prelude::*;
use relay_view::lesson::rfc_address;
use relay_view::sentence::{self, Sentence};

use crate::prose::link;
use crate::stage::Stage;
use crate::strings::{self, t};
use crate::why::Why;

/// The caption below the map.
#[component]
pub(crate) fn CaptionLine() -> impl IntoView {
    let stage = expect_context::<Stage>();
    let because = move || stage.caption.with(|caption| caption.because.clone());
    let rule = move || stage.caption.with(|caption| caption.rule.clone());
    let next = move || stage.caption.with(|caption| caption.next.clone());
    let end = move || {
        let outcome = stage.caption.with(|caption| caption.outcome.clone());
        outcome.map(|outcome| format!("{} {outcome}", t(strings::END)))
    };
    let section = NodeRef::<leptos::html::Section>::new();
    let back = move || {
        let from = stage.desk().jumped_from.get()?;
        let go = move |_| {
            stage.seek(from);
            // The button is gone then; who used it by keyboard stays here.
            if let Some(section) = section.get_untracked() {
                let _ = section.focus();
            }
        };
        Some(view! {
            <button type="button" class="link back" on:click=go>
                "← " {t(strings::JUMP_BACK)}
            </button>
        })
    };
    view! {
        <section node_ref=section class="caption" tabindex="0" data-scrolls="" aria-label=t(strings::NOW)>
            <h2 class="unseen">{t(strings::NOW)}</h2>
            <p class="caption-text">{move || stage.caption.with(|it| it.text.clone())}</p>
            <p class="caption-why" hidden=move || because().is_none()>{because}</p>
            <p class="caption-next" hidden=move || next().is_none()>
                <span class="waits" aria-hidden="true"></span>
                {next}
            </p>
            <p class="caption-end" hidden=move || end().is_none()>{end}</p>
            <div class="caption-foot">
                <Why />
                <p class="rule" hidden=move || rule().is_empty()>
                    {move || rules(&rule())}
                </p>
                {back}
            </div>
        </section>
    }
}

/// Rules with commas between them; an RFC is a link.
fn rules(all: &str) -> impl IntoView + use<> {
    let one = |(nth, rule): (usize, &str)| {
        let comma = (nth > 0).then_some(", ");
        let rule = match rfc_address(rule) {
            Some(address) => link(&address, rule.to_owned()),
            None => rule.to_owned().into_any(),
        };
        view! { {comma} {rule} }
    };
    all.split(", ").enumerate().map(one).collect_view()
}

/// What is said about the moment that is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Caption {
    /// What happened.
    pub(crate) text: String,
    /// Why.
    pub(crate) because: Option<String>,
    /// The rule that it follows.
    pub(crate) rule: String,
    /// What comes after an idle stretch.
    pub(crate) next: Option<String>,
    /// What came of it, at the end.
    pub(crate) outcome: Option<String>,
}

/// What is said at a position.
pub(crate) fn caption_at(show: &relay_view::Show, position: usize) -> Caption {
    let (cast, trace, pace) = (show.cast(), show.trace(), show.pace());
    let now = pace.time_at(position);
    let next = pace.beats().get(position).filter(|beat| beat.idle.is_some() && position > 0);
    let next = next.map(|beat| sentence::ahead(cast, trace, beat.lead(), now));
    match pace.beat(position) {
        Some(beat) => {
            let Sentence { text, because, rule } = sentence::sentence(cast, trace, beat.lead());
            let ended = position == pace.len() && !show.has_more();
            let outcome = ended.then(|| sentence::outcome(cast, trace));
            Caption { text, because, rule, next, outcome }
        }
        None if let Some((from, to)) = show.envelope_of_message() => Caption {
            text: strings::NOTHING_YET.in_(cast.language).to_owned(),
            because: Some(strings::envelope_of_message(cast.language, &from, &to)),
            ..Caption::default()
        },
        // The lesson beside it begins with its title and what it is about.
        None if show.scenario().lesson.is_some() => Caption {
            text: strings::NOTHING_YET.in_(cast.language).to_owned(),
            because: Some(strings::FOLLOW.in_(cast.language).to_owned()),
            ..Caption::default()
        },
        None => Caption {
            text: match &cast.title[..] {
                "" => strings::NOTHING_YET.in_(cast.language).to_owned(),
                title => title.to_owned(),
            },
            because: Some(cast.about.clone()).filter(|about| !about.is_empty()),
            ..Caption::default()
        },
    }
}
