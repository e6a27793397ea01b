//! Dialogues of the server, with a host that says yes to everything but to `no@…`.

use std::sync::Arc;

use relay_kernel::{SimDuration, SimTime};
use relay_mail::{Domain, limit};

use super::*;
use crate::extension::Extensions;

fn config() -> ServerConfig {
    ServerConfig::relay(Domain::parse("mx.example").expect("a domain"))
}

/// Everything a session said: replies as text, the rest as its debug form after `!` or `*`.
struct Session {
    server: Server,
    said: Vec<String>,
    messages: Vec<Vec<u8>>,
}

impl Session {
    fn new(config: ServerConfig) -> Self {
        let server = Server::new(Arc::new(config), SimTime::START);
        let mut session = Self { server, said: Vec::new(), messages: Vec::new() };
        session.drain();
        session
    }

    /// Begins another session in the same memory; what is said comes with the next lines.
    fn renew(&mut self, config: &Arc<ServerConfig>) {
        self.server.renew(Arc::clone(config), SimTime::START);
        self.drain();
    }

    fn feed(&mut self, input: Input<'_>) {
        self.server.handle(SimTime::START, input);
        self.drain();
    }

    fn say(&mut self, octets: impl AsRef<[u8]>) -> Vec<String> {
        self.said.clear();
        self.feed(Input::Bytes(octets.as_ref()));
        core::mem::take(&mut self.said)
    }

    fn drain(&mut self) {
        loop {
            let mut answer = None;
            while let Some(output) = self.server.poll() {
                assert!(answer.is_none(), "a question is the last thing said");
                match output {
                    Output::Transmit(octets) => {
                        let text = String::from_utf8(octets.to_vec()).expect("replies are text");
                        assert!(text.ends_with("\r\n"));
                        self.said.extend(text.lines().map(str::to_owned));
                    }
                    Output::Ask(question) => {
                        if let Question::Message { data, .. } = &question {
                            self.messages.push(data.to_vec());
                        }
                        answer = Some(decide(&question));
                    }
                    Output::Violation(violation) => self.said.push(format!("! {violation}")),
                    Output::Event(event) => self.said.push(format!("* {event:?}")),
                    Output::Close => self.said.push("* Close".into()),
                }
            }
            match answer {
                Some(answer) => self.server.handle(SimTime::START, Input::Answer(answer)),
                None => return,
            }
        }
    }
}

fn decide(question: &Question<'_>) -> Answer {
    let no = match question {
        Question::Hello { name, .. } => name.starts_with("no."),
        Question::Mail { path, .. } => path.to_string().starts_with("<no@"),
        Question::Recipient { path, .. } => path.to_string().starts_with("<no@"),
        Question::Authenticate { password, .. } => *password == "no",
        _ => false,
    };
    if no { Answer::Reply(reply::mailbox_unknown()) } else { Answer::Accept }
}

/// The first thing that a server says is a question, and it was not asked yet.
#[cfg(debug_assertions)]
#[test]
#[should_panic(expected = "poll is drained before the next input")]
fn nothing_is_fed_before_the_first_question() {
    let mut server = Server::new(Arc::new(config()), SimTime::START);
    server.handle(SimTime::START, Input::Closed);
}

#[test]
fn a_message_in_one_piece_and_in_octets() {
    let dialogue = b"EHLO c.example\r\nMAIL FROM:<a@c.example>\r\nRCPT TO:<b@mx.example>\r\n\
        RCPT TO:<no@mx.example>\r\nDATA\r\nSubject: x\r\n\r\n..\r\n..a\r\n.\r\nQUIT\r\n";
    for size in [1, 2, 3, 7, dialogue.len()] {
        let mut session = Session::new(config());
        for piece in dialogue.chunks(size) {
            session.feed(Input::Bytes(piece));
        }
        let replies: Vec<&str> = session
            .said
            .iter()
            .filter(|line| line.starts_with(char::is_numeric))
            .map(String::as_str)
            .collect();
        assert_eq!(
            replies,
            [
                "220 mx.example ESMTP ready",
                "250-mx.example greets c.example",
                "250-PIPELINING",
                "250-8BITMIME",
                "250-SIZE 10240000",
                "250-ENHANCEDSTATUSCODES",
                "250-DSN",
                "250-SMTPUTF8",
                "250-CHUNKING",
                "250 HELP",
                "250 2.1.0 Sender OK",
                "250 2.1.5 Recipient OK",
                "550 5.1.1 No such user here",
                "354 Start mail input; end with <CRLF>.<CRLF>",
                "250 2.6.0 Message accepted",
                "221 2.0.0 mx.example Service closing transmission channel",
            ]
        );
        assert_eq!(session.messages, [b"Subject: x\r\n\r\n.\r\n.a\r\n".to_vec()]);
        assert!(session.server.is_closed());
    }
}

#[test]
fn order_is_kept_and_the_state_stays() {
    let mut session = Session::new(config());
    assert_eq!(session.say("MAIL FROM:<>\r\n")[1], "503 Send EHLO or HELO first");
    assert_eq!(session.say("NOOP\r\nRSET\r\n").len(), 3, "and one is unasked for");
    session.say("HELO c.example\r\n");
    assert_eq!(session.say("RCPT TO:<b@mx.example>\r\n")[1], "503 Need MAIL before this command");
    assert_eq!(session.say("DATA\r\n")[1], "503 Need MAIL before this command");
    assert_eq!(session.say("MAIL FROM:<>\r\n"), ["250 Sender OK"]);
    assert_eq!(session.say("MAIL FROM:<>\r\n")[1], "503 Sender already given");
    assert_eq!(session.say("DATA\r\n")[1], "503 Need RCPT before this command");
    assert_eq!(session.say("RCPT TO:<no@mx.example>\r\n"), ["550 No such user here"]);
    assert_eq!(session.say("DATA\r\n"), ["554 No valid recipients"]);
    assert_eq!(session.say("RCPT TO:<b@mx.example> NOTIFY=NEVER\r\n").len(), 2);
    assert_eq!(session.say("HELO no.example\r\n"), ["550 No such user here"]);
    assert!(session.server.transaction().is_some(), "a refused HELO changes nothing");
    assert_eq!(
        session.say("HELO other.example\r\n"),
        ["250 mx.example greets other.example", "* Reset(Hello)"]
    );
    assert!(session.server.transaction().is_none());
    assert_eq!(session.server.hello(), Some(("other.example", false)));
}

#[test]
fn limits_have_their_replies() {
    let mut session =
        Session::new(ServerConfig { recipients_max: 2, size_max: Some(100), ..config() });
    session.say("EHLO c.example\r\n");
    let long = format!("NOOP {}\r\n", "x".repeat(505));
    assert_eq!(long.len(), 512);
    assert_eq!(session.say(&long), ["250 2.0.0 OK"]);
    let long = format!("NOOP {}\r\n", "x".repeat(506));
    assert_eq!(session.say(&long)[1], "500 5.5.2 Line too long");
    assert_eq!(session.say("x".repeat(100_000)), [""; 0]);
    assert_eq!(session.say("\r\n")[1], "500 5.5.2 Line too long");
    let refused = session.say("MAIL FROM:<> SIZE=101\r\n");
    assert_eq!(refused, ["552 5.3.4 Message size exceeds fixed maximum"]);
    session.say("MAIL FROM:<> SIZE=100\r\n");
    for _ in 0..2 {
        assert_eq!(session.say("RCPT TO:<b@mx.example>\r\n"), ["250 2.1.5 Recipient OK"]);
    }
    assert_eq!(session.say("RCPT TO:<c@mx.example>\r\n"), ["452 4.5.3 Too many recipients"]);
    session.say("DATA\r\n");
    let refused = session.say(format!("{}\r\n.\r\n", "x".repeat(99)));
    assert_eq!(refused, ["552 5.3.4 Message size exceeds fixed maximum"]);
    assert!(session.messages.is_empty() && session.server.transaction().is_none());
}

#[test]
fn silence_shutdown_and_loss() {
    let mut session = Session::new(config());
    session.say("EHLO c.example\r\nMAIL FROM:<>\r\n");
    let deadline = session.server.deadline().expect("a command is awaited");
    assert_eq!(deadline.at, SimTime::START + SimDuration::from_mins(5));
    session.feed(Input::Timeout);
    assert_eq!(session.said, [""; 0], "a stale timeout is ignored");
    let mut other = Session { server: session.server.clone(), said: vec![], messages: vec![] };
    session.server.handle(deadline.at, Input::Timeout);
    session.drain();
    assert_eq!(
        session.said,
        [
            "* GaveUp(Command)",
            "421 4.4.2 mx.example Timeout, closing transmission channel",
            "* Reset(Dismissed)",
            "* Dismissed",
            "* Close"
        ]
    );
    other.feed(Input::Closed);
    assert_eq!(other.said, ["! the client left without QUIT", "* Reset(Lost)", "* Lost"]);
    other.feed(Input::Shutdown);
    assert_eq!(other.said.len(), 3, "a second end changes nothing");
    assert_eq!(other.say("NOOP\r\n"), [""; 0], "nothing is said to nobody");
}

#[test]
fn smuggled_messages_are_refused() {
    for smuggle in ["a\n.\nMAIL", "a\n.\r\nMAIL", "a\r.\r\nMAIL", "a\r\n.\nMAIL", "a\r\n.\rMAIL"] {
        let mut session = Session::new(config());
        session.say("EHLO c.example\r\nMAIL FROM:<>\r\nRCPT TO:<b@mx.example>\r\nDATA\r\n");
        assert_eq!(session.say(smuggle), [""; 0], "{smuggle:?} ends nothing");
        let refused = session.say("\r\n.\r\n");
        assert_eq!(refused.last().expect("a reply"), "550 5.6.0 Message contains bare CR or LF");
        assert!(session.messages.is_empty());
    }
}

#[test]
fn a_refused_connection_waits_for_quit() {
    let mut server = Server::new(Arc::new(config()), SimTime::START);
    assert_eq!(server.poll(), Some(Output::Ask(Question::Connect)));
    server.handle(SimTime::START, Input::Answer(Answer::Reply(reply::no_service())));
    let mut session = Session { server, said: vec![], messages: vec![] };
    session.drain();
    assert_eq!(session.said, ["554 No SMTP service here"]);
    assert_eq!(session.say("EHLO c.example\r\n"), ["503 Bad sequence of commands"]);
    assert_eq!(session.say("QUIT\r\n")[0], "221 mx.example Service closing transmission channel");
    assert!(session.server.is_closed());
}

#[test]
fn chunks_are_counted_and_never_read_as_commands() {
    let mut session = Session::new(config());
    session.say("EHLO c.example\r\n");
    assert_eq!(session.say("BDAT 6\r\nQUIT\r\n")[1], "503 5.5.1 Need MAIL before this command");
    session.say("MAIL FROM:<>\r\nRCPT TO:<b@mx.example>\r\n");
    assert_eq!(session.say("BDAT 3\r\n.\r\nBDAT 0\r\n"), ["250 2.0.0 Chunk received"; 2]);
    assert_eq!(session.say("DATA\r\n")[1], "503 5.5.1 Bad sequence of commands");
    assert_eq!(session.say("RCPT TO:<b@mx.example>\r\n")[1], "503 5.5.1 Bad sequence of commands");
    assert_eq!(session.say("BDAT 3 LAST\r\na\r\n"), ["250 2.6.0 Message accepted"]);
    assert_eq!(session.messages, [b".\r\na\r\n"]);
    session.say("MAIL FROM:<>\r\nRCPT TO:<b@mx.example>\r\n");
    let refused = session.say(format!("BDAT {}\r\n", u64::MAX));
    assert_eq!(refused, [""; 0], "the octets are still to come");
}

#[test]
fn submission_needs_authentication() {
    let mut session =
        Session::new(ServerConfig::submission(Domain::parse("mx.example").expect("a domain")));
    session.say("EHLO c.example\r\n");
    assert_eq!(session.say("MAIL FROM:<>\r\n"), ["530 5.7.0 Authentication required"]);
    assert_eq!(session.say("AUTH CRAM-MD5\r\n"), ["504 5.5.4 Unrecognized authentication type"]);
    assert_eq!(session.say("AUTH PLAIN\r\n"), ["334 "]);
    assert_eq!(session.say("*\r\n"), ["501 5.7.0 Authentication cancelled"]);
    assert_eq!(session.say("AUTH LOGIN\r\n"), ["334 VXNlcm5hbWU6"]);
    assert_eq!(session.say("dGlt\r\n"), ["334 UGFzc3dvcmQ6"]);
    assert_eq!(session.say("bm8=\r\n"), ["550 5.1.1 No such user here"]);
    assert_eq!(session.say("AUTH PLAIN !\r\n")[1], "501 5.5.2 Cannot decode response");
    assert_eq!(
        session.say("AUTH PLAIN AHRpbQB0YW5zdGFhZnRhbnN0YWFm\r\n"),
        ["235 2.7.0 Authentication succeeded"]
    );
    assert_eq!(session.server.user(), Some("tim"));
    assert_eq!(session.say("AUTH LOGIN\r\n")[1], "503 5.5.1 Already authenticated");
    assert_eq!(session.say("MAIL FROM:<>\r\n"), ["250 2.1.0 Sender OK"]);
}

#[test]
fn what_is_not_offered_is_not_there() {
    let bare = ServerConfig { extensions: Extensions::NONE, ..config() };
    let mut session = Session::new(ServerConfig { esmtp: false, ..bare.clone() });
    // To try EHLO is no fault (§3.2).
    assert_eq!(session.say("EHLO c.example\r\n"), ["502 Command not implemented"]);
    let mut session = Session::new(bare);
    session.say("EHLO c.example\r\n");
    for command in ["BDAT 0", "EXPN x", "HELP", "ETRN x.example", "AUTH PLAIN", "STARTTLS"] {
        // Nor is it a violation: only the reply tells.
        let said = session.say(format!("{command}\r\n"));
        assert_eq!(said, ["502 Command not implemented"], "{command}");
    }
    for parameter in ["SIZE=1", "BODY=7BIT", "RET=FULL", "ENVID=x", "AUTH=<>", "SMTPUTF8"] {
        let said = session.say(format!("MAIL FROM:<> {parameter}\r\n"));
        assert_eq!(said[1], "555 Parameters not recognized or not implemented", "{parameter}");
    }
    let said = session.say("MAIL FROM:<\u{fc}@c.example>\r\n");
    assert_eq!(said[1], "501 Invalid characters in command");
}

#[test]
fn a_flood_is_bounded() {
    let mut server = Server::new(Arc::new(config()), SimTime::START);
    assert!(server.poll().is_some() && server.poll().is_none());
    let mut violations = 0;
    for _ in 0..=limit::INPUT_BUFFER / 1024 {
        server.handle(SimTime::START, Input::Bytes(&[b'x'; 1024]));
        while let Some(output) = server.poll() {
            violations += usize::from(output == Output::Violation(Violation::Flood));
        }
    }
    assert_eq!((violations, server.is_closed()), (1, true));
}

/// What was made for one session is said again in another only where it would be the same.
#[test]
fn sessions_in_the_same_memory_say_what_fits_each() {
    let first = Arc::new(config());
    let second = Arc::new(ServerConfig { banner: "ready or not".into(), ..config() });
    let mut session = Session::new(config());
    let mut last = |config: &Arc<ServerConfig>, hello: &str| {
        session.said.clear();
        session.renew(config);
        let greeting = session.said.remove(0);
        let welcome = session.say(format!("{hello}\r\n")).remove(0);
        [greeting, welcome, session.say("QUIT\r\n").remove(0)]
    };
    let [usual, other] = ["220 mx.example ESMTP ready", "220 mx.example ready or not"];
    let [plain, enhanced] = ["221 ", "221 2.0.0 "]
        .map(|code| format!("{code}mx.example Service closing transmission channel"));
    for _ in 0..2 {
        for (config, hello, expected) in [
            (&first, "EHLO a.example", [usual, "250-mx.example greets a.example", &enhanced]),
            (&first, "HELO a.example", [usual, "250 mx.example greets a.example", &plain]),
            (&first, "EHLO b.example", [usual, "250-mx.example greets b.example", &enhanced]),
            (&second, "EHLO b.example", [other, "250-mx.example greets b.example", &enhanced]),
            (&second, "HELO b.example", [other, "250 mx.example greets b.example", &plain]),
        ] {
            assert_eq!(last(config, hello), expected, "{hello}");
        }
    }
}

/// However a session ends in the midst of a message, the next one in its memory knows nothing of it.
#[test]
fn nothing_of_a_message_that_was_broken_off_is_in_the_next_one() {
    let begun = "EHLO c.example\r\nMAIL FROM:<a@c.example>\r\nRCPT TO:<b@mx.example>\r\n";
    let config = Arc::new(config());
    let mut session = Session::new(ServerConfig::clone(&config));
    for broken in ["DATA\r\nbroken off\r\n", "BDAT 30\r\nbroken off", "BDAT 8\r\nbroken\r\n"] {
        for end in [Input::Closed, Input::Broken, Input::Shutdown] {
            session.say([begun, broken].concat());
            session.feed(end);
            session.renew(&config);
            session.say([begun, "BDAT 7 LAST\r\nwhole\r\n"].concat());
            assert_eq!(session.messages.pop().as_deref(), Some(b"whole\r\n".as_slice()));
            session.renew(&config);
        }
    }
}
