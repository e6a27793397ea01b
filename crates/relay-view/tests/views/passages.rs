//! What was under way when somebody broke the network, and what the views then say about it.

use relay_view::Holdings;
use relay_view::passage::Passage;
use relay_view::transcript::{Transcript, Who};
use relayscope::command::Command;
use relayscope::scenario::HostNo;
use relayscope::trace::{HostId, Kind, Side};

use super::{Run, faulty, run};

const CLIENT: HostNo = HostNo(0);
const SERVER: HostNo = HostNo(1);

/// A run to the moment in which the server greets.
fn greeting() -> Run {
    let mut run = run(&faulty(""));
    let said = |kind: &Kind| matches!(kind, Kind::Line { from: Side::Server, .. });
    let at = run.timeline.trace().records().iter().position(|record| said(&record.kind));
    run.timeline.seek(at.expect("the server greets") + 1);
    run
}

/// The passages of what the server says in the first session, by the end of the run.
fn passages(run: &mut Run) -> Vec<Passage> {
    run.timeline.run_to_end();
    let trace = run.timeline.trace();
    let mut holdings = Holdings::new(run.cast.len());
    holdings.advance(trace, trace.records().len());
    let first = trace.records().iter().find_map(|record| record.kind.conn());
    let first = first.expect("there is a session");
    let transcript = Transcript::of(&run.cast, trace, &holdings, trace.records().len(), first);
    let by_server = transcript.rows.iter().filter(|row| row.who == Who::Server);
    by_server.map(|row| row.passage).collect()
}

fn after(commands: &[Command]) -> Vec<Passage> {
    let mut run = greeting();
    for command in commands {
        run.timeline.act(command.clone());
    }
    passages(&mut run)
}

#[test]
fn a_greeting_under_way_is_lost_with_its_connection_or_its_listener() {
    let run = greeting();
    let last = run.timeline.trace().records().iter().rev();
    let conn = last.filter_map(|record| record.kind.conn()).next().expect("there is a session");
    assert_eq!(after(&[Command::ResetConnection(conn)]), [Passage::Lost]);
    // Five minutes later the server says 421, to nobody.
    assert_eq!(after(&[Command::HostDown(CLIENT)]), [Passage::Lost, Passage::Held]);
    // What a host has sent travels on without it.
    assert_eq!(after(&[Command::HostDown(SERVER)]), [Passage::Free]);
}

#[test]
fn a_greeting_under_way_is_held_back_by_what_is_between() {
    let link = [CLIENT, SERVER];
    for barrier in
        [Command::CutLink(link), Command::GoOffline(SERVER), Command::Partition(vec![CLIENT])]
    {
        let passages = after(std::slice::from_ref(&barrier));
        assert_eq!(passages, [Passage::Held; 2], "{barrier:?}: the greeting, and 421 at last");
    }
    let mended = after(&[Command::CutLink(link), Command::MendLink(link)]);
    assert!(mended.len() > 1, "the session goes on");
    assert!(mended.iter().all(|it| *it == Passage::Free), "{mended:?}");
}

#[test]
fn nothing_is_lost_before_it_is_broken() {
    let mut run = greeting();
    let records = run.timeline.position();
    let id = relay_kernel::RecordId::from_index(records - 1);
    run.timeline.act(Command::HostDown(CLIENT));
    let trace = run.timeline.trace();
    assert_eq!(trace.record(id).host, HostId(SERVER.0));
    assert_eq!(Passage::of(trace, id, records), Passage::Free);
    assert_eq!(Passage::of(trace, id, records + 1), Passage::Lost);
}
