//! What the host answers to a client: whom it takes mail from, and for whom.

use core::net::Ipv4Addr;

use relay_mail::{Domain, ForwardPath, ReversePath};
use relay_smtp::server::{Answer, Question, Transaction};
use relay_smtp::{Reply, reply};

use crate::config::{Condition, MovedConfig};
use crate::fact::DnsFailure;
use crate::host::{Cx, Host};
use crate::input::Answer as DnsAnswer;
use crate::output::Question as DnsQuestion;
use crate::policy::{FullMailbox, Strangers, UnknownUsers};
use crate::route::{Exchangers, Route, expand, is_one_of, route};
use crate::service::Service;
use crate::smtp_in::Peer;

/// What follows a question of the protocol machine.
#[derive(Debug)]
pub(crate) enum Reaction {
    /// This answer.
    Answer(Answer),
    /// The domain system is asked first.
    Look(Lookup),
}

/// What a session waits to hear from the domain system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Lookup {
    /// The client's name, for the trace line; the greeting waits for it.
    Client(Ipv4Addr),
    /// Whether the sender's domain exists and takes mail.
    Sender(Domain),
    /// The same for a recipient, who gets this reply if it does.
    Recipient(Domain, Option<Box<Reply>>),
}

impl Lookup {
    /// The first question to ask.
    pub(crate) fn question(&self) -> DnsQuestion {
        match self {
            Self::Client(addr) => DnsQuestion::Ptr(*addr),
            Self::Sender(domain) | Self::Recipient(domain, _) => DnsQuestion::Mx(domain.clone()),
        }
    }

    /// What the client is answered; `Err` with what is to be asked next: a domain without MX may
    /// have an address (RFC 5321 §5.1).
    pub(crate) fn judge(&self, found: &DnsAnswer) -> Result<Answer, DnsQuestion> {
        let (domain, is_sender, good) = match self {
            Self::Client(_) => return Ok(Answer::Accept),
            Self::Sender(domain) => (domain, true, None),
            Self::Recipient(domain, good) => (domain, false, good.as_deref()),
        };
        let failure = match found {
            DnsAnswer::Mx(Exchangers::None) => return Err(DnsQuestion::A(domain.clone())),
            DnsAnswer::Mx(Exchangers::Found(found))
                if found.iter().all(|(_, name)| name.is_empty()) =>
            {
                DnsFailure::NullMx
            }
            DnsAnswer::Mx(Exchangers::Failed(failure)) | DnsAnswer::A(Err(failure)) => *failure,
            DnsAnswer::Mx(Exchangers::Found(_)) | DnsAnswer::A(Ok(_)) | DnsAnswer::Ptr(_) => {
                return Ok(good.map_or(Answer::Accept, |reply| Answer::Reply(reply.clone())));
            }
        };
        Ok(Answer::Reply(match (failure, is_sender) {
            (DnsFailure::ServerFailed | DnsFailure::NoAnswer, _) => reply::lookup_failed(),
            (DnsFailure::NullMx, true) => reply::sender_null_mx(),
            (DnsFailure::NullMx, false) => reply::null_mx(),
            (_, true) => reply::sender_domain_unknown(),
            (_, false) => reply::recipient_domain_unknown(),
        }))
    }
}

impl Host {
    /// Somebody connected.
    pub(crate) fn answer_connect(&mut self, cx: &Cx<'_>, peer: &mut Peer) -> Reaction {
        let is_stranger = !self.config.relays_for(peer.addr);
        if self.config.policy.no_service && peer.service == Service::Smtp {
            return Reaction::Answer(Answer::Reply(reply::no_service()));
        }
        peer.is_counted = true;
        if self.clients.connects(&self.config.policy, cx.now, peer.addr, is_stranger) {
            return Reaction::Answer(Answer::Reply(reply::too_many_connections()));
        }
        // The greeting waits for the client's name, as the trace line needs it.
        Reaction::Look(Lookup::Client(peer.addr))
    }

    /// MAIL.
    pub(crate) fn answer_mail(
        &mut self,
        cx: &Cx<'_>,
        peer: &Peer,
        path: &ReversePath,
        size: Option<u64>,
    ) -> Reaction {
        let policy = &self.config.policy;
        let is_stranger = !self.is_ours(peer);
        if self.must_authenticate(peer) {
            return Reaction::Answer(Answer::Reply(reply::auth_required()));
        }
        if !self.has_storage_for(size.unwrap_or(0)) {
            return Reaction::Answer(Answer::Reply(reply::storage()));
        }
        if is_stranger && self.clients.sends(policy, cx.now, peer.addr) {
            return Reaction::Answer(Answer::Reply(reply::too_much_mail()));
        }
        let domain = path.mailbox().and_then(|mailbox| mailbox.host.domain());
        match domain.filter(|_| policy.check_sender && is_stranger) {
            Some(domain) if !self.config.is_local(domain) => {
                Reaction::Look(Lookup::Sender(domain.clone()))
            }
            _ => Reaction::Answer(Answer::Accept),
        }
    }

    /// Whether the host relays for a client: it knows its address, or it is one of its own users.
    fn is_ours(&self, peer: &Peer) -> bool {
        peer.authenticated || self.config.relays_for(peer.addr)
    }

    /// Whether a client of the submission service has to say first who it is: all do whom the
    /// host does not know by their address (RFC 6409 §4.3). Where everybody has to, the server
    /// machine sees to it.
    fn must_authenticate(&self, peer: &Peer) -> bool {
        peer.service == Service::Submission
            && !self.is_ours(peer)
            && self.config.submission.as_ref().is_some_and(|own| own.extensions.auth.any())
    }

    /// Whether a mailbox has that name and that password.
    fn knows(&self, user: &str, password: &str) -> bool {
        self.maildrop_of(user).is_some_and(|place| {
            let secret = &self.maildrops[place].config().password;
            !secret.is_empty() && secret == password
        })
    }

    /// Whether queue and maildrops have room for `octets` more.
    pub(crate) fn has_storage_for(&self, octets: u64) -> bool {
        if self.disk_full {
            return false;
        }
        let Some(max) = self.config.policy.storage_max else { return true };
        let drops: u64 = self.maildrops.iter().map(crate::Maildrop::octets).sum();
        drops + self.queue.octets() + octets <= max
    }

    /// RCPT.
    pub(crate) fn answer_recipient(
        &mut self,
        cx: &Cx<'_>,
        peer: &Peer,
        transaction: &Transaction,
        path: &ForwardPath,
    ) -> Reaction {
        let ours = self.is_ours(peer);
        if let Some(refusal) = self.refusal(transaction, path, ours) {
            return Reaction::Answer(Answer::Reply(refusal));
        }
        if let Some(delay) = self.config.policy.greylisting.filter(|_| !ours) {
            let triplet = (peer.addr, transaction.reverse_path.clone(), path.clone());
            if self.greylist.is_too_early(delay, cx.now, triplet) {
                return Reaction::Answer(Answer::Reply(reply::greylisted()));
            }
        }
        let forwarded = self.forwarded(path);
        let domain = path.mailbox().and_then(|mailbox| mailbox.host.domain());
        let foreign = domain.filter(|domain| {
            self.config.policy.check_recipient
                && !self.config.is_local(domain)
                && self.config.static_route(domain).is_none()
        });
        match (foreign, forwarded) {
            (Some(domain), reply) => {
                Reaction::Look(Lookup::Recipient(domain.clone(), reply.map(Box::new)))
            }
            (None, Some(reply)) => Reaction::Answer(Answer::Reply(reply)),
            (None, None) => Reaction::Answer(Answer::Accept),
        }
    }

    /// 251, for a user who is elsewhere and whose mail is forwarded (RFC 5321 §3.4).
    pub(crate) fn forwarded(&self, path: &ForwardPath) -> Option<Reply> {
        let mailbox = path.mailbox()?;
        let config = &self.config;
        let is = |moved: &&MovedConfig| is_one_of(config, &moved.addresses, mailbox);
        let moved = config.moved.iter().find(is)?;
        let to = ForwardPath::Mailbox(moved.to.clone());
        Some(if moved.forwards { reply::will_forward(&to) } else { reply::not_local(&to) })
    }

    /// Why a recipient is not taken, if it is not.
    fn refusal(&self, transaction: &Transaction, path: &ForwardPath, ours: bool) -> Option<Reply> {
        // Whoever takes all names alike does not look them up.
        let looks_up = self.config.policy.unknown_users == UnknownUsers::Refuse;
        if looks_up && self.is_here_but_unknown(path) {
            return Some(reply::local_error());
        }
        // An alias is taken even where it leads elsewhere: it is an address of this host.
        match self.is_alias(path) {
            None => Some(reply::alias_loop()),
            Some(true) => None,
            Some(false) => self.refusal_of_address(transaction, path, ours),
        }
    }

    /// Whether `path` stands for others; `None` when aliases stand for each other in a circle.
    fn is_alias(&self, path: &ForwardPath) -> Option<bool> {
        if self.config.aliases.is_empty() {
            return Some(false);
        }
        let targets = expand(&self.config, path, &[])?;
        Some(!matches!(&*targets, [(only, _)] if only == path))
    }

    fn refusal_of_address(
        &self,
        transaction: &Transaction,
        path: &ForwardPath,
        ours: bool,
    ) -> Option<Reply> {
        let policy = &self.config.policy;
        match route(&self.config, &self.maildrops, None, path) {
            Route::Local(place) => {
                let size = transaction.params.size.unwrap_or(0);
                if self.maildrops[place].config().condition == Condition::Disabled {
                    return Some(reply::mailbox_disabled());
                }
                if self.maildrops[place].has_room_for(size) {
                    return None;
                }
                Some(match policy.full_mailbox {
                    FullMailbox::Defer => reply::mailbox_full(),
                    FullMailbox::Busy => reply::mailbox_busy(),
                    FullMailbox::Refuse => reply::quota_exceeded(),
                })
            }
            Route::List(_) | Route::Discard => None,
            Route::Nowhere(_) => match self.forwarded(path) {
                Some(reply) => Some(reply),
                None if policy.unknown_users == UnknownUsers::Bounce => None,
                None => Some(reply::mailbox_unknown()),
            },
            Route::Remote(_) if ours || self.is_backup_for(path) => None,
            Route::Remote(_) => Some(match policy.strangers {
                Strangers::Refuse => reply::relay_denied(),
                Strangers::Dismiss => reply::stranger_dismissed(),
            }),
        }
    }

    fn is_backup_for(&self, path: &ForwardPath) -> bool {
        let domain = path.mailbox().and_then(|mailbox| mailbox.host.domain());
        domain.is_some_and(|domain| self.config.relay_to.contains(domain))
    }

    /// Everything that the protocol machine asks but CONNECT and the message itself.
    pub(crate) fn answer_command(
        &mut self,
        cx: &mut Cx<'_>,
        peer: &mut Peer,
        question: &Question<'_>,
    ) -> Reaction {
        Reaction::Answer(match question {
            Question::Connect => return self.answer_connect(cx, peer),
            Question::Mail { path, params } => {
                return self.answer_mail(cx, peer, path, params.size);
            }
            Question::Recipient { path, transaction, .. } => {
                return self.answer_recipient(cx, peer, transaction, path);
            }
            Question::Hello { name, esmtp } => {
                (peer.hello, peer.esmtp) = ((*name).into(), *esmtp);
                Answer::Accept
            }
            Question::Data | Question::Message { .. } => Answer::Accept,
            Question::Verify { argument } => Answer::Reply(self.answer_verify(argument)),
            Question::Expand { argument } => Answer::Reply(self.answer_expand(argument)),
            Question::Authenticate { .. } if self.directory_down => {
                Answer::Reply(reply::auth_not_now())
            }
            Question::Authenticate { authorization, user, password, .. } => {
                // Nobody acts for somebody else here.
                let own = authorization.is_empty() || authorization == user;
                peer.authenticated = own && self.knows(user, password);
                if peer.authenticated {
                    Answer::Accept
                } else {
                    Answer::Reply(reply::auth_failed())
                }
            }
            Question::Turn { argument } => Answer::Reply(self.answer_turn(cx, argument)),
        })
    }
}
