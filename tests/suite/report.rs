//! Every report that a host of any scenario writes is one that RFC 3464 and RFC 3461 allow, and says
//! what happened.

use mail_parser::{Message, MessageParser, MimeHeaders};
use relay_host::{Action, Fact, MailId, Origin};
use relay_mail::header::hop_count;
use relay_tests::scenario::{Run, all, run};
use relayscope::scenario::Scenario;
use relayscope::trace::{Kind, Side};

/// The fields of one group of the status part.
type Group = Vec<(String, String)>;

fn groups(octets: &[u8], message: &Message<'_>) -> Vec<Group> {
    let status = |part: &&mail_parser::MessagePart<'_>| {
        let kind = part.content_type();
        kind.is_some_and(|kind| kind.subtype() == Some("delivery-status"))
    };
    let part = message.parts.iter().find(status).expect("a status part");
    let raw = &octets[part.raw_body_offset() as usize..part.raw_end_offset() as usize];
    let text = String::from_utf8(raw.to_vec()).expect("US-ASCII").replace("\r\n ", " ");
    let field = |line: &str| {
        let (name, value) = line.split_once(": ").expect("a field");
        (name.to_owned(), value.to_owned())
    };
    let groups = text.trim_end().split("\r\n\r\n");
    groups.map(|group| group.lines().map(field).collect()).collect()
}

fn value<'a>(group: &'a Group, name: &str) -> Option<&'a str> {
    let mut found = group.iter().filter(|(field, _)| field == name).map(|(_, value)| &**value);
    let first = found.next();
    assert_eq!(found.next(), None, "{name} stands twice");
    first
}

/// The names that a group may have, in the order of the grammar (RFC 3464 §2.2, §2.3).
#[track_caller]
fn in_order(group: &Group, names: &[&str]) {
    let places: Vec<_> = group
        .iter()
        .map(|(name, _)| names.iter().position(|known| known == name).expect("a known field"))
        .collect();
    assert!(places.is_sorted(), "{group:?}");
}

fn check_recipient(group: &Group, action: Action) {
    in_order(
        group,
        &[
            "Original-Recipient",
            "Final-Recipient",
            "Action",
            "Status",
            "Remote-MTA",
            "Diagnostic-Code",
            "Last-Attempt-Date",
            "Will-Retry-Until",
        ],
    );
    // §2.3.2, §2.3.3 and §2.3.4: required.
    // An address beyond ASCII has a type of its own (RFC 6533 §3).
    let typed = |to: &str| to.starts_with("rfc822; ") || to.starts_with("utf-8; ");
    assert!(value(group, "Final-Recipient").is_some_and(typed));
    assert_eq!(value(group, "Action"), Some(action.name()));
    let class = value(group, "Status").and_then(|status| status.chars().next()).expect("a status");
    match action {
        // A failure after expiry keeps its 4 (§2.3.3, note).
        Action::Failed => assert!("45".contains(class), "{group:?}"),
        Action::Delayed => assert_eq!(class, '4'),
        _ => assert_eq!(class, '2'),
    }
    // §2.3.5: the host that the diagnostic came from, and no other.
    let (remote, diagnostic) = (value(group, "Remote-MTA"), value(group, "Diagnostic-Code"));
    assert_eq!(remote.is_some(), diagnostic.is_some(), "{group:?}");
    assert!(diagnostic.is_none_or(|text| text.starts_with("smtp; ")));
    assert!(action != Action::Relayed || remote.is_some(), "RFC 3461 §6.3 h");
    // §2.3.9
    assert_eq!(value(group, "Will-Retry-Until").is_some(), action == Action::Delayed);
}

/// Verifies one report; returns what it says, or nothing for one in plain text.
fn check_report(run: &Run, mail: MailId) -> Option<Action> {
    let record = run.trace.mail(mail).1;
    let (about, action) = match record.origin {
        Origin::Report { about, action } => (about, action),
        Origin::DoubleBounce { about } => (about, Action::Failed),
        Origin::Written | Origin::Received { .. } | Origin::List { .. } => return None,
    };
    let original = run.trace.mail(about).1;
    let octets = run.trace.content(record.content).to_vec();
    let message = MessageParser::default().parse(&octets).expect("a message");

    // RFC 3461 §6.1: to the return path, and RFC 3834 §5.
    assert_eq!(message.header_raw("Auto-Submitted").map(str::trim), Some("auto-replied"));
    if matches!(record.origin, Origin::Report { .. }) {
        let to = message.to().and_then(|to| to.first()).and_then(|to| to.address());
        let path = original.reverse_path.mailbox().expect("a return path").to_string();
        assert_eq!(to, Some(&*path));
    }
    let content_type = message.content_type().expect("a type");
    if content_type.ctype() == "text" {
        let text = message.body_text(0).expect("a text");
        assert!(text.starts_with("Hi. This is the") && action == Action::Failed, "{text}");
        return None;
    }
    assert_eq!(content_type.attribute("report-type"), Some("delivery-status"));
    let groups = groups(&octets, &message);
    let (first, recipients) = groups.split_first().expect("fields of the message");
    in_order(first, &["Original-Envelope-Id", "Reporting-MTA", "Arrival-Date"]);
    assert!(value(first, "Reporting-MTA").is_some_and(|mta| mta.starts_with("dns; ")));
    assert!(!recipients.is_empty());
    for group in recipients {
        check_recipient(group, action);
    }
    Some(action)
}

#[test]
fn every_report_is_well_formed() {
    let mut seen = Vec::new();
    for (name, scenario) in all() {
        let run = run(&name, scenario);
        for n in 0..run.trace.mail_count() {
            seen.extend(check_report(&run, MailId::from_index(n)));
        }
    }
    for action in Action::ALL {
        assert!(seen.contains(&action), "no scenario shows a report that says {}", action.name());
    }
}

/// Two hosts that break the rule answer each other's reports until both were stopped.
#[test]
fn a_loop_of_two_hosts_ends_at_the_limit() {
    let file = relay_tests::scenario::root()
        .join("tests/scenario/null-path-rule-broken-by-two/scenario.toml");
    let mut scenario = relay_tests::scenario::read(&file);
    scenario.expectations.clear();
    scenario.until = relay_kernel::SimTime::START + relay_kernel::SimDuration::from_hours(1);
    let run = run("two hosts", scenario);
    let count = |such: fn(&Fact) -> bool| {
        let facts = run.trace.records().iter().filter_map(|record| match &record.kind {
            Kind::Host(fact) => Some(fact),
            _ => None,
        });
        facts.filter(|fact| such(fact)).count()
    };
    let most = usize::from(relay_host::limit::BROKEN_RULE_REPORTS);
    assert_eq!(count(|fact| matches!(fact, Fact::NullPathRuleBroken { .. })), 2 * most);
    assert_eq!(
        count(|fact| matches!(fact, Fact::Discarded { .. })),
        1,
        "the last has the null path"
    );
}

/// RFC 3461 §6.1: a report has the null reverse-path and no RET; NOTIFY could only be NEVER.
#[test]
fn no_report_asks_for_one() {
    let mut reports = 0;
    for (name, scenario) in all() {
        let run = run(&name, scenario);
        let mut lines = run.trace.records().iter().filter_map(|record| match record.kind {
            Kind::Line { from: Side::Client, start, len, .. } => {
                Some(String::from_utf8_lossy(run.trace.octets(start, len)).into_owned())
            }
            _ => None,
        });
        while let Some(line) = lines.next() {
            if line.starts_with("MAIL FROM:<>") {
                reports += 1;
                assert!(!line.contains("RET="), "{name}: {line}");
                let rcpt = lines.next().unwrap_or_default();
                let notify = rcpt.contains("NOTIFY=");
                assert!(!notify || rcpt.contains("NOTIFY=NEVER"), "{name}: {rcpt}");
            }
        }
    }
    assert!(reports > 0);
}

/// Two hosts that take each other for the way to everywhere: RFC 5321 §6.3 stops what goes round
/// between them, the message and then the report about it.
#[test]
fn a_loop_ends_at_the_limit_of_the_profile() {
    for (profile, refused_with, code) in
        [("postfix", 49, "554 5.4.0"), ("exim", 30, "550 5.4.6"), ("qmail", 100, "554 5.4.6")]
    {
        let host = |name: &str, other: &str| {
            format!(
                "[[host]]\nname = \"{name}\"\nprofile = \"{profile}\"\nrelay_for = \"any\"\n\
                 smart_host = \"{other}\"\n"
            )
        };
        let (a, b) = (host("a.example", "b.example"), host("b.example", "a.example"));
        let source = format!(
            "format = 1\n{a}{b}[[send]]\non = \"a.example\"\nfrom = \"alice@example.com\"\n\
             to = \"bob@example.net\"\n[[expect]]\nqueued = {}\n",
            usize::from(profile == "exim")
        );
        let mut scenario = Scenario::parse(&source).expect("a scenario");
        scenario.until = relay_kernel::SimTime::START + relay_kernel::SimDuration::from_hours(1);
        let run = run(profile, scenario);
        let most = (0..run.trace.mail_count()).map(|n| {
            let content = run.trace.mail(MailId::from_index(n)).1.content;
            hop_count(run.trace.content(content).head())
        });
        assert_eq!(most.max(), Some(refused_with), "{profile}");
        let refusals = run.text.matches(&format!("S: {code}")).count();
        assert_eq!(refusals, 2, "{profile}: the message and its report");
    }
}

/// An expectation tells the kinds of reports apart.
#[test]
fn expected_kinds_are_not_mixed_up() {
    let source = |kind: &str| {
        format!(
            "format = 1\n[[host]]\nname = \"a.example\"\nmailboxes = [\"alice@a.example\"]\n\
             [[send]]\nfrom = \"alice@a.example\"\nto = \"bob@a.example\"\n\
             [[expect]]\nbounced = {{ to = \"alice@a.example\", kind = \"{kind}\" }}\n"
        )
    };
    for action in Action::ALL {
        let scenario = Scenario::parse(&source(action.name())).expect("a scenario");
        let mut run = relay_tests::scenario::timeline(scenario.clone());
        run.run_to_end();
        let unmet = relayscope::expect::unmet(run.trace(), &scenario);
        let (name, count) = (action.name(), usize::from(action != Action::Failed));
        assert_eq!(unmet.len(), count, "{name}: {unmet:?}");
        if let Some(unmet) = unmet.first() {
            let text =
                format!("expected 1 {name} notifications delivered to alice@a.example, found 0");
            assert_eq!(unmet.message, text);
        }
    }
}

/// The switch alone gives a loop, it is announced each time, and it ends.
#[test]
fn only_the_switch_breaks_the_null_path_rule() {
    let mut broken = 0;
    for (name, scenario) in all() {
        let allowed = scenario.hosts.iter().any(|host| host.bounces.break_null_path_rule);
        let run = run(&name, scenario);
        let count =
            run.trace.records().iter().filter(|record| {
                matches!(record.kind, Kind::Host(Fact::NullPathRuleBroken { .. }))
            });
        let count = count.count();
        assert!(allowed || count == 0, "{name}");
        assert!(count <= usize::from(relay_host::limit::BROKEN_RULE_REPORTS), "{name}");
        broken = broken.max(count);
    }
    assert_eq!(broken, usize::from(relay_host::limit::BROKEN_RULE_REPORTS));
}
