//! Hosts behind which a link between two others would be hidden step aside.

use relayscope::trace::HostId;

use super::way::crosses;
use super::{GAP, Layout, MARGIN, Point};

/// Of so many hosts, two step aside at once where one alone is not enough.
const PAIRS_MAX: usize = 8;

/// Of more hosts, those that hide something step aside one after the other, and only so many: each of
/// them looks at every link.
const CHANGES_MAX: usize = 16;

/// Of more hosts than these nobody looks for better places: so small, a link is hardly followed.
const HOSTS_MAX: usize = 100;

/// How often a host goes further by half a card.
const STEPS_MAX: i32 = 4;

/// A host and where it would stand.
type Step = (usize, Point);

/// What a change comes to, the best first: links that are still hidden, by how much the picture
/// becomes higher, and how far hosts have gone.
type Cost = (usize, i32, i32);

impl Layout {
    /// Moves hosts up or down, those without a link into other columns too, as long as fewer links
    /// are hidden then. The picture becomes half a card higher at most.
    pub(super) fn step_aside(&mut self) {
        if self.centres.len() > HOSTS_MAX {
            return;
        }
        let mut hidden = self.hidden();
        let lowest = self.size.height + self.card.height / 2 + GAP;
        for _ in 0..self.centres.len().min(CHANGES_MAX) {
            if hidden == 0 {
                return;
            }
            let Some(((rest, ..), steps)) = self.better(hidden, lowest) else { return };
            hidden = rest;
            for (host, place) in steps {
                self.centres[host] = place;
                self.size.height = self.size.height.max(self.below(place));
            }
        }
    }

    /// How often a link goes behind the card of a third host.
    fn hidden(&self) -> usize {
        let behind =
            |link: &[HostId; 2]| self.others(*link).filter(|at| self.hides(*at, *link)).count();
        self.links.iter().map(behind).sum()
    }

    /// How often a link of a host goes behind another card, or another link behind its own.
    fn hidden_by(&self, host: usize) -> usize {
        let behind = |link: &[HostId; 2]| {
            if link.iter().any(|end| end.index() == host) {
                self.others(*link).filter(|at| self.hides(*at, *link)).count()
            } else {
                usize::from(self.hides(host, *link))
            }
        };
        self.links.iter().map(behind).sum()
    }

    /// Whether a link of others goes behind its card.
    fn hides_any(&self, host: usize) -> bool {
        let of_others = |link: &&[HostId; 2]| link.iter().all(|end| end.index() != host);
        self.links.iter().filter(of_others).any(|link| self.hides(host, *link))
    }

    fn others(&self, link: [HostId; 2]) -> impl Iterator<Item = usize> {
        (0..self.centres.len()).filter(move |at| link.iter().all(|end| end.index() != *at))
    }

    fn hides(&self, at: usize, link: [HostId; 2]) -> bool {
        crosses(link.map(|end| self.centres[end.index()]), self.centres[at], self.card)
    }

    /// The best change by which fewer than `hidden` links are hidden, if there is one; nobody goes below
    /// `lowest`.
    fn better(&self, hidden: usize, lowest: i32) -> Option<(Cost, Vec<Step>)> {
        let mut best: Option<(Cost, Vec<Step>)> = None;
        let mut offer = |cost: Cost, steps: &[Step]| {
            let is_better = best.as_ref().is_none_or(|(known, _)| cost < *known);
            if cost.0 < hidden && is_better {
                best = Some((cost, steps.to_vec()));
            }
        };
        let is_small = self.centres.len() <= PAIRS_MAX;
        let mut changed = self.clone();
        for host in 0..self.centres.len() {
            if !is_small && !self.hides_any(host) {
                continue;
            }
            let blamed = self.hidden_by(host);
            for first in self.steps(host, lowest) {
                let rest = changed.go(first, hidden, blamed);
                offer(changed.cost(rest, self), &[first]);
                for next in (host + 1..self.centres.len()).filter(|_| is_small) {
                    let blamed = changed.hidden_by(next);
                    for second in changed.steps(next, lowest) {
                        let rest = changed.go(second, rest, blamed);
                        offer(changed.cost(rest, self), &[first, second]);
                        changed.centres[next] = self.centres[next];
                    }
                }
                changed.centres[host] = self.centres[host];
            }
        }
        best
    }

    /// Puts a host elsewhere, and says how many links of `hidden` are still so, of which it was to blame
    /// for some.
    fn go(&mut self, (host, place): Step, hidden: usize, blamed: usize) -> usize {
        self.centres[host] = place;
        hidden + self.hidden_by(host) - blamed
    }

    fn cost(&self, hidden: usize, before: &Self) -> Cost {
        let low = self.centres.iter().map(|place| self.below(*place)).max().unwrap_or(0);
        let ways = self.centres.iter().zip(&before.centres);
        let gone = ways.map(|(a, b)| (a.x - b.x).abs() + (a.y - b.y).abs()).sum();
        (hidden, (low - before.size.height).max(0), gone)
    }

    /// Where a host could stand instead, apart from all others.
    fn steps(&self, host: usize, lowest: i32) -> Vec<Step> {
        let (at, far) = (self.centres[host], self.card.height / 2 + GAP);
        // Down first.
        let mut ys: Vec<i32> =
            (1..=STEPS_MAX).flat_map(|step| [at.y + step * far, at.y - step * far]).collect();
        let mut xs = vec![at.x];
        if self.centres.len() <= PAIRS_MAX {
            ys.extend(self.centres.iter().map(|at| at.y));
            // Nobody's link leads to it where it stands now.
            if !self.links.iter().flatten().any(|end| end.index() == host) {
                xs.extend(self.centres.iter().map(|at| at.x));
            }
        }
        let places = xs.iter().flat_map(|&x| ys.iter().map(move |&y| Point { x, y }));
        let is_place = |place: &Point| {
            let is_inside =
                place.y - self.card.height / 2 >= MARGIN && self.below(*place) <= lowest;
            *place != at && is_inside && self.is_clear(host, *place)
        };
        places.filter(is_place).map(|place| (host, place)).collect()
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

    #[test]
    fn in_a_crowd_the_picture_hardly_grows() {
        // One whom all others talk to, over the heads of those between.
        let card = Size { width: 190, height: 124 };
        let place = |at: i32| Point { x: 110 + at % 14 * 230, y: 90 + at / 14 * 170 };
        let mut layout = Layout {
            size: Size { width: 3300, height: 1500 },
            card,
            centres: (0..100).map(place).collect(),
            links: (1..100).map(|other| [HostId(0), HostId(other)]).collect(),
        };
        let before = layout.hidden();
        layout.step_aside();
        assert!(layout.hidden() < before, "{before}");
        assert!(layout.size.height <= 1500 + card.height / 2 + GAP);
        assert!((0..100).all(|at| layout.is_clear(at, layout.centres[at])));
    }
}
