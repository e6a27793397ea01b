//! Final delivery, submission by a host's own users, and the queue's own clock.

use relay_mail::header::{self, write_field, write_return_path};
use relay_mail::line::CRLF;
use relay_mail::{EnhancedCode, ForwardPath, ReversePath};
use relay_smtp::params::{MailParams, RcptParams};
use smol_str::SmolStr;

use crate::asked::Asked;
use crate::config::{Condition, SmartHost};
use crate::dsn::Action;
use crate::fact::{Fact, MailRecord, Origin, Why, queue_id};
use crate::host::{Cx, Host, Timer};
use crate::policy::FullMailbox;
use crate::queue::{Entry, RecipientState};
use crate::report::asks_for_success;
use crate::setback::Fault;
use crate::smtp_in::expansions;

/// Why a mailbox in that condition takes no mail, if it does not.
fn unfit(condition: Condition) -> Option<Why> {
    let (class, detail, text) = match condition {
        Condition::Good => return None,
        Condition::Disabled => (5, 1, "the mailbox is disabled"),
        Condition::Damaged => (4, 0, "the maildrop is damaged"),
    };
    let status = EnhancedCode::new(class, 2, detail);
    Some(Why::Local { status, text: SmolStr::new_static(text) })
}

impl Host {
    /// Puts a message into a maildrop, its return path on top (RFC 5321 §4.4).
    pub(crate) fn deliver_local(&mut self, cx: &mut Cx<'_>, no: u32, place: u16, drop: usize) {
        let entry = self.queue.get_mut(no).expect("an entry leaves when its pass is over");
        let recipient = entry.recipient_mut(place);
        recipient.attempts = recipient.attempts.saturating_add(1);
        if let Some(why) = unfit(self.maildrops[drop].config().condition) {
            return self.setback(cx, (no, place), why, &Fault::Local);
        }
        let entry = self.queue.get(no).expect("it was just there");
        let mut fields = core::mem::take(&mut self.spare.fields);
        fields.clear();
        write_return_path(&entry.reverse_path, &mut fields);
        self.write_delivered_to(entry.recipient(place), &mut fields);
        let content = entry.content.prepend(&fields);
        self.spare.fields = fields;
        if !self.maildrops[drop].has_room_for(content.len() as u64) {
            let is_final = self.config.policy.full_mailbox == FullMailbox::Refuse;
            let class = if is_final { 5 } else { 4 };
            let why = Why::Local {
                status: EnhancedCode::new(class, 2, 2),
                text: SmolStr::new_static("the mailbox is full"),
            };
            return self.setback(cx, (no, place), why, &Fault::Local);
        }
        let entry = self.queue.get_mut(no).expect("it was just there");
        let (mail, maildrop) = (entry.mail, &mut self.maildrops[drop]);
        let done = entry.recipient_mut(place);
        (done.state, done.tried_at) = (RecipientState::Done, Some(cx.now));
        let is_awaited = asks_for_success(&entry.recipient(place).params);
        let content_id = cx.log.content(&content);
        let mailbox = cx.log.name(&maildrop.config().name);
        let fact = Fact::Delivered { mail, recipient: place, content: content_id, mailbox };
        let because = cx.log.fact(cx.cause, fact);
        maildrop.deliver((mail, place), content, content_id, (cx.now, because));
        if is_awaited {
            entry.tell(place, Action::Delivered, None, because);
        }
        self.arm_expiry(drop);
    }

    /// A user of this host, or a program on it, hands in a message. It gets the fields that a
    /// message must have and lacks (RFC 6409 §8), and no trace line: it has not travelled.
    pub(crate) fn submit(
        &mut self,
        cx: &mut Cx<'_>,
        envelope: (ReversePath, Vec<(ForwardPath, RcptParams)>),
        params: MailParams,
        octets: &[u8],
        via: Option<SmartHost>,
    ) {
        let queue_no = self.queue.take_no();
        let mut fields = Vec::new();
        let (mut has_date, mut has_id, mut has_any) = (false, false, false);
        for (name, _) in header::fields(octets) {
            has_any = true;
            has_date |= name.eq_ignore_ascii_case(b"Date");
            has_id |= name.eq_ignore_ascii_case(b"Message-ID");
        }
        if !has_date {
            write_field("Date", self.config.calendar.rfc5322(cx.now), &mut fields);
        }
        if !has_id {
            let id = format_args!("<{}@{}>", queue_id(queue_no), self.config.name).to_string();
            write_field("Message-ID", id, &mut fields);
        }
        if !has_any && !octets.starts_with(CRLF) {
            // A text without any field is all body.
            fields.extend_from_slice(CRLF);
        }
        let (reverse_path, recipients) = envelope;
        let envelope = (reverse_path, params, recipients);
        self.enqueue(cx, queue_no, envelope, (&fields, octets), Origin::Written);
        if let Some(entry) = self.queue.get_mut(queue_no) {
            entry.via = via;
        }
    }

    /// Puts a message that was made on this host into its queue.
    pub(crate) fn enqueue(
        &mut self,
        cx: &mut Cx<'_>,
        queue_no: u32,
        (reverse_path, params, recipients): (
            ReversePath,
            MailParams,
            Vec<(ForwardPath, RcptParams)>,
        ),
        (fields, octets): (&[u8], &[u8]),
        origin: Origin,
    ) -> crate::MailId {
        let content = cx.log.store(fields, octets);
        let content_id = cx.log.content(&content);
        let (recipients, aliases) = self.expanded(&recipients, || content.head());
        let mail = cx.log.mail(MailRecord {
            queue_no,
            reverse_path: reverse_path.clone(),
            recipients: recipients.iter().map(|recipient| recipient.path.clone()).collect(),
            named: Box::default(),
            asked: Asked::of(&params, &recipients),
            content: content_id,
            origin,
        });
        let accepted = cx.log.fact(cx.cause, Fact::Accepted { mail });
        let entry = Entry {
            mail,
            reverse_path,
            params,
            via: None,
            recipients,
            content,
            content_id,
            born: cx.now,
            accepted,
            began: cx.now,
            news: expansions(aliases, accepted),
            warnings: 0,
            forced: false,
            list_depth: 0,
            may_be_marked: true,
        };
        self.queue.insert(queue_no, entry);
        self.ready.push_back((queue_no, accepted));
        mail
    }

    pub(crate) fn run_queue(&mut self, cx: &mut Cx<'_>) {
        for no in self.queue.numbers() {
            let entry = self.queue.get_mut(no).expect("the number was just listed");
            if entry.wake(None).is_some() {
                entry.forced = true;
                self.ready.push_back((no, cx.cause));
            }
        }
    }

    pub(crate) fn retry_due(&mut self, cx: &mut Cx<'_>, no: u32) {
        self.retry_timers.remove(&no);
        let Some(entry) = self.queue.get_mut(no) else { return };
        match entry.wake(Some(cx.now)) {
            Some(reason) => self.ready.push_back((no, reason)),
            None => self.arm_retry(no),
        }
    }

    /// Sees to it that the host wakes when the next recipient of an entry is due.
    pub(crate) fn arm_retry(&mut self, no: u32) {
        if let Some(key) = self.retry_timers.remove(&no) {
            self.timers.cancel(key);
        }
        if let Some(at) = self.queue.get(no).and_then(Entry::next_at) {
            self.retry_timers.insert(no, self.timers.schedule(at, Timer::Retry(no)));
        }
    }
}
