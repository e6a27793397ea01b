//! Where lines were written lately.

/// How many places there are.
const PLACES: usize = 128;

/// Where some of the lines begin that were written last: most of what sessions say was said before,
/// and need not be written again.
///
/// It depends on nothing but what was written, and a [`Mark`](super::Mark) holds it: after a trace is
/// rewound, the same lines are found as the first time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Lately([u32; PLACES]);

impl Default for Lately {
    fn default() -> Self {
        Self([0; PLACES])
    }
}

impl Lately {
    /// The place of a line like this one, where the last such line began. Any number may be there: the
    /// octets at it have to be compared.
    #[inline]
    pub(super) fn place(&mut self, line: &[u8]) -> &mut u32 {
        // Behind the verb or the code, and before CRLF: there the lines of a dialogue differ.
        let word = |from| line.get(from..).and_then(<[u8]>::first_chunk);
        let [front, back] = [Some(3), line.len().checked_sub(6)].map(|from| from.and_then(word));
        let [front, back] = [front, back].map(|word| word.map_or(0, |it| u32::from_le_bytes(*it)));
        let mixed = front.wrapping_mul(0x85eb_ca6b) ^ back.wrapping_mul(0x9e37_79b1);
        &mut self.0[(mixed >> 16) as usize % PLACES]
    }
}
