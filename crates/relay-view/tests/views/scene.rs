//! What hosts hold, and where it is seen on the map.

use relay_host::{Fact, Origin, RecipientState};
use relay_kernel::SimTime;
use relay_view::Holdings;
use relay_view::holdings::{Guise, Keeper, Look, Standing};
use relay_view::layout::{Arrangement, Layout, Size};
use relay_view::map::{Load, SAID_HEIGHT, SAID_MAX, Said, Scene, State};
use relay_view::pace::Moment;
use relay_view::sheet::{Sheet, Waits};
use relay_view::transcript::Transcript;
use relayscope::command::Command;
use relayscope::scenario::HostNo;
use relayscope::trace::{HostId, Kind};

use super::{ISP, Run, all, down, faulty, run};

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
fn a_link_says_what_a_command_has_made_of_it() {
    let faults = "[[fault]]\nat = \"0s\"\nlasts = \"1min\"\n\
                  link_changed = { between = [\"mail.example.com\", \"mx.example.net\"], loss = \"20%\" }";
    let run = run(&faulty(faults));
    let trace = run.timeline.trace();
    let layout = Layout::new(&run.cast, &run.cast.ties(trace), Size { width: 820, height: 480 });
    let told = |records| {
        let mut holdings = Holdings::new(run.cast.len());
        holdings.advance(trace, records);
        let scene = Scene::new(&run.cast, trace, &holdings, &layout, SimTime::START);
        scene.wires[0].changed(run.cast.language)
    };
    assert_eq!(told(0), None);
    let changed = (0..trace.records().len()).find_map(told).expect("a change");
    assert!(changed.ends_with("a loss of 20 %"), "{changed}");
    assert_eq!(told(trace.records().len()), None, "it is as it was before");
}

#[test]
fn a_host_that_is_switched_off_has_no_next_attempt() {
    let faults = "[[fault]]\nat = \"0s\"\nhost_down = \"mx.example.net\"\n\
                  [[fault]]\nat = \"10min\"\nhost_down = \"mail.example.com\"";
    let run = run(&faulty(faults));
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
    let Waits::Host { why: Some(why) } = &sheet.queue[0].waits else { panic!("{sheet:?}") };
    assert!(why.contains("did not answer"), "{why}");
}

#[test]
fn a_host_that_is_switched_off_in_the_middle_delivers_nothing() {
    let mut run = run(&faulty(""));
    let dialled = |kind: &Kind| matches!(kind, Kind::Dialed { .. });
    let records = run.timeline.trace().records();
    let at = records.iter().position(|record| dialled(&record.kind)).expect("it is sent");
    run.timeline.seek(at + 1);
    let sheet = |run: &Run| {
        let trace = run.timeline.trace();
        let mut holdings = Holdings::new(run.cast.len());
        holdings.advance(trace, trace.records().len());
        Sheet::new(&run.cast, trace, &holdings, HostId(0), run.timeline.now()).expect("a host")
    };
    // What comes later is cut off by what is done now.
    run.timeline.act(Command::RunQueue(HostNo(1)));
    assert_eq!(sheet(&run).queue[0].waits, Waits::Turn { before: None });
    run.timeline.act(Command::HostDown(HostNo(0)));
    assert_eq!(sheet(&run).queue[0].waits, Waits::Host { why: None });
}

#[test]
fn envelopes_travel_and_lines_are_written() {
    let run = run(ISP);
    let trace = run.timeline.trace();
    let area = Size { width: 820, height: 480 };
    let layout = Layout::new(&run.cast, &run.cast.ties(trace), area);
    let mut keeper = Keeper::new(run.cast.len());
    let (mut letters, mut words, mut lines) = (0, 0, 0);
    let mut kept = Vec::new();
    for position in 1..=run.pace.len() {
        let records = run.pace.records_at(position);
        let holdings = keeper.at(trace, records).clone();
        let now = run.pace.time_at(position);
        let scene = Scene::new(&run.cast, trace, &holdings, &layout, now);
        kept.extend(scene.hosts.iter().filter(|it| it.stored > 0).map(|it| (it.id, it.newest)));
        kept.dedup();
        match scene.courier.map(|courier| courier.load) {
            Some(Load::Message(_)) => letters += 1,
            Some(Load::Word(_)) => words += 1,
            None => {}
        }
        let now = scene.said.iter().filter(|said| said.is_now).count();
        assert!(now <= 1 && scene.said.first().is_none_or(|said| said.is_now == (now == 1)));
        lines += now;
        let transcript = Transcript::new(&run.cast, trace, &holdings, records);
        let current = transcript.iter().flat_map(|it| &it.rows).filter(|row| row.current).count();
        assert!(current <= 1);
        assert!(now == 0 || current == 1, "what is said is marked in the transcript");
    }
    // Alice to the relay, on to the final host, the report home, and two collections.
    assert!(letters >= 4, "{letters}");
    assert!(words > lines && lines > 40, "{words} {lines}");
    // Bob's letter at his host, and the report at Alice's.
    assert!(kept.contains(&(HostId(2), Guise::Mail)), "{kept:?}");
    assert!(kept.contains(&(HostId(1), Guise::Dsn)), "{kept:?}");
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

/// Every line that is written, with its corners.
fn corners(said: &Said) -> [i32; 4] {
    let (width, height) = (said.width / 2, SAID_HEIGHT / 2);
    [said.at.x - width, said.at.x + width, said.at.y - height, said.at.y + height]
}

/// The least room between two stretches in either direction; negative where they overlap.
fn apart(a: [i32; 4], b: [i32; 4]) -> i32 {
    let across = (a[0] - b[1]).max(b[0] - a[1]);
    across.max(a[2] - b[3]).max(b[2] - a[3])
}

#[test]
fn each_open_session_has_its_line_at_its_link() {
    // Two messages at once to two hosts, and two over one link.
    let many = "[[send]]\nfrom = \"alice@example.com\"\nto = \"bob@example.net\"\n\
        [[send]]\nfrom = \"alice@example.com\"\nto = \"bob@example.net\"\n\
        [[host]]\nname = \"mx.example.org\"\nmailboxes = [\"carol@example.org\"]\n\
        [[send]]\nfrom = \"alice@example.com\"\nto = \"carol@example.org\"\n";
    let both = down("at = \"9h\"") + many;
    for (source, least) in [(both, 3), (row(3), 2), (row(15), SAID_MAX)] {
        let run = run(&source);
        let trace = run.timeline.trace();
        let ties = run.cast.ties(trace);
        for (width, height) in [(820, 480), (390, 330), (1200, 700)] {
            let layout = Layout::new(&run.cast, &ties, Size { width, height });
            let mut keeper = Keeper::new(run.cast.len());
            let mut most = 0;
            for position in 1..=run.pace.len() {
                let records = run.pace.records_at(position);
                let holdings = keeper.at(trace, records).clone();
                let now = run.pace.time_at(position);
                let scene = Scene::new(&run.cast, trace, &holdings, &layout, now);
                most = most.max(scene.said.len());
                for (nth, said) in scene.said.iter().enumerate() {
                    assert!(holdings.conn(said.conn).is_some(), "it is open");
                    assert!(nth == 0 || !said.is_now, "one is said now, and is the first");
                    for other in &scene.said[nth + 1..] {
                        assert_ne!(said.conn, other.conn);
                        let apart = apart(corners(said), corners(other));
                        assert!(apart >= 4, "{said:?} and {other:?}");
                    }
                    let Size { width, height } = layout.card;
                    let on_a_card = layout.centres.iter().any(|at| {
                        let (x, y) = (width / 2, height / 2);
                        apart(corners(said), [at.x - x, at.x + x, at.y - y, at.y + y]) < 0
                    });
                    // The newest is written in any case, and alone then.
                    assert!(!on_a_card || scene.said.len() == 1, "{said:?}");
                }
            }
            let enough = if width == 820 { least } else { 1 };
            assert!((enough..=SAID_MAX).contains(&most), "{most} of {least}, {width} wide");
        }
    }
}

#[test]
fn a_copy_looks_like_one_and_what_waits_has_a_mark() {
    let others = "[[host]]\nname = \"mx.example.org\"\nmailboxes = [\"carol@example.org\"]\n";
    let source = down("at = \"0s\"\nlasts = \"3h\"")
        .replace("to = \"bob@example.net\"", "to = [\"bob@example.net\", \"carol@example.org\"]");
    let run = run(&(source + others));
    let trace = run.timeline.trace();
    let position = run.pace.moments().find(|(_, it)| *it == Moment::Deferred).expect("it waits").0;
    let mut keeper = Keeper::new(run.cast.len());
    let layout = Layout::new(&run.cast, &run.cast.ties(trace), Size { width: 820, height: 480 });
    let mut scene_at = |position: usize| {
        let holdings = keeper.at(trace, run.pace.records_at(position)).clone();
        Scene::new(&run.cast, trace, &holdings, &layout, run.pace.time_at(position))
    };
    let scene = scene_at(position);
    assert_eq!(scene.hosts[0].tokens, [Look { guise: Guise::Copy, deferred: true }]);
    let scene = scene_at(run.pace.len());
    let stored: Vec<_> =
        scene.hosts.iter().filter(|it| it.stored > 0).map(|it| it.newest).collect();
    assert_eq!(stored, [Guise::Copy; 2], "each of the two hosts has one of the copies");
}

#[test]
fn a_bounce_that_waits_is_a_bounce_with_a_mark() {
    let run = run(&faulty(
        "[[fault]]\nat = \"0s\"\nhost_down = \"mx.example.net\"\n\
         [[send]]\nfrom = \"alice@example.com\"\nto = \"bob@example.net\"\n\
         envelope_from = \"<>\"\n",
    ));
    let trace = run.timeline.trace();
    let mut holdings = Holdings::new(run.cast.len());
    let position = run.pace.moments().filter(|(_, it)| *it == Moment::Deferred).nth(1);
    holdings.advance(trace, run.pace.records_at(position.expect("both wait").0));
    let layout = Layout::new(&run.cast, &run.cast.ties(trace), Size { width: 820, height: 480 });
    let scene = Scene::new(&run.cast, trace, &holdings, &layout, SimTime::START);
    let looks = [Guise::Mail, Guise::Dsn].map(|guise| Look { guise, deferred: true });
    assert_eq!(scene.hosts[0].tokens, looks);
    let sheet = Sheet::new(&run.cast, trace, &holdings, HostId(0), SimTime::START).expect("it");
    assert_eq!(sheet.queue[1].look, looks[1]);
}

#[test]
fn cards_never_overlap_and_stay_inside() {
    let sizes = [(820, 480), (573, 467), (390, 330), (320, 300), (1200, 700), (1, 1)];
    let bounce = include_str!("../../../../web/lessons/bounce.toml").to_owned();
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

/// RFC 3463 §3.3: X.2.2 is about one mailbox, and X.3.1 about the whole system.
#[test]
fn each_fault_has_a_state_of_its_own() {
    for (fault, state) in [
        ("mailbox_full = \"bob@example.net\"", State::MailboxFull),
        ("disk_full = \"mx.example.net\"", State::Full),
        ("directory_down = \"mx.example.net\"", State::DirectoryDown),
        ("slow = { host = \"mx.example.net\", by = \"9s\" }", State::Slow),
        ("clock = { host = \"mx.example.net\", behind = \"1h\" }", State::ClockWrong),
        // The first session breaks, and then another has to come before the second one does.
        ("connection_reset = { server = \"mx.example.net\", at = \"final-reply\" }", State::Up),
        (
            "connection_reset = { server = \"mx.example.net\", at = \"quit\", times = 2 }",
            State::Breaking,
        ),
        ("dns = { name = \"example.net\" }", State::NamesFail),
        ("dns = { name = \"example.org\" }", State::Up),
    ] {
        let run = run(&faulty(&format!("[[fault]]\nat = \"0s\"\n{fault}")));
        let trace = run.timeline.trace();
        let mut holdings = Holdings::new(run.cast.len());
        holdings.advance(trace, trace.records().len());
        assert_eq!(State::of(&run.cast, &holdings, HostId(1)), state, "{fault}");
    }
}

#[test]
fn content_rests_before_the_cut_that_stops_it() {
    let source = faulty(
        "[[link]]\nbetween = [\"mail.example.com\", \"mx.example.net\"]\nrate = \"16 kbit/s\"\n\
         [[fault]]\nat = \"30s\"\nlink_cut = [\"mail.example.com\", \"mx.example.net\"]",
    );
    let run = run(&source.replace("[[send]]", "[[send]]\nsize = \"90 kB\""));
    let trace = run.timeline.trace();
    let area = Size { width: 820, height: 480 };
    let layout = Layout::new(&run.cast, &run.cast.ties(trace), area);
    let [start, end] = layout.letter_way(HostId(0), HostId(1)).expect("a way");
    let mut seen = 0;
    for records in 0..=trace.records().len() {
        let mut holdings = Holdings::new(run.cast.len());
        holdings.advance(trace, records);
        if !holdings.is_cut(HostId(0), HostId(1)) {
            continue;
        }
        let scene = Scene::new(&run.cast, trace, &holdings, &layout, SimTime::START);
        let middle = i32::midpoint(start.x, end.x);
        let before = |x: i32| (x - start.x).abs() < (middle - start.x).abs();
        assert!(
            scene.resting.iter().all(|it| before(it.at.x)),
            "{:?} after {records}",
            scene.resting
        );
        seen += scene.resting.len();
        if let Some(courier) = scene.courier.filter(|it| matches!(it.load, Load::Message(_))) {
            // Half of its way is seen of what is lost.
            assert!(courier.lost && before(i32::midpoint(courier.from.x, courier.to.x)));
            seen += 1;
        }
    }
    assert!(seen > 0, "something is on its way");
}

#[test]
fn links_between_columns_are_seen_where_the_map_is_narrow() {
    let run = run(include_str!("../../../../web/lessons/bounce.toml"));
    let ties = run.cast.ties(run.timeline.trace());
    for (width, height) in [(530, 480), (575, 480), (600, 520), (640, 480)] {
        let layout = Layout::new(&run.cast, &ties, Size { width, height });
        assert!(layout.links.len() > 2);
        for [one, other] in &layout.links {
            let [from, to] = layout.between(*one, *other).expect("both stand somewhere");
            let length = f64::from(from.x - to.x).hypot(f64::from(from.y - to.y));
            assert!(length >= 20.0, "{width}: {length} from {one:?} to {other:?}");
        }
    }
}

#[test]
fn an_envelope_is_on_the_wire_until_it_is_stored() {
    let (mut stored, mut collected) = (0, 0);
    for run in all() {
        let trace = run.timeline.trace();
        let area = Size { width: 820, height: 480 };
        let layout = Layout::new(&run.cast, &run.cast.ties(trace), area);
        let mut holdings = Holdings::new(run.cast.len());
        for (at, record) in trace.records().iter().enumerate() {
            let before = holdings.clone();
            holdings.advance(trace, at + 1);
            let conn = match record.kind {
                Kind::Host(Fact::Accepted { mail }) => match trace.mail(mail).1.origin {
                    Origin::Received { conn } => conn,
                    _ => continue,
                },
                Kind::Host(Fact::Collected { conn, .. }) => conn,
                _ => continue,
            };
            let resting = |holdings: &Holdings| {
                Scene::new(&run.cast, trace, holdings, &layout, SimTime::START).resting.len()
            };
            if before.conn(conn).is_some_and(|open| open.sent > 0) {
                let moved = trace.records()[at - 1].kind.conn() == Some(conn);
                assert_eq!(
                    resting(&holdings) + usize::from(!moved),
                    resting(&before),
                    "after {at}"
                );
                let is_stored = matches!(record.kind, Kind::Host(Fact::Accepted { .. }));
                *(if is_stored { &mut stored } else { &mut collected }) += 1;
            }
        }
    }
    assert!(stored > 0 && collected > 0, "{stored}, {collected}");
}
