//! `relayscope serve` on real sockets, by hand. Real mail clients are in `tests/clients`.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Output, Stdio};
use std::time::Duration;

const SCENARIO: &str = r#"format = 1
until = "2h"
[[host]]
name = "mail.example.com"
mailboxes = ["alice@example.com"]
[[host]]
name = "mx.example.net"
mailboxes = ["bob@example.net"]
[[host]]
name = "relay.example.org"
[[send]]
at = "1h"
from = "alice@example.com"
to = "bob@example.net"
[[dial_up]]
host = "relay.example.org"
at = "90min"
lasts = "10min"
every = "2h"
"#;

fn scenario(name: &str) -> String {
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("serve-{name}.toml"));
    fs::write(&file, SCENARIO).expect("the folder for tests can be written");
    file.display().to_string()
}

fn command(name: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_relayscope"));
    command.arg("serve").arg(scenario(name)).args(arguments).stdin(Stdio::null());
    command
}

/// A command that must refuse; what it complains about.
#[track_caller]
fn refused(name: &str, arguments: &[&str]) -> String {
    let Output { status, stdout, stderr } =
        command(name, arguments).output().expect("the binary starts");
    assert_eq!(status.code(), Some(2), "{arguments:?}");
    assert!(stdout.is_empty(), "{arguments:?}");
    String::from_utf8(stderr).expect("complaints are UTF-8")
}

/// A host that is being served; it is killed when a test fails.
struct Served {
    child: Child,
    lines: BufReader<ChildStdout>,
    smtp: String,
}

impl Served {
    fn start(name: &str, more: &[&str]) -> Self {
        let arguments = [&["--host", "mail.example.com", "--smtp", "127.0.0.1:0"], more].concat();
        let mut child =
            command(name, &arguments).stdout(Stdio::piped()).spawn().expect("the binary starts");
        let mut lines = BufReader::new(child.stdout.take().expect("it is piped"));
        let mut first = String::new();
        lines.read_line(&mut first).expect("it prints its address");
        let smtp = first.trim().strip_prefix("smtp ").expect("the service comes first").to_owned();
        Self { child, lines, smtp }
    }

    fn connect(&self) -> TcpStream {
        let socket = TcpStream::connect(&self.smtp).expect("it listens");
        socket.set_read_timeout(Some(Duration::from_secs(30))).expect("sockets have timeouts");
        socket
    }

    /// Reads the trace up to a line that holds `text`.
    fn until(&mut self, text: &str) {
        let found = self.lines.by_ref().lines().any(|line| {
            let line = line.expect("it prints lines");
            line.contains(text)
        });
        assert!(found, "no line with {text:?}");
    }

    /// Ctrl-C; the exit code and the last line.
    #[cfg(unix)]
    fn end(mut self) -> (Option<i32>, String) {
        let id = self.child.id().to_string();
        let killed = Command::new("kill").args(["-INT", &id]).status().expect("kill is there");
        assert!(killed.success());
        let mut rest = String::new();
        self.lines.read_to_string(&mut rest).expect("it prints lines");
        let status = self.child.wait().expect("it ends");
        (status.code(), rest.lines().last().unwrap_or_default().to_owned())
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Reads a whole reply.
fn reply(socket: &mut impl std::io::BufRead) -> String {
    let mut reply = String::new();
    loop {
        let mut line = String::new();
        socket.read_line(&mut line).expect("it answers");
        reply += &line;
        if line.as_bytes().get(3) != Some(&b'-') {
            return reply;
        }
    }
}

#[test]
fn it_stays_on_this_machine_unless_told_otherwise() {
    for address in ["0.0.0.0:0", "[::]:0", "192.0.2.1:0"] {
        let told = refused("remote", &["--host", "mail.example.com", "--smtp", address]);
        assert!(told.contains("is not a loopback address"), "{told}");
        assert!(told.contains("--allow-remote"), "{told}");
    }
}

#[test]
fn mistakes_are_told_before_anything_is_served() {
    let smtp = ["--smtp", "127.0.0.1:0"];
    for (arguments, told) in [
        (vec!["--host", "mail.example.org"], "there is no host `mail.example.org`"),
        (vec!["--host", "mail.example.com", "--smtp", "25"], "is no address with a port"),
        (vec!["--host", "relay.example.org", "--pop3", "127.0.0.1:0"], "has no such service"),
        ([&["--host", "mail.example.com", "--speed", "0x"], &smtp[..]].concat(), "100000x"),
    ] {
        let all = refused("mistakes", &arguments);
        assert!(all.contains(told), "{arguments:?}: {all}");
    }
}

#[test]
fn a_port_that_is_taken() {
    let taken = TcpListener::bind("127.0.0.1:0").expect("there are free ports");
    let address = taken.local_addr().expect("it has one").to_string();
    let told = refused("taken", &["--host", "mail.example.com", "--smtp", &address]);
    assert!(told.contains("take another port"), "{told}");
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_it_cleanly_with_clients_connected() {
    let served = Served::start("ctrl-c", &[]);
    let mut idle = BufReader::new(served.connect());
    assert!(reply(&mut idle).starts_with("220 mail.example.com "));
    // One amid a message, which is not taken; and one that never listens.
    let mut amid = BufReader::new(served.connect());
    let talk = b"EHLO client.example\r\nMAIL FROM:<alice@example.com>\r\n\
        RCPT TO:<alice@example.com>\r\nDATA\r\nSubject: half\r\n\r\nof it\r\n";
    amid.get_mut().write_all(talk).expect("it listens");
    while !reply(&mut amid).starts_with("354 ") {}
    let mut deaf = BufReader::new(served.connect());
    reply(&mut deaf);
    let (code, last) = served.end();
    assert_eq!(code, Some(0));
    let none = "mail.example.com has 0 messages in its queue, 0 messages in its maildrops";
    assert_eq!(last, format!("ended after 3 sessions: {none}"));
    for mut client in [idle, amid] {
        let told = reply(&mut client);
        assert!(told.starts_with("421 ") && told.contains(" Service shutting down"), "{told}");
        let mut rest = Vec::new();
        assert_eq!(client.read_to_end(&mut rest).unwrap_or(0), 0, "the socket is closed");
    }
    drop(deaf);
}

#[test]
fn time_passes_at_the_speed_that_is_wanted() {
    let mut served = Served::start("speed", &["--speed", "100000x"]);
    // An hour passes in 36 ms.
    served.until("put into the maildrop of bob");
    // Two windows, of which the scenario's run would have one.
    served.until("bring relay.example.org back");
    served.until("bring relay.example.org back");
}

#[test]
fn octets_may_come_in_any_pieces_and_the_last_reply_arrives() {
    let mut served = Served::start("pieces", &[]);
    let mut socket = served.connect();
    let mut heard = BufReader::new(socket.try_clone().expect("sockets have two ends"));
    reply(&mut heard);
    let talk = b"EHLO client.example\r\nMAIL FROM:<alice@example.com>\r\n\
        RCPT TO:<bob@example.net>\r\nDATA\r\n";
    for octet in talk {
        socket.write_all(&[*octet]).expect("it listens");
    }
    while !reply(&mut heard).starts_with("354 ") {}
    // All the rest at once, and nothing more will be said.
    socket.write_all(b"Subject: x\r\n\r\n..\r\n.\r\nQUIT\r\n").expect("it listens");
    socket.shutdown(std::net::Shutdown::Write).expect("sockets have two ends");
    assert!(reply(&mut heard).starts_with("250 2.6.0 "));
    assert!(reply(&mut heard).starts_with("221 "));
    let mut rest = Vec::new();
    assert_eq!(heard.read_to_end(&mut rest).expect("it closes in good order"), 0);
    served.until("put into the maildrop of bob");
}

/// Whoever started it may look at the addresses and at nothing else.
#[test]
fn nobody_has_to_read_the_trace() {
    let served = Served::start("unread", &[]);
    let mut socket = served.connect();
    let mut heard = BufReader::new(socket.try_clone().expect("sockets have two ends"));
    reply(&mut heard);
    for _ in 0..3000 {
        socket.write_all(b"NOOP and some words so that the trace grows\r\n").expect("it listens");
        assert!(reply(&mut heard).starts_with("250 "));
    }
}

/// The server closes, while the client goes on talking: a reset must not eat the 221.
#[test]
fn who_talks_on_after_quit_still_hears_the_answer() {
    let served = Served::start("talks-on", &[]);
    for _ in 0..20 {
        let mut socket = served.connect();
        let mut heard = BufReader::new(socket.try_clone().expect("sockets have two ends"));
        reply(&mut heard);
        socket.write_all(b"QUIT\r\n").expect("it listens");
        for _ in 0..10 {
            let _ = socket.write_all(b"NOOP\r\n");
        }
        assert!(reply(&mut heard).starts_with("221 "));
    }
}

#[test]
fn a_session_that_breaks_is_over() {
    let mut served = Served::start("breaks", &[]);
    let mut socket = served.connect();
    let mut heard = BufReader::new(socket.try_clone().expect("sockets have two ends"));
    reply(&mut heard);
    socket.write_all(b"EHLO a\r\nMAIL FROM:<>\r\nRCPT TO:<alice@example.com>\r\n").expect("sent");
    while !reply(&mut heard).starts_with("250 2.1.5") {}
    drop((socket, heard));
    served.until("the client closes the connection");
}
