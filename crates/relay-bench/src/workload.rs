//! W1 as a scenario.

use relayscope::scenario::Scenario;
use relayscope::trace::{Kind, Trace};
use relayscope::{World, check};

use std::sync::Arc;

/// W1, ready to run.
#[derive(Clone, Debug)]
pub struct Workload {
    scenario: Arc<Scenario>,
    messages: u32,
}

/// What a run came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Messages in the last maildrop.
    pub delivered: u32,
    /// Commands, replies and blocks of content on the wire.
    pub lines: u32,
    /// Events of the simulation.
    pub events: u64,
    /// Octets that the records and the octets on the wire take.
    pub trace_octets: usize,
}

impl Workload {
    /// W1 with so many messages.
    ///
    /// # Panics
    /// When the scenario below is no good: it is part of the program.
    pub fn w1(messages: u32) -> Self {
        let source = scenario(messages);
        let scenario = match Scenario::parse(&source) {
            Ok(scenario) => Arc::new(scenario),
            Err(diagnostics) => panic!("W1 is a good scenario: {diagnostics:?}"),
        };
        Self { scenario, messages }
    }

    /// Runs it to the end. This is what is measured.
    pub fn run(&self) -> (World, Trace) {
        let mut trace = Trace::new();
        let mut world = World::new(Arc::clone(&self.scenario), &mut trace);
        while world.step(&mut trace) {}
        (world, trace)
    }

    /// Looks at a run that is over.
    ///
    /// # Panics
    /// When a message was not delivered.
    pub fn outcome(&self, world: &World, trace: &Trace) -> Outcome {
        let lines = trace.records().iter().filter(|record| {
            matches!(record.kind, Kind::Line { .. } | Kind::Data { .. } | Kind::Block { .. })
        });
        let lines = u32::try_from(lines.count()).expect("a run has fewer lines");
        let held = world.hosts().flat_map(|(_, host)| host.maildrops()).map(|m| m.items().len());
        let delivered = u32::try_from(held.sum::<usize>()).expect("a run has fewer messages");
        assert_eq!(delivered, self.messages, "every message arrives");
        assert_eq!(check::conservation(world), Ok(()));
        Outcome { delivered, lines, events: world.steps(), trace_octets: trace.memory() }
    }
}

/// Four hosts in a row. No PIPELINING: every command waits for its reply.
fn scenario(messages: u32) -> String {
    let extensions = r#"extensions = ["size", "8bitmime", "enhancedstatuscodes", "dsn"]"#;
    format!(
        r#"
format = 1
title = "W1"
[network]
latency = "10ms"
[[host]]
name = "client.example.com"
role = "client"
concurrency_max = 1000
[[host]]
name = "a.example.com"
relay_for = ["client.example.com"]
smart_host = "b.example.com"
services = ["smtp"]
concurrency_max = 1000
{extensions}
[[host]]
name = "b.example.com"
relay_for = ["a.example.com"]
services = ["smtp"]
concurrency_max = 1000
{extensions}
[[host]]
name = "final.example.net"
domains = ["example.net"]
mailboxes = ["bob"]
concurrency_max = 1000
{extensions}
[[account]]
address = "alice@example.com"
on = "client.example.com"
submit = "a.example.com"
[[send]]
from = "alice@example.com"
to = ["bob@example.net"]
count = {messages}
every = "1ms"
message = """{message}"""
"#,
        message = message()
    )
}

/// 1 KiB in lines of 72 columns.
fn message() -> String {
    let mut text = "From: <alice@example.com>\nTo: <bob@example.net>\nSubject: W1\n\
        Date: Mon, 02 Mar 2026 09:00:00 +0000\nMessage-ID: <w1@example.com>\n\n"
        .to_owned();
    // On the wire each line end takes two octets.
    let octets = |text: &str| text.len() + text.matches('\n').count();
    while octets(&text) + 74 <= 1024 {
        text.push_str(&"x".repeat(72));
        text.push('\n');
    }
    let rest = 1024 - octets(&text);
    if rest > 2 {
        text.push_str(&"x".repeat(rest - 2));
        text.push('\n');
    }
    text
}
