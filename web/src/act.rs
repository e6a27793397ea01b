//! What a person does to the world. Everything is a command, and a command in the past forks the
//! run.

use leptos::prelude::*;
use relay_kernel::ConnNo;
use relay_view::journey::{Difference, compare};
use relay_view::letter::{Letter, senders};
use relayscope::command::Command;
use relayscope::scenario::{AccountNo, HostNo, Services};
use relayscope::trace::HostId;

use crate::stage::{Stage, Tab};
use crate::strings;

/// Something that can be done, with what it is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Deed {
    /// What the button says.
    pub(crate) label: String,
    /// What it does.
    pub(crate) command: Command,
}

impl Stage {
    /// Carries out a command at the position that is shown, and goes to where it has happened.
    pub(crate) fn act(&self, command: Command) {
        let position = self.position.get_untracked();
        let Some(goal) = self.change(|show| Some(show.act(position, command))) else { return };
        self.seek(goal);
    }

    /// Connects the console.
    pub(crate) fn dial(&self, ends: (HostNo, HostNo), port: u16) {
        let position = self.position.get_untracked();
        let Some((conn, goal)) = self.change(|show| show.dial(position, ends, port)) else {
            return;
        };
        self.desk().console.set(Some(conn));
        self.seek(goal);
    }

    /// Types a line at the console.
    pub(crate) fn type_line(&self, conn: ConnNo, line: &str) {
        let octets = Command::line(line);
        self.at_console(conn, Command::Type { conn, octets });
    }

    /// Does something at the console, and goes to where it was answered.
    pub(crate) fn at_console(&self, conn: ConnNo, command: Command) {
        let position = self.position.get_untracked();
        let goal = self.change(|show| Some(show.at_console(position, conn, command)));
        if let Some(goal) = goal {
            self.seek(goal);
        }
    }

    /// Goes back to the run that was left last, or forth again.
    pub(crate) fn swap_branch(&self) {
        let position = self.position.get_untracked();
        let Some(goal) = self.change(|show| show.swap_branch(position)) else { return };
        self.seek(goal);
    }

    /// What differs between the run that was left last and this one; `None` when none was left.
    pub(crate) fn differences(&self) -> Option<Vec<Difference>> {
        self.with(|show| show.left_trace().map(|left| compare(show.cast(), left, show.trace())))
    }

    /// Who can write a message.
    pub(crate) fn senders(&self) -> Vec<String> {
        self.with(|show| senders(show.scenario()))
    }

    /// Sends a message; otherwise says what is wrong with it.
    pub(crate) fn send(&self, letter: &Letter) -> Result<(), String> {
        let position = self.position.get_untracked();
        let command = self.with_untracked(|show| {
            letter.command(show.scenario(), show.pace().time_at(position))
        })?;
        self.act(command);
        self.tab.set(Tab::Session);
        Ok(())
    }

    /// What can be done to a host now.
    pub(crate) fn deeds(&self, id: HostId) -> Vec<Deed> {
        let no = HostNo(id.0);
        let (up, refusing) = self.standing(id);
        let mut deeds = Vec::new();
        let mut deed = |label: String, command: Command| deeds.push(Deed { label, command });
        if up {
            deed(strings::SWITCH_OFF.to_owned(), Command::HostDown(no));
        } else {
            deed(strings::SWITCH_ON.to_owned(), Command::HostUp(no));
        }
        self.with(|show| {
            let scenario = show.scenario();
            let services = scenario.host(no).services;
            if up && services != (Services { smtp: false, submission: false, pop3: false }) {
                if refusing {
                    deed(strings::START_SERVICES.to_owned(), Command::StartServices(no, services));
                } else {
                    deed(strings::STOP_SERVICES.to_owned(), Command::StopServices(no, services));
                    deed(strings::SHUT_DOWN.to_owned(), Command::ShutDown(no, services));
                }
            }
            if up {
                deed(strings::RUN_QUEUE.to_owned(), Command::RunQueue(no));
            }
            let accounts = scenario.accounts.iter().enumerate();
            for (at, account) in accounts.filter(|(_, it)| it.on == no && it.collection.is_some()) {
                let label = strings::collect(&account.address.to_string());
                deed(label, Command::Collect(AccountNo::from_index(at)));
            }
        });
        self.link_deeds(id, &mut deeds);
        deeds
    }

    fn link_deeds(&self, id: HostId, deeds: &mut Vec<Deed>) {
        let position = self.position.get();
        let others = self.with(|show| {
            let ties = show.ties().iter().filter_map(|tie| match (tie.from, tie.to) {
                (from, to) if from == id => Some(to),
                (from, to) if to == id => Some(from),
                _ => None,
            });
            let mut others: Vec<HostId> = ties.collect();
            others.sort_unstable();
            others.dedup();
            others.into_iter().map(|it| (it, show.cast().name(it).to_owned())).collect::<Vec<_>>()
        });
        for (other, name) in others {
            let ends = [HostNo(id.0), HostNo(other.0)];
            let cut = self.look(|show| show.holdings(position).is_cut(id, other));
            deeds.push(if cut {
                Deed { label: strings::mend_link(&name), command: Command::MendLink(ends) }
            } else {
                Deed { label: strings::cut_link(&name), command: Command::CutLink(ends) }
            });
        }
    }

    /// Whether a host is switched on, and whether it refuses connections.
    fn standing(&self, id: HostId) -> (bool, bool) {
        let position = self.position.get();
        self.look(|show| {
            let holdings = show.holdings(position);
            holdings.host(id).map_or((true, false), |book| (book.is_up(), book.refusing))
        })
    }
}
