//! Hosts where a scenario wants them on the map.

use relay_view::Cast;
use relay_view::layout::{Layout, Size};
use relayscope::scenario::Scenario;

const AREAS: [Size; 3] = [
    Size { width: 360, height: 300 },
    Size { width: 575, height: 404 },
    Size { width: 809, height: 448 },
];

fn cast(places: &[(u16, u16)]) -> Cast {
    let host = |(nth, (x, y)): (usize, &(u16, u16))| {
        format!("[[host]]\nname = \"h{nth}.example\"\nposition = {{ x = {x}, y = {y} }}\n")
    };
    let hosts: String = places.iter().enumerate().map(host).collect();
    let source = format!("format = 1\n{hosts}[[host]]\nname = \"free.example\"\n");
    match Scenario::parse(&source) {
        Ok(scenario) => Cast::new(&scenario),
        Err(found) => panic!("{found:#?}"),
    }
}

#[test]
fn hosts_that_are_placed_apart_do_not_lie_on_each_other() {
    let cast = cast(&[(0, 0), (500, 100), (1000, 0), (250, 500), (750, 600)]);
    for area in AREAS {
        let layout = Layout::new(&cast, &[], area);
        let Size { width, height } = layout.card;
        for (nth, a) in layout.centres.iter().take(5).enumerate() {
            for b in layout.centres.iter().take(5).skip(nth + 1) {
                let apart = (a.x - b.x).abs() >= width || (a.y - b.y).abs() >= height;
                assert!(apart, "{a:?} and {b:?}, cards of {width} × {height}");
            }
        }
    }
}

#[test]
fn what_no_size_parts_is_shown_no_smaller() {
    let near = [(500, 500), (501, 500)];
    for (places, area) in
        [near, [(500, 500), (500, 500)]].iter().flat_map(|it| AREAS.map(|area| (it, area)))
    {
        let apart = Layout::new(&cast(&[(0, 0), (1000, 1000)]), &[], area);
        assert_eq!(Layout::new(&cast(places), &[], area).size, apart.size);
    }
}
