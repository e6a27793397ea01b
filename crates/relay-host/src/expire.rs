//! Messages that a maildrop does not keep for ever: RFC 2449 §6.7.
//!
//! The days count from delivery, which that section allows. What is due while a session has the
//! maildrop open goes when the session is over.

use relay_kernel::SimDuration;
use relay_pop3::capability::Expire;

use crate::fact::Fact;
use crate::host::{Cx, Host, Timer};

impl Host {
    /// How long messages stay; `None` where only their owners remove them.
    ///
    /// EXPIRE 0 is the owner's doing, too: QUIT removes what RETR has fetched, and nothing else.
    fn retention(&self) -> Option<SimDuration> {
        let expire = self.config.pop3.as_ref()?.capabilities.expire?;
        match expire.value {
            Expire::Days(days) if days > 0 => Some(SimDuration::from_days(days.into())),
            Expire::Days(_) | Expire::Never => None,
        }
    }

    /// Removes what a maildrop has kept long enough, if nobody has it open.
    pub(crate) fn expire(&mut self, cx: &mut Cx<'_>, place: usize) {
        let Some(retention) = self.retention() else { return };
        let maildrop = &mut self.maildrops[place];
        if !maildrop.is_locked() {
            let mailbox = cx.log.name(&maildrop.config().name);
            for item in maildrop.expire(cx.now, retention) {
                let (mail, recipient) = (item.mail, item.recipient);
                cx.log.fact(item.delivered, Fact::Expired { mail, recipient, mailbox });
            }
        }
        self.arm_expiry(place);
    }

    /// Sees to it that the host wakes when the oldest message of a maildrop is due.
    pub(crate) fn arm_expiry(&mut self, place: usize) {
        let Some(retention) = self.retention() else { return };
        let maildrop = &mut self.maildrops[place];
        // Messages stand in order of delivery. A session that has them sees to it at its end.
        let oldest = maildrop.items().first().filter(|_| !maildrop.is_locked());
        let due = oldest.map(|item| item.at + retention);
        if maildrop.expiry.map(|(_, at)| at) == due {
            return;
        }
        if let Some((key, _)) = maildrop.expiry.take() {
            self.timers.cancel(key);
        }
        maildrop.expiry = due.map(|at| (self.timers.schedule(at, Timer::Expiry(place)), at));
    }
}
