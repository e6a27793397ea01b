//! The loop of frames: runs while something moves or is still to be computed, and rests otherwise.

use leptos::prelude::*;

use crate::stage::Stage;

/// The longest time that one frame stands for, in milliseconds: what passed while the tab was in
/// the background is not made up for.
const FRAME_MAX_MS: f64 = 250.0;

/// Keeps the loop running while it is needed.
pub(crate) fn run(stage: Stage) {
    let running = StoredValue::new(false);
    Effect::new(move |_| {
        if stage.wants_frames() && !running.get_value() {
            running.set_value(true);
            next(stage, running, now());
        }
    });
}

fn next(stage: Stage, running: StoredValue<bool>, before: f64) {
    request_animation_frame(move || {
        // The application may be gone by now.
        if running.try_get_value().is_none() {
            return;
        }
        let at = now();
        let passed = (at - before).clamp(0.0, FRAME_MAX_MS);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
        stage.frame((passed * 1000.0) as u64);
        if stage.wants_frames_untracked() {
            next(stage, running, at);
        } else {
            running.set_value(false);
        }
    });
}

/// Milliseconds of the screen's own clock.
pub(crate) fn now() -> f64 {
    web_sys::window().and_then(|window| window.performance()).map_or(0.0, |clock| clock.now())
}
