//! What became of the runs that were left when somebody acted.

use leptos::ev::{FocusEvent, KeyboardEvent};
use leptos::prelude::*;
use relay_mail::language::Words;
use relay_view::journey::{Difference, Next, Parting};
use relay_view::show::{Run, RunNo};
use wasm_bindgen::JsCast;

use crate::close::Close;
use crate::sheet::breakable;
use crate::stage::Stage;
use crate::strings::{self, runs, t};

/// The bar that says that the run was forked; nothing while it was not.
#[component]
pub(crate) fn BranchBar() -> impl IntoView {
    let stage = expect_context::<Stage>();
    let closed = stage.desk().branch_closed;
    let compared = Memo::new(move |_| stage.compared());
    let forked = move || compared.with(Option::is_some) && !closed.get();
    Effect::new(move |_| {
        stage.changes.track();
        closed.set(false);
    });
    let runs = Memo::new(move |_| stage.runs());
    let are_many = Memo::new(move |_| runs.with(Vec::len) > 2);
    let text = move || {
        stage.changes.track();
        if are_many.get() {
            let has_forgotten = stage.with(relay_view::Show::has_forgotten_runs);
            return strings::runs_kept(runs.with(Vec::len), has_forgotten);
        }
        let is_before = stage.with(relay_view::Show::is_run_before);
        t(if is_before { strings::BRANCH_TEXT_BEFORE } else { strings::BRANCH_TEXT }).to_owned()
    };
    view! {
        <section class="branch" aria-label=t(strings::BRANCH) hidden=move || !forked()>
            <h2 class="unseen">{t(strings::BRANCH)}</h2>
            <p>{text}</p>
            <Comparison>
                <Show when=move || are_many.get()>
                    <OtherRuns runs />
                </Show>
                <Differences />
            </Comparison>
            <Show
                when=move || are_many.get()
                fallback=move || view! {
                    <button type="button" class="tool with-text" on:click=move |_| stage.swap_branch()>
                        {t(strings::BRANCH_BACK)}
                    </button>
                }
            >
                <ShownRun runs />
            </Show>
            <div class="branch-close"><Close close=move || closed.set(true) /></div>
        </section>
    }
}

/// Where two runs part, which messages ended differently in them, and how.
#[component]
fn Differences() -> impl IntoView {
    let stage = expect_context::<Stage>();
    let differences = Memo::new(move |_| stage.differences());
    let parting = Memo::new(move |_| stage.parting());
    let row = |it: &Difference| {
        let or_none = |text: &str| {
            if text.is_empty() { t(strings::NOT_SENT).to_owned() } else { text.to_owned() }
        };
        let whom = view! { <span class="whom">{breakable(&it.recipient)}</span> };
        let message = view! { {it.subject.clone()} " → " {whom} };
        let ends = [&it.first, &it.second].map(|end| or_none(end).into_any());
        compared_row(message, ends)
    };
    let table = move |all: &Vec<Difference>| {
        let part = parting.get();
        let same =
            all.is_empty().then(|| view! { <p class="nothing">{t(strings::BRANCHES_SAME)}</p> });
        if all.is_empty() && part.is_none() {
            return same.into_any();
        }
        view! {
            {same}
            <table class="hosts" role="table" aria-label=t(strings::COMPARE)>
                <thead role="rowgroup">
                    <tr role="row">
                        <th scope="col" role="columnheader">{t(runs::WHAT_DIFFERS)}</th>
                        <th scope="col" role="columnheader">{t(strings::BRANCH_BEFORE)}</th>
                        <th scope="col" role="columnheader">{t(strings::BRANCH_NOW)}</th>
                    </tr>
                </thead>
                <tbody role="rowgroup">
                    {part.map(|it| parting_row(stage, it))}
                    {all.iter().map(row).collect_view()}
                </tbody>
            </table>
        }
        .into_any()
    };
    move || differences.with(|all| all.as_ref().map(table))
}

/// The row that tells where two runs part, and leads there.
fn parting_row(stage: Stage, it: Parting) -> impl IntoView {
    let Parting { first, second } = it;
    let go = match second {
        Next::Record { id, .. } => Some(view! {
            " "
            <button type="button" class="link" on:click=move |_| stage.seek_record(id)>
                {t(runs::GO_THERE)}
            </button>
        }),
        Next::Nothing | Next::Unknown => None,
    };
    let told = |next: Next| match next {
        Next::Nothing => t(runs::NOTHING_NEXT).into_any(),
        Next::Unknown => t(runs::UNKNOWN_NEXT).into_any(),
        Next::Record { at, text, line, .. } => {
            let line = line.map(|line| view! { " " <code>{line}</code> });
            view! { <span class="cell-more">{at}</span> " " {text} {line} }.into_any()
        }
    };
    compared_row(view! { {t(runs::THEY_PART)} {go} }, [first, second].map(told))
}

/// What is compared, and what it is in the other run and in this one. Where it is narrow, rows become blocks
/// (`notices.css`). The roles say that they are rows still, since a style takes that away with the shape; and
/// each cell says to the eye which run it is about, which the ear hears of the column.
fn compared_row(what: impl IntoView, [other, this]: [AnyView; 2]) -> impl IntoView {
    let whose = |run: Words| {
        view! { <span class="whose" aria-hidden="true">{t(run)} ": "</span> }
    };
    view! {
        <tr role="row">
            <th scope="row" role="rowheader">{what}</th>
            <td role="cell">{whose(strings::BRANCH_BEFORE)} {other}</td>
            <td role="cell">{whose(strings::BRANCH_NOW)} {this}</td>
        </tr>
    }
}

/// What differs, laid over what is below the bar until one goes on elsewhere. Nothing is compared
/// while it is closed.
#[component]
fn Comparison(children: ChildrenFn) -> impl IntoView {
    let details = NodeRef::<leptos::html::Details>::new();
    let open = RwSignal::new(false);
    let toggled = move |_| open.set(details.get_untracked().is_some_and(|it| it.open()));
    let left = move |event: FocusEvent| {
        // What has the focus loses it when the bar goes away with it, too, and then nothing is left here.
        let Some(details) = details.try_get_untracked().flatten() else { return };
        let goal = event.related_target().and_then(|it| it.dyn_into::<web_sys::Node>().ok());
        if !details.contains(goal.as_ref()) {
            details.set_open(false);
        }
    };
    let escape = move |event: KeyboardEvent| {
        let Some(details) = details.get_untracked() else { return };
        if event.key() == "Escape" && details.open() {
            event.stop_propagation();
            details.set_open(false);
            if let Some(summary) = details.first_element_child()
                && let Ok(summary) = summary.dyn_into::<web_sys::HtmlElement>()
            {
                // What is gone cannot be focused, and need not be.
                let _ = summary.focus();
            }
        }
    };
    view! {
        <details node_ref=details on:toggle=toggled on:focusout=left on:keydown=escape>
            <summary>{t(strings::COMPARE)}</summary>
            <div class="branch-table" tabindex="0" data-scrolls="" role="group" aria-label=t(strings::COMPARE)>
                {move || open.get().then(|| children())}
            </div>
        </details>
    }
}

/// The names of runs, one of them chosen.
fn options(runs: Vec<Run>, chosen: Option<RunNo>) -> impl IntoView {
    let option = |run: Run| {
        let selected = Some(run.no) == chosen;
        view! { <option value=run.no.0.to_string() selected=selected>{run.name}</option> }
    };
    runs.into_iter().map(option).collect_view()
}

/// The run that somebody has chosen in a menu.
fn chosen_in(event: &web_sys::Event) -> Option<RunNo> {
    event_target_value(event).parse().ok().map(RunNo)
}

/// Which of several runs is shown.
#[component]
fn ShownRun(runs: Memo<Vec<Run>>) -> impl IntoView {
    let stage = expect_context::<Stage>();
    let choose = move |event| {
        if let Some(no) = chosen_in(&event) {
            stage.show_run(no);
        }
    };
    let shown = Memo::new(move |_| {
        runs.with(|runs| runs.iter().find(|run| run.is_shown).map(|run| run.no))
    });
    view! {
        <label class="menu branch-run">
            <span class="unseen">{t(strings::RUN_SHOWN)}</span>
            <select
                on:change=choose
                prop:value=move || shown.get().map(|no| no.0.to_string())
                title=t(strings::RUN_SHOWN)
            >
                {move || options(runs.get(), shown.get())}
            </select>
        </label>
    }
}

/// With which of several other runs this one is compared.
#[component]
fn OtherRuns(runs: Memo<Vec<Run>>) -> impl IntoView {
    let stage = expect_context::<Stage>();
    let choose = move |event| stage.desk().compared.set(chosen_in(&event));
    let compared = Memo::new(move |_| stage.compared());
    let others = move || runs.get().into_iter().filter(|run| !run.is_shown).collect::<Vec<_>>();
    view! {
        <label class="menu branch-run">
            <span>{t(strings::COMPARE_WITH)}</span>
            <select
                on:change=choose
                prop:value=move || compared.get().map(|no| no.0.to_string())
            >
                {move || options(others(), compared.get())}
            </select>
        </label>
    }
}
