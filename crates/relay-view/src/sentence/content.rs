//! Messages on their way.

use relay_kernel::{ConnNo, RecordId};
use relay_mail::language::words;
use relay_mail::say;
use relayscope::trace::{Kind, Side, Transit};

use super::{Teller, Told};
use crate::number;
use crate::transcript::{Tops, head_and_lines};

impl Teller<'_> {
    /// A message, or a part of one, on its way to a server.
    pub(super) fn data(&self, id: RecordId, conn: ConnNo) -> Told {
        let Kind::Data { transit, start, content, .. } = self.trace.record(id).kind else {
            return (String::new(), None);
        };
        let language = self.cast.language;
        let (from, to) = (self.client(conn), self.server(conn));
        let octets = number::grouped(self.trace.content(content).len() as u64);
        let is_last = crate::measure::is_last(self.trace, id);
        let text = match (transit, start, is_last) {
            (Transit::NEVER, 0, true) => say!(
                language,
                "{from} sends the whole message, but it never arrives at {to}.",
                "{from} sendet die ganze Nachricht, aber sie kommt bei {to} nie an."
            ),
            (Transit::NEVER, _, true) => say!(
                language,
                "{from} sends the rest of the message, but it never arrives at {to}.",
                "{from} sendet den Rest der Nachricht, aber er kommt bei {to} nie an."
            ),
            (Transit::NEVER, _, false) => say!(
                language,
                "{from} sends a part of the message, but it never arrives at {to}.",
                "{from} sendet einen Teil der Nachricht, aber er kommt bei {to} nie an."
            ),
            (_, 0, _) => say!(
                language,
                "{from} sends the message itself to {to}: header, empty line and text, {octets} \
                 octets in all.",
                "{from} sendet {to} die eigentliche Nachricht: Kopf, Leerzeile und Text, zusammen \
                 {octets} Oktette."
            ),
            (..) => say!(
                language,
                "{from} goes on sending the message to {to}.",
                "{from} sendet {to} die Nachricht weiter."
            ),
        };
        let because = words(
            "A line with a single dot ends it. A dot is put before every line of the text that \
             begins with one, so that no text can end it early.",
            "Eine Zeile mit einem einzelnen Punkt beendet sie. Vor jede Zeile des Textes, die mit \
             einem Punkt beginnt, kommt noch ein Punkt, damit kein Text sie vorzeitig beenden kann.",
        );
        (text, (start == 0).then(|| because.in_(language).to_owned()))
    }

    /// How many octets of a message a record carries, in words.
    fn octets(&self, id: RecordId) -> String {
        let count = crate::measure::octets(self.trace, id);
        let len = number::grouped(count);
        if count == 1 {
            say!(self.cast.language, "1 octet", "1 Oktett")
        } else {
            say!(self.cast.language, "{len} octets", "{len} Oktette")
        }
    }

    /// Octets of a message that are read out, or that somebody typed.
    pub(super) fn block(&self, id: RecordId, conn: ConnNo, from: Side) -> Told {
        let (client, server) = (self.client(conn), self.server(conn));
        let octets = self.octets(id);
        let language = self.cast.language;
        let is_read = from == Side::Server;
        if let Some(lines) = is_read.then(|| Tops::at(self.trace, id, conn)).flatten() {
            let what = head_and_lines(language, lines);
            let text = say!(
                language,
                "{server} reads out to {client}: {what}, {octets}.",
                "{server} gibt {client} aus: {what}, {octets}."
            );
            return (text, None);
        }
        let text = match from {
            Side::Client => say!(
                self.cast.language,
                "{client} sends content to {server}: {octets}.",
                "{client} sendet {server} Inhalt: {octets}."
            ),
            Side::Server => say!(
                self.cast.language,
                "{server} reads the message out to {client}: {octets}.",
                "{server} gibt {client} die Nachricht aus: {octets}."
            ),
        };
        (text, None)
    }
}
