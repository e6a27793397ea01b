//! Which session is shown while it plays.

use std::collections::BTreeSet;

use relay_kernel::ConnNo;
use relay_view::player::Speed;
use relay_view::transcript::{InSight, State, Transcript};
use relay_view::{Holdings, Player};
use relayscope::trace::{Kind, Record};

use super::{Run, down, run};

/// Eight hosts, of which each sends to the next at the same time.
fn many() -> Run {
    let host = |at: u32| {
        let next = (at + 1) % 8;
        format!(
            "[[host]]\nname = \"mx{at}.example{at}.net\"\nmailboxes = [\"bob@example{at}.net\"]\n\
             [[send]]\nfrom = \"bob@example{at}.net\"\nto = \"bob@example{next}.net\"\n"
        )
    };
    run(&format!("format = 1\n{}", (0..8).map(host).collect::<String>()))
}

/// What is shown at a position, where `before` was.
fn next(run: &Run, before: Option<InSight>, player: &Player) -> Option<InSight> {
    let at = (player.position(), run.pace.records_at(player.position()));
    InSight::next(before, run.timeline.trace(), at, player.patience())
}

fn transcript(run: &Run, position: usize, conn: ConnNo) -> Transcript {
    let (trace, records) = (run.timeline.trace(), run.pace.records_at(position));
    let mut holdings = Holdings::new(run.cast.len());
    holdings.advance(trace, records);
    Transcript::of(&run.cast, trace, &holdings, records, conn)
}

/// The session under way at a position.
fn under_way(run: &Run, position: usize) -> Option<ConnNo> {
    let records = run.pace.records_at(position);
    InSight::next(None, run.timeline.trace(), (position, records), 1).map(|it| it.conn)
}

/// What is shown at each position of a run that plays from `start` to its end.
fn played(run: &Run, start: usize, speed: Speed) -> Vec<(usize, ConnNo)> {
    let mut player = Player::new();
    player.seek(&run.pace, start);
    player.set_speed(speed);
    let mut it = next(run, None, &player);
    let mut shown = Vec::new();
    player.play(&run.pace);
    while player.is_playing() {
        it = next(run, it, &player);
        shown.extend(it.map(|it| (player.position(), it.conn)));
        player.tick(&run.pace, 1_000);
    }
    shown.dedup();
    shown
}

#[test]
fn at_normal_speed_it_is_the_one_under_way() {
    let run = many();
    for speed in &Speed::ALL[..3] {
        for (position, conn) in played(&run, 0, *speed) {
            assert_eq!(Some(conn), under_way(&run, position), "{position}");
        }
    }
}

#[test]
fn played_fast_a_session_is_left_when_it_was_seen_for_long_enough_or_is_over() {
    let run = many();
    let changes =
        |shown: &[(usize, ConnNo)]| shown.windows(2).filter(|it| it[0].1 != it[1].1).count();
    let slow = changes(&played(&run, 0, Speed::NORMAL));
    for start in [0, 21, 40] {
        for speed in &Speed::ALL[3..] {
            let beats = speed.hundredths() as usize / 100;
            let shown = played(&run, start, *speed);
            let mut since = start;
            for pair in shown.windows(2) {
                let [(_, old), (position, new)] = [pair[0], pair[1]];
                if old == new {
                    continue;
                }
                assert_eq!(
                    Some(new),
                    under_way(&run, position),
                    "another one is the one under way"
                );
                let [old, new] = [old, new].map(|conn| transcript(&run, position, conn));
                let makes_room =
                    !matches!(old.state, State::Dialling | State::Open) && new.rows.len() == 1;
                assert!(makes_room || position - since >= beats, "{old:?} at {position}");
                since = position;
            }
        }
    }
    let fast = changes(&played(&run, 0, Speed::ALL[6]));
    assert!(fast * 3 < slow, "{fast} of {slow}");
}

#[test]
fn a_session_that_is_over_makes_room_for_the_next_attempt() {
    let run = run(&down("at = \"0s\""));
    let shown = played(&run, 0, Speed::ALL[6]);
    let dialled = |it: &&Record| matches!(it.kind, Kind::Dialed { .. });
    let sessions = run.timeline.trace().records().iter().filter(dialled).count();
    let seen: BTreeSet<ConnNo> = shown.iter().map(|(_, conn)| *conn).collect();
    assert!(sessions > 5);
    assert_eq!(seen.len(), sessions);
}

#[test]
fn who_pauses_goes_on_reading_and_who_steps_sees_the_one_under_way() {
    let run = many();
    let mut paused = 0;
    for start in 0..run.pace.len() - 20 {
        let mut player = Player::new();
        player.seek(&run.pace, start);
        player.set_speed(Speed::ALL[6]);
        let mut it = next(&run, None, &player);
        player.play(&run.pace);
        while player.is_playing() && player.position() < start + 8 {
            player.tick(&run.pace, 1_000);
            it = next(&run, it, &player);
        }
        let read = it;
        player.pause();
        it = next(&run, it, &player);
        assert_eq!(it.map(|it| it.conn), read.map(|it| it.conn));
        paused += usize::from(it.map(|it| it.conn) != under_way(&run, player.position()));
        player.step_forward(&run.pace);
        it = next(&run, it, &player);
        assert_eq!(it.map(|it| it.conn), under_way(&run, player.position()));
        player.step_back(&run.pace);
        it = next(&run, it, &player);
        assert_eq!(it.map(|it| it.conn), under_way(&run, player.position()));
    }
    assert!(paused > 10, "{paused}");
}
