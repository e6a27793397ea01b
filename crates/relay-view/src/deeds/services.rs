//! Stopping and starting what a host listens for: all of it, or one service of several.

use relay_mail::Language;
use relay_mail::language::{Words, words};
use relayscope::command::Command;
use relayscope::scenario::{HostNo, Services};

use super::Deed;

/// No service at all.
pub(super) const NONE: Services = Services { smtp: false, submission: false, pop3: false };

/// Each service alone.
const EACH: [(Words, Services); 3] = [
    (words("SMTP, port 25", "SMTP, Port 25"), Services { smtp: true, ..NONE }),
    (
        words("submission, port 587", "Einlieferung, Port 587"),
        Services { submission: true, ..NONE },
    ),
    (words("POP3, port 110", "POP3, Port 110"), Services { pop3: true, ..NONE }),
];

/// What can be done to the services of a host that is on, some of which may be `down`.
pub(super) fn deeds(language: Language, no: HostNo, has: Services, down: Services) -> Vec<Deed> {
    let running = both(has, |of| !holds(down, of));
    let stopped = both(has, |of| holds(down, of));
    let several = of(has).count() > 1;
    let deed = |label: Words, which: Services, command: fn(HostNo, Services) -> Command| {
        if which == NONE {
            return None;
        }
        let label = label.in_(language);
        if !several {
            return Some(Deed::one(label, command(no, which)));
        }
        let all = (words("all of them", "alle").in_(language), command(no, which));
        let each = of(which).map(|(name, one)| (name.in_(language), command(no, one)));
        // Where one is left, it is named.
        let all = (of(which).count() > 1).then_some(all);
        Some(Deed::many(label, all.into_iter().chain(each)))
    };
    let all = [
        deed(words("Start its services", "Dienste starten"), stopped, Command::StartServices),
        deed(words("Stop its services", "Dienste anhalten"), running, Command::StopServices),
        deed(
            words("Shut its services down politely (421)", "Dienste höflich beenden (421)"),
            running,
            Command::ShutDown,
        ),
    ];
    all.into_iter().flatten().collect()
}

/// The services of a set, one by one.
fn of(set: Services) -> impl Iterator<Item = (Words, Services)> {
    EACH.into_iter().filter(move |(_, one)| holds(set, *one))
}

/// Those services of a set of which `such` is true.
fn both(set: Services, such: impl Fn(Services) -> bool) -> Services {
    let mut found = NONE;
    for (_, one) in of(set).filter(|(_, one)| such(*one)) {
        found.smtp |= one.smtp;
        found.submission |= one.submission;
        found.pop3 |= one.pop3;
    }
    found
}

/// Whether a set holds a single service.
fn holds(set: Services, one: Services) -> bool {
    (set.smtp && one.smtp) || (set.submission && one.submission) || (set.pop3 && one.pop3)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NO: HostNo = HostNo(0);

    fn told(has: Services, stopped: Services) -> Vec<(String, Vec<String>)> {
        let deeds = deeds(Language::English, NO, has, stopped).into_iter();
        deeds.map(|it| (it.label, it.ways.into_iter().map(|way| way.name).collect())).collect()
    }

    #[test]
    fn each_service_stops_alone() {
        let has = Services { smtp: true, submission: false, pop3: true };
        let told = |stopped| told(has, stopped);
        let names = ["all of them", "SMTP, port 25", "POP3, port 110"].map(str::to_owned).to_vec();
        let running = told(NONE);
        assert_eq!(running.len(), 2, "{running:?}");
        assert!(running.iter().all(|(_, ways)| *ways == names), "{running:?}");
        let half = told(Services { pop3: true, ..NONE });
        let (start, stop) = (&half[0], &half[1]);
        assert_eq!(start.1, ["POP3, port 110"], "{half:?}");
        assert_eq!(stop.1, ["SMTP, port 25"], "{half:?}");
        assert_eq!(told(has).len(), 1, "nothing is left to stop");
    }

    #[test]
    fn a_host_with_one_service_has_a_button() {
        let has = Services { smtp: true, ..NONE };
        let ways = told(has, NONE).into_iter().map(|(_, ways)| ways);
        assert!(ways.clone().all(|ways| ways == [""]) && ways.count() == 2);
        assert!(told(NONE, NONE).is_empty());
    }
}
