//! The table of responses, in the order of [`ReplyKind`].

use super::Explanation;
use crate::command::Verb;
use crate::reply::ReplyKind;

const fn entry(
    kind: ReplyKind,
    verbs: &'static [Verb],
    pattern: &'static str,
    meaning: &'static str,
    section: &'static str,
) -> Explanation {
    Explanation { kind, verbs, pattern, meaning, section }
}

/// Every response that the server can give.
pub const REPLIES: &[Explanation] = &[
    entry(
        ReplyKind::Greeting,
        &[],
        "+OK * POP3 server ready*",
        "The server is there and waits for a login. A timestamp in angle brackets offers \
         APOP.",
        "RFC 1939 §4",
    ),
    entry(
        ReplyKind::NameTaken,
        &[Verb::User],
        "+OK send PASS",
        "The name is noted. It says nothing about whether such a maildrop exists, so that \
         nobody can find out names.",
        "RFC 1939 §7",
    ),
    entry(
        ReplyKind::LoggedIn,
        &[Verb::Pass, Verb::Apop, Verb::Auth],
        "+OK maildrop locked and ready: *",
        "Logged in. The maildrop is locked for this session, and its messages keep their \
         numbers until the end.",
        "RFC 1939 §4",
    ),
    entry(
        ReplyKind::Challenge,
        &[Verb::Auth],
        "+",
        "The server waits for the response of the mechanism in base64. PLAIN has no \
         challenge, so it is empty.",
        "RFC 5034 §4",
    ),
    entry(
        ReplyKind::DropListing,
        &[Verb::Stat],
        "+OK # #",
        "The drop listing: how many messages there are, and how many octets they have \
         together. Marked ones do not count.",
        "RFC 1939 §5",
    ),
    entry(
        ReplyKind::ScanListing,
        &[Verb::List],
        "+OK # message* (# octets)",
        "A line for each message follows: its number and its exact size. A lone dot ends the \
         list.",
        "RFC 1939 §5",
    ),
    entry(
        ReplyKind::ScanLine,
        &[Verb::List],
        "+OK # #",
        "Number and exact size in octets of one message.",
        "RFC 1939 §5",
    ),
    entry(
        ReplyKind::UniqueIdListing,
        &[Verb::Uidl],
        "+OK unique-id listing follows",
        "A line for each message follows: its number and a name that stays the same in all \
         sessions. A client that leaves mail on the server remembers these.",
        "RFC 1939 §7",
    ),
    entry(
        ReplyKind::UniqueIdLine,
        &[Verb::Uidl],
        "+OK # *",
        "Number and unique-id of one message.",
        "RFC 1939 §7",
    ),
    entry(
        ReplyKind::Message,
        &[Verb::Retr],
        "+OK # octets",
        "The message follows. Lines that begin with a dot get one more, and a lone dot ends \
         it.",
        "RFC 1939 §5",
    ),
    entry(
        ReplyKind::Top,
        &[Verb::Top],
        "+OK top of message follows",
        "The header section, the blank line and so many lines of the body follow.",
        "RFC 1939 §7",
    ),
    entry(
        ReplyKind::Marked,
        &[Verb::Dele],
        "+OK message # deleted",
        "The message is marked. It is removed only when QUIT ends the session; until then \
         RSET brings it back.",
        "RFC 1939 §5",
    ),
    entry(
        ReplyKind::Noop,
        &[Verb::Noop],
        "+OK",
        "Nothing was asked and nothing was done; the autologout timer starts anew.",
        "RFC 1939 §5",
    ),
    entry(
        ReplyKind::Unmarked,
        &[Verb::Rset],
        "+OK maildrop has *",
        "No message is marked as deleted any more.",
        "RFC 1939 §5",
    ),
    entry(
        ReplyKind::Capabilities,
        &[Verb::Capa],
        "+OK capability list follows",
        "A line for each thing that this server can do beyond the minimum follows.",
        "RFC 2449 §5",
    ),
    entry(
        ReplyKind::Utf8Mode,
        &[Verb::Utf8],
        "+OK UTF-8 mode is on",
        "Messages with UTF-8 in their header sections may now be fetched.",
        "RFC 6856 §2.1",
    ),
    entry(
        ReplyKind::Languages,
        &[Verb::Lang],
        "+OK language listing follows",
        "A line for each language that the server's texts can have follows.",
        "RFC 6856 §3.2",
    ),
    entry(
        ReplyKind::Language,
        &[Verb::Lang],
        "+OK * language changed",
        "Texts for people are in this language from now on. What programs read does not \
         change.",
        "RFC 6856 §3.2",
    ),
    entry(
        ReplyKind::Goodbye,
        &[Verb::Quit],
        "+OK * POP3 server signing off",
        "The session ends before login. Nothing is removed.",
        "RFC 1939 §4",
    ),
    entry(
        ReplyKind::Updated,
        &[Verb::Quit],
        "+OK * POP3 server signing off (*)",
        "UPDATE: the marked messages are removed now, the lock is released, and the \
         connection is closed.",
        "RFC 1939 §6",
    ),
    entry(
        ReplyKind::BadCredentials,
        &[Verb::Pass, Verb::Apop, Verb::Auth],
        "-ERR invalid user name or password",
        "Name, password or digest is wrong. Which of them stays untold.",
        "RFC 1939 §7",
    ),
    entry(
        ReplyKind::InUse,
        &[Verb::Pass, Verb::Apop, Verb::Auth],
        "-ERR maildrop already locked by another session",
        "The password was right, but another session holds the exclusive lock.",
        "RFC 1939 §4",
    ),
    entry(
        ReplyKind::LoginDelay,
        &[Verb::Pass, Verb::Apop, Verb::Auth],
        "-ERR too soon after the last login",
        "The server lets a user log in only every so often; CAPA says how often.",
        "RFC 2449 §6.5",
    ),
    entry(
        ReplyKind::LoginTemporary,
        &[Verb::Pass, Verb::Apop, Verb::Auth],
        "-ERR unable to open maildrop now, try again later",
        "The login may be right, but the maildrop cannot be opened now.",
        "RFC 3206 §4",
    ),
    entry(
        ReplyKind::LoginPermanent,
        &[Verb::Pass, Verb::Apop, Verb::Auth],
        "-ERR unable to open maildrop, ask the postmaster",
        "The login may be right, but the maildrop cannot be opened until somebody mends it.",
        "RFC 3206 §4",
    ),
    entry(
        ReplyKind::UnknownMechanism,
        &[Verb::Auth],
        "-ERR unknown authentication mechanism",
        "CAPA lists the mechanisms behind SASL; this is none of them.",
        "RFC 5034 §4",
    ),
    entry(
        ReplyKind::SaslCancelled,
        &[Verb::Auth],
        "-ERR authentication cancelled",
        "The client sent a lone asterisk, which takes its AUTH back.",
        "RFC 5034 §4",
    ),
    entry(
        ReplyKind::SaslMalformed,
        &[Verb::Auth],
        "-ERR malformed authentication response",
        "The response is no base64, or not the name and password that the mechanism wants.",
        "RFC 5034 §4",
    ),
    entry(
        ReplyKind::NoSuchMessage,
        &[Verb::Retr, Verb::Dele, Verb::Top, Verb::List, Verb::Uidl],
        "-ERR no such message, only # message* in maildrop",
        "Numbers run from 1 to the count at login. Mail that came later shows up in the next \
         session.",
        "RFC 1939 §5",
    ),
    entry(
        ReplyKind::AlreadyDeleted,
        &[Verb::Retr, Verb::Dele, Verb::Top, Verb::List, Verb::Uidl],
        "-ERR message # already deleted",
        "The message is marked as deleted and may not be spoken of, unless RSET takes the \
         mark away.",
        "RFC 1939 §5",
    ),
    entry(
        ReplyKind::Unreadable,
        &[Verb::Retr, Verb::Top],
        "-ERR message # cannot be read now",
        "The server has trouble with this message. The others may be fine.",
        "RFC 3206 §4",
    ),
    entry(
        ReplyKind::NeedsUtf8,
        &[Verb::Retr, Verb::Top],
        "-ERR message # needs UTF-8 mode, give UTF8 before login",
        "The header section has UTF-8, and this client has not said that it understands that.",
        "RFC 6856 §5",
    ),
    entry(
        ReplyKind::NotRemoved,
        &[Verb::Quit],
        "-ERR some deleted messages not removed",
        "UPDATE went wrong: of the marked messages some or all are still there. Others were \
         not touched.",
        "RFC 1939 §6",
    ),
    entry(
        ReplyKind::UnknownCommand,
        &[],
        "-ERR unknown command",
        "The line begins with no keyword that this server knows.",
        "RFC 1939 §3",
    ),
    entry(
        ReplyKind::NotOffered,
        &[
            Verb::User,
            Verb::Pass,
            Verb::Apop,
            Verb::Auth,
            Verb::Utf8,
            Verb::Lang,
            Verb::Uidl,
            Verb::Top,
        ],
        "-ERR * is not offered here",
        "An optional command that this server is set not to offer. CAPA lists what it does.",
        "RFC 2449 §5",
    ),
    entry(
        ReplyKind::BadArguments,
        &[
            Verb::Retr,
            Verb::Dele,
            Verb::Top,
            Verb::List,
            Verb::Uidl,
            Verb::User,
            Verb::Pass,
            Verb::Apop,
            Verb::Auth,
            Verb::Capa,
            Verb::Utf8,
            Verb::Lang,
            Verb::Stat,
            Verb::Noop,
            Verb::Rset,
            Verb::Quit,
        ],
        "-ERR bad arguments, use *",
        "The keyword is right, but something is missing behind it, or too much, or no number.",
        "RFC 1939 §3",
    ),
    entry(
        ReplyKind::BadOctets,
        &[],
        "-ERR only printable ASCII is allowed in a command",
        "The line has control characters, a CR or LF that does not belong to its end, or \
         octets above 127.",
        "RFC 1939 §3",
    ),
    entry(
        ReplyKind::TooLong,
        &[],
        "-ERR command line too long",
        "A command line has at most 255 octets with its CRLF. The whole line was passed over.",
        "RFC 2449 §4",
    ),
    entry(
        ReplyKind::NotLoggedIn,
        &[
            Verb::Retr,
            Verb::Stat,
            Verb::List,
            Verb::Uidl,
            Verb::Top,
            Verb::Dele,
            Verb::Noop,
            Verb::Rset,
        ],
        "-ERR log in before *",
        "This command is for the TRANSACTION state, and the session is in AUTHORIZATION.",
        "RFC 1939 §3",
    ),
    entry(
        ReplyKind::AlreadyLoggedIn,
        &[Verb::User, Verb::Pass, Verb::Apop, Verb::Auth, Verb::Utf8],
        "-ERR * is not allowed after login",
        "This command is for the AUTHORIZATION state, and the session is in TRANSACTION.",
        "RFC 1939 §3",
    ),
    entry(
        ReplyKind::NoUser,
        &[Verb::Pass],
        "-ERR give USER before PASS",
        "PASS must come right after an accepted USER, with nothing between them.",
        "RFC 1939 §7",
    ),
    entry(
        ReplyKind::UnknownLanguage,
        &[Verb::Lang],
        "-ERR unknown language",
        "LANG without an argument lists the languages. The one before stays.",
        "RFC 6856 §3.2",
    ),
    entry(
        ReplyKind::ShuttingDown,
        &[Verb::Pass, Verb::Apop, Verb::Auth, Verb::Retr, Verb::Top],
        "-ERR server is going down",
        "The host goes down while the command is under way. Without QUIT nothing is removed.",
        "RFC 1939 §6",
    ),
];
