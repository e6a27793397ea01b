//! ETRN (RFC 1985): a host that was away asks another one for the mail that waits for it.

use core::net::Ipv4Addr;

use relay_mail::{Domain, ForwardPath};
use relay_smtp::{Reply, reply};

use crate::config::is_below;
use crate::host::{Cx, Host};
use crate::route::{NextHop, SMTP_PORT};
use crate::smtp_out::SmtpOut;

impl Host {
    /// Runs the queue for the domain that a client names: `example.net`, or `@example.net` with all
    /// domains below it (RFC 1985 §5.2). Only domains that the host is a backup for may be named.
    pub(crate) fn answer_turn(&mut self, cx: &mut Cx<'_>, argument: &str) -> Reply {
        let (name, with_subdomains) = match argument.strip_prefix('@') {
            Some(name) => (name, true),
            None => (argument, false),
        };
        let Some(domain) = Domain::parse(name) else { return reply::turn_refused() };
        if !self.config.relay_to.contains(&domain) {
            return reply::turn_refused();
        }
        if self.disk_full {
            // To start a queue takes room for what it writes (RFC 1985 §5.3: 458).
            return reply::turn_unable();
        }
        let meant = |path: &ForwardPath| {
            let host = path.mailbox().and_then(|mailbox| mailbox.host.domain());
            host.is_some_and(|host| *host == domain || (with_subdomains && is_below(host, &domain)))
        };
        let mut any = false;
        for no in self.queue.numbers() {
            let entry = self.queue.get_mut(no).expect("the number was just listed");
            if entry.wake_for(meant).is_some() {
                (entry.forced, any) = (true, true);
                self.ready.push_back((no, cx.cause));
            }
        }
        if any { reply::turn_started() } else { reply::turn_nothing() }
    }

    /// Goes to a server and asks it with ETRN for the mail that waits for `domain`.
    pub(crate) fn ask_turn(
        &mut self,
        cx: &mut Cx<'_>,
        (host, addr): (&Domain, Ipv4Addr),
        domain: Domain,
    ) {
        let hop = NextHop::Literal(addr);
        let spare = self.spare.smtp_out();
        let session = SmtpOut::errand(spare, &self.config, hop, (host.to_lower(), addr), domain);
        self.dial(session, (addr, SMTP_PORT), cx.cause);
    }
}
