//! Both languages are complete: whatever the page tells over its scenarios and lessons is told in
//! German too, with nothing English left in it but what peers say and authors write.

use relay_kernel::RecordId;
use relay_mail::Language;
use relay_view::journey::{compare, journeys};
use relay_view::lesson::{Progress, Reading};
use relay_view::phrase::phrase;
use relay_view::sentence::{ahead, note, outcome, sentence};
use relay_view::stamps::stamps;
use relay_view::why::whole_chain;
use relay_view::{Show, dns, maildrop};
use relayscope::command::Command;
use relayscope::scenario::prose::{Block, Inline, Prose};
use relayscope::scenario::{DialoguePoint, HostNo};
use relayscope::trace::{HostId, Kind};

macro_rules! files {
    ($($id:literal),* $(,)?) => {
        [$(($id, include_str!(concat!("../../../web/lessons/", $id, ".toml")))),*]
    };
}

const FILES: [(&str, &str); 16] = files![
    "direct",
    "relay",
    "next-hop-down",
    "never-back",
    "one-good-one-unknown",
    "double-bounce",
    "dialogue",
    "the-way",
    "envelope",
    "several",
    "strangers",
    "retry",
    "bounce",
    "pop3-by-hand",
    "uidl",
    "lost-250",
];

/// Words without which hardly an English sentence gets along, and that are none in German.
const ENGLISH: [&str; 39] = [
    "the",
    "is",
    "of",
    "and",
    "to",
    "for",
    "with",
    "from",
    "that",
    "has",
    "not",
    "this",
    "are",
    "it",
    "its",
    "by",
    "on",
    "at",
    "which",
    "who",
    "be",
    "been",
    "there",
    "because",
    "again",
    "message",
    "messages",
    "mailbox",
    "queue",
    "bounce",
    "delivered",
    "later",
    "attempt",
    "days",
    "octets",
    "scenario",
    "command",
    "schedule",
    "setting",
];

fn both(source: &str) -> [Show; 2] {
    Language::ALL.map(|language| {
        let mut show = Show::load(source, None).expect("the page's own scenarios are valid");
        while show.compute_more() {}
        show.set_language(language);
        show
    })
}

/// What peers said and authors wrote: it is quoted as it is.
fn quoted(show: &Show) -> Vec<String> {
    let trace = show.trace();
    let mut all = Vec::new();
    for record in trace.records() {
        if let Kind::Line { start, len, .. } = record.kind {
            let text = String::from_utf8_lossy(trace.octets(start, len)).into_owned();
            for line in text.lines() {
                let behind = |at: usize| line.get(at..).unwrap_or_default().trim().to_owned();
                all.extend([line.trim().to_owned(), behind(4), behind(10)]);
            }
            all.push(
                text.lines()
                    .map(|it| it.get(4..).unwrap_or_default())
                    .collect::<Vec<_>>()
                    .join(" / "),
            );
        }
    }
    all.retain(|text| text.len() > 6);
    all.sort_by_key(|text| core::cmp::Reverse(text.len()));
    all.dedup();
    all
}

/// The English words in a text.
fn english_in(text: &str, quoted: &[String]) -> Vec<String> {
    let found = words_in(text);
    if found.is_empty() {
        return found;
    }
    let mut text = text.to_owned();
    for quote in quoted {
        if text.contains(quote.as_str()) {
            text = text.replace(quote.as_str(), " ");
        }
    }
    words_in(&text)
}

fn words_in(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !(c.is_alphanumeric() || ".@-_".contains(c)));
    let words = words.map(|word| word.trim_matches('.'));
    words.filter(|word| ENGLISH.contains(word)).map(str::to_owned).collect()
}

fn check(what: &str, english: &str, german: &str, quoted: &[String]) {
    assert_eq!(english.is_empty(), german.is_empty(), "{what}: {english} | {german}");
    if english.is_empty() {
        return;
    }
    assert_ne!(english, german, "{what} is not translated");
    let left = english_in(german, quoted);
    assert!(left.is_empty(), "{what}: {left:?} in {german}");
}

#[test]
fn every_record_is_told_in_german() {
    for (name, source) in FILES {
        let [english, german] = both(source);
        let quoted = quoted(&english);
        let trace = english.trace();
        for at in 0..trace.records().len() {
            let id = RecordId::from_index(at);
            let what = format!("{name}, record {at}");
            let pair = [&english, &german].map(|show| {
                let told = sentence(show.cast(), show.trace(), id);
                let now = trace.record(id).at;
                let ahead = ahead(show.cast(), show.trace(), id, now);
                let note = note(show.cast(), show.trace(), id);
                [told.text, told.because.unwrap_or_default(), ahead, note]
            });
            let [one, other] = pair;
            for (one, other) in one.iter().zip(&other) {
                check(&what, one, other, &quoted);
            }
            // A chain takes long, and its sentences are those of the records.
            if at % 16 == 0 {
                let chain = whole_chain(german.cast(), german.trace(), id).0;
                for link in chain {
                    let left = english_in(&link.rule, &[]);
                    assert!(left.is_empty(), "{what}: {left:?} in {}", link.rule);
                }
            }
        }
        let [one, other] = [&english, &german].map(|show| outcome(show.cast(), show.trace()));
        check(name, &one, &other, &quoted);
    }
}

/// The tests above and below can fail.
#[test]
fn english_is_noticed() {
    let quoted = ["250 2.1.0 the sender is ok".to_owned()];
    assert_eq!(english_in("mx sagt ja: 250 2.1.0 the sender is ok", &quoted), Vec::<String>::new());
    assert_eq!(english_in("mx hat the Nachricht", &quoted), ["the"]);
    assert_eq!(english_in("Sie liegt in to.example.org", &quoted), Vec::<String>::new());
}

#[test]
fn every_panel_is_told_in_german() {
    for (name, source) in FILES {
        let [mut english, mut german] = both(source);
        let quoted = quoted(&english);
        let count = english.pace().len();
        for position in [0, count / 3, count / 2, count] {
            for id in (0..english.cast().len()).map(HostId::from_index) {
                let labels = |show: &mut Show| -> Vec<String> {
                    let deeds = show.deeds(position, id).into_iter().flat_map(|menu| menu.deeds);
                    let mut all: Vec<String> = deeds
                        .flat_map(|deed| {
                            let ways = deed.ways.into_iter().map(|way| way.name);
                            core::iter::once(deed.label).chain(ways).collect::<Vec<_>>()
                        })
                        .collect();
                    let plot = show.plot(position, id);
                    if let Some(plot) = plot {
                        all.extend(plot.rows.into_iter().map(|row| row.text));
                        all.extend(plot.course.map(|course| course.text));
                    }
                    all
                };
                let set = |show: &mut Show| show.settings(position, id).into_iter();
                for (one, other) in set(&mut english).zip(set(&mut german)) {
                    let left = english_in(other.title, &[]);
                    assert!(left.is_empty(), "{name}: {left:?} in {}", other.title);
                    let left = english_in(&other.value, &quoted);
                    assert!(left.is_empty(), "{name}: {left:?} in {}", other.value);
                    assert_eq!(one.origin, other.origin, "{name}: {}", one.title);
                }
                let (one, other) = (labels(&mut english), labels(&mut german));
                assert_eq!(one.len(), other.len());
                for (one, other) in one.iter().zip(&other) {
                    check(&format!("{name}, a deed"), one, other, &quoted);
                }
            }
            for shelf in german.maildrops(position) {
                let maildrop::Maildrop { room, lock, collectors, .. } = shelf;
                let lock = lock.map(|lock| lock.text).unwrap_or_default();
                let habits = collectors.into_iter().map(|it| it.habit);
                for text in [room, lock].into_iter().chain(habits) {
                    let left = english_in(&text, &quoted);
                    assert!(left.is_empty(), "{name}: {left:?} in {text}");
                }
            }
            let dns::Dns { zones, failures, caches } = german.dns(position);
            let zones = zones.into_iter().flat_map(|zone| zone.records);
            let zones = zones.flat_map(|it| [it.ttl, it.fails.to_owned()]);
            let failures = failures.into_iter().map(|it| it.text);
            let caches = caches.into_iter().flat_map(|it| it.answers);
            let caches = caches.flat_map(|it| [it.answer, it.left]);
            for text in zones.chain(failures).chain(caches) {
                let left = english_in(&text, &quoted);
                assert!(left.is_empty(), "{name}: {left:?} in {text}");
            }
        }
        for journey in journeys(german.trace(), german.trace().records().len()) {
            let Some(copy) = journey.copies.last() else { continue };
            for stamp in stamps(german.cast(), &journey, german.trace().content(copy.content)) {
                let left = english_in(&format!("{} {}", stamp.text, stamp.delay), &quoted);
                assert!(left.is_empty(), "{name}: {left:?} in {}", stamp.text);
            }
        }
    }
}

/// Where two runs are compared: the run of each file beside those in which something was broken early on.
#[test]
fn what_differs_between_two_runs_is_told_in_german() {
    let mut compared = 0;
    for (name, source) in FILES {
        let [mut english, mut german] = both(source);
        let quoted = quoted(&english);
        let hosts = (0..english.cast().len()).map(|no| HostNo(u32::try_from(no).expect("few")));
        let breaks = hosts.flat_map(|no| [Command::HostDown(no), Command::FillDisk(no)]);
        for command in breaks.collect::<Vec<_>>() {
            let [one, other] = [&mut english, &mut german].map(|show| {
                show.reset(0);
                show.act(1, command.clone());
                while show.compute_more() {}
                let left = show.left_trace().expect("a run was left");
                compare(show.cast(), left, show.trace())
            });
            assert_eq!(one.len(), other.len());
            compared += one.len();
            for (one, other) in one.iter().zip(&other) {
                check(&format!("{name}, {command:?}"), &one.first, &other.first, &quoted);
                check(&format!("{name}, {command:?}"), &one.second, &other.second, &quoted);
            }
        }
    }
    assert!(compared > 50, "{compared} differences are not many");
}

#[test]
fn answers_of_lessons_are_in_german() {
    for (name, source) in FILES {
        let [english, german] = both(source);
        let (Some(one), Some(other)) = (Reading::new(&english), Reading::new(&german)) else {
            continue;
        };
        let steps = english.scenario().lesson.as_ref().map_or(0, |lesson| lesson.steps.len());
        for step in 0..steps {
            let mut progress = Progress::default();
            progress.step = step;
            let choices = |reading: &Reading, show: &Show| {
                let question = reading.page(show, &progress).and_then(|page| page.question);
                question.map(|question| question.choices).unwrap_or_default()
            };
            for text in choices(&other, &german) {
                let left = english_in(&text, &[]);
                assert!(left.is_empty(), "{name}: {left:?} in {text}");
            }
            assert_eq!(choices(&one, &english).len(), choices(&other, &german).len());
        }
    }
}

/// A text without what is English in any language: wire texts in code, and quotations.
fn own_words(text: &Prose) -> String {
    fn inline(all: &[Inline], out: &mut String) {
        for part in all {
            match part {
                Inline::Text(text) => out.push_str(text),
                Inline::Code(_) | Inline::Break => out.push(' '),
                Inline::Emphasis(inner)
                | Inline::Strong(inner)
                | Inline::Link { words: inner, .. } => {
                    inline(inner, out);
                }
            }
        }
        out.push(' ');
    }
    fn block(all: &[Block], out: &mut String) {
        for part in all {
            match part {
                Block::Paragraph(words) => inline(words, out),
                Block::List { items, .. } => items.iter().for_each(|item| block(item, out)),
                Block::Quote(inner) => block(inner, out),
                Block::Code(_) => {}
                Block::Table { head, rows } => {
                    head.iter().chain(rows.iter().flatten()).for_each(|cell| inline(cell, out));
                }
            }
        }
    }
    let mut out = String::new();
    block(text.blocks(), &mut out);
    assert_eq!(out.matches('„').count(), out.matches('“').count(), "{out}");
    let mut parts = out.split(['„', '“']);
    let outside: Vec<&str> = core::iter::from_fn(|| {
        let own = parts.next();
        parts.next();
        own
    })
    .collect();
    outside.join(" ")
}

/// Every word of a scenario that a reader is told; what is not told is empty.
fn told(show: &Show) -> Vec<(String, String)> {
    let language = show.cast().language;
    let mut all = vec![
        ("title".to_owned(), show.cast().title.clone()),
        ("about".to_owned(), show.cast().about.clone()),
    ];
    let steps = (0..).map_while(|nth| show.scenario().step_in(language, nth));
    for (nth, step) in steps.enumerate() {
        let prose = |text: Option<Prose>| text.as_ref().map(own_words).unwrap_or_default();
        all.extend([
            (format!("title {nth}"), step.title),
            (format!("text {nth}"), own_words(&step.text)),
            (format!("question {nth}"), step.question.unwrap_or_default()),
            (format!("explain {nth}"), prose(step.explain)),
            (format!("goal {nth}"), step.goal.unwrap_or_default()),
            (format!("hint {nth}"), prose(step.hint)),
        ]);
    }
    all
}

#[test]
fn scenarios_and_lessons_are_told_in_german() {
    for (name, source) in FILES {
        let [english, german] = both(source).map(|show| told(&show));
        assert_eq!(english.len(), german.len(), "{name}");
        for ((what, english), (_, german)) in english.iter().zip(&german) {
            // Names and codes are the same in both.
            if english == german && what.starts_with("title ") {
                assert!(english_in(english, &[]).is_empty(), "{name}: {english}");
                continue;
            }
            check(&format!("{name}: {what}"), english, german, &[]);
        }
    }
}

/// Whatever a host notes as a breach or waits for has its German.
#[test]
fn texts_from_below_are_known() {
    use relay_pop3::command::Verb;
    use relay_pop3::violation::Violation as Pop3;
    use relay_smtp::timer::DeadlineReason as Reason;
    use relay_smtp::violation::Violation as Smtp;
    let reasons = [
        Reason::Command,
        Reason::Content,
        Reason::Greeting,
        Reason::Hello,
        Reason::Authentication,
        Reason::Mail,
        Reason::Recipient,
        Reason::DataStart,
        Reason::DataBlock,
        Reason::DataEnd,
        Reason::Reset,
        Reason::Quit,
    ];
    let smtp = [
        Smtp::CommandTooLong,
        Smtp::SpaceAfterColon,
        Smtp::WordsAfterName,
        Smtp::BeforeGreeting,
        Smtp::Flood,
        Smtp::TooManyErrors,
        Smtp::NoQuit,
        Smtp::BareCr,
        Smtp::BareLf,
        Smtp::LongLine,
        Smtp::Nul,
        Smtp::EightBit,
        Smtp::Response,
        Smtp::NoReply,
        Smtp::ReplyTooLong,
        Smtp::ReplyLines,
        Smtp::MixedCodes,
        Smtp::Unexpected,
        Smtp::WrongDigit,
        Smtp::Vanished,
    ];
    let pop3 = [
        Pop3::CommandTooLong,
        Pop3::CommandOctets,
        Pop3::UnknownCommand,
        Pop3::Arguments(Verb::Retr),
        Pop3::Spacing,
        Pop3::WrongState(Verb::Stat),
        Pop3::SaslResponse,
        Pop3::TooFarAhead,
        Pop3::NoStatus,
        Pop3::StatusCase,
        Pop3::ResponseTooLong,
        Pop3::DropListing,
        Pop3::ScanListing,
        Pop3::UniqueIdListing,
        Pop3::CountDiffers,
        Pop3::ListingTooLong,
        Pop3::SizeDiffers { number: 1, listed: 2, received: 3 },
        Pop3::Unsolicited,
    ];
    let texts = reasons.iter().map(ToString::to_string);
    let texts = texts.chain(smtp.iter().map(ToString::to_string));
    let texts = texts.chain(pop3.iter().map(ToString::to_string));
    let texts = texts.chain(DialoguePoint::ALL.map(|(point, _)| point.words().to_owned()));
    for text in texts {
        assert_eq!(phrase(Language::English, &text), text);
        check("a phrase", &text, &phrase(Language::German, &text), &[]);
    }
}
