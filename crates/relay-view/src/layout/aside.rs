//! Hosts behind which a link between two others would be hidden step aside.

use relayscope::trace::HostId;

use super::way::crosses;
use super::{GAP, Layout, MARGIN, Point};

/// Of so many hosts, two step aside at once where one alone is not enough.
const PAIRS_MAX: usize = 8;

/// How often a host goes further by half a card.
const STEPS_MAX: i32 = 4;

/// A host and where it would stand.
type Step = (usize, Point);

/// What a change comes to, the best first: links that are still hidden, by how much the picture
/// becomes higher, and how far hosts have gone.
type Cost = (usize, i32, i32);

impl Layout {
    /// Moves hosts up or down, those without a link into other columns too, as long as fewer links
    /// are hidden then.
    pub(super) fn step_aside(&mut self) {
        for _ in 0..self.centres.len() {
            let hidden = self.hidden();
            let Some(steps) = (hidden > 0).then(|| self.better(hidden)).flatten() else { return };
            for (host, place) in steps {
                self.centres[host] = place;
                self.size.height = self.size.height.max(self.below(place));
            }
        }
    }

    /// How often a link goes behind the card of a third host.
    fn hidden(&self) -> usize {
        let behind = |ends: &[HostId; 2]| {
            let link = ends.map(|end| self.centres[end.index()]);
            let others = self.centres.iter().enumerate();
            let others = others.filter(|(at, _)| ends.iter().all(|end| end.index() != *at));
            others.filter(|(_, card)| crosses(link, **card, self.card)).count()
        };
        self.links.iter().map(behind).sum()
    }

    /// The best change by which fewer than `hidden` links are hidden, if there is one.
    fn better(&self, hidden: usize) -> Option<Vec<Step>> {
        let mut best: Option<(Cost, Vec<Step>)> = None;
        let mut offer = |cost: Cost, steps: &[Step]| {
            let is_better = best.as_ref().is_none_or(|(known, _)| cost < *known);
            if cost.0 < hidden && is_better {
                best = Some((cost, steps.to_vec()));
            }
        };
        let mut changed = self.clone();
        for first in self.steps(0) {
            changed.centres[first.0] = first.1;
            offer(changed.cost(self), &[first]);
            if self.centres.len() <= PAIRS_MAX {
                for second in changed.steps(first.0 + 1) {
                    let before = core::mem::replace(&mut changed.centres[second.0], second.1);
                    offer(changed.cost(self), &[first, second]);
                    changed.centres[second.0] = before;
                }
            }
            changed.centres[first.0] = self.centres[first.0];
        }
        best.map(|(_, steps)| steps)
    }

    fn cost(&self, before: &Self) -> Cost {
        let low = self.centres.iter().map(|place| self.below(*place)).max().unwrap_or(0);
        let ways = self.centres.iter().zip(&before.centres);
        let gone = ways.map(|(a, b)| (a.x - b.x).abs() + (a.y - b.y).abs()).sum();
        (self.hidden(), (low - before.size.height).max(0), gone)
    }

    /// Where hosts, from the one with this number on, could stand instead, each apart from all others.
    fn steps(&self, from: usize) -> Vec<Step> {
        let far = self.card.height / 2 + GAP;
        let mut rows: Vec<i32> = self.centres.iter().map(|at| at.y).collect();
        rows.sort_unstable();
        rows.dedup();
        let mut columns: Vec<i32> = self.centres.iter().map(|at| at.x).collect();
        columns.sort_unstable();
        columns.dedup();
        let lowest = self.size.height + far;
        let mut steps = Vec::new();
        for (host, at) in self.centres.iter().enumerate().skip(from) {
            let is_linked = self.links.iter().flatten().any(|end| end.index() == host);
            let xs = if is_linked { core::slice::from_ref(&at.x) } else { &columns[..] };
            // Down first.
            let near = (1..=STEPS_MAX).flat_map(|step| [at.y + step * far, at.y - step * far]);
            let ys: Vec<i32> = near.chain(rows.iter().copied()).collect();
            for place in xs.iter().flat_map(|&x| ys.iter().map(move |&y| Point { x, y })) {
                let is_inside =
                    place.y - self.card.height / 2 >= MARGIN && self.below(place) <= lowest;
                if place != *at && is_inside && self.is_clear(host, place) {
                    steps.push((host, place));
                }
            }
        }
        steps
    }

    /// Where the picture may end below a card.
    fn below(&self, place: Point) -> i32 {
        place.y + self.card.height / 2 + MARGIN
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

    #[test]
    fn two_step_aside_where_one_has_no_room() {
        // Two that send, both to the one in the middle and past it; below it somebody without a link.
        let mut layout = Layout {
            size: Size { width: 580, height: 440 },
            card: Size { width: 160, height: 104 },
            centres: [(101, 94), (101, 212), (290, 152), (480, 152), (290, 330)]
                .map(|(x, y)| Point { x, y })
                .to_vec(),
            links: [[0, 2], [0, 3], [1, 2], [1, 3], [2, 3]].map(|it| it.map(HostId)).to_vec(),
        };
        assert_eq!(layout.hidden(), 2);
        layout.step_aside();
        assert_eq!(layout.hidden(), 0, "{:?}", layout.centres);
        assert_eq!(layout.size.height, 440);
        assert!((0..5).all(|at| layout.is_clear(at, layout.centres[at])));
    }
}
