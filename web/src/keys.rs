//! The keyboard: single keys, never in fields, and never with a modifier that belongs to others.

use leptos::ev::KeyboardEvent;
use leptos::prelude::{GetUntracked as _, Set as _, Update as _};
use wasm_bindgen::JsCast as _;
use web_sys::Element;

use crate::setting::Setting;
use crate::stage::Stage;
use crate::theme::Theme;

/// Where a key went to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Focus {
    /// Something that is written into.
    Field,
    /// Something that has a use for the arrow keys, Home and End of its own.
    Arrows,
    /// The map, whose hosts are reached by the arrow keys.
    Map,
    /// Something that Space and Enter press.
    Button,
    /// Anything else.
    Page,
}

/// What Space and Enter press.
const BUTTONS: &str = "button, a, summary, [role=button]";

/// An arrow with Shift.
const LEAP_ON: &str = "Shift+ArrowRight";
const LEAP_BACK: &str = "Shift+ArrowLeft";

/// Does what a key asks for.
pub(crate) fn press(stage: Stage, theme: Theme, setting: Setting, event: &KeyboardEvent) {
    if setting.is_dead(&event.key()) {
        return;
    }
    if event.default_prevented() || event.ctrl_key() || event.alt_key() || event.meta_key() {
        return;
    }
    // In a shadow tree the event's own target is the host; the path leads to the real one.
    let target = event.composed_path().get(0).dyn_into::<Element>().ok();
    let mut focus = target.as_ref().map_or(Focus::Page, focus_of);
    if focus == Focus::Field || stage.desk().has_dialog() {
        return;
    }
    // Nobody sees what it would press, and means the page.
    if event.key() == " " && target.as_ref().is_some_and(is_pressed_by_mouse) {
        focus = Focus::Page;
    }
    let writes = matches!(event.key().as_str(), "c" | "C");
    if writes && !setting.is_editable.get_untracked() {
        return;
    }
    let key = match (event.shift_key(), event.key().as_str()) {
        (true, "ArrowRight") => LEAP_ON.to_owned(),
        (true, "ArrowLeft") => LEAP_BACK.to_owned(),
        (_, key) => key.to_owned(),
    };
    if act(stage, theme, &key, focus) {
        event.prevent_default();
    }
}

/// Whether something that Space presses has the focus because somebody has pressed it by mouse, and has
/// pressed no key since then.
pub(crate) fn is_pressed_by_mouse(target: &Element) -> bool {
    let is = |selectors: &str| target.closest(selectors).ok().flatten().is_some();
    is(BUTTONS) && is("[data-by-mouse]")
}

fn focus_of(target: &Element) -> Focus {
    let is = |selectors: &str| target.closest(selectors).ok().flatten().is_some();
    if is("[data-map]") {
        return Focus::Map;
    }
    if is("input[type=range], [role=tab]") {
        return Focus::Arrows;
    }
    if is("input, textarea, select, [contenteditable]") {
        return Focus::Field;
    }
    if is("[role=toolbar]") {
        return Focus::Arrows;
    }
    if is(BUTTONS) {
        return Focus::Button;
    }
    // A list that scrolls keeps the keys that scroll it.
    if is("[data-scrolls]") { Focus::Arrows } else { Focus::Page }
}

/// Goes on, or back, by a tenth of the run.
fn leap(stage: Stage, forward: bool) {
    let tenth = (stage.count.get_untracked() / 10).max(1);
    let position = stage.position.get_untracked();
    stage.seek(if forward { position + tenth } else { position.saturating_sub(tenth) });
}

/// True when the key had a meaning.
fn act(stage: Stage, theme: Theme, key: &str, focus: Focus) -> bool {
    let own_arrows = matches!(focus, Focus::Arrows | Focus::Map);
    let own_ends = focus == Focus::Arrows;
    match key {
        " " if focus == Focus::Page => stage.toggle(),
        " " => return false,
        "k" | "K" => stage.toggle(),
        "." => stage.step(true),
        "," => stage.step(false),
        LEAP_ON if !own_arrows => leap(stage, true),
        LEAP_BACK if !own_arrows => leap(stage, false),
        "ArrowRight" if !own_arrows => stage.step(true),
        "ArrowLeft" if !own_arrows => stage.step(false),
        "n" | "N" => stage.desk().next_step(),
        "m" | "M" => stage.desk().next_kind(),
        "Home" if !own_ends => stage.seek(0),
        "End" if !own_ends => stage.see_end(),
        "]" => stage.jump(true),
        "[" => stage.jump(false),
        "<" => stage.player.update(|player| player.set_speed(player.speed().slower())),
        ">" => stage.player.update(|player| player.set_speed(player.speed().faster())),
        "l" | "L" => stage.desk().toggle_scenery(),
        "c" | "C" => stage.desk().composing.set(true),
        "+" | "=" => stage.zoom(1),
        "-" => stage.zoom(-1),
        "z" | "Z" => stage.fit(),
        "f" | "F" => stage.desk().full_screen.update(|wishes| *wishes += 1),
        "s" | "S" => stage.desk().sharing.set(true),
        "r" | "R" => stage.reset(),
        "g" | "G" => stage.toggle_moving(),
        "t" | "T" => stage.show_table(),
        "Escape" if stage.desk().moving.get_untracked() => stage.toggle_moving(),
        "p" | "P" => theme.toggle_size(),
        "?" => stage.desk().help.set(true),
        _ => {
            let Some(tenths) = key.parse::<usize>().ok().filter(|_| key.len() == 1) else {
                return false;
            };
            stage.seek(stage.with(|show| show.pace().len()) * tenths / 10);
        }
    }
    true
}
