//! One host on the map: a card with its state, its queue and what it keeps.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use relay_kernel::SimDuration;
use relay_mail::language::Words;
use relay_view::cast::Part;
use relay_view::holdings::{Guise, Look};
use relay_view::layout::{Layout, Size};
use relay_view::map::{Card, ENVELOPE, Queue, State, bold_letters};
use relay_view::port::ZOOM_MIN;
use relay_view::{clock, plain};
use relayscope::trace::HostId;
use wasm_bindgen::JsCast as _;
use web_sys::Element;

use crate::glyph::Envelope;
use crate::keys::is_pressed_by_mouse;
use crate::stage::{Chosen, Stage, Tab};
use crate::strings::{self, t};

/// Narrower cards show a name in two lines.
const NARROW: i32 = 224;

/// The room for a time as short as it is ever written.
const TIME_WIDTH: i32 = 50;

/// The size of counts.
const COUNT: i32 = 14;

/// One host.
#[component]
pub(crate) fn HostCard(
    id: HostId,
    reached: RwSignal<HostId>,
    press_host: Callback<HostId>,
) -> impl IntoView {
    let stage = expect_context::<Stage>();
    let card = Memo::new(move |_| stage.scene.with(|scene| scene.hosts.get(id.index()).cloned()));
    let with = move |look: fn(&Card) -> String| {
        card.with(|card| card.as_ref().map(look).unwrap_or_default())
    };
    let is = move |look: fn(&Card) -> bool| card.with(|card| card.as_ref().is_some_and(look));
    // Cards are drawn in one of two sizes, and enlarged as a whole where there is room.
    let size = Memo::new(move |_| stage.layout.with(|layout| drawn_size(layout.card)));
    let place = move || placed(stage, card, size.get());
    let far = Memo::new(move |_| enlarged(stage));
    let chosen = Memo::new(move |_| {
        stage.selected.get() == Some(Chosen::Host(id)) && stage.tab.get() == Tab::Hosts
    });
    let lit = Memo::new(move |_| stage.desk().lit.with(|lit| lit.hosts.contains(&id)));
    let press = move |event: KeyboardEvent| {
        let is_pressed = match event.key().as_str() {
            "Enter" => true,
            " " => {
                let target = event.target().and_then(|it| it.dyn_into::<Element>().ok());
                !target.as_ref().is_some_and(is_pressed_by_mouse)
            }
            _ => false,
        };
        if is_pressed {
            event.prevent_default();
            event.stop_propagation();
            press_host.run(id);
        }
    };
    view! {
        <g
            class="host"
            part="node"
            class:is-active=move || is(|card| card.active)
            class:is-down=move || is(|card| card.state == State::Down)
            class:is-refusing=move || is(|card| card.state == State::Refusing)
            class:is-offline=move || is(|card| card.state == State::Offline)
            class:is-hampered=move || is(is_hampered)
            class:is-picked=move || stage.desk().picked.get() == Some(id)
            class:is-client=move || is(|card| card.part == Part::Client)
            class:is-lit=move || lit.get()
            class:is-far=move || far.get().is_some()
            transform=place
            role="button"
            tabindex=move || if reached.get() == id { "0" } else { "-1" }
            data-host=id.0.to_string()
            aria-label=move || pointed_at(with(label), lit.get())
            aria-pressed=move || chosen.get().to_string()
            on:focus=move |_| {
                reached.set(id);
                stage.reveal(id);
            }
            on:keydown=press
        >
            <Body card lit chosen size far />
        </g>
    }
}

/// Whether it takes part, and not all of it goes well.
fn is_hampered(card: &Card) -> bool {
    match card.state {
        State::Full
        | State::MailboxFull
        | State::DirectoryDown
        | State::NamesFail
        | State::Slow
        | State::Breaking
        | State::ClockWrong => true,
        State::Up | State::Refusing | State::Offline | State::Down => false,
    }
}

/// What is drawn of a host.
#[component]
fn Body(
    card: Memo<Option<Card>>,
    lit: Memo<bool>,
    chosen: Memo<bool>,
    size: Memo<Size>,
    far: Memo<Option<i32>>,
) -> impl IntoView {
    let left = move || -size.get().width / 2;
    let top = move || -size.get().height / 2;
    view! {
        <g class="host-body">
        <Ring shown=lit class="lit-ring" out=8 size />
        <Ring shown=chosen class="chosen-ring" out=4 size />
        <rect
            class="host-card"
            x=left
            y=top
            width=move || size.get().width
            height=move || size.get().height
            rx="12"
        />
        {move || far.get().map_or_else(
            || view! { <Titles card size /> }.into_any(),
            |enlarged| view! { <FarTitle card size enlarged /> }.into_any(),
        )}
        <line class="host-rule" x1=move || left() + 12 x2=move || -left() - 12 y1=move || top() + 54 y2=move || top() + 54 />
        <Row card size far at=0 />
        <Row card size far at=1 />
        </g>
    }
}

/// Where a card is drawn, and how large.
fn placed(stage: Stage, card: Memo<Option<Card>>, size: Size) -> String {
    let scale = stage.layout.with(|layout| layout.card.width * 100 / size.width);
    let at = card.with(|card| card.as_ref().map(|card| card.centre)).unwrap_or_default();
    format!("translate({} {}) scale({}.{:02})", at.x, at.y, scale / 100, scale % 100)
}

/// By how much names have to be larger to be read, as the picture is drawn and zoomed.
fn enlarged(stage: Stage) -> Option<i32> {
    Layout::enlarged(drawn_at(stage))
}

/// How large the picture is drawn and zoomed, in thousandths of its own size.
pub(crate) fn drawn_at(stage: Stage) -> i32 {
    let shown = stage.layout.with(|layout| layout.shown(stage.area.get()));
    shown * stage.desk().port.get().zoom() / ZOOM_MIN
}

/// What goes round a card, `out` units from its edge: the edge itself says how the host is.
#[component]
fn Ring(shown: Memo<bool>, class: &'static str, out: i32, size: Memo<Size>) -> impl IntoView {
    move || {
        let Size { width, height } = size.get();
        shown.get().then(|| {
            view! {
                <rect
                    class=class
                    x=-width / 2 - out
                    y=-height / 2 - out
                    width=width + 2 * out
                    height=height + 2 * out
                    rx=12 + out
                />
            }
        })
    }
}

/// A label of what a lesson may point at.
fn pointed_at(label: String, is: bool) -> String {
    if is { format!("{label}; {}", t(strings::story::POINTED_AT)) } else { label }
}

/// What stands at the top of a card.
#[component]
fn Titles(card: Memo<Option<Card>>, size: Memo<Size>) -> impl IntoView {
    let title = move || card.with(|card| card.as_ref().map(|card| titles(card, size.get())));
    let name = move || title().map(|[name, _]| name);
    let part = move || title().map(|[_, part]| part);
    let left = move || -size.get().width / 2;
    let top = move || -size.get().height / 2;
    view! {
            <use_ class="host-icon" href=move || sign(card) x=move || left() + 12 y=move || top() + 12 width="26" height="26" />
            <text class="host-name" x=move || left() + 47 y=move || top() + 24>{name}</text>
            <text class="host-part" x=move || left() + 47 y=move || top() + 42>
                {part}
            </text>
    }
}

/// The sign of what a host is.
fn sign(card: Memo<Option<Card>>) -> &'static str {
    match card.with(|card| card.as_ref().map(|card| card.part)) {
        Some(Part::Client) => "#rs-client",
        Some(Part::Relay) => "#rs-relay",
        Some(Part::Server) | None => "#rs-server",
    }
}

/// Beyond this, in hundredths, an enlarged name needs the place of the sign.
const SIGN_MAX: i32 = 130;

/// The size of the name on a small card.
const FAR_NAME: i32 = 22;

/// What stands at the top of a card that is drawn so small that more could not be read: the name, and
/// the sign where there is room for both.
/// What is wrong with the host is seen by the card's frame.
#[component]
fn FarTitle(card: Memo<Option<Card>>, size: Memo<Size>, enlarged: i32) -> impl IntoView {
    let letters = FAR_NAME * enlarged / 100;
    let has_sign = enlarged <= SIGN_MAX;
    let aside = if has_sign { 47 } else { 10 };
    let text = move || {
        let width = size.get().width - 10 - aside;
        card.with(|card| {
            let card = card.as_ref()?;
            let (host, _) = card.name.split_once('.').unwrap_or((&card.name, ""));
            Some(plain::short(host, bold_letters(width, letters)))
        })
    };
    let sign = has_sign.then(|| {
        let (x, y) = (move || 12 - size.get().width / 2, move || 12 - size.get().height / 2);
        view! { <use_ class="host-icon" href=move || sign(card) x=x y=y width="26" height="26" /> }
    });
    view! {
        {sign}
        <text
            class="host-name"
            style:font-size=format!("{letters}px")
            x=move || aside - size.get().width / 2
            y=move || 26 + letters / 3 - size.get().height / 2
        >
            {text}
        </text>
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
        [card.queued, card.stored, card.collected],
        card.next.as_deref(),
    )
}

/// The two lines at the top of a card: name, and role with state. On a narrow card the name takes
/// both lines; the role is seen by its sign.
fn titles(card: &Card, size: Size) -> [String; 2] {
    let state = match card.state {
        State::Up => None,
        state => Some(strings::state_short(state)),
    };
    let chars = |width: i32| usize::try_from((size.width - 60) / width).unwrap_or(12);
    if size.width < NARROW {
        let (host, domain) = card.name.split_once('.').unwrap_or((&card.name, ""));
        let line = match state {
            None => domain.to_owned(),
            Some(state) => {
                let line = format!("{state} · {domain}");
                // A state is worth more than half of a name.
                if line.chars().count() > chars(8) { state.to_owned() } else { line }
            }
        };
        return [plain::short(host, chars(9)), plain::short(&line, chars(8))];
    }
    let part = strings::part(card.part);
    let whole = match card.state {
        State::Up | State::Refusing => state,
        other => Some(strings::state(other)),
    };
    let line = match whole {
        None => part.to_owned(),
        Some(state) => {
            let line = format!("{part}, {state}");
            if line.chars().count() > chars(8) { state.to_owned() } else { line }
        }
    };
    [plain::short_name(&card.name, chars(9)), plain::short(&line, chars(8))]
}

/// A row of a card: the queue, or what is kept.
#[component]
fn Row(
    card: Memo<Option<Card>>,
    size: Memo<Size>,
    far: Memo<Option<i32>>,
    at: i32,
) -> impl IntoView {
    let stage = expect_context::<Stage>();
    // It runs on while everything else of the row stays.
    let left_until = Memo::new(move |_| {
        let next = card.with(|card| card.as_ref().and_then(|card| card.next_at))?;
        Some(next.since(stage.now()))
    });
    let content = move || {
        let card = card.get()?;
        let size = size.get();
        let (left, top) = (-size.width / 2 + 14, -size.height / 2);
        let step = (size.height - 60) / 2;
        let y = top + 58 + step / 2 + at * step;
        // Counts are enlarged like the name, as far as two rows let them.
        let count = far.get().map(|enlarged| (FAR_NAME * enlarged / 100).min(step + 4));
        let place = Place { left, y, size, count };
        Some(if at == 0 { queue_row(&card, place, left_until) } else { kept_row(&card, place) })
    };
    view! { <g class="host-row">{content}</g> }
}

/// Where a row is drawn.
#[derive(Clone, Copy)]
struct Place {
    left: i32,
    y: i32,
    /// Of the card.
    size: Size,
    /// The size of counts, where only they could be read.
    count: Option<i32>,
}

impl Place {
    /// Where letters of a count stand, so that their middle is that of the row.
    fn base(self) -> i32 {
        self.y + self.count.unwrap_or(COUNT) * 36 / 100
    }

    /// The size of a count for its style.
    fn letters(self) -> Option<String> {
        self.count.map(|letters| format!("{letters}px"))
    }
}

/// What stands where nothing is: `empty`, where there is room.
fn nothing(size: Size, empty: Words) -> &'static str {
    t(if size.width < 150 { strings::NONE } else { empty })
}

fn queue_row(card: &Card, place: Place, left_until: Memo<Option<SimDuration>>) -> AnyView {
    let Place { left, y, size, count } = place;
    let (title, empty) = match card.part {
        Part::Client => (strings::OUTBOX, strings::EMPTY),
        Part::Server | Part::Relay => (strings::QUEUE_SHORT, strings::QUEUE_SHORT_EMPTY),
    };
    let title = t(title);
    if card.queued == 0 {
        return view! {
            <text class="host-label" x=left y=y + 5>{title}</text>
            <text class="host-value is-quiet" x=-left y=y + 5>{nothing(size, empty)}</text>
        }
        .into_any();
    }
    let narrow = size.width < NARROW;
    let right = if narrow { 4 - left } else { -left };
    let label = (width(title) + 8).max(if narrow { 50 } else { 58 });
    // Words that could not be read have no place.
    let is_read = |width: i32| if count.is_some() { 0 } else { width };
    let row = Queue {
        room: right - left,
        title: is_read(label),
        queued: card.queued,
        time: is_read(card.next.as_ref().map_or(0, |_| TIME_WIDTH)),
        letter: count.unwrap_or(COUNT),
    }
    .row();
    let first = left + if row.is_titled { is_read(label) } else { 0 };
    let nth_x = move |nth: usize| first + i32::try_from(nth).unwrap_or(0) * ENVELOPE;
    let tokens = card.tokens.iter().take(row.envelopes).enumerate();
    let tokens = tokens.map(|(nth, look)| token(*look, nth_x(nth) + 14, y));
    let more = card.queued - row.envelopes;
    let more = (more > 0).then(|| {
        let (x, words) = (nth_x(row.envelopes), strings::more_queued(more));
        view! { <text class="host-more" style:font-size=place.letters() x=x y=place.base()>{words}</text> }
    });
    let next = (row.time > 0).then(|| {
        // When that is, is told in the host's sheet; here there is room for the time that is left.
        let text = move || {
            let left = left_until.get().unwrap_or_default();
            let exact = clock::countdown(left);
            let words = [strings::retry(&exact), strings::left(&exact)];
            let words = words.into_iter().skip(usize::from(narrow));
            let fitting = words.into_iter().find(|words| width(words) <= row.time);
            fitting.unwrap_or_else(|| clock::roughly(left))
        };
        view! { <text class="host-value is-deferred" x=right y=y + 5>{text}</text> }
    });
    view! {
        {row.is_titled.then(|| view! { <text class="host-label" x=left y=y + 5>{title}</text> })}
        {tokens.collect_view()}
        {more}
        {next}
    }
    .into_any()
}

/// The room that words need at most; letters are counted, not measured.
fn width(words: &str) -> i32 {
    const TENTHS_A_LETTER: i32 = 78;
    let count = i32::try_from(words.chars().count()).unwrap_or(i32::MAX / TENTHS_A_LETTER);
    count * TENTHS_A_LETTER / 10
}

fn kept_row(card: &Card, place: Place) -> AnyView {
    let Place { left, y, size, .. } = place;
    let (title, count, guise) = match card.part {
        Part::Client => (t(strings::INBOX), card.collected, Guise::Collected),
        Part::Server | Part::Relay => (t(strings::MAILDROPS), card.stored, card.newest),
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
        let value = (!card.locked).then(|| {
            let empty = nothing(size, strings::EMPTY);
            view! { <text class="host-value is-quiet" x=-left y=y + 5>{empty}</text> }
        });
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
        <text class="host-value" style:font-size=place.letters() x=count_x y=place.base()>{count}</text>
        {token(Look { guise, deferred: false }, x, y)}
        {lock}
    }
    .into_any()
}

fn token(Look { guise, deferred }: Look, x: i32, y: i32) -> impl IntoView {
    let place = format!("translate({x} {y}) scale(.82)");
    view! { <g transform=place><Envelope guise deferred /></g> }
}
