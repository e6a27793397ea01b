//! What is told of sessions of POP3: of replies, of what is read out, and of who says nothing.

use relay_host::Fact;
use relay_kernel::SimTime;
use relay_mail::Language;
use relay_view::sentence::{ahead, sentence};
use relay_view::transcript::{Transcript, Who};
use relay_view::{Holdings, explain};
use relayscope::trace::Kind;

use super::{ISP, assert_told, faulty, run, told_in_both};

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

/// Somebody who collects by hand, and says no more in the end.
fn by_hand(lines: &str) -> String {
    faulty("").replace(
        "mailboxes = [\"bob@example.net\"]",
        "mailboxes = [{ name = \"bob@example.net\", password = \"secret\" }]",
    ) + &format!(
        "[[type]]\nat = \"1min\"\nfrom = \"mail.example.com\"\nto = \"mx.example.net\"\n\
         service = \"pop3\"\nlines = [{lines}]\nend = \"stay\"\n"
    )
}

#[test]
fn top_reads_out_a_header_and_some_lines() {
    let source = by_hand(
        "\"USER bob\", \"PASS secret\", \"TOP 1 0\", \"TOP 1 1\", \"TOP 1 5\", \"RETR 1\", \"TOP 9 3\", \"RETR 1\"",
    );
    let run = run(&source);
    let trace = run.timeline.trace();
    let no = relay_kernel::ConnNo::from_index(trace.conn_count() - 1);
    let holdings = Holdings::new(run.cast.len());
    let records = trace.records().len();
    let transcript = Transcript::of(&run.cast, trace, &holdings, records, no);
    let labels = |language| -> Vec<String> {
        let folded = transcript.rows.iter().filter_map(|row| row.folded.as_ref());
        let told = folded.map(|it| it.label(language));
        told.map(|label| label.split(',').next().unwrap_or_default().to_owned()).collect()
    };
    assert_eq!(
        labels(Language::English),
        [
            "the header and no line of the text",
            "the header and at most one line of the text",
            "the header and at most 5 lines of the text",
            "the message",
            "the message",
        ]
    );
    assert_eq!(labels(Language::German)[..1], ["der Kopf und keine Zeile des Textes"]);
    let first = transcript.rows.iter().find_map(|row| row.folded.as_ref()).expect("a header");
    assert!(first.label(Language::English).ends_with(" octets"));
    let [english, german] = told_in_both(&source);
    assert_told(&english, "reads out to mail.example.com: the header and at most 5 lines of the");
    assert_told(&english, "reads the message out to mail.example.com: ");
    assert_told(&german, "gibt mail.example.com aus: der Kopf und höchstens 5 Zeilen des Textes");
}

#[test]
fn who_says_nothing_is_dismissed() {
    let source = by_hand("\"USER bob\"");
    let [english, german] = told_in_both(&source);
    let session = "mx.example.net closes the session: no command came for 10 minutes.";
    assert_told(&english, session);
    assert_told(
        &german,
        "mx.example.net beendet die Sitzung: es kam kein Befehl, 10 Minuten lang.",
    );
    let smtp = source.replace("pop3", "smtp").replace("USER bob", "EHLO me.example");
    let [english, _] = told_in_both(&smtp);
    assert_told(&english, "mx.example.net closes the session: no command came for 5 minutes.");
    let run = run(&smtp);
    let trace = run.timeline.trace();
    let mut all = (0..trace.records().len()).map(relay_kernel::RecordId::from_index);
    let is_late = |id: &relay_kernel::RecordId| {
        matches!(trace.record(*id).kind, Kind::Host(Fact::TimedOut { .. }))
    };
    let late = all.find(is_late).expect("its patience ends");
    assert_eq!(sentence(&run.cast, trace, late).rule, "RFC 5321 §4.5.3.2.7");
    let next = ahead(&run.cast, trace, late, SimTime::START);
    assert!(next.starts_with("Next, at 09:06") && next.ends_with("came for 5 minutes"), "{next}");
}
