//! Menus that are too narrow for what is chosen in them.

use wasm_bindgen::JsCast as _;
use web_sys::{Element, Event, HtmlSelectElement};

/// Gives the menu under a pointer a title that says what is chosen in it, behind what it is for: either
/// may be cut, or not be seen at all.
pub(crate) fn tell(event: &Event) {
    let target = event.target().and_then(|it| it.dyn_into::<HtmlSelectElement>().ok());
    // Who chooses without a pointer hears name and choice anyway.
    let Some(menu) = target.filter(|menu| menu.matches(":hover").unwrap_or(false)) else { return };
    let text = |element: Option<Element>| element?.text_content();
    let label = menu.closest("label").ok().flatten();
    let name = text(label.and_then(|label| label.query_selector("span").ok().flatten()));
    let chosen = text(menu.query_selector("option:checked").ok().flatten());
    let told: Vec<String> = [name, chosen].into_iter().flatten().collect();
    menu.set_title(told.join(": ").trim());
}
