//! Where one types to a host.

use leptos::ev::{ClipboardEvent, KeyboardEvent, SubmitEvent};
use leptos::html::Input;
use leptos::prelude::*;
use relay_kernel::ConnNo;
use relay_view::measure::chunk_left;
use relayscope::command::{Command, HangUp};

use super::completion::{Completion, Offers};
use super::history::History;
use crate::app::show_nearest;
use crate::deeds::NotYet;
use crate::settled::once_drawn;
use crate::stage::Stage;
use crate::strings::{self, t};

/// Octets of a text that is pasted as lines; one beyond that is left to the browser, which makes it
/// one line, as in any other field.
const PASTED_MAX: usize = 64 << 10;

/// Who has connected, or has sent a line by its button, wants to type the next one: what is given back
/// puts the focus there, if it is in the console at all.
fn typist(
    stage: Stage,
    field: NodeRef<Input>,
    open: Memo<Option<ConnNo>>,
) -> impl Fn() + Copy + Send + Sync {
    let go_on_typing = move || {
        let Some(field) = field.get_untracked() else { return };
        let console = field.closest(".console").ok().flatten();
        if console.is_some_and(|console| console.matches(":focus-within").unwrap_or(false)) {
            request_animation_frame(move || {
                // What is gone again cannot be focused, and need not be.
                let _ = field.focus();
            });
        }
    };
    Effect::new(move |before: Option<bool>| {
        let is_open = open.with(Option::is_some);
        if is_open && before == Some(false) {
            go_on_typing();
        }
        is_open
    });
    // What is said above the line moves it, and it stays in sight of who types.
    Effect::new(move |_| {
        stage.position.track();
        let Some(field) = field.get_untracked() else { return };
        once_drawn(move || {
            if field.matches(":focus").unwrap_or(false) {
                show_nearest(&field);
            }
        });
    });
    go_on_typing
}

/// What a field holds once a text is pasted in place of what is selected in it, or at its caret.
fn pasted(field: NodeRef<Input>, event: &ClipboardEvent) -> Option<String> {
    let field = field.get_untracked()?;
    let pasted = event.clipboard_data()?.get_data("text/plain").ok()?;
    if pasted.len() > PASTED_MAX {
        return None;
    }
    // The browser counts in UTF-16. Where it tells no selection, the text goes behind all.
    let units: Vec<u16> = field.value().encode_utf16().collect();
    let place = |at: Option<u32>| at.map_or(units.len(), |at| (at as usize).min(units.len()));
    let start = place(field.selection_start().ok().flatten());
    let end = place(field.selection_end().ok().flatten()).max(start);
    let [before, after] = [&units[..start], &units[end..]].map(String::from_utf16_lossy);
    Some(before + &pasted + &after)
}

/// Where one types.
#[component]
pub(super) fn Prompt(open: Memo<Option<ConnNo>>) -> impl IntoView {
    let stage = expect_context::<Stage>();
    let text = stage.desk().typed;
    let history = History::new(stage.desk().history);
    let field = NodeRef::<Input>::new();
    let go_on_typing = typist(stage, field, open);
    let completion = Completion::new(stage, open, text);
    let say = move |conn: ConnNo, lines: &str| {
        history.remember(lines);
        completion.close();
        stage.type_lines(conn, lines);
        go_on_typing();
    };
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(conn) = open.get_untracked() else { return };
        let line = text.get_untracked();
        text.set(String::new());
        say(conn, &line);
    };
    // Lines that are pasted are sent without a wait for the replies, as a client does that
    // pipelines (RFC 2920); what has no end of line yet can be gone on with.
    let paste = move |event: ClipboardEvent| {
        let Some(conn) = open.get_untracked() else { return };
        let Some(all) = pasted(field, &event) else { return };
        // One line is the browser's own affair.
        let Some((lines, rest)) = all.rsplit_once('\n') else { return };
        event.prevent_default();
        text.set(rest.to_owned());
        say(conn, lines);
    };
    // What is offered comes first; where nothing is, the arrows go through what was typed before.
    let walk = move |event: KeyboardEvent| {
        let up = match event.key().as_str() {
            _ if completion.takes(&event) => return,
            "ArrowUp" => true,
            "ArrowDown" => false,
            _ => return,
        };
        event.prevent_default();
        completion.close();
        if let Some(line) = history.step(up, text.get_untracked()) {
            text.set(line);
        }
    };
    view! {
        <form class="console-prompt" on:submit=send>
            <NotYet />
            <ChunkLeft open />
            <div class="console-line" on:keydown=walk on:paste=paste>
                <Line open field completion text />
                <Offers completion />
            </div>
            <Ends open />
        </form>
    }
}

/// The line that is being typed.
#[component]
fn Line(
    open: Memo<Option<ConnNo>>,
    field: NodeRef<Input>,
    completion: Completion,
    text: RwSignal<String>,
) -> impl IntoView {
    let closed = move || open.get().is_none();
    view! {
        <input
            node_ref=field
            type="text"
            aria-label=t(strings::CONSOLE_LINE)
            role="combobox"
            aria-autocomplete="list"
            aria-controls="rs-words"
            aria-expanded=move || completion.is_open().to_string()
            aria-activedescendant=move || completion.chosen_id()
            autocomplete="off"
            autocapitalize="off"
            spellcheck="false"
            placeholder=move || if closed() { t(strings::NOT_CONNECTED) } else { "" }
            // Not disabled: who types here is left here, and no letter becomes a key of the page.
            readonly=closed
            aria-disabled=move || closed().to_string()
            prop:value=move || text.get()
            on:input=move |event| {
                text.set(event_target_value(&event));
                completion.open();
            }
            on:blur=move |_| completion.close()
        />
    }
}

/// How much of a chunk (RFC 3030 §2) is still to be typed.
#[component]
fn ChunkLeft(open: Memo<Option<ConnNo>>) -> impl IntoView {
    let stage = expect_context::<Stage>();
    let left = Memo::new(move |_| {
        let position = stage.position.get();
        let conn = open.get()?;
        stage.look(|show| chunk_left(show.trace(), conn, show.pace().records_at(position)))
    });
    move || {
        left.get().map(
            |left| view! { <p class="deed-note" role="status">{strings::chunk_left(left)}</p> },
        )
    }
}

/// The ends of a line, and of a connection.
#[component]
fn Ends(open: Memo<Option<ConnNo>>) -> impl IntoView {
    let stage = expect_context::<Stage>();
    let closed = move || open.get().is_none();
    let hang_up = move |how: HangUp| {
        move |_| {
            if let Some(conn) = open.get_untracked() {
                stage.at_console(conn, Command::HangUp { conn, how });
            }
        }
    };
    view! {
        <button type="submit" class="tool with-text" disabled=closed>{t(strings::TYPE)}</button>
        <button type="button" class="tool with-text" title=t(strings::HANG_UP_MEANS) disabled=closed on:click=hang_up(HangUp::Close)>
            {t(strings::HANG_UP)}
        </button>
        <button type="button" class="tool with-text" title=t(strings::PULL_PLUG_MEANS) disabled=closed on:click=hang_up(HangUp::Reset)>
            {t(strings::PULL_PLUG)}
        </button>
    }
}
