//! The map: hosts, links, and what is on its way.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use relay_view::Player;
use relay_view::layout::{Point, Size};
use relay_view::map::{Courier, Load, SAID_HEIGHT, Said, Scene, Wire, WireState};
use relay_view::transcript::Tone;
use relayscope::trace::HostId;
use wasm_bindgen::JsCast as _;
use web_sys::SvgElement;

use crate::card::{HostCard, drawn_at};
use crate::glyph::Envelope;
use crate::hand::{Hand, Tools};
use crate::size;
use crate::stage::{Chosen, Stage, Tab};
use crate::strings::{self, t};

/// Room around a line at its link where it would be cut off, on both sides together.
const SAID_EDGE: i32 = 16;

/// How far an arrow key moves a host, in the units of the picture.
const NUDGE: i32 = 24;

/// The map.
#[component]
pub(crate) fn Map() -> impl IntoView {
    let stage = expect_context::<Stage>();
    let desk = stage.desk();
    let frame = NodeRef::<leptos::html::Div>::new();
    let drawn = RwSignal::new(None);
    watch_size(stage, frame, drawn);
    let pixels = move |of: fn(Size) -> i32| drawn.get().map(|size| format!("{}px", of(size)));
    let view_box = move || {
        let (corner, size) = stage.layout.with(|it| desk.port.get().seen(it.size));
        format!("{} {} {} {}", corner.x, corner.y, size.width, size.height)
    };
    let reached = RwSignal::new(HostId(0));
    let hosts = move || {
        // Hosts of another scenario are other hosts.
        let loaded = stage.loaded.get();
        stage.with(|show| show.cast().hosts().map(|(id, _)| (loaded, id)).collect::<Vec<_>>())
    };
    let is_small = Memo::new(move |_| drawn_at(stage) < 1000);
    let hand = Hand::new(stage);
    let press_host = Callback::new(move |id| hand.press(id));
    let walk = move |event: KeyboardEvent| walk(stage, reached, &event);
    view! {
        <div class="map">
            <h2 class="unseen">{t(strings::MAP)}</h2>
            <div class="map-frame" node_ref=frame>
                <svg
                    class="map-picture"
                    part="network"
                    class:is-small=move || is_small.get()
                    class:is-zoomed=move || !desk.port.get().is_whole()
                    class:is-moving=move || desk.moving.get()
                    viewBox=view_box
                    style:width=move || pixels(|size| size.width)
                    style:height=move || pixels(|size| size.height)
                    role="group"
                    aria-label=t(strings::MAP)
                    aria-describedby="rs-map-hint"
                    data-map=""
                    on:keydown=walk
                    on:wheel=move |event| hand.wheel(&event)
                    on:pointerdown=move |event| hand.down(&event)
                    on:pointermove=move |event| hand.moved(&event)
                    on:pointerup=move |event| hand.up(&event)
                    on:pointercancel=move |event| hand.up(&event)
                    on:click=move |event| hand.click(&event)
                >
                    <Wires />
                    <For each=hosts key=|key| *key let((_, id))>
                        <HostCard id reached press_host />
                    </For>
                    <Moving />
                </svg>
            </div>
            <p id="rs-map-hint" class="unseen">{t(strings::MAP_HINT)}</p>
            <Tools />
        </div>
    }
}

/// Whether hosts stay where they are though the map is a little higher or lower now: what is written
/// above and below it comes and goes.
fn is_about_as_large(before: Size, now: Size) -> bool {
    let (low, high) = (before.height * 3 / 5, before.height * 7 / 5);
    before.width == now.width && (low..=high).contains(&now.height)
}

/// Keeps the layout about as large as the map. Where letters are larger than usual, all of the picture
/// is: it is laid out for less room, and drawn larger.
///
/// `drawn` gets the size of the map in pixels, for the picture to have it outright. A picture that is as large
/// as what is around it has another size while a browser measures that, and then each of its texts is laid
/// out anew: with thirty hosts, whenever anything on the page changes, four fifths of all the layout.
fn watch_size(stage: Stage, frame: NodeRef<leptos::html::Div>, drawn: RwSignal<Option<Size>>) {
    // Another language makes the map anew, and hosts stay where they are.
    let seen_as = stage.desk().map_seen_as;
    Effect::new(move |_| {
        let Some(frame) = frame.get() else { return };
        let around = frame.closest(".relayscope").ok().flatten();
        size::watch(&frame, move |pixels| {
            if pixels.width > 0 {
                drawn.set(Some(pixels));
            }
            let text = size::text_percent();
            let laid_out = |length: i32| length * 100 / text;
            let size = Size { width: laid_out(pixels.width), height: laid_out(pixels.height) };
            // Of what is around it, and of the run: another one is laid out anew.
            let height = around.as_ref().map_or(0, web_sys::Element::client_height);
            let now = Some((height, text, stage.loaded.get_untracked()));
            let is_same = seen_as.get_value() == now;
            if size.width > 0 && !(is_same && is_about_as_large(stage.area.get_untracked(), size)) {
                seen_as.set_value(now);
                stage.area.set(size);
            }
        });
    });
}

/// Arrow keys go to the next host in that direction.
fn walk(stage: Stage, reached: RwSignal<HostId>, event: &KeyboardEvent) {
    let (dx, dy) = match event.key().as_str() {
        "ArrowRight" => (1, 0),
        "ArrowLeft" => (-1, 0),
        "ArrowDown" => (0, 1),
        "ArrowUp" => (0, -1),
        _ => return,
    };
    event.prevent_default();
    if stage.desk().moving.get_untracked() {
        stage.nudge(reached.get_untracked(), Point { x: dx * NUDGE, y: dy * NUDGE });
        return;
    }
    let goal = stage.layout.with_untracked(|layout| {
        let here = layout.centre(reached.get_untracked())?;
        let ahead = |at: &Point| {
            let (x, y) = (at.x - here.x, at.y - here.y);
            let (along, across) = (x * dx + y * dy, (x * dy).abs() + (y * dx).abs());
            (along > 0).then_some(along + 2 * across)
        };
        let all = layout.centres.iter().enumerate();
        let near = all.filter_map(|(index, at)| Some((ahead(at)?, index))).min()?;
        Some(HostId::from_index(near.1))
    });
    let Some(goal) = goal else { return };
    reached.set(goal);
    let picture = event.current_target().and_then(|it| it.dyn_into::<web_sys::Element>().ok());
    let card =
        picture.and_then(|it| it.query_selector(&format!("[data-host='{}']", goal.0)).ok()?);
    if let Some(card) = card.and_then(|it| it.dyn_into::<SvgElement>().ok()) {
        // A card that is gone cannot be focused, and need not be.
        let _ = card.focus();
    }
}

/// The links.
#[component]
fn Wires() -> impl IntoView {
    let stage = expect_context::<Stage>();
    let wires = Memo::new(move |_| stage.scene.with(|scene| scene.wires.clone()));
    view! {
        <LitWires />
        <g class="wires">
            {move || wires.get().into_iter().map(|it| wire(stage, it)).collect_view()}
        </g>
    }
}

/// What lies behind the links that a lesson points at, so that they are seen.
#[component]
fn LitWires() -> impl IntoView {
    let stage = expect_context::<Stage>();
    let lines = move || {
        let links = stage.desk().lit.with(|lit| lit.links.clone());
        let line = |[a, b]: [HostId; 2]| {
            let ends = stage.layout.with(|layout| Some((layout.centre(a)?, layout.centre(b)?)));
            ends.map(|(a, b)| view! { <line class="lit-wire" x1=a.x y1=a.y x2=b.x y2=b.y /> })
        };
        links.into_iter().filter_map(line).collect_view()
    };
    view! { <g aria-hidden="true">{lines}</g> }
}

fn wire(stage: Stage, wire: Wire) -> impl IntoView {
    let class = match wire.state {
        WireState::Quiet => "wire",
        WireState::Dialling => "wire is-dialling",
        WireState::Open => "wire is-open",
        WireState::Cut | WireState::Blocked => "wire is-cut",
    };
    let Wire { ends, from, to, state, changed } = wire;
    let label = stage.with_untracked(|show| {
        let cast = show.cast();
        let [a, b] = ends.map(|id| cast.name(id));
        let changed = wire.changed(cast.language);
        strings::told::link(a, b, strings::wire(state), changed.as_deref())
    });
    let chosen = move || {
        stage.selected.get() == Some(Chosen::between(ends)) && stage.tab.get() == Tab::Hosts
    };
    let middle =
        format!("translate({} {})", i32::midpoint(from.x, to.x), i32::midpoint(from.y, to.y));
    let cut = state.is_closed().then(
        || view! { <path class="wire-cut" transform=middle.clone() d="M-7-7 7 7M7-7-7 7" /> },
    );
    // Something gets through, and in another way than planned.
    let odd = changed.filter(|_| !state.is_closed()).map(|_| {
        view! { <path class="wire-odd" transform=middle.clone() d="M-9 3q4.5-9 9-3t9-3" /> }
    });
    view! {
        <g
            class="link-of-map"
            class:is-chosen=chosen
            role="img"
            aria-label=label
            data-link=format!("{} {}", ends[0].0, ends[1].0)
        >
            // Wide enough to be met by a finger.
            <line class="wire-reach" x1=from.x y1=from.y x2=to.x y2=to.y />
            <line class=class part="link" x1=from.x y1=from.y x2=to.x y2=to.y />
            {odd}
            {cut}
        </g>
    }
}

/// What moves, what rests on its way, and what is being said.
#[component]
fn Moving() -> impl IntoView {
    let stage = expect_context::<Stage>();
    let part = |look: fn(&Scene) -> Option<Courier>| Memo::new(move |_| stage.scene.with(look));
    let courier = part(|scene| scene.courier);
    let resting = Memo::new(move |_| stage.scene.with(|scene| scene.resting.clone()));
    let said = Memo::new(move |_| stage.scene.with(|scene| scene.said.clone()));
    let motion = Memo::new(move |_| stage.player.with(Player::motion));
    let resting = move || {
        let one = |it: relay_view::map::Resting| {
            let at = format!("translate({} {})", it.at.x, it.at.y);
            view! { <g part="message" transform=at><Envelope guise=it.guise /></g> }
        };
        resting.get().into_iter().map(one).collect_view()
    };
    let place = move || {
        let Some(courier) = courier.get() else { return String::new() };
        let way = if courier.lost { motion.get() / 2 } else { motion.get() };
        let at = relay_view::map::along(courier.from, courier.to, eased(way));
        format!("translate({} {})", at.x, at.y)
    };
    // A word is heard once; a message stays where it came to.
    let gone = move || {
        let word = courier.get().is_some_and(|it| matches!(it.load, Load::Word(_)) && !it.lost);
        word && motion.get() >= 1000
    };
    let load = move || Some(load(courier.get()?.load));
    let lost = move || {
        let shows = courier.get().is_some_and(|it| it.lost) && motion.get() > 700;
        shows.then(|| view! { <path class="lost" d="M-9-9 9 9M9-9-9 9" /> })
    };
    // Wherever somebody has zoomed to, what is being said now is seen.
    let seen = move |said: &Said| {
        let port = stage.desk().port.get();
        if !said.is_now || port.is_whole() {
            return said.at;
        }
        let size = Size { width: said.width + SAID_EDGE, height: SAID_HEIGHT + SAID_EDGE };
        let picture = stage.layout.with(|it| it.size);
        port.pull_in(said.at, size, picture)
    };
    let bubbles = move || {
        let all = said.get();
        all.iter().rev().map(|it| bubble(it, seen(it))).collect_view()
    };
    view! {
        <g class="moving" aria-hidden="true">
            {resting}
            <g transform=place class:is-gone=gone>{load}{lost}</g>
            {bubbles}
        </g>
    }
}

fn load(load: Load) -> AnyView {
    match load {
        Load::Message(guise) => {
            view! { <g class="courier" part="message"><Envelope guise /></g> }.into_any()
        }
        Load::Word(tone) => view! { <circle class=tone_class("word", tone) r="7" /> }.into_any(),
    }
}

/// Slow at both ends.
fn eased(part: u32) -> i32 {
    let t = f64::from(part.min(1000)) / 1000.0;
    #[expect(clippy::cast_possible_truncation, reason = "at most 1000")]
    let eased = (1000.0 * t * t * (3.0 - 2.0 * t)) as i32;
    eased
}

/// The classes of something that has a tone.
pub(crate) fn tone_class(base: &str, tone: Tone) -> String {
    let tone = match tone {
        Tone::Plain => "",
        Tone::Yes => " is-yes",
        Tone::NotNow => " is-not-now",
        Tone::No => " is-no",
    };
    format!("{base}{tone}")
}

/// A line at its link.
fn bubble(said: &Said, at: Point) -> impl IntoView + use<> {
    let width = said.width;
    view! {
        <g
            class=tone_class("bubble", said.tone)
            class:is-now=said.is_now
            transform=format!("translate({} {})", at.x, at.y)
        >
            <rect x=-width / 2 y=-SAID_HEIGHT / 2 width=width height=SAID_HEIGHT rx="8" />
            <text y="5">{said.text.clone()}</text>
        </g>
    }
}
