//! The retry schedules, derived here from the products' rules with code of their own, and held
//! against what `relayscope schedule` prints and what a run does.

use std::sync::Arc;

use relay_host::Fact;
use relayscope::World;
use relayscope::scenario::{Profile, Scenario};
use relayscope::schedule::{Channel, timetable};
use relayscope::trace::{Kind, Trace};

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// Seconds after the start of a scenario at which a message may come: on a scan of the queue, just
/// before and behind one, and in between.
const STARTS: [u64; 5] = [0, 1, 299, 301, 4567];

/// Postfix, from the moment on: next try after the message's age, at least 300 s and at most 4000 s,
/// met by a scan at a multiple of 300 s; the message is given up when an attempt fails at the age of
/// five days or more.
fn postfix(start: u64) -> Vec<u64> {
    let mut times = vec![start];
    while times[times.len() - 1] < start + 5 * DAY {
        let now = times[times.len() - 1];
        let due = now + (now - start).clamp(300, 4000);
        times.push(due.div_ceil(300) * 300);
    }
    times
}

/// Exim: `F,2h,15m; G,16h,1h,1.5; F,4d,6h`, the rule chosen by how long the host has failed.
fn exim() -> Vec<u64> {
    let mut times = vec![0];
    let mut gap = 0;
    while times[times.len() - 1] <= 4 * DAY {
        let failing = times[times.len() - 1];
        gap = match failing {
            0..=7200 => 15 * MINUTE,
            7201..=57_600 => HOUR.max(gap * 3 / 2),
            _ => 6 * HOUR,
        };
        times.push(failing + gap);
    }
    times
}

/// qmail: the k-th try after `(skip · k)²` seconds; the first one later than a week is the last.
fn qmail(skip: u64) -> Vec<u64> {
    let mut times = vec![0];
    while times[times.len() - 1] <= 7 * DAY {
        times.push((skip * times.len() as u64).pow(2));
    }
    times
}

/// RFC 5321 §4.5.4.1: two more tries in the first hour, then one every two hours, for five days.
fn rfc() -> Vec<u64> {
    let later = (1..).map(|n| HOUR + n * 2 * HOUR).take_while(|at| *at < 5 * DAY + 2 * HOUR);
    [0, 30 * MINUTE, HOUR].into_iter().chain(later).collect()
}

fn expected(profile: Profile, channel: Channel) -> Vec<u64> {
    match (profile, channel) {
        (Profile::Postfix, _) => postfix(0),
        (Profile::Exim, _) => exim(),
        (Profile::Qmail, Channel::Remote) => qmail(20),
        (Profile::Qmail, Channel::Local) => qmail(10),
        (Profile::Rfc, _) => rfc(),
    }
}

fn every_case() -> impl Iterator<Item = (Profile, Channel)> {
    Profile::ALL.into_iter().flat_map(|(profile, _)| {
        [Channel::Remote, Channel::Local].map(|channel| (profile, channel))
    })
}

#[test]
fn timetables_follow_the_products_rules() {
    for (profile, channel) in every_case() {
        let timetable = timetable(profile, channel);
        let times: Vec<u64> = timetable.attempts.iter().map(|one| one.at.as_secs()).collect();
        let expected = expected(profile, channel);
        assert_eq!(times, expected, "{profile:?} {channel:?}");
        assert_eq!(Some(&timetable.bounce_at.as_secs()), expected.last());
        let gaps = timetable.attempts.iter().skip(1).map(|one| one.gap.as_secs());
        assert!(gaps.eq(expected.windows(2).map(|pair| pair[1] - pair[0])), "{profile:?}");
    }
}

/// One message that never gets anywhere: to a host that refuses connections, or into a mailbox
/// that is full.
fn failing(profile: &str, to: &str, start: u64) -> Scenario {
    let source = format!(
        r#"
        format = 1
        [[host]]
        name = "mail.example.com"
        profile = "{profile}"
        mailboxes = ["alice@example.com", {{ name = "full@example.com", quota = 1 }}]
        [[host]]
        name = "mx.example.net"
        mailboxes = ["bob@example.net"]
        [[fault]]
        service_stopped = {{ host = "mx.example.net", service = "smtp" }}
        [[send]]
        at = "{start}s"
        from = "alice@example.com"
        to = "{to}"
        "#
    );
    Scenario::parse(&source).unwrap_or_else(|mistakes| panic!("{mistakes:#?}"))
}

#[test]
fn a_run_agrees_with_the_timetable_to_the_second() {
    let cases = every_case().flat_map(|case| STARTS.map(|start| (case, start)));
    for ((profile, channel), start) in cases {
        let to = match channel {
            Channel::Remote => "bob@example.net",
            Channel::Local => "full@example.com",
        };
        let scenario = failing(profile.name(), to, start);
        let mut trace = Trace::new();
        let mut world = World::new(Arc::new(scenario), &mut trace);
        let until = world.scenario().until;
        while world.next_at().is_some_and(|at| at <= until) {
            world.step(&mut trace);
        }
        let (mut attempts, mut bounced) = (Vec::new(), Vec::new());
        for record in trace.records() {
            match record.kind {
                Kind::Host(Fact::Deferred { .. }) => attempts.push(record.at.as_secs()),
                Kind::Host(Fact::Failed { .. }) => {
                    attempts.push(record.at.as_secs());
                    bounced.push(record.at.as_secs());
                }
                _ => {}
            }
        }
        let expected: Vec<u64> = match profile {
            Profile::Postfix => postfix(start),
            _ => expected(profile, channel).iter().map(|at| start + at).collect(),
        };
        assert_eq!(attempts, expected, "{profile:?} {channel:?} from {start} s");
        assert_eq!(bounced, expected[expected.len() - 1..], "{profile:?} {channel:?}");
    }
}
