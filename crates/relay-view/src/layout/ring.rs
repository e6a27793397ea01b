//! Arrangements that an author asks for: hosts in a ring, or in rows in the order of the scenario.

use super::{GAP, Layout, MARGIN, Point, Size, TOP, card_size, links, spread};
use crate::cast::{Cast, Tie};

/// A whole turn.
const TURN: i32 = 3600;

/// The picture grows by so many hundredths at a time until neighbours in a ring have room.
const GROWTH: i32 = 108;

/// It grows at most so often: enough for more hosts than a scenario may have.
const GROWTHS_MAX: usize = 80;

impl Layout {
    /// All hosts on an ellipse, the first on top, clockwise.
    pub(super) fn ring(cast: &Cast, ties: &[Tie], area: Size) -> Self {
        let count = cast.len();
        // Half of them stand below each other at the sides, and there are two sides.
        let card = card_size(area, count.min(4));
        let mut size = Size {
            width: area.width.max(2 * (card.width + MARGIN)),
            height: area.height.max(2 * card.height + TOP + MARGIN),
        };
        let mut centres = ellipse(count, card, size);
        for _ in 0..GROWTHS_MAX {
            if have_room(&centres, card) {
                break;
            }
            size.width = size.width.saturating_mul(GROWTH) / 100;
            size.height = size.height.saturating_mul(GROWTH) / 100;
            centres = ellipse(count, card, size);
        }
        Self { size, card, centres, links: links(ties) }
    }

    /// Hosts in rows, in the order of the scenario, where it does not place them itself.
    pub(super) fn rows(cast: &Cast, ties: &[Tie], area: Size) -> Self {
        let card = card_size(area, cast.len().min(4));
        let per_row = spread::per_row(area.width, card.width).max(1);
        let rows = cast.len().div_ceil(per_row).max(1);
        let height = TOP + whole(rows) * (card.height + GAP) - GAP + MARGIN;
        let size = Size {
            width: area.width.max(card.width + 2 * MARGIN),
            height: area.height.max(height),
        };
        let centre = |at: usize| {
            let in_row = per_row.min(cast.len() - at / per_row * per_row);
            let step = (size.height - TOP - MARGIN) / whole(rows);
            Point {
                x: spread::even(size.width, in_row, at % per_row),
                y: TOP + step / 2 + step * whole(at / per_row),
            }
        };
        let centres = (0..cast.len()).map(centre).collect();
        Self { size, card, centres, links: links(ties) }
    }
}

fn whole(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX / 1024).min(4096)
}

fn ellipse(count: usize, card: Size, size: Size) -> Vec<Point> {
    let (half_width, half_height) =
        ((size.width - card.width) / 2 - MARGIN, (size.height - card.height - TOP - MARGIN) / 2);
    let (x, y) = (size.width / 2, TOP + card.height / 2 + half_height);
    let turn = |at: usize| whole(at) * TURN / whole(count).max(1);
    let place = |at| Point {
        x: x + half_width * sine(turn(at)) / 1000,
        y: y - half_height * sine(turn(at) + TURN / 4) / 1000,
    };
    (0..count).map(place).collect()
}

/// Whether no card covers the one that follows.
fn have_room(centres: &[Point], card: Size) -> bool {
    let next = centres.iter().cycle().skip(1);
    centres.len() < 2
        || centres.iter().zip(next).all(|(a, b)| {
            (a.x - b.x).abs() >= card.width + GAP || (a.y - b.y).abs() >= card.height + GAP
        })
}

/// The sine of an angle in tenths of a degree, in thousandths: Bhaskara's formula, whose error is
/// below two of them.
fn sine(angle: i32) -> i32 {
    let angle = angle.rem_euclid(TURN);
    let (half, sign) = if angle < TURN / 2 { (angle, 1) } else { (angle - TURN / 2, -1) };
    let product = i64::from(half) * i64::from(TURN / 2 - half) / 100;
    let sine = 4000 * product / (40_500 - product);
    sign * i32::try_from(sine).unwrap_or(1000)
}

#[cfg(test)]
mod tests {
    use super::sine;

    #[test]
    fn sines_are_right_to_two_thousandths() {
        for (angle, want) in
            [(0, 0), (300, 500), (900, 1000), (1500, 500), (1800, 0), (2700, -1000)]
        {
            assert!((sine(angle) - want).abs() <= 2, "{angle}: {}", sine(angle));
        }
        assert_eq!(sine(-900), -1000);
    }
}
