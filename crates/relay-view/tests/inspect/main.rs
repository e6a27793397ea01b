//! What is looked at closely, over the built-in scenarios.

mod causes;
mod journeys;
mod ladder;
mod link;
mod parting;
mod plot;
mod sheet;

use relay_view::Show;

/// The built-in scenarios.
const LESSONS: [(&str, &str); 6] = [
    ("direct", include_str!("../../../../web/lessons/direct.toml")),
    ("relay", include_str!("../../../../web/lessons/relay.toml")),
    ("next-hop-down", include_str!("../../../../web/lessons/next-hop-down.toml")),
    ("never-back", include_str!("../../../../web/lessons/never-back.toml")),
    ("one-good-one-unknown", include_str!("../../../../web/lessons/one-good-one-unknown.toml")),
    ("double-bounce", include_str!("../../../../web/lessons/double-bounce.toml")),
];

/// A built-in scenario, computed to its end.
fn show(name: &str) -> Show {
    let (_, source) = LESSONS.iter().find(|(known, _)| *known == name).expect("a lesson");
    let mut show = Show::load(source, None).expect("a good scenario");
    while show.compute_more() {}
    show
}
