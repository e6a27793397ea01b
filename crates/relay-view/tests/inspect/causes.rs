//! Chains of causes, and what a session says of its doubts.

use relay_host::Fact;
use relay_kernel::RecordId;
use relay_view::transcript::Transcript;
use relay_view::{Show, why};
use relayscope::trace::Kind;

use super::{LESSONS, show};

#[test]
fn every_chain_ends_at_the_start_or_at_a_command() {
    for (name, _) in LESSONS {
        let show = show(name);
        let (cast, trace) = (show.cast(), show.trace());
        for at in 1..trace.records().len() {
            let id = RecordId::from_index(at);
            let (links, _) = why::chain(cast, trace, id);
            let last = links.last().expect("everything has a cause");
            assert!(matches!(trace.record(last.id).kind, Kind::Started), "{name}: {last:?}");
            assert!(links.len() <= why::LINKS_MAX);
        }
    }
}

#[test]
fn a_deferral_is_explained_by_what_was_refused() {
    let show = show("next-hop-down");
    let (cast, trace) = (show.cast(), show.trace());
    let deferred = |kind: &Kind| matches!(kind, Kind::Host(Fact::Deferred { .. }));
    let at = trace.records().iter().position(|it| deferred(&it.kind)).expect("it is deferred");
    let (links, _) = why::chain(cast, trace, RecordId::from_index(at));
    // What was broken, and what that led to.
    assert!(matches!(trace.record(links[0].id).kind, Kind::Command(_)), "{links:?}");
    assert!(matches!(trace.record(links[1].id).kind, Kind::DialFailed { .. }), "{links:?}");
}

/// A reply is the answer to a command, and the command comes first among its causes.
#[test]
fn the_direct_cause_comes_first() {
    let show = show("direct");
    let trace = show.trace();
    for id in (1..trace.records().len()).map(RecordId::from_index) {
        let direct = trace.causes(id).nth(1);
        let (links, _) = why::chain(show.cast(), trace, id);
        assert_eq!(links.first().map(|link| link.id), direct);
    }
}

#[test]
fn a_session_says_that_its_client_is_in_doubt() {
    let source = include_str!("../../../../web/lessons/lost-250.toml");
    let mut show = Show::load(source, None).expect("a good scenario");
    while show.compute_more() {}
    let mut records = show.trace().records().iter().enumerate();
    let doubt = records.find(|(_, it)| matches!(it.kind, Kind::Host(Fact::InDoubt { .. })));
    let (at, record) = doubt.expect("the last 250 is lost");
    let conn = record.kind.conn().expect("doubt is about a connection");
    let holdings = show.holdings(show.pace().position_of(at + 1));
    let transcript = Transcript::of(show.cast(), show.trace(), &holdings, at + 1, conn);
    let last = transcript.rows.last().expect("a row");
    assert_eq!(last.id, RecordId::from_index(at));
}
