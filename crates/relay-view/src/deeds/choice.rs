//! The values that are offered where a thing can be done in several ways.

use relay_kernel::SimDuration;
use relay_mail::language::{Words, words};
use relayscope::scenario::{ClockSkew, DnsFailure, LinkQuality, Profile};

/// How much later answers come.
pub(super) const DELAYS: [(Words, SimDuration); 5] = [
    (words("as fast as ever", "so schnell wie immer"), SimDuration::ZERO),
    (words("1 second later", "1 Sekunde später"), SimDuration::from_secs(1)),
    (words("30 seconds later", "30 Sekunden später"), SimDuration::from_secs(30)),
    (
        words("4 minutes later, as a tarpit does", "4 Minuten später, wie eine Teergrube"),
        SimDuration::from_mins(4),
    ),
    (
        words(
            "15 minutes later: later than anybody waits",
            "15 Minuten später: länger, als jemand wartet",
        ),
        SimDuration::from_mins(15),
    ),
];

/// How a clock goes.
pub(super) const CLOCKS: [(Words, ClockSkew); 5] = [
    (words("right", "richtig"), ClockSkew { span: SimDuration::ZERO, behind: false }),
    (
        words("an hour ahead", "eine Stunde vor"),
        ClockSkew { span: SimDuration::from_hours(1), behind: false },
    ),
    (
        words("an hour behind", "eine Stunde zurück"),
        ClockSkew { span: SimDuration::from_hours(1), behind: true },
    ),
    (
        words("a day ahead", "einen Tag vor"),
        ClockSkew { span: SimDuration::from_days(1), behind: false },
    ),
    (
        words("ten minutes behind", "zehn Minuten zurück"),
        ClockSkew { span: SimDuration::from_mins(10), behind: true },
    ),
];

/// How lookups fail; it goes on with `Let lookups of example.net`.
pub(super) const DNS_FAILURES: [(Words, DnsFailure); 3] = [
    (words("fail: SERVFAIL", "scheitern: SERVFAIL"), DnsFailure::ServerFailure),
    (words("stay without an answer", "bleiben ohne Antwort"), DnsFailure::Timeout),
    (
        words("say that there is no such name: NXDOMAIN", "den Namen gibt es nicht: NXDOMAIN"),
        DnsFailure::NoSuchName,
    ),
];

/// Whose retry schedule a host keeps to.
pub(super) const PROFILES: [(Words, Profile); 4] = [
    (words("as Postfix does", "wie Postfix"), Profile::Postfix),
    (words("as Exim does", "wie Exim"), Profile::Exim),
    (words("as qmail does", "wie qmail"), Profile::Qmail),
    (words("as RFC 5321 asks for", "wie von RFC 5321 verlangt"), Profile::Rfc),
];

/// For how long strangers are put off.
pub(super) const GREYLISTING: [(Words, SimDuration); 4] = [
    (words("off", "aus"), SimDuration::ZERO),
    (words("strangers wait a minute", "Fremde warten eine Minute"), SimDuration::from_mins(1)),
    (words("strangers wait 5 minutes", "Fremde warten 5 Minuten"), SimDuration::from_mins(5)),
    (words("strangers wait an hour", "Fremde warten eine Stunde"), SimDuration::from_hours(1)),
];

/// Octets of the largest message.
pub(super) const SIZES: [(Words, u64); 4] = [
    (words("any size", "jede Größe"), 0),
    (
        words(
            "100 octets, which nearly every message exceeds",
            "100 Oktette, die fast jede Nachricht überschreitet",
        ),
        100,
    ),
    (words("100\u{202f}000 octets", "100\u{202f}000 Oktette"), 100_000),
    (
        words(
            "10\u{202f}240\u{202f}000 octets, as Postfix has it",
            "10\u{202f}240\u{202f}000 Oktette, wie bei Postfix",
        ),
        10_240_000,
    ),
];

/// How a link is.
pub(super) const LINKS: [(Words, LinkQuality); 4] = [
    (words("far away: 2 seconds each way", "weit weg: 2 Sekunden je Richtung"), link(2_000, 0, 0)),
    (
        words(
            "narrow: 1000 octets a second, 50 milliseconds each way",
            "eng: 1000 Oktette je Sekunde, 50 Millisekunden je Richtung",
        ),
        link(50, 1_000, 0),
    ),
    (
        words(
            "lossy: every fifth packet is lost, 50 milliseconds each way",
            "verlustreich: Jedes fünfte Paket geht verloren, 50 Millisekunden je Richtung",
        ),
        link(50, 0, 200_000),
    ),
    (words("near: 1 millisecond each way", "nah: 1 Millisekunde je Richtung"), link(1, 0, 0)),
];

const fn link(latency_ms: u64, rate_bytes_per_second: u64, loss_per_million: u32) -> LinkQuality {
    LinkQuality {
        latency: SimDuration::from_millis(latency_ms),
        jitter: SimDuration::ZERO,
        rate_bytes_per_second,
        loss_per_million,
    }
}
