//! How fast the machines are: nanoseconds a wire line, printed and never asserted.
//!
//! `cargo run --release -p relay-smtp --example pace [ROUNDS]`

#![expect(clippy::print_stdout, clippy::disallowed_methods, clippy::disallowed_types)]

use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;

use relay_kernel::SimTime;
use relay_mail::{Bodies, Content, Domain, ForwardPath, HostPart, ReversePath};
use relay_smtp::client::{self, Client, ClientConfig, Event, Transaction};
use relay_smtp::server::{self, Answer, Server, ServerConfig};
use relay_smtp::{MailParams, RcptParams};

fn main() {
    let rounds = std::env::args().nth(1).and_then(|n| n.parse().ok()).unwrap_or(200_000);
    let config = Arc::new(ServerConfig::relay(Domain::parse("mx.example").expect("a domain")));
    noops(&config, rounds * 10);
    sessions(&config, rounds);
}

fn noops(config: &Arc<ServerConfig>, rounds: u32) {
    let mut server = Server::new(Arc::clone(config), SimTime::START);
    drain(&mut server, |_| ());
    let start = Instant::now();
    for _ in 0..rounds {
        server.handle(SimTime::START, server::Input::Bytes(black_box(b"NOOP\r\n")));
        while let Some(output) = server.poll() {
            black_box(&output);
        }
    }
    println!("NOOP: {} ns", start.elapsed().as_nanos() / u128::from(rounds));
}

fn drain(server: &mut Server, mut transmit: impl FnMut(&[u8])) {
    loop {
        let mut asked = false;
        while let Some(output) = server.poll() {
            match output {
                server::Output::Transmit(octets) => transmit(octets),
                server::Output::Ask(_) => asked = true,
                _ => {}
            }
        }
        if !asked {
            return;
        }
        server.handle(SimTime::START, server::Input::Answer(Answer::Accept));
    }
}

/// Whole sessions of one message of 1 KiB; every command and every reply is one line.
fn sessions(config: &Arc<ServerConfig>, rounds: u32) {
    let name = HostPart::parse("client.example").expect("a domain");
    let client_config = Arc::new(ClientConfig { pipelining: false, ..ClientConfig::new(name) });
    let octets = [b"Subject: x\r\n\r\n".to_vec(), b"0123456789\r\n".repeat(85)].concat();
    let transaction = Transaction {
        reverse_path: ReversePath::parse("<alice@client.example>").expect("a path"),
        params: MailParams::default(),
        recipients: vec![(
            ForwardPath::parse("<bob@mx.example>").expect("a path"),
            RcptParams::default(),
        )],
        content: Content::new(&octets, &mut Bodies::new()),
    };
    let (mut to_client, mut to_server) = (Vec::new(), Vec::new());
    let mut lines = 0_u64;
    let start = Instant::now();
    for _ in 0..rounds {
        let mut server = Server::new(Arc::clone(config), SimTime::START);
        let mut client = Client::new(Arc::clone(&client_config), SimTime::START);
        let mut sent = false;
        while !client.is_closed() {
            to_client.clear();
            drain(&mut server, |octets| {
                lines += 1;
                to_client.extend_from_slice(octets);
            });
            client.handle(SimTime::START, client::Input::Bytes(&to_client));
            loop {
                to_server.clear();
                let mut ready = false;
                while let Some(output) = client.poll() {
                    match output {
                        client::Output::Transmit(octets)
                        | client::Output::TransmitData { bytes: octets, .. } => {
                            lines += 1;
                            to_server.extend_from_slice(octets);
                        }
                        client::Output::Event(Event::Ready(_)) => ready = true,
                        _ => {}
                    }
                }
                if !ready {
                    break;
                }
                let next = if sent {
                    client::Input::Quit
                } else {
                    client::Input::Transaction(transaction.clone())
                };
                sent = true;
                client.handle(SimTime::START, next);
            }
            server.handle(SimTime::START, server::Input::Bytes(&to_server));
        }
    }
    let each = start.elapsed().as_nanos() / u128::from(lines);
    println!("session: {} lines, {each} ns a line", lines / u64::from(rounds));
}
