//! The host as an SMTP server: what it answers to the questions of the protocol machine.

use core::net::Ipv4Addr;
use std::collections::BTreeSet;
use std::sync::Arc;

use relay_kernel::{ConnNo, RecordId, SimTime};
use relay_mail::ForwardPath;
use relay_mail::header::{Received, protocol};
use relay_smtp::params::{Notify, NotifyOn, RcptParams};
use relay_smtp::server::{Answer, Input, Output, Question, Server, ServerConfig, Transaction};
use relay_smtp::{Deadline, reply};
use smol_str::{SmolStr, ToSmolStr};

use crate::asked::Asked;
use crate::bounce::Marks;
use crate::delivered_to::DeliveredTo;
use crate::dsn::Action;
use crate::fact::{Breach, Fact, MailRecord, Origin, queue_id};
use crate::host::{Cx, Host};
use crate::input::Answer as DnsAnswer;
use crate::output::{Asker, Question as DnsQuestion};
use crate::queue::{Entry, News, Recipient};
use crate::reception::{Lookup, Reaction};
use crate::report::asks_for_success;
use crate::route::expand;
use crate::service::Service;
use crate::session::{Feed, Session, SessionId};

/// An SMTP session in which this host is the server.
#[derive(Clone, Debug)]
pub(crate) struct SmtpIn {
    pub(crate) server: Server,
    peer: Peer,
    /// What the session waits to hear from the domain system.
    lookup: Option<Lookup>,
    /// What is to be asked besides.
    ask: Option<DnsQuestion>,
}

/// What the host knows of the client.
#[derive(Clone, Debug)]
pub(crate) struct Peer {
    pub(crate) service: Service,
    pub(crate) addr: Ipv4Addr,
    reverse_name: Option<SmolStr>,
    pub(crate) hello: SmolStr,
    pub(crate) esmtp: bool,
    /// AUTH succeeded: it is one of the host's own users.
    pub(crate) authenticated: bool,
    /// The host counts it among its clients.
    pub(crate) is_counted: bool,
}

impl SmtpIn {
    pub(crate) fn open(
        spare: Option<Box<Self>>,
        config: &Arc<ServerConfig>,
        service: Service,
        addr: Ipv4Addr,
        now: SimTime,
    ) -> Session {
        let peer = Peer {
            service,
            addr,
            reverse_name: None,
            hello: SmolStr::default(),
            esmtp: false,
            authenticated: false,
            is_counted: false,
        };
        let config = Arc::clone(config);
        Session::SmtpIn(if let Some(mut session) = spare {
            session.server.renew(config, now);
            (session.peer, session.lookup, session.ask) = (peer, None, None);
            session
        } else {
            let server = Server::new(config, now);
            Box::new(Self { server, peer, lookup: None, ask: None })
        })
    }

    pub(crate) fn feed(&mut self, now: SimTime, feed: Feed<'_>) {
        let input = match feed {
            Feed::Nothing => return,
            Feed::Bytes(octets) => Input::Bytes(octets),
            Feed::Closed => Input::Closed,
            Feed::Broken => Input::Broken,
            Feed::Timeout => Input::Timeout,
            Feed::Shutdown => Input::Shutdown,
            Feed::Looked(found) => {
                let Some(lookup) = self.lookup.take() else { return };
                match lookup.judge(&found) {
                    Ok(answer) => {
                        if let DnsAnswer::Ptr(name) = found {
                            self.peer.reverse_name = name;
                        }
                        Input::Answer(answer)
                    }
                    Err(question) => {
                        (self.lookup, self.ask) = (Some(lookup), Some(question));
                        return;
                    }
                }
            }
        };
        self.server.handle(now, input);
    }

    /// The service that the client came for.
    pub(crate) fn service(&self) -> Service {
        self.peer.service
    }

    /// The client's address, if the host counts it.
    pub(crate) fn counted(&self) -> Option<Ipv4Addr> {
        self.peer.is_counted.then_some(self.peer.addr)
    }

    pub(crate) fn deadline(&self) -> Option<Deadline> {
        self.server.deadline()
    }
}

impl Host {
    /// Drains the server; true when the session is over.
    pub(crate) fn pump_smtp_in(
        &mut self,
        cx: &mut Cx<'_>,
        (id, conn): (SessionId, ConnNo),
        session: &mut SmtpIn,
    ) -> bool {
        let SmtpIn { server, peer, lookup, ask } = session;
        if let Some(question) = ask.take() {
            self.outputs.resolve(Asker::Session(id), question, cx.cause);
        }
        while let Some(output) = server.poll() {
            match output {
                Output::Transmit(octets) => self.outputs.line(id, octets, cx.cause),
                Output::Ask(question) => match self.answer_smtp(cx, conn, peer, &question) {
                    Reaction::Answer(answer) => server.handle(cx.now, Input::Answer(answer)),
                    Reaction::Look(what) => {
                        let question = lookup.insert(what).question();
                        self.outputs.resolve(Asker::Session(id), question, cx.cause);
                    }
                },
                Output::Violation(violation) => {
                    let what = cx.log.name(&violation.to_smolstr());
                    let breach = Box::new(Breach { what, section: violation.section() });
                    cx.log.fact(cx.cause, Fact::Violation { conn, breach });
                }
                Output::Event(_) => {}
                Output::Close => {
                    self.outputs.close(id, cx.cause);
                    return true;
                }
            }
        }
        false
    }

    fn answer_smtp(
        &mut self,
        cx: &mut Cx<'_>,
        conn: ConnNo,
        peer: &mut Peer,
        question: &Question<'_>,
    ) -> Reaction {
        match question {
            Question::Message { data, transaction, .. } => {
                Reaction::Answer(self.take_responsibility(cx, conn, peer, transaction, data))
            }
            other => self.answer_command(cx, peer, other),
        }
    }

    /// The end of data was seen. What is answered 250 is in the queue (RFC 5321 §4.2.5, §6.1).
    fn take_responsibility(
        &mut self,
        cx: &mut Cx<'_>,
        conn: ConnNo,
        peer: &Peer,
        transaction: &Transaction,
        data: &[u8],
    ) -> Answer {
        let marks = Marks::read(data);
        if self.config.hop_limit.is_reached(marks) {
            return Answer::Reply(self.config.hop_limit.reply.clone());
        }
        let has_room = self.has_storage_for(data.len() as u64);
        if !has_room || self.queue.len() >= crate::limit::QUEUE_ENTRIES {
            return Answer::Reply(reply::storage());
        }
        let queue_no = self.queue.take_no();
        let id = queue_id(queue_no);
        let mut trace = core::mem::take(&mut self.spare.fields);
        trace.clear();
        self.trace_line(cx.now, peer, transaction, &id, &mut trace);
        let content = cx.log.store(&trace, data);
        self.spare.fields = trace;
        let content_id = cx.log.content(&content);
        let (recipients, aliases) = self.expanded(&transaction.recipients, || data);
        let named: Vec<_> = if self.config.aliases.is_empty() {
            Vec::new()
        } else {
            transaction.recipients.iter().map(|(path, _)| path.clone()).collect()
        };
        let mail = cx.log.mail(MailRecord {
            queue_no,
            reverse_path: transaction.reverse_path.clone(),
            recipients: recipients.iter().map(|recipient| recipient.path.clone()).collect(),
            named: named.into(),
            asked: Asked::of(&transaction.params, &recipients),
            content: content_id,
            origin: Origin::Received { conn },
        });
        let accepted = cx.log.fact(cx.cause, Fact::Accepted { mail });
        let entry = Entry {
            mail,
            reverse_path: transaction.reverse_path.clone(),
            params: transaction.params.clone(),
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
            // A line that continues none would go on with the field that is put on top of it.
            may_be_marked: marks.delivered_to > 0
                || data.first().is_some_and(u8::is_ascii_whitespace),
        };
        self.queue.insert(queue_no, entry);
        self.ready.push_back((queue_no, accepted));
        cx.cause = accepted;
        Answer::Reply(reply::queued_as(&id))
    }

    /// The recipients with aliases replaced, each once, and the aliases whose sender is to be told of
    /// it.
    ///
    /// What came with RCPT goes along to the one address that an alias stands for
    /// (RFC 3461 §5.2.7.2). To several addresses it goes without SUCCESS, and the alias is reported
    /// as expanded (§5.2.7.3 c).
    ///
    /// An alias through which the message, of the header `head`, has come before stays as it is: its
    /// mail goes in a circle, and the next attempt finds that out.
    pub(crate) fn expanded<'a>(
        &self,
        recipients: &[(ForwardPath, RcptParams)],
        head: impl FnOnce() -> &'a [u8],
    ) -> (Vec<Recipient>, Vec<(ForwardPath, RcptParams)>) {
        if self.config.aliases.is_empty() {
            let (mut seen, is_only) = (BTreeSet::new(), recipients.len() == 1);
            let once = recipients.iter().filter(|(path, _)| is_only || seen.insert(path));
            let once = once.map(|(path, params)| Recipient::new(path.clone(), params.clone()));
            return (once.collect(), Vec::new());
        }
        let stops = self.delivered_before(head);
        let mut all: Vec<Recipient> = Vec::with_capacity(recipients.len());
        let mut aliases = Vec::new();
        for (path, mut params) in recipients.iter().cloned() {
            let targets = expand(&self.config, &path, &stops);
            let targets = targets.unwrap_or_else(|| vec![(path.clone(), Vec::new())]);
            if targets.len() > 1 && asks_for_success(&params) {
                aliases.push((path, params.clone()));
                params.notify = params.notify.map(without_success);
            }
            for (target, through) in targets {
                if !all.iter().any(|known| known.path == target) {
                    let mut recipient = Recipient::new(target, params.clone());
                    recipient.through = match self.config.delivered_to {
                        DeliveredTo::Never => Box::default(),
                        DeliveredTo::Envelope => through.into_iter().take(1).collect(),
                        DeliveredTo::Each => through.into(),
                    };
                    all.push(recipient);
                }
            }
        }
        (all, aliases)
    }

    fn trace_line(
        &mut self,
        now: SimTime,
        peer: &Peer,
        transaction: &Transaction,
        id: &str,
        out: &mut Vec<u8>,
    ) {
        let only = match transaction.recipients.as_slice() {
            [(path, _)] => path.mailbox(),
            _ => None,
        };
        let received = Received {
            helo: &peer.hello,
            reverse_name: peer.reverse_name.as_deref(),
            addr: peer.addr,
            by: self.config.name.as_str(),
            with: protocol(peer.esmtp, peer.authenticated, transaction.params.smtp_utf8),
            id,
            recipient: only,
            date: self.dates.rfc5322(now),
        };
        debug_assert_ne!(peer.service, Service::Pop3);
        received.write(out);
    }
}

/// What is asked for the addresses behind an alias: everything but SUCCESS. Where only that was
/// asked for, nothing is; to leave NOTIFY out would ask for failures (RFC 3461 §4.1).
fn without_success(notify: Notify) -> Notify {
    match notify {
        Notify::On(on) if on.failure || on.delay => Notify::On(NotifyOn { success: false, ..on }),
        _ => Notify::Never,
    }
}

/// That these aliases were expanded, to be told to the sender.
pub(crate) fn expansions(aliases: Vec<(ForwardPath, RcptParams)>, because: RecordId) -> Vec<News> {
    let action = Action::Expanded;
    let news = |(path, params): (_, RcptParams)| News {
        path,
        orcpt: params.orcpt,
        action,
        remote: None,
        tried_at: None,
        because,
    };
    aliases.into_iter().map(news).collect()
}
