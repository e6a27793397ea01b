//! What is done and changes nothing, or nothing that shows: somebody has done before what the
//! scenario had planned, or the host is switched off.

use relay_kernel::SimDuration;
use relay_mail::say;
use relayscope::command::Command;
use relayscope::scenario::HostNo;
use relayscope::trace::{CommandId, Effect, HostId};

use super::trouble::how_lookups_fail;
use super::{Teller, Told};
use crate::{clock, phrase};

impl Teller<'_> {
    /// What a command came to; `at` is the host that it is about.
    pub(super) fn done(&self, at: HostId, id: CommandId) -> Told {
        let command = self.trace.command(id);
        let text = match self.trace.effect(id) {
            Effect::Full => return self.command(command),
            Effect::Masked => self.masked(at, command),
            Effect::Nothing => {
                self.already_there(at, command).or_else(|| self.already_between(command))
            }
            Effect::Off => self.switched_off(at, command),
        };
        match text {
            Some(text) => (text, None),
            None => self.command(command),
        }
    }

    /// What shows only when something else is out of the way.
    fn masked(&self, at: HostId, command: &Command) -> Option<String> {
        let (language, host) = (self.cast.language, self.host(at));
        Some(match command {
            Command::StopServices(_, services) | Command::ShutDown(_, services) => {
                let services = phrase::services(language, *services);
                say!(
                    language,
                    "{host} is down, and will not serve {services} when it is up again.",
                    "{host} läuft nicht und bietet {services} auch nach dem Einschalten nicht an."
                )
            }
            Command::StartServices(_, services) => {
                let services = phrase::services(language, *services);
                say!(
                    language,
                    "{host} is to serve {services} again, but is still down.",
                    "{host} soll {services} wieder anbieten, läuft aber noch nicht."
                )
            }
            Command::GoOffline(_) => say!(
                language,
                "The cable of {host} is pulled out, while the host is down.",
                "Das Netzkabel von {host} ist gezogen, während der Host nicht läuft."
            ),
            Command::GoOnline(_) => say!(
                language,
                "The cable of {host} is plugged in, but the host is still down.",
                "Das Netzkabel von {host} steckt wieder, aber der Host läuft noch nicht."
            ),
            Command::DirectoryUp(_) => say!(
                language,
                "The directory of {host}’s users could answer again, but the host is still down.",
                "Das Benutzerverzeichnis von {host} könnte wieder antworten, aber der Host läuft \
                 noch nicht."
            ),
            Command::MendDns(name) => say!(
                language,
                "Lookups of {name} would be answered again, but those of a name above it still \
                 fail.",
                "DNS-Anfragen nach {name} würden wieder beantwortet, aber die nach einem \
                 übergeordneten Namen scheitern noch."
            ),
            _ => return None,
        })
    }

    /// What is asked of a host that is switched off.
    fn switched_off(&self, at: HostId, command: &Command) -> Option<String> {
        let (language, host) = (self.cast.language, self.host(at));
        Some(match command {
            Command::Send { .. } => say!(
                language,
                "A message is to be sent from {host}, but the host is down: nothing is sent.",
                "Von {host} soll eine Nachricht gesendet werden, aber der Host läuft nicht: Es \
                 wird nichts gesendet."
            ),
            Command::Collect(no) => say!(
                language,
                "{} wants to ask for new mail, but {host} is down.",
                "{} will nach neuer Mail fragen, aber {host} läuft nicht.",
                self.cast.account(*no)
            ),
            Command::RunQueue(_) => say!(
                language,
                "{host} is to try everything in its queue now, but is down.",
                "{host} soll alles in der Warteschlange jetzt versuchen, läuft aber nicht."
            ),
            Command::AskTurn { server, domain, .. } => {
                let server = self.host(HostId(server.0));
                say!(
                    language,
                    "{host} is to ask {server} for the mail that waits there for {domain}, but is \
                     down.",
                    "{host} soll {server} um die Mail bitten, die dort für {domain} wartet, läuft \
                     aber nicht."
                )
            }
            Command::Dial { to, .. } => say!(
                language,
                "Nobody can connect from {host} to {}: {host} is down.",
                "Von {host} kann sich niemand mit {} verbinden: {host} läuft nicht.",
                self.host(HostId(to.0))
            ),
            Command::StopServices(..) | Command::ShutDown(..) | Command::StartServices(..) => say!(
                language,
                "{host} is down; what it serves when it is up again stays the same.",
                "{host} läuft nicht; was dort nach dem Einschalten angeboten wird, bleibt gleich."
            ),
            Command::GoOffline(_) | Command::GoOnline(_) => say!(
                language,
                "{host} is down; its cable stays as it is.",
                "{host} läuft nicht; am Netzkabel ändert sich nichts."
            ),
            Command::DirectoryUp(_) => say!(
                language,
                "{host} is down; its directory of users stays as it is.",
                "{host} läuft nicht; am Benutzerverzeichnis ändert sich nichts."
            ),
            _ => return None,
        })
    }

    /// What a host is already.
    #[expect(clippy::too_many_lines, reason = "a list of sentences, each in every language")]
    fn already_there(&self, at: HostId, command: &Command) -> Option<String> {
        let (language, host) = (self.cast.language, self.host(at));
        Some(match command {
            Command::HostDown(_) => {
                say!(language, "{host} is down already.", "{host} läuft schon nicht mehr.")
            }
            Command::HostUp(_) => say!(language, "{host} is up already.", "{host} läuft schon."),
            Command::GoOffline(_) => {
                say!(language, "{host} is offline already.", "{host} ist schon vom Netz.")
            }
            Command::GoOnline(_) => {
                say!(language, "{host} is online already.", "{host} ist schon am Netz.")
            }
            Command::StopServices(_, services) | Command::ShutDown(_, services) => {
                let services = phrase::services(language, *services);
                say!(
                    language,
                    "{host} has stopped serving {services} already.",
                    "{host} bietet {services} schon nicht mehr an."
                )
            }
            Command::StartServices(_, services) => {
                let services = phrase::services(language, *services);
                say!(
                    language,
                    "{host} serves {services} already.",
                    "{host} bietet {services} schon an."
                )
            }
            Command::SlowHost(_, SimDuration::ZERO) => say!(
                language,
                "{host} answers as fast as ever already.",
                "{host} antwortet schon so schnell wie immer."
            ),
            Command::SlowHost(_, by) => {
                let by = clock::span(language, *by);
                say!(
                    language,
                    "Each answer of {host} comes {by} later already.",
                    "Jede Antwort von {host} kommt schon {by} später."
                )
            }
            Command::FillDisk(_) => say!(
                language,
                "The disk of {host} is full already.",
                "Die Platte von {host} ist schon voll."
            ),
            Command::FreeDisk(_) => say!(
                language,
                "The disk of {host} has room already.",
                "Die Platte von {host} hat schon Platz."
            ),
            Command::FillMailbox(_, whose) => say!(
                language,
                "The mailbox of {whose} on {host} is full already.",
                "Das Postfach von {whose} auf {host} ist schon voll."
            ),
            Command::FreeMailbox(_, whose) => say!(
                language,
                "The mailbox of {whose} on {host} has been freed already.",
                "Das Postfach von {whose} auf {host} ist schon freigeräumt."
            ),
            Command::DirectoryDown(_) => say!(
                language,
                "The directory of {host}’s users has stopped answering already.",
                "Das Benutzerverzeichnis von {host} antwortet schon nicht mehr."
            ),
            Command::DirectoryUp(_) => say!(
                language,
                "The directory of {host}’s users answers already.",
                "Das Benutzerverzeichnis von {host} antwortet schon."
            ),
            Command::SetClock(_, skew) => {
                let skew = phrase::skew(language, *skew);
                say!(
                    language,
                    "The clock of {host} is {skew} already.",
                    "Die Uhr von {host} geht schon {skew}."
                )
            }
            Command::Set(_, setting) => {
                let setting = phrase::setting(language, setting);
                say!(
                    language,
                    "The postmaster of {host} sets {setting}: it was so already.",
                    "Der Postmaster von {host} stellt ein, was schon galt: {setting}."
                )
            }
            _ => return None,
        })
    }

    /// What the network is already.
    #[expect(clippy::too_many_lines, reason = "a list of sentences, each in every language")]
    fn already_between(&self, command: &Command) -> Option<String> {
        let language = self.cast.language;
        let host = |no: &HostNo| self.host(HostId(no.0));
        Some(match command {
            Command::CutLink([a, b]) => say!(
                language,
                "The link between {} and {} is cut already.",
                "Die Leitung zwischen {} und {} ist schon getrennt.",
                host(a),
                host(b)
            ),
            Command::MendLink([a, b]) => say!(
                language,
                "The link between {} and {} has been mended already.",
                "Die Leitung zwischen {} und {} steht schon wieder.",
                host(a),
                host(b)
            ),
            Command::ChangeLink([a, b], quality) => {
                let (a, b, quality) = (host(a), host(b), phrase::quality(language, quality));
                say!(
                    language,
                    "The link between {a} and {b} has {quality} already.",
                    "Die Leitung zwischen {a} und {b} hat schon {quality}."
                )
            }
            Command::RestoreLink([a, b]) => say!(
                language,
                "The link between {} and {} is already as it was before.",
                "Die Leitung zwischen {} und {} ist schon wie vorher.",
                host(a),
                host(b)
            ),
            Command::Partition(hosts) if hosts.is_empty() => say!(
                language,
                "The parts of the network have been joined already.",
                "Die Teile des Netzes sind schon wieder verbunden."
            ),
            Command::Partition(_) => say!(
                language,
                "The network has fallen apart in this way already.",
                "Das Netz ist schon so zerfallen."
            ),
            Command::MendDialogue(it) => {
                let (server, what) = (host(&it.server), phrase::phrase(language, it.at.words()));
                say!(
                    language,
                    "Connections to {server} already break no more at {what}.",
                    "Verbindungen zu {server} reißen an dieser Stelle schon nicht mehr ab: {what}."
                )
            }
            Command::FailDns(name, how) => {
                let how = how_lookups_fail(*how).in_(language);
                say!(
                    language,
                    "Lookups of {name} {how} already.",
                    "Für DNS-Anfragen nach {name} gilt schon: Sie {how}."
                )
            }
            Command::MendDns(name) => say!(
                language,
                "What made lookups of {name} fail has been mended already.",
                "Was DNS-Anfragen nach {name} scheitern ließ, ist schon behoben."
            ),
            Command::ResetConnection(conn) => {
                let of = self.ends(*conn);
                say!(
                    language,
                    "The connection {of} is not open now: there is nothing to drop.",
                    "Die Verbindung {of} ist jetzt nicht offen: Da gibt es nichts abzureißen."
                )
            }
            _ => return None,
        })
    }
}
