//! The settings of protocol machines, from those of a host in a scenario.

use relay_mail::HostPart;
use relay_pop3::client::Retention;
use relay_smtp::{Extensions, Mechanisms};

use crate::scenario::{Collection, Extension, Host, Profile, SubmissionAuth};

/// Sessions to one next hop at the same time (Postfix `default_destination_concurrency_limit`).
pub(super) const DELIVERY_CONCURRENCY: u32 = 20;

/// Recipients of one transaction: Postfix `default_destination_recipient_limit`, Exim `max_rcpt`;
/// qmail sends a copy for each.
pub(super) fn recipients_per_delivery(host: &Host) -> u32 {
    host.recipients_per_delivery_max.unwrap_or(match host.profile {
        Profile::Postfix => 50,
        Profile::Exim | Profile::Rfc => 100,
        Profile::Qmail => 1,
    })
}

/// Messages that one session carries: Exim `connection_max_messages`; Postfix bounds the time and
/// not the number; qmail never sends a second one.
pub(super) fn messages_per_session(host: &Host) -> u32 {
    host.messages_per_session_max.unwrap_or(match host.profile {
        Profile::Postfix | Profile::Rfc => 100,
        Profile::Exim => 500,
        Profile::Qmail => 1,
    })
}

pub(super) fn smtp_server(host: &Host) -> relay_smtp::server::ServerConfig {
    let mut config = relay_smtp::server::ServerConfig::relay(host.name.clone());
    if let Some(offered) = &host.extensions {
        config.extensions = extensions(offered);
    }
    // A backup is asked for what it holds (RFC 1985).
    config.extensions.etrn = !host.relay_to.is_empty();
    // qmail's reports are plain text and tell of failures alone.
    config.extensions.dsn &= host.profile != Profile::Qmail || host.extensions.is_some();
    config.size_max = host.size_max.or(match host.profile {
        Profile::Postfix => Some(10_240_000),
        Profile::Exim => Some(50 * 1024 * 1024),
        Profile::Qmail | Profile::Rfc => None,
    });
    if let Some(recipients_max) = host.recipients_max {
        config.recipients_max = recipients_max as usize;
    }
    config
}

/// The server on port 587 (RFC 6409).
pub(super) fn submission(host: &Host) -> relay_smtp::server::ServerConfig {
    let mut config = smtp_server(host);
    config.service = relay_smtp::server::Service::Submission;
    config.auth_required = host.submission_auth == SubmissionAuth::Required;
    if host.submission_auth != SubmissionAuth::None {
        config.extensions.auth = Mechanisms::ALL;
    }
    config
}

fn extensions(offered: &[Extension]) -> Extensions {
    let has = |extension| offered.contains(&extension);
    Extensions {
        pipelining: has(Extension::Pipelining),
        size: has(Extension::Size),
        eight_bit_mime: has(Extension::EightBitMime),
        enhanced_status_codes: has(Extension::EnhancedStatusCodes),
        dsn: has(Extension::Dsn),
        ..Extensions::NONE
    }
}

pub(super) fn smtp_client(host: &Host) -> relay_smtp::client::ClientConfig {
    relay_smtp::client::ClientConfig::new(HostPart::Domain(host.name.clone()))
}

pub(super) fn pop3_server(host: &Host) -> relay_pop3::server::ServerConfig {
    relay_pop3::server::ServerConfig::new(host.name.clone())
}

pub(super) fn pop3_client(collection: &Collection) -> relay_pop3::client::ClientConfig {
    let (user, password) = (collection.user.as_str(), collection.password.as_str());
    let mut config = relay_pop3::client::ClientConfig::new(user, password);
    config.size_max = collection.size_max;
    if collection.leave_on_server {
        config.retention = Retention::Leave;
    }
    config
}
