//! What survives a reload: kept in the tab's own storage, where there is one. It is never needed.

use leptos::ev;
use leptos::prelude::*;
use relay_view::kept::Kept;
use relay_view::{Moment, Step};
use web_sys::{PerformanceNavigation, Storage};

use crate::desk::Scenery;
use crate::lessons::Lesson;
use crate::stage::{Source, Stage, Tab};
use crate::theme::Theme;

/// The name under which it is kept.
const NAME: &str = "relayscope";

/// The storage of the tab; none where the browser or its user does not want it.
fn storage() -> Option<Storage> {
    web_sys::window()?.session_storage().ok().flatten()
}

/// Keeps the state when the page goes.
pub(crate) fn keep(stage: Stage, theme: Theme) {
    let listener = window_event_listener(ev::pagehide, move |_| {
        if let Some(storage) = storage() {
            // A full storage keeps nothing, and nothing is lost but a place in a run.
            let _ = storage.set_item(NAME, &state(stage, theme).write());
        }
    });
    on_cleanup(move || listener.remove());
}

/// Takes up the state again, if the page was reloaded.
pub(crate) fn recall(stage: Stage, theme: Theme) {
    let window = web_sys::window();
    let navigation = window.and_then(|window| window.performance()).map(|it| it.navigation());
    if navigation.is_none_or(|it| it.type_() != PerformanceNavigation::TYPE_RELOAD) {
        return;
    }
    let text = storage().and_then(|storage| storage.get_item(NAME).ok().flatten());
    if let Some(kept) = text.and_then(|text| Kept::read(&text)) {
        take_up(stage, theme, kept);
    }
}

const TABS: [(Tab, &str); 6] = [
    (Tab::Session, "session"),
    (Tab::Hosts, "hosts"),
    (Tab::Messages, "messages"),
    (Tab::Mailboxes, "mailboxes"),
    (Tab::Dns, "dns"),
    (Tab::Console, "console"),
];

/// What is kept.
fn state(stage: Stage, theme: Theme) -> Kept {
    let desk = stage.desk();
    let mut kept = Kept { moved: desk.moved.get_untracked(), ..Kept::default() };
    match stage.source.get_untracked() {
        Source::Lesson(id) => kept.set("lesson", id),
        Source::File(name) => {
            kept.set("file", name);
            kept.source = Some(stage.with_untracked(|show| show.source().to_owned()));
        }
    }
    kept.set("position", stage.position.get_untracked().to_string());
    let tab = stage.tab.get_untracked();
    kept.set("tab", TABS.iter().find(|(it, _)| *it == tab).map_or("", |(_, name)| name));
    if let Some(id) = stage.selected.get_untracked() {
        kept.set("host", id.0.to_string());
    }
    if desk.scenery.get_untracked() == Scenery::Ladder {
        kept.set("ladder", "1");
    }
    let step = desk.step.get_untracked();
    kept.set("step", place(&Step::ALL, &step));
    if let Some(kind) = desk.kind.get_untracked() {
        kept.set("kind", place(&Moment::ALL, &kind));
    }
    if let Some(name) = untrack(move || theme.chosen()) {
        kept.set("theme", name);
    }
    if theme.large.get_untracked() {
        kept.set("large", "1");
    }
    kept
}

fn take_up(stage: Stage, theme: Theme, kept: Kept) {
    match (kept.get("lesson").and_then(Lesson::find), kept.get("file"), &kept.source) {
        (Some(lesson), ..) if stage.source.get_untracked() != Source::Lesson(lesson.id) => {
            stage.load_lesson(lesson);
        }
        (None, Some(name), Some(source)) => stage.load_file(name.to_owned(), source),
        _ => {}
    }
    let desk = stage.desk();
    let hosts = stage.with_untracked(|show| show.cast().len());
    if let Some(position) = kept.number("position") {
        stage.seek(position);
    }
    if let Some((tab, _)) = TABS.iter().find(|(_, name)| kept.get("tab") == Some(name)) {
        stage.tab.set(*tab);
    }
    let host = kept.number("host").filter(|at| *at < hosts);
    stage.selected.set(host.map(relayscope::trace::HostId::from_index));
    if kept.get("ladder").is_some() {
        desk.scenery.set(Scenery::Ladder);
    }
    let step = kept.number("step").and_then(|at| Step::ALL.get(at));
    desk.step.set(step.copied().unwrap_or_default());
    desk.kind.set(kept.number("kind").and_then(|at| Moment::ALL.get(at)).copied());
    theme.choose(kept.get("theme").map(|name| name == "dark"));
    theme.large.set(kept.get("large").is_some());
    desk.moved.set(kept.moved);
}

/// The place of one among all, as text.
fn place<T: PartialEq>(all: &[T], one: &T) -> String {
    all.iter().position(|it| it == one).unwrap_or(0).to_string()
}
