//! What is told in words: of records, waits, gaps and replies.

use relay_kernel::SimTime;
use relay_view::holdings::Keeper;
use relay_view::ladder::{Filter, Ladder, RowKind};
use relay_view::sentence::{ahead, sentence};
use relay_view::transcript::{Transcript, Who};
use relay_view::{Holdings, explain};
use relayscope::trace::{HostId, Kind};

use super::{ISP, REPORTS, all, down, faulty, run};

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
            assert!(next.starts_with("Next") || next.starts_with("Waiting"), "{next}");
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
        RowKind::Gap { until, .. } => Some((row.at, until)),
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
        .find(|text| text.contains("attempt 2 of mail.example.com at "))
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

#[test]
fn a_session_of_pop3_is_explained_reply_by_reply() {
    let run = run(ISP);
    let trace = run.timeline.trace();
    let records = trace.records().len();
    let holdings = Holdings::new(run.cast.len());
    let dialled = |kind: &Kind| match kind {
        Kind::Dialed { conn } if trace.conn(*conn).port == 110 => Some(*conn),
        _ => None,
    };
    let conn = trace.records().iter().rev().find_map(|record| dialled(&record.kind));
    let conn = conn.expect("somebody collects");
    let transcript = Transcript::of(&run.cast, trace, &holdings, records, conn);
    let mut told = Vec::new();
    for (at, row) in transcript.rows.iter().enumerate() {
        let pieces = explain::row(&transcript, at, trace);
        let last = row.lines.last().map_or("", |line| line.trim_end());
        let is_reply = last.starts_with("+OK") || last.starts_with("-ERR");
        assert_eq!(!pieces.is_empty(), row.who != Who::Note, "{row:?}");
        assert_eq!(explain::is_any(&transcript, at), !pieces.is_empty(), "{row:?}");
        assert_eq!(row.answers.is_some(), row.who == Who::Server && is_reply, "{last}");
        if row.answers.is_some() {
            told.extend(pieces.first().map(|piece| (row.answers, piece.explanation)));
        }
    }
    for (verb, part) in [
        (b"    ", "The server is there"),
        (b"STAT", "The drop listing"),
        (b"RETR", "The message follows"),
        (b"DELE", "The message is marked"),
        (b"QUIT", "UPDATE"),
    ] {
        let found = told.iter().any(|(it, text)| *it == Some(*verb) && text.english.contains(part));
        assert!(found, "{part}: {told:#?}");
    }
}

#[test]
fn a_removal_is_told_only_where_something_is_marked() {
    let typed = |lines: &str| {
        let session = format!(
            "[[type]]\nat = \"10min\"\nfrom = \"mail.example.com\"\nto = \"mx.example.net\"\n\
             service = \"pop3\"\nevery = \"1s\"\nlines = [\"USER bob\", \"PASS secret\", {lines}]"
        );
        let run = run(&faulty(&session));
        let trace = run.timeline.trace();
        let quit = |kind: &Kind| {
            let Kind::Line { conn, start, len, .. } = *kind else { return false };
            trace.conn(conn).port == 110 && trace.octets(start, len).starts_with(b"QUIT")
        };
        let quit = trace.records().iter().position(|record| quit(&record.kind));
        let quit = relay_kernel::RecordId::from_index(quit.expect("somebody says goodbye"));
        sentence(&run.cast, trace, quit).because
    };
    let removed = Some("Now, and only now, the marked messages are removed.".to_owned());
    assert_eq!(typed("\"DELE 1\", \"QUIT\""), removed);
    assert_eq!(typed("\"RSET\", \"DELE 1\", \"DELE 7\", \"QUIT\""), removed);
    for nothing in ["\"QUIT\"", "\"DELE 7\", \"QUIT\"", "\"DELE 1\", \"RSET\", \"QUIT\""] {
        assert_eq!(typed(nothing), None, "{nothing}");
    }
}
