//! Foreign octets as text that is safe to show.
//!
//! Names, addresses, headers and lines come from scenario files, message files and peers. They are
//! shown as text and never as markup; what would still deceive the eye is made visible here:
//! control characters, and those that turn the direction of writing.

use core::fmt::Write as _;

use mail_parser::{Addr, Address, MessageParser};
use relay_mail::header;

/// The octets as one line of text: the line end is left out, octets that are no UTF-8 are shown as
/// `\xFF`, control characters as their pictures (`␀`), direction marks as `\u{202E}`.
pub fn line(octets: &[u8]) -> String {
    let octets = octets.strip_suffix(b"\n").unwrap_or(octets);
    let octets = octets.strip_suffix(b"\r").unwrap_or(octets);
    let mut text = String::with_capacity(octets.len());
    for chunk in octets.utf8_chunks() {
        chunk.valid().chars().for_each(|c| push(c, &mut text));
        for octet in chunk.invalid() {
            write!(text, "\\x{octet:02X}").expect("writing to a String cannot fail");
        }
    }
    text
}

/// The value of the first field `name` of a header section, unfolded; empty where there is none.
pub fn field(head: &[u8], name: &str) -> String {
    unfolded(header::field(head, name).unwrap_or_default())
}

/// What a message is about, as readers of mail show it: words in another character set are decoded
/// (RFC 2047).
pub fn subject(head: &[u8]) -> String {
    let written = field(head, "Subject");
    if !written.contains("=?") {
        return written;
    }
    let alone = format!("Subject: {written}\n\n");
    let read = MessageParser::default().parse(alone.as_bytes());
    let read = read.as_ref().and_then(|message| message.subject());
    read.map_or(written, |subject| line(subject.as_bytes()))
}

/// The addresses in the first field `name`, as readers of mail show them: names in another character set
/// are decoded (RFC 2047 §5), and in quotes where they hold what parts addresses. Addresses are as they
/// are written, and so is all of a field that is no list of them.
pub fn addresses(head: &[u8], name: &str) -> String {
    let written = field(head, name);
    if !written.contains("=?") {
        return written;
    }
    let alone = format!("From: {written}\n\n");
    let read = MessageParser::default().parse(alone.as_bytes());
    let list = read.as_ref().and_then(|message| message.from()).and_then(Address::as_list);
    let one = |it: &Addr<'_>| {
        let address = it.address().filter(|address| written.contains(address))?;
        let Some(name) = it.name() else { return Some(address.to_owned()) };
        let name = line(name.as_bytes());
        let parts = |c: char| "()<>[]:;@\\,\"".contains(c);
        Some(if name.contains(parts) {
            format!("\"{}\" <{address}>", name.replace('"', "'"))
        } else {
            format!("{name} <{address}>")
        })
    };
    let all: Option<Vec<String>> = list.and_then(|list| list.iter().map(one).collect());
    all.map_or(written, |all| all.join(", "))
}

/// The value of a field without its folds (RFC 5322 §2.2.3).
pub fn unfolded(value: &[u8]) -> String {
    let kept = value.iter().copied().filter(|octet| !matches!(octet, b'\r' | b'\n'));
    line(&kept.collect::<Vec<u8>>())
}

/// The octets as lines of text, at most `lines_max` of them; the rest is counted.
pub fn lines(octets: &[u8], lines_max: usize) -> (Vec<String>, usize) {
    let mut all = octets.split_inclusive(|&octet| octet == b'\n');
    let shown: Vec<String> = all.by_ref().take(lines_max).map(line).collect();
    (shown, all.count())
}

/// A text cut to `chars_max` characters, with `…` where something is missing.
pub fn short(text: &str, chars_max: usize) -> String {
    if text.chars().count() <= chars_max {
        return text.to_owned();
    }
    let kept: String = text.chars().take(chars_max.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

/// A host name cut in its middle, so that both the host and its domain are recognised.
pub fn short_name(name: &str, chars_max: usize) -> String {
    let count = name.chars().count();
    if count <= chars_max {
        return name.to_owned();
    }
    let kept = chars_max.saturating_sub(1);
    let tail = kept / 2;
    let head: String = name.chars().take(kept - tail).collect();
    let tail: String = name.chars().skip(count - tail).collect();
    format!("{head}…{tail}")
}

fn push(c: char, text: &mut String) {
    match c {
        '\t' => text.push_str("    "),
        '\u{0}'..='\u{1F}' => {
            text.push(char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{FFFD}'));
        }
        '\u{7F}' => text.push('␡'),
        '\u{80}'..='\u{9F}'
        | '\u{200B}'..='\u{200F}'
        | '\u{2028}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{FEFF}' => {
            write!(text, "{}", c.escape_unicode()).expect("writing to a String cannot fail");
        }
        c => text.push(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_in_other_character_sets_are_decoded() {
        let from = |value: &str| addresses(format!("From: {value}\r\n\r\n").as_bytes(), "From");
        assert_eq!(from("=?utf-8?q?K=C3=A4the?= <k@example.net>"), "Käthe <k@example.net>");
        assert_eq!(from("K <k@example.net>, l@example.net"), "K <k@example.net>, l@example.net");
        assert_eq!(
            from("=?utf-8?q?K=C3=A4the?= <k@example.net>, l@example.net"),
            "Käthe <k@example.net>, l@example.net"
        );
        // What looks like an address is told from one, and no address is made of words.
        assert_eq!(
            from("=?utf-8?q?Boss_=3Cboss=40bank.example=3E?= <evil@example.net>"),
            "\"Boss <boss@bank.example>\" <evil@example.net>"
        );
        for odd in ["<=?utf-8?q?ceo=40bank.example?=>", "=?utf-8?q?nobody?="] {
            assert_eq!(from(odd), odd);
        }
    }

    #[test]
    fn what_cannot_be_seen_is_made_visible() {
        assert_eq!(line(b"250 ok\r\n"), "250 ok");
        assert_eq!(line(b"a\0b\x7f\tc\n"), "a␀b␡    c");
        assert_eq!(line(b"a\xff\xc3\xa9"), "a\\xFFé");
        assert_eq!(line("x\u{202e}y".as_bytes()), "x\\u{202e}y");
        assert_eq!(line(b"a\r\r\n"), "a␍");
    }

    #[test]
    fn encoded_words_of_a_subject_are_read() {
        let of = |text: &str| subject(format!("From: a@b.c\r\nSubject: {text}\r\n\r\n").as_bytes());
        assert_eq!(of("=?utf-8?B?R3LDvMOfZSBhdXMgS8O2bG4=?="), "Grüße aus Köln");
        assert_eq!(of("=?iso-8859-1?Q?Gr=FC=DFe?=\r\n =?utf-8?Q?_2?="), "Grüße 2");
        assert_eq!(of("Is 2 =? 3"), "Is 2 =? 3");
        assert_eq!(of("=?nonsense?B?!!?="), "=?nonsense?B?!!?=");
        // What would deceive the eye is seen, however it was written.
        assert_eq!(of("=?utf-8?Q?x=E2=80=AEy?="), "x\\u{202e}y");
    }

    #[test]
    fn long_texts_are_cut() {
        assert_eq!(short("abcdef", 6), "abcdef");
        assert_eq!(short("abcdefg", 6), "abcde…");
        assert_eq!(short_name("mail.department.example.org", 13), "mail.d…le.org");
        assert_eq!(lines(b"a\r\nb\r\nc", 2), (vec!["a".to_owned(), "b".to_owned()], 1));
    }
}
