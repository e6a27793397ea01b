//! What was under way when somebody broke the network, and what the views then say about it.

use relay_kernel::{RecordId, SimDuration};
use relay_view::Holdings;
use relay_view::ladder::{Filter, Ladder, RowKind};
use relay_view::layout::{Layout, Size};
use relay_view::map::Scene;
use relay_view::passage::{Obstacle, Passage};
use relay_view::sentence::sentence;
use relay_view::transcript::{State, Transcript, Who};
use relayscope::command::{Command, HangUp, Reading};
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
    let mut last = run.timeline.trace().records().iter().rev();
    let conn = last.find_map(|record| record.kind.conn()).expect("there is a session");
    assert_eq!(after(&[Command::ResetConnection(conn)]), [Passage::Lost]);
    // Five minutes later the server says 421, to nobody.
    assert_eq!(after(&[Command::HostDown(CLIENT)]), [Passage::Lost; 2]);
    // What a host has sent travels on without it.
    assert_eq!(after(&[Command::HostDown(SERVER)]), [Passage::Free]);
}

#[test]
fn what_was_answered_or_led_to_something_has_arrived() {
    let mut run = run(&faulty("[[fault]]\nat = \"0s\"\nmailbox_full = \"bob@example.net\""));
    let is_put_off = |kind: &Kind| matches!(kind, Kind::Host(relay_host::Fact::Deferred { .. }));
    run.timeline.run_to_end();
    let records = run.timeline.trace().records();
    let at = records.iter().position(|record| is_put_off(&record.kind)).expect("it is put off");
    let conn = records[..at].iter().rev().find_map(|record| record.kind.conn());
    let torn = Command::ResetConnection(conn.expect("in a session"));
    // At the same moment the last of three replies is still to be read, and then QUIT to be said.
    run.timeline.seek(at + 1);
    run.timeline.act(torn);
    let lost = passages(&mut run);
    let (last, before) = lost.split_last().expect("there are replies");
    assert_eq!(*last, Passage::Lost, "{lost:?}");
    assert!(before.iter().all(|it| *it == Passage::Free), "{lost:?}");
}

#[test]
fn who_drops_a_connection_sees_it_at_once() {
    let mut run = greeting();
    let records = run.timeline.position();
    let said = &run.timeline.trace().records()[records - 1];
    let conn = said.kind.conn().expect("there is a session");
    let state = |run: &Run| {
        let (trace, records) = (run.timeline.trace(), run.timeline.position());
        let mut holdings = Holdings::new(run.cast.len());
        holdings.advance(trace, records);
        let state = Transcript::of(&run.cast, trace, &holdings, records, conn).state;
        (state, holdings.conn(conn).map(|open| open.is_torn))
    };
    assert_eq!(state(&run), (State::Open, Some(false)));
    run.timeline.act(Command::ResetConnection(conn));
    assert_eq!(run.timeline.position(), records + 1, "its ends do not know yet");
    assert_eq!(state(&run), (State::Broken, Some(true)));
}

#[test]
fn a_greeting_under_way_is_held_back_by_what_is_between() {
    let link = [CLIENT, SERVER];
    for barrier in
        [Command::CutLink(link), Command::GoOffline(SERVER), Command::Partition(vec![CLIENT])]
    {
        let passages = after(std::slice::from_ref(&barrier));
        // It is sent again in vain, and so is 421 at last; then the server gives up.
        assert_eq!(passages, [Passage::Lost; 2], "{barrier:?}");
        let first = at_last(&[(0, barrier)], 60);
        assert_eq!(first, Passage::Held);
    }
    let mended = after(&[Command::CutLink(link), Command::MendLink(link)]);
    assert!(mended.len() > 1, "the session goes on");
    assert!(mended.iter().all(|it| *it == Passage::Free), "{mended:?}");
}

/// What became of the greeting `seconds` after it left, when this was done, each so many seconds
/// after the greeting.
fn at_last(commands: &[(u64, Command)], seconds: u64) -> Passage {
    let mut run = greeting();
    let id = RecordId::from_index(run.timeline.position() - 1);
    let left = run.timeline.now();
    for (after, command) in commands {
        run.timeline.act_at(left + SimDuration::from_secs(*after), command.clone());
    }
    run.timeline.run_to_end();
    let trace = run.timeline.trace();
    let end = left + SimDuration::from_secs(seconds);
    let known = trace.records().iter().take_while(|record| record.at <= end).count();
    Passage::of(trace, id, known)
}

#[test]
fn what_was_held_back_goes_on_when_the_last_barrier_falls_or_is_lost_with_its_end() {
    let link = [CLIENT, SERVER];
    let cut = || (0, Command::CutLink(link));
    let mend = || (2, Command::MendLink(link));
    let offline = || (0, Command::GoOffline(SERVER));
    let online = || (2, Command::GoOnline(SERVER));
    for (commands, passage) in [
        (vec![cut(), mend()], Passage::Free),
        (vec![cut(), offline(), online()], Passage::Held),
        (vec![cut(), offline(), online(), mend()], Passage::Free),
        (vec![cut(), (1, Command::Partition(Vec::new()))], Passage::Held),
        (vec![offline(), (0, Command::GoOffline(CLIENT)), online()], Passage::Held),
        (vec![(0, Command::Partition(vec![CLIENT])), mend()], Passage::Held),
        (vec![cut(), (1, Command::HostDown(SERVER))], Passage::Lost),
        (vec![cut(), (1, Command::HostDown(CLIENT))], Passage::Lost),
        (vec![cut(), (1, Command::HostDown(SERVER)), mend()], Passage::Lost),
    ] {
        assert_eq!(at_last(&commands, 10), passage, "{commands:?}");
    }
}

#[test]
fn what_the_scenario_does_at_the_moment_of_arrival_comes_first() {
    let source =
        faulty("[[fault]]\nat = \"110ms\"\nlink_cut = [\"mail.example.com\", \"mx.example.net\"]");
    let run = run(&source);
    let trace = run.timeline.trace();
    let said = |kind: &Kind| matches!(kind, Kind::Line { from: Side::Server, .. });
    let at = trace.records().iter().position(|record| said(&record.kind)).expect("it greets");
    let id = RecordId::from_index(at);
    assert_ne!(Passage::of(trace, id, trace.records().len()), Passage::Free);
    let heard = trace
        .records()
        .iter()
        .any(|record| matches!(record.kind, Kind::Line { from: Side::Client, .. }));
    assert!(!heard, "the client has nothing to answer");
}

#[test]
fn what_cannot_leave_is_seen_to_be_stopped_and_why() {
    let link = "link_cut = [\"mail.example.com\", \"mx.example.net\"]";
    let down = "host_down = \"mail.example.com\"";
    for (fault, obstacle, why) in [
        (link, Obstacle::Network, "The network holds it back"),
        (down, Obstacle::Host, "The other host is switched off"),
    ] {
        // The connection has come about, and the server is about to greet.
        let run = run(&faulty(&format!("[[fault]]\nat = \"85ms\"\n{fault}")));
        let trace = run.timeline.trace();
        let said = |kind: &Kind| matches!(kind, Kind::Line { from: Side::Server, .. });
        let at = trace.records().iter().position(|record| said(&record.kind)).expect("it greets");
        let id = RecordId::from_index(at);
        assert_eq!(Passage::obstacle(trace, id), Some(obstacle));
        let because = sentence(&run.cast, trace, id).because.expect("it says why");
        assert!(because.starts_with(why), "{because}");
        let mut holdings = Holdings::new(run.cast.len());
        holdings.advance(trace, at + 1);
        let ties = run.cast.ties(trace);
        let layout = Layout::new(&run.cast, &ties, Size { width: 820, height: 480 });
        let now = trace.record(id).at;
        let scene = Scene::new(&run.cast, trace, &holdings, &layout, now);
        assert!(scene.courier.is_some_and(|courier| courier.lost), "{fault}");
        let conn = trace.record(id).kind.conn().expect("it is said on one");
        let filter = Filter { unfolded: [conn].into(), ..Filter::default() };
        let ladder = Ladder::new(trace, &filter);
        let rows = (0..ladder.len()).filter_map(|at| ladder.row(&run.cast, trace, at));
        let row = rows.into_iter().find(|row| row.id == id).expect("the ladder has it");
        assert!(
            matches!(row.kind, RowKind::Arrow { passage: Passage::Lost, .. }),
            "it is given up at last: {row:?}"
        );
    }
}

#[test]
fn content_that_waits_for_room_is_not_held_back() {
    let source = faulty("").replace("[[send]]", "[[send]]\nsize = \"300KiB\"");
    let run = run(&source);
    let trace = run.timeline.trace();
    let mut waits = 0;
    for (at, record) in trace.records().iter().enumerate() {
        let id = RecordId::from_index(at);
        waits += usize::from(Passage::obstacle(trace, id) == Some(Obstacle::Traffic));
        if matches!(record.kind, Kind::Data { .. }) {
            assert_eq!(Passage::of(trace, id, trace.records().len()), Passage::Free);
        }
    }
    assert!(waits > 0, "more than fits the window");
}

#[test]
fn who_pulls_the_plug_loses_what_was_typed_last() {
    let mut run = run(&faulty(""));
    let dial = Command::Dial { from: CLIENT, to: SERVER, port: 25, reading: Reading::AtOnce };
    let conn = run.timeline.act(dial).expect("a connection");
    run.timeline.run_to_end();
    // The server has closed, and nobody knows of it yet.
    run.timeline.seek(run.timeline.len() - 1);
    let octets = Command::lines("NOOP");
    run.timeline.act(Command::Type { conn, octets });
    run.timeline.act(Command::HangUp { conn, how: HangUp::Reset });
    run.timeline.run_to_end();
    let trace = run.timeline.trace();
    let typed = |kind: &Kind| matches!(kind, Kind::Line { conn: it, from: Side::Client, .. } if *it == conn);
    let at = trace.records().iter().position(|record| typed(&record.kind)).expect("it was typed");
    let id = RecordId::from_index(at);
    assert_eq!(Passage::of(trace, id, trace.records().len()), Passage::Lost);
}

#[test]
fn nothing_is_lost_before_it_is_broken() {
    let mut run = greeting();
    let records = run.timeline.position();
    let id = RecordId::from_index(records - 1);
    run.timeline.act(Command::HostDown(CLIENT));
    let trace = run.timeline.trace();
    assert_eq!(trace.record(id).host, HostId(SERVER.0));
    assert_eq!(Passage::of(trace, id, records), Passage::Free);
    assert_eq!(Passage::of(trace, id, records + 1), Passage::Lost);
}

#[test]
fn what_takes_long_says_when_it_arrives() {
    let run = run(&faulty(
        "[[link]]\nbetween = [\"mail.example.com\", \"mx.example.net\"]\nlatency = \"4s\"",
    ));
    let trace = run.timeline.trace();
    let records = trace.records().len();
    let mut holdings = Holdings::new(run.cast.len());
    holdings.advance(trace, records);
    let first = trace.records().iter().find_map(|record| record.kind.conn());
    let first = first.expect("there is a session");
    let transcript = Transcript::of(&run.cast, trace, &holdings, records, first);
    let greeting = transcript.rows.iter().find(|row| row.who == Who::Server).expect("it greets");
    let answer = transcript.rows.iter().find(|row| row.who == Who::Client).expect("it is answered");
    assert_eq!(greeting.arrives.as_ref(), Some(&answer.precise()));
    assert!(answer.arrives.as_ref().is_some_and(|at| *at > answer.precise()));
}

#[test]
fn a_session_is_closed_when_both_ends_have_closed_it() {
    let run = run(&faulty(""));
    let trace = run.timeline.trace();
    let closed = |kind: &Kind| matches!(kind, Kind::Closed { .. });
    let at = |nth| {
        let all = trace.records().iter().enumerate();
        let mut closes = all.filter(|(_, record)| closed(&record.kind)).map(|(at, _)| at + 1);
        closes.nth(nth).expect("both ends close")
    };
    let state = |records| {
        let mut holdings = Holdings::new(run.cast.len());
        holdings.advance(trace, records);
        Transcript::new(&run.cast, trace, &holdings, records).expect("a session").state
    };
    assert_eq!(
        [state(at(0) - 1), state(at(0)), state(at(1))],
        [State::Open, State::Closing, State::Closed]
    );
}
