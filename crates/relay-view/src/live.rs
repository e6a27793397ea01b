//! What a screen reader is told while a run goes on: the last sentences, each of which is added once.
//!
//! At a speed at which people can listen, nothing is left out. Beyond it, sentences come now and
//! then, and how much happened in between is said in a few words.

use std::collections::VecDeque;

/// Sentences that are kept: those before them have been said.
pub const LINES_MAX: usize = 24;

/// Beyond the speed of speech, sentences come at most so often.
pub const EVERY_MILLIS: u64 = 1500;

/// The last sentences.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Live {
    lines: VecDeque<Line>,
    next: u64,
    /// Steps that have passed untold.
    untold: usize,
    /// When playing last told something.
    told_at: Option<u64>,
}

/// A sentence, and its number: no two have the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its number.
    pub no: u64,
    /// What it says.
    pub text: String,
}

/// How the run went on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Passed {
    /// The position before.
    pub from: usize,
    /// The position now.
    pub to: usize,
    /// The time of the reader, in milliseconds since anything.
    pub millis: u64,
    /// Whether all of it is told: people can follow, at this speed.
    pub all: bool,
    /// Whether playing has ended here.
    pub ended: bool,
}

impl Live {
    /// The sentences, the oldest first.
    pub fn lines(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter()
    }

    /// Forgets all sentences: what is said from now on is in another language.
    pub fn clear(&mut self) {
        self.lines.clear();
        self.untold = 0;
    }

    /// Says something at once; not twice in a row. `left_out` says in words how many steps were not
    /// told before it.
    pub fn say(&mut self, text: &str, left_out: impl Fn(usize) -> String) {
        // The last of them is what is said.
        self.sum_up(1, left_out);
        if self.lines.back().is_none_or(|last| last.text != text) {
            self.push(text.to_owned());
        }
    }

    /// Steps have passed while it plays. `sentence` tells what is shown at a position.
    pub fn pass(
        &mut self,
        passed: Passed,
        sentence: impl Fn(usize) -> String,
        left_out: impl Fn(usize) -> String,
    ) {
        let Passed { from, to, millis, all, ended } = passed;
        self.untold += to.saturating_sub(from);
        if all {
            let told = self.untold.min(LINES_MAX / 2);
            self.sum_up(told, left_out);
            for position in (to + 1).saturating_sub(told)..=to {
                self.push(sentence(position));
            }
            self.told_at = Some(millis);
            return;
        }
        let is_time = self.told_at.is_none_or(|at| millis >= at.saturating_add(EVERY_MILLIS));
        if ended || is_time {
            self.sum_up(1, left_out);
            self.push(sentence(to));
            self.told_at = Some(millis);
        }
    }

    /// Says how many steps were left out but for the last `told` of them; nothing is untold then.
    fn sum_up(&mut self, told: usize, left_out: impl Fn(usize) -> String) {
        let untold = core::mem::take(&mut self.untold).saturating_sub(told);
        if untold > 0 {
            self.push(left_out(untold));
        }
    }

    fn push(&mut self, text: String) {
        self.lines.push_back(Line { no: self.next, text });
        self.next += 1;
        let over = self.lines.len().saturating_sub(LINES_MAX);
        self.lines.drain(..over);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left_out(steps: usize) -> String {
        format!("{steps} left out")
    }

    fn texts(live: &Live) -> Vec<&str> {
        live.lines().map(|line| line.text.as_str()).collect()
    }

    fn pass(live: &mut Live, [from, to]: [usize; 2], millis: u64, all: bool, ended: bool) {
        let passed = Passed { from, to, millis, all, ended };
        live.pass(passed, |at| format!("step {at}"), left_out);
    }

    #[test]
    fn nothing_is_lost_at_the_speed_of_speech() {
        let mut live = Live::default();
        for (millis, at) in (0..7).enumerate() {
            pass(&mut live, [at, at + 1], millis as u64, true, false);
        }
        pass(&mut live, [7, 9], 8, true, true);
        let all: Vec<String> = (1..10).map(|at| format!("step {at}")).collect();
        assert_eq!(texts(&live), all);
        let numbers: Vec<u64> = live.lines().map(|line| line.no).collect();
        assert!(numbers.is_sorted_by(|a, b| a < b));
    }

    #[test]
    fn what_is_left_out_is_summed_up() {
        let mut live = Live::default();
        pass(&mut live, [0, 1], 0, false, false);
        for at in 1..6 {
            pass(&mut live, [at, at + 1], 100 * at as u64, false, false);
        }
        assert_eq!(texts(&live), ["step 1"]);
        pass(&mut live, [6, 7], EVERY_MILLIS, false, false);
        assert_eq!(texts(&live), ["step 1", "5 left out", "step 7"]);
        pass(&mut live, [7, 10], EVERY_MILLIS + 1, false, true);
        assert_eq!(texts(&live)[3..], ["2 left out", "step 10"]);
        // Whoever pauses hears what was left out as well.
        pass(&mut live, [10, 12], EVERY_MILLIS + 2, false, false);
        live.say("step 12", left_out);
        assert_eq!(texts(&live)[5..], ["1 left out", "step 12"]);
    }

    #[test]
    fn it_is_bounded_and_never_stutters() {
        let mut live = Live::default();
        live.say("a", left_out);
        live.say("a", left_out);
        assert_eq!(texts(&live), ["a"]);
        pass(&mut live, [0, 1000], 0, true, false);
        assert_eq!(texts(&live)[1], "988 left out");
        assert_eq!(texts(&live).last(), Some(&"step 1000"));
        for at in 0..100 {
            live.say(&at.to_string(), left_out);
        }
        assert_eq!(live.lines().count(), LINES_MAX);
        let last = live.lines().map(|line| line.no).max();
        live.clear();
        assert_eq!(live.lines().count(), 0);
        live.say("99", left_out);
        assert!(live.lines().next().map(|line| line.no) > last, "no number comes twice");
    }
}
