//! What survives a reload: kept in the tab's own storage, where there is one. It is never needed.

use leptos::ev;
use leptos::prelude::*;
use relay_view::kept::Kept;
use relay_view::player::Speed;
use relay_view::{Moment, Step};
use web_sys::{PerformanceNavigation, Storage};

use crate::desk::Scenery;
use crate::lessons::Lesson;
use crate::setting::Setting;
use crate::stage::{Source, Stage, Tab};
use crate::theme::Theme;
use crate::trouble::Trouble;

/// The name under which it is kept.
const NAME: &str = "relayscope";

/// The storage of the tab; none where the browser or its user does not want it.
fn storage() -> Option<Storage> {
    web_sys::window()?.session_storage().ok().flatten()
}

/// Keeps the state when the page goes.
pub(crate) fn keep(stage: Stage, theme: Theme, setting: Setting) {
    let listener = window_event_listener(ev::pagehide, move |_| {
        // Before anything is shown, what was kept is still to be taken up.
        if stage.loaded.get_untracked() == 0 {
            return;
        }
        if let Some(storage) = storage() {
            // A full storage keeps nothing, and nothing is lost but a place in a run.
            let _ = storage.set_item(NAME, &state_of_page(stage, theme, setting).write());
        }
    });
    on_cleanup(move || listener.remove());
}

/// Takes up the state again, if the page was reloaded.
pub(crate) fn recall(stage: Stage, theme: Theme, setting: Setting) {
    let window = web_sys::window();
    let navigation = window.and_then(|window| window.performance()).map(|it| it.navigation());
    if navigation.is_none_or(|it| it.type_() != PerformanceNavigation::TYPE_RELOAD) {
        return;
    }
    let text = storage().and_then(|storage| storage.get_item(NAME).ok().flatten());
    if let Some(kept) = text.and_then(|text| Kept::read(&text)) {
        theme.choose(kept.get("theme").map(|name| name == "dark"));
        theme.large.set(kept.get("large").is_some());
        setting.has_letters.set(kept.get("no_letters").is_none());
        if let Some(speed) = kept.number("speed").and_then(|it| u32::try_from(it).ok()) {
            stage.player.update(|player| player.set_speed(Speed::of(speed)));
        }
        // What cannot be shown any more is told like a link that cannot.
        let _ = take_up(stage, kept);
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

/// What is kept of a run and of the view on it.
pub(crate) fn state(stage: Stage) -> Kept {
    let desk = stage.desk();
    let mut kept = Kept { moved: desk.moved.get_untracked(), ..Kept::default() };
    let source = stage.source.get_untracked();
    match &source {
        Source::Lesson(id) => kept.set("lesson", *id),
        Source::File(name) => kept.set("file", name),
        Source::Link => {}
    }
    let is_plain = source.lesson().is_some()
        && stage.with_untracked(|show| show.journal().is_empty() && show.seed().is_none());
    // What was done to a run with the visitor's message has no meaning in one without it.
    let link = if stage.message_untracked() { None } else { stage.link(true).ok() };
    match link {
        _ if is_plain => {}
        Some(link) => kept.set("run", link),
        None if source.lesson().is_none() => {
            kept.source = Some(stage.with_untracked(|show| show.source().to_owned()));
        }
        None => {}
    }
    kept.set("position", stage.position.get_untracked().to_string());
    let tab = stage.tab.get_untracked();
    if let Some(number) = stage.lesson_step() {
        kept.set("lesson_step", number.to_string());
    }
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
    kept
}

/// What is kept over a reload: how the visitor likes the page, too.
fn state_of_page(stage: Stage, theme: Theme, setting: Setting) -> Kept {
    let mut kept = state(stage);
    if let Some(name) = untrack(move || theme.chosen()) {
        kept.set("theme", name);
    }
    if theme.large.get_untracked() {
        kept.set("large", "1");
    }
    if !setting.has_letters.get_untracked() {
        kept.set("no_letters", "1");
    }
    let speed = stage.player.with_untracked(|player| player.speed().hundredths());
    kept.set("speed", speed.to_string());
    kept
}

/// Shows again what was kept; otherwise says why that is impossible.
pub(crate) fn take_up(stage: Stage, kept: Kept) -> Result<(), Trouble> {
    let file = kept.get("file");
    match (kept.get("run"), kept.get("lesson").and_then(Lesson::find), &kept.source) {
        (Some(run), ..) => stage.open_link(run, file)?,
        (None, Some(lesson), _) if !is_shown(stage, lesson) => stage.load_lesson(lesson, None),
        (None, None, Some(source)) => {
            stage.load_file(file.unwrap_or_default().to_owned(), source, None)?;
        }
        _ => {}
    }
    let desk = stage.desk();
    let hosts = stage.with_untracked(|show| show.cast().len());
    if let Some(position) = kept.number("position").filter(|_| kept.get("run").is_none()) {
        stage.seek(position);
    }
    match kept.number("lesson_step") {
        Some(number) => stage.read_lesson_step(number, false),
        None => desk.lesson_step.set(None),
    }
    if let Some((tab, _)) = TABS.iter().find(|(_, name)| kept.get("tab") == Some(name)) {
        stage.tab.set(*tab);
    }
    let host = kept.number("host").filter(|at| *at < hosts);
    stage.selected.set(host.map(relayscope::trace::HostId::from_index));
    let is_ladder = kept.get("ladder").is_some();
    desk.scenery.set(if is_ladder { Scenery::Ladder } else { Scenery::Map });
    let step = kept.number("step").and_then(|at| Step::ALL.get(at));
    desk.step.set(step.copied().unwrap_or_default());
    desk.kind.set(kept.number("kind").and_then(|at| Moment::ALL.get(at)).copied());
    desk.moved.set(kept.moved);
    Ok(())
}

/// Whether a lesson is shown as it is, with nothing done to it.
fn is_shown(stage: Stage, lesson: &Lesson) -> bool {
    stage.source.get_untracked() == Source::Lesson(lesson.id)
        && stage.with_untracked(|show| show.journal().is_empty() && show.seed().is_none())
}

/// The place of one among all, as text.
fn place<T: PartialEq>(all: &[T], one: &T) -> String {
    all.iter().position(|it| it == one).unwrap_or(0).to_string()
}
