//! The queue: every message that this host is responsible for and has not yet passed on.

use relay_kernel::{Journal, RecordId, Series, SimTime};
use relay_mail::{Content, ForwardPath, Mailbox, ReversePath};
use relay_smtp::params::{MailParams, Orcpt, RcptParams};

use crate::config::SmartHost;
use crate::dsn::{Action, Remote};
use crate::fact::{ContentId, MailId, Why};

/// A message in the queue.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The copy.
    pub mail: MailId,
    /// Where reports go.
    pub reverse_path: ReversePath,
    /// What came with MAIL.
    pub params: MailParams,
    /// The host to hand it to, where a mail client's account names one.
    pub via: Option<SmartHost>,
    /// For whom it is, those that are done included: a recipient keeps its place.
    pub recipients: Vec<Recipient>,
    /// Its octets.
    pub content: Content,
    /// The same in the log.
    pub content_id: ContentId,
    /// When this host took responsibility.
    pub born: SimTime,
    /// The record that says so.
    pub accepted: RecordId,
    /// When the last pass over it began, in which what was due was tried.
    pub began: SimTime,
    /// What the sender asked to be told, and was not told yet.
    pub news: Vec<News>,
    /// How many times the sender was warned of the delay, or would have been.
    pub warnings: u64,
    /// Whether the pass under way tries even hosts that are to be left alone: somebody ran the
    /// queue.
    pub forced: bool,
    /// How many lists one after another sent it on, without leaving the host in between.
    pub list_depth: u8,
    /// Whether a Delivered-To field may be in its header: false where somebody looked and found none.
    pub may_be_marked: bool,
}

/// Good news of a recipient for whom NOTIFY asked for SUCCESS (RFC 3461 §5.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct News {
    /// The recipient; for an expanded alias the alias, which is no recipient any more.
    pub path: ForwardPath,
    /// What came with its RCPT.
    pub orcpt: Option<Orcpt>,
    /// What happened.
    pub action: Action,
    /// What the next host answered, if it went to one.
    pub remote: Option<Remote>,
    /// When that was tried; `None` for an expanded alias.
    pub tried_at: Option<SimTime>,
    /// The record that says what happened.
    pub because: RecordId,
}

/// One recipient of a message.
#[derive(Clone, Debug)]
pub struct Recipient {
    /// The forward-path.
    pub path: ForwardPath,
    /// What came with RCPT.
    pub params: RcptParams,
    /// The addresses of this host that stand for it and were named in its place, the first one
    /// first, where the host writes them into Delivered-To.
    pub through: Box<[Mailbox]>,
    /// How many attempts began.
    pub attempts: u16,
    /// When something was last tried for it; `None` when nothing was.
    pub tried_at: Option<SimTime>,
    /// Where it stands.
    pub state: RecipientState,
}

/// Where a recipient stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RecipientState {
    /// To be tried now.
    Due,
    /// An attempt is under way.
    Active,
    /// Deferred.
    Waiting {
        /// When the next attempt is due.
        next_at: SimTime,
        /// What went wrong last.
        why: Box<Why>,
        /// The record that says so.
        because: RecordId,
    },
    /// Failed for good, and kept for a while for the postmaster to look at (Exim).
    Frozen {
        /// When it is tried once more.
        until: SimTime,
        /// The record that says so.
        because: RecordId,
    },
    /// Failed for good; a report is due.
    Failed {
        /// What went wrong.
        why: Box<Why>,
        /// The record that says so.
        because: RecordId,
    },
    /// Not this host's any more: delivered, passed on, reported or discarded.
    Done,
}

impl Recipient {
    /// A recipient that is to be tried now.
    pub fn new(path: ForwardPath, params: RcptParams) -> Self {
        let (through, state) = (Box::default(), RecipientState::Due);
        Self { path, params, through, attempts: 0, tried_at: None, state }
    }
}

impl Entry {
    /// What was under way when the host went down is to be tried again.
    pub(crate) fn interrupted(&mut self) {
        for recipient in &mut self.recipients {
            if recipient.state == RecipientState::Active {
                recipient.state = RecipientState::Due;
            }
        }
    }

    /// Makes every waiting recipient due, or those that are due by `now`; returns the record that
    /// says why the first of them waited.
    pub(crate) fn wake(&mut self, now: Option<SimTime>) -> Option<RecordId> {
        let mut reason = None;
        for recipient in &mut self.recipients {
            let (due, because) = match recipient.state {
                RecipientState::Waiting { next_at, because, .. } => {
                    (now.is_none_or(|now| next_at <= now), because)
                }
                // A queue run by hand leaves what is frozen alone.
                RecipientState::Frozen { until, because } => {
                    (now.is_some_and(|now| until <= now), because)
                }
                _ => continue,
            };
            if due {
                reason = reason.or(Some(because));
                recipient.state = RecipientState::Due;
            }
        }
        reason
    }

    /// Makes every waiting recipient due whose path is such; the same.
    pub(crate) fn wake_for(&mut self, such: impl Fn(&ForwardPath) -> bool) -> Option<RecordId> {
        let mut reason = None;
        for recipient in self.recipients.iter_mut().filter(|recipient| such(&recipient.path)) {
            if let RecipientState::Waiting { because, .. } = recipient.state {
                reason = reason.or(Some(because));
                recipient.state = RecipientState::Due;
            }
        }
        reason
    }

    /// The places of the recipients that are to be tried now.
    pub fn due(&self) -> impl Iterator<Item = u16> + '_ {
        self.places(|state| matches!(state, RecipientState::Due))
    }

    /// The place of the first recipient from `from` on that is to be tried now.
    pub(crate) fn next_due(&self, from: usize) -> Option<u16> {
        let is_due = |recipient: &Recipient| recipient.state == RecipientState::Due;
        let found = from + self.recipients.get(from..)?.iter().position(is_due)?;
        u16::try_from(found).ok()
    }

    /// The places of the recipients whose state is such.
    pub fn places(&self, such: fn(&RecipientState) -> bool) -> impl Iterator<Item = u16> + '_ {
        (0..).zip(&self.recipients).filter(move |(_, r)| such(&r.state)).map(|(place, _)| place)
    }

    /// The recipient at `place`.
    pub fn recipient(&self, place: u16) -> &Recipient {
        &self.recipients[usize::from(place)]
    }

    /// Notes good news of a recipient, for the sender who asked for it; nobody can be told where the
    /// return path is null.
    pub(crate) fn tell(
        &mut self,
        place: u16,
        action: Action,
        remote: Option<Remote>,
        because: RecordId,
    ) {
        if self.reverse_path.mailbox().is_some() {
            let Recipient { path, params, tried_at, .. } = self.recipient(place);
            let (path, orcpt, tried_at) = (path.clone(), params.orcpt.clone(), *tried_at);
            self.news.push(News { path, orcpt, action, remote, tried_at, because });
        }
    }

    pub(crate) fn recipient_mut(&mut self, place: u16) -> &mut Recipient {
        &mut self.recipients[usize::from(place)]
    }

    /// When the next waiting or frozen recipient is due.
    pub fn next_at(&self) -> Option<SimTime> {
        let waiting = self.recipients.iter().filter_map(|recipient| match recipient.state {
            RecipientState::Waiting { next_at, .. } => Some(next_at),
            RecipientState::Frozen { until, .. } => Some(until),
            _ => None,
        });
        waiting.min()
    }

    /// Whether no recipient is left.
    pub fn is_done(&self) -> bool {
        self.recipients.iter().all(|recipient| recipient.state == RecipientState::Done)
    }
}

/// All entries, by the host's own numbers.
#[derive(Clone, Debug, Default)]
pub struct Queue {
    entries: Series<Box<Entry>>,
    next_no: u32,
    octets: u64,
    changes: Journal,
}

impl Queue {
    /// The entries in order of arrival, with their queue numbers.
    pub fn entries(&self) -> impl Iterator<Item = (u32, &Entry)> {
        self.entries.iter().map(|(no, entry)| (no, &**entry))
    }

    /// The entry of that number, if it is still there.
    pub fn entry(&self, no: u32) -> Option<&Entry> {
        self.get(no)
    }

    /// The numbers of the entries that came, changed or went.
    pub(crate) fn changes(&mut self) -> &mut Journal {
        &mut self.changes
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Octets of all contents together; those that several entries share count for each.
    pub fn octets(&self) -> u64 {
        self.octets
    }

    /// Whether there is no entry.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The first entry gets this number.
    pub(crate) fn begin_at(&mut self, no: u32) {
        debug_assert!(self.entries.is_empty(), "no number was given yet");
        self.next_no = no;
    }

    /// The number that the next entry gets.
    pub(crate) fn take_no(&mut self) -> u32 {
        let no = self.next_no;
        self.next_no += 1;
        no
    }

    pub(crate) fn insert(&mut self, no: u32, entry: Entry) {
        self.changes.note(no);
        self.octets += entry.content.len() as u64;
        self.entries.insert(no, Box::new(entry));
    }

    pub(crate) fn get(&self, no: u32) -> Option<&Entry> {
        Some(&**self.entries.get(no)?)
    }

    pub(crate) fn get_mut(&mut self, no: u32) -> Option<&mut Entry> {
        self.changes.note(no);
        Some(&mut **self.entries.get_mut(no)?)
    }

    /// Removes the entry when no recipient is left.
    pub(crate) fn settle(&mut self, no: u32) {
        if let Some(done) = self.get(no).filter(|entry| entry.is_done()) {
            self.octets -= done.content.len() as u64;
            self.changes.note(no);
            self.entries.remove(no);
        }
    }

    pub(crate) fn numbers(&self) -> Vec<u32> {
        self.entries.iter().map(|(no, _)| no).collect()
    }
}

impl crate::Host {
    /// The same host, the first entry of whose queue gets this number. To be said before there is one.
    #[must_use]
    pub fn numbered_from(mut self, no: u32) -> Self {
        self.queue.begin_at(no);
        self
    }
}
