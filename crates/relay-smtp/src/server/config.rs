//! What one server is set to.

use relay_kernel::SimDuration;
use relay_mail::Domain;
use smol_str::SmolStr;

use crate::extension::Extensions;

/// Which service is spoken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Service {
    /// Port 25: anybody's mail for our own (RFC 5321).
    #[default]
    Relay,
    /// Port 587: our own users' mail for anybody, after AUTH (RFC 6409).
    Submission,
}

/// What happens to something that is not forbidden everywhere.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Policy {
    /// It is let pass; the violation is a fact beside it.
    #[default]
    Accept,
    /// The message is refused after its end.
    Reject,
}

/// What a message may hold. No setting changes what ends a message: CRLF `.` CRLF alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ContentPolicy {
    /// A CR or a LF without the other (RFC 5321 §2.3.8). Rejected by default: another server
    /// behind this one might see the end of the message there.
    pub bare_line_end: Policy,
    /// A NUL. Accepted by default (§4.5.2: all characters are to be delivered).
    pub nul: Policy,
    /// Lines beyond 1000 octets (§4.5.3.1.6). Accepted by default (§4.5.3.1).
    pub long_line: Policy,
    /// Octets above 127 without BODY=8BITMIME (RFC 6152 §3). Accepted by default, as everywhere.
    pub eight_bit: Policy,
}

impl Default for ContentPolicy {
    fn default() -> Self {
        Self {
            bare_line_end: Policy::Reject,
            nul: Policy::Accept,
            long_line: Policy::Accept,
            eight_bit: Policy::Accept,
        }
    }
}

/// The settings of a server; shared by its sessions.
#[derive(Clone, Debug)]
pub struct ServerConfig {
    /// The host's name, first in the greeting (§4.3.1).
    pub name: Domain,
    /// What follows the name in the greeting.
    pub banner: SmolStr,
    /// Which service.
    pub service: Service,
    /// Whether EHLO is known; without it the server is one of RFC 821 and answers 502.
    pub esmtp: bool,
    /// What EHLO offers.
    pub extensions: Extensions,
    /// The largest message in octets; `None` for no fixed maximum (then
    /// [`relay_mail::limit::CONTENT_CEILING`] holds). At least
    /// [`relay_mail::limit::CONTENT_FLOOR`] in a server that keeps §4.5.3.1.7.
    pub size_max: Option<u64>,
    /// Recipients of one transaction; at least 100 in a server that keeps §4.5.3.1.8.
    pub recipients_max: usize,
    /// How long the client may say nothing: 5 minutes at least (§4.5.3.2.7).
    pub idle_timeout: SimDuration,
    /// What a message may hold.
    pub content: ContentPolicy,
    /// Whether a space behind the colon of `FROM:` and `TO:` is a syntax error (§3.3) or let pass.
    pub strict_colon: bool,
    /// Whether MAIL needs AUTH before it (RFC 6409 §4.3).
    pub auth_required: bool,
    /// After how many bad commands the server says 421 and closes; `None` for never, as §3.8 has
    /// it.
    pub errors_max: Option<u32>,
}

impl ServerConfig {
    /// The settings of a careful server of today on port 25.
    pub fn relay(name: Domain) -> Self {
        Self {
            name,
            banner: SmolStr::new_static("ESMTP ready"),
            service: Service::Relay,
            esmtp: true,
            extensions: Extensions::RELAY,
            size_max: Some(10_240_000),
            recipients_max: 1000,
            idle_timeout: SimDuration::from_mins(5),
            content: ContentPolicy::default(),
            strict_colon: false,
            auth_required: false,
            errors_max: None,
        }
    }

    /// The settings of a careful submission server on port 587.
    pub fn submission(name: Domain) -> Self {
        Self {
            service: Service::Submission,
            extensions: Extensions::SUBMISSION,
            auth_required: true,
            ..Self::relay(name)
        }
    }

    /// The largest message that is kept, in octets.
    pub(super) fn content_max(&self) -> u64 {
        let ceiling = relay_mail::limit::CONTENT_CEILING as u64;
        self.size_max.unwrap_or(ceiling).min(ceiling)
    }
}
