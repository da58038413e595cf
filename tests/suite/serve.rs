//! `orbit serve` and `orbit watch` from outside: a client reads the stream of events, and nothing waits for a clock.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

use crate::harness::Studio;

const ORBIT_YML: &str = "studio: Northlight\n";

const LEAD: &str = "---\ntitle: Autumn fair\nstage: lead\nowner: maya\n---\n\n## Situation\n\nThey want one mark.\n";

/// Long enough for a machine under load; whoever waits so long has failed.
const PATIENCE: Duration = Duration::from_secs(120);

fn studio() -> Studio {
    let studio = Studio::new();
    studio
        .file("orbit.yml", ORBIT_YML)
        .file("engagements/acme/fair.md", LEAD)
        .file(".gitignore", "/site/\n")
        .git("add -A")
        .git("commit -qm begin");
    studio
}

/// A program that runs until it is asked to end.
struct Running {
    child: Child,
    lines: BufReader<ChildStdout>,
}

impl Running {
    fn begin(studio: &Studio, words: &[&str]) -> Self {
        let mut child = studio
            .program()
            .args(words)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("a program to run");
        let lines = BufReader::new(child.stdout.take().expect("its output"));
        Self { child, lines }
    }

    /// The next line that begins so.
    fn line(&mut self, begins: &str) -> String {
        let mut line = String::new();
        while self.lines.read_line(&mut line).expect("a line") > 0 {
            if line.starts_with(begins) {
                return line;
            }
            line.clear();
        }
        panic!("it ended without saying `{begins}`");
    }

    /// Asks it to end; what it said to standard error.
    fn end(mut self) -> String {
        let id = self.child.id().to_string();
        let asked = Command::new("kill").args(["-INT", &id]).status();
        assert!(asked.expect("kill").success());
        let mut said = String::new();
        let mut errors = self.child.stderr.take().expect("its complaints");
        errors.read_to_string(&mut said).expect("text");
        let status = self.child.wait().expect("its end");
        assert_eq!(status.code(), Some(0), "{said}");
        said
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// A running server.
struct Server {
    running: Running,
    port: u16,
}

impl Server {
    fn begin(studio: &Studio) -> Self {
        let mut running = Running::begin(studio, &["serve", "--port", "0"]);
        let line = running.line("serving site/ at http://127.0.0.1:");
        let mut parts = line.split([':', '/']);
        let port = parts.find_map(|part| part.parse().ok());
        Self {
            port: port.expect("a port"),
            running,
        }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).expect("a connection");
        stream.set_read_timeout(Some(PATIENCE)).expect("a limit");
        stream
    }

    /// The answer to a request line, as text.
    fn ask(&self, line: &str, host: &str) -> String {
        let mut stream = self.connect();
        write!(stream, "{line} HTTP/1.1\r\nHost: {host}\r\n\r\n").expect("a request sent");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("an answer");
        String::from_utf8_lossy(&answer).into_owned()
    }

    fn get(&self, path: &str) -> String {
        self.ask(&format!("GET {path}"), "localhost")
    }

    fn events(&self) -> Events {
        let mut stream = self.connect();
        write!(
            stream,
            "GET /.orbit/events HTTP/1.1\r\nHost: localhost\r\n\r\n"
        )
        .expect("sent");
        Events(BufReader::new(stream))
    }
}

/// The stream of events.
struct Events(BufReader<TcpStream>);

impl Events {
    /// The next event of this name; its data.
    fn next(&mut self, name: &str) -> String {
        let (mut line, mut is_it) = (String::new(), false);
        loop {
            line.clear();
            let read = self.0.read_line(&mut line).expect("a line");
            assert!(read > 0, "the stream ended without `{name}`");
            if let Some(data) = line.strip_prefix("data: ").filter(|_| is_it) {
                return data.trim_end().to_owned();
            }
            if let Some(event) = line.strip_prefix("event: ") {
                is_it = event.trim_end() == name;
            }
        }
    }

    /// The mark of the next build after the one with this mark.
    fn after(&mut self, mark: &str) -> String {
        loop {
            let next = self.next("built");
            if next != mark {
                return next;
            }
        }
    }
}

/// The mark of the first build that put a site in place.
fn first(server: &mut Server) -> (Events, String) {
    server.running.line("built");
    let mut events = server.events();
    let mark = events.next("built");
    (events, mark)
}

#[test]
fn a_change_of_a_file_is_built_and_told_of() {
    let studio = studio();
    let mut server = Server::begin(&studio);
    let (mut events, mark) = first(&mut server);
    let page = "/engagements/acme/fair.html";
    assert!(server.get(page).contains("Autumn fair"));
    let path = studio.path("engagements/acme/fair.md");
    fs::write(path, LEAD.replace("Autumn", "Spring")).expect("an edit");
    let next = events.after(&mark);
    let answer = server.get(page);
    assert!(answer.contains("Spring fair"), "{answer}");
    assert!(
        answer.contains(&format!("data-build=\"{next}\"")),
        "{answer}"
    );
    // What is on disk knows nothing of the server.
    let built = fs::read_to_string(studio.path("site/engagements/acme/fair.html"));
    assert!(
        built.is_ok_and(|built| built.contains("Spring fair") && !built.contains("data-build"))
    );
    assert_eq!(server.running.end(), "");
}

#[test]
fn a_commit_is_seen_and_reading_is_no_change() {
    let studio = studio();
    let mut server = Server::begin(&studio);
    let (mut events, mark) = first(&mut server);
    server.get("/");
    let read = studio.path("engagements/acme/fair.md");
    fs::read(read).expect("a file");
    studio.git("commit -q --allow-empty -m nothing");
    let next = events.after(&mark);
    let count = |mark: &str| {
        mark.rsplit_once('-')
            .and_then(|(_, turn)| turn.parse::<u32>().ok())
    };
    // Only what the commit did was built: neither reading nor the first build itself led to another.
    assert_eq!(count(&next), count(&mark).map(|turn| turn + 1));
}

#[test]
fn what_cannot_be_built_is_told_with_its_place_and_the_site_stays() {
    let studio = studio();
    let mut server = Server::begin(&studio);
    let (mut events, _) = first(&mut server);
    let settings = studio.path("orbit.yml");
    fs::write(&settings, "studio: Northlight\npeeple: {}\n").expect("an edit");
    let failed = events.next("failed");
    assert!(
        failed.contains("orbit.yml:2:1") && failed.contains("people"),
        "{failed}"
    );
    assert!(server.get("/").contains("Autumn fair"));
    fs::write(&settings, "studio: Southlight\n").expect("an edit");
    events.next("built");
    assert!(server.get("/").contains("Southlight"));
    let said = server.running.end();
    assert!(said.contains("orbit.yml:2:1"), "{said}");
}

#[test]
fn a_studio_that_cannot_be_built_yet_shows_why() {
    let studio = studio();
    studio.file("orbit.yml", "peeple: {}\n");
    let server = Server::begin(&studio);
    server.events().next("failed");
    let answer = server.get("/");
    assert!(answer.starts_with("HTTP/1.1 500 "), "{answer}");
    assert!(
        answer.contains("orbit.yml:1:1") && answer.contains("live.js"),
        "{answer}"
    );
    assert!(!studio.path("site").exists());
    fs::write(studio.path("orbit.yml"), ORBIT_YML).expect("an edit");
    server.events().next("built");
    assert!(server.get("/").starts_with("HTTP/1.1 200 "));
}

#[test]
fn only_this_machine_and_only_the_site_is_served() {
    let studio = studio();
    let mut server = Server::begin(&studio);
    first(&mut server);
    let status = |line: &str, host: &str| {
        let answer = server.ask(line, host);
        answer
            .split(' ')
            .nth(1)
            .and_then(|status| status.parse::<u16>().ok())
    };
    assert_eq!(status("GET /", "evil.example"), Some(403));
    assert_eq!(status("GET /.orbit/events", "evil.example"), Some(403));
    assert_eq!(status("POST /", "localhost"), Some(405));
    for path in [
        "/../orbit.yml",
        "/%2e%2e/orbit.yml",
        "/%00",
        "/..%2forbit.yml",
    ] {
        assert_eq!(
            status(&format!("GET {path}"), "localhost"),
            Some(400),
            "{path}"
        );
    }
    for path in ["/.orbit-site", "/none.html", "/orbit.yml"] {
        assert_eq!(
            status(&format!("GET {path}"), "localhost"),
            Some(404),
            "{path}"
        );
    }
    assert_eq!(status("GET /engagements", "localhost"), Some(301));
    #[cfg(unix)]
    {
        let link = studio.path("site/out.html");
        std::os::unix::fs::symlink("../orbit.yml", link).expect("a link");
        assert_eq!(status("GET /out.html", "localhost"), Some(404));
    }
    let head = server.ask("HEAD /style.css", "127.0.0.1");
    assert!(
        head.contains("Content-Type: text/css") && head.ends_with("\r\n\r\n"),
        "{head}"
    );
    let other = TcpStream::connect(("::1", server.port));
    assert!(other.is_err(), "it listens to more than 127.0.0.1");
}

#[test]
fn a_port_that_is_taken_is_said_so() {
    let taken = std::net::TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    let port = taken.local_addr().expect("its number").port();
    let said = studio().run(&format!("serve --port {port}"));
    assert!(said.failed());
    let said = format!("{said:?}");
    assert!(
        said.contains(&format!("127.0.0.1:{port} cannot be served")),
        "{said}"
    );
    assert!(said.contains("--port 0"), "{said}");
}

#[test]
fn watching_builds_again_and_ends_when_it_is_asked() {
    let studio = studio();
    let mut running = Running::begin(&studio, &["watch"]);
    running.line("built");
    let file = studio.path("engagements/beta/new.md");
    fs::create_dir_all(file.parent().expect("its folder")).expect("a folder");
    fs::write(&file, LEAD).expect("a file");
    let page: PathBuf = studio.path("site/engagements/beta/new.html");
    while !page.exists() {
        running.line("built");
    }
    assert_eq!(running.end(), "");
    let left = fs::read_dir(studio.path("")).expect("the studio");
    let building = left
        .filter_map(Result::ok)
        .any(|entry| entry.file_name().to_string_lossy().starts_with(".site"));
    assert!(!building);
}
