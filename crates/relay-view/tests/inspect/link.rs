//! A link in full: how it is, who talks over it, and what can be done to it.

use relay_kernel::SimDuration;
use relay_view::Show;
use relay_view::layout::{Layout, Size};
use relay_view::map::WireState;
use relay_view::sheet::LinkSheet;
use relayscope::command::Command;
use relayscope::scenario::{HostNo, LinkQuality};
use relayscope::trace::{HostId, Kind};

use super::show;

const ENDS: [HostId; 2] = [HostId(0), HostId(1)];

fn sheet(show: &mut Show, position: usize) -> LinkSheet {
    show.link_sheet(position, ENDS).expect("two hosts")
}

/// The commands that the ways of all deeds carry out.
fn commands(sheet: &LinkSheet) -> Vec<&Command> {
    sheet.deeds.iter().flat_map(|deed| deed.ways.iter().map(|way| &way.command)).collect()
}

#[test]
fn those_who_talk_over_it_are_there_while_they_do() {
    let mut show = show("direct");
    assert!(sheet(&mut show, 0).talks.is_empty());
    let ends = show.pace().len();
    let mut states = Vec::new();
    for position in 0..=ends {
        let sheet = sheet(&mut show, position);
        let open: Vec<bool> = sheet.talks.iter().map(|talk| talk.is_open).collect();
        let expected = match (sheet.state, &open[..]) {
            (WireState::Quiet, []) | (WireState::Dialling, [false]) => true,
            (WireState::Open, open) => open.contains(&true),
            _ => false,
        };
        assert!(expected, "{position}: {:?} with {open:?}", sheet.state);
        for talk in &sheet.talks {
            let known = show.trace().conn(talk.conn);
            let names = [known.client, known.server].map(|id| show.cast().name(id));
            assert_eq!([&talk.client, &talk.server], names);
            assert_eq!(talk.port, known.port);
            // Each of them can be torn.
            assert!(commands(&sheet).contains(&&Command::ResetConnection(talk.conn)));
        }
        states.push(sheet.state);
    }
    for state in [WireState::Quiet, WireState::Dialling, WireState::Open] {
        assert!(states.contains(&state), "{state:?}");
    }
    // Whoever is named first, it is the same one.
    let there = show.link_sheet(ends / 2, ENDS).expect("two hosts").talks;
    let back = show.link_sheet(ends / 2, [ENDS[1], ENDS[0]]).expect("two hosts").talks;
    assert_eq!(there, back);
}

#[test]
fn a_link_is_named_as_the_map_names_it() {
    let mut show = show("double-bounce");
    let area = Size { width: 800, height: 460 };
    let mut layout = Layout::new(show.cast(), show.arranging_ties(), area);
    layout.link(show.ties());
    for [a, b] in layout.links {
        let names = [a, b].map(|id| show.cast().name(id).to_owned());
        for ends in [[a, b], [b, a]] {
            assert_eq!(show.link_sheet(0, ends).expect("two hosts").names, names);
        }
    }
}

#[test]
fn what_is_done_to_it_is_seen_and_can_be_undone() {
    let mut show = show("direct");
    let nos = [HostNo(0), HostNo(1)];
    let before = sheet(&mut show, 0);
    assert_eq!(
        (before.state, before.because, before.planned.as_ref()),
        (WireState::Quiet, None, None)
    );
    assert!(commands(&before).contains(&&Command::CutLink(nos)));

    let at = show.act(0, Command::CutLink(nos));
    let cut = sheet(&mut show, at);
    let because = cut.because.expect("somebody cut it");
    assert!(matches!(show.trace().record(because).kind, Kind::Command(_)));
    assert_eq!(cut.state, WireState::Cut);
    let can = commands(&cut);
    assert!(can.contains(&&Command::MendLink(nos)) && !can.contains(&&Command::CutLink(nos)));
    let at = show.act(at, Command::MendLink(nos));
    assert_eq!(sheet(&mut show, at), before);

    let slow = LinkQuality {
        latency: SimDuration::from_secs(7),
        jitter: SimDuration::ZERO,
        rate_bytes_per_second: 0,
        loss_per_million: 0,
    };
    let at = show.act(at, Command::ChangeLink(nos, slow));
    let changed = sheet(&mut show, at);
    assert_eq!(changed.quality, "a latency of 7 s");
    assert_eq!(changed.planned, Some(before.quality.clone()));
    assert!(commands(&changed).contains(&&Command::RestoreLink(nos)));
    let at = show.act(at, Command::RestoreLink(nos));
    assert_eq!(sheet(&mut show, at), before);
}

#[test]
fn what_lets_nothing_through_is_told_from_a_cut_and_can_be_mended_there() {
    let mut show = show("direct");
    let [a, b] = [HostNo(0), HostNo(1)];
    let mut position = 0;
    for (does, undoes, state) in [
        (Command::CutLink([b, a]), Command::MendLink([a, b]), WireState::Cut),
        (Command::Partition(vec![b]), Command::Partition(Vec::new()), WireState::Blocked),
        (Command::GoOffline(b), Command::GoOnline(b), WireState::Blocked),
        (Command::GoOffline(a), Command::GoOnline(a), WireState::Blocked),
    ] {
        position = show.act(position, does.clone());
        let closed = sheet(&mut show, position);
        assert_eq!(closed.state, state, "{does:?}");
        let because = closed.because.expect("somebody did it");
        let Kind::Command(no) = show.trace().record(because).kind else { panic!("a command") };
        assert_eq!(*show.trace().command(no), does);
        assert!(commands(&closed).contains(&&undoes), "{does:?}");
        position = show.act(position, undoes.clone());
        let open = sheet(&mut show, position);
        assert_eq!((open.state, open.because), (WireState::Quiet, None), "{does:?}");
        assert!(!commands(&open).contains(&&undoes), "{does:?}");
    }
    // A link that is cut as well is told as cut, and each is mended by itself.
    position = show.act(position, Command::CutLink([a, b]));
    position = show.act(position, Command::GoOffline(b));
    let both = sheet(&mut show, position);
    assert_eq!(both.state, WireState::Cut);
    let because = both.because.expect("somebody cut it");
    let Kind::Command(no) = show.trace().record(because).kind else { panic!("a command") };
    assert_eq!(*show.trace().command(no), Command::CutLink([a, b]));
    let can = commands(&both);
    assert!(can.contains(&&Command::GoOnline(b)) && can.contains(&&Command::MendLink([a, b])));
}

#[test]
fn two_connections_of_one_client_are_told_apart() {
    let mut show = show("direct");
    let (first, at) = show.dial(0, (HostNo(1), HostNo(0)), 25).expect("the port is open");
    let one: Vec<String> = sheet(&mut show, at).deeds.into_iter().map(|it| it.label).collect();
    assert!(one.iter().any(|it| it == "Drop the connection of mx.example.net, port 25"), "{one:?}");
    let (second, at) = show.dial(at, (HostNo(1), HostNo(0)), 25).expect("the port is open");
    let both = sheet(&mut show, at);
    let mut labels: Vec<&str> = both.deeds.iter().map(|it| it.label.as_str()).collect();
    let mut talks: Vec<String> = both.talks.iter().map(|talk| talk.since.clone()).collect();
    for conn in [first, second] {
        assert!(both.talks.iter().any(|talk| talk.conn == conn), "{conn}");
    }
    let all = (labels.len(), talks.len());
    labels.sort_unstable();
    labels.dedup();
    talks.sort_unstable();
    talks.dedup();
    assert_eq!((labels.len(), talks.len()), all, "{labels:?} {talks:?}");
}

#[test]
fn a_link_has_two_hosts() {
    let mut show = show("direct");
    for ends in [[ENDS[0], ENDS[0]], [ENDS[0], HostId(99)], [HostId(99), ENDS[1]]] {
        assert_eq!(show.link_sheet(0, ends), None, "{ends:?}");
    }
}
