//! Whom a host tells what became of a message (RFC 5321 §6.1, RFC 3461 §5.2).
//!
//! A report is a message like any other: it has the null reverse-path, goes to the return path of
//! the message that it is about, through the queue and over the network. A message whose own
//! return path is null is not reported on; that is what ends a chain of bounces.

use relay_kernel::{RecordId, SimDuration, SimTime};
use relay_mail::{EnhancedCode, ForwardPath, Mailbox, ReversePath, header};
use relay_smtp::params::{MailParams, Notify, RcptParams, Ret};

use crate::bounce::{DoubleBounce, Wording};
use crate::config::Role;
use crate::dsn::{Action, Dsn, Letter, RecipientReport, Remote};
use crate::fact::{Fact, Origin, Untold, Why, queue_id};
use crate::host::{Cx, Host};
use crate::queue::{Entry, News, Recipient, RecipientState};
use crate::retry::Schedule;
use crate::route::{DOUBLE_BOUNCE, POSTMASTER, is_discarded};
use crate::{MailId, limit, qsbmf};

mod words;

/// The local-part of a host's reports, where they have one.
const MAILER_DAEMON: &str = "MAILER-DAEMON";

/// A report before it is a message: what it says, of whom, and why it is written.
struct Report {
    action: Action,
    recipients: Vec<RecipientReport>,
    /// What is said to people of each recipient.
    explanation: String,
    because: RecordId,
}

impl Host {
    /// Tells those who are to be told what a pass of an entry came to.
    pub(crate) fn report(&mut self, cx: &mut Cx<'_>, no: u32) {
        let Some(entry) = self.queue.get_mut(no) else { return };
        let news = core::mem::take(&mut entry.news);
        // A mail client writes no reports: it has its user in front of it.
        if !news.is_empty() && self.config.role == Role::Server {
            self.report_success(cx, no, &news);
        }
        let Some(entry) = self.queue.get(no) else { return };
        let failed: Vec<u16> =
            entry.places(|state| matches!(state, RecipientState::Failed { .. })).collect();
        if !failed.is_empty() {
            self.report_failures(cx, no, &failed);
        }
        if self.config.bounces.delay_warning.is_some() {
            self.warn_of_delay(cx, no);
        }
    }

    /// Reports success to the sender who asked for it: one report for each kind.
    fn report_success(&mut self, cx: &mut Cx<'_>, no: u32, news: &[News]) {
        for action in [Action::Expanded, Action::Relayed, Action::Delivered] {
            let mut these = news.iter().filter(|news| news.action == action).peekable();
            let Some(because) = these.peek().map(|news| news.because) else { continue };
            let recipients: Vec<_> = these.map(|news| self.good_news(news)).collect();
            let explanation =
                self.explanation(words::introduction(action, false), &recipients, &[]);
            self.notify(cx, no, &Report { action, recipients, explanation, because });
        }
    }

    fn good_news(&self, news: &News) -> RecipientReport {
        let status = match news.action {
            // RFC 3886 §3.3.4: relayed to a host from which nothing more will be heard.
            Action::Relayed => EnhancedCode::new(2, 1, 9),
            // RFC 3463 §3.2: for positive reports.
            _ => EnhancedCode::new(2, 1, 5),
        };
        RecipientReport {
            original: news.orcpt.clone(),
            address: self.address(&news.path),
            action: news.action,
            status,
            remote: news.remote.clone(),
            last_attempt: news.tried_at.map(|at| self.config.calendar.rfc5322(at)),
            will_retry_until: None,
        }
    }

    /// Warns the sender of a message that is old and still waits (RFC 3461 §5.2.5).
    fn warn_of_delay(&mut self, cx: &mut Cx<'_>, no: u32) {
        let Some(warning) = self.config.bounces.delay_warning else { return };
        let Some(entry) = self.queue.get(no) else { return };
        let due = warning.due(cx.now.since(entry.born));
        let spared = warning.spares_bulk && is_bulk(entry.content.head());
        let someone = self.config.role == Role::Server && entry.reverse_path.mailbox().is_some();
        if due <= entry.warnings || spared || !someone {
            return;
        }
        let waiting = entry.recipients.iter().filter_map(|recipient| match &recipient.state {
            RecipientState::Waiting { why, because, .. } if may_warn(&recipient.params) => {
                Some((recipient, &**why, *because))
            }
            _ => None,
        });
        let (late, causes): (Vec<_>, Vec<_>) =
            waiting.map(|(recipient, why, because)| ((recipient, why), because)).unzip();
        let Some(&because) = causes.first() else { return };
        let until = self.config.calendar.rfc5322(entry.born + lifetime(&self.config.schedule));
        let delayed = |(recipient, why): &(&Recipient, &Why)| RecipientReport {
            // RFC 3464 §2.3.3: delayed, so the status is a transient one.
            status: EnhancedCode { class: 4, ..why.status() },
            will_retry_until: Some(until.clone()),
            ..self.bad_news(Action::Delayed, recipient, why)
        };
        let recipients: Vec<_> = late.iter().map(delayed).collect();
        let reasons: Vec<_> = late.iter().map(|(_, why)| *why).collect();
        let action = Action::Delayed;
        let explanation =
            self.explanation(words::introduction(action, false), &recipients, &reasons);
        let report = Report { action, recipients, explanation, because };
        self.queue.get_mut(no).expect("it was just there").warnings = due;
        self.notify(cx, no, &report);
    }

    fn bad_news(&self, action: Action, recipient: &Recipient, why: &Why) -> RecipientReport {
        RecipientReport {
            original: recipient.params.orcpt.clone(),
            address: self.address(&recipient.path),
            action,
            status: why.status(),
            remote: remote_diagnostic(why),
            last_attempt: recipient.tried_at.map(|at| self.config.calendar.rfc5322(at)),
            will_retry_until: None,
        }
    }

    /// Sends a report about something else than a failure to the return path.
    fn notify(&mut self, cx: &mut Cx<'_>, no: u32, report: &Report) {
        let entry = self.queue.get(no).expect("an entry leaves when its pass is over");
        let (mail, to) = (entry.mail, entry.reverse_path.mailbox().cloned());
        let Some(to) = to else { return };
        let report = self.send_report(cx, no, report, to);
        cx.log.fact(cx.cause, Fact::Notified { mail, report });
    }

    /// Turns the failed recipients of an entry into one report (RFC 5321 §4.4), or discards them.
    fn report_failures(&mut self, cx: &mut Cx<'_>, no: u32, failed: &[u16]) {
        let entry = self.queue.get(no).expect("its failures were just counted");
        let because = failed.iter().find_map(|&place| match entry.recipient(place).state {
            RecipientState::Failed { because, .. } => Some(because),
            _ => None,
        });
        let mut late = Cx { now: cx.now, cause: because.unwrap_or(cx.cause), log: &mut *cx.log };
        let cx = &mut late;
        let (mail, is_ours) = (entry.mail, self.is_double_bounce(&entry.reverse_path));
        match &entry.reverse_path {
            _ if self.config.role == Role::Client => {
                for &recipient in failed {
                    cx.log.fact(cx.cause, Fact::ShownToUser { mail, recipient });
                }
            }
            ReversePath::Null => return self.double_bounce(cx, no, failed),
            ReversePath::Mailbox(return_path) if !is_ours => {
                let to = return_path.clone();
                self.bounce(cx, no, failed, to);
            }
            ReversePath::Mailbox(_) | ReversePath::DoubleBounce => {
                discard(cx, mail, failed, Untold::TripleBounce);
            }
        }
        self.settle_failed(no, failed);
    }

    fn settle_failed(&mut self, no: u32, failed: &[u16]) {
        let entry = self.queue.get_mut(no).expect("enqueuing removes nothing");
        for &place in failed {
            entry.recipient_mut(place).state = RecipientState::Done;
        }
    }

    /// Reports failures to the return path, except those of which the sender did not want to hear
    /// (RFC 3461 §5.2.6).
    fn bounce(&mut self, cx: &mut Cx<'_>, no: u32, failed: &[u16], to: Mailbox) {
        let entry = self.queue.get(no).expect("its failures were just counted");
        let mail = entry.mail;
        let (told, untold): (Vec<u16>, Vec<u16>) =
            failed.iter().partition(|&&place| may_report(&entry.recipient(place).params));
        discard(cx, mail, &untold, Untold::NotAsked);
        if !told.is_empty() {
            let report = self.failure_report(cx, entry, &told, false);
            let report = self.send_report(cx, no, &report, to);
            cx.log.fact(cx.cause, Fact::Reported { mail, report });
        }
    }

    fn failure_report(
        &self,
        cx: &Cx<'_>,
        entry: &Entry,
        failed: &[u16],
        is_double: bool,
    ) -> Report {
        let action = Action::Failed;
        let bad_news = |(recipient, why)| self.bad_news(action, recipient, why);
        let recipients: Vec<_> = failures(entry, failed).map(bad_news).collect();
        let name = &self.config.name;
        let explanation = if self.config.bounces.wording == Wording::Qmail {
            let each = failures(entry, failed).map(|(r, why)| (self.address(&r.path), why));
            qsbmf::paragraphs(name.as_str(), each, (is_double, &entry.reverse_path))
        } else {
            let reasons: Vec<_> = failures(entry, failed).map(|(_, why)| why).collect();
            // What is not ASCII does not go into a report as a whole either.
            let content = &entry.content;
            let whole = self.returns_whole(entry) && content.is_ascii();
            let introduction = if is_double {
                words::double_bounce(whole)
            } else {
                words::introduction(action, whole)
            };
            self.explanation(introduction, &recipients, &reasons)
        };
        Report { action, recipients, explanation, because: cx.cause }
    }

    fn explanation(
        &self,
        introduction: &str,
        recipients: &[RecipientReport],
        reasons: &[&Why],
    ) -> String {
        words::explanation((&self.config.name, introduction), recipients, reasons)
    }

    /// A message with the null reverse-path failed. Nobody at a distance is told (RFC 5321 §4.5.5);
    /// what happens here is the product's choice.
    fn double_bounce(&mut self, cx: &mut Cx<'_>, no: u32, failed: &[u16]) {
        let entry = self.queue.get(no).expect("its failures were just counted");
        let (mail, born) = (entry.mail, entry.born);
        let sender = match self.config.bounces.double {
            DoubleBounce::Freeze(keep) if cx.now < born + keep => {
                return self.freeze(cx, no, failed, born + keep);
            }
            DoubleBounce::Freeze(_) | DoubleBounce::Discard => None,
            DoubleBounce::Postmaster => Some(ReversePath::Mailbox(self.own_mailbox(DOUBLE_BOUNCE))),
            DoubleBounce::QmailPostmaster => Some(ReversePath::DoubleBounce),
        };
        match sender {
            Some(sender) => {
                let report = self.failure_report(cx, entry, failed, true);
                let to = self.own_mailbox(POSTMASTER);
                let origin = Origin::DoubleBounce { about: mail };
                let report = self.write_and_queue(cx, no, &report, (sender, to), origin);
                cx.log.fact(cx.cause, Fact::Reported { mail, report });
            }
            None => discard(cx, mail, failed, Untold::NullPath),
        }
        self.settle_failed(no, failed);
    }

    /// Keeps a failed report until it is so old that nobody minds its loss (Exim).
    fn freeze(&mut self, cx: &mut Cx<'_>, no: u32, failed: &[u16], until: SimTime) {
        let until = self.config.schedule.look(until);
        let entry = self.queue.get_mut(no).expect("its failures were just counted");
        for &recipient in failed {
            let fact = Fact::Frozen { mail: entry.mail, recipient, until };
            let because = cx.log.fact(cx.cause, fact);
            entry.recipient_mut(recipient).state = RecipientState::Frozen { until, because };
        }
    }

    /// Drops what came to the address from which this host's reports about reports go out.
    pub(crate) fn drop_at_own_address(&mut self, cx: &mut Cx<'_>, no: u32, place: u16) {
        let entry = self.queue.get_mut(no).expect("its recipient is just tried");
        let recipient = entry.recipient_mut(place);
        recipient.attempts = recipient.attempts.saturating_add(1);
        recipient.state = RecipientState::Done;
        discard(cx, entry.mail, &[place], Untold::DoubleBounceSender);
    }

    /// Whether a return path is that of this host's reports about reports.
    pub(crate) fn is_double_bounce(&self, path: &ReversePath) -> bool {
        path.mailbox().is_some_and(|path| is_discarded(&self.config, path))
    }

    pub(crate) fn own_mailbox(&self, local: &str) -> Mailbox {
        self.config.own_mailbox(local)
    }

    /// A recipient's address as a report names it.
    fn address(&self, path: &ForwardPath) -> String {
        match path.mailbox() {
            Some(mailbox) => mailbox.to_string(),
            None => self.own_mailbox(POSTMASTER).to_string(),
        }
    }

    /// Sends a report to a return path, from the null path (RFC 5321 §4.5.5, RFC 3461 §6.1), unless
    /// the host is set to break that rule.
    fn send_report(&mut self, cx: &mut Cx<'_>, no: u32, report: &Report, to: Mailbox) -> MailId {
        let entry = self.queue.get(no).expect("the report is about it");
        let origin = Origin::Report { about: entry.mail, action: report.action };
        let breaks = self.config.bounces.breaks_null_path_rule
            && self.broken_rule < limit::BROKEN_RULE_REPORTS;
        if !breaks {
            return self.write_and_queue(cx, no, report, (ReversePath::Null, to), origin);
        }
        self.broken_rule += 1;
        let sender = ReversePath::Mailbox(self.own_mailbox(MAILER_DAEMON));
        let nth = self.broken_rule;
        let report = self.write_and_queue(cx, no, report, (sender, to), origin);
        cx.log.fact(cx.cause, Fact::NullPathRuleBroken { report, nth });
        report
    }

    fn write_and_queue(
        &mut self,
        cx: &mut Cx<'_>,
        no: u32,
        report: &Report,
        (sender, to): (ReversePath, Mailbox),
        origin: Origin,
    ) -> MailId {
        let queue_no = self.queue.take_no();
        let entry = self.queue.get(no).expect("taking a number leaves it alone");
        let octets = self.write_report(cx.now, queue_no, entry, report, (&to, origin));
        let to = vec![(ForwardPath::Mailbox(to), RcptParams::default())];
        let mut because = Cx { now: cx.now, cause: report.because, log: &mut *cx.log };
        self.enqueue(
            &mut because,
            queue_no,
            (sender, MailParams::default(), to),
            (&[], &octets),
            origin,
        )
    }

    /// Whether a report of a failure brings back more than the header: unless RET says otherwise
    /// (RFC 3461 §4.3), or the message is too large.
    fn returns_whole(&self, entry: &Entry) -> bool {
        let size_max = self.config.bounces.size_max;
        entry.params.ret != Some(Ret::Hdrs) && size_max.is_none_or(|max| entry.content.len() <= max)
    }

    fn write_report(
        &self,
        now: SimTime,
        queue_no: u32,
        entry: &Entry,
        report: &Report,
        (to, origin): (&Mailbox, Origin),
    ) -> Vec<u8> {
        let calendar = &self.config.calendar;
        let bounces = &self.config.bounces;
        let whole = report.action == Action::Failed && self.returns_whole(entry);
        let (host, to) = (self.config.name.as_str(), to.to_string());
        let (id, date) = (queue_id(queue_no), calendar.rfc5322(now));
        let subject = match origin {
            Origin::DoubleBounce { .. } => words::double_bounce_subject(bounces.wording),
            _ => words::subject(bounces.wording, report.action),
        };
        let letter = Letter { id: &id, host, to: &to, subject, date: &date };
        if bounces.wording == Wording::Qmail && report.action == Action::Failed {
            let content = &entry.content;
            let original = if whole { content.to_vec() } else { content.head().to_vec() };
            return letter.plain(&report.explanation, &original);
        }
        let dsn = Dsn {
            explanation: report.explanation.clone(),
            envelope_id: entry.params.envid.as_deref(),
            reporting_mta: host,
            arrival_date: calendar.rfc5322(entry.born),
            recipients: report.recipients.clone(),
            original: &entry.content,
            whole,
        };
        dsn.message(&letter)
    }
}

fn discard(cx: &mut Cx<'_>, mail: MailId, places: &[u16], why: Untold) {
    for &recipient in places {
        cx.log.fact(cx.cause, Fact::Discarded { mail, recipient, why });
    }
}

/// Whether the sender wants to hear of success: only when asked for (RFC 3461 §5.2.3).
pub(crate) fn asks_for_success(params: &RcptParams) -> bool {
    matches!(params.notify, Some(Notify::On(on)) if on.success)
}

/// Whether a failure is reported: unless NOTIFY leaves FAILURE out (RFC 3461 §5.2.6).
fn may_report(params: &RcptParams) -> bool {
    match params.notify {
        None => true,
        Some(Notify::Never) => false,
        Some(Notify::On(on)) => on.failure,
    }
}

/// Whether a delay may be reported: unless NOTIFY leaves DELAY out (RFC 3461 §5.2.5).
fn may_warn(params: &RcptParams) -> bool {
    match params.notify {
        None => true,
        Some(Notify::Never) => false,
        Some(Notify::On(on)) => on.delay,
    }
}

/// Whether a message comes from a list or a program, to whom a warning says nothing.
fn is_bulk(head: &[u8]) -> bool {
    let is = |name: &str, values: &[&str]| {
        header::field(head, name).is_some_and(|found| {
            let found = String::from_utf8_lossy(found).to_ascii_lowercase();
            values.iter().any(|value| found.starts_with(value))
        })
    };
    is("Precedence", &["bulk", "list", "junk"])
        || is("Auto-Submitted", &["auto-generated", "auto-replied"])
        || is("List-Id", &[""])
}

fn failures<'a>(
    entry: &'a Entry,
    failed: &'a [u16],
) -> impl Iterator<Item = (&'a Recipient, &'a Why)> {
    failed.iter().filter_map(|&place| {
        let recipient = entry.recipient(place);
        match &recipient.state {
            RecipientState::Failed { why, .. } => Some((recipient, &**why)),
            _ => None,
        }
    })
}

/// What another host answered, and which; `None` when the diagnostic is this host's own
/// (RFC 3464 §2.3.5).
fn remote_diagnostic(why: &Why) -> Option<Remote> {
    match why {
        Why::Reply { host, code, enhanced, text, .. } => {
            let enhanced = enhanced.map(|enhanced| format!("{enhanced} ")).unwrap_or_default();
            let last = text.split('\n').count() - 1;
            let lines = text.split('\n').enumerate().map(|(nth, line)| {
                let parting = if nth < last { '-' } else { ' ' };
                format!("{code}{parting}{enhanced}{line}")
            });
            let reply = lines.collect::<Vec<_>>().join("\n");
            Some(Remote { mta: host.to_string(), reply })
        }
        Why::Expired { last, .. } | Why::Suspended { last, .. } => remote_diagnostic(last),
        _ => None,
    }
}

/// How long a message of a user is tried.
fn lifetime(schedule: &Schedule) -> SimDuration {
    match schedule {
        Schedule::Postfix(rules) => rules.lifetime,
        Schedule::Exim(rules) => rules.lifetime(),
        Schedule::Qmail(rules) => rules.lifetime,
        Schedule::Rfc(rules) => rules.lifetime,
    }
}
