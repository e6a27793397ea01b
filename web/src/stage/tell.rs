//! What a screen reader is told.

use leptos::prelude::*;
use relay_view::Player;
use relay_view::live::Passed;
use relay_view::player::Speed;

use super::Stage;
use crate::caption::caption_at;
use crate::strings;

impl Stage {
    /// Tells what has passed while it plays.
    pub(super) fn tell_passed(&self, from: usize, to: usize) {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "milliseconds since the page was opened"
        )]
        let millis = crate::frame::now() as u64;
        let (all, ended) = self.player.with_untracked(|player: &Player| {
            (player.speed() <= Speed::NORMAL, !player.is_playing())
        });
        let passed = Passed { from, to, millis, all, ended };
        let sentence = |at| self.with_untracked(|show| caption_at(show, at).text);
        let language = self.language.get_untracked();
        self.announcement
            .update(|live| live.pass(passed, sentence, |steps| strings::left_out(language, steps)));
        if let Some(end) = self.end() {
            self.announce(&end);
        }
    }

    /// Tells what just happened, in one piece with the end: the same twice is told once.
    pub(super) fn announce_caption(&self) {
        let mut text = self.caption.with_untracked(|caption| caption.text.clone());
        if let Some(end) = self.end() {
            text.push(' ');
            text.push_str(&end);
        }
        self.announce(&text);
    }

    /// That nothing more is to happen, where it is so: who sees the page sees it.
    fn end(&self) -> Option<String> {
        let outcome = self.caption.with_untracked(|caption| caption.outcome.clone())?;
        Some(strings::told::ended(self.language.get_untracked(), &outcome))
    }

    /// Lets a screen reader say something.
    pub(crate) fn announce(&self, text: &str) {
        let language = self.language.get_untracked();
        self.announcement.update(|live| live.say(text, |steps| strings::left_out(language, steps)));
    }
}
