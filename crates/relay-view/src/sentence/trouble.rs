//! What breaks and is mended.

use relay_kernel::{ConnNo, RecordId, SimDuration};
use relay_mail::language::{Words, words};
use relay_mail::say;
use relayscope::command::Command;
use relayscope::scenario::{DialoguePoint, DnsFailure, HostNo};
use relayscope::trace::{HostId, Kind, Record, Side};

use super::Teller;
use super::command::listed;
use crate::{clock, phrase};

impl Teller<'_> {
    /// The sentence for a command that breaks or mends something on the network.
    #[expect(clippy::too_many_lines, reason = "a list of sentences, each in every language")]
    pub(super) fn network_fault(&self, command: &Command) -> String {
        let host = |no: &HostNo| self.host(HostId(no.0));
        match command {
            Command::CutLink([a, b]) => {
                say!(
                    self.cast.language,
                    "The link between {} and {} is cut.",
                    "Die Leitung zwischen {} und {} ist getrennt.",
                    host(a),
                    host(b)
                )
            }
            Command::MendLink([a, b]) => {
                say!(
                    self.cast.language,
                    "The link between {} and {} is mended.",
                    "Die Leitung zwischen {} und {} steht wieder.",
                    host(a),
                    host(b)
                )
            }
            Command::ChangeLink([a, b], quality) => {
                let (a, b, quality) =
                    (host(a), host(b), phrase::quality(self.cast.language, quality));
                say!(
                    self.cast.language,
                    "The link between {a} and {b} now has {quality}.",
                    "Die Leitung zwischen {a} und {b} hat jetzt {quality}."
                )
            }
            Command::RestoreLink([a, b]) => {
                say!(
                    self.cast.language,
                    "The link between {} and {} is as it was before.",
                    "Die Leitung zwischen {} und {} ist wieder wie vorher.",
                    host(a),
                    host(b)
                )
            }
            Command::Partition(hosts) if hosts.is_empty() => {
                say!(
                    self.cast.language,
                    "The parts of the network reach each other again.",
                    "Die Teile des Netzes erreichen einander wieder."
                )
            }
            Command::Partition(hosts) => {
                let names: Vec<_> = hosts.iter().map(|no| host(no).to_owned()).collect();
                say!(
                    self.cast.language,
                    "The network falls apart: {} on one side, all others on the other.",
                    "Das Netz zerfällt: {} auf der einen Seite, alle anderen auf der anderen.",
                    listed(self.cast.language, &names)
                )
            }
            Command::GoOffline(no) => {
                say!(self.cast.language, "{} is offline.", "{} ist vom Netz.", host(no))
            }
            Command::GoOnline(no) => {
                say!(self.cast.language, "{} is online.", "{} ist wieder am Netz.", host(no))
            }
            Command::BreakDialogue(it) => {
                let from = it
                    .client
                    .map(|no| say!(self.cast.language, " from {}", " von {}", host(&no)))
                    .unwrap_or_default();
                let (server, what) =
                    (host(&it.server), phrase::phrase(self.cast.language, it.at.words()));
                let which = if it.times == 1 {
                    say!(
                        self.cast.language,
                        "The next connection{from} to {server}",
                        "Die nächste Verbindung{from} zu {server}"
                    )
                } else {
                    say!(
                        self.cast.language,
                        "Each of the next {} connections{from} to {server}",
                        "Jede der nächsten {} Verbindungen{from} zu {server}",
                        it.times
                    )
                };
                say!(
                    self.cast.language,
                    "{which} breaks so that {what} is lost.",
                    "{which} reißt so ab, dass verloren geht: {what}."
                )
            }
            Command::MendDialogue(it) => {
                let (server, what) =
                    (host(&it.server), phrase::phrase(self.cast.language, it.at.words()));
                say!(
                    self.cast.language,
                    "Connections to {server} break no more at {what}.",
                    "Verbindungen zu {server} reißen an dieser Stelle nicht mehr ab: {what}."
                )
            }
            Command::FailDns(name, failure) => {
                let how = how_lookups_fail(*failure).in_(self.cast.language);
                say!(
                    self.cast.language,
                    "From now on lookups of {name} {how}.",
                    "Von nun an gilt für DNS-Anfragen nach {name}: Sie {how}."
                )
            }
            Command::MendDns(name) => say!(
                self.cast.language,
                "Lookups of {name} are answered again.",
                "DNS-Anfragen nach {name} werden wieder beantwortet."
            ),
            _ => String::new(),
        }
    }

    /// The same for one that troubles a host.
    #[expect(clippy::too_many_lines, reason = "a list of sentences, each in every language")]
    pub(super) fn host_fault(&self, command: &Command) -> String {
        let language = self.cast.language;
        let host = |no: &HostNo| self.host(HostId(no.0));
        match command {
            Command::HostDown(no) => {
                say!(self.cast.language, "{} goes down.", "{} fällt aus.", host(no))
            }
            Command::HostUp(no) => {
                say!(self.cast.language, "{} is up again.", "{} läuft wieder.", host(no))
            }
            Command::StopServices(no, services) => {
                let services = phrase::services(language, *services);
                say!(
                    self.cast.language,
                    "{} stops serving {services}.",
                    "{} bietet {services} nicht mehr an.",
                    host(no)
                )
            }
            Command::ShutDown(no, services) => {
                let services = phrase::services(language, *services);
                say!(
                    self.cast.language,
                    "{} shuts {services} down and dismisses its clients.",
                    "{} beendet {services} und verabschiedet die Clients.",
                    host(no)
                )
            }
            Command::StartServices(no, services) => {
                let services = phrase::services(language, *services);
                say!(
                    self.cast.language,
                    "{} serves {services} again.",
                    "{} bietet {services} wieder an.",
                    host(no)
                )
            }
            Command::SlowHost(no, SimDuration::ZERO) => {
                say!(
                    self.cast.language,
                    "{} answers as fast as before.",
                    "{} antwortet wieder so schnell wie vorher.",
                    host(no)
                )
            }
            Command::SlowHost(no, by) => {
                say!(
                    self.cast.language,
                    "Each answer of {} comes {} later from now on.",
                    "Jede Antwort von {} kommt von nun an {} später.",
                    host(no),
                    clock::span(self.cast.language, *by)
                )
            }
            Command::FillDisk(no) => say!(
                self.cast.language,
                "The disk of {} is full.",
                "Die Platte von {} ist voll.",
                host(no)
            ),
            Command::FreeDisk(no) => say!(
                self.cast.language,
                "The disk of {} has room again.",
                "Die Platte von {} hat wieder Platz.",
                host(no)
            ),
            Command::FillMailbox(no, whose) => {
                say!(
                    self.cast.language,
                    "The mailbox of {whose} on {} is full.",
                    "Das Postfach von {whose} auf {} ist voll.",
                    host(no)
                )
            }
            Command::FreeMailbox(no, whose) => {
                say!(
                    self.cast.language,
                    "The mailbox of {whose} on {} has room again.",
                    "Das Postfach von {whose} auf {} hat wieder Platz.",
                    host(no)
                )
            }
            Command::SetClock(no, skew) => {
                let skew = phrase::skew(language, *skew);
                say!(
                    self.cast.language,
                    "The clock of {} is {skew}.",
                    "Die Uhr von {} geht {skew}.",
                    host(no)
                )
            }
            Command::DirectoryDown(no) => say!(
                language,
                "The directory of {}’s users does not answer.",
                "Das Benutzerverzeichnis von {} antwortet nicht.",
                host(no)
            ),
            Command::DirectoryUp(no) => say!(
                language,
                "The directory of {}’s users answers again.",
                "Das Benutzerverzeichnis von {} antwortet wieder.",
                host(no)
            ),
            _ => String::new(),
        }
    }
}

impl Teller<'_> {
    /// Nothing came for as long as a host waits: `what` it was, as it stands in the trace. A server
    /// ends the session then (RFC 5321 §4.5.3.2.7, RFC 1939 §3), and a client gives up.
    pub(super) fn waited_in_vain(
        &self,
        id: RecordId,
        at: HostId,
        conn: ConnNo,
        what: &str,
    ) -> String {
        let (language, host) = (self.cast.language, self.host(at));
        let what = phrase::phrase(language, what);
        let span = clock::span(language, self.silence(id, at, conn));
        if self.trace.conn(conn).server == at {
            return say!(
                language,
                "{host} closes the session: {what} for {span}.",
                "{host} beendet die Sitzung: {what}, {span} lang."
            );
        }
        say!(
            language,
            "{host} gives up waiting: {what} for {span}.",
            "{host} gibt das Warten auf: {what}, {span} lang."
        )
    }

    /// For how long a host had said nothing on a connection before a record, and heard nothing: what the
    /// other end says and does not get through is no news to it.
    fn silence(&self, id: RecordId, host: HostId, conn: ConnNo) -> SimDuration {
        let here = self.trace.record(id).at;
        let is_client = self.trace.conn(conn).client == host;
        let own = if is_client { Side::Client } else { Side::Server };
        let moment = |record: &Record| match record.kind {
            Kind::Line { from, transit, .. } | Kind::Block { from, transit, .. } if from != own => {
                let arrived = record.at + SimDuration::from_micros(transit.known()?.into());
                (arrived <= here).then_some(arrived)
            }
            Kind::Data { transit, .. } if !is_client => {
                let arrived = record.at + SimDuration::from_micros(transit.known()?.into());
                (arrived <= here).then_some(arrived)
            }
            Kind::Line { .. }
            | Kind::Data { .. }
            | Kind::Block { .. }
            | Kind::Connected { .. }
            | Kind::Dialed { .. } => Some(record.at),
            _ => None,
        };
        let before = self.trace.records()[..id.index()].iter();
        let its = before.filter(|it| it.kind.conn() == Some(conn)).filter_map(moment);
        its.max().map_or(SimDuration::ZERO, |last| here.since(last))
    }
}

/// What lookups do that fail in this way.
pub(super) fn how_lookups_fail(failure: DnsFailure) -> Words {
    match failure {
        DnsFailure::ServerFailure => words("fail", "scheitern"),
        DnsFailure::Timeout => words("stay unanswered", "bleiben unbeantwortet"),
        DnsFailure::NoSuchName => {
            words("say that there is no such name", "sagen, dass es den Namen nicht gibt")
        }
    }
}

/// What a way that is closed is to a connection over it, and to one that is to come about.
const NOTHING_GETS_THROUGH: Words = words(
    "Nothing gets through. What is under way is sent again and again, and neither end is told; who \
     connects anew hears at once that there is no way.",
    "Nichts kommt durch. Was unterwegs ist, wird immer wieder gesendet, und kein Ende erfährt davon; \
     wer sich neu verbinden will, erfährt sofort, dass es keinen Weg gibt.",
);

/// Why it matters, where that is not plain.
pub(super) fn reason(command: &Command) -> Option<Words> {
    Some(match command {
        Command::HostDown(_) => words(
            "What it had stored, it keeps. Nobody is told: who was connected, and who connects from \
             now on, waits for an answer that does not come.",
            "Was gespeichert war, bleibt erhalten. Niemand erfährt davon: Wer verbunden war und wer \
             sich von nun an verbinden will, wartet auf eine Antwort, die nicht kommt.",
        ),
        Command::ShutDown(..) => words(
            "A polite server says so before it closes: 421, and its clients try again later.",
            "Ein höflicher Server kündigt es mit 421 an, bevor er schließt, und seine Clients \
             versuchen es später wieder.",
        ),
        Command::CutLink(_) => NOTHING_GETS_THROUGH,
        Command::Partition(hosts) if !hosts.is_empty() => NOTHING_GETS_THROUGH,
        Command::ResetConnection(_) => words(
            "What was under way is lost, and both ends are told by a reset.",
            "Was unterwegs war, ist verloren, und beide Enden erfahren es durch einen Reset.",
        ),
        Command::SlowHost(_, by) if *by > SimDuration::ZERO => words(
            "Clients wait five minutes for most answers and ten for the last, and then give up.",
            "Clients warten auf die meisten Antworten fünf Minuten und auf die letzte zehn; dann \
             geben sie auf.",
        ),
        Command::FillDisk(_) => words(
            "It refuses new mail for now: 452. What it has, it keeps.",
            "Neue Mail wird vorläufig abgelehnt: 452. Was schon da ist, bleibt.",
        ),
        Command::FillMailbox(..) => words(
            "Mail for it is refused, and other mail is not.",
            "Mail dafür wird abgelehnt, andere nicht.",
        ),
        Command::DirectoryDown(_) => words(
            "It cannot tell its users and their passwords from others: “later” is all it can say.",
            "Benutzer und Passwörter lassen sich dort nicht mehr von anderen unterscheiden: \
             „Später“ ist alles, was zu sagen bleibt.",
        ),
        Command::SetClock(..) => words(
            "Its dates are wrong, and nothing else: timers count on their own.",
            "Die Datumsangaben von dort sind falsch, sonst nichts: Fristen laufen unabhängig \
             davon.",
        ),
        Command::GoOffline(_) => words(
            "It runs on, and nothing gets in or out. What is under way is sent again and again, and \
             neither end is told; who connects anew hears at once that there is no way.",
            "Der Host läuft weiter, aber nichts kommt hinein oder heraus. Was unterwegs ist, wird \
             immer wieder gesendet, und kein Ende erfährt davon; wer sich neu verbinden will, erfährt \
             sofort, dass es keinen Weg gibt.",
        ),
        Command::BreakDialogue(it) if it.at == DialoguePoint::FinalReply => words(
            "The server will have the message, and the client will not know.",
            "Der Server wird die Nachricht haben, und der Client wird es nicht wissen.",
        ),
        _ => return None,
    })
}
