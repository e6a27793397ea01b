//! Who reads a lesson: which step, what was answered, and the way from pause to pause.

use leptos::prelude::*;
use relay_view::Player;
use relay_view::lesson::{Page, Progress, Reading};
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;

use crate::app::show_nearest;
use crate::desk::LessonWish;
use crate::shelf;
use crate::stage::Stage;
use crate::strings::story as strings;
use crate::trouble::Trouble;

/// Where the reader is, and how to go on.
#[derive(Clone, Copy)]
pub(crate) struct Reader {
    pub(crate) stage: Stage,
    reading: Memo<Option<Reading>>,
    /// Whether no more of the run is to come, so that what was not reached never is.
    is_complete: Memo<bool>,
    progress: RwSignal<Progress>,
    /// Whether the reader was here before.
    pub(crate) resumes: RwSignal<bool>,
    /// Whether the reader wanted to go on without an answer.
    pub(crate) is_reminded: RwSignal<bool>,
    /// Whether the run was set going by the reader, to the next pause.
    going: RwSignal<bool>,
    /// The panel.
    pub(crate) section: NodeRef<leptos::html::Section>,
}

impl Reader {
    /// A reader who has not begun.
    pub(crate) fn new(stage: Stage, persist: RwSignal<bool>) -> Self {
        let reader = Self {
            stage,
            reading: Memo::new(move |_| stage.with(Reading::new)),
            is_complete: Memo::new(move |_| stage.with(relay_view::Show::is_complete)),
            progress: RwSignal::new(Progress::default()),
            resumes: RwSignal::new(false),
            is_reminded: RwSignal::new(false),
            going: RwSignal::new(false),
            section: NodeRef::new(),
        };
        // What is wanted of a scenario that was just loaded counts for that one.
        Effect::new(move |before: Option<u32>| {
            let (loaded, wish) = (stage.loaded.get(), stage.desk().lesson_wish.get());
            if before != Some(loaded) {
                let before = if persist.get_untracked() { reader.before() } else { None };
                reader.resumes.set(before.is_some());
                reader.progress.set(before.unwrap_or_default());
                reader.going.set(false);
            }
            if let Some(wish) = wish {
                reader.fulfil(wish);
            }
            loaded
        });
        Effect::new(move |_| {
            let (started, progress) = (reader.has_begun(), reader.progress.get());
            if started && persist.get_untracked() {
                reader.keep(&progress);
            }
        });
        Effect::new(move |_| reader.complain());
        Effect::new(move |before: Option<(usize, bool)>| {
            let position = stage.position.get();
            let plays = stage.player.with_untracked(Player::is_playing);
            if let Some((before, played)) = before
                && (plays || played || reader.going.get_untracked())
            {
                reader.pause_between(before, position);
            }
            (position, plays)
        });
        reader
    }

    /// How far the reader was before, if beyond the first step or an answer.
    fn before(&self) -> Option<Progress> {
        let found = self.reading.with_untracked(|reading| {
            self.stage.with_untracked(|show| shelf::take(show, reading.as_ref()?))
        });
        found.filter(|progress| *progress != Progress::default())
    }

    fn keep(&self, progress: &Progress) {
        self.reading.with_untracked(|reading| {
            if let Some(reading) = reading {
                self.stage.with_untracked(|show| shelf::put(show, reading, progress));
            }
        });
    }

    /// Whether a step is read.
    pub(crate) fn has_begun(&self) -> bool {
        self.stage.desk().lesson_step.get().is_some()
    }

    /// Shows the step that somebody wants, as soon as its place is known.
    fn fulfil(&self, wish: LessonWish) {
        let LessonWish { step, seeks } = wish;
        let (stage, desk) = (self.stage, self.stage.desk());
        self.is_complete.track();
        let is_known = self.reading.with(|reading| {
            let knows = |it: &Reading| stage.with_untracked(|show| it.knows(show, step));
            reading.as_ref().is_none_or(knows)
        });
        if !is_known {
            return;
        }
        desk.lesson_wish.set(None);
        match self.place(step) {
            Some(_) if seeks => self.show(step),
            Some(_) => self.read(step),
            None => {}
        }
    }

    /// Tells the author of a lesson whose run never comes to a step.
    fn complain(&self) {
        let stage = self.stage;
        stage.loaded.track();
        self.is_complete.track();
        let mistake = self.reading.with(|reading| {
            let reading = reading.as_ref()?;
            stage.with_untracked(|show| reading.mistake(show))
        });
        if let Some((number, title)) = mistake {
            let why = strings::never_paused(stage.language.get_untracked(), number, &title);
            stage.trouble.set(Some(Trouble::in_lesson(&why)));
        }
    }

    /// Whether there is a lesson.
    pub(crate) fn has_lesson(&self) -> bool {
        self.reading.with(Option::is_some)
    }

    /// The step that is read, or was when the reader was here before.
    pub(crate) fn step(&self) -> usize {
        self.progress.with_untracked(|progress| progress.step)
    }

    /// Begins at the first step, with no answer given.
    pub(crate) fn start(&self) {
        self.progress.set(Progress::default());
        self.show(0);
    }

    /// The step that comes next.
    fn next(&self) -> usize {
        if self.has_begun_untracked() {
            self.progress.with_untracked(|progress| progress.step + 1)
        } else {
            0
        }
    }

    /// The position at which a step is shown.
    fn place(&self, step: usize) -> Option<usize> {
        let stage = self.stage;
        self.reading.with_untracked(|reading| {
            let reading = reading.as_ref()?;
            let is_there = stage.with_untracked(|show| {
                let lesson = show.scenario().lesson.as_ref();
                lesson.is_some_and(|lesson| step < lesson.steps.len())
            });
            is_there.then(|| stage.with_untracked(|show| reading.position(show, step)))
        })
    }

    /// Pauses at the next step, if the run has come to it.
    fn pause_between(&self, before: usize, position: usize) {
        let next = self.next();
        if self.place(next).is_some_and(|place| (before + 1..=position).contains(&place)) {
            self.show(next);
        }
    }

    /// Goes to a step.
    pub(crate) fn show(&self, step: usize) {
        let Some(place) = self.place(step) else { return };
        self.read(step);
        self.stage.seek(place);
    }

    /// Turns to a step, wherever the run is.
    fn read(&self, step: usize) {
        self.keep_focus("h2");
        self.begin_at_the_top();
        self.is_reminded.set(false);
        self.going.set(false);
        self.progress.update(|progress| progress.step = step);
        self.stage.desk().lesson_step.set(Some(step));
    }

    /// Lets the run go on to the next step, unless there is a question that nobody answered: that
    /// comes into view.
    pub(crate) fn go_on(&self) {
        if self.has_open_question() && self.has_begun_untracked() {
            return self.ask_again();
        }
        let next = self.next();
        let Some(place) = self.place(next) else { return };
        if place <= self.stage.position.get_untracked() {
            return self.show(next);
        }
        self.going.set(true);
        self.stage.control(Player::play);
    }

    /// Whether it does so just now.
    pub(crate) fn goes_on(&self) -> bool {
        self.going.get() && self.stage.player.with(Player::is_playing)
    }

    pub(crate) fn page(&self) -> Option<Page> {
        let (stage, progress) = (self.stage, self.progress);
        self.reading.with(|reading| {
            let reading = reading.as_ref()?;
            progress.with(|progress| stage.with(|show| reading.page(show, progress)))
        })
    }

    fn has_begun_untracked(&self) -> bool {
        self.stage.desk().lesson_step.get_untracked().is_some()
    }

    fn has_open_question(&self) -> bool {
        let page = untrack(|| self.page());
        page.and_then(|page| page.question).is_some_and(|question| question.is_open())
    }

    /// Shows the run as planned, in which all steps come; the one that was changed is kept.
    pub(crate) fn back_to_plan(&self) {
        // The button that was pressed goes at once.
        self.keep_focus("h2");
        self.stage.reset();
        self.stage.read_lesson_step(self.step() + 1, true);
    }

    /// The first step to come, from 1, that what was done by hand has taken away.
    pub(crate) fn lost(&self) -> Option<usize> {
        let step = self.progress.with(|progress| progress.step);
        self.reading.with(|it| self.stage.with(|show| it.as_ref()?.lost_behind(show, step)))
    }

    /// Brings the question into view, with the focus on its first choice.
    fn ask_again(&self) {
        self.is_reminded.set(true);
        let Some(section) = self.section.get_untracked() else { return };
        let form = section.query_selector(".story-question").ok().flatten();
        if let Some(form) = form {
            show_nearest(&form);
            let first = form.query_selector("input").ok().flatten();
            if let Some(first) = first.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
                // It is in view already, as far as it can be.
                let options = web_sys::FocusOptions::new();
                options.set_prevent_scroll(true);
                // What is gone again cannot be focused, and need not be.
                let _ = first.focus_with_options(&options);
            }
        }
    }

    /// The text of another step is read from its first line.
    fn begin_at_the_top(&self) {
        let Some(section) = self.section.get_untracked() else { return };
        request_animation_frame(move || {
            if let Some(body) = section.query_selector(".story-body").ok().flatten() {
                body.set_scroll_top(0);
            }
        });
    }

    /// The answer comes into view with its explanation, as far as there is room.
    fn show_what_is_told(&self) {
        let Some(section) = self.section.get_untracked() else { return };
        request_animation_frame(move || {
            if let Some(told) = section.query_selector(".story-told").ok().flatten() {
                show_nearest(&told);
            }
        });
    }

    /// What had the focus is about to go: who reads by keyboard goes on at what comes in its place.
    pub(crate) fn keep_focus(&self, selector: &'static str) {
        let Some(section) = self.section.get_untracked() else { return };
        if !section.matches(":focus-within").unwrap_or(false) {
            return;
        }
        request_animation_frame(move || {
            let found = section.query_selector(selector).ok().flatten();
            if let Some(element) = found.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
                // What is gone again cannot be focused, and need not be.
                let _ = element.focus();
            }
        });
    }

    pub(crate) fn choose(&self, choice: usize) {
        let stage = self.stage;
        self.keep_focus(".story-verdict");
        self.show_what_is_told();
        self.reading.with_untracked(|reading| {
            let Some(reading) = reading else { return };
            self.progress.update(|progress| {
                stage.with_untracked(|show| reading.choose(show, progress, choice));
            });
        });
    }
}
