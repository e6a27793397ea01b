//! What survives a reload, and going elsewhere and back: kept in the tab's own storage, where there is one.
//! It is never needed.

mod view;

use leptos::ev;
use leptos::prelude::*;
use relay_view::kept::{Kept, MESSAGE_MAX, SOURCE_MAX};
use relay_view::player::Speed;
use relay_view::show::{KeptRuns, RunNo};
use web_sys::{PerformanceNavigation, Storage};

use crate::lessons::Lesson;
use crate::setting::Setting;
use crate::stage::{Source, Stage};
use crate::strings;
use crate::theme::Theme;
use crate::trouble::Trouble;

/// The name under which it is kept.
const NAME: &str = "relayscope";

/// The address that was shown: who comes back to another one finds that one.
const ADDRESS: &str = "address";

/// The name of the message file that was too large to be kept.
const LOST: &str = "lost_message";

/// That what was done by hand was too much to be kept.
const LOST_DEEDS: &str = "lost_deeds";

/// That there is no room for the runs that were left.
const LOST_RUNS: &str = "lost_runs";

/// The number of the run with which the one that is shown is compared.
const COMPARED: &str = "compared";

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
        let Some(storage) = storage() else { return };
        let put = |extent: &Extent| {
            storage.set_item(NAME, &state_of_page(stage, theme, setting, *extent).write()).is_ok()
        };
        // What does not fit is left out, so that the rest does.
        if ![Extent::All, Extent::OneRun, Extent::Least].iter().any(put) {
            // A full storage keeps nothing, and nothing is lost but a place in a run; what was kept
            // before would be another place.
            let _ = storage.remove_item(NAME);
        }
    });
    on_cleanup(move || listener.remove());
}

/// Takes up the state again, if the page was reloaded, or somebody comes back to it.
pub(crate) fn recall(stage: Stage, theme: Theme, setting: Setting) {
    let text = storage().and_then(|storage| storage.get_item(NAME).ok().flatten());
    if let Some(kept) = text.and_then(|text| Kept::read(&text)).filter(is_here_again) {
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

/// Whether this is the page that was left last, as far as its address tells: a visit from elsewhere begins as
/// its address says, and of several pages that were left only the last one is kept.
fn is_here_again(kept: &Kept) -> bool {
    let window = web_sys::window();
    let navigation = window.and_then(|window| window.performance()).map(|it| it.navigation());
    match navigation.map(|it| it.type_()) {
        Some(PerformanceNavigation::TYPE_RELOAD) => true,
        Some(PerformanceNavigation::TYPE_BACK_FORWARD) => {
            address().is_some_and(|address| kept.get(ADDRESS) == Some(address.as_str()))
        }
        _ => false,
    }
}

fn address() -> Option<String> {
    web_sys::window()?.location().href().ok()
}

/// How much is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Extent {
    /// Everything.
    All,
    /// Of the runs only the one that is shown.
    OneRun,
    /// That, and no message file of the visitor, which may be more than a storage takes.
    Least,
}

/// What is kept of a run and of the view on it, and what is lost.
pub(crate) fn state(stage: Stage, extent: Extent) -> Kept {
    let mut kept = Kept::default();
    let source = stage.source.get_untracked();
    let own = source.lesson().is_none();
    match &source {
        Source::Lesson(id) => kept.set("lesson", *id),
        Source::File(name) => kept.set("file", name),
        Source::Link => {}
    }
    let mut shared = stage.carried(true);
    if let Some(name) = untrack(|| stage.message()) {
        kept.message = stage.message_file(MESSAGE_MAX).filter(|_| extent != Extent::Least);
        if kept.message.is_none() {
            kept.set(LOST, name);
            // What was done to a run with the message has no meaning in one without it.
            shared.journal.clear();
        }
    }
    let has_deeds = !shared.journal.is_empty();
    let is_plain = !own && shared.seed.is_none() && !has_deeds && kept.message.is_none();
    let mut link = if is_plain { None } else { shared.link().ok() };
    if has_deeds && link.is_none() {
        kept.set(LOST_DEEDS, "1");
        shared.journal.clear();
        link = shared.link().ok();
    }
    match link {
        Some(link) => kept.set("run", link),
        None if own => kept.source = Some(stage.with_untracked(|show| show.source().to_owned())),
        None => {}
    }
    kept.set("position", stage.position.get_untracked().to_string());
    if let Some(number) = stage.lesson_step() {
        kept.set("lesson_step", number.to_string());
    }
    put_runs(stage, extent, &mut kept);
    view::put(stage, &mut kept, !shared.journal.is_empty());
    kept
}

/// Notes the runs that were left, or that they are lost. They send the same message as the one that is
/// shown and are made of the same scenario: without one of these they are others, and where what was done
/// by hand is lost, that is told of all.
fn put_runs(stage: Stage, extent: Extent, kept: &mut Kept) {
    let runs = stage.with_untracked(relay_view::Show::kept_runs);
    let is_told = kept.get(LOST).is_some() || kept.get(LOST_DEEDS).is_some();
    let is_whole = kept.source.as_ref().is_none_or(|source| source.len() <= SOURCE_MAX);
    if runs.left.is_empty() || is_told {
        return;
    }
    if extent != Extent::All || !is_whole {
        return kept.set(LOST_RUNS, "1");
    }
    runs.put(kept);
    if let Some(no) = stage.desk().compared.get_untracked() {
        kept.set(COMPARED, no.0.to_string());
    }
}

/// What is kept over a reload: how the visitor likes the page, too.
fn state_of_page(stage: Stage, theme: Theme, setting: Setting, extent: Extent) -> Kept {
    let mut kept = state(stage, extent);
    if let Some(address) = address() {
        kept.set(ADDRESS, address);
    }
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
pub(crate) fn take_up(stage: Stage, mut kept: Kept) -> Result<(), Trouble> {
    let message = kept.message.take();
    let file = kept.get("file");
    let lesson = kept.get("lesson").and_then(Lesson::find);
    let (run, had_message) = (kept.get("run"), message.is_some());
    let has_scenario = run.is_some() || lesson.is_some() || kept.source.is_some();
    match (run, lesson, &kept.source) {
        (Some(run), ..) => stage.open_link(run, file, message)?,
        (None, lesson, source) => {
            match (lesson, source) {
                (Some(lesson), _) if !is_shown(stage, lesson) => stage.load_lesson(lesson, None),
                (None, Some(source)) => {
                    stage.load_file(file.unwrap_or_default().to_owned(), source, None)?;
                }
                _ => {}
            }
            if let Some(message) = message {
                stage.load_message(message);
            }
        }
    }
    // Beside another scenario, or another message, they are none.
    let is_theirs = has_scenario && had_message == untrack(|| stage.message()).is_some();
    if let Some(runs) = KeptRuns::take(&kept).filter(|_| is_theirs) {
        stage.touch(|show| show.take_up_runs(&runs));
        let compared = kept.number(COMPARED).and_then(|it| u32::try_from(it).ok());
        stage.desk().compared.set(compared.map(RunNo));
    }
    if let Some(position) = kept.number("position").filter(|_| kept.get("run").is_none()) {
        stage.seek(position);
    }
    match kept.number("lesson_step") {
        Some(number) => stage.read_lesson_step(number, false),
        None => stage.desk().lesson_step.set(None),
    }
    view::take_up(stage, &mut kept);
    if let Some(name) = kept.get(LOST) {
        let why = strings::message_lost(stage.language.get_untracked(), name);
        stage.trouble.set(Some(Trouble::not_kept(strings::TROUBLE_NOT_KEPT, &why)));
    } else if kept.get(LOST_DEEDS).is_some() {
        let why = strings::DEEDS_LOST.in_(stage.language.get_untracked());
        stage.trouble.set(Some(Trouble::not_kept(strings::TROUBLE_DEEDS_NOT_KEPT, why)));
    } else if kept.get(LOST_RUNS).is_some() {
        let why = strings::RUNS_LOST.in_(stage.language.get_untracked());
        stage.trouble.set(Some(Trouble::not_kept(strings::TROUBLE_RUNS_NOT_KEPT, why)));
    }
    Ok(())
}

/// Whether a lesson is shown as it is, with nothing done to it, in no other run either.
fn is_shown(stage: Stage, lesson: &Lesson) -> bool {
    let is_alone = |show: &relay_view::Show| show.is_as_written() && show.left_trace().is_none();
    stage.source.get_untracked() == Source::Lesson(lesson.id) && stage.with_untracked(is_alone)
}
