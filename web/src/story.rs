//! The story beside the map: a lesson's text, its questions and tasks.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use relay_kernel::RecordId;
use relay_view::lesson::{self, Lit, Page, Question, Task, TaskState, Verdict};
use relayscope::scenario::Panel;
use relayscope::trace::HostId;
use web_sys::MouseEvent;

use crate::desk::{Part, Scenery};
use crate::lessons::Lesson;
use crate::prose::{link, prose};
use crate::reader::Reader;
use crate::setting::Setting;
use crate::stage::{Chosen, Stage, Tab};
use crate::strings::{story as strings, t};

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
    let has_lesson = Memo::new(move |_| reader.has_lesson());
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
        // As it is written everywhere else, in every language.
        let source = source.replace(" section ", " §");
        let words = match address {
            Some(address) => link(&address, source),
            None => source.into_any(),
        };
        view! { <li>{words}</li> }
    });
    let resume = reader.resumes.get().then(|| {
        let step = reader.step();
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
    let Page { number, count, title, text, missed, question, task, lit } = page;
    let asks = question.as_ref().is_some_and(Question::is_open);
    let is_last = number == count;
    let targets = targets(reader.stage, &lit);
    let points_nowhere = targets.is_empty();
    let skip = move |event: MouseEvent| {
        // It has just come to where the lesson was begun: a double click means that button.
        if number > 1 || event.detail() < 2 {
            reader.show(number);
        }
    };
    view! {
        <h2 id="rs-story-title" tabindex="-1">{title}</h2>
        <p class="story-small" role="status">{strings::step(number, count)}</p>
        <div class="story-body" data-scrolls tabindex="0">
            {missed.map(|why| missing(&reader, t(strings::missed(why)).to_owned()))}
            <div role="status">{missed.is_none().then(|| lost(&reader))}</div>
            {prose(&text)}
            <p class="story-hosts" hidden=points_nowhere>{t(strings::LOOK_AT)}" "{targets}</p>
            {question.map(|question| ask(&reader, question))}
            {task.map(|task| set_task(&reader, task))}
            {is_last.then(|| end(&reader))}
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
                disabled=is_last && !asks
                on:click=move |_| reader.go_on()
            >
                {move || t(match (reader.goes_on(), asks) {
                    (true, _) => strings::GOES_ON,
                    (false, true) => strings::TO_THE_QUESTION,
                    (false, false) => strings::GO_ON,
                })}
            </button>
            <button
                type="button"
                class="tool with-text"
                disabled=is_last
                aria-label=move || t(if reader.goes_on() { strings::GO_THERE_NOW } else { strings::SKIP_TO })
                on:click=skip
            >
                {move || t(if reader.goes_on() { strings::GO_THERE } else { strings::SKIP })}
            </button>
        </div>
    }
    .into_any()
}

/// What the run does not come to, with the way back to where it does.
fn missing(reader: &Reader, words: String) -> AnyView {
    let reader = *reader;
    let is_by_hand = reader.stage.with_untracked(relay_view::Show::is_changed_by_hand);
    let back = is_by_hand.then(|| {
        view! {
            <button type="button" class="tool with-text" on:click=move |_| reader.back_to_plan()>
                {t(strings::BACK_TO_PLAN)}
            </button>
        }
    });
    view! { <div class="story-missed"><p>{words}</p>{back}</div> }.into_any()
}

/// That a later step does not come any more: told at once, and beside a question that stays as it is.
fn lost(reader: &Reader) -> impl IntoView + use<> {
    let reader = *reader;
    let lost = Memo::new(move |_| reader.lost());
    move || lost.get().map(|number| missing(&reader, strings::lost(number)))
}

/// That a lesson is over, and on our own page, where the next one is.
fn end(reader: &Reader) -> AnyView {
    let reader = *reader;
    let stage = reader.stage;
    let here = stage.source.get_untracked().lesson().and_then(Lesson::find);
    let here = here.filter(|_| use_context::<Setting>().is_some_and(|setting| setting.is_page));
    let next = here.and_then(Lesson::next).map(|next| {
        let title = next.title(stage.language.get_untracked());
        view! {
            " "
            <button
                type="button"
                class="link"
                on:click=move |_| {
                    reader.keep_focus(".is-main");
                    stage.load_lesson(next, None);
                }
            >
                {strings::next_lesson(title)}
            </button>
        }
    });
    view! { <p class="story-end">{t(strings::LESSON_ENDS)} {next}</p> }.into_any()
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
        all.push(button(name(id), Box::new(move || stage.look_at(Chosen::Host(id)))));
    }
    for [a, b] in lit.links.iter().copied() {
        // An author may have left out the panel that shows it in full.
        let is_shown = use_context::<Setting>().is_none_or(|it| Tab::Hosts.is_in(it.wanted()));
        let go = move || {
            if is_shown {
                stage.look_at(Chosen::between([a, b]));
            } else {
                open(stage, Panel::Map);
            }
        };
        all.push(button(strings::link(&name(a), &name(b)), Box::new(go)));
    }
    for panel in lit.panels.iter().copied() {
        all.push(button(strings::panel(panel).to_owned(), Box::new(move || open(stage, panel))));
    }
    if let Some(id) = lit.records.last().copied() {
        let words = strings::lines(lit.records.len());
        let go = move || {
            stage.seek_record(id);
            open(stage, Panel::Session);
        };
        all.push(button(words, Box::new(go)));
    }
    all
}

/// Shows a part of the page.
fn open(stage: Stage, panel: Panel) {
    let part = match (panel, Tab::of(panel)) {
        (Panel::Map, _) => {
            // Where both have room, it is there.
            if !stage.desk().has_room.get_untracked() {
                stage.desk().scenery.set(Scenery::Map);
            }
            Part::Scene
        }
        (Panel::Ladder, _) => {
            stage.desk().scenery.set(Scenery::Ladder);
            Part::Scene
        }
        (_, tab) => {
            if let Some(tab) = tab {
                stage.tab.set(tab);
            }
            Part::Panel
        }
    };
    stage.desk().goes_there.set_value(true);
    stage.desk().looked_at.set(Some(part));
}

/// A question, and the answer once the reader has given one.
fn ask(reader: &Reader, question: Question) -> AnyView {
    let reader = *reader;
    let Question { text, choices, verdict } = question;
    let chosen = RwSignal::new(verdict.as_ref().map(|verdict| verdict.chosen));
    let is_answered = verdict.is_some();
    let right = verdict.as_ref().map(|verdict| verdict.right);
    let wrong = verdict.as_ref().filter(|it| !it.is_right()).map(|verdict| verdict.chosen);
    let fields = choices.into_iter().enumerate().map(|(n, words)| {
        view! {
            <label
                class="story-choice"
                class:is-right=right == Some(n)
                class:is-wrong=wrong == Some(n)
            >
                <input
                    type="radio"
                    name="rs-choice"
                    value=n.to_string()
                    prop:checked=move || chosen.get() == Some(n)
                    disabled=is_answered
                    on:change=move |_| chosen.set(Some(n))
                />
                <span>{words}</span>
                <span class="unseen">{(wrong == Some(n)).then(|| t(strings::YOUR_CHOICE))}</span>
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
            <p class="story-missed" role="alert" hidden=move || !reader.is_reminded.get() || is_answered>
                {t(strings::ANSWER_FIRST)}
            </p>
            <button
                type="submit"
                class="tool with-text"
                hidden=is_answered
                disabled=move || chosen.get().is_none()
            >
                {t(strings::ANSWER)}
            </button>
            <div class="story-told" role="status">{verdict.map(|verdict| told(reader.stage, verdict))}</div>
        </form>
    }
    .into_any()
}

fn told(stage: Stage, verdict: Verdict) -> AnyView {
    let is_right = verdict.is_right();
    let words = if is_right { t(strings::RIGHT) } else { t(strings::NOT_RIGHT) };
    let Verdict { shown_by, explain, now, .. } = verdict;
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
        {now.map(|now| view! { <p class="story-small">{strings::right_now(&now)}</p> })}
        {shown_by}
    }
    .into_any()
}

/// A task, and how far it is.
fn set_task(reader: &Reader, task: Task) -> AnyView {
    let reader = *reader;
    let stage = reader.stage;
    let Task { goal, tools, hint, state } = task;
    let is_done = state == TaskState::Done;
    // What is asked for holds at the end of the run, and is seen there.
    let is_at_end = Memo::new(move |_| stage.position.get() == stage.count.get());
    let words = move || match &state {
        TaskState::Open => t(strings::TASK_OPEN).to_owned(),
        TaskState::Done if is_at_end.get() => t(strings::TASK_DONE).to_owned(),
        TaskState::Done => t(strings::TASK_COMES).to_owned(),
        TaskState::NotAllowed(what) => strings::not_allowed(what),
    };
    let tools = tools.iter().map(|tool| strings::tool(tool)).collect::<Vec<_>>().join(", ");
    view! {
        <div class="story-task">
            <h3>{t(strings::TASK)}</h3>
            <p>{goal}</p>
            <p class="story-small" hidden=tools.is_empty()>{t(strings::TOOLS)}" "{tools.clone()}</p>
            <p
                class="story-verdict"
                class:is-right=move || is_done && is_at_end.get()
                role="status"
                tabindex="-1"
            >
                {words}
            </p>
            <button
                type="button"
                class="tool with-text"
                hidden=move || !is_done || is_at_end.get()
                on:click=move |_| {
                    reader.keep_focus(".story-task .story-verdict");
                    stage.see_end();
                }
            >
                {t(strings::TO_THE_END)}
            </button>
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
