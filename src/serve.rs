//! The preview server: the site's folder at 127.0.0.1, and an event when it was built again. It answers this machine only, and reads nothing else.

mod file;
mod live;
mod page;
mod request;

use std::io::{self, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use self::file::Found;
use self::live::Live;
use self::request::{Refusal, Request};
use crate::repo::Failure;

/// How many connections are open at once at most.
const MOST: usize = 256;

/// How long the other side may take for a request or an answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// How often a listener hears that the server is still there.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// A server that runs until it is dropped.
pub struct Server {
    address: SocketAddr,
    live: Arc<Live>,
}

/// What the threads that answer share.
struct Shared {
    site: PathBuf,
    live: Arc<Live>,
    open: AtomicUsize,
}

impl Server {
    /// Begins to serve a site's folder, which need not be there yet. Port 0 stands for any that is free.
    ///
    /// # Errors
    /// Where the port is taken.
    pub fn begin(site: &Path, port: u16) -> Result<Self, Failure> {
        let failed = |error: io::Error| {
            Failure::new(format!("127.0.0.1:{port} cannot be served"))
                .because(error)
                .hint("name another port with `--port`; `--port 0` takes any that is free")
        };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let live = Arc::new(Live::default());
        let shared = Arc::new(Shared {
            site: site.to_owned(),
            live: Arc::clone(&live),
            open: AtomicUsize::new(0),
        });
        thread::spawn(move || accept(&listener, &shared));
        Ok(Self { address, live })
    }

    /// Where it is.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Tells those who listen that a site was put in place.
    pub fn built(&self) {
        self.live.built();
    }

    /// Tells those who listen why it could not be built.
    pub fn failed(&self, failure: Failure) {
        self.live.failed(failure);
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.live.end();
    }
}

fn accept(listener: &TcpListener, shared: &Arc<Shared>) {
    for stream in listener.incoming() {
        let Ok(stream) = stream else { continue };
        if shared.open.fetch_add(1, Ordering::Relaxed) >= MOST {
            shared.open.fetch_sub(1, Ordering::Relaxed);
            continue;
        }
        let shared = Arc::clone(shared);
        let answering = thread::Builder::new().spawn({
            let shared = Arc::clone(&shared);
            move || {
                // Whoever went away needs no answer.
                answer(stream, &shared).ok();
                shared.open.fetch_sub(1, Ordering::Relaxed);
            }
        });
        if answering.is_err() {
            shared.open.fetch_sub(1, Ordering::Relaxed);
        }
    }
}

/// Answers one request.
fn answer(mut stream: TcpStream, shared: &Shared) -> io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    stream.set_nodelay(true)?;
    let Some(asked) = request::read(&stream) else {
        return Ok(());
    };
    let request = match asked {
        Ok(request) => request,
        Err(refusal) => {
            refuse(&mut stream, refusal)?;
            return stream.shutdown(Shutdown::Write);
        }
    };
    if request.path == page::EVENTS_PATH && !request.head_only {
        return tell(&mut stream, &shared.live);
    }
    let answer = found(&request, shared);
    write(&mut stream, &answer, request.head_only)
}

/// An answer.
struct Answer {
    status: u16,
    kind: &'static str,
    /// More headers, each with its line end.
    headers: String,
    body: Vec<u8>,
}

impl Answer {
    fn new(status: u16, kind: &'static str, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status,
            kind,
            headers: String::new(),
            body: body.into(),
        }
    }
}

const HTML: &str = "text/html; charset=utf-8";

const TEXT: &str = "text/plain; charset=utf-8";

/// What a request is answered with.
fn found(request: &Request, shared: &Shared) -> Answer {
    if request.path == page::SCRIPT_PATH {
        return Answer::new(200, "text/javascript; charset=utf-8", page::SCRIPT);
    }
    // Before the file is read: a page that is newer than its mark is loaded once too often, and never once too seldom.
    let state = shared.live.state();
    let live = |page: Vec<u8>| page::live(page, &shared.live.mark(&state));
    match file::find(&shared.site, &request.path) {
        Found::File { kind, bytes } if kind == HTML => Answer::new(200, kind, live(bytes)),
        Found::File { kind, bytes } => Answer::new(200, kind, bytes),
        Found::Folder => {
            let mut answer = Answer::new(301, TEXT, "it is a folder\n");
            let names = request.path.iter().map(|name| encoded(name));
            let path: Vec<String> = names.collect();
            answer.headers = format!("Location: /{}/\r\n", path.join("/"));
            answer
        }
        Found::Nothing => match &state.failure {
            Some(failure) if !shared.site.is_dir() => {
                Answer::new(500, HTML, live(page::failed(failure).into_bytes()))
            }
            _ => {
                let page = page::own(
                    "Nothing stands here",
                    "The site has no such page, or none any more.",
                );
                Answer::new(404, HTML, live(page.into_bytes()))
            }
        },
    }
}

/// A name as it may stand in an address.
fn encoded(name: &str) -> String {
    let mut text = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            text.push(char::from(byte));
        } else {
            text.push_str(&format!("%{byte:02X}"));
        }
    }
    text
}

fn refuse(stream: &mut TcpStream, refusal: Refusal) -> io::Result<()> {
    let mut answer = Answer::new(refusal.status, TEXT, format!("{}\n", refusal.says));
    if refusal.status == 405 {
        answer.headers = "Allow: GET, HEAD\r\n".to_owned();
    }
    write(stream, &answer, false)
}

/// What every answer says: nothing is kept, nothing is guessed, and no other site may use it.
const ALWAYS: &str = "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\nCross-Origin-Resource-Policy: same-origin\r\nContent-Security-Policy: frame-ancestors 'self'\r\nConnection: close\r\n";

fn write(stream: &mut TcpStream, answer: &Answer, head_only: bool) -> io::Result<()> {
    let mut bytes = format!(
        "HTTP/1.1 {} {}\r\nContent-Type: {}\r\nContent-Length: {}\r\n{}{ALWAYS}\r\n",
        answer.status,
        reason(answer.status),
        answer.kind,
        answer.body.len(),
        answer.headers,
    )
    .into_bytes();
    if !head_only {
        bytes.extend_from_slice(&answer.body);
    }
    stream.write_all(&bytes)?;
    stream.flush()
}

const fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        301 => "Moved Permanently",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        431 => "Request Header Fields Too Large",
        500 => "Internal Server Error",
        _ => "Bad Request",
    }
}

/// Tells how builds go, for as long as somebody listens.
fn tell(stream: &mut TcpStream, live: &Live) -> io::Result<()> {
    let head = format!("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n{ALWAYS}\r\n");
    stream.write_all(head.as_bytes())?;
    let mut seen: Option<live::State> = None;
    while let Some(state) = live.after(seen.as_ref(), HEARTBEAT) {
        let again = seen
            .as_ref()
            .is_some_and(|seen| Live::is_same(seen, &state));
        let text = if again {
            ": still here\n\n".to_owned()
        } else {
            live.event(&state)
        };
        stream.write_all(text.as_bytes())?;
        stream.flush()?;
        seen = Some(state);
    }
    Ok(())
}
