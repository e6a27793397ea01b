//! What one client is set to.

use relay_mail::HostPart;

use crate::sasl::Credentials;
use crate::timer::Timeouts;

/// The settings of a client; shared by its sessions.
#[derive(Clone, Debug)]
pub struct ClientConfig {
    /// The name for EHLO: the host's primary name, or an address literal (RFC 5321 §4.1.4).
    pub name: HostPart,
    /// Whether EHLO is tried before HELO. False for a client of RFC 821.
    pub esmtp: bool,
    /// How long to wait for what.
    pub timeouts: Timeouts,
    /// Whether commands are sent in groups where PIPELINING is offered (RFC 2920).
    pub pipelining: bool,
    /// Whether BDAT is used instead of DATA where CHUNKING is offered (RFC 3030).
    pub chunking: bool,
    /// Whether a message with octets above 127 goes to a server without 8BITMIME as it is. Most
    /// of today's senders do so; RFC 6152 §3 forbids it, and then the message is refused.
    pub eight_bit_anyway: bool,
    /// Whom to be where AUTH is offered.
    pub credentials: Option<Credentials>,
}

impl ClientConfig {
    /// The settings of a careful client of today.
    pub fn new(name: HostPart) -> Self {
        Self {
            name,
            esmtp: true,
            timeouts: Timeouts::default(),
            pipelining: true,
            chunking: false,
            eight_bit_anyway: true,
            credentials: None,
        }
    }
}
