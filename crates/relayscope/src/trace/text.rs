//! The trace as text that a teacher would print: time, host, what happened, and why.

use core::fmt::{self, Write};

use relay_host::{Action, Fact, MailId, Origin, Unreachable, Untold, queue_id};
use relay_kernel::{RecordId, SimTime};
use relay_mail::{Calendar, ReversePath};
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;

use super::record::{HostId, Kind, Record, ResetKind, Side, Transit};
use super::{Trace, basis, other_author};
use crate::scenario::Scenario;

const CLOCK: &[BorrowedFormatItem<'_>] =
    format_description!("[month repr:short] [day] [hour]:[minute]:[second].[subsecond digits:3]");

/// Columns of what happened; what is longer pushes the reason to the right.
const WHAT_COLUMNS: usize = 64;

/// Writes records as lines of text.
#[derive(Clone, Copy, Debug)]
pub struct Writer<'a> {
    trace: &'a Trace,
    scenario: &'a Scenario,
    calendar: Calendar,
    host_columns: usize,
}

impl<'a> Writer<'a> {
    /// A writer for the records of `trace`, a run of `scenario`.
    pub fn new(trace: &'a Trace, scenario: &'a Scenario) -> Self {
        let longest = scenario.hosts.iter().map(|host| host.name.as_str().len()).max();
        let host_columns = longest.unwrap_or(0).max("the network".len());
        Self { trace, scenario, calendar: scenario.start.calendar(), host_columns }
    }

    /// The whole trace with a line of column titles.
    pub fn all(&self) -> String {
        let mut text = String::new();
        self.write_all(&mut text).expect("a string takes text");
        text
    }

    /// Writes the whole trace with a line of column titles.
    pub fn write_all(&self, out: &mut impl Write) -> fmt::Result {
        self.titles(out)?;
        (0..self.trace.records().len()).try_for_each(|n| self.line(RecordId::from_index(n), out))
    }

    /// Writes the line of column titles.
    pub fn titles(&self, out: &mut impl Write) -> fmt::Result {
        let columns = self.host_columns;
        let (what, why) = ("what happened", "why");
        writeln!(
            out,
            "{:>6}  {:<19}  {:<columns$}  {what:<WHAT_COLUMNS$}  {why}",
            "#", "time", "host"
        )
    }

    /// Writes one record: a line, and one more for each further line of a reply.
    pub fn line(&self, id: RecordId, out: &mut impl Write) -> fmt::Result {
        let record = self.trace.record(id);
        let what = self.what(record);
        let mut lines = what.lines();
        let columns = self.host_columns;
        let (time, host) = (self.time(record.at), self.host(record.host));
        let first = lines.next().unwrap_or_default();
        let why = self.why(id);
        writeln!(out, "{id:>6}  {time:<19}  {host:<columns$}  {first:<WHAT_COLUMNS$}  {why}")?;
        let indent = 6 + 2 + 19 + 2 + columns + 2;
        lines.try_for_each(|line| writeln!(out, "{:indent$}{line}", ""))
    }

    /// The date and time of a moment: `Mar 02 09:00:00.000`.
    pub fn time(&self, at: SimTime) -> String {
        self.calendar.at(at).format(CLOCK).expect("the format names what every moment has")
    }

    /// A host's name.
    pub fn host(&self, id: HostId) -> &'a str {
        self.scenario.hosts.get(id.index()).map_or("the network", |host| host.name.as_str())
    }

    /// The cause of a record and the rule behind it.
    pub fn why(&self, id: RecordId) -> String {
        let record = self.trace.record(id);
        let rule = basis(self.trace, record);
        if record.cause == id { rule.to_owned() } else { format!("← {}, {rule}", record.cause) }
    }

    /// What happened, in words; a reply of several lines takes as many.
    pub fn what(&self, record: &Record) -> String {
        match &record.kind {
            Kind::Started => "the scenario begins".to_owned(),
            Kind::Command(id) => {
                format!("command: {}", self.trace.command(*id).describe(self.scenario))
            }
            Kind::Host(fact) => self.fact(fact),
            Kind::Dialed { conn } => {
                let to = self.trace.conn(*conn);
                format!("connects to {} [{}]:{} ({conn})", self.host(to.server), to.addr, to.port)
            }
            Kind::Connected { conn } => format!("connected ({conn})"),
            Kind::DialFailed { conn, how } => {
                let to = self.trace.conn(*conn);
                let how = match how {
                    Unreachable::Refused => "refused: nobody listens",
                    Unreachable::TimedOut => "no answer",
                    Unreachable::NoRoute => "no way there",
                };
                format!("connection to {} [{}]:{}: {how}", self.host(to.server), to.addr, to.port)
            }
            Kind::Line { from, transit, start, len, .. } => {
                let octets = self.trace.octets(*start, *len);
                let text = String::from_utf8_lossy(octets);
                let said = text.lines().map(|line| format!("{} {}", speaker(*from), visible(line)));
                let said = said.collect::<Vec<_>>().join("\n");
                said + lost(*transit)
            }
            Kind::Block { from, transit, len, .. } => {
                format!("{} [{len} octets of text]{}", speaker(*from), lost(*transit))
            }
            Kind::Data { transit, content, start, len, .. } => {
                let size = self.trace.content(*content).len();
                let end = start + len;
                let lost = lost(*transit);
                format!("C: [content of {size} octets: wire octets {start} to {end}]{lost}")
            }
            Kind::Closed { conn, by } => {
                let who = if *by == Side::Client { "client" } else { "server" };
                format!("the {who} closes the connection ({conn})")
            }
            Kind::Reset { conn, how: ResetKind::TimedOut } => {
                format!("gave the connection up: nothing comes back ({conn})")
            }
            Kind::Reset { conn, .. } => format!("the connection broke ({conn})"),
            Kind::Lookup { question, answer } => {
                format!("DNS: {} → {}", self.trace.name(*question), self.trace.name(*answer))
            }
        }
    }

    fn fact(&self, fact: &Fact) -> String {
        let name = |id| self.trace.name(id);
        match fact {
            Fact::Accepted { mail } => self.accepted(*mail),
            Fact::Attempt { mail, nth, next_hop } => {
                format!("{}: attempt {nth}, next hop {}", self.mail(*mail), name(*next_hop))
            }
            Fact::Sending { mail, conn } => format!("{}: offered ({conn})", self.mail(*mail)),
            Fact::Relayed { mail, recipient, conn } => {
                let to = self.host(self.trace.conn(*conn).server);
                format!("{}: {to} is responsible now", self.to(*mail, *recipient))
            }
            Fact::InDoubt { mail, conn } => {
                let to = self.host(self.trace.conn(*conn).server);
                format!("{}: sent whole, no reply: {to} may have it ({conn})", self.mail(*mail))
            }
            Fact::Duplicate { mail, of } => {
                let (mail, of) = (self.mail(*mail), self.mail(*of));
                format!("{mail}: THE SAME MESSAGE AS {of}, whose 250 was lost")
            }
            Fact::Delivered { mail, recipient, mailbox, .. } => {
                let mailbox = name(*mailbox);
                format!("{}: put into the maildrop of {mailbox}", self.to(*mail, *recipient))
            }
            Fact::Distributed { mail, recipient, list } => {
                let (who, members) = (self.to(*mail, *recipient), self.recipients(*list));
                format!("{who}: the list sends it on to {members} as {}", self.mail(*list))
            }
            Fact::Deferred { mail, recipient, next_at, why, .. } => {
                let (who, at) = (self.to(*mail, *recipient), self.time(*next_at));
                format!("{who}: deferred until {at}, because {why}")
            }
            Fact::Failed { mail, recipient, why, .. } => {
                format!("{}: failed, because {why}", self.to(*mail, *recipient))
            }
            Fact::Reported { .. }
            | Fact::Notified { .. }
            | Fact::Frozen { .. }
            | Fact::NullPathRuleBroken { .. }
            | Fact::Discarded { .. }
            | Fact::ShownToUser { .. } => self.report(fact),
            Fact::MaildropOpened { mailbox, messages, .. } => {
                let noun = if *messages == 1 { "message" } else { "messages" };
                format!("maildrop of {} opened and locked: {messages} {noun}", name(*mailbox))
            }
            Fact::Retrieved { mail, .. } => format!("{}: read out", self.mail(*mail)),
            Fact::Deleted { mail, .. } => format!("{}: deleted by its owner", self.mail(*mail)),
            Fact::Expired { mail, mailbox, .. } => {
                let (mail, drop) = (self.mail(*mail), name(*mailbox));
                format!("{mail}: expired, and removed from the maildrop of {drop}")
            }
            Fact::Collecting { account } => format!("{} collects mail", name(*account)),
            Fact::Collected { account, content, .. } => {
                let octets = self.trace.content(*content).len();
                format!("{} has a message of {octets} octets", name(*account))
            }
            Fact::CollectDone { account, new, .. } => {
                format!("{} has collected: {new} new", name(*account))
            }
            Fact::CollectFailed { account, why } => {
                format!("{} could not collect, because {why}", name(*account))
            }
            Fact::Violation { breach, .. } => format!("breach of protocol: {}", name(breach.what)),
            Fact::TimedOut { reason, .. } => format!("waited too long: {}", name(*reason)),
        }
    }

    /// Who is told what became of a message, and who is not.
    fn report(&self, fact: &Fact) -> String {
        match fact {
            Fact::Reported { mail, report } => {
                let to = self.recipients(*report);
                format!("{}: reported to {to} by {}", self.mail(*mail), self.mail(*report))
            }
            Fact::Notified { mail, report } => {
                let (to, what) = (self.recipients(*report), self.reported(*report));
                format!("{}: {what}, {to} is told by {}", self.mail(*mail), self.mail(*report))
            }
            Fact::Frozen { mail, recipient, until } => {
                let (who, until) = (self.to(*mail, *recipient), self.time(*until));
                format!("{who}: frozen until {until}; its return path is <>, nobody is told")
            }
            Fact::NullPathRuleBroken { report, nth } => {
                let (report, path) = (self.mail(*report), self.reverse_path(*report));
                let max = relay_host::limit::BROKEN_RULE_REPORTS;
                format!(
                    "{report}: THE NULL-PATH RULE IS BROKEN: a report with the return path {path}, \
                     so it can bounce without end (number {nth}; stopped after {max})"
                )
            }
            Fact::Discarded { mail, recipient, why } => {
                let who = self.to(*mail, *recipient);
                let why = match why {
                    Untold::NullPath => "its return path is <>, nobody is told",
                    Untold::NotAsked => "the sender asked not to be told",
                    Untold::TripleBounce => "a triple bounce, nobody is told",
                    Untold::DoubleBounceSender => "reports about reports go out from there",
                };
                format!("{who}: discarded; {why}")
            }
            Fact::ShownToUser { mail, recipient } => {
                format!("{}: the user is shown that it failed", self.to(*mail, *recipient))
            }
            _ => String::new(),
        }
    }

    fn accepted(&self, mail: MailId) -> String {
        let (from, to) = (self.reverse_path(mail), self.recipients(mail));
        let how = match self.trace.mail(mail).1.origin {
            Origin::Written => "written here",
            Origin::Received { .. } => "accepted",
            Origin::Report { .. } | Origin::DoubleBounce { .. } => "report written here",
            Origin::List { .. } => "sent on by a list",
        };
        let author = other_author(self.trace, mail)
            .map(|author| format!("; the header says From: {}", visible(&author)));
        let author = author.unwrap_or_default();
        format!("{}: {how}, from {from} to {to}{author}", self.mail(mail))
    }

    fn reverse_path(&self, mail: MailId) -> &ReversePath {
        &self.trace.mail(mail).1.reverse_path
    }

    /// What a report tells.
    fn reported(&self, report: MailId) -> &'static str {
        match self.trace.mail(report).1.origin {
            Origin::Report { action, .. } => action.name(),
            _ => Action::Failed.name(),
        }
    }

    /// A copy's queue id.
    fn mail(&self, mail: MailId) -> String {
        queue_id(self.trace.mail(mail).1.queue_no).to_string()
    }

    fn recipients(&self, mail: MailId) -> String {
        match &*self.trace.mail(mail).1.recipients {
            [one] => one.to_string(),
            [first, rest @ ..] => format!("{first} and {} more", rest.len()),
            [] => "nobody".to_owned(),
        }
    }

    fn to(&self, mail: MailId, recipient: u16) -> String {
        let path = &self.trace.mail(mail).1.recipients[usize::from(recipient)];
        format!("{} to {path}", self.mail(mail))
    }
}

fn speaker(from: Side) -> &'static str {
    match from {
        Side::Client => "C:",
        Side::Server => "S:",
    }
}

fn lost(transit: Transit) -> &'static str {
    match transit {
        Transit::NEVER => "  (does not arrive)",
        Transit::HELD => "  (held back)",
        _ => "",
    }
}

/// A line with its control characters made visible: a peer's bytes must not move the cursor.
fn visible(line: &str) -> String {
    let shown = |c: char| match c {
        '\0'..='\x1f' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}'),
        '\x7f' => '\u{2421}',
        '\u{80}'..='\u{9f}' => '\u{fffd}',
        c => c,
    };
    line.chars().map(shown).collect()
}
