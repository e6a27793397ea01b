//! The host as a POP3 server: the maildrop, its lock and its messages.

use std::sync::Arc;

use relay_kernel::{ConnNo, SimDuration, SimTime};
use relay_pop3::Uidl;
use relay_pop3::server::{
    Answer, Credential, Deadline, Event, Input, Item, LoginError, Output, Phase, Question, Server,
    ServerConfig, Snapshot, transmitted_size,
};
use smol_str::{ToSmolStr, format_smolstr};

use crate::config::Condition;
use crate::fact::{Breach, Fact};
use crate::host::{Cx, Host};
use crate::mailbox::Maildrop;
use crate::route::find_maildrop;
use crate::session::{Feed, Session, SessionId, left};

/// A POP3 session in which this host is the server.
#[derive(Clone, Debug)]
pub(crate) struct PopIn {
    server: Server,
    open: Option<Open>,
}

/// The maildrop that the session has locked.
#[derive(Clone, Debug)]
struct Open {
    maildrop: usize,
    /// The unique-ids of the snapshot, in the order of the message numbers.
    uidls: Vec<Uidl>,
}

impl PopIn {
    pub(crate) fn open(config: &Arc<ServerConfig>, conn: ConnNo, now: SimTime) -> Session {
        let nonce = format_smolstr!("{conn}.{}", now.as_micros());
        let server = Server::new(Arc::clone(config), now, &nonce);
        Session::PopIn(Box::new(Self { server, open: None }))
    }

    pub(crate) fn feed(&mut self, now: SimTime, feed: &Feed<'_>) {
        match feed {
            Feed::Bytes(octets) => self.server.handle(now, Input::Bytes(octets)),
            Feed::Closed | Feed::Broken => self.server.handle(now, Input::Closed),
            Feed::Timeout => self.server.handle(now, Input::Timeout),
            Feed::Shutdown => self.server.handle(now, Input::Shutdown),
            Feed::Nothing | Feed::Looked(_) => {}
        }
    }

    /// Whether the server has nothing to say any more but what it has said.
    pub(crate) fn is_over(&self) -> bool {
        self.server.phase() == Phase::Ended
    }

    pub(crate) fn deadline(&self) -> Option<Deadline> {
        self.server.deadline()
    }
}

/// A POP3 session that has a maildrop open, for those who look.
#[derive(Clone, Debug)]
pub struct OpenMaildrop<'a> {
    /// Its connection.
    pub conn: ConnNo,
    /// The maildrop that it has locked (RFC 1939 §4).
    pub maildrop: &'a Maildrop,
    /// The unique-ids of the messages that QUIT removes, as far as DELE has marked them (§5, §6).
    pub marked: Vec<&'a Uidl>,
}

impl Host {
    /// The POP3 sessions that have a maildrop open.
    pub fn open_maildrops(&self) -> impl Iterator<Item = OpenMaildrop<'_>> {
        self.sessions.iter().filter_map(|(slot, machine)| {
            let Session::PopIn(session) = machine else { return None };
            let open = session.open.as_ref()?;
            let marked = (1..).zip(&open.uidls);
            let marked = marked.filter(|(number, _)| session.server.is_marked(*number));
            Some(OpenMaildrop {
                conn: slot.conn,
                maildrop: self.maildrops.get(open.maildrop)?,
                marked: marked.map(|(_, uidl)| uidl).collect(),
            })
        })
    }

    /// Drains the server; true when the session is over.
    pub(crate) fn pump_pop_in(
        &mut self,
        cx: &mut Cx<'_>,
        (id, conn): (SessionId, ConnNo),
        window: &mut u32,
        session: &mut PopIn,
    ) -> bool {
        let PopIn { server, open } = session;
        while *window > 0 {
            let Some(output) = server.poll() else { break };
            match output {
                Output::Transmit(octets) => self.outputs.line(id, octets, cx.cause),
                Output::TransmitData { bytes, .. } => {
                    *window = left(*window, bytes);
                    self.outputs.block(id, bytes, *window == 0, cx.cause);
                }
                Output::Ask(question) => {
                    let answer = self.answer_pop(cx, (id, conn), open, question);
                    server.handle(cx.now, Input::Answer(answer));
                }
                Output::Violation(violation) => {
                    let what = cx.log.name(&violation.to_smolstr());
                    let breach = Box::new(Breach { what, section: violation.section() });
                    cx.log.fact(cx.cause, Fact::Violation { conn, breach });
                }
                Output::Event(Event::Retrieved { number }) => {
                    if let Some(item) = self.item_numbered(open.as_ref(), number) {
                        let mail = item.mail;
                        cx.log.fact(cx.cause, Fact::Retrieved { mail, conn });
                    }
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

    fn answer_pop(
        &mut self,
        cx: &mut Cx<'_>,
        (id, conn): (SessionId, ConnNo),
        open: &mut Option<Open>,
        question: Question<'_>,
    ) -> Answer {
        match question {
            Question::Login { user, credential } => {
                match self.login(cx.now, id, user, credential) {
                    Err(refused) => Answer::Refused(refused),
                    Ok(maildrop) => {
                        let items = self.maildrops[maildrop].items();
                        let mailbox = cx.log.name(&self.maildrops[maildrop].config().name);
                        let messages = u32::try_from(items.len()).expect("maildrops are bounded");
                        cx.log.fact(cx.cause, Fact::MaildropOpened { conn, mailbox, messages });
                        let uidls = items.iter().map(|item| item.uidl.clone()).collect();
                        *open = Some(Open { maildrop, uidls });
                        let shown = items.iter().map(|item| Item {
                            size: transmitted_size(&item.content),
                            uidl: item.uidl.clone(),
                        });
                        Answer::Granted(Snapshot::from(shown.collect::<Vec<_>>()))
                    }
                }
            }
            Question::Fetch { number } => match self.item_numbered(open.as_ref(), number) {
                Some(item) => Answer::Content(item.content.clone()),
                None => Answer::Gone,
            },
            Question::Update { deleted } => self.update(cx, conn, open.as_ref(), deleted),
        }
    }

    fn item_numbered(&self, open: Option<&Open>, number: u32) -> Option<&crate::mailbox::Item> {
        let open = open?;
        let uidl = open.uidls.get((number as usize).checked_sub(1)?)?;
        self.maildrops[open.maildrop].items().iter().find(|item| item.uidl == *uidl)
    }

    /// The maildrop of a user, who may give its name, its address, or the local-part of that with
    /// another domain of the host.
    pub fn maildrop_of(&self, user: &str) -> Option<usize> {
        find_maildrop(&self.maildrops, user).or_else(|| {
            let (local, domain) = user.rsplit_once('@')?;
            let domain = relay_mail::Domain::parse(domain)?;
            let has = |address: &relay_mail::Mailbox| {
                address.host.domain() == Some(&domain)
                    && address.local.as_str().eq_ignore_ascii_case(local)
            };
            let named =
                self.maildrops.iter().position(|drop| drop.config().addresses.iter().any(has));
            let here = || self.config.is_local(&domain).then_some(local);
            named.or_else(|| find_maildrop(&self.maildrops, here()?))
        })
    }

    fn login(
        &mut self,
        now: SimTime,
        id: SessionId,
        user: &str,
        credential: Credential<'_>,
    ) -> Result<usize, LoginError> {
        if self.directory_down {
            return Err(LoginError::Temporary);
        }
        let place = self.maildrop_of(user).ok_or(LoginError::BadCredentials)?;
        let maildrop = &mut self.maildrops[place];
        let secret = &maildrop.config().password;
        if secret.is_empty() || !credential.proves(secret) {
            return Err(LoginError::BadCredentials);
        }
        if maildrop.config().condition == Condition::Damaged {
            return Err(LoginError::Permanent);
        }
        let server = self.config.pop3.as_ref();
        let delay = server.and_then(|server| server.capabilities.login_delay);
        let delay = delay.map_or(0, |delay| delay.value);
        if maildrop.is_locked() {
            return Err(LoginError::InUse);
        }
        if !maildrop.may_open(now, SimDuration::from_secs(delay.into())) {
            return Err(LoginError::LoginDelay);
        }
        maildrop.lock(id, now);
        Ok(place)
    }

    /// QUIT: what is marked goes (RFC 1939 §6). The lock goes with the session, right behind the
    /// answer.
    fn update(
        &mut self,
        cx: &mut Cx<'_>,
        conn: ConnNo,
        open: Option<&Open>,
        deleted: &[u32],
    ) -> Answer {
        let Some(Open { maildrop, uidls }) = open else { return Answer::UpdateFailed };
        let marked: Vec<Uidl> = deleted
            .iter()
            .filter_map(|&number| uidls.get((number as usize).checked_sub(1)?).cloned())
            .collect();
        for item in self.maildrops[*maildrop].remove(&marked) {
            cx.log
                .fact(cx.cause, Fact::Deleted { mail: item.mail, recipient: item.recipient, conn });
        }
        Answer::Updated
    }

    /// The session is over, and the lock with it. Without QUIT all messages stayed; those that have
    /// been kept long enough go now.
    pub(crate) fn release_maildrop(&mut self, cx: &mut Cx<'_>, session: &PopIn) {
        if let Some(open) = &session.open {
            self.maildrops[open.maildrop].unlock();
            self.expire(cx, open.maildrop);
        }
    }
}
