//! What can be done to hosts, links, sessions and settings: each thing works, and can be undone.

use relay_host::Fact;
use relay_view::deeds::{About, Deed};
use relay_view::transcript::{State, Transcript};
use relay_view::{Show, sentence};
use relayscope::trace::{HostId, Kind};

mod effects;
mod silence;

const RELAY: &str = include_str!("../../../../web/lessons/relay.toml");
const DOWN: &str = include_str!("../../../../web/lessons/next-hop-down.toml");

fn show(source: &str) -> Show {
    let mut show = Show::load(source, None).expect("a good scenario");
    while show.compute_more() {}
    show
}

fn host(show: &Show, name: &str) -> HostId {
    show.cast().hosts().find(|(_, host)| host.name == name).expect("a host").0
}

fn all(show: &mut Show, position: usize, id: HostId) -> Vec<(About, Deed)> {
    let menus = show.deeds(position, id).into_iter();
    menus.flat_map(|menu| menu.deeds.into_iter().map(move |deed| (menu.about, deed))).collect()
}

/// Does what begins with `label`, in the way that begins with `way`.
fn act(show: &mut Show, position: usize, id: HostId, label: &str, way: &str) -> usize {
    let all = all(show, position, id);
    let found = all.iter().map(|(_, deed)| deed).find(|deed| deed.label.starts_with(label));
    let deed = found.unwrap_or_else(|| panic!("no “{label}” among {all:#?}"));
    let way = deed.ways.iter().find(|it| it.name.starts_with(way)).expect("a way");
    let position = show.act(position, way.command.clone());
    while show.compute_more() {}
    position
}

fn offers(show: &mut Show, position: usize, id: HostId, label: &str) -> bool {
    all(show, position, id).iter().any(|(_, deed)| deed.label.starts_with(label))
}

fn count(show: &Show, such: impl Fn(&Fact) -> bool) -> usize {
    let is = |kind: &Kind| matches!(kind, Kind::Host(fact) if such(fact));
    show.trace().records().iter().filter(|record| is(&record.kind)).count()
}

#[test]
fn everything_can_be_done_and_is_told() {
    for source in [RELAY, DOWN] {
        let hosts = show(source).cast().len();
        for id in (0..hosts).map(HostId::from_index) {
            let mut first = show(source);
            let middle = first.pace().len() / 2;
            let mut labels = Vec::new();
            for (_, deed) in all(&mut first, middle, id) {
                assert!(!deed.ways.is_empty() && !labels.contains(&deed.label), "{deed:?}");
                labels.push(deed.label.clone());
                for way in deed.ways {
                    let told = format!("{} {}", deed.label, way.name);
                    let records = first.pace().records_at(middle);
                    first.act(middle, way.command);
                    // What else happens at that very moment comes first.
                    let later = first.trace().records().iter().enumerate().skip(records);
                    let mut commands = later.filter(|(_, it)| matches!(it.kind, Kind::Command(_)));
                    let (at, _) = commands.next().expect("it is noted");
                    let id = relay_kernel::RecordId::from_index(at);
                    let said = sentence::sentence(first.cast(), first.trace(), id);
                    assert!(said.text.ends_with('.'), "{told}: {said:?}");
                    assert_eq!(said.rule, "command", "{told}");
                    first.swap_branch(middle);
                }
            }
        }
    }
}

#[test]
fn what_the_scenario_planned_is_its_own() {
    let show = show(DOWN);
    let planned = show.trace().records().iter().enumerate();
    let planned = planned.filter(|(_, record)| matches!(record.kind, Kind::Command(_)));
    let rules: Vec<String> = planned
        .map(|(at, _)| relay_kernel::RecordId::from_index(at))
        .map(|id| sentence::sentence(show.cast(), show.trace(), id).rule)
        .collect();
    // A message, and a fault that begins and ends.
    assert_eq!(rules, ["scenario"; 3]);
}

#[test]
fn what_was_done_can_be_undone() {
    let mut show = show(RELAY);
    let mx = host(&show, "mx.example.net");
    let pairs = [
        ("Switch off", "Switch on"),
        ("Stop its services", "Start its services"),
        ("Pull its cable out", "Plug its cable in"),
        ("Cut the link to smtp.isp.example", "Mend the link to smtp.isp.example"),
        ("Cut it off from all others", "Let the parts of the network meet again"),
        ("Fill its disk", "Make room on its disk"),
        ("Fill the mailbox of bob@", "Make room in the mailbox of bob@"),
        ("Let lookups of example.net", "Let lookups of example.net be answered again"),
        ("Break the next connection to it", "Break no connection any more at the greeting"),
        ("Let its answers come later", "Its answers come 1 second late"),
        ("Set its clock", "Its clock is 1 h ahead"),
        ("Let the link to smtp.isp.example be", "The link to smtp.isp.example has a latency of"),
    ];
    for (does, undoes) in pairs {
        assert!(!offers(&mut show, 0, mx, undoes), "{undoes}");
        let way = match does {
            "Let its answers come later" => "1 second",
            "Set its clock" => "an hour ahead",
            "Let lookups of example.net" => "stay",
            _ => "",
        };
        let position = act(&mut show, 0, mx, does, way);
        assert!(offers(&mut show, position, mx, undoes), "{undoes}");
        let position = act(&mut show, position, mx, undoes, "");
        assert!(!offers(&mut show, position, mx, undoes), "{undoes}");
        assert!(offers(&mut show, position, mx, does), "{does}");
    }
}

#[test]
fn a_connection_is_dropped_where_one_is() {
    let mut show = show(RELAY);
    let session = |show: &mut Show, position: usize| {
        let (records, holdings) = (show.pace().records_at(position), show.holdings(position));
        Transcript::new(show.cast(), show.trace(), &holdings, records)
    };
    let ends = show.pace().len();
    let asks = |show: &mut Show, at: &usize| {
        let session = session(show, *at);
        session.is_some_and(|it| {
            it.server == "mx.example.net"
                && it.rows.iter().any(|row| row.lines.iter().any(|line| line.starts_with("RCPT")))
        })
    };
    let here = (0..ends).find(|at| asks(&mut show, at)).expect("RCPT is said");
    let conn = session(&mut show, here).expect("a session").conn;
    let before = session(&mut show, here).expect("a session").rows.len();
    let deed = show.tear(here, conn).expect("it is open");
    let position = show.act(here, deed.ways[0].command.clone());
    assert_eq!(show.tear(position, conn), None, "it is torn, though its ends do not know yet");
    while show.compute_more() {}
    let torn = (position..=show.pace().len())
        .filter_map(|at| session(&mut show, at))
        .find(|it| it.conn == conn && it.state == State::Broken)
        .expect("both ends hear of it");
    assert!(torn.rows.len() <= before + 3, "nothing more was said: {torn:#?}");
    assert!(count(&show, |fact| matches!(fact, Fact::Deferred { .. })) >= 1);
    assert_eq!(count(&show, |fact| matches!(fact, Fact::Collected { .. })), 1, "it is tried again");
    let end = show.pace().len();
    assert_eq!(show.tear(end, conn), None, "it is over");
}

#[test]
fn settings_hold_from_then_on() {
    let mut first = show(RELAY);
    let mx = host(&first, "mx.example.net");
    let deferred = |show: &Show| count(show, |fact| matches!(fact, Fact::Deferred { .. }));
    let failed = |show: &Show| count(show, |fact| matches!(fact, Fact::Failed { .. }));
    assert_eq!((deferred(&first), failed(&first)), (0, 0));
    act(&mut first, 0, mx, "Greylisting, off now", "strangers wait 5");
    assert!(deferred(&first) >= 1, "a stranger is put off");
    assert!(offers(&mut first, 1, mx, "Greylisting, 5 minutes now"));

    let mut second = show(RELAY);
    let position = act(&mut second, 0, mx, "Largest message", "100 octets");
    assert_eq!(failed(&second), 1, "552");
    assert!(offers(&mut second, position, mx, "Largest message, 100 octets now"));

    let mut direct = show(include_str!("../../../../web/lessons/direct.toml"));
    let mx = host(&direct, "mx.example.net");
    act(&mut direct, 0, mx, "Largest message", "100 octets, which nearly every message exceeds");
    assert_eq!(failed(&direct), 1, "the message of the first scenario exceeds it too");

    let mut third = show(DOWN);
    let mail = host(&third, "mail.example.com");
    let before = third.pace().len();
    let position = act(&mut third, 0, mail, "Retry schedule, Postfix now", "as qmail");
    assert!(offers(&mut third, position, mail, "Retry schedule, qmail now"));
    assert_ne!(third.pace().len(), before);
    // Back in time the setting is what it was.
    assert!(offers(&mut third, 0, mail, "Retry schedule, Postfix now"));
    // What is switched off and on keeps it.
    let off = act(&mut third, position, mail, "Switch off", "");
    let on = act(&mut third, off, mail, "Switch on", "");
    assert!(offers(&mut third, on, mail, "Retry schedule, qmail now"));
}

#[test]
fn one_service_of_several_can_be_stopped() {
    let mut show = show(RELAY);
    let ids: Vec<HostId> = show.cast().hosts().map(|(id, _)| id).collect();
    let several = |show: &mut Show, id: &HostId| {
        let stop =
            |(_, deed): (About, Deed)| deed.label == "Stop its services" && deed.ways.len() > 2;
        all(show, 0, *id).into_iter().any(stop)
    };
    let id = ids.into_iter().find(|id| several(&mut show, id)).expect("a host with two services");
    let position = act(&mut show, 0, id, "Stop its services", "SMTP");
    let ways = |show: &mut Show, label: &str| -> Vec<String> {
        let mut deeds = all(show, position, id).into_iter().map(|(_, deed)| deed);
        let deed = deeds.find(|deed| deed.label == label);
        deed.map(|it| it.ways.into_iter().map(|way| way.name).collect()).unwrap_or_default()
    };
    assert_eq!(ways(&mut show, "Start its services"), ["SMTP, port 25"]);
    let left = ways(&mut show, "Stop its services");
    assert!(!left.is_empty() && !left.contains(&"SMTP, port 25".to_owned()), "{left:?}");
    let book = show.holdings(position);
    assert!(book.host(id).is_some_and(|book| book.stopped.smtp && book.is_refusing()));
}
