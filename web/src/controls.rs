//! Playing, stepping, and the scrubber, whose axis is events and not hours.

use leptos::ev::KeyboardEvent;
use leptos::html::Footer;
use leptos::prelude::*;
use relay_view::player::Speed;
use relay_view::{Moment, Player, Step, clock};
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement};

use crate::glyph::{Icon, Mark};
use crate::stage::Stage;
use crate::strings::{self, t};

/// Marks that are closer than this, in pixels, are drawn as one.
const MARKS_APART: usize = 17;

/// The width of the axis, in pixels, until it is drawn.
const AXIS_WIDTH: usize = 400;

/// What a button of the bar does.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Act {
    First,
    PreviousMoment,
    Back,
    Toggle,
    Forward,
    NextMoment,
    Last,
}

impl Act {
    const ALL: [Self; 7] = [
        Self::First,
        Self::PreviousMoment,
        Self::Back,
        Self::Toggle,
        Self::Forward,
        Self::NextMoment,
        Self::Last,
    ];

    fn label(self, playing: bool) -> &'static str {
        match self {
            Self::First => t(strings::FIRST),
            Self::PreviousMoment => t(strings::PREVIOUS_MOMENT),
            Self::Back => t(strings::BACK),
            Self::Toggle if playing => t(strings::PAUSE),
            Self::Toggle => t(strings::PLAY),
            Self::Forward => t(strings::FORWARD),
            Self::NextMoment => t(strings::NEXT_MOMENT),
            Self::Last => t(strings::LAST),
        }
    }

    fn icon(self, playing: bool) -> &'static str {
        match self {
            Self::First => "#rs-first",
            Self::PreviousMoment => "#rs-previous-moment",
            Self::Back => "#rs-back",
            Self::Toggle if playing => "#rs-pause",
            Self::Toggle => "#rs-play",
            Self::Forward => "#rs-forward",
            Self::NextMoment => "#rs-next-moment",
            Self::Last => "#rs-last",
        }
    }

    fn keys(self) -> &'static str {
        match self {
            Self::First => "Home",
            Self::PreviousMoment => "[",
            Self::Back => ",",
            Self::Toggle => "k",
            Self::Forward => ".",
            Self::NextMoment => "]",
            Self::Last => "End",
        }
    }

    fn act(self, stage: Stage) {
        match self {
            Self::First => stage.seek(0),
            Self::PreviousMoment => stage.jump(false),
            Self::Back => stage.step(false),
            Self::Toggle => stage.toggle(),
            Self::Forward => stage.step(true),
            Self::NextMoment => stage.jump(true),
            Self::Last => stage.see_end(),
        }
    }
}

/// What came of what was just done, for a while, where the caption is out of sight. Who listens is told of
/// it like of everything that happens.
#[component]
fn Answer(bar: NodeRef<Footer>) -> impl IntoView {
    let stage = expect_context::<Stage>();
    let acted_at = stage.desk().acted_at;
    // Who goes elsewhere and comes back has done nothing.
    Effect::new(move |_| {
        let at = stage.position.get();
        if acted_at.get().is_some_and(|acted| acted != at) {
            acted_at.set(None);
        }
    });
    // By its place, so that each answer is a paragraph of its own.
    let here = Memo::new(move |_| acted_at.get().filter(|at| *at == stage.position.get()));
    let told = RwSignal::new(None);
    Effect::new(move |_| {
        told.set(None);
        if here.get().is_none() {
            return;
        }
        // The caption has its new text, and what is above it its new height, once they are drawn.
        request_animation_frame(move || {
            // The bar may be gone.
            let Some(bar) = bar.try_get_untracked().flatten() else { return };
            if !is_caption_seen(&bar) {
                told.try_set(here.try_get_untracked().flatten());
            }
        });
    });
    move || {
        told.get().map(|_| {
            let text = move || stage.caption.with(|caption| caption.text.clone());
            view! { <p class="deed-answer" aria-hidden="true">{text}</p> }
        })
    }
}

/// Whether all that the caption says of what happened is in sight: in the window, not behind the bar that
/// lies over it, and within what scrolls around it.
fn is_caption_seen(bar: &Element) -> bool {
    let Ok(Some(page)) = bar.closest(".relayscope") else { return false };
    let Ok(Some(text)) = page.query_selector(".caption-text") else { return false };
    let (place, edge) = (text.get_bounding_client_rect(), bar.get_bounding_client_rect());
    let height = window().inner_height().ok().and_then(|it| it.as_f64()).unwrap_or(f64::MAX);
    let around = [".caption", ".stage"].map(|it| text.closest(it).ok().flatten());
    let is_within = around.into_iter().flatten().all(|it| {
        let room = it.get_bounding_client_rect();
        room.top() <= place.top() && place.bottom() <= room.bottom()
    });
    // What is not drawn at all has no height.
    place.height() > 0.0
        && place.top() >= 0.0
        && place.bottom() <= height.min(edge.top())
        && is_within
}

/// The bar at the bottom.
#[component]
pub(crate) fn Controls() -> impl IntoView {
    let bar = NodeRef::new();
    view! {
        <footer node_ref=bar class="controls" part="toolbar" aria-label=t(strings::CONTROLS)>
            <h2 class="unseen">{t(strings::CONTROLS)}</h2>
            <Answer bar />
            <Toolbar />
            <Scrubber />
            <div class="choices">
                <StepMenu />
                <KindMenu />
                <SpeedMenu />
                <slot name="toolbar-end"></slot>
            </div>
        </footer>
    }
}

/// The buttons: one stop for the Tab key, arrows inside (APG toolbar).
#[component]
fn Toolbar() -> impl IntoView {
    let stage = expect_context::<Stage>();
    let reached = RwSignal::new(Act::Toggle);
    let playing = Memo::new(move |_| stage.player.with(Player::is_playing));
    let bar = NodeRef::<leptos::html::Div>::new();
    let walk = move |event: KeyboardEvent| {
        let here = Act::ALL.iter().position(|act| *act == reached.get_untracked()).unwrap_or(0);
        let goal = match event.key().as_str() {
            "ArrowRight" => (here + 1) % Act::ALL.len(),
            "ArrowLeft" => (here + Act::ALL.len() - 1) % Act::ALL.len(),
            "Home" => 0,
            "End" => Act::ALL.len() - 1,
            _ => return,
        };
        event.prevent_default();
        reached.set(Act::ALL[goal]);
        let index = u32::try_from(goal).unwrap_or(0);
        let button = bar.get_untracked().and_then(|bar| bar.children().item(index));
        if let Some(button) = button.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
            // A button that is gone cannot be focused, and need not be.
            let _ = button.focus();
        }
    };
    let buttons = Act::ALL.map(|act| {
        let label = move || act.label(playing.get());
        view! {
            <button
                type="button"
                class="control"
                part=if act == Act::Toggle { "button play" } else { "button" }
                class:is-main=act == Act::Toggle
                class:is-jump=matches!(act, Act::PreviousMoment | Act::NextMoment)
                aria-label=label
                title=move || format!("{} ({})", label(), act.keys())
                aria-keyshortcuts=act.keys()
                tabindex=move || if reached.get() == act { "0" } else { "-1" }
                on:focus=move |_| reached.set(act)
                on:click=move |_| act.act(stage)
            >
                {move || view! { <Icon href=act.icon(playing.get()) /> }}
            </button>
        }
    });
    view! {
        <div
            class="buttons"
            role="toolbar"
            aria-label=t(strings::CONTROLS)
            node_ref=bar
            on:keydown=walk
        >
            {buttons.into_iter().collect_view()}
        </div>
    }
}

/// The slider with the notable moments above it.
#[component]
fn Scrubber() -> impl IntoView {
    let stage = expect_context::<Stage>();
    let moved = move |event| {
        if let Ok(position) = event_target_value(&event).parse() {
            stage.seek(position);
        }
    };
    let said = move || {
        let (position, count) = (stage.position.get(), stage.count.get());
        let time = stage.with(|show| {
            let reading = clock::reading(show.cast().clock(), show.pace().time_at(position));
            format!("{}, {}", reading.date, reading.time)
        });
        stage.caption.with(|caption| strings::position(position, count, &time, &caption.text))
    };
    let done = move || {
        let (position, count) = (stage.position.get(), stage.count.get().max(1));
        format!("{}%", position * 100 / count)
    };
    let axis = NodeRef::<leptos::html::Input>::new();
    let drawn = Memo::new(move |_| {
        // What the window leaves to the axis changes with what it leaves to the map.
        stage.area.track();
        let width = axis.get().and_then(|axis| usize::try_from(axis.client_width()).ok());
        let width = width.filter(|width| *width > 0).unwrap_or(AXIS_WIDTH);
        let apart = MARKS_APART * 1000 / width;
        marks(stage.moments(), stage.count.get(), apart)
    });
    let signs = move || {
        let go = move |position| {
            stage.seek(position);
            // Keys go on here, and not to the page around.
            if let Some(axis) = axis.get_untracked() {
                // What is gone cannot be focused, and need not be.
                let _ = axis.focus();
            }
        };
        drawn.get().into_iter().map(|it| mark(it, go)).collect_view()
    };
    view! {
        <div class="scrubber" style=("--done", done)>
            <div class="marks" aria-hidden="true">
                {signs}
            </div>
            <input
                node_ref=axis
                class="slider"
                part="scrubber"
                type="range"
                min="0"
                max=move || stage.count.get().to_string()
                step="1"
                prop:value=move || stage.position.get().to_string()
                aria-label=t(strings::POSITION)
                aria-valuetext=said
                on:input=moved
            />
            <span class="count" aria-hidden="true">
                {move || strings::count_of(stage.position.get(), stage.count.get())}
            </span>
        </div>
    }
}

/// A moment that is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Marked {
    /// Where it is drawn, in thousandths of the axis.
    at: usize,
    /// The position at which it has come.
    position: usize,
    moment: Moment,
}

/// The moments to be drawn. Of those of a kind that would cover each other, the first is kept, and a wait
/// gives way to anything else. One of another kind stands beside it, by less than its own width from its place;
/// where there is no room for that, all give way to what broke.
fn marks(moments: Vec<(usize, Moment)>, count: usize, apart: usize) -> Vec<Marked> {
    let mut marks: Vec<Marked> = Vec::new();
    for (position, moment) in moments {
        let here = Marked { at: position * 1000 / count.max(1), position, moment };
        let Some(last) = marks.last_mut().filter(|last| here.at < last.at + apart) else {
            marks.push(here);
            continue;
        };
        let beside = last.at + apart;
        let are_worth_two = rank(moment) > 0 && rank(last.moment) > 0 && moment != last.moment;
        if are_worth_two && last.at <= here.at && beside <= 1000 {
            marks.push(Marked { at: beside, ..here });
        } else if rank(moment) > rank(last.moment) {
            *last = Marked { at: last.at.max(here.at), ..here };
        }
    }
    marks
}

/// What is seen rather than something else.
fn rank(moment: Moment) -> u8 {
    match moment {
        Moment::Deferred => 0,
        Moment::Sent | Moment::Bounced | Moment::Delivered | Moment::Collected => 1,
        Moment::Fault => 2,
    }
}

/// A sign that leads to its moment; the keyboard has buttons for that.
fn mark(Marked { at, position, moment }: Marked, go: impl Fn(usize) + 'static) -> impl IntoView {
    let place = format!("{}.{}%", at / 10, at % 10);
    view! {
        <span
            class="mark-place"
            style=("--at", place)
            title=strings::moment(moment)
            on:click=move |_| go(position)
        >
            <Mark moment />
        </span>
    }
}

/// How large a step is.
#[component]
fn StepMenu() -> impl IntoView {
    let stage = expect_context::<Stage>();
    let step = stage.desk().step;
    let choose = move |event| {
        let value = event_target_value(&event);
        if let Some(at) = value.parse::<usize>().ok().filter(|at| *at < Step::ALL.len()) {
            step.set(Step::ALL[at]);
        }
    };
    let options = Step::ALL.into_iter().enumerate().map(|(at, it)| {
        let selected = move || step.get() == it;
        view! { <option value=at.to_string() selected=selected>{strings::step(it)}</option> }
    });
    let chosen = move || Step::ALL.iter().position(|it| *it == step.get()).unwrap_or(0).to_string();
    view! {
        <label class="menu speed">
            <span class="unseen">{t(strings::STEP)}</span>
            <select on:change=choose prop:value=chosen title=t(strings::STEP) aria-keyshortcuts="n">
                {options.collect_view()}
            </select>
        </label>
    }
}

/// Which moments are marked and jumped to.
#[component]
fn KindMenu() -> impl IntoView {
    let stage = expect_context::<Stage>();
    let kind = stage.desk().kind;
    let choose = move |event| {
        let value: usize = event_target_value(&event).parse().unwrap_or(0);
        kind.set(value.checked_sub(1).and_then(|at| Moment::ALL.get(at)).copied());
    };
    let options = Moment::ALL.into_iter().enumerate().map(|(at, it)| {
        let selected = move || kind.get() == Some(it);
        view! {
            <option value=(at + 1).to_string() selected=selected>{strings::moment(it)}</option>
        }
    });
    let chosen = move || {
        let at = kind.get().and_then(|kind| Moment::ALL.iter().position(|it| *it == kind));
        at.map_or(0, |at| at + 1).to_string()
    };
    view! {
        <label class="menu speed">
            <span class="unseen">{t(strings::MOMENTS)}</span>
            <select on:change=choose prop:value=chosen title=t(strings::MOMENTS) aria-keyshortcuts="m">
                <option value="0">{t(strings::ALL_MOMENTS)}</option>
                {options.collect_view()}
            </select>
        </label>
    }
}

/// How fast.
#[component]
fn SpeedMenu() -> impl IntoView {
    let stage = expect_context::<Stage>();
    let chosen = move || stage.player.with(|player| player.speed().hundredths().to_string());
    let choose = move |event| {
        let value: Option<u32> = event_target_value(&event).parse().ok();
        let speed = Speed::ALL.into_iter().find(|speed| Some(speed.hundredths()) == value);
        if let Some(speed) = speed {
            stage.player.update(|player| player.set_speed(speed));
        }
    };
    let language = stage.language.get_untracked();
    let option = move |speed: Speed| {
        let value = speed.hundredths().to_string();
        let selected = move || stage.player.with(|player| player.speed() == speed);
        view! { <option value=value selected=selected>{speed.label(language)}</option> }
    };
    let options = Speed::ALL.map(option);
    // The page around may have set another one.
    let own = Memo::new(move |_| {
        let speed = stage.player.with(Player::speed);
        (!Speed::ALL.contains(&speed)).then_some(speed)
    });
    view! {
        <label class="menu speed">
            <span class="unseen">{t(strings::SPEED)}</span>
            <select part="speed" on:change=choose prop:value=chosen>
                {move || own.get().map(option)}
                {options.into_iter().collect_view()}
            </select>
        </label>
    }
}

#[cfg(test)]
mod tests {
    use relay_view::Moment::{Collected, Deferred, Fault, Sent};
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::{Marked, marks};

    #[wasm_bindgen_test]
    fn marks_do_not_cover_each_other() {
        let many = (0..100).map(|n| (n, Deferred)).chain([(100, Collected)]).collect();
        let drawn = marks(many, 100, 12);
        assert!(drawn.windows(2).all(|pair| pair[1].at - pair[0].at >= 10), "{drawn:?}");
        let seen = |marks: Vec<Marked>| -> Vec<_> {
            marks.iter().map(|it| (it.at, it.position, it.moment)).collect()
        };
        assert_eq!(
            drawn.last().map(|it| (it.at, it.position, it.moment)),
            Some((1000, 100, Collected))
        );
        assert_eq!(seen(marks(vec![(1, Sent), (2, Deferred)], 1000, 12)), [(1, 1, Sent)]);
        // What is of two kinds is seen, if that puts neither far from its place.
        let two = marks(vec![(1, Fault), (2, Sent), (3, Collected)], 1000, 12);
        assert_eq!(seen(two), [(1, 1, Fault), (13, 2, Sent)]);
        assert_eq!(seen(marks(vec![(995, Sent), (996, Fault)], 1000, 12)), [(996, 996, Fault)]);
        let far = marks(vec![(1, Sent), (2, Collected), (9, Fault)], 1000, 12);
        assert_eq!(seen(far), [(1, 1, Sent), (13, 9, Fault)]);
        assert_eq!(seen(marks(Vec::new(), 0, 12)), []);
    }
}
