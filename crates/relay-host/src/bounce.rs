//! How a host tells of failures and delays, and when it takes a message to be in a loop.

use relay_kernel::SimDuration;
use relay_mail::header;
use relay_smtp::Reply;
use relay_smtp::reply;

/// What a host does about messages that it cannot deliver, or not yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bounces {
    /// Whose words and form reports have.
    pub wording: Wording,
    /// Octets of an original that a report returns whole; of a larger one it returns the header
    /// section (RFC 3461 §6.2). `None` returns all.
    pub size_max: Option<usize>,
    /// When the sender of a waiting message is warned; `None` is never, which RFC 3461 §5.2.5
    /// allows.
    pub delay_warning: Option<DelayWarning>,
    /// What becomes of a report that cannot be delivered.
    pub double: DoubleBounce,
    /// The host writes reports that have a return path, against RFC 5321 §4.5.5, so that they may
    /// be reported on: see [`limit::BROKEN_RULE_REPORTS`](crate::limit::BROKEN_RULE_REPORTS).
    pub breaks_null_path_rule: bool,
}

/// Whose words and form reports have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wording {
    /// Postfix's subjects, in the form of RFC 3464.
    Postfix,
    /// Exim's subjects, in the form of RFC 3464.
    Exim,
    /// qmail's plain text for failures (QSBMF); other reports, for which qmail has no form, in that
    /// of RFC 3464.
    Qmail,
    /// Nobody's, in the form of RFC 3464.
    Rfc,
}

/// When the sender of a waiting message is warned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DelayWarning {
    /// After the first attempt that fails when the message is so old.
    pub after: SimDuration,
    /// Again after each such span (Exim), or once (Postfix).
    pub again: bool,
    /// Mail of lists and of programs is left out (Exim `delay_warning_condition`).
    pub spares_bulk: bool,
}

/// What becomes of a message with the null reverse-path that fails. No report about it ever goes
/// back (RFC 5321 §4.5.5, §6.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DoubleBounce {
    /// It is dropped (Postfix without the notice class `2bounce`).
    Discard,
    /// The host's own postmaster gets it from `double-bounce@` the host; when that fails as well,
    /// it is dropped (Postfix with the notice class `2bounce`).
    Postmaster,
    /// The host's own postmaster gets it from `#@[]`; when that fails as well, it is dropped
    /// (qmail: "triple bounce: discarding").
    QmailPostmaster,
    /// It stays in the queue, frozen, until it is so old; then it is tried once more and dropped
    /// (Exim `ignore_bounce_errors_after`).
    Freeze(SimDuration),
}

impl Bounces {
    /// Postfix as it is delivered: `bounce_size_limit`, `delay_warning_time`, `notify_classes`.
    pub const fn postfix() -> Self {
        Self {
            wording: Wording::Postfix,
            size_max: Some(50_000),
            delay_warning: None,
            double: DoubleBounce::Discard,
            breaks_null_path_rule: false,
        }
    }

    /// Exim with its default configuration: `bounce_return_size_limit`, `delay_warning`,
    /// `ignore_bounce_errors_after`.
    pub const fn exim() -> Self {
        Self {
            wording: Wording::Exim,
            size_max: Some(100 * 1024),
            delay_warning: Some(DelayWarning::exim(SimDuration::from_hours(24))),
            double: DoubleBounce::Freeze(SimDuration::from_days(2)),
            breaks_null_path_rule: false,
        }
    }

    /// qmail, which never warns and returns everything.
    pub const fn qmail() -> Self {
        Self {
            wording: Wording::Qmail,
            size_max: None,
            delay_warning: None,
            double: DoubleBounce::QmailPostmaster,
            breaks_null_path_rule: false,
        }
    }

    /// What the RFCs ask for, and nothing that they leave open.
    pub const fn rfc() -> Self {
        Self { wording: Wording::Rfc, ..Self::postfix() }
    }
}

impl DelayWarning {
    /// One warning.
    pub const fn once(after: SimDuration) -> Self {
        Self { after, again: false, spares_bulk: false }
    }

    /// A warning after each such span, for personal mail only.
    pub const fn exim(after: SimDuration) -> Self {
        Self { after, again: true, spares_bulk: true }
    }

    /// How many warnings are due to the sender of a message that is `age` old.
    pub fn due(&self, age: SimDuration) -> u64 {
        let spans = age.as_micros() / self.after.as_micros().max(1);
        if self.again { spans } else { spans.min(1) }
    }
}

/// When an arriving message is taken to be in a loop (RFC 5321 §6.3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HopLimit {
    /// The message is refused when it has so many trace fields on arrival.
    pub refused_at: usize,
    /// Delivered-To fields count like Received fields.
    pub counts_delivered_to: bool,
    /// What the client is told.
    pub reply: Reply,
}

impl HopLimit {
    /// Postfix `hopcount_limit`, 50: its own Received field is counted before the message is
    /// looked at, so 49 that are there already are too many.
    pub fn postfix(limit: usize) -> Self {
        let reply = reply::too_many_hops();
        Self { refused_at: limit.saturating_sub(1), counts_delivered_to: false, reply }
    }

    /// Exim `received_headers_max`, 30: with its own Received field there may not be more.
    pub fn exim(max: usize) -> Self {
        Self { refused_at: max, counts_delivered_to: false, reply: reply::too_many_received() }
    }

    /// qmail `MAXHOPS`, 100.
    pub fn qmail(hops: usize) -> Self {
        Self { refused_at: hops, counts_delivered_to: true, reply: reply::loop_detected() }
    }

    /// The large threshold of RFC 5321 §6.3, normally 100.
    pub fn rfc(hops: usize) -> Self {
        Self { counts_delivered_to: false, ..Self::qmail(hops) }
    }

    /// Whether a message is in a loop that has these marks.
    pub(crate) fn is_reached(&self, marks: Marks) -> bool {
        let delivered_to = if self.counts_delivered_to { marks.delivered_to } else { 0 };
        marks.received + delivered_to >= self.refused_at
    }
}

/// The fields of a header by which hosts know that a message has passed (RFC 5321 §6.3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Marks {
    /// How many fields are Received.
    pub(crate) received: usize,
    /// How many are Delivered-To.
    pub(crate) delivered_to: usize,
}

impl Marks {
    /// Counts them, all at once.
    pub(crate) fn read(message: &[u8]) -> Self {
        let [received, delivered_to] = header::count_each(message, ["Received", "Delivered-To"]);
        Self { received, delivered_to }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(received: usize, delivered_to: usize) -> Vec<u8> {
        let mut text = "Received: x\r\n".repeat(received);
        text.push_str(&"Delivered-To: x\r\n".repeat(delivered_to));
        text.push_str("\r\nReceived: in the body\r\n");
        text.into_bytes()
    }

    #[test]
    fn every_product_counts_in_its_own_way() {
        for (limit, last_good, delivered_to) in [
            (HopLimit::postfix(50), 48, 90),
            (HopLimit::exim(30), 29, 90),
            (HopLimit::qmail(100), 99, 0),
            (HopLimit::rfc(100), 99, 90),
        ] {
            assert!(!limit.is_reached(Marks::read(&message(last_good, delivered_to))), "{limit:?}");
            assert!(
                limit.is_reached(Marks::read(&message(last_good + 1, delivered_to))),
                "{limit:?}"
            );
        }
        assert!(HopLimit::qmail(100).is_reached(Marks::read(&message(60, 40))));
    }

    #[test]
    fn warnings_come_once_or_again() {
        let hours = SimDuration::from_hours;
        let due = |warning: DelayWarning| [3, 4, 7, 8, 13].map(|age| warning.due(hours(age)));
        assert_eq!(due(DelayWarning::once(hours(4))), [0, 1, 1, 1, 1]);
        assert_eq!(due(DelayWarning::exim(hours(4))), [0, 1, 1, 2, 3]);
    }
}
