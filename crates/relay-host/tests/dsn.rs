//! Reports are written and read back: by a MIME parser that is not ours, and field by field.

use mail_parser::{MessageParser, MimeHeaders};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::strategy::Union;
use relay_host::dsn::{Dsn, Letter, RecipientReport, Remote, action_of};
use relay_host::{Action, Why};
use relay_kernel::{SimDuration, SimTime};
use relay_mail::content::{Bodies, canonical_lines};
use relay_mail::{Calendar, Content, EnhancedCode, ReplyCode, Severity};
use relay_smtp::Orcpt;

/// What a report says, apart from who writes it.
#[derive(Clone, Debug)]
struct Case {
    envelope_id: Option<String>,
    recipients: Vec<RecipientReport>,
    original: Vec<u8>,
    whole: bool,
}

const HOST: &str = "mx.example.net";
const DATE: &str = "Mon, 02 Mar 2026 10:05:12 +0100";

/// Printable US-ASCII without spaces at the ends, and without runs of them.
fn text(max: usize) -> impl Strategy<Value = String> {
    vec("[!-~]{1,12}", 1..max).prop_map(|words| words.join(" "))
}

fn date() -> impl Strategy<Value = String> {
    (0..300_000_000u64).prop_map(|secs| {
        let now = SimTime::START + SimDuration::from_secs(secs);
        Calendar::new(1_772_442_000, 60).rfc5322(now)
    })
}

fn recipient() -> impl Strategy<Value = RecipientReport> {
    let action = Union::new(Action::ALL.map(Just));
    let original = option::of(("[a-z][a-z0-9-]{0,9}", "[!-~]{1,60}"));
    let remote = option::of(("[a-z]{1,9}\\.example", vec(text(9), 1..4)));
    let dates = (option::of(date()), date());
    (action, original, "[a-z0-9]{1,20}", (0..8u16, 0..30u16), remote, dates).prop_map(
        |(action, original, local, (subject, detail), remote, (last_attempt, until))| {
            let class = match action {
                Action::Failed => 5,
                Action::Delayed => 4,
                _ => 2,
            };
            let reply = |lines: Vec<String>| {
                let last = lines.len() - 1;
                let lines = lines
                    .iter()
                    .enumerate()
                    .map(|(nth, line)| format!("550{}{line}", if nth < last { '-' } else { ' ' }));
                lines.collect::<Vec<_>>().join("\n")
            };
            RecipientReport {
                original: original.map(|(addr_type, address): (String, String)| Orcpt {
                    addr_type: addr_type.into(),
                    address: address.into(),
                }),
                address: format!("{local}@example.net"),
                action,
                status: EnhancedCode::new(class, subject, detail),
                remote: remote.map(|(mta, lines)| Remote { mta, reply: reply(lines) }),
                last_attempt,
                will_retry_until: (action == Action::Delayed).then_some(until),
            }
        },
    )
}

/// Messages as hosts have them: lines that end in CRLF, some of which look like boundaries.
fn original() -> impl Strategy<Value = Vec<u8>> {
    let line = prop_oneof![
        4 => "[ -~]{0,60}",
        1 => Just("--4A007/mx.example.net".to_owned()),
        1 => Just("--4A007/mx.example.net--".to_owned()),
        1 => "[ -~\u{e4}\u{f6}]{0,30}",
    ];
    let subject = prop_oneof![4 => Just("x"), 1 => Just("=caf\u{e9}")];
    (subject, vec(line, 0..12)).prop_map(|(subject, lines)| {
        let text = format!("From: <a@example.com>\nSubject: {subject}\n\n{}\n", lines.join("\n"));
        canonical_lines(text.as_bytes())
    })
}

fn case() -> impl Strategy<Value = Case> {
    (option::of(text(6)), vec(recipient(), 1..5), original(), any::<bool>()).prop_map(
        |(envelope_id, recipients, original, whole)| Case {
            envelope_id,
            recipients,
            original,
            whole,
        },
    )
}

fn written(case: &Case, original: &Content) -> Vec<u8> {
    let dsn = Dsn {
        explanation: "Something happened.\n".to_owned(),
        envelope_id: case.envelope_id.as_deref(),
        reporting_mta: HOST,
        arrival_date: DATE.to_owned(),
        recipients: case.recipients.clone(),
        original,
        whole: case.whole,
    };
    let letter =
        Letter { id: "4A007", host: HOST, to: "a@example.com", subject: "Report", date: DATE };
    dsn.message(&letter)
}

/// The fields of a group, unfolded: name and value, runs of white space made one.
fn fields(group: &str) -> Vec<(String, String)> {
    let unfolded = group.replace("\r\n ", " ");
    let lines = unfolded.lines().map(|line| {
        let (name, value) = line.split_once(':').expect("a field has a colon");
        (name.to_owned(), value.split_whitespace().collect::<Vec<_>>().join(" "))
    });
    lines.collect()
}

/// The fields that a report must carry, in the order of RFC 3464 §2.2 and §2.3.
fn expected(case: &Case) -> Vec<Vec<(String, String)>> {
    let field = |name: &str, value: String| (name.to_owned(), value);
    let mut message = Vec::new();
    message.extend(case.envelope_id.clone().map(|id| field("Original-Envelope-Id", id)));
    message.push(field("Reporting-MTA", format!("dns; {HOST}")));
    message.push(field("Arrival-Date", DATE.to_owned()));
    let mut groups = vec![message];
    for recipient in &case.recipients {
        let mut group = Vec::new();
        if let Some(original) = &recipient.original {
            let value = format!("{}; {}", original.addr_type, original.address);
            group.push(field("Original-Recipient", value));
        }
        group.push(field("Final-Recipient", format!("rfc822; {}", recipient.address)));
        group.push(field("Action", recipient.action.name().to_owned()));
        group.push(field("Status", recipient.status.to_string()));
        if let Some(remote) = &recipient.remote {
            group.push(field("Remote-MTA", format!("dns; {}", remote.mta)));
            let reply = remote.reply.replace('\n', " ");
            group.push(field("Diagnostic-Code", format!("smtp; {reply}")));
        }
        group.extend(recipient.last_attempt.clone().map(|date| field("Last-Attempt-Date", date)));
        let until = recipient.will_retry_until.clone();
        group.extend(until.map(|date| field("Will-Retry-Until", date)));
        groups.push(group);
    }
    groups
}

/// Reads a report with the parser and holds it against what was written.
fn check(case: &Case) {
    let original = Content::new(&case.original, &mut Bodies::new());
    let octets = written(case, &original);
    // RFC 3462 §1: 7bit is always adequate, so that every host takes the report.
    assert!(octets.is_ascii());
    let message = MessageParser::default().parse(&octets).expect("a message");

    // RFC 3462 §1: the type and its parameters; RFC 3834 §5; RFC 3461 §6.1: to the return path.
    let content_type = message.content_type().expect("a type");
    assert_eq!((content_type.ctype(), content_type.subtype()), ("multipart", Some("report")));
    assert_eq!(content_type.attribute("report-type"), Some("delivery-status"));
    assert_eq!(message.header_raw("Auto-Submitted").map(str::trim), Some("auto-replied"));
    let to = message.to().and_then(|to| to.first()).and_then(|to| to.address());
    assert_eq!(to, Some("a@example.com"));
    assert!(message.date().is_some() && message.message_id().is_some());

    // RFC 3462 §2: three parts, for people, for programs, and the original.
    let root = message.part(0).expect("the report itself");
    let parts = root.sub_parts().expect("it has parts").to_vec();
    let parts: Vec<_> = parts.iter().map(|&id| message.part(id).expect("a part")).collect();
    let kinds: Vec<String> = parts
        .iter()
        .map(|part| part.content_type().expect("a type"))
        .map(|kind| format!("{}/{}", kind.ctype(), kind.subtype().unwrap_or_default()))
        .collect();
    let whole = case.whole && case.original.is_ascii();
    let third = if whole { "message/rfc822" } else { "text/rfc822-headers" };
    assert_eq!(kinds, ["text/plain", "message/delivery-status", third]);

    let raw = |nth: usize| {
        let part = parts[nth];
        let (from, to) = (part.raw_body_offset() as usize, part.raw_end_offset() as usize);
        &octets[from..to]
    };
    let status = String::from_utf8(raw(1).to_vec()).expect("the status part is US-ASCII");
    assert!(status.is_ascii() && status.lines().all(|line| line.len() <= 998));
    let groups: Vec<_> = status.trim_end().split("\r\n\r\n").map(fields).collect();
    assert_eq!(groups, expected(case));

    // RFC 3462 §3: of a header section, the lines before the blank one.
    let head = original.head();
    let head = head.strip_suffix(b"\r\n").unwrap_or(head);
    let returned = if whole { original.to_vec() } else { head.to_vec() };
    let encoding = if returned.is_ascii() { "7bit" } else { "quoted-printable" };
    assert_eq!(parts[2].content_transfer_encoding(), Some(encoding));
    // The line end before a delimiter belongs to the delimiter (RFC 2046 §5.1.1).
    let third = match encoding {
        "7bit" => String::from_utf8_lossy(raw(2)).into_owned(),
        _ => parts[2].text_contents().expect("a text").to_owned(),
    };
    assert_eq!(third, String::from_utf8_lossy(&returned));

    let content = Content::new(&octets, &mut Bodies::new());
    assert_eq!(action_of(&content), Some(case.recipients[0].action));
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(case in case()) {
        check(&case);
    }
}

fn failed(address: &str) -> RecipientReport {
    RecipientReport {
        original: None,
        address: address.to_owned(),
        action: Action::Failed,
        status: EnhancedCode::new(5, 1, 1),
        remote: None,
        last_attempt: None,
        will_retry_until: None,
    }
}

#[test]
fn an_original_cannot_close_the_part_that_holds_it() {
    let text = "Subject: x\n\n--4A007/mx.example.net--\n--4A007/mx.example.net_\n";
    check(&Case {
        envelope_id: None,
        recipients: vec![failed("bob@example.net")],
        original: canonical_lines(text.as_bytes()),
        whole: true,
    });
}

#[test]
fn an_address_outside_ascii_is_written_in_ascii() {
    let case = Case {
        envelope_id: None,
        recipients: vec![failed("r\u{e9}my@example.net")],
        original: canonical_lines("Subject: \u{e9}\n\n\u{e9}\n".as_bytes()),
        whole: true,
    };
    let original = Content::new(&case.original, &mut Bodies::new());
    let text = String::from_utf8(written(&case, &original)).expect("UTF-8");
    assert!(text.contains("Final-Recipient: utf-8; r\\x{E9}my@example.net\r\n"), "{text}");
    // RFC 3462 §2 and §3: of an original that is not US-ASCII the header goes back, and is encoded
    // where it must be; the delimiter owns the line end.
    assert!(text.is_ascii() && !text.contains("message/rfc822"), "{text}");
    let third = "Content-Type: text/rfc822-headers\r\n\
                 Content-Transfer-Encoding: quoted-printable\r\n\r\nSubject: =C3=A9\r\n";
    assert!(text.contains(third), "{text}");
}

#[test]
fn a_plain_report_of_8_bit_mail_is_encoded() {
    let letter =
        Letter { id: "4A007", host: HOST, to: "a@example.com", subject: "failure", date: DATE };
    let read = |original: &[u8]| {
        let octets = letter.plain("Hi. This is the mail program at x.\n", original);
        assert!(octets.is_ascii());
        let message = MessageParser::default().parse(&octets).expect("a message");
        let charset = message.content_type().and_then(|kind| kind.attribute("charset"));
        let encoding = message.content_transfer_encoding().expect("an encoding").to_owned();
        (message.body_text(0).expect("a text").into_owned(), charset.map(str::to_owned), encoding)
    };
    let start = "Hi. This is the mail program at x.\r\n";
    let (text, charset, encoding) = read("Subject: \u{e9}\r\n\r\n=\u{e9}\r\n".as_bytes());
    assert_eq!((charset.as_deref(), &*encoding), (Some("utf-8"), "quoted-printable"));
    assert_eq!(
        text.replace('\n', "\r\n").replace("\r\r", "\r"),
        format!("{start}Subject: \u{e9}\r\n\r\n=\u{e9}\r\n")
    );
    assert_eq!(read(b"Subject: \xE9\r\n").1.as_deref(), Some("unknown-8bit"));
    assert_eq!(read(b"Subject: e\r\n").2, "7bit");
}

#[test]
fn a_reply_of_several_lines_is_shown_on_one() {
    let why = Why::Reply {
        host: "mx.example.net".into(),
        to: "RCPT TO",
        code: ReplyCode::of(550),
        severity: Severity::Permanent,
        enhanced: Some(EnhancedCode::new(5, 1, 1)),
        text: "gone\nask the postmaster".into(),
    };
    let shown = "mx.example.net answered 550 5.1.1 gone / ask the postmaster (to RCPT TO)";
    assert_eq!(why.to_string(), shown);
}
