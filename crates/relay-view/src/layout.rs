//! Where hosts stand: servers in the order in which mail passes them, people's computers below the
//! server that they use.
//!
//! The picture is the same in every replay: positions follow from the scenario and from who
//! exchanges mail with whom, in integers. A general layered layout (`rust-sugiyama` 0.4) was
//! compared: it puts the usual chain of two people and two servers into one line and people and
//! servers of one distance into one layer, so that the picture does not tell who is who.

mod aside;
mod grid;
mod rank;
mod ring;
mod spread;
mod way;

use relayscope::scenario::Position;
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

/// How hosts are arranged where the scenario does not place them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Arrangement {
    /// In layers, or in a grid where that shows them larger.
    #[default]
    Auto,
    /// On an ellipse, in the order of the scenario.
    Ring,
    /// In layers: servers in the order in which mail passes them, people below.
    Layered,
    /// In rows in the order of the scenario: for those who place hosts themselves.
    Manual,
}

impl Arrangement {
    /// All of them with their names.
    pub const ALL: [(Self, &str); 4] = [
        (Self::Auto, "auto"),
        (Self::Ring, "ring"),
        (Self::Layered, "layered"),
        (Self::Manual, "manual"),
    ];
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

/// Space between cards at least, and between rows at most.
const GAP: i32 = 16;
const ROW_GAP_MAX: i32 = 84;

/// The length of a link between two cards on a telephone.
const LINK_MIN: i32 = 44;

/// A card where there is little height: a link between two rows has to be seen, and what goes along it.
const LOW: Size = Size { width: 224, height: 110 };

/// The length of a link between two columns at least, where there is more room than on a telephone:
/// the picture is drawn smaller rather than without its links.
const LANE_MIN: i32 = 40;

/// How often the picture is enlarged by an eighth for hosts that somebody placed: at most to twice its
/// size.
const GROWTHS_MAX: u32 = 6;

/// Areas less wide are those of telephones.
const NARROW: i32 = 520;

/// Thousandths of its size in which a card can still be read, and by how many hundredths the name on a
/// smaller one may be enlarged.
const READABLE: i32 = 620;
const ENLARGED_MAX: i32 = 200;

/// Space around everything, and above it for what is said between two servers.
const MARGIN: i32 = 12;
const TOP: i32 = 44;

impl Layout {
    /// The layout of `cast`, whose members exchange mail as `ties` say, for an area of `area`
    /// pixels.
    pub fn new(cast: &Cast, ties: &[Tie], area: Size) -> Self {
        Self::arranged(cast, ties, area, Arrangement::Auto)
    }

    /// The same, arranged as somebody asks for.
    pub fn arranged(cast: &Cast, ties: &[Tie], area: Size, how: Arrangement) -> Self {
        let mut layout = match how {
            Arrangement::Auto | Arrangement::Layered => {
                Self::layered(cast, ties, area, how == Arrangement::Auto)
            }
            Arrangement::Ring => Self::ring(cast, ties, area),
            Arrangement::Manual => Self::rows(cast, ties, area),
        };
        layout.place_as_asked(cast);
        layout
    }

    /// Draws links between these, who talk by now, wherever they stand.
    pub fn link(&mut self, ties: &[Tie]) {
        self.links = links(ties);
    }

    /// In layers; with `or_grid`, in a grid where that shows hosts larger.
    fn layered(cast: &Cast, ties: &[Tie], area: Size, or_grid: bool) -> Self {
        let ranks = rank::ranks(cast, ties);
        let clients = cast.hosts().filter(|(_, host)| host.part == Part::Client).count();
        let server_rows = ranks.iter().map(Vec::len).max().unwrap_or(0);
        let rows_of = |card: Size| {
            let per_row = spread::per_row(area.width, card.width).max(ranks.len());
            Rows::new(server_rows, clients.div_ceil(per_row), card, area.height)
        };
        let mut card = card_size(area, ranks.len());
        let mut rows = rows_of(card);
        let low = Size { width: card.width.min(LOW.width), ..LOW };
        let in_low = rows_of(low);
        if rows.count() > 1 && rows.gap(card) < LINK_MIN && in_low.gap(low) > rows.gap(card) {
            (card, rows) = (low, in_low);
        }
        let columns = i32::try_from(ranks.len()).unwrap_or(i32::MAX / 1024).min(4096);
        let lane = if area.width < NARROW { GAP } else { LANE_MIN };
        let width = columns * (card.width + lane) - lane + 2 * MARGIN;
        let mut layout = Self {
            size: Size { width: area.width.max(width), height: rows.height },
            card,
            centres: vec![Point::default(); cast.len()],
            links: links(ties),
        };
        layout.place_servers(&ranks, &rows, clients > 0);
        layout.place_clients(cast, ties, &rows);
        let in_rows = grid::shown(layout.size, area);
        if or_grid && in_rows < 1000 {
            let grid = layout.grid(cast, ties, &ranks, area);
            if grid::shown(grid.size, area) > in_rows {
                layout = grid;
            }
        }
        layout.step_aside();
        layout
    }

    /// How large the whole picture is drawn in an area, in thousandths; never enlarged.
    pub fn shown(&self, area: Size) -> i32 {
        i32::try_from(grid::shown(self.size, area)).unwrap_or(1000)
    }

    /// By how much names must be written larger, in hundredths, to be read where the picture is drawn
    /// in so many thousandths of its size; `None` where all that is on a card can be read.
    pub fn enlarged(shown: i32) -> Option<i32> {
        (shown < READABLE).then(|| (READABLE * 100 / shown.max(1)).min(ENLARGED_MAX))
    }

    /// The centre of a host's card.
    pub fn centre(&self, host: HostId) -> Option<Point> {
        self.centres.get(host.index()).copied()
    }

    /// How far a card may stand beside the middle of one of so many columns, next to another column
    /// whose cards do the same.
    fn aside(&self, columns: usize) -> i32 {
        let place = |column| spread::even(self.size.width, columns, column);
        let free =
            if columns > 1 { place(1) - place(0) } else { self.size.width } - self.card.width;
        (self.card.width / 5).min((free - LINK_MIN) / 2).max(0)
    }

    /// Servers: a column for each rank, in the upper rows.
    fn place_servers(&mut self, ranks: &[Vec<HostId>], rows: &Rows, people_below: bool) {
        for (column, hosts) in ranks.iter().enumerate() {
            let x = spread::even(self.size.width, ranks.len(), column);
            for (row, host) in hosts.iter().enumerate() {
                // Links from below to the upper ones are seen past the lower ones.
                let aside =
                    if hosts.len() > 1 && people_below { self.aside(ranks.len()) } else { 0 };
                let aside = if row % 2 == 0 { -aside } else { aside };
                let y = rows.server(row, hosts.len());
                self.centres[host.index()] = Point { x: self.inside_x(x + aside), y };
            }
        }
    }

    /// People: the lower rows, each as near to its server as there is room.
    fn place_clients(&mut self, cast: &Cast, ties: &[Tie], rows: &Rows) {
        let clients = cast.hosts().filter(|(_, host)| host.part == Part::Client);
        let mut wishes: Vec<(i32, HostId)> =
            clients.map(|(id, _)| (self.wish(id, ties), id)).collect();
        wishes.sort_by_key(|(x, id)| (*x, id.0));
        let per_row = wishes.len().div_ceil(rows.clients.max(1)).max(1);
        for (row, wishes) in wishes.chunks(per_row).enumerate() {
            let y = rows.client(row);
            let wanted: Vec<i32> = wishes.iter().map(|(x, _)| *x).collect();
            let low = MARGIN + self.card.width / 2;
            let high = self.size.width - MARGIN - self.card.width / 2;
            let places = spread::apart(&wanted, self.card.width + GAP, low..=high);
            for ((_, id), x) in wishes.iter().zip(places) {
                self.centres[id.index()] = Point { x, y };
            }
        }
    }

    /// What the scenario says about places is done; where cards would lie on each other, in a larger
    /// picture.
    fn place_as_asked(&mut self, cast: &Cast) {
        let asked = || cast.hosts().filter_map(|(id, host)| Some((id, host.position?)));
        if asked().next().is_none() {
            return;
        }
        let put = |layout: &mut Self| asked().for_each(|(id, position)| layout.put(id, position));
        let as_it_was = self.clone();
        for _ in 0..GROWTHS_MAX {
            put(self);
            if !self.overlaps(asked()) {
                return;
            }
            let larger = |length: i32| length + length / 8;
            self.size = Size { width: larger(self.size.width), height: larger(self.size.height) };
            for centre in &mut self.centres {
                *centre = Point { x: larger(centre.x), y: larger(centre.y) };
            }
        }
        put(self);
        if self.overlaps(asked()) {
            // They are wanted so near to each other that no size parts them.
            *self = as_it_was;
            put(self);
        }
    }

    /// Whether the card of a host that was placed lies on another's that was placed elsewhere.
    fn overlaps(&self, asked: impl Iterator<Item = (HostId, Position)>) -> bool {
        let Size { width, height } = self.card;
        let placed: Vec<_> = asked.filter_map(|(id, at)| Some((self.centre(id)?, at))).collect();
        let touch = |(a, _): &(Point, Position), (b, _): &(Point, Position)| {
            (a.x - b.x).abs() < width + GAP / 2 && (a.y - b.y).abs() < height + GAP / 2
        };
        let mut rest = placed.as_slice();
        while let Some((first, others)) = rest.split_first() {
            if others.iter().any(|other| first.1 != other.1 && touch(first, other)) {
                return true;
            }
            rest = others;
        }
        false
    }

    /// Puts a host somewhere else, as a person wants it; its card stays inside the picture.
    pub fn put(&mut self, host: HostId, position: Position) {
        let scaled = |part: u16, whole: i32, card: i32| {
            let room = whole - card - 2 * MARGIN;
            MARGIN + card / 2 + room.max(0) * i32::from(part.min(1000)) / 1000
        };
        let (size, card) = (self.size, self.card);
        if let Some(centre) = self.centres.get_mut(host.index()) {
            *centre = Point {
                x: scaled(position.x, size.width, card.width),
                y: scaled(position.y, size.height, card.height),
            };
        }
    }

    /// The position at which [`put`](Self::put) puts a host's centre at a point, or near it.
    pub fn position_of(&self, at: Point) -> Position {
        let part = |at: i32, whole: i32, card: i32| {
            let room = (whole - card - 2 * MARGIN).max(1);
            // Rounded up, as putting rounds down: there and back is the same.
            let part = ((at - MARGIN - card / 2) * 1000 + room - 1) / room;
            u16::try_from(part.clamp(0, 1000)).unwrap_or(0)
        };
        Position {
            x: part(at.x, self.size.width, self.card.width),
            y: part(at.y, self.size.height, self.card.height),
        }
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

/// Where rows of cards stand: servers above, people below, all in the middle of the area.
struct Rows {
    servers: usize,
    clients: usize,
    /// The centre of the first row.
    first: i32,
    /// From one row to the next.
    step: i32,
    /// Of the whole picture.
    height: i32,
}

impl Rows {
    fn new(servers: usize, clients: usize, card: Size, area: i32) -> Self {
        let count = i32::try_from(servers + clients).unwrap_or(i32::MAX / 1024).clamp(1, 4096);
        let needed = TOP + count * (card.height + GAP) - GAP + MARGIN;
        let height = area.max(needed);
        let free = height - TOP - MARGIN - count * card.height;
        let gap = (free / (count - 1).max(1)).clamp(GAP, ROW_GAP_MAX);
        let block = count * (card.height + gap) - gap;
        let above = TOP + (height - TOP - MARGIN - block).max(0) / 2;
        let first = above + card.height / 2;
        Self { servers, clients, first, step: card.height + gap, height }
    }

    fn count(&self) -> usize {
        self.servers + self.clients
    }

    /// Between two rows of such cards.
    fn gap(&self, card: Size) -> i32 {
        self.step - card.height
    }

    /// The centre of the server `row` of a column of `count`, which stands in the middle of the
    /// rows of servers.
    fn server(&self, row: usize, count: usize) -> i32 {
        let halves = |count: usize| i32::try_from(count).unwrap_or(0) * self.step / 2;
        self.first + halves(self.servers.saturating_sub(count)) + 2 * halves(row)
    }

    /// The centre of a row of people.
    fn client(&self, row: usize) -> i32 {
        self.first + i32::try_from(self.servers + row).unwrap_or(0) * self.step
    }
}

/// Of one card, by the room that a column has: readable from afar where there is some.
fn card_size(area: Size, columns: usize) -> Size {
    let columns = i32::try_from(columns).unwrap_or(i32::MAX).max(1);
    let column = area.width / columns;
    match (area.width, column) {
        // Two side by side on a telephone.
        (..NARROW, _) => {
            let half = (area.width - 2 * MARGIN - LINK_MIN) / 2;
            Size { width: half.clamp(124, 172), height: LOW.height }
        }
        (_, ..250) => Size { width: 190, height: 124 },
        (_, 390..) if area.height >= 440 => Size { width: 272, height: 160 },
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_on_small_cards_are_enlarged_to_be_read() {
        assert_eq!((Layout::enlarged(1000), Layout::enlarged(620)), (None, None));
        assert_eq!((Layout::enlarged(500), Layout::enlarged(310)), (Some(124), Some(200)));
        assert_eq!((Layout::enlarged(100), Layout::enlarged(0)), (Some(200), Some(200)));
        for shown in 310..620 {
            let drawn = shown * Layout::enlarged(shown).unwrap_or(100) / 100;
            assert!((612..=620).contains(&drawn), "{shown}: {drawn}");
        }
    }

    #[test]
    fn a_card_is_put_where_it_is_wanted() {
        let size = Size { width: 900, height: 500 };
        let card = Size { width: 190, height: 124 };
        let centres = vec![Point::default(); 2];
        let mut layout = Layout { size, card, centres, links: Vec::new() };
        for position in [(0, 0), (1000, 1000), (333, 667), (999, 1)] {
            let position = Position { x: position.0, y: position.1 };
            layout.put(HostId(1), position);
            let at = layout.centre(HostId(1)).expect("it");
            let (x, y) = (card.width / 2, card.height / 2);
            assert!((x..=size.width - x).contains(&at.x) && (y..=size.height - y).contains(&at.y));
            layout.put(HostId(1), layout.position_of(at));
            assert_eq!(layout.centre(HostId(1)), Some(at), "there and back is the same");
        }
        assert_eq!(layout.position_of(Point { x: -99, y: 9999 }), Position { x: 0, y: 1000 });
        assert_eq!(layout.centre(HostId(0)), Some(Point::default()), "nobody moved it");
    }
}
