//! The settings of protocol machines, from those of a host in a scenario.

use relay_kernel::SimDuration;
use relay_mail::HostPart;
use relay_pop3::capability::{Announced, Expire, Utf8};
use relay_pop3::client::{Filter, Method, OnMatch, Retention};
use relay_smtp::Extensions;
use relay_smtp::server::{ContentPolicy, Policy};
use relay_smtp::timer::Timeouts;

use crate::scenario::{
    self, Collection, ContentFault, Extension, Host, Pop3Capability, Pop3Login, Profile,
    RefusedContent, Role, SubmissionAuth,
};

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
    config.esmtp = host.smtp.esmtp;
    if !config.esmtp {
        config.banner = "SMTP ready".into();
    }
    match &host.smtp.extensions {
        Some(offered) => config.extensions = extensions(offered),
        // A backup is asked for what it holds (RFC 1985).
        None => config.extensions.etrn = !host.relay_to.is_empty(),
    }
    if host.policy.verify {
        (config.extensions.vrfy, config.extensions.expn) = (true, true);
    }
    // qmail's reports are plain text and tell of failures alone.
    config.extensions.dsn &= host.profile != Profile::Qmail || host.smtp.extensions.is_some();
    config.size_max = host.size_max.or(match host.profile {
        Profile::Postfix => Some(10_240_000),
        Profile::Exim => Some(50 * 1024 * 1024),
        Profile::Qmail | Profile::Rfc => None,
    });
    if let Some(recipients_max) = host.recipients_max {
        config.recipients_max = recipients_max as usize;
    }
    config.content = content(host.policy.refused_content);
    config
}

fn content(refused: RefusedContent) -> ContentPolicy {
    let of = |fault| if refused.has(fault) { Policy::Reject } else { Policy::Accept };
    ContentPolicy {
        bare_line_end: of(ContentFault::BareLineEnd),
        nul: of(ContentFault::Nul),
        long_line: of(ContentFault::LongLine),
        eight_bit: of(ContentFault::EightBit),
    }
}

/// The server on port 587 (RFC 6409).
pub(super) fn submission(host: &Host) -> relay_smtp::server::ServerConfig {
    let mut config = smtp_server(host);
    config.service = relay_smtp::server::Service::Submission;
    config.auth_required = host.submission_auth == SubmissionAuth::Required;
    if host.submission_auth != SubmissionAuth::None {
        config.extensions.auth = host.smtp.auth;
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
        smtp_utf8: has(Extension::SmtpUtf8),
        chunking: has(Extension::Chunking),
        etrn: has(Extension::Etrn),
        help: has(Extension::Help),
        ..Extensions::NONE
    }
}

pub(super) fn smtp_client(host: &Host) -> relay_smtp::client::ClientConfig {
    relay_smtp::client::ClientConfig {
        chunking: host.smtp.chunking,
        eight_bit_anyway: host.smtp.eight_bit_anyway,
        timeouts: timeouts(host),
        ..relay_smtp::client::ClientConfig::new(HostPart::Domain(host.name.clone()))
    }
}

/// How long the client of a host waits: the spans of RFC 5321 §4.5.3.2 are those of Postfix
/// (`src/global/mail_params.h`), which has its own for RSET (`smtp_rset_timeout`). Exim has
/// `command_timeout` and `data_timeout` of 5 minutes and `final_timeout` of 10
/// (`src/transports/smtp.c`), qmail one of 1200 seconds for all (`timeoutremote`,
/// `qmail-remote.c`).
fn timeouts(host: &Host) -> Timeouts {
    let usual = match host.profile {
        Profile::Postfix => Timeouts { reset: SimDuration::from_secs(20), ..Timeouts::default() },
        Profile::Rfc => Timeouts::default(),
        Profile::Exim => {
            let five = SimDuration::from_mins(5);
            Timeouts { data_start: five, data_block: five, ..Timeouts::default() }
        }
        Profile::Qmail => Timeouts::all(SimDuration::from_secs(1200)),
    };
    let own = &host.timeouts;
    Timeouts {
        greeting: own.greeting.unwrap_or(usual.greeting),
        hello: own.hello.unwrap_or(usual.hello),
        authentication: own.auth.unwrap_or(usual.authentication),
        mail: own.mail.unwrap_or(usual.mail),
        recipient: own.rcpt.unwrap_or(usual.recipient),
        data_start: own.data_start.unwrap_or(usual.data_start),
        data_block: own.data_block.unwrap_or(usual.data_block),
        data_end: own.data_end.unwrap_or(usual.data_end),
        reset: own.reset.unwrap_or(usual.reset),
        quit: own.quit.unwrap_or(usual.quit),
    }
}

/// How long a host waits for a connection: Postfix `smtp_connect_timeout`, Exim `connect_timeout`,
/// qmail `timeoutconnect`, and what RFC 9293 §3.8.3 asks for.
pub(super) fn connect_timeout(host: &Host) -> SimDuration {
    host.timeouts.connect.unwrap_or(match (host.role, host.profile) {
        (Role::Client, _) | (_, Profile::Postfix) => SimDuration::from_secs(30),
        (_, Profile::Exim) => SimDuration::from_mins(5),
        (_, Profile::Qmail) => SimDuration::from_secs(60),
        (_, Profile::Rfc) => SimDuration::from_mins(3),
    })
}

/// Addresses that one attempt tries: Postfix `smtp_mx_address_limit` (`src/global/mail_params.h`),
/// Exim `hosts_max_try` (`src/transports/smtp.c`), which counts those that it connects to; qmail
/// tries all, as RFC 5321 §5.1 has it.
pub(super) fn addresses(host: &Host) -> usize {
    let usual = match host.profile {
        Profile::Postfix | Profile::Exim => 5,
        Profile::Qmail | Profile::Rfc => usize::MAX,
    };
    host.addresses_max.map_or(usual, |max| max as usize)
}

pub(super) fn pop3_server(host: &Host) -> relay_pop3::server::ServerConfig {
    let mut config = relay_pop3::server::ServerConfig::new(host.name.clone());
    let own = &host.pop3;
    let offered = &mut config.capabilities;
    if let Some(capabilities) = &own.capabilities {
        let has = |capability| capabilities.contains(&capability);
        offered.top = has(Pop3Capability::Top);
        offered.user = has(Pop3Capability::User);
        offered.sasl_plain = has(Pop3Capability::Sasl);
        offered.resp_codes = has(Pop3Capability::RespCodes);
        offered.auth_resp_code = offered.resp_codes;
        offered.pipelining = has(Pop3Capability::Pipelining);
        offered.uidl = has(Pop3Capability::Uidl);
        offered.utf8 = has(Pop3Capability::Utf8).then_some(Utf8::User);
        offered.lang = has(Pop3Capability::Lang);
    }
    offered.login_delay = own.login_delay.map(|delay| {
        let secs = u32::try_from(delay.as_secs()).expect("durations of a scenario are bounded");
        Announced::for_all(secs)
    });
    offered.expire = own.expire.map(|expire| {
        Announced::for_all(match expire {
            scenario::Expire::Never => Expire::Never,
            scenario::Expire::Days(days) => Expire::Days(days),
        })
    });
    config.apop = own.apop;
    config.autologout = own.autologout.unwrap_or(config.autologout);
    config
}

pub(super) fn pop3_client(collection: &Collection) -> relay_pop3::client::ClientConfig {
    let (user, password) = (collection.user.as_str(), collection.password.as_str());
    let mut config = relay_pop3::client::ClientConfig::new(user, password);
    config.size_max = collection.size_max;
    config.method = match collection.login {
        Pop3Login::Best => Method::Best,
        Pop3Login::Password => Method::Password,
        Pop3Login::Apop => Method::Apop,
        Pop3Login::Plain => Method::Plain,
    };
    config.retention = match collection.delete_after {
        Some(span) => Retention::DeleteAfter(span),
        None if collection.leave_on_server => Retention::Leave,
        None => Retention::Delete,
    };
    config.filter = collection.filter.as_ref().map(|filter| Filter {
        field: filter.field.as_str().into(),
        contains: filter.contains.as_str().into(),
        on_match: if filter.fetch { OnMatch::Download } else { OnMatch::Skip },
    });
    config
}
