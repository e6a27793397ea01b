//! What an event queue alone costs.

use core::cmp::Reverse;
use std::collections::BinaryHeap;

/// Lets `lines` entries pass through a `BinaryHeap`, spread over `messages` in the rhythm of W1;
/// returns a number that depends on all of them, so that no compiler leaves them out.
pub fn baseline(messages: u32, lines: u32) -> u64 {
    let per_message = u64::from(lines / messages.max(1));
    let mut heap = BinaryHeap::new();
    for message in 0..u64::from(messages) {
        heap.push(Reverse((message * 1_000, message, message, per_message)));
    }
    let (mut seq, mut sum) = (u64::from(messages), 0_u64);
    while let Some(Reverse((at, order, message, left))) = heap.pop() {
        sum = sum.wrapping_mul(31).wrapping_add(at ^ order);
        if left > 1 {
            heap.push(Reverse((at + 10_000, seq, message, left - 1)));
            seq += 1;
        }
    }
    sum
}
