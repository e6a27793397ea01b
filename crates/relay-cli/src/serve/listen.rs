//! Which services are served, and on which addresses.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use relayscope::scenario::Services;
use tokio::net::TcpListener;
use tokio::sync::mpsc::Sender;

use super::client::Event;

/// How long to wait when the system has no sockets left.
const PAUSE: Duration = Duration::from_millis(100);

/// A service of the simulated host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Service {
    Smtp,
    Submission,
    Pop3,
}

impl Service {
    /// Its name, as in a scenario file and as the option is called.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Smtp => "smtp",
            Self::Submission => "submission",
            Self::Pop3 => "pop3",
        }
    }

    /// Its port on the simulated host.
    pub(super) fn port(self) -> u16 {
        match self {
            Self::Smtp => 25,
            Self::Submission => 587,
            Self::Pop3 => 110,
        }
    }

    /// Its port on this machine, unless another is given: one that needs no rights.
    fn usual_port(self) -> u16 {
        match self {
            Self::Smtp => 2525,
            Self::Submission => 2587,
            Self::Pop3 => 2110,
        }
    }

    pub(super) fn is_offered(self, services: Services) -> bool {
        match self {
            Self::Smtp => services.smtp,
            Self::Submission => services.submission,
            Self::Pop3 => services.pop3,
        }
    }

    /// What to say when the host has it not.
    pub(super) fn missing(self, host: &str) -> String {
        let name = self.name();
        format!("--{name}: `{host}` has no such service (add \"{name}\" to its `services`)")
    }
}

/// An address at which a service is served.
#[derive(Clone, Copy, Debug)]
pub(super) struct Door {
    pub(super) service: Service,
    address: SocketAddr,
}

impl Door {
    /// The usual one.
    pub(super) fn usual(service: Service) -> Self {
        Self { service, address: (Ipv4Addr::LOCALHOST, service.usual_port()).into() }
    }

    /// The one that the user wants.
    pub(super) fn at(service: Service, text: &str, allow_remote: bool) -> Result<Self, String> {
        let name = service.name();
        let numeric = match text.strip_prefix("localhost:") {
            Some(port) => format!("{}:{port}", Ipv4Addr::LOCALHOST),
            None => text.to_owned(),
        };
        let address: SocketAddr = numeric.parse().map_err(|_| {
            format!("--{name}: `{text}` is no address with a port (as 127.0.0.1:2525)")
        })?;
        if !address.ip().is_loopback() && !allow_remote {
            return Err(format!(
                "--{name}: {address} is not a loopback address, and others could send and read \
                 mail there (take 127.0.0.1, or add --allow-remote if that is meant)"
            ));
        }
        Ok(Self { service, address })
    }

    /// Listens.
    pub(super) async fn open(self) -> Result<TcpListener, String> {
        let Self { service, address } = self;
        TcpListener::bind(address).await.map_err(|error| {
            let hint = match error.kind() {
                std::io::ErrorKind::PermissionDenied => " (take a port above 1023)",
                std::io::ErrorKind::AddrInUse => " (take another port, or 0 for any)",
                _ => "",
            };
            format!("--{}: cannot listen on {address}: {error}{hint}", service.name())
        })
    }
}

/// Hands every connection to the world.
pub(super) async fn welcome(listener: TcpListener, service: Service, to_world: Sender<Event>) {
    loop {
        match listener.accept().await {
            Ok((socket, _)) => {
                // Replies are small and wanted at once.
                let _ = socket.set_nodelay(true);
                if to_world.send(Event::Connected { service, socket }).await.is_err() {
                    return;
                }
            }
            // A client that is gone already, or no socket left: others may be luckier.
            Err(_) => tokio::time::sleep(PAUSE).await,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_loopback_is_taken_unless_more_is_allowed() {
        for (text, allow_remote, taken) in [
            ("127.0.0.1:0", false, true),
            ("127.9.9.9:25", false, true),
            ("[::1]:2525", false, true),
            ("localhost:2525", false, true),
            ("0.0.0.0:2525", false, false),
            ("[::]:2525", false, false),
            ("192.0.2.1:2525", false, false),
            ("0.0.0.0:2525", true, true),
            ("2525", true, false),
            ("example.com:2525", true, false),
        ] {
            let door = Door::at(Service::Smtp, text, allow_remote);
            assert_eq!(door.is_ok(), taken, "{text}: {door:?}");
        }
    }
}
