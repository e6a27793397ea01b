//! Commands, from the scenario or from a person.

use std::sync::Arc;

use relay_host::Input;
use relay_kernel::{ConnNo, RecordId};
use relay_mail::ForwardPath;
use relay_net::End;

use crate::command::Command;
use crate::compose::compose;
use crate::scenario::{AccountNo, MessageSource, Origin, Send, Services};
use crate::trace::{By, HostId, Kind, Record, Trace};

use super::World;
use super::fault::{fault_begins, fault_ends};
use super::plan::Planned;

impl World {
    /// Carries out an entry of the scenario.
    pub(super) fn planned(&mut self, trace: &mut Trace, planned: Planned) {
        let command = match planned {
            Planned::Send(nth) => self.send_command(nth as usize),
            Planned::Collect(nth) => Command::Collect(self.scenario.collects[nth as usize].account),
            Planned::CollectsNews(nth) => {
                let account = self.scenario.collects[nth as usize].account;
                if !(self.has_news_for(account) && self.plan.may_collect()) {
                    return;
                }
                Command::Collect(account)
            }
            Planned::QueueRun(nth) => {
                Command::for_queue_run(&self.scenario.queue_runs[nth as usize])
            }
            Planned::FaultBegins(nth) => fault_begins(&self.scenario.faults[nth as usize].kind),
            Planned::FaultEnds(nth) => {
                fault_ends(&self.scenario, &self.scenario.faults[nth as usize].kind)
            }
            Planned::GoesOffline(nth) => {
                Command::GoOffline(self.scenario.dial_ups[nth as usize].host)
            }
            Planned::GoesOnline(nth) => return self.goes_online(trace, nth as usize),
            Planned::Dials(nth) => {
                let dial = Command::dial_for(&self.scenario.typings[nth as usize]);
                let conn = self.carry_out(trace, dial, By::Scenario);
                self.typists.extend(conn.map(|conn| (nth, conn)));
                return;
            }
            Planned::Types(nth, line) => {
                let Some(&conn) = self.typists.get(&nth) else { return };
                let typing = &self.scenario.typings[nth as usize];
                let Some(command) = Command::typed(typing, conn, line as usize) else { return };
                command
            }
        };
        self.carry_out(trace, command, By::Scenario);
    }

    /// Whether a message lies in an account's maildrop that its mail client does not know.
    fn has_news_for(&self, account: AccountNo) -> bool {
        let Some(collection) = &self.scenario.account(account).collection else { return false };
        let server = &self.places[collection.host.index()].host;
        let maildrop = server.maildrop_of(&collection.user).map(|at| &server.maildrops()[at]);
        let client = &self.places[self.scenario.account(account).on.index()].host;
        let Some(own) = client.accounts().get(self.place_on_host(account)) else { return false };
        maildrop.is_some_and(|it| it.items().iter().any(|item| !own.knows(&item.uidl)))
    }

    /// A host numbers its own accounts in the order of the scenario.
    fn place_on_host(&self, account: AccountNo) -> usize {
        let accounts = &self.scenario.accounts;
        let on = self.scenario.account(account).on;
        accounts[..account.index()].iter().filter(|it| it.on == on).count()
    }

    /// What a dial-up host does first when it is online: it sends what waits, and asks for what
    /// waits elsewhere.
    fn goes_online(&mut self, trace: &mut Trace, nth: usize) {
        let dial_up = &self.scenario.dial_ups[nth];
        let (host, asks) = (dial_up.host, dial_up.asks.clone());
        let turn = asks.map(|(server, domain)| Command::AskTurn { by: host, server, domain });
        let commands = [Command::GoOnline(host), Command::RunQueue(host)].into_iter().chain(turn);
        for command in commands {
            self.carry_out(trace, command, By::Scenario);
        }
    }

    fn send_command(&self, nth: usize) -> Command {
        self.command_to_send(&self.scenario.sends[nth], nth)
    }

    /// What sends a message at this moment. `nth` tells its Message-ID from those of others.
    pub fn command_to_send(&self, send: &Send, nth: usize) -> Command {
        Command::Send {
            origin: send.origin,
            reverse_path: send.reverse_path.clone(),
            params: send.dsn.mail(),
            recipients: send
                .dsn
                .recipients(&send.recipients)
                .map(|(mailbox, params)| (ForwardPath::Mailbox(mailbox), params))
                .collect(),
            octets: self.octets(nth, send.origin, &send.message),
        }
    }

    fn octets(&self, nth: usize, origin: Origin, message: &MessageSource) -> Arc<[u8]> {
        match message {
            MessageSource::Octets(octets) => Arc::clone(octets),
            MessageSource::Composed(composed) => {
                let on = match origin {
                    Origin::Account(no) => self.scenario.account(no).on,
                    Origin::Host(no) => no,
                };
                let calendar = self.places[on.index()].host.config().calendar;
                let date = calendar.rfc5322(self.wires.now);
                let host = composed.from.rsplit_once('@').map_or("", |(_, host)| host);
                let domain = host.trim_end_matches('>');
                let id = format!("<{nth}.{}@{domain}>", self.wires.now.as_micros());
                compose(composed, &date, &id)
            }
            // The caller attaches files before a run; a file that nobody attached is empty.
            MessageSource::File(file) => file.octets.clone().unwrap_or_default(),
        }
    }

    pub(super) fn carry_out(
        &mut self,
        trace: &mut Trace,
        command: Command,
        by: By,
    ) -> Option<ConnNo> {
        // What is said over a terminal is its own record, and what is read leaves none.
        match command {
            Command::Type { conn, octets } => self.wires.type_into(trace, conn, &octets),
            Command::Take { conn, len } => {
                if let Some((id, cause)) = self.wires.take(conn, len) {
                    // The session at the other end may have waited for that.
                    self.reopen(trace, id, End::Listener, cause);
                }
            }
            Command::HangUp { conn, how } => self.wires.hang_up(trace, conn, how),
            command => return self.record_and_do(trace, command, by),
        }
        None
    }

    fn record_and_do(&mut self, trace: &mut Trace, command: Command, by: By) -> Option<ConnNo> {
        let place = self.place_of(&command);
        let effect = self.effect_of(&command, place);
        let id = trace.push_command(command.clone(), by, effect);
        let record = self.record(trace, place, Kind::Command(id), self.origin);
        match command {
            Command::Send { origin, reverse_path, params, recipients, octets } => {
                let via = match origin {
                    Origin::Host(_) => None,
                    Origin::Account(no) => self.submission_of(no),
                };
                let octets = &octets;
                let input = Input::Submit { reverse_path, params, recipients, octets, via };
                self.feed_if_up(trace, place, input, record);
            }
            Command::Collect(account) => {
                let account = self.place_on_host(account);
                self.feed_if_up(trace, place, Input::Collect { account }, record);
            }
            // What it is set to, a host knows also while it is switched off.
            Command::Set(_, setting) => {
                self.feed(trace, place, Input::Set(setting.change()), record);
            }
            Command::ResetConnection(conn) => self.wires.tear_now(conn, record),
            Command::RunQueue(_) => self.feed_if_up(trace, place, Input::RunQueue, record),
            Command::AskTurn { server, domain, .. } => {
                let scenario = Arc::clone(&self.scenario);
                let server = scenario.host(server);
                let input = Input::AskTurn { server: (&server.name, server.address), domain };
                self.feed_if_up(trace, place, input, record);
            }
            Command::Dial { to, port, reading, .. } => {
                let to = (self.scenario.host(to).address, port);
                let up = self.is_up(place);
                return up.then(|| self.wires.open_terminal(trace, place, to, reading, record));
            }
            Command::Type { .. } | Command::Take { .. } | Command::HangUp { .. } => {}
            fault => self.break_or_mend(trace, fault, place, record),
        }
        None
    }

    /// What is asked of a host that is switched off is noted, and nothing else happens.
    pub(super) fn feed_if_up(
        &mut self,
        trace: &mut Trace,
        host: HostId,
        input: Input<'_>,
        cause: RecordId,
    ) {
        if self.is_up(host) {
            self.feed(trace, host, input, cause);
        }
    }

    fn place_of(&self, command: &Command) -> HostId {
        match command {
            Command::Send { origin: Origin::Account(account), .. } | Command::Collect(account) => {
                HostId(self.scenario.account(*account).on.0)
            }
            Command::Send { origin: Origin::Host(no), .. }
            | Command::HostDown(no)
            | Command::HostUp(no)
            | Command::StopServices(no, _)
            | Command::ShutDown(no, _)
            | Command::StartServices(no, _)
            | Command::SlowHost(no, _)
            | Command::FillDisk(no)
            | Command::FreeDisk(no)
            | Command::FillMailbox(no, _)
            | Command::FreeMailbox(no, _)
            | Command::DirectoryDown(no)
            | Command::DirectoryUp(no)
            | Command::SetClock(no, _)
            | Command::GoOffline(no)
            | Command::GoOnline(no)
            | Command::Set(no, _)
            | Command::RunQueue(no)
            | Command::AskTurn { by: no, .. }
            | Command::Dial { from: no, .. } => HostId(no.0),
            Command::CutLink(_)
            | Command::MendLink(_)
            | Command::ChangeLink(..)
            | Command::RestoreLink(_)
            | Command::Partition(_)
            | Command::BreakDialogue(_)
            | Command::MendDialogue(_)
            | Command::FailDns(..)
            | Command::MendDns(_)
            | Command::ResetConnection(_)
            | Command::Type { .. }
            | Command::Take { .. }
            | Command::HangUp { .. } => Record::NOWHERE,
        }
    }
}

/// The ports of some services.
pub(super) fn ports(services: Services) -> impl Iterator<Item = u16> {
    let Services { smtp, submission, pop3 } = services;
    [(smtp, 25), (submission, 587), (pop3, 110)]
        .into_iter()
        .filter_map(|(on, port)| on.then_some(port))
}
