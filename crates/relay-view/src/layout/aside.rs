//! Hosts that stand in the way of a link between two others in their row step aside.

use super::{GAP, Layout, MARGIN, Point};

impl Layout {
    /// Moves each host behind which a link would be hidden up or down, where there is room or where
    /// the picture can become higher.
    pub(super) fn step_aside(&mut self) {
        for at in 0..self.centres.len() {
            if self.is_in_the_way(at) {
                self.make_way(at);
            }
        }
    }

    /// Whether a link between two others of its row goes behind a card.
    fn is_in_the_way(&self, at: usize) -> bool {
        let card = self.centres[at];
        let same_row = |other: Point| (other.y - card.y).abs() < self.card.height / 2;
        self.links.iter().any(|ends| {
            let [a, b] = ends.map(|end| self.centres[end.index()]);
            ends.iter().all(|end| end.index() != at)
                && same_row(a)
                && same_row(b)
                && (a.x.min(b.x) + 1..a.x.max(b.x)).contains(&card.x)
        })
    }

    /// Puts a card as far below the link as is needed, or above it.
    fn make_way(&mut self, at: usize) {
        let Point { x, y } = self.centres[at];
        let far = self.card.height / 2 + GAP;
        for place in [Point { x, y: y + far }, Point { x, y: y - far }] {
            let is_inside = place.y - self.card.height / 2 >= MARGIN;
            if is_inside && self.is_clear(at, place) {
                self.centres[at] = place;
                let low = place.y + self.card.height / 2 + MARGIN;
                self.size.height = self.size.height.max(low);
                return;
            }
        }
    }

    /// Whether a card would stand apart from all others.
    fn is_clear(&self, at: usize, place: Point) -> bool {
        self.centres.iter().enumerate().all(|(other, centre)| {
            other == at
                || (centre.x - place.x).abs() >= self.card.width + GAP / 2
                || (centre.y - place.y).abs() >= self.card.height + GAP / 2
        })
    }
}

#[cfg(test)]
mod tests {
    use relayscope::trace::HostId;

    use super::*;
    use crate::layout::Size;

    fn row(height: i32, links: &[[u32; 2]]) -> Layout {
        let card = Size { width: 190, height: 124 };
        let mut layout = Layout {
            size: Size { width: 800, height },
            card,
            centres: [110, 400, 690].map(|x| Point { x, y: height / 2 }).to_vec(),
            links: links.iter().map(|ends| ends.map(HostId)).collect(),
        };
        layout.step_aside();
        layout
    }

    #[test]
    fn who_hides_a_link_steps_aside() {
        let layout = row(500, &[[0, 1], [1, 2], [0, 2]]);
        assert_eq!(layout.centres[1], Point { x: 400, y: 250 + 62 + 16 });
        assert_eq!((layout.centres[0].y, layout.centres[2].y, layout.size.height), (250, 250, 500));
    }

    #[test]
    fn a_low_picture_becomes_higher() {
        let layout = row(180, &[[2, 0]]);
        assert_eq!(layout.centres[1].y, 90 + 78);
        assert_eq!(layout.size.height, 90 + 78 + 62 + MARGIN);
    }

    #[test]
    fn who_is_in_nobodys_way_stays() {
        assert!(row(500, &[[0, 1], [1, 2]]).centres.iter().all(|at| at.y == 250));
    }
}
