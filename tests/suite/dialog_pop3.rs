//! The dialogues of POP3.
//!
//! Header of a server: `name`, `capability` (a line of CAPA; none at first), `capabilities: usual`,
//! `apop`, `nonce`, `refused_logins_max`, `user` and `password` (`mrose` and `tanstaaf`), `refuse`
//! (`IN-USE` … for good credentials), `own_delay` and `own_expire` (the user's own values), `gone`
//! (a message that cannot be read), `broken: yes` (UPDATE fails), `undecided: yes` (the host never
//! answers, which is a fact). `message: uidl` begins a message, `text:` lines are its lines, `fill: n` makes its last
//! line as long as its size of n octets needs.
//!
//! Header of a client: `user`, `password`, `method`, `capabilities`, `pipelining`, `utf8`,
//! `retention` (`delete`, `leave` or days), `known: uidl days-ago`, `size_max`,
//! `filter: skip|download field text`.

use std::sync::Arc;

use relay_kernel::{SimDuration, SimTime};
use relay_mail::{Bodies, Content, Domain};
use relay_pop3::capability::Expire;
use relay_pop3::client::{self, Client, ClientConfig, Filter, Method, OnMatch, Retention};
use relay_pop3::server::{
    self, Answer, Item, LoginError, Question, Server, ServerConfig, Snapshot, transmitted_size,
};
use relay_pop3::{Capabilities, Uidl};
use relay_tests::dialog::{self, Header, Machine, Said, Side, Signal};

#[test]
fn every_dialogue_runs_in_every_way() {
    let mut count = 0;
    for path in dialog::files("pop3") {
        let server = dialog::check_file::<ServerSide>(&path, Side::Server);
        let client = dialog::check_file::<ClientSide>(&path, Side::Client);
        assert!(server != client, "each file is for one side");
        count += 1;
    }
    assert!(count >= 20, "the dialogues are there, and not {count}");
}

#[test]
fn the_harness_can_fail() {
    let good = "about: x\nname: dewey\n---\nS: +OK dewey POP3 server ready\nC: NOOP\nS: -ERR log in before NOOP\n";
    assert_eq!(dialog::check_text::<ServerSide>(good), Ok(()));
    let bad = good.replace("before NOOP", "before noop");
    assert!(dialog::check_text::<ServerSide>(&bad).is_err());
}

/// Every response that the server can give stands in some dialogue, said by our server.
#[test]
fn every_response_is_in_a_dialogue() {
    use relay_pop3::knowledge::by_line;
    use relay_pop3::reply::ReplyKind;

    let mut missing: Vec<ReplyKind> = ReplyKind::ALL.to_vec();
    for path in dialog::files("pop3") {
        #[expect(clippy::disallowed_methods, reason = "test data are files")]
        let text = std::fs::read_to_string(path).expect("a readable file");
        if text.lines().any(|line| line == "test: client") {
            continue;
        }
        let mut verb = None;
        for line in text.lines() {
            if let Some(command) = line.strip_prefix("C: ") {
                let word = command.split(' ').next().unwrap_or_default();
                verb = relay_pop3::command::Verb::parse(word).or(verb);
            }
            let line = line.replace("\\x20", " ");
            // The command may not be the last one: some came ahead of their replies.
            let found = |line| by_line(verb, line).or_else(|| by_line(None, line));
            let found = line.strip_prefix("S: ").and_then(found);
            missing.retain(|kind| found.is_none_or(|found| found.kind != *kind));
        }
    }
    assert_eq!(missing, []);
}

/// A message of the header.
struct Held {
    uidl: Uidl,
    content: Content,
    gone: bool,
}

/// A server with a host that holds one maildrop.
struct ServerSide {
    server: Server,
    user: String,
    password: String,
    refuse: Option<LoginError>,
    snapshot: Snapshot,
    held: Vec<Held>,
    broken: bool,
    undecided: bool,
    said: Vec<Said>,
}

impl Machine for ServerSide {
    fn start(header: &Header) -> Result<Self, String> {
        let config = server_config(header)?;
        let nonce = header.get("nonce").unwrap_or("1");
        let held = held(header)?;
        let item =
            |held: &Held| Item { size: transmitted_size(&held.content), uidl: held.uidl.clone() };
        let snapshot = Snapshot {
            items: held.iter().map(item).collect(),
            login_delay: header.get("own_delay").and_then(|delay| delay.parse().ok()),
            expire: header.get("own_expire").map(expire).transpose()?,
        };
        let mut side = Self {
            server: Server::new(Arc::new(config), SimTime::START, nonce),
            user: header.get("user").unwrap_or("mrose").into(),
            password: header.get("password").unwrap_or("tanstaaf").into(),
            refuse: header.get("refuse").map(refusal).transpose()?,
            snapshot,
            held,
            broken: header.get("broken") == Some("yes"),
            undecided: header.get("undecided") == Some("yes"),
            said: Vec::new(),
        };
        side.drain();
        Ok(side)
    }

    fn feed(&mut self, octets: &[u8]) {
        self.server.handle(SimTime::START, server::Input::Bytes(octets));
        self.drain();
    }

    fn signal(&mut self, signal: Signal) {
        let (now, input) = match signal {
            // POP3 has the same fate for both (RFC 1939 §6).
            Signal::Gone | Signal::Broken => (SimTime::START, server::Input::Closed),
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
                self.said.push(match output {
                    server::Output::Transmit(octets)
                    | server::Output::TransmitData { bytes: octets, .. } => {
                        Said::Octets(octets.to_vec())
                    }
                    server::Output::Violation(violation) => Said::Fact(violation.to_string()),
                    server::Output::Event(event) => Said::Fact(format!("{event:?}")),
                    server::Output::Close => Said::Close,
                    server::Output::Ask(Question::Login { user, credential }) => {
                        let good = user == self.user && credential.proves(&self.password);
                        answer = Some(match self.refuse {
                            _ if !good => Answer::Refused(LoginError::BadCredentials),
                            Some(error) => Answer::Refused(error),
                            None => Answer::Granted(self.snapshot.clone()),
                        });
                        continue;
                    }
                    server::Output::Ask(Question::Fetch { number }) => {
                        let held = &self.held[number as usize - 1];
                        let content = || Answer::Content(held.content.clone());
                        answer = Some(if held.gone { Answer::Gone } else { content() });
                        continue;
                    }
                    server::Output::Ask(Question::Update { deleted }) => {
                        let fact = Said::Fact(format!("removes {deleted:?}"));
                        let failed = self.broken;
                        answer = Some(if failed { Answer::UpdateFailed } else { Answer::Updated });
                        fact
                    }
                });
            }
            let Some(answer) = answer else { return };
            if self.undecided {
                self.said.push(Said::Fact("undecided".into()));
                return;
            }
            self.server.handle(SimTime::START, server::Input::Answer(answer));
        }
    }
}

fn server_config(header: &Header) -> Result<ServerConfig, String> {
    let name = header.get("name").unwrap_or("dewey");
    let name = Domain::parse(name).ok_or_else(|| format!("not a name: {name}"))?;
    let mut config = ServerConfig::new(name);
    config.capabilities = Capabilities::default();
    for (key, value) in header.entries() {
        match key {
            "capability" => config.capabilities.read_line(value),
            "capabilities" if value == "usual" => config.capabilities = Capabilities::usual(),
            "apop" => config.apop = value == "yes",
            "refused_logins_max" => {
                config.refused_logins_max = value.parse().map_err(|_| format!("{key}: {value}"))?;
            }
            "name" | "nonce" | "user" | "password" | "refuse" | "own_delay" | "own_expire"
            | "gone" | "broken" | "undecided" | "message" | "text" | "fill" => {}
            _ => return Err(format!("no such setting: {key}: {value}")),
        }
    }
    Ok(config)
}

fn held(header: &Header) -> Result<Vec<Held>, String> {
    let mut messages: Vec<(Uidl, Vec<u8>)> = Vec::new();
    for (key, value) in header.entries() {
        let bad = || format!("no message for {key}: {value}");
        match key {
            "message" => {
                let uidl = Uidl::parse(value).ok_or_else(bad)?;
                messages.push((uidl, Vec::new()));
            }
            "text" | "fill" => {
                let (_, octets) = messages.last_mut().ok_or_else(bad)?;
                if key == "text" {
                    octets.extend_from_slice(value.as_bytes());
                } else {
                    let size: usize = value.parse().map_err(|_| bad())?;
                    octets.resize(size.checked_sub(2).ok_or_else(bad)?, b'x');
                }
                octets.extend_from_slice(b"\r\n");
            }
            _ => {}
        }
    }
    let gone = |number: usize| header.all("gone").any(|gone| gone == number.to_string());
    let held = (1..).zip(messages).map(|(number, (uidl, octets))| Held {
        uidl,
        content: Content::new(&octets, &mut Bodies::new()),
        gone: gone(number),
    });
    Ok(held.collect())
}

fn expire(value: &str) -> Result<Expire, String> {
    if value == "NEVER" {
        return Ok(Expire::Never);
    }
    value.parse().map(Expire::Days).map_err(|_| format!("no retention: {value}"))
}

fn refusal(code: &str) -> Result<LoginError, String> {
    match code {
        "IN-USE" => Ok(LoginError::InUse),
        "LOGIN-DELAY" => Ok(LoginError::LoginDelay),
        "SYS/TEMP" => Ok(LoginError::Temporary),
        "SYS/PERM" => Ok(LoginError::Permanent),
        _ => Err(format!("no such refusal: {code}")),
    }
}

/// A client that collects.
struct ClientSide {
    client: Client,
    said: Vec<Said>,
}

/// The moment at which a client of a dialogue runs, so that something can have been before.
const NOW: SimTime = SimTime::from_micros(100 * SimDuration::from_days(1).as_micros());

impl Machine for ClientSide {
    fn start(header: &Header) -> Result<Self, String> {
        let mut config = ClientConfig::new("mrose", "tanstaaf");
        let mut known = Vec::new();
        for (key, value) in header.entries() {
            let bad = || format!("no such setting: {key}: {value}");
            if key == "known" {
                let (uidl, days) = value.split_once(' ').ok_or_else(bad)?;
                let days = SimDuration::from_days(days.parse().map_err(|_| bad())?);
                known.push((Uidl::parse(uidl).ok_or_else(bad)?, NOW - days));
            } else {
                set_client(&mut config, key, value).ok_or_else(bad)?;
            }
        }
        let client = Client::new(Arc::new(config), known, NOW);
        let mut side = Self { client, said: Vec::new() };
        side.drain();
        Ok(side)
    }

    fn feed(&mut self, octets: &[u8]) {
        self.client.handle(NOW, client::Input::Bytes(octets));
        self.drain();
    }

    fn signal(&mut self, signal: Signal) {
        let (now, input) = match signal {
            Signal::Gone | Signal::Broken => (NOW, client::Input::Closed),
            Signal::Timeout => {
                let deadline = self.client.deadline().expect("a timeout needs a deadline");
                (deadline.at, client::Input::Timeout)
            }
            Signal::Shutdown => unreachable!("a collecting client has no such input"),
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
        while let Some(output) = self.client.poll() {
            self.said.push(match output {
                client::Output::Transmit(octets) => Said::Octets(octets.to_vec()),
                client::Output::Violation(violation) => Said::Fact(violation.to_string()),
                client::Output::Close => Said::Close,
                client::Output::Event(client::Event::Offered(_)) => continue,
                client::Output::Event(client::Event::Message { number, data, .. }) => {
                    Said::Fact(format!("message {number}: {}", data.escape_ascii()))
                }
                client::Output::Event(client::Event::Deleted { number, .. }) => {
                    Said::Fact(format!("deleted {number}"))
                }
                client::Output::Event(event) => Said::Fact(format!("{event:?}")),
            });
        }
    }
}

fn set_client(config: &mut ClientConfig, key: &str, value: &str) -> Option<()> {
    let yes = value == "yes";
    match key {
        "user" => config.user = value.into(),
        "password" => config.password = value.into(),
        "capabilities" => config.capabilities = yes,
        "pipelining" => config.pipelining = yes,
        "utf8" => config.utf8 = yes,
        "size_max" => config.size_max = Some(value.parse().ok()?),
        "method" => {
            config.method = match value {
                "password" => Method::Password,
                "apop" => Method::Apop,
                "plain" => Method::Plain,
                _ => return None,
            };
        }
        "retention" => {
            config.retention = match value {
                "delete" => Retention::Delete,
                "leave" => Retention::Leave,
                days => Retention::DeleteAfter(SimDuration::from_days(days.parse().ok()?)),
            };
        }
        "filter" => {
            let mut words = value.splitn(3, ' ');
            let on_match = match words.next()? {
                "skip" => OnMatch::Skip,
                "download" => OnMatch::Download,
                _ => return None,
            };
            let (field, contains) = (words.next()?.into(), words.next()?.into());
            config.filter = Some(Filter { field, contains, on_match });
        }
        _ => return None,
    }
    Some(())
}
