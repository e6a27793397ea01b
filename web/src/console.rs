//! A console: anybody may type SMTP or POP3 to any host, while everything else goes on.

use leptos::ev::{ClipboardEvent, KeyboardEvent, SubmitEvent};
use leptos::prelude::*;
use relay_kernel::ConnNo;
use relay_view::measure::chunk_left;
use relay_view::transcript::Transcript;
use relayscope::command::{Command, HangUp};
use relayscope::scenario::HostNo;

use crate::app::show_nearest;
use crate::completion::{Completion, Offers};
use crate::deeds::NotYet;
use crate::stage::Stage;
use crate::strings::{self, t};
use crate::transcript::Rows;

/// The port of message submission (RFC 6409 §3.1).
pub(crate) const SUBMISSION_PORT: u16 = 587;

/// POP3's port (RFC 1939 §3).
pub(crate) const POP3_PORT: u16 = 110;

/// Lines that are remembered.
pub(crate) const HISTORY_MAX: usize = 100;

/// Octets of a text that is pasted as lines; one beyond that is left to the browser, which makes it
/// one line, as in any other field.
const PASTED_MAX: usize = 64 << 10;

/// A port that somebody may connect to.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Door {
    host: HostNo,
    port: u16,
    label: String,
}

/// The console.
#[component]
pub(crate) fn Console() -> impl IntoView {
    let stage = expect_context::<Stage>();
    let open = Memo::new(move |_| stage.desk().console.get().filter(|conn| is_open(stage, *conn)));
    let transcript = Memo::new(move |_| {
        let conn = stage.desk().console.get()?;
        let position = stage.position.get();
        stage.look(|show| {
            let records = show.pace().records_at(position);
            let holdings = show.holdings(position);
            let known = conn.index() < show.trace().conn_count();
            known.then(|| Transcript::of(show.cast(), show.trace(), &holdings, records, conn))
        })
    });
    view! {
        <div class="console" part="editor">
            <Dial open />
            <div class="console-log" role="log" aria-label=t(strings::SESSION)><Rows transcript /></div>
            <Prompt open />
        </div>
    }
}

/// Whether the person at the console can still say something.
fn is_open(stage: Stage, conn: ConnNo) -> bool {
    let position = stage.position.get();
    stage.look(|show| show.holdings(position).conn(conn).is_some_and(|open| open.connected))
}

/// From where, and to whom.
#[component]
fn Dial(open: Memo<Option<ConnNo>>) -> impl IntoView {
    let stage = expect_context::<Stage>();
    let first = move || untrack(|| first_call(stage));
    let (from_first, door_first) = first();
    let (from, door) = (RwSignal::new(from_first), RwSignal::new(door_first));
    Effect::new(move |_| {
        stage.loaded.track();
        let (from_first, door_first) = first();
        from.set(from_first);
        door.set(door_first);
    });
    let hosts = move || {
        stage
            .with(|show| show.cast().hosts().map(|(_, host)| host.name.clone()).collect::<Vec<_>>())
    };
    let connect = move |event: SubmitEvent| {
        event.prevent_default();
        let doors = doors(stage);
        let Some(to) = doors.get(door.get_untracked()) else { return };
        stage.dial((HostNo::from_index(from.get_untracked()), to.host), to.port);
    };
    let options = |names: Vec<String>, chosen: RwSignal<usize>| {
        let option = move |(at, name): (usize, String)| {
            let selected = move || chosen.get() == at;
            view! { <option value=at.to_string() selected=selected>{name}</option> }
        };
        names.into_iter().enumerate().map(option).collect_view()
    };
    let number = |event| event_target_value(&event).parse().unwrap_or(0);
    view! {
        <form class="console-dial" on:submit=connect>
            <label>
                <span>{t(strings::FROM)}</span>
                <select on:change=move |event| from.set(number(event))>
                    {move || options(hosts(), from)}
                </select>
            </label>
            <label>
                <span>{t(strings::TO)}</span>
                <select on:change=move |event| door.set(number(event))>
                    {move || options(doors(stage).into_iter().map(|door| door.label).collect(), door)}
                </select>
            </label>
            <button type="submit" class="tool with-text">
                {move || if open.get().is_some() { t(strings::CONNECT_AGAIN) } else { t(strings::CONNECT) }}
            </button>
        </form>
    }
}

/// Which host calls which door, before somebody chooses: as in the session that is open, else as in
/// the scenario, where somebody types in it. Otherwise the first host calls another one, since talking
/// to oneself shows less.
fn first_call(stage: Stage) -> (usize, usize) {
    let doors = doors(stage);
    let conn = stage.desk().console.get();
    let typing = stage.with(|show| {
        let (trace, typing) = (show.trace(), show.scenario().typings.first());
        let typing = typing.map(|it| (it.from.index(), it.to.index(), it.port));
        let conn = conn.filter(|conn| conn.index() < trace.conn_count()).map(|it| trace.conn(it));
        let called = conn.map(|it| (it.client.index(), it.server.index(), it.port));
        let (from, to, port) = called.or(typing)?;
        let door = doors.iter().position(|it| (it.host.index(), it.port) == (to, port))?;
        Some((from, door))
    });
    let other = || doors.iter().position(|door| door.host.index() != 0).unwrap_or(0);
    typing.unwrap_or_else(|| (0, other()))
}

/// Every service of every host.
fn doors(stage: Stage) -> Vec<Door> {
    stage.with(|show| {
        let hosts = show.scenario().hosts.iter().enumerate();
        let doors = hosts.flat_map(|(at, host)| {
            let services = [
                (host.services.smtp, 25, "SMTP"),
                (
                    host.services.submission,
                    SUBMISSION_PORT,
                    strings::service(relay_view::transcript::Service::Submission),
                ),
                (host.services.pop3, POP3_PORT, "POP3"),
            ];
            services.into_iter().filter(|(has, ..)| *has).map(move |(_, port, name)| Door {
                host: HostNo::from_index(at),
                port,
                label: strings::door(&host.name.to_string(), name, port),
            })
        });
        doors.collect()
    })
}

/// Who has connected, or has sent a line by its button, wants to type the next one: what is given back
/// puts the focus there, if it is in the console at all.
fn typist(
    stage: Stage,
    field: NodeRef<leptos::html::Input>,
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
        request_animation_frame(move || {
            if field.matches(":focus").unwrap_or(false) {
                show_nearest(&field);
            }
        });
    });
    go_on_typing
}

/// What was typed before, and how far back in it somebody has gone.
#[derive(Clone, Copy)]
struct History {
    lines: StoredValue<Vec<String>>,
    back: StoredValue<usize>,
}

impl History {
    fn new(lines: StoredValue<Vec<String>>) -> Self {
        Self { lines, back: StoredValue::new(0) }
    }

    /// Remembers lines that are sent, cut as [`Command::lines`] cuts them.
    fn remember(self, lines: &str) {
        self.lines.update_value(|all| {
            let lines = lines.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line));
            all.extend(lines.map(str::to_owned));
            let over = all.len().saturating_sub(HISTORY_MAX);
            all.drain(..over);
        });
        self.back.set_value(0);
    }

    /// The line before the one where somebody is, or the one after it; an empty one behind the last.
    /// Nothing comes after what is being typed.
    fn step(self, up: bool) -> Option<String> {
        self.lines.with_value(|all| {
            let now = self.back.get_value();
            if !up && now == 0 {
                return None;
            }
            let goal = if up { (now + 1).min(all.len()) } else { now.saturating_sub(1) };
            self.back.set_value(goal);
            let line = all.len().checked_sub(goal).and_then(|at| all.get(at)).cloned();
            Some(line.unwrap_or_default())
        })
    }
}

/// What a field holds once a text is pasted in place of what is selected in it, or at its caret.
fn pasted(field: NodeRef<leptos::html::Input>, event: &ClipboardEvent) -> Option<String> {
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
fn Prompt(open: Memo<Option<ConnNo>>) -> impl IntoView {
    let stage = expect_context::<Stage>();
    let text = stage.desk().typed;
    let history = History::new(stage.desk().history);
    let field = NodeRef::<leptos::html::Input>::new();
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
        if let Some(line) = history.step(up) {
            text.set(line);
        }
    };
    let hang_up = move |how: HangUp| {
        move |_| {
            if let Some(conn) = open.get_untracked() {
                stage.at_console(conn, Command::HangUp { conn, how });
            }
        }
    };
    let closed = move || open.get().is_none();
    let left = Memo::new(move |_| {
        let position = stage.position.get();
        let conn = open.get()?;
        stage.look(|show| chunk_left(show.trace(), conn, show.pace().records_at(position)))
    });
    let left = move || {
        left.get().map(
            |left| view! { <p class="deed-note" role="status">{strings::chunk_left(left)}</p> },
        )
    };
    view! {
        <form class="console-prompt" on:submit=send>
            <NotYet />
            {left}
            <div class="console-line">
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
                    on:keydown=walk
                    on:paste=paste
                />
                <Offers completion />
            </div>
            <button type="submit" class="tool with-text" disabled=closed>{t(strings::TYPE)}</button>
            <button type="button" class="tool with-text" title=t(strings::HANG_UP_MEANS) disabled=closed on:click=hang_up(HangUp::Close)>
                {t(strings::HANG_UP)}
            </button>
            <button type="button" class="tool with-text" title=t(strings::PULL_PLUG_MEANS) disabled=closed on:click=hang_up(HangUp::Reset)>
                {t(strings::PULL_PLUG)}
            </button>
        </form>
    }
}
