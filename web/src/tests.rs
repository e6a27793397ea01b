//! What only a real browser can tell of the whole. In one program with the tests of the parts: each
//! program takes its time to be put together.

mod page;
mod trace;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
