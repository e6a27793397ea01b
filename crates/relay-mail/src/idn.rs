//! Domain names with letters beyond ASCII, as the DNS knows them.

use std::borrow::Cow;

use crate::limit;

/// What begins an A-label (RFC 5890 §2.3.1).
const PREFIX: &str = "xn--";

/// The name with an A-label in place of each U-label (RFC 5891 §4.4): in lower case, and then in
/// Punycode (RFC 3492). `None` when a label grows beyond what the DNS takes.
///
/// What a registry would look at is not looked at here, for it takes tables as large as the rest of the
/// program: no text is normalized (NFC, RFC 5891 §4.1), no code point is refused (RFC 5892), and
/// text from right to left has no rules of its own (RFC 5893).
pub(crate) fn to_a_labels(name: &str) -> Option<Cow<'_, str>> {
    if name.is_ascii() {
        return Some(Cow::Borrowed(name));
    }
    let labels: Option<Vec<_>> = name.split('.').map(a_label).collect();
    let name = labels?.join(".");
    (name.len() <= limit::DOMAIN).then_some(Cow::Owned(name))
}

fn a_label(label: &str) -> Option<Cow<'_, str>> {
    if label.is_ascii() {
        return Some(Cow::Borrowed(label));
    }
    let label = label.to_lowercase();
    // The sign for a kelvin is a small k then.
    if label.is_ascii() {
        return Some(Cow::Owned(label));
    }
    let label = format!("{PREFIX}{}", punycode::encode(&label).ok()?);
    (label.len() <= limit::LABEL).then_some(Cow::Owned(label))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn u_labels_become_a_labels() {
        for (name, in_dns) in [
            ("example.net", "example.net"),
            ("exämple.net", "xn--exmple-cua.net"),
            ("EXÄMPLE.net", "xn--exmple-cua.net"),
            ("\u{212a}elvin.example", "kelvin.example"),
            ("mx.bücher.example", "mx.xn--bcher-kva.example"),
            // ß stays (RFC 5894 §7.2), and what is all beyond ASCII has no hyphen of its own.
            ("straße.example", "xn--strae-oqa.example"),
            ("例え.テスト", "xn--r8jz45g.xn--zckzah"),
        ] {
            assert_eq!(to_a_labels(name).as_deref(), Some(in_dns), "{name}");
        }
    }

    #[test]
    fn a_label_may_grow_too_long() {
        let label = |letters| format!("{}.example", "ä".repeat(letters));
        assert!(to_a_labels(&label(31)).is_some());
        let long = format!("{}.example", "äöüßéàçñ".repeat(7));
        assert_eq!(to_a_labels(&long), None);
    }
}
