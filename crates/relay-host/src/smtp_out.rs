//! The host as an SMTP client: a session that carries one delivery after another.

use core::net::Ipv4Addr;
use std::sync::Arc;

use relay_kernel::{ConnNo, SimTime};
use relay_mail::{Domain, EnhancedCode, Severity};
use relay_smtp::client::{Client, ClientConfig, Event, Input, Lost, Output, Phase, Transaction};
use relay_smtp::sasl::Credentials;
use relay_smtp::{Deadline, Reply};
use smol_str::{SmolStr, ToSmolStr, format_smolstr};

use crate::config::{HostConfig, SmartHost};
use crate::deliver::DeliveryId;
use crate::fact::{Breach, ContentId, Fact, MailId, Why};
use crate::host::{Cx, Host};
use crate::route::NextHop;
use crate::session::{Feed, Session, SessionId, left};

/// An SMTP session in which this host is the client.
#[derive(Clone, Debug)]
pub(crate) struct SmtpOut {
    pub(crate) client: Client,
    /// There is a connection, and the client speaks over it.
    connected: bool,
    /// The content of the transaction under way.
    content: ContentId,
    /// Where it goes to, for deliveries that may share it.
    pub(crate) hop: NextHop,
    /// The server's name and address.
    pub(crate) host: SmolStr,
    pub(crate) addr: Ipv4Addr,
    /// What it carries now; `None` between deliveries.
    delivery: Option<DeliveryId>,
    /// How many messages it was given to carry.
    carried: u32,
    /// It carries no mail, but asks for some.
    errand: Option<Errand>,
}

/// What a session is for that carries no mail.
#[derive(Clone, Debug)]
enum Errand {
    /// To ask for the mail of a domain (ETRN, RFC 1985).
    Turn(Domain),
    /// Nothing any more.
    Done,
}

impl SmtpOut {
    /// A session that is yet to be connected.
    pub(crate) fn open(
        spare: Option<Box<Self>>,
        config: &HostConfig,
        hop: NextHop,
        (host, addr): (SmolStr, Ipv4Addr),
        delivery: DeliveryId,
    ) -> Session {
        let mut session = Self::idle(spare, config, hop, host, addr);
        session.delivery = Some(delivery);
        Session::SmtpOut(session)
    }

    /// A session that asks for mail, and is yet to be connected.
    pub(crate) fn errand(
        spare: Option<Box<Self>>,
        config: &HostConfig,
        hop: NextHop,
        (host, addr): (SmolStr, Ipv4Addr),
        domain: Domain,
    ) -> Session {
        let mut session = Self::idle(spare, config, hop, host, addr);
        session.errand = Some(Errand::Turn(domain));
        Session::SmtpOut(session)
    }

    fn idle(
        spare: Option<Box<Self>>,
        config: &HostConfig,
        hop: NextHop,
        host: SmolStr,
        addr: Ipv4Addr,
    ) -> Box<Self> {
        let content = ContentId(u32::MAX);
        if let Some(mut session) = spare {
            (session.connected, session.content) = (false, content);
            (session.hop, session.host, session.addr) = (hop, host, addr);
            (session.delivery, session.carried, session.errand) = (None, 1, None);
            return session;
        }
        Box::new(Self {
            // Its time begins with the connection.
            client: Client::new(Arc::clone(&config.smtp_client), SimTime::START),
            connected: false,
            content,
            hop,
            host,
            addr,
            delivery: None,
            carried: 1,
            errand: None,
        })
    }

    pub(crate) fn delivery(&self) -> Option<DeliveryId> {
        self.delivery
    }

    pub(crate) fn connected(&mut self, config: &HostConfig, now: SimTime) {
        let settings = match &self.hop {
            NextHop::SmartHost(SmartHost { login: Some(login), .. }) => {
                let credentials = Credentials::new(login.user.as_str(), login.password.as_str());
                let settings = ClientConfig::clone(&config.smtp_client);
                Arc::new(ClientConfig { credentials: Some(credentials), ..settings })
            }
            _ => Arc::clone(&config.smtp_client),
        };
        self.client.renew(settings, now);
        self.connected = true;
    }

    pub(crate) fn feed(&mut self, now: SimTime, feed: &Feed<'_>) {
        if !self.connected {
            return;
        }
        let client = &mut self.client;
        match feed {
            Feed::Bytes(octets) => client.handle(now, Input::Bytes(octets)),
            Feed::Closed => client.handle(now, Input::Closed),
            Feed::Broken => client.handle(now, Input::Broken),
            Feed::Timeout => client.handle(now, Input::Timeout),
            Feed::Shutdown | Feed::Nothing | Feed::Looked(_) => {}
        }
    }

    pub(crate) fn deadline(&self) -> Option<Deadline> {
        if self.connected { self.client.deadline() } else { None }
    }
}

impl Host {
    /// Drains the client; true when the session is over.
    pub(crate) fn pump_smtp_out(
        &mut self,
        cx: &mut Cx<'_>,
        (id, conn): (SessionId, ConnNo),
        window: &mut u32,
        session: &mut SmtpOut,
    ) -> bool {
        let SmtpOut { client, connected, content, hop, host, addr, delivery, carried, errand } =
            session;
        if !*connected {
            return false;
        }
        let addr = *addr;
        while *window > 0 {
            let in_doubt = client.is_in_doubt();
            let Some(output) = client.poll() else { break };
            match output {
                Output::Transmit(octets) => self.outputs.line(id, octets, cx.cause),
                Output::TransmitData { bytes, from } => {
                    *window = left(*window, bytes);
                    self.outputs.data(id, bytes, (*content, from, *window == 0), cx.cause);
                }
                Output::Violation(violation) => {
                    let what = cx.log.name(&violation.to_smolstr());
                    let breach = Box::new(Breach { what, section: violation.section() });
                    cx.log.fact(cx.cause, Fact::Violation { conn, breach });
                }
                Output::Event(Event::Ready(_)) if let Some(errand) = errand => {
                    match core::mem::replace(errand, Errand::Done) {
                        Errand::Turn(domain) => {
                            client.handle(cx.now, Input::Turn(domain.text().clone()));
                        }
                        Errand::Done => client.handle(cx.now, Input::Quit),
                    }
                }
                Output::Event(Event::Ready(offered)) => {
                    let (server, carries) = ((&*host, addr), (&mut *delivery, &mut *carried));
                    let has_dsn = offered.extensions.dsn;
                    match self.next_transaction(cx, (id, has_dsn), server, carries, hop) {
                        Some((transaction, its_content, mail)) => {
                            cx.log.fact(cx.cause, Fact::Sending { mail, conn });
                            *content = its_content;
                            client.handle(cx.now, Input::Transaction(transaction));
                        }
                        None => client.handle(cx.now, Input::Quit),
                    }
                }
                Output::Event(event) => {
                    if let Some(delivery) = *delivery {
                        if in_doubt && matches!(event, Event::Lost { phase: Phase::Message, .. }) {
                            self.note_doubt(cx, delivery, conn);
                        }
                        let server = (&*host, addr);
                        self.delivery_event(cx, delivery, server, (conn, in_doubt), event);
                    }
                }
                Output::Close => {
                    self.outputs.close(id, cx.cause);
                    return true;
                }
            }
        }
        false
    }

    /// What the session is to carry next: its own delivery if that has not begun, or another one
    /// that waits for the same next hop.
    fn next_transaction(
        &mut self,
        cx: &mut Cx<'_>,
        (id, has_dsn): (SessionId, bool),
        (host, addr): (&SmolStr, Ipv4Addr),
        (delivery, carried): (&mut Option<DeliveryId>, &mut u32),
        hop: &NextHop,
    ) -> Option<(Transaction, ContentId, MailId)> {
        let begun = delivery.is_some_and(|delivery| !self.delivery_is_fresh(delivery));
        if begun || delivery.is_none() {
            if let Some(done) = delivery.take() {
                self.finish_delivery(cx, done);
            }
            if *carried >= self.config.messages_per_session_max {
                return None;
            }
            *delivery = self.waiting_delivery(hop);
            *carried += 1;
        }
        self.begin_transaction(cx, (*delivery)?, (id, host, addr), has_dsn)
    }

    /// A session ended, in whatever way. A delivery that it still carried goes on elsewhere.
    pub(crate) fn session_left(&mut self, cx: &mut Cx<'_>, session: &SmtpOut) {
        if session.errand.is_some() {
            return;
        }
        let goes_on = session.delivery.is_some_and(|id| self.delivery_lost_session(cx, id));
        if !goes_on {
            self.slot_freed(cx, &session.hop);
        }
    }

    /// The message of a delivery that a server has agreed to take for somebody.
    fn doubtful(&self, id: DeliveryId) -> Option<MailId> {
        let delivery = self.deliveries.by_id.get(id.0).filter(|it| !it.open.is_empty())?;
        Some(self.queue.get(delivery.entry)?.mail)
    }

    fn note_doubt(&self, cx: &mut Cx<'_>, delivery: DeliveryId, conn: ConnNo) {
        if let Some(mail) = self.doubtful(delivery) {
            cx.log.fact(cx.cause, Fact::InDoubt { mail, conn });
        }
    }

    /// Messages of which nobody will hear whether they were taken, if the host stops now.
    pub fn in_doubt(&self) -> Vec<(MailId, ConnNo)> {
        let found = self.sessions.iter().filter_map(|(slot, machine)| match machine {
            Session::SmtpOut(session) if session.connected && session.client.is_in_doubt() => {
                Some((self.doubtful(session.delivery?)?, slot.conn))
            }
            _ => None,
        });
        found.collect()
    }

    fn delivery_event(
        &mut self,
        cx: &mut Cx<'_>,
        delivery: DeliveryId,
        (host, addr): (&SmolStr, Ipv4Addr),
        (conn, in_doubt): (ConnNo, bool),
        event: Event<'_>,
    ) {
        match event {
            Event::Recipient { index, reply } => {
                let severity = reply.recipient_severity();
                if severity != Severity::Completed {
                    let why = reply_why(host, "RCPT TO", &reply.to_reply(), severity);
                    self.recipient_refused(cx, delivery, index, why);
                }
            }
            Event::Accepted(reply) => {
                self.delivery_accepted(cx, delivery, conn, (host, reply));
            }
            Event::Refused { phase, reply } => {
                let why = match phase {
                    // The words are our own: the next host was not asked.
                    Phase::Offer => Why::Local {
                        status: reply.enhanced.unwrap_or(EnhancedCode::new(5, 0, 0)),
                        text: format_smolstr!("{host} does not take this: {}", reply.text),
                    },
                    Phase::Greeting if !self.config.schedule.believes_greeting() => {
                        reply_why(host, phase_name(phase), &reply, Severity::Transient)
                    }
                    // Whatever it says, it says nothing about this message: that waits for a session of
                    // its own.
                    Phase::Reset => reply_why(host, phase_name(phase), &reply, Severity::Transient),
                    _ => reply_why(host, phase_name(phase), &reply, reply.severity()),
                };
                self.delivery_refused(cx, delivery, (host, addr), phase, why);
            }
            Event::Lost { phase, why } => {
                let why = Why::Lost {
                    host: host.clone(),
                    // Whoever has not sent all of it knows that the server has not got it.
                    during: match phase {
                        Phase::Message if !in_doubt => "the content of the message",
                        _ => phase_name(phase),
                    },
                    timed_out: matches!(why, Lost::TimedOut),
                };
                self.delivery_refused(cx, delivery, (host, addr), phase, why);
            }
            Event::Greeted
            | Event::Authenticated
            | Event::Ready(_)
            | Event::Sender(_)
            | Event::Turned(_)
            | Event::Dismissed(_)
            | Event::Ended => {}
        }
    }
}

fn reply_why(host: &SmolStr, to: &'static str, reply: &Reply, severity: Severity) -> Why {
    Why::Reply {
        host: host.clone(),
        to,
        code: reply.code,
        severity,
        enhanced: reply.enhanced,
        text: if reply.more.is_empty() {
            reply.text.clone()
        } else {
            reply.lines().collect::<Vec<_>>().join("\n").into()
        },
    }
}

/// What the client was waiting for, as people say it.
fn phase_name(phase: Phase) -> &'static str {
    match phase {
        Phase::Greeting => "the greeting",
        Phase::Hello => "EHLO",
        Phase::Authentication => "AUTH",
        Phase::Offer => "what the server offers",
        Phase::Reset => "RSET",
        Phase::Mail => "MAIL FROM",
        Phase::Recipients | Phase::AllRecipients => "RCPT TO",
        Phase::Data => "DATA",
        Phase::Message => "the end of the message",
        Phase::Idle => "the next transaction",
    }
}
