//! HELP (RFC 5321 §4.1.1.8).

use smol_str::SmolStr;

use super::config::ServerConfig;
use crate::reply::{self, Reply};

/// The reply to HELP: the commands that there are, or a line about one of them.
pub(super) fn about(topic: &str, config: &ServerConfig) -> Reply {
    let topic_line = TOPICS.iter().find(|(verb, _)| topic.eq_ignore_ascii_case(verb));
    if let Some((_, text)) = topic_line {
        return reply::help(text);
    }
    let extensions = config.extensions;
    let more = [
        (true, "MAIL FROM:<reverse-path>, RCPT TO:<forward-path>, DATA, RSET"),
        (true, "VRFY user, NOOP, QUIT"),
        (extensions.chunking, "BDAT octets [LAST]"),
        (extensions.expn, "EXPN list"),
        (extensions.etrn, "ETRN domain"),
        (extensions.auth.any(), "AUTH mechanism"),
    ];
    let more = more.into_iter().filter(|(offered, _)| *offered);
    let first = if config.esmtp { "Commands: EHLO name, HELO name" } else { "Commands: HELO name" };
    Reply { more: more.map(|(_, text)| SmolStr::new_static(text)).collect(), ..reply::help(first) }
}

const TOPICS: [(&str, &str); 14] = [
    ("EHLO", "EHLO name: introduces the client and asks for the extensions (RFC 5321 4.1.1.1)"),
    ("HELO", "HELO name: introduces a client that knows no extensions (RFC 5321 4.1.1.1)"),
    ("MAIL", "MAIL FROM:<reverse-path> [parameters]: begins a message (RFC 5321 4.1.1.2)"),
    ("RCPT", "RCPT TO:<forward-path> [parameters]: adds a recipient (RFC 5321 4.1.1.3)"),
    ("DATA", "DATA: the message follows, ended by a lone dot (RFC 5321 4.1.1.4)"),
    ("BDAT", "BDAT octets [LAST]: that many octets of the message follow (RFC 3030 2)"),
    ("RSET", "RSET: forgets the message that was begun (RFC 5321 4.1.1.5)"),
    ("VRFY", "VRFY user: asks whether a mailbox exists (RFC 5321 4.1.1.6)"),
    ("EXPN", "EXPN list: asks for the members of a list (RFC 5321 4.1.1.7)"),
    ("HELP", "HELP [command]: what you are reading (RFC 5321 4.1.1.8)"),
    ("NOOP", "NOOP: does nothing (RFC 5321 4.1.1.9)"),
    ("QUIT", "QUIT: ends the session (RFC 5321 4.1.1.10)"),
    ("ETRN", "ETRN domain: asks for the mail that waits for a domain (RFC 1985)"),
    ("AUTH", "AUTH mechanism [response]: proves who the client is (RFC 4954)"),
];
