//! The host as a POP3 client: its user's mail is collected.

use std::sync::Arc;

use relay_kernel::{ConnNo, SimTime};
use relay_mail::limit;
use relay_pop3::Uidl;
use relay_pop3::client::{Client, Deadline, Event, Input, Lost, Output};
use smol_str::{SmolStr, ToSmolStr};

use crate::account::Collected;
use crate::fact::{Breach, DnsFailure, Fact, Unreachable, Why};
use crate::host::{Cx, Host};
use crate::input::Answer;
use crate::output::{Asker, Question};
use crate::session::{Feed, Session, SessionId};

/// A POP3 session in which this host is the client.
#[derive(Clone, Debug)]
pub(crate) struct PopOut {
    account: usize,
    server: SmolStr,
    addr: core::net::Ipv4Addr,
    state: State,
    collected: u32,
    /// Unique-ids of messages that are marked as deleted.
    deleted: Vec<Uidl>,
}

#[derive(Clone, Debug)]
enum State {
    Dialing,
    Open(Box<Client>),
}

impl PopOut {
    pub(crate) fn feed(&mut self, now: SimTime, feed: &Feed<'_>) {
        let State::Open(client) = &mut self.state else { return };
        match feed {
            Feed::Bytes(octets) => client.handle(now, Input::Bytes(octets)),
            Feed::Closed | Feed::Broken => client.handle(now, Input::Closed),
            Feed::Timeout => client.handle(now, Input::Timeout),
            Feed::Shutdown | Feed::Nothing | Feed::Looked(_) => {}
        }
    }

    pub(crate) fn deadline(&self) -> Option<Deadline> {
        if let State::Open(client) = &self.state { client.deadline() } else { None }
    }
}

impl Host {
    /// A user goes to collect mail. While one collection of an account is under way, another is
    /// not begun: the maildrop would be locked (RFC 1939 §4).
    pub(crate) fn collect(&mut self, cx: &mut Cx<'_>, place: usize) {
        let Some(account) = self.accounts.get_mut(place) else { return };
        let Some(collect) = account.config().collect.clone() else { return };
        if core::mem::replace(&mut account.busy, true) {
            return;
        }
        let name = cx.log.name(&account.config().address.to_smolstr());
        let cause = cx.log.fact(cx.cause, Fact::Collecting { account: name });
        let place = u32::try_from(place).expect("accounts are bounded");
        self.outputs.resolve(Asker::Account(place), Question::A(collect.server), cause);
    }

    pub(crate) fn account_resolved(&mut self, cx: &mut Cx<'_>, place: u32, answer: Answer) {
        let account = place as usize;
        let Some(collect) =
            self.accounts.get(account).and_then(|account| account.config().collect.clone())
        else {
            return;
        };
        let server = collect.server.to_lower();
        let addr = match answer {
            Answer::A(Ok(addrs)) => addrs.first().copied().ok_or(DnsFailure::NoRecords),
            Answer::A(Err(failure)) => Err(failure),
            Answer::Mx(_) | Answer::Ptr(_) => Err(DnsFailure::NoRecords),
        };
        match addr {
            Ok(addr) => {
                let state = State::Dialing;
                let session =
                    PopOut { account, server, addr, state, collected: 0, deleted: Vec::new() };
                self.dial(Session::PopOut(Box::new(session)), (addr, collect.port), cx.cause);
            }
            Err(failure) => self.give_up(cx, account, Why::Dns { name: server, failure }),
        }
    }

    pub(crate) fn collect_unreachable(
        &mut self,
        cx: &mut Cx<'_>,
        session: &PopOut,
        how: Unreachable,
    ) {
        let (host, addr) = (session.server.clone(), session.addr);
        self.give_up(cx, session.account, Why::Unreachable { host, addr, how });
    }

    fn give_up(&mut self, cx: &mut Cx<'_>, account: usize, why: Why) {
        let Some(account) = self.accounts.get_mut(account) else { return };
        account.busy = false;
        let name = cx.log.name(&account.config().address.to_smolstr());
        cx.log.fact(cx.cause, Fact::CollectFailed { account: name, why: Box::new(why) });
    }

    /// The connection is there: the client starts, knowing what it has collected before.
    pub(crate) fn start_collection(&mut self, id: SessionId, now: SimTime) {
        let Some((_, Session::PopOut(session))) = self.sessions.get_mut(id) else { return };
        let Some(account) = self.accounts.get(session.account) else { return };
        if let Some(collect) = &account.config().collect {
            let known = account.known.iter().map(|(uidl, at)| (uidl.clone(), *at));
            let client = Client::new(Arc::clone(&collect.client), known, now);
            session.state = State::Open(Box::new(client));
        }
    }

    /// Drains the client; true when the session is over.
    pub(crate) fn pump_pop_out(
        &mut self,
        cx: &mut Cx<'_>,
        (id, conn): (SessionId, ConnNo),
        session: &mut PopOut,
    ) -> bool {
        let PopOut { account, server, state: State::Open(client), collected, deleted, .. } =
            session
        else {
            return false;
        };
        let Some(account) = self.accounts.get_mut(*account) else { return false };
        while let Some(output) = client.poll() {
            match output {
                Output::Transmit(octets) => self.outputs.line(id, octets, cx.cause),
                Output::Violation(violation) => {
                    let what = cx.log.name(&violation.to_smolstr());
                    let breach = Box::new(Breach { what, section: violation.section() });
                    cx.log.fact(cx.cause, Fact::Violation { conn, breach });
                }
                Output::Event(Event::Message { uidl, data, .. }) => {
                    let content = cx.log.store(&[], data);
                    let content_id = cx.log.content(&content);
                    let name = cx.log.name(&account.config().address.to_smolstr());
                    let fact = Fact::Collected { account: name, conn, content: content_id };
                    cx.cause = cx.log.fact(cx.cause, fact);
                    *collected += 1;
                    let uidl = uidl.cloned();
                    if let Some(uidl) = &uidl {
                        account.known.insert(uidl.clone(), cx.now);
                    }
                    account.store(Collected { content, content_id, uidl, at: cx.now });
                }
                Output::Event(Event::Deleted { uidl: Some(uidl), .. }) => {
                    deleted.push(uidl.clone());
                }
                Output::Event(Event::Done) => {
                    // They are gone, and their unique-ids never come again (RFC 1939 §7).
                    account.known.retain(|uidl, _| !deleted.contains(uidl));
                    account.busy = false;
                    let name = cx.log.name(&account.config().address.to_smolstr());
                    let fact = Fact::CollectDone { account: name, conn, new: *collected };
                    cx.log.fact(cx.cause, fact);
                }
                Output::Event(event @ (Event::Failed { .. } | Event::Lost { .. })) => {
                    account.busy = false;
                    let name = cx.log.name(&account.config().address.to_smolstr());
                    let why = Box::new(trouble(server, &event));
                    cx.log.fact(cx.cause, Fact::CollectFailed { account: name, why });
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

    /// The session is gone; the account may collect again.
    pub(crate) fn collection_left(&mut self, session: &PopOut) {
        if let Some(account) = self.accounts.get_mut(session.account) {
            account.busy = false;
        }
    }
}

/// Why a collection came to nothing.
fn trouble(server: &SmolStr, event: &Event<'_>) -> Why {
    match event {
        Event::Lost { why, .. } => Why::Lost {
            host: server.clone(),
            during: "the POP3 session",
            timed_out: *why == Lost::Timeout,
        },
        Event::Failed { code, text, .. } => {
            let shown: String = text.chars().take(limit::POP3_RESPONSE_LINE).collect();
            let code = code.map_or(String::new(), |code| format!("[{}] ", code.as_str()));
            let text = smol_str::format_smolstr!("{server} answered -ERR {code}{shown}");
            Why::Pop3 { text }
        }
        _ => Why::Pop3 { text: server.clone() },
    }
}
