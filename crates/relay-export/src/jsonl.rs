//! JSON Lines: one object for each record of the trace.
//!
//! | key | what it holds |
//! |---|---|
//! | `n` | the record's number, from 0 |
//! | `at_us` | microseconds since the start |
//! | `time` | the same as a date (RFC 3339) |
//! | `host` | the host's name; missing for the network as a whole |
//! | `kind` | a word for the kind of record; see [`Kind`] and [`Fact`] |
//! | `text` | what happened, in words |
//! | `basis` | the rule behind it: a section of an RFC or a setting |
//! | `cause` | the number of the record that led to it; missing for the first |
//! | `connection` | the connection's number, where there is one |
//! | `from` | `client` or `server`, for lines and closings |
//! | `queue_id` | the copy's name in the host's queue, where there is one |
//! | `recipient` | the recipient's path, where the record is about one |
//!
//! A key is missing where there is nothing to say; keys may be added in later versions.

use relay_host::{Fact, queue_id};
use relay_kernel::RecordId;
use relayscope::scenario::Scenario;
use relayscope::trace::{Kind, Record, Side, Trace, Writer, basis};
use serde::Serialize;
use time::format_description::well_known::Rfc3339;

#[derive(Serialize)]
struct Line<'a> {
    n: u32,
    at_us: u64,
    time: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    host: Option<&'a str>,
    kind: &'static str,
    text: String,
    basis: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    cause: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    connection: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    queue_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    recipient: Option<String>,
}

/// One record as a JSON object, without a line feed.
pub fn line(trace: &Trace, scenario: &Scenario, id: RecordId) -> String {
    let record = trace.record(id);
    let fact = match &record.kind {
        Kind::Host(fact) => Some(fact),
        _ => None,
    };
    let mail = fact.and_then(Fact::mail);
    let date = scenario.start.calendar().at(record.at);
    let host = scenario.hosts.get(record.host.index()).filter(|_| record.host != Record::NOWHERE);
    let recipient = mail.zip(fact.and_then(Fact::recipient));
    let line = Line {
        n: id.0,
        at_us: record.at.as_micros(),
        time: date.format(&Rfc3339).expect("years up to 9999 have four digits"),
        host: host.map(|host| host.name.as_str()),
        kind: word(&record.kind),
        text: Writer::new(trace, scenario).what(record),
        basis: basis(trace, record),
        cause: (record.cause != id).then_some(record.cause.0),
        connection: record.kind.conn().map(|conn| conn.0),
        from: side(&record.kind),
        queue_id: mail.map(|mail| queue_id(trace.mail(mail).1.queue_no).to_string()),
        recipient: recipient
            .map(|(mail, place)| trace.mail(mail).1.recipients[usize::from(place)].to_string()),
    };
    serde_json::to_string(&line).expect("the object has only text keys")
}

/// Who said a line or closed.
fn side(kind: &Kind) -> Option<&'static str> {
    let side = match *kind {
        Kind::Line { from, .. } | Kind::Block { from, .. } => from,
        Kind::Data { .. } => Side::Client,
        Kind::Closed { by, .. } => by,
        _ => return None,
    };
    Some(if side == Side::Client { "client" } else { "server" })
}

/// The word for a kind of record; programs may rely on it.
fn word(kind: &Kind) -> &'static str {
    match kind {
        Kind::Started => "start",
        Kind::Command(_) => "command",
        Kind::Host(fact) => fact_word(fact),
        Kind::Dialed { .. } => "dial",
        Kind::Connected { .. } => "connect",
        Kind::DialFailed { .. } => "dial-failed",
        Kind::Line { .. } => "line",
        Kind::Block { .. } => "block",
        Kind::Data { .. } => "data",
        Kind::Closed { .. } => "close",
        Kind::Reset { .. } => "reset",
        Kind::Lookup { .. } => "lookup",
    }
}

fn fact_word(fact: &Fact) -> &'static str {
    match fact {
        Fact::Accepted { .. } => "accept",
        Fact::Attempt { .. } => "attempt",
        Fact::Sending { .. } => "send",
        Fact::Relayed { .. } => "relay",
        Fact::Delivered { .. } => "deliver",
        Fact::Distributed { .. } => "distribute",
        Fact::Deferred { .. } => "defer",
        Fact::Failed { .. } => "fail",
        Fact::Reported { .. } => "bounce",
        Fact::Discarded { .. } => "discard",
        Fact::Notified { .. } => "notify",
        Fact::Frozen { .. } => "freeze",
        Fact::NullPathRuleBroken { .. } => "null-path-rule-broken",
        Fact::InDoubt { .. } => "in-doubt",
        Fact::Duplicate { .. } => "duplicate",
        Fact::ShownToUser { .. } => "show-failure",
        Fact::MaildropOpened { .. } => "open-maildrop",
        Fact::Retrieved { .. } => "retrieve",
        Fact::Deleted { .. } => "delete",
        Fact::Expired { .. } => "expire",
        Fact::Collecting { .. } => "collecting",
        Fact::Collected { .. } => "collect",
        Fact::CollectDone { .. } => "collected",
        Fact::CollectFailed { .. } => "collect-failed",
        Fact::Violation { .. } => "violation",
        Fact::TimedOut { .. } => "timeout",
    }
}

#[cfg(test)]
mod tests {
    use relayscope::Timeline;
    use relayscope::trace::Trace;
    use serde_json::Value;

    use super::*;

    const SCENARIO: &str = r#"
        format = 1
        start = 2026-03-02T09:00:00+01:00
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

    fn lines(trace: &Trace, scenario: &Scenario) -> Vec<Value> {
        let ids = (0..trace.records().len()).map(RecordId::from_index);
        let texts = ids.map(|id| line(trace, scenario, id));
        texts.map(|text| serde_json::from_str(&text).expect("a line is JSON")).collect()
    }

    #[test]
    fn a_run_as_json() {
        let scenario = Scenario::parse(SCENARIO).expect("the scenario is right");
        let mut timeline = Timeline::new(scenario.clone());
        timeline.run_to_end();
        let lines = lines(timeline.trace(), &scenario);
        assert_eq!(lines.len(), timeline.len());
        assert_eq!(lines[0]["time"], "2026-03-02T09:00:00+01:00");
        assert!(lines[0].get("cause").is_none() && lines[0].get("host").is_none());
        for (n, line) in lines.iter().enumerate().skip(1) {
            assert!(line["cause"].as_u64().is_some_and(|cause| cause < n as u64), "{line}");
            assert!(!line["basis"].as_str().unwrap_or_default().is_empty(), "{line}");
        }
        let of_kind = |kind: &str| lines.iter().filter(|line| line["kind"] == kind).count();
        assert_eq!((of_kind("deliver"), of_kind("connect")), (1, 1));
        let deliver = lines.iter().find(|line| line["kind"] == "deliver").expect("a delivery");
        assert_eq!(deliver["recipient"], "<bob@example.net>");
        assert_eq!(deliver["host"], "mx.example.net");
        let hello = lines.iter().find(|line| line["kind"] == "line" && line["from"] == "client");
        assert_eq!(hello.expect("a greeting")["text"], "C: EHLO mail.example.com");
    }
}
