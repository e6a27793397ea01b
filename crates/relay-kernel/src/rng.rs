//! Seeded randomness: the same seed gives the same numbers on every platform, for ever.

use rand_pcg::Pcg32;
use rand_pcg::rand_core::Rng as _;

/// The subsystem that draws. Each has a stream of its own, so that one more draw in the network
/// does not change what DNS or a host decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stream(pub u64);

/// One stream of seeded random numbers (PCG-XSH-RR 64/32).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rng(Pcg32);

impl Rng {
    /// The numbers that `stream` draws under `seed`.
    pub fn new(seed: u64, stream: Stream) -> Self {
        Self(Pcg32::new(seed, stream.0))
    }

    /// The next 32 bits.
    pub fn next_u32(&mut self) -> u32 {
        self.0.next_u32()
    }

    /// A number in `0..bound`, without bias; 0 when `bound` is 0.
    ///
    /// Rejection sampling: the part of the range that would favour small numbers is drawn again.
    pub fn below(&mut self, bound: u64) -> u64 {
        if bound <= 1 {
            return 0;
        }
        let unbiased = u64::MAX - u64::MAX % bound;
        loop {
            let draw = self.0.next_u64();
            if draw < unbiased {
                return draw % bound;
            }
        }
    }

    /// True `parts` times in a million on average; always from a million up.
    pub fn chance_per_million(&mut self, parts: u32) -> bool {
        self.below(1_000_000) < u64::from(parts)
    }

    /// Puts `items` into a random order (Fisher–Yates).
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            let other = self.below(last as u64 + 1);
            items.swap(last, usize::try_from(other).expect("at most `last`, which is a usize"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A change of these numbers would change every recorded run.
    #[test]
    fn golden_numbers() {
        let mut rng = Rng::new(42, Stream(7));
        let drawn: Vec<u32> = (0..4).map(|_| rng.next_u32()).collect();
        assert_eq!(drawn, [1_956_239_935, 1_010_964_048, 2_769_188_248, 3_076_816_759]);
    }

    #[test]
    fn streams_differ_and_bounds_hold() {
        let mut a = Rng::new(1, Stream(1));
        let mut b = Rng::new(1, Stream(2));
        assert_ne!(a.next_u32(), b.next_u32());
        assert!((0..1000).all(|_| a.below(10) < 10));
        assert_eq!(a.below(0), 0);
        assert!(a.chance_per_million(1_000_000));
        assert!(!a.chance_per_million(0));
    }

    #[test]
    fn a_shuffle_keeps_every_item() {
        let mut items: Vec<u32> = (0..20).collect();
        Rng::new(3, Stream(0)).shuffle(&mut items);
        assert_ne!(items, (0..20).collect::<Vec<_>>());
        items.sort_unstable();
        assert_eq!(items, (0..20).collect::<Vec<_>>());
    }
}
