//! Dialogues of the SMTP server and the SMTP client (`tests/dialog/smtp/`).
//!
//! Header of a server: `name`, `banner`, `extensions` (keywords, `none`, `relay`, `submission` or
//! `all`), `size_max` (octets or `none`), `recipients_max`, `errors_max`, and switches `esmtp`,
//! `auth_required`, `strict_colon`, `bare_line_end`, `nul`, `long_line`, `eight_bit` (the last four
//! `accept` or `reject`). `answer: QUESTION -> REPLY` says what the host decides; a question is
//! `CONNECT`, `EHLO name`, `MAIL <path>`, `RCPT <path>`, `DATA`, `MESSAGE`, `VRFY x`, `EXPN x`,
//! `ETRN x` or `AUTH user password`, and a rule without an argument is for all of its kind. Lines
//! of a reply are parted by ` / `; `@name` is a reply of the catalogue. Without a rule the host
//! accepts. `undecided: QUESTION` lets it think for ever instead; that it does is a fact.
//!
//! Header of a client: `name`, `pipelining`, `chunking`, `esmtp`, `eight_bit_anyway`, `user` and
//! `password`; `mail`, `rcpt` and `text` lines make the transactions, `turn` sends ETRN, and then
//! it quits, unless `stays: yes`.

use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;

use relay_kernel::SimTime;
use relay_mail::{Bodies, Content, Domain, EnhancedCode, ForwardPath, HostPart, ReplyCode};
use relay_smtp::client::{self, Client, ClientConfig, Transaction};
use relay_smtp::sasl::Credentials;
use relay_smtp::server::{self, Answer, Policy, Question, Server, ServerConfig};
use relay_smtp::{Command, Extensions, Mechanisms, Offered, Reply, knowledge, reply};
use relay_tests::dialog::{self, Header, Machine, Said, Side, Signal};
use smol_str::SmolStr;

#[test]
fn every_dialogue_runs_in_every_way() {
    let mut count = 0;
    for path in dialog::files("smtp") {
        let server = dialog::check_file::<ServerSide>(&path, Side::Server);
        let client = dialog::check_file::<ClientSide>(&path, Side::Client);
        assert!(server != client, "each file is for one side");
        count += 1;
    }
    assert!(count >= 10, "the dialogues are there, and not {count}");
}

/// The lines that our server says in the dialogues.
fn said_by_servers() -> BTreeSet<String> {
    let mut sent = BTreeSet::new();
    for path in dialog::files("smtp") {
        #[expect(clippy::disallowed_methods, reason = "test data are files")]
        let text = std::fs::read(path).expect("a readable file");
        let text = String::from_utf8(text).expect("dialogues are text");
        if !text.contains("\ntest: client") {
            sent.extend(
                text.lines().filter_map(|line| line.strip_prefix("S: ")).map(str::to_owned),
            );
        }
    }
    sent
}

/// Every refusal of the catalogue is in a dialogue, as a line that our server sent.
#[test]
fn every_refusal_is_in_a_dialogue() {
    let sent = said_by_servers();
    let path = ForwardPath::parse("<i@other.example>").expect("a path");
    let elsewhere = reply::not_local(&path);
    let refusals = reply::ALL.iter().map(|(name, make)| (*name, make()));
    let missing: Vec<&str> = refusals
        .chain([("not_local", elsewhere)])
        .filter(|(_, reply)| reply.code.get() >= 400)
        .filter(|(_, reply)| {
            // A 421 begins with the server's name.
            let reply = match reply.code.get() {
                421 => reply::dismissing("mx.example", reply),
                _ => reply.clone(),
            };
            let plain = Reply { enhanced: None, ..reply.clone() };
            !sent.contains(&reply.to_string()) && !sent.contains(&plain.to_string())
        })
        .map(|(name, _)| name)
        .collect();
    assert_eq!(missing, [""; 0], "refusals that no dialogue shows");
}

/// What the table of replies explains is what dialogues show: no code and no enhanced code of a
/// refusal stands in it that our server does not say in one of them, and the other way round.
#[test]
fn every_explained_refusal_is_in_a_dialogue() {
    let (mut codes, mut enhanced) = (BTreeSet::new(), BTreeSet::new());
    for line in said_by_servers() {
        let code = line.get(..3).and_then(|code| code.parse::<u16>().ok());
        let Some(code) = code.filter(|code| *code >= 400) else { continue };
        codes.insert(code);
        enhanced.extend(EnhancedCode::parse_prefix(&line[4..]).map(|it| (it.subject, it.detail)));
    }
    let explained = knowledge::REPLIES.iter().map(|(code, _)| *code).filter(|code| *code >= 400);
    assert_eq!(codes, explained.collect());
    let made = reply::ALL.iter().map(|(_, make)| make()).filter(|reply| reply.code.get() >= 400);
    let made = made.filter_map(|reply| reply.enhanced).map(|it| (it.subject, it.detail));
    let explained: BTreeSet<_> = knowledge::ENHANCED.iter().map(|(code, _)| *code).collect();
    let made: BTreeSet<_> = made.collect();
    assert_eq!(made.difference(&enhanced).collect::<Vec<_>>(), [&(0, 0); 0], "not in a dialogue");
    assert_eq!(enhanced.difference(&explained).collect::<Vec<_>>(), [&(0, 0); 0], "not explained");
}

#[test]
fn the_harness_can_fail() {
    let good =
        "about: x\nextensions: none\n---\nS: 220 mx.example ESMTP ready\nC: NOOP\nS: 250 OK\n";
    assert_eq!(dialog::check_text::<ServerSide>(good), Ok(()));
    for (from, to) in [("250 OK", "250 Ok"), ("S: 250 OK\n", ""), ("S: 250 OK", "CLOSE")] {
        let bad = good.replace(from, to);
        assert!(dialog::check_text::<ServerSide>(&bad).is_err(), "{bad}");
    }
}

/// A server with a host that decides by rules.
struct ServerSide {
    server: Server,
    rules: Vec<(String, Reply)>,
    /// Questions that the host never answers.
    undecided: Vec<String>,
    said: Vec<Said>,
}

impl Machine for ServerSide {
    fn start(header: &Header) -> Result<Self, String> {
        let name = Domain::parse("mx.example").expect("a domain");
        let mut config = ServerConfig::relay(name);
        let (mut rules, mut undecided) = (Vec::new(), Vec::new());
        for (key, value) in header.entries() {
            if key == "undecided" {
                undecided.push(value.to_owned());
            } else if key == "answer" {
                let (question, reply) = value.split_once(" -> ").ok_or("answer: no ` -> `")?;
                rules.push((question.to_owned(), parse_reply(reply)?));
            } else {
                set_server(&mut config, key, value)
                    .ok_or_else(|| format!("no such setting: {key}: {value}"))?;
            }
        }
        let server = Server::new(Arc::new(config), SimTime::START);
        let mut side = Self { server, rules, undecided, said: Vec::new() };
        side.drain();
        Ok(side)
    }

    fn feed(&mut self, octets: &[u8]) {
        self.server.handle(SimTime::START, server::Input::Bytes(octets));
        self.drain();
    }

    fn signal(&mut self, signal: Signal) {
        let (now, input) = match signal {
            Signal::Gone => (SimTime::START, server::Input::Closed),
            Signal::Broken => (SimTime::START, server::Input::Broken),
            Signal::Shutdown => (SimTime::START, server::Input::Shutdown),
            Signal::Timeout => {
                let deadline = self.server.deadline().expect("a timeout needs a deadline");
                (deadline.at, server::Input::Timeout)
            }
        };
        self.server.handle(now, input);
        self.drain();
    }

    fn said(&mut self) -> Vec<Said> {
        core::mem::take(&mut self.said)
    }
}

impl ServerSide {
    fn drain(&mut self) {
        loop {
            let mut answer = None;
            while let Some(output) = self.server.poll() {
                let said = match output {
                    server::Output::Transmit(octets) => Said::Octets(octets.to_vec()),
                    server::Output::Violation(violation) if violation.depends_on_arrival() => {
                        continue;
                    }
                    server::Output::Violation(violation) => Said::Fact(violation.to_string()),
                    server::Output::Event(event) => Said::Fact(format!("{event:?}")),
                    server::Output::Close => Said::Close,
                    server::Output::Ask(question)
                        if self.undecided.iter().any(|kind| *kind == describe(&question).0) =>
                    {
                        Said::Fact(format!("undecided: {}", describe(&question).0))
                    }
                    server::Output::Ask(question) => {
                        answer = Some(decide(&self.rules, &question));
                        let Question::Message { data, .. } = question else { continue };
                        Said::Fact(format!("message: {}", data.escape_ascii()))
                    }
                };
                self.said.push(said);
            }
            match answer {
                Some(answer) => {
                    self.server.handle(SimTime::START, server::Input::Answer(answer));
                }
                None => return,
            }
        }
    }
}

/// The kind of a question, and what it is about.
fn describe(question: &Question<'_>) -> (&'static str, String) {
    match question {
        Question::Connect => ("CONNECT", String::new()),
        Question::Hello { name, esmtp: true } => ("EHLO", (*name).to_owned()),
        Question::Hello { name, esmtp: false } => ("HELO", (*name).to_owned()),
        Question::Authenticate { user, password, .. } => ("AUTH", format!("{user} {password}")),
        Question::Mail { path, .. } => ("MAIL", path.to_string()),
        Question::Recipient { path, .. } => ("RCPT", path.to_string()),
        Question::Data => ("DATA", String::new()),
        Question::Message { .. } => ("MESSAGE", String::new()),
        Question::Verify { argument } => ("VRFY", (*argument).to_owned()),
        Question::Expand { argument } => ("EXPN", (*argument).to_owned()),
        Question::Turn { argument } => ("ETRN", (*argument).to_owned()),
    }
}

fn decide(rules: &[(String, Reply)], question: &Question<'_>) -> Answer {
    let (kind, argument) = describe(question);
    let whole = format!("{kind} {argument}");
    let rule = rules.iter().find(|(question, _)| *question == whole || question == kind);
    rule.map_or(Answer::Accept, |(_, reply)| Answer::Reply(reply.clone()))
}

/// `550 5.1.1 text / more text`, or `@name` for one of the catalogue.
fn parse_reply(text: &str) -> Result<Reply, String> {
    if let Some(name) = text.strip_prefix('@') {
        let entry = reply::ALL.iter().find(|(known, _)| *known == name);
        return entry.map(|(_, make)| make()).ok_or_else(|| format!("no such reply: {text}"));
    }
    let bad = || format!("not a reply: {text}");
    let (code, text) = text.split_once(' ').ok_or_else(bad)?;
    let code = code.parse().ok().and_then(ReplyCode::new).ok_or_else(bad)?;
    let enhanced = EnhancedCode::parse_prefix(text);
    let text =
        if enhanced.is_some() { text.split_once(' ').map_or("", |(_, rest)| rest) } else { text };
    let mut lines = text.split(" / ").map(SmolStr::new);
    let mut reply = Reply::new(code, enhanced, lines.next().unwrap_or_default());
    reply.more = lines.collect();
    Ok(reply)
}

fn set_server(config: &mut ServerConfig, key: &str, value: &str) -> Option<()> {
    let policy = || match value {
        "accept" => Some(Policy::Accept),
        "reject" => Some(Policy::Reject),
        _ => None,
    };
    match key {
        "name" => config.name = Domain::parse(value)?,
        "banner" => config.banner = value.into(),
        "extensions" => config.extensions = extensions(value)?,
        "size_max" if value == "none" => config.size_max = None,
        "size_max" => config.size_max = Some(value.parse().ok()?),
        "recipients_max" => config.recipients_max = value.parse().ok()?,
        "errors_max" => config.errors_max = Some(value.parse().ok()?),
        "esmtp" => config.esmtp = yes(value)?,
        "auth_required" => config.auth_required = yes(value)?,
        "strict_colon" => config.strict_colon = yes(value)?,
        "bare_line_end" => config.content.bare_line_end = policy()?,
        "nul" => config.content.nul = policy()?,
        "long_line" => config.content.long_line = policy()?,
        "eight_bit" => config.content.eight_bit = policy()?,
        _ => return None,
    }
    Some(())
}

fn extensions(value: &str) -> Option<Extensions> {
    Some(match value {
        "none" => Extensions::NONE,
        "relay" => Extensions::RELAY,
        "submission" => Extensions::SUBMISSION,
        "all" => Extensions::ALL,
        keywords => {
            let mut offered = Offered::default();
            for keyword in keywords.split(' ') {
                if keyword == "AUTH" {
                    offered.extensions.auth = Mechanisms::ALL;
                } else {
                    offered.read_line(keyword.as_bytes());
                }
            }
            offered.unknown.is_empty().then_some(offered.extensions)?
        }
    })
}

fn yes(value: &str) -> Option<bool> {
    match value {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

/// A client with a host that has some messages for it.
struct ClientSide {
    client: Client,
    wants: VecDeque<Want>,
    stays: bool,
    said: Vec<Said>,
}

enum Want {
    Transaction(Box<Transaction>),
    Turn(SmolStr),
}

impl Machine for ClientSide {
    fn start(header: &Header) -> Result<Self, String> {
        let mut config = ClientConfig::new(HostPart::parse("client.example").expect("a domain"));
        let mut credentials = Credentials::default();
        let (mut wants, mut texts) = (VecDeque::new(), Vec::new());
        let mut stays = false;
        for (key, value) in header.entries() {
            let bad = || format!("no such setting: {key}: {value}");
            match key {
                "user" => value.clone_into(&mut credentials.user),
                "password" => value.clone_into(&mut credentials.password),
                "stays" => stays = yes(value).ok_or_else(bad)?,
                "turn" => wants.push_back(Want::Turn(value.into())),
                "mail" => {
                    wants.push_back(Want::Transaction(Box::new(mail(value).ok_or_else(bad)?)));
                    texts.clear();
                }
                "rcpt" | "text" => {
                    let Some(Want::Transaction(transaction)) = wants.back_mut() else {
                        return Err(bad());
                    };
                    add(transaction, &mut texts, key, value).ok_or_else(bad)?;
                }
                _ => set_client(&mut config, key, value).ok_or_else(bad)?,
            }
        }
        config.credentials = (!credentials.user.is_empty()).then_some(credentials);
        let client = Client::new(Arc::new(config), SimTime::START);
        let mut side = Self { client, wants, stays, said: Vec::new() };
        side.drain();
        Ok(side)
    }

    fn feed(&mut self, octets: &[u8]) {
        self.client.handle(SimTime::START, client::Input::Bytes(octets));
        self.drain();
    }

    fn signal(&mut self, signal: Signal) {
        let (now, input) = match signal {
            Signal::Gone => (SimTime::START, client::Input::Closed),
            Signal::Broken => (SimTime::START, client::Input::Broken),
            Signal::Shutdown => (SimTime::START, client::Input::Quit),
            Signal::Timeout => {
                let deadline = self.client.deadline().expect("a timeout needs a deadline");
                (deadline.at, client::Input::Timeout)
            }
        };
        self.client.handle(now, input);
        self.drain();
    }

    fn said(&mut self) -> Vec<Said> {
        core::mem::take(&mut self.said)
    }
}

impl ClientSide {
    fn drain(&mut self) {
        loop {
            let mut ready = false;
            while let Some(output) = self.client.poll() {
                self.said.push(match output {
                    client::Output::Transmit(bytes)
                    | client::Output::TransmitData { bytes, .. } => Said::Octets(bytes.to_vec()),
                    client::Output::Violation(violation) => Said::Fact(violation.to_string()),
                    client::Output::Close => Said::Close,
                    client::Output::Event(client::Event::Ready(_)) => {
                        ready = true;
                        continue;
                    }
                    client::Output::Event(event) => Said::Fact(tell(&event)),
                });
            }
            if !ready {
                return;
            }
            let input = match self.wants.pop_front() {
                Some(Want::Transaction(transaction)) => client::Input::Transaction(*transaction),
                Some(Want::Turn(domain)) => client::Input::Turn(domain),
                None if self.stays => return,
                None => client::Input::Quit,
            };
            self.client.handle(SimTime::START, input);
        }
    }
}

fn tell(event: &client::Event<'_>) -> String {
    match event {
        client::Event::Sender(reply) => format!("sender: {reply}"),
        client::Event::Recipient { index, reply } => format!("recipient {index}: {reply}"),
        client::Event::Accepted(reply) => format!("accepted: {reply}"),
        client::Event::Refused { phase, reply } => format!("refused at {phase}: {reply}"),
        client::Event::Lost { phase, why } => format!("lost at {phase}: {why:?}"),
        client::Event::Turned(reply) => format!("turned: {reply}"),
        client::Event::Dismissed(reply) => format!("dismissed: {reply}"),
        other => format!("{other:?}"),
    }
}

fn mail(value: &str) -> Option<Transaction> {
    let line = format!("MAIL FROM:{value}");
    let Ok(Command::Mail { path, params }) = Command::parse(line.as_bytes()) else { return None };
    let content = Content::new(&[], &mut Bodies::new());
    Some(Transaction { reverse_path: path, params, recipients: Vec::new(), content })
}

fn add(transaction: &mut Transaction, texts: &mut Vec<u8>, key: &str, value: &str) -> Option<()> {
    if key == "text" {
        texts.extend_from_slice(value.as_bytes());
        texts.extend_from_slice(b"\r\n");
        transaction.content = Content::new(texts, &mut Bodies::new());
        return Some(());
    }
    let line = format!("RCPT TO:{value}");
    let Ok(Command::Recipient { path, params }) = Command::parse(line.as_bytes()) else {
        return None;
    };
    transaction.recipients.push((path, params));
    Some(())
}

fn set_client(config: &mut ClientConfig, key: &str, value: &str) -> Option<()> {
    match key {
        "name" => config.name = HostPart::parse(value)?,
        "esmtp" => config.esmtp = yes(value)?,
        "pipelining" => config.pipelining = yes(value)?,
        "chunking" => config.chunking = yes(value)?,
        "eight_bit_anyway" => config.eight_bit_anyway = yes(value)?,
        _ => return None,
    }
    Some(())
}
