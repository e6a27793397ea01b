//! Deliveries: one attempt to bring one message to one next hop.
//!
//! ```text
//! start ─▶ Resolving ─▶ Dialing ─▶ Talking ─▶ over
//!   │ ▲        │ ▲          │ no connection      ▲
//!   ▼ │        │ └──────────┴─ next address or exchanger (RFC 5321 §5.1)
//! Waiting      └─ none is left: every open recipient is deferred or failed
//! ```

use core::net::Ipv4Addr;
use std::collections::BTreeMap;

use relay_kernel::{ConnNo, RecordId, Series, SimTime};
use relay_smtp::client::{Phase, Transaction};
use relay_smtp::reply::Heard;
use smol_str::SmolStr;

use crate::dsn::{Action, Remote};
use crate::exchanger::Candidates;
use crate::fact::{ContentId, DnsFailure, Fact, MailId, Unreachable, Why};
use crate::hop::Hop;
use crate::host::{Cx, Host};
use crate::input::Answer;
use crate::memory::Subject;
use crate::output::{Asker, Question};
use crate::queue::RecipientState;
use crate::report::asks_for_success;
use crate::retry::{Channel, Failed};
use crate::route::{NextHop, candidates};
use crate::session::SessionId;
use crate::setback::{Contact, Fault};
use crate::smtp_out::SmtpOut;

/// A delivery of one host; never used again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DeliveryId(pub(crate) u32);

/// One attempt.
#[derive(Clone, Debug)]
pub(crate) struct Delivery {
    pub(crate) entry: u32,
    /// The recipients whose fate is open, by their places in the entry.
    pub(crate) open: Vec<u16>,
    /// The recipients of the transaction under way, in the order of their RCPT commands; empty while
    /// they are those that are open.
    offered: Vec<u16>,
    pub(crate) hop: NextHop,
    stage: Stage,
    /// The servers still to be tried.
    candidates: Candidates,
    addrs_tried: usize,
    /// What went wrong with those that were tried.
    trouble: Option<Box<Why>>,
    /// The next host tells of what becomes of the message (RFC 3461).
    has_dsn: bool,
    /// The servers that were not reached.
    contact: Contact,
    /// Whether even servers that are to be left alone are tried.
    pub(crate) forced: bool,
    cause: RecordId,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// For one of the sessions that the next hop may have.
    Waiting,
    Resolving,
    Dialing,
    Talking(SessionId),
}

/// The deliveries under way and the sessions per next hop.
#[derive(Clone, Debug, Default)]
pub(crate) struct Deliveries {
    pub(crate) by_id: Series<Box<Delivery>>,
    pub(crate) hops: BTreeMap<NextHop, Hop>,
    /// Whether some next hop may have failures to be forgotten.
    pub(crate) troubled: bool,
}

impl Deliveries {
    /// Everything under way is gone.
    pub(crate) fn forget(&mut self) {
        self.by_id.clear();
        self.hops.clear();
        self.troubled = false;
    }

    pub(crate) fn get_mut(&mut self, id: DeliveryId) -> Option<&mut Delivery> {
        Some(&mut **self.by_id.get_mut(id.0)?)
    }
}

impl Host {
    pub(crate) fn start_delivery(
        &mut self,
        cx: &mut Cx<'_>,
        no: u32,
        hop: NextHop,
        places: Vec<u16>,
    ) {
        let entry = self.queue.get_mut(no).expect("its recipients were just grouped");
        let mut nth = 0;
        for &place in &places {
            let recipient = entry.recipient_mut(place);
            recipient.state = RecipientState::Active;
            recipient.attempts = recipient.attempts.saturating_add(1);
            nth = nth.max(recipient.attempts);
        }
        let (mail, forced) = (entry.mail, entry.forced);
        let next_hop = cx.log.name(&hop.name());
        let cause = cx.log.fact(cx.cause, Fact::Attempt { mail, nth, next_hop });
        let delivery = Delivery {
            entry: no,
            open: places,
            offered: Vec::new(),
            hop: hop.clone(),
            stage: Stage::Waiting,
            candidates: Candidates::default(),
            addrs_tried: 0,
            trouble: None,
            has_dsn: false,
            contact: Contact::default(),
            forced,
            cause,
        };
        let id = DeliveryId(self.deliveries.by_id.push(Box::new(delivery)));
        // One delivery finds out whether a host that could not be reached is back.
        let max = if self.memory.is_suspect(&hop) { 1 } else { self.config.concurrency_max };
        let sessions = self.deliveries.hops.entry(hop).or_default();
        if sessions.busy < max {
            sessions.busy += 1;
            self.resolve(cx.now, id);
            self.give_up_if_stuck(cx, id);
        } else {
            sessions.waiting.push_back(id);
        }
    }

    pub(crate) fn resolve(&mut self, now: SimTime, id: DeliveryId) {
        let Some(delivery) = self.deliveries.get_mut(id) else { return };
        delivery.stage = Stage::Resolving;
        let (hop, cause) = (delivery.hop.clone(), delivery.cause);
        match hop {
            NextHop::Domain(domain) => {
                self.outputs.resolve(Asker::Delivery(id), Question::Mx(domain), cause);
            }
            NextHop::SmartHost(host) => {
                delivery.candidates = Candidates::of_host(host.name.clone());
                self.outputs.resolve(Asker::Delivery(id), Question::A(host.name), cause);
            }
            NextHop::Literal(addr) => {
                delivery.candidates = Candidates::of_literal(addr);
                self.try_next(now, id, cause);
            }
        }
    }

    pub(crate) fn delivery_resolved(&mut self, cx: &mut Cx<'_>, id: DeliveryId, answer: Answer) {
        let Some(delivery) = self.deliveries.get_mut(id) else { return };
        // A host that is named in the settings may be this one; an exchanger must not be.
        let own = matches!(delivery.hop, NextHop::Domain(_)).then_some(self.config.addr);
        match (answer, &delivery.hop) {
            (Answer::Mx(found), NextHop::Domain(domain)) => {
                match candidates(&self.config, domain, found, &mut self.rng) {
                    Ok(exchangers) => delivery.candidates = Candidates::of_domain(exchangers),
                    Err(failure) => delivery.blame_dns(domain.text().clone(), failure),
                }
            }
            (Answer::A(answer), hop) => {
                let domain =
                    if let NextHop::Domain(domain) = hop { Some(domain.clone()) } else { None };
                if let Err((name, failure)) = delivery.candidates.looked_up(answer, own) {
                    let only_self = domain.filter(|_| failure == DnsFailure::OnlySelf);
                    delivery.blame_dns(only_self.unwrap_or(name).text().clone(), failure);
                }
            }
            (Answer::Mx(_) | Answer::Ptr(_), _) => {}
        }
        self.try_next(cx.now, id, cx.cause);
        self.give_up_if_stuck(cx, id);
    }

    /// Goes to the next address, or the next exchanger, or leaves the delivery resolving nothing:
    /// [`give_up_if_stuck`](Self::give_up_if_stuck) then ends it.
    fn try_next(&mut self, now: SimTime, id: DeliveryId, cause: RecordId) {
        let Some(delivery) = self.deliveries.get_mut(id) else { return };
        delivery.stage = Stage::Resolving;
        while delivery.addrs_tried < self.config.addresses_max
            && delivery.candidates.is_level_known()
            && let Some(addr) = delivery.candidates.next_addr()
        {
            let host = match delivery.candidates.current() {
                Some(name) => name.to_lower(),
                None => delivery.hop.name(),
            };
            let held = self.memory.holds(&self.config.schedule, &host, addr, now);
            let born = self.queue.get(delivery.entry).map_or(now, |entry| entry.born);
            let is_overdue = self.config.schedule.is_overdue(born, now);
            if let Some(held) = held.filter(|it| !delivery.forced && (it.expired || !is_overdue)) {
                delivery.contact.skipped(held.until, held.expired);
                let last = Box::new(held.why);
                delivery.blame(Why::Suspended { next_hop: host, until: held.until, last });
                continue;
            }
            delivery.addrs_tried += 1;
            delivery.stage = Stage::Dialing;
            let port = delivery.hop.port();
            let (spare, hop) = (self.spare.smtp_out(), delivery.hop.clone());
            let session = SmtpOut::open(spare, &self.config, hop, (host, addr), id);
            self.dial(session, (addr, port), cause);
            return;
        }
        if delivery.addrs_tried < self.config.addresses_max
            && let Some(exchanger) = delivery.candidates.to_look_up()
        {
            let question = Question::A(exchanger.clone());
            self.outputs.resolve(Asker::Delivery(id), question, cause);
        } else {
            delivery.stage = Stage::Waiting;
        }
    }

    /// Ends a delivery for which [`try_next`](Self::try_next) found nothing more to try.
    fn give_up_if_stuck(&mut self, cx: &mut Cx<'_>, id: DeliveryId) {
        if let Some(hop) = self.end_if_stuck(cx, id) {
            self.slot_freed(cx, &hop);
        }
    }

    /// The same; returns the next hop at which there is room now.
    pub(crate) fn end_if_stuck(&mut self, cx: &mut Cx<'_>, id: DeliveryId) -> Option<NextHop> {
        let delivery = self.deliveries.get_mut(id)?;
        if delivery.stage != Stage::Waiting {
            return None;
        }
        let why = delivery.trouble.take().map_or_else(
            || Why::Dns { name: delivery.hop.name(), failure: DnsFailure::NoRecords },
            |why| *why,
        );
        let contact = core::mem::take(&mut delivery.contact);
        if contact.was_tried() {
            let hop = delivery.hop.clone();
            self.reached_nobody(cx.now, &hop, &why);
        }
        let fault = if contact.is_some() {
            Fault::Hosts(contact)
        } else {
            Fault::Domain(self.deliveries.get_mut(id)?.hop.name())
        };
        self.settle_open(cx, id, &why, &fault);
        self.finish_delivery(cx, id)
    }

    /// Notes that a server could not be reached.
    fn missed(
        &mut self,
        now: SimTime,
        id: DeliveryId,
        (host, addr): (&SmolStr, Ipv4Addr),
        why: Why,
    ) {
        let Some(delivery) = self.deliveries.get_mut(id) else { return };
        let Some(entry) = self.queue.get(delivery.entry) else { return };
        let failed = Failed {
            born: entry.born,
            began: entry.began,
            now,
            null_sender: entry.reverse_path.is_null(),
            channel: Channel::Remote,
            is_host_error: true,
        };
        let how = (&self.config.schedule, self.config.patience);
        delivery.contact.tried(self.memory.failed(how, (host, addr), &failed, &why));
        delivery.blame(why);
    }

    pub(crate) fn delivery_unreachable(
        &mut self,
        cx: &mut Cx<'_>,
        session: &SmtpOut,
        how: Unreachable,
    ) {
        let Some(id) = session.delivery() else { return };
        let (host, addr) = (session.host.clone(), session.addr);
        let why = Why::Unreachable { host, addr, how };
        self.missed(cx.now, id, (&session.host, addr), why);
        self.try_next(cx.now, id, cx.cause);
        self.give_up_if_stuck(cx, id);
    }

    pub(crate) fn delivery_is_fresh(&self, id: DeliveryId) -> bool {
        self.deliveries.by_id.get(id.0).is_some_and(|delivery| delivery.stage == Stage::Dialing)
    }

    /// The next delivery that waits for `hop`, to be carried by a session that is open anyway.
    pub(crate) fn waiting_delivery(&mut self, hop: &NextHop) -> Option<DeliveryId> {
        let id = self.deliveries.hops.get_mut(hop)?.waiting.pop_front()?;
        self.deliveries.get_mut(id)?.stage = Stage::Dialing;
        Some(id)
    }

    /// What a session is to send for a delivery.
    pub(crate) fn begin_transaction(
        &mut self,
        cx: &mut Cx<'_>,
        id: DeliveryId,
        (session, host, addr): (SessionId, &SmolStr, Ipv4Addr),
        has_dsn: bool,
    ) -> Option<(Transaction, ContentId, MailId)> {
        let delivery = self.deliveries.get_mut(id)?;
        delivery.has_dsn = has_dsn;
        if delivery.stage == Stage::Dialing {
            self.memory.reached(&delivery.hop, host, addr);
        }
        delivery.stage = Stage::Talking(session);
        if self.deliveries.troubled {
            self.deliveries.forgive(id);
        }
        let delivery = self.deliveries.get_mut(id)?;
        delivery.offered.clear();
        let entry = self.queue.get(delivery.entry)?;
        let recipients = delivery.open.iter().map(|&place| {
            let recipient = entry.recipient(place);
            (recipient.path.clone(), recipient.params.clone())
        });
        let (content, content_id) = entry.forwarded(cx, &delivery.open);
        let transaction = Transaction {
            reverse_path: entry.reverse_path.clone(),
            params: entry.params.clone(),
            recipients: recipients.collect(),
            content,
        };
        Some((transaction, content_id, entry.mail))
    }

    pub(crate) fn recipient_refused(
        &mut self,
        cx: &mut Cx<'_>,
        id: DeliveryId,
        index: usize,
        why: Why,
    ) {
        let Some(delivery) = self.deliveries.get_mut(id) else { return };
        if delivery.offered.is_empty() {
            delivery.offered.clone_from(&delivery.open);
        }
        let Some(&place) = delivery.offered.get(index) else { return };
        delivery.open.retain(|&open| open != place);
        let no = delivery.entry;
        self.setback(cx, (no, place), why, &Fault::Recipient);
    }

    /// 2yz to the final dot: the next host is responsible for all recipients that it took.
    pub(crate) fn delivery_accepted(
        &mut self,
        cx: &mut Cx<'_>,
        id: DeliveryId,
        conn: ConnNo,
        (host, reply): (&str, Heard<'_>),
    ) {
        let Some(delivery) = self.deliveries.get_mut(id) else { return };
        let (no, open) = (delivery.entry, core::mem::take(&mut delivery.open));
        let has_dsn = delivery.has_dsn;
        let Some(entry) = self.queue.get_mut(no) else { return };
        let has_history = !self.memory.has_no_history();
        for recipient in open {
            let mail = entry.mail;
            let done = entry.recipient_mut(recipient);
            done.state = RecipientState::Done;
            done.tried_at = Some(cx.now);
            if has_history {
                self.memory.forget(&Subject::Recipient(done.path.clone()));
            }
            let because = cx.log.fact(cx.cause, Fact::Relayed { mail, recipient, conn });
            if !has_dsn && asks_for_success(&entry.recipient(recipient).params) {
                // RFC 3461 §5.2.2 b: nobody else will tell the sender.
                let remote = Remote { mta: host.to_owned(), reply: reply.to_string() };
                entry.tell(recipient, Action::Relayed, Some(remote), because);
            }
        }
    }

    /// The transaction was refused or lost as a whole.
    pub(crate) fn delivery_refused(
        &mut self,
        cx: &mut Cx<'_>,
        id: DeliveryId,
        (host, addr): (&SmolStr, Ipv4Addr),
        phase: Phase,
        why: Why,
    ) {
        let Some(delivery) = self.deliveries.get_mut(id) else { return };
        match phase {
            // Another exchanger may be in a better mood (RFC 5321 §5.1).
            Phase::Greeting | Phase::Hello => {
                delivery.stage = Stage::Dialing;
                self.missed(cx.now, id, (host, addr), why);
            }
            Phase::Idle => {}
            _ => {
                let fault = Fault::Message(host.clone(), addr);
                self.settle_open(cx, id, &why, &fault);
            }
        }
    }

    /// The session is gone. A delivery that it never got to offer goes to the next address and
    /// keeps its place at the next hop: true.
    pub(crate) fn delivery_lost_session(&mut self, cx: &mut Cx<'_>, id: DeliveryId) -> bool {
        let Some(delivery) = self.deliveries.get_mut(id) else { return false };
        if delivery.open.is_empty() || matches!(delivery.stage, Stage::Talking(_)) {
            let trouble = delivery.trouble.take();
            if let Some(why) = trouble {
                let contact = core::mem::take(&mut delivery.contact);
                self.settle_open(cx, id, &why, &Fault::Hosts(contact));
            }
            self.finish_delivery(cx, id);
            return false;
        }
        self.try_next(cx.now, id, cx.cause);
        self.give_up_if_stuck(cx, id);
        true
    }

    pub(crate) fn settle_open(
        &mut self,
        cx: &mut Cx<'_>,
        id: DeliveryId,
        why: &Why,
        fault: &Fault,
    ) {
        let Some(delivery) = self.deliveries.get_mut(id) else { return };
        let (no, open) = (delivery.entry, core::mem::take(&mut delivery.open));
        for place in open {
            self.setback(cx, (no, place), why.clone(), fault);
        }
    }

    /// Forgets a delivery and closes the pass of its entry; returns the hop it went to.
    pub(crate) fn finish_delivery(&mut self, cx: &mut Cx<'_>, id: DeliveryId) -> Option<NextHop> {
        let delivery = self.deliveries.by_id.remove(id.0)?;
        debug_assert!(delivery.open.is_empty(), "every recipient has met its fate");
        self.end_pass(cx, delivery.entry);
        Some(delivery.hop)
    }
}

impl Delivery {
    /// Notes what went wrong; something that may pass outweighs something that will not.
    fn blame(&mut self, why: Why) {
        let better =
            self.trouble.as_ref().is_some_and(|old| old.is_transient() && !why.is_transient());
        if !better {
            self.trouble = Some(Box::new(why));
        }
    }

    fn blame_dns(&mut self, name: impl Into<SmolStr>, failure: DnsFailure) {
        self.blame(Why::Dns { name: name.into(), failure });
    }
}
