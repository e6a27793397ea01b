//! What the page around hears: every change, once, as a name and a detail in JSON.

use leptos::prelude::*;
use relay_mail::Language;
use relay_view::Player;
use relay_view::outside::{self, Event};
use serde_json::json;
use wasm_bindgen::JsValue;

use crate::stage::{Chosen, Stage};

/// A function of the page, called with a name and a text in JSON.
pub(crate) type Listener = StoredValue<js_sys::Function, LocalStorage>;

/// Tells `listener` of everything that happens on the stage.
pub(crate) fn report(stage: Stage, listener: Listener) {
    let tell = move |name: &str, detail: serde_json::Value| {
        let detail = JsValue::from_str(&detail.to_string());
        // What the page makes of it is its own affair.
        listener.with_value(|it| drop(it.call2(&JsValue::NULL, &JsValue::from_str(name), &detail)));
    };
    steps(stage, tell);
    Effect::new(move |before: Option<u32>| {
        let loaded = stage.loaded.get();
        if before.is_some_and(|before| before != loaded) {
            let (scenario, title) = (stage.scenario_id(), stage.title());
            tell("load", json!({ "scenario": scenario, "title": title }));
        }
        loaded
    });
    Effect::new(move |before: Option<u32>| {
        let changes = stage.changes.get();
        if before.is_some_and(|before| before != changes) {
            tell("change", json!({}));
        }
        changes
    });
    Effect::new(move |before: Option<Language>| {
        let language = stage.language.get();
        if before.is_some_and(|before| before != language) {
            tell("language", json!({ "language": language.tag() }));
        }
        language
    });
    lesson_steps(stage, tell);
    let playing = Memo::new(move |_| stage.player.with(Player::is_playing));
    Effect::new(move |before: Option<bool>| {
        let playing = playing.get();
        if before.is_some_and(|before| before != playing) {
            let ended = !playing && stage.is_at_end();
            tell(if playing { "play" } else { "pause" }, json!({}));
            if ended {
                tell("ended", json!({}));
            }
        }
        playing
    });
    let speed = Memo::new(move |_| stage.player.with(|player| player.speed().hundredths()));
    Effect::new(move |before: Option<u32>| {
        let speed = speed.get();
        if before.is_some_and(|before| before != speed) {
            tell("ratechange", json!({ "playbackRate": f64::from(speed) / 100.0 }));
        }
        speed
    });
    selections(stage, tell);
    // The element asks the browser for it: this is no event of its own.
    Effect::new(move |before: Option<u32>| {
        let wishes = stage.desk().full_screen.get();
        if before.is_some_and(|before| before != wishes) {
            tell("fullscreen", json!({}));
        }
        wishes
    });
    Effect::new(move |_| {
        if let Some(trouble) = stage.trouble.get().filter(|trouble| !trouble.is_known) {
            let (code, message) = (&*trouble.code, trouble.text(stage.language.get_untracked()));
            let span = trouble.span.map(|[start, end]| json!({ "start": start, "end": end }));
            tell("error", json!({ "code": code, "message": message, "span": span }));
        }
    });
}

/// Steps one by one, those too that one late frame shows together; jumps as one.
fn steps(stage: Stage, tell: impl Fn(&str, serde_json::Value) + Copy + 'static) {
    Effect::new(move |before: Option<usize>| {
        let position = stage.position.get();
        let Some(before) = before.filter(|before| *before != position) else { return position };
        let walked = stage.desk().walked_to.get_value() == Some(position) && position > before;
        if walked || position == before + 1 {
            (before + 1..=position).for_each(|position| step(stage, tell, position));
        } else {
            let micros = stage.with_untracked(|show| show.pace().time_at(position).as_micros());
            tell("step", json!({ "index": position, "micros": micros, "events": [] }));
            tell("seek", json!({ "index": position, "micros": micros }));
        }
        position
    });
}

/// The step to `position`.
fn step(stage: Stage, tell: impl Fn(&str, serde_json::Value), position: usize) {
    let (micros, event) = stage.with_untracked(|show| {
        let (cast, trace, pace) = (show.cast(), show.trace(), show.pace());
        let event = outside::event(cast, trace, pace, position);
        (pace.time_at(position).as_micros(), event)
    });
    let events: Vec<&Event> = event.iter().collect();
    tell("step", json!({ "index": position, "micros": micros, "events": events }));
    let Some(event) = &event else { return };
    tell("event", json!(event));
    if stage.moments().iter().any(|(at, _)| *at == position) {
        tell("marker", json!({ "index": position, "kind": event.kind }));
    }
}

/// The steps of a lesson that come to be read: marks that its author has set.
fn lesson_steps(stage: Stage, tell: impl Fn(&str, serde_json::Value) + Copy + 'static) {
    Effect::new(move |before: Option<Option<usize>>| {
        let step = stage.desk().lesson_step.get();
        if let Some(step) = step.filter(|_| before.is_some_and(|before| before != step)) {
            let index = stage.position.get_untracked();
            tell(
                "marker",
                json!({ "index": index, "kind": "lesson-step", "lessonStep": step + 1 }),
            );
        }
        step
    });
}

/// Hosts and messages that somebody looks at.
fn selections(stage: Stage, tell: impl Fn(&str, serde_json::Value) + Copy + 'static) {
    Effect::new(move |before: Option<Option<String>>| {
        let host = stage.selected.get().and_then(Chosen::host);
        let name = host.map(|id| stage.with_untracked(|show| show.cast().name(id).to_owned()));
        if before.is_some_and(|before| before != name) && name.is_some() {
            tell("select", json!({ "kind": "host", "id": name }));
        }
        name
    });
    Effect::new(move |before: Option<Option<relay_host::MailId>>| {
        let shown = stage.desk().message.get();
        if before.is_some_and(|before| before != shown)
            && let Some(mail) = shown
        {
            // One that was kept may be none of this run, or none that is computed already.
            let id = stage.with_untracked(|show| {
                let trace = show.trace();
                let is_there = mail.index() < trace.mail_count();
                is_there.then(|| relay_host::queue_id(trace.mail(mail).1.queue_no).to_string())
            });
            if id.is_some() {
                tell("select", json!({ "kind": "message", "id": id }));
            }
        }
        shown
    });
}
