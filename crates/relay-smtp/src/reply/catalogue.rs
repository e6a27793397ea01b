//! The replies that the server machine gives by itself, and those that a host may give on its
//! behalf, each with its text and its enhanced code (RFC 5321 §4.2.2, RFC 3463, RFC 5248).
//!
//! Texts of positive replies are short enough to be read back without an allocation.

use relay_mail::{ForwardPath, Mailbox};
use smol_str::{SmolStrBuilder, format_smolstr};

use super::{Reply, Style};

/// A reply of the catalogue as octets, made by the compiler in both styles.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wire {
    plain: &'static [u8],
    enhanced: &'static [u8],
}

impl Wire {
    /// What [`Reply::write`] writes.
    pub(crate) fn octets(self, style: Style) -> &'static [u8] {
        if style.enhanced { self.enhanced } else { self.plain }
    }
}

macro_rules! catalogue {
    ($($(#[$doc:meta])+ $name:ident: $code:literal $class:literal $subject:literal $detail:literal $text:literal;)+) => {
        $(
            $(#[$doc])+
            pub const fn $name() -> Reply {
                Reply::fixed($code, ($class, $subject, $detail), $text)
            }
        )+

        /// The replies that have a fixed text as octets, under the names of their constructors.
        #[allow(dead_code, reason = "few of them are said in every session")]
        pub(crate) mod wire {
            use super::Wire;

            $(
                pub(crate) const fn $name() -> Wire {
                    let plain = concat!($code, " ", $text, "\r\n").as_bytes();
                    let enhanced =
                        concat!($code, " ", $class, ".", $subject, ".", $detail, " ", $text, "\r\n");
                    // Class 0 is no enhanced code.
                    let enhanced = if $class == 0 { plain } else { enhanced.as_bytes() };
                    Wire { plain, enhanced }
                }
            )+

            #[cfg(test)]
            pub(crate) const ALL: &[fn() -> Wire] = &[$($name,)+];
        }

        /// Every reply of the catalogue that has a fixed text, with the name of its constructor.
        pub const ALL: &[(&str, fn() -> Reply)] = &[$((stringify!($name), $name),)+];
    };
}

catalogue! {
    /// To NOOP.
    noop_ok: 250 2 0 0 "OK";
    /// To RSET (§4.1.1.5).
    reset_ok: 250 2 0 0 "OK";
    /// To a good MAIL.
    sender_ok: 250 2 1 0 "Sender OK";
    /// To a good RCPT.
    recipient_ok: 250 2 1 5 "Recipient OK";
    /// After the end of data: the server has taken responsibility (§4.2.5, §6.1).
    message_accepted: 250 2 6 0 "Message accepted";
    /// After a chunk that is not the last (RFC 3030 §2).
    chunk_ok: 250 2 0 0 "Chunk received";
    /// To VRFY: neither yes nor no (§3.5.3).
    cannot_verify: 252 2 0 0 "Cannot VRFY user, but will accept message and attempt delivery";
    /// To DATA.
    start_input: 354 0 0 0 "Start mail input; end with <CRLF>.<CRLF>";
    /// After AUTH (RFC 4954 §6).
    authenticated: 235 2 7 0 "Authentication succeeded";
    /// To ETRN: the queue is being run (RFC 1985 §5.3).
    turn_started: 250 2 0 0 "Queuing started";
    /// To ETRN: nothing waits for that domain (RFC 1985 §5.3).
    turn_nothing: 251 2 0 0 "No messages waiting";
    /// To ETRN: the queue cannot be run now (RFC 1985 §5.3).
    turn_unable: 458 4 3 0 "Unable to queue messages for that domain";
    /// To ETRN: the domain may not be asked for here (RFC 1985 §5.3).
    turn_refused: 459 4 7 1 "Domain not allowed";

    /// The host goes down politely (§3.8).
    shutting_down: 421 4 3 2 "Service shutting down, closing transmission channel";
    /// The client said nothing for too long (§4.5.3.2.7).
    idle_timeout: 421 4 4 2 "Timeout, closing transmission channel";
    /// The host takes no more sessions at the moment.
    too_many_connections: 421 4 3 2 "Too many connections, try again later";
    /// The host does not relay for this client, and does not want to hear more of it (§3.6.2).
    stranger_dismissed: 421 4 7 1 "Relaying denied, closing transmission channel";
    /// The client makes nothing but mistakes (§7.8).
    too_many_errors: 421 4 7 0 "Too many errors, closing transmission channel";
    /// The client does not wait for replies and overruns the buffer (§7.8).
    too_much_input: 421 4 5 0 "Too much input before a reply, closing transmission channel";

    /// The mailbox cannot be used at the moment.
    mailbox_busy: 450 4 2 1 "Mailbox unavailable, try again later";
    /// The client sends too many messages in a short time.
    too_much_mail: 451 4 7 1 "Too much mail from your address, try again later";
    /// First contact of this sender, recipient and address: come again later.
    greylisted: 451 4 7 1 "Greylisted, try again later";
    /// Something went wrong here, not there.
    local_error: 451 4 3 0 "Local error in processing";
    /// The host cannot find out about a domain at the moment.
    lookup_failed: 451 4 4 3 "Domain lookup failed, try again later";
    /// The mailbox is over its quota.
    mailbox_full: 452 4 2 2 "Mailbox full";
    /// The host is short of space.
    storage: 452 4 3 1 "Insufficient system storage";
    /// The transaction has as many recipients as the host takes (§4.5.3.1.10).
    too_many_recipients: 452 4 5 3 "Too many recipients";
    /// The authentication service does not answer (RFC 4954 §6).
    auth_not_now: 454 4 7 0 "Temporary authentication failure";

    /// The verb is not known.
    unknown_command: 500 5 5 2 "Command not recognized";
    /// The line is too long (§4.5.3.1.9).
    line_too_long: 500 5 5 2 "Line too long";
    /// A line of an AUTH exchange is too long (RFC 4954 §6).
    auth_too_long: 500 5 5 6 "Authentication line too long";
    /// The arguments are not good.
    bad_arguments: 501 5 5 4 "Syntax error in parameters or arguments";
    /// DATA, RSET and QUIT take no argument (§4.1.1).
    no_arguments: 501 5 5 4 "Command takes no argument";
    /// An argument is missing.
    argument_missing: 501 5 5 4 "Argument missing";
    /// Octets that no argument may hold (§4.1.2).
    bad_characters: 501 5 5 2 "Invalid characters in command";
    /// The argument of EHLO or HELO is neither a domain nor an address literal.
    bad_name: 501 5 5 4 "Invalid domain name";
    /// The reverse-path is none.
    bad_sender: 501 5 1 7 "Bad sender address syntax";
    /// The forward-path is none.
    bad_recipient: 501 5 1 3 "Bad recipient address syntax";
    /// The forward-path is longer than 256 octets, or its local-part than 64 (§4.5.3.1.9).
    path_too_long: 501 5 1 3 "Path too long";
    /// The same of the reverse-path (RFC 3463 §3.2).
    sender_path_too_long: 501 5 1 7 "Path too long";
    /// The client gave up AUTH with `*` (RFC 4954 §4).
    auth_cancelled: 501 5 7 0 "Authentication cancelled";
    /// An AUTH response is no base64 (RFC 4954 §4).
    auth_bad_base64: 501 5 5 2 "Cannot decode response";
    /// The verb is known, but not implemented (§4.2.4).
    not_implemented: 502 5 5 1 "Command not implemented";
    /// EHLO or HELO must come first (§4.1.4).
    hello_first: 503 5 5 1 "Send EHLO or HELO first";
    /// A service extension needs EHLO, and HELO is not enough (§2.2.1).
    ehlo_first: 503 5 5 1 "Send EHLO first";
    /// MAIL must come before RCPT, DATA and BDAT.
    mail_first: 503 5 5 1 "Need MAIL before this command";
    /// RCPT must come before DATA.
    rcpt_first: 503 5 5 1 "Need RCPT before this command";
    /// MAIL within a transaction (§4.1.4).
    nested_mail: 503 5 5 1 "Sender already given";
    /// AUTH a second time (RFC 4954 §4).
    already_authenticated: 503 5 5 1 "Already authenticated";
    /// A command that has no place here (§4.1.4).
    bad_sequence: 503 5 5 1 "Bad sequence of commands";
    /// The mechanism of AUTH is not known (RFC 4954 §4).
    auth_unknown: 504 5 5 4 "Unrecognized authentication type";
    /// The client must authenticate first (RFC 4954 §6, RFC 6409 §4.3).
    auth_required: 530 5 7 0 "Authentication required";
    /// The name or the password is wrong (RFC 4954 §6).
    auth_failed: 535 5 7 8 "Authentication credentials invalid";

    /// No such mailbox.
    mailbox_unknown: 550 5 1 1 "No such user here";
    /// The mailbox exists and takes no mail.
    mailbox_disabled: 550 5 2 1 "Mailbox disabled";
    /// The host neither is final for that domain nor relays for this client (§3.6.2).
    relay_denied: 550 5 7 1 "Relaying denied";
    /// To RCPT: aliases stand for each other in a circle.
    alias_loop: 550 5 4 6 "Aliases lead in a circle";
    /// A policy of the host.
    policy: 550 5 7 1 "Rejected for policy reasons";
    /// No such domain to deliver to.
    recipient_domain_unknown: 550 5 1 2 "Recipient domain does not exist";
    /// No such domain to reply to.
    sender_domain_unknown: 550 5 1 8 "Sender domain does not exist";
    /// The sender's domain takes no mail (RFC 7505 §4.2).
    sender_null_mx: 550 5 7 27 "Sender domain accepts no mail";
    /// Bare CR or LF in the message (§2.3.8): how messages are smuggled.
    bare_line_end: 550 5 6 0 "Message contains bare CR or LF";
    /// A NUL in the message.
    nul: 550 5 6 0 "Message contains NUL";
    /// Lines beyond 1000 octets (§4.5.3.1.6).
    long_line: 550 5 6 0 "Message contains lines over 1000 octets";
    /// Octets above 127 without BODY=8BITMIME (RFC 6152 §3).
    eight_bit: 550 5 6 1 "Message contains 8-bit data";
    /// To EXPN or VRFY: no such list or user.
    no_such_list: 550 5 1 1 "No such list";
    /// The message is larger than the host ever takes (RFC 1870 §6).
    size_exceeded: 552 5 3 4 "Message size exceeds fixed maximum";
    /// The mailbox would be over its quota, and is to stay so.
    quota_exceeded: 552 5 2 2 "Mailbox over quota";
    /// The path needs SMTPUTF8 and has it not (RFC 6531 §3.5).
    not_ascii: 553 5 6 7 "Non-ASCII address needs SMTPUTF8";
    /// As a greeting: no mail is taken here (§3.1).
    no_service: 554 5 3 2 "No SMTP service here";
    /// To DATA when every RCPT was refused (§3.3).
    no_valid_recipients: 554 5 5 1 "No valid recipients";
    /// The message has been through too many hops (§6.3).
    loop_detected: 554 5 4 6 "Too many hops, routing loop detected";
    /// The same in the way of Postfix.
    too_many_hops: 554 5 4 0 "Too many hops";
    /// The same in the way of Exim.
    too_many_received: 550 5 4 6 "Too many Received fields, suspected mail loop";
    /// A parameter is not known or not offered (§4.1.1.11).
    params_unknown: 555 5 5 4 "Parameters not recognized or not implemented";
    /// The recipient's domain takes no mail (RFC 7505 §4.1).
    null_mx: 556 5 1 10 "Recipient domain accepts no mail";
}

/// 250 to VRFY: the one mailbox that matches (§3.5.1).
pub fn verified(mailbox: &Mailbox) -> Reply {
    recipient_ok().with_text(format_smolstr!("{mailbox}"))
}

/// 251 to RCPT or VRFY: not here, but the host takes care of it (§3.4).
pub fn will_forward(path: &ForwardPath) -> Reply {
    let reply = Reply::fixed(251, (2, 1, 5), "");
    reply.with_text(format_smolstr!("User not local; will forward to {path}"))
}

/// 551 to RCPT or VRFY: not here; the sender has to see to it (§3.4).
pub fn not_local(path: &ForwardPath) -> Reply {
    let reply = Reply::fixed(551, (5, 1, 6), "");
    reply.with_text(format_smolstr!("User not local; please try {path}"))
}

/// 250 after the end of data, with the name under which the host keeps the message.
pub fn queued_as(id: &str) -> Reply {
    let mut text = SmolStrBuilder::new();
    text.push_str("Queued as ");
    text.push_str(id);
    message_accepted().with_text(text.finish())
}

/// 220: the service is ready (§4.3.1: the name comes first).
pub fn ready(name: &str, banner: &str) -> Reply {
    let gap = if banner.is_empty() { "" } else { " " };
    Reply::fixed(220, (0, 0, 0), "").with_text(format_smolstr!("{name}{gap}{banner}"))
}

/// 221 to QUIT.
pub fn closing(name: &str) -> Reply {
    let reply = Reply::fixed(221, (2, 0, 0), "");
    reply.with_text(format_smolstr!("{name}{}", super::CLOSING))
}

/// 421 as it goes out: its text begins with the server's name (§4.2, §4.2.2).
pub fn dismissing(name: &str, reply: &Reply) -> Reply {
    let named = reply.text.split(' ').next().is_some_and(|word| word.eq_ignore_ascii_case(name));
    let gap = if reply.text.is_empty() { "" } else { " " };
    let reply = reply.clone();
    if named {
        reply
    } else {
        let text = format_smolstr!("{name}{gap}{}", reply.text);
        reply.with_text(text)
    }
}

/// 250 to EXPN: one member a line (§3.5.1); `None` for a list without members.
pub fn expanded(members: &[Mailbox]) -> Option<Reply> {
    let (first, rest) = members.split_first()?;
    let more = rest.iter().map(|member| format_smolstr!("{member}")).collect();
    Some(Reply { more, ..verified(first) })
}

/// 334: the server asks for the next response of AUTH (RFC 4954 §4).
pub(crate) fn challenge(base64: &'static str) -> Reply {
    Reply::fixed(334, (0, 0, 0), base64)
}

/// 214: what HELP says.
pub(crate) fn help(text: &'static str) -> Reply {
    Reply::fixed(214, (2, 0, 0), text)
}
