//! What lies in maildrops, what their clients have of it, and what the domain system knows.

use relay_mail::{Domain, Mailbox};
use relay_view::Show;
use relay_view::holdings::Guise;
use relay_view::maildrop::Maildrop;
use relayscope::command::Command;
use relayscope::scenario::{DnsFailure, HostNo};

const SOURCE: &str = r#"
format = 1
[[host]]
name = "mail.example.com"
mailboxes = ["alice@example.com"]
[[host]]
name = "mx.example.net"
mailboxes = [{ name = "bob@example.net", password = "secret", quota = "100 kB" }]
[[host]]
name = "desk.example.net"
[[account]]
address = "bob@example.net"
on = "desk.example.net"
collect = "mx.example.net"
leave_on_server = true
[[send]]
from = "alice@example.com"
to = "bob@example.net"
subject = "one"
[[send]]
from = "alice@example.com"
to = "bob@example.net"
at = "20min"
subject = "two"
[[collect]]
at = "5min"
account = "bob@example.net"
"#;

fn bob(show: &mut Show, position: usize) -> Maildrop {
    let all = show.maildrops(position);
    all.into_iter().find(|it| it.name == "bob").expect("bob has a maildrop")
}

#[test]
fn a_maildrop_tells_what_lies_in_it_and_who_has_it_already() {
    let mut show = Show::load(SOURCE, None).expect("a good scenario");
    let end = show.pace().len();
    let before = bob(&mut show, 0);
    assert_eq!((before.count, before.octets, before.letters.len()), (0, 0, 0));
    assert_eq!(before.room, "100\u{202f}000 of 100\u{202f}000 octets are free.");
    let drop = bob(&mut show, end);
    assert_eq!((drop.host_name.as_str(), drop.count, drop.lock), ("mx.example.net", 2, None));
    let seen: Vec<_> =
        drop.letters.iter().map(|it| (it.number, it.uidl.as_str(), it.subject.as_str())).collect();
    assert_eq!(seen, [(2, "00000002", "two"), (1, "00000001", "one")]);
    assert_eq!(drop.letters[0].had_by, [""; 0]);
    assert_eq!(drop.letters[1].had_by, ["bob@example.net"]);
    // What is left on the server is one of two copies.
    assert_eq!([drop.letters[0].guise, drop.letters[1].guise], [Guise::Mail, Guise::Copy]);
    assert_eq!(drop.octets, drop.letters.iter().map(|it| it.size).sum::<u64>());
    let because = drop.letters[1].because.expect("it was delivered");
    let told = relay_view::sentence::sentence(show.cast(), show.trace(), because).text;
    assert!(told.contains("mx.example.net"), "{told}");

    let [client] = &drop.collectors[..] else { panic!("one client: {:?}", drop.collectors) };
    assert_eq!((client.host_name.as_str(), client.collected), ("desk.example.net", 1));
    assert!(client.habit.contains("leaves messages on the server"), "{}", client.habit);
    let [known] = &client.known[..] else { panic!("one id: {:?}", client.known) };
    assert!(known.there && known.uidl == "00000001" && known.because.is_some(), "{known:?}");
    // Going back is the same as never having been there.
    assert_eq!(bob(&mut show, 0), before);
}

#[test]
fn a_session_locks_and_marks() {
    let mut show = Show::load(SOURCE, None).expect("a good scenario");
    let end = show.pace().len();
    let dialled = show.dial(end, (HostNo(0), HostNo(1)), 110);
    let (conn, mut position) = dialled.expect("a connection is asked for");
    let mut say = |show: &mut Show, line: &str| {
        let octets = Command::lines(line);
        position = show.at_console(position, conn, Command::Type { conn, octets });
        bob(show, position)
    };
    assert_eq!(say(&mut show, "USER bob").lock, None);
    let open = say(&mut show, "PASS secret");
    let lock = open.lock.expect("RFC 1939 §4");
    assert!(lock.text.starts_with("Locked by mail.example.com since"), "{}", lock.text);
    assert!(open.letters.iter().all(|it| !it.marked));
    let marked = say(&mut show, "DELE 1");
    assert_eq!(marked.letters.iter().map(|it| it.marked).collect::<Vec<_>>(), [false, true]);
    let text = marked.lock.expect("still open").text;
    assert!(text.ends_with("; one message is marked as deleted, and goes at QUIT."), "{text}");
    assert!(say(&mut show, "RSET").letters.iter().all(|it| !it.marked));
    say(&mut show, "DELE 1");
    let left = say(&mut show, "QUIT");
    assert_eq!((left.lock, left.count), (None, 1));
    // Nobody's mail client has it, and where it went is told.
    let records = show.trace().records().len();
    let removed = |it: &relay_view::journey::Copy| it.removed.len();
    let journeys = relay_view::journey::journeys(show.trace(), records);
    assert_eq!(journeys.iter().flat_map(|it| &it.copies).map(removed).sum::<usize>(), 1);
    let told = relay_view::sentence::outcome(show.cast(), show.trace());
    assert!(told.contains("1 removed from a maildrop"), "{told}");
    // The client is not told; it finds out when it looks.
    assert!(!left.collectors[0].known[0].there);
    let whose = Mailbox::parse("bob@example.net").expect("an address");
    let position = show.act(end, Command::FillMailbox(HostNo(1), whose));
    assert_eq!(bob(&mut show, position).room, "It is full of something that is no mail.");
}

#[test]
fn the_domain_system_shows_its_records_failures_and_what_hosts_remember() {
    let mut show = Show::load(SOURCE, None).expect("a good scenario");
    let start = show.dns(0);
    assert!(start.failures.is_empty() && start.caches.iter().all(|it| it.answers.is_empty()));
    let zone = start.zones.iter().find(|zone| zone.apex == "example.net").expect("a zone");
    let has = |rtype: &str, data: &str| {
        zone.records.iter().any(|it| it.rtype == rtype && it.data == data && !it.ttl.is_empty())
    };
    assert!(has("MX", "10 mx.example.net"), "{zone:?}");

    // Behind the last record nothing happens; the time that is shown is that of the last beat.
    let position = (0..show.pace().len())
        .find(|at| !show.dns(*at).caches[0].answers.is_empty())
        .expect("a server asks for the exchanger");
    let dns = show.dns(position);
    let answer = &dns.caches[0].answers[0];
    assert_eq!((answer.name.as_str(), answer.rtype), ("example.net", "MX"));
    assert_eq!(answer.answer, "10 mx.example.net");
    let because = answer.because.expect("it asked");
    let told = relay_view::sentence::sentence(show.cast(), show.trace(), because).text;
    assert!(told.contains("MX example.net") || told.contains("example.net"), "{told}");

    let name = Domain::parse("example.net").expect("a domain");
    let failing = show.act(position, Command::FailDns(name.clone(), DnsFailure::Timeout));
    let dns = show.dns(failing);
    assert_eq!(
        dns.failures[0].text,
        "Questions about example.net and all below it: no answer comes."
    );
    assert!(dns.failures[0].because.is_some());
    let zone = dns.zones.iter().find(|zone| zone.apex == "example.net").expect("a zone");
    assert!(zone.records.iter().all(|it| it.fails == "no answer comes"));
    let mended = show.act(failing, Command::MendDns(name));
    assert!(show.dns(mended).failures.is_empty());
}

#[test]
fn not_all_that_comes_from_the_null_return_path_is_a_report() {
    let mut show = Show::load(SOURCE, None).expect("a good scenario");
    let (conn, mut position) = show.dial(0, (HostNo(0), HostNo(1)), 25).expect("it is asked for");
    for lines in [
        "HELO me.example",
        "MAIL FROM:<>",
        "RCPT TO:<bob@example.net>",
        "DATA",
        "Subject: typed\n\nBy hand.\n.",
    ] {
        let octets = Command::lines(lines);
        position = show.at_console(position, conn, Command::Type { conn, octets });
    }
    let typed = bob(&mut show, position);
    let because = typed.letters[0].because.expect("it was delivered");
    let told = |show: &Show, id| relay_view::sentence::sentence(show.cast(), show.trace(), id).text;
    assert_eq!(told(&show, because), "mx.example.net puts the message into the maildrop of bob.");

    // The null return path of a report that a host made crosses the network as well.
    let source =
        SOURCE.replace("to = \"bob@example.net\"\nsubject", "to = \"who@example.net\"\nsubject");
    let mut show = Show::load(&source, None).expect("a good scenario");
    let end = show.pace().len();
    let all = show.maildrops(end);
    let alice = all.iter().find(|it| it.name == "alice").expect("alice has a maildrop");
    let because = alice.letters[0].because.expect("it was delivered");
    assert_eq!(
        told(&show, because),
        "mail.example.com puts the report into the maildrop of alice."
    );
}
