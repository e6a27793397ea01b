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

/// Calls `look` with eight octets of each text at a time, as far as both go; returns what is left.
/// Wasm has no wider registers, and where there are some, compilers see what is meant.
pub(crate) fn in_words<'a>(
    a: &'a [u8],
    b: &'a [u8],
    mut look: impl FnMut(u64, u64),
) -> (&'a [u8], &'a [u8]) {
    let len = a.len().min(b.len());
    let ((a_words, a_rest), (b_words, b_rest)) = (a[..len].as_chunks(), b[..len].as_chunks());
    for (a, b) in a_words.iter().zip(b_words) {
        look(u64::from_le_bytes(*a), u64::from_le_bytes(*b));
    }
    (a_rest, b_rest)
}

/// Whether two texts are the same. In Wasm, `==` compares octet by octet.
#[inline]
pub fn are_same(a: &[u8], b: &[u8]) -> bool {
    if cfg!(target_family = "wasm") { are_same_words(a, b) } else { a == b }
}

/// The same, eight octets at a time; all of them is looked at.
#[inline]
fn are_same_words(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let (Some(a_last), Some(b_last)) = (a.last_chunk(), b.last_chunk()) else {
        return a.iter().eq(b);
    };
    // The last words overlap those before them.
    let mut differ = u64::from_le_bytes(*a_last) ^ u64::from_le_bytes(*b_last);
    in_words(a, b, |a, b| differ |= a ^ b);
    differ == 0
}

/// Where the first octet below a space is. `eight_bit` is set when an octet before it is above 127.
#[inline]
pub(crate) fn first_control(octets: &[u8], eight_bit: &mut bool) -> Option<usize> {
    let (words, rest) = octets.as_chunks();
    let mut bits = 0;
    let mut found = None;
    for (nth, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        // What is below a space borrows; what is behind the first such octet says nothing.
        let controls = word.wrapping_sub(u64::from_le_bytes([b' '; 8])) & !word & (ONES << 7);
        if controls != 0 {
            let first = controls & controls.wrapping_neg();
            bits |= word & (first - 1);
            found = Some(nth * 8 + first.trailing_zeros() as usize / 8);
            break;
        }
        bits |= word;
    }
    if found.is_none() {
        let mut rest = rest.iter().enumerate();
        found = rest.find_map(|(nth, octet)| {
            bits |= u64::from(*octet);
            (*octet < b' ').then_some(words.len() * 8 + nth)
        });
    }
    *eight_bit |= bits & (ONES << 7) != 0;
    found
}

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
    fn the_first_control_is_found_at_every_place() {
        for at in 0..40 {
            for octet in [0, b'\t', b'\r', 31] {
                let mut octets = vec![b' '; 40];
                (octets[at], octets[39]) = (octet, b'\n');
                octets[at..].iter_mut().skip(1).step_by(2).for_each(|later| *later = 0xff);
                let mut eight_bit = false;
                assert_eq!(first_control(&octets, &mut eight_bit), Some(at));
                assert!(!eight_bit, "it is behind the control at {at}");
                octets[at] = 0x80;
                assert_ne!(first_control(&octets, &mut eight_bit), Some(at));
                assert!(eight_bit, "at {at}");
            }
        }
        assert_eq!(first_control(&[0x7f; 20], &mut false), None);
    }

    #[test]
    fn texts_differ_at_every_place() {
        for len in 0..40 {
            let text = vec![b'a'; len];
            assert!(
                are_same_words(&text, &text.clone())
                    && !are_same_words(&text, &[&text[..], b"a"].concat())
            );
            for at in 0..len {
                let mut other = text.clone();
                other[at] = b'b';
                assert!(!are_same_words(&text, &other), "{at} of {len}");
            }
        }
    }

    #[test]
    fn names_hold_letters_and_digits() {
        let found: String = (0..128).filter(|&octet| is_let_dig(octet)).map(char::from).collect();
        assert_eq!(found, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
    }
}
