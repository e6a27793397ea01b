//! Where hosts stand when there are too many for rows: every server with its people below it in a
//! cell, cells in lines that turn at the edge, as an ox ploughs, so that neighbours in the flow of
//! mail are neighbours in the picture.

use relayscope::trace::HostId;

use super::{GAP, Layout, MARGIN, Point, Size, TOP};
use crate::cast::{Cast, Part, Tie};

/// Space between cells, for links.
const LANE: i32 = 56;

/// A server with its people.
struct Cell {
    server: HostId,
    people: Vec<HostId>,
}

impl Layout {
    /// The same hosts in cells, as large as it can be shown in `area`.
    pub(super) fn grid(
        &self,
        cast: &Cast,
        ties: &[Tie],
        ranks: &[Vec<HostId>],
        area: Size,
    ) -> Self {
        let cells = cells(cast, ties, ranks);
        let card = Size { width: self.card.width.min(190), height: self.card.height.min(124) };
        let people_max = cells.iter().map(|cell| cell.people.len()).max().unwrap_or(0);
        let abreast = people_max.isqrt().max(1);
        let steps = [card.width + GAP, card.height + GAP];
        let cell = Size {
            width: number(abreast) * steps[0] - GAP + LANE,
            height: number(1 + people_max.div_ceil(abreast)) * steps[1] - GAP + LANE,
        };
        let size = |columns: usize| Size {
            width: number(columns) * cell.width - LANE + 2 * MARGIN,
            height: number(cells.len().div_ceil(columns)) * cell.height - LANE + TOP + MARGIN,
        };
        let columns = (1..=cells.len()).max_by_key(|columns| shown(size(*columns), area));
        let columns = columns.unwrap_or(1);
        let needed = size(columns);
        let size =
            Size { width: needed.width.max(area.width), height: needed.height.max(area.height) };
        let (left, top) = ((size.width - needed.width) / 2, (size.height - needed.height) / 2);
        let mut centres = vec![Point::default(); cast.len()];
        for (nth, group) in cells.iter().enumerate() {
            let (line, place) = (nth / columns, nth % columns);
            let column = if line % 2 == 0 { place } else { columns - 1 - place };
            let middle = left + MARGIN + number(column) * cell.width + (cell.width - LANE) / 2;
            let y = top + TOP + number(line) * cell.height + card.height / 2;
            centres[group.server.index()] = Point { x: middle, y };
            for (nth, person) in group.people.iter().enumerate() {
                let row = group.people.len() - nth / abreast * abreast;
                let aside = 2 * number(nth % abreast) - (number(row.min(abreast)) - 1);
                let x = middle + aside * steps[0] / 2;
                let y = y + number(1 + nth / abreast) * steps[1];
                centres[person.index()] = Point { x, y };
            }
        }
        Self { size, card, centres, links: self.links.clone() }
    }
}

/// How large a picture is shown in an area: its scale in thousandths.
pub(super) fn shown(picture: Size, area: Size) -> i64 {
    let part = |whole: i32, room: i32| i64::from(room) * 1000 / i64::from(whole.max(1));
    part(picture.width, area.width).min(part(picture.height, area.height)).min(1000)
}

/// The servers in the order of the flow, each with the people who use it first of all.
fn cells(cast: &Cast, ties: &[Tie], ranks: &[Vec<HostId>]) -> Vec<Cell> {
    let mut cells: Vec<Cell> =
        ranks.iter().flatten().map(|server| Cell { server: *server, people: Vec::new() }).collect();
    for (id, _) in cast.hosts().filter(|(_, host)| host.part == Part::Client) {
        let server = ties.iter().find_map(|tie| match (tie.from, tie.to) {
            (from, to) if from == id => Some(to),
            (from, to) if to == id => Some(from),
            _ => None,
        });
        let home = cells.iter().position(|cell| Some(cell.server) == server);
        match home.map(|at| &mut cells[at]) {
            Some(cell) => cell.people.push(id),
            // Somebody without a server stands alone.
            None => cells.push(Cell { server: id, people: Vec::new() }),
        }
    }
    cells
}

fn number(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX / 4096).min(4096)
}
