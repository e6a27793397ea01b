//! Maildrops: where final delivery puts a message and POP3 finds it.

use relay_kernel::{EventKey, Journal, RecordId, SimDuration, SimTime};
use relay_mail::Content;
use relay_pop3::Uidl;

use crate::config::MailboxConfig;
use crate::fact::{ContentId, MailId};
use crate::session::SessionId;

/// A user's mailbox on this host.
#[derive(Clone, Debug)]
pub struct Maildrop {
    config: MailboxConfig,
    items: Vec<Item>,
    octets: u64,
    next_uid: u32,
    lock: Option<SessionId>,
    /// When it was opened last.
    opened: Option<SimTime>,
    stuffed: bool,
    /// When the host is woken to remove what was kept long enough.
    pub(crate) expiry: Option<(EventKey, SimTime)>,
    changes: Journal,
}

/// A message in a maildrop.
#[derive(Clone, Debug)]
pub struct Item {
    /// The copy that was delivered.
    pub mail: MailId,
    /// Which of its recipients this is.
    pub recipient: u16,
    /// Which delivery to this maildrop it was, from 1.
    pub no: u32,
    /// Its octets with the Return-Path on top.
    pub content: Content,
    /// The same in the log.
    pub content_id: ContentId,
    /// Its unique-id (RFC 1939 §7): never used again, the same in every session.
    pub uidl: Uidl,
    /// When it was delivered.
    pub at: SimTime,
    /// The record that says so.
    pub delivered: RecordId,
}

/// The unique-id of a message: its number in eight digits, or more if it has more.
fn uidl(no: u32) -> Uidl {
    let (mut digits, mut rest) = ([b'0'; 10], no);
    for digit in digits.iter_mut().rev() {
        *digit += u8::try_from(rest % 10).expect("one digit");
        rest /= 10;
    }
    let zeros = digits.iter().take(2).take_while(|digit| **digit == b'0').count();
    let text = core::str::from_utf8(&digits[zeros..]).expect("digits are ASCII");
    Uidl::parse(text).expect("some digits are a unique-id")
}

impl Maildrop {
    /// An empty maildrop.
    pub fn new(config: MailboxConfig) -> Self {
        Self {
            config,
            items: Vec::new(),
            octets: 0,
            next_uid: 1,
            lock: None,
            opened: None,
            stuffed: false,
            expiry: None,
            changes: Journal::default(),
        }
    }

    /// Its settings.
    pub fn config(&self) -> &MailboxConfig {
        &self.config
    }

    /// Its messages in order of delivery.
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// The message of that number, if it is still there.
    pub fn item(&self, no: u32) -> Option<&Item> {
        let place = self.items.binary_search_by_key(&no, |item| item.no).ok()?;
        self.items.get(place)
    }

    /// The numbers of the messages that came or went.
    pub(crate) fn changes(&mut self) -> &mut Journal {
        &mut self.changes
    }

    /// Octets that its messages take.
    pub fn octets(&self) -> u64 {
        self.octets
    }

    /// Whether a POP3 session has it open (RFC 1939 §4).
    pub fn is_locked(&self) -> bool {
        self.lock.is_some()
    }

    /// Whether `octets` more fit.
    pub fn has_room_for(&self, octets: u64) -> bool {
        !self.stuffed
            && self.items.len() < crate::limit::MAILDROP_ITEMS
            && self.config.quota.is_none_or(|quota| self.octets.saturating_add(octets) <= quota)
    }

    /// Whether something that is no mail takes all its room.
    pub fn is_stuffed(&self) -> bool {
        self.stuffed
    }

    /// Takes all its room, or gives it back.
    pub(crate) fn stuff(&mut self, stuffed: bool) {
        self.stuffed = stuffed;
    }

    /// Puts a message in.
    pub(crate) fn deliver(
        &mut self,
        (mail, recipient): (MailId, u16),
        content: Content,
        content_id: ContentId,
        (at, delivered): (SimTime, RecordId),
    ) {
        // The mailbox's own count: never used again, and telling nothing of the message.
        let no = self.next_uid;
        let uidl = uidl(no);
        self.next_uid += 1;
        self.octets += content.len() as u64;
        self.items.push(Item { mail, recipient, no, content, content_id, uidl, at, delivered });
        self.changes.note(no);
    }

    /// Whether it was opened last at least `delay` ago (RFC 2449 §6.5).
    pub(crate) fn may_open(&self, now: SimTime, delay: SimDuration) -> bool {
        self.opened.is_none_or(|opened| now.since(opened) >= delay)
    }

    /// Opens it for one session; nobody has it open.
    pub(crate) fn lock(&mut self, session: SessionId, now: SimTime) {
        debug_assert!(self.lock.is_none(), "the lock is exclusive (RFC 1939 §4)");
        (self.lock, self.opened) = (Some(session), Some(now));
    }

    /// Ends the exclusive use.
    pub(crate) fn unlock(&mut self) {
        self.lock = None;
    }

    /// Takes out the messages with these unique-ids.
    pub(crate) fn remove(&mut self, uidls: &[Uidl]) -> Vec<Item> {
        self.take_out(|item| uidls.contains(&item.uidl))
    }

    /// Takes out the messages that were delivered `retention` ago or before. Nobody has it open:
    /// message numbers mean the same throughout a session (RFC 1939 §5).
    pub(crate) fn expire(&mut self, now: SimTime, retention: SimDuration) -> Vec<Item> {
        debug_assert!(!self.is_locked(), "a session's messages stay");
        self.take_out(|item| now.since(item.at) >= retention)
    }

    fn take_out(&mut self, goes: impl Fn(&Item) -> bool) -> Vec<Item> {
        let (gone, kept): (Vec<Item>, Vec<Item>) =
            core::mem::take(&mut self.items).into_iter().partition(goes);
        self.items = kept;
        for item in &gone {
            self.changes.note(item.no);
        }
        self.octets = self.items.iter().map(|item| item.content.len() as u64).sum();
        gone
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unique_ids_have_eight_digits_or_more() {
        for no in [1, 99_999_999, 100_000_000, u32::MAX] {
            assert_eq!(uidl(no).as_str(), format!("{no:08}"));
        }
    }
}
