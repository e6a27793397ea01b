//! In a real browser, a scenario gives the trace that it gives natively, octet by octet.

use relayscope::Timeline;
use relayscope::scenario::Scenario;
use relayscope::trace::Writer;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn a_browser_writes_the_recorded_trace() {
    let source = include_str!("../../../tests/scenario/two-recipients/scenario.toml");
    let recorded = include_str!("../../../tests/scenario/two-recipients/expected.trace");
    let scenario = Scenario::parse(source).expect("it is a good scenario");
    let mut run = Timeline::new(scenario);
    run.run_to_end();
    let written = Writer::new(run.trace(), run.world().scenario()).all();
    assert_eq!(written, recorded.replace("\r\n", "\n"));
}
