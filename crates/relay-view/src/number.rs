//! Numbers as people read them.

/// The space between groups of three digits, in every language alike (ISO 80000-1 §7.3.1); narrow,
/// and no line breaks at it.
const BETWEEN: char = '\u{202f}';

/// A number of five digits or more in groups of three: `14 400`. One of four is left as it is.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    if digits.len() < 5 {
        return digits;
    }
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(BETWEEN);
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn five_digits_are_grouped() {
        assert_eq!([0, 999, 1624].map(grouped), ["0", "999", "1624"]);
        assert_eq!(grouped(14_400), "14\u{202f}400");
        assert_eq!(grouped(600_000), "600\u{202f}000");
        assert_eq!(grouped(10_240_000), "10\u{202f}240\u{202f}000");
    }
}
