//! What is told in words: of records, waits, gaps and replies.

use relay_host::Fact;
use relay_kernel::SimTime;
use relay_mail::Language;
use relay_view::clock::precise;
use relay_view::holdings::Keeper;
use relay_view::ladder::{Filter, Ladder, RowKind};
use relay_view::sentence::{ahead, outcome, sentence};
use relay_view::transcript::{Transcript, Who};
use relay_view::{Holdings, explain, measure};
use relayscope::trace::{HostId, Kind};

use super::{REPORTS, all, assert_told, down, faulty, run, told_in_both};

/// A mailbox that is full when the first message comes.
const FULL: &str = "[[fault]]\nat = \"0s\"\nlasts = \"8min\"\nmailbox_full = \"bob@example.net\"";

#[test]
fn reports_are_told_in_sentences() {
    let run = run(REPORTS);
    let trace = run.timeline.trace();
    let told: Vec<_> = (0..trace.records().len())
        .map(|n| sentence(&run.cast, trace, relay_kernel::RecordId::from_index(n)))
        .collect();
    for part in [
        "mx.example.net tells alice@example.com, the return path <alice@example.com>: the message \
         was delivered.",
        "the message was passed on to several addresses.",
        "drops the message for nobody@example.net, and tells nobody.",
        "news.example.org freezes the bounce for alise@example.com until",
        "drops the bounce for alise@example.com, and tells nobody.",
        "loud.example.org breaks the rule: its report has the return path",
    ] {
        let sentences = || told.iter().map(|sentence| &sentence.text);
        assert!(
            sentences().any(|text| text.contains(part)),
            "{part}: {:#?}",
            sentences().collect::<Vec<_>>()
        );
    }
}

#[test]
fn every_record_has_a_sentence() {
    for run in all() {
        for beat in run.pace.beats() {
            let trace = run.timeline.trace();
            let told = sentence(&run.cast, trace, beat.lead());
            assert!(told.text.ends_with(['.', '”', ')']) || told.text.len() > 8, "{told:?}");
            assert!(!told.text.chars().any(char::is_control), "{told:?}");
            assert!(!told.rule.is_empty());
            let next = ahead(&run.cast, trace, beat.lead(), SimTime::START);
            assert!(next.starts_with("Next") || next.starts_with("Until "), "{next}");
        }
    }
}

#[test]
fn what_breaks_by_hand_has_a_sentence() {
    let faults = [
        "link_changed = { between = [\"a.example.com\", \"b.example.net\"], loss = \"1%\" }",
        "partition = \"b.example.net\"",
        "slow = { host = \"b.example.net\", by = \"30s\" }",
        "disk_full = \"b.example.net\"",
        "directory_down = \"b.example.net\"",
        "mailbox_full = \"bob@b.example.net\"",
        "clock = { host = \"b.example.net\", ahead = \"1h\" }",
        "offline = \"b.example.net\"",
        "connection_reset = { server = \"b.example.net\" }",
        "host_down = \"b.example.net\"",
        "link_cut = [\"a.example.com\", \"b.example.net\"]",
        "dns = { name = \"b.example.net\" }",
        "service_stopped = { host = \"b.example.net\" }",
    ];
    for fault in faults {
        let source = format!(
            "format = 1\n[[host]]\nname = \"a.example.com\"\n[[host]]\nname = \"b.example.net\"\n\
             mailboxes = [\"bob@b.example.net\"]\n[[fault]]\nat = \"1s\"\nlasts = \"1h\"\n{fault}\n"
        );
        let run = run(&source);
        let (trace, len) = (run.timeline.trace(), run.timeline.len());
        let told = |n| sentence(&run.cast, trace, relay_kernel::RecordId::from_index(n)).text;
        let (breaks, mends) = (told(1), told(2));
        assert_ne!(breaks, mends);
        for text in [breaks, mends] {
            assert!(text.ends_with('.') && text.len() > 15, "{fault}: {text}");
        }
        let mut keeper = Keeper::new(2);
        let broken = keeper.at(trace, 2).clone();
        assert_eq!(len, 3);
        // What names or dialogues do is no state of a host or a link.
        let shows = !fault.starts_with("dns") && !fault.starts_with("connection");
        assert_eq!(has_trouble(&broken), shows, "{fault}");
        // A clock was set, and it was set right.
        assert_eq!(has_trouble(keeper.at(trace, 3)), fault.starts_with("clock"), "{fault}");
    }
}

fn has_trouble(holdings: &Holdings) -> bool {
    let (a, b) = (HostId(0), HostId(1));
    let book = holdings.host(b).expect("it is there");
    let well = relay_view::holdings::Trouble::default();
    !book.is_up()
        || book.is_refusing()
        || book.trouble != well
        || holdings.is_closed(a, b)
        || holdings.changed_link(a, b).is_some()
}

#[test]
fn what_only_follows_from_a_refusal_is_not_told_as_final() {
    let run = run(&faulty(FULL));
    let trace = run.timeline.trace();
    let told = |text: &str| {
        let said = |record: &relayscope::trace::Record| match record.kind {
            Kind::Line { start, len, .. } => trace.octets(start, len).starts_with(text.as_bytes()),
            _ => false,
        };
        let at = trace.records().iter().position(said).expect("it is said");
        sentence(&run.cast, trace, relay_kernel::RecordId::from_index(at)).because
    };
    assert!(told("452 4.2.2").is_some_and(|why| why.contains("first digit 4")));
    let follows = "This only follows from the refusal before it; what counts is the 452.";
    assert_eq!(told("554 5.5.1").as_deref(), Some(follows));
}

#[test]
fn a_gap_of_the_ladder_announces_what_ends_it() {
    let run = run(&faulty(FULL));
    let trace = run.timeline.trace();
    let ladder = Ladder::new(trace, &Filter::default());
    let rows = (0..ladder.len()).filter_map(|place| ladder.row(&run.cast, trace, place));
    let gaps = rows.filter_map(|row| match row.kind {
        RowKind::Gap { until, .. } => {
            // It is no moment, and what ends it is told by its text alone.
            assert_eq!((row.at, row.day), (None, None), "{until}");
            let at = trace.record(row.id).at;
            Some((precise(run.cast.clock(), at), until))
        }
        _ => None,
    });
    let gaps: Vec<_> = gaps.collect();
    assert!(gaps.len() >= 2, "{gaps:?}");
    for (at, until) in gaps {
        let minute = &at[..5];
        assert!(
            until.contains(minute) && !until.contains("closes the connection"),
            "{at}: {until}"
        );
    }
}

#[test]
fn the_wait_says_when_and_why() {
    let run = run(&down("at = \"0s\"\nlasts = \"3h\""));
    let trace = run.timeline.trace();
    let before = run.pace.beats().iter().enumerate().filter(|(_, beat)| beat.idle.is_some());
    let told: Vec<String> =
        before.map(|(_, beat)| ahead(&run.cast, trace, beat.lead(), beat.at)).collect();
    let retry = told
        .iter()
        .find(|text| text.contains(": attempt 2 of mail.example.com, "))
        .expect("a second attempt");
    assert!(retry.contains("because mx.example.net [192.0.2.2] did not answer"), "{retry}");
}

#[test]
fn the_answer_to_ehlo_is_explained_keyword_by_keyword() {
    let run = run(&faulty(""));
    let trace = run.timeline.trace();
    let records = trace.records().len();
    let holdings = Holdings::new(run.cast.len());
    let transcript = Transcript::new(&run.cast, trace, &holdings, records).expect("a session");
    let mut rows = transcript.rows.iter();
    let answer = rows.position(|row| row.answers == Some(*b"EHLO")).expect("EHLO is answered");
    let pieces = explain::row(&transcript, answer, trace);
    let parts: Vec<&str> = pieces.iter().map(|piece| piece.part.as_str()).collect();
    assert_eq!(parts[..6], ["250", "2", "5", "0", "PIPELINING", "8BITMIME"]);
    assert!(parts.iter().any(|part| part.starts_with("SIZE ")), "{parts:?}");
    let mut rows = transcript.rows.iter();
    let greeting = rows.position(|row| row.who == Who::Server).expect("it greets");
    assert_eq!(explain::row(&transcript, greeting, trace).len(), 4);
    // So is everything that the client says, and where its message ends.
    for (at, row) in transcript.rows.iter().enumerate().filter(|(_, row)| row.who == Who::Client) {
        let pieces = explain::row(&transcript, at, trace);
        assert!(explain::is_any(&transcript, at) && !pieces.is_empty(), "{row:?}");
        let first = &pieces[0].part;
        let said = row.lines.first().map_or(".", String::as_str);
        assert!(said.starts_with(first), "{said}: {pieces:?}");
    }
}

/// RFC 1047: the sender is in doubt when it has sent all, so what it sent is not told as a part.
#[test]
fn what_was_sent_whole_is_not_told_as_a_part() {
    let torn = "[[fault]]\nconnection_reset = { server = \"mx.example.net\", at = \"content\" }";
    let run = run(&faulty(torn));
    let trace = run.timeline.trace();
    let told = |such: fn(&Kind) -> bool| {
        let at = trace.records().iter().position(|record| such(&record.kind)).expect("it happens");
        sentence(&run.cast, trace, relay_kernel::RecordId::from_index(at))
    };
    let sent = told(|kind| matches!(kind, Kind::Data { .. }));
    assert_eq!(
        sent.text,
        "mail.example.com sends the whole message, but it never arrives at mx.example.net."
    );
    let doubt = told(|kind| matches!(kind, Kind::Host(Fact::InDoubt { .. })));
    assert!(doubt.because.is_some_and(|it| it.starts_with("All of it was sent")));
}

/// The dot that ends a message is none of it, wherever its octets are counted.
#[test]
fn octets_of_a_message_are_counted_in_one_way() {
    let typed = "[[type]]\nat = \"10min\"\nfrom = \"mail.example.com\"\nto = \"mx.example.net\"\n\
        every = \"1s\"\nlines = [\"EHLO me.example\", \"MAIL FROM:<a@example.com>\", \
        \"RCPT TO:<bob@example.net>\", \"DATA\", \"..x\", \".\"]";
    let run = run(&faulty(typed));
    let trace = run.timeline.trace();
    let is_content = |kind: &Kind| matches!(kind, Kind::Data { .. } | Kind::Block { .. });
    let content = |nth: usize| {
        let all = trace.records().iter().enumerate();
        let found = all.filter(|(_, record)| is_content(&record.kind)).map(|(at, _)| at).nth(nth);
        relay_kernel::RecordId::from_index(found.expect("content"))
    };
    let size = trace.records().iter().find_map(|record| match record.kind {
        Kind::Data { content, .. } => Some(trace.content(content).len() as u64),
        _ => None,
    });
    assert_eq!(Some(measure::octets(trace, content(0))), size);
    let words = format!("{} octets", size.expect("content"));
    assert!(sentence(&run.cast, trace, content(0)).text.contains(&words));
    let conn = trace.record(content(0)).kind.conn().expect("it goes over one");
    let filter = Filter { unfolded: [conn].into(), ..Filter::default() };
    let ladder = Ladder::new(trace, &filter);
    let rows = (0..ladder.len()).filter_map(|at| ladder.row(&run.cast, trace, at));
    let arrow = rows.into_iter().find(|row| row.id == content(0)).expect("the ladder has it");
    assert!(matches!(arrow.kind, RowKind::Arrow { text, .. } if text.contains(&words)));
    let folded = |conn| {
        let records = trace.records().len();
        let transcript =
            Transcript::of(&run.cast, trace, &Holdings::new(run.cast.len()), records, conn);
        transcript.rows.into_iter().find_map(|row| row.folded).map(|folded| folded.octets)
    };
    assert_eq!(folded(conn), size);
    // ".x" and CRLF.
    let typed = trace.record(content(1)).kind.conn().expect("it goes over one");
    assert_eq!(folded(typed), Some(4));
    assert!(sentence(&run.cast, trace, content(1)).text.ends_with("4 octets."));
}

#[test]
fn a_chunk_that_is_typed_has_octets_left() {
    let typed = "[[type]]\nat = \"10min\"\nfrom = \"mail.example.com\"\nto = \"mx.example.net\"\n\
        every = \"1s\"\nlines = [\"EHLO me.example\", \"MAIL FROM:<a@example.com>\", \
        \"RCPT TO:<bob@example.net>\", \"BDAT 10 LAST\", \"abc\", \".x\", \"\"]";
    let run = run(&faulty(typed));
    let trace = run.timeline.trace();
    let conn = trace.records().iter().rev().find_map(|record| match record.kind {
        Kind::Block { conn, .. } => Some(conn),
        _ => None,
    });
    let conn = conn.expect("somebody types");
    let mut left: Vec<_> =
        (0..=trace.records().len()).map(|n| measure::chunk_left(trace, conn, n)).collect();
    left.dedup();
    assert_eq!(left, [None, Some(10), Some(5), Some(1), None]);
}

/// Each attempt names those who go its way (RFC 5321 §5.1: the way is that of their domain).
#[test]
fn an_attempt_names_the_recipients_of_its_next_hop() {
    let source = r#"
format = 1
[[host]]
name = "mail.example.com"
mailboxes = ["alice@example.com"]
[[host]]
name = "mx.example.net"
mailboxes = ["bob@example.net", "carol@example.net"]
[[host]]
name = "mx.example.org"
mailboxes = ["dave@example.org"]
[[send]]
from = "alice@example.com"
to = ["bob@example.net", "dave@example.org", "alice@example.com", "carol@example.net"]
"#;
    for (source, wanted) in [
        (
            source.to_owned(),
            vec![
                ("example.net", "bob@example.net and carol@example.net"),
                ("example.org", "dave@example.org"),
            ],
        ),
        (
            source.replacen(
                "mailboxes = [\"alice@example.com\"]",
                "mailboxes = [\"alice@example.com\"]\nsmart_host = \"mx.example.org\"",
                1,
            ),
            vec![("mx.example.org", "bob@example.net, dave@example.org and carol@example.net")],
        ),
    ] {
        let run = run(&source);
        let trace = run.timeline.trace();
        let told: Vec<String> = (0..trace.records().len())
            .map(|n| sentence(&run.cast, trace, relay_kernel::RecordId::from_index(n)).text)
            .collect();
        for (hop, to) in wanted {
            let way = format!("mail.example.com looks for the way to {to}: next is {hop}.");
            assert!(told.contains(&way), "{way}\n{told:#?}");
            let offer = format!("mail.example.com offers the message to {to}.");
            assert!(told.contains(&offer), "{offer}\n{told:#?}");
        }
    }
}

#[test]
fn what_is_typed_by_hand_counts_as_sent() {
    let typed = "[[type]]\nat = \"10min\"\nfrom = \"mail.example.com\"\nto = \"mx.example.net\"\n\
        every = \"1s\"\nlines = [\"EHLO me.example\", \"MAIL FROM:<a@example.com>\", \
        \"RCPT TO:<bob@example.net>\", \"DATA\", \"x\", \".\", \"QUIT\"]";
    let run = run(&faulty(typed));
    assert_eq!(outcome(&run.cast, run.timeline.trace()), "In all: 2 sent, 2 delivered.");
}

#[test]
fn a_closed_way_is_told_for_old_and_new_connections() {
    for fault in [
        "link_cut = [\"mail.example.com\", \"mx.example.net\"]",
        "offline = \"mx.example.net\"",
        "partition = \"mx.example.net\"",
    ] {
        let [english, german] = told_in_both(&faulty(&format!("[[fault]]\nat = \"0s\"\n{fault}")));
        assert_told(&english, "is sent again and again, and neither end is told");
        assert_told(&english, "who connects anew hears at once that there is no way.");
        assert_told(&english, "finds no way to mx.example.net");
        assert_told(&german, "erfährt sofort, dass es keinen Weg gibt.");
    }
    // A host that is off does not answer, and nobody says that it is off.
    let [english, german] = told_in_both(&down("at = \"0s\""));
    assert_told(&english, "who connects from now on, waits for an answer that does not come.");
    assert_told(&english, "gives up connecting: mx.example.net does not answer.");
    assert_told(&german, "wartet auf eine Antwort, die nicht kommt.");
}

#[test]
fn what_is_ahead_is_told_as_such() {
    let mut run = run(&down("at = \"0s\""));
    let waits = |run: &super::Run, part: &str| {
        let beats = run.pace.beats().iter().filter(|beat| beat.idle.is_some());
        let mut told =
            beats.map(|beat| ahead(&run.cast, run.timeline.trace(), beat.lead(), SimTime::START));
        told.any(|text| text.ends_with(part))
    };
    assert!(waits(
        &run,
        "Until 09:00:30 mail.example.com waits for an answer from mx.example.net, then gives up"
    ));
    run.cast.language = Language::German;
    assert!(waits(
        &run,
        "Bis 09:00:30 wartet mail.example.com auf eine Antwort von mx.example.net, dann Abbruch"
    ));
}
