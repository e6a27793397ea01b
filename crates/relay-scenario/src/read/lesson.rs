//! `[lesson]`

use core::ops::Range;

use super::{Names, Reader};
use crate::file::{HighlightTable, LessonTable, StepTable};
use crate::mistake::{self, Many};
use crate::model::{Highlight, Lesson, Step};
use crate::prose::Prose;
use crate::text::{Item, Markdown, Text, Title};
use crate::{Diagnostic, limit};

impl Reader<'_> {
    pub(super) fn lesson(&mut self, table: &Item<LessonTable>, names: &Names<'_>) -> Lesson {
        let sources = self.all(Some(&table.sources), limit::SOURCES, Many::Sources);
        if table.sources.items.is_empty() {
            let none = mistake::Lesson::NoSources;
            self.report(Diagnostic::error(table.sources.span.clone(), none));
        }
        let minutes = self.read(&table.minutes).and_then(|number| u32::try_from(number).ok());
        if table.step.is_empty() {
            self.report(Diagnostic::error(table.span.clone(), mistake::Lesson::NoSteps));
        }
        self.bounded(table.step.len(), limit::STEPS, Many::Steps, &table.span);
        let steps = table.step.iter().take(limit::STEPS);
        Lesson {
            sources: sources.into_iter().map(|(source, _)| source).collect(),
            minutes: minutes.unwrap_or(1),
            steps: steps.map(|table| self.step(table, names)).collect(),
        }
    }

    fn step(&mut self, table: &Item<StepTable>, names: &Names<'_>) -> Step {
        let highlight = table.highlight.as_ref().map(|table| self.highlight(table));
        Step {
            title: self.heading(&table.title).unwrap_or_default(),
            text: self.prose(&table.text).unwrap_or_default(),
            pause: table.pause.as_ref().and_then(|table| self.pattern(table)),
            highlight: highlight.unwrap_or_default(),
            prediction: table.predict.as_ref().and_then(|table| self.prediction(table)),
            challenge: table.challenge.as_ref().and_then(|table| self.challenge(table, names)),
            span: table.span.clone(),
        }
    }

    /// A heading, or nothing and a report.
    pub(super) fn heading(&mut self, text: &Text<Title>) -> Option<String> {
        let heading = self.read(text)?;
        if heading.trim().is_empty() {
            self.report(Diagnostic::error(text.span.clone(), mistake::Lesson::NoHeading));
            return None;
        }
        Some(heading)
    }

    fn highlight(&mut self, table: &Item<HighlightTable>) -> Highlight {
        let hosts = table.hosts.as_ref().map_or(&[][..], |list| &list.items[..]);
        let links = table.links.as_deref().unwrap_or_default();
        let panels = self.all(table.panels.as_ref(), limit::HIGHLIGHTS, Many::Panels);
        self.bounded(hosts.len(), limit::HIGHLIGHTS, Many::Hosts, &table.span);
        self.bounded(links.len(), limit::HIGHLIGHTS, Many::Links, &table.span);
        let found = Highlight {
            hosts: hosts.iter().filter_map(|text| self.host(text)).collect(),
            links: links.iter().filter_map(|pair| self.two_hosts(pair)).collect(),
            panels: panels.into_iter().map(|(panel, _)| panel).collect(),
            lines: table.lines.as_ref().and_then(|table| self.pattern(table)),
        };
        let no_panels = table.panels.as_ref().is_none_or(|list| list.items.is_empty());
        if hosts.is_empty() && links.is_empty() && no_panels && table.lines.is_none() {
            self.report(Diagnostic::error(table.span.clone(), mistake::Lesson::PointsAtNothing));
        }
        found
    }

    /// A text in Markdown, or nothing and a report of each thing in it that is not allowed.
    pub(super) fn prose(&mut self, text: &Text<Markdown>) -> Option<Prose> {
        let words = self.read(text)?;
        if words.trim().is_empty() {
            self.report(Diagnostic::error(text.span.clone(), mistake::Lesson::NoWords));
            return None;
        }
        match Prose::parse(&words) {
            Ok(prose) => Some(prose),
            Err(slips) => {
                for slip in slips {
                    let span = place_in_text(self.source, &text.span, &words, &slip.span);
                    self.report(Diagnostic::error(span, slip.mistake));
                }
                None
            }
        }
    }
}

/// Where a part of a text stands in the file. A text with escapes is pointed at as a whole.
fn place_in_text(
    source: &str,
    text: &Range<usize>,
    words: &str,
    part: &Range<usize>,
) -> Range<usize> {
    let written = source.get(text.clone()).unwrap_or_default();
    let Some(start) = written.find(words) else { return text.clone() };
    let at = |offset: usize| text.start + start + offset;
    let found = words.get(part.clone()).unwrap_or_default();
    at(part.start)..at(part.start + found.trim_end().len())
}
