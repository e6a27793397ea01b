//! `[[send]]`

use std::collections::BTreeSet;
use std::sync::Arc;

use relay_kernel::{SimDuration, SimTime};
use relay_mail::{Mailbox, ReversePath, content};

use super::Reader;
use crate::file::SendTable;
use crate::mistake::{self, Content, Many};
use crate::model::{
    Account, AccountNo, Composed, Host, MessageFile, MessageSource, Origin, Role, Send,
};
use crate::text::{Item, Line, Text};
use crate::{Diagnostic, limit};

/// The text of a message that has none.
const BODY: &str = "Hello!\n";

impl Reader<'_> {
    pub(super) fn sends(
        &mut self,
        tables: &[Item<SendTable>],
        hosts: &[Host],
        accounts: &[Account],
    ) -> Vec<Send> {
        let mut sends = Vec::new();
        let mut total: usize = 0;
        let mut octets: u64 = 0;
        for table in tables {
            let Some(send) = self.one_send(table, hosts, accounts) else { continue };
            let before = total;
            total = total.saturating_add(usize::try_from(send.count).unwrap_or(usize::MAX));
            if before <= limit::SENDS {
                let span =
                    table.count.as_ref().map_or(table.span.clone(), |text| text.span.clone());
                self.bounded(total, limit::SENDS, Many::Messages, &span);
            }
            let before = octets;
            octets = octets.saturating_add(sized_octets(&send));
            if (before..octets).contains(&limit::SIZED_OCTETS) {
                let too_many = Content::TooManyOctets { octets };
                let span = table.size.as_ref().map_or(&table.span, |text| &text.span);
                self.report(Diagnostic::error(span.clone(), too_many));
            }
            sends.push(send);
        }
        sends
    }

    pub(super) fn one_send(
        &mut self,
        table: &Item<SendTable>,
        hosts: &[Host],
        accounts: &[Account],
    ) -> Option<Send> {
        let at = self.moment_in_run(table.at.as_ref());
        let count = self.maybe(table.count.as_ref()).unwrap_or(1);
        let every = self.maybe(table.every.as_ref()).unwrap_or(SimDuration::from_secs(1));
        let from = self.read(&table.from);
        let reverse_path = self.maybe(table.envelope_from.as_ref());
        let (recipients, to, cc) = self.recipients(table);
        let from = from?;
        let message = self.message(table, &from, to, cc);
        let origin = self.origin(table, &from, hosts, accounts);
        Some(Send {
            at: at.unwrap_or(SimTime::START),
            count: u32::try_from(count).expect("the bound of the key is smaller"),
            every,
            origin: origin?,
            reverse_path: reverse_path.unwrap_or(ReversePath::Mailbox(from)),
            dsn: self.dsn_request(table, recipients.len()),
            recipients,
            message: message?,
        })
    }

    /// The envelope's recipients, and the fields To and Cc.
    fn recipients(&mut self, table: &Item<SendTable>) -> (Vec<Mailbox>, String, String) {
        let mut recipients: Vec<Mailbox> = Vec::new();
        let mut known = BTreeSet::new();
        let mut fields = Vec::new();
        for list in [&table.to, &table.cc, &table.bcc] {
            let found = self.all(list.as_ref(), limit::RECIPIENTS, Many::Recipients);
            let names: Vec<String> = found.iter().map(|(mailbox, _)| mailbox.to_string()).collect();
            fields.push(names.join(", "));
            for (mailbox, _) in found {
                if known.insert(mailbox.clone()) {
                    recipients.push(mailbox);
                }
            }
        }
        let written = [&table.to, &table.cc, &table.bcc].into_iter().flatten();
        if written.map(|list| list.items.len()).sum::<usize>() == 0 {
            self.report(Diagnostic::error(table.span.clone(), Content::NoRecipient));
        }
        self.bounded(recipients.len(), limit::RECIPIENTS, Many::Recipients, &table.span);
        let mut fields = fields.into_iter();
        (recipients, fields.next().unwrap_or_default(), fields.next().unwrap_or_default())
    }

    fn message(
        &mut self,
        table: &Item<SendTable>,
        from: &Mailbox,
        to: String,
        cc: String,
    ) -> Option<MessageSource> {
        let subject = self.maybe(table.subject.as_ref());
        let body = self.maybe(table.body.as_ref());
        let size = self.maybe(table.size.as_ref());
        let header_from = self.maybe(table.header_from.as_ref());
        let words = self.maybe(table.message.as_ref());
        let file = self.maybe(table.file.as_ref());
        self.one_content(table);
        if let (Some(size), Some(text)) = (size, &table.size)
            && usize::try_from(size).map_or(true, |size| size > limit::MESSAGE)
        {
            let too_large = Content::TooLarge { octets: size };
            self.report(Diagnostic::error(text.span.clone(), too_large));
        }
        if table.message.is_some() {
            let octets = |words: String| Arc::from(content::canonical_lines(words.as_bytes()));
            return words.map(octets).map(MessageSource::Octets);
        }
        if let Some(text) = &table.file {
            let name = file?;
            return self.message_file(name, text);
        }
        Some(MessageSource::Composed(Composed {
            from: header_from.unwrap_or_else(|| from.to_string()),
            to,
            cc,
            subject: subject.unwrap_or_default(),
            body: body.unwrap_or_else(|| BODY.to_owned()),
            size,
        }))
    }

    /// Reports when the content is given in two ways.
    fn one_content(&mut self, table: &SendTable) {
        let whole = match (&table.message, &table.file) {
            (Some(_), Some(file)) => {
                self.report(Diagnostic::error(file.span.clone(), Content::TwoContents));
                return;
            }
            (Some(_), None) => "message",
            (None, Some(_)) => "file",
            (None, None) => return,
        };
        let parts = [
            ("subject", table.subject.as_ref().map(|text| text.span.clone())),
            ("body", table.body.as_ref().map(|text| text.span.clone())),
            ("size", table.size.as_ref().map(|text| text.span.clone())),
            ("header_from", table.header_from.as_ref().map(|text| text.span.clone())),
        ];
        for (key, span) in parts {
            let Some(span) = span else { continue };
            self.report(Diagnostic::error(span, Content::WholeMessage { key, whole }));
        }
    }

    fn message_file(&mut self, name: String, text: &Text<Line>) -> Option<MessageSource> {
        let parts_are_plain =
            name.split('/').all(|part| !part.is_empty() && part != ".." && part != ".");
        if !parts_are_plain || name.contains(['\\', ':']) {
            self.report(Diagnostic::error(text.span.clone(), Content::NoFileBeside { name }));
            return None;
        }
        Some(MessageSource::File(MessageFile { name, span: text.span.clone(), octets: None }))
    }

    fn origin(
        &mut self,
        table: &Item<SendTable>,
        from: &Mailbox,
        hosts: &[Host],
        accounts: &[Account],
    ) -> Option<Origin> {
        let account = self.accounts.get(&from.to_string()).copied();
        let Some(text) = &table.on else {
            if let Some(no) = account {
                return self.by_account(table, no, accounts);
            }
            let host = self.mailbox_host(from);
            if host.is_none() {
                let nobody = mistake::Account::NobodySends { address: from.to_string() };
                self.report_reference(Diagnostic::error(table.from.span.clone(), nobody));
            }
            return host.map(Origin::Host);
        };
        let host = self.host(text)?;
        if let Some(no) =
            account.filter(|no| accounts.get(no.index()).is_some_and(|account| account.on == host))
        {
            return self.by_account(table, no, accounts);
        }
        if hosts[host.index()].role == Role::Client {
            let (host, address) = (hosts[host.index()].name.to_string(), from.to_string());
            let without = mistake::Account::ClientWithout { host, address };
            self.report_reference(Diagnostic::error(text.span.clone(), without));
            return None;
        }
        Some(Origin::Host(host))
    }

    fn by_account(
        &mut self,
        table: &Item<SendTable>,
        no: AccountNo,
        accounts: &[Account],
    ) -> Option<Origin> {
        let account = accounts.get(no.index())?;
        if account.direct || account.submit.is_some() {
            return Some(Origin::Account(no));
        }
        let cannot = mistake::Account::CannotSend;
        self.report_reference(Diagnostic::error(table.from.span.clone(), cannot));
        None
    }
}

/// The octets that the messages are filled up to.
fn sized_octets(send: &Send) -> u64 {
    match &send.message {
        // What is too large on its own is told on its own.
        MessageSource::Composed(Composed { size: Some(size), .. })
            if *size <= limit::MESSAGE as u64 =>
        {
            size.saturating_mul(send.count.into())
        }
        _ => 0,
    }
}
