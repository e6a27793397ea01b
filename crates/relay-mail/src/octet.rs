//! What an octet may stand in, by the ABNF: one look into a table instead of many comparisons.

/// `Let-dig` of RFC 5321 §4.1.2, extended by RFC 6531 §3.3. Octets above 127 are those of letters:
/// the text is UTF-8.
const LET_DIG: u8 = 1;
/// `atext` of RFC 5322 §3.2.3, extended likewise.
const ATEXT: u8 = 2;

const CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut octet = 0_u8;
    loop {
        let let_dig = octet.is_ascii_alphanumeric() || !octet.is_ascii();
        let special =
            matches!(octet, b'!' | b'#'..=b'\'' | b'*' | b'+' | b'-' | b'/' | b'=' | b'?')
                || matches!(octet, b'^'..=b'`' | b'{'..=b'~');
        classes[octet as usize] = if let_dig {
            LET_DIG | ATEXT
        } else if special {
            ATEXT
        } else {
            0
        };
        if octet == u8::MAX {
            break classes;
        }
        octet += 1;
    }
};

/// Whether it is a letter or a digit of a domain name.
#[inline]
pub(crate) fn is_let_dig(octet: u8) -> bool {
    CLASSES[usize::from(octet)] & LET_DIG != 0
}

/// Whether it may stand in an atom.
#[inline]
pub(crate) fn is_atext(octet: u8) -> bool {
    CLASSES[usize::from(octet)] & ATEXT != 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn atoms_hold_what_the_grammar_says() {
        let atext = |c: char| u8::try_from(c).is_ok_and(is_atext);
        assert!("azAZ09!#$%&'*+-/=?^_`{|}~".chars().all(atext));
        assert!(!" \"(),.:;<>@[\\]\u{0}\u{7f}\r\n\t".chars().any(atext));
        assert!((128..=255).all(is_atext));
    }

    #[test]
    fn names_hold_letters_and_digits() {
        let found: String = (0..128).filter(|&octet| is_let_dig(octet)).map(char::from).collect();
        assert_eq!(found, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
    }
}
