//! What is open beside the run, as it is kept: the panel, the map, the ladder and the console.
//!
//! What comes back may name what the run does not have: then nothing is chosen in its place.

use leptos::prelude::*;
use relay_host::MailId;
use relay_kernel::ConnNo;
use relay_view::kept::Kept;
use relay_view::ladder::{Filter, Sort};
use relay_view::port::Port;
use relay_view::{Moment, Step, typed};
use relayscope::trace::HostId;

use crate::console::HISTORY_MAX;
use crate::desk::Scenery;
use crate::stage::{Chosen, Stage, Tab};

/// Octets of a line that is typed and not yet sent; a longer one is not kept.
const TYPED_MAX: usize = 16 << 10;

/// Sessions of the ladder that are kept unfolded.
const UNFOLDED_MAX: usize = 1000;

/// Notes it; the console only where the run that is kept `has_console`.
pub(super) fn put(stage: Stage, kept: &mut Kept, has_console: bool) {
    let desk = stage.desk();
    kept.moved = desk.moved.get_untracked();
    kept.set("tab", stage.tab.get_untracked().name());
    if desk.scenery.get_untracked() == Scenery::Ladder {
        kept.set("ladder", "1");
    }
    let port = desk.port.get_untracked();
    if !port.is_whole() {
        kept.set("port", written(port.numbers()));
    }
    let filter = desk.filter.get_untracked();
    if !filter.unfolded.is_empty() {
        let unfolded = filter.unfolded.iter().take(UNFOLDED_MAX);
        kept.set("unfolded", written(unfolded.map(|conn| conn.0)));
    }
    let console = desk.console.get_untracked().filter(|_| has_console);
    let step = desk.step.get_untracked();
    let chosen = stage.selected.get_untracked();
    if let Some(ends) = chosen.and_then(Chosen::link) {
        kept.set("link", written(ends.map(HostId::index)));
    }
    let numbers = [
        ("host", chosen.and_then(Chosen::host).map(HostId::index)),
        ("read", desk.message.get_untracked().map(MailId::index)),
        ("only_host", filter.host.map(HostId::index)),
        ("only_message", filter.message.map(MailId::index)),
        ("only_sort", filter.sort.map(|sort| place(&Sort::ALL, &sort))),
        ("step", Some(place(&Step::ALL, &step))),
        ("kind", desk.kind.get_untracked().map(|kind| place(&Moment::ALL, &kind))),
        ("console", console.map(ConnNo::index)),
    ];
    for (name, number) in numbers {
        if let Some(number) = number {
            kept.set(name, number.to_string());
        }
    }
    let text = desk.typed.get_untracked();
    if console.is_some() && text.len() <= TYPED_MAX {
        kept.set("typed", text);
    }
}

/// Opens it again.
pub(super) fn take_up(stage: Stage, kept: &mut Kept) {
    let desk = stage.desk();
    desk.moved.set(core::mem::take(&mut kept.moved));
    if let Some(tab) = kept.get("tab").and_then(Tab::named) {
        stage.tab.set(tab);
    }
    let is_ladder = kept.get("ladder").is_some();
    desk.scenery.set(if is_ladder { Scenery::Ladder } else { Scenery::Map });
    desk.port.set(Port::of(&kept.numbers("port")));
    let hosts = stage.with_untracked(|show| show.cast().len());
    let host = |name| kept.number(name).filter(|at| *at < hosts).map(HostId::from_index);
    // Which messages there are is known only when all is computed: who shows them looks.
    let id = |name| kept.number(name).and_then(|it| u32::try_from(it).ok());
    let end = |at: i32| usize::try_from(at).ok().filter(|at| *at < hosts).map(HostId::from_index);
    let link = match kept.numbers("link")[..] {
        [a, b] if a != b => end(a).zip(end(b)).map(|(a, b)| Chosen::between([a, b])),
        _ => None,
    };
    stage.selected.set(host("host").map(Chosen::Host).or(link));
    desk.message.set(id("read").map(MailId));
    let unfolded = kept.numbers("unfolded").into_iter().take(UNFOLDED_MAX);
    desk.filter.set(Filter {
        host: host("only_host"),
        message: id("only_message").map(MailId),
        sort: one_of(&Sort::ALL, kept.number("only_sort")),
        unfolded: unfolded.filter_map(|no| u32::try_from(no).ok().map(ConnNo)).collect(),
    });
    desk.step.set(one_of(&Step::ALL, kept.number("step")).unwrap_or_default());
    desk.kind.set(one_of(&Moment::ALL, kept.number("kind")));
    // A session at the console is one that somebody dialled, in the journal of the run.
    let lines = stage.with_untracked(|show| {
        let journal = show.journal();
        typed::has_dialled(journal).then(|| typed::lines(journal, HISTORY_MAX))
    });
    if let (Some(conn), Some(lines)) = (id("console"), lines) {
        desk.console.set(Some(ConnNo(conn)));
        desk.typed.set(kept.get("typed").unwrap_or_default().to_owned());
        desk.history.set_value(lines);
    }
}

/// Numbers with spaces between them.
fn written<T: ToString>(numbers: impl IntoIterator<Item = T>) -> String {
    numbers.into_iter().map(|it| it.to_string()).collect::<Vec<_>>().join(" ")
}

/// The place of one among all.
fn place<T: PartialEq>(all: &[T], one: &T) -> usize {
    all.iter().position(|it| it == one).unwrap_or(0)
}

/// The one at a place.
fn one_of<T: Copy>(all: &[T], at: Option<usize>) -> Option<T> {
    at.and_then(|at| all.get(at)).copied()
}
