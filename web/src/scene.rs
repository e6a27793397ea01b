//! What is in the middle: the map or the ladder, both where there is room, and what just happened.

use leptos::prelude::*;
use relay_view::layout::Size;

use crate::arrival::{self, Arriving};
use crate::caption::CaptionLine;
use crate::desk::Scenery;
use crate::ladder::Ladder;
use crate::map::Map;
use crate::setting::Setting;
use crate::stage::Stage;
use crate::{size, theme};

/// How high the scene is in pixels where it has room for two.
const HEIGHT_FOR_BOTH: i32 = 745;

/// Windows that have room for two, in the browser's own size of letters: others scroll as a whole, or have
/// the lesson beside the panel.
const WINDOW_FOR_BOTH: &str = "(min-width: 80rem) and (min-height: 55rem)";

/// The map or the ladder, and the caption.
#[component]
pub(crate) fn Scene(scene: NodeRef<leptos::html::Div>) -> impl IntoView {
    let (stage, setting) = (expect_context::<Stage>(), expect_context::<Setting>());
    let desk = stage.desk();
    if setting.is_page {
        Effect::new(move |_| {
            let Some(scene) = scene.get() else { return };
            size::watch(&scene, move |Size { height, .. }| {
                let has_map = setting.panels.get_untracked().network;
                let is_roomy = has_map && height >= HEIGHT_FOR_BOTH && theme::asks(WINDOW_FOR_BOTH);
                if desk.has_room.get_untracked() != is_roomy {
                    desk.has_room.set(is_roomy);
                }
            });
        });
    }
    let has_ladder = move || desk.scenery.get() == Scenery::Ladder;
    view! {
        <div
            class="scene"
            class:has-both=move || desk.shows_both()
            node_ref=scene
            hidden=move || !setting.panels.get().has_scene()
        >
            <Arriving part=arrival::Part::Scene>
                <Show when=move || desk.shows_both() || !has_ladder()>
                    <Map />
                </Show>
                <Show when=has_ladder>
                    <Ladder />
                </Show>
                <CaptionLine />
            </Arriving>
        </div>
    }
}
