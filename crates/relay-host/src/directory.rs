//! The directory of a host's users: what it says of them, and what a host does while it does not
//! answer.

use relay_mail::{EnhancedCode, ForwardPath, Mailbox};
use relay_smtp::{Reply, reply};
use smol_str::SmolStr;

use crate::config::Condition;
use crate::fact::Why;
use crate::host::Host;
use crate::route::{Route, route, same_address};

impl Host {
    /// Whether an address is one of this host's own, and the directory that would tell more does
    /// not answer.
    pub(crate) fn is_here_but_unknown(&self, path: &ForwardPath) -> bool {
        self.directory_down
            && matches!(
                route(&self.config, &self.maildrops, None, path),
                Route::Local(_) | Route::List(_) | Route::Nowhere(_)
            )
    }

    /// Why mail for such an address has to wait.
    pub(crate) fn no_directory(&self, path: &ForwardPath) -> Option<Why> {
        self.is_here_but_unknown(path).then(|| Why::Local {
            status: EnhancedCode::new(4, 3, 0),
            text: SmolStr::new_static("the directory of users does not answer"),
        })
    }

    /// What VRFY is answered. By default a host does not tell strangers which mailboxes it has
    /// (RFC 5321 §7.3).
    pub(crate) fn answer_verify(&self, argument: &str) -> Reply {
        if !self.config.policy.verify || self.directory_down {
            return reply::cannot_verify();
        }
        let Some(mailbox) = self.named(argument) else { return reply::mailbox_unknown() };
        let path = ForwardPath::Mailbox(mailbox.clone());
        if let Some(moved) = self.forwarded(&path) {
            return moved;
        }
        let is_alias = self
            .config
            .aliases
            .iter()
            .any(|(addresses, _)| addresses.iter().any(|own| same_address(own, &mailbox)));
        match route(&self.config, &self.maildrops, None, &path) {
            // It would get 550 from RCPT, too (§3.5.3).
            Route::Local(place)
                if self.maildrops[place].config().condition == Condition::Disabled =>
            {
                reply::mailbox_disabled()
            }
            Route::Local(_) | Route::List(_) => reply::verified(&mailbox),
            _ if is_alias => reply::verified(&mailbox),
            // Of other hosts' users nothing is known (§3.5.3).
            Route::Remote(_) | Route::Discard => reply::cannot_verify(),
            Route::Nowhere(_) => reply::mailbox_unknown(),
        }
    }

    /// What EXPN is answered: the members of a list (RFC 5321 §3.5.2). It comes here only when the
    /// server offers it.
    pub(crate) fn answer_expand(&self, argument: &str) -> Reply {
        let list = self.named(argument).and_then(|mailbox| {
            let has =
                |addresses: &[Mailbox]| addresses.iter().any(|own| same_address(own, &mailbox));
            self.config.lists.iter().find(|list| has(&list.addresses))
        });
        list.and_then(|list| reply::expanded(&list.members)).unwrap_or_else(reply::no_such_list)
    }

    /// The address that VRFY or EXPN names: in full, with or without brackets, or the local-part at
    /// the host's first domain (RFC 5321 §3.5.1).
    fn named(&self, argument: &str) -> Option<Mailbox> {
        let argument = argument.trim();
        let inner = argument.strip_prefix('<').and_then(|text| text.strip_suffix('>'));
        let text = inner.unwrap_or(argument);
        Mailbox::parse(text).or_else(|| {
            let domain = self.config.local_domains.first().unwrap_or(&self.config.name);
            Mailbox::parse(&format!("{text}@{domain}"))
        })
    }
}
