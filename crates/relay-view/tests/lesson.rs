//! A lesson is read beside its run, step by step.

use relay_view::Show;
use relay_view::lesson::{Missed, Progress, Reading, TaskState};
use relayscope::command::Command;
use relayscope::scenario::HostNo;

const LESSON: &str = include_str!("../../../tests/lesson/retry/scenario.toml");

fn show(source: &str) -> Show {
    let mut show = Show::load(source, None).expect("the scenario is right");
    while show.compute_more() {}
    show
}

#[test]
fn a_scenario_without_a_lesson_has_none() {
    let source = LESSON.split("[lesson]").next().expect("there is a head");
    assert!(Reading::new(&show(source)).is_none());
}

#[test]
fn a_reader_goes_from_pause_to_pause() {
    let show = show(LESSON);
    let reading = Reading::new(&show).expect("there is a lesson");
    let mut positions = Vec::new();
    let mut progress = Progress::default();
    while let Some(page) = reading.page(&show, &progress) {
        assert_eq!((page.number, page.count), (progress.step + 1, 8));
        assert_eq!(page.missed, None);
        positions.push(reading.position(&show, progress.step));
        progress.step += 1;
    }
    assert_eq!(positions.len(), 8);
    assert!(positions.is_sorted(), "{positions:?}");
    assert!(positions[0] > 0);
    assert_eq!(positions[0], positions[1], "the second step stays where the first was");
    assert_eq!(positions[7], show.pace().len());
}

#[test]
fn a_step_that_is_never_reached_is_a_mistake_unless_somebody_acted() {
    let nowhere = "\n[[lesson.step]]\ntitle = \"Nowhere\"\ntext = \"Never.\"\n\
                   pause = { event = \"reply\", code = 557 }\n";
    let source = format!("{LESSON}{nowhere}");
    let mut show = show(&source);
    let reading = Reading::new(&show).expect("there is a lesson");
    let mut progress = Progress::default();
    let missed = |show: &Show, progress: &Progress| {
        Reading::new(show)?.page(show, progress).and_then(|page| page.missed)
    };
    assert_eq!(missed(&show, &progress), None);
    progress.step = 8;
    assert_eq!(missed(&show, &progress), Some(Missed::ByLesson));
    assert_eq!(reading.mistake(&show), Some((9, "Nowhere".to_owned())));
    let mut other = Show::load_with(&source, None, Some(99)).expect("the scenario is right");
    while other.compute_more() {}
    assert_eq!(missed(&other, &progress), Some(Missed::ByHand), "another seed is another run");
    let lost = |show: &Show, step: usize| Reading::new(show)?.lost_behind(show, step);
    assert_eq!((lost(&show, 0), lost(&other, 0)), (None, None));
    show.act(0, Command::HostDown(HostNo(1)));
    while show.compute_more() {}
    assert_eq!(missed(&show, &progress), Some(Missed::ByHand));
    let first = lost(&show, 0).expect("the host that answers is down");
    assert_eq!(first, 9);
    assert_eq!(lost(&show, first - 2), Some(first), "it is told until it is read");
    assert_eq!((lost(&show, 7), lost(&show, 8)), (Some(9), None));
}

#[test]
fn a_place_is_known_when_no_record_to_come_can_change_it() {
    let long = LESSON.replacen("[[send]]", "[[send]]\nevery = \"1s\"\ncount = 900", 1);
    let mut show = Show::load(&long, None).expect("the scenario is right");
    assert!(show.has_more(), "it is computed in slices");
    let last = 7;
    let early = Reading::new(&show).expect("there is a lesson");
    assert!(!early.knows(&show, last), "the end is not reached yet");
    while show.compute_more() {}
    assert!(Reading::new(&show).is_some_and(|it| it.knows(&show, last)));
}

#[test]
fn an_answer_is_told_once_it_was_given_and_stays() {
    let show = show(LESSON);
    let reading = Reading::new(&show).expect("there is a lesson");
    let mut progress = Progress::default();
    let question = |progress: &Progress| {
        reading.page(&show, progress).and_then(|page| page.question).expect("it has a question")
    };
    assert_eq!(question(&progress).verdict, None);
    assert_eq!(question(&progress).choices.len(), 4);
    reading.choose(&show, &mut progress, 99);
    assert_eq!(question(&progress).verdict, None, "there is no such choice");
    reading.choose(&show, &mut progress, 0);
    let verdict = question(&progress).verdict.expect("it was answered");
    assert_eq!((verdict.chosen, verdict.right, verdict.is_right()), (0, 1, false));
    assert!(verdict.shown_by.is_some_and(|(_, at)| at.contains("09:10:00")));
    reading.choose(&show, &mut progress, 1);
    assert_eq!(question(&progress).verdict.map(|verdict| verdict.chosen), Some(0));
    progress.step = 1;
    assert_eq!(question(&progress).verdict, None, "each question has an answer of its own");
}

#[test]
fn who_changes_the_run_was_right_before() {
    let mut show = show(LESSON);
    let mut progress = Progress::default();
    let reading = |show: &Show| Reading::new(show).expect("there is a lesson");
    reading(&show).choose(&show, &mut progress, 1);
    let verdict = |show: &Show, progress: &Progress| {
        let page = reading(show).page(show, progress).expect("there is a step");
        page.question.and_then(|question| question.verdict).expect("it was answered")
    };
    let before = verdict(&show, &progress);
    assert!(before.is_right() && before.now.is_none() && before.shown_by.is_some(), "{before:?}");

    // The queue is run by hand before its time.
    let position = reading(&show).position(&show, 0);
    show.act(position, Command::RunQueue(HostNo(0)));
    while show.compute_more() {}
    let after = verdict(&show, &progress);
    assert!(after.is_right(), "{after:?}");
    assert_eq!((after.chosen, after.right), (before.chosen, before.right));
    assert_eq!(after.now.as_deref(), Some("in less than a second"));
    assert_eq!(after.shown_by, None, "no record of this run shows it");

    // So it is after a reload, which computes the changed run anew.
    let written = reading(&show).written(&progress);
    let lines = || written.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let again = reading(&show).read(&show, lines());
    assert!(verdict(&show, &again).is_right());
}

#[test]
fn a_task_is_done_when_the_run_says_so() {
    let mut show = show(LESSON);
    let progress = {
        let mut progress = Progress::default();
        progress.step = 2;
        progress
    };
    let state = |show: &Show| {
        let reading = Reading::new(show).expect("there is a lesson");
        let page = reading.page(show, &progress).expect("there is a step");
        page.task.expect("it has a task").state
    };
    assert_eq!(state(&show), TaskState::Open);
    let position = Reading::new(&show).expect("a lesson").position(&show, 2);
    let position = show.act(position, Command::HostUp(HostNo(1)));
    let position = show.act(position, Command::RunQueue(HostNo(0)));
    while show.compute_more() {}
    assert_eq!(state(&show), TaskState::Done);
    show.act(position, Command::FillDisk(HostNo(0)));
    while show.compute_more() {}
    let TaskState::NotAllowed(what) = state(&show) else { panic!("{:?}", state(&show)) };
    assert!(what.starts_with("fill the disk of mail.example.com"), "{what}");
}

#[test]
fn what_a_reader_did_is_written_and_read_again() {
    let show = show(LESSON);
    let reading = Reading::new(&show).expect("there is a lesson");
    let mut progress = Progress::default();
    reading.choose(&show, &mut progress, 2);
    progress.step = 5;
    let written = reading.written(&progress);
    assert_eq!(written[0], ("step".to_owned(), "5".to_owned()));
    let read = |lines: &[(String, String)]| {
        reading.read(&show, lines.iter().map(|(name, value)| (name.as_str(), value.as_str())))
    };
    assert_eq!(read(&written), progress);

    // Whatever somebody else wrote has no meaning, or a harmless one.
    let line = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let odd = [
        line("step", "99999999999999999999"),
        line("answer.0", "<script>"),
        line("answer.99999", "x"),
        line("answer.", ""),
        line("x", "y"),
    ];
    assert_eq!(read(&odd), Progress::default());
    assert_eq!(read(&[line("step", "4711")]).step, 7, "the last step");
}

#[test]
fn what_a_step_points_at_is_found_in_the_run() {
    let source = include_str!("../../../web/lessons/bounce.toml");
    let show = show(source);
    let reading = Reading::new(&show).expect("there is a lesson");
    let lesson = show.scenario().lesson.as_ref().expect("there is one");
    let (mut hosts, mut lines) = (0, 0);
    for (step, it) in lesson.steps.iter().enumerate() {
        let mut progress = Progress::default();
        progress.step = step;
        let page = reading.page(&show, &progress).expect("the step is there");
        let records = show.pace().records_at(reading.position(&show, step));
        assert_eq!(page.lit.hosts.len(), it.highlight.hosts.len());
        assert_eq!(page.lit.panels, it.highlight.panels);
        assert!(page.lit.records.iter().all(|id| id.index() < records), "it has happened");
        if it.highlight.lines.is_some() {
            assert!(!page.lit.records.is_empty() && !page.lit.conns.is_empty(), "{}", it.title);
        }
        for [a, b] in &page.lit.links {
            assert!(page.lit.has_link(*b, *a));
        }
        (hosts, lines) = (hosts + page.lit.hosts.len(), lines + page.lit.records.len());
    }
    assert!(hosts > 0 && lines > 0);
}
