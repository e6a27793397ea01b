//! How long hosts wait for others.

use relay_kernel::SimDuration;

/// How long a host waits when it sends mail, where it differs from its profile.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TimeoutOverrides {
    /// For a connection.
    pub connect: Option<SimDuration>,
    /// For the greeting.
    pub greeting: Option<SimDuration>,
    /// For the reply to EHLO or HELO.
    pub hello: Option<SimDuration>,
    /// For each step of AUTH.
    pub auth: Option<SimDuration>,
    /// For the reply to MAIL.
    pub mail: Option<SimDuration>,
    /// For the reply to RCPT.
    pub rcpt: Option<SimDuration>,
    /// For the reply to DATA.
    pub data_start: Option<SimDuration>,
    /// For the network to take a block of the content.
    pub data_block: Option<SimDuration>,
    /// For the reply to the end of the content.
    pub data_end: Option<SimDuration>,
    /// For the reply to RSET or ETRN.
    pub reset: Option<SimDuration>,
    /// For the reply to QUIT.
    pub quit: Option<SimDuration>,
}
