//! What a host's servers offer and take.

use relay_kernel::SimDuration;
use relay_mail::language::words;
use relay_mail::say;
use relay_smtp::server::ServerConfig;
use relayscope::Setting;
use relayscope::scenario::{
    FullMailbox, Policy, Pop3Service, SmtpSetup, Strangers, SubmissionAuth, UnknownUsers,
};

use super::{Entry, Teller, scenario_if};
use crate::number;

impl Teller<'_> {
    /// SMTP on both its ports.
    pub(super) fn servers(&self, all: &mut Vec<Entry>) {
        let Some(server) = self.config.smtp.as_ref().or(self.config.submission.as_ref()) else {
            return;
        };
        all.push(self.extensions(server));
        if self.config.submission.is_some() {
            all.push(self.login());
        }
        all.push(self.size());
        let count = number::grouped(server.recipients_max as u64);
        let set = self.scenario.recipients_max.is_some();
        let value = say!(self.language, "{count} at most", "höchstens {count}");
        let title = words("Recipients of a message", "Empfänger einer Nachricht");
        all.push(self.entry(title, value, scenario_if(set)));
        all.push(self.greylisting());
        all.push(self.policy());
    }

    fn extensions(&self, server: &ServerConfig) -> Entry {
        let it = server.extensions;
        let all = [
            (it.pipelining, "PIPELINING"),
            (it.size, "SIZE"),
            (it.eight_bit_mime, "8BITMIME"),
            (it.enhanced_status_codes, "ENHANCEDSTATUSCODES"),
            (it.dsn, "DSN"),
            (it.smtp_utf8, "SMTPUTF8"),
            (it.chunking, "CHUNKING"),
            (it.etrn, "ETRN"),
            (it.help, "HELP"),
            (it.expn, "EXPN"),
            (it.vrfy, "VRFY"),
        ];
        let offered = all.into_iter().filter(|(is, _)| *is).map(|(_, name)| name.to_owned());
        let value = if server.esmtp {
            self.list(&offered.collect::<Vec<_>>())
        } else {
            words("none: EHLO is not known", "keine: EHLO ist unbekannt")
                .in_(self.language)
                .to_owned()
        };
        let usual = self.scenario.smtp == SmtpSetup::default();
        self.entry(words("SMTP extensions", "SMTP-Erweiterungen"), value, scenario_if(!usual))
    }

    /// Who has to log in on port 587, and how.
    fn login(&self) -> Entry {
        let auth = self.scenario.submission_auth;
        let value = match auth {
            SubmissionAuth::Required => words("for everybody", "für alle"),
            SubmissionAuth::Optional => words(
                "for whom it does not know by address",
                "für alle, die es nicht an der Adresse erkennt",
            ),
            SubmissionAuth::None => words("not offered", "wird nicht angeboten"),
        };
        let mechanisms = self.scenario.smtp.auth;
        let ways = [(mechanisms.plain, "PLAIN"), (mechanisms.login, "LOGIN")];
        let ways = ways.into_iter().filter(|(is, _)| *is && auth != SubmissionAuth::None);
        let ways: Vec<&str> = ways.map(|(_, name)| name).collect();
        let gap = if ways.is_empty() { "" } else { ": " };
        let value = format!("{}{gap}{}", value.in_(self.language), ways.join(", "));
        let usual = auth == SubmissionAuth::default();
        let title = words("Login on port 587", "Anmeldung auf Port 587");
        self.entry(title, value, scenario_if(!usual))
    }

    fn size(&self) -> Entry {
        let origin = self.origin_set(self.scenario.size_max.is_some(), |it| {
            matches!(it, Setting::MessageSizeMax(_))
        });
        let value = match self.config.message_size_max() {
            Some(max) => self.octets(max),
            None => words("without a bound", "ohne Grenze").in_(self.language).to_owned(),
        };
        self.entry(words("Largest message", "Größte Nachricht"), value, origin)
    }

    fn octets(&self, count: u64) -> String {
        let count = number::grouped(count);
        say!(self.language, "{count} octets", "{count} Oktette")
    }

    fn greylisting(&self) -> Entry {
        let origin = self.origin_set(self.scenario.greylisting.is_some(), |it| {
            matches!(it, Setting::Greylisting(_))
        });
        let delay = self.config.policy.greylisting.filter(|delay| *delay > SimDuration::ZERO);
        let value = match delay {
            None => words("off", "aus").in_(self.language).to_owned(),
            Some(delay) => {
                let delay = self.span(delay);
                say!(self.language, "strangers wait {delay}", "Fremde warten {delay}")
            }
        };
        self.entry(words("Greylisting", "Greylisting"), value, origin)
    }

    fn policy(&self) -> Entry {
        let it = &self.scenario.policy;
        let mut told = vec![
            match it.strangers {
                Strangers::Refuse => words("strangers: 550", "Fremde: 550"),
                Strangers::Dismiss => words("strangers: 421 and out", "Fremde: 421 und hinaus"),
            },
            match it.unknown_users {
                UnknownUsers::Refuse => words("unknown users: 550", "unbekannte Benutzer: 550"),
                UnknownUsers::Bounce => words(
                    "unknown users: taken, and bounced later",
                    "unbekannte Benutzer: angenommen, später Rückläufer",
                ),
            },
            match it.full_mailbox {
                FullMailbox::Defer => words("full mailbox: 452", "volles Postfach: 452"),
                FullMailbox::Busy => words("full mailbox: 450", "volles Postfach: 450"),
                FullMailbox::Refuse => words("full mailbox: 552", "volles Postfach: 552"),
            },
        ];
        let also = [
            (
                it.check_sender,
                words("sender domains are checked", "Absenderdomains werden geprüft"),
            ),
            (
                it.check_recipient,
                words("recipient domains are checked", "Empfängerdomains werden geprüft"),
            ),
            (it.verify, words("VRFY and EXPN tell the truth", "VRFY und EXPN sagen die Wahrheit")),
            (it.no_service, words("everybody is greeted with 554", "alle werden mit 554 begrüßt")),
        ];
        told.extend(also.into_iter().filter(|(is, _)| *is).map(|(_, words)| words));
        let mut told: Vec<String> =
            told.into_iter().map(|words| words.in_(self.language).to_owned()).collect();
        told.extend(self.bounds(it));
        let usual = *it == Policy::default();
        self.entry(words("Policies", "Richtlinien"), told.join("; "), scenario_if(!usual))
    }

    fn bounds(&self, it: &Policy) -> Vec<String> {
        let counted = [
            (it.connections_max, words("sessions at once", "Sitzungen zugleich")),
            (
                it.connections_per_client,
                words("sessions of a stranger at once", "Sitzungen eines Fremden zugleich"),
            ),
            (
                it.connections_per_minute,
                words("connections of a stranger a minute", "Verbindungen eines Fremden je Minute"),
            ),
            (
                it.messages_per_minute,
                words("messages of a stranger a minute", "Nachrichten eines Fremden je Minute"),
            ),
        ];
        let counted = counted.into_iter().filter_map(|(max, what)| Some((max?, what)));
        let mut told: Vec<String> = counted
            .map(|(max, what)| {
                let what = what.in_(self.language);
                say!(self.language, "at most {max} {what}", "höchstens {max} {what}")
            })
            .collect();
        told.extend(it.storage_max.map(|max| {
            let max = self.octets(max);
            say!(self.language, "room for {max}", "Platz für {max}")
        }));
        told
    }

    /// POP3.
    pub(super) fn pop3(&self, all: &mut Vec<Entry>) {
        let Some(server) = &self.config.pop3 else { return };
        let mut lines = Vec::new();
        server.capabilities.write(false, &mut lines);
        let lines = String::from_utf8_lossy(&lines).lines().map(str::to_owned).collect::<Vec<_>>();
        let usual = self.scenario.pop3 == Pop3Service::default();
        let origin = scenario_if(!usual);
        let title = words("POP3 capabilities", "POP3-Fähigkeiten");
        all.push(self.entry(title, self.list(&lines), origin));
        let apop = if server.apop {
            words("APOP is offered", "APOP wird angeboten")
        } else {
            words("no APOP", "kein APOP")
        };
        let (apop, idle) = (apop.in_(self.language), self.span(server.autologout));
        let value = say!(
            self.language,
            "{apop}; a silent client is left after {idle}",
            "{apop}; ein stummer Client wird nach {idle} verlassen"
        );
        all.push(self.entry(words("POP3 login", "POP3-Anmeldung"), value, origin));
    }
}
