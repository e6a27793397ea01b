//! What is said on the wire, in words.

use std::collections::VecDeque;

use relay_kernel::{ConnNo, RecordId};
use relayscope::trace::{Kind, Record, Side, Transit};

use super::{Teller, Told};
use crate::plain;
use crate::transcript::{Service, Tone, code_of, tone_of};

impl Teller<'_> {
    pub(super) fn line(&self, id: RecordId, record: &Record) -> Told {
        let Kind::Line { conn, from, transit, start, len } = record.kind else {
            return (String::new(), None);
        };
        let octets = self.trace.octets(start, len);
        let ends = self.trace.conn(conn);
        let pop3 = Service::of(ends.port) == Service::Pop3;
        let (client, server) = (self.client(conn).to_owned(), self.server(conn));
        let (text, because) = match (from, pop3) {
            (Side::Client, false) => smtp_command(&client, &server, octets),
            (Side::Client, true) => pop3_command(&client, &server, octets),
            (Side::Server, _) => {
                let asked = self.asked(id, conn);
                if pop3 && tone_of(octets) == Tone::Plain {
                    listing(&server, &asked)
                } else if pop3 {
                    pop3_response(&server, &client, &asked, octets)
                } else {
                    smtp_reply(&server, &client, &asked, octets)
                }
            }
        };
        match transit {
            Transit::NEVER => (text, Some("It never arrives.".to_owned())),
            Transit::HELD => {
                (text, Some("The network holds it back: it does not get through now.".to_owned()))
            }
            _ => (text, because),
        }
    }

    /// The verb that a reply answers, in upper case: `.` for the text of a message, empty for the
    /// greeting. Commands may run ahead of their replies (RFC 2920, RFC 2449 §6.6), but every one
    /// has one, and they come in order.
    fn asked(&self, reply: RecordId, conn: ConnNo) -> String {
        let earlier = &self.trace.records()[..reply.index()];
        let mut asked = VecDeque::new();
        let mut current = String::new();
        for record in earlier.iter().chain([self.trace.record(reply)]) {
            match record.kind {
                Kind::Line { conn: no, from, start, len, .. } if no == conn => {
                    let octets = self.trace.octets(start, len);
                    match from {
                        Side::Client => asked.push_back(verb(octets)),
                        // Not the further lines of a list.
                        Side::Server if tone_of(octets) != Tone::Plain => {
                            current = asked.pop_front().unwrap_or_default();
                        }
                        Side::Server => {}
                    }
                }
                Kind::Data { conn: no, start: 0, .. } if no == conn => {
                    asked.push_back(".".to_owned());
                }
                // The greeting answers nothing.
                Kind::Connected { conn: no } if no == conn => asked.push_back(String::new()),
                _ => {}
            }
        }
        current
    }
}

fn verb(octets: &[u8]) -> String {
    let line = plain::line(octets);
    line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase()
}

/// What stands behind the verb, or behind the colon of MAIL FROM and RCPT TO.
fn argument(octets: &[u8]) -> String {
    let line = plain::line(octets);
    let argument = line.split_once(' ').map_or("", |(_, argument)| argument);
    argument.to_owned()
}

/// The path of MAIL or RCPT.
fn path(octets: &[u8]) -> String {
    let argument = argument(octets);
    let path = argument.split_once(':').map_or("", |(_, path)| path).trim();
    path.split(' ').next().unwrap_or_default().to_owned()
}

fn told(text: String, because: &str) -> Told {
    (text, (!because.is_empty()).then(|| because.to_owned()))
}

fn smtp_command(client: &str, server: &str, octets: &[u8]) -> Told {
    match verb(octets).as_str() {
        "EHLO" => told(
            format!("{client} introduces itself to {server} and asks what it can do."),
            "EHLO is the greeting of extended SMTP; the answer lists the extensions.",
        ),
        "HELO" => told(format!("{client} introduces itself to {server} the old way."), ""),
        "MAIL" if path(octets) == "<>" => told(
            format!("{client} gives the null return path: <>."),
            "This is a report. If it fails in turn, nobody is told.",
        ),
        "MAIL" => told(
            format!(
                "{client} gives the return path: reports about this message go to {}.",
                path(octets)
            ),
            "This is the envelope. It need not agree with the From line of the message.",
        ),
        "RCPT" => told(
            format!("{client} asks {server} to take the message for {}.", path(octets)),
            "One RCPT for each recipient; each is answered on its own.",
        ),
        "DATA" => told(format!("{client} asks to send the message itself."), ""),
        "." => told(format!("{client} ends the message with a single dot."), ""),
        "RSET" => told(format!("{client} drops the transaction and begins anew."), ""),
        "NOOP" => told(format!("{client} asks for an answer, and for nothing else."), ""),
        "QUIT" => told(format!("{client} says goodbye."), ""),
        "VRFY" => {
            told(format!("{client} asks {server} whether it knows {}.", argument(octets)), "")
        }
        _ => told(format!("{client} says “{}”.", plain::short(&plain::line(octets), 80)), ""),
    }
}

fn smtp_reply(server: &str, client: &str, asked: &str, octets: &[u8]) -> Told {
    let text =
        plain::line(octets.split_inclusive(|&octet| octet == b'\n').next_back().unwrap_or(b""));
    let words = plain::short(text.get(4..).unwrap_or_default(), 110);
    let code = code_of(octets).map_or(0, relay_mail::ReplyCode::get);
    match (tone_of(octets), asked) {
        (Tone::NotNow, _) => told(
            format!("{server} says: not now. {code} {words}"),
            "The first digit 4 means that the same may work later, so the client keeps the message.",
        ),
        (Tone::No, _) => told(
            format!("{server} says no. {code} {words}"),
            "The first digit 5 means that trying the same again is no use.",
        ),
        (_, _) if code == 220 => told(format!("{server} greets {client} and is ready."), ""),
        (_, _) if code == 221 => told(format!("{server} says goodbye."), ""),
        (_, _) if code == 354 => {
            told(format!("{server} is ready for the message."), "3 means: so far, so good; go on.")
        }
        (_, "EHLO") => told(
            format!("{server} greets {client} and lists the extensions that it offers."),
            "The first digit 2 means yes.",
        ),
        (_, "HELO") => told(format!("{server} greets {client}."), "The first digit 2 means yes."),
        (_, "MAIL") => told(format!("{server} accepts the return path."), ""),
        (_, "RCPT") => told(format!("{server} will take the message for this recipient."), ""),
        (_, ".") => told(
            format!("{server} has the message and is responsible for it now: {code}."),
            "From here on it must deliver the message, or report to the return path that it could not.",
        ),
        (_, "RSET") => told(format!("{server} has forgotten the transaction."), ""),
        _ => told(format!("{server} says yes. {code} {words}"), ""),
    }
}

fn pop3_command(client: &str, server: &str, octets: &[u8]) -> Told {
    let argument = argument(octets);
    match verb(octets).as_str() {
        "USER" => told(format!("{client} names the maildrop: {argument}."), ""),
        "PASS" => told(format!("{client} gives the password."), ""),
        "APOP" => {
            told(format!("{client} names the maildrop and proves that it knows the password."), "")
        }
        "CAPA" => told(format!("{client} asks {server} what it can do."), ""),
        "STAT" => told(format!("{client} asks how many messages there are."), ""),
        "LIST" => told(format!("{client} asks for the sizes of the messages."), ""),
        "UIDL" => told(
            format!("{client} asks for the unique ids of the messages."),
            "By them a mail client knows which messages it has already.",
        ),
        "TOP" => told(format!("{client} asks for the beginning of a message."), ""),
        "RETR" => told(format!("{client} asks for message {argument}."), ""),
        "DELE" => told(
            format!("{client} marks message {argument} as deleted."),
            "It is removed only when the session ends with QUIT.",
        ),
        "RSET" => told(format!("{client} takes all marks back."), ""),
        "NOOP" => told(format!("{client} asks for an answer, and for nothing else."), ""),
        "QUIT" => told(
            format!("{client} says goodbye."),
            "Now, and only now, the marked messages are removed.",
        ),
        _ => told(format!("{client} says “{}”.", plain::short(&plain::line(octets), 80)), ""),
    }
}

/// The lines behind a `+OK` that announces several.
fn listing(server: &str, asked: &str) -> Told {
    let what = match asked {
        "CAPA" => "what it can do",
        "LIST" => "the messages with their sizes in octets",
        "UIDL" => "the messages with their unique ids",
        _ => "",
    };
    let text = match what {
        "" => format!("{server} goes on, up to a line with a single dot."),
        what => format!("{server} lists {what}; a single dot ends the list."),
    };
    (text, None)
}

fn pop3_response(server: &str, client: &str, asked: &str, octets: &[u8]) -> Told {
    let first = octets.split_inclusive(|&octet| octet == b'\n').next().unwrap_or(b"");
    let line = plain::line(first);
    let words = plain::short(line.split_once(' ').map_or("", |(_, words)| words), 110);
    if tone_of(octets) == Tone::No {
        return told(format!("{server} says no: {words}"), "");
    }
    match asked {
        "" => told(format!("{server} greets {client}."), ""),
        "USER" => told(format!("{server} asks for the password."), ""),
        "PASS" | "APOP" => told(format!("{server} lets {client} in: the maildrop is open."), ""),
        "CAPA" | "LIST" | "UIDL" => told(format!("{server} says yes: a list follows."), ""),
        "STAT" => told(format!("{server} answers with number and octets: {words}."), ""),
        "RETR" | "TOP" => told(format!("{server} has it; the text follows."), ""),
        "DELE" => told(format!("{server} has marked it."), ""),
        "QUIT" => told(format!("{server} says goodbye."), ""),
        _ => told(format!("{server} says yes. {words}"), ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_taken_apart() {
        assert_eq!(verb(b"MAIL FROM:<a@example.org> SIZE=9\r\n"), "MAIL");
        assert_eq!(path(b"MAIL FROM:<a@example.org> SIZE=9\r\n"), "<a@example.org>");
        assert_eq!(path(b"MAIL FROM:<>\r\n"), "<>");
        assert_eq!(verb(b"quit\r\n"), "QUIT");
        assert_eq!(argument(b"RETR 3\r\n"), "3");
        assert_eq!(path(b"MAIL\r\n"), "");
    }

    #[test]
    fn a_reply_is_told_by_what_it_answers() {
        let (text, why) = smtp_reply("mx", "c", ".", b"250 2.0.0 Ok: queued\r\n");
        assert!(text.contains("responsible") && why.is_some());
        let (text, _) = smtp_reply("mx", "c", "RCPT", b"550-a\r\n550 5.1.1 no such user\r\n");
        assert_eq!(text, "mx says no. 550 5.1.1 no such user");
        let (text, _) = smtp_reply("mx", "c", "RCPT", b"garbage");
        assert!(!text.is_empty());
    }
}
