//! How large things are on the screen, and how large the visitor wants letters.

use leptos::prelude::*;
use relay_view::layout::Size;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::{Element, HtmlElement, ResizeObserver, ResizeObserverEntry};

#[wasm_bindgen]
extern "C" {
    /// The styles of an element as they are computed.
    #[wasm_bindgen(js_name = getComputedStyle)]
    fn computed_style(element: &Element) -> JsValue;
}

/// The size of letters at the root in hundredths of the usual one, which has 16 pixels.
///
/// Whoever has set the browser's own size of letters to twice the usual one, or enlarges text alone,
/// has 200.
pub(crate) fn text_percent() -> i32 {
    let root = web_sys::window().and_then(|it| it.document()).and_then(|it| it.document_element());
    let style = root.map(|root| computed_style(&root));
    let size = style.and_then(|style| js_sys::Reflect::get(&style, &"fontSize".into()).ok());
    let size = size.and_then(|size| size.as_string());
    let pixels = size.and_then(|size| size.trim_end_matches("px").parse::<f64>().ok());
    #[expect(clippy::cast_possible_truncation, reason = "clamped")]
    let percent = (pixels.unwrap_or(16.0) * 100.0 / 16.0).round().clamp(25.0, 800.0) as i32;
    percent
}

/// Tells of the size of an element, now and whenever it changes.
pub(crate) fn watch(element: &HtmlElement, tell: impl Fn(Size) + 'static) {
    let seen = Closure::<dyn FnMut(js_sys::Array)>::new(move |entries: js_sys::Array| {
        let entry = entries.get(0).unchecked_into::<ResizeObserverEntry>().content_rect();
        #[expect(clippy::cast_possible_truncation, reason = "screens are smaller than 2^31")]
        tell(Size { width: entry.width() as i32, height: entry.height() as i32 });
    });
    if let Ok(observer) = ResizeObserver::new(seen.as_ref().unchecked_ref()) {
        observer.observe(element);
        let kept = StoredValue::new_local((observer, seen));
        on_cleanup(move || {
            kept.with_value(|(observer, _)| observer.disconnect());
        });
    }
}
