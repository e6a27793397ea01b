//! Every bound of the protocols, with the section that sets it. All sizes are octets.

/// A local-part (RFC 5321 §4.5.3.1.1).
pub const LOCAL_PART: usize = 64;
/// A domain name or literal (§4.5.3.1.2).
pub const DOMAIN: usize = 255;
/// A label of a domain name (RFC 1035 §2.3.4).
pub const LABEL: usize = 63;
/// A path with its punctuation (§4.5.3.1.3).
pub const PATH: usize = 256;
/// An SMTP command line with its CRLF (§4.5.3.1.4), before extensions add to it.
pub const COMMAND_LINE: usize = 512;
/// What the service extensions we speak may add to a MAIL or RCPT line: SIZE 26 (RFC 1870 §3),
/// BODY 17 (RFC 1652 §4), DSN 500 for ORCPT and 100 for ENVID with their keywords (RFC 3461 §4),
/// AUTH 500 (RFC 4954 §3), SMTPUTF8 10 (RFC 6531 §3.4).
pub const COMMAND_LINE_EXTRA: usize = 1200;
/// A line of an AUTH exchange with its CRLF (RFC 4954 §4).
pub const AUTH_LINE: usize = 12_288;
/// A reply line with its CRLF (§4.5.3.1.5).
pub const REPLY_LINE: usize = 512;
/// A text line with its CRLF, a stuffed dot not counted (§4.5.3.1.6).
pub const TEXT_LINE: usize = 1000;
/// Message content that every server must take (§4.5.3.1.7).
pub const CONTENT_FLOOR: usize = 64 * 1024;
/// Message content beyond which a simulated host never goes, whatever it is set to.
pub const CONTENT_CEILING: usize = 64 * 1024 * 1024;
/// Recipients of one transaction that every server must take (§4.5.3.1.8).
pub const RECIPIENTS_FLOOR: usize = 100;
/// Recipients of one transaction beyond which a simulated host never goes.
pub const RECIPIENTS_CEILING: usize = 10_000;
/// A reply line that a client still reads from a server that writes longer ones than it may.
pub const REPLY_LINE_READ: usize = 4 * REPLY_LINE;
/// Lines of one multi-line reply that a client reads before it calls the peer broken.
pub const REPLY_LINES: usize = 256;
/// Bytes that a server buffers from a client that talks ahead of its turn.
pub const INPUT_BUFFER: usize = 256 * 1024;
/// A POP3 command line with its CRLF (RFC 2449 §4).
pub const POP3_COMMAND_LINE: usize = 255;
/// A POP3 response line with its CRLF (RFC 1939 §3).
pub const POP3_RESPONSE_LINE: usize = 512;
/// A SASL response in base64 with its CRLF: PLAIN's three strings of 255 octets and two NULs
/// (RFC 4616 §2).
pub const POP3_SASL_LINE: usize = 1026;
/// Messages of one maildrop that a POP3 client takes into account.
pub const POP3_MESSAGES: usize = 100_000;
/// Commands that a POP3 client sends ahead where the server offers PIPELINING (RFC 2449 §6.6).
pub const POP3_PIPELINE: usize = 16;
/// A unique-id of a message in a maildrop (RFC 1939 §7).
pub const UIDL: usize = 70;
/// Octets of message content that a sender hands to the network at once.
pub const DATA_BLOCK: usize = 16 * 1024;
