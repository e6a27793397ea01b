//! What is told of those who wait over a way on which nothing gets through any more, and of messages that
//! nobody is told of.

use relay_kernel::SimDuration;
use relay_mail::Language;
use relay_view::journey::compare;
use relay_view::letter::Letter;
use relay_view::{Show, sentence};
use relayscope::command::Command;
use relayscope::scenario::HostNo;
use relayscope::trace::{Kind, Side};

use super::show;

const DIRECT: &str = include_str!("../../../../web/lessons/direct.toml");
const NEXT_HOP_DOWN: &str = include_str!("../../../../web/lessons/next-hop-down.toml");
const ENDS: [HostNo; 2] = [HostNo(0), HostNo(1)];

/// The sentences of a run.
fn told(show: &Show) -> Vec<String> {
    let records = 0..show.trace().records().len();
    let ids = records.map(relay_kernel::RecordId::from_index);
    ids.map(|id| sentence::sentence(show.cast(), show.trace(), id).text).collect()
}

/// The position behind the first line of a client that begins like this, or behind its content.
fn behind(show: &Show, verb: &str) -> usize {
    let trace = show.trace();
    let is_it = |kind: &Kind| match *kind {
        Kind::Line { from: Side::Client, start, len, .. } => {
            trace.octets(start, len).starts_with(verb.as_bytes())
        }
        Kind::Data { .. } => verb == ".",
        _ => false,
    };
    let at = trace.records().iter().rposition(|it| is_it(&it.kind)).expect("it is said");
    show.place_of(at + 1).0
}

/// RFC 5321 §4.5.3.2: a client waits so long for each reply. What the server says meanwhile does not get
/// through, and what it does in the end is no news.
#[test]
fn who_waits_waited_as_long_as_it_says() {
    for (verb, span) in [("EHLO", "5 minutes"), ("MAIL", "5 minutes"), (".", "10 minutes")] {
        let mut show = show(DIRECT);
        let position = behind(&show, verb);
        show.act(position, Command::CutLink(ENDS));
        while show.compute_more() {}
        let gives_up = told(&show).into_iter().find(|text| text.contains("gives up waiting"));
        let gives_up = gives_up.unwrap_or_else(|| panic!("nothing gets through behind {verb}"));
        assert!(gives_up.ends_with(&format!("for {span}.")), "{verb}: {gives_up}");
    }
}

#[test]
fn nobody_is_offered_a_reset_that_nobody_hears_of() {
    for deaf in [Command::CutLink(ENDS), Command::GoOffline(ENDS[1]), Command::HostDown(ENDS[1])] {
        let mut show = show(DIRECT);
        let position = behind(&show, "MAIL");
        let ends = ENDS.map(|no| relayscope::trace::HostId(no.0));
        let tears = |show: &mut Show, position: usize| {
            let sheet = show.link_sheet(position, ends).expect("two hosts");
            assert!(!sheet.talks.is_empty(), "the session goes on");
            let is_one = |it: &relay_view::deeds::Deed| {
                matches!(it.ways[0].command, Command::ResetConnection(_))
            };
            let conn = sheet.talks[0].conn;
            (sheet.deeds.iter().any(is_one), show.tear(position, conn).is_some())
        };
        assert_eq!(tears(&mut show, position), (true, true));
        let position = show.act(position, deaf.clone());
        assert_eq!(tears(&mut show, position), (false, false), "{deaf:?}");
    }
}

#[test]
fn a_message_that_wants_no_answer_is_no_bounce() {
    let mut show = show(DIRECT);
    let letter = |to: &str| Letter {
        from: "alice@example.com".into(),
        to: to.into(),
        envelope_from: "<>".into(),
        ..Letter::default()
    };
    let end = show.pace().len();
    let mut position = end;
    for to in ["bob@example.net", "nobody@example.net"] {
        let when = (show.pace().time_at(position), show.journal());
        let command = letter(to).command(Language::English, show.scenario(), when);
        position = show.act(position, command.expect("a good letter"));
        while show.compute_more() {}
    }
    let said = sentence::outcome(show.cast(), show.trace());
    assert_eq!(said, "In all: 3 sent, 2 delivered, 1 given up, 1 dropped without a word.");
    let told = told(&show);
    assert!(told.iter().any(|text| text.contains("drops the message for nobody@example.net")));
    assert!(told.iter().all(|text| !text.contains("bounce")), "{told:?}");
}

#[test]
fn the_end_says_what_is_still_waiting() {
    let end = |show: &Show| sentence::outcome(show.cast(), show.trace());
    assert!(!end(&show(NEXT_HOP_DOWN)).contains("waiting"));
    let mut show = show(&NEXT_HOP_DOWN.replace("lasts = \"3h\"", "lasts = \"30d\""));
    assert_eq!(end(&show), "In all: 1 sent, 1 still waiting in a queue.");
    let last = show.trace().records().last().expect("much happened").at;
    assert!(last.since(relay_kernel::SimTime::START) > SimDuration::from_hours(20));
    // Who acts sees what comes of it, and it is not what was done that has brought it about.
    show.act(0, Command::FillDisk(HostNo(0)));
    while show.compute_more() || show.compute_left().is_some() {}
    let returned = "In all: 1 sent, 1 given up, 1 bounced back to the sender.";
    assert_eq!(end(&show), returned);
    let left = show.left_trace().expect("a run was left");
    assert_eq!(sentence::outcome(show.cast(), left), returned);
    assert!(compare(show.cast(), left, show.trace()).is_empty());
}
