//! The binary as scripts use it: exit codes, standard output, standard error.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

const SCENARIO: &str = r#"format = 1
[[host]]
name = "mail.example.com"
mailboxes = ["alice@example.com"]
[[host]]
name = "mx.example.net"
mailboxes = ["bob@example.net"]
[[send]]
from = "alice@example.com"
to = "bob@example.net"
"#;

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_relayscope"));
    command.args(arguments).stdin(Stdio::null());
    command
}

fn run(arguments: &[&str]) -> Output {
    command(arguments).output().expect("the binary starts")
}

/// A folder of its own for a test, with these files.
fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&folder).expect("the folder for tests can be written");
    for (file, text) in files {
        fs::write(folder.join(file), text).expect("the folder for tests can be written");
    }
    folder
}

/// The path of a scenario file with this text.
fn scenario(name: &str, text: &str) -> String {
    folder(name, &[("a.toml", text)]).join("a.toml").display().to_string()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("the output is UTF-8")
}

#[test]
fn a_run_prints_its_trace_and_nothing_else() {
    let file = scenario("fine", SCENARIO);
    let output = run(&["run", &file]);
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""));
    let trace = text(&output.stdout);
    assert!(trace.contains("put into the maildrop of bob"), "{trace}");
    assert!(!trace.contains('\u{1b}'), "there are no colours in a pipe");
    assert_eq!(output.stdout, run(&["run", &file]).stdout);
}

#[test]
fn every_line_of_json_is_an_object() {
    let output = run(&["run", "--format", "jsonl", &scenario("json", SCENARIO)]);
    assert_eq!(output.status.code(), Some(0));
    for line in text(&output.stdout).lines() {
        let value: serde_json::Value = serde_json::from_str(line).expect("a line is JSON");
        assert!(value["n"].is_u64(), "{line}");
    }
}

#[test]
fn an_expectation_that_fails_is_shown_where_it_stands() {
    let file = scenario("unmet", &format!("{SCENARIO}[[expect]]\nqueued = 1\n"));
    let output = run(&["run", &file]);
    assert_eq!(output.status.code(), Some(1));
    let complaint = text(&output.stderr);
    assert!(complaint.starts_with("error: expected 1 messages queued, found 0\n"), "{complaint}");
    assert!(complaint.contains("a.toml:12:10\n"), "{complaint}");
    assert!(!complaint.contains('\u{1b}'), "{complaint}");
    assert!(text(&output.stdout).contains("maildrop"), "the trace is printed all the same");
}

#[test]
fn an_expectation_that_the_run_does_not_reach_fails() {
    let file = scenario("late", &format!("{SCENARIO}[[expect]]\nat = \"2d\"\nqueued = 0\n"));
    assert_eq!(run(&["run", &file]).status.code(), Some(0));
    let output = run(&["run", &file, "--until", "1d"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).starts_with("error: the run ended before this moment"));
}

#[test]
fn until_and_seed_replace_those_of_the_file() {
    let file = scenario("until", &SCENARIO.replace("to =", "at = \"1h\"\nto ="));
    let lines = |arguments: &[&str]| text(&run(arguments).stdout).lines().count();
    assert!(lines(&["run", &file]) > 20);
    assert_eq!(lines(&["run", &file, "--until", "30min"]), 2);
    let jitter = scenario("seed", &format!("{SCENARIO}[network]\njitter = \"1s\"\n"));
    let seeded = |seed: &str| run(&["run", &jitter, "--seed", seed]).stdout;
    assert_eq!(seeded("7"), seeded("7"));
    assert_ne!(seeded("7"), seeded("8"));
}

#[test]
fn a_message_file_is_sent_in_place_of_the_scenarios() {
    let dir = folder("message", &[("a.toml", SCENARIO), ("m.eml", "Subject: mine\n\n.\nlast")]);
    let (file, message) = (dir.join("a.toml"), dir.join("m.eml"));
    let (file, message) = (file.display().to_string(), message.display().to_string());
    let output = run(&["run", &file, "--message", &message]);
    assert_eq!(output.status.code(), Some(0));
    // Subject, blank line, dot and last line, each with CRLF.
    assert!(text(&output.stdout).contains("send 26 octets"), "{}", text(&output.stdout));
    let output = run(&["run", &file, "--message", &message, "--message", &message]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).starts_with("error: --message: there is no [[send]] for"));
}

#[test]
fn a_scenario_names_message_files_beside_it() {
    let source = format!("{SCENARIO}file = \"m.eml\"\n");
    let dir = folder("beside", &[("a.toml", source.as_str()), ("m.eml", "Subject: x\n\ny\n")]);
    let file = dir.join("a.toml").display().to_string();
    let output = run(&["run", &file]);
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""));
    let alone = scenario("alone", &source);
    let output = run(&["run", &alone]);
    assert_eq!(output.status.code(), Some(2));
    let complaint = text(&output.stderr);
    assert!(complaint.starts_with("error: the message file `m.eml` cannot be read"), "{complaint}");
    assert!(complaint.contains("a.toml:11:8\n"), "{complaint}");
}

#[test]
fn a_file_in_another_encoding_is_told_where() {
    let dir = folder("encodings", &[("bom.toml", "\u{feff}format = \"1\"\n")]);
    let (bom, latin) = (dir.join("bom.toml"), dir.join("latin.toml"));
    fs::write(&latin, b"format = 1\n# \xc3\xa9 caf\xe9\n").expect("the folder is ours");
    let output = run(&["check", &bom.display().to_string()]);
    assert_eq!(output.status.code(), Some(2));
    let complaint = text(&output.stderr);
    assert!(complaint.contains("bom.toml:1:10\n"), "{complaint}");
    assert!(!complaint.contains('\u{feff}'), "{complaint}");
    let output = run(&["check", &latin.display().to_string()]);
    assert_eq!(output.status.code(), Some(2));
    let complaint = text(&output.stderr);
    assert!(complaint.contains("latin.toml:2:8: this is no text in UTF-8"), "{complaint}");
}

#[test]
fn check_names_each_mistake_with_its_place_and_a_hint() {
    let good = scenario("good", SCENARIO);
    let bad = scenario("bad", &SCENARIO.replace("mailboxes = [\"bob", "mailboxs = [\"bob"));
    let output = run(&["check", &good, &bad]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(text(&output.stdout), format!("{good}: ok\n"));
    let expected = format!(
        "error: unknown key `mailboxs`\n --> {bad}:7:1\n  |\n\
         7 | mailboxs = [\"bob@example.net\"]\n  | ^^^^^^^^ unknown\n  |\n  \
         = help: did you mean `mailboxes`?\n"
    );
    assert_eq!(text(&output.stderr), expected);
    assert_eq!(run(&["check", &good]).status.code(), Some(0));
}

/// A lesson behind [`SCENARIO`] whose second pause is the first event of this kind.
fn lesson(event: &str) -> String {
    format!(
        "{SCENARIO}[lesson]\nsources = \"RFC 5321\"\nminutes = 3\n\
         [[lesson.step]]\ntitle = \"In the maildrop\"\ntext = \"It is *there*.\"\n\
         pause = {{ event = \"delivered\" }}\n\
         predict = {{ question = \"Does it bounce?\", ask = \"whether\", of = {{ event = \"bounced\" }} }}\n\
         [[lesson.step]]\ntitle = \"Then\"\ntext = \"Later.\"\npause = {{ event = \"{event}\" }}\n"
    )
}

#[test]
fn a_lesson_is_played_behind_its_trace() {
    let file = scenario("lesson", &lesson("end"));
    let output = run(&["check", &file]);
    let expected = format!(
        "{file}: ok (a lesson: 2 steps, 2 pauses, 1 question); `relayscope run` plays it\n"
    );
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(0), &*expected));
    let output = run(&["run", &file]);
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""));
    let (trace, lesson) = text(&output.stdout).split_once("\n\nlesson: ").expect("there is one");
    assert!(trace.ends_with("RFC 9293 §3.6"), "{trace}");
    for part in ["── 1. In the maildrop\n", "\n   It is there.\n", "? Does it bounce?\n", "= no\n"]
    {
        assert!(lesson.contains(part), "{part:?} is missing in {lesson}");
    }
    let events = run(&["run", &file, "--format", "events"]);
    let events = text(&events.stdout);
    assert!(events.contains("\n── 1. In the maildrop\n"), "the lesson follows");
    for event in ["accepted", "connected", "reply", "content", "relayed", "delivered"] {
        let begins = |line: &str| line.starts_with(&format!("{event:<17}"));
        assert!(events.lines().any(begins), "{event} is missing in {events}");
    }
    let output = run(&["run", &file, "--format", "jsonl"]);
    assert!(!text(&output.stdout).contains("lesson"), "JSON lines are the trace alone");
}

#[test]
fn a_pause_that_is_never_reached_fails() {
    let file = scenario("never", &lesson("deferred"));
    let output = run(&["run", &file]);
    assert_eq!(output.status.code(), Some(1));
    let complaint = text(&output.stderr);
    assert!(complaint.starts_with("error: the step \"Then\" is never reached\n"), "{complaint}");
    assert!(complaint.contains("a.toml:22:9\n"), "{complaint}");
    assert!(complaint.contains("not so often: `relayscope run --format events`"), "{complaint}");
    let early = run(&["run", &scenario("early", &lesson("connected"))]);
    let complaint = text(&early.stderr);
    assert!(complaint.contains("before the step before it pauses"), "{complaint}");
    let short = lesson("delivered").replacen("format = 1", "format = 1\nuntil = \"1ms\"", 1);
    let short = run(&["run", &scenario("short", &short)]);
    let complaint = text(&short.stderr);
    assert!(complaint.contains("a later `until` of the scenario"), "{complaint}");
    assert!(text(&output.stdout).contains("never reached\n"), "the lesson is printed all the same");
}

#[test]
fn a_solution_that_solves_nothing_fails() {
    let challenge = |expect: &str| {
        format!(
            "{}[lesson.step.challenge]\ngoal = \"Do it.\"\n\
             [[lesson.step.challenge.expect]]\n{expect}\n\
             [[lesson.step.challenge.solution]]\nrun_queue = \"mail.example.com\"\n",
            lesson("end")
        )
    };
    let complaint = |name: &str, expect: &str| {
        let output = run(&["run", &scenario(name, &challenge(expect))]);
        assert_eq!(output.status.code(), Some(1));
        text(&output.stderr).to_owned()
    };
    let unsolved = complaint("unsolved", "queued = 5");
    let message =
        "error: the solution of this challenge does not do it: expected 5 messages queued";
    assert!(unsolved.starts_with(message), "{unsolved}");
    let idle = complaint("idle", "queued = 0");
    assert!(idle.starts_with("error: this challenge is fulfilled without anybody's"), "{idle}");
}

#[test]
fn one_event_is_no_events() {
    let done = |after| relayscope::JournalEntry {
        after,
        at: relay_kernel::SimTime::START,
        command: relayscope::Command::RunQueue(relayscope::scenario::HostNo(0)),
    };
    let shared = relayscope::share::Shared {
        scenario: relayscope::share::Source::Text(SCENARIO.to_owned()),
        seed: None,
        journal: vec![done(1), done(2)],
        position: 0,
        lesson_step: None,
        tab: Some("messages".to_owned()),
    };
    let output = run(&["link", "--open", &shared.link().expect("it is small")]);
    let told: Vec<_> = text(&output.stderr).lines().map(|line| line.split(':').next()).collect();
    assert_eq!(told, [Some("tab"), Some("after 1 event"), Some("after 2 events")]);
}

#[test]
fn a_scenario_goes_into_a_link_and_comes_out_again() {
    let file = scenario("link", SCENARIO);
    let output = run(&["link", &file, "--page", "https://example.org/#x", "--seed", "7"]);
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""));
    let link = text(&output.stdout).trim_end();
    assert!(link.starts_with("https://example.org/#s=t1."), "{link}");
    let output = run(&["link", "--open", link]);
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(0), SCENARIO));
    assert_eq!(text(&output.stderr), "seed: 7\n");
    let output = run(&[
        "link",
        "--open",
        "https://example.org/?scenario=retry&step=12&lesson-step=3&tab=dns",
    ]);
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(0), ""));
    assert_eq!(
        text(&output.stderr),
        "the scenario `retry`, which the page brings along\nstep: 12\nstep of the lesson: 3\ntab: dns\n"
    );
    let output = run(&["link", link]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("this is a link already"));
    let output = run(&["link", &file, "--page", "relayscope"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("--page: relayscope is no address"));
    let cases = [
        (file.clone(), "error: this is no link"),
        ("https://example.org/".to_owned(), "error: this is no link"),
        (link[..link.len() - 9].to_owned(), "error: This link is damaged"),
        (link.replace("t1.", "t2."), "error: This link was made by a newer version"),
    ];
    for (bad, start) in cases {
        let output = run(&["link", "--open", &bad]);
        assert_eq!(output.status.code(), Some(2));
        assert!(text(&output.stderr).starts_with(start), "{}", text(&output.stderr));
    }
    let named = folder("link-file", &[("a.toml", ""), ("m.eml", "Subject: x\n\ny\n")]);
    fs::write(named.join("a.toml"), format!("{SCENARIO}file = \"m.eml\"\n")).expect("written");
    let output = run(&["link", &named.join("a.toml").display().to_string()]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("cannot carry the message file `m.eml`"));
}

#[test]
fn bad_input_is_told_in_one_line() {
    let latin1 = folder("latin1", &[]).join("a.toml");
    fs::write(&latin1, b"format = 1 # caf\xe9\n").expect("the folder for tests can be written");
    let file = scenario("arguments", SCENARIO);
    let cases: [(&[&str], &str); 4] = [
        (&["run", "no-such-file.toml"], "error: no-such-file.toml: "),
        (&["run", &file, "--until", "soon"], "error: --until: expected a duration"),
        (&["run", &file, "--message", "no.eml"], "error: no.eml: "),
        (&["check", &latin1.display().to_string()], "error: "),
    ];
    for (arguments, start) in cases {
        let output = run(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let complaint = text(&output.stderr);
        assert!(complaint.starts_with(start), "{complaint}");
        assert_eq!(complaint.lines().count(), 1, "{complaint}");
        assert!(output.stdout.is_empty());
    }
    assert_eq!(run(&["run"]).status.code(), Some(2));
    assert_eq!(run(&["walk"]).status.code(), Some(2));
}

#[test]
fn a_reader_who_has_seen_enough_is_no_error() {
    let many = SCENARIO.to_owned() + "count = 2000\nevery = \"1s\"\n";
    let mut child = command(&["run", &scenario("pipe", &many)])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    let mut line = String::new();
    let mut reader = BufReader::new(child.stdout.take().expect("standard output is a pipe"));
    reader.read_line(&mut line).expect("there is a line");
    drop(reader);
    let output = child.wait_with_output().expect("the binary ends");
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""));
}

#[test]
fn a_schedule_is_printed_for_people_and_for_programs() {
    let lines = |arguments: &[&str]| {
        let output = run(&[&["schedule"], arguments].concat());
        assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""));
        text(&output.stdout).lines().map(str::to_owned).collect::<Vec<_>>()
    };
    let found = lines(&["--profile", "postfix", "--format", "jsonl"]);
    assert_eq!(found[0], r#"{"attempt":1,"at_s":0}"#);
    assert_eq!(found[6], r#"{"attempt":7,"at_s":9000}"#);
    assert_eq!(found[found.len() - 1], r#"{"bounce":true,"at_s":433200}"#);
    let found = lines(&["--profile", "qmail", "--destination", "local", "--format", "jsonl"]);
    assert_eq!(found[1], r#"{"attempt":2,"at_s":100}"#);
    let found = lines(&["--profile", "exim"]);
    assert!(found[11].starts_with("     11     11700"), "{}", found[11]);
    assert!(found[11].ends_with("G,16h,1h,1.5"), "{}", found[11]);
    assert_eq!(lines(&["--profile", "rfc", "--destination", "remote"]).len(), 2 + 63);
    assert_eq!(run(&["schedule"]).status.code(), Some(2));
    assert_eq!(run(&["schedule", "--profile", "sendmail"]).status.code(), Some(2));
}

#[test]
fn a_run_can_leave_a_capture() {
    let file = scenario("capture", SCENARIO);
    let capture = PathBuf::from(&file).with_extension("pcapng");
    let path = capture.display().to_string();
    let output = run(&["run", &file, "--pcap", &path]);
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""));
    assert_eq!(output.stdout, run(&["run", &file]).stdout);
    #[allow(clippy::disallowed_methods, reason = "this test looks into a file that the CLI wrote")]
    let octets = fs::read(&capture).expect("the capture was written");
    assert!(octets.starts_with(&[0x0a, 0x0d, 0x0d, 0x0a]));
    let has = |text: &str| octets.windows(text.len()).any(|seen| seen == text.as_bytes());
    assert!(has("RCPT TO:<bob@example.net>\r\n") && has("\r\n.\r\n"));
    let nowhere = run(&["run", &file, "--pcap", &format!("{file}/a.pcapng")]);
    assert_eq!(nowhere.status.code(), Some(2));
    assert!(text(&nowhere.stderr).starts_with("error: --pcap: "), "{}", text(&nowhere.stderr));
}
