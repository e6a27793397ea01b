//! The scenarios that the page brings along.

use relay_mail::language::Language;

/// A scenario of the page.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lesson {
    /// Its name in links.
    pub(crate) id: &'static str,
    /// The file.
    pub(crate) source: &'static str,
}

macro_rules! lessons {
    ($($id:literal),* $(,)?) => {
        &[$(Lesson { id: $id, source: include_str!(concat!("../lessons/", $id, ".toml")) }),*]
    };
}

/// All of them, in the order of the menu.
pub(crate) const LESSONS: &[Lesson] = lessons![
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

impl Lesson {
    /// The lesson with that name in links.
    pub(crate) fn find(id: &str) -> Option<&'static Self> {
        LESSONS.iter().find(|lesson| lesson.id == id)
    }

    /// Whether it holds a lesson, and not only what happens.
    pub(crate) fn teaches(&self) -> bool {
        self.source.lines().any(|line| line == "[lesson]")
    }

    /// The lesson after it, in the order of the menu.
    pub(crate) fn next(&self) -> Option<&'static Self> {
        LESSONS.iter().skip_while(|lesson| lesson.id != self.id).skip(1).find(|it| it.teaches())
    }

    /// Its title for the menu: the file says it, and its translation. To read all the files for that
    /// would take the time in which the first of them is shown.
    pub(crate) fn title(&self, language: Language) -> &'static str {
        let title = |line: &'static str| line.strip_prefix("title = \"")?.strip_suffix('"');
        let translated = self.source.lines().skip_while(|line| !says(line, language));
        let translated = translated.take_while(|line| *line != "[[translation.step]]");
        let found = translated.chain(self.source.lines()).find_map(title);
        found.unwrap_or(self.id)
    }
}

/// Whether a line says that a translation is one into that language.
fn says(line: &str, language: Language) -> bool {
    line.strip_prefix("language = \"").and_then(|rest| rest.strip_suffix('"'))
        == Some(language.tag())
}

#[cfg(test)]
mod tests {
    use relay_mail::language::Language;
    use relayscope::scenario::Scenario;
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::LESSONS;

    #[wasm_bindgen_test]
    fn every_lesson_is_valid_and_has_a_title() {
        for lesson in LESSONS {
            let scenario = Scenario::parse(lesson.source);
            let scenario = scenario.unwrap_or_else(|found| panic!("{}: {found:#?}", lesson.id));
            for language in Language::ALL {
                assert_eq!(scenario.title_in(language), lesson.title(language));
            }
            assert_eq!(scenario.lesson.is_some(), lesson.teaches(), "{}", lesson.id);
            assert!(!scenario.title.is_empty() && !scenario.about.is_empty(), "{}", lesson.id);
        }
    }
}
