//! Between cards: where links begin and end, how envelopes go, and where there is room to write.

use relayscope::trace::HostId;

use super::{Layout, Point, Size};

/// Between a card and the end of a link, and between a card and an envelope.
const WIRE_AIR: i32 = 6;
const LETTER_AIR: i32 = 23;

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

    /// Where a line is written that `a` says to `b`, near the middle of their link or else at one of
    /// the two, and off the links of others where it can be: it would seem to be said there. `None`
    /// when it would cover a card, or one of those that are written already, wherever it stood.
    pub fn free_beside(
        &self,
        a: HostId,
        b: HostId,
        text: Size,
        written: &[(Point, Size)],
    ) -> Option<Point> {
        const APART: i32 = 4;
        let is_apart = |at: Point| {
            written.iter().all(|(other, size)| {
                2 * (at.x - other.x).abs() >= text.width + size.width + 2 * APART
                    || 2 * (at.y - other.y).abs() >= text.height + size.height + 2 * APART
            })
        };
        let mut places = self.places_beside(a, b, text)?;
        places.retain(|at| self.is_free(*at, text) && is_apart(*at));
        let off_others = places.iter().find(|at| !self.is_on_another_link(**at, text, [a, b]));
        off_others.or(places.first()).copied()
    }

    /// The same where it must cover something.
    pub fn beside(&self, a: HostId, b: HostId, text: Size) -> Option<Point> {
        let at = self.places_beside(a, b, text)?.first().copied()?;
        let low = text.width / 2 + 4;
        Some(Point { x: at.x.clamp(low, (self.size.width - low).max(low)), ..at })
    }

    /// Places for a line, the best first.
    fn places_beside(&self, a: HostId, b: HostId, text: Size) -> Option<Vec<Point>> {
        const AIR: i32 = 14;
        let (a, b) = (self.centre(a)?, self.centre(b)?);
        let (card, picture) = (self.card, self.size);
        let middle = Point { x: i32::midpoint(a.x, b.x), y: i32::midpoint(a.y, b.y) };
        let moved = |x: i32, y: i32| Point { x: middle.x + x, y: middle.y + y };
        let (aside, half) = (text.width / 2 + AIR, text.height / 2 + 7);
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
        let low = text.width / 2;
        let at_cards = [a, b].into_iter().flat_map(|at| {
            let x = at.x.clamp(low, (picture.width - low).max(low));
            [Point { x, y: at.y - outside }, Point { x, y: at.y + outside }]
        });
        Some(near.into_iter().chain(at_cards).collect())
    }

    /// Whether a line at `at` stays inside the picture and covers no card.
    fn is_free(&self, at: Point, text: Size) -> bool {
        let inside = at.x >= text.width / 2
            && at.x + text.width / 2 <= self.size.width
            && at.y >= text.height / 2
            && at.y + text.height / 2 <= self.size.height;
        let mut cards = self.centres.iter();
        inside
            && cards.all(|card| {
                2 * (at.x - card.x).abs() >= text.width + self.card.width
                    || 2 * (at.y - card.y).abs() >= text.height + self.card.height
            })
    }

    /// Whether a line at `at` lies over a link other than the one between `ends`.
    fn is_on_another_link(&self, at: Point, text: Size, ends: [HostId; 2]) -> bool {
        let mut others = self.links.iter().filter(|[a, b]| ![[*a, *b], [*b, *a]].contains(&ends));
        others.any(|[a, b]| self.between(*a, *b).is_some_and(|link| crosses(link, at, text)))
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

/// Whether a stretch touches what is written at `at`. Two convex shapes are apart if they are so along an
/// axis, or across the stretch.
pub(super) fn crosses(stretch: [Point; 2], at: Point, text: Size) -> bool {
    let wide = |length: i32| i64::from(length);
    let [p, q] = stretch.map(|end| (wide(end.x - at.x), wide(end.y - at.y)));
    let (half_width, half_height) = (wide(text.width) / 2, wide(text.height) / 2);
    let overlaps = |a: i64, b: i64, half: i64| a.min(b) < half && a.max(b) > -half;
    let (dx, dy) = (q.0 - p.0, q.1 - p.1);
    overlaps(p.0, q.0, half_width)
        && overlaps(p.1, q.1, half_height)
        && (p.0 * q.1 - p.1 * q.0).abs() < dx.abs() * half_height + dy.abs() * half_width
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(x: i32, y: i32) -> Point {
        Point { x, y }
    }

    #[test]
    fn what_is_written_touches_a_stretch_or_not() {
        let text = Size { width: 100, height: 30 };
        let touches = |from: Point, to: Point| crosses([from, to], at(200, 100), text);
        assert!(touches(at(0, 100), at(400, 100)), "through its middle");
        assert!(touches(at(160, 95), at(190, 105)), "inside it");
        assert!(touches(at(130, 60), at(190, 110)), "over a corner");
        assert!(!touches(at(130, 100), at(180, 60)), "past a corner, within its height and width");
        assert!(!touches(at(0, 100), at(140, 100)), "it ends before");
        assert!(!touches(at(0, 116), at(400, 116)), "below");
    }

    #[test]
    fn a_line_is_written_off_the_links_of_others() {
        let place = |links: &[[u32; 2]]| {
            let layout = Layout {
                size: Size { width: 900, height: 640 },
                card: Size { width: 190, height: 124 },
                // Two beside each other, and two above and below the middle of their link.
                centres: vec![at(150, 340), at(700, 340), at(425, 120), at(425, 540)],
                links: links.iter().map(|ends| ends.map(HostId)).collect(),
            };
            let text = Size { width: 120, height: 30 };
            let place = layout.free_beside(HostId(0), HostId(1), text, &[]).expect("there is room");
            (place, layout.is_on_another_link(place, text, [HostId(0), HostId(1)]))
        };
        let (alone, _) = place(&[]);
        assert_eq!(place(&[[1, 0], [0, 1]]), (alone, false), "its own link, however it is named");
        let (off, is_on_another) = place(&[[0, 1], [2, 3]]);
        assert!(off != alone && !is_on_another);
    }
}
