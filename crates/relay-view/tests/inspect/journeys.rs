//! Messages from hop to hop, and what became of them in two runs.

use relay_view::Show;
use relay_view::journey::{Fate, compare, journeys};
use relayscope::command::Command;
use relayscope::scenario::HostNo;

use super::show;

#[test]
fn a_message_is_followed_from_hop_to_hop() {
    let show = show("relay");
    let all = journeys(show.trace(), show.trace().records().len());
    let [message] = &all[..] else { panic!("one message: {all:?}") };
    let hosts: Vec<_> = message.copies.iter().map(|copy| show.cast().name(copy.host)).collect();
    assert_eq!(hosts, ["laptop.isp.example", "smtp.isp.example", "mx.example.net"]);
    let parents: Vec<_> = message.copies.iter().map(|copy| copy.parent).collect();
    assert_eq!(parents[0], None);
    assert_eq!(parents[1], Some(message.copies[0].mail));
    assert_eq!(parents[2], Some(message.copies[1].mail));
    let fates: Vec<_> = message.copies.iter().map(|copy| &copy.recipients[0].1).collect();
    assert!(matches!(fates[0], Fate::PassedOn(_)) && matches!(fates[1], Fate::PassedOn(_)));
    assert!(matches!(fates[2], Fate::Delivered(_)));
    let stored = message.copies.iter().map(|copy| copy.stored);
    let stored: Vec<_> = stored.map(|it| it.map(|id| show.trace().content(id).to_vec())).collect();
    let [None, None, Some(letter)] = &stored[..] else { panic!("one maildrop: {stored:?}") };
    assert!(letter.starts_with(b"Return-Path: <alice@isp.example>\r\n"));
    assert!(journeys(show.trace(), 0).is_empty(), "nothing before anything happened");
}

/// The envelope goes on from host to host, with what it asks for; nothing of that is in the message.
#[test]
fn what_the_envelope_asks_for_is_shown_at_each_host() {
    let source = r#"
format = 1
[[host]]
name = "mail.example.com"
mailboxes = ["alice@example.com"]
[[host]]
name = "mx.example.net"
mailboxes = ["bob@example.net", "eve@example.net"]
[[send]]
from = "alice@example.com"
to = ["bob@example.net", "eve@example.net"]
notify = ["success", "failure"]
ret = "hdrs"
envid = "QQ 1"
"#;
    let show = Show::load(source, None).expect("a good scenario");
    let all = journeys(show.trace(), show.trace().records().len());
    let [message, report] = &all[..] else { panic!("a message and its report: {all:?}") };
    assert_eq!(message.copies.len(), 2);
    for copy in &message.copies {
        let asked = copy.asked.as_ref().expect("it asks for something");
        assert_eq!(asked.of_message, "RET=HDRS ENVID=QQ+201");
        let [bob, eve] = &asked.of_recipients[..] else { panic!("two recipients: {asked:?}") };
        assert!(bob.starts_with("NOTIFY=SUCCESS,FAILURE"), "{bob}");
        assert_eq!(bob.replace("bob", "eve"), *eve);
    }
    assert!(report.copies.iter().all(|copy| copy.asked.is_none()), "a report asks for nothing");
}

#[test]
fn a_report_names_the_message_that_it_is_about() {
    let show = show("never-back");
    let all = journeys(show.trace(), show.trace().records().len());
    let [message, report] = &all[..] else { panic!("a message and its report: {all:?}") };
    let about = report.about.expect("it reports on something");
    assert!(message.copies.iter().any(|copy| copy.mail == about));
    assert_eq!(report.copies[0].reverse_path, "<>");
    assert!(message.copies.iter().any(|copy| matches!(copy.recipients[0].1, Fate::GivenUp(_))));
}

#[test]
fn two_futures_are_compared() {
    let mut show = show("direct");
    let position = show.pace().len() / 3;
    show.act(position, Command::HostDown(HostNo(1)));
    while show.compute_more() {}
    let left = show.left_trace().expect("a future was left");
    let differences = compare(show.cast(), left, show.trace());
    let [message, report] = &differences[..] else { panic!("and a report: {differences:?}") };
    assert!(message.first.contains("delivered"), "{message:?}");
    assert!(message.second.contains("given up"), "{message:?}");
    assert_eq!(report.first, "", "there was no report: {report:?}");
    assert!(report.second.contains("delivered"), "{report:?}");
    assert!(compare(show.cast(), left, left).is_empty());
}

#[test]
fn of_two_copies_the_one_that_arrived_is_compared() {
    let world = |fault: &str| {
        let source = format!(
            "format = 1\nuntil = \"1min\"\n\
             [[host]]\nname = \"mail.example.com\"\nmailboxes = [\"alice@example.com\"]\n\
             [[host]]\nname = \"mx.example.net\"\nmailboxes = [\"bob@example.net\"]\n\
             [[send]]\nfrom = \"alice@example.com\"\nto = \"bob@example.net\"\nsubject = \"Hello\"\n{fault}"
        );
        Show::load(&source, None).expect("a good scenario")
    };
    let whole = world("");
    let lost =
        world("[[fault]]\nat = \"0s\"\nconnection_reset = { server = \"mx.example.net\" }\n");
    // The reply was lost: both hosts have the message, and who gets it in time got it in both.
    let got = "delivered at mx.example.net, 09:00:00.210";
    let told: Vec<_> = compare(whole.cast(), whole.trace(), lost.trace())
        .into_iter()
        .map(|it| (it.subject, it.first, it.second))
        .collect();
    let second = format!("{got}; besides, waits at mail.example.com");
    assert_eq!(told, [("Hello".to_owned(), got.to_owned(), second)]);
}

#[test]
fn whether_and_when_mail_was_collected_is_compared() {
    let source = include_str!("../../../../web/lessons/uidl.toml");
    let mut show = Show::load(source, None).expect("a good scenario");
    while show.compute_more() {}
    show.act(50, Command::CutLink([HostNo(1), HostNo(2)]));
    while show.compute_more() {}
    let left = show.left_trace().expect("a future was left");
    let differences = compare(show.cast(), left, show.trace());
    let one = differences.iter().find(|it| it.subject == "One").expect("it was collected");
    assert_eq!(
        one.first,
        "delivered at mx.example.net, 09:00:00.210; collected by desk.example.net, 09:05:00.412"
    );
    assert_eq!(one.second, "delivered at mx.example.net, 09:00:00.210; not collected");
    // The large one was never collected, in both.
    assert!(differences.iter().all(|it| !it.subject.contains("holiday")), "{differences:?}");
    assert!(compare(show.cast(), left, left).is_empty());
}

#[test]
fn of_two_addresses_of_one_maildrop_both_are_collected() {
    let source = "format = 1\nuntil = \"1h\"\n\
        [[host]]\nname = \"mail.example.com\"\nmailboxes = [\"alice@example.com\"]\n\
        [[host]]\nname = \"mx.example.net\"\ndomains = [\"example.net\"]\n\
        mailboxes = [{ name = \"bob\", password = \"tulip\" }]\n\
        [[host]]\nname = \"desk.example.net\"\nrole = \"client\"\n\
        [[account]]\naddress = \"bob@example.net\"\non = \"desk.example.net\"\n\
        collect = \"mx.example.net\"\npassword = \"tulip\"\n\
        [[send]]\nfrom = \"alice@example.com\"\nto = [\"bob@example.net\", \"BOB@example.net\"]\n\
        [[collect]]\nat = \"5min\"\naccount = \"bob@example.net\"\n";
    let mut show = Show::load(source, None).expect("a good scenario");
    while show.compute_more() {}
    let all = journeys(show.trace(), show.trace().records().len());
    let [message] = &all[..] else { panic!("one message: {all:?}") };
    let at_last = message.copies.last().expect("a copy");
    let delivered =
        at_last.recipients.iter().filter(|(_, fate)| matches!(fate, Fate::Delivered(_))).count();
    assert_eq!(delivered, 2, "{at_last:?}");
    let by = |place: usize| at_last.collected.get(&place).map(Vec::len);
    assert_eq!([by(0), by(1)], [Some(1); 2], "{:?}", at_last.collected);
    // Its client took both away, which is no news beside that.
    assert!(at_last.removed.is_empty(), "{:?}", at_last.removed);
}
