//! The views of whole runs: they agree with the world, and they hold at every position.

use relay_host::{Fact, RecipientState};
use relay_kernel::SimTime;
use relay_mail::Language;
use relay_view::holdings::{Keeper, Standing};
use relay_view::ladder::{Filter, Ladder, RowKind};
use relay_view::layout::{Arrangement, Layout, Size};
use relay_view::map::{Load, Scene, State};
use relay_view::pace::{IDLE_MAX_MS, Moment};
use relay_view::player::{Speed, Stage};
use relay_view::sentence::{ahead, sentence};
use relay_view::sheet::{Sheet, Waits};
use relay_view::transcript::{Transcript, Who};
use relay_view::{Cast, Holdings, Pace, Player, Step, explain};
use relayscope::Timeline;
use relayscope::scenario::Scenario;
use relayscope::trace::{HostId, Kind};

/// Two clients, a relay and a final host; a report that goes all the way back.
const ISP: &str = r#"
format = 1
title = "A relay, and a wrong name beside a good one"
[[host]]
name = "laptop.example.com"
[[host]]
name = "smtp.example.com"
mailboxes = ["alice"]
domains = ["example.com"]
[[host]]
name = "mx.example.net"
domains = ["example.net"]
mailboxes = ["bob"]
[[host]]
name = "desk.example.net"
[[account]]
address = "alice@example.com"
on = "laptop.example.com"
[[account]]
address = "bob@example.net"
on = "desk.example.net"
[[send]]
from = "alice@example.com"
to = ["bob@example.net", "nobody@example.net"]
[[collect]]
account = "bob@example.net"
at = "10min"
[[collect]]
account = "alice@example.com"
at = "20min"
"#;

/// A next hop that is down at first, or for ever.
fn down(until: &str) -> String {
    format!(
        r#"
format = 1
[[host]]
name = "mail.example.com"
mailboxes = ["alice@example.com"]
[[host]]
name = "mx.example.net"
mailboxes = ["bob@example.net"]
[[send]]
from = "alice@example.com"
to = "bob@example.net"
[[fault]]
{until}
host_down = "mx.example.net"
"#
    )
}

struct Run {
    cast: Cast,
    timeline: Timeline,
    pace: Pace,
}

fn run(source: &str) -> Run {
    let scenario = match Scenario::parse(source) {
        Ok(scenario) => scenario,
        Err(found) => panic!("{found:#?}"),
    };
    let cast = Cast::new(&scenario);
    let mut timeline = Timeline::new(scenario);
    timeline.run_to_end();
    let pace = Pace::new(timeline.trace());
    Run { cast, timeline, pace }
}

/// Every kind of report, and every way in which one ends.
const REPORTS: &str = r#"
format = 1
until = "3d"
[[host]]
name = "mail.example.com"
mailboxes = ["alice@example.com"]
[[host]]
name = "news.example.org"
profile = "exim"
relay_for = []
[[host]]
name = "loud.example.org"
relay_for = []
bounces = { break_null_path_rule = true, return_max = 0 }
[[host]]
name = "mx.example.net"
domains = ["example.net"]
mailboxes = ["bob", "carol"]
aliases = { team = ["bob@example.net", "carol@example.net"] }
[[send]]
from = "alice@example.com"
to = ["bob@example.net", "team@example.net"]
notify = "success"
[[send]]
from = "alice@example.com"
to = "nobody@example.net"
notify = "never"
[[send]]
on = "news.example.org"
from = "alice@example.com"
envelope_from = "alise@example.com"
to = "nobody@example.net"
[[send]]
on = "loud.example.org"
from = "alice@example.com"
envelope_from = "alise@example.com"
to = "nobody@example.net"
"#;

fn all() -> Vec<Run> {
    let scenarios = [
        ISP.to_owned(),
        down("at = \"0s\"\nlasts = \"3h\""),
        down("at = \"0s\""),
        REPORTS.to_owned(),
    ];
    scenarios.iter().map(|scenario| run(scenario)).collect()
}

#[test]
fn reports_are_told_in_sentences() {
    let run = run(REPORTS);
    let trace = run.timeline.trace();
    let told: Vec<_> = (0..trace.records().len())
        .map(|n| sentence(&run.cast, trace, relay_kernel::RecordId::from_index(n)))
        .collect();
    for part in [
        "mx.example.net tells alice@example.com, the return path <alice@example.com>: the message \
         was delivered.",
        "the message was passed on to several addresses.",
        "drops the message for nobody@example.net, and tells nobody.",
        "news.example.org freezes the bounce for alise@example.com until",
        "drops the bounce for alise@example.com, and tells nobody.",
        "loud.example.org breaks the rule: its report has the return path",
    ] {
        let sentences = || told.iter().map(|sentence| &sentence.text);
        assert!(
            sentences().any(|text| text.contains(part)),
            "{part}: {:#?}",
            sentences().collect::<Vec<_>>()
        );
    }
}

/// What the world itself says, in the words of the holdings.
fn same_as_world(run: &Run, holdings: &Holdings) {
    let world = run.timeline.world();
    for (id, host) in world.hosts() {
        let book = holdings.host(id).expect("every host has a book");
        let name = host.config().name.as_str();
        assert_eq!(book.is_up(), world.is_up(id), "{name}");
        let queue: Vec<_> = host.queue().entries().map(|(_, entry)| entry).collect();
        assert_eq!(book.queue().len(), queue.len(), "queue of {name}");
        for (held, entry) in book.queue().iter().zip(queue) {
            assert_eq!((held.mail, held.since), (entry.mail, entry.born));
            for (standing, recipient) in held.recipients.iter().zip(&entry.recipients) {
                match (&recipient.state, standing) {
                    (RecipientState::Due | RecipientState::Active, Standing::Due)
                    | (RecipientState::Done, Standing::Done)
                    | (RecipientState::Failed { .. }, Standing::Failed { .. }) => {}
                    (
                        RecipientState::Waiting { next_at, .. }
                        | RecipientState::Frozen { until: next_at, .. },
                        Standing::Waiting { next_at: said, .. },
                    ) => assert_eq!(next_at, said),
                    (state, standing) => panic!("{name}: {state:?} against {standing:?}"),
                }
            }
        }
        for drop in host.maildrops() {
            let mine = book.drops().iter().find(|mine| {
                let name = run.timeline.trace().name(mine.mailbox);
                name.eq_ignore_ascii_case(&drop.config().name)
            });
            let (count, locked) = mine.map_or((0, false), |it| (it.items.len(), it.lock.is_some()));
            assert_eq!((count, locked), (drop.items().len(), drop.is_locked()), "{name}");
        }
        let collected: usize = book.inboxes().iter().map(|inbox| inbox.items.len()).sum();
        let inboxes: usize = host.accounts().iter().map(|account| account.inbox().len()).sum();
        assert_eq!(collected, inboxes, "inboxes of {name}");
    }
}

#[test]
fn holdings_agree_with_the_world_everywhere() {
    for mut run in all() {
        let mut keeper = Keeper::new(run.cast.len());
        let total = run.timeline.len();
        // Forward, and then back, in steps that do not meet.
        let places = (0..=total).step_by(7).chain((0..=total).rev().step_by(11));
        for records in places.collect::<Vec<_>>() {
            run.timeline.seek(records);
            let holdings = keeper.at(run.timeline.trace(), run.timeline.position()).clone();
            same_as_world(&run, &holdings);
        }
    }
}

#[test]
fn beats_cover_the_trace_in_order() {
    for run in all() {
        let mut end = 0;
        for (at, beat) in run.pace.beats().iter().enumerate() {
            assert_eq!(beat.records.start, end);
            end = beat.records.end;
            assert!(beat.idle.is_none_or(|idle| idle.millis <= IDLE_MAX_MS));
            assert!((1..=2000).contains(&beat.millis));
            assert_eq!(run.pace.position_of(end), at + 1);
            assert_eq!(run.pace.records_at(at + 1).min(end), end);
        }
        assert_eq!(run.pace.records_at(run.pace.len()), run.timeline.len());
        assert_eq!((run.pace.records_at(0), run.pace.time_at(0)), (0, SimTime::START));
    }
}

#[test]
fn extending_gives_the_same_beats() {
    let scenario = Scenario::parse(ISP).expect("a good scenario");
    let mut timeline = Timeline::new(scenario);
    let mut pace = Pace::default();
    while timeline.run_ahead(3) == relayscope::Ahead::More {
        pace.extend(timeline.trace());
    }
    pace.extend(timeline.trace());
    assert_eq!(pace.beats(), Pace::new(timeline.trace()).beats());
}

#[test]
fn five_days_of_retries_pass_in_a_minute_or_two() {
    let run = run(&down("at = \"0s\""));
    let millis = |beat: &relay_view::Beat| beat.millis + beat.idle.map_or(0, |idle| idle.millis);
    let total: u32 = run.pace.beats().iter().map(millis).sum();
    assert!((20_000..120_000).contains(&total), "{total} ms");
    let bounced = run.pace.moments().filter(|(_, moment)| *moment == Moment::Bounced).count();
    assert_eq!(bounced, 1);
    let mut at = 0;
    let mut found = Vec::new();
    while let Some(next) = run.pace.next_moment(at, None) {
        assert!(next > at);
        found.push(next);
        at = next;
    }
    assert!(found.iter().copied().eq(run.pace.moments().map(|(at, _)| at)));
    for pair in found.windows(2) {
        assert_eq!(run.pace.previous_moment(pair[1], None), Some(pair[0]));
    }
}

#[test]
fn reports_about_reports_pass_ever_faster() {
    let endless = include_str!("../../../tests/scenario/null-path-rule-broken/scenario.toml");
    let run = run(endless);
    let trace = run.timeline.trace();
    let broken = |beat: &&relay_view::pace::Beat| {
        let kind = &trace.record(beat.lead()).kind;
        matches!(kind, Kind::Host(Fact::NullPathRuleBroken { .. }))
    };
    let beats: Vec<_> = run.pace.beats().iter().filter(broken).collect();
    let [first, .., last] = &beats[..] else { panic!("it goes round") };
    assert!(beats.is_sorted_by(|a, b| a.millis >= b.millis), "{beats:?}");
    assert!(first.millis > 8 * last.millis, "{first:?} {last:?}");
}

#[test]
fn the_player_reaches_the_end_and_comes_back() {
    let run = run(ISP);
    let mut player = Player::new();
    player.play(&run.pace);
    let (mut frames, mut before) = (0_u32, 0);
    while player.is_active() {
        player.tick(&run.pace, 16_667);
        assert!(player.position() >= before && player.motion() <= 1000);
        before = player.position();
        frames += 1;
    }
    assert_eq!((player.position(), player.stage()), (run.pace.len(), Stage::Rest));
    let millis = |beat: &relay_view::Beat| beat.millis + beat.idle.map_or(0, |idle| idle.millis);
    let expected: u32 = run.pace.beats().iter().map(millis).sum();
    let took = frames * 16_667 / 1000;
    assert!(took.abs_diff(expected) < expected / 50 + 100, "{took} ms of {expected}");
    for _ in 0..run.pace.len() + 3 {
        player.step_back(&run.pace);
    }
    assert_eq!((player.position(), player.is_active()), (0, false));
    player.play(&run.pace);
    player.set_speed(Speed::ALL[6]);
    player.tick(&run.pace, 60_000_000);
    assert!(player.position() > 20, "a long frame passes over many beats");
    player.pause();
    let stopped = player.position();
    player.tick(&run.pace, 60_000_000);
    assert_eq!((player.position(), player.stage()), (stopped, Stage::Rest));
}

#[test]
fn a_step_moves_and_then_rests() {
    let run = run(ISP);
    let mut player = Player::new();
    player.step_forward(&run.pace);
    assert_eq!((player.position(), player.motion()), (1, 0));
    player.tick(&run.pace, 200_000);
    assert!((1..1000).contains(&player.motion()) && !player.is_playing());
    player.tick(&run.pace, 2_000_000);
    assert_eq!((player.position(), player.stage()), (1, Stage::Rest));
    player.set_still(true);
    player.step_forward(&run.pace);
    assert_eq!(player.motion(), 1000, "without motion it is there at once");
    let labels = |language| Speed::ALL.map(|speed| speed.label(language));
    assert_eq!(labels(Language::English)[..3], ["0.25×", "0.5×", "1×"]);
    assert_eq!(labels(Language::German)[..3], ["0,25×", "0,5×", "1×"]);
}

#[test]
fn every_record_has_a_sentence() {
    for run in all() {
        for beat in run.pace.beats() {
            let trace = run.timeline.trace();
            let told = sentence(&run.cast, trace, beat.lead());
            assert!(told.text.ends_with(['.', '”', ')']) || told.text.len() > 8, "{told:?}");
            assert!(!told.text.chars().any(char::is_control), "{told:?}");
            assert!(!told.rule.is_empty());
            let next = ahead(&run.cast, trace, beat.lead(), SimTime::START);
            assert!(next.starts_with("Next") || next.starts_with("Waiting"), "{next}");
        }
    }
}

#[test]
fn what_breaks_by_hand_has_a_sentence() {
    let faults = [
        "link_changed = { between = [\"a.example.com\", \"b.example.net\"], loss = \"1%\" }",
        "partition = \"b.example.net\"",
        "slow = { host = \"b.example.net\", by = \"30s\" }",
        "disk_full = \"b.example.net\"",
        "directory_down = \"b.example.net\"",
        "mailbox_full = \"bob@b.example.net\"",
        "clock = { host = \"b.example.net\", ahead = \"1h\" }",
        "offline = \"b.example.net\"",
        "connection_reset = { server = \"b.example.net\" }",
        "host_down = \"b.example.net\"",
        "link_cut = [\"a.example.com\", \"b.example.net\"]",
        "dns = { name = \"b.example.net\" }",
        "service_stopped = { host = \"b.example.net\" }",
    ];
    for fault in faults {
        let source = format!(
            "format = 1\n[[host]]\nname = \"a.example.com\"\n[[host]]\nname = \"b.example.net\"\n\
             mailboxes = [\"bob@b.example.net\"]\n[[fault]]\nat = \"1s\"\nlasts = \"1h\"\n{fault}\n"
        );
        let run = run(&source);
        let (trace, len) = (run.timeline.trace(), run.timeline.len());
        let told = |n| sentence(&run.cast, trace, relay_kernel::RecordId::from_index(n)).text;
        let (breaks, mends) = (told(1), told(2));
        assert_ne!(breaks, mends);
        for text in [breaks, mends] {
            assert!(text.ends_with('.') && text.len() > 15, "{fault}: {text}");
        }
        let mut keeper = Keeper::new(2);
        let broken = keeper.at(trace, 2).clone();
        assert_eq!(len, 3);
        // What names or dialogues do is no state of a host or a link.
        let shows = !fault.starts_with("dns") && !fault.starts_with("connection");
        assert_eq!(has_trouble(&broken), shows, "{fault}");
        // A clock was set, and it was set right.
        assert_eq!(has_trouble(keeper.at(trace, 3)), fault.starts_with("clock"), "{fault}");
    }
}

fn has_trouble(holdings: &Holdings) -> bool {
    let (a, b) = (HostId(0), HostId(1));
    let book = holdings.host(b).expect("it is there");
    let well = relay_view::holdings::Trouble::default();
    !book.is_up()
        || book.refusing
        || book.trouble != well
        || holdings.is_closed(a, b)
        || holdings.changed_link(a, b).is_some()
}

/// A mailbox that is full when the first message comes.
const FULL: &str = r#"
format = 1
[[host]]
name = "mail.example.com"
mailboxes = ["alice@example.com"]
[[host]]
name = "mx.example.net"
mailboxes = ["bob@example.net"]
[[send]]
from = "alice@example.com"
to = "bob@example.net"
[[fault]]
at = "0s"
lasts = "8min"
mailbox_full = "bob@example.net"
"#;

#[test]
fn what_only_follows_from_a_refusal_is_not_told_as_final() {
    let run = run(FULL);
    let trace = run.timeline.trace();
    let told = |text: &str| {
        let said = |record: &relayscope::trace::Record| match record.kind {
            Kind::Line { start, len, .. } => trace.octets(start, len).starts_with(text.as_bytes()),
            _ => false,
        };
        let at = trace.records().iter().position(said).expect("it is said");
        sentence(&run.cast, trace, relay_kernel::RecordId::from_index(at)).because
    };
    assert!(told("452 4.2.2").is_some_and(|why| why.contains("first digit 4")));
    let follows = "This only follows from the refusal before it; what counts is the 452.";
    assert_eq!(told("554 5.5.1").as_deref(), Some(follows));
}

#[test]
fn a_gap_of_the_ladder_announces_what_ends_it() {
    let run = run(FULL);
    let trace = run.timeline.trace();
    let ladder = Ladder::new(trace, &Filter::default());
    let rows = (0..ladder.len()).filter_map(|place| ladder.row(&run.cast, trace, place));
    let gaps = rows.filter_map(|row| match row.kind {
        RowKind::Gap { until, .. } => Some((row.at, until)),
        _ => None,
    });
    let gaps: Vec<_> = gaps.collect();
    assert!(gaps.len() >= 2, "{gaps:?}");
    for (at, until) in gaps {
        let minute = &at[..5];
        assert!(
            until.contains(minute) && !until.contains("closes the connection"),
            "{at}: {until}"
        );
    }
}

#[test]
fn the_wait_says_when_and_why() {
    let run = run(&down("at = \"0s\"\nlasts = \"3h\""));
    let trace = run.timeline.trace();
    let before = run.pace.beats().iter().enumerate().filter(|(_, beat)| beat.idle.is_some());
    let told: Vec<String> =
        before.map(|(_, beat)| ahead(&run.cast, trace, beat.lead(), beat.at)).collect();
    let retry = told
        .iter()
        .find(|text| text.contains("attempt 2 of mail.example.com at "))
        .expect("a second attempt");
    assert!(retry.contains("because mx.example.net [192.0.2.2] did not answer"), "{retry}");
}

#[test]
fn a_scene_shows_the_wait_and_the_fault() {
    let run = run(&down("at = \"0s\"\nlasts = \"3h\""));
    let trace = run.timeline.trace();
    let area = Size { width: 820, height: 480 };
    let layout = Layout::new(&run.cast, &run.cast.ties(trace), area);
    let (position, _) =
        run.pace.moments().find(|(_, it)| *it == Moment::Deferred).expect("it is deferred");
    let mut holdings = Holdings::new(run.cast.len());
    holdings.advance(trace, run.pace.records_at(position));
    let now = run.pace.time_at(position);
    let scene = Scene::new(&run.cast, trace, &holdings, &layout, now);
    assert_eq!(scene.hosts[1].state, State::Down);
    assert_eq!((scene.hosts[0].queued, scene.hosts[0].stored), (1, 0));
    let next = scene.hosts[0].next.clone().expect("a next attempt");
    let sheet = Sheet::new(&run.cast, trace, &holdings, HostId(0), now).expect("a host");
    let Waits::Attempt { at, why } = &sheet.queue[0].waits else { panic!("{sheet:?}") };
    assert_eq!(*at, next);
    assert!(why.contains("did not answer"), "{why}");
}

#[test]
fn a_host_that_is_switched_off_has_no_next_attempt() {
    let twice =
        "at = \"0s\"\nlasts = \"3h\"\nhost_down = \"mx.example.net\"\n[[fault]]\nat = \"10min\"";
    let source = down(twice).replacen("[[send]]", "[[send]]\nat = \"1s\"", 1);
    let source = source.replace(
        "at = \"10min\"\nhost_down = \"mx.example.net\"",
        "at = \"10min\"\nhost_down = \"mail.example.com\"",
    );
    let run = run(&source);
    let trace = run.timeline.trace();
    let layout = Layout::new(&run.cast, &run.cast.ties(trace), Size { width: 820, height: 480 });
    let mut holdings = Holdings::new(run.cast.len());
    holdings.advance(trace, run.pace.records_at(run.pace.len()));
    let now = run.pace.time_at(run.pace.len());
    let scene = Scene::new(&run.cast, trace, &holdings, &layout, now);
    let card = &scene.hosts[0];
    assert_eq!((card.state, card.queued), (State::Down, 1));
    assert_eq!((card.next.clone(), card.next_at), (None, None));
    let sheet = Sheet::new(&run.cast, trace, &holdings, HostId(0), now).expect("a host");
    let Waits::Host { why } = &sheet.queue[0].waits else { panic!("{sheet:?}") };
    assert!(why.contains("did not answer"), "{why}");
}

#[test]
fn envelopes_travel_and_lines_are_written() {
    let run = run(ISP);
    let trace = run.timeline.trace();
    let area = Size { width: 820, height: 480 };
    let layout = Layout::new(&run.cast, &run.cast.ties(trace), area);
    let mut keeper = Keeper::new(run.cast.len());
    let (mut letters, mut words, mut lines) = (0, 0, 0);
    for position in 1..=run.pace.len() {
        let records = run.pace.records_at(position);
        let holdings = keeper.at(trace, records).clone();
        let now = run.pace.time_at(position);
        let scene = Scene::new(&run.cast, trace, &holdings, &layout, now);
        match scene.courier.map(|courier| courier.load) {
            Some(Load::Message(_)) => letters += 1,
            Some(Load::Word(_)) => words += 1,
            None => {}
        }
        lines += usize::from(scene.said.is_some());
        let transcript = Transcript::new(&run.cast, trace, &holdings, records);
        let current = transcript.iter().flat_map(|it| &it.rows).filter(|row| row.current).count();
        assert!(current <= 1);
        assert!(scene.said.is_none() || current == 1, "what is said is marked in the transcript");
    }
    // Alice to the relay, on to the final host, the report home, and two collections.
    assert!(letters >= 4, "{letters}");
    assert!(words > lines && lines > 40, "{words} {lines}");
}

/// A world of `count` servers in a row, each with a client.
fn row(count: usize) -> String {
    let user = |n: usize| format!("u{n}@d{n}.example.net");
    let places = (0..count).map(|n| {
        let user = user(n);
        format!(
            "[[host]]\nname = \"mx{n}.example.net\"\nmailboxes = [\"{user}\"]\n\
             [[host]]\nname = \"pc{n}.example.net\"\n\
             [[account]]\naddress = \"{user}\"\non = \"pc{n}.example.net\"\n"
        )
    });
    let sends =
        (1..count).map(|n| format!("[[send]]\nfrom = \"{}\"\nto = \"{}\"\n", user(n - 1), user(n)));
    let parts = core::iter::once("format = 1\n".to_owned()).chain(places).chain(sends);
    parts.collect()
}

#[test]
fn cards_never_overlap_and_stay_inside() {
    let sizes = [(820, 480), (573, 467), (390, 330), (320, 300), (1200, 700), (1, 1)];
    let bounce = include_str!("../../../web/lessons/bounce.toml").to_owned();
    for source in [ISP.to_owned(), down("at = \"0s\""), bounce, row(3), row(8), row(25)] {
        let run = run(&source);
        let ties = run.cast.ties(run.timeline.trace());
        let all = Arrangement::ALL.map(|(how, _)| how);
        for ((width, height), how) in sizes.into_iter().flat_map(|it| all.map(|how| (it, how))) {
            let layout = Layout::arranged(&run.cast, &ties, Size { width, height }, how);
            let (card, size) = (layout.card, layout.size);
            for (at, a) in layout.centres.iter().enumerate() {
                let inside = a.x >= card.width / 2
                    && a.x + card.width / 2 <= size.width
                    && a.y >= card.height / 2
                    && a.y + card.height / 2 <= size.height;
                assert!(inside, "{a:?} in {size:?} of {} hosts", run.cast.len());
                for b in &layout.centres[at + 1..] {
                    let apart = (a.x - b.x).abs() >= card.width || (a.y - b.y).abs() >= card.height;
                    assert!(
                        apart,
                        "{how:?}: {a:?} and {b:?}, {width}×{height}, {} hosts",
                        run.cast.len()
                    );
                }
            }
            let again = Layout::arranged(&run.cast, &ties, Size { width, height }, how);
            assert_eq!(layout, again);
        }
    }
}

/// Where the steps of a size lead in one direction.
fn walk(pace: &Pace, step: Step, forward: bool) -> Vec<usize> {
    let mut position = if forward { 0 } else { pace.len() + 1 };
    let mut places = Vec::new();
    let next = |at| if forward { pace.step_forward(at, step) } else { pace.step_back(at, step) };
    while let Some(goal) = next(position) {
        places.push(goal);
        position = goal;
    }
    places
}

#[test]
fn steps_of_every_size_lead_there_and_back() {
    for run in all() {
        let trace = run.timeline.trace();
        for step in Step::ALL {
            let there = walk(&run.pace, step, true);
            let mut back = walk(&run.pace, step, false);
            back.reverse();
            assert_eq!(there, back, "{step:?}");
            let told = |at: &usize| {
                let beat = run.pace.beat(*at).expect("behind a beat");
                trace.records()[beat.records.clone()].iter().any(|record| match step {
                    Step::Line => true,
                    Step::Session => matches!(record.kind, Kind::Connected { .. }),
                    Step::Hop => matches!(record.kind, Kind::Host(Fact::Accepted { .. })),
                    Step::Moment => beat.moment.is_some(),
                })
            };
            assert!(there.iter().all(told), "{step:?}");
        }
        assert_eq!(walk(&run.pace, Step::Line, true).len(), run.pace.len());
        let sessions =
            trace.records().iter().filter(|it| matches!(it.kind, Kind::Connected { .. }));
        assert_eq!(walk(&run.pace, Step::Session, true).len(), sessions.count());
        for kind in Moment::ALL {
            let mut at = 0;
            while let Some(next) = run.pace.next_moment(at, Some(kind)) {
                assert_eq!(run.pace.beat(next).and_then(|beat| beat.moment), Some(kind));
                at = next;
            }
        }
    }
}

#[test]
fn a_session_of_pop3_is_explained_reply_by_reply() {
    let run = run(ISP);
    let trace = run.timeline.trace();
    let records = trace.records().len();
    let holdings = Holdings::new(run.cast.len());
    let dialled = |kind: &Kind| match kind {
        Kind::Dialed { conn } if trace.conn(*conn).port == 110 => Some(*conn),
        _ => None,
    };
    let conn = trace.records().iter().rev().find_map(|record| dialled(&record.kind));
    let conn = conn.expect("somebody collects");
    let transcript = Transcript::of(&run.cast, trace, &holdings, records, conn);
    let mut told = Vec::new();
    for row in &transcript.rows {
        let pieces = explain::row(transcript.service, row);
        let last = row.lines.last().map_or("", |line| line.trim_end());
        let is_reply = last.starts_with("+OK") || last.starts_with("-ERR");
        assert_eq!(!pieces.is_empty(), row.who == Who::Server && is_reply, "{last}");
        assert_eq!(row.answers.is_some(), !pieces.is_empty(), "{last}");
        told.extend(pieces.first().map(|piece| (row.answers, piece.explanation)));
    }
    for (verb, part) in [
        (b"    ", "The server is there"),
        (b"STAT", "The drop listing"),
        (b"RETR", "The message follows"),
        (b"DELE", "The message is marked"),
        (b"QUIT", "UPDATE"),
    ] {
        let found = told.iter().any(|(it, text)| *it == Some(*verb) && text.english.contains(part));
        assert!(found, "{part}: {told:#?}");
    }
}

#[test]
fn who_runs_a_queue_out_of_turn_sees_no_message_wait() {
    let early = "[[queue_run]]\nat = \"6min\"\non = \"mail.example.com\"\n";
    let run = run(&(down("at = \"0s\"\nlasts = \"5min 30s\"") + early));
    let trace = run.timeline.trace();
    let last = trace
        .records()
        .iter()
        .rposition(|record| matches!(record.kind, Kind::Host(Fact::Attempt { .. })))
        .expect("it was tried");
    let mut keeper = Keeper::new(run.cast.len());
    let host = HostId::from_index(0);
    let before = keeper.at(trace, last).host(host).expect("it is there").queue()[0].next();
    let due = before.expect("it waits").0;
    assert!(due > trace.records()[last].at, "this attempt is out of turn");
    let held = keeper.at(trace, last + 1).host(host).expect("it is there").queue()[0].clone();
    assert_eq!((held.next(), held.is_deferred()), (None, false));
}

#[test]
fn a_queue_run_out_of_turn_counts_while_another_recipient_is_under_way() {
    let others = "[[host]]\nname = \"mx.example.org\"\nmailboxes = [\"carol@example.org\"]\n\
        [[fault]]\nat = \"0s\"\nservice_stopped = { host = \"mx.example.org\" }\n\
        [[queue_run]]\nat = \"10s\"\non = \"mail.example.com\"\n";
    // The one does not answer for half a minute, the other refuses at once.
    let source = down("at = \"0s\"")
        .replace("to = \"bob@example.net\"", "to = [\"bob@example.net\", \"carol@example.org\"]");
    let run = run(&(source + others));
    let trace = run.timeline.trace();
    let again = trace
        .records()
        .iter()
        .position(|record| matches!(record.kind, Kind::Host(Fact::Attempt { nth: 2, .. })))
        .expect("the queue was run");
    assert!(trace.records()[again].at < SimTime::from_micros(30_000_000), "the first still hangs");
    let mut keeper = Keeper::new(run.cast.len());
    let mut carol = |records| {
        let book = keeper.at(trace, records).host(HostId::from_index(0)).expect("it is there");
        book.queue()[0].recipients[1]
    };
    assert!(matches!(carol(again), Standing::Waiting { .. }));
    assert_eq!(carol(again + 1), Standing::Due);
}
