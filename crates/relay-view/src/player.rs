//! Playing, pausing and stepping, as a machine without a clock: [`Player::tick`] is told how much
//! time has passed on the screen.
//!
//! ```text
//!            play / step                  end of motion, playing
//!   Rest ───────────────▶ Idle ──▶ Motion ─────────────▶ Idle of the next beat …
//!    ▲                                │
//!    └── end of motion, not playing ──┘     seek, step back: straight to Rest
//! ```

use relay_mail::Language;
use relay_mail::language::words;

use crate::pace::Pace;

/// A speed in hundredths: 100 is normal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Speed(u32);

impl Speed {
    /// All speeds that are offered.
    pub const ALL: [Self; 7] =
        [Self(25), Self(50), Self(100), Self(200), Self(400), Self(800), Self(1600)];

    /// The speed at which a beat takes as long as it should.
    pub const NORMAL: Self = Self(100);

    /// A speed of one's own, in hundredths of the normal one: from a tenth to sixteen times.
    pub fn of(hundredths: u32) -> Self {
        Self(hundredths.clamp(10, 1600))
    }

    /// In hundredths of the normal speed.
    pub fn hundredths(self) -> u32 {
        self.0
    }

    /// `0.25×`, `1×`, `16×`, with the decimal sign of the language.
    pub fn label(self, language: Language) -> String {
        let sign = words(".", ",").in_(language);
        match (self.0 / 100, self.0 % 100) {
            (whole, 0) => format!("{whole}×"),
            (whole, part) => {
                format!("{whole}{sign}{}×", format!("{part:02}").trim_end_matches('0'))
            }
        }
    }

    /// The next faster one, or itself.
    pub fn faster(self) -> Self {
        Self::ALL.into_iter().find(|speed| *speed > self).unwrap_or(self)
    }

    /// The next slower one, or itself.
    pub fn slower(self) -> Self {
        Self::ALL.into_iter().rev().find(|speed| *speed < self).unwrap_or(self)
    }
}

/// What is going on between two positions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Nothing moves.
    Rest,
    /// The time before the next beat passes; in thousandths.
    Idle(u32),
    /// The beat of this position is being shown; in thousandths.
    Motion(u32),
}

/// Thousandths.
const WHOLE: u32 = 1000;

/// What a person sees of the motion of a step that they made themselves, in milliseconds at most:
/// who steps wants to go on.
const STEP_MAX_MS: u32 = 650;

/// The part of a beat in which something moves; the rest is for reading, in thousandths.
const MOVING: u32 = 620;

/// Where playback is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Player {
    position: usize,
    stage: Stage,
    /// Microseconds into the stage, at normal speed.
    elapsed: u64,
    playing: bool,
    speed: Speed,
    /// Jump from state to state, as people ask who do not want motion.
    still: bool,
}

impl Default for Player {
    fn default() -> Self {
        Self::new()
    }
}

impl Player {
    /// A player before the first beat, paused.
    pub fn new() -> Self {
        Self {
            position: 0,
            stage: Stage::Rest,
            elapsed: 0,
            playing: false,
            speed: Speed::NORMAL,
            still: false,
        }
    }

    /// How many beats have begun.
    pub fn position(&self) -> usize {
        self.position
    }

    /// For how many beats a session is kept in sight while others are under way: as many as the speed is, and none
    /// for who steps.
    pub fn patience(&self) -> usize {
        let beats = if self.playing { self.speed.0.div_ceil(Speed::NORMAL.0) } else { 1 };
        beats as usize
    }

    /// What is going on.
    pub fn stage(&self) -> Stage {
        self.stage
    }

    /// Whether it goes on by itself.
    pub fn is_playing(&self) -> bool {
        self.playing
    }

    /// How fast.
    pub fn speed(&self) -> Speed {
        self.speed
    }

    /// Whether [`tick`](Self::tick) wants to be called.
    pub fn is_active(&self) -> bool {
        self.playing || self.stage != Stage::Rest
    }

    /// How far the motion of the current beat has come, in thousandths; all the way at rest.
    pub fn motion(&self) -> u32 {
        match self.stage {
            Stage::Motion(_) if self.still => WHOLE,
            Stage::Motion(part) => (part * WHOLE / MOVING).min(WHOLE),
            Stage::Rest | Stage::Idle(_) => WHOLE,
        }
    }

    /// How far the time before the next beat has passed, in thousandths; `None` when none passes.
    pub fn idle(&self) -> Option<u32> {
        match self.stage {
            Stage::Idle(_) if self.still => Some(0),
            Stage::Idle(part) => Some(part),
            Stage::Rest | Stage::Motion(_) => None,
        }
    }

    /// Sets how fast it plays.
    pub fn set_speed(&mut self, speed: Speed) {
        self.speed = speed;
    }

    /// Sets whether it jumps instead of moving.
    pub fn set_still(&mut self, still: bool) {
        self.still = still;
    }

    /// Starts playing; from the end, it starts over.
    pub fn play(&mut self, pace: &Pace) {
        if self.position >= pace.len() && self.stage == Stage::Rest {
            self.seek(pace, 0);
        }
        self.playing = true;
    }

    /// Stops at what is shown now; a motion that began is completed.
    pub fn pause(&mut self) {
        self.playing = false;
        if let Stage::Idle(_) = self.stage {
            self.rest();
        }
    }

    /// Goes straight to a position and stays there; goes on if it was playing.
    pub fn seek(&mut self, pace: &Pace, position: usize) {
        self.position = position.min(pace.len());
        self.rest();
    }

    /// Goes one beat on, with its motion, and stays there.
    pub fn step_forward(&mut self, pace: &Pace) {
        self.playing = false;
        if self.position < pace.len() {
            self.position += 1;
            self.enter(Stage::Motion(0));
        } else {
            self.rest();
        }
    }

    /// Goes one beat back, and stays there.
    pub fn step_back(&mut self, pace: &Pace) {
        self.playing = false;
        self.seek(pace, self.position.saturating_sub(1));
    }

    /// Goes to a position with the motion of its last beat, and stays there.
    pub fn step_to(&mut self, pace: &Pace, position: usize) {
        self.seek(pace, position.saturating_sub(1));
        self.step_forward(pace);
    }

    /// Lets time pass on the screen. A single call passes over several beats when they are shorter
    /// than it.
    pub fn tick(&mut self, pace: &Pace, micros: u64) {
        let scaled = micros * u64::from(self.speed.0) / 100;
        let mut left = scaled;
        // Time that was spent elsewhere, in a tab behind another one, is not made up for.
        let mut beats_max = 32;
        while self.is_active() && beats_max > 0 {
            let length = u64::from(self.length(pace)) * 1000;
            if self.stage != Stage::Rest && self.elapsed + left < length {
                self.elapsed += left;
                let part = u32::try_from(self.elapsed * u64::from(WHOLE) / length.max(1));
                let part = part.unwrap_or(WHOLE).min(WHOLE);
                self.stage = match self.stage {
                    Stage::Idle(_) => Stage::Idle(part),
                    _ => Stage::Motion(part),
                };
                return;
            }
            left = (self.elapsed + left).saturating_sub(length);
            self.go_on(pace);
            beats_max -= 1;
        }
    }

    /// How long the current stage takes, in milliseconds at normal speed.
    fn length(&self, pace: &Pace) -> u32 {
        match self.stage {
            Stage::Rest => 0,
            Stage::Idle(_) => pace
                .beats()
                .get(self.position)
                .and_then(|beat| beat.idle)
                .map_or(0, |idle| idle.millis),
            Stage::Motion(_) => {
                let millis = pace.beat(self.position).map_or(0, |beat| beat.millis);
                if self.playing { millis } else { millis.min(STEP_MAX_MS) }
            }
        }
    }

    /// The current stage is over.
    fn go_on(&mut self, pace: &Pace) {
        match (self.stage, pace.beats().get(self.position)) {
            (Stage::Rest | Stage::Motion(_), Some(next)) if self.playing => {
                if next.idle.is_some() {
                    self.enter(Stage::Idle(0));
                } else {
                    self.position += 1;
                    self.enter(Stage::Motion(0));
                }
            }
            (Stage::Idle(_), Some(_)) => {
                self.position += 1;
                self.enter(Stage::Motion(0));
            }
            _ => {
                self.playing = false;
                self.rest();
            }
        }
    }

    fn enter(&mut self, stage: Stage) {
        (self.stage, self.elapsed) = (stage, 0);
    }

    fn rest(&mut self) {
        self.enter(Stage::Rest);
    }
}
