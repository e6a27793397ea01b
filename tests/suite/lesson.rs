//! Lessons: those of the page can be played to their end, and those in `tests/lesson` read as
//! recorded.

use std::fs;
use std::path::Path;

use relay_tests::scenario::{all, lessons, read, root, run_checked};
use relayscope::Timeline;
use relayscope::expect::unmet_of;
use relayscope::lesson::Played;
use relayscope::scenario::{Event, Scenario};

/// Set to write the texts anew: then look at the difference before you commit it.
const BLESS: &str = "BLESS";

#[track_caller]
fn play(name: &str, scenario: &Scenario) -> String {
    let lesson = scenario.lesson.as_ref().unwrap_or_else(|| panic!("{name} holds a lesson"));
    assert!(scenario.warnings.is_empty(), "{name}: {:#?}", scenario.warnings);
    let played = Played::new(scenario, lesson);
    let failures = played.failures();
    assert!(failures.is_empty(), "{name}: {failures:#?}\n{}", played.text());
    played.text()
}

#[test]
fn every_lesson_of_the_page_can_be_played_to_its_end() {
    let mut played = 0;
    for (name, scenario) in all() {
        let Some(lesson) = &scenario.lesson else { continue };
        played += 1;
        let pauses = lesson.steps.iter().filter(|step| step.pause.is_some()).count();
        assert!(pauses >= 2, "{name} pauses only {pauses} times");
        assert!(lesson.steps.iter().any(|step| step.prediction.is_some()), "{name} asks nothing");
        assert!((3..=8).contains(&lesson.minutes), "{name} takes {} minutes", lesson.minutes);
        assert!(lesson.sources.iter().any(|it| it.starts_with("RFC ")), "{name} names no RFC");
        let text = play(&name, &scenario);
        assert!(!text.contains("   = that never happens"), "{name} asks for nothing:\n{text}");
    }
    assert!(played >= 10, "only {played} lessons");
}

/// The tasks of a lesson after one thing in its file was put in place of another, and the run with it.
#[track_caller]
fn unmet_after(name: &str, what: &str, instead: &str) -> usize {
    let source = source_of(name);
    assert!(source.contains(what), "{name} has {what}");
    let changed = source.replacen(what, instead, 1);
    let scenario = Scenario::parse(&changed).unwrap_or_else(|found| panic!("{found:#?}"));
    let mut timeline = Timeline::new(scenario.clone());
    timeline.run_to_end();
    let lesson = scenario.lesson.as_ref().expect("a lesson");
    let tasks = lesson.steps.iter().filter_map(|step| step.challenge.as_ref());
    tasks.map(|it| unmet_of(&it.expectations, timeline.trace(), &scenario).len()).sum()
}

#[allow(clippy::disallowed_methods, reason = "a test reads a lesson")]
fn source_of(name: &str) -> String {
    let path = root().join("web/lessons").join(name).with_extension("toml");
    fs::read_to_string(path).expect("it is there")
}

/// What fulfils the words of a task and not its sense is no solution.
#[test]
fn tasks_are_not_done_by_the_wrong_thing() {
    let typed = |lines: &str| {
        let by_hand = format!(
            "[[type]]\nat = \"20min\"\nfrom = \"desk.example.net\"\nto = \"mx.example.net\"\n\
             service = \"pop3\"\nlines = [\"USER bob\", \"PASS tulip\", {lines}, \"QUIT\"]\n\n[lesson]\n"
        );
        unmet_after("pop3-by-hand", "[lesson]\n", &by_hand)
    };
    assert_eq!(typed("\"RETR 1\""), 0, "read, and left where it is");
    assert_eq!(typed("\"RETR 1\", \"DELE 1\", \"RSET\""), 0, "left where it is after all");
    assert_eq!(typed("\"LIST\""), 1, "not read");
    assert_eq!(typed("\"TOP 1 0\""), 1, "only looked at");
    assert_eq!(typed("\"RETR 1\", \"DELE 1\""), 1, "read, and not left");
    assert_eq!(typed("\"DELE 1\""), 2, "neither");
    // Bob's server is switched off before it has handed over his own letter.
    let off = "[[fault]]\nat = \"30s\"\nhost_down = \"mx.example.net\"\n\n[lesson]\n";
    assert!(unmet_after("strangers", "[lesson]\n", off) > 0, "Bob's server must stay up");
}

/// Who copies the example of the guide gets a lesson that works.
#[test]
#[allow(clippy::disallowed_methods, reason = "a test reads the guide")]
fn the_example_of_the_guide() {
    let guide = fs::read_to_string(root().join("docs/lessons.md")).expect("it is there");
    let blocks = guide.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next());
    let [example, translation] = blocks.collect::<Vec<_>>()[..] else {
        panic!("an example and its translation")
    };
    let whole = format!("{example}\n{translation}");
    for source in [example, whole.as_str()] {
        Scenario::parse(source).unwrap_or_else(|found| panic!("{found:#?}"));
    }
    let scenario = Scenario::parse(&whole).expect("it was read before");
    let text = play("the guide", &scenario);
    assert!(text.contains("solved in 2 moves"), "{text}");
}

/// The guide names every event.
#[test]
#[allow(clippy::disallowed_methods, reason = "a test reads the guide")]
fn the_guide_is_complete() {
    let guide = fs::read_to_string(root().join("docs/lessons.md")).expect("it is there");
    for (_, name) in Event::ALL {
        assert!(guide.contains(&format!("`{name}`")), "the guide does not name the event {name}");
    }
}

#[test]
#[allow(clippy::disallowed_methods, reason = "a test reads its files and one switch")]
fn recorded_lessons() {
    let bless = std::env::var(BLESS).is_ok();
    let folders = lessons();
    assert!(!folders.is_empty(), "tests/lesson holds folders");
    for folder in folders {
        let name = folder.display().to_string();
        let scenario = read(&folder.join("scenario.toml"));
        run_checked(&name, scenario.clone());
        let found = play(&name, &scenario);
        compare(&folder.join("expected.lesson"), &found, bless);
    }
}

#[allow(clippy::disallowed_methods, reason = "a test reads its files")]
fn compare(file: &Path, found: &str, bless: bool) {
    if bless {
        fs::write(file, found).expect("the folder can be written");
    }
    let expected = fs::read_to_string(file).unwrap_or_default().replace("\r\n", "\n");
    let differ = expected.lines().zip(found.lines()).find(|(old, new)| old != new);
    assert!(
        expected == found,
        "{}: it is another one now; with {BLESS}=1 it is recorded anew.\n\
         first difference: {differ:#?}",
        file.display()
    );
}
