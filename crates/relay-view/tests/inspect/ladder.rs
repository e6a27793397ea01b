//! The ladder: every session and line, and what a filter leaves of them.

use relay_host::Fact;
use relay_kernel::{ConnNo, SimDuration, SimTime};
use relay_view::clock::reading;
use relay_view::ladder::{Filter, Ladder, Row, RowKind, Sort, messages};
use relay_view::transcript::{Tone, Transcript};
use relay_view::{Holdings, Moment, Show, clock};
use relayscope::trace::{HostId, Kind};

use super::{LESSONS, show};

#[test]
fn the_ladder_has_every_session_and_unfolds_its_lines() {
    for (name, _) in LESSONS {
        let show = show(name);
        let (cast, trace) = (show.cast(), show.trace());
        let mut filter = Filter::default();
        let folded = Ladder::new(trace, &filter);
        let rows = |ladder: &Ladder| {
            let row = |at| ladder.row(cast, trace, at).expect("a row at every place");
            (0..ladder.len()).map(row).collect::<Vec<_>>()
        };
        let all = rows(&folded);
        let dialled = trace.records().iter().filter(|it| matches!(it.kind, Kind::Dialed { .. }));
        let sessions = all.iter().filter(|row| matches!(row.kind, RowKind::Session { .. }));
        assert_eq!(sessions.clone().count(), dialled.count(), "{name}");
        assert!(all.iter().all(|row| !matches!(row.kind, RowKind::Arrow { .. })), "{name}");
        assert!(all.is_sorted_by_key(|row| row.id), "{name}");
        for row in &all {
            if let RowKind::Gap { span, .. } = &row.kind {
                assert!(!span.contains("less than"), "{name}: {span}");
            }
        }
        for row in sessions {
            if let RowKind::Session { conn, .. } = row.kind {
                filter.unfolded.insert(conn);
            }
        }
        let unfolded = Ladder::new(trace, &filter);
        let said = trace.records().iter().filter(|it| {
            matches!(it.kind, Kind::Line { .. } | Kind::Data { .. } | Kind::Block { .. })
        });
        let arrows = rows(&unfolded);
        let arrows = arrows.iter().filter(|row| matches!(row.kind, RowKind::Arrow { .. }));
        assert_eq!(arrows.count(), said.count(), "{name}");
        assert_eq!(unfolded.happened(trace.records().len()), unfolded.len());
        assert_eq!(unfolded.happened(0), 0);
    }
}

#[test]
fn a_lane_can_be_shown_alone() {
    let show = show("relay");
    let filter = Filter { host: Some(HostId(0)), ..Filter::default() };
    let ladder = Ladder::new(show.trace(), &filter);
    assert!(ladder.len() < Ladder::new(show.trace(), &Filter::default()).len());
    for at in 0..ladder.len() {
        let row = ladder.row(show.cast(), show.trace(), at).expect("a row");
        if let RowKind::Session { client, server, .. } = row.kind {
            assert!(client == HostId(0) || server == HostId(0));
        }
    }
}

/// The rows of a ladder, but for the gaps between them.
fn rows(show: &Show, filter: &Filter) -> Vec<(RowKind, usize)> {
    let ladder = Ladder::new(show.trace(), filter);
    let row = |at| ladder.row(show.cast(), show.trace(), at).expect("a row");
    let rows = (0..ladder.len()).map(row).map(|row| (row.kind, row.id.index()));
    rows.filter(|(kind, _)| !matches!(kind, RowKind::Gap { .. })).collect()
}

#[test]
fn the_ladder_shows_one_kind_of_rows() {
    for (name, _) in LESSONS {
        let show = show(name);
        let records = show.trace().records();
        let count = |of: fn(&Kind) -> bool| records.iter().filter(|it| of(&it.kind)).count();
        let of = |sort| rows(&show, &Filter { sort: Some(sort), ..Filter::default() });
        let lines = of(Sort::Lines);
        assert_eq!(lines.len(), count(|it| matches!(it, Kind::Line { .. })), "{name}");
        assert!(lines.iter().all(|(kind, _)| matches!(kind, RowKind::Arrow { .. })), "{name}");
        let content = of(Sort::Content).len();
        let blocks = count(|it| matches!(it, Kind::Data { .. } | Kind::Block { .. }));
        assert_eq!(content, blocks, "{name}");
        let lookups = of(Sort::Lookups);
        assert_eq!(lookups.len(), count(|it| matches!(it, Kind::Lookup { .. })), "{name}");
        for (kind, at) in lookups.iter().chain(&of(Sort::Decisions)).chain(&of(Sort::Connections)) {
            if let RowKind::Note { text, .. } = kind {
                assert!(text.len() > 8, "{name}, {at}: {text}");
            }
        }
        for (kind, at) in of(Sort::Failures) {
            if let RowKind::Arrow { text, tone, .. } = kind {
                assert!(matches!(tone, Tone::NotNow | Tone::No), "{name}, {at}: {text}");
            }
        }
    }
    let refused = rows(
        &show("one-good-one-unknown"),
        &Filter { sort: Some(Sort::Failures), ..Filter::default() },
    );
    assert!(!refused.is_empty(), "something is refused there");
    let fine = rows(&show("direct"), &Filter { sort: Some(Sort::Failures), ..Filter::default() });
    assert_eq!(fine, [], "nothing fails there");
}

#[test]
fn the_ladder_shows_one_message_with_its_sessions() {
    let source = "format = 1\n[[host]]\nname = \"mail.example.com\"\nmailboxes = \
        [\"alice@example.com\"]\n[[host]]\nname = \"mx.example.net\"\nmailboxes = \
        [\"bob@example.net\"]\n[[host]]\nname = \"mx.example.org\"\nmailboxes = \
        [\"carol@example.org\"]\n[[send]]\nfrom = \"alice@example.com\"\nto = \
        \"bob@example.net\"\nsubject = \"First\"\n[[send]]\nat = \"1min\"\nfrom = \
        \"alice@example.com\"\nto = \"carol@example.org\"\nsubject = \"Second\"\n";
    let mut show = Show::load(source, None).expect("a good scenario");
    while show.compute_more() {}
    let all = messages(show.trace());
    let named: Vec<_> = all.iter().map(|it| (it.subject.as_str(), it.to.as_str())).collect();
    assert_eq!(named, [("First", "<bob@example.net>"), ("Second", "<carol@example.org>")]);

    let both = rows(&show, &Filter::default());
    let of = |nth: usize| Filter { message: Some(all[nth].root), ..Filter::default() };
    let (first, second) = (rows(&show, &of(0)), rows(&show, &of(1)));
    assert_eq!(first.len() + second.len(), both.len(), "each row is about one of them");
    let server = |rows: &[(RowKind, usize)]| {
        let mut sessions = rows.iter().filter_map(|(kind, _)| match kind {
            RowKind::Session { server, .. } => Some(*server),
            _ => None,
        });
        (sessions.next(), sessions.next())
    };
    assert_eq!(server(&first), (Some(HostId(1)), None));
    assert_eq!(server(&second), (Some(HostId(2)), None));

    // What is asked for together must all hold.
    let lines = |filter: Filter| rows(&show, &Filter { sort: Some(Sort::Lines), ..filter });
    let second_lines = lines(of(1));
    assert!(!second_lines.is_empty() && second_lines.len() < lines(Filter::default()).len());
    for (kind, _) in &second_lines {
        let RowKind::Arrow { from, to, text, .. } = kind else { panic!("{kind:?}") };
        assert!(*from == HostId(2) || *to == HostId(2), "{text}");
    }
    let mut none = Filter { host: Some(HostId(1)), ..of(1) };
    assert_eq!(rows(&show, &none), []);
    assert!(none.is_on());
    none.unfolded.insert(ConnNo(1));
    none.show_all();
    assert!(!none.is_on() && none.unfolded.len() == 1 && rows(&show, &none).len() > both.len());
}

#[test]
fn a_pause_is_over_as_soon_as_what_ends_it_happens() {
    let show = show("next-hop-down");
    let (cast, trace) = (show.cast(), show.trace());
    let ladder = Ladder::new(trace, &Filter::default());
    let mut attempts = 0;
    for (at, record) in trace.records().iter().enumerate() {
        if !matches!(record.kind, Kind::Host(Fact::Attempt { nth: 2.., .. })) {
            continue;
        }
        // Before it has dialled there is no row of its own.
        let shown = ladder.row(cast, trace, ladder.happened(at + 1) - 1).expect("a row");
        let RowKind::Gap { until, .. } = &shown.kind else { panic!("{shown:?}") };
        assert!(until.contains("attempt"), "{until}");
        assert_eq!(trace.record(shown.id).at, record.at);
        let before = ladder.row(cast, trace, ladder.happened(at) - 1).expect("a row");
        assert!(before.id < shown.id);
        attempts += 1;
    }
    assert!(attempts > 3, "{attempts}");
}

#[test]
fn every_pause_between_two_rows_is_told_with_its_length() {
    for (name, _) in LESSONS {
        let show = show(name);
        let hosts = (0..show.cast().len()).map(|at| Some(HostId(u32::try_from(at).expect("few"))));
        for host in hosts.chain([None]) {
            // With a sort nothing is folded, so that what is not shown is silence.
            for sort in [Sort::Lines, Sort::Decisions] {
                pauses_are_told(&show, &Filter { host, sort: Some(sort), ..Filter::default() });
            }
        }
    }
}

fn pauses_are_told(show: &Show, filter: &Filter) {
    let (cast, trace) = (show.cast(), show.trace());
    let ladder = Ladder::new(trace, filter);
    let rows: Vec<Row> = (0..ladder.len()).filter_map(|at| ladder.row(cast, trace, at)).collect();
    let pause = |from: &Row, to: &Row| trace.record(to.id).at.since(trace.record(from.id).at);
    let short = SimDuration::from_secs(2);
    for at in 1..rows.len() {
        let (above, row) = (&rows[at - 1], &rows[at]);
        if let RowKind::Gap { span, .. } = &row.kind {
            let next = &rows[at + 1];
            assert!(pause(row, next) < short, "{next:?}");
            assert_eq!(*span, clock::span(cast.language, pause(above, next)));
        } else {
            assert!(pause(above, row) < short, "{row:?}");
        }
    }
}

#[test]
fn days_are_told_where_they_begin() {
    let show = show("never-back");
    let (cast, trace) = (show.cast(), show.trace());
    let ladder = Ladder::new(trace, &Filter::default());
    let date = |id| reading(cast.clock(), trace.record(id).at).date;
    let first = reading(cast.clock(), SimTime::START).date;
    let (mut today, mut days) = (first, 0);
    for at in 0..ladder.len() {
        let row = ladder.row(cast, trace, at).expect("a row");
        if matches!(row.kind, RowKind::Gap { .. }) {
            assert_eq!((row.at, row.day), (None, None));
            continue;
        }
        assert!(row.at.is_some());
        let begins = date(row.id) != today;
        assert_eq!(row.day.is_some(), begins, "{row:?}");
        if let Some(day) = row.day {
            today = date(row.id);
            days += 1;
            assert!(today.starts_with(&day), "{day} is {today}");
        }
    }
    assert!(days >= 4, "{days} days");
}

#[test]
fn a_row_tells_first_when_a_message_is_tried_again() {
    let show = show("never-back");
    let ladder = Ladder::new(show.trace(), &Filter::default());
    let rows = (0..ladder.len()).filter_map(|at| ladder.row(show.cast(), show.trace(), at));
    let waits = rows.filter_map(|row| match row.kind {
        RowKind::Note { text, moment: Some(Moment::Deferred), .. } => Some(text),
        _ => None,
    });
    let waits: Vec<_> = waits.collect();
    assert!(waits.len() > 5);
    assert!(waits.iter().all(|text| text.starts_with("Next attempt at ")), "{waits:?}");
}

#[test]
fn a_session_tells_its_day_as_soon_as_there_are_several() {
    let show = show("never-back");
    let (cast, trace) = (show.cast(), show.trace());
    let day = |records: usize, no| {
        let nothing_held = Holdings::new(cast.len());
        Transcript::of(cast, trace, &nothing_held, records, no).day
    };
    let dialled = trace.records().iter().enumerate().filter_map(|(at, it)| match it.kind {
        Kind::Dialed { conn } => Some((at + 1, conn)),
        _ => None,
    });
    let dialled: Vec<_> = dialled.collect();
    let (first, last) = (dialled[0], dialled[dialled.len() - 1]);
    assert_eq!(day(first.0, first.1), None);
    assert_eq!(day(last.0, first.1).as_deref(), Some("Mon 2 Mar"));
    assert!(day(last.0, last.1).is_some_and(|day| day != "Mon 2 Mar"));
}
