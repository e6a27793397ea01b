//! One real client: its octets go to the world, and the host's octets to its socket.
//!
//! Both directions push back. A client is read from only while the simulated network takes what
//! it says, and the world is told what was written, so that the host waits for a slow reader.

use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::sync::mpsc::{self, Sender, UnboundedReceiver, UnboundedSender};
use tokio::sync::{Semaphore, oneshot};
use tokio::task::JoinSet;

use super::listen::Service;

/// Octets that are read at once: what the window of the simulated network holds.
const CHUNK: usize = 64 * 1024;
/// How long a socket stays open for a client that goes on talking after the end: closing it at
/// once would be a reset, which can destroy the last reply on its way.
const LINGER: Duration = Duration::from_secs(2);

/// Which client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ClientNo(pub(super) u64);

/// What happens at the sockets.
#[derive(Debug)]
pub(super) enum Event {
    /// Somebody connected.
    Connected { service: Service, socket: TcpStream },
    /// A client said something.
    Said { client: ClientNo, octets: Arc<[u8]> },
    /// A client will say nothing more.
    Finished { client: ClientNo },
    /// A client's connection broke.
    Broken { client: ClientNo },
    /// So many octets are on their way to a client.
    Written { client: ClientNo, len: usize },
}

/// The world's end of the tasks that serve a client. When it is dropped, what waits is still
/// written, and then the socket is closed.
#[derive(Debug)]
pub(super) struct Socket {
    to_write: UnboundedSender<Vec<u8>>,
    credit: Arc<Semaphore>,
    /// Tells the reading task that the session is over.
    _over: oneshot::Sender<()>,
}

impl Socket {
    /// Starts to serve a socket; what is said to the client is a task among `writers`.
    pub(super) fn open(
        client: ClientNo,
        socket: TcpStream,
        to_world: &Sender<Event>,
        writers: &mut JoinSet<()>,
    ) -> Self {
        let (read, write) = socket.into_split();
        let (to_write, queue) = mpsc::unbounded_channel();
        let (end, over) = oneshot::channel();
        let credit = Arc::new(Semaphore::new(1));
        writers.spawn(write_all(client, write, queue, to_world.clone()));
        tokio::spawn(read_all(client, read, Arc::clone(&credit), over, to_world.clone()));
        Self { to_write, credit, _over: end }
    }

    /// Lets the client say more.
    pub(super) fn read_on(&self) {
        self.credit.add_permits(1);
    }

    /// Writes octets as soon as the client takes them. How many wait is the caller's to bound.
    pub(super) fn write(&self, octets: Vec<u8>) {
        // A task that is gone has told that the connection broke.
        let _ = self.to_write.send(octets);
    }
}

async fn read_all(
    client: ClientNo,
    mut socket: OwnedReadHalf,
    credit: Arc<Semaphore>,
    over: oneshot::Receiver<()>,
    to_world: Sender<Event>,
) {
    tokio::select! {
        () = hear(client, &mut socket, &credit, &to_world) => {}
        _ = over => {}
    }
    let mut rest = vec![0; CHUNK];
    let drain = async { while socket.read(&mut rest).await.is_ok_and(|len| len > 0) {} };
    let _ = tokio::time::timeout(LINGER, drain).await;
}

async fn hear(
    client: ClientNo,
    socket: &mut OwnedReadHalf,
    credit: &Semaphore,
    to_world: &Sender<Event>,
) {
    let mut buffer = vec![0; CHUNK];
    while let Ok(permit) = credit.acquire().await {
        permit.forget();
        let event = match socket.read(&mut buffer).await {
            Ok(0) => Event::Finished { client },
            Ok(len) => Event::Said { client, octets: buffer[..len].into() },
            Err(_) => Event::Broken { client },
        };
        let last = !matches!(event, Event::Said { .. });
        if to_world.send(event).await.is_err() || last {
            return;
        }
    }
}

async fn write_all(
    client: ClientNo,
    mut socket: OwnedWriteHalf,
    mut queue: UnboundedReceiver<Vec<u8>>,
    to_world: Sender<Event>,
) {
    while let Some(octets) = queue.recv().await {
        let event = match socket.write_all(&octets).await {
            Ok(()) => Event::Written { client, len: octets.len() },
            Err(_) => Event::Broken { client },
        };
        let broken = matches!(event, Event::Broken { .. });
        if to_world.send(event).await.is_err() || broken {
            return;
        }
    }
    let _ = socket.shutdown().await;
}
