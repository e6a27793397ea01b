//! Replies digit by digit: what a server said, taken apart.

use relay_mail::{EnhancedCode, ReplyCode};
use relay_smtp::knowledge as smtp;

use crate::transcript::Service;

/// One part of a reply and what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The part, as it stands in the reply: `5`, `550`, `5.1.1`, `+OK`.
    pub part: String,
    /// What it means, in one line; empty where the explanation says it all.
    pub meaning: &'static str,
    /// What follows from it.
    pub explanation: &'static str,
    /// The section that says so.
    pub section: &'static str,
}

/// The parts of a reply of which `line` is the last line. None for what is no reply.
pub fn reply(service: Service, line: &str) -> Vec<Piece> {
    match service {
        Service::Pop3 => pop3(line),
        Service::Smtp | Service::Submission => smtp_reply(line),
    }
}

fn smtp_reply(line: &str) -> Vec<Piece> {
    let Some((digits, rest)) = line.split_at_checked(3) else { return Vec::new() };
    let Some(code) = digits.parse().ok().and_then(ReplyCode::new) else { return Vec::new() };
    let piece = |part: &str, note: smtp::Note| Piece {
        part: part.to_owned(),
        meaning: note.meaning,
        explanation: note.explanation,
        section: note.section,
    };
    let mut pieces = Vec::new();
    pieces.extend(smtp::reply(code).map(|note| piece(digits, note)));
    pieces.push(piece(&digits[..1], smtp::first_digit(code)));
    pieces.push(piece(&digits[1..2], smtp::second_digit(code)));
    let text = rest.trim_start_matches([' ', '-']);
    if let Some(enhanced) = EnhancedCode::parse_prefix(text) {
        let written = enhanced.to_string();
        let note = smtp::enhanced(enhanced).unwrap_or_else(|| smtp::subject(enhanced));
        pieces.push(piece(&written, note));
    }
    pieces
}

fn pop3(line: &str) -> Vec<Piece> {
    let Some(status) = relay_pop3::reply::StatusLine::read(line.as_bytes()) else {
        return Vec::new();
    };
    let about = relay_pop3::knowledge::by_status(status.status);
    let mut pieces = Vec::new();
    if let Some(known) = relay_pop3::knowledge::by_line(None, line) {
        pieces.push(Piece {
            part: line.to_owned(),
            meaning: "",
            explanation: known.meaning,
            section: known.section,
        });
    }
    pieces.push(Piece {
        part: status.status.as_str().to_owned(),
        meaning: "",
        explanation: about.meaning,
        section: about.section,
    });
    if let Some(code) = status.code {
        let about = relay_pop3::knowledge::by_code(code);
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
    use super::*;

    fn parts(service: Service, line: &str) -> Vec<String> {
        reply(service, line).into_iter().map(|piece| piece.part).collect()
    }

    #[test]
    fn a_reply_is_taken_apart() {
        let parts = |line| parts(Service::Smtp, line);
        assert_eq!(parts("550 5.1.1 No such user"), ["550", "5", "5", "5.1.1"]);
        assert_eq!(parts("250-mx.example.net greets you"), ["250", "2", "5"]);
        assert_eq!(parts("354"), ["354", "3", "5"]);
        for no_reply in ["", "25", "EHLO x", "999 what", "ab€ x"] {
            assert!(parts(no_reply).is_empty(), "{no_reply}");
        }
    }

    #[test]
    fn pop3_says_yes_or_no_and_sometimes_why() {
        let parts = |line| parts(Service::Pop3, line);
        assert!(parts("-ERR [IN-USE] busy").contains(&"[IN-USE]".to_owned()));
        assert!(parts("+OK").contains(&"+OK".to_owned()));
        assert!(parts("hello").is_empty());
    }
}
