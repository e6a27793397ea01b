//! The map: hosts, links, and what is on its way.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use relay_view::Player;
use relay_view::cast::Part;
use relay_view::holdings::Guise;
use relay_view::layout::{Point, Size};
use relay_view::map::{Card, Courier, Load, SAID_HEIGHT, Said, Scene, State, Wire, WireState};
use relay_view::plain;
use relay_view::transcript::Tone;
use relayscope::trace::HostId;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use web_sys::{ResizeObserver, ResizeObserverEntry, SvgElement};

use crate::glyph::Envelope;
use crate::stage::Stage;
use crate::strings;

/// Narrower cards show a name in two lines.
const NARROW: i32 = 224;

/// The map.
#[component]
pub(crate) fn Map() -> impl IntoView {
    let stage = expect_context::<Stage>();
    let frame = NodeRef::<leptos::html::Div>::new();
    watch_size(stage, frame);
    let view_box =
        move || stage.layout.with(|it| format!("0 0 {} {}", it.size.width, it.size.height));
    let reached = RwSignal::new(HostId(0));
    let hosts = move || {
        // Hosts of another scenario are other hosts.
        let loaded = stage.loaded.get();
        stage.with(|show| show.cast().hosts().map(|(id, _)| (loaded, id)).collect::<Vec<_>>())
    };
    let walk = move |event: KeyboardEvent| walk(stage, reached, &event);
    view! {
        <div class="map" node_ref=frame>
            <svg
                class="map-picture"
                viewBox=view_box
                role="group"
                aria-label=strings::MAP
                aria-describedby="rs-map-hint"
                data-map=""
                on:keydown=walk
            >
                <Wires />
                <For each=hosts key=|key| *key let((_, id))>
                    <HostCard id reached />
                </For>
                <Moving />
            </svg>
            <p id="rs-map-hint" class="unseen">{strings::MAP_HINT}</p>
        </div>
    }
}

/// Keeps the layout as large as the map.
fn watch_size(stage: Stage, frame: NodeRef<leptos::html::Div>) {
    Effect::new(move |_| {
        let Some(frame) = frame.get() else { return };
        let seen = Closure::<dyn FnMut(js_sys::Array)>::new(move |entries: js_sys::Array| {
            let entry = entries.get(0).unchecked_into::<ResizeObserverEntry>().content_rect();
            #[expect(clippy::cast_possible_truncation, reason = "screens are smaller than 2^31")]
            let size = Size { width: entry.width() as i32, height: entry.height() as i32 };
            if size.width > 0 && stage.area.get_untracked() != size {
                stage.area.set(size);
            }
        });
        if let Ok(observer) = ResizeObserver::new(seen.as_ref().unchecked_ref()) {
            observer.observe(&frame);
            let kept = StoredValue::new_local((observer, seen));
            on_cleanup(move || {
                kept.with_value(|(observer, _)| observer.disconnect());
            });
        }
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
    let card = picture.and_then(|it| it.query_selector(&format!("[data-host='{goal}']")).ok()?);
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
    view! { <g class="wires">{move || wires.get().into_iter().map(wire).collect_view()}</g> }
}

fn wire(wire: Wire) -> impl IntoView {
    let class = match wire.state {
        WireState::Quiet => "wire",
        WireState::Dialling => "wire is-dialling",
        WireState::Open => "wire is-open",
        WireState::Cut => "wire is-cut",
    };
    let Wire { from, to, .. } = wire;
    let middle =
        format!("translate({} {})", i32::midpoint(from.x, to.x), i32::midpoint(from.y, to.y));
    let cut = (wire.state == WireState::Cut)
        .then(|| view! { <path class="wire-cut" transform=middle d="M-7-7 7 7M7-7-7 7" /> });
    view! {
        <line class=class x1=from.x y1=from.y x2=to.x y2=to.y />
        {cut}
    }
}

/// One host.
#[component]
fn HostCard(id: HostId, reached: RwSignal<HostId>) -> impl IntoView {
    let stage = expect_context::<Stage>();
    let card = Memo::new(move |_| stage.scene.with(|scene| scene.hosts.get(id.index()).cloned()));
    let with = move |look: fn(&Card) -> String| {
        card.with(|card| card.as_ref().map(look).unwrap_or_default())
    };
    let is = move |look: fn(&Card) -> bool| card.with(|card| card.as_ref().is_some_and(look));
    // Cards are drawn in one of two sizes, and enlarged as a whole where there is room.
    let size = Memo::new(move |_| stage.layout.with(|layout| drawn_size(layout.card)));
    let place = move || {
        let scale = stage.layout.with(|layout| layout.card.width * 100 / size.get().width);
        let at = card.with(|card| card.as_ref().map(|card| card.centre)).unwrap_or_default();
        format!("translate({} {}) scale({}.{:02})", at.x, at.y, scale / 100, scale % 100)
    };
    let left = move || -size.get().width / 2;
    let top = move || -size.get().height / 2;
    let chosen =
        move || stage.selected.get() == Some(id) && stage.tab.get() == crate::stage::Tab::Hosts;
    let press = move |event: KeyboardEvent| {
        if matches!(event.key().as_str(), "Enter" | " ") {
            event.prevent_default();
            event.stop_propagation();
            stage.select(Some(id));
        }
    };
    let icon = move || {
        with(|card| match card.part {
            Part::Client => "#rs-client".to_owned(),
            Part::Server => "#rs-server".to_owned(),
            Part::Relay => "#rs-relay".to_owned(),
        })
    };
    let title = move || card.with(|card| card.as_ref().map(|card| titles(card, size.get())));
    let name = move || title().map(|[name, _]| name);
    let part = move || title().map(|[_, part]| part);
    view! {
        <g
            class="host"
            class:is-active=move || is(|card| card.active)
            class:is-down=move || is(|card| card.state == State::Down)
            class:is-refusing=move || is(|card| card.state == State::Refusing)
            class:is-client=move || is(|card| card.part == Part::Client)
            class:is-chosen=chosen
            transform=place
            role="button"
            tabindex=move || if reached.get() == id { "0" } else { "-1" }
            data-host=id.to_string()
            aria-label=move || with(label)
            aria-pressed=move || chosen().to_string()
            on:focus=move |_| reached.set(id)
            on:click=move |_| stage.select(Some(id))
            on:keydown=press
        >
            <rect
                class="host-card"
                x=left
                y=top
                width=move || size.get().width
                height=move || size.get().height
                rx="12"
            />
            <use_ class="host-icon" href=icon x=move || left() + 12 y=move || top() + 12 width="26" height="26" />
            <text class="host-name" x=move || left() + 47 y=move || top() + 24>{name}</text>
            <text class="host-part" x=move || left() + 47 y=move || top() + 42>
                {part}
            </text>
            <line class="host-rule" x1=move || left() + 12 x2=move || -left() - 12 y1=move || top() + 54 y2=move || top() + 54 />
            <Row card size at=0 />
            <Row card size at=1 />
        </g>
    }
}

/// The size in which a card is drawn before it is enlarged.
fn drawn_size(card: Size) -> Size {
    if card.width < NARROW {
        return card;
    }
    Size { width: NARROW, height: card.height * NARROW / card.width }
}

fn label(card: &Card) -> String {
    strings::host_label(
        &card.name,
        strings::part(card.part),
        strings::state(card.state),
        card.queued,
        card.stored,
        card.collected,
    )
}

/// The two lines at the top of a card: name, and role with state. On a narrow card the name takes
/// both lines; the role is seen by its sign.
fn titles(card: &Card, size: Size) -> [String; 2] {
    let state = match card.state {
        State::Up => None,
        state => Some(strings::state(state)),
    };
    let chars = |width: i32| usize::try_from((size.width - 60) / width).unwrap_or(12);
    if size.width < NARROW {
        let (host, domain) = card.name.split_once('.').unwrap_or((&card.name, ""));
        let line = state.map_or_else(|| domain.to_owned(), |state| format!("{state} · {domain}"));
        return [plain::short(host, chars(9)), plain::short(&line, chars(8))];
    }
    let part = strings::part(card.part);
    let line = state.map_or_else(|| part.to_owned(), |state| format!("{part}, {state}"));
    [plain::short_name(&card.name, chars(9)), plain::short(&line, chars(8))]
}

/// A row of a card: the queue, or what is kept.
#[component]
fn Row(card: Memo<Option<Card>>, size: Memo<Size>, at: i32) -> impl IntoView {
    let content = move || {
        let card = card.get()?;
        let size = size.get();
        let (left, top) = (-size.width / 2 + 14, -size.height / 2);
        let step = (size.height - 60) / 2;
        let y = top + 58 + step / 2 + at * step;
        Some(if at == 0 { queue_row(&card, left, y, size) } else { kept_row(&card, left, y, size) })
    };
    view! { <g class="host-row">{content}</g> }
}

/// What stands where nothing is.
fn nothing(size: Size) -> &'static str {
    if size.width < 150 { strings::NONE } else { strings::EMPTY }
}

fn queue_row(card: &Card, left: i32, y: i32, size: Size) -> AnyView {
    let title = if card.part == Part::Client { strings::OUTBOX } else { strings::QUEUE };
    if card.queued == 0 {
        return view! {
            <text class="host-label" x=left y=y + 5>{title}</text>
            <text class="host-value is-quiet" x=-left y=y + 5>{nothing(size)}</text>
        }
        .into_any();
    }
    let narrow = size.width < NARROW;
    // Beside the title, and beside the time of the next attempt where there is one.
    let room = size.width - if card.next.is_none() { 80 } else { 150 };
    let shown = usize::try_from(room / 36).unwrap_or(0).clamp(1, card.tokens.len());
    let tokens = card.tokens.iter().take(shown).enumerate().map(|(nth, guise)| {
        let x = left + 62 + 14 + i32::try_from(nth).unwrap_or(0) * 36;
        token(*guise, x, y)
    });
    let more = card.queued - shown;
    let more_x = left + 62 + i32::try_from(shown).unwrap_or(0) * 36;
    let more = (more > 0).then(|| {
        view! { <text class="host-more" x=more_x y=y + 5>{strings::more_queued(more)}</text> }
    });
    let next = card.next.as_ref().map(|at| {
        // The day is told in the host's sheet; here there is room for the time.
        let time = at.rsplit(' ').next().unwrap_or_default();
        let text = if narrow { time.to_owned() } else { strings::retry(time) };
        view! { <text class="host-value is-deferred" x=-left y=y + 5>{text}</text> }
    });
    view! {
        <text class="host-label" x=left y=y + 5>{title}</text>
        {tokens.collect_view()}
        {more}
        {next}
    }
    .into_any()
}

fn kept_row(card: &Card, left: i32, y: i32, size: Size) -> AnyView {
    let (title, count, guise) = match card.part {
        Part::Client => (strings::INBOX, card.collected, Guise::Collected),
        Part::Server | Part::Relay => (strings::MAILDROPS, card.stored, Guise::Mail),
    };
    if card.part == Part::Relay && count == 0 {
        return ().into_any();
    }
    let lock = card.locked.then(|| {
        let x = -left - 22;
        let href = "#rs-lock";
        view! { <use_ class="host-lock" href=href x=x y=y - 11 width="22" height="22" /> }
    });
    if count == 0 {
        let value = (!card.locked).then(
            || view! { <text class="host-value is-quiet" x=-left y=y + 5>{nothing(size)}</text> },
        );
        return view! {
            <text class="host-label" x=left y=y + 5>{title}</text>
            {value}
            {lock}
        }
        .into_any();
    }
    let x = if card.locked { -left - 46 } else { -left - 16 };
    let count_x = x - 24;
    view! {
        <text class="host-label" x=left y=y + 5>{title}</text>
        <text class="host-value" x=count_x y=y + 5>{count}</text>
        {token(guise, x, y)}
        {lock}
    }
    .into_any()
}

fn token(guise: Guise, x: i32, y: i32) -> impl IntoView {
    view! { <g transform=format!("translate({x} {y}) scale(.82)")><Envelope guise /></g> }
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
            view! { <g transform=at><Envelope guise=it.guise /></g> }
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
    view! {
        <g class="moving" aria-hidden="true">
            {resting}
            <g transform=place class:is-gone=gone>{load}{lost}</g>
            {move || said.get().map(|said| bubble(&said))}
        </g>
    }
}

fn load(load: Load) -> AnyView {
    match load {
        Load::Message(guise) => view! { <g class="courier"><Envelope guise /></g> }.into_any(),
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
fn bubble(said: &Said) -> impl IntoView + use<> {
    let Said { at, width, .. } = *said;
    view! {
        <g class=tone_class("bubble", said.tone) transform=format!("translate({} {})", at.x, at.y)>
            <rect x=-width / 2 y=-SAID_HEIGHT / 2 width=width height=SAID_HEIGHT rx="8" />
            <text y="5">{said.text.clone()}</text>
        </g>
    }
}
