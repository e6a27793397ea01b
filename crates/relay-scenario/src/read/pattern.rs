//! What a lesson waits for.

use super::Reader;
use crate::Diagnostic;
use crate::file::PatternTable;
use crate::mistake::Lesson;
use crate::model::{CodePattern, Event, Pattern};
use crate::text::Item;

/// Which keys an event can have.
struct Keys {
    /// It happens on a connection between two hosts.
    peer: bool,
    /// It is about a message.
    mail: bool,
    /// It has a reason, which has a status.
    status: bool,
    /// It is a reply.
    code: bool,
    /// It is a command, or an answer to one.
    command: bool,
}

impl Keys {
    fn of(event: Event) -> Self {
        use Event as E;
        let is = |events: &[Event]| events.contains(&event);
        Self {
            peer: is(&[
                E::Connecting,
                E::Connected,
                E::NotConnected,
                E::Command,
                E::Reply,
                E::Content,
                E::Closed,
                E::Broken,
                E::Offered,
                E::Relayed,
                E::InDoubt,
                E::MaildropOpened,
                E::Retrieved,
                E::Deleted,
                E::Collected,
                E::CollectDone,
                E::Violation,
                E::TimedOut,
            ]),
            mail: is(&[
                E::Accepted,
                E::Attempt,
                E::Offered,
                E::Relayed,
                E::InDoubt,
                E::Duplicate,
                E::Delivered,
                E::Distributed,
                E::Deferred,
                E::Failed,
                E::Bounced,
                E::Notified,
                E::Discarded,
                E::Frozen,
                E::RuleBroken,
                E::Shown,
                E::Retrieved,
                E::Deleted,
                E::Expired,
            ]),
            status: is(&[E::Deferred, E::Failed, E::CollectFailed]),
            code: is(&[E::Reply]),
            command: is(&[E::Command, E::Reply]),
        }
    }
}

impl Reader<'_> {
    pub(super) fn pattern(&mut self, table: &Item<PatternTable>) -> Option<Pattern> {
        let event = self.read(&table.event);
        let host = table.host.as_ref().map(|text| self.host(text));
        let peer = table.peer.as_ref().map(|text| self.host(text));
        let code = self.maybe(table.code.as_ref());
        let command = self.maybe(table.command.as_ref()).map(|verb| verb.to_ascii_uppercase());
        let nth = self.maybe(table.nth.as_ref()).unwrap_or(1);
        let (to, message) = (self.maybe(table.to.as_ref()), self.maybe(table.message.as_ref()));
        let status = self.status_code(table.status.as_ref());
        let (subject, containing) =
            (self.maybe(table.subject.as_ref()), self.maybe(table.containing.as_ref()));
        let event = event?;
        self.keys_that_fit(table, event);
        // A name that does not exist was reported.
        let named = |host: Option<Option<_>>| host.map_or(Some(None), |found| found.map(Some));
        Some(Pattern {
            event,
            host: named(host)?,
            peer: named(peer)?,
            to,
            code,
            status,
            command,
            message,
            subject,
            containing,
            nth: u32::try_from(nth).expect("the bound of the key is smaller"),
            span: table.span.clone(),
        })
    }

    /// Reports keys that nothing of this kind could have.
    fn keys_that_fit(&mut self, table: &PatternTable, event: Event) {
        let keys = Keys::of(event);
        let span = |there: Option<&core::ops::Range<usize>>| there.cloned();
        let host_fits = event != Event::End;
        let is_pop3 = matches!(
            table.code.as_ref().map(crate::text::Text::read),
            Some(Ok(CodePattern::Pop3(_)))
        );
        let said = [
            ("host", span(table.host.as_ref().map(|t| &t.span)), host_fits),
            ("peer", span(table.peer.as_ref().map(|t| &t.span)), keys.peer),
            ("to", span(table.to.as_ref().map(|t| &t.span)), keys.mail),
            ("message", span(table.message.as_ref().map(|t| &t.span)), keys.mail),
            ("subject", span(table.subject.as_ref().map(|t| &t.span)), keys.mail),
            ("code", span(table.code.as_ref().map(|t| &t.span)), keys.code),
            ("status", span(table.status.as_ref().map(|t| &t.span)), keys.status),
            ("command", span(table.command.as_ref().map(|t| &t.span)), keys.command),
            ("containing", span(table.containing.as_ref().map(|t| &t.span)), host_fits),
            ("nth", span(table.nth.as_ref().map(|t| &t.span)), host_fits),
        ];
        for (key, span, fits) in said {
            let Some(span) = span.filter(|_| !fits) else { continue };
            let never = Lesson::KeyNeverFits { key, event: event.name() };
            self.report(Diagnostic::error(span, never));
        }
        if let (Some(command), true) = (&table.command, is_pop3) {
            let verb = command.read().unwrap_or_default();
            if verb.eq_ignore_ascii_case("content") {
                self.report(Diagnostic::error(command.span.clone(), Lesson::ContentOfPop3));
            }
        }
    }
}
