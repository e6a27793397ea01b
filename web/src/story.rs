//! The story beside the map: a lesson's text, its questions and tasks, and the way from pause to
//! pause.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use relay_kernel::RecordId;
use relay_view::Player;
use relay_view::lesson::{self, Lit, Page, Progress, Question, Reading, Task, TaskState, Verdict};
use relayscope::scenario::Panel;
use relayscope::trace::HostId;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;

use crate::desk::{LessonWish, Scenery};
use crate::prose::{link, prose};
use crate::shelf;
use crate::stage::{Stage, Tab};
use crate::strings::{story as strings, t};
use crate::trouble::Trouble;

/// Where the reader is, and how to go on.
#[derive(Clone, Copy)]
pub(crate) struct Reader {
    stage: Stage,
    reading: Memo<Option<Reading>>,
    /// Whether no more of the run is to come, so that what was not reached never is.
    is_complete: Memo<bool>,
    progress: RwSignal<Progress>,
    /// Whether the reader was here before.
    resumes: RwSignal<bool>,
    /// Whether the run was set going by the reader, to the next pause.
    going: StoredValue<bool>,
    section: NodeRef<leptos::html::Section>,
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
            going: StoredValue::new(false),
            section: NodeRef::new(),
        };
        // What is wanted of a scenario that was just loaded counts for that one.
        Effect::new(move |before: Option<u32>| {
            let (loaded, wish) = (stage.loaded.get(), stage.desk().lesson_wish.get());
            if before != Some(loaded) {
                let before = if persist.get_untracked() { reader.before() } else { None };
                reader.resumes.set(before.is_some());
                reader.progress.set(before.unwrap_or_default());
                reader.going.set_value(false);
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
                && (plays || played || reader.going.get_value())
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
    fn has_begun(&self) -> bool {
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

    /// Begins at the first step, with no answer given.
    fn start(&self) {
        self.progress.set(Progress::default());
        self.show(0);
    }

    /// The step that comes next.
    fn next(&self) -> usize {
        if self.stage.desk().lesson_step.get_untracked().is_some() {
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
    fn show(&self, step: usize) {
        let Some(place) = self.place(step) else { return };
        self.read(step);
        self.stage.seek(place);
    }

    /// Turns to a step, wherever the run is.
    fn read(&self, step: usize) {
        self.keep_focus("h2");
        self.going.set_value(false);
        self.progress.update(|progress| progress.step = step);
        self.stage.desk().lesson_step.set(Some(step));
    }

    /// Lets the run go on to the next step.
    fn go_on(&self) {
        let next = self.next();
        let Some(place) = self.place(next) else { return };
        if place <= self.stage.position.get_untracked() {
            return self.show(next);
        }
        self.going.set_value(true);
        self.stage.control(Player::play);
    }

    fn page(&self) -> Option<Page> {
        let (stage, progress) = (self.stage, self.progress);
        self.reading.with(|reading| {
            let reading = reading.as_ref()?;
            progress.with(|progress| stage.with(|show| reading.page(show, progress)))
        })
    }

    /// What had the focus is about to go: who reads by keyboard goes on at what comes in its place.
    fn keep_focus(&self, selector: &'static str) {
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

    fn choose(&self, choice: usize) {
        let stage = self.stage;
        self.keep_focus(".story-verdict");
        self.reading.with_untracked(|reading| {
            let Some(reading) = reading else { return };
            self.progress.update(|progress| {
                stage.with_untracked(|show| reading.choose(show, progress, choice));
            });
        });
    }
}

/// The panel; nothing where the scenario holds no lesson.
#[component]
pub(crate) fn Story() -> impl IntoView {
    let stage = expect_context::<Stage>();
    let reader = expect_context::<Reader>();
    let page = Memo::new(move |_| reader.page());
    Effect::new(move |_| {
        let page = if reader.has_begun() { page.get() } else { None };
        let lit = page.map(|page| page.lit).unwrap_or_default();
        if stage.desk().lit.with_untracked(|before| *before != lit) {
            stage.desk().lit.set(lit);
        }
    });
    let has_lesson = Memo::new(move |_| reader.reading.with(Option::is_some));
    move || {
        has_lesson.get().then(|| {
            view! {
                <section class="story" node_ref=reader.section aria-labelledby="rs-story-title">
                    {move || {
                        if reader.has_begun() {
                            page.get().map(|page| step(&reader, page))
                        } else {
                            Some(cover(&reader))
                        }
                    }}
                </section>
            }
        })
    }
}

/// What is shown before the first step.
fn cover(reader: &Reader) -> AnyView {
    let reader = *reader;
    let stage = reader.stage;
    let (title, minutes, sources) = stage.with(|show| {
        let lesson = show.scenario().lesson.as_ref();
        let minutes = lesson.map_or(0, |lesson| lesson.minutes);
        let sources: Vec<_> = lesson.map(|it| lesson::sources(it).collect()).unwrap_or_default();
        (show.cast().title.clone(), minutes, sources)
    });
    let about = stage.with(|show| show.cast().about.clone());
    let sources = sources.into_iter().map(|(source, address)| {
        let words = match address {
            Some(address) => link(&address, source),
            None => source.into_any(),
        };
        view! { <li>{words}</li> }
    });
    let resume = reader.resumes.get().then(|| {
        let step = reader.progress.with_untracked(|progress| progress.step);
        view! {
            <button
                type="button"
                class="tool with-text is-main"
                on:click=move |_| reader.show(step)
            >
                {strings::resume_at(step + 1)}
            </button>
        }
    });
    view! {
        <h2 id="rs-story-title" tabindex="-1">{title}</h2>
        <div class="story-body" data-scrolls tabindex="0">
            <p>{about}</p>
            <p class="story-small">{strings::minutes(minutes)}</p>
            <h3>{t(strings::SOURCES)}</h3>
            <ul class="story-small">{sources.collect_view()}</ul>
        </div>
        <div class="story-foot">
            {resume}
            <button
                type="button"
                class="tool with-text"
                class:is-main=!reader.resumes.get_untracked()
                on:click=move |_| reader.start()
            >
                {if reader.resumes.get_untracked() { t(strings::START_OVER) } else { t(strings::START_LESSON) }}
            </button>
        </div>
    }
    .into_any()
}

/// One step.
fn step(reader: &Reader, page: Page) -> AnyView {
    let reader = *reader;
    let Page { number, count, title, text, missed, question, task, lit, .. } = page;
    let is_last = number == count;
    let targets = targets(reader.stage, &lit);
    let points_nowhere = targets.is_empty();
    view! {
        <h2 id="rs-story-title" tabindex="-1">{title}</h2>
        <p class="story-small" role="status">{strings::step(number, count)}</p>
        <div class="story-body" data-scrolls tabindex="0">
            {missed.map(|why| view! { <p class="story-missed">{t(strings::missed(why))}</p> })}
            {prose(&text)}
            <p class="story-hosts" hidden=points_nowhere>{t(strings::LOOK_AT)}" "{targets}</p>
            {question.map(|question| ask(&reader, question))}
            {task.map(set_task)}
        </div>
        <div class="story-foot">
            <button
                type="button"
                class="tool with-text"
                disabled=number == 1
                on:click=move |_| reader.show(number.saturating_sub(2))
            >
                {t(strings::STEP_BEFORE)}
            </button>
            <button
                type="button"
                class="tool with-text is-main"
                disabled=is_last
                on:click=move |_| reader.go_on()
            >
                {t(strings::GO_ON)}
            </button>
            <button
                type="button"
                class="tool with-text"
                disabled=is_last
                on:click=move |_| reader.show(number)
            >
                {t(strings::SKIP_TO)}
            </button>
        </div>
    }
    .into_any()
}

/// What is pointed at, in words: a button for each leads there.
fn targets(stage: Stage, lit: &Lit) -> Vec<AnyView> {
    let name = |id: HostId| stage.with_untracked(|show| show.cast().name(id).to_owned());
    let button = |words: String, go: Box<dyn Fn()>| {
        view! { <button type="button" class="story-host" on:click=move |_| go()>{words}</button> }
            .into_any()
    };
    let mut all: Vec<AnyView> = Vec::new();
    for id in lit.hosts.iter().copied() {
        all.push(button(name(id), Box::new(move || stage.select(Some(id)))));
    }
    for [a, b] in lit.links.iter().copied() {
        let go = move || stage.desk().scenery.set(Scenery::Map);
        all.push(button(strings::link(&name(a), &name(b)), Box::new(go)));
    }
    for panel in lit.panels.iter().copied() {
        all.push(button(strings::panel(panel).to_owned(), Box::new(move || open(stage, panel))));
    }
    if let Some(id) = lit.records.last().copied() {
        let words = strings::lines(lit.records.len());
        all.push(button(words, Box::new(move || stage.seek_record(id))));
    }
    all
}

/// Shows a part of the page.
fn open(stage: Stage, panel: Panel) {
    match (panel, Tab::of(panel)) {
        (Panel::Map, _) => stage.desk().scenery.set(Scenery::Map),
        (Panel::Ladder, _) => stage.desk().scenery.set(Scenery::Ladder),
        (_, Some(tab)) => stage.tab.set(tab),
        (_, None) => {}
    }
}

/// A question, and the answer once the reader has given one.
fn ask(reader: &Reader, question: Question) -> AnyView {
    let reader = *reader;
    let Question { text, choices, verdict } = question;
    let chosen = RwSignal::new(verdict.as_ref().and_then(|verdict| verdict.chosen));
    let is_answered = verdict.is_some();
    let right = verdict.as_ref().map(|verdict| verdict.right);
    let fields = choices.into_iter().enumerate().map(|(n, words)| {
        view! {
            <label class="story-choice" class:is-right=right == Some(n)>
                <input
                    type="radio"
                    name="rs-choice"
                    value=n.to_string()
                    prop:checked=move || chosen.get() == Some(n)
                    disabled=is_answered
                    on:change=move |_| chosen.set(Some(n))
                />
                <span>{words}</span>
            </label>
        }
    });
    let commit = move |event: SubmitEvent| {
        event.prevent_default();
        if let Some(choice) = chosen.get_untracked() {
            reader.choose(choice);
        }
    };
    view! {
        <form class="story-question" on:submit=commit>
            <fieldset>
                <legend>{text}</legend>
                {fields.collect_view()}
            </fieldset>
            <button
                type="submit"
                class="tool with-text"
                hidden=is_answered
                disabled=move || chosen.get().is_none()
            >
                {t(strings::ANSWER)}
            </button>
            <div role="status">{verdict.map(|verdict| told(reader.stage, verdict))}</div>
        </form>
    }
    .into_any()
}

fn told(stage: Stage, verdict: Verdict) -> AnyView {
    let is_right = verdict.is_right();
    let words = if is_right { t(strings::RIGHT) } else { t(strings::NOT_RIGHT) };
    let Verdict { shown_by, explain, .. } = verdict;
    let shown_by = shown_by.map(|(id, at): (RecordId, String)| {
        view! {
            <p>
                <button type="button" class="tool with-text" on:click=move |_| stage.seek_record(id)>
                    {strings::shown_at(&at)}
                </button>
            </p>
        }
    });
    view! {
        <p class="story-verdict" tabindex="-1" class:is-right=is_right>{words}</p>
        {explain.map(|explain| prose(&explain))}
        {shown_by}
    }
    .into_any()
}

/// A task, and how far it is.
fn set_task(task: Task) -> AnyView {
    let Task { goal, tools, hint, state } = task;
    let is_done = state == TaskState::Done;
    let words = match state {
        TaskState::Open => t(strings::TASK_OPEN).to_owned(),
        TaskState::Done => t(strings::TASK_DONE).to_owned(),
        TaskState::NotAllowed(what) => strings::not_allowed(&what),
    };
    let tools = tools.iter().map(|tool| strings::tool(tool)).collect::<Vec<_>>().join(", ");
    view! {
        <div class="story-task">
            <h3>{t(strings::TASK)}</h3>
            <p>{goal}</p>
            <p class="story-small" hidden=tools.is_empty()>{t(strings::TOOLS)}" "{tools.clone()}</p>
            <p class="story-verdict" class:is-right=is_done role="status">{words}</p>
            {hint.map(|hint| view! {
                <details>
                    <summary>{t(strings::HINT)}</summary>
                    {prose(&hint)}
                </details>
            })}
        </div>
    }
    .into_any()
}
