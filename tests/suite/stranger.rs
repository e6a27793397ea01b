//! A host sends to servers that are not ours, and that do what servers may do.

use std::cell::RefCell;
use std::rc::Rc;

use relay_host::Fact;
use relay_mail::{Domain, ReversePath};
use relay_tests::hosts::{Hosts, Stranger, config};

/// What a server says to the words of commands, where it is not the usual thing.
struct Server {
    mail: &'static str,
    /// To the second RCPT of a transaction.
    second: &'static str,
    /// The place of the reply, over all sessions, that is 421 instead.
    busy_at: Option<usize>,
    replies: usize,
    recipients: usize,
    in_content: bool,
    /// Messages that it said 250 to.
    taken: Rc<RefCell<usize>>,
}

impl Server {
    fn new() -> Self {
        Self {
            mail: "250 OK",
            second: "250 OK",
            busy_at: None,
            replies: 0,
            recipients: 0,
            in_content: false,
            taken: Rc::default(),
        }
    }

    fn says(&mut self, line: Option<&str>) -> String {
        let word = line.map_or("CONNECT", |line| line.split(' ').next().unwrap_or_default());
        if self.in_content && !matches!(word, "." | "CONNECT") {
            return String::new();
        }
        self.replies += 1;
        self.in_content = false;
        if self.busy_at == Some(self.replies) {
            return "421 too busy\r\n".into();
        }
        let reply = match word {
            "." => {
                *self.taken.borrow_mut() += 1;
                "250 taken"
            }
            "CONNECT" => "220 old.example",
            "EHLO" => "250 old.example",
            "MAIL" => self.mail,
            "RCPT" if self.recipients == 1 => self.second,
            "DATA" => "354 go on",
            "QUIT" => "221 bye",
            _ => "250 OK",
        };
        self.recipients = if word == "RCPT" { self.recipients + 1 } else { 0 };
        self.in_content = word == "DATA";
        format!("{reply}\r\n")
    }
}

/// A message for two goes to the server; gives what the sending host recorded of its fate.
fn fate(mut server: Server) -> Vec<&'static str> {
    let mut hosts = Hosts::new(vec![config("a.example", [192, 0, 2, 1])]);
    hosts.strangers.push(Stranger {
        name: Domain::parse("old.example").expect("a domain"),
        addr: [192, 0, 2, 9].into(),
        says: Box::new(move |line| server.says(line)),
    });
    let to = ["one@old.example", "two@old.example"];
    hosts.submit(0, ReversePath::Null, &to, b"Subject: x\r\n\r\nHello\r\n");
    hosts.settle();
    assert!(hosts.hosts[0].queue().is_empty());
    let facts = hosts.book.facts.iter().filter_map(|(_, fact)| match fact {
        Fact::Relayed { recipient: 0, .. } => Some("one relayed"),
        Fact::Relayed { .. } => Some("two relayed"),
        Fact::Deferred { recipient: 0, .. } => Some("one deferred"),
        Fact::Deferred { .. } => Some("two deferred"),
        Fact::Failed { recipient: 0, .. } => Some("one failed"),
        Fact::Failed { .. } => Some("two failed"),
        _ => None,
    });
    facts.collect()
}

/// RFC 5321 §4.5.3.1.10: in old servers 552 to RCPT is "too many recipients", and to be taken like
/// 452.
#[test]
fn to_rcpt_552_is_temporary() {
    for second in ["552 too many recipients", "552 5.5.3 too many", "452 too many recipients"] {
        // The second try has one recipient, and the server takes it.
        let fates = fate(Server { second, ..Server::new() });
        assert_eq!(fates, ["two deferred", "one relayed", "two relayed"], "{second}");
    }
    for second in ["550 no such user", "552 5.2.2 mailbox full"] {
        let fates = fate(Server { second, ..Server::new() });
        assert_eq!(fates, ["two failed", "one relayed"], "{second}");
    }
}

#[test]
fn to_mail_552_is_final() {
    let fates = fate(Server { mail: "552 too large", ..Server::new() });
    assert_eq!(fates, ["one failed", "two failed"]);
}

/// RFC 5321 §3.8: 421 may come instead of any reply. The session is over, and the message is tried
/// again; it is taken once.
#[test]
fn busy_at_any_time() {
    // 220, EHLO, MAIL, RCPT, RCPT, DATA, the dot, QUIT.
    for busy in 1..=8 {
        let server = Server { busy_at: Some(busy), ..Server::new() };
        let taken = Rc::clone(&server.taken);
        let fates = fate(server);
        let tail = fates.len() - 2;
        assert_eq!(fates[tail..], ["one relayed", "two relayed"], "{busy}: {fates:?}");
        let deferred = if busy < 8 { 2 } else { 0 };
        assert_eq!(tail, deferred, "{busy}: {fates:?}");
        assert_eq!(*taken.borrow(), 1, "{busy}");
    }
}
