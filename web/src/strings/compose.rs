//! What is said about the envelope where a message is written.

use relay_mail::language::{Words, words};
use relay_view::letter::Told;

use super::t;

/// What else can be said of a message.
pub(crate) const MORE: Words = words("Cc, Bcc and envelope", "Cc, Bcc und Umschlag");

/// The reverse-path.
pub(crate) const ENVELOPE_FROM: Words = words("MAIL FROM", "MAIL FROM");

/// What may stand there.
pub(crate) const ENVELOPE_HINT: Words =
    words("as From; <> for no bounces", "wie Von; <> ohne Bounces");

/// Of what its sender wants to be told.
pub(crate) const REPORTS: Words = words("Reports", "Berichte");

/// What the envelope is for.
pub(crate) const EXPLAINED: Words = words(
    "Servers go by the envelope alone: MAIL FROM, to which bounces go, and a RCPT TO for each of To, Cc and \
     Bcc. The header is for people, and names nobody of Bcc.",
    "Server richten sich allein nach dem Umschlag: MAIL FROM, wohin Bounces gehen, und ein RCPT TO für alle in \
     An, Cc und Bcc. Der Kopf ist für Menschen und nennt niemanden aus Bcc.",
);

/// What the sender asks to be told, with the parameter of RCPT (RFC 3461).
pub(crate) fn told(told: Told) -> &'static str {
    t(match told {
        Told::AsUsual => words("failures, as usual", "Fehler, wie üblich"),
        Told::Everything => words(
            "success, failure and delay (NOTIFY=SUCCESS,FAILURE,DELAY)",
            "Erfolg, Fehler und Verzögerung (NOTIFY=SUCCESS,FAILURE,DELAY)",
        ),
        Told::Nothing => words("none (NOTIFY=NEVER)", "keine (NOTIFY=NEVER)"),
    })
}
