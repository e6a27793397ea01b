//! `relayscope serve`: a simulated host on real sockets.
//!
//! * [`listen`]: which services, on which addresses.
//! * [`client`]: one real client: octets from its socket and to it.
//! * [`clock`]: what moment of the simulation it is.
//! * [`exchange`]: the loop in which real clients and the simulated world meet.
//! * [`printer`]: standard output, which must not hold anybody up.

mod client;
mod clock;
mod exchange;
mod listen;
mod printer;

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;
use relayscope::scenario::{HostNo, Scenario};
use tokio::net::TcpListener;
use tokio::sync::mpsc;

use crate::Outcome;
use crate::input::Input;
use crate::output::{after_write_error, bad_input, complain, say};

use clock::Speed;
use exchange::{Ending, Exchange};
use listen::{Door, Service};

/// Events of clients that may wait for the world.
const INBOX: usize = 256;

/// Lets real mail programs talk to a host of a scenario, and prints what becomes of their mail.
///
/// No mail leaves this machine: what the host accepts goes on through the simulated network. Without
/// any address, all services that the host has are served: SMTP on 127.0.0.1:2525, submission on
/// 127.0.0.1:2587, POP3 on 127.0.0.1:2110. The addresses are printed first, then the trace.
#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// The scenario file.
    file: PathBuf,
    /// The host that clients talk to, by its name in the file.
    #[arg(long, value_name = "NAME")]
    host: String,
    /// Where to serve the host's port 25; port 0 takes a free one.
    #[arg(long, value_name = "ADDRESS:PORT")]
    smtp: Option<String>,
    /// Where to serve the host's port 587, which asks for AUTH; the host gets the service if it
    /// has it not.
    #[arg(long, value_name = "ADDRESS:PORT")]
    submission: Option<String>,
    /// Where to serve the host's port 110.
    #[arg(long, value_name = "ADDRESS:PORT")]
    pop3: Option<String>,
    /// How fast the simulation's clock runs, as 60x: up to 100000x. While a client is connected it
    /// runs as the real one does, so that nobody is timed out too early.
    #[arg(long, default_value = "1x")]
    speed: Speed,
    /// Takes the clients for strangers, whose mail to other domains the host refuses on port 25.
    /// Without this, it relays for them as for programs on its own machine.
    #[arg(long)]
    strangers: bool,
    /// Also takes addresses that other machines can reach. Passwords and mail pass in the clear.
    #[arg(long)]
    allow_remote: bool,
}

impl Serve {
    /// Serves until somebody ends it.
    pub(crate) fn execute(&self) -> Outcome {
        let mut input = match Input::read(&self.file) {
            Ok(input) => input,
            Err(outcome) => return outcome,
        };
        let scenario = &mut input.scenario;
        let found = self.host(scenario).and_then(|host| Ok((host, self.doors(scenario, host)?)));
        let (host, doors) = match found {
            Ok(found) => found,
            Err(problem) => return bad_input(&problem),
        };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        match runtime {
            Ok(runtime) => runtime.block_on(self.serve(input.scenario, host, &doors)),
            Err(error) => bad_input(&format!("the system gives no sockets: {error}")),
        }
    }

    fn host(&self, scenario: &Scenario) -> Result<HostNo, String> {
        let named = |name: &str| name.eq_ignore_ascii_case(&self.host);
        let found = scenario.hosts.iter().position(|host| named(host.name.as_str()));
        found.map(HostNo::from_index).ok_or_else(|| {
            let serves = |host: &&relayscope::scenario::Host| {
                host.services != relayscope::scenario::Services::default()
            };
            let servers = scenario.hosts.iter().filter(serves).map(|host| host.name.as_str());
            let servers = servers.take(10).collect::<Vec<_>>().join(", ");
            format!("--host: there is no host `{}` in this file (servers: {servers})", self.host)
        })
    }

    /// What is served where; the host gets the service of submission when that is asked for.
    fn doors(&self, scenario: &mut Scenario, host: HostNo) -> Result<Vec<Door>, String> {
        let asked = [
            (Service::Smtp, &self.smtp),
            (Service::Submission, &self.submission),
            (Service::Pop3, &self.pop3),
        ];
        let host = &mut scenario.hosts[host.index()];
        host.services.submission |= self.submission.is_some();
        let any = asked.iter().any(|(_, address)| address.is_some());
        let mut doors = Vec::new();
        for (service, address) in asked {
            match address {
                Some(_) if !service.is_offered(host.services) => {
                    return Err(service.missing(host.name.as_str()));
                }
                Some(address) => doors.push(Door::at(service, address, self.allow_remote)?),
                None if !any && service.is_offered(host.services) => {
                    doors.push(Door::usual(service));
                }
                None => {}
            }
        }
        if doors.is_empty() {
            return Err(format!("--host: `{}` serves nothing; name a server", host.name));
        }
        Ok(doors)
    }

    async fn serve(&self, mut scenario: Scenario, host: HostNo, doors: &[Door]) -> Outcome {
        let stop = match stop() {
            Ok(stop) => stop,
            Err(error) => return bad_input(&format!("the system gives no signals: {error}")),
        };
        let (to_world, inbox) = mpsc::channel(INBOX);
        let mut listeners = Vec::new();
        for door in doors {
            match door.open().await {
                Ok(listener) => listeners.push((door.service, listener)),
                Err(problem) => return bad_input(&problem),
            }
        }
        let outside = scenario.add_outside(host, !self.strangers);
        if let Err(error) = announce(&scenario, (host, outside), &listeners) {
            return after_write_error(&error);
        }
        let exchange = Exchange::new(scenario, (host, outside), self.speed, to_world.clone());
        for (service, listener) in listeners {
            tokio::spawn(listen::welcome(listener, service, to_world.clone()));
        }
        match exchange.run(inbox, stop).await {
            Ok(Ending { full }) => {
                if full {
                    complain("error: the trace fills the memory that it may take; start anew");
                }
                Outcome::Fine
            }
            Err(error) => after_write_error(&error),
        }
    }
}

/// Prints the addresses, one a line, and then who is who.
fn announce(
    scenario: &Scenario,
    (host, outside): (HostNo, HostNo),
    listeners: &[(Service, TcpListener)],
) -> io::Result<()> {
    for (service, listener) in listeners {
        let address: SocketAddr = listener.local_addr()?;
        say(&format!("{} {address}", service.name()))?;
    }
    let (host, outside) = (scenario.host(host), scenario.host(outside));
    say(&format!(
        "{} is served; its clients are {} [{}]; Ctrl-C ends it",
        host.name, outside.name, outside.address
    ))
}

/// Resolves when somebody wants an end: Ctrl-C, or the usual signal of a supervisor.
#[cfg(unix)]
fn stop() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Resolves when somebody wants an end: Ctrl-C, or Ctrl-Break, which is what a program can send.
#[cfg(windows)]
fn stop() -> io::Result<impl Future<Output = ()>> {
    let mut interrupt = tokio::signal::windows::ctrl_c()?;
    let mut terminate = tokio::signal::windows::ctrl_break()?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}
