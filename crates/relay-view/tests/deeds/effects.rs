//! What is done, or comes by plan, and changes nothing: it is told as such, and leads nowhere.

use relay_kernel::{ConnNo, RecordId, SimDuration, SimTime};
use relay_mail::{Domain, Language};
use relay_view::deeds::{About, Deed};
use relay_view::pace::moment;
use relay_view::passage::Passage;
use relay_view::{Moment, Show, sentence, why};
use relayscope::command::Command;
use relayscope::scenario::{
    Break, ClockSkew, DialoguePoint, DnsFailure, HostNo, LinkQuality, Profile, Services,
};
use relayscope::share::Shared;
use relayscope::trace::{Effect, Kind};
use relayscope::{Setting, is_moment};

use super::{DOWN, RELAY, all, host, show};

/// What came of a command each time that it was given, what is told of it, and which notable moment
/// that is.
fn told_of(show: &Show, command: &Command) -> Vec<(Effect, String, Option<Moment>)> {
    let trace = show.trace();
    let told = trace.records().iter().enumerate().filter_map(|(at, record)| match record.kind {
        Kind::Command(id) if trace.command(id) == command => {
            let said = sentence::sentence(show.cast(), trace, RecordId::from_index(at));
            Some((trace.effect(id), said.text, moment(trace, record)))
        }
        _ => None,
    });
    told.collect()
}

/// Does something so many minutes after the start, or soon after.
fn act_at(show: &mut Show, minutes: u64, command: Command) {
    let at = SimTime::START + SimDuration::from_mins(minutes);
    let position = show.pace().beats().partition_point(|beat| beat.at < at);
    show.act(position, command);
    while show.compute_more() {}
}

#[test]
fn a_plan_that_changes_nothing_is_told_as_such() {
    let mut first = show(DOWN);
    let mx = HostNo(host(&first, "mx.example.net").0);
    act_at(&mut first, 10, Command::HostUp(mx));
    let up = |effect, text: &str, moment| (effect, text.to_owned(), moment);
    assert_eq!(
        told_of(&first, &Command::HostUp(mx)),
        [
            up(Effect::Full, "mx.example.net is up again.", Some(Moment::Fault)),
            up(Effect::Nothing, "mx.example.net is up already.", None),
        ]
    );
    first.set_language(Language::German);
    assert_eq!(told_of(&first, &Command::HostUp(mx))[1].1, "mx.example.net läuft schon.");

    let mut second = show(include_str!("../../../../web/lessons/retry.toml"));
    let mx = HostNo(host(&second, "mx.example.net").0);
    act_at(&mut second, 1, Command::HostDown(mx));
    let smtp = Services { smtp: true, ..Services::default() };
    assert_eq!(
        told_of(&second, &Command::StartServices(mx, smtp)),
        [up(
            Effect::Masked,
            "mx.example.net is to serve SMTP again, but is still down.",
            Some(Moment::Fault)
        )]
    );
}

#[test]
fn what_is_done_twice_changes_nothing_the_second_time() {
    for language in Language::ALL {
        let mut show = show(RELAY);
        show.set_language(Language::English);
        let id = host(&show, "mx.example.net");
        let menus: Vec<(About, Deed)> = all(&mut show, 0, id);
        let bob = menus.iter().find_map(|(_, deed)| match &deed.ways[0].command {
            Command::FillMailbox(_, whose) => Some(whose.clone()),
            _ => None,
        });
        let (no, other) = (HostNo(id.0), HostNo(host(&show, "smtp.isp.example").0));
        let (bob, net) = (bob.expect("a mailbox"), Domain::parse("example.net").expect("a domain"));
        let late = SimDuration::from_secs(1);
        let right = ClockSkew { span: SimDuration::ZERO, behind: false };
        let wrong = ClockSkew { span: SimDuration::from_hours(1), behind: false };
        let all = Services { smtp: true, submission: true, pop3: true };
        let quality = LinkQuality {
            latency: late,
            jitter: SimDuration::ZERO,
            rate_bytes_per_second: 0,
            loss_per_million: 0,
        };
        let held = Break { server: no, client: None, at: DialoguePoint::Quit, times: 9 };
        let mut position = show.act(0, Command::BreakDialogue(held));
        for command in [
            Command::MendDialogue(held),
            Command::StopServices(no, all),
            Command::StartServices(no, all),
            Command::ShutDown(no, all),
            Command::StartServices(no, all),
            Command::CutLink([no, other]),
            Command::MendLink([other, no]),
            Command::ChangeLink([no, other], quality),
            Command::RestoreLink([no, other]),
            Command::Partition(vec![no]),
            Command::Partition(Vec::new()),
            Command::SlowHost(no, late),
            Command::SlowHost(no, SimDuration::ZERO),
            Command::FillDisk(no),
            Command::FreeDisk(no),
            Command::FillMailbox(no, bob.clone()),
            Command::FreeMailbox(no, bob),
            Command::DirectoryDown(no),
            Command::DirectoryUp(no),
            Command::SetClock(no, wrong),
            Command::SetClock(no, right),
            Command::GoOffline(no),
            Command::GoOnline(no),
            Command::FailDns(net.clone(), DnsFailure::Timeout),
            Command::MendDns(net),
            Command::Set(no, Setting::Greylisting(late)),
            Command::Set(no, Setting::MessageSizeMax(100)),
            Command::Set(no, Setting::RetryProfile(Profile::Qmail)),
            Command::HostDown(no),
            Command::HostUp(no),
        ] {
            show.set_language(language);
            let again = told_of(&show, &command).len();
            position = show.act(position, command.clone());
            position = show.act(position, command.clone());
            let told = told_of(&show, &command);
            let [(once, said, marked), (twice, then, unmarked)] = &told[again..] else {
                panic!("{command:?}: {told:?}")
            };
            assert_eq!((*once, *marked), (Effect::Full, Some(Moment::Fault)), "{command:?}");
            assert_eq!((*twice, *unmarked), (Effect::Nothing, None), "{command:?}");
            let already = if language == Language::English { "already" } else { "schon" };
            assert!(then.contains(already) && said != then, "{said} {then}");
        }
    }
}

#[test]
fn a_host_that_is_off_is_not_said_to_act() {
    for language in Language::ALL {
        let mut show = show(RELAY);
        show.set_language(language);
        let id = host(&show, "mx.example.net");
        let (no, other) = (HostNo(id.0), HostNo(host(&show, "smtp.isp.example").0));
        let all = Services { smtp: true, submission: true, pop3: true };
        let mut position = show.act(0, Command::HostDown(no));
        let domain = Domain::parse("example.net").expect("a domain");
        for (command, effect) in [
            (Command::RunQueue(no), Effect::Off),
            (Command::AskTurn { by: no, server: other, domain }, Effect::Off),
            (Command::StartServices(no, all), Effect::Off),
            (Command::StopServices(no, all), Effect::Masked),
            (Command::StartServices(no, all), Effect::Masked),
            (Command::GoOnline(no), Effect::Off),
            (Command::GoOffline(no), Effect::Masked),
            (Command::GoOnline(no), Effect::Masked),
            (Command::DirectoryUp(no), Effect::Off),
            (Command::DirectoryDown(no), Effect::Full),
            (Command::DirectoryUp(no), Effect::Masked),
        ] {
            position = show.act(position, command.clone());
            let (came_to, text, marked) = told_of(&show, &command).pop().expect("it is noted");
            assert_eq!(came_to, effect, "{command:?}");
            assert_eq!(marked.is_some(), effect.changes(), "{command:?}");
            let down = if language == Language::English { " down" } else { "läuft" };
            assert!(text.contains(down) || effect == Effect::Full, "{command:?}: {text}");
        }
    }
    // What a client that is off was to send, was not sent.
    let mut show = show(RELAY);
    let sent = |show: &Show| sentence::outcome(show.cast(), show.trace());
    assert!(sent(&show).contains("1 sent"), "{}", sent(&show));
    let hosts = show.cast().len();
    (0..hosts).map(HostNo::from_index).fold(0, |at, no| show.act(at, Command::HostDown(no)));
    while show.compute_more() {}
    assert_eq!(sent(&show), "In all: nothing.");
}

/// The records of a command, each time that it was given.
fn given(show: &Show, command: &Command) -> Vec<RecordId> {
    let trace = show.trace();
    let is_it = |kind: &Kind| matches!(kind, Kind::Command(id) if trace.command(*id) == command);
    let found = trace.records().iter().enumerate().filter(|(_, record)| is_it(&record.kind));
    found.map(|(at, _)| RecordId::from_index(at)).collect()
}

#[test]
fn what_changes_nothing_is_no_moment_and_no_cause() {
    let mut show = show(DOWN);
    let mx = HostNo(host(&show, "mx.example.net").0);
    let down = Command::HostDown(mx);
    act_at(&mut show, 10, down.clone());
    let [planned, vain] = given(&show, &down)[..] else { panic!("once more") };
    let trace = show.trace();
    assert_eq!([planned, vain].map(|id| is_moment(trace, trace.record(id))), [true, false]);
    let is_deferred = |kind: &Kind| matches!(kind, Kind::Host(relay_host::Fact::Deferred { .. }));
    let deferred = trace.records().iter().rposition(|record| is_deferred(&record.kind));
    let deferred = RecordId::from_index(deferred.expect("it waits"));
    assert!(vain < deferred);
    let causes: Vec<_> = why::chain(show.cast(), trace, deferred).0;
    let leads_to = |id| causes.iter().any(|link| link.id == id);
    assert!(leads_to(planned) && !leads_to(vain), "{causes:#?}");

    let name = Domain::parse("example.net").expect("a domain");
    let fails = Command::FailDns(name, DnsFailure::Timeout);
    let at = show.act(0, fails.clone());
    let at = show.act(at, fails.clone());
    let first = given(&show, &fails)[0];
    let failing: Vec<_> = show.dns(at).failures.into_iter().map(|it| it.because).collect();
    assert_eq!(failing, [Some(first)]);
}

#[test]
fn what_changes_nothing_stops_nothing_on_its_way() {
    let direct = include_str!("../../../../web/lessons/direct.toml");
    let planned = show(direct);
    let mx = HostNo(host(&planned, "mx.example.net").0);
    for position in 0..planned.pace().len() {
        let mut show = show(direct);
        show.act(position, Command::HostUp(mx));
        while show.compute_more() {}
        let records = show.trace().records().len();
        let mut ids = (0..records).map(RecordId::from_index);
        let is_free = |id| Passage::of(show.trace(), id, records) == Passage::Free;
        assert!(ids.all(is_free), "at {position}");
    }
}

#[test]
fn names_below_another_that_fails_are_mended_unseen() {
    let mut show = show(RELAY);
    let [above, below] = ["net", "example.net"].map(|it| Domain::parse(it).expect("a domain"));
    let fail = |name: &Domain| Command::FailDns(name.clone(), DnsFailure::ServerFailure);
    let mend = |name: &Domain| Command::MendDns(name.clone());
    let mut position = 0;
    for (command, effect) in [
        (fail(&above), Effect::Full),
        (fail(&below), Effect::Full),
        (mend(&below), Effect::Masked),
        (mend(&below), Effect::Nothing),
        (mend(&above), Effect::Full),
    ] {
        position = show.act(position, command.clone());
        let told = told_of(&show, &command).pop().expect("it is noted");
        assert_eq!(told.0, effect, "{told:?}");
    }
}

#[test]
fn services_that_take_nobody_any_more_still_have_guests_to_dismiss() {
    let mut show = show(RELAY);
    let no = HostNo(host(&show, "smtp.isp.example").0);
    let all = Services { smtp: true, submission: true, pop3: true };
    let is_ready = |kind: &Kind| matches!(kind, Kind::Line { .. });
    let spoken = show.trace().records().iter().position(|record| is_ready(&record.kind));
    let position = show.pace().position_of(spoken.expect("somebody calls") + 1);
    let position = show.act(position, Command::StopServices(no, all));
    let down = Command::ShutDown(no, all);
    show.act(position, down.clone());
    while show.compute_more() {}
    let gone = show.pace().len();
    show.act(gone, down.clone());
    let effects: Vec<_> = told_of(&show, &down).into_iter().map(|told| told.0).collect();
    assert_eq!(effects, [Effect::Full, Effect::Nothing]);
}

/// A link is written by anybody: it may tear what is not there.
#[test]
fn a_connection_that_nobody_has_is_dropped_in_vain() {
    for no in [1, 999, u32::MAX] {
        let command = Command::ResetConnection(ConnNo(no));
        let mut torn = show(DOWN);
        torn.act(0, command.clone());
        let shared = torn.shared(0, None).link().expect("it is small");
        let shared = Shared::open(&shared).expect("its own");
        let mut again = Show::load_shared(DOWN, &shared, None).expect("a good scenario");
        while again.compute_more() {}
        let told = match no {
            // It comes about later.
            1 => "from mail.example.com to mx.example.net".to_owned(),
            no => format!("number {no}"),
        };
        let told = format!("The connection {told} is not open now: there is nothing to drop.");
        assert_eq!(told_of(&again, &command), [(Effect::Nothing, told, None)]);
        assert!(again.runs()[0].name.contains("is dropped right here"));
        assert!(!relayscope::trace::Writer::new(again.trace(), again.scenario()).all().is_empty());
    }
}
