//! A run as a link: opening one, and the texts that carry the run to other pages.

use leptos::prelude::*;
use relay_mail::Language;
use relay_view::MessageFile;
use relayscope::share::{Shared, Source as Carried};

use crate::lessons::Lesson;
use crate::setting::Setting;
use crate::stage::{Source, Stage, Tab};
use crate::strings;
use crate::trouble::Trouble;

/// Where links lead: addresses that the element knows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Home {
    /// The page that opens links, without query and fragment; empty where nobody said so.
    pub(crate) page: String,
    /// The script that makes the tag known.
    pub(crate) script: String,
    /// The page for frames.
    pub(crate) frame: String,
}

/// What a link says, and where in it.
enum Words {
    /// Parameters, for a built-in scenario to which nobody did anything: they stay short.
    Parameters(Vec<(&'static str, String)>),
    /// Everything, in the fragment.
    Fragment(String),
}

impl Stage {
    /// Opens a link; otherwise says why it cannot be opened, and everything stays as it is. `file`
    /// is the name of the file that its scenario came from, where that is known, and `message` what is
    /// sent in place of the scenario's message.
    pub(crate) fn open_link(
        &self,
        link: &str,
        file: Option<&str>,
        message: Option<MessageFile>,
    ) -> Result<(), Trouble> {
        let opened = Shared::open(link).map_err(Trouble::in_link);
        let opened = opened.and_then(|shared| match &shared.scenario {
            Carried::Lesson(id) => {
                let lesson = Lesson::find(id);
                let lesson = lesson.ok_or_else(|| {
                    let language = self.language.get_untracked();
                    Trouble::in_name_of_link(&strings::no_such_lesson(language, id))
                })?;
                self.load_shared(&shared, lesson.source, Source::Lesson(lesson.id), message)
            }
            Carried::Text(text) => {
                let source = file.map_or(Source::Link, |name| Source::File(name.to_owned()));
                self.load_shared(&shared, text, source, message)
            }
        });
        if let Err(trouble) = &opened {
            self.trouble.set(Some(trouble.clone()));
        }
        opened
    }

    /// What a link to the run carries; `pin` for where it is shown, otherwise from its start. A message
    /// file in place of the scenario's message is not in it.
    pub(crate) fn carried(&self, pin: bool) -> Shared {
        let position = if pin { self.position.get_untracked() } else { 0 };
        let lesson = self.source.get_untracked().lesson();
        let mut shared = self.with_untracked(|show| show.shared(position, lesson));
        shared.lesson_step = self.lesson_step().filter(|_| pin);
        shared.tab = self.open_tab().map(str::to_owned);
        shared
    }

    /// The name of the tab that is open; none for the one with which everybody begins.
    fn open_tab(&self) -> Option<&'static str> {
        let tab = self.tab.get_untracked();
        (tab != Tab::default()).then(|| tab.name())
    }

    /// The step of the lesson that is read, from 1.
    pub(crate) fn lesson_step(&self) -> Option<usize> {
        self.desk().lesson_step.get_untracked().map(|step| step + 1)
    }

    fn words(&self, pin: bool) -> Result<Words, String> {
        let lesson = self.source.get_untracked().lesson();
        let untouched = self.with_untracked(|show| show.journal().is_empty());
        let (Some(id), true) = (lesson, untouched) else {
            let link = self.carried(pin).link();
            return link
                .map(Words::Fragment)
                .map_err(|error| error.told(self.language.get_untracked()));
        };
        let mut words = vec![("scenario", id.to_owned())];
        if let Some(seed) = self.with_untracked(relay_view::Show::seed) {
            words.push(("seed", seed.to_string()));
        }
        let position = self.position.get_untracked();
        let lesson_step = self.lesson_step().filter(|_| pin);
        // Without a place, the step of a lesson would bring its own.
        if pin && (position > 0 || lesson_step.is_some()) {
            words.push(("step", position.to_string()));
        }
        if let Some(step) = lesson_step {
            words.push(("lesson-step", step.to_string()));
        }
        if let Some(tab) = self.open_tab() {
            words.push(("tab", tab.to_owned()));
        }
        Ok(Words::Parameters(words))
    }

    /// The link to this view.
    pub(crate) fn share_url(&self, setting: Setting, pin: bool) -> Result<String, String> {
        let home = setting.known_home(self.language.get_untracked())?;
        Ok(self.words(pin)?.behind(&home.page))
    }

    /// The tag that shows this view in a page.
    pub(crate) fn element_code(&self, setting: Setting, pin: bool) -> Result<String, String> {
        let home = setting.known_home(self.language.get_untracked())?;
        let words = self.words(pin)?;
        let attributes: String = match &words {
            Words::Parameters(all) => all.iter().map(|it| attribute(it.0, &it.1)).collect(),
            Words::Fragment(link) => attribute("src", &format!("#s={link}")),
        };
        Ok(format!(
            "<script type=\"module\"{}></script>\n<relay-scope{attributes}>\n  <a{}>{}</a>\n\
             </relay-scope>",
            attribute("src", &home.script),
            attribute("href", &words.behind(&home.page)),
            escaped(&strings::open_it(self.language.get_untracked(), &self.title())),
        ))
    }

    /// The frame that shows this view in a page.
    pub(crate) fn frame_code(&self, setting: Setting, pin: bool) -> Result<String, String> {
        let home = setting.known_home(self.language.get_untracked())?;
        let src = self.words(pin)?.behind(&home.frame);
        Ok(format!(
            "<iframe{}{} width=\"900\" height=\"560\" style=\"border: 0\" loading=\"lazy\" \
             allow=\"fullscreen; clipboard-write\"></iframe>",
            attribute("src", &src),
            attribute("title", &self.title()),
        ))
    }
}

impl Words {
    /// The address with these words behind it.
    fn behind(&self, address: &str) -> String {
        match self {
            // Names and numbers: nothing in them has to be escaped.
            Self::Parameters(all) => {
                let all: Vec<_> =
                    all.iter().map(|(name, value)| format!("{name}={value}")).collect();
                format!("{address}?{}", all.join("&"))
            }
            Self::Fragment(link) => format!("{address}#s={link}"),
        }
    }
}

impl Setting {
    fn known_home(self, language: Language) -> Result<Home, String> {
        let home = self.home.get_untracked();
        if home.page.is_empty() { Err(strings::NO_HOME.in_(language).to_owned()) } else { Ok(home) }
    }
}

/// An attribute with a space before it.
fn attribute(name: &str, value: &str) -> String {
    format!(" {name}=\"{}\"", escaped(value))
}

/// A text that is safe between tags and in quotes.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::{Words, attribute};

    #[wasm_bindgen_test]
    fn what_is_pasted_into_a_page_holds_no_markup_of_others() {
        let title = attribute("title", "\"><script>alert('&')</script>");
        assert_eq!(title, " title=\"&quot;&gt;&lt;script&gt;alert('&amp;')&lt;/script&gt;\"");
    }

    #[wasm_bindgen_test]
    fn words_stand_behind_an_address() {
        let words = Words::Parameters(vec![("scenario", "relay".into()), ("step", "12".into())]);
        assert_eq!(words.behind("https://a.example/"), "https://a.example/?scenario=relay&step=12");
        let words = Words::Fragment("t1.x".into());
        assert_eq!(words.behind("https://a.example/e.html"), "https://a.example/e.html#s=t1.x");
    }
}
