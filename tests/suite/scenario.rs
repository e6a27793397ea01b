//! Every scenario keeps the invariants, meets its expectations and gives its recorded trace.

use std::fs;

use relay_tests::scenario::{all, folders, read, run, run_checked};

/// Set to write the traces anew: then look at the difference before you commit it.
const BLESS: &str = "BLESS";

#[test]
fn every_scenario_keeps_its_promises() {
    for (name, scenario) in all() {
        run_checked(&name, scenario);
    }
}

#[test]
fn the_same_scenario_gives_the_same_trace() {
    for (name, scenario) in all() {
        let first = run_checked(&name, scenario.clone());
        assert_eq!(first, run_checked(&name, scenario), "{name}");
    }
}

/// A trace is kept only where a section justifies it.
#[test]
fn every_folder_names_the_section_that_it_shows() {
    for folder in folders() {
        let about = read(&folder.join("scenario.toml")).about;
        let names_one =
            about.contains("RFC ") && (about.contains("section") || about.contains('§'));
        assert!(names_one || about.contains("RFC 1047"), "{}: {about}", folder.display());
    }
}

#[test]
#[allow(clippy::disallowed_methods, reason = "a test reads its files and one switch")]
fn recorded_traces() {
    let bless = std::env::var(BLESS).is_ok();
    let folders = folders();
    assert!(!folders.is_empty(), "tests/scenario holds folders");
    for folder in folders {
        let name = folder.display().to_string();
        let run = run(&name, read(&folder.join("scenario.toml")));
        let delivered = folder.join("expected.delivered");
        let mut files = vec![(folder.join("expected.trace"), run.text.clone())];
        // A folder may also hold what was delivered, to show reports and trace fields.
        files.extend(delivered.exists().then(|| (delivered, run.delivered())));
        for (file, found) in files {
            if bless {
                fs::write(&file, &found).expect("the folder can be written");
            }
            let expected = fs::read_to_string(&file).unwrap_or_default().replace("\r\n", "\n");
            let differ = expected.lines().zip(found.lines()).find(|(old, new)| old != new);
            assert!(
                expected == found,
                "{}: it is another one now; with {BLESS}=1 it is recorded anew.\n\
                 first difference: {differ:#?}",
                file.display()
            );
        }
    }
}
