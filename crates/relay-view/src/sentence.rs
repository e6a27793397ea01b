//! Every record in one plain sentence, and why it happened.
//!
//! All the words of sentences are in this module and those below it, every language beside the
//! others.

mod collection;
mod command;
mod content;
mod fact;
mod line;
mod outcome;
mod pop3;
mod reason;
mod refused;
mod report;
mod trouble;
mod vain;

use relay_host::{Fact, NameId, Unreachable};
use relay_kernel::{ConnNo, RecordId, SimTime};
use relay_mail::language::words;
use relay_mail::{Language, say};
use relayscope::command::Command;
use relayscope::trace::{By, HostId, Kind, Record, ResetKind, Trace, basis};

use crate::cast::Cast;
use crate::phrase::phrase;
use crate::{clock, plain};
pub use outcome::outcome;
use reason::because;

/// What a record says to people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// What happened.
    pub text: String,
    /// Why, where there is more to say than the rule.
    pub because: Option<String>,
    /// The section of the RFC or the setting that it follows.
    pub rule: String,
}

/// The sentence for a record.
pub fn sentence(cast: &Cast, trace: &Trace, id: RecordId) -> Sentence {
    let record = trace.record(id);
    let (text, because) = Teller { cast, trace }.tell(id, record);
    let rule = phrase(cast.language, rule(trace, record));
    Sentence { text, because, rule }
}

/// The text of the same for a row that is cut at its end, so that what nothing else there tells comes
/// first.
pub fn in_row(cast: &Cast, trace: &Trace, id: RecordId) -> String {
    let teller = Teller { cast, trace };
    let record = trace.record(id);
    match &record.kind {
        Kind::Host(fact @ Fact::Deferred { .. }) => teller.postponed(record, fact),
        _ => teller.tell(id, record).0,
    }
}

/// The rule behind a record. A trace calls whatever is done a command; people want to know what
/// they did themselves from what the scenario had planned.
fn rule(trace: &Trace, record: &Record) -> &'static str {
    match record.kind {
        Kind::Command(id) if trace.given_by(id) == By::Scenario => "scenario",
        _ => basis(trace, record),
    }
}

/// What a command does, without a full stop. `trace` is of the run in which it was given.
pub fn deed(cast: &Cast, trace: &Trace, command: &Command) -> String {
    let (text, _) = Teller { cast, trace }.command(command);
    text.trim_end_matches('.').to_owned()
}

/// The same in few words, for a row of a transcript.
pub fn note(cast: &Cast, trace: &Trace, id: RecordId) -> String {
    let teller = Teller { cast, trace };
    let record = trace.record(id);
    match &record.kind {
        Kind::Dialed { conn } => {
            let conn = trace.conn(*conn);
            say!(
                cast.language,
                "connecting to {} port {}",
                "Verbindung zu {}, Port {}, wird aufgebaut",
                conn.addr,
                conn.port
            )
        }
        Kind::Connected { .. } => say!(cast.language, "connected", "verbunden"),
        Kind::DialFailed { how, .. } => match how {
            Unreachable::Refused => {
                say!(cast.language, "connection refused", "Verbindung abgelehnt")
            }
            Unreachable::TimedOut => say!(cast.language, "no answer", "keine Antwort"),
            Unreachable::NoRoute => {
                say!(cast.language, "no way to that address", "kein Weg zu dieser Adresse")
            }
        },
        Kind::Closed { conn, by } => {
            let by = crate::holdings::host_at(trace, *conn, *by);
            say!(cast.language, "closed by {}", "geschlossen von {}", cast.name(by))
        }
        Kind::Reset { how: ResetKind::TimedOut, .. } => say!(
            cast.language,
            "given up by {}: nothing comes back",
            "aufgegeben von {}: nichts kommt zurück",
            cast.name(record.host)
        ),
        Kind::Reset { .. } => say!(
            cast.language,
            "connection broken for {}",
            "Verbindung für {} abgerissen",
            cast.name(record.host)
        ),
        _ => teller.tell(id, record).0,
    }
}

/// What is waited for while nothing happens: the sentence for the next record, seen from before.
pub fn ahead(cast: &Cast, trace: &Trace, id: RecordId, now: SimTime) -> String {
    let record = trace.record(id);
    let at = clock::appointment(cast.clock(), record.at, now);
    match &record.kind {
        Kind::Host(Fact::Attempt { nth, .. }) if *nth > 1 => {
            let because = trace.causes(id).find_map(|cause| reason(cast, trace, cause));
            let because = because
                .map(|why| say!(cast.language, ", because {why}", ". Grund: {why}"))
                .unwrap_or_default();
            let host = cast.name(record.host);
            say!(
                cast.language,
                "Next, at {at}: attempt {nth} of {host}{because}",
                "Als Nächstes, {at}: Versuch {nth} von {host}{because}"
            )
        }
        Kind::DialFailed { conn, how: Unreachable::TimedOut } => {
            let teller = Teller { cast, trace };
            let (client, name) = (teller.client(*conn), teller.server(*conn));
            say!(
                cast.language,
                "Until {at} {client} waits for an answer from {name}, then gives up",
                "Bis {at} wartet {client} auf eine Antwort von {name}, dann Abbruch"
            )
        }
        _ => {
            let text = Teller { cast, trace }.tell(id, record).0;
            say!(
                cast.language,
                "Next, at {at}: {}",
                "Als Nächstes, {at}: {}",
                text.trim_end_matches('.')
            )
        }
    }
}

/// What went wrong, if a record is about something that did.
pub fn reason(cast: &Cast, trace: &Trace, id: RecordId) -> Option<String> {
    match &trace.record(id).kind {
        // What is frozen failed first.
        Kind::Host(Fact::Frozen { .. }) => reason(cast, trace, trace.record(id).cause),
        Kind::Host(
            Fact::Deferred { why, .. } | Fact::Failed { why, .. } | Fact::CollectFailed { why, .. },
        ) => Some(because(cast.language, why)),
        _ => None,
    }
}

/// What happened, and why.
type Told = (String, Option<String>);

struct Teller<'a> {
    cast: &'a Cast,
    trace: &'a Trace,
}

impl Teller<'_> {
    fn tell(&self, id: RecordId, record: &Record) -> Told {
        match &record.kind {
            Kind::Started => {
                (say!(self.cast.language, "The scenario begins.", "Das Szenario beginnt."), None)
            }
            Kind::Command(command) => self.done(record.host, *command),
            Kind::Host(fact) => self.fact(id, record.host, fact),
            Kind::Line { .. } => {
                let (text, because) = self.line(id, record);
                (text, because.or_else(|| self.removal(id, record)))
            }
            Kind::Dialed { .. }
            | Kind::Connected { .. }
            | Kind::DialFailed { .. }
            | Kind::Closed { .. }
            | Kind::Reset { .. } => self.connection(record),
            Kind::Data { conn, .. } => self.data(id, *conn),
            Kind::Block { conn, from, .. } => self.block(id, *conn, *from),
            Kind::Lookup { question, answer } => {
                let (question, answer) = (self.name(*question), self.name(*answer));
                let host = self.cast.name(record.host);
                let language = self.cast.language;
                let answer = phrase(language, &answer);
                (lookup(language, host, &question, &answer), lookup_reason(language, &question))
            }
        }
    }

    #[expect(clippy::too_many_lines, reason = "a list of sentences, each in every language")]
    fn connection(&self, record: &Record) -> Told {
        match &record.kind {
            Kind::Dialed { conn } => {
                let (client, server) = (self.client(*conn), self.server(*conn));
                let port = self.trace.conn(*conn).port;
                let service = match crate::transcript::Service::of(port) {
                    crate::transcript::Service::Smtp => "SMTP",
                    crate::transcript::Service::Submission => {
                        words("message submission", "Einlieferung").in_(self.cast.language)
                    }
                    crate::transcript::Service::Pop3 => "POP3",
                };
                (
                    say!(
                        self.cast.language,
                        "{client} connects to {server} on port {port}, {service}.",
                        "{client} baut eine Verbindung zu {server} auf: Port {port}, {service}."
                    ),
                    None,
                )
            }
            Kind::Connected { conn } => {
                let (client, server) = (self.client(*conn), self.server(*conn));
                let because = words(
                    "In SMTP and POP3 alike the server speaks first.",
                    "Bei SMTP wie bei POP3 spricht der Server zuerst.",
                )
                .in_(self.cast.language);
                let text = say!(
                    self.cast.language,
                    "{client} and {server} are connected.",
                    "{client} und {server} sind verbunden."
                );
                (text, Some(because.to_owned()))
            }
            Kind::DialFailed { conn, how } => {
                let (client, server) = (self.client(*conn), self.server(*conn));
                let text = match how {
                    Unreachable::Refused => {
                        say!(
                            self.cast.language,
                            "{server} refuses the connection: nobody listens on that port.",
                            "{server} lehnt die Verbindung ab: An diesem Port nimmt niemand an."
                        )
                    }
                    Unreachable::TimedOut => {
                        say!(
                            self.cast.language,
                            "{client} gives up connecting: {server} does not answer.",
                            "{client} gibt den Verbindungsaufbau auf: {server} antwortet nicht."
                        )
                    }
                    Unreachable::NoRoute => say!(
                        self.cast.language,
                        "{client} finds no way to {server}.",
                        "{client} findet keinen Weg zu {server}."
                    ),
                };
                (text, None)
            }
            Kind::Closed { conn, by } => {
                let by = self.cast.name(crate::holdings::host_at(self.trace, *conn, *by));
                (
                    say!(
                        self.cast.language,
                        "{by} closes the connection.",
                        "{by} schließt die Verbindung."
                    ),
                    None,
                )
            }
            Kind::Reset { conn, how } => {
                let by = self.cast.name(record.host);
                let is_client = self.trace.conn(*conn).client == record.host;
                let other = if is_client { self.server(*conn) } else { self.client(*conn).into() };
                (reset(self.cast.language, by, &other, *how), None)
            }
            _ => (String::new(), None),
        }
    }

    fn client(&self, conn: ConnNo) -> &str {
        self.cast.name(self.trace.conn(conn).client)
    }

    fn server(&self, conn: ConnNo) -> String {
        let conn = self.trace.conn(conn);
        let known = self.cast.host(conn.server).map(|host| host.name.clone());
        known.unwrap_or_else(|| conn.addr.to_string())
    }

    fn name(&self, id: NameId) -> String {
        plain::line(self.trace.name(id).as_bytes())
    }

    fn host(&self, id: HostId) -> &str {
        self.cast.name(id)
    }

    /// A connection by its ends; by its number, where a command names one that this run does not have, or
    /// not yet.
    fn ends(&self, no: ConnNo) -> String {
        let language = self.cast.language;
        let Some(conn) = self.trace.find_conn(no) else {
            return say!(language, "number {}", "Nummer {}", no.index());
        };
        let (client, server) = (self.host(conn.client), self.host(conn.server));
        say!(language, "from {client} to {server}", "von {client} zu {server}")
    }
}

fn lookup(language: Language, host: &str, question: &str, answer: &str) -> String {
    match question.split_once(' ') {
        Some(("MX", domain)) => {
            say!(
                language,
                "{host} asks the DNS who takes mail for {domain}: {answer}.",
                "{host} fragt das DNS, wer Mail für {domain} annimmt: {answer}."
            )
        }
        Some(("A", name)) => say!(
            language,
            "{host} asks the DNS for the address of {name}: {answer}.",
            "{host} fragt das DNS nach der Adresse von {name}: {answer}."
        ),
        Some(("PTR", name)) => {
            let of = address(name).unwrap_or_else(|| name.to_owned());
            say!(
                language,
                "{host} asks the DNS for the name of {of}: {answer}.",
                "{host} fragt das DNS nach dem Namen von {of}: {answer}."
            )
        }
        _ => say!(
            language,
            "{host} asks the DNS for {question}: {answer}.",
            "{host} fragt das DNS nach {question}: {answer}."
        ),
    }
}

/// `192.0.2.1` of `1.2.0.192.in-addr.arpa`.
fn address(name: &str) -> Option<String> {
    let octets: Vec<&str> = name.strip_suffix(".in-addr.arpa")?.rsplit('.').collect();
    Some(octets.join("."))
}

fn lookup_reason(language: Language, question: &str) -> Option<String> {
    let because = match question.split(' ').next()? {
        "MX" => words(
            "The part behind the @ decides where mail goes; the lowest preference is tried first.",
            "Der Teil hinter dem @ bestimmt, wohin Mail geht; die kleinste Präferenz wird zuerst \
             versucht.",
        )
        .in_(language),
        "PTR" => words(
            "The name goes into the Received line, beside the one that the client gives itself.",
            "Der Name kommt in die Received-Zeile, neben den, den sich der Client selbst gibt.",
        )
        .in_(language),
        _ => return None,
    };
    Some(because.to_owned())
}

/// How a host loses the connection with another.
fn reset(language: Language, host: &str, other: &str, how: ResetKind) -> String {
    match how {
        ResetKind::Received => say!(
            language,
            "A reset tells {host} that its connection with {other} is broken.",
            "Ein Reset sagt {host}, dass die Verbindung mit {other} abgerissen ist."
        ),
        ResetKind::TimedOut => say!(
            language,
            "{host} gives up the connection with {other}: nothing comes back.",
            "{host} gibt die Verbindung mit {other} auf: Es kommt nichts zurück."
        ),
        ResetKind::Sent => say!(
            language,
            "Somebody at {host} breaks off the connection with {other}.",
            "Jemand bei {host} lässt die Verbindung mit {other} abreißen."
        ),
    }
}
