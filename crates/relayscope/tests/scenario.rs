//! Scenario files that are right: what they mean.

use core::net::Ipv4Addr;

use relay_kernel::{SimDuration, SimTime};
use relay_mail::Mailbox;
use relayscope::scenario::{
    BounceOverrides, Break, ClockSkew, Composed, ContentFault, Count, DialoguePoint, DoubleBounce,
    Extension, FaultKind, Host, HostNo, LinkQuality, MessageSource, Origin, Outcome, Profile,
    RecordData, RelayFor, Role, Scenario, Services, Start,
};
use relayscope::schedule;

#[track_caller]
fn parse(source: &str) -> Scenario {
    match Scenario::parse(source) {
        Ok(scenario) => scenario,
        Err(found) => panic!("{found:#?}"),
    }
}

fn at(secs: u64) -> SimTime {
    SimTime::START + SimDuration::from_secs(secs)
}

/// The smallest useful file.
const SMALL: &str = r#"
format = 1
[[host]]
name = "mail.example.com"
mailboxes = ["alice@example.com"]
[[host]]
name = "mx.example.net"
mailboxes = ["bob@example.net"]
[[send]]
from = "alice@example.com"
to = "bob@example.net"
"#;

#[test]
fn the_smallest_useful_file() {
    let scenario = parse(SMALL);
    assert_eq!((scenario.seed, scenario.start), (1, Start::DEFAULT));
    assert_eq!(scenario.until, SimTime::START + SimDuration::from_days(10));
    let [alice, bob] = &scenario.hosts[..] else { panic!("two hosts") };
    assert_eq!((alice.role, alice.profile), (Role::Server, Profile::Postfix));
    assert_eq!(alice.address, Ipv4Addr::new(192, 0, 2, 1));
    assert_eq!(bob.address, Ipv4Addr::new(192, 0, 2, 2));
    assert_eq!(bob.domains[0].as_str(), "example.net");
    assert_eq!(bob.services, Services { smtp: true, submission: false, pop3: true });
    assert_eq!((&*bob.mailboxes[0].user, &*bob.mailboxes[0].password), ("bob", "secret"));
    let send = &scenario.sends[0];
    assert_eq!(send.origin, Origin::Host(HostNo(0)));
    assert_eq!(send.reverse_path.to_string(), "<alice@example.com>");
    assert_eq!(send.times().collect::<Vec<_>>(), [SimTime::START]);
    let MessageSource::Composed(Composed { from, to, .. }) = &send.message else { panic!() };
    assert_eq!((&**from, &**to), ("alice@example.com", "bob@example.net"));
    // An address and its reverse for each host, and an MX record for each domain.
    assert_eq!(scenario.records.len(), 6);
    assert!(scenario.warnings.is_empty());
}

const ISP: &str = r#"
format = 1
[[host]]
name = "smtp.isp.example"
[[host]]
name = "laptop.isp.example"
[[host]]
name = "mx.example.net"
domains = ["example.net", "example.org"]
mailboxes = ["bob", { name = "eve@example.org", password = "x", quota = "10 MB" }]
[[host]]
name = "desk.example.net"
[[account]]
address = "alice@isp.example"
on = "laptop.isp.example"
submit = "smtp.isp.example:587"
[[account]]
address = "bob@example.org"
on = "desk.example.net"
leave_on_server = true
[[send]]
from = "alice@isp.example"
to = ["bob@example.net", "bob@example.net"]
bcc = "eve@example.org"
count = 3
every = "10s"
at = 2026-03-02T10:00:00+01:00
[[collect]]
account = "bob@example.org"
at = "1h"
every = "15min"
until = "2h"
[[expect]]
delivered = { to = "bob@example.net", copies = 3 }
queued = 0
[[expect]]
at = "1h"
replies = { from = "mx.example.net", code = 250, enhanced = "2.1.5" }
"#;

#[test]
fn accounts_are_derived_from_hosts_and_hosts_from_accounts() {
    let scenario = parse(ISP);
    let [isp, laptop, mx, desk] = &scenario.hosts[..] else { panic!("four hosts") };
    assert_eq!(isp.services, Services { smtp: true, submission: true, pop3: false });
    assert_eq!(isp.relay_for, [RelayFor::Host(HostNo(1))]);
    assert_eq!(mx.relay_for, [RelayFor::Host(HostNo(3))]);
    assert_eq!((laptop.role, desk.role), (Role::Client, Role::Client));
    assert_eq!(laptop.services, Services::default());
    assert_eq!(mx.mailboxes[1].quota, Some(10_000_000));
    let bob = &scenario.accounts[1];
    assert_eq!(bob.submit.as_ref().map(|submit| (submit.host, submit.port)), Some((HostNo(2), 25)));
    let collection = bob.collection.as_ref().unwrap();
    assert_eq!((collection.host, &*collection.user), (HostNo(2), "bob"));
    assert!(collection.leave_on_server);
    assert!(scenario.accounts[0].collection.is_none());
}

#[test]
fn traffic_and_expectations() {
    let scenario = parse(ISP);
    let send = &scenario.sends[0];
    let recipients: Vec<String> = send.recipients.iter().map(ToString::to_string).collect();
    assert_eq!(recipients, ["bob@example.net", "eve@example.org"]);
    assert_eq!(send.times().collect::<Vec<_>>(), [at(0), at(10), at(20)]);
    let times: Vec<_> = scenario.collects[0].rounds.times().collect();
    assert_eq!(times, [at(3600), at(4500), at(5400), at(6300), at(7200)]);
    let [delivered, queued, replies] = &scenario.expectations[..] else { panic!("three") };
    assert_eq!((delivered.at, replies.at), (None, Some(at(3600))));
    assert_eq!(queued.outcome, Outcome::Queued { on: None, to: None, messages: Count::exactly(0) });
    assert!(ISP[delivered.span.clone()].starts_with("{ to = "));
    let Outcome::Replies { enhanced: Some(code), count, .. } = &replies.outcome else { panic!() };
    assert_eq!((code.to_string().as_str(), *count), ("2.1.5", Count::at_least(1)));
}

#[test]
fn a_run_can_be_given_another_end() {
    let mut scenario = parse(&ISP.replace("until = \"2h\"\n", ""));
    scenario.set_until("90min").unwrap();
    assert_eq!(scenario.until, at(5400));
    assert_eq!(scenario.collects[0].rounds.times().last(), Some(at(5400)));
    for bad in ["0s", "1", "9999d", "soon"] {
        assert!(scenario.set_until(bad).is_err(), "{bad}");
    }
}

#[test]
fn dial_up_windows_go_on_to_another_end() {
    let windows = r#"
        format = 1
        until = "1h"
        [[host]]
        name = "a.example.com"
        [[dial_up]]
        host = "a.example.com"
        at = "1min"
        lasts = "1min"
        every = "2min"
    "#;
    let mut scenario = parse(windows);
    assert_eq!(scenario.dial_ups[0].rounds.count(), 30);
    scenario.set_until("2h").unwrap();
    assert_eq!(scenario.dial_ups[0].rounds.count(), 60);
    let too_many = scenario.set_until("200d").unwrap_err();
    assert!(too_many.to_string().contains("go online too many times"), "{too_many}");
    assert_eq!(scenario.until, at(7200), "what cannot be done changes nothing");
}

#[test]
fn written_records_replace_derived_ones() {
    let dns = r#"
        [[dns]]
        name = "example.net"
        type = "mx"
        preference = 5
        value = "mail.example.com"
        [[dns]]
        name = "example.com"
        type = "MX"
        value = "."
        [[dns]]
        name = "mx.example.net"
        type = "CNAME"
        value = "mail.example.com"
        ttl = "5min"
        [[dns]]
        name = "192.0.2.2"
        type = "PTR"
        value = "liar.example.org"
    "#;
    let scenario = parse(&format!("{SMALL}{dns}"));
    let shown: Vec<String> = scenario
        .records
        .iter()
        .map(|record| match &record.data {
            RecordData::A { name, address } => format!("{name} A {address}"),
            RecordData::Mx { name, preference, exchange } => {
                let exchange = exchange.as_ref().map_or(".", |name| name.as_str());
                format!("{name} MX {preference} {exchange}")
            }
            RecordData::Cname { name, target } => format!("{name} CNAME {target}"),
            RecordData::Ptr { address, name } => format!("{address} PTR {name}"),
        })
        .collect();
    assert_eq!(
        shown,
        [
            "example.net MX 5 mail.example.com",
            "example.com MX 0 .",
            "mx.example.net CNAME mail.example.com",
            "192.0.2.2 PTR liar.example.org",
            "mail.example.com A 192.0.2.1",
            "192.0.2.1 PTR mail.example.com",
        ]
    );
    assert_eq!(scenario.records[2].ttl, SimDuration::from_mins(5));
    assert_eq!(scenario.records[4].ttl, SimDuration::from_hours(1));
}

#[test]
fn a_host_with_everything() {
    let scenario = parse(
        r#"
        format = 1
        title = "All keys"
        seed = 18446744073709551615
        start = 2026-07-01T08:00:00+02:00
        until = "1h 30min"
        [network]
        latency = "5ms"
        rate = "56 kbit/s"
        loss = "0.25%"
        [[host]]
        name = "a.example.com"
        address = "198.51.100.7"
        role = "server"
        domains = "example.com"
        relay_for = ["192.0.2.0/24", "198.51.100.9", "b.example.com", "any"]
        smart_host = "b.example.com:587"
        profile = "postfix"
        retry = { lifetime = "1d", delay_min = "60s", delay_max = "2h", queue_run = "30s" }
        services = ["smtp"]
        extensions = ["SIZE", "pipelining", "size"]
        size_max = 20000
        hop_count_max = 25
        recipients_max = 100
        concurrency_max = 2
        position = { x = 0, y = 1000 }
        [[host]]
        name = "b.example.com"
        [[link]]
        between = ["b.example.com", "A.example.com"]
        latency = "300ms"
        [[fault]]
        at = "1min"
        lasts = "1h"
        service_stopped = { host = "b.example.com", service = "smtp" }
    "#,
    );
    let [a, b] = &scenario.hosts[..] else { panic!("two hosts") };
    assert_eq!(scenario.seed, u64::MAX);
    assert_eq!((scenario.start.unix_secs, scenario.start.offset_mins), (1_782_885_600, 120));
    assert_eq!(scenario.network.link.rate_bytes_per_second, 7_000);
    assert_eq!(scenario.network.link.loss_per_million, 2_500);
    let smart_host = a.smart_host.unwrap();
    assert_eq!((smart_host.host, smart_host.port), (HostNo(1), 587));
    assert!(b.services.submission);
    assert_eq!(a.relay_for.len(), 4);
    assert_eq!(a.relay_for[0], RelayFor::Net { address: Ipv4Addr::new(192, 0, 2, 0), prefix: 24 });
    assert_eq!(
        a.relay_for[1],
        RelayFor::Net { address: Ipv4Addr::new(198, 51, 100, 9), prefix: 32 }
    );
    assert_eq!(b.relay_for, [RelayFor::Host(HostNo(0))]);
    assert_eq!(a.smtp.extensions.as_deref(), Some(&[Extension::Pipelining, Extension::Size][..]));
    assert_eq!(a.hop_count_max, Some(25));
    assert_eq!(a.retry.delay_max, Some(SimDuration::from_hours(2)));
    let link = &scenario.links[0];
    assert_eq!(link.between, [HostNo(0), HostNo(1)]);
    assert_eq!(link.quality.latency, SimDuration::from_millis(300));
    assert_eq!(link.quality.loss_per_million, 2_500);
    assert_eq!(scenario.faults[0].until, Some(at(3660)));
}

#[test]
fn services_shut_down_one_by_one_or_all() {
    let scenario = parse(
        r#"
        format = 1
        [[host]]
        name = "a.example.com"
        [[fault]]
        shutdown = { host = "a.example.com", service = ["smtp", "submission"] }
        [[fault]]
        shutdown = { host = "a.example.com" }
    "#,
    );
    let kinds = [false, true].map(|pop3| {
        let services = Services { smtp: true, submission: true, pop3 };
        FaultKind::ShutDown { host: HostNo(0), services }
    });
    assert!(scenario.faults.iter().map(|fault| &fault.kind).eq(&kinds));
}

#[test]
fn hosts_refuse_content_as_they_say() {
    let policy = |keys: &str| {
        let name = "[[host]]\nname = \"a.example.com\"";
        let scenario = parse(&format!("format = 1\n{name}\n{keys}\n"));
        ContentFault::ALL.map(|(fault, _)| scenario.hosts[0].policy.refused_content.has(fault))
    };
    // A bare line end, NUL, a long line, 8-bit data.
    assert_eq!(policy(""), [true, false, false, false]);
    assert_eq!(policy("policy = {}"), [true, false, false, false]);
    assert_eq!(policy("policy = { refuse_content = [] }"), [false; 4]);
    let some = "policy = { refuse_content = [\"nul\", \"Long-Line\"] }";
    assert_eq!(policy(some), [false, true, true, false]);
    let last = "policy = { refuse_content = \"eight-bit\" }";
    assert_eq!(policy(last), [false, false, false, true]);
}

#[test]
fn every_constant_of_a_schedule_can_be_changed() {
    let hosts = [
        ("postfix", "delay_min = \"60s\", queue_run = \"30s\", unreachable_after = 1"),
        ("exim", "rules = [\"F,1h,10m\", \"G,1d,1h,2\"], interval_max = \"3h\""),
        ("qmail", "skip_remote = 30, skip_local = 5, lifetime = \"1d\", unreachable_after = 0"),
        ("rfc", "first_gap = \"10min\", first_span = \"30min\", later_gap = \"3h\""),
    ];
    let tables = hosts.map(|(profile, retry)| {
        format!("[[host]]\nname = \"{profile}.example.com\"\nprofile = \"{profile}\"\nretry = {{ {retry} }}\n")
    });
    let source = format!("format = 1\n{}", tables.concat());
    let scenario = parse(&source);
    let starts: Vec<Vec<u64>> = scenario
        .hosts
        .iter()
        .map(|host| {
            let plan = relay_host::retry::plan(&schedule::of_host(host), schedule::Channel::Remote);
            plan.attempts.iter().take(11).map(|attempt| attempt.at.as_secs()).collect()
        })
        .collect();
    assert_eq!(starts[0][..5], [0, 60, 120, 240, 480]);
    // Six gaps of ten minutes, then one hour, two, and never more than three.
    assert_eq!(starts[1][5..11], [3000, 3600, 4200, 7800, 15_000, 25_800]);
    assert_eq!(starts[2][..4], [0, 900, 3600, 8100]);
    assert_eq!(starts[3][..6], [0, 600, 1200, 1800, 12_600, 23_400]);
}

/// A table, a profile, and the keys with their values.
type Keys = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

/// Every key of the tables of constants, alone, with a value that is not the default of any profile
/// that has it. Which keys there are the schema says.
const CONSTANTS: [Keys; 4] = [
    (
        "Retry",
        "postfix",
        &[
            ("lifetime", "\"1d\""),
            ("bounce_lifetime", "\"1h\""),
            ("delay_min", "\"60s\""),
            ("delay_max", "\"1h\""),
            ("queue_run", "\"30s\""),
            ("unreachable_after", "1"),
            ("unreachable_for", "\"7s\""),
        ],
    ),
    (
        "Retry",
        "exim",
        &[
            ("queue_run", "\"30s\""),
            ("rules", "[\"F,1h,10m\"]"),
            ("interval_max", "\"3h\""),
            ("data_expire", "\"1d\""),
        ],
    ),
    (
        "Retry",
        "qmail",
        &[
            ("lifetime", "\"1d\""),
            ("skip_remote", "30"),
            ("skip_local", "5"),
            ("unreachable_after", "0"),
            ("unreachable_for", "\"7s\""),
            ("unreachable_apart", "\"7s\""),
        ],
    ),
    (
        "Retry",
        "rfc",
        &[
            ("lifetime", "\"1d\""),
            ("first_gap", "\"10min\""),
            ("first_span", "\"30min\""),
            ("later_gap", "\"3h\""),
            ("unreachable_after", "0"),
            ("unreachable_for", "\"7s\""),
        ],
    ),
];

const TIMEOUTS: [&str; 11] = [
    "connect",
    "greeting",
    "hello",
    "auth",
    "mail",
    "rcpt",
    "data_start",
    "data_block",
    "data_end",
    "reset",
    "quit",
];

const BOUNCES: [(&str, &str); 6] = [
    ("delay_warning", "delay_warning = \"7h\""),
    ("delay_warning_repeats", "delay_warning = \"7h\", delay_warning_repeats = false"),
    ("return_max", "return_max = 7"),
    ("double", "double = \"discard\""),
    ("frozen_for", "double = \"freeze\", frozen_for = \"7h\""),
    ("break_null_path_rule", "break_null_path_rule = true"),
];

/// The settings of a host with `lines` in its table.
fn settings(profile: &str, lines: &str) -> String {
    let source =
        format!("format = 1\n[[host]]\nname = \"a.example\"\nprofile = \"{profile}\"\n{lines}\n");
    let mut trace = relayscope::trace::Trace::new();
    let world = relayscope::World::new(parse(&source).into(), &mut trace);
    let (_, host) = world.hosts().next().expect("one host");
    format!("{:?}", host.config())
}

#[test]
fn every_constant_of_a_host_has_a_key_that_changes_it() {
    let mut known = std::collections::BTreeSet::new();
    let mut changes = |table: &'static str, key: &'static str, profile: &str, lines: &str| {
        assert_ne!(settings(profile, lines), settings(profile, ""), "{profile}: {lines}");
        known.insert((table, key));
    };
    for (table, profile, keys) in CONSTANTS {
        for (key, value) in keys {
            changes(table, key, profile, &format!("retry = {{ {key} = {value} }}"));
        }
    }
    for profile in ["postfix", "exim", "qmail", "rfc"] {
        for key in TIMEOUTS {
            changes("Timeouts", key, profile, &format!("timeouts = {{ {key} = \"7s\" }}"));
        }
        changes("Host", "addresses_max", profile, "addresses_max = 7");
    }
    for (key, lines) in BOUNCES {
        changes("Bounces", key, "exim", &format!("bounces = {{ {lines} }}"));
    }
    let repeats =
        |value| format!("bounces = {{ delay_warning = \"7h\", delay_warning_repeats = {value} }}");
    for profile in ["postfix", "exim", "qmail", "rfc"] {
        assert_ne!(settings(profile, &repeats(true)), settings(profile, &repeats(false)));
    }
    let schema: serde_json::Value =
        serde_json::from_str(&relayscope::scenario::schema()).expect("the schema is JSON");
    for table in ["Retry", "Timeouts", "Bounces"] {
        let keys = schema["$defs"][table]["properties"].as_object().expect("a table");
        for key in keys.keys() {
            assert!(known.iter().any(|one| *one == (table, key)), "{table} {key} is not changed");
        }
    }
}

#[test]
fn mailboxes_and_aliases_have_addresses_in_one_domain_or_all() {
    let scenario = parse(
        r#"
        format = 1
        [[host]]
        name = "mx.example.net"
        domains = ["example.net", "example.org"]
        mailboxes = ["bob", "eve@example.net", { name = "eve@example.org", user = "eve2" }]
        aliases = { sales = ["bob@example.net", "carol@example.com"], "x@example.org" = "bob@example.net" }
        greylisting = { delay = "1min" }
    "#,
    );
    let host = &scenario.hosts[0];
    let mailbox = |text| {
        let address = Mailbox::parse(text).unwrap();
        host.mailbox(&address).map(|mailbox| mailbox.user.as_str())
    };
    assert_eq!(mailbox("BOB@example.org"), Some("bob"));
    assert_eq!(mailbox("eve@example.net"), Some("eve"));
    assert_eq!(mailbox("eve@example.org"), Some("eve2"));
    assert_eq!(mailbox("sales@example.org"), None);
    let shown =
        |list: &[Mailbox]| list.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    assert_eq!(shown(&host.aliases[0].addresses), "sales@example.net sales@example.org");
    assert_eq!(shown(&host.aliases[0].targets), "bob@example.net carol@example.com");
    assert_eq!(shown(&host.aliases[1].addresses), "x@example.org");
    assert_eq!(host.greylisting.unwrap().delay, SimDuration::from_mins(1));
}

#[test]
fn whole_messages_keep_their_octets() {
    let source = SMALL.to_owned() + "message = '''\nSubject: \u{e9}\n\n.\nx\r\ny'''\n";
    let scenario = parse(&source);
    let MessageSource::Octets(octets) = &scenario.sends[0].message else { panic!() };
    assert_eq!(&**octets, "Subject: \u{e9}\r\n\r\n.\r\nx\r\ny\r\n".as_bytes());
}

#[test]
fn message_files_are_attached_by_name() {
    let mut scenario = parse(&(SMALL.to_owned() + "file = \"mail/letter.eml\"\n"));
    assert_eq!(scenario.missing_files()[0].name, "mail/letter.eml");
    assert!(scenario.attach("other.eml", b"x\n").is_err());
    assert!(scenario.attach("mail/letter.eml", b"").is_err());
    scenario.attach("mail/letter.eml", b"A: b\n\n\xff\n").unwrap();
    assert!(scenario.missing_files().is_empty());
    let MessageSource::File(file) = &scenario.sends[0].message else { panic!() };
    assert_eq!(file.octets.as_deref(), Some(&b"A: b\r\n\r\n\xff\r\n"[..]));
    scenario.replace_message(0, "new.eml", b"C: d\n").unwrap();
    assert_eq!(scenario.sends[0].message, MessageSource::Octets((*b"C: d\r\n").into()));
    assert!(scenario.replace_message(1, "new.eml", b"C: d\n").is_err());
}

#[test]
fn a_host_for_those_outside_clashes_with_nothing() {
    let source = "format = 1\n[[host]]\nname = \"outside.example\"\naddress = \"203.0.113.254\"\n\
                  mailboxes = [\"a@outside-2.example\"]\n";
    let mut scenario = parse(source);
    for (trusted, name) in [(false, "outside-3.example"), (true, "outside-4.example")] {
        let no = scenario.add_outside(HostNo(0), trusted);
        let outside = scenario.host(no);
        assert_eq!((outside.name.as_str(), outside.role), (name, Role::Client));
        let same = |host: &&Host| host.address == outside.address || host.name == outside.name;
        assert_eq!(scenario.hosts.iter().filter(same).count(), 1);
        assert_eq!(scenario.host(HostNo(0)).relay_for.contains(&RelayFor::Host(no)), trusted);
        let known = RecordData::Ptr { address: outside.address, name: outside.name.clone() };
        assert!(scenario.records.iter().any(|record| record.data == known));
        assert_eq!(scenario.links.last().map(|link| link.between), Some([HostNo(0), no]));
    }
}

#[test]
fn bounces_clocks_and_requests() {
    let source = r#"
        format = 1
        [[host]]
        name = "a.example.com"
        bounces = { delay_warning = "4h", return_max = "10 kB", double = "freeze", frozen_for = "1d" }
        clock_behind = "2h"
        [[host]]
        name = "b.example.com"
        bounces = { break_null_path_rule = true }
        clock_ahead = "90s"
        [[send]]
        from = "x@example.com"
        on = "a.example.com"
        to = "c@example.net"
        bcc = "d@example.net"
        notify = ["delay", "FAILURE"]
        ret = "hdrs"
        envid = "a+b"
        orcpt = ["c@example.net", "x400;d"]
    "#;
    let scenario = parse(source);
    let [a, b] = &scenario.hosts[..] else { panic!("two hosts") };
    let bounces = BounceOverrides {
        delay_warning: Some(SimDuration::from_hours(4)),
        delay_warning_repeats: None,
        return_max: Some(10_000),
        double: Some(DoubleBounce::Freeze),
        frozen_for: Some(SimDuration::from_days(1)),
        break_null_path_rule: false,
    };
    assert_eq!(a.bounces, bounces);
    assert!(b.bounces.break_null_path_rule && a.clock.behind && !b.clock.behind);
    assert_eq!(b.clock.span, SimDuration::from_secs(90));
    let dsn = &scenario.sends[0].dsn;
    let mut octets = Vec::new();
    dsn.mail().write(&mut octets);
    for (_, params) in dsn.recipients(&scenario.sends[0].recipients) {
        params.write(&mut octets);
    }
    let written = " RET=HDRS ENVID=a+2Bb NOTIFY=FAILURE,DELAY ORCPT=rfc822;c@example.net \
                   NOTIFY=FAILURE,DELAY ORCPT=x400;d";
    assert_eq!(String::from_utf8_lossy(&octets), written);
}

#[test]
fn faults_windows_and_direct_delivery() {
    let scenario = parse(
        r#"
        format = 1
        [[host]]
        name = "a.example.com"
        mailboxes = ["alice"]
        domains = "example.com"
        [[host]]
        name = "b.example.com"
        [[host]]
        name = "desk.example.com"
        [[account]]
        address = "alice@example.com"
        on = "desk.example.com"
        direct = true
        [[link]]
        between = ["a.example.com", "b.example.com"]
        loss = "1%"
        [[fault]]
        link_changed = { between = ["b.example.com", "a.example.com"], latency = "1s" }
        [[fault]]
        partition = "a.example.com"
        [[fault]]
        slow = { host = "b.example.com", by = "30s" }
        [[fault]]
        disk_full = "a.example.com"
        [[fault]]
        mailbox_full = "alice@example.com"
        [[fault]]
        clock = { host = "a.example.com", behind = "1h" }
        [[fault]]
        offline = "b.example.com"
        [[fault]]
        connection_reset = { server = "a.example.com", client = "b.example.com", at = "rcpt", times = 3 }
        [[dial_up]]
        host = "b.example.com"
        at = "1h"
        lasts = "10min"
        every = "12h"
        until = "26h"
        asks = "a.example.com"
        domain = "example.org"
    "#,
    );
    let (a, b) = (HostNo(0), HostNo(1));
    let quality = LinkQuality {
        latency: SimDuration::from_secs(1),
        loss_per_million: 10_000,
        ..scenario.network.link
    };
    let alice = Mailbox::parse("alice@example.com").expect("an address");
    let skew = ClockSkew { span: SimDuration::from_hours(1), behind: true };
    let broken = Break { server: a, client: Some(b), at: DialoguePoint::Recipient, times: 3 };
    let kinds: Vec<_> = scenario.faults.iter().map(|fault| fault.kind.clone()).collect();
    let expected = [
        FaultKind::LinkChanged([b, a], quality),
        FaultKind::Partition(vec![a]),
        FaultKind::Slow(b, SimDuration::from_secs(30)),
        FaultKind::DiskFull(a),
        FaultKind::MailboxFull(a, alice),
        FaultKind::Clock(a, skew),
        FaultKind::Offline(b),
        FaultKind::Break(broken),
    ];
    assert_eq!(kinds, expected);
    let dial_up = &scenario.dial_ups[0];
    assert_eq!(dial_up.rounds.times().collect::<Vec<_>>(), [at(3_600), at(46_800), at(90_000)]);
    let asks = dial_up.asks.as_ref().map(|(server, domain)| (*server, domain.as_str()));
    assert_eq!((dial_up.rounds.count(), asks), (3, Some((a, "example.org"))));
    assert!(scenario.accounts[0].direct && scenario.accounts[0].submit.is_none());
}
