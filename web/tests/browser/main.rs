//! What only a real browser can tell. One program: each takes its time to be put together.
#![cfg(target_arch = "wasm32")]

mod page;
mod trace;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
