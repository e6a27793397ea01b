//! A static file server for the loopback address: right types, no cache, nothing outside its folders.

use std::{
    fs,
    net::{Ipv4Addr, SocketAddr, TcpStream},
    path::{Path, PathBuf},
    sync::Arc,
    thread,
    time::Duration,
};

use tiny_http::{Header, Method, Request, Response, Server, StatusCode};

use crate::error::{Error, Result};

/// How many ports above the wanted one are tried.
const PORTS_TRIED: u16 = 50;

/// Requests are answered by this many threads: a browser opens up to six connections.
const THREADS: usize = 6;

/// How often the server is nudged; no request waits for longer than this without a reason.
const NUDGED_EVERY: Duration = Duration::from_millis(100);

/// A folder and the path of the site under which it appears.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mount {
    /// Begins and ends with `/`.
    pub(crate) under: String,
    /// What is served there.
    pub(crate) folder: PathBuf,
}

/// A server that answers in the background until the process ends.
#[derive(Debug)]
pub(crate) struct Serving {
    /// `http://127.0.0.1:8080/`.
    pub(crate) address: String,
    threads: Vec<thread::JoinHandle<()>>,
}

impl Serving {
    /// Waits until somebody ends the process.
    pub(crate) fn wait(self) {
        for thread in self.threads {
            // A thread that panicked has said so; the others go on.
            let _ = thread.join();
        }
    }
}

/// Serves the mounts on 127.0.0.1, on the wanted port or the next free one; 0 takes any.
pub(crate) fn start(port: u16, mounts: Vec<Mount>) -> Result<Serving> {
    let server = Arc::new(bind(port)?);
    let port = server.server_addr().to_ip().map_or(port, |address| address.port());
    let mounts = Arc::new(mounts);
    let answer = |_| {
        let (server, mounts) = (Arc::clone(&server), Arc::clone(&mounts));
        thread::spawn(move || {
            for request in server.incoming_requests() {
                // A browser that has gone away is no business of ours.
                let _ = respond(request, &mounts);
            }
        })
    };
    let threads = (0..THREADS).map(answer).collect();
    nudge(port);
    Ok(Serving { address: format!("http://127.0.0.1:{port}/"), threads })
}

/// Connects to the server now and then, and says nothing.
///
/// `tiny_http` 0.12 hands two connections that come at once to the same idle thread, and the second
/// waits until a connection ends, which browsers leave open for minutes. Each new connection makes
/// it look for those that wait.
fn nudge(port: u16) {
    thread::spawn(move || {
        loop {
            thread::sleep(NUDGED_EVERY);
            // A server that takes no connection has none that waits either.
            let _ = TcpStream::connect((Ipv4Addr::LOCALHOST, port));
        }
    });
}

fn bind(wanted: u16) -> Result<Server> {
    let last = if wanted == 0 { 0 } else { wanted.saturating_add(PORTS_TRIED) };
    let mut reason = String::new();
    for port in wanted..=last {
        match Server::http(SocketAddr::from((Ipv4Addr::LOCALHOST, port))) {
            Ok(server) => return Ok(server),
            Err(error) => reason = error.to_string(),
        }
    }
    Err(Error::new(format!("no free port: {reason}"))
        .at(format!("127.0.0.1, ports {wanted} to {last}"))
        .mend("end the program that uses them, or choose another with --port"))
}

fn respond(request: Request, mounts: &[Mount]) -> std::io::Result<()> {
    if !matches!(request.method(), Method::Get | Method::Head) {
        return request.respond(plain(405, "only GET and HEAD are answered here"));
    }
    match look_up(request.url(), mounts) {
        Found::File(file) => {
            let body = fs::read(&file)?;
            let response =
                Response::from_data(body).with_header(header("Content-Type", kind(&file)));
            request.respond(with_common_headers(response))
        }
        Found::MovedTo(place) => {
            request.respond(plain(301, "moved").with_header(header("Location", &place)))
        }
        Found::Nothing => request.respond(plain(404, "there is no such file here")),
    }
}

/// What lies behind a path of the site.
#[derive(Debug, PartialEq, Eq)]
enum Found {
    File(PathBuf),
    /// A folder asked for without its last `/`: relative links would point elsewhere.
    MovedTo(String),
    Nothing,
}

/// Finds the file for a request; the longest mount wins, and no path leaves its mount.
fn look_up(url: &str, mounts: &[Mount]) -> Found {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let Some(path) = decode(path) else { return Found::Nothing };
    let fitting = mounts.iter().filter(|mount| path.starts_with(&mount.under));
    let Some(mount) = fitting.max_by_key(|mount| mount.under.len()) else {
        let as_folder = format!("{path}/");
        let known = mounts.iter().any(|mount| mount.under == as_folder);
        return if known { Found::MovedTo(as_folder) } else { Found::Nothing };
    };
    let inside = &path[mount.under.len()..];
    let strange = |part: &str| {
        part == ".." || part == "." || part.contains(['\\', ':', '\0']) || part.starts_with('.')
    };
    if inside.split('/').any(strange) || inside.starts_with('/') {
        return Found::Nothing;
    }
    let file = inside.split('/').fold(mount.folder.clone(), |file, part| file.join(part));
    match (file.is_dir(), path.ends_with('/')) {
        (true, true) => Some(file.join("index.html")).filter(|it| it.is_file()),
        (true, false) => return Found::MovedTo(format!("{path}/")),
        (false, _) => Some(file).filter(|it| it.is_file()),
    }
    .map_or(Found::Nothing, Found::File)
}

/// Undoes percent encoding; none for what is not UTF-8 or not well encoded.
fn decode(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        rest = after;
        if first == b'%' {
            let digits = std::str::from_utf8(after.get(..2)?).ok()?;
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
            rest = &after[2..];
        } else {
            bytes.push(first);
        }
    }
    String::from_utf8(bytes).ok()
}

/// The media type by the file's ending; a browser compiles Wasm only under its right type.
fn kind(file: &Path) -> &'static str {
    match file.extension().and_then(|ending| ending.to_str()).unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" | "map" => "application/json",
        "toml" | "txt" | "md" | "trace" | "ts" => "text/plain; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "webmanifest" => "application/manifest+json",
        "woff2" => "font/woff2",
        "eml" => "message/rfc822",
        _ => "application/octet-stream",
    }
}

fn plain(status: u16, text: &str) -> Response<std::io::Cursor<Vec<u8>>> {
    let response = Response::from_string(text).with_status_code(StatusCode(status));
    with_common_headers(response.with_header(header("Content-Type", "text/plain; charset=utf-8")))
}

fn with_common_headers<R: std::io::Read>(response: Response<R>) -> Response<R> {
    response
        // An embedding page in an opaque origin loads modules and Wasm only with this.
        .with_header(header("Access-Control-Allow-Origin", "*"))
        .with_header(header("X-Content-Type-Options", "nosniff"))
        // What was just rebuilt is what is shown.
        .with_header(header("Cache-Control", "no-cache"))
}

fn header(name: &str, value: &str) -> Header {
    Header::from_bytes(name, value).expect("names and values here are ASCII without line ends")
}

#[cfg(test)]
mod tests {
    use std::{
        fs,
        io::{Read, Write},
        net::TcpStream,
        path::PathBuf,
        time::Duration,
    };

    use super::{Found, Mount, decode, look_up, start};

    /// A site of one page and one module in a folder of its own.
    fn site(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("relayscope-{name}-{}", std::process::id()));
        fs::create_dir_all(folder.join("deep")).expect("a temporary folder");
        fs::write(folder.join("index.html"), "<!doctype html>").expect("a file");
        fs::write(folder.join("deep/a b.wasm"), b"\0asm").expect("a file");
        fs::write(folder.join(".hidden"), "secret").expect("a file");
        folder
    }

    fn get(address: &str, request: &str) -> String {
        let host = address.trim_start_matches("http://").trim_end_matches('/');
        let mut stream = TcpStream::connect(host).expect("the server listens");
        write!(stream, "{request} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")
            .expect("the server reads");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("the server answers in text");
        answer
    }

    #[test]
    fn answers_over_a_socket() {
        let mounts = vec![Mount { under: "/".to_owned(), folder: site("socket") }];
        let serving = start(0, mounts).expect("some port is free");
        let page = get(&serving.address, "GET /");
        assert!(page.starts_with("HTTP/1.1 200"), "{page}");
        assert!(page.contains("text/html; charset=utf-8") && page.ends_with("<!doctype html>"));
        let module = get(&serving.address, "GET /deep/a%20b.wasm?x=1");
        assert!(module.contains("application/wasm"), "{module}");
        assert!(module.contains("Access-Control-Allow-Origin: *"), "{module}");
        assert!(get(&serving.address, "GET /nothing").starts_with("HTTP/1.1 404"));
        assert!(get(&serving.address, "POST /").starts_with("HTTP/1.1 405"));
        assert!(get(&serving.address, "GET /deep").contains("Location: /deep/"));
    }

    #[test]
    fn answers_all_who_come_at_once_and_stay() {
        let mounts = vec![Mount { under: "/".to_owned(), folder: site("many") }];
        let serving = start(0, mounts).expect("some port is free");
        let host = serving.address.trim_start_matches("http://").trim_end_matches('/');
        let connect = |_| TcpStream::connect(host).expect("the server listens");
        let mut streams: Vec<TcpStream> = (0..40).map(connect).collect();
        for stream in &mut streams {
            write!(stream, "GET / HTTP/1.1\r\nHost: {host}\r\n\r\n").expect("the server reads");
        }
        for stream in &mut streams {
            stream.set_read_timeout(Some(Duration::from_secs(30))).expect("not zero");
            let mut status = [0; 12];
            stream.read_exact(&mut status).expect("nobody waits for another one to go");
            assert_eq!(&status, b"HTTP/1.1 200");
        }
    }

    #[test]
    fn takes_the_next_port_when_one_is_taken() {
        let mounts = vec![Mount { under: "/".to_owned(), folder: site("ports") }];
        let first = start(18_080, mounts.clone()).expect("a free port");
        let second = start(18_080, mounts).expect("another free port");
        assert_ne!(first.address, second.address);
    }

    #[test]
    fn never_leaves_its_folder() {
        let folder = site("strict");
        let mounts = [Mount { under: "/".to_owned(), folder: folder.clone() }];
        for path in [
            "/../etc/passwd",
            "/%2e%2e/etc/passwd",
            "/deep/..%2f..%2fetc",
            "//etc/passwd",
            "/.hidden",
            "/deep\\a",
            "/C:/x",
            "/%ff",
            "/%4",
        ] {
            assert_eq!(look_up(path, &mounts), Found::Nothing, "{path}");
        }
        assert_eq!(look_up("/?a#b", &mounts), Found::File(folder.join("index.html")));
    }

    #[test]
    fn the_longest_mount_wins() {
        let (top, below) = (site("top"), site("below"));
        let mounts = [
            Mount { under: "/".to_owned(), folder: top.clone() },
            Mount { under: "/a/b/".to_owned(), folder: below.clone() },
        ];
        assert_eq!(look_up("/a/b/", &mounts), Found::File(below.join("index.html")));
        assert_eq!(look_up("/index.html", &mounts), Found::File(top.join("index.html")));
    }

    #[test]
    fn undoes_percent_encoding() {
        assert_eq!(decode("/a%20b").as_deref(), Some("/a b"));
        assert_eq!(decode("/%zz"), None);
    }
}
