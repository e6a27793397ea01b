//! Why something did not work, as it stands behind "because" and behind "Grund:".

use relay_host::{DnsFailure, Unreachable, Why};
use relay_mail::Language;

use crate::phrase::phrase;
use crate::plain;

/// A reason, in one line that is safe to show.
pub(super) fn because(language: Language, why: &Why) -> String {
    let text = match language {
        Language::English => why.to_string(),
        Language::German => german(why),
    };
    plain::line(text.as_bytes())
}

fn german(why: &Why) -> String {
    let known = |text: &str| phrase(Language::German, text);
    match why {
        Why::Reply { host, to, code, enhanced, text, .. } => {
            let enhanced = enhanced.map(|it| format!("{it} ")).unwrap_or_default();
            let text = text.replace('\n', " / ");
            format!("{host} hat mit {code} {enhanced}{text} geantwortet (auf {to})")
        }
        Why::Unreachable { host, addr, how } => {
            let how = match how {
                Unreachable::Refused => "hat die Verbindung abgelehnt",
                Unreachable::TimedOut => "hat nicht geantwortet",
                Unreachable::NoRoute => "ist nicht zu erreichen",
            };
            format!("{host} [{addr}] {how}")
        }
        Why::Lost { host, during, timed_out: true } => {
            format!("{host} hat zu lange geschwiegen; erwartet wurde: {}", known(during))
        }
        Why::Lost { host, during, timed_out: false } => {
            format!("die Verbindung zu {host} ging verloren; an der Reihe war: {}", known(during))
        }
        Why::Dns { name, failure } => format!("{name} {}", dns(*failure)),
        Why::Local { status, text } => format!("{status} {}", known(text)),
        Why::Pop3 { text } => known(text),
        Why::Suspended { next_hop, last, .. } => {
            format!("{next_hop} wird eine Weile in Ruhe gelassen: {}", german(last))
        }
        Why::Expired { lifetime, last } => {
            format!("{}; unzustellbar nach {lifetime}", german(last))
        }
    }
}

fn dns(failure: DnsFailure) -> &'static str {
    match failure {
        DnsFailure::NoSuchName => "gibt es im DNS nicht",
        DnsFailure::NoRecords => "hat im DNS weder MX noch Adresse",
        DnsFailure::ServerFailed => "war nicht aufzulösen: Der Nameserver hat versagt",
        DnsFailure::NoAnswer => "war nicht aufzulösen: Kein Nameserver hat geantwortet",
        DnsFailure::NullMx => "nimmt keine Mail an (Null-MX)",
        DnsFailure::OnlySelf => "hat keinen anderen MX als diesen Host",
    }
}
