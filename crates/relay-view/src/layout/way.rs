//! Between cards: where links begin and end, how envelopes go, and where there is room to write.

use relayscope::trace::HostId;

use super::{Layout, Point, Size};

/// Between a card and the end of a link, and between a card and an envelope.
const WIRE_AIR: i32 = 6;
const LETTER_AIR: i32 = 20;

impl Layout {
    /// The stretch between the cards of two hosts.
    pub fn between(&self, from: HostId, to: HostId) -> Option<[Point; 2]> {
        let (a, b) = (self.centre(from)?, self.centre(to)?);
        Some([self.edge(a, b, WIRE_AIR), self.edge(b, a, WIRE_AIR)])
    }

    /// The way of an envelope, which is larger than a word and stops before it covers a card.
    pub fn letter_way(&self, from: HostId, to: HostId) -> Option<[Point; 2]> {
        let (from, to) = (self.centre(from)?, self.centre(to)?);
        let way = [self.edge(from, to, LETTER_AIR), self.edge(to, from, LETTER_AIR)];
        // Where cards stand too close, it stays between them.
        let (dx, dy) = (to.x - from.x, to.y - from.y);
        let ahead = (way[1].x - way[0].x) * dx + (way[1].y - way[0].y) * dy;
        let middle = Point { x: i32::midpoint(from.x, to.x), y: i32::midpoint(from.y, to.y) };
        Some(if ahead > 0 { way } else { [middle; 2] })
    }

    /// Where a line is written that `a` says to `b`: near the middle of their link, or else at one
    /// of the two, and if it can be, not over a card.
    pub fn beside(&self, a: HostId, b: HostId, text: Size) -> Option<Point> {
        const AIR: i32 = 14;
        let (a, b) = (self.centre(a)?, self.centre(b)?);
        let (card, picture, width) = (self.card, self.size, text.width);
        let middle = Point { x: i32::midpoint(a.x, b.x), y: i32::midpoint(a.y, b.y) };
        let moved = |x: i32, y: i32| Point { x: middle.x + x, y: middle.y + y };
        let (aside, half) = (width / 2 + AIR, text.height / 2 + 7);
        let outside = card.height / 2 + half;
        let above = Point { x: middle.x, y: a.y.min(b.y) - outside };
        let below = Point { x: middle.x, y: a.y.max(b.y) + outside };
        let (right, left) = (moved(aside, 0), moved(-aside, 0));
        let (over, under) = (moved(0, -half - AIR), moved(0, half + AIR));
        let near = match ((a.y - b.y).abs() > (a.x - b.x).abs(), middle.x * 2 > picture.width) {
            (true, false) => [right, left, over, under, above, below],
            (true, true) => [left, right, over, under, above, below],
            (false, _) => [above, over, under, right, left, below],
        };
        let at_cards = [a, b].into_iter().flat_map(|at| {
            let x = at.x.clamp(width / 2, (picture.width - width / 2).max(width / 2));
            [Point { x, y: at.y - outside }, Point { x, y: at.y + outside }]
        });
        let fits = |at: &Point| {
            let inside = at.x >= width / 2
                && at.x + width / 2 <= picture.width
                && at.y >= text.height / 2
                && at.y + text.height / 2 <= picture.height;
            let mut cards = self.centres.iter();
            inside
                && cards.all(|card_at| {
                    2 * (at.x - card_at.x).abs() >= width + card.width
                        || 2 * (at.y - card_at.y).abs() >= text.height + card.height
                })
        };
        let at = near.into_iter().chain(at_cards).find(fits).unwrap_or(near[0]);
        let low = width / 2 + 4;
        Some(Point { x: at.x.clamp(low, (picture.width - low).max(low)), ..at })
    }

    /// Where the line from the centre of a card to another point leaves the card with some air.
    fn edge(&self, centre: Point, to: Point, air: i32) -> Point {
        let (dx, dy) = (to.x - centre.x, to.y - centre.y);
        let half_width = self.card.width / 2 + air;
        let half_height = self.card.height / 2 + air;
        if dx == 0 && dy == 0 {
            return centre;
        }
        let sideways = i64::from(dx.abs()) * i64::from(half_height)
            > i64::from(dy.abs()) * i64::from(half_width);
        let (part, whole) = if sideways { (half_width, dx.abs()) } else { (half_height, dy.abs()) };
        Point { x: centre.x + dx * part / whole, y: centre.y + dy * part / whole }
    }
}
