//! `[[translation]]`

use crate::decode::keys;
use crate::text::{About, Item, LanguageName, Line, Markdown, Text, Title};

/// The words of the file in another language. A page that speaks it shows them in place of those
/// above; what happens is the same.
#[derive(Debug)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "Translation"))]
pub(crate) struct TranslationTable {
    /// The language: `de` or `en`.
    pub(crate) language: Text<LanguageName>,
    /// The title, at most 200 characters. Default: that of the file.
    pub(crate) title: Option<Text<Title>>,
    /// What the scenario shows; at most 10000 characters. Default: as the file says it.
    pub(crate) about: Option<Text<About>>,
    /// The words of the lesson: one entry for each of its steps, in the same order. Default: none,
    /// in a file without a lesson.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub(crate) step: Vec<Item<StepWordsTable>>,
}

keys!(TranslationTable { language, title, about, step });

/// The words of one step: of everything that the step says, and of nothing else.
#[derive(Debug)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "StepWords"))]
pub(crate) struct StepWordsTable {
    /// The heading, at most 200 characters.
    pub(crate) title: Text<Title>,
    /// What the reader is told, in Markdown; at most 10000 characters.
    pub(crate) text: Text<Markdown>,
    /// The question of `predict`, at most 900 characters. Default: none, in a step without one.
    pub(crate) question: Option<Text<Line>>,
    /// The `explain` of `predict`, in Markdown. Default: none, in a step without one.
    pub(crate) explain: Option<Text<Markdown>>,
    /// The goal of `challenge`, at most 900 characters. Default: none, in a step without one.
    pub(crate) goal: Option<Text<Line>>,
    /// The hint of `challenge`, in Markdown. Default: none, in a step without one.
    pub(crate) hint: Option<Text<Markdown>>,
}

keys!(StepWordsTable { title, text, question, explain, goal, hint });
