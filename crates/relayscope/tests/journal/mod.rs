//! Journals of any kind, as a link may carry them: whatever somebody does, and what cannot be done.

use proptest::prelude::*;
use relay_kernel::{ConnNo, SimDuration, SimTime};
use relayscope::command::{Command, HangUp, Reading};
use relayscope::scenario::{
    AccountNo, Break, ClockSkew, DialoguePoint, DnsFailure, HostNo, LinkQuality, Origin, Profile,
    Services,
};
use relayscope::{JournalEntry, Setting};

/// The world in which it is done.
pub(crate) const SCENARIO: &str = r#"format = 1
seed = 3
[[host]]
name = "mail.example.com"
mailboxes = ["alice@example.com"]
[[host]]
name = "mx.example.net"
mailboxes = ["bob@example.net"]
[[host]]
name = "desk.example.net"
[[account]]
address = "bob@example.net"
on = "desk.example.net"
submit = "mx.example.net"
collect = "mx.example.net"
[[send]]
from = "alice@example.com"
to = "bob@example.net"
[[fault]]
host_down = "mx.example.net"
lasts = "1h"
"#;

fn host() -> impl Strategy<Value = HostNo> {
    prop_oneof![60 => 0..3_u32, 1 => Just(3)].prop_map(HostNo)
}

fn span() -> impl Strategy<Value = SimDuration> {
    prop_oneof![40 => 0..5_000_000_u64, 1 => any::<u64>()].prop_map(SimDuration::from_micros)
}

fn octets() -> impl Strategy<Value = std::sync::Arc<[u8]>> {
    prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..40).prop_map(std::sync::Arc::from),
        "(USER bob|PASS secret|STAT|RETR 1|QUIT|EHLO x|MAIL FROM:<>|DATA|\\.|%%)"
            .prop_map(|text| Command::lines(&text)),
    ]
}

fn mailbox() -> relay_mail::Mailbox {
    relay_mail::Mailbox::parse("bob@example.net").expect("it is an address")
}

fn name() -> impl Strategy<Value = relay_mail::Domain> {
    prop_oneof![Just("example.net"), Just("mx.example.net")]
        .prop_map(|name| relay_mail::Domain::parse(name).expect("it is a name"))
}

/// Some of them are not there, or not yet.
fn conn() -> impl Strategy<Value = ConnNo> {
    prop_oneof![4 => 0..4_u32, 1 => any::<u32>()].prop_map(ConnNo)
}

fn command() -> impl Strategy<Value = Command> {
    prop_oneof![mail_command(), fault()]
}

fn mail_command() -> impl Strategy<Value = Command> {
    prop_oneof![
        (host(), octets(), any::<bool>()).prop_map(move |(no, octets, null)| Command::Send {
            origin: if null { Origin::Host(no) } else { Origin::Account(AccountNo(no.0 / 3)) },
            reverse_path: if null {
                relay_mail::ReversePath::Null
            } else {
                relay_mail::ReversePath::Mailbox(mailbox())
            },
            params: relay_smtp::MailParams::default(),
            recipients: vec![(
                relay_mail::ForwardPath::Mailbox(mailbox()),
                relay_smtp::RcptParams::default()
            )],
            octets,
        }),
        prop_oneof![30 => Just(0), 1 => Just(1)].prop_map(|no| Command::Collect(AccountNo(no))),
        host().prop_map(Command::RunQueue),
        (host(), host(), name()).prop_map(|(by, server, domain)| Command::AskTurn {
            by,
            server,
            domain
        }),
        (host(), host(), prop_oneof![Just(25_u16), Just(110), any::<u16>()], any::<bool>())
            .prop_map(|(from, to, port, once)| {
                let reading = if once { Reading::AtOnce } else { Reading::OnDemand };
                Command::Dial { from, to, port, reading }
            }),
        (conn(), octets()).prop_map(|(conn, octets)| Command::Type { conn, octets }),
        (conn(), any::<usize>()).prop_map(|(conn, len)| Command::Take { conn, len }),
        (conn(), any::<bool>()).prop_map(|(conn, close)| {
            let how = if close { HangUp::Close } else { HangUp::Reset };
            Command::HangUp { conn, how }
        }),
    ]
}

fn fault() -> impl Strategy<Value = Command> {
    let ends = || prop_oneof![30 => (0..3_u32, 1..3_u32).prop_map(|(a, d)| [HostNo(a), HostNo((a + d) % 3)]), 1 => (host(), host()).prop_map(|(a, b)| [a, b])];
    let which = || {
        any::<[bool; 3]>().prop_map(|[smtp, submission, pop3]| Services { smtp, submission, pop3 })
    };
    let point = || {
        (
            host(),
            proptest::option::of(host()),
            0..8_usize,
            prop_oneof![40 => 1..3_u32, 1 => Just(0)],
        )
            .prop_map(|(server, client, at, times)| Break {
                server,
                client,
                at: DialoguePoint::ALL[at].0,
                times,
            })
    };
    prop_oneof![
        1 => host().prop_map(Command::HostDown),
        1 => host().prop_map(Command::HostUp),
        1 => (host(), which()).prop_map(|(no, which)| Command::StopServices(no, which)),
        1 => (host(), which()).prop_map(|(no, which)| Command::ShutDown(no, which)),
        1 => (host(), which()).prop_map(|(no, which)| Command::StartServices(no, which)),
        1 => ends().prop_map(Command::CutLink),
        1 => ends().prop_map(Command::MendLink),
        1 => ends().prop_map(Command::RestoreLink),
        1 => (
            ends(),
            span(),
            span(),
            prop_oneof![30 => 0..100_000_u64, 1 => any::<u64>()],
            0..920_000_u32
        )
            .prop_map(|(ends, l, j, r, p)| {
                let quality = LinkQuality {
                    latency: l,
                    jitter: j,
                    rate_bytes_per_second: r,
                    loss_per_million: p,
                };
                Command::ChangeLink(ends, quality)
            }),
        1 => proptest::collection::vec(host(), 0..4).prop_map(Command::Partition),
        1 => (host(), span()).prop_map(|(no, by)| Command::SlowHost(no, by)),
        1 => host().prop_map(Command::FillDisk),
        1 => host().prop_map(Command::FreeDisk),
        1 => host().prop_map(Command::DirectoryDown),
        1 => host().prop_map(Command::DirectoryUp),
        1 => host().prop_map(move |no| Command::FillMailbox(no, mailbox())),
        1 => host().prop_map(move |no| Command::FreeMailbox(no, mailbox())),
        1 => (host(), span(), any::<bool>())
            .prop_map(|(no, span, behind)| Command::SetClock(no, ClockSkew { span, behind })),
        1 => host().prop_map(Command::GoOffline),
        1 => host().prop_map(Command::GoOnline),
        1 => point().prop_map(Command::BreakDialogue),
        1 => point().prop_map(Command::MendDialogue),
        1 => (name(), 0..3_usize).prop_map(|(name, at)| Command::FailDns(name, DnsFailure::ALL[at].0)),
        1 => name().prop_map(Command::MendDns),
        4 => conn().prop_map(Command::ResetConnection),
        1 => (host(), setting()).prop_map(|(no, setting)| Command::Set(no, setting)),
    ]
}

fn setting() -> impl Strategy<Value = Setting> {
    prop_oneof![
        (0..4_usize).prop_map(|at| Setting::RetryProfile(Profile::ALL[at].0)),
        span().prop_map(Setting::Greylisting),
        any::<u64>().prop_map(Setting::MessageSizeMax),
    ]
}

/// What is done, in order.
pub(crate) fn journal() -> impl Strategy<Value = Vec<JournalEntry>> {
    let entry = (0..60_u64, 0..7_200_000_000_u64, command()).prop_map(|(after, at, command)| {
        JournalEntry { after, at: SimTime::from_micros(at), command }
    });
    proptest::collection::vec(entry, 0..12).prop_map(|mut journal| {
        journal.sort_by_key(|entry| (entry.after, entry.at));
        journal
    })
}
