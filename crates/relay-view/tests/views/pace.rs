//! Beats, and the player that goes through them.

use relay_host::Fact;
use relay_kernel::SimTime;
use relay_mail::Language;
use relay_view::pace::{IDLE_MAX_MS, Moment};
use relay_view::player::{Speed, Stage};
use relay_view::{Pace, Player, Step};
use relayscope::Timeline;
use relayscope::scenario::Scenario;
use relayscope::trace::Kind;

use super::{ISP, all, down, run};

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
    let endless = include_str!("../../../../tests/scenario/null-path-rule-broken/scenario.toml");
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
