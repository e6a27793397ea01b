//! What could not be loaded: what, where, and how to mend it. Everything else stays as it is.

use std::borrow::Cow;

use leptos::prelude::*;
use relay_mail::Language;
use relay_mail::language::Words;
use relayscope::scenario::{Diagnostic, Severity, Told};
use relayscope::share::LinkError;

use crate::close::Close;
use crate::setting::Setting;
use crate::stage::Stage;
use crate::strings::{self, t};

/// Mistakes that are shown; more are counted.
const MISTAKES_MAX: usize = 4;

/// Characters of a line around a mistake that are shown.
const LINE_CHARS_MAX: usize = 160;

/// Something that could not be loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Trouble {
    /// Of which kind it is, in a word for programs.
    pub(crate) code: Cow<'static, str>,
    /// Where the first mistake is, in UTF-16 units of the text that has it: start and end.
    pub(crate) span: Option<[u32; 2]>,
    heading: Words,
    /// Whether the page around knows of it already.
    pub(crate) is_known: bool,
    /// Whether it is not shown: what was there before is.
    is_kept: bool,
    mistakes: Vec<Mistake>,
    more: usize,
}

/// One mistake.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Mistake {
    what: What,
    place: Option<Place>,
}

/// What is wrong; it is put into words when it is shown, in the language of that moment.
#[derive(Clone, Debug, PartialEq, Eq)]
enum What {
    Said(String),
    Found(Diagnostic),
    Link(LinkError),
}

/// Where something is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Place {
    name: String,
    line: usize,
    column: usize,
    /// The line, and the marks below it.
    picture: [String; 2],
}

impl Mistake {
    fn told(&self, language: Language) -> Told {
        let said = |message: String| Told { message, label: String::new(), hint: None };
        match &self.what {
            What::Said(message) => said(message.clone()),
            What::Found(diagnostic) => diagnostic.told(language),
            What::Link(error) => said(error.told(language)),
        }
    }

    fn place(&self, language: Language) -> Option<String> {
        let place = self.place.as_ref()?;
        Some(strings::place(language, &place.name, place.line, place.column))
    }
}

impl Trouble {
    /// The whole in lines of text.
    pub(crate) fn text(&self, language: Language) -> String {
        let mut text = self.heading.in_(language).to_owned();
        for mistake in &self.mistakes {
            let Told { message, hint, .. } = mistake.told(language);
            let place = mistake.place(language).map(|place| format!(" ({place})"));
            let hint = hint.map(|hint| format!(": {hint}"));
            for piece in ["\n", &message, &place.unwrap_or_default(), &hint.unwrap_or_default()] {
                text.push_str(piece);
            }
        }
        text
    }

    /// The mistakes in a scenario; with an empty `source`, those of a message file.
    pub(crate) fn in_scenario(name: &str, source: &str, found: &[Diagnostic]) -> Self {
        let errors: Vec<&Diagnostic> =
            found.iter().filter(|it| it.severity == Severity::Error).collect();
        let heading = match source {
            "" => strings::TROUBLE_MESSAGE,
            _ => strings::TROUBLE_SCENARIO,
        };
        let mistakes = errors.iter().take(MISTAKES_MAX).map(|it| mistake(name, source, it));
        Self {
            code: if source.is_empty() { "message".into() } else { "scenario".into() },
            span: errors.first().map(|it| units(source, &it.span)),
            heading,
            is_known: false,
            is_kept: true,
            mistakes: mistakes.collect(),
            more: errors.len().saturating_sub(MISTAKES_MAX),
        }
    }

    /// One sentence.
    pub(crate) fn alone(message: &str) -> Self {
        Self::of(What::Said(message.to_owned()))
    }

    fn of(what: What) -> Self {
        let mistake = Mistake { what, place: None };
        Self {
            code: "file".into(),
            span: None,
            heading: strings::TROUBLE_FILE,
            is_known: false,
            is_kept: true,
            mistakes: vec![mistake],
            more: 0,
        }
    }

    /// A scenario that is not there.
    pub(crate) fn in_name(why: &str) -> Self {
        Self { code: "scenario".into(), ..Self::alone(why) }
    }

    /// A lesson that is shown and does not work.
    pub(crate) fn in_lesson(why: &str) -> Self {
        Self {
            code: "lesson".into(),
            heading: strings::TROUBLE_LESSON,
            is_kept: false,
            ..Self::alone(why)
        }
    }

    /// What was too large to be kept over a reload.
    pub(crate) fn not_kept(heading: Words, why: &str) -> Self {
        Self { code: "message".into(), heading, is_kept: false, ..Self::alone(why) }
    }

    /// What the page around has found, and knows of.
    pub(crate) fn of_the_page(code: &str, why: &str) -> Self {
        let is_attribute = code == "attribute";
        let heading = if is_attribute { strings::TROUBLE_ATTRIBUTE } else { strings::TROUBLE_FILE };
        Self {
            code: code.to_owned().into(),
            heading,
            is_kept: !is_attribute,
            is_known: true,
            ..Self::alone(why)
        }
    }

    /// A link that could not be opened.
    pub(crate) fn in_link(why: LinkError) -> Self {
        Self { code: "link".into(), heading: strings::TROUBLE_LINK, ..Self::of(What::Link(why)) }
    }

    /// A link to a scenario that is not there.
    pub(crate) fn in_name_of_link(why: &str) -> Self {
        Self { code: "link".into(), heading: strings::TROUBLE_LINK, ..Self::alone(why) }
    }
}

impl Stage {
    /// Says that a file could not be read at all.
    pub(crate) fn bad_file(&self, name: &str, why: Words) {
        let why = why.in_(self.language.get_untracked());
        self.trouble.set(Some(Trouble::alone(&format!("{name}: {why}"))));
    }
}

/// A place in octets of UTF-8 as a place in units of UTF-16, as scripts count.
fn units(source: &str, span: &core::ops::Range<usize>) -> [u32; 2] {
    [span.start, span.end].map(|at| {
        let before = source.get(..at).unwrap_or(source);
        u32::try_from(before.encode_utf16().count()).unwrap_or(u32::MAX)
    })
}

fn mistake(name: &str, source: &str, found: &Diagnostic) -> Mistake {
    let what = What::Found(found.clone());
    if source.is_empty() {
        return Mistake { what, place: None };
    }
    let place = found.place(source);
    // A long line is shown from a little before the mistake.
    let skip =
        if place.caret.end > LINE_CHARS_MAX { place.caret.start.saturating_sub(20) } else { 0 };
    let text: String = place.text.chars().skip(skip).take(LINE_CHARS_MAX).collect();
    let from = place.caret.start - skip;
    let width = place.caret.len().min(LINE_CHARS_MAX.saturating_sub(from)).max(1);
    let marks = format!("{}{}", " ".repeat(from), "^".repeat(width));
    let (line, column) = (place.line, place.column);
    let picture = [text.replace('\t', " "), marks];
    Mistake { what, place: Some(Place { name: name.to_owned(), line, column, picture }) }
}

/// The panel that says it.
#[component]
pub(crate) fn TroublePanel() -> impl IntoView {
    let stage = expect_context::<Stage>();
    let setting = expect_context::<Setting>();
    move || {
        let trouble = stage.trouble.get()?;
        let language = stage.language.get();
        let more = (trouble.more > 0).then(|| strings::more_mistakes(trouble.more));
        let kept = (trouble.is_kept && !setting.is_blank.get()).then(|| t(strings::TROUBLE_KEPT));
        Some(view! {
            <section class="trouble" part="error" role="alert">
                <div class="trouble-head">
                    <h2>{t(trouble.heading)}</h2>
                    {(!setting.is_blank.get()).then(|| view! {
                        <Close close=move || stage.trouble.set(None) />
                    })}
                </div>
                <ul class="trouble-list">
                    {trouble.mistakes.iter().map(|it| one(it, language)).collect_view()}
                </ul>
                <p class="trouble-kept">{more} " " {kept}</p>
            </section>
        })
    }
}

fn one(mistake: &Mistake, language: Language) -> impl IntoView + use<> {
    let Told { message, label, hint } = mistake.told(language);
    // What others say may have a file's name in it, with whatever letters.
    let is_ours = matches!(mistake.what, What::Found(_));
    let picture = mistake.place.as_ref().map(|place| {
        let [line, marks] = place.picture.clone();
        let marks = format!("{marks} {label}").trim_end().to_owned();
        view! {
            <pre class="trouble-code" tabindex="0">
                {line} "\n" <span class="trouble-marks">{marks}</span>
            </pre>
        }
    });
    let hint = hint.map(|hint| {
        let hint = with_code(&hint);
        view! { <p class="trouble-hint"><strong>{t(strings::HOW_TO_MEND)}</strong> " " {hint}</p> }
    });
    view! {
        <li>
            <p class="trouble-what">{if is_ours { with_code(&message) } else { message.into_any() }}</p>
            <p class="trouble-where">{mistake.place(language)}</p>
            {picture}
            {hint}
        </li>
    }
}

/// A sentence in which what stands between backticks is a word of the scenario.
fn with_code(text: &str) -> AnyView {
    let Some(pieces) = pieces(text) else { return text.to_owned().into_any() };
    let piece = |(at, piece): (usize, &&str)| {
        let piece = (*piece).to_owned();
        if at % 2 == 1 { view! { <code>{piece}</code> }.into_any() } else { piece.into_any() }
    };
    pieces.iter().enumerate().map(piece).collect_view().into_any()
}

/// What stands outside and between backticks, by turns. None where one of them may be a letter of the scenario's own:
/// the sentence is shown as it is then.
fn pieces(text: &str) -> Option<Vec<&str>> {
    let pieces: Vec<&str> = text.split('`').collect();
    let is_word = |at: usize| {
        let goes_on = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
        !pieces[at].is_empty()
            && !goes_on(pieces[at - 1].chars().next_back())
            && !goes_on(pieces[at + 1].chars().next())
    };
    let is_paired = pieces.len() % 2 == 1 && (1..pieces.len()).step_by(2).all(is_word);
    is_paired.then_some(pieces)
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::pieces;

    #[wasm_bindgen_test]
    fn words_between_backticks_are_told_from_letters_of_their_own() {
        assert_eq!(pieces("no"), Some(vec!["no"]));
        assert_eq!(pieces("a key `x`, or `y`"), Some(vec!["a key ", "x", ", or ", "y", ""]));
        for odd in ["a key `x``", "a key `a`b`c`", "`` is no address", "`x`y", "only ` one"] {
            assert_eq!(pieces(odd), None, "{odd}");
        }
    }
}
