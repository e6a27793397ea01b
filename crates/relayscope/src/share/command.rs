//! Commands as words, and words as commands.

use std::sync::Arc;

use relay_kernel::{ConnNo, SimDuration};
use relay_mail::{Domain, Mailbox};
use relay_smtp::command::{Command as Smtp, write_mail, write_recipient};

use crate::Setting;
use crate::command::{Command, HangUp, Reading};
use crate::scenario::{
    AccountNo, Break, ClockSkew, DialoguePoint, DnsFailure, HostNo, LinkQuality, Origin, Profile,
    Services,
};

/// A command in words: its name and what it takes, parted by spaces. Octets and texts are written
/// as in URLs (RFC 3986 §2.1), so that no word holds a space or a line break.
pub(super) fn words(command: &Command) -> String {
    match command {
        Command::Send { origin, reverse_path, params, recipients, octets } => {
            let mut line = Vec::new();
            write_mail(reverse_path, params, &mut line);
            let origin = match origin {
                Origin::Account(no) => format!("a{}", no.0),
                Origin::Host(no) => format!("h{}", no.0),
            };
            let mut words = vec!["send".to_owned(), origin, escaped(octets), said(&line)];
            for (path, params) in recipients {
                line.clear();
                write_recipient(path, params, &mut line);
                words.push(said(&line));
            }
            words.join(" ")
        }
        Command::Collect(no) => format!("collect {}", no.0),
        Command::RunQueue(no) => format!("run-queue {}", no.0),
        Command::AskTurn { by, server, domain } => format!("turn {} {} {domain}", by.0, server.0),
        Command::Dial { from, to, port, reading } => {
            let reading = if *reading == Reading::AtOnce { "at-once" } else { "on-demand" };
            format!("dial {} {} {port} {reading}", from.0, to.0)
        }
        Command::Type { conn, octets } => format!("type {} {}", conn.index(), escaped(octets)),
        Command::Take { conn, len } => format!("take {} {len}", conn.index()),
        Command::HangUp { conn, how } => {
            let how = if *how == HangUp::Close { "close" } else { "reset" };
            format!("hang-up {} {how}", conn.index())
        }
        fault => fault_words(fault),
    }
}

fn fault_words(command: &Command) -> String {
    let two = |name: &str, [a, b]: &[HostNo; 2]| format!("{name} {} {}", a.0, b.0);
    match command {
        Command::HostDown(no) => format!("off {}", no.0),
        Command::HostUp(no) => format!("on {}", no.0),
        Command::StopServices(no, which) => format!("stop {} {}", no.0, services(*which)),
        Command::ShutDown(no, which) => format!("shut-down {} {}", no.0, services(*which)),
        Command::StartServices(no, which) => format!("start {} {}", no.0, services(*which)),
        Command::CutLink(ends) => two("cut", ends),
        Command::MendLink(ends) => two("join", ends),
        Command::ChangeLink(ends, q) => format!(
            "{} {} {} {} {}",
            two("change", ends),
            q.latency.as_micros(),
            q.jitter.as_micros(),
            q.rate_bytes_per_second,
            q.loss_per_million
        ),
        Command::RestoreLink(ends) => two("restore", ends),
        Command::Partition(hosts) => {
            hosts.iter().fold("part".to_owned(), |words, no| format!("{words} {}", no.0))
        }
        Command::SlowHost(no, by) => format!("slow {} {}", no.0, by.as_micros()),
        Command::FillDisk(no) => format!("fill-disk {}", no.0),
        Command::FreeDisk(no) => format!("free-disk {}", no.0),
        Command::FillMailbox(no, whose) => format!("fill-mailbox {} {}", no.0, address(whose)),
        Command::FreeMailbox(no, whose) => format!("free-mailbox {} {}", no.0, address(whose)),
        Command::DirectoryDown(no) => format!("directory-down {}", no.0),
        Command::DirectoryUp(no) => format!("directory-up {}", no.0),
        Command::SetClock(no, ClockSkew { span, behind }) => {
            let side = if *behind { "behind" } else { "ahead" };
            format!("clock {} {side} {}", no.0, span.as_micros())
        }
        Command::GoOffline(no) => format!("offline {}", no.0),
        Command::GoOnline(no) => format!("online {}", no.0),
        Command::BreakDialogue(what) => format!("break {}", dialogue(what)),
        Command::MendDialogue(what) => format!("mend {}", dialogue(what)),
        Command::FailDns(name, failure) => {
            let all = DnsFailure::ALL;
            let how = all.iter().find(|(it, _)| it == failure).map_or("", |(_, name)| name);
            format!("fail-dns {name} {how}")
        }
        Command::MendDns(name) => format!("mend-dns {name}"),
        Command::ResetConnection(conn) => format!("tear {}", conn.index()),
        Command::Set(no, setting) => format!("set {} {}", no.0, set(*setting)),
        // These are no faults.
        Command::Send { .. }
        | Command::Collect(_)
        | Command::RunQueue(_)
        | Command::AskTurn { .. }
        | Command::Dial { .. }
        | Command::Type { .. }
        | Command::Take { .. }
        | Command::HangUp { .. } => String::new(),
    }
}

fn set(setting: Setting) -> String {
    match setting {
        Setting::RetryProfile(profile) => {
            let named = Profile::ALL.iter().find(|(known, _)| *known == profile);
            format!("retry {}", named.map_or("", |(_, name)| name))
        }
        Setting::Greylisting(delay) => format!("greylisting {}", delay.as_micros()),
        Setting::MessageSizeMax(max) => format!("size {max}"),
    }
}

fn dialogue(what: &Break) -> String {
    let all = DialoguePoint::ALL;
    let at = all.iter().find(|(point, _)| *point == what.at).map_or("", |(_, name)| name);
    let client = what.client.map_or("-".to_owned(), |no| no.0.to_string());
    format!("{} {client} {at} {}", what.server.0, what.times)
}

fn services(which: Services) -> String {
    let named = [(which.smtp, 's'), (which.submission, 'm'), (which.pop3, 'p')];
    let letters: String = named.into_iter().filter(|(is, _)| *is).map(|(_, c)| c).collect();
    if letters.is_empty() { "-".to_owned() } else { letters }
}

fn address(mailbox: &Mailbox) -> String {
    escaped(mailbox.to_string().as_bytes())
}

/// A line of SMTP without its end, as one word.
fn said(line: &[u8]) -> String {
    escaped(line.trim_ascii_end())
}

/// Octets as one word.
fn escaped(octets: &[u8]) -> String {
    let mut word = String::with_capacity(octets.len() + 1);
    // No octets at all are a word, too.
    word.push('=');
    for &octet in octets {
        if octet.is_ascii_graphic() && octet != b'%' {
            word.push(char::from(octet));
        } else {
            word.push('%');
            for digit in [octet >> 4, octet & 15] {
                word.extend(char::from_digit(digit.into(), 16));
            }
        }
    }
    word
}

/// The octets of a word.
fn unescaped(word: &str) -> Option<Vec<u8>> {
    let mut rest = word.strip_prefix('=')?.bytes();
    let mut octets = Vec::with_capacity(rest.len());
    while let Some(octet) = rest.next() {
        if octet != b'%' {
            octets.push(octet);
            continue;
        }
        let mut digit = || char::from(rest.next()?).to_digit(16);
        let (high, low) = (digit()?, digit()?);
        octets.push(u8::try_from(high * 16 + low).ok()?);
    }
    Some(octets)
}

/// The command that words say; `None` when they say none.
pub(super) fn command(words: &str) -> Option<Command> {
    let mut words = Words(words.split(' '));
    let command = match words.next()? {
        "send" => send(&mut words)?,
        "collect" => Command::Collect(AccountNo(words.number()?)),
        "run-queue" => Command::RunQueue(words.host()?),
        "turn" => {
            let (by, server) = (words.host()?, words.host()?);
            Command::AskTurn { by, server, domain: words.domain()? }
        }
        "dial" => {
            let (from, to, port) = (words.host()?, words.host()?, words.number()?);
            let reading =
                words.one_of(&[("at-once", Reading::AtOnce), ("on-demand", Reading::OnDemand)])?;
            Command::Dial { from, to, port, reading }
        }
        "type" => Command::Type { conn: words.conn()?, octets: words.octets()? },
        "take" => Command::Take { conn: words.conn()?, len: words.number()? },
        "hang-up" => {
            let conn = words.conn()?;
            let how = words.one_of(&[("close", HangUp::Close), ("reset", HangUp::Reset)])?;
            Command::HangUp { conn, how }
        }
        name => fault(name, &mut words)?,
    };
    words.next().is_none().then_some(command)
}

fn send(words: &mut Words<'_>) -> Option<Command> {
    let origin = words.next()?;
    let origin = match origin.split_at_checked(1)? {
        ("a", no) => Origin::Account(AccountNo(no.parse().ok()?)),
        ("h", no) => Origin::Host(HostNo(no.parse().ok()?)),
        _ => return None,
    };
    let octets = words.octets()?;
    let mail = words.octets()?;
    let Ok(Smtp::Mail { path: reverse_path, params }) = Smtp::parse(&mail) else { return None };
    let mut recipients = Vec::new();
    while let Some(word) = words.next() {
        let line = unescaped(word)?;
        let Ok(Smtp::Recipient { path, params }) = Smtp::parse(&line) else { return None };
        recipients.push((path, params));
    }
    (!recipients.is_empty()).then_some(Command::Send {
        origin,
        reverse_path,
        params,
        recipients,
        octets,
    })
}

fn fault(name: &str, words: &mut Words<'_>) -> Option<Command> {
    Some(match name {
        "off" => Command::HostDown(words.host()?),
        "on" => Command::HostUp(words.host()?),
        "stop" => Command::StopServices(words.host()?, words.services()?),
        "shut-down" => Command::ShutDown(words.host()?, words.services()?),
        "start" => Command::StartServices(words.host()?, words.services()?),
        "cut" => Command::CutLink(words.ends()?),
        "join" => Command::MendLink(words.ends()?),
        "change" => Command::ChangeLink(
            words.ends()?,
            LinkQuality {
                latency: words.span()?,
                jitter: words.span()?,
                rate_bytes_per_second: words.number()?,
                loss_per_million: words.number()?,
            },
        ),
        "restore" => Command::RestoreLink(words.ends()?),
        "part" => {
            let mut hosts = Vec::new();
            while let Some(word) = words.next() {
                hosts.push(HostNo(word.parse().ok()?));
            }
            Command::Partition(hosts)
        }
        "slow" => Command::SlowHost(words.host()?, words.span()?),
        "fill-disk" => Command::FillDisk(words.host()?),
        "free-disk" => Command::FreeDisk(words.host()?),
        "fill-mailbox" => Command::FillMailbox(words.host()?, words.address()?),
        "free-mailbox" => Command::FreeMailbox(words.host()?, words.address()?),
        "directory-down" => Command::DirectoryDown(words.host()?),
        "directory-up" => Command::DirectoryUp(words.host()?),
        "clock" => {
            let host = words.host()?;
            let behind = words.one_of(&[("behind", true), ("ahead", false)])?;
            Command::SetClock(host, ClockSkew { span: words.span()?, behind })
        }
        "offline" => Command::GoOffline(words.host()?),
        "online" => Command::GoOnline(words.host()?),
        "break" => Command::BreakDialogue(words.dialogue()?),
        "mend" => Command::MendDialogue(words.dialogue()?),
        "fail-dns" => {
            let name = words.domain()?;
            Command::FailDns(name, words.one_of(&DnsFailure::ALL.map(|(it, word)| (word, it)))?)
        }
        "mend-dns" => Command::MendDns(words.domain()?),
        "tear" => Command::ResetConnection(words.conn()?),
        "set" => Command::Set(words.host()?, words.setting()?),
        _ => return None,
    })
}

/// The words of a line.
struct Words<'a>(core::str::Split<'a, char>);

impl<'a> Words<'a> {
    fn next(&mut self) -> Option<&'a str> {
        self.0.next()
    }

    fn number<T: core::str::FromStr>(&mut self) -> Option<T> {
        self.next()?.parse().ok()
    }

    fn host(&mut self) -> Option<HostNo> {
        self.number().map(HostNo)
    }

    fn ends(&mut self) -> Option<[HostNo; 2]> {
        Some([self.host()?, self.host()?])
    }

    fn span(&mut self) -> Option<SimDuration> {
        self.number().map(SimDuration::from_micros)
    }

    fn conn(&mut self) -> Option<ConnNo> {
        self.number::<u32>().map(ConnNo)
    }

    fn domain(&mut self) -> Option<Domain> {
        Domain::parse(self.next()?)
    }

    fn octets(&mut self) -> Option<Arc<[u8]>> {
        unescaped(self.next()?).map(Arc::from)
    }

    fn address(&mut self) -> Option<Mailbox> {
        Mailbox::parse(core::str::from_utf8(&self.octets()?).ok()?)
    }

    fn one_of<T: Copy>(&mut self, all: &[(&str, T)]) -> Option<T> {
        let word = self.next()?;
        all.iter().find(|(name, _)| *name == word).map(|(_, value)| *value)
    }

    fn services(&mut self) -> Option<Services> {
        let word = self.next()?;
        let known = word == "-" || word.chars().all(|c| "smp".contains(c));
        let has = |c| word.contains(c);
        known.then(|| Services { smtp: has('s'), submission: has('m'), pop3: has('p') })
    }

    fn setting(&mut self) -> Option<Setting> {
        Some(match self.next()? {
            "retry" => Setting::RetryProfile(
                self.one_of(&Profile::ALL.map(|(profile, word)| (word, profile)))?,
            ),
            "greylisting" => Setting::Greylisting(self.span()?),
            "size" => Setting::MessageSizeMax(self.number()?),
            _ => return None,
        })
    }

    fn dialogue(&mut self) -> Option<Break> {
        let server = self.host()?;
        let client = match self.next()? {
            "-" => None,
            no => Some(HostNo(no.parse().ok()?)),
        };
        let at = self.one_of(&DialoguePoint::ALL.map(|(point, word)| (word, point)))?;
        Some(Break { server, client, at, times: self.number()? })
    }
}
