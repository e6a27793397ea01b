//! A console: anybody may type SMTP or POP3 to any host, while everything else goes on.

mod completion;
mod history;
mod prompt;

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use relay_kernel::ConnNo;
use relay_view::transcript::Transcript;
use relayscope::scenario::HostNo;

pub(crate) use history::HISTORY_MAX;
use prompt::Prompt;

use crate::stage::Stage;
use crate::strings::{self, t};
use crate::transcript::Rows;

/// The port of message submission (RFC 6409 §3.1).
const SUBMISSION_PORT: u16 = 587;

/// POP3's port (RFC 1939 §3).
const POP3_PORT: u16 = 110;

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
        let conn = conn.and_then(|conn| trace.find_conn(conn));
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
