//! What of a queue fits into the row of a card. Letters are counted, not measured.

use super::TOKENS_MAX;

/// From one envelope to the next.
pub const ENVELOPE: i32 = 36;

/// Space between what stands at the left and the time at the right.
const GAP: i32 = 5;

/// The part of its size, in hundredths, that a bold letter or digit takes, and the sign of what is more.
const LETTER: i32 = 70;
const PLUS: i32 = 84;

/// What wants to stand in the row of a queue in which something waits.
#[derive(Clone, Copy, Debug)]
pub struct Queue {
    /// The width of the row.
    pub room: i32,
    /// The width of its title; 0 where it has none.
    pub title: i32,
    /// The messages that wait.
    pub queued: usize,
    /// The least width of the time of the next attempt; 0 where there is none.
    pub time: i32,
    /// The size of the letters that say how many more wait.
    pub letter: i32,
}

/// What of it does stand there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// Whether there is a title.
    pub is_titled: bool,
    /// How many envelopes: one at least.
    pub envelopes: usize,
    /// The room for the time of the next attempt; 0 where there is none.
    pub time: i32,
}

impl Queue {
    /// What fits. The title goes first, since the envelopes say what waits, then the time, which the
    /// host's sheet tells as well; how many wait is always told.
    pub fn row(self) -> Row {
        let ways = [(true, true), (false, true), (true, false), (false, false)];
        let fitting = |(is_titled, has_time)| {
            let title = if is_titled { self.title } else { 0 };
            let time = if has_time { self.time } else { 0 };
            let left = |envelopes| self.room - title - self.taken(envelopes);
            let most = self.queued.clamp(1, TOKENS_MAX);
            let envelopes = (1..=most).rev().find(|&envelopes| left(envelopes) >= time)?;
            let time = if time > 0 { left(envelopes) } else { 0 };
            Some(Row { is_titled, envelopes, time })
        };
        let alone = Row { is_titled: false, envelopes: 1, time: 0 };
        ways.into_iter().find_map(fitting).unwrap_or(alone)
    }

    /// The room for so many envelopes, and the words that say how many more wait.
    fn taken(self, envelopes: usize) -> i32 {
        let digits = |more: usize| i32::try_from(more.ilog10() + 1).unwrap_or(1);
        let more = match self.queued - envelopes {
            0 => 0,
            more => self.letter * (PLUS + LETTER * digits(more)) / 100 + GAP,
        };
        i32::try_from(envelopes).unwrap_or(0) * ENVELOPE + more
    }
}

/// How many bold letters of a size have room in a line: one at least.
pub fn bold_letters(room: i32, size: i32) -> usize {
    usize::try_from(room * 100 / (size * LETTER).max(1)).unwrap_or(1).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WIDE: Queue = Queue { room: 196, title: 58, queued: 1, time: 50, letter: 14 };

    fn told(queue: Queue) -> (bool, usize, bool) {
        let row = queue.row();
        (row.is_titled, row.envelopes, row.time > 0)
    }

    #[test]
    fn as_many_envelopes_are_drawn_as_leave_room_for_the_rest() {
        let waiting = |queued| told(Queue { queued, ..WIDE });
        assert_eq!([1, 2, 3].map(waiting), [(true, 1, true), (true, 2, true), (true, 1, true)]);
        assert_eq!(waiting(500), (true, 1, true), "+499 and the time");
        let untimed = |queued| told(Queue { queued, time: 0, ..WIDE }).1;
        assert_eq!([3, 4, 5, 7, 500].map(untimed), [3, 3, 3, 3, 2]);
    }

    #[test]
    fn what_fits_does_not_overlap() {
        for room in 90..260 {
            for queued in [1, 2, 3, 4, 5, 9, 10, 14, 99, 104, 500, 1000] {
                for (title, time, letter) in [(58, 50, 14), (50, 0, 14), (0, 0, 32)] {
                    let queue = Queue { room, title, queued, time, letter };
                    let row = queue.row();
                    let title = if row.is_titled { title } else { 0 };
                    let all = title + queue.taken(row.envelopes) + row.time;
                    let is_least = row.envelopes == 1 && !row.is_titled && row.time == 0;
                    assert!(all <= room || is_least, "{queue:?}: {row:?}");
                    assert!(row.envelopes <= queued.min(TOKENS_MAX), "{queue:?}: {row:?}");
                    assert!(row.time == 0 || row.time >= time, "{queue:?}: {row:?}");
                }
            }
        }
    }

    #[test]
    fn where_there_is_little_room_the_title_goes_first() {
        let small = Queue { room: 137, title: 50, time: 50, ..WIDE };
        assert_eq!(told(small), (true, 1, true));
        assert_eq!(told(Queue { queued: 12, ..small }), (false, 1, true));
        assert_eq!(told(Queue { queued: 12, room: 100, ..small }), (false, 1, false));
        assert_eq!(told(Queue { queued: 500, room: 60, ..small }), (false, 1, false));
    }

    #[test]
    fn bold_letters_are_wide() {
        assert_eq!([bold_letters(204, 22), bold_letters(204, 44), bold_letters(0, 44)], [13, 6, 1]);
    }
}
