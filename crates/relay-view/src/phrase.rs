//! What traces, commands and settings say of themselves, which is English, in the language of those
//! who look on.
//!
//! A trace holds texts and not what they were made from, so they are known again by their form. A
//! text that is not known stays as it is: a peer's own words, or those of a later version.

use relay_kernel::SimDuration;
use relay_mail::{Language, say};
use relayscope::Setting;
use relayscope::scenario::{ClockSkew, LinkQuality, Profile, Services};

use crate::number;

mod table;

/// A text of a trace, a command or a setting, in a language.
pub fn phrase(language: Language, text: &str) -> String {
    let german = match language {
        Language::English => None,
        Language::German => table::GERMAN.iter().find_map(|(from, to)| fill(from, to, text)),
    };
    german.unwrap_or_else(|| text.to_owned())
}

/// `to` with what stands in `text` at the stars of `from`, in order; `None` where it does not fit.
fn fill(from: &str, to: &str, text: &str) -> Option<String> {
    let mut parts = from.split('*');
    let mut rest = text.strip_prefix(parts.next()?)?;
    let mut held = Vec::new();
    let mut parts = parts.peekable();
    while let Some(part) = parts.next() {
        let at = match parts.peek() {
            Some(_) => rest.find(part)?,
            None => rest.strip_suffix(part)?.len(),
        };
        held.push(&rest[..at]);
        rest = &rest[at + part.len()..];
    }
    if !rest.is_empty() {
        return None;
    }
    let mut held = held.into_iter();
    let mut filled = String::new();
    for (nth, part) in to.split('*').enumerate() {
        if nth > 0 {
            filled.push_str(held.next().unwrap_or_default());
        }
        filled.push_str(part);
    }
    Some(filled)
}

/// The values of a link: what it has.
pub(crate) fn quality(language: Language, it: &LinkQuality) -> String {
    let mut parts = vec![say!(language, "a latency of {}", "eine Laufzeit von {}", it.latency)];
    if it.jitter > SimDuration::ZERO {
        parts.push(say!(language, "a jitter of {}", "eine Schwankung von {}", it.jitter));
    }
    if it.rate_bytes_per_second > 0 {
        let rate = number::grouped(it.rate_bytes_per_second);
        parts.push(say!(
            language,
            "a rate of {rate} octets a second",
            "einen Durchsatz von {rate} Oktetten je Sekunde"
        ));
    }
    if it.loss_per_million > 0 {
        let (whole, rest) = (it.loss_per_million / 10_000, it.loss_per_million % 10_000);
        let rest = format!("{rest:04}");
        let rest = rest.trim_end_matches('0');
        parts.push(match rest {
            "" => say!(language, "a loss of {whole} %", "einen Verlust von {whole} %"),
            _ => say!(language, "a loss of {whole}.{rest} %", "einen Verlust von {whole},{rest} %"),
        });
    }
    match &parts[..] {
        [first @ .., last] if !first.is_empty() => {
            say!(language, "{} and {last}", "{} und {last}", first.join(", "))
        }
        _ => parts.concat(),
    }
}

/// Services by name.
pub(crate) fn services(language: Language, it: Services) -> String {
    let names = [
        (it.smtp, "SMTP"),
        (it.submission, relay_mail::language::words("submission", "Einlieferung").in_(language)),
        (it.pop3, "POP3"),
    ];
    let names: Vec<&str> = names.into_iter().filter(|(is, _)| *is).map(|(_, name)| name).collect();
    match &names[..] {
        [] => say!(language, "no service", "keinen Dienst"),
        [one] => (*one).to_owned(),
        [first @ .., last] => say!(language, "{} and {last}", "{} und {last}", first.join(", ")),
    }
}

/// A setting and its new value.
pub(crate) fn setting(language: Language, it: &Setting) -> String {
    if language == Language::English {
        return it.to_string();
    }
    match it {
        Setting::RetryProfile(profile) => {
            let named = Profile::ALL.iter().find(|(known, _)| known == profile);
            format!("Wiederholungsplan wie bei {}", named.map_or("", |(_, name)| name))
        }
        Setting::Greylisting(SimDuration::ZERO) => "Greylisting aus".to_owned(),
        Setting::Greylisting(delay) => format!("Greylisting {delay}"),
        Setting::MessageSizeMax(0) => "Nachrichten jeder Größe".to_owned(),
        Setting::MessageSizeMax(max) => {
            format!("Nachrichten bis {} Oktette", number::grouped(*max))
        }
    }
}

/// How a clock is set.
pub(crate) fn skew(language: Language, it: ClockSkew) -> String {
    match (language, it.span, it.behind) {
        (Language::English, ..) => it.to_string(),
        (Language::German, SimDuration::ZERO, _) => "richtig".to_owned(),
        (Language::German, span, true) => format!("{span} nach"),
        (Language::German, span, false) => format!("{span} vor"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_take_what_stands_there() {
        assert_eq!(fill("a * b *", "* und *", "a x b y").as_deref(), Some("x und y"));
        assert_eq!(fill("* is late", "* ist spät", "he is late").as_deref(), Some("he ist spät"));
        assert_eq!(fill("no", "nein", "no").as_deref(), Some("nein"));
        for text in ["nob", "", "n"] {
            assert_eq!(fill("no", "nein", text), None, "{text}");
        }
        assert_eq!(fill("* é *", "*", "é"), None);
    }

    #[test]
    fn the_values_of_a_link_are_a_list_in_words() {
        let link = |loss_per_million| LinkQuality {
            latency: SimDuration::from_millis(50),
            jitter: SimDuration::ZERO,
            rate_bytes_per_second: 0,
            loss_per_million,
        };
        let english = |loss| quality(Language::English, &link(loss));
        assert_eq!(english(0), "a latency of 50 ms");
        assert_eq!(english(200_000), "a latency of 50 ms and a loss of 20 %");
        assert_eq!(english(15_000), "a latency of 50 ms and a loss of 1.5 %");
        assert_eq!(
            quality(Language::German, &LinkQuality { rate_bytes_per_second: 9, ..link(500) }),
            "eine Laufzeit von 50 ms, einen Durchsatz von 9 Oktetten je Sekunde und einen Verlust \
             von 0,05 %"
        );
    }

    #[test]
    fn unknown_texts_stay() {
        for language in Language::ALL {
            assert_eq!(phrase(language, "Bob's own words"), "Bob's own words");
        }
        assert_eq!(phrase(Language::German, "MAIL out of order"), "MAIL außer der Reihe");
        assert_eq!(
            phrase(Language::German, "RCPT: the path is too long"),
            "RCPT: Der Pfad ist zu lang"
        );
    }

    #[test]
    fn every_phrase_keeps_what_it_takes() {
        for (from, to) in table::GERMAN {
            let stars = |text: &str| text.matches('*').count();
            assert_eq!(stars(from), stars(to), "{from}");
            assert!(!to.is_empty() && from != to, "{from}");
        }
    }
}
