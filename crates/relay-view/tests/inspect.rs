//! The ladder, messages and chains of causes, over the built-in scenarios.

use relay_host::Fact;
use relay_kernel::{ConnNo, RecordId, SimDuration};
use relay_view::journey::{Fate, compare, journeys};
use relay_view::ladder::{Filter, Ladder, RowKind, Sort, messages};
use relay_view::map::State;
use relay_view::plot::{Course, End, Plot};
use relay_view::settings::Origin;
use relay_view::sheet::{Sheet, Waits};
use relay_view::transcript::{Tone, Transcript};
use relay_view::{Show, why};
use relayscope::Setting;
use relayscope::command::Command;
use relayscope::scenario::HostNo;
use relayscope::trace::{HostId, Kind};

/// The built-in scenarios.
const LESSONS: [(&str, &str); 6] = [
    ("direct", include_str!("../../../web/lessons/direct.toml")),
    ("relay", include_str!("../../../web/lessons/relay.toml")),
    ("next-hop-down", include_str!("../../../web/lessons/next-hop-down.toml")),
    ("never-back", include_str!("../../../web/lessons/never-back.toml")),
    ("one-good-one-unknown", include_str!("../../../web/lessons/one-good-one-unknown.toml")),
    ("double-bounce", include_str!("../../../web/lessons/double-bounce.toml")),
];

/// A built-in scenario, computed to its end.
fn show(name: &str) -> Show {
    let (_, source) = LESSONS.iter().find(|(known, _)| *known == name).expect("a lesson");
    let mut show = Show::load(source, None).expect("a good scenario");
    while show.compute_more() {}
    show
}

#[test]
fn the_ladder_has_every_session_and_unfolds_its_lines() {
    for (name, _) in LESSONS {
        let show = show(name);
        let (cast, trace) = (show.cast(), show.trace());
        let mut filter = Filter::default();
        let folded = Ladder::new(trace, &filter);
        let rows = |ladder: &Ladder| {
            let row = |at| ladder.row(cast, trace, at).expect("a row at every place");
            (0..ladder.len()).map(row).collect::<Vec<_>>()
        };
        let all = rows(&folded);
        let dialled = trace.records().iter().filter(|it| matches!(it.kind, Kind::Dialed { .. }));
        let sessions = all.iter().filter(|row| matches!(row.kind, RowKind::Session { .. }));
        assert_eq!(sessions.clone().count(), dialled.count(), "{name}");
        assert!(all.iter().all(|row| !matches!(row.kind, RowKind::Arrow { .. })), "{name}");
        assert!(all.is_sorted_by_key(|row| row.id), "{name}");
        for row in &all {
            if let RowKind::Gap { span, .. } = &row.kind {
                assert!(!span.contains("less than"), "{name}: {span}");
            }
        }
        for row in sessions {
            if let RowKind::Session { conn, .. } = row.kind {
                filter.unfolded.insert(conn);
            }
        }
        let unfolded = Ladder::new(trace, &filter);
        let said = trace.records().iter().filter(|it| {
            matches!(it.kind, Kind::Line { .. } | Kind::Data { .. } | Kind::Block { .. })
        });
        let arrows = rows(&unfolded);
        let arrows = arrows.iter().filter(|row| matches!(row.kind, RowKind::Arrow { .. }));
        assert_eq!(arrows.count(), said.count(), "{name}");
        assert_eq!(unfolded.happened(trace.records().len()), unfolded.len());
        assert_eq!(unfolded.happened(0), 0);
    }
}

#[test]
fn a_lane_can_be_shown_alone() {
    let show = show("relay");
    let filter = Filter { host: Some(HostId(0)), ..Filter::default() };
    let ladder = Ladder::new(show.trace(), &filter);
    assert!(ladder.len() < Ladder::new(show.trace(), &Filter::default()).len());
    for at in 0..ladder.len() {
        let row = ladder.row(show.cast(), show.trace(), at).expect("a row");
        if let RowKind::Session { client, server, .. } = row.kind {
            assert!(client == HostId(0) || server == HostId(0));
        }
    }
}

/// The rows of a ladder, but for the gaps between them.
fn rows(show: &Show, filter: &Filter) -> Vec<(RowKind, usize)> {
    let ladder = Ladder::new(show.trace(), filter);
    let row = |at| ladder.row(show.cast(), show.trace(), at).expect("a row");
    let rows = (0..ladder.len()).map(row).map(|row| (row.kind, row.id.index()));
    rows.filter(|(kind, _)| !matches!(kind, RowKind::Gap { .. })).collect()
}

#[test]
fn the_ladder_shows_one_kind_of_rows() {
    for (name, _) in LESSONS {
        let show = show(name);
        let records = show.trace().records();
        let count = |of: fn(&Kind) -> bool| records.iter().filter(|it| of(&it.kind)).count();
        let of = |sort| rows(&show, &Filter { sort: Some(sort), ..Filter::default() });
        let lines = of(Sort::Lines);
        assert_eq!(lines.len(), count(|it| matches!(it, Kind::Line { .. })), "{name}");
        assert!(lines.iter().all(|(kind, _)| matches!(kind, RowKind::Arrow { .. })), "{name}");
        let content = of(Sort::Content).len();
        let blocks = count(|it| matches!(it, Kind::Data { .. } | Kind::Block { .. }));
        assert_eq!(content, blocks, "{name}");
        let lookups = of(Sort::Lookups);
        assert_eq!(lookups.len(), count(|it| matches!(it, Kind::Lookup { .. })), "{name}");
        for (kind, at) in lookups.iter().chain(&of(Sort::Decisions)).chain(&of(Sort::Connections)) {
            if let RowKind::Note { text, .. } = kind {
                assert!(text.len() > 8, "{name}, {at}: {text}");
            }
        }
        for (kind, at) in of(Sort::Failures) {
            if let RowKind::Arrow { text, tone, .. } = kind {
                assert!(matches!(tone, Tone::NotNow | Tone::No), "{name}, {at}: {text}");
            }
        }
    }
    let refused = rows(
        &show("one-good-one-unknown"),
        &Filter { sort: Some(Sort::Failures), ..Filter::default() },
    );
    assert!(!refused.is_empty(), "something is refused there");
    let fine = rows(&show("direct"), &Filter { sort: Some(Sort::Failures), ..Filter::default() });
    assert_eq!(fine, [], "nothing fails there");
}

#[test]
fn the_ladder_shows_one_message_with_its_sessions() {
    let source = "format = 1\n[[host]]\nname = \"mail.example.com\"\nmailboxes = \
        [\"alice@example.com\"]\n[[host]]\nname = \"mx.example.net\"\nmailboxes = \
        [\"bob@example.net\"]\n[[host]]\nname = \"mx.example.org\"\nmailboxes = \
        [\"carol@example.org\"]\n[[send]]\nfrom = \"alice@example.com\"\nto = \
        \"bob@example.net\"\nsubject = \"First\"\n[[send]]\nat = \"1min\"\nfrom = \
        \"alice@example.com\"\nto = \"carol@example.org\"\nsubject = \"Second\"\n";
    let mut show = Show::load(source, None).expect("a good scenario");
    while show.compute_more() {}
    let all = messages(show.trace());
    let named: Vec<_> = all.iter().map(|it| (it.subject.as_str(), it.to.as_str())).collect();
    assert_eq!(named, [("First", "<bob@example.net>"), ("Second", "<carol@example.org>")]);

    let both = rows(&show, &Filter::default());
    let of = |nth: usize| Filter { message: Some(all[nth].root), ..Filter::default() };
    let (first, second) = (rows(&show, &of(0)), rows(&show, &of(1)));
    assert_eq!(first.len() + second.len(), both.len(), "each row is about one of them");
    let server = |rows: &[(RowKind, usize)]| {
        let mut sessions = rows.iter().filter_map(|(kind, _)| match kind {
            RowKind::Session { server, .. } => Some(*server),
            _ => None,
        });
        (sessions.next(), sessions.next())
    };
    assert_eq!(server(&first), (Some(HostId(1)), None));
    assert_eq!(server(&second), (Some(HostId(2)), None));

    // What is asked for together must all hold.
    let lines = |filter: Filter| rows(&show, &Filter { sort: Some(Sort::Lines), ..filter });
    let second_lines = lines(of(1));
    assert!(!second_lines.is_empty() && second_lines.len() < lines(Filter::default()).len());
    for (kind, _) in &second_lines {
        let RowKind::Arrow { from, to, text, .. } = kind else { panic!("{kind:?}") };
        assert!(*from == HostId(2) || *to == HostId(2), "{text}");
    }
    let mut none = Filter { host: Some(HostId(1)), ..of(1) };
    assert_eq!(rows(&show, &none), []);
    assert!(none.is_on());
    none.unfolded.insert(ConnNo(1));
    none.show_all();
    assert!(!none.is_on() && none.unfolded.len() == 1 && rows(&show, &none).len() > both.len());
}

#[test]
fn a_message_is_followed_from_hop_to_hop() {
    let show = show("relay");
    let all = journeys(show.trace(), show.trace().records().len());
    let [message] = &all[..] else { panic!("one message: {all:?}") };
    let hosts: Vec<_> = message.copies.iter().map(|copy| show.cast().name(copy.host)).collect();
    assert_eq!(hosts, ["laptop.isp.example", "smtp.isp.example", "mx.example.net"]);
    let parents: Vec<_> = message.copies.iter().map(|copy| copy.parent).collect();
    assert_eq!(parents[0], None);
    assert_eq!(parents[1], Some(message.copies[0].mail));
    assert_eq!(parents[2], Some(message.copies[1].mail));
    let fates: Vec<_> = message.copies.iter().map(|copy| &copy.recipients[0].1).collect();
    assert!(matches!(fates[0], Fate::PassedOn(_)) && matches!(fates[1], Fate::PassedOn(_)));
    assert!(matches!(fates[2], Fate::Delivered(_)));
    assert!(journeys(show.trace(), 0).is_empty(), "nothing before anything happened");
}

#[test]
fn a_report_names_the_message_that_it_is_about() {
    let show = show("never-back");
    let all = journeys(show.trace(), show.trace().records().len());
    let [message, report] = &all[..] else { panic!("a message and its report: {all:?}") };
    let about = report.about.expect("it reports on something");
    assert!(message.copies.iter().any(|copy| copy.mail == about));
    assert_eq!(report.copies[0].reverse_path, "<>");
    assert!(message.copies.iter().any(|copy| matches!(copy.recipients[0].1, Fate::GivenUp(_))));
}

#[test]
fn two_futures_are_compared() {
    let mut show = show("direct");
    let position = show.pace().len() / 3;
    show.act(position, Command::HostDown(HostNo(1)));
    while show.compute_more() {}
    let left = show.left_trace().expect("a future was left");
    let differences = compare(show.cast(), left, show.trace());
    let [message, report] = &differences[..] else { panic!("and a report: {differences:?}") };
    assert!(message.first.contains("delivered"), "{message:?}");
    assert!(message.second.contains("given up"), "{message:?}");
    assert_eq!(report.first, "", "there was no report: {report:?}");
    assert!(report.second.contains("delivered"), "{report:?}");
    assert!(compare(show.cast(), left, left).is_empty());
}

#[test]
fn every_chain_ends_at_the_start_or_at_a_command() {
    for (name, _) in LESSONS {
        let show = show(name);
        let (cast, trace) = (show.cast(), show.trace());
        for at in 1..trace.records().len() {
            let id = RecordId::from_index(at);
            let (links, _) = why::chain(cast, trace, id);
            let last = links.last().expect("everything has a cause");
            assert!(matches!(trace.record(last.id).kind, Kind::Started), "{name}: {last:?}");
            assert!(links.len() <= why::LINKS_MAX);
        }
    }
}

#[test]
fn a_deferral_is_explained_by_what_was_refused() {
    let show = show("next-hop-down");
    let (cast, trace) = (show.cast(), show.trace());
    let deferred = |kind: &Kind| matches!(kind, Kind::Host(Fact::Deferred { .. }));
    let at = trace.records().iter().position(|it| deferred(&it.kind)).expect("it is deferred");
    let (links, _) = why::chain(cast, trace, RecordId::from_index(at));
    // What was broken, and what that led to.
    assert!(matches!(trace.record(links[0].id).kind, Kind::Command(_)), "{links:?}");
    assert!(matches!(trace.record(links[1].id).kind, Kind::DialFailed { .. }), "{links:?}");
}

#[test]
fn a_session_says_that_its_client_is_in_doubt() {
    let source = include_str!("../../../web/lessons/lost-250.toml");
    let mut show = Show::load(source, None).expect("a good scenario");
    while show.compute_more() {}
    let mut records = show.trace().records().iter().enumerate();
    let doubt = records.find(|(_, it)| matches!(it.kind, Kind::Host(Fact::InDoubt { .. })));
    let (at, record) = doubt.expect("the last 250 is lost");
    let conn = record.kind.conn().expect("doubt is about a connection");
    let holdings = show.holdings(show.pace().position_of(at + 1));
    let transcript = Transcript::of(show.cast(), show.trace(), &holdings, at + 1, conn);
    let last = transcript.rows.last().expect("a row");
    assert_eq!(last.id, RecordId::from_index(at));
}

/// The plot of `host` at a position.
fn plot(show: &mut Show, host: &str, position: usize) -> Plot {
    let id = show.cast().hosts().find(|(_, it)| it.name == host).expect("the host").0;
    show.plot(position, id).expect("a server")
}

/// The course that it shows.
fn course(show: &mut Show, host: &str, position: usize) -> Option<Course> {
    plot(show, host, position).course
}

#[test]
fn the_plot_shows_what_a_message_went_through() {
    let mut show = show("next-hop-down");
    let (host, end) = ("mail.example.com", show.pace().len());
    assert_eq!(course(&mut show, host, 0), None);
    let waiting = |show: &mut Show| {
        let all = (1..end).filter_map(|at| course(show, host, at).map(|course| (at, course)));
        all.collect::<Vec<_>>()
    };
    let all = waiting(&mut show);
    let (at, first) = all.iter().find(|(_, it)| it.next.is_some()).expect("it waits");
    assert_eq!((first.attempts.len(), first.end), (1, None));
    assert_eq!(first.text, "tried once; next after 10 minutes");
    let now = plot(&mut show, host, *at).now.expect("it waits");
    assert!(first.next.expect("it waits") > now);
    let last = course(&mut show, host, end).expect("it is remembered");
    assert!(matches!(last.end, Some((_, End::Done))), "{last:?}");
    assert!(last.attempts.is_sorted() && last.attempts.len() > 3, "{last:?}");
    assert!(
        last.text.contains("again after") && last.text.contains("; passed on after"),
        "{last:?}"
    );
}

#[test]
fn the_plot_shows_that_a_message_was_given_up() {
    let mut show = show("never-back");
    let end = show.pace().len();
    let last = course(&mut show, "mail.example.com", end).expect("it is remembered");
    assert!(matches!(last.end, Some((_, End::GivenUp))), "{last:?}");
    assert!(last.text.contains("again after … "), "of many attempts the last: {}", last.text);
}

/// A reply is the answer to a command, and the command comes first among its causes.
#[test]
fn the_direct_cause_comes_first() {
    let show = show("direct");
    let trace = show.trace();
    for id in (1..trace.records().len()).map(RecordId::from_index) {
        let direct = trace.causes(id).nth(1);
        let (links, _) = why::chain(show.cast(), trace, id);
        assert_eq!(links.first().map(|link| link.id), direct);
    }
}

/// Two next hops are two attempts for the host, and one for whoever waits.
#[test]
fn attempts_at_several_hosts_count_as_one() {
    let source = "format = 1\nuntil = \"1h\"\n\
         [[host]]\nname = \"mail.example.com\"\nmailboxes = [\"alice@example.com\"]\n\
         [[host]]\nname = \"mx.example.net\"\nmailboxes = [\"bob@example.net\"]\n\
         [[host]]\nname = \"mx.example.org\"\nmailboxes = [\"carol@example.org\"]\n\
         [[send]]\nfrom = \"alice@example.com\"\nto = [\"bob@example.net\", \"carol@example.org\"]\n\
         [[fault]]\nhost_down = \"mx.example.net\"\n[[fault]]\nhost_down = \"mx.example.org\"\n";
    let mut show = Show::load(source, None).expect("a good scenario");
    while show.compute_more() {}
    let end = show.pace().len();
    let last = course(&mut show, "mail.example.com", end).expect("it waits");
    assert!(!last.text.contains("less than"), "{}", last.text);
    let again = last.text.split("again after ").nth(1).expect("it was tried again");
    let spans: Vec<&str> = again.split(';').next().expect("one part").split(", ").collect();
    let mut single = spans.clone();
    single.dedup();
    assert_eq!(spans, single);
}

/// A report that failed and stays for a while was not given up.
#[test]
fn what_is_frozen_still_waits() {
    let source = include_str!("../../../tests/scenario/double-bounce-frozen/scenario.toml");
    let mut show = Show::load(source, None).expect("a good scenario");
    while show.compute_more() {}
    let ids: Vec<HostId> = show.cast().hosts().map(|(id, _)| id).collect();
    let mut waited = false;
    for position in 0..=show.pace().len() {
        for id in &ids {
            let Some(course) = show.plot(position, *id).and_then(|plot| plot.course) else {
                continue;
            };
            assert!(course.next.is_none() || course.end.is_none(), "{course:?} at {position}");
            waited |= course.next.is_some();
        }
    }
    assert!(waited);
}

#[test]
fn of_two_copies_the_one_that_arrived_is_compared() {
    let world = |fault: &str| {
        let source = format!(
            "format = 1\nuntil = \"1min\"\n\
             [[host]]\nname = \"mail.example.com\"\nmailboxes = [\"alice@example.com\"]\n\
             [[host]]\nname = \"mx.example.net\"\nmailboxes = [\"bob@example.net\"]\n\
             [[send]]\nfrom = \"alice@example.com\"\nto = \"bob@example.net\"\nsubject = \"Hello\"\n{fault}"
        );
        Show::load(&source, None).expect("a good scenario")
    };
    let whole = world("");
    let lost =
        world("[[fault]]\nat = \"0s\"\nconnection_reset = { server = \"mx.example.net\" }\n");
    // The reply was lost: both hosts have the message, and who gets it in time got it in both.
    let got = "delivered at mx.example.net, 09:00:00.210";
    let told: Vec<_> = compare(whole.cast(), whole.trace(), lost.trace())
        .into_iter()
        .map(|it| (it.subject, it.first, it.second))
        .collect();
    let second = format!("{got}; besides, waits at mail.example.com");
    assert_eq!(told, [("Hello".to_owned(), got.to_owned(), second)]);
}

#[test]
fn whether_and_when_mail_was_collected_is_compared() {
    let source = include_str!("../../../web/lessons/uidl.toml");
    let mut show = Show::load(source, None).expect("a good scenario");
    while show.compute_more() {}
    show.act(50, Command::CutLink([HostNo(1), HostNo(2)]));
    while show.compute_more() {}
    let left = show.left_trace().expect("a future was left");
    let differences = compare(show.cast(), left, show.trace());
    let one = differences.iter().find(|it| it.subject == "One").expect("it was collected");
    assert_eq!(
        one.first,
        "delivered at mx.example.net, 09:00:00.210; collected by desk.example.net, 09:05:00.412"
    );
    assert_eq!(one.second, "delivered at mx.example.net, 09:00:00.210; not collected");
    // The large one was never collected, in both.
    assert!(differences.iter().all(|it| !it.subject.contains("holiday")), "{differences:?}");
    assert!(compare(show.cast(), left, left).is_empty());
}

fn sheet(show: &mut Show, position: usize, name: &str) -> Sheet {
    let id = host(show, name);
    let (holdings, now) = (show.holdings(position), show.pace().time_at(position));
    Sheet::new(show.cast(), show.trace(), &holdings, id, now).expect("a host")
}

fn host(show: &Show, name: &str) -> HostId {
    show.cast().hosts().find(|(_, host)| host.name == name).expect("a host").0
}

#[test]
fn a_state_and_a_wait_have_a_cause() {
    let mut show = show("next-hop-down");
    let positions = 0..=show.pace().len();
    let is_waiting = |at: &usize| {
        let sheet = sheet(&mut show, *at, "mail.example.com");
        sheet.queue.first().is_some_and(|row| matches!(row.waits, Waits::Attempt { .. }))
    };
    let at = positions.clone().find(is_waiting).expect("it waits");
    let row = sheet(&mut show, at, "mail.example.com").queue.remove(0);
    let kind = |show: &Show, id: RecordId| show.trace().record(id).kind.clone();
    assert!(matches!(kind(&show, row.because), Kind::Host(Fact::Deferred { .. })), "{row:?}");
    let down = sheet(&mut show, at, "mx.example.net");
    assert_eq!(down.state, State::Down);
    let because = down.because.expect("somebody switched it off");
    assert!(matches!(kind(&show, because), Kind::Command(_)));
    let (links, _) = why::whole_chain(show.cast(), show.trace(), because);
    assert!(links[0].text.contains("mx.example.net goes down"), "{links:?}");
    // What is in its turn is there because it was taken.
    let is_due = |at: &usize| {
        let sheet = sheet(&mut show, *at, "mail.example.com");
        sheet.queue.first().is_some_and(|row| row.waits == Waits::Turn)
    };
    let at = positions.clone().find(is_due).expect("it is tried");
    let row = sheet(&mut show, at, "mail.example.com").queue.remove(0);
    assert!(matches!(kind(&show, row.because), Kind::Host(Fact::Accepted { .. })), "{row:?}");
    let end = *positions.end();
    assert_eq!(sheet(&mut show, end, "mx.example.net").because, None, "it works again");
}

#[test]
fn a_link_that_is_cut_has_a_cause() {
    let mut show = show("relay");
    let ends = [host(&show, "smtp.isp.example"), host(&show, "mx.example.net")];
    let [a, b] = ends.map(|id| HostNo(id.0));
    let closed = |show: &Show, position: usize| {
        why::closed_link(show.trace(), show.pace().records_at(position), ends)
    };
    assert_eq!(closed(&show, show.pace().len()), None);
    let mut position = 0;
    for (does, undoes) in [
        (Command::CutLink([b, a]), Command::MendLink([a, b])),
        (Command::Partition(vec![b]), Command::Partition(Vec::new())),
        (Command::GoOffline(b), Command::GoOnline(b)),
    ] {
        position = show.act(position, does.clone());
        let because = closed(&show, position).expect("somebody did it");
        let Kind::Command(no) = show.trace().record(because).kind else { panic!("a command") };
        assert_eq!(*show.trace().command(no), does);
        position = show.act(position, undoes);
        assert_eq!(closed(&show, position), None, "{does:?}");
    }
}

#[test]
fn every_setting_is_told_with_where_it_comes_from() {
    for (name, _) in LESSONS {
        let mut show = show(name);
        let ids: Vec<HostId> = show.cast().hosts().map(|(id, _)| id).collect();
        for id in ids {
            let all = show.settings(0, id);
            assert!(all.iter().all(|it| !it.title.is_empty() && !it.value.is_empty()), "{all:?}");
            let mut titles: Vec<&str> = all.iter().map(|it| it.title).collect();
            titles.sort_unstable();
            titles.dedup();
            assert_eq!(titles.len(), all.len(), "{name}");
        }
    }
    let mut show = show("relay");
    let id = host(&show, "mx.example.net");
    let found = |show: &mut Show, position: usize, title: &str| {
        let all = show.settings(position, id);
        let titles: Vec<&str> = all.iter().map(|it| it.title).collect();
        all.iter().find(|it| it.title == title).cloned().unwrap_or_else(|| panic!("{titles:?}"))
    };
    for title in [
        "Services",
        "Habits of",
        "Retry schedule",
        "SMTP extensions",
        "Largest message",
        "Greylisting",
        "Policies",
        "Smart host",
        "Reports",
        "Waits for",
        "Clock",
    ] {
        assert!(!matches!(found(&mut show, 0, title).origin, Origin::Hand(_)), "{title}");
    }
    assert_eq!(found(&mut show, 0, "Greylisting").value, "off");
    let delay = Setting::Greylisting(SimDuration::from_mins(5));
    let position = show.act(0, Command::Set(HostNo(id.0), delay));
    let changed = found(&mut show, position, "Greylisting");
    assert_eq!(changed.value, "strangers wait 5 minutes");
    let Origin::Hand(because) = changed.origin else { panic!("{changed:?}") };
    assert!(matches!(show.trace().record(because).kind, Kind::Command(_)));
    assert!(matches!(found(&mut show, 0, "Greylisting").origin, Origin::Usual));
}
