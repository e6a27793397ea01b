//! What somebody does to a run, at a position of it: the run forks there, where something was known to
//! follow.

use relay_kernel::{ConnNo, SimDuration, SimTime};
use relayscope::command::{Command, Reading};
use relayscope::scenario::HostNo;

use super::{EVENTS_AT_ONCE, Show};
use crate::Pace;

/// A connection on which nothing is said for longer waits for the person at the console.
const SILENCE: SimDuration = SimDuration::from_secs(10);

impl Show {
    /// Carries out a command at a position; returns the position at which it has happened.
    ///
    /// Where something was known to follow, the run forks there.
    pub fn act(&mut self, position: usize, command: Command) -> usize {
        let (from, _) = self.give(position, command, true);
        self.pace.position_of(from + 1)
    }

    /// How many beats behind a position belong to the event in whose midst it lies. An event happens
    /// as a whole, so what is done there comes after them.
    pub fn beats_before_acting(&mut self, position: usize) -> usize {
        let records = self.pace.records_at(position);
        self.timeline.seek(records);
        let whole = self.timeline.position();
        let behind = self.pace.beats().iter().skip(position);
        behind.take_while(|beat| beat.records.end <= whole).count()
    }

    /// Connects somebody at a console on one host to a port of another; returns the connection, and
    /// the position at which the first answer has arrived.
    pub fn dial(
        &mut self,
        position: usize,
        (from, to): (HostNo, HostNo),
        port: u16,
    ) -> Option<(ConnNo, usize)> {
        let command = Command::Dial { from, to, port, reading: Reading::AtOnce };
        let (records, conn) = self.give(position, command, true);
        let conn = conn?;
        Some((conn, self.answered(records, conn)))
    }

    /// Does something at a console: types, or hangs up. Returns the position at which the answer
    /// has arrived. A future that only knew that nobody typed is not kept.
    pub fn at_console(&mut self, position: usize, conn: ConnNo, command: Command) -> usize {
        let (records, _) = self.give(position, command, false);
        self.answered(records, conn)
    }

    /// The position at which a connection falls silent behind `records` records.
    fn answered(&self, records: usize, conn: ConnNo) -> usize {
        let all = self.trace().records();
        let mut last = records;
        let mut heard = all.get(records).map_or(SimTime::START, |record| record.at);
        for (at, record) in all.iter().enumerate().skip(records) {
            if record.at.since(heard) > SILENCE {
                break;
            }
            if record.kind.conn() == Some(conn) {
                (last, heard) = (at + 1, record.at);
            }
        }
        self.pace.position_of(last)
    }

    /// Carries out a command; returns how many records there were, and the connection that it
    /// asked for. With `keep`, a future that is given up can be gone back to; one in which people did
    /// something can always.
    fn give(&mut self, position: usize, command: Command, keep: bool) -> (usize, Option<ConnNo>) {
        self.timeline.seek(self.pace.records_at(position));
        let from = self.timeline.position();
        let has_future = from < self.timeline.len() || self.more;
        if (keep && has_future) || self.timeline.has_commands_ahead() {
            let timeline = self.timeline.clone();
            self.leave(timeline, position);
        }
        self.arranging = self.arranging.min(self.ties.len());
        let conn = self.timeline.act(command);
        (self.more, self.stopped) = (true, false);
        self.keeper.cut(from);
        self.pace = Pace::default();
        self.compute(EVENTS_AT_ONCE);
        (from, conn)
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{SOURCE, text};
    use super::*;
    use relayscope::trace::HostId;

    use crate::transcript::Transcript;

    #[test]
    fn acting_in_the_past_forks_and_both_branches_stay() {
        let mut show = Show::load(SOURCE, None).expect("a good scenario");
        let first = text(&show);
        assert!(show.left_trace().is_none());
        let position = show.act(2, Command::HostDown(HostNo(1)));
        let second = text(&show);
        assert_ne!(first, second);
        assert!(!show.is_run_before());
        let happened = show.pace().records_at(position);
        let down = &show.trace().records()[happened - 1].kind;
        assert!(matches!(down, relayscope::trace::Kind::Command(_)), "{down:?}");
        assert!(!show.holdings(position).host(HostId(1)).expect("it").is_up());

        let back = |show: &mut Show, position| {
            let records = show.swap_branch(position)?;
            Some(show.place_of(records))
        };
        assert_eq!(back(&mut show, position), Some((2, true)));
        assert_eq!(text(&show), first);
        assert!(show.is_run_before());
        assert!(show.holdings(2).host(HostId(1)).expect("it").is_up());
        assert_eq!(back(&mut show, 2), Some((position, true)));
        assert_eq!(text(&show), second);
        // Something else in place of it, and less of it, is a run of its own.
        let position = show.act(position, Command::HostUp(HostNo(1)));
        show.act(1, Command::HostDown(HostNo(0)));
        assert!(position > 1 && !show.is_run_before());
    }

    #[test]
    fn what_is_done_in_the_midst_of_an_event_comes_after_it_and_that_is_known() {
        let mut show = Show::load(SOURCE, None).expect("a good scenario");
        let end = show.pace().len();
        let mut late = 0;
        for position in 0..end {
            let before = show.beats_before_acting(position);
            let happened = show.act(position, Command::FillDisk(HostNo(1)));
            let records = show.pace().records_at(happened);
            let kind = &show.trace().records()[records - 1].kind;
            assert!(matches!(kind, relayscope::trace::Kind::Command(_)), "{position}: {kind:?}");
            assert_eq!(happened, position + before + 1, "at {position}");
            late += usize::from(before > 0);
            show.swap_branch(happened);
        }
        assert!(late > 0 && late < end, "replies to commands that were pipelined are one event");
        assert_eq!(show.beats_before_acting(end), 0);
    }

    #[test]
    fn acting_at_the_end_goes_on() {
        let mut show = Show::load(SOURCE, None).expect("a good scenario");
        let before = show.pace().len();
        let position = show.act(before, Command::HostDown(HostNo(1)));
        assert_eq!(position, before + 1);
        assert!(show.left_trace().is_none(), "nothing was given up");
    }

    #[test]
    fn who_is_called_from_the_console_moves_nobody() {
        let source = format!("{SOURCE}[[host]]\nname = \"third.example\"\n");
        let mut show = Show::load(&source, None).expect("a good scenario");
        let planned = show.arranging_ties().to_vec();
        show.dial(3, (HostNo(2), HostNo(1)), 25).expect("a connection is asked for");
        assert_eq!(show.arranging_ties(), planned);
        assert!(show.ties().len() > planned.len());
        let shared = Show::load_shared(&source, &show.shared(0, None), None);
        let shared = shared.expect("a good scenario");
        assert_eq!((shared.arranging_ties(), shared.ties()), (&planned[..], show.ties()));
        show.reset(3);
        assert_eq!(show.arranging_ties(), planned);
        show.swap_branch(0);
        assert_eq!(show.arranging_ties(), planned);
        assert!(show.ties().len() > planned.len());
    }

    #[test]
    fn a_person_at_a_console_is_answered() {
        let mut show = Show::load(SOURCE, None).expect("a good scenario");
        let end = show.pace().len();
        let dialled = show.dial(end, (HostNo(0), HostNo(1)), 25);
        let (conn, mut position) = dialled.expect("a connection is asked for");
        let text = |show: &mut Show, position: usize| {
            let records = show.pace().records_at(position);
            let holdings = show.holdings(position);
            let session = Transcript::of(show.cast(), show.trace(), &holdings, records, conn);
            let lines = session.rows.into_iter().flat_map(|row| row.lines);
            lines.collect::<Vec<_>>().join("|")
        };
        assert!(text(&mut show, position).contains("220 mx.example.net"));
        for (line, answer) in [
            ("EHLO me.example", "250"),
            ("RCPT TO:<bob@example.net>", "503"),
            ("MAIL FROM:<me@example.com>", "250 2.1.0"),
            ("QUIT", "221"),
        ] {
            let octets = Command::lines(line);
            position = show.at_console(position, conn, Command::Type { conn, octets });
            let said = text(&mut show, position);
            assert!(said.contains(line) && said.contains(answer), "{said}");
        }
        assert!(show.holdings(position).conn(conn).is_none(), "it is over");
        assert!(show.left_trace().is_none(), "typing gives up no future worth keeping");
    }
}
