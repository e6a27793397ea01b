//! Writing a message and sending it, at the moment that is shown.

use leptos::ev::{KeyboardEvent, SubmitEvent};
use leptos::prelude::*;
use relay_view::letter::{Letter, WISHES};

use crate::dialog::Dialog;
use crate::stage::Stage;
use crate::strings::{self, compose, t};

/// The dialog.
#[component]
pub(crate) fn Compose() -> impl IntoView {
    let stage = expect_context::<Stage>();
    let letter = stage.desk().letter;
    let wrong = RwSignal::new(None::<String>);
    let open = stage.desk().composing;
    Effect::new(move |_| {
        if open.get() {
            let known = letter.with_untracked(|letter| letter.from.clone());
            let senders = stage.senders();
            if !senders.contains(&known) {
                let first = senders.into_iter().next().unwrap_or_default();
                letter.update(|letter| letter.from = first);
            }
        }
    });
    // What stands in the envelope is seen, above all where it is wrong.
    let more = RwSignal::new(letter.with_untracked(Letter::has_envelope));
    let send = move || match letter.with_untracked(|letter| stage.send(letter, "")) {
        Ok(()) => {
            wrong.set(None);
            open.set(false);
            letter.update(Letter::forget_envelope);
            more.set(false);
        }
        Err(what) => {
            wrong.set(Some(what));
            more.update(|more| *more |= letter.with_untracked(Letter::has_envelope));
        }
    };
    let submitted = move |event: SubmitEvent| {
        event.prevent_default();
        send();
    };
    // As mail programs have it, wherever one writes.
    let typed = move |event: KeyboardEvent| {
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
            event.prevent_default();
            send();
        }
    };
    view! {
        <Dialog open id="rs-compose-title" title=t(strings::COMPOSE)>
            <form class="help-body compose-form" on:submit=submitted on:keydown=typed>
                <Fields letter more />
                <p class="compose-wrong" role="alert">{move || wrong.get()}</p>
                <div class="compose-foot">
                    <button type="submit" class="tool with-text is-main">{t(strings::SEND_NOW)}</button>
                </div>
            </form>
        </Dialog>
    }
}

/// Whether what was opened or closed is open now.
fn is_open(event: &web_sys::Event) -> bool {
    event_target::<web_sys::HtmlDetailsElement>(event).open()
}

/// From whom, to whom, and what.
#[component]
fn Fields(letter: RwSignal<Letter>, more: RwSignal<bool>) -> impl IntoView {
    let stage = expect_context::<Stage>();
    let options = move || {
        let chosen = letter.with(|letter| letter.from.clone());
        let option = |sender: String| {
            let selected = sender == chosen;
            view! { <option value=sender.clone() selected=selected>{sender.clone()}</option> }
        };
        stage.senders().into_iter().map(option).collect_view()
    };
    view! {
        <label>
            <span>{t(strings::FROM)}</span>
            <select on:change=move |event| {
                letter.update(|letter| letter.from = event_target_value(&event));
            }>{options}</select>
        </label>
        <label>
            <span>{t(strings::TO)}</span>
            <input
                type="text"
                // Only while it is open: a page in a frame of another site may not take the focus, and
                // says so in the console, when a field that wants it is put in.
                autofocus=move || stage.desk().composing.get()
                autocomplete="off"
                spellcheck="false"
                placeholder="bob@example.net"
                prop:value=move || letter.with(|letter| letter.to.clone())
                on:input=move |event| {
                    letter.update(|letter| letter.to = event_target_value(&event));
                }
            />
        </label>
        <details class="compose-more" prop:open=move || more.get() on:toggle=move |event| more.set(is_open(&event))>
            <summary>{t(compose::MORE)}</summary>
            <Envelope letter />
        </details>
        <label>
            <span>{t(strings::SUBJECT)}</span>
            <input
                type="text"
                autocomplete="off"
                prop:value=move || letter.with(|letter| letter.subject.clone())
                on:input=move |event| {
                    letter.update(|letter| letter.subject = event_target_value(&event));
                }
            />
        </label>
        <label>
            <span>{t(strings::TEXT)}</span>
            <textarea
                rows="5"
                prop:value=move || letter.with(|letter| letter.body.clone())
                on:input=move |event| {
                    letter.update(|letter| letter.body = event_target_value(&event));
                }
            ></textarea>
        </label>
    }
}

/// A field of the envelope, read and written.
#[derive(Clone, Copy)]
struct Field {
    title: &'static str,
    hint: &'static str,
    of: fn(&Letter) -> &String,
    set: fn(&mut Letter, String),
}

/// Who gets it besides, and what the envelope says that the header does not.
#[component]
fn Envelope(letter: RwSignal<Letter>) -> impl IntoView {
    let fields = [
        Field {
            title: "Cc",
            hint: "carol@example.net",
            of: |it| &it.cc,
            set: |it, text| it.cc = text,
        },
        Field {
            title: "Bcc",
            hint: "dave@example.net",
            of: |it| &it.bcc,
            set: |it, text| it.bcc = text,
        },
        Field {
            title: compose::ENVELOPE_FROM,
            hint: t(compose::ENVELOPE_HINT),
            of: |it| &it.envelope_from,
            set: |it, text| it.envelope_from = text,
        },
    ];
    let line = move |field: Field| {
        let Field { title, hint, of, set } = field;
        view! {
            <label>
                <span>{title}</span>
                <input
                    type="text"
                    autocomplete="off"
                    spellcheck="false"
                    placeholder=hint
                    prop:value=move || letter.with(|letter| of(letter).clone())
                    on:input=move |event| {
                        letter.update(|letter| set(letter, event_target_value(&event)));
                    }
                />
            </label>
        }
    };
    let chosen = Memo::new(move |_| letter.with(|letter| letter.notify));
    let at = move || WISHES.iter().position(|wish| *wish == chosen.get()).map(|at| at.to_string());
    let options = move || {
        let option = |(at, wish): (usize, _)| {
            let selected = wish == chosen.get();
            let words = compose::WISHES.get(at).map(|words| t(*words));
            view! { <option value=at.to_string() selected=selected>{words}</option> }
        };
        WISHES.into_iter().enumerate().map(option).collect_view()
    };
    let choose = move |event| {
        let at = event_target_value(&event).parse().ok();
        let wish = at.and_then(|at: usize| WISHES.get(at).copied()).flatten();
        letter.update(|letter| letter.notify = wish);
    };
    view! {
        {fields.map(line).into_iter().collect_view()}
        <label>
            <span>{t(compose::REPORTS)}</span>
            <select on:change=choose prop:value=at>{options}</select>
        </label>
        <p class="letter-more">{t(compose::EXPLAINED)}</p>
    }
}
