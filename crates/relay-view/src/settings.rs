//! What a host is set to, in words, and where each of it comes from.

mod mail;
mod server;

use relay_host::HostConfig;
use relay_kernel::RecordId;
use relay_mail::language::{Words, words};
use relay_mail::{Language, say};
use relayscope::command::Command;
use relayscope::scenario::{Host, HostNo, RetryOverrides, Role};
use relayscope::trace::HostId;
use relayscope::{Setting, World};

use crate::cast::Cast;
use crate::deeds::Place;
use crate::why::standing;
use crate::{clock, phrase, plot};

/// A setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What is set.
    pub title: &'static str,
    /// To what.
    pub value: String,
    /// Where that comes from.
    pub origin: Origin,
}

/// Where a setting comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// From the host's profile, or from what is usual.
    Usual,
    /// The scenario says so.
    Scenario,
    /// Somebody changed it while it ran: the record that says so.
    Hand(RecordId),
}

/// What a host is set to.
pub(crate) fn settings(place: Place<'_>, id: HostId) -> Vec<Entry> {
    let world: &World = place.world;
    let scenario = world.scenario().host(HostNo(id.0));
    let config = world.host(id).config();
    let teller = Teller { place, id, scenario, config, language: place.cast.language };
    let mut all = Vec::new();
    if scenario.role == Role::Server {
        all.push(teller.services());
        all.push(teller.profile());
        all.push(teller.retry());
        teller.servers(&mut all);
        teller.ways(&mut all);
        all.push(teller.loops());
        all.push(teller.reports());
        teller.pop3(&mut all);
    }
    all.push(teller.timeouts());
    all.push(teller.clock());
    all
}

struct Teller<'a> {
    place: Place<'a>,
    id: HostId,
    /// What the scenario says of the host.
    scenario: &'a Host,
    /// What it runs with now.
    config: &'a HostConfig,
    language: Language,
}

impl Teller<'_> {
    fn entry(&self, title: Words, value: impl Into<String>, origin: Origin) -> Entry {
        Entry { title: title.in_(self.language), value: value.into(), origin }
    }

    fn cast(&self) -> &Cast {
        self.place.cast
    }

    fn span(&self, span: relay_kernel::SimDuration) -> String {
        clock::span(self.language, span)
    }

    /// By hand where such a command stands, else by the scenario or as usual.
    fn origin(&self, by_scenario: bool, such: impl Fn(&Command) -> bool) -> Origin {
        let trace = self.place.trace;
        let here = RecordId::from_index(self.place.holdings.records());
        let by_hand = standing(trace, here).into_iter().rev().find(|(_, command)| such(command));
        by_hand.map_or_else(|| scenario_if(by_scenario), |(id, _)| Origin::Hand(id))
    }

    /// The same for what is set by [`Command::Set`].
    fn origin_set(&self, by_scenario: bool, such: impl Fn(&Setting) -> bool) -> Origin {
        self.origin(by_scenario, |command| match command {
            Command::Set(no, setting) => no.0 == self.id.0 && such(setting),
            _ => false,
        })
    }

    fn services(&self) -> Entry {
        let has = self.scenario.services;
        let stopped = self.place.holdings.host(self.id).map(|book| book.stopped);
        let stopped = stopped.unwrap_or_default();
        let all = [
            (has.smtp, stopped.smtp, words("SMTP, port 25", "SMTP, Port 25")),
            (
                has.submission,
                stopped.submission,
                words("submission, port 587", "Einlieferung, Port 587"),
            ),
            (has.pop3, stopped.pop3, words("POP3, port 110", "POP3, Port 110")),
        ];
        let told = all.into_iter().filter(|(has, ..)| *has).map(|(_, is_stopped, name)| {
            let name = name.in_(self.language);
            if is_stopped {
                say!(self.language, "{name} (stopped)", "{name} (angehalten)")
            } else {
                name.to_owned()
            }
        });
        let origin = self.origin(false, |command| match command {
            Command::StopServices(no, _) | Command::ShutDown(no, _) => no.0 == self.id.0,
            _ => false,
        });
        let told = told.collect::<Vec<_>>();
        let none = words("none", "keine").in_(self.language).to_owned();
        let told = if told.is_empty() { none } else { told.join("; ") };
        self.entry(words("Services", "Dienste"), told, origin)
    }

    fn profile(&self) -> Entry {
        let profile = self.scenario.profile;
        let usual = profile == relayscope::scenario::Profile::default();
        let name = match profile.name() {
            "postfix" => "Postfix",
            "exim" => "Exim",
            "qmail" => "qmail",
            _ => "RFC 5321",
        };
        self.entry(words("Habits of", "Gewohnheiten von"), name, scenario_if(!usual))
    }

    fn retry(&self) -> Entry {
        let changed = self.scenario.retry != RetryOverrides::default();
        let origin = self.origin_set(changed, |it| matches!(it, Setting::RetryProfile(_)));
        let value = plot::in_words(self.language, &self.config.schedule);
        self.entry(words("Retry schedule", "Wiederholungsplan"), value, origin)
    }

    fn clock(&self) -> Entry {
        let set = self.place.holdings.host(self.id).and_then(|book| book.trouble.clock);
        let skew = set.unwrap_or(self.scenario.clock);
        let by_scenario = !self.scenario.clock.span.is_zero();
        let origin = self.origin(by_scenario, |command| match command {
            Command::SetClock(no, _) => no.0 == self.id.0,
            _ => false,
        });
        let value = phrase::skew(self.language, skew);
        self.entry(words("Clock", "Uhr"), value, origin)
    }

    /// What it waits for when it sends, and how long.
    fn timeouts(&self) -> Entry {
        let it = &self.config.smtp_client.timeouts;
        let all = [
            (words("connection", "Verbindung"), self.config.connect_timeout),
            (words("greeting", "Gruß"), it.greeting),
            (words("EHLO", "EHLO"), it.hello),
            (words("MAIL", "MAIL"), it.mail),
            (words("RCPT", "RCPT"), it.recipient),
            (words("DATA", "DATA"), it.data_start),
            (words("each block", "jeder Block"), it.data_block),
            (words("final dot", "Schlusspunkt"), it.data_end),
            (words("QUIT", "QUIT"), it.quit),
        ];
        let told =
            all.map(|(name, span)| format!("{} {}", name.in_(self.language), self.span(span)));
        let usual = self.scenario.timeouts == relayscope::scenario::TimeoutOverrides::default();
        self.entry(words("Waits for", "Wartet auf"), told.join(", "), scenario_if(!usual))
    }

    /// Several things, or that there is none.
    fn list(&self, told: &[String]) -> String {
        if told.is_empty() {
            words("none", "keine").in_(self.language).to_owned()
        } else {
            told.join(", ")
        }
    }
}

fn scenario_if(it_says_so: bool) -> Origin {
    if it_says_so { Origin::Scenario } else { Origin::Usual }
}
