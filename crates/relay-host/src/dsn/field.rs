//! Fields of the status part: printable US-ASCII on lines that are short enough.

use core::fmt::Write as _;

/// Octets of a line before it is folded; RFC 5322 §2.1.1 allows 998.
const COLUMNS: usize = 900;

/// Appends the field `name: value`, its lines ended by LF. Lines of the value become continuation
/// lines (RFC 3461 §9.2); what is no printable US-ASCII becomes `?`.
pub(super) fn put(text: &mut String, name: &str, value: &str) {
    write!(text, "{name}:").expect("a string takes text");
    let mut column = name.len() + 1;
    for line in value.split('\n').filter(|line| !line.trim().is_empty()) {
        if column > name.len() + 1 {
            text.push('\n');
            column = 0;
        }
        // Only a line that has to be folded loses runs of spaces.
        let fits = column + 1 + line.len() <= COLUMNS;
        for word in line.split([' ', '\t']).filter(|word| fits || !word.is_empty()) {
            put_word(text, word, &mut column);
        }
    }
    text.push('\n');
}

/// Appends a space and a word, on a new line where it does not fit.
fn put_word(text: &mut String, word: &str, column: &mut usize) {
    if *column > 0 && *column + 1 + word.len() > COLUMNS {
        text.push('\n');
        *column = 0;
    }
    text.push(' ');
    *column += 1;
    for c in word.chars() {
        if *column >= COLUMNS {
            text.push_str("\n ");
            *column = 1;
        }
        text.push(if c.is_ascii_graphic() { c } else { '?' });
        *column += 1;
    }
}

/// A text for people with no line longer than RFC 5322 §2.1.1 allows, lines ended by LF.
pub(super) fn wrapped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        let mut rest = line;
        while rest.len() > COLUMNS {
            let most = rest.floor_char_boundary(COLUMNS);
            let end = rest[..most].rfind(' ').filter(|end| *end > 0).unwrap_or(most);
            out.push_str(&rest[..end]);
            out.push('\n');
            rest = rest[end..].trim_start();
        }
        out.push_str(rest);
        out.push('\n');
    }
    out
}

/// An address with its type: `rfc822`, or `utf-8` with what is not ASCII written as `\x{…}`
/// (RFC 6533 §3), as the status part holds ASCII alone.
pub fn typed_address(address: &str) -> String {
    if address.is_ascii() {
        return format!("rfc822; {address}");
    }
    let mut text = "utf-8; ".to_owned();
    for c in address.chars() {
        if c.is_ascii_graphic() && !matches!(c, '+' | '=' | '\\') {
            text.push(c);
        } else {
            write!(text, "\\x{{{:02X}}}", u32::from(c)).expect("a string takes text");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(value: &str) -> String {
        let mut text = String::new();
        put(&mut text, "X", value);
        text
    }

    #[test]
    fn lines_of_a_reply_become_continuation_lines() {
        let reply = "smtp; 550-mailbox  unavailable\n550 moved";
        assert_eq!(written(reply), "X: smtp; 550-mailbox  unavailable\n 550 moved\n");
        assert_eq!(written("\n\n"), "X:\n");
    }

    #[test]
    fn nothing_leaves_the_field() {
        assert_eq!(written("a\rb\0c \u{e9}"), "X: a?b?c ?\n");
        let long = format!("{} {}", "x".repeat(2_000), "y".repeat(899));
        let text = written(&long);
        assert!(text.lines().all(|line| line.len() <= COLUMNS), "{text}");
        assert!(text.lines().skip(1).all(|line| line.starts_with(' ')), "{text}");
    }

    #[test]
    fn long_lines_for_people_are_wrapped() {
        assert_eq!(wrapped("a\n\nb  c"), "a\n\nb  c\n");
        let long = format!("{} {}", "\u{e9}".repeat(1_000), "x ".repeat(600));
        let text = wrapped(&long);
        assert!(text.lines().all(|line| line.len() <= COLUMNS && !line.is_empty()), "{text}");
        let squeezed = |text: &str| text.replace([' ', '\n'], "");
        assert_eq!(squeezed(&text), squeezed(&long));
    }

    #[test]
    fn addresses_outside_ascii_have_a_type_of_their_own() {
        assert_eq!(typed_address("a+b@example.org"), "rfc822; a+b@example.org");
        assert_eq!(typed_address("r\u{e9}+@example.org"), "utf-8; r\\x{E9}\\x{2B}@example.org");
    }
}
