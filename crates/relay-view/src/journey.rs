//! Messages on their way: which copy came from which, where each was, how long, and what became of
//! it.

mod collecting;
mod compare;
mod parting;

use std::collections::BTreeMap;

use relay_host::{ContentId, Fact, MailId, Origin, queue_id};
use relay_kernel::{ConnNo, RecordId, SimTime};
use relay_smtp::params::{MailParams, RcptParams};
use relayscope::trace::{HostId, Kind, Trace};

use crate::holdings::Guise;
use crate::plain;

use collecting::Collecting;
pub use compare::{Difference, compare};
pub use parting::{Course, Next, Parting, parting};

/// A message and all copies of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Journey {
    /// The copy with which it came into the world.
    pub root: MailId,
    /// What it looks like.
    pub guise: Guise,
    /// What its Subject field says; may be empty.
    pub subject: String,
    /// What its From field says, which need not be its return path.
    pub header_from: String,
    /// What its To field says; may be empty.
    pub header_to: String,
    /// What its Cc field says; may be empty.
    pub header_cc: String,
    /// The message that it reports on, for a report.
    pub about: Option<MailId>,
    /// The copies in order of arrival, the root first.
    pub copies: Vec<Copy>,
}

/// A copy at one host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copy {
    /// Which one.
    pub mail: MailId,
    /// The copy that it came from; `None` for the root.
    pub parent: Option<MailId>,
    /// Where.
    pub host: HostId,
    /// The host's own number for it.
    pub queue_id: String,
    /// The record that says that the host took responsibility.
    pub accepted: RecordId,
    /// When that was.
    pub at: SimTime,
    /// The envelope's reverse-path.
    pub reverse_path: String,
    /// The envelope's forward-paths, each with what became of it here.
    pub recipients: Vec<(String, Fate)>,
    /// By which hosts it was collected, each with the first time, by the recipient's place among them.
    pub collected: BTreeMap<usize, Vec<(HostId, SimTime)>>,
    /// When it left its maildrop here, by the recipient's place, where no mail client of the scenario
    /// took it away.
    pub removed: BTreeMap<usize, SimTime>,
    /// What the envelope says about reports, where it says anything.
    pub asked: Option<Asked>,
    /// Its octets, as they came.
    pub content: ContentId,
    /// Its octets in a maildrop of this host, where it lies in one: with Return-Path on top.
    pub stored: Option<ContentId>,
}

/// What an envelope says about reports (RFC 3461 §4) at one host, in the words of the commands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Of the message, as MAIL says it: `RET=HDRS ENVID=QQ314159`. May be empty.
    pub of_message: String,
    /// Of each recipient, as RCPT says it: `NOTIFY=NEVER`; what an alias stands for has what is handed on.
    /// May be empty.
    pub of_recipients: Vec<String>,
}

impl Asked {
    fn new(asked: &relay_host::Asked) -> Self {
        let (ret, envid) = (asked.ret, asked.envid.clone());
        let mail = MailParams { ret, envid, ..MailParams::default() };
        let text = |write: &dyn Fn(&mut Vec<u8>)| {
            let mut out = Vec::new();
            write(&mut out);
            String::from_utf8_lossy(&out).trim_start().to_owned()
        };
        let of_recipient = |params: &RcptParams| text(&|out| params.write(out));
        Self {
            of_message: text(&|out| mail.write(out)),
            of_recipients: asked.recipients.iter().map(of_recipient).collect(),
        }
    }
}

/// What became of a recipient at one host, so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is in the queue.
    Queued,
    /// It waits there for another attempt.
    Waiting {
        /// The record that says so.
        because: RecordId,
        /// When the next attempt is due.
        next_at: SimTime,
    },
    /// Another host has it.
    PassedOn(SimTime),
    /// It lies in a maildrop.
    Delivered(SimTime),
    /// It was given up.
    GivenUp(SimTime),
}

impl Fate {
    /// When it left the queue.
    pub fn left_at(&self) -> Option<SimTime> {
        match self {
            Self::PassedOn(at) | Self::Delivered(at) | Self::GivenUp(at) => Some(*at),
            Self::Queued | Self::Waiting { .. } => None,
        }
    }
}

impl Copy {
    /// When the last recipient left the host.
    pub fn left_at(&self) -> Option<SimTime> {
        let all = self.recipients.iter().map(|(_, fate)| fate.left_at());
        all.collect::<Option<Vec<_>>>()?.into_iter().max()
    }
}

/// Every message among the first `records` records, in order of appearance.
pub fn journeys(trace: &Trace, records: usize) -> Vec<Journey> {
    let mut reader = Reader::new(trace);
    for (at, record) in trace.records().iter().enumerate().take(records) {
        if let Kind::Host(fact) = &record.kind {
            reader.take(RecordId::from_index(at), record.at, fact);
            if let Some(of) = reader.collecting.take(fact) {
                reader.collected(of, record.host, record.at);
            }
        }
    }
    reader.journeys
}

struct Reader<'a> {
    trace: &'a Trace,
    journeys: Vec<Journey>,
    /// The journey and the place in it of each copy.
    places: BTreeMap<MailId, (usize, usize)>,
    /// What a connection carries now.
    carried: BTreeMap<ConnNo, MailId>,
    collecting: Collecting,
}

impl<'a> Reader<'a> {
    fn new(trace: &'a Trace) -> Self {
        Self {
            trace,
            journeys: Vec::new(),
            places: BTreeMap::new(),
            carried: BTreeMap::new(),
            collecting: Collecting::default(),
        }
    }

    fn take(&mut self, id: RecordId, at: SimTime, fact: &Fact) {
        match fact {
            Fact::Accepted { mail } => self.accepted(id, at, *mail),
            Fact::Sending { mail, conn } => {
                self.carried.insert(*conn, *mail);
            }
            Fact::Relayed { mail, recipient, .. } => {
                self.set(*mail, *recipient, Fate::PassedOn(at));
            }
            Fact::Delivered { mail, recipient, content, .. } => {
                self.set(*mail, *recipient, Fate::Delivered(at));
                self.store(*mail, *content);
            }
            Fact::Deleted { mail, recipient, conn } if !self.collecting.is_of_client(*conn) => {
                self.removed(*mail, *recipient, at);
            }
            Fact::Expired { mail, recipient, .. } => self.removed(*mail, *recipient, at),
            Fact::Failed { mail, recipient, .. } => self.set(*mail, *recipient, Fate::GivenUp(at)),
            Fact::Deferred { mail, recipient, next_at, .. } => {
                let fate = Fate::Waiting { because: id, next_at: *next_at };
                self.set(*mail, *recipient, fate);
            }
            _ => {}
        }
    }

    fn accepted(&mut self, id: RecordId, at: SimTime, mail: MailId) {
        let (host, record) = self.trace.mail(mail);
        let parent = match record.origin {
            Origin::Received { conn } => self.carried.get(&conn).copied(),
            _ => None,
        };
        let recipients = record.recipients.iter().map(|path| (path.to_string(), Fate::Queued));
        let copy = Copy {
            mail,
            parent,
            host,
            queue_id: queue_id(record.queue_no).to_string(),
            accepted: id,
            at,
            reverse_path: record.reverse_path.to_string(),
            recipients: recipients.collect(),
            collected: BTreeMap::new(),
            removed: BTreeMap::new(),
            asked: record.asked.as_deref().map(Asked::new),
            content: record.content,
            stored: None,
        };
        let known = parent.and_then(|parent| self.places.get(&parent));
        let journey = if let Some(&(journey, _)) = known {
            journey
        } else {
            self.journeys.push(self.begin(mail));
            self.journeys.len() - 1
        };
        let copies = &mut self.journeys[journey].copies;
        self.places.insert(mail, (journey, copies.len()));
        copies.push(copy);
    }

    fn begin(&self, mail: MailId) -> Journey {
        let (_, record) = self.trace.mail(mail);
        let head = self.trace.content(record.content).head();
        let field = |name| plain::addresses(head, name);
        Journey {
            root: mail,
            guise: Guise::of(self.trace, mail),
            subject: plain::subject(head),
            header_from: field("From"),
            header_to: field("To"),
            header_cc: field("Cc"),
            about: match record.origin {
                Origin::Report { about, .. } => Some(about),
                _ => None,
            },
            copies: Vec::new(),
        }
    }

    fn store(&mut self, mail: MailId, content: ContentId) {
        if let Some(&(journey, place)) = self.places.get(&mail) {
            self.journeys[journey].copies[place].stored.get_or_insert(content);
        }
    }

    fn collected(&mut self, (mail, recipient): (MailId, usize), by: HostId, at: SimTime) {
        let Some(&(journey, place)) = self.places.get(&mail) else { return };
        let copy = &mut self.journeys[journey].copies[place];
        let known = copy.collected.entry(recipient).or_default();
        if known.iter().all(|(host, _)| *host != by) {
            known.push((by, at));
        }
    }

    fn removed(&mut self, mail: MailId, recipient: u16, at: SimTime) {
        let Some(&(journey, place)) = self.places.get(&mail) else { return };
        self.journeys[journey].copies[place].removed.insert(usize::from(recipient), at);
    }

    fn set(&mut self, mail: MailId, recipient: u16, fate: Fate) {
        let Some(&(journey, place)) = self.places.get(&mail) else { return };
        let copy = &mut self.journeys[journey].copies[place];
        if let Some((_, known)) = copy.recipients.get_mut(usize::from(recipient)) {
            *known = fate;
        }
    }
}
