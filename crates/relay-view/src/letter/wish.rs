//! What the sender of a message wants to be told of it (RFC 3461 §4.1).

use relay_mail::{Language, say};
use relay_smtp::{Notify, NotifyOn};

use crate::plain;

/// What senders usually ask for: nothing in particular, which means
/// failures, and delays where a host tells of them; everything; and nothing at all.
pub const WISHES: [Option<Notify>; 3] = [
    None,
    Some(Notify::On(NotifyOn { success: true, failure: true, delay: true })),
    Some(Notify::Never),
];

/// What is asked for in words: `never`, or some of `success`, `failure` and `delay` with commas between
/// them; nothing is asked for without any. Otherwise what is wrong with it, and how to mend it.
pub fn wish(language: Language, text: &str) -> Result<Option<Notify>, String> {
    let (mut on, mut never) = (NotifyOn::default(), false);
    for word in text.split(',').map(str::trim).filter(|word| !word.is_empty()) {
        match word.to_ascii_lowercase().as_str() {
            "never" => never = true,
            "success" => on.success = true,
            "failure" => on.failure = true,
            "delay" => on.delay = true,
            _ => {
                let word = plain::short(word, 60);
                return Err(say!(
                    language,
                    "“{word}” is nothing that is reported: write never, or some of success, failure, delay",
                    "„{word}“ wird nicht berichtet: never schreiben oder eines oder mehrere von success, failure, delay"
                ));
            }
        }
    }
    match (never, on == NotifyOn::default()) {
        (false, true) => Ok(None),
        (false, false) => Ok(Some(Notify::On(on))),
        (true, true) => Ok(Some(Notify::Never)),
        (true, false) => Err(say!(
            language,
            "never stands alone: leave it out, or everything else",
            "never steht allein: es weglassen oder alles andere"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wishes_are_read_and_what_is_none_is_told() {
        let on = |success, failure, delay| Some(Notify::On(NotifyOn { success, failure, delay }));
        for (text, asked) in [
            ("", None),
            (" , ", None),
            ("never", Some(Notify::Never)),
            ("SUCCESS", on(true, false, false)),
            ("failure, delay", on(false, true, true)),
            ("delay,success,failure", on(true, true, true)),
        ] {
            assert_eq!(wish(Language::English, text), Ok(asked), "{text}");
        }
        let wrong = |text| wish(Language::English, text).expect_err("no wish");
        assert!(wrong("always").starts_with("“always” is nothing that is reported"));
        assert!(wrong("never, delay").starts_with("never stands alone"));
        assert_eq!(WISHES, [None, on(true, true, true), Some(Notify::Never)]);
    }
}
