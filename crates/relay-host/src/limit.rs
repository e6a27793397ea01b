//! Every bound of one host's mail system.

/// Octets of content that a session has under way before it waits for the network.
pub const SEND_WINDOW: u32 = 64 * 1024;
/// Messages that one host's queue holds; beyond it a host answers 452 4.3.1.
pub const QUEUE_ENTRIES: usize = 100_000;
/// Messages that one maildrop holds; beyond it a host answers 452 4.2.2.
pub const MAILDROP_ITEMS: usize = 100_000;
/// Attempts for one recipient, whatever its schedule says.
pub const ATTEMPTS: u16 = 5_000;
/// Sessions that one host has open at once.
pub const SESSIONS: usize = 20_000;
/// Sessions that are over and whose memory a host keeps for later ones, of each kind.
pub(crate) const SPARE_SESSIONS: usize = 64;
/// Strangers that a greylist remembers; the lowest address makes room.
pub const GREYLIST_ENTRIES: usize = 100_000;
/// Reports with a return path of their own that one host writes where it is set to break the
/// null-path rule; after them it keeps to the rule, and the loop ends.
pub const BROKEN_RULE_REPORTS: u16 = 30;
/// Failing hosts, domains, recipients and messages that one host remembers; the lowest makes room.
pub const HOSTS_REMEMBERED: usize = 100_000;
/// Clients that one host counts; when there are more, those that are gone make room.
pub const CLIENTS_REMEMBERED: usize = 10_000;
/// Lists that stand in lists.
pub const LIST_DEPTH: u8 = 10;
