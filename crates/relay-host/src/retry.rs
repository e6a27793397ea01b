//! When a deferred recipient is tried again, and when it is given up.
//!
//! Each profile is the schedule of a real product, from that product's public sources. Virtual
//! time starts with the scenario; a product that scans its queue does so at multiples of its
//! interval. The products count whole seconds, and so do these schedules.
//!
//! [`Schedule::next`] answers for one failed attempt; [`plan`] puts the answers for a destination
//! that never works into a list.

mod exim;
mod plan;
mod postfix;
mod qmail;
mod rfc;
mod rule;

use relay_kernel::{SimDuration, SimTime};

pub use exim::{Exim, EximRule};
pub use plan::{Planned, Timetable, plan};
pub use postfix::Postfix;
pub use qmail::Qmail;
pub use rfc::Rfc;
pub use rule::Rule;

/// A product's schedule with its constants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Schedule {
    /// Postfix: the back-off is the message's age, clamped (`src/qmgr/qmgr_active.c`).
    Postfix(Postfix),
    /// Exim: rules by how long the host has failed (`src/retry.c`).
    Exim(Exim),
    /// qmail: quadratic (`qmail-send.c`).
    Qmail(Qmail),
    /// The floor that RFC 5321 §4.5.4.1 sets.
    Rfc(Rfc),
}

/// Where an attempt went to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channel {
    /// Another host.
    Remote,
    /// A maildrop of this host.
    Local,
}

/// What is known when an attempt has failed.
#[derive(Clone, Copy, Debug)]
pub struct Failed {
    /// When the message came into the queue.
    pub born: SimTime,
    /// When the host took the message out of the queue for it.
    pub began: SimTime,
    /// When the attempt ended.
    pub now: SimTime,
    /// Whether the message has the null reverse-path.
    pub null_sender: bool,
    /// Where the attempt went to.
    pub channel: Channel,
    /// Whether a host failed as a whole, and not what it said of one recipient or message.
    pub is_host_error: bool,
}

impl Failed {
    /// The moment in whole seconds.
    fn now_secs(&self) -> SimTime {
        whole(self.now)
    }

    /// How long the message has been in the queue, in whole seconds.
    fn age(&self) -> SimDuration {
        SimDuration::from_secs(self.now.since(self.born).as_secs())
    }
}

/// The whole seconds of a moment: products keep no more.
pub(crate) fn whole(at: SimTime) -> SimTime {
    SimTime::START + SimDuration::from_secs(at.as_secs())
}

/// What is remembered between the failures of one thing: a host, a domain, a recipient, a message
/// at a host. Only Exim's rules need it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct History {
    /// The first failure since it last worked.
    pub first_failed: SimTime,
    /// The last try.
    pub last_try: SimTime,
    /// Not to be tried before.
    pub next_try: SimTime,
    /// Whether it has failed for longer than its last rule holds.
    pub expired: bool,
}

/// What follows a failed attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Try again then.
    At(SimTime),
    /// Give up; the message was tried for this lifetime.
    GiveUp(SimDuration),
}

impl Schedule {
    /// Postfix as it is delivered.
    pub fn postfix() -> Self {
        Self::Postfix(Postfix::default())
    }

    /// Exim with the rules of its default configuration: `F,2h,15m; G,16h,1h,1.5; F,4d,6h`.
    pub fn exim() -> Self {
        Self::Exim(Exim::default())
    }

    /// qmail as it is delivered.
    pub fn qmail() -> Self {
        Self::Qmail(Qmail::default())
    }

    /// Two attempts in the first hour, then one every two hours, for five days.
    pub fn rfc() -> Self {
        Self::Rfc(Rfc::default())
    }

    /// The schedule of a mail client's outbox: every five minutes, for a day. A mail client is not
    /// held to RFC 5321 §4.5.4.1; its user sits in front of it.
    pub fn outbox() -> Self {
        Self::Rfc(Rfc {
            first_gap: SimDuration::from_mins(5),
            first_span: SimDuration::from_hours(1),
            later_gap: SimDuration::from_mins(30),
            lifetime: SimDuration::from_days(1),
        })
    }

    /// When to try again after a failed attempt, and by which rule. `history` is what is known of
    /// earlier failures of the same thing; it is brought up to date.
    pub fn next(&self, failed: &Failed, history: &mut Option<History>) -> (Next, Rule) {
        match self {
            Self::Postfix(rules) => rules.next(failed),
            Self::Exim(rules) => rules.next(failed, history),
            Self::Qmail(rules) => rules.next(failed),
            Self::Rfc(rules) => rules.next(failed),
        }
    }

    /// Whether a message that was `born` then is past its time at a product that goes by hosts. It
    /// is tried at hosts that are to be left alone, too, so that it can come to its end (Exim,
    /// `src/retry.c`: the ultimate address timeout).
    pub(crate) fn is_overdue(&self, born: SimTime, now: SimTime) -> bool {
        let Self::Exim(rules) = self else { return false };
        whole(now).since(whole(born)) > rules.lifetime()
    }

    /// Whether a 5yz greeting fails mail when there is no other exchanger. Exim and RFC 5321 §4.2.1
    /// take it at its word; Postfix takes it for a host that is out of order
    /// (`smtp_skip_5xx_greeting`), and so does qmail (`qmail-remote.c`, "connected to … but greeting
    /// failed").
    pub(crate) fn believes_greeting(&self) -> bool {
        matches!(self, Self::Exim(_) | Self::Rfc(_))
    }

    /// When something that has to wait until `due` is really tried: where a product looks at its
    /// queue now and then, at the first look at or after it.
    pub fn look(&self, due: SimTime) -> SimTime {
        match self {
            Self::Postfix(rules) => due.round_up_to(rules.queue_run),
            Self::Exim(rules) => due.round_up_to(rules.queue_run),
            Self::Qmail(_) | Self::Rfc(_) => due,
        }
    }
}
