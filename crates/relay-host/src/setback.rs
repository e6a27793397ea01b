//! What follows when an attempt for a recipient failed: it waits, or it is given up.

use core::net::Ipv4Addr;

use relay_kernel::SimTime;
use smol_str::SmolStr;

use crate::fact::{Fact, Why};
use crate::host::{Cx, Host};
use crate::limit;
use crate::memory::Subject;
use crate::queue::RecipientState;
use crate::retry::{Channel, Failed, Next, Schedule};

/// What an attempt failed at.
#[derive(Clone, Debug)]
pub(crate) enum Fault {
    /// Final delivery at this host.
    Local,
    /// What a server said of one recipient.
    Recipient,
    /// What a server said of the message, or how it left in the middle of it.
    Message(SmolStr, Ipv4Addr),
    /// The domain system.
    Domain(SmolStr),
    /// No server could be reached.
    Hosts(Contact),
}

impl Fault {
    /// Whether something was tried: a server of the next hop, the domain system, the host itself.
    fn was_tried(&self) -> bool {
        if let Self::Hosts(contact) = self { contact.was_tried() } else { true }
    }
}

/// The servers of one attempt that were not reached.
#[derive(Clone, Debug, Default)]
pub(crate) struct Contact {
    /// For each that was tried, what its own rules say, where hosts have rules.
    tried: Vec<Option<Next>>,
    /// For each that was left alone, until when, and whether it has failed for too long.
    skipped: Vec<(SimTime, bool)>,
}

impl Contact {
    pub(crate) fn tried(&mut self, next: Option<Next>) {
        self.tried.push(next);
    }

    pub(crate) fn skipped(&mut self, until: SimTime, expired: bool) {
        self.skipped.push((until, expired));
    }

    /// Whether a server was looked at, tried or not.
    pub(crate) fn is_some(&self) -> bool {
        self.was_tried() || !self.skipped.is_empty()
    }

    /// Whether a server was tried.
    pub(crate) fn was_tried(&self) -> bool {
        !self.tried.is_empty()
    }

    /// Exim: an address times out when all its hosts have, those that were left out as well as those
    /// that were tried (`src/transports/smtp.c`).
    fn next_by_hosts(&self, schedule: &Schedule) -> Option<Next> {
        let Schedule::Exim(rules) = schedule else { return None };
        let tried = self.tried.iter().flatten();
        let times = tried.filter_map(|next| match next {
            Next::At(at) => Some(*at),
            Next::GiveUp(_) => None,
        });
        let skipped = self.skipped.iter().map(|(until, _)| schedule.look(*until));
        let all_late = times.clone().next().is_none() && self.skipped.iter().all(|(_, late)| *late);
        let next = if all_late { None } else { times.chain(skipped).min() };
        Some(next.map_or(Next::GiveUp(rules.lifetime()), Next::At))
    }

    /// A message for hosts that are all left alone for a while is tried when one may be.
    fn free_at(&self, schedule: &Schedule) -> Option<SimTime> {
        let by_list = matches!(schedule, Schedule::Rfc(_)) && !self.was_tried();
        if by_list { self.skipped.iter().map(|(until, _)| *until).min() } else { None }
    }
}

impl Host {
    /// An attempt for one recipient failed: it waits, or it is given up.
    pub(crate) fn setback(
        &mut self,
        cx: &mut Cx<'_>,
        (no, place): (u32, u16),
        why: Why,
        fault: &Fault,
    ) {
        let Some(entry) = self.queue.get(no) else { return };
        let mail = entry.mail;
        let failed = Failed {
            born: entry.born,
            began: entry.began,
            now: cx.now,
            null_sender: entry.reverse_path.is_null(),
            channel: if let Fault::Local = fault { Channel::Local } else { Channel::Remote },
            is_host_error: matches!(fault, Fault::Message(..) | Fault::Hosts(_)),
        };
        let tried = fault.was_tried();
        let may_wait = why.is_transient() && entry.recipient(place).attempts < limit::ATTEMPTS;
        let next = may_wait.then(|| self.next(no, place, &failed, &why, fault));
        let Some(entry) = self.queue.get_mut(no) else { return };
        let recipient = entry.recipient_mut(place);
        if tried {
            recipient.tried_at = Some(cx.now);
        }
        let why = match next {
            Some(Next::At(next_at)) => {
                // Schedules count whole seconds: what is due in this one is due now.
                let next_at = next_at.max(cx.now);
                let why = Box::new(why);
                let shown = why.clone();
                let fact = Fact::Deferred { mail, recipient: place, next_at, tried, why: shown };
                let because = cx.log.fact(cx.cause, fact);
                recipient.state = RecipientState::Waiting { next_at, why, because };
                return;
            }
            Some(Next::GiveUp(lifetime)) => Why::Expired { lifetime, last: Box::new(why) },
            None => why,
        };
        let why = Box::new(why);
        let fact = Fact::Failed { mail, recipient: place, tried, why: why.clone() };
        let because = cx.log.fact(cx.cause, fact);
        recipient.state = RecipientState::Failed { why, because };
    }

    fn next(&mut self, no: u32, place: u16, failed: &Failed, why: &Why, fault: &Fault) -> Next {
        let schedule = &self.config.schedule;
        if let Fault::Hosts(contact) = fault
            && let Some(next) = contact.next_by_hosts(schedule)
        {
            return next;
        }
        let Schedule::Exim(rules) = schedule else {
            let (next, _) = schedule.next(failed, &mut None);
            let free_at =
                if let Fault::Hosts(contact) = fault { contact.free_at(schedule) } else { None };
            return match (next, free_at) {
                (Next::At(_), Some(free_at)) => Next::At(free_at),
                (next, _) => next,
            };
        };
        let entry = self.queue.get(no).expect("its recipient just failed");
        let subject = match fault {
            Fault::Domain(name) => Subject::Domain(name.clone()),
            Fault::Message(host, addr) => Subject::Message(host.clone(), *addr, entry.mail),
            Fault::Local | Fault::Recipient | Fault::Hosts(_) => {
                Subject::Recipient(entry.recipient(place).path.clone())
            }
        };
        self.memory.note(rules, subject, failed, why)
    }

    /// When nothing of an entry is under way any more, its failures are reported together
    /// (RFC 5321 §4.4) and what is left waits.
    pub(crate) fn end_pass(&mut self, cx: &mut Cx<'_>, no: u32) {
        let Some(entry) = self.queue.get_mut(no) else { return };
        let busy =
            |state: &RecipientState| matches!(state, RecipientState::Due | RecipientState::Active);
        if entry.places(busy).next().is_some() {
            return;
        }
        entry.forced = false;
        if !entry.is_done() || !entry.news.is_empty() {
            self.report(cx, no);
        }
        self.queue.settle(no);
        self.arm_retry(no);
    }
}
