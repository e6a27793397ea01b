//! What is said about the envelope where a message is written.

use relay_mail::language::{Words, words};

/// What else can be said of a message.
pub(crate) const MORE: Words = words("Cc, Bcc and envelope", "Cc, Bcc und Umschlag");

/// The reverse-path, as the protocol says it.
pub(crate) const ENVELOPE_FROM: &str = "MAIL FROM";

/// What may stand there.
pub(crate) const ENVELOPE_HINT: Words =
    words("as From; <> for no bounces", "wie Von; <> ohne Bounces");

/// Of what its sender wants to be told.
pub(crate) const REPORTS: Words = words("Reports", "Berichte");

/// What the envelope is for.
pub(crate) const EXPLAINED: Words = words(
    "Servers go by the envelope alone: MAIL FROM, to which bounces go, and one RCPT TO for each address of \
     To, Cc and Bcc. The header is for people, and never lists Bcc.",
    "Server richten sich allein nach dem Umschlag: MAIL FROM, wohin Bounces gehen, und je ein RCPT TO für \
     jede Adresse in An, Cc und Bcc. Der Kopf ist für Menschen und nennt niemanden aus Bcc.",
);

/// What senders usually ask for, each with the parameter of RCPT (RFC 3461), in the order of
/// [`relay_view::letter::WISHES`].
pub(crate) const WISHES: [Words; 3] = [
    words("failures, as usual", "Fehler, wie üblich"),
    words(
        "success, failure and delay (NOTIFY=SUCCESS,FAILURE,DELAY)",
        "Erfolg, Fehler und Verzögerung (NOTIFY=SUCCESS,FAILURE,DELAY)",
    ),
    words("none (NOTIFY=NEVER)", "keine (NOTIFY=NEVER)"),
];
