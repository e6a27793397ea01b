//! What an envelope says about reports, for who looks on: a host goes by its queue.

use relay_smtp::params::{MailParams, RcptParams, Ret};
use smol_str::SmolStr;

use crate::queue::Recipient;

/// What an envelope says about reports (RFC 3461 §4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// How much of the message is to come back.
    pub ret: Option<Ret>,
    /// What its sender calls it.
    pub envid: Option<SmolStr>,
    /// What this host is to report for each of [`MailRecord::recipients`](crate::MailRecord::recipients), in that order: what RCPT said, or
    /// what an alias hands on of it (RFC 3461 §5.2.7).
    pub recipients: Box<[RcptParams]>,
}

impl Asked {
    /// `None` where nothing is asked for, which is nearly always so.
    pub(crate) fn of(params: &MailParams, recipients: &[Recipient]) -> Option<Box<Self>> {
        let asks = |it: &Recipient| it.params.notify.is_some() || it.params.orcpt.is_some();
        if params.ret.is_none() && params.envid.is_none() && !recipients.iter().any(asks) {
            return None;
        }
        let recipients = recipients.iter().map(|it| it.params.clone()).collect();
        Some(Box::new(Self { ret: params.ret, envid: params.envid.clone(), recipients }))
    }
}

#[cfg(test)]
mod tests {
    use relay_mail::ForwardPath;

    use super::*;

    #[test]
    fn each_parameter_about_reports_counts_and_no_other() {
        let asked = |mail: &str, rcpt: &str| {
            let params = RcptParams::parse(rcpt).expect("good parameters");
            let recipients = [RcptParams::default(), params]
                .map(|params| Recipient::new(ForwardPath::Postmaster, params));
            Asked::of(&MailParams::parse(mail).expect("good parameters"), &recipients)
        };
        assert_eq!(asked("SIZE=9 BODY=8BITMIME", ""), None);
        for (mail, rcpt) in [
            ("RET=HDRS", ""),
            ("ENVID=QQ314159", ""),
            ("", "NOTIFY=NEVER"),
            ("", "ORCPT=rfc822;bob@example.net"),
        ] {
            let asked = asked(mail, rcpt).expect("it asks for something");
            assert_eq!(
                (asked.ret.is_some(), asked.envid.is_some()),
                (mail.starts_with("RET"), mail.starts_with("ENVID"))
            );
            let parsed = RcptParams::parse(rcpt).expect("good parameters");
            assert_eq!(asked.recipients[..], [RcptParams::default(), parsed]);
        }
    }
}
