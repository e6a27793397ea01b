//! The languages in which people are told what happens, and texts in all of them side by side.
//!
//! What goes over the wire, traces and what the command line says are English always; this is for
//! those who look on. Nothing remembers a language: whoever makes words is told which.
//!
//! A third language is one more variant, one more field and one more argument; the compiler then
//! names every text that has no words in it yet.
//!
//! Terms that German postmasters use, and that the German texts keep to:
//!
//! | English | German |
//! |---|---|
//! | account | das Konto |
//! | bounce | der Rückläufer |
//! | report, delivery status notification | der Bericht, die Zustellbenachrichtigung |
//! | collect | abholen |
//! | command, reply, session | der Befehl, die Antwort, die Sitzung |
//! | deferred; given up | zurückgestellt; unzustellbar |
//! | delivery, attempt | die Zustellung, der Versuch |
//! | drop, freeze a message | verwerfen, einfrieren |
//! | envelope; header, field | der Umschlag; der Kopf, das Feld |
//! | final dot, null return path | der Schlusspunkt, der leere Rückpfad |
//! | forward-path, recipient | der Empfänger |
//! | greylisting, relay, smart host, MX | Greylisting, das Relay, der Smarthost, der MX |
//! | link; connection | die Leitung; die Verbindung |
//! | lookup | die DNS-Anfrage |
//! | mail client, mail server | das Mailprogramm, der Mailserver |
//! | mailbox; maildrop | das Postfach; der Maildrop |
//! | octet | das Oktett |
//! | peer | die Gegenstelle |
//! | queue | die Warteschlange |
//! | reverse-path, return path | der Rückpfad |
//! | unique-id | die eindeutige Kennung |

/// A language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// English, which is also spoken where a language is not known.
    #[default]
    English,
    /// German.
    German,
}

impl Language {
    /// Every language.
    pub const ALL: [Self; 2] = [Self::English, Self::German];

    /// The language of a tag such as `de-AT` (RFC 5646), by its primary subtag; `None` for one that
    /// is not spoken here.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.trim().split(['-', '_']).next().unwrap_or_default();
        Self::ALL.into_iter().find(|language| language.tag().eq_ignore_ascii_case(primary))
    }

    /// Its tag (RFC 5646), such as `de`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
        }
    }

    /// What it calls itself.
    pub const fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::German => "Deutsch",
        }
    }
}

/// A text in every language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Words {
    /// In English.
    pub english: &'static str,
    /// In German.
    pub german: &'static str,
}

/// A text in every language.
pub const fn words(english: &'static str, german: &'static str) -> Words {
    Words { english, german }
}

impl Words {
    /// Whether there is nothing to say, in any language.
    pub const fn is_empty(self) -> bool {
        self.english.is_empty() && self.german.is_empty()
    }

    /// The text in one language.
    pub const fn in_(self, language: Language) -> &'static str {
        match language {
            Language::English => self.english,
            Language::German => self.german,
        }
    }
}

/// Formats a text in one language: `say!(language, "{n} octets", "{n} Oktette")`. Arguments behind
/// the texts are those of [`format!`], the same for every language.
#[macro_export]
macro_rules! say {
    ($language:expr, $english:literal, $german:literal $(, $value:expr)* $(,)?) => {
        match $language {
            $crate::Language::English => ::std::format!($english $(, $value)*),
            $crate::Language::German => ::std::format!($german $(, $value)*),
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_name_languages() {
        for (tag, language) in [
            ("de", Some(Language::German)),
            ("de-AT", Some(Language::German)),
            (" DE_ch ", Some(Language::German)),
            ("en-GB", Some(Language::English)),
            ("den", None),
            ("fr", None),
            ("", None),
        ] {
            assert_eq!(Language::from_tag(tag), language, "{tag}");
        }
        for language in Language::ALL {
            assert_eq!(Language::from_tag(language.tag()), Some(language));
        }
    }

    #[test]
    fn each_language_says_it_in_its_own_words() {
        let count = 3;
        let told = Language::ALL.map(|it| say!(it, "{count} {}", "{} zu {count}", 7));
        assert_eq!(told, ["3 7", "7 zu 3"]);
        assert_eq!(Language::ALL.map(|it| words("yes", "ja").in_(it)), ["yes", "ja"]);
    }
}
