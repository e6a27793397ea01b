//! `xtext` (RFC 3461 §4): octets that an `esmtp-value` cannot hold, written as `+` and two upper
//! case hexadecimal digits.

/// Appends `text` to `out` as xtext.
pub fn encode(text: &str, out: &mut Vec<u8>) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    for &byte in text.as_bytes() {
        if is_xchar(byte) {
            out.push(byte);
        } else {
            let (high, low) = (usize::from(byte >> 4), usize::from(byte & 15));
            out.extend_from_slice(&[b'+', DIGITS[high], DIGITS[low]]);
        }
    }
}

/// The text that `xtext` stands for; `None` when it is no xtext, or no printable US-ASCII
/// (graphic characters and white space, RFC 3461 §4.2 and §4.4).
pub fn decode(xtext: &str) -> Option<String> {
    let mut text = String::with_capacity(xtext.len());
    let mut bytes = xtext.bytes();
    while let Some(byte) = bytes.next() {
        let byte = match byte {
            b'+' => digit(bytes.next()?)? << 4 | digit(bytes.next()?)?,
            _ if is_xchar(byte) => byte,
            _ => return None,
        };
        let printable = matches!(byte, b' '..=b'~' | b'\t');
        text.push(printable.then_some(char::from(byte))?);
    }
    Some(text)
}

fn is_xchar(byte: u8) -> bool {
    matches!(byte, 33..=126) && byte != b'+' && byte != b'='
}

fn digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        for (text, xtext) in [
            ("QQ314159", "QQ314159"),
            ("a+b=c d", "a+2Bb+3Dc+20d"),
            ("bob@big-bucks.example", "bob@big-bucks.example"),
        ] {
            let mut out = Vec::new();
            encode(text, &mut out);
            assert_eq!(out, xtext.as_bytes());
            assert_eq!(decode(xtext).as_deref(), Some(text));
        }
    }

    #[test]
    fn what_is_no_xtext() {
        for bad in ["+", "+2", "+2b", "+ZZ", "a=b", "a b", "+0D+0A", "+00", "+FF"] {
            assert_eq!(decode(bad), None, "{bad}");
        }
    }
}
