//! What a host offers, and on which ports.

/// A service that a host offers on a port.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Service {
    /// SMTP between hosts, port 25.
    Smtp,
    /// Submission by a host's own users, port 587 (RFC 6409).
    Submission,
    /// POP3, port 110.
    Pop3,
}

impl Service {
    /// All services.
    pub const ALL: [Self; 3] = [Self::Smtp, Self::Submission, Self::Pop3];

    /// Its port.
    pub const fn port(self) -> u16 {
        match self {
            Self::Smtp => 25,
            Self::Submission => 587,
            Self::Pop3 => 110,
        }
    }
}
