//! One host's mail system: where sessions meet the queue.
