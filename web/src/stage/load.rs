//! What is shown: a lesson, a file, a message in place of the scenario's, or a run that was shared.

use leptos::prelude::*;
use relay_mail::Language;
use relay_view::letter::like_the_first;
use relay_view::show::Unshown;
use relay_view::{MessageFile, Show};
use relayscope::share::Shared;

use super::{Given, Source, Stage, Tab};
use crate::desk::LessonWish;
use crate::lessons::Lesson;
use crate::strings;
use crate::trouble::Trouble;

impl Stage {
    /// Loads a lesson, with another seed than its own where one is given.
    pub(crate) fn load_lesson(&self, lesson: &'static Lesson, seed: Option<u64>) {
        self.given.set(Given { message: None, seed });
        self.load(lesson.source, Source::Lesson(lesson.id)).expect("a test loads every lesson");
    }

    /// Loads a scenario file of the visitor, with another seed than its own where one is given.
    /// What is wrong with it is shown, too.
    pub(crate) fn load_file(
        &self,
        name: String,
        text: &str,
        seed: Option<u64>,
    ) -> Result<(), Trouble> {
        let before = self.given.get_untracked();
        self.given.set(Given { message: None, seed });
        let loaded = self.load(text, Source::File(name));
        if loaded.is_err() {
            self.given.set(before);
        }
        loaded
    }

    /// Sends the message of a file: in place of the scenario's before anything has happened, and now in a
    /// run that is under way, of which nothing is lost by it.
    pub(crate) fn take_message(&self, file: MessageFile) {
        let is_new = self.with_untracked(|show| show.journal().is_empty());
        if is_new && self.position.get_untracked() == 0 {
            return self.load_message(file);
        }
        match self.with_untracked(|show| like_the_first(show.scenario(), &file)) {
            Ok(command) => {
                self.trouble.set(None);
                self.act(command);
                self.tab.set(Tab::Session);
            }
            Err(found) => {
                let trouble = Trouble::in_scenario(&file.name, "", &[found]);
                self.trouble.set(Some(trouble));
            }
        }
    }

    /// Sends the message of a file in place of the scenario's, from the start.
    pub(crate) fn load_message(&self, file: MessageFile) {
        let before = self.given.get_untracked();
        self.given.update(|given| given.message = Some(file));
        let source = self.show.with(|show| show.source().to_owned());
        if self.load(&source, self.source.get_untracked()).is_err() {
            self.given.set(before);
        }
    }

    /// Sends the scenario's own message again.
    pub(crate) fn drop_message(&self) {
        self.given.update(|given| given.message = None);
        let source = self.show.with(|show| show.source().to_owned());
        self.load(&source, self.source.get_untracked()).expect("it was loaded before");
    }

    /// Loads a scenario; when it has mistakes, everything stays as it is but for the message about
    /// them.
    fn load(&self, text: &str, source: Source) -> Result<(), Trouble> {
        let Given { message: file, seed } = self.given.get_untracked();
        match Show::load_with(text, file.as_ref(), seed) {
            Ok(show) => {
                self.present(show, source, 0);
                Ok(())
            }
            Err(found) => {
                let about_message = file.is_some_and(|_| found.iter().all(|it| it.span == (0..0)));
                let text = if about_message { "" } else { text };
                let language = self.language.get_untracked();
                let name = named(language, &source);
                let trouble = Trouble::in_scenario(&name, text, &found);
                self.trouble.set(Some(trouble.clone()));
                Err(trouble)
            }
        }
    }

    /// Shows a run that a link carries; otherwise says why it cannot be shown, and everything stays
    /// as it is.
    pub(crate) fn load_shared(
        &self,
        shared: &Shared,
        text: &str,
        source: Source,
        message: Option<MessageFile>,
    ) -> Result<(), Trouble> {
        let language = self.language.get_untracked();
        let show = Show::load_shared(text, shared, message.as_ref()).map_err(|why| match why {
            Unshown::Scenario(found) => {
                Trouble::in_scenario(&named(language, &source), text, &found)
            }
            Unshown::Link(error) => Trouble::in_link(error),
        })?;
        self.given.set(Given { message, seed: shared.seed });
        self.present(show, source, shared.position);
        if let Some(number) = shared.lesson_step {
            self.read_lesson_step(number, false);
        }
        // One that a newer version knows is none here, and what is open stays so.
        if let Some(tab) = shared.tab.as_deref().and_then(Tab::named) {
            self.tab.set(tab);
        }
        Ok(())
    }

    /// Reads a step of the lesson, counted from 1; nothing where there is none of that number. The run
    /// goes to where it pauses, if it `seeks`.
    pub(crate) fn read_lesson_step(&self, number: usize, seeks: bool) {
        let wish = number.checked_sub(1).map(|step| LessonWish { step, seeks });
        self.desk().lesson_wish.set(wish);
    }

    /// Shows another run, where so many records have happened.
    fn present(&self, mut show: Show, source: Source, records: usize) {
        let (position, is_known) = show.place_of(records);
        show.set_language(self.language.get_untracked());
        self.show.with_mut(|held| *held = show);
        self.trouble.set(None);
        self.selected.set(None);
        self.desk().clear();
        self.source.set(source);
        self.player.update(|player| {
            player.pause();
            self.show.with(|show| player.seek(show.pace(), position));
        });
        self.desk().goal.set_value((!is_known).then_some(records));
        self.epoch.update(|epoch| *epoch += 1);
        self.loaded.update(|loaded| *loaded += 1);
        self.announce(&strings::loaded(self.language.get_untracked(), &self.title()));
    }

    /// Undoes whatever people did, and goes to the start.
    pub(crate) fn reset(&self) {
        let position = self.position.get_untracked();
        if self.with_untracked(|show| !show.journal().is_empty()) {
            self.change(|show| show.reset(position).then_some(()));
            self.announce(strings::told::UNDONE.in_(self.language.get_untracked()));
        }
        self.seek(0);
    }

    /// Goes to where so many records have happened, as soon as that is computed.
    pub(crate) fn seek_records(&self, records: usize) {
        let (position, is_known) = self.show.with(|show| show.place_of(records));
        self.seek(position);
        self.desk().goal.set_value((!is_known).then_some(records));
    }

    /// Goes to where a link begins, or to the end that was asked for, once it is computed.
    pub(super) fn reach_goal(&self) {
        let Some(records) = self.desk().goal.get_value() else { return };
        let (position, is_known) = self.show.with(|show| show.place_of(records));
        if is_known {
            // The step of the lesson is known now, too, and is read in a moment.
            let wish = self.desk().lesson_wish.get_untracked();
            self.seek(position);
            self.desk().lesson_wish.set(wish);
        }
    }
}

/// What a source is called where its scenario has no title, and in messages about mistakes.
pub(super) fn named(language: Language, source: &Source) -> String {
    match source {
        Source::File(name) => name.clone(),
        Source::Lesson(id) => (*id).to_owned(),
        Source::Link => strings::FROM_LINK.in_(language).to_owned(),
    }
}
