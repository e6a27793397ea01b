//! Every record in one plain sentence, and why it happened.
//!
//! The words are English, and all of them are in this module and those below it.

mod command;
mod fact;
mod line;
mod report;
mod trouble;

use relay_host::dsn::action_of;
use relay_host::{Action, ContentId, Fact, NameId, Unreachable, Why};
use relay_kernel::{RecordId, SimTime};
use relayscope::trace::{HostId, Kind, Record, Side, Trace, Transit, basis};

use crate::cast::Cast;
use crate::{clock, plain};

/// What a record says to people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// What happened.
    pub text: String,
    /// Why, where there is more to say than the rule.
    pub because: Option<String>,
    /// The section of the RFC or the setting that it follows.
    pub rule: &'static str,
}

/// The sentence for a record.
pub fn sentence(cast: &Cast, trace: &Trace, id: RecordId) -> Sentence {
    let record = trace.record(id);
    let (text, because) = Teller { cast, trace }.tell(id, record);
    Sentence { text, because, rule: basis(trace, record) }
}

/// The same in few words, for a row of a transcript.
pub fn note(cast: &Cast, trace: &Trace, id: RecordId) -> String {
    let teller = Teller { cast, trace };
    let record = trace.record(id);
    match &record.kind {
        Kind::Dialed { conn } => {
            let conn = trace.conn(*conn);
            format!("connecting to {} port {}", conn.addr, conn.port)
        }
        Kind::Connected { .. } => "connected".to_owned(),
        Kind::DialFailed { how, .. } => match how {
            Unreachable::Refused => "connection refused".to_owned(),
            Unreachable::TimedOut => "no answer".to_owned(),
            Unreachable::NoRoute => "no way to that address".to_owned(),
        },
        Kind::Closed { conn, by } => {
            let by = crate::holdings::host_at(trace, *conn, *by);
            format!("closed by {}", cast.name(by))
        }
        Kind::Reset { .. } => "connection broken".to_owned(),
        _ => teller.tell(id, record).0,
    }
}

/// What is waited for while nothing happens: the sentence for the next record, seen from before.
pub fn ahead(cast: &Cast, trace: &Trace, id: RecordId, now: SimTime) -> String {
    let record = trace.record(id);
    let at = clock::appointment(&cast.calendar, record.at, now);
    match &record.kind {
        Kind::Host(Fact::Attempt { nth, .. }) if *nth > 1 => {
            let because = trace.causes(id).find_map(|cause| reason(trace, cause));
            let because = because.map(|why| format!(", because {why}")).unwrap_or_default();
            format!("Next: attempt {nth} at {at}{because}")
        }
        Kind::DialFailed { conn, how: Unreachable::TimedOut } => {
            let name = Teller { cast, trace }.server(*conn);
            format!("Waiting for an answer from {name}; given up at {at}")
        }
        Kind::Host(Fact::TimedOut { reason, .. }) => {
            let what = plain::line(trace.name(*reason).as_bytes());
            format!("Next, at {at}: patience ends, because {what}")
        }
        _ => {
            let text = Teller { cast, trace }.tell(id, record).0;
            format!("Next, at {at}: {}", text.trim_end_matches('.'))
        }
    }
}

/// How a run has ended, in one sentence: what became of everything that was sent.
pub fn outcome(trace: &Trace) -> String {
    let count = |such: fn(&Trace, &Kind) -> bool| {
        trace.records().iter().filter(|record| such(trace, &record.kind)).count()
    };
    let sent = count(|trace, kind| match kind {
        Kind::Command(id) => matches!(trace.command(*id), relayscope::Command::Send { .. }),
        _ => false,
    });
    let delivered = count(|trace, kind| match kind {
        Kind::Host(Fact::Delivered { mail, .. }) => !trace.mail(*mail).1.reverse_path.is_null(),
        _ => false,
    });
    let bounces = count(|trace, kind| match kind {
        Kind::Host(Fact::Delivered { mail, content, .. }) => {
            trace.mail(*mail).1.reverse_path.is_null() && !is_good_news(trace, *content)
        }
        _ => false,
    });
    let news = count(|trace, kind| match kind {
        Kind::Host(Fact::Delivered { mail, content, .. }) => {
            trace.mail(*mail).1.reverse_path.is_null() && is_good_news(trace, *content)
        }
        _ => false,
    });
    let collected = count(|_, kind| matches!(kind, Kind::Host(Fact::Collected { .. })));
    let failed = count(|_, kind| matches!(kind, Kind::Host(Fact::Failed { .. })));
    let dropped = count(|_, kind| matches!(kind, Kind::Host(Fact::Discarded { .. })));
    let parts = [
        (sent, "sent"),
        (delivered, "delivered"),
        (failed, "given up"),
        (bounces, "bounced back to the sender"),
        (news, "told to the sender without a failure"),
        (dropped, "dropped without a word"),
        (collected, "collected"),
    ];
    let parts = parts.into_iter().filter(|(count, _)| *count > 0);
    let parts: Vec<String> = parts.map(|(count, what)| format!("{count} {what}")).collect();
    format!("In all: {}.", if parts.is_empty() { "nothing".to_owned() } else { parts.join(", ") })
}

/// Whether a message reports something else than a failure.
fn is_good_news(trace: &Trace, content: ContentId) -> bool {
    action_of(trace.content(content)).is_some_and(|action| action != Action::Failed)
}

/// What went wrong, if a record is about something that did.
pub fn reason(trace: &Trace, id: RecordId) -> Option<String> {
    match &trace.record(id).kind {
        // What is frozen failed first.
        Kind::Host(Fact::Frozen { .. }) => reason(trace, trace.record(id).cause),
        Kind::Host(
            Fact::Deferred { why, .. } | Fact::Failed { why, .. } | Fact::CollectFailed { why, .. },
        ) => Some(because(why)),
        _ => None,
    }
}

/// A reason as it stands behind "because".
fn because(why: &Why) -> String {
    plain::line(why.to_string().as_bytes())
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
            Kind::Started => ("The scenario begins.".to_owned(), None),
            Kind::Command(command) => self.command(self.trace.command(*command)),
            Kind::Host(fact) => self.fact(id, record.host, fact),
            Kind::Line { .. } => self.line(id, record),
            Kind::Dialed { .. }
            | Kind::Connected { .. }
            | Kind::DialFailed { .. }
            | Kind::Closed { .. }
            | Kind::Reset { .. } => self.connection(&record.kind),
            Kind::Data { conn, transit, start, content, .. } => {
                let (from, to) = (self.client(*conn), self.server(*conn));
                let octets = self.trace.content(*content).len();
                let text = match (*transit, start) {
                    (Transit::NEVER, _) => {
                        format!("{from} sends a part of the message, but it never arrives at {to}.")
                    }
                    (_, 0) => format!(
                        "{from} sends the message itself to {to}: header, empty line and text, \
                         {octets} octets in all."
                    ),
                    _ => format!("{from} goes on sending the message to {to}."),
                };
                let because = "A line with a single dot ends it. A dot is put before every line \
                               of the text that begins with one, so that no text can end it early.";
                (text, (*start == 0).then(|| because.to_owned()))
            }
            Kind::Block { conn, from: Side::Client, len, .. } => {
                let (from, to) = (self.client(*conn), self.server(*conn));
                (format!("{from} sends content to {to}: {len} octets."), None)
            }
            Kind::Block { conn, from: Side::Server, len, .. } => {
                let (from, to) = (self.server(*conn), self.client(*conn));
                (format!("{from} reads the message out to {to}: {len} octets."), None)
            }
            Kind::Lookup { question, answer } => {
                let (question, answer) = (self.name(*question), self.name(*answer));
                let host = self.cast.name(record.host);
                (lookup(host, &question, &answer), lookup_reason(&question))
            }
        }
    }

    fn connection(&self, kind: &Kind) -> Told {
        match kind {
            Kind::Dialed { conn } => {
                let (client, server) = (self.client(*conn), self.server(*conn));
                let port = self.trace.conn(*conn).port;
                let service = match crate::transcript::Service::of(port) {
                    crate::transcript::Service::Smtp => "SMTP",
                    crate::transcript::Service::Submission => "message submission",
                    crate::transcript::Service::Pop3 => "POP3",
                };
                (format!("{client} connects to {server} on port {port}, {service}."), None)
            }
            Kind::Connected { conn } => {
                let (client, server) = (self.client(*conn), self.server(*conn));
                let because = "In SMTP and POP3 alike the server speaks first.";
                let text = format!("{client} and {server} are connected.");
                (text, Some(because.to_owned()))
            }
            Kind::DialFailed { conn, how } => {
                let (client, server) = (self.client(*conn), self.server(*conn));
                let text = match how {
                    Unreachable::Refused => {
                        format!("{server} refuses the connection: nobody listens on that port.")
                    }
                    Unreachable::TimedOut => {
                        format!("{client} gives up connecting: {server} does not answer.")
                    }
                    Unreachable::NoRoute => format!("{client} finds no way to {server}."),
                };
                (text, None)
            }
            Kind::Closed { conn, by } => {
                let by = self.cast.name(crate::holdings::host_at(self.trace, *conn, *by));
                (format!("{by} closes the connection."), None)
            }
            Kind::Reset { conn } => {
                let (client, server) = (self.client(*conn), self.server(*conn));
                (format!("The connection between {client} and {server} breaks."), None)
            }
            _ => (String::new(), None),
        }
    }

    fn client(&self, conn: relay_kernel::ConnNo) -> &str {
        self.cast.name(self.trace.conn(conn).client)
    }

    fn server(&self, conn: relay_kernel::ConnNo) -> String {
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
}

fn lookup(host: &str, question: &str, answer: &str) -> String {
    match question.split_once(' ') {
        Some(("MX", domain)) => {
            format!("{host} asks the DNS who takes mail for {domain}: {answer}.")
        }
        Some(("A", name)) => format!("{host} asks the DNS for the address of {name}: {answer}."),
        Some(("PTR", name)) => {
            let of = address(name).unwrap_or_else(|| name.to_owned());
            format!("{host} asks the DNS for the name of {of}: {answer}.")
        }
        _ => format!("{host} asks the DNS for {question}: {answer}."),
    }
}

/// `192.0.2.1` of `1.2.0.192.in-addr.arpa`.
fn address(name: &str) -> Option<String> {
    let octets: Vec<&str> = name.strip_suffix(".in-addr.arpa")?.rsplit('.').collect();
    Some(octets.join("."))
}

fn lookup_reason(question: &str) -> Option<String> {
    let because = match question.split(' ').next()? {
        "MX" => {
            "The part behind the @ decides where mail goes; the lowest preference is tried first."
        }
        "PTR" => {
            "The name goes into the Received line, beside the one that the client gives itself."
        }
        _ => return None,
    };
    Some(because.to_owned())
}
