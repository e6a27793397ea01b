//! Mailing lists: a message to a list becomes a message of the list (RFC 5321 §3.9.2).

use relay_mail::{EnhancedCode, ForwardPath, ReversePath};
use relay_smtp::params::{MailParams, RcptParams};
use smol_str::SmolStr;

use crate::dsn::Action;
use crate::fact::{Fact, MailRecord, Origin, Why};
use crate::host::{Cx, Host};
use crate::limit;
use crate::queue::{Entry, RecipientState};
use crate::report::asks_for_success;
use crate::setback::Fault;

impl Host {
    /// Sends a message on to the members of a list. The list's owner becomes the return path, so
    /// that no member's trouble comes to the author; the content stays as it is, below the list's own
    /// Delivered-To where the host writes that. The null path stays null (§4.5.5), and so does what
    /// stands for it in a report about a report. To the author the list is where the message ends:
    /// what was asked for with MAIL and RCPT is done with that, and goes no further (RFC 3461
    /// §5.2.7.1).
    pub(crate) fn deliver_to_list(&mut self, cx: &mut Cx<'_>, no: u32, place: u16, list: usize) {
        let Some(entry) = self.queue.get(no) else { return };
        let is_ours = self.is_double_bounce(&entry.reverse_path);
        let mut fields = Vec::new();
        self.write_delivered_to(entry.recipient(place), &mut fields);
        let Some(entry) = self.queue.get_mut(no) else { return };
        let recipient = entry.recipient_mut(place);
        recipient.attempts = recipient.attempts.saturating_add(1);
        if entry.list_depth >= limit::LIST_DEPTH {
            let why = Why::Local {
                status: EnhancedCode::new(5, 4, 6),
                text: SmolStr::new_static("lists stand in each other in a circle"),
            };
            return self.setback(cx, (no, place), why, &Fault::Local);
        }
        let done = entry.recipient_mut(place);
        (done.state, done.tried_at) = (RecipientState::Done, Some(cx.now));
        let is_awaited = asks_for_success(&entry.recipient(place).params);
        let list = &self.config.lists[list];
        let (about, list_depth) = (entry.mail, entry.list_depth + 1);
        let reverse_path = match &entry.reverse_path {
            ReversePath::Mailbox(_) if !is_ours => ReversePath::Mailbox(list.owner.clone()),
            nobody => nobody.clone(),
        };
        let (content, content_id) = if fields.is_empty() {
            (entry.content.clone(), entry.content_id)
        } else {
            let content = entry.content.prepend(&fields);
            let content_id = cx.log.content(&content);
            (content, content_id)
        };
        let params = MailParams { body: entry.params.body, ..MailParams::default() };
        let members = list.members.iter().cloned();
        let members: Vec<_> =
            members.map(|member| (ForwardPath::Mailbox(member), RcptParams::default())).collect();
        let (queue_no, (recipients, _)) =
            (self.queue.take_no(), self.expanded(&members, || content.head()));
        let mail = cx.log.mail(MailRecord {
            queue_no,
            reverse_path: reverse_path.clone(),
            recipients: recipients.iter().map(|recipient| recipient.path.clone()).collect(),
            named: Box::default(),
            // The new envelope takes over none of the old one's wishes (RFC 3461 §5.2.7.1).
            asked: None,
            content: content_id,
            origin: Origin::List { about },
        });
        let accepted = cx.log.fact(cx.cause, Fact::Accepted { mail });
        let fact = Fact::Distributed { mail: about, recipient: place, list: mail };
        let because = cx.log.fact(accepted, fact);
        if is_awaited && let Some(entry) = self.queue.get_mut(no) {
            entry.tell(place, Action::Delivered, None, because);
        }
        let entry = Entry {
            mail,
            reverse_path,
            params,
            via: None,
            recipients,
            content,
            content_id,
            born: cx.now,
            accepted,
            began: cx.now,
            news: Vec::new(),
            warnings: 0,
            forced: false,
            list_depth,
            may_be_marked: true,
        };
        self.queue.insert(queue_no, entry);
        self.ready.push_back((queue_no, accepted));
    }
}
