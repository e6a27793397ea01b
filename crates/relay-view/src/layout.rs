//! Where hosts stand: servers in the order in which mail passes them, people's computers below the
//! server that they use.
//!
//! The picture is the same in every replay: positions follow from the scenario and from who
//! exchanges mail with whom, in integers. A general layered layout (`rust-sugiyama`) was compared:
//! it puts clients and servers of one distance into one column, so that the picture says nothing
//! about who is who, and its floats would have to be rounded to stay the same everywhere.

mod rank;
mod spread;

use relayscope::trace::HostId;

use crate::cast::{Cast, Part, Tie};

/// Width and height.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// To the right.
    pub width: i32,
    /// Down.
    pub height: i32,
}

/// A place in the picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Point {
    /// From the left.
    pub x: i32,
    /// From the top.
    pub y: i32,
}

/// Where everything stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// The whole picture. At least as large as what was asked for; larger where the hosts need it,
    /// and then the picture is shown smaller.
    pub size: Size,
    /// Of one host's card.
    pub card: Size,
    /// The centre of each host's card, in the order of the scenario.
    pub centres: Vec<Point>,
    /// Pairs of hosts that exchange mail, each pair once.
    pub links: Vec<[HostId; 2]>,
}

/// Space between cards.
const GAP: i32 = 28;

/// Space around everything.
const MARGIN: i32 = 16;

impl Layout {
    /// The layout of `cast`, whose members exchange mail as `ties` say, for an area of `area`
    /// pixels.
    pub fn new(cast: &Cast, ties: &[Tie], area: Size) -> Self {
        let card = card_size(area);
        let ranks = rank::ranks(cast, ties);
        let clients = cast.hosts().filter(|(_, host)| host.part == Part::Client).count();
        let columns = ranks.iter().map(Vec::len).collect::<Vec<_>>();
        let rows = columns.iter().copied().max().unwrap_or(0);
        let per_row = spread::per_row(area.width, card.width);
        let client_rows = clients.div_ceil(per_row.max(1));
        let needed = |count: usize, side: i32| {
            let count = i32::try_from(count).unwrap_or(i32::MAX / 1024).min(4096);
            count * (side + GAP) - GAP + 2 * MARGIN
        };
        let size = Size {
            width: area.width.max(needed(columns.len(), card.width)),
            height: area.height.max(needed(rows + client_rows, card.height)),
        };
        let mut layout =
            Self { size, card, centres: vec![Point::default(); cast.len()], links: links(ties) };
        layout.place_servers(&ranks, client_rows);
        layout.place_clients(cast, ties, client_rows);
        layout.place_as_asked(cast);
        layout
    }

    /// The centre of a host's card.
    pub fn centre(&self, host: HostId) -> Option<Point> {
        self.centres.get(host.index()).copied()
    }

    /// Servers: a column for each rank, in the upper part.
    fn place_servers(&mut self, ranks: &[Vec<HostId>], client_rows: usize) {
        let below = self.rows_height(client_rows);
        let height = self.size.height - below;
        for (column, hosts) in ranks.iter().enumerate() {
            let x = spread::even(self.size.width, ranks.len(), column);
            for (row, host) in hosts.iter().enumerate() {
                let y = spread::even(height, hosts.len(), row);
                // Cards of one column stand apart sideways, so that links to the lower ones are
                // seen past the upper ones.
                let aside = if hosts.len() > 1 { self.card.width / 5 } else { 0 };
                let aside = if row % 2 == 0 { -aside } else { aside };
                self.centres[host.index()] = Point { x: self.inside_x(x + aside), y };
            }
        }
    }

    /// People: rows along the lower edge, each as near to its server as there is room.
    fn place_clients(&mut self, cast: &Cast, ties: &[Tie], rows: usize) {
        let clients: Vec<HostId> =
            cast.hosts().filter(|(_, host)| host.part == Part::Client).map(|(id, _)| id).collect();
        if clients.is_empty() {
            return;
        }
        let mut wishes: Vec<(i32, HostId)> =
            clients.into_iter().map(|id| (self.wish(id, ties), id)).collect();
        wishes.sort_by_key(|(x, id)| (*x, id.0));
        let top = self.size.height - self.rows_height(rows);
        let per_row = wishes.len().div_ceil(rows.max(1));
        for (row, wishes) in wishes.chunks(per_row.max(1)).enumerate() {
            let row_height = self.card.height + GAP;
            let row = i32::try_from(row).unwrap_or(0);
            let y = top + GAP / 2 + row * row_height + self.card.height / 2;
            let wanted: Vec<i32> = wishes.iter().map(|(x, _)| *x).collect();
            let low = MARGIN + self.card.width / 2;
            let high = self.size.width - MARGIN - self.card.width / 2;
            let apart = self.card.width + GAP;
            let places = spread::apart(&wanted, apart, low..=high);
            for ((_, id), x) in wishes.iter().zip(places) {
                self.centres[id.index()] = Point { x, y };
            }
        }
    }

    /// What the scenario says about places is done.
    fn place_as_asked(&mut self, cast: &Cast) {
        for (id, host) in cast.hosts() {
            let Some(position) = host.position else { continue };
            let scaled = |part: u16, whole: i32, card: i32| {
                let room = whole - card - 2 * MARGIN;
                MARGIN + card / 2 + room.max(0) * i32::from(part.min(1000)) / 1000
            };
            self.centres[id.index()] = Point {
                x: scaled(position.x, self.size.width, self.card.width),
                y: scaled(position.y, self.size.height, self.card.height),
            };
        }
    }

    /// The height of so many rows of clients with the space above them.
    fn rows_height(&self, rows: usize) -> i32 {
        let rows = i32::try_from(rows).unwrap_or(0);
        if rows == 0 {
            return 0;
        }
        // With one row of people and one of servers, the picture is divided evenly.
        let least = rows * (self.card.height + GAP) + MARGIN;
        least.max(if rows == 1 { self.size.height * 45 / 100 } else { 0 })
    }

    /// Where a client would stand if it were alone: below the middle of its servers.
    fn wish(&self, client: HostId, ties: &[Tie]) -> i32 {
        let others = ties.iter().filter_map(|tie| match (tie.from, tie.to) {
            (from, to) if from == client => Some(to),
            (from, to) if to == client => Some(from),
            _ => None,
        });
        let mut others: Vec<HostId> = others.collect();
        others.dedup();
        let xs: Vec<i32> =
            others.iter().filter_map(|id| self.centres.get(id.index())).map(|at| at.x).collect();
        match i32::try_from(xs.len()) {
            Ok(count) if count > 0 => xs.iter().sum::<i32>() / count,
            _ => self.size.width / 2,
        }
    }

    fn inside_x(&self, x: i32) -> i32 {
        let half = self.card.width / 2 + MARGIN;
        x.clamp(half, (self.size.width - half).max(half))
    }
}

/// Of one card, by the area that there is: readable from afar where there is room.
fn card_size(area: Size) -> Size {
    match area.width {
        ..520 => Size { width: 164, height: 118 },
        520..760 => Size { width: 190, height: 124 },
        _ => Size { width: 224, height: 132 },
    }
}

/// The pairs of `ties` without direction, each once.
fn links(ties: &[Tie]) -> Vec<[HostId; 2]> {
    let mut links: Vec<[HostId; 2]> = Vec::new();
    for tie in ties {
        if !links.contains(&[tie.from, tie.to]) && !links.contains(&[tie.to, tie.from]) {
            links.push([tie.from, tie.to]);
        }
    }
    links
}
