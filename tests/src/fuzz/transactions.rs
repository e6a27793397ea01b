//! What an SMTP server has taken, worked out a second time from the octets that went both ways and
//! from nothing else: RFC 5321 §3.3, §4.1.4 and §4.5.2, RFC 3030 §2, RFC 4954 §4.
//!
//! The model reads replies by their code. It knows at every moment whether a transaction is open,
//! from whom and for whom it is, and where its content ends.

use relay_smtp::Command;

use super::{find, reference_text, show};

/// What is known of the server beforehand.
#[derive(Clone, Copy, Debug)]
pub(super) struct Settings {
    /// It knows BDAT.
    pub(super) chunking: bool,
    /// MAIL needs AUTH.
    pub(super) auth_required: bool,
}

/// A message that the host was asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Message {
    /// The reply that answers for it: 0 is the greeting.
    pub(super) reply: usize,
    /// The reverse-path.
    pub(super) sender: String,
    /// The forward-paths.
    pub(super) recipients: Vec<String>,
    /// The content.
    pub(super) data: Vec<u8>,
}

/// Holds a session against the model: what the client said, what the server said, and which
/// messages the host was asked about.
pub(super) fn check(settings: Settings, client: &[u8], server: &[u8], messages: &[Message]) {
    let mut model = Model { settings, server, replies: 0, messages, state: State::default() };
    let greeting = model.reply().expect("a greeting");
    assert!(greeting == 220 || greeting >= 400, "{greeting} is no greeting");
    let mut rest = client;
    // Who is refused at the door is not listened to.
    if greeting == 220 {
        while let Some(end) = find(rest, b"\r\n") {
            let line = &rest[..end];
            match model.line(line, &rest[end + 2..]) {
                Some(used) => rest = &rest[end + 2 + used..],
                None => break,
            }
        }
        // What follows is the server's own: it went down, or had waited too long.
        if !model.server.is_empty() {
            assert_eq!(model.reply(), Some(421), "nobody asked for it");
        }
        assert!(model.server.is_empty(), "nobody asked for {}", show(model.server));
    }
    assert_eq!(model.messages, [], "messages that no transaction explains");
}

#[derive(Debug, Default)]
struct State {
    /// EHLO (true) or HELO was accepted.
    hello: Option<bool>,
    authenticated: bool,
    /// Responses to challenges are awaited.
    challenged: bool,
    transaction: Option<Transaction>,
}

#[derive(Debug)]
struct Transaction {
    sender: String,
    recipients: Vec<String>,
    /// What came by BDAT.
    chunks: Option<Vec<u8>>,
    /// A chunk was refused.
    failed: bool,
}

struct Model<'a> {
    settings: Settings,
    /// What the server said and was not looked at.
    server: &'a [u8],
    /// Replies so far.
    replies: usize,
    /// Messages that are not explained yet.
    messages: &'a [Message],
    state: State,
}

impl Model<'_> {
    /// A line of the client, and what comes behind it. How many octets of that belong to it;
    /// nothing when the server hears no more.
    fn line(&mut self, line: &[u8], behind: &[u8]) -> Option<usize> {
        let command = Command::parse(line).ok().filter(|_| !self.state.challenged);
        if let Some(Command::Chunk { size, last }) = command
            && self.settings.chunking
        {
            let size = usize::try_from(size).ok().filter(|size| *size <= behind.len())?;
            let code = self.answer(line)?;
            self.chunk(code, &behind[..size], last);
            return (code != 421).then_some(size);
        }
        let code = self.answer(line)?;
        if self.state.challenged {
            self.state.challenged = code == 334;
            self.state.authenticated |= code == 235;
        } else if let Some(command) = command {
            if code == 354 {
                assert_eq!(command, Command::Data, "354 asks for a message");
                return self.data(behind);
            }
            self.command(&command, code, line);
        } else {
            assert!(code >= 400, "{} got {code}", show(line));
        }
        (!matches!(code, 221 | 421)).then_some(0)
    }

    fn command(&mut self, command: &Command<'_>, code: u16, line: &[u8]) {
        let state = &mut self.state;
        if code >= 400 {
            return;
        }
        match command {
            Command::Hello { esmtp, .. } => {
                (state.hello, state.transaction) = (Some(*esmtp), None);
            }
            Command::Mail { path, .. } => {
                assert!(state.hello.is_some(), "{} before EHLO", show(line));
                assert!(state.transaction.is_none(), "{} in a transaction", show(line));
                let may = state.authenticated || !self.settings.auth_required;
                assert!(may, "{} without AUTH", show(line));
                let sender = path.to_string();
                let recipients = Vec::new();
                let transaction = Transaction { sender, recipients, chunks: None, failed: false };
                state.transaction = Some(transaction);
            }
            Command::Recipient { path, .. } => {
                let transaction = state.transaction.as_mut();
                let transaction = transaction.unwrap_or_else(|| panic!("{} alone", show(line)));
                assert!(transaction.chunks.is_none(), "{} after BDAT", show(line));
                transaction.recipients.push(path.to_string());
            }
            Command::Reset => state.transaction = None,
            Command::Auth { .. } => {
                let may = state.hello == Some(true) && state.transaction.is_none();
                assert!(may && !state.authenticated, "{} out of place", show(line));
                state.challenged = code == 334;
                state.authenticated = code == 235;
            }
            Command::Data | Command::Chunk { .. } => panic!("{} got {code}", show(line)),
            _ => {}
        }
    }

    /// What comes behind 354, and the reply to it.
    fn data(&mut self, behind: &[u8]) -> Option<usize> {
        let transaction = self.state.transaction.take().expect("DATA has a transaction");
        assert!(!transaction.recipients.is_empty() && transaction.chunks.is_none(), "DATA is late");
        let (text, used) = reference_text(behind)?;
        let code = self.answer(b"the message")?;
        self.asked(&transaction, &text, code);
        (code != 421).then_some(used)
    }

    /// A BDAT with its octets, and the reply to it. A message that is refused for what it is ends
    /// its transaction; a chunk that is out of place, or too much, does not.
    fn chunk(&mut self, code: u16, octets: &[u8], last: bool) {
        let Some(mut transaction) = self.state.transaction.take() else {
            assert!(code >= 400, "BDAT without MAIL got {code}");
            return;
        };
        if transaction.failed || transaction.recipients.is_empty() {
            assert!(code >= 400, "BDAT in vain got {code}");
            transaction.failed = true;
            self.state.transaction = Some(transaction);
            return;
        }
        let mut text = transaction.chunks.take().unwrap_or_default();
        text.extend_from_slice(octets);
        if last && (self.asked(&transaction, &text, code) || code == 550) {
            return;
        }
        transaction.failed = code >= 400;
        transaction.chunks = Some(text);
        self.state.transaction = Some(transaction);
    }

    /// Whether the host was asked about this message; a good reply says that it was.
    fn asked(&mut self, transaction: &Transaction, text: &[u8], code: u16) -> bool {
        let Some((message, others)) =
            self.messages.split_first().filter(|(first, _)| first.reply + 1 == self.replies)
        else {
            assert!(code >= 400, "a message was taken without the host's word");
            return false;
        };
        self.messages = others;
        let Transaction { sender, recipients, .. } = transaction;
        assert_eq!((&message.sender, &message.recipients), (sender, recipients), "the envelope");
        assert!(message.data == text, "{} became {}", show(text), show(&message.data));
        true
    }

    /// The reply to something; nothing when the server does not hear it any more.
    fn answer(&mut self, to: &[u8]) -> Option<u16> {
        let code = self.reply();
        assert!(code.is_some(), "no reply to {}", show(to));
        code
    }

    /// The code of the next reply.
    fn reply(&mut self) -> Option<u16> {
        loop {
            let end = find(self.server, b"\r\n")?;
            let line = &self.server[..end];
            self.server = &self.server[end + 2..];
            if line[3] == b' ' {
                self.replies += 1;
                return core::str::from_utf8(&line[..3]).ok()?.parse().ok();
            }
        }
    }
}
