//! Every (state × command) pair of the server (RFC 5321 §4.1.4, §4.3.2).

use std::sync::Arc;

use relay_kernel::SimTime;
use relay_mail::Domain;
use relay_smtp::server::{Answer, Input, Output, Question, Server, ServerConfig};
use relay_smtp::{Extensions, Violation, reply};

/// How each state is reached, in the order of the table's columns.
const STATES: [(&str, &[&str]); 14] = [
    ("fresh", &[]),
    ("helo", &["HELO c.example"]),
    ("ehlo", &["EHLO c.example"]),
    ("shut", &["EHLO c.example", "MAIL FROM:<no@c.example>"]),
    ("old", &["HELO c.example", "MAIL FROM:<a@c.example>", "RCPT TO:<b@mx.example>"]),
    ("mail", &["EHLO c.example", "MAIL FROM:<a@c.example>"]),
    ("rcpt", &["EHLO c.example", "MAIL FROM:<a@c.example>", "RCPT TO:<b@mx.example>"]),
    ("none", &["EHLO c.example", "MAIL FROM:<a@c.example>", "RCPT TO:<no@mx.example>"]),
    (
        "bdat",
        &["EHLO c.example", "MAIL FROM:<a@c.example>", "RCPT TO:<b@mx.example>", "BDAT 2", ""],
    ),
    ("fail", &["EHLO c.example", "MAIL FROM:<a@c.example>", "BDAT 2", ""]),
    ("user", &["EHLO c.example", "AUTH PLAIN AHRpbQB0aW0="]),
    ("over", &["EHLO c.example", "MAIL FROM:<a@c.example>", "RCPT TO:<b@mx.example>", "DATA", "."]),
    ("auth", &["EHLO c.example", "AUTH PLAIN"]),
    ("bars", &[]),
];

/// The code of the reply to each command in each state.
const TABLE: &str = "
                        fresh helo ehlo shut old  mail rcpt none bdat fail user over auth bars
EHLO d.example          250  250  250  250  250  250  250  250  250  250  250  250  501  503
HELO d.example          250  250  250  250  250  250  250  250  250  250  250  250  501  503
MAIL FROM:<>            503  250  250  250  503  503  503  503  503  503  250  250  501  503
RCPT TO:<b@mx.example>  503  503  503  503  250  250  250  250  503  503  503  503  501  503
RCPT TO:<no@mx.example> 503  503  503  503  550  550  550  550  503  503  503  503  501  503
DATA                    503  503  503  503  354  503  354  554  503  503  503  503  501  503
BDAT 0                  503  503  503  503  503  503  250  554  250  503  503  503  501  503
BDAT 0 LAST             503  503  503  503  503  503  250  554  250  503  503  503  501  503
RSET                    250  250  250  250  250  250  250  250  250  250  250  250  501  503
VRFY x                  252  252  252  252  252  252  252  252  252  252  252  252  501  503
EXPN x                  252  252  252  252  252  252  252  252  252  252  252  252  501  503
HELP                    214  214  214  214  214  214  214  214  214  214  214  214  501  503
NOOP                    250  250  250  250  250  250  250  250  250  250  250  250  501  503
ETRN x.example          503  503  250  250  503  503  503  503  503  503  250  250  501  503
AUTH PLAIN AHRpbQB0aW0= 503  503  235  235  503  503  503  503  503  503  503  235  501  503
AUTH CRAM-MD5           503  503  504  504  503  503  503  503  503  503  503  504  501  503
STARTTLS                502  502  502  502  502  502  502  502  502  502  502  502  501  503
SEND FROM:<a@c.example> 502  502  502  502  502  502  502  502  502  502  502  502  501  503
SOML FROM:<a@c.example> 502  502  502  502  502  502  502  502  502  502  502  502  501  503
SAML FROM:<a@c.example> 502  502  502  502  502  502  502  502  502  502  502  502  501  503
TURN                    502  502  502  502  502  502  502  502  502  502  502  502  501  503
XYZZY                   500  500  500  500  500  500  500  500  500  500  500  500  501  503
DATA now                501  501  501  501  501  501  501  501  501  501  501  501  501  503
MAIL FROM:a             501  501  501  501  501  501  501  501  501  501  501  501  501  503
RCPT TO:<>              501  501  501  501  501  501  501  501  501  501  501  501  501  503
QUIT                    221  221  221  221  221  221  221  221  221  221  221  221  501  221
";

#[test]
fn every_command_in_every_state() {
    let mut rows = TABLE.trim_matches('\n').lines();
    let heads: Vec<&str> = rows.next().expect("a head").split_whitespace().collect();
    assert_eq!(heads, STATES.map(|(name, _)| name));
    let mut count = 0;
    for row in rows {
        let (command, codes) = row.split_at(24);
        let command = command.trim_end();
        let codes: Vec<&str> = codes.split_whitespace().collect();
        assert_eq!(codes.len(), STATES.len(), "{command}");
        for ((name, path), code) in STATES.iter().zip(codes) {
            let mut server = reach(name, path);
            let before = server.transaction().cloned();
            let reply = say(&mut server, command);
            assert_eq!(reply.get(..3), Some(code), "{command} in {name}: {reply}");
            // A refusal leaves the state as it was (§4.1.4), but for the count of refusals.
            if code >= "400" {
                let recipients =
                    |t: relay_smtp::server::Transaction| (t.reverse_path, t.recipients);
                let after = server.transaction().cloned();
                assert_eq!(before.map(recipients), after.map(recipients), "{command} in {name}");
            }
            assert_eq!(server.is_closed(), code == "221", "{command} in {name}");
            count += 1;
        }
    }
    assert_eq!(count, 26 * 14);
}

/// The commands of the table.
fn commands() -> impl Iterator<Item = &'static str> {
    TABLE.trim_matches('\n').lines().skip(1).map(|row| row[..24].trim_end())
}

/// The way to a message for somebody.
const RCPT: &[&str] = STATES[6].1;

/// Behind 354 and in a chunk no line is a command: it is content (§4.1.1.4, RFC 3030 §2).
#[test]
fn in_content_no_line_is_a_command() {
    for command in commands() {
        let mut server = reach("data", RCPT);
        assert!(say(&mut server, "DATA").starts_with("354"));
        assert_eq!(say(&mut server, command), "", "{command} in data");
        assert!(say(&mut server, ".").starts_with("250"), "{command} in data");
        let mut server = reach("chunk", RCPT);
        let size = command.len() + 2;
        assert_eq!(say(&mut server, &format!("BDAT {size} LAST")), "", "{command} in a chunk");
        assert!(say(&mut server, command).starts_with("250"), "{command} in a chunk");
        assert!(server.transaction().is_none(), "{command} in a chunk");
    }
}

/// In an exchange of AUTH LOGIN every line is a response; none of these is base64 (RFC 4954 §4).
#[test]
fn in_an_auth_exchange_no_line_is_a_command() {
    for command in commands() {
        for before in [&[][..], &["dGlt"]] {
            let mut server = reach("auth login", &["EHLO c.example", "AUTH LOGIN"]);
            for line in before {
                assert!(say(&mut server, line).starts_with("334"));
            }
            let reply = say(&mut server, command);
            // By its letters NOOP, HELP and the like may be base64.
            let response = reply.starts_with("501") || reply.starts_with("334");
            let proof = before.len() == 1 && reply.starts_with("235");
            assert!(response || proof, "{command}: {reply}");
        }
    }
}

/// The way to every question that the server asks its host, without the line that raises it; that
/// line; and what is said in between when the host says yes.
const QUESTIONS: [(&str, &[&str], &str); 10] = [
    ("connect", &[], ""),
    ("hello", &[], "EHLO c.example"),
    ("old hello", &[], "HELO c.example"),
    ("mail", STATES[2].1, "MAIL FROM:<a@c.example>"),
    ("recipient", STATES[5].1, "RCPT TO:<b@mx.example>"),
    ("data", RCPT, "DATA"),
    (
        "message",
        &["EHLO c.example", "MAIL FROM:<a@c.example>", "RCPT TO:<b@mx.example>", "DATA"],
        ".",
    ),
    ("verify", STATES[2].1, "VRFY x"),
    ("turn", STATES[2].1, "ETRN x.example"),
    ("authenticate", STATES[2].1, "AUTH PLAIN AHRpbQB0aW0="),
];

/// While the host thinks, every command waits and is answered in its turn.
#[test]
fn a_command_waits_for_the_host() {
    let name = |question: &Question<'_>| match question {
        Question::Connect => "connect",
        Question::Hello { esmtp: true, .. } => "hello",
        Question::Hello { esmtp: false, .. } => "old hello",
        Question::Mail { .. } => "mail",
        Question::Recipient { .. } => "recipient",
        Question::Data => "data",
        Question::Message { .. } => "message",
        Question::Verify { .. } | Question::Expand { .. } => "verify",
        Question::Turn { .. } => "turn",
        Question::Authenticate { .. } => "authenticate",
    };
    for (question, way, last) in QUESTIONS {
        let raised = if last.is_empty() { String::new() } else { format!("{last}\r\n") };
        let start = || match question {
            "connect" => unanswered(),
            _ => reach("asked", way),
        };
        for command in commands() {
            let mut server = start();
            if !raised.is_empty() {
                server.handle(SimTime::START, Input::Bytes(raised.as_bytes()));
            }
            match server.poll() {
                Some(Output::Ask(asked)) => assert_eq!(name(&asked), question),
                other => panic!("{question}: {other:?}"),
            }
            assert_eq!(server.poll(), None);
            server.handle(SimTime::START, Input::Bytes(format!("{command}\r\n").as_bytes()));
            while let Some(output) = server.poll() {
                // Nobody speaks before the greeting (§4.3.1), but what is said waits.
                let early = matches!(output, Output::Violation(Violation::BeforeGreeting));
                assert!(early && question == "connect", "{command} waits for {question}");
            }
            server.handle(SimTime::START, Input::Answer(Answer::Accept));
            let said = drain(&mut server);
            // The same, one after the other.
            let mut apart = start();
            let first = if raised.is_empty() {
                assert!(matches!(apart.poll(), Some(Output::Ask(Question::Connect))));
                apart.handle(SimTime::START, Input::Answer(Answer::Accept));
                drain(&mut apart)
            } else {
                say(&mut apart, last)
            };
            assert!(first.starts_with(['2', '3']), "{question}: {first}");
            let second = say(&mut apart, command);
            // What follows 354 is content, for which nothing is said yet.
            assert_eq!(second.is_empty(), question == "data", "{command} behind {question}");
            assert_eq!(said, first + &second, "{command} behind {question}");
        }
    }
}

#[test]
fn nothing_is_heard_after_the_end() {
    for command in commands() {
        let mut over = reach("over", &["EHLO c.example", "QUIT"]);
        assert_eq!(say(&mut over, command), "", "{command} after the end");
    }
}

/// A server whose host has not decided whether to serve.
fn unanswered() -> Server {
    let name_of_server = Domain::parse("mx.example").expect("a domain");
    let extensions = Extensions::ALL;
    let config = ServerConfig { extensions, ..ServerConfig::relay(name_of_server) };
    Server::new(Arc::new(config), SimTime::START)
}

fn reach(name: &str, path: &[&str]) -> Server {
    let mut server = unanswered();
    assert!(matches!(server.poll(), Some(Output::Ask(Question::Connect))));
    let answer = match name {
        "bars" => Answer::Reply(reply::no_service()),
        _ => Answer::Accept,
    };
    server.handle(SimTime::START, Input::Answer(answer));
    drain(&mut server);
    for line in path {
        say(&mut server, line);
    }
    server
}

/// What the server replies to a line.
fn say(server: &mut Server, line: &str) -> String {
    server.handle(SimTime::START, Input::Bytes(format!("{line}\r\n").as_bytes()));
    drain(server)
}

fn drain(server: &mut Server) -> String {
    let mut said = String::new();
    loop {
        let mut answer = None;
        while let Some(output) = server.poll() {
            match output {
                Output::Transmit(octets) => said.push_str(&String::from_utf8_lossy(octets)),
                Output::Ask(Question::Recipient { path, .. })
                    if path.to_string().starts_with("<no@") =>
                {
                    answer = Some(Answer::Reply(reply::mailbox_unknown()));
                }
                Output::Ask(Question::Mail { path, .. })
                    if path.to_string().starts_with("<no@") =>
                {
                    answer = Some(Answer::Reply(reply::policy()));
                }
                Output::Ask(_) => answer = Some(Answer::Accept),
                _ => {}
            }
        }
        match answer {
            Some(answer) => server.handle(SimTime::START, Input::Answer(answer)),
            None => return said,
        }
    }
}
