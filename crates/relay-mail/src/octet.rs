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

/// Whether all are printable ASCII or spaces (`%d32-126`), as in nearly every command and reply.
#[inline]
pub fn are_printable(octets: &[u8]) -> bool {
    // In each octet of this word the high bit says that one is not, or that one before it is not.
    let odd = |word: &[u8; 8]| {
        let word = u64::from_le_bytes(*word);
        word | word.wrapping_sub(u64::from_le_bytes([b' '; 8])) | word.wrapping_add(ONES)
    };
    let Some(last) = octets.last_chunk() else {
        return octets.iter().all(|octet| matches!(octet, b' '..=b'~'));
    };
    // The last word overlaps the one before it.
    let any = octets.as_chunks().0.iter().fold(odd(last), |any, word| any | odd(word));
    any & (ONES << 7) == 0
}

const ONES: u64 = u64::from_le_bytes([1; 8]);

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
    fn printable_octets_are_those_from_space_to_tilde() {
        for len in 0..20 {
            for at in 0..len {
                for octet in 0..=u8::MAX {
                    let mut octets = vec![b'~'; len];
                    octets[at] = octet;
                    let expected = (32..=126).contains(&octet);
                    assert_eq!(are_printable(&octets), expected, "{octet} at {at} of {len}");
                }
            }
        }
        assert!(are_printable(b"") && are_printable(&[b' '; 17]));
        assert!(!are_printable(&[0; 16]) && !are_printable(&[0xff; 16]));
    }

    #[test]
    fn names_hold_letters_and_digits() {
        let found: String = (0..128).filter(|&octet| is_let_dig(octet)).map(char::from).collect();
        assert_eq!(found, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
    }
}
