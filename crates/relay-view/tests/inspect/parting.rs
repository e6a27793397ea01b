//! Where two runs of one world part.

use relay_kernel::{ConnNo, RecordId, SimTime};
use relay_mail::Language;
use relay_view::journey::{Course, Next, Parting, parting};
use relay_view::letter::{Letter, senders};
use relay_view::{Show, clock};
use relayscope::command::Command;
use relayscope::scenario::HostNo;

use super::{LESSONS, show};

fn compute(show: &mut Show) {
    while show.compute_more() {}
    while show.compute_left().is_some() {}
}

fn course(show: &Show, is_whole: bool) -> Course<'_> {
    Course { trace: show.trace(), is_whole }
}

/// Where the run that was left last and the one that is shown part.
fn found(show: &Show) -> Parting {
    show.parting(None).expect("they differ")
}

/// The record, its sentence, and what is said in it.
fn record(next: Next) -> (RecordId, String, Option<String>) {
    match next {
        Next::Record { id, text, line, .. } => (id, text, line),
        Next::Nothing | Next::Unknown => panic!("something is next: {next:?}"),
    }
}

#[test]
fn two_runs_part_where_somebody_acted() {
    let mut show = show("direct");
    let position = show.pace().len() / 3;
    let records = show.pace().records_at(position);
    show.act(position, Command::HostDown(HostNo(1)));
    compute(&mut show);
    let Parting { first, second } = found(&show);
    let ((planned, ..), (done, text, line)) = (record(first.clone()), record(second.clone()));
    assert_eq!((text.as_str(), line), ("mx.example.net goes down.", None));
    assert!(done == planned && done.index() >= records, "{done:?}");
    let left = show.left_trace().expect("a future was left");
    assert_ne!(left.record(planned), show.trace().record(done));
    assert_eq!(left.records()[..done.index()], show.trace().records()[..done.index()]);
    // Each is told with its own time.
    for (next, trace) in [(&first, left), (&second, show.trace())] {
        let Next::Record { at, .. } = next else { panic!("something is next") };
        let told = clock::dated(show.cast().clock(), trace.record(done).at, SimTime::START);
        assert_eq!(*at, told);
    }
    // The other way round it is the same place.
    show.swap_branch(0).expect("it is kept");
    let back = found(&show);
    assert_eq!((back.first, back.second), (second, first));
}

#[test]
fn what_is_done_twice_does_not_part() {
    // Whatever it is that somebody does: what was known in a run that was left stays known in its trace.
    let act: [fn(&mut Show); 4] = [
        |show| {
            let from = senders(show.scenario()).remove(1);
            let to = "alice@example.com".to_owned();
            let letter = Letter { from, to, ..Letter::default() };
            let when = (show.pace().time_at(4), show.journal());
            let command = letter.command(Language::English, show.scenario(), when);
            let command = command.expect("a good letter");
            show.act(4, command);
        },
        |show| {
            show.dial(4, (HostNo(1), HostNo(0)), 25).expect("it is asked for");
        },
        |show| {
            show.act(4, Command::HostDown(HostNo(1)));
        },
        |show| {
            show.act(4, Command::ResetConnection(ConnNo(0)));
        },
    ];
    for (nth, act) in act.into_iter().enumerate() {
        let mut first = show("direct");
        act(&mut first);
        compute(&mut first);
        let shared = first.shared(0, None);
        // Computed to its end before, and not.
        for whole in [false, true] {
            let mut again = Show::open(LESSONS[0].1, None, None).expect("a good scenario");
            if whole {
                compute(&mut again);
            } else {
                again.compute_more();
            }
            act(&mut again);
            compute(&mut again);
            let other = Show::load_shared(LESSONS[0].1, &shared, None);
            let mut other = other.expect("a good scenario");
            compute(&mut other);
            let (first, second) = (course(&again, true), course(&other, true));
            let found = parting(again.cast(), again.scenario(), first, second);
            assert_eq!(found, None, "deed {nth}, {whole}");
        }
    }
}

#[test]
fn runs_in_which_something_else_was_typed_part_at_that_line() {
    let mut show = show("direct");
    let (conn, at) = show.dial(0, (HostNo(0), HostNo(1)), 25).expect("the port is open");
    let type_line = |line| Command::Type { conn, octets: Command::lines(line) };
    show.at_console(at, conn, type_line("HELO a.example"));
    compute(&mut show);
    // As long as the other one: nothing but the octets tells them apart.
    show.at_console(at, conn, type_line("HELO b.example"));
    compute(&mut show);
    let Parting { first, second } = found(&show);
    let ((_, text, first), (_, same, second)) = (record(first), record(second));
    assert_eq!(text, same, "their sentences are one");
    assert_eq!(first.as_deref(), Some("HELO a.example"));
    assert_eq!(second.as_deref(), Some("HELO b.example"));
}

#[test]
fn a_run_that_ends_is_told_from_one_that_is_not_known_further() {
    let mut acted = show("direct");
    let end = acted.pace().len();
    acted.act(end, Command::HostDown(HostNo(1)));
    assert!(acted.reset(end), "what was done is undone");
    compute(&mut acted);
    let Parting { first, second } = found(&acted);
    assert_eq!(record(first).1, "mx.example.net goes down.");
    assert_eq!(second, Next::Nothing, "as planned, nothing more happens");

    let known = Show::open(LESSONS[0].1, None, None).expect("a good scenario");
    let (whole, part) = (course(&acted, true), course(&known, false));
    let found = parting(acted.cast(), acted.scenario(), whole, part).expect("one of them goes on");
    assert_eq!(record(found.first).0.index(), known.trace().records().len());
    assert_eq!(found.second, Next::Unknown);
    assert_eq!(parting(acted.cast(), acted.scenario(), whole, whole), None);
}
