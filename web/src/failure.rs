//! A panic ends the module; what it says must reach the failure screen, which is not ours: the
//! page's own script shows it.

use wasm_bindgen::JsValue;
use web_sys::{CustomEvent, CustomEventInit};

/// The event that carries the text of a panic to `start.js`.
const EVENT: &str = "relayscope-failure";

/// Sends the text of any panic to the page.
pub(crate) fn report_panics() {
    std::panic::set_hook(Box::new(|info| {
        let init = CustomEventInit::new();
        init.set_detail(&JsValue::from_str(&info.to_string()));
        if let (Some(window), Ok(event)) =
            (web_sys::window(), CustomEvent::new_with_event_init_dict(EVENT, &init))
        {
            // Nobody is left to be told that nobody listens.
            let _ = window.dispatch_event(&event);
        }
    }));
}
