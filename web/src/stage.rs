//! The state of the page, and what follows from it.

mod choose;
mod in_sight;
mod load;
mod tell;

use std::collections::BTreeMap;

use leptos::prelude::*;
use relay_kernel::{RecordId, SimTime};
use relay_mail::Language;
use relay_view::layout::{Arrangement, Layout, Size};
use relay_view::live::Live;
use relay_view::map::Scene;
use relay_view::sheet::Sheet;
use relay_view::transcript::Transcript;
use relay_view::{MessageFile, Moment, Player, Show, Step, clock};
use relayscope::scenario::Position;
use relayscope::trace::HostId;

pub(crate) use choose::Chosen;

use crate::caption::{Caption, caption_at};
use crate::desk::{Desk, Scenery};
use crate::held::Held;
use crate::lessons::LESSONS;
use crate::setting::Panels;
pub(crate) use crate::tab::Tab;
use crate::trouble::Trouble;

/// Where the scenario came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// The page.
    Lesson(&'static str),
    /// A file of the visitor.
    File(String),
    /// A link that carries the scenario itself.
    Link,
}

impl Source {
    /// The name of the built-in scenario; none for another one.
    pub(crate) fn lesson(&self) -> Option<&'static str> {
        match self {
            Self::Lesson(id) => Some(id),
            Self::File(_) | Self::Link => None,
        }
    }
}

/// Milliseconds of a frame in which a run is computed; the rest is for drawing it.
const COMPUTE_MAX_MS: f64 = 8.0;

/// What takes the place of something in the scenario.
#[derive(Clone, Debug, Default)]
struct Given {
    /// A message file that is sent.
    message: Option<MessageFile>,
    /// The seed.
    seed: Option<u64>,
}

/// The state of the page: handles that are cheap to copy.
#[derive(Clone, Copy)]
pub(crate) struct Stage {
    show: Held,
    /// Counts the changes of the run.
    epoch: RwSignal<u32>,
    /// Counts how often one of the runs that were left has become whole.
    left_epoch: RwSignal<u32>,
    /// Counts the loadings.
    pub(crate) loaded: RwSignal<u32>,
    /// Counts what people did to the world.
    pub(crate) changes: RwSignal<u32>,
    given: RwSignal<Given>,
    /// Where playback is.
    pub(crate) player: RwSignal<Player>,
    /// The pixels that the map has.
    pub(crate) area: RwSignal<Size>,
    /// The host or the link whose sheet is shown.
    pub(crate) selected: RwSignal<Option<Chosen>>,
    /// What the panel shows.
    pub(crate) tab: RwSignal<Tab>,
    /// Where the scenario came from.
    pub(crate) source: RwSignal<Source>,
    /// What could not be loaded.
    pub(crate) trouble: RwSignal<Option<Trouble>>,
    /// The language of all texts; [`speak`](Self::speak) sets it.
    pub(crate) language: RwSignal<Language>,
    /// What a screen reader is told.
    pub(crate) announcement: RwSignal<Live>,
    desk: StoredValue<Desk>,
    /// How many beats have begun.
    pub(crate) position: Memo<usize>,
    /// How many beats there are.
    pub(crate) count: Memo<usize>,
    /// Where hosts stand.
    pub(crate) layout: Memo<Layout>,
    /// What the map shows.
    pub(crate) scene: Memo<Scene>,
    /// The session in sight: the one under way, or one that is kept for a while.
    pub(crate) transcript: Memo<Option<Transcript>>,
    /// What is said about the moment that is shown.
    pub(crate) caption: Memo<Caption>,
}

impl Stage {
    /// A stage with the first lesson.
    pub(crate) fn new() -> Self {
        // What is wanted instead is mostly loaded at once, and nothing of this one is computed then.
        let lesson = &LESSONS[0];
        let show = Show::open(lesson.source, None, None).expect("the page's scenarios are valid");
        let show = Held::new(show);
        let epoch = RwSignal::new(0);
        let player = RwSignal::new(Player::new());
        let area = RwSignal::new(Size { width: 800, height: 460 });
        let desk = Desk::new();
        let position = Memo::new(move |_| player.with(Player::position));
        let count = Memo::new(move |_| {
            epoch.track();
            show.with(|show| show.pace().len())
        });
        let loaded = RwSignal::new(0);
        let arranged = arranged(show, epoch, loaded, area, desk.arrangement);
        let layout = Memo::new(move |_| {
            epoch.track();
            let layout = arranged.get();
            desk.moved.with(|moved| show.with(|show| laid_out(show, layout, moved)))
        });
        let scene = Memo::new(move |_| {
            epoch.track();
            let position = position.get();
            let layout = layout.get();
            show.with_mut(|show| {
                let holdings = show.holdings(position);
                let now = show.pace().time_at(position);
                Scene::new(show.cast(), show.trace(), &holdings, &layout, now)
            })
        });
        let in_sight = in_sight::shown(show, epoch, player);
        let transcript = Memo::new(move |_| {
            let in_sight::Shown { position, it, .. } = in_sight.get();
            show.with_mut(|show| {
                let holdings = show.holdings(position);
                let records = show.pace().records_at(position);
                Some(Transcript::of(show.cast(), show.trace(), &holdings, records, it?.conn))
            })
        });
        let caption = Memo::new(move |_| {
            epoch.track();
            let position = position.get();
            show.with(|show| caption_at(show, position))
        });
        Self {
            show,
            epoch,
            left_epoch: RwSignal::new(0),
            loaded,
            changes: RwSignal::new(0),
            given: RwSignal::new(Given::default()),
            player,
            area,
            selected: RwSignal::new(None),
            tab: RwSignal::new(Tab::default()),
            source: RwSignal::new(Source::Lesson(lesson.id)),
            trouble: RwSignal::new(None),
            language: RwSignal::new(Language::default()),
            announcement: RwSignal::new(Live::default()),
            desk: StoredValue::new(desk),
            position,
            count,
            layout,
            scene,
            transcript,
            caption,
        }
    }

    /// Looks at what is loaded, and again when it changes.
    pub(crate) fn with<T>(&self, look: impl FnOnce(&Show) -> T) -> T {
        self.epoch.track();
        self.show.with(look)
    }

    /// The same, and when one of the runs that were left has become whole.
    pub(crate) fn with_all_runs<T>(&self, look: impl FnOnce(&Show) -> T) -> T {
        self.left_epoch.track();
        self.with(look)
    }

    /// The same, not to be told of changes.
    pub(crate) fn with_untracked<T>(&self, look: impl FnOnce(&Show) -> T) -> T {
        self.show.with(look)
    }

    /// Looks at what is loaded where looking needs memory of its own, and again when it changes.
    pub(crate) fn look<T>(&self, look: impl FnOnce(&mut Show) -> T) -> T {
        self.epoch.track();
        self.show.with_mut(look)
    }

    /// The same, not to be told of changes.
    pub(crate) fn look_untracked<T>(&self, look: impl FnOnce(&mut Show) -> T) -> T {
        self.show.with_mut(look)
    }

    /// Changes the run, and tells everybody that looks at it.
    pub(crate) fn change<T>(&self, change: impl FnOnce(&mut Show) -> Option<T>) -> Option<T> {
        let changed = self.show.with_mut(change);
        self.desk().stay();
        self.desk().acted_at.set(None);
        self.player.update(Player::pause);
        self.epoch.update(|epoch| *epoch += 1);
        self.changes.update(|changes| *changes += 1);
        changed
    }

    /// Changes how the run is computed; what it is stays.
    pub(crate) fn touch(&self, change: impl FnOnce(&mut Show)) {
        self.show.with_mut(change);
        self.epoch.update(|epoch| *epoch += 1);
    }

    /// Says everything in this language from now on.
    pub(crate) fn speak(&self, language: Language) {
        if self.language.get_untracked() != language {
            self.touch(|show| show.set_language(language));
            self.language.set(language);
            self.announcement.update(Live::clear);
            // Before anything is shown there is nothing to say again.
            if self.loaded.get_untracked() > 0 {
                self.announce_caption();
            }
        }
    }

    /// Goes to where a record has happened.
    pub(crate) fn seek_record(&self, id: RecordId) {
        let to = self.show.with(|show| show.pace().position_of(id.index() + 1));
        // Whoever follows one link after another wants to be back where they began.
        let from = self.desk().jumped_from.get_untracked();
        let from = from.unwrap_or_else(|| self.position.get_untracked());
        self.seek(to);
        self.desk().jumped_from.set((from != to).then_some(from));
    }

    /// The sheet of the selected host.
    pub(crate) fn sheet(&self) -> Option<Sheet> {
        self.epoch.track();
        let id = self.selected.get()?.host()?;
        let position = self.position.get();
        self.show.with_mut(|show| {
            let holdings = show.holdings(position);
            let now = show.pace().time_at(position);
            Sheet::new(show.cast(), show.trace(), &holdings, id, now)
        })
    }

    /// The moment that the clock shows.
    pub(crate) fn now(&self) -> SimTime {
        self.epoch.track();
        let (position, idle) = self.player.with(|player| (player.position(), player.idle()));
        self.show.with(|show| show.clock(position, idle))
    }

    /// What the clock shows, on its way through idle stretches too.
    pub(crate) fn clock(&self) -> clock::Reading {
        let now = self.now();
        self.show.with(|show| clock::reading(show.cast().clock(), now))
    }

    /// The notable moments of the chosen kind with their positions.
    pub(crate) fn moments(&self) -> Vec<(usize, Moment)> {
        let kind = self.desk().kind.get();
        let shown = |(_, moment): &(usize, Moment)| kind.is_none_or(|kind| *moment == kind);
        self.with(|show| show.pace().moments().filter(shown).collect())
    }

    /// Shows only what is there.
    pub(crate) fn keep_to(&self, panels: Panels) {
        let scenery = self.desk().scenery;
        match scenery.get_untracked() {
            Scenery::Map if !panels.network && panels.timeline => scenery.set(Scenery::Ladder),
            Scenery::Ladder if !panels.timeline => scenery.set(Scenery::Map),
            _ => {}
        }
        if !self.tab.get_untracked().is_in(panels)
            && let Some(tab) = Tab::ALL.into_iter().find(|tab| tab.is_in(panels))
        {
            self.tab.set(tab);
        }
    }

    /// Whether the end is shown.
    pub(crate) fn is_at_end(&self) -> bool {
        let position = self.player.with_untracked(Player::position);
        self.show.with(|show| position == show.pace().len() && !show.has_more())
    }

    /// The name of the built-in scenario that is loaded; empty for another one.
    pub(crate) fn scenario_id(&self) -> &'static str {
        self.source.get_untracked().lesson().unwrap_or_default()
    }

    /// The name of the message file that is sent in place of the scenario's message.
    pub(crate) fn message(&self) -> Option<String> {
        self.given.with(|given| given.message.as_ref().map(|file| file.name.clone()))
    }

    /// That file, unless it has more octets than `max`.
    pub(crate) fn message_file(&self, max: usize) -> Option<MessageFile> {
        let fits = |file: &&MessageFile| file.octets.len() <= max;
        self.given.with_untracked(|given| given.message.as_ref().filter(fits).cloned())
    }

    /// The title of what is loaded.
    pub(crate) fn title(&self) -> String {
        let title = self.show.with(|show| show.cast().title.clone());
        match (title.is_empty(), self.source.get_untracked()) {
            (true, source) => load::named(self.language.get_untracked(), &source),
            _ => title,
        }
    }

    /// Does something to the player.
    pub(crate) fn control(&self, act: impl FnOnce(&mut Player, &relay_view::Pace)) {
        self.desk().goal.set_value(None);
        self.desk().walked_to.set_value(None);
        self.desk().stay();
        self.player.update(|player| self.show.with(|show| act(player, show.pace())));
        // Who goes elsewhere no longer wants what was to be read as soon as it is known.
        let plays = self.player.with_untracked(Player::is_playing);
        if !plays && self.desk().lesson_wish.with_untracked(Option::is_some) {
            self.desk().lesson_wish.set(None);
        }
        if !self.player.with_untracked(Player::is_playing) {
            self.announce_caption();
        }
    }

    /// Plays or pauses.
    pub(crate) fn toggle(&self) {
        self.control(|player, pace| {
            if player.is_playing() {
                player.pause();
            } else {
                player.play(pace);
            }
        });
    }

    /// Goes to a position.
    pub(crate) fn seek(&self, position: usize) {
        self.control(|player, pace| {
            player.pause();
            player.seek(pace, position);
        });
    }

    /// Goes to the end of the run; of one that is still computed, to what is known of it, and to its end
    /// when that is known.
    pub(crate) fn see_end(&self) {
        self.seek(usize::MAX);
        if self.with_untracked(Show::has_more) {
            self.desk().goal.set_value(Some(usize::MAX));
        }
    }

    /// Goes to the next or the previous notable moment of the chosen kind.
    pub(crate) fn jump(&self, forward: bool) {
        let position = self.position.get_untracked();
        let kind = self.desk().kind.get_untracked();
        let goal = self.show.with(|show| {
            if forward {
                show.pace().next_moment(position, kind).unwrap_or(show.pace().len())
            } else {
                show.pace().previous_moment(position, kind).unwrap_or(0)
            }
        });
        self.seek(goal);
    }

    /// Goes one step of the chosen size on, or back.
    pub(crate) fn step(&self, forward: bool) {
        let step = self.desk().step.get_untracked();
        self.control(|player, pace| {
            let position = player.position();
            match (forward, step) {
                (true, Step::Line) => player.step_forward(pace),
                (true, step) => match pace.step_forward(position, step) {
                    Some(goal) => player.step_to(pace, goal),
                    None => player.step_to(pace, pace.len()),
                },
                (false, Step::Line) => player.step_back(pace),
                (false, step) => {
                    player.pause();
                    player.seek(pace, pace.step_back(position, step).unwrap_or(0));
                }
            }
        });
    }

    /// What is open beside the run.
    pub(crate) fn desk(&self) -> Desk {
        self.desk.get_value()
    }

    /// Whether frames are wanted; asked in a reactive place.
    pub(crate) fn wants_frames(&self) -> bool {
        self.epoch.track();
        self.left_epoch.track();
        // Who came with a wish that failed sees the first scenario.
        let is_seen = self.loaded.get() > 0 || self.trouble.with(Option::is_some);
        let is_more = is_seen && self.show.with(Show::has_work);
        self.player.with(Player::is_active) || is_more
    }

    /// The same, asked elsewhere.
    pub(crate) fn wants_frames_untracked(&self) -> bool {
        untrack(|| self.wants_frames())
    }

    /// Lets a frame of so many microseconds pass.
    pub(crate) fn frame(&self, micros: u64) {
        let begun = crate::frame::now();
        let (mut more, mut another) = (false, false);
        while crate::frame::now() - begun < COMPUTE_MAX_MS {
            if self.show.with_mut(Show::compute_more) {
                more = true;
            } else if let Some(is_whole) = self.show.with_mut(Show::compute_left) {
                another |= is_whole;
            } else {
                break;
            }
        }
        if more {
            self.epoch.update(|epoch| *epoch += 1);
            self.reach_goal();
        }
        if another {
            self.left_epoch.update(|epoch| *epoch += 1);
        }
        if self.player.with_untracked(Player::is_active) {
            let before = self.position.get_untracked();
            let playing = self.player.with_untracked(Player::is_playing);
            self.player.update(|player| {
                self.show.with(|show| player.tick(show.pace(), micros));
            });
            let position = self.position.get_untracked();
            if playing && position != before {
                self.desk().walked_to.set_value(Some(position));
                self.tell_passed(before, position);
            }
        }
    }
}

/// Where hosts stand by themselves. A run that is still computed changes at each frame; by what its hosts are
/// arranged does not.
fn arranged(
    show: Held,
    epoch: RwSignal<u32>,
    loaded: RwSignal<u32>,
    area: RwSignal<Size>,
    how: RwSignal<Arrangement>,
) -> Memo<Layout> {
    let wishes = Memo::new(move |_| {
        epoch.track();
        let ties = show.with(|show| show.arranging_ties().to_vec());
        (loaded.get(), ties, area.get(), how.get())
    });
    Memo::new(move |_| {
        let (_, ties, area, how) = wishes.get();
        show.with(|show| Layout::arranged(show.cast(), &ties, area, how))
    })
}

/// Where hosts stand, those too that a person has moved, and who talks to whom by now.
fn laid_out(show: &Show, mut layout: Layout, moved: &BTreeMap<u32, Position>) -> Layout {
    layout.link(show.ties());
    for (id, position) in moved {
        layout.put(HostId(*id), *position);
    }
    layout
}
