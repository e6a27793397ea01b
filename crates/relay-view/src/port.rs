//! The part of the map that is seen: panned and zoomed, in integers.

use crate::layout::{Point, Size};

/// Zooms in hundredths: the whole picture, and four times as large at most.
pub const ZOOM_MIN: i32 = 100;
/// See [`ZOOM_MIN`].
pub const ZOOM_MAX: i32 = 400;

/// What is seen of a picture. At the smallest zoom all of it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Port {
    /// In hundredths.
    zoom: i32,
    /// The middle of what is seen, in ten-thousandths of the picture: it holds for a picture of
    /// another size too.
    middle: Point,
}

/// Ten-thousandths.
const WHOLE: i32 = 10_000;

impl Default for Port {
    fn default() -> Self {
        Self { zoom: ZOOM_MIN, middle: Point { x: WHOLE / 2, y: WHOLE / 2 } }
    }
}

impl Port {
    /// Whether all of the picture is seen.
    pub fn is_whole(&self) -> bool {
        self.zoom == ZOOM_MIN
    }

    /// The zoom in hundredths.
    pub fn zoom(&self) -> i32 {
        self.zoom
    }

    /// The rectangle that is seen: its left upper corner, and its size.
    pub fn seen(&self, picture: Size) -> (Point, Size) {
        let size = Size { width: self.part(picture.width), height: self.part(picture.height) };
        let at = |middle: i32, seen: i32, whole: i32| {
            (scaled(whole, middle, WHOLE) - seen / 2).clamp(0, whole - seen)
        };
        let x = at(self.middle.x, size.width, picture.width);
        let y = at(self.middle.y, size.height, picture.height);
        (Point { x, y }, size)
    }

    fn part(&self, whole: i32) -> i32 {
        scaled(whole, ZOOM_MIN, self.zoom)
    }

    /// Three numbers that [`of`](Self::of) takes: the zoom, and the middle.
    pub fn numbers(&self) -> [i32; 3] {
        [self.zoom, self.middle.x, self.middle.y]
    }

    /// What three numbers say, within the bounds; all of the picture where they are none.
    pub fn of(numbers: &[i32]) -> Self {
        let [zoom, x, y] = *numbers else { return Self::default() };
        let middle = Point { x: x.clamp(0, WHOLE), y: y.clamp(0, WHOLE) };
        Self { zoom: zoom.clamp(ZOOM_MIN, ZOOM_MAX), middle }
    }

    /// Zooms to `zoom` hundredths so that `fixed`, a place of the picture, stays where it is seen.
    pub fn zoom_to(&mut self, zoom: i32, fixed: Point, picture: Size) {
        let (corner, before) = self.seen(picture);
        self.zoom = zoom.clamp(ZOOM_MIN, ZOOM_MAX);
        let after = Size { width: self.part(picture.width), height: self.part(picture.height) };
        let middle = |fixed: i32, corner: i32, before: i32, after: i32| {
            fixed - scaled(fixed - corner, after, before.max(1)) + after / 2
        };
        self.centre(
            Point {
                x: middle(fixed.x, corner.x, before.width, after.width),
                y: middle(fixed.y, corner.y, before.height, after.height),
            },
            picture,
        );
    }

    /// Zooms by steps of a quarter; fewer than none is out. The middle stays.
    pub fn zoom_by(&mut self, steps: i32, picture: Size) {
        let (corner, size) = self.seen(picture);
        let middle = Point { x: corner.x + size.width / 2, y: corner.y + size.height / 2 };
        self.zoom_to(self.zoom + 25 * steps, middle, picture);
    }

    /// Shows `at` in the middle, as far as the picture goes.
    pub fn centre(&mut self, at: Point, picture: Size) {
        let size = Size { width: self.part(picture.width), height: self.part(picture.height) };
        let part = |at: i32, seen: i32, whole: i32| {
            scaled(at.clamp(seen / 2, (whole - seen / 2).max(seen / 2)), WHOLE, whole.max(1))
        };
        self.middle = Point {
            x: part(at.x, size.width, picture.width),
            y: part(at.y, size.height, picture.height),
        };
    }

    /// Moves what is seen by a distance in the picture.
    pub fn pan(&mut self, by: Point, picture: Size) {
        let (corner, size) = self.seen(picture);
        let middle =
            Point { x: corner.x + size.width / 2 + by.x, y: corner.y + size.height / 2 + by.y };
        self.centre(middle, picture);
    }

    /// Where a thing of that size around `at` is seen whole: there, or at the edge of what is seen.
    pub fn pull_in(&self, at: Point, thing: Size, picture: Size) -> Point {
        let (corner, seen) = self.seen(picture);
        let pulled = |at: i32, thing: i32, corner: i32, seen: i32| {
            let (first, last) = (corner + thing / 2, corner + seen - thing / 2);
            // What is wider than all that is seen has its middle there.
            if first > last { corner + seen / 2 } else { at.clamp(first, last) }
        };
        Point {
            x: pulled(at.x, thing.width, corner.x, seen.width),
            y: pulled(at.y, thing.height, corner.y, seen.height),
        }
    }

    /// Shows a rectangle around `at`, if it is not seen already.
    pub fn reveal(&mut self, at: Point, card: Size, picture: Size) {
        let (corner, size) = self.seen(picture);
        let inside = at.x - card.width / 2 >= corner.x
            && at.x + card.width / 2 <= corner.x + size.width
            && at.y - card.height / 2 >= corner.y
            && at.y + card.height / 2 <= corner.y + size.height;
        if !inside {
            self.centre(at, picture);
        }
    }
}

/// `value * part / whole`, wide enough in between.
fn scaled(value: i32, part: i32, whole: i32) -> i32 {
    let wide = i64::from(value) * i64::from(part) / i64::from(whole.max(1));
    i32::try_from(wide).unwrap_or(i32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PICTURE: Size = Size { width: 800, height: 400 };

    #[test]
    fn all_is_seen_until_somebody_zooms() {
        let mut port = Port::default();
        assert_eq!(port.seen(PICTURE), (Point { x: 0, y: 0 }, PICTURE));
        port.pan(Point { x: 100, y: 100 }, PICTURE);
        assert_eq!(port.seen(PICTURE), (Point { x: 0, y: 0 }, PICTURE), "there is nowhere to go");
        port.zoom_by(-3, PICTURE);
        assert!(port.is_whole());
    }

    #[test]
    fn the_fixed_place_stays() {
        let mut port = Port::default();
        let fixed = Point { x: 600, y: 100 };
        port.zoom_to(200, fixed, PICTURE);
        let (corner, size) = port.seen(PICTURE);
        assert_eq!(size, Size { width: 400, height: 200 });
        // It was at three quarters and one quarter, and is there still.
        assert_eq!((fixed.x - corner.x, fixed.y - corner.y), (300, 50));
        port.zoom_to(10_000, fixed, PICTURE);
        assert_eq!(port.zoom(), ZOOM_MAX);
        port.zoom_to(0, fixed, PICTURE);
        assert_eq!(port.seen(PICTURE), (Point { x: 0, y: 0 }, PICTURE));
    }

    #[test]
    fn it_is_kept_as_numbers_and_whatever_numbers_come_have_bounds() {
        let mut port = Port::default();
        port.zoom_to(300, Point { x: 700, y: 50 }, PICTURE);
        assert_eq!(Port::of(&port.numbers()), port);
        assert_eq!(Port::of(&[]), Port::default());
        assert_eq!(Port::of(&[200, 1]), Port::default());
        assert_eq!(Port::of(&[i32::MIN, -1, -1]).numbers(), [ZOOM_MIN, 0, 0]);
        let far = Port::of(&[i32::MAX, WHOLE + 1, WHOLE + 1]);
        assert_eq!(far.numbers(), [ZOOM_MAX, WHOLE, WHOLE]);
        for odd in [[i32::MIN; 3], [i32::MAX; 3], [0; 3], [101, -1, i32::MAX]] {
            for picture in [PICTURE, Size { width: 0, height: 0 }, Size { width: 1, height: 9 }] {
                let (corner, size) = Port::of(&odd).seen(picture);
                assert!(corner.x >= 0 && corner.x + size.width <= picture.width, "{odd:?}");
                assert!(corner.y >= 0 && corner.y + size.height <= picture.height, "{odd:?}");
            }
        }
    }

    #[test]
    fn what_is_outside_is_pulled_in_whole() {
        let mut port = Port::default();
        let thing = Size { width: 100, height: 30 };
        let at = Point { x: 60, y: 300 };
        assert_eq!(port.pull_in(at, thing, PICTURE), at, "all is seen");
        port.zoom_to(200, Point { x: 800, y: 0 }, PICTURE);
        assert_eq!(port.seen(PICTURE).0, Point { x: 400, y: 0 });
        assert_eq!(port.pull_in(at, thing, PICTURE), Point { x: 450, y: 185 });
        assert_eq!(
            port.pull_in(Point { x: 799, y: 100 }, thing, PICTURE),
            Point { x: 750, y: 100 }
        );
        let wide = Size { width: 500, height: 30 };
        assert_eq!(port.pull_in(at, wide, PICTURE), Point { x: 600, y: 185 });
    }

    #[test]
    fn the_edge_is_the_end() {
        let mut port = Port::default();
        port.zoom_by(4, PICTURE);
        port.pan(Point { x: -5000, y: 5000 }, PICTURE);
        let (corner, size) = port.seen(PICTURE);
        assert_eq!((corner, size.height), (Point { x: 0, y: 200 }, 200));
        let card = Size { width: 100, height: 60 };
        port.reveal(Point { x: 60, y: 300 }, card, PICTURE);
        assert_eq!(port.seen(PICTURE).0, corner, "it was seen");
        port.reveal(Point { x: 700, y: 40 }, card, PICTURE);
        assert_eq!(port.seen(PICTURE).0, Point { x: 400, y: 0 });
        // A picture of another size shows the same part.
        let other = Size { width: 1600, height: 800 };
        assert_eq!(port.seen(other).0, Point { x: 800, y: 0 });
    }
}
