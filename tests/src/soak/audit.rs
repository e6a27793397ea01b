//! What a finished trace must show of every hand-over from one host to another.
//!
//! The ledger of the world follows one copy at a time. This looks at the two copies of a hand-over
//! together: the sender's, and the one that the receiver answers for after its 250.

use std::collections::BTreeMap;

use relay_host::{Fact, MailId, Origin};
use relay_kernel::{ConnNo, SimDuration, SimTime};
use relay_mail::ReversePath;
use relayscope::Command;
use relayscope::scenario::{HostNo, Scenario};
use relayscope::trace::{Kind, Record, Side, Trace};

/// One transaction of an SMTP session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandOver {
    /// The sender's copy.
    pub of: MailId,
    /// The connection.
    pub conn: ConnNo,
    /// What the receiver took: at most one copy.
    pub taken: Vec<MailId>,
    /// The recipients of `of`, by their places, that the sender takes to be passed on.
    pub passed: Vec<u16>,
    /// When the receiver's answer to the final dot arrives, if it does.
    pub answered: Option<SimTime>,
    /// When the connection ended for the sender.
    pub ended: Option<SimTime>,
    /// When something first came between the two: what was under way then may not arrive.
    pub cut: Option<SimTime>,
}

impl HandOver {
    /// Whether the answer reached the sender for sure: what arrives in the moment of the end may.
    fn is_heard(&self) -> bool {
        let ends = [self.ended, self.cut];
        self.answered.is_some_and(|at| ends.into_iter().flatten().all(|end| at < end))
    }

    /// Whether the answer can have reached the sender.
    fn may_be_heard(&self) -> bool {
        self.answered.is_some_and(|at| self.ended.is_none_or(|end| at <= end))
    }
}

/// All hand-overs of a run.
#[derive(Debug)]
pub struct Book<'a> {
    trace: &'a Trace,
    scenario: &'a Scenario,
    /// In the order in which they began.
    pub hand_overs: Vec<HandOver>,
    /// Copies that came over a connection on which nobody was sending.
    strays: Vec<MailId>,
    /// The hand-over under way on each connection.
    current: BTreeMap<ConnNo, usize>,
}

impl<'a> Book<'a> {
    /// Reads a trace.
    pub fn of(trace: &'a Trace, scenario: &'a Scenario) -> Self {
        let (hand_overs, strays, current) = (Vec::new(), Vec::new(), BTreeMap::new());
        let mut book = Self { trace, scenario, hand_overs, strays, current };
        for record in trace.records() {
            book.read(record);
        }
        book
    }

    fn under_way(&mut self, conn: ConnNo) -> Option<&mut HandOver> {
        self.current.get(&conn).map(|at| &mut self.hand_overs[*at])
    }

    fn read(&mut self, record: &Record) {
        match record.kind {
            Kind::Host(ref fact) => self.read_fact(record, fact),
            Kind::Line { conn, from: Side::Server, transit, .. } => {
                if let Some(it) = self.under_way(conn)
                    && !it.taken.is_empty()
                    && it.answered.is_none()
                    && let Some(micros) = transit.known()
                {
                    it.answered = Some(record.at + SimDuration::from_micros(micros.into()));
                }
            }
            Kind::Reset { conn, .. } | Kind::Closed { conn, by: Side::Client } => {
                self.end(conn, record.at);
            }
            Kind::Command(id) => self.read_command(record.at, self.trace.command(id)),
            _ => {}
        }
    }

    /// What breaks connections without a record of each.
    fn read_command(&mut self, at: SimTime, command: &Command) {
        for (conn, place) in &self.current {
            let it = &mut self.hand_overs[*place];
            let ends = self.trace.conn(*conn);
            match *command {
                Command::HostDown(HostNo(no)) if ends.client.0 == no => {
                    it.ended.get_or_insert(at);
                }
                ref command if parts(command, ends.client.0, ends.server.0) => {
                    it.cut.get_or_insert(at);
                }
                _ => {}
            }
        }
    }

    fn read_fact(&mut self, record: &Record, fact: &Fact) {
        match *fact {
            Fact::Sending { mail, conn } => {
                self.current.insert(conn, self.hand_overs.len());
                let (taken, passed) = (Vec::new(), Vec::new());
                let (answered, ended, cut) = (None, None, None);
                let of = mail;
                self.hand_overs.push(HandOver { of, conn, taken, passed, answered, ended, cut });
            }
            Fact::Accepted { mail } => {
                if let Origin::Received { conn } = self.trace.mail(mail).1.origin {
                    match self.under_way(conn) {
                        Some(it) => it.taken.push(mail),
                        None => self.strays.push(mail),
                    }
                }
            }
            Fact::Relayed { recipient, conn, .. } => {
                if let Some(it) = self.under_way(conn) {
                    it.passed.push(recipient);
                }
            }
            Fact::TimedOut { conn, .. } if self.trace.conn(conn).client == record.host => {
                self.end(conn, record.at);
            }
            _ => {}
        }
    }

    fn end(&mut self, conn: ConnNo, at: SimTime) {
        if let Some(it) = self.under_way(conn) {
            it.ended.get_or_insert(at);
        }
    }

    /// Verifies that whatever was passed on arrived, that nothing arrived twice but where a 250 was
    /// lost, and that reports keep to the null path. Returns how many such replies were lost.
    ///
    /// # Errors
    /// One sentence that says what is wrong.
    pub fn audit(&self) -> Result<u64, String> {
        if let Some(stray) = self.strays.first() {
            return Err(format!("copy {stray} came over a connection on which nobody sent"));
        }
        let mut lost = 0;
        for it in &self.hand_overs {
            lost += u64::from(self.one(it)?);
        }
        self.reports()?;
        Ok(lost)
    }

    /// True when its 250 was lost.
    fn one(&self, it: &HandOver) -> Result<bool, String> {
        let HandOver { of, conn, taken, passed, .. } = it;
        let [copy] = taken[..] else {
            return match (taken.len(), passed.len()) {
                (0, 0) => Ok(false),
                (0, n) => Err(format!("{n} recipients of copy {of} went to nobody, over {conn}")),
                (n, _) => Err(format!("copy {of} was taken {n} times at once, over {conn}")),
            };
        };
        let (sent, received) = (self.trace.mail(*of).1, self.trace.mail(copy).1);
        if sent.reverse_path != received.reverse_path {
            return Err(format!("copy {copy} has another return path than copy {of}"));
        }
        if passed.is_empty() {
            return if it.is_heard() {
                Err(format!("copy {copy} was taken with an answer, and copy {of} stays as well"))
            } else {
                Ok(true)
            };
        }
        if !it.may_be_heard() {
            return Err(format!("copy {of} was passed on without an answer, over {conn}"));
        }
        let mut named: Vec<_> =
            passed.iter().map(|place| &sent.recipients[usize::from(*place)]).collect();
        let mut there: Vec<_> = received.named().iter().collect();
        named.sort();
        there.sort();
        if named != there || received.recipients.is_empty() {
            return Err(format!("copy {copy} is for other recipients than copy {of} was"));
        }
        Ok(false)
    }

    /// Double bounces are about what has no return path; the null-path rule is broken by nobody
    /// who was not told to (RFC 5321 §4.5.5).
    fn reports(&self) -> Result<(), String> {
        for n in 0..self.trace.mail_count() {
            let mail = self.trace.mail(MailId::from_index(n)).1;
            if let Origin::DoubleBounce { about } = mail.origin
                && matches!(self.trace.mail(about).1.reverse_path, ReversePath::Mailbox(_))
            {
                return Err(format!("copy {n} is a double bounce about mail with a return path"));
            }
        }
        for record in self.trace.records() {
            if let Kind::Host(Fact::NullPathRuleBroken { report, .. }) = record.kind
                && !self.scenario.hosts[record.host.index()].bounces.break_null_path_rule
            {
                return Err(format!("copy {report} breaks the null-path rule unasked"));
            }
        }
        Ok(())
    }
}

/// Whether a command lets nothing through any more between two hosts.
fn parts(command: &Command, client: u32, server: u32) -> bool {
    match command {
        Command::CutLink([HostNo(a), HostNo(b)]) => {
            [(*a, *b), (*b, *a)].contains(&(client, server))
        }
        Command::Partition(side) => {
            side.contains(&HostNo(client)) != side.contains(&HostNo(server))
        }
        Command::GoOffline(HostNo(no)) => [client, server].contains(no),
        _ => false,
    }
}
