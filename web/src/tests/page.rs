//! The application as a whole, mounted into a document.

use wasm_bindgen::JsCast as _;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlElement;

const SCENARIO: &str = r#"
format = 1
[[host]]
name = "mail.example.com"
mailboxes = ["alice@example.com"]
[[host]]
name = "mx.example.net"
mailboxes = ["bob@example.net"]
[[send]]
from = "alice@example.com"
to = "bob@example.net"
"#;

#[wasm_bindgen_test]
fn a_digest_is_always_the_same() {
    let digest = crate::trace_digest(SCENARIO);
    assert!(digest.len() == 64 && digest.bytes().all(|b| b.is_ascii_hexdigit()), "{digest}");
    assert_eq!(crate::trace_digest(SCENARIO), digest);
    let seeded = SCENARIO.replace("format = 1", "format = 1\nstart = 2026-03-03T09:00:00Z");
    assert_ne!(crate::trace_digest(&seeded), digest, "another day is another trace");
}

#[wasm_bindgen_test]
fn a_mistake_is_told() {
    let told = crate::trace_digest("format = 1\nhosts = 3\n");
    assert!(told.starts_with("error: unknown key `hosts`"), "{told}");
}

#[wasm_bindgen_test]
async fn it_is_mounted_into_any_element() {
    let document = web_sys::window().and_then(|window| window.document()).expect("a document");
    let place = document.create_element("div").expect("an element");
    document.body().expect("a body").append_child(&place).expect("a place");
    let listener = js_sys::Function::new_no_args("");
    let element = place.clone().unchecked_into::<HtmlElement>();
    let instance = crate::Instance::new(element, true, listener);
    let found =
        |selectors: &str| place.query_selector_all(selectors).expect("good selectors").length();
    assert_eq!((found("main"), found("[data-host]")), (1, 0), "its parts are still to come");
    while instance.arrive() {
        leptos::task::tick().await;
    }
    let scenarios = u32::try_from(crate::Instance::scenarios().len()).expect("a few");
    assert_eq!(found(".top .menu:not(.is-language) option"), scenarios);
    assert_eq!(found(".top .is-language option"), 2, "every language");
    assert_eq!(found("dialog"), 3, "keys, a message to write, and sharing");
    assert_eq!(found("input[type=range]"), 1);
    assert!(found("[data-host]") >= 2);
    drop(instance);
    assert_eq!(found("main"), 0, "it goes as a whole");
}
