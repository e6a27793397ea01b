//! What people and scenarios do to a world. Nothing else reaches it from the outside.

use std::sync::Arc;

use relay_kernel::{ConnNo, SimDuration};
use relay_mail::{Domain, ForwardPath, Mailbox, ReversePath};
use relay_smtp::{MailParams, RcptParams};

use crate::scenario::{
    AccountNo, Break, ClockSkew, DnsFailure, HostNo, LinkQuality, Origin, QueueRun, Scenario,
    Services, Typing, TypingEnd,
};
use crate::setting::Setting;

/// One action from the outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Send a message.
    Send {
        /// Where it comes into the world.
        origin: Origin,
        /// The envelope's reverse-path.
        reverse_path: ReversePath,
        /// What is asked for the message, as MAIL says it.
        params: MailParams,
        /// The envelope's forward-paths, at least one, each with what RCPT asks for it.
        recipients: Vec<(ForwardPath, RcptParams)>,
        /// A message in the form of RFC 5322, every line ended by CRLF.
        octets: Arc<[u8]>,
    },
    /// Collect the mail of an account.
    Collect(AccountNo),
    /// Switch a host off, as by a power cut. What it stored, it keeps.
    HostDown(HostNo),
    /// Switch a host on.
    HostUp(HostNo),
    /// Stop services of a host: connections are refused.
    StopServices(HostNo, Services),
    /// Shut services of a host down politely: who is connected is told 421 and dismissed (RFC 5321
    /// §3.8), and connections are refused from then on. POP3 has no such word; it answers a command
    /// that is under way with `-ERR [SYS/TEMP]`, and closes. [`StartServices`](Self::StartServices)
    /// ends it.
    ShutDown(HostNo, Services),
    /// Start services of a host again, those that it has.
    StartServices(HostNo, Services),
    /// Let nothing through between two hosts.
    CutLink([HostNo; 2]),
    /// Let everything through between two hosts again.
    MendLink([HostNo; 2]),
    /// Let a link treat packets in this way from now on.
    ChangeLink([HostNo; 2], LinkQuality),
    /// Let a link be as the scenario has it.
    RestoreLink([HostNo; 2]),
    /// Split the network: these hosts reach each other only, and so do all others. It replaces an
    /// earlier partition; without hosts it ends it.
    Partition(Vec<HostNo>),
    /// Let whatever a host says as a server come so much later; zero ends it.
    SlowHost(HostNo, SimDuration),
    /// Leave no room for new mail on a host's disk.
    FillDisk(HostNo),
    /// Give a host's disk its room back.
    FreeDisk(HostNo),
    /// Leave no room in the mailbox of a host that has this address.
    FillMailbox(HostNo, Mailbox),
    /// Give a mailbox its room back.
    FreeMailbox(HostNo, Mailbox),
    /// Let the directory of a host's users and their passwords not answer.
    DirectoryDown(HostNo),
    /// Let it answer again.
    DirectoryUp(HostNo),
    /// Set a host's clock right or wrong. It shows in the dates that the host writes.
    SetClock(HostNo, ClockSkew),
    /// Pull a host's cable out: it runs on, and nothing gets in or out.
    GoOffline(HostNo),
    /// Plug a host's cable in.
    GoOnline(HostNo),
    /// Break connections at a point of the dialogue, as often as it says.
    BreakDialogue(Break),
    /// Break connections of that server at that point no more.
    MendDialogue(Break),
    /// Let questions about a name, and everything below it, fail.
    FailDns(Domain, DnsFailure),
    /// Let questions about a name be answered again.
    MendDns(Domain),
    /// Tear a connection now, as a broken network does: what is under way on it is lost, and both
    /// ends are told. Nothing happens when it is over.
    ResetConnection(ConnNo),
    /// Change a setting of a host, which keeps it when it is switched off and on.
    Set(HostNo, Setting),
    /// Try everything that waits in a host's queue now.
    RunQueue(HostNo),
    /// Let a host ask a server for the mail that waits there for a domain (ETRN, RFC 1985).
    AskTurn {
        /// Who asks.
        by: HostNo,
        /// The server.
        server: HostNo,
        /// The domain.
        domain: Domain,
    },
    /// Connect to a service, for somebody outside: a person at a console, or a real mail program.
    /// [`World::act`](crate::World::act) returns the connection; it is a terminal until it is over.
    Dial {
        /// From which host; nothing happens when it is switched off.
        from: HostNo,
        /// To which host.
        to: HostNo,
        /// To which of its ports.
        port: u16,
        /// Who says when what arrives has been read.
        reading: Reading,
    },
    /// Send octets over a terminal. The trace shows them as lines and blocks of that connection,
    /// with the command that dialled as their cause, and has no record of this command itself.
    Type {
        /// The terminal; nothing happens when it is over.
        conn: ConnNo,
        /// What is sent; it waits until the connection has come about.
        octets: Arc<[u8]>,
    },
    /// Read the first octets of what has arrived at a terminal with [`Reading::OnDemand`]: they
    /// make room for others. No record tells of it.
    Take {
        /// The terminal.
        conn: ConnNo,
        /// How many octets.
        len: usize,
    },
    /// End what a terminal sends.
    HangUp {
        /// The terminal.
        conn: ConnNo,
        /// In which way.
        how: HangUp,
    },
}

/// Who says when octets that arrive at a terminal have been read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// Nobody: they are read when they arrive, and the trace tells which they were.
    AtOnce,
    /// [`Command::Take`]: until then they fill the window, and at last the other end waits.
    OnDemand,
}

/// How a terminal ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HangUp {
    /// In good order, behind all that was sent; it still hears what the other end says.
    Close,
    /// At once, as when a program dies.
    Reset,
}

impl Command {
    /// What is done at each of the [`times`](QueueRun::times) of a queue run.
    pub fn for_queue_run(run: &QueueRun) -> Self {
        match &run.asked {
            None => Self::RunQueue(run.on),
            Some((by, domain)) => Self::AskTurn { by: *by, server: run.on, domain: domain.clone() },
        }
    }

    /// What opens the connection of somebody who types.
    pub fn dial_for(typing: &Typing) -> Self {
        let (from, to, port) = (typing.from, typing.to, typing.port);
        Self::Dial { from, to, port, reading: Reading::AtOnce }
    }

    /// What happens over that connection at the `nth` of its [`times`](Typing::times), from 0.
    pub fn typed(typing: &Typing, conn: ConnNo, nth: usize) -> Option<Self> {
        match (typing.lines.get(nth), typing.end) {
            (Some(line), _) => Some(Self::Type { conn, octets: Self::lines(line) }),
            (None, TypingEnd::Close) => Some(Self::HangUp { conn, how: HangUp::Close }),
            (None, TypingEnd::Reset) => Some(Self::HangUp { conn, how: HangUp::Reset }),
            (None, TypingEnd::Stay) => None,
        }
    }

    /// A line as a person types it, or several that are typed ahead of their replies, each with the
    /// CRLF that ends it on the wire: the octets of [`Command::Type`]. An empty text is one empty
    /// line.
    pub fn lines(text: &str) -> Arc<[u8]> {
        let lines = text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line));
        lines.flat_map(|line| [line.as_bytes(), relay_mail::line::CRLF].concat()).collect()
    }

    /// What it does, in words, with the names of `scenario`.
    pub fn describe(&self, scenario: &Scenario) -> String {
        let host = |no: &HostNo| scenario.host(*no).name.to_string();
        match self {
            Self::Send { origin, reverse_path, params, recipients, octets } => {
                let to = recipients
                    .iter()
                    .map(|(path, params)| format!("{path}{}", written(|out| params.write(out))));
                let to = to.collect::<Vec<_>>().join(", ");
                let params = written(|out| params.write(out));
                let whence = match origin {
                    Origin::Account(no) => host(&scenario.account(*no).on),
                    Origin::Host(no) => host(no),
                };
                let size = octets.len();
                format!("send {size} octets from {reverse_path}{params} to {to} at {whence}")
            }
            Self::Collect(no) => format!("collect the mail of {}", scenario.account(*no).address),
            Self::ResetConnection(conn) => format!("drop the connection ({conn})"),
            Self::Set(no, setting) => format!("set {setting} on {}", host(no)),
            Self::RunQueue(no) => format!("run the queue of {}", host(no)),
            Self::AskTurn { by, server, domain } => {
                format!("{} asks {} for the mail of {domain}", host(by), host(server))
            }
            Self::Dial { from, to, port, .. } => {
                format!("connect from {} to port {port} of {}", host(from), host(to))
            }
            Self::Type { conn, octets } => format!("send {} octets ({conn})", octets.len()),
            Self::Take { conn, len } => format!("read {len} octets ({conn})"),
            Self::HangUp { conn, how: HangUp::Close } => format!("close the connection ({conn})"),
            Self::HangUp { conn, how: HangUp::Reset } => format!("reset the connection ({conn})"),
            fault => fault.describe_fault(&host),
        }
    }

    /// The same for what breaks or mends something.
    fn describe_fault(&self, host: &dyn Fn(&HostNo) -> String) -> String {
        match self {
            Self::SlowHost(..)
            | Self::FillDisk(_)
            | Self::FreeDisk(_)
            | Self::FillMailbox(..)
            | Self::FreeMailbox(..)
            | Self::DirectoryDown(_)
            | Self::DirectoryUp(_)
            | Self::SetClock(..) => self.describe_trouble(host),
            Self::HostDown(no) => format!("switch {} off", host(no)),
            Self::HostUp(no) => format!("switch {} on", host(no)),
            Self::StopServices(no, services) => format!("stop {services} on {}", host(no)),
            Self::ShutDown(no, services) => format!("shut {services} on {} down", host(no)),
            Self::StartServices(no, services) => format!("start {services} on {}", host(no)),
            Self::CutLink([a, b]) => format!("cut the link between {} and {}", host(a), host(b)),
            Self::MendLink([a, b]) => format!("mend the link between {} and {}", host(a), host(b)),
            Self::ChangeLink([a, b], quality) => {
                format!("let the link between {} and {} have {quality}", host(a), host(b))
            }
            Self::RestoreLink([a, b]) => {
                format!("let the link between {} and {} be as before", host(a), host(b))
            }
            Self::Partition(hosts) if hosts.is_empty() => "end the partition".to_owned(),
            Self::Partition(hosts) => {
                let names: Vec<_> = hosts.iter().map(host).collect();
                format!("part {} from all others", names.join(", "))
            }
            Self::GoOffline(no) => format!("take {} off the network", host(no)),
            Self::GoOnline(no) => format!("bring {} back to the network", host(no)),
            Self::BreakDialogue(it) => {
                let client = it.client.map(|no| format!(" from {}", host(&no)));
                let (what, server, client) = (it.at.words(), host(&it.server), client);
                let times =
                    if it.times == 1 { String::new() } else { format!(", {} times", it.times) };
                let client = client.unwrap_or_default();
                format!("break a connection{client} to {server} so that {what} is lost{times}")
            }
            Self::MendDialogue(it) => {
                let (what, server) = (it.at.words(), host(&it.server));
                format!("break no connection to {server} any more at {what}")
            }
            Self::FailDns(name, failure) => {
                let how = match failure {
                    DnsFailure::ServerFailure => "fail",
                    DnsFailure::Timeout => "stay unanswered",
                    DnsFailure::NoSuchName => "say that there is no such name",
                };
                format!("let lookups of {name} {how}")
            }
            Self::MendDns(name) => format!("let lookups of {name} succeed again"),
            _ => String::new(),
        }
    }

    /// The same for what troubles a host.
    fn describe_trouble(&self, host: &dyn Fn(&HostNo) -> String) -> String {
        match self {
            Self::SlowHost(no, SimDuration::ZERO) => format!("let {} be slow no more", host(no)),
            Self::SlowHost(no, by) => {
                format!("let everything that {} says come {by} later", host(no))
            }
            Self::FillDisk(no) => format!("fill the disk of {}", host(no)),
            Self::FreeDisk(no) => format!("make room on the disk of {}", host(no)),
            Self::FillMailbox(no, whose) => format!("fill the mailbox of {whose} on {}", host(no)),
            Self::FreeMailbox(no, whose) => {
                format!("make room in the mailbox of {whose} on {}", host(no))
            }
            Self::DirectoryDown(no) => format!("stop the user directory of {}", host(no)),
            Self::DirectoryUp(no) => format!("start the user directory of {}", host(no)),
            Self::SetClock(no, skew) => format!("let the clock of {} be {skew}", host(no)),
            _ => String::new(),
        }
    }
}

/// Parameters as they stand on a command line.
fn written(write: impl FnOnce(&mut Vec<u8>)) -> String {
    let mut octets = Vec::new();
    write(&mut octets);
    String::from_utf8_lossy(&octets).into_owned()
}
