//! What is said, taken apart: replies digit by digit, commands word by word, lists line by line.

use relay_mail::language::{Words, words};
use relay_mail::{EnhancedCode, ReplyCode};
use relay_pop3::command::Verb;
use relay_pop3::knowledge as pop;
use relay_smtp::knowledge as smtp;
use relayscope::trace::Trace;

use crate::transcript::{Row, Service, Transcript, Who};

/// One part of what was said, and what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The part, as it stands there: `5`, `550`, `5.1.1`, `+OK`, `MAIL`, `SIZE=512`.
    pub part: String,
    /// What it means, in one line; empty where the explanation says it all.
    pub meaning: Words,
    /// What follows from it.
    pub explanation: Words,
    /// The section that says so.
    pub section: &'static str,
}

/// Whether there is anything to say about a row of a session.
pub fn is_any(session: &Transcript, at: usize) -> bool {
    let Some(row) = session.rows.get(at) else { return false };
    match row.who {
        Who::Note => false,
        Who::Client => row.folded.is_none() || !is_chunk(session, at),
        Who::Server => row.folded.is_some() || !server(session, at, row).is_empty(),
    }
}

/// The parts of what a row of a session says: of a reply, with each keyword of a 250 to EHLO; of a
/// command, with what is wrong in it; of a POP3 server's list; and how the text of a message ends.
pub fn row(session: &Transcript, at: usize, trace: &Trace) -> Vec<Piece> {
    let Some(row) = session.rows.get(at) else { return Vec::new() };
    match (row.who, &row.folded) {
        (Who::Note, _) => Vec::new(),
        (Who::Client, Some(_)) if is_chunk(session, at) => Vec::new(),
        (Who::Client, Some(folded)) => {
            smtp::content(folded.has_line_dots(trace), true).into_iter().map(from_smtp).collect()
        }
        (Who::Server, Some(folded)) => {
            let stuffed = folded.has_line_dots(trace).then_some(("..", pop::STUFFED));
            stuffed.into_iter().chain([(".", pop::END)]).map(from_pop3).collect()
        }
        (Who::Client, None) => client(session, at, row),
        (Who::Server, None) => server(session, at, row),
    }
}

/// Whether the text at `at` follows BDAT: it is counted, and no dot ends it (RFC 3030 §2).
fn is_chunk(session: &Transcript, at: usize) -> bool {
    let mut before = session.rows[..at].iter().rev();
    let command = before.find(|row| row.who == Who::Client && row.folded.is_none());
    let line = command.and_then(|row| row.lines.first());
    line.is_some_and(|line| line.get(..4).is_some_and(|verb| verb.eq_ignore_ascii_case("BDAT")))
}

/// The parts of a client's line.
fn client(session: &Transcript, at: usize, row: &Row) -> Vec<Piece> {
    let Some(line) = row.lines.first() else { return Vec::new() };
    let before = session.rows[..at].iter().rev().find(|row| row.who != Who::Note);
    let asked = before.filter(|row| row.who == Who::Server).and_then(|row| row.lines.last());
    let asks = |sign: &str| asked.is_some_and(|line| line.starts_with(sign));
    if session.service != Service::Pop3 {
        if asks("334") {
            return vec![from_smtp(smtp::response(line))];
        }
        return smtp::command(line).into_iter().map(from_smtp).collect();
    }
    if asks("+") && !asks("+OK") {
        return vec![from_pop3(pop::response(line))];
    }
    let utf8 = session.rows[..at].iter().any(|row| {
        row.who == Who::Client && row.lines.first().is_some_and(|it| it.trim_end() == "UTF8")
    });
    pop::command(line, utf8).into_iter().map(from_pop3).collect()
}

/// The parts of a server's lines.
fn server(session: &Transcript, at: usize, row: &Row) -> Vec<Piece> {
    let [first, others @ ..] = &row.lines[..] else { return Vec::new() };
    let mut pieces = reply(session.service, row.answers, others.last().unwrap_or(first).trim_end());
    if session.service == Service::Pop3 {
        if row.answers.is_none() && pieces.is_empty() {
            pieces.extend(list(session, at, row));
        }
    } else if row.answers == Some(*b"EHLO") && first.starts_with("250") {
        // The first line greets. What refuses may hold such words too, and offers nothing.
        pieces.extend(others.iter().filter_map(|line| keyword(line)));
    }
    pieces
}

/// The lines of a POP3 server's list, which follows its response as a row of its own.
fn list(session: &Transcript, at: usize, row: &Row) -> Vec<Piece> {
    let mut before = session.rows[..at].iter().rev();
    let verb = before
        .find_map(|row| row.answers)
        .and_then(|letters| Verb::parse(core::str::from_utf8(&letters).ok()?.trim_end()));
    let lines: Vec<&str> = row.lines.iter().map(|line| line.trim_end()).collect();
    let parts = verb.map(|verb| pop::list(verb, &lines)).unwrap_or_default();
    parts.into_iter().map(from_pop3).collect()
}

/// A line of an answer to EHLO, when its keyword is known.
fn keyword(line: &str) -> Option<Piece> {
    let offered = line.trim_end().get(4..)?;
    Some(piece(offered, smtp::keyword(offered)?))
}

/// The parts of a reply of which `line` is the last line, without its line end. None for what is
/// no reply. `answers` is the first four letters of the command that it answers, as
/// [`Row::answers`] has them.
pub fn reply(service: Service, answers: Option<[u8; 4]>, line: &str) -> Vec<Piece> {
    match service {
        Service::Pop3 => pop3(answers, line),
        Service::Smtp | Service::Submission => smtp_reply(answers, line),
    }
}

fn from_smtp((part, note): smtp::Part<'_>) -> Piece {
    piece(part, note)
}

fn from_pop3((part, about): (&str, pop::PartExplanation)) -> Piece {
    Piece {
        part: part.to_owned(),
        meaning: words("", ""),
        explanation: about.meaning,
        section: about.section,
    }
}

fn piece(part: &str, note: smtp::Note) -> Piece {
    Piece {
        part: part.to_owned(),
        meaning: note.meaning,
        explanation: note.explanation,
        section: note.section,
    }
}

fn smtp_reply(answers: Option<[u8; 4]>, line: &str) -> Vec<Piece> {
    let Some((digits, rest)) = line.split_at_checked(3) else { return Vec::new() };
    let Some(code) = digits.parse().ok().and_then(ReplyCode::new) else { return Vec::new() };
    let text = rest.trim_start_matches([' ', '-']);
    let enhanced = EnhancedCode::parse_prefix(text);
    let command = answers.as_ref().and_then(|letters| core::str::from_utf8(letters).ok());
    let following = command.and_then(|it| smtp::following(it.trim_end(), code, enhanced));
    let mut pieces = Vec::new();
    pieces.extend(following.or_else(|| smtp::reply(code)).map(|note| piece(digits, note)));
    if following.is_none() {
        pieces.push(piece(&digits[..1], smtp::first_digit(code)));
        pieces.push(piece(&digits[1..2], smtp::second_digit(code)));
        pieces.push(piece(&digits[2..], smtp::third_digit()));
    }
    if let Some(enhanced) = enhanced {
        let written = enhanced.to_string();
        let note = smtp::enhanced(enhanced).unwrap_or_else(|| smtp::subject(enhanced));
        pieces.push(piece(&written, note));
    }
    pieces
}

fn pop3(answers: Option<[u8; 4]>, line: &str) -> Vec<Piece> {
    let Some(status) = relay_pop3::reply::StatusLine::read(line.as_bytes()) else {
        return Vec::new();
    };
    let about = pop::by_status(status.status);
    let verb =
        answers.and_then(|letters| Verb::parse(core::str::from_utf8(&letters).ok()?.trim_end()));
    let mut pieces = Vec::new();
    if let Some(known) = pop::by_line(verb, line) {
        pieces.push(Piece {
            part: line.to_owned(),
            meaning: words("", ""),
            explanation: known.meaning,
            section: known.section,
        });
    }
    pieces.push(Piece {
        part: status.status.as_str().to_owned(),
        meaning: words("", ""),
        explanation: about.meaning,
        section: about.section,
    });
    if let Some(code) = status.code {
        let about = pop::by_code(code);
        pieces.push(Piece {
            part: format!("[{}]", code.as_str()),
            meaning: about.advice,
            explanation: about.meaning,
            section: about.section,
        });
    }
    pieces
}

#[cfg(test)]
mod tests {
    use relay_kernel::{ConnNo, RecordId};
    use relay_pop3::reply::ReplyKind;

    use super::*;
    use crate::passage::Passage;
    use crate::transcript::{State, Tone};

    fn parts(service: Service, line: &str) -> Vec<String> {
        reply(service, None, line).into_iter().map(|piece| piece.part).collect()
    }

    #[test]
    fn a_reply_is_taken_apart() {
        let parts = |line| parts(Service::Smtp, line);
        assert_eq!(parts("550 5.1.1 No such user"), ["550", "5", "5", "0", "5.1.1"]);
        assert_eq!(parts("250-mx.example.net greets you"), ["250", "2", "5", "0"]);
        assert_eq!(parts("354"), ["354", "3", "5", "4"]);
        for no_reply in ["", "25", "EHLO x", "999 what", "ab€ x"] {
            assert!(parts(no_reply).is_empty(), "{no_reply}");
        }
    }

    fn said(who: Who, answers: Option<&[u8; 4]>, lines: &[&str]) -> Row {
        Row {
            id: RecordId::from_index(0),
            at: String::new(),
            millis: String::new(),
            day: None,
            who,
            answers: answers.copied(),
            lines: lines.iter().map(|line| (*line).to_owned()).collect(),
            folded: None,
            tone: Tone::No,
            passage: Passage::Free,
            arrives: None,
            current: false,
        }
    }

    /// The parts of the last row of a session.
    fn last(service: Service, rows: Vec<Row>) -> Vec<String> {
        let session = Transcript {
            conn: ConnNo::from_index(0),
            client: "desk".to_owned(),
            server: "mx".to_owned(),
            service,
            port: 25,
            state: State::Open,
            day: None,
            rows,
        };
        let at = session.rows.len() - 1;
        let pieces = row(&session, at, &Trace::new());
        assert_eq!(is_any(&session, at), !pieces.is_empty());
        pieces.into_iter().map(|piece| piece.part).collect()
    }

    #[test]
    fn only_a_250_to_ehlo_offers_keywords() {
        let parts =
            |lines: &[&str]| last(Service::Smtp, vec![said(Who::Server, Some(b"EHLO"), lines)]);
        assert_eq!(parts(&["250-mx greets you", "250 SIZE 9"]), ["250", "2", "5", "0", "SIZE 9"]);
        let refused = ["550-No mail from here", "550-HELP is at the postmaster", "550 SIZE 9"];
        assert_eq!(parts(&refused), ["550", "5", "5", "0"]);
    }

    #[test]
    fn what_a_client_says_is_taken_apart() {
        let client = |line| said(Who::Client, None, &[line]);
        let mail = last(Service::Smtp, vec![client("MAIL FROM:<a@b.example> SIZE=9 BODY=7BIT")]);
        assert_eq!(mail, ["MAIL", "<a@b.example>", "SIZE=9", "BODY=7BIT"]);
        assert_eq!(last(Service::Pop3, vec![client("TOP 1 0")]), ["TOP", "1", "0"]);
        assert_eq!(last(Service::Submission, vec![client("EHLO")]), ["EHLO", "EHLO"]);
        assert!(last(Service::Smtp, vec![said(Who::Note, None, &["mx goes down"])]).is_empty());
    }

    #[test]
    fn a_line_of_a_login_is_no_command() {
        for (service, asks) in [(Service::Submission, "334 VXNlcm5hbWU6"), (Service::Pop3, "+")] {
            let asks = said(Who::Server, Some(b"AUTH"), &[asks]);
            let rows = |line| vec![asks.clone(), said(Who::Client, None, &[line])];
            assert_eq!(last(service, rows("QUIT")), ["QUIT"]);
            let session = |line| last(service, rows(line));
            assert_eq!(session("AGFkYQBzZWNyZXQ="), ["AGFkYQBzZWNyZXQ="], "it stays as it is");
            // The line behind the response is a command again.
            let mut rows = rows("AGFk");
            rows.push(said(Who::Client, None, &["NOOP x y"]));
            assert_ne!(last(service, rows), ["NOOP x y"]);
        }
    }

    #[test]
    fn the_lines_of_a_list_are_explained() {
        let rows = |asked, lines: &[&str]| {
            vec![said(Who::Server, Some(asked), &["+OK"]), said(Who::Server, None, lines)]
        };
        let of = |asked, lines: &[&str]| last(Service::Pop3, rows(asked, lines));
        assert_eq!(of(b"LIST", &["1 120", "2 200", "."]), ["1 120", "."]);
        assert_eq!(of(b"UIDL", &["1 x", "."]), ["1 x", "."]);
        assert_eq!(of(b"CAPA", &["TOP", "."]), ["TOP", "."]);
    }

    #[test]
    fn after_data_without_recipients_554_is_explained_as_what_it_is() {
        let line = "554 5.5.1 No valid recipients";
        let pieces = reply(Service::Smtp, Some(*b"DATA"), line);
        assert_eq!(pieces[0].meaning.english, "No valid recipients");
        let all: Vec<&str> = pieces.iter().map(|piece| piece.explanation.english).collect();
        assert!(!all.concat().contains("repeating it unchanged is pointless"), "{all:?}");
        assert_eq!(
            reply(Service::Smtp, Some(*b".   "), line)[0].meaning.english,
            "Transaction failed"
        );
    }

    #[test]
    fn pop3_says_yes_or_no_and_sometimes_why() {
        let parts = |line| parts(Service::Pop3, line);
        assert!(parts("-ERR [IN-USE] busy").contains(&"[IN-USE]".to_owned()));
        assert!(parts("+OK").contains(&"+OK".to_owned()));
        assert!(parts("hello").is_empty());
    }

    /// A line of each kind, and a command that it answers.
    #[rustfmt::skip]
    const POP3: [(ReplyKind, &str, &str); 43] = [
        (ReplyKind::Greeting, "    ", "+OK dewey POP3 server ready <1.2@dewey>"),
        (ReplyKind::NameTaken, "USER", "+OK send PASS"),
        (ReplyKind::LoggedIn, "PASS", "+OK maildrop locked and ready: 2 messages (320 octets)"),
        (ReplyKind::Challenge, "AUTH", "+"),
        (ReplyKind::DropListing, "STAT", "+OK 2 320"),
        (ReplyKind::ScanListing, "LIST", "+OK 2 messages (320 octets)"),
        (ReplyKind::ScanLine, "LIST", "+OK 1 120"),
        (ReplyKind::UniqueIdListing, "UIDL", "+OK unique-id listing follows"),
        (ReplyKind::UniqueIdLine, "UIDL", "+OK 2 id-2"),
        (ReplyKind::Message, "RETR", "+OK 120 octets"),
        (ReplyKind::Top, "TOP ", "+OK top of message follows"),
        (ReplyKind::Marked, "DELE", "+OK message 1 deleted"),
        (ReplyKind::Noop, "NOOP", "+OK"),
        (ReplyKind::Unmarked, "RSET", "+OK maildrop has 2 messages (320 octets)"),
        (ReplyKind::Capabilities, "CAPA", "+OK capability list follows"),
        (ReplyKind::Utf8Mode, "UTF8", "+OK UTF-8 mode is on"),
        (ReplyKind::Languages, "LANG", "+OK language listing follows"),
        (ReplyKind::Language, "LANG", "+OK en language changed"),
        (ReplyKind::Goodbye, "QUIT", "+OK dewey POP3 server signing off"),
        (ReplyKind::Updated, "QUIT", "+OK dewey POP3 server signing off (2 messages left)"),
        (ReplyKind::BadCredentials, "PASS", "-ERR [AUTH] invalid user name or password"),
        (ReplyKind::InUse, "APOP", "-ERR [IN-USE] maildrop already locked by another session"),
        (ReplyKind::LoginDelay, "AUTH", "-ERR [LOGIN-DELAY] too soon after the last login"),
        (ReplyKind::LoginTemporary, "PASS", "-ERR [SYS/TEMP] unable to open maildrop now, try again later"),
        (ReplyKind::LoginPermanent, "PASS", "-ERR [SYS/PERM] unable to open maildrop, ask the postmaster"),
        (ReplyKind::UnknownMechanism, "AUTH", "-ERR unknown authentication mechanism"),
        (ReplyKind::SaslCancelled, "*   ", "-ERR authentication cancelled"),
        (ReplyKind::SaslMalformed, "AG1Y", "-ERR malformed authentication response"),
        (ReplyKind::NoSuchMessage, "RETR", "-ERR no such message, only 2 messages in maildrop"),
        (ReplyKind::AlreadyDeleted, "DELE", "-ERR message 2 already deleted"),
        (ReplyKind::Unreadable, "RETR", "-ERR [SYS/TEMP] message 2 cannot be read now"),
        (ReplyKind::NeedsUtf8, "TOP ", "-ERR [UTF8] message 2 needs UTF-8 mode, give UTF8 before login"),
        (ReplyKind::NotRemoved, "QUIT", "-ERR [SYS/TEMP] some deleted messages not removed"),
        (ReplyKind::UnknownCommand, "XYZZ", "-ERR unknown command"),
        (ReplyKind::NotOffered, "TOP ", "-ERR TOP is not offered here"),
        (ReplyKind::BadArguments, "RETR", "-ERR bad arguments, use RETR msg"),
        (ReplyKind::BadOctets, "RETR", "-ERR only printable ASCII is allowed in a command"),
        (ReplyKind::TooLong, "RETR", "-ERR command line too long"),
        (ReplyKind::NotLoggedIn, "STAT", "-ERR log in before STAT"),
        (ReplyKind::AlreadyLoggedIn, "USER", "-ERR USER is not allowed after login"),
        (ReplyKind::NoUser, "PASS", "-ERR give USER before PASS"),
        (ReplyKind::UnknownLanguage, "LANG", "-ERR unknown language"),
        (ReplyKind::ShuttingDown, "RETR", "-ERR [SYS/TEMP] server is going down"),
    ];

    #[test]
    fn every_response_of_pop3_has_its_own_explanation() {
        assert_eq!(POP3.map(|(kind, ..)| kind), ReplyKind::ALL);
        for (kind, letters, line) in POP3 {
            let answers = letters.as_bytes().try_into().ok();
            assert!(answers.is_some(), "{letters:?} has four letters");
            let pieces = reply(Service::Pop3, answers, line);
            let about = pop::by_kind(kind);
            assert_eq!((&*pieces[0].part, pieces[0].explanation), (line, about.meaning), "{line}");
            assert_eq!(pieces[0].section, about.section, "{line}");
            assert_eq!(pieces.len(), 2 + usize::from(line.contains('[')), "{line}");
        }
    }
}
