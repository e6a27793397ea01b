//! A polite end of services: RFC 5321 §3.8.

use crate::host::{Cx, Host};
use crate::service::Service;
use crate::session::{Feed, Session};

impl Host {
    /// Tells the clients of some services that they shut down, and ends their sessions. What the
    /// host has taken responsibility for it keeps; what was under way is as if it had never begun.
    pub(crate) fn dismiss(&mut self, cx: &mut Cx<'_>, services: &[Service]) {
        let theirs = |machine: &Session| machine.serves().is_some_and(|it| services.contains(&it));
        for id in self.sessions.ids(theirs) {
            self.feed(cx, id, Feed::Shutdown);
        }
    }
}
