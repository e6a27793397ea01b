//! A link is written by anybody: whatever was done in a run, all of it can be shown, everywhere.

#[path = "../../relayscope/tests/journal/mod.rs"]
mod journal;

use journal::{SCENARIO, journal};
use proptest::prelude::*;
use relay_kernel::RecordId;
use relay_mail::Language;
use relay_view::Show;
use relay_view::journey::{Course, compare, journeys, parting};
use relay_view::ladder::{Filter, Ladder};
use relay_view::layout::{Arrangement, Layout, Size};
use relay_view::map::Scene;
use relay_view::sheet::Sheet;
use relay_view::transcript::Transcript;
use relay_view::{explain, outside, sentence, why};
use relayscope::share::{Shared, Source};
use relayscope::trace::HostId;

/// Positions of a run that are looked at closely.
const PLACES_MAX: usize = 8;

/// Records of which it is asked why.
const CHAINS_MAX: usize = 40;

/// Looks at all that a page shows of a position.
fn look_at(show: &mut Show, position: usize) {
    let (records, now) = (show.pace().records_at(position), show.pace().time_at(position));
    let holdings = show.holdings(position);
    let area = Size { width: 800, height: 460 };
    let mut layout = Layout::arranged(show.cast(), show.arranging_ties(), area, Arrangement::Auto);
    layout.link(show.ties());
    Scene::new(show.cast(), show.trace(), &holdings, &layout, now);
    if let Some(session) = Transcript::new(show.cast(), show.trace(), &holdings, records) {
        for at in 0..session.rows.len() {
            explain::row(&session, at, show.trace());
        }
        show.tear(position, session.conn);
    }
    let hosts: Vec<HostId> = show.cast().hosts().map(|(id, _)| id).collect();
    for &host in &hosts {
        Sheet::new(show.cast(), show.trace(), &holdings, host, now);
        show.deeds(position, host);
        show.settings(position, host);
        show.plot(position, host);
        for &other in &hosts {
            show.link_sheet(position, [host, other]);
        }
    }
    show.maildrops(position);
    show.dns(position);
    outside::event(show.cast(), show.trace(), show.pace(), position);
    show.beats_before_acting(position);
}

/// Looks at all that is told of a run.
fn look_over(show: &mut Show) {
    let (cast, trace) = (show.cast(), show.trace());
    let records = trace.records().len();
    for id in (0..records).map(RecordId::from_index) {
        sentence::sentence(cast, trace, id);
        sentence::note(cast, trace, id);
    }
    // Each looks through all that was before it.
    for id in (0..records).step_by(records / CHAINS_MAX + 1).map(RecordId::from_index) {
        why::whole_chain(cast, trace, id);
    }
    journeys(trace, records);
    let ladder = Ladder::new(trace, &Filter::default());
    for place in 0..ladder.len() {
        ladder.row(cast, trace, place);
    }
    show.runs();
    let beats = show.pace().len();
    for place in 0..=PLACES_MAX {
        look_at(show, beats * place / PLACES_MAX);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn all_of_it_is_shown(done in journal(), other in journal()) {
        let shared = |journal| Shared {
            scenario: Source::Text(SCENARIO.into()),
            journal,
            ..Shared::text("")
        };
        let load = |journal| Show::load_shared(SCENARIO, &shared(journal), None).ok();
        let Some(mut show) = load(done) else { return Ok(()) };
        // Before anything is computed, too.
        show.runs();
        while show.compute_more() {}
        look_over(&mut show);
        show.set_language(Language::German);
        look_over(&mut show);
        if let Some(mut beside) = load(other) {
            while beside.compute_more() {}
            compare(show.cast(), show.trace(), beside.trace());
            let course = |trace| Course { trace, is_whole: true };
            parting(show.cast(), show.scenario(), course(show.trace()), course(beside.trace()));
        }
    }
}
