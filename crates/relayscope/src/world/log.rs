//! Where a host's facts go: into the trace and into the ledger.

use relay_host::{ContentId, Fact, Log, MailId, MailRecord, NameId};
use relay_kernel::{RecordId, SimTime};
use relay_mail::Content;

use crate::check::Ledger;
use crate::trace::{HostId, Kind, Trace};

/// The log of one host during one call.
pub(super) struct HostLog<'a> {
    pub(super) trace: &'a mut Trace,
    pub(super) ledger: &'a mut Ledger,
    pub(super) host: HostId,
    pub(super) now: SimTime,
}

impl Log for HostLog<'_> {
    fn fact(&mut self, cause: RecordId, fact: Fact) -> RecordId {
        self.ledger.note(&fact);
        let taken = if let Fact::Accepted { mail } = fact { Some(mail) } else { None };
        let record = self.trace.push(self.now, cause, self.host, Kind::Host(fact));
        if let Some(mail) = taken
            && let Some(of) = self.ledger.twin(self.trace, mail)
        {
            self.trace.push(self.now, record, self.host, Kind::Host(Fact::Duplicate { mail, of }));
        }
        record
    }

    fn mail(&mut self, mail: MailRecord) -> MailId {
        let recipients = mail.recipients.len();
        let id = self.trace.push_mail(self.host, mail);
        self.ledger.open(id, self.host, recipients);
        id
    }

    fn content(&mut self, content: &Content) -> ContentId {
        self.trace.push_content(content)
    }

    fn name(&mut self, text: &str) -> NameId {
        self.trace.intern(text)
    }

    fn store(&mut self, trace: &[u8], octets: &[u8]) -> Content {
        Content::with_trace(trace, octets, self.trace.bodies())
    }
}
