//! The rows of the ladder: which of them belong together.

use relay_view::ladder::{Filter, Ladder, RowKind};

use super::{ISP, run};

#[test]
fn a_line_knows_the_row_of_its_session() {
    let run = run(ISP);
    let trace = run.timeline.trace();
    let unfolded =
        trace.records().iter().filter_map(|record| record.kind.conn()).collect::<Vec<_>>();
    let filter = Filter { unfolded: unfolded.into_iter().collect(), ..Filter::default() };
    let ladder = Ladder::new(trace, &filter);
    let mut lines = 0;
    for place in 0..ladder.len() {
        let row = ladder.row(&run.cast, trace, place).expect("a row");
        let session = ladder.session_of(trace, place);
        if !matches!(row.kind, RowKind::Arrow { .. }) {
            assert_eq!(session, None, "{row:?}");
            continue;
        }
        let at = session.filter(|at| *at < place).unwrap_or_else(|| panic!("{row:?}"));
        let head = ladder.row(&run.cast, trace, at).expect("a row");
        let RowKind::Session { conn, .. } = head.kind else { panic!("{head:?}") };
        assert_eq!(trace.record(row.id).kind.conn(), Some(conn));
        lines += 1;
    }
    assert!(lines > 40, "{lines} lines");
    // Where only lines are shown, no session has a row.
    let alone = Filter { sort: Some(relay_view::ladder::Sort::Lines), ..Filter::default() };
    let ladder = Ladder::new(trace, &alone);
    assert!((0..ladder.len()).all(|place| ladder.session_of(trace, place).is_none()));
}
