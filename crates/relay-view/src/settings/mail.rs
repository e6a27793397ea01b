//! Which way a host's mail goes, and what is told of it.

use relay_mail::language::words;
use relay_mail::{Mailbox, say};
use relayscope::scenario::{BounceOverrides, SmartHost};
use relayscope::trace::HostId;

use super::{Entry, Origin, Teller, scenario_if};
use crate::plain;

/// Addresses that one entry names at most.
const NAMED_MAX: usize = 20;

impl Teller<'_> {
    /// Where mail goes: next hops, and addresses that stand for others.
    pub(super) fn ways(&self, all: &mut Vec<Entry>) {
        let it = self.scenario;
        let (value, origin) = match it.smart_host {
            Some(to) => (self.hop(to), Origin::Scenario),
            None => (
                words("none: mail goes by MX records", "keiner: Mail geht nach MX-Einträgen")
                    .in_(self.language)
                    .to_owned(),
                Origin::Usual,
            ),
        };
        all.push(self.entry(words("Smart host", "Smarthost"), value, origin));
        let routes = it.routes.iter().map(|route| {
            let dot = if route.below { "*." } else { "" };
            format!("{dot}{} → {}", route.domain, self.hop(route.to))
        });
        let aliases = it.aliases.iter().map(|it| stands_for(&it.addresses, &it.targets));
        let lists = it.lists.iter().map(|it| stands_for(&it.addresses, &it.members));
        let moved =
            it.moved.iter().map(|it| stands_for(&it.addresses, core::slice::from_ref(&it.to)));
        let backup = it.relay_to.iter().map(ToString::to_string);
        for (title, told) in [
            (words("Routes", "Wege"), routes.collect::<Vec<_>>()),
            (words("Backup for", "Reserve für"), backup.collect()),
            (words("Aliases", "Aliasse"), aliases.collect()),
            (words("Mailing lists", "Mailinglisten"), lists.collect()),
            (words("Moved", "Umgezogen"), moved.collect()),
            (
                words("For nobody else", "Für sonst niemanden"),
                it.catch_all.iter().cloned().collect(),
            ),
        ] {
            if !told.is_empty() {
                all.push(self.entry(title, self.named(told), Origin::Scenario));
            }
        }
        all.push(self.sending());
    }

    fn hop(&self, to: SmartHost) -> String {
        let (name, port) = (self.cast().name(HostId(to.host.0)), to.port);
        say!(self.language, "{name}, port {port}", "{name}, Port {port}")
    }

    /// The first of them, and how many there are more.
    fn named(&self, told: Vec<String>) -> String {
        let more = told.len().saturating_sub(NAMED_MAX);
        let mut told: Vec<String> = told.into_iter().take(NAMED_MAX).collect();
        if more > 0 {
            told.push(say!(self.language, "and {more} more", "und {more} weitere"));
        }
        told.join("; ")
    }

    fn sending(&self) -> Entry {
        let (config, it) = (self.config, self.scenario);
        let sessions = config.concurrency_max;
        let recipients = config.recipients_per_delivery_max;
        let messages = config.messages_per_session_max;
        let addresses = config.addresses_max;
        let value = say!(
            self.language,
            "{sessions} sessions with a host at once, {recipients} recipients in a transaction, \
             {messages} messages in a session, {addresses} addresses in an attempt",
            "{sessions} Sitzungen mit einem Host zugleich, {recipients} Empfänger je Transaktion, \
             {messages} Nachrichten je Sitzung, {addresses} Adressen je Versuch"
        );
        let set = it.concurrency_max.is_some()
            || it.recipients_per_delivery_max.is_some()
            || it.messages_per_session_max.is_some()
            || it.addresses_max.is_some();
        self.entry(words("Sends at most", "Sendet höchstens"), value, scenario_if(set))
    }

    /// When it takes a message to be in a loop.
    pub(super) fn loops(&self) -> Entry {
        let fields = self.config.hop_limit.refused_at;
        let value = say!(
            self.language,
            "a message that comes with {fields} trace fields",
            "eine Nachricht, die mit {fields} Trace-Feldern kommt"
        );
        let set = self.scenario.hop_count_max.is_some();
        self.entry(words("Takes for a loop", "Hält für eine Schleife"), value, scenario_if(set))
    }

    /// What it tells senders.
    pub(super) fn reports(&self) -> Entry {
        use relay_host::bounce::DoubleBounce;
        let bounces = &self.config.bounces;
        let warning = match bounces.delay_warning {
            None => words("no warning of a delay", "keine Warnung bei Verzögerung")
                .in_(self.language)
                .to_owned(),
            Some(warning) => {
                let after = self.span(warning.after);
                say!(
                    self.language,
                    "a warning of a delay after {after}",
                    "eine Warnung bei Verzögerung nach {after}"
                )
            }
        };
        let double = match bounces.double {
            DoubleBounce::Discard => words("is dropped", "wird verworfen"),
            DoubleBounce::Postmaster | DoubleBounce::QmailPostmaster => {
                words("goes to the postmaster", "geht an den Postmaster")
            }
            DoubleBounce::Freeze(_) => words("is frozen", "wird eingefroren"),
        };
        let double = double.in_(self.language);
        let value = say!(
            self.language,
            "{warning}; a report that fails {double}",
            "{warning}; ein Bericht, der scheitert, {double}"
        );
        let usual = self.scenario.bounces == BounceOverrides::default();
        self.entry(words("Reports", "Berichte"), value, scenario_if(!usual))
    }
}

/// `a, b → c, d`
fn stands_for(addresses: &[Mailbox], targets: &[Mailbox]) -> String {
    let told = |all: &[Mailbox]| {
        let all = all.iter().map(|it| plain::line(it.to_string().as_bytes()));
        all.collect::<Vec<_>>().join(", ")
    };
    format!("{} → {}", told(addresses), told(targets))
}
