//! The map under one's hands: hosts are dragged or put somewhere, the picture is panned and zoomed.
//!
//! Nothing needs a drag (WCAG 2.2, 2.5.7): there are buttons and keys, a click in the zoomed picture
//! shows that place in the middle, and while hosts are moved a click picks one up and the next one
//! puts it down.

use leptos::ev::{MouseEvent, PointerEvent, WheelEvent};
use leptos::prelude::*;
use relay_view::layout::{Point, Size};
use relayscope::trace::HostId;
use wasm_bindgen::JsCast as _;
use web_sys::Element;

use crate::desk::Part;
use crate::glyph::Icon;
use crate::stage::{Chosen, Stage, Tab};
use crate::strings::{self, t};

/// Pixels by which a pointer may move before it is a drag.
const SLACK: i32 = 6;

/// A pointer that is down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Finger {
    id: i32,
    /// Where it is on the screen.
    at: Point,
}

/// What the pointers that are down do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Grip {
    fingers: Vec<Finger>,
    /// The host that the first one went down on, if that may be dragged, and where its centre was.
    host: Option<(HostId, Point)>,
    /// Where the first one went down.
    start: Point,
    /// The distance and the zoom at which two fingers began.
    pinch: Option<(i32, i32)>,
    /// Whether it moved so far that it is no click any more.
    dragged: bool,
}

/// What pointers do to the map.
#[derive(Clone, Copy)]
pub(crate) struct Hand {
    stage: Stage,
    grip: StoredValue<Grip>,
}

impl Hand {
    /// Nothing is held.
    pub(crate) fn new(stage: Stage) -> Self {
        Self { stage, grip: StoredValue::new(Grip::default()) }
    }

    /// A pointer goes down.
    pub(crate) fn down(self, event: &PointerEvent) {
        if event.button() != 0 {
            return;
        }
        let finger = Finger { id: event.pointer_id(), at: on_screen(event) };
        // By touch a host is dragged only where that was asked for: people scroll the page by it.
        let drags = event.pointer_type() == "mouse" || self.stage.desk().moving.get_untracked();
        let host = host_of(event.target()).filter(|_| drags);
        let host = host.and_then(|id| {
            Some((id, self.stage.layout.with_untracked(|layout| layout.centre(id))?))
        });
        let zoom = self.stage.desk().port.get_untracked().zoom();
        self.grip.update_value(|grip| {
            grip.fingers.retain(|it| it.id != finger.id);
            if grip.fingers.is_empty() {
                *grip = Grip { host, start: finger.at, ..Grip::default() };
            }
            grip.fingers.push(finger);
            grip.pinch = match grip.fingers[..] {
                [a, b] => Some((distance(a.at, b.at).max(1), zoom)),
                _ => None,
            };
        });
    }

    /// A pointer moves.
    pub(crate) fn moved(self, event: &PointerEvent) {
        let at = on_screen(event);
        let mut grip = self.grip.get_value();
        let Some(finger) = grip.fingers.iter_mut().find(|it| it.id == event.pointer_id()) else {
            return;
        };
        let before = core::mem::replace(&mut finger.at, at);
        let far = distance(grip.start, at) > SLACK || grip.pinch.is_some();
        if far && !grip.dragged {
            grip.dragged = true;
            if let Some(picture) = picture(event.current_target()) {
                // Where it cannot be held, it is lost at the edge; nothing worse.
                let _ = picture.set_pointer_capture(event.pointer_id());
            }
        }
        let Some(frame) = picture(event.current_target()).map(|it| self.frame(&it)) else { return };
        if let (Some((begun, zoom)), [a, b]) = (grip.pinch, &grip.fingers[..]) {
            let middle =
                Point { x: i32::midpoint(a.at.x, b.at.x), y: i32::midpoint(a.at.y, b.at.y) };
            let goal = zoom * distance(a.at, b.at) / begun;
            self.zoom_to(goal, frame.place(middle));
        } else if grip.dragged {
            if let Some((id, centre)) = grip.host {
                let by = frame.way(grip.start, at);
                self.stage.put(id, Point { x: centre.x + by.x, y: centre.y + by.y });
            } else {
                let by = frame.way(at, before);
                let size = self.stage.layout.with_untracked(|layout| layout.size);
                self.stage.desk().port.update(|port| port.pan(by, size));
            }
        }
        self.grip.set_value(grip);
    }

    /// A pointer goes up, or is taken away.
    pub(crate) fn up(self, event: &PointerEvent) {
        self.grip.update_value(|grip| {
            grip.fingers.retain(|it| it.id != event.pointer_id());
            grip.pinch = None;
        });
    }

    /// A click, which may be the end of a drag.
    pub(crate) fn click(self, event: &MouseEvent) {
        if self.grip.with_value(|grip| grip.dragged) {
            self.grip.set_value(Grip::default());
            return;
        }
        if let Some(id) = host_of(event.target()) {
            return self.press(id);
        }
        let Some(frame) = picture(event.current_target()).map(|it| self.frame(&it)) else { return };
        let at = frame.place(Point { x: event.client_x(), y: event.client_y() });
        let desk = self.stage.desk();
        let link = link_of(event.target()).filter(|_| !desk.moving.get_untracked());
        if let Some(id) = desk.picked.get_untracked() {
            self.stage.put(id, at);
            desk.picked.set(None);
        } else if let Some(ends) = link {
            self.stage.look_at(Chosen::between(ends));
        } else if !desk.port.get_untracked().is_whole() {
            let size = self.stage.layout.with_untracked(|layout| layout.size);
            desk.port.update(|port| port.centre(at, size));
        }
    }

    /// A host is pressed: it is shown, or picked up while hosts are moved.
    pub(crate) fn press(self, id: HostId) {
        let desk = self.stage.desk();
        if desk.moving.get_untracked() {
            desk.picked.update(|picked| *picked = (*picked != Some(id)).then_some(id));
        } else {
            self.stage.look_at(Chosen::Host(id));
        }
    }

    /// The wheel zooms, unless the page needs it to be scrolled.
    pub(crate) fn wheel(self, event: &WheelEvent) {
        let wanted = event.ctrl_key() || event.meta_key() || !page_scrolls();
        if !wanted || event.delta_y() == 0.0 {
            return;
        }
        event.prevent_default();
        let Some(frame) = picture(event.current_target()).map(|it| self.frame(&it)) else { return };
        let zoom = self.stage.desk().port.get_untracked().zoom();
        let goal = if event.delta_y() < 0.0 { zoom * 6 / 5 } else { zoom * 5 / 6 };
        self.zoom_to(goal, frame.place(Point { x: event.client_x(), y: event.client_y() }));
    }

    fn zoom_to(self, zoom: i32, fixed: Point) {
        let size = self.stage.layout.with_untracked(|layout| layout.size);
        self.stage.desk().port.update(|port| port.zoom_to(zoom, fixed, size));
    }

    fn frame(self, picture: &Element) -> Frame {
        let bounds = picture.get_bounding_client_rect();
        let size = self.stage.layout.with_untracked(|layout| layout.size);
        let (corner, seen) = self.stage.desk().port.get_untracked().seen(size);
        Frame {
            left: bounds.left(),
            top: bounds.top(),
            width: bounds.width().max(1.0),
            height: bounds.height().max(1.0),
            corner,
            seen,
        }
    }
}

/// How the picture lies on the screen: as large as fits, in the middle.
struct Frame {
    left: f64,
    top: f64,
    width: f64,
    height: f64,
    corner: Point,
    seen: Size,
}

impl Frame {
    /// Pixels of the screen for a unit of the picture.
    fn scale(&self) -> f64 {
        let across = self.width / f64::from(self.seen.width.max(1));
        across.min(self.height / f64::from(self.seen.height.max(1)))
    }

    /// The place of the picture that is seen at a place of the screen.
    fn place(&self, at: Point) -> Point {
        let scale = self.scale();
        let aside = (self.width - f64::from(self.seen.width) * scale) / 2.0;
        let above = (self.height - f64::from(self.seen.height) * scale) / 2.0;
        let part = |at: i32, edge: f64, space: f64| rounded((f64::from(at) - edge - space) / scale);
        Point {
            x: self.corner.x + part(at.x, self.left, aside),
            y: self.corner.y + part(at.y, self.top, above),
        }
    }

    /// A way on the screen, in units of the picture.
    fn way(&self, from: Point, to: Point) -> Point {
        let scale = self.scale();
        let part = |from: i32, to: i32| rounded(f64::from(to - from) / scale);
        Point { x: part(from.x, to.x), y: part(from.y, to.y) }
    }
}

fn rounded(value: f64) -> i32 {
    #[expect(clippy::cast_possible_truncation, reason = "screens are smaller than 2^31")]
    let whole = value.round() as i32;
    whole
}

fn on_screen(event: &PointerEvent) -> Point {
    Point { x: event.client_x(), y: event.client_y() }
}

fn distance(a: Point, b: Point) -> i32 {
    let (x, y) = (f64::from(a.x - b.x), f64::from(a.y - b.y));
    rounded(x.hypot(y))
}

fn picture(target: Option<web_sys::EventTarget>) -> Option<Element> {
    target?.dyn_into().ok()
}

/// The host whose card a target lies in.
fn host_of(target: Option<web_sys::EventTarget>) -> Option<HostId> {
    let card = picture(target)?.closest("[data-host]").ok()??;
    let id: u32 = card.get_attribute("data-host")?.parse().ok()?;
    Some(HostId(id))
}

/// The link that a target belongs to.
fn link_of(target: Option<web_sys::EventTarget>) -> Option<[HostId; 2]> {
    let wire = picture(target)?.closest("[data-link]").ok()??;
    let ends = wire.get_attribute("data-link")?;
    let (a, b) = ends.split_once(' ')?;
    Some([HostId(a.parse().ok()?), HostId(b.parse().ok()?)])
}

/// Whether the page is longer than the window.
fn page_scrolls() -> bool {
    let document = web_sys::window().and_then(|window| window.document());
    let root = document.and_then(|document| document.document_element());
    root.is_some_and(|root| root.scroll_height() > root.client_height())
}

/// The buttons of the map.
#[component]
pub(crate) fn Tools() -> impl IntoView {
    let stage = expect_context::<Stage>();
    let desk = stage.desk();
    let whole = move || desk.port.get().is_whole();
    let tool =
        move |label: &'static str, keys: &'static str, href: &'static str, act: fn(Stage)| {
            view! {
                <button
                    type="button"
                    class="tool"
                    title=label
                    aria-label=label
                    aria-keyshortcuts=keys
                    on:click=move |_| act(stage)
                >
                    <Icon href />
                </button>
            }
        };
    let put_back = move || {
        desk.moved.with(|moved| !moved.is_empty()).then(|| {
            view! {
                <button type="button" class="tool with-text" on:click=move |_| stage.put_back()>
                    {t(strings::PUT_BACK)}
                </button>
            }
        })
    };
    view! {
        <div class="map-tools" role="group" aria-label=t(strings::MAP_TOOLS)>
            <p hidden=move || !desk.moving.get()>{t(strings::MOVING_ON)}</p>
            {put_back}
            {tool(t(strings::ZOOM_IN), "+", "#rs-zoom-in", |stage| stage.zoom(1))}
            {tool(t(strings::ZOOM_OUT), "-", "#rs-zoom-out", |stage| stage.zoom(-1))}
            <button
                type="button"
                class="tool"
                title=t(strings::FIT)
                aria-label=t(strings::FIT)
                aria-keyshortcuts="z"
                disabled=whole
                on:click=move |_| stage.fit()
            >
                <Icon href="#rs-fit" />
            </button>
            <button
                type="button"
                class="tool"
                class:is-on=move || desk.moving.get()
                title=t(strings::MOVE_HOSTS)
                aria-label=t(strings::MOVE_HOSTS)
                aria-keyshortcuts="g"
                aria-pressed=move || desk.moving.get().to_string()
                on:click=move |_| stage.toggle_moving()
            >
                <Icon href="#rs-move" />
            </button>
            {tool(t(strings::AS_TABLE), "t", "#rs-table", |stage| stage.show_table())}
        </div>
    }
}

impl Stage {
    /// Zooms in or out by steps; the middle stays.
    pub(crate) fn zoom(&self, steps: i32) {
        let size = self.layout.with_untracked(|layout| layout.size);
        self.desk().port.update(|port| port.zoom_by(steps, size));
    }

    /// Shows the map as a table, and goes there.
    pub(crate) fn show_table(&self) {
        self.selected.set(None);
        self.tab.set(Tab::Hosts);
        self.desk().goes_there.set_value(true);
        self.desk().looked_at.set(Some(Part::Panel));
    }

    /// Shows all of the map.
    pub(crate) fn fit(&self) {
        self.desk().port.set(relay_view::port::Port::default());
    }

    /// Lets hosts be moved, or ends that.
    pub(crate) fn toggle_moving(&self) {
        let desk = self.desk();
        desk.moving.update(|moving| *moving = !*moving);
        desk.picked.set(None);
        let moving = desk.moving.get_untracked();
        let told = if moving { strings::MOVING_ON } else { strings::MOVING_OFF };
        self.announce(told.in_(self.language.get_untracked()));
    }

    /// Puts the centre of a host near a place of the picture.
    pub(crate) fn put(&self, id: HostId, at: Point) {
        let position = self.layout.with_untracked(|layout| layout.position_of(at));
        self.desk().moved.update(|moved| {
            moved.insert(id.0, position);
        });
    }

    /// Moves a host by a distance.
    pub(crate) fn nudge(&self, id: HostId, by: Point) {
        let Some(at) = self.layout.with_untracked(|layout| layout.centre(id)) else { return };
        self.put(id, Point { x: at.x + by.x, y: at.y + by.y });
        self.reveal(id);
    }

    /// Lets all hosts stand where they stood.
    pub(crate) fn put_back(&self) {
        self.desk().moved.update(std::collections::BTreeMap::clear);
    }

    /// Pans so that a host is seen.
    pub(crate) fn reveal(&self, id: HostId) {
        let found = self.layout.with_untracked(|it| Some((it.centre(id)?, it.card, it.size)));
        let Some((at, card, size)) = found else { return };
        let mut port = self.desk().port.get_untracked();
        port.reveal(at, card, size);
        if port != self.desk().port.get_untracked() {
            self.desk().port.set(port);
        }
    }
}
