//! Every bound of the network in one table, each with its reason.

use relay_kernel::SimDuration;

/// Connections that may be open or opening at once; one dial more fails with
/// [`DialError::Exhausted`](crate::DialError::Exhausted).
pub const CONNECTIONS_MAX: usize = 65_536;

/// Bytes of one direction that may be sent and not yet consumed by the receiver. [`Fabric::send`]
/// takes no more than this (RFC 9293 section 3.8.6: a window without scaling).
///
/// [`Fabric::send`]: crate::Fabric::send
pub const SEND_WINDOW: usize = 64 * 1024;

/// Room that must be free before a sender that was held back hears of it: half the window, so that
/// no stream of tiny chunks starts (RFC 9293 section 3.8.6.2, silly window avoidance).
pub const SEND_WINDOW_REOPEN: usize = SEND_WINDOW / 2;

/// Payload bytes of one packet: 1500 of Ethernet without 40 of headers. It only decides how many
/// packets of a chunk a lossy link may lose.
pub const SEGMENT_MAX: usize = 1460;

/// First retransmission timeout on an open connection. It is never shorter than a round trip.
pub const RETRANSMISSION_TIMEOUT: SimDuration = SimDuration::from_millis(200);

/// First retransmission timeout while a connection opens (RFC 6298 section 2.1).
pub const HANDSHAKE_TIMEOUT: SimDuration = SimDuration::from_secs(1);

/// How often a listener repeats its SYN-ACK before it forgets the dialer, after 63 s (RFC 9293
/// section 3.8.3 wants 3 min for a SYN; real systems wait about a minute for the last step).
pub const SYN_ACKS_MAX: u8 = 6;

/// Where the doubling of a retransmission timeout stops (RFC 6298 section 2.5 wants 60 s or more).
pub const RETRANSMISSION_TIMEOUT_MAX: SimDuration = SimDuration::from_secs(120);

/// Transmissions of the same bytes before the connection times out. With the timeouts above the
/// sender gives up after 924.6 s (RFC 9293 section 3.8.3 wants 100 s or more).
pub const TRANSMISSIONS_MAX: u8 = 16;

/// How long an end that has closed waits for a peer that vanished without a word.
pub const FIN_WAIT_MAX: SimDuration = SimDuration::from_secs(60);

/// Rules in the fault chain at once.
pub const RULES_MAX: usize = 1_024;

/// First port that a dialer's end gets (RFC 6335 section 6, dynamic ports).
pub const EPHEMERAL_PORT_MIN: u16 = 49_152;

/// Aliases that a resolver follows for one question before it answers with a failure.
pub const CNAME_CHAIN_MAX: usize = 8;

/// Answers in one resolver's cache; the one that would expire first makes room.
pub const CACHE_ENTRIES_MAX: usize = 4_096;

/// Questions under way at once in the whole network; one more fails at once.
pub const QUERIES_MAX: usize = 65_536;

/// Octets of a name in text form (RFC 1035 section 2.3.4: 255 on the wire).
pub const NAME_OCTETS_MAX: usize = 253;

/// Octets of one label of a name (RFC 1035 section 2.3.4).
pub const LABEL_OCTETS_MAX: usize = 63;

/// The longest that a failed answer may be kept (RFC 2308 section 7).
pub const FAILURE_TTL_MAX: SimDuration = SimDuration::from_mins(5);
