//! After a frame: what asks where things stand, or moves them, waits until all is laid out and drawn.

use core::time::Duration;

use leptos::prelude::*;

/// Does something once the next frame is drawn. Who asks for a place or a height before lays out all of the
/// page for it, and what changes in the same frame lays it out again: while it plays, that is half of the work.
pub(crate) fn once_drawn(act: impl FnOnce() + 'static) {
    request_animation_frame(move || set_timeout(act, Duration::ZERO));
}
