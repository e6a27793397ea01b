//! Runs as links: what goes in comes out, and nothing that comes from outside does harm.

mod journal;

use proptest::prelude::*;
use relay_kernel::{SimDuration, SimTime};
use relay_mail::Language;
use relayscope::Timeline;
use relayscope::command::{Command, HangUp, Reading};
use relayscope::scenario::{AccountNo, HostNo, Scenario};
use relayscope::share::{LINK_MAX, LinkError, Misfit, PAYLOAD_MAX, Shared, Source};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use miniz_oxide::deflate::compress_to_vec;

use journal::{SCENARIO, journal};

fn scenario() -> Scenario {
    Scenario::parse(SCENARIO).expect("the scenario is right")
}

/// A link with this scenario and these lines of state, and with the right checksum.
fn linked(scenario: &str, state: &str) -> String {
    use sha2::Digest as _;
    let text = format!("{scenario}\0{state}");
    let sum = sha2::Sha256::digest(text.as_bytes());
    packed(
        format!("{text}sum {:02x}{:02x}{:02x}{:02x}\n", sum[0], sum[1], sum[2], sum[3]).as_bytes(),
    )
}

/// A link with this payload.
fn packed(payload: &[u8]) -> String {
    format!("t1.{}", URL_SAFE_NO_PAD.encode(compress_to_vec(payload, 6)))
}

#[test]
fn a_link_is_short() {
    let lesson = Shared { scenario: Source::Lesson("direct".into()), ..Shared::text("") };
    let link = lesson.link().expect("it is small");
    assert!(link.len() < 60, "{link}");
    assert_eq!(Shared::open(&link), Ok(lesson));
    let link = Shared::text(SCENARIO).link().expect("it is small");
    assert!(link.len() < SCENARIO.len(), "{} characters", link.len());
}

#[test]
fn a_link_without_state_is_the_scenario_alone() {
    let link = packed(SCENARIO.as_bytes());
    assert_eq!(Shared::open(&link), Ok(Shared::text(SCENARIO)));
}

#[test]
fn a_link_may_have_been_torn_apart_on_its_way() {
    let link = Shared::text(SCENARIO).link().expect("it is small");
    let folded: String = link.chars().flat_map(|c| [c, '\n']).collect();
    assert_eq!(Shared::open(&folded), Ok(Shared::text(SCENARIO)));
    let address = format!("https://example.org/page/?lang=en#s={link}");
    assert_eq!(Shared::open(&address), Ok(Shared::text(SCENARIO)));
}

#[test]
fn what_is_no_link() {
    for text in ["", "t1", "t1.", "t0.x", "x1.abc", "t1.!!!!", "t1.AAAA", "tt.x", "hello", "t-1.x"]
    {
        assert_eq!(Shared::open(text), Err(LinkError::Damaged), "{text}");
    }
    assert_eq!(Shared::open("t2.abc"), Err(LinkError::Newer));
    let link = Shared::text(SCENARIO).link().expect("it is small");
    for cut in [5, link.len() / 2, link.len() - 2] {
        assert_eq!(Shared::open(&link[..cut]), Err(LinkError::Damaged), "cut at {cut}");
    }
    for state in
        ["", "x", "seed x", "lesson A", "do 1", "do 1 1 dance 1", "do 1 1 off 1 1", "\0", "tab <b>"]
    {
        let found = Shared::open(&linked("", &format!("{state}\n")));
        assert_eq!(found, Err(LinkError::Damaged), "{state:?}");
    }
    assert!(Shared::open(&linked("", "seed 5\n")).is_ok());
    // The page knows which tabs it has; one that it does not have is no damage.
    let tab = Shared::open(&linked("", "tab of-tomorrow\n")).map(|shared| shared.tab);
    assert_eq!(tab, Ok(Some("of-tomorrow".into())));
    assert_eq!(Shared::open(&linked("a", "lesson b\n")), Err(LinkError::Damaged));
    for payload in ["a\0", "a\0seed 5\n", "a\0seed 5\nsum 00000000\n", "\0sum \n"] {
        assert_eq!(
            Shared::open(&packed(payload.as_bytes())),
            Err(LinkError::Damaged),
            "{payload:?}"
        );
    }
    assert_eq!(Shared::open(&packed(b"a\xff")), Err(LinkError::Damaged));
    let backwards = linked("", "do 5 9 off 0\ndo 4 9 on 0\n");
    assert_eq!(Shared::open(&backwards), Err(LinkError::Damaged));
}

#[test]
fn what_is_too_big() {
    let bomb = packed(&vec![b' '; 100 * 1024 * 1024]);
    assert!(bomb.len() < LINK_MAX, "{} characters", bomb.len());
    assert_eq!(Shared::open(&bomb), Err(LinkError::TooBig));
    assert_eq!(Shared::open(&format!("t1.{}", "A".repeat(3 * LINK_MAX))), Err(LinkError::TooBig));
    let fits = packed(&vec![b' '; PAYLOAD_MAX]);
    assert!(Shared::open(&fits).is_ok());
    assert_eq!(Shared::open(&packed(&vec![b' '; PAYLOAD_MAX + 1])), Err(LinkError::TooBig));
    assert_eq!(Shared::text("x".repeat(PAYLOAD_MAX + 1)).link(), Err(LinkError::TooBig));
    let many = linked("", &"do 1 1 on 0\n".repeat(10_001));
    assert_eq!(Shared::open(&many), Err(LinkError::TooBig));
}

#[test]
fn every_problem_is_told_in_words() {
    let misfit = LinkError::Misfit(Misfit::Host);
    for error in [LinkError::Damaged, LinkError::TooBig, LinkError::Newer, misfit] {
        let text = error.to_string();
        assert!(text.starts_with("This ") && text.ends_with('.'), "{text}");
        for language in Language::ALL {
            let told = error.told(language);
            assert!(told.matches('.').count() >= 2, "it says how to mend it: {told}");
            assert_eq!(told == text, language == Language::English, "{told}");
        }
    }
}

#[test]
fn a_journal_that_does_not_fit_is_refused() {
    let open = |words: &str| {
        let shared = Shared::open(&linked(SCENARIO, &format!("do 1 1 {words}\n")));
        shared.expect("the link is whole").timeline(scenario()).err()
    };
    let misfit = |what| Some(LinkError::Misfit(what));
    assert_eq!(open("off 3"), misfit(Misfit::Host));
    assert_eq!(open("off 4294967295"), misfit(Misfit::Host));
    assert_eq!(open("cut 1 1"), misfit(Misfit::Link));
    assert_eq!(open("collect 1"), misfit(Misfit::Account));
    assert_eq!(
        open("send h2 =x =MAIL%20FROM:<> =RCPT%20TO:<bob@example.net>"),
        misfit(Misfit::Account)
    );
    assert_eq!(open("slow 0 18446744073709551615"), misfit(Misfit::Number));
    assert_eq!(open("change 0 1 0 0 0 1000000"), misfit(Misfit::Number));
    assert_eq!(open("break 0 - rcpt 0"), misfit(Misfit::Number));
    assert_eq!(open("part 0 9"), misfit(Misfit::Host));
    assert_eq!(open("off 2"), None);
}

/// What a person did on the page comes again on another machine, record by record.
#[test]
fn a_run_that_was_shared_is_the_same_again() {
    let mut run = Timeline::new(scenario());
    run.run_to_end();
    run.seek(12);
    run.act(Command::HostUp(HostNo(1)));
    run.run_to_end();
    run.seek(20);
    run.act_at(SimTime::START + SimDuration::from_mins(5), Command::RunQueue(HostNo(0)));
    let dial =
        Command::Dial { from: HostNo(2), to: HostNo(1), port: 110, reading: Reading::AtOnce };
    let conn = run.act(dial).expect("a connection");
    for text in ["USER bob", "PASS secret", "STAT"] {
        run.act(Command::Type { conn, octets: Command::lines(text) });
        run.run_to_end();
        run.seek(run.len());
    }
    run.act(Command::HangUp { conn, how: HangUp::Close });
    run.act(Command::Collect(AccountNo(0)));
    run.run_to_end();
    run.seek(run.len() / 2);
    let shared = Shared {
        journal: run.journal().to_vec(),
        position: run.position(),
        ..Shared::text(SCENARIO)
    };
    let opened = Shared::open(&shared.link().expect("it is small")).expect("it is whole");
    assert_eq!(opened, shared);
    let mut again = opened.timeline(scenario()).expect("it fits");
    again.run_to_end();
    again.seek(opened.position);
    assert_eq!(again.trace().records(), run.trace().records());
    assert_eq!((again.position(), again.now()), (run.position(), run.now()));
    // Going back and acting works as in any other run.
    again.seek(5);
    again.act(Command::HostDown(HostNo(0)));
    again.run_to_end();
    assert_eq!(again.journal().len(), 1);
}

#[test]
fn lines_are_typed_with_their_ends() {
    let ends = |text: &str| {
        let octets = Command::lines(text);
        String::from_utf8_lossy(&octets).escape_debug().to_string()
    };
    assert_eq!(ends(""), r"\r\n");
    assert_eq!(ends("USER bob\r\nPASS secret"), r"USER bob\r\nPASS secret\r\n");
    assert_eq!(ends("DATA\n\n."), r"DATA\r\n\r\n.\r\n");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    /// What goes into a link comes out of it; and a journal, whatever it says, is refused or runs
    /// without a panic, to the same state wherever the cursor goes.
    #[test]
    fn there_and_back_again(journal in journal(), seed in any::<Option<u64>>(), position in 0..500_usize, lesson_step in any::<Option<usize>>(), tab in proptest::option::of("[a-z0-9-]{1,100}")) {
        let scenario = Source::Text(SCENARIO.into());
        let shared = Shared { scenario, seed, journal, position, lesson_step, tab };
        let opened = Shared::open(&shared.link().expect("it is small")).expect("it is whole");
        prop_assert_eq!(&opened, &shared);
        let mut scenario = self::scenario();
        scenario.until = SimTime::START + SimDuration::from_hours(2);
        if let Ok(mut run) = opened.timeline(scenario) {
            run.run_to_end();
            run.seek(position);
            run.seek(run.len());
            run.seek(position / 2);
        }
    }

    /// Whatever the characters of a link are, opening it gives a link or an error, and never more
    /// than it may hold.
    #[test]
    fn hostile_links(text in "(t[0-9]{1,2}\\.)?[A-Za-z0-9_-]{0,200}") {
        if let Ok(Shared { scenario: Source::Text(text), .. }) = Shared::open(&text) {
            prop_assert!(text.len() <= PAYLOAD_MAX);
        }
    }

    /// The same for payloads.
    #[test]
    fn hostile_payloads(state in "(\u{0}|\n| |lesson|tab|seed|at|do|send|type|off|=|%|[0-9]{1,20}|[a-zé%:<>@-]){0,40}") {
        let _ = Shared::open(&packed(state.as_bytes()));
        let _ = Shared::open(&linked(SCENARIO, &format!("do 1 1 {state}\n")))
            .map(|shared| shared.timeline(scenario()).is_ok());
    }

    /// One character of a link is another: nobody gets to see anything else than what was shared.
    #[test]
    fn damaged_links(at in any::<prop::sample::Index>(), by in "[A-Za-z0-9_.-]") {
        let shared = Shared::text(SCENARIO);
        let link = shared.link().expect("it is small");
        let at = at.index(link.len());
        let found = Shared::open(&format!("{}{by}{}", &link[..at], &link[at + 1..]));
        // Where the end of the scenario itself is lost, what is left is no scenario.
        let is_refused = match &found {
            Ok(Shared { scenario: Source::Text(text), .. }) => Scenario::parse(text).is_err(),
            Ok(_) => false,
            Err(_) => true,
        };
        prop_assert!(is_refused || found == Ok(shared));
    }
}
