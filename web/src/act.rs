//! What a person does to the world. Everything is a command, and a command in the past forks the
//! run.

use leptos::prelude::*;
use relay_kernel::ConnNo;
use relay_view::deeds::{Deed, Menu};
use relay_view::journey::{Difference, Parting, compare};
use relay_view::letter::{Letter, senders};
use relay_view::show::{Run, RunNo};
use relayscope::command::Command;
use relayscope::scenario::HostNo;
use relayscope::trace::HostId;

use crate::stage::{Stage, Tab};
use crate::strings;

impl Stage {
    /// Carries out a command at the position that is shown, and goes to where it has happened.
    pub(crate) fn act(&self, command: Command) {
        let position = self.position.get_untracked();
        let Some(goal) = self.change(|show| Some(show.act(position, command))) else { return };
        self.seek(goal);
        self.desk().acted_at.set(Some(goal));
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

    /// Types a line at the console, or several at once.
    pub(crate) fn type_lines(&self, conn: ConnNo, lines: &str) {
        let octets = Command::lines(lines);
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
        self.go_to_run(None);
    }

    /// Goes to a run that was left.
    pub(crate) fn show_run(&self, no: RunNo) {
        self.go_to_run(Some(no));
    }

    /// Goes to a run that was left, or to the one that was left last, and says which one that is.
    fn go_to_run(&self, no: Option<RunNo>) {
        let position = self.position.get_untracked();
        let records = self.change(|show| match no {
            Some(no) => show.show_run(position, no),
            None => show.swap_branch(position),
        });
        let Some(records) = records else { return };
        let runs = self.with_untracked(relay_view::Show::runs);
        if let Some(run) = runs.iter().find(|run| run.is_shown) {
            self.announce(&strings::told::other_run(self.language.get_untracked(), &run.name));
        }
        self.seek_records(records);
    }

    /// All runs that are kept. What was done in one that is not computed yet has names later.
    pub(crate) fn runs(&self) -> Vec<Run> {
        self.with_all_runs(relay_view::Show::runs)
    }

    /// The run that this one is compared with: the one that was chosen, else the one that was left
    /// last; `None` when none was left.
    pub(crate) fn compared(&self) -> Option<RunNo> {
        let chosen = self.desk().compared.get();
        self.with(|show| show.left_run(chosen).map(|(no, _)| no))
    }

    /// What differs between that run and this one; `None` when none was left.
    pub(crate) fn differences(&self) -> Option<Vec<Difference>> {
        let chosen = self.desk().compared.get();
        self.with_all_runs(|show| {
            let (_, left) = show.left_run(chosen)?;
            Some(compare(show.cast(), left, show.trace()))
        })
    }

    /// Where that run and this one part; `None` where none was left, or where they do not.
    pub(crate) fn parting(&self) -> Option<Parting> {
        let chosen = self.desk().compared.get();
        self.with_all_runs(|show| show.parting(chosen))
    }

    /// Who can write a message.
    pub(crate) fn senders(&self) -> Vec<String> {
        self.with(|show| senders(show.scenario()))
    }

    /// Sends a message; otherwise says what is wrong with it. `via` is the server whose queue it
    /// enters, or empty for the sender's own way.
    pub(crate) fn send(&self, letter: &Letter, via: &str) -> Result<(), String> {
        let position = self.position.get_untracked();
        let command = self.with_untracked(|show| {
            let (scenario, now) = (show.scenario(), show.pace().time_at(position));
            let when = (now, show.journal());
            let language = show.cast().language;
            match via {
                "" => letter.command(language, scenario, when),
                via => letter.command_via(language, via, scenario, when),
            }
        })?;
        self.act(command);
        self.tab.set(Tab::Session);
        Ok(())
    }

    /// What can be done to a host now.
    pub(crate) fn deeds(&self, id: HostId) -> Vec<Menu> {
        let position = self.position.get();
        self.look(|show| show.deeds(position, id))
    }

    /// How many steps belong to what happens at once with what is shown, and come before anything
    /// that is done now.
    pub(crate) fn steps_before_acting(&self) -> usize {
        let position = self.position.get();
        self.look(|show| show.beats_before_acting(position))
    }

    /// How the session that is shown can be torn; `None` when it is over.
    pub(crate) fn tear(&self) -> Option<Deed> {
        let conn = self.transcript.with(|it| it.as_ref().map(|it| it.conn))?;
        let position = self.position.get();
        self.look(|show| show.tear(position, conn))
    }
}
