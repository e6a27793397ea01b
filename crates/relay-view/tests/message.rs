//! A message taken apart: its Received fields, its parts, its report.

use relay_host::{Fact, MailId};
use relay_view::journey::{Journey, journeys};
use relay_view::stamps::stamps;
use relay_view::status::status;
use relay_view::{Show, parts, sentence, source};
use relayscope::trace::Kind;

fn show(source: &str) -> Show {
    let mut show = Show::load(source, None).expect("a good scenario");
    while show.compute_more() {}
    show
}

fn all(show: &Show) -> Vec<Journey> {
    journeys(show.trace(), show.trace().records().len())
}

/// The octets that were delivered of a message.
fn delivered(show: &Show, mail: MailId) -> relay_host::ContentId {
    let mut records = show.trace().records().iter();
    let found = records.find_map(|record| match record.kind {
        Kind::Host(Fact::Delivered { mail: it, content, .. }) if it == mail => Some(content),
        _ => None,
    });
    found.expect("it was delivered")
}

#[test]
fn the_received_stack_is_a_way_with_delays() {
    let show = show(include_str!("../../../web/lessons/next-hop-down.toml"));
    let journey = &all(&show)[0];
    let last = journey.copies.last().expect("two hosts");
    let content = show.trace().content(delivered(&show, last.mail));
    let way = stamps(show.cast(), journey, content);
    let by: Vec<_> = way.iter().map(|it| it.by.as_str()).collect();
    assert_eq!(by.last(), Some(&"mx.example.net"), "{way:#?}");
    let stamp = way.last().expect("a stamp");
    assert!(stamp.text.starts_with("mx.example.net took it from mail.example.com ["), "{stamp:?}");
    assert!(stamp.text.contains(" by ESMTP as "), "{stamp:?}");
    assert!(stamp.delay.ends_with(" later") && stamp.part == 1000, "{stamp:?}");
    assert_eq!(stamp.accepted, Some(last.accepted));
    assert!(!stamp.backwards);
}

#[test]
fn a_wrong_clock_and_an_invented_line_are_seen() {
    let source = r#"
format = 1
[[host]]
name = "mail.example.com"
mailboxes = ["alice@example.com"]
clock_ahead = "2h"
[[host]]
name = "mx.example.net"
mailboxes = ["bob@example.net"]
[[send]]
from = "alice@example.com"
to = "bob@example.net"
message = """
Received: out of nothing
Received: from a.invalid by b.invalid with SMTP; yesterday
Subject: x

x
"""
"#;
    let show = show(source);
    let journey = &all(&show)[0];
    let last = journey.copies.last().expect("two hosts");
    let content = show.trace().content(delivered(&show, last.mail));
    let way = stamps(show.cast(), journey, content);
    let stamp = way.last().expect("a stamp");
    assert!(stamp.backwards, "{way:#?}");
    assert!(stamp.delay.starts_with("2 hours earlier"), "{}", stamp.delay);
    let nonsense = way.iter().find(|it| it.text.contains("out of nothing")).expect("kept");
    assert!(nonsense.by.is_empty() && nonsense.accepted.is_none(), "{nonsense:?}");
    let invented = way.iter().find(|it| it.text.contains("a.invalid")).expect("kept");
    assert_eq!(invented.accepted, None, "nobody here wrote it");
}

#[test]
fn a_report_is_taken_apart_and_each_field_leads_to_its_event() {
    let show = show(include_str!("../../../web/lessons/one-good-one-unknown.toml"));
    let report = all(&show).into_iter().find(|it| it.about.is_some()).expect("a report");
    let copy = &report.copies[0];
    let status = status(show.trace(), copy.mail, copy.content).expect("RFC 3464");
    assert_eq!(status.groups.len(), 2, "{status:#?}");
    let event = |name: &str| {
        let fields = status.groups.iter().flatten();
        let field = fields.clone().find(|it| it.name == name).unwrap_or_else(|| panic!("{name}"));
        assert!(!field.meaning.is_empty() && field.section.starts_with("RFC 3464"), "{field:?}");
        let because = field.because.unwrap_or_else(|| panic!("{name} has no event"));
        (field.value.clone(), sentence::sentence(show.cast(), show.trace(), because).text)
    };
    let (value, text) = event("Action");
    assert_eq!(value, "failed");
    assert!(text.contains("cannot deliver the message to bop@example.net"), "{text}");
    let (value, text) = event("Diagnostic-Code");
    assert!(value.starts_with("smtp; 550"), "{value}");
    assert!(text.contains("550") || text.contains("refuses"), "{text}");
    for name in ["Reporting-MTA", "Arrival-Date", "Final-Recipient", "Status", "Last-Attempt-Date"]
    {
        event(name);
    }
    let report = parts::parts(show.trace().content(copy.content)).expect("parts");
    assert!(report.kind.starts_with("multipart/report;"), "{report:?}");
    let kinds = report.parts.iter().map(|it| it.kind.split(';').next().expect("one"));
    assert_eq!(kinds.take(2).collect::<Vec<_>>(), ["text/plain", "message/delivery-status"]);
    // The message that it tells of is no report.
    let first = &all(&show)[0].copies[0];
    assert_eq!(relay_view::status::status(show.trace(), first.mail, first.content), None);
    let (lines, more) = source::wire(show.trace(), copy.content, 10_000);
    assert!(more == 0 && lines.iter().all(|it| it.end == "CRLF"));
}

#[test]
fn fields_about_an_address_that_is_not_ascii_lead_to_their_events_too() {
    let source = r#"
format = 1
[[host]]
name = "mail.example.com"
mailboxes = ["alice@example.com"]
[[host]]
name = "mx.example.net"
mailboxes = ["bob@example.net"]
[[send]]
from = "alice@example.com"
to = "jürgen+x@example.net"
"#;
    let show = show(source);
    let report = all(&show).into_iter().find(|it| it.about.is_some()).expect("a report");
    let copy = &report.copies[0];
    let status = status(show.trace(), copy.mail, copy.content).expect("RFC 3464");
    let fields = || status.groups.iter().flatten();
    let recipient = fields().find(|it| it.name == "Final-Recipient").expect("it names him");
    assert_eq!(recipient.value, r"utf-8; j\x{FC}rgen\x{2B}x@example.net");
    for name in ["Final-Recipient", "Action", "Status"] {
        let field = fields().find(|it| it.name == name).expect(name);
        assert!(field.because.is_some(), "{name} has no event");
    }
}
