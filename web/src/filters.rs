//! What the ladder shows: of which host, of which message, of which kind.

use leptos::prelude::*;
use relay_host::MailId;
use relay_view::ladder::{Choice, Filter, Sort, messages};
use relayscope::trace::HostId;

use crate::stage::Stage;
use crate::strings::{self, t};

/// Messages that can be chosen at most, the newest.
const MESSAGES_MAX: usize = 200;

/// The menus, and a way back to everything.
#[component]
pub(crate) fn Filters(filter: RwSignal<Filter>) -> impl IntoView {
    let is_on = Memo::new(move |_| filter.with(Filter::is_on));
    view! {
        <div class="ladder-filters" role="group" aria-label=t(strings::FILTERS)>
            <HostMenu filter />
            <MessageMenu filter />
            <SortMenu filter />
            <button
                type="button"
                class="link"
                hidden=move || !is_on.get()
                on:click=move |_| filter.update(Filter::show_all)
            >
                {t(strings::SHOW_ALL)}
            </button>
        </div>
    }
}

/// That nothing is shown, and why.
#[component]
pub(crate) fn Nothing(filter: RwSignal<Filter>) -> impl IntoView {
    let is_on = Memo::new(move |_| filter.with(Filter::is_on));
    view! {
        <p class="nothing" role="status">
            {move || t(if is_on.get() { strings::NOTHING_MATCHES } else { strings::NO_SESSION })}
            {move || is_on.get().then(|| {
                view! {
                    " "
                    <button type="button" class="link" on:click=move |_| filter.update(Filter::show_all)>
                        {t(strings::SHOW_ALL)}
                    </button>
                }
            })}
        </p>
    }
}

/// One menu of them.
#[component]
fn Menu(
    name: &'static str,
    all: &'static str,
    /// What is chosen; empty for all.
    #[prop(into)]
    chosen: Signal<String>,
    /// The values with their names.
    #[prop(into)]
    options: Signal<Vec<(String, String)>>,
    choose: Callback<String>,
) -> impl IntoView {
    let is_on = move || !chosen.get().is_empty();
    let drawn = move || {
        let option = |(value, name): (String, String)| {
            let selected = chosen.get_untracked() == value;
            view! { <option value=value selected=selected>{name}</option> }
        };
        options.get().into_iter().map(option).collect_view()
    };
    view! {
        <label class="ladder-filter" class:is-on=is_on>
            <span class="unseen">{name}</span>
            <select
                title=name
                on:change=move |event| choose.run(event_target_value(&event))
                prop:value=move || chosen.get()
            >
                <option value="">{all}</option>
                {drawn}
            </select>
        </label>
    }
}

#[component]
fn HostMenu(filter: RwSignal<Filter>) -> impl IntoView {
    let stage = expect_context::<Stage>();
    let chosen = Signal::derive(move || {
        filter.with(|it| it.host.map(|host| host.0.to_string()).unwrap_or_default())
    });
    let options = Memo::new(move |_| {
        let option =
            |(id, host): (HostId, &relay_view::cast::Member)| (id.0.to_string(), host.name.clone());
        stage.with(|show| show.cast().hosts().map(option).collect::<Vec<_>>())
    });
    let choose = Callback::new(move |value: String| {
        filter.update(|filter| filter.host = value.parse().ok().map(HostId));
    });
    let (name, all) = (t(strings::ONLY_HOST), t(strings::ALL_HOSTS));
    view! { <Menu name all chosen options choose /> }
}

/// Those that have been sent so far.
#[component]
fn MessageMenu(filter: RwSignal<Filter>) -> impl IntoView {
    let stage = expect_context::<Stage>();
    let all_of_run = Memo::new(move |_| stage.with(|show| messages(show.trace())));
    let known = Memo::new(move |_| {
        let position = stage.position.get();
        let records = stage.with(|show| show.pace().records_at(position));
        all_of_run.with(|all| all.partition_point(|it| it.accepted.index() < records))
    });
    let root = Memo::new(move |_| filter.with(|filter| filter.message));
    // What was kept, or chosen in another run, may be none of this one: then it hides nothing.
    Effect::new(move |_| {
        let Some(root) = root.get() else { return };
        let has_it = all_of_run.with(|all| all.iter().any(|it| it.root == root));
        if !has_it && stage.with(relay_view::Show::is_complete) {
            filter.update(|filter| filter.message = None);
        }
    });
    let chosen = Signal::derive(move || root.get().map(|it| it.0.to_string()).unwrap_or_default());
    let options = Memo::new(move |_| {
        let option =
            |it: &Choice| (it.root.0.to_string(), strings::message_to(&it.subject, &it.to));
        all_of_run.with(|all| {
            let (known, later) = all.split_at(known.get().min(all.len()));
            let (older, newest) = known.split_at(known.len().saturating_sub(MESSAGES_MAX));
            // What is chosen can be seen to be, wherever it is.
            let mut chosen = older.iter().chain(later).filter(|it| Some(it.root) == root.get());
            newest.iter().chain(chosen.next()).map(option).collect::<Vec<_>>()
        })
    });
    let choose = Callback::new(move |value: String| {
        filter.update(|filter| filter.message = value.parse().ok().map(MailId));
    });
    let (name, all) = (t(strings::ONLY_MESSAGE), t(strings::ALL_MESSAGES));
    view! { <Menu name all chosen options choose /> }
}

#[component]
fn SortMenu(filter: RwSignal<Filter>) -> impl IntoView {
    let place = |sort| Sort::ALL.iter().position(|it| *it == sort).unwrap_or(0).to_string();
    let chosen = Signal::derive(move || filter.with(|it| it.sort.map(place).unwrap_or_default()));
    let options = Sort::ALL.map(|sort| (place(sort), strings::sort(sort).to_owned()));
    let options = Signal::stored(options.to_vec());
    let choose = Callback::new(move |value: String| {
        let at = value.parse::<usize>().ok();
        filter.update(|filter| filter.sort = at.and_then(|at| Sort::ALL.get(at)).copied());
    });
    let (name, all) = (t(strings::ONLY_SORT), t(strings::ALL_SORTS));
    view! { <Menu name all chosen options choose /> }
}
