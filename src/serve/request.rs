//! One request: read with a limit, and let through only where it asks this machine for a file of the site. The only file that names the HTTP parser.

use std::io::{BufRead, BufReader, Read};
use std::net::TcpStream;

/// How long a request may be, its headers included.
const LONGEST: u64 = 16 * 1024;

/// How many headers it may have.
const HEADERS: usize = 64;

/// What a request asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Whether only the headers are asked for.
    pub head_only: bool,
    /// The names of the path, decoded; none of them leads up, and none is empty but for a last one, which stands for a folder.
    pub path: Vec<String>,
}

/// Why a request is refused: the status, and a line for whoever sent it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refusal {
    /// The status.
    pub status: u16,
    /// What is wrong.
    pub says: &'static str,
}

const fn refusal(status: u16, says: &'static str) -> Refusal {
    Refusal { status, says }
}

/// Reads a request. Nothing where the other side went away.
pub fn read(stream: &TcpStream) -> Option<Result<Request, Refusal>> {
    let mut reader = BufReader::new(stream.take(LONGEST));
    let mut bytes = Vec::new();
    loop {
        let before = bytes.len();
        reader.read_until(b'\n', &mut bytes).ok()?;
        let line = bytes.get(before..).unwrap_or_default();
        if line == b"\r\n" || line == b"\n" {
            return Some(parse(&bytes));
        }
        if !line.ends_with(b"\n") {
            let too_long = u64::try_from(bytes.len()).is_ok_and(|length| length >= LONGEST);
            return too_long.then_some(Err(refusal(431, "the request is too long")));
        }
    }
}

/// What the bytes of a request ask for.
///
/// # Errors
/// Where they are no request, or one that is refused.
pub fn parse(bytes: &[u8]) -> Result<Request, Refusal> {
    let mut headers = [httparse::EMPTY_HEADER; HEADERS];
    let mut request = httparse::Request::new(&mut headers);
    let whole = request
        .parse(bytes)
        .is_ok_and(|parsed| parsed.is_complete());
    let (true, Some(method), Some(target)) = (whole, request.method, request.path) else {
        return Err(refusal(400, "this is no request"));
    };
    let mut hosts = values(request.headers, "host");
    match (hosts.next(), hosts.next()) {
        (Some(host), None) if is_own(host) => {}
        _ => {
            return Err(refusal(
                403,
                "this server answers to 127.0.0.1 and localhost only",
            ));
        }
    }
    // A page of another site may lead here, and may not take anything from here.
    let from_elsewhere =
        values(request.headers, "sec-fetch-site").any(|site| site == b"cross-site");
    let navigates = values(request.headers, "sec-fetch-mode").any(|mode| mode == b"navigate");
    if from_elsewhere && !navigates {
        return Err(refusal(403, "pages of other sites may not use this one"));
    }
    let head_only = match method {
        "GET" => false,
        "HEAD" => true,
        _ => return Err(refusal(405, "only GET and HEAD are answered")),
    };
    let path = names(target).ok_or(refusal(400, "this is no path of the site"))?;
    Ok(Request { head_only, path })
}

fn values<'h>(
    headers: &'h [httparse::Header<'h>],
    name: &'static str,
) -> impl Iterator<Item = &'h [u8]> {
    headers
        .iter()
        .filter(move |header| header.name.eq_ignore_ascii_case(name))
        .map(|header| header.value)
}

/// Whether a host is this machine by a name that nobody else can have. Any port is fine: it may have been led here through another.
fn is_own(host: &[u8]) -> bool {
    let Ok(host) = str::from_utf8(host) else {
        return false;
    };
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    ["127.0.0.1", "localhost", "[::1]"]
        .iter()
        .any(|own| own.eq_ignore_ascii_case(name))
}

/// The names of a path, decoded. Nothing where it is no plain way down.
fn names(target: &str) -> Option<Vec<String>> {
    let path = target.split(['?', '#']).next()?.strip_prefix('/')?;
    let parts: Vec<&str> = path.split('/').collect();
    let last = parts.len().checked_sub(1)?;
    parts
        .iter()
        .enumerate()
        .map(|(at, part)| {
            let name = decoded(part)?;
            let plain = !matches!(name.as_str(), "." | "..")
                && (at == last || !name.is_empty())
                && !name.contains(['/', '\\', '\0']);
            plain.then_some(name)
        })
        .collect()
}

/// A percent-encoded name as it was; nothing where it is no text.
fn decoded(part: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(if byte == b'%' {
            let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
            let (high, low) = (digit(rest.next())?, digit(rest.next())?);
            u8::try_from(high * 16 + low).ok()?
        } else {
            byte
        });
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(line: &str, headers: &str) -> Result<Request, u16> {
        parse(format!("{line} HTTP/1.1\r\n{headers}\r\n").as_bytes())
            .map_err(|refusal| refusal.status)
    }

    fn path(target: &str) -> Result<Vec<String>, u16> {
        asked(&format!("GET {target}"), "Host: localhost:4747\r\n").map(|request| request.path)
    }

    #[test]
    fn a_path_is_decoded_name_by_name() {
        assert_eq!(path("/"), Ok(vec![String::new()]));
        assert_eq!(
            path("/a%20b/%C3%A9.html?q=1#x"),
            Ok(vec!["a b".to_owned(), "é.html".to_owned()])
        );
    }

    #[test]
    fn what_is_no_plain_way_down_is_refused() {
        for target in [
            "/../secret",
            "/a/../../secret",
            "/%2e%2e/secret",
            "/a/%2E./x",
            "/a%2f..%2fsecret",
            "/a%00.html",
            "/a\\..\\b",
            "/%5c..",
            "//etc/passwd",
            "/a/./b",
            "/%",
            "/%4",
            "/%zz",
            "/%ff",
            "http://127.0.0.1/",
            "*",
        ] {
            assert_eq!(path(target), Err(400), "{target}");
        }
    }

    #[test]
    fn only_this_machine_is_answered_for() {
        for own in [
            "127.0.0.1",
            "127.0.0.1:80",
            "LOCALHOST:1",
            "[::1]:4747",
            "[::1]",
        ] {
            assert!(asked("GET /", &format!("Host: {own}\r\n")).is_ok(), "{own}");
        }
        for other in [
            "evil.example",
            "127.0.0.1.evil.example",
            "evil.example:4747",
            "127.0.0.1@evil.example",
            "localhost:x",
            "",
            "0.0.0.0",
        ] {
            let asked = asked("GET /", &format!("Host: {other}\r\n"));
            assert_eq!(asked, Err(403), "{other}");
        }
        assert_eq!(asked("GET /", ""), Err(403));
        let both = "Host: localhost\r\nHost: evil.example\r\n";
        assert_eq!(asked("GET /", both), Err(403));
    }

    #[test]
    fn other_sites_may_lead_here_and_take_nothing() {
        let from = |mode: &str| {
            let headers = format!(
                "Host: localhost\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: {mode}\r\n"
            );
            asked("GET /search.js", &headers).map(|request| request.path)
        };
        assert_eq!(from("no-cors"), Err(403));
        assert!(from("navigate").is_ok());
    }

    #[test]
    fn only_reading_is_answered() {
        let host = "Host: localhost\r\n";
        assert!(asked("HEAD /", host).is_ok_and(|request| request.head_only));
        for method in ["POST", "PUT", "DELETE", "OPTIONS", "get", "TRACE"] {
            assert_eq!(asked(&format!("{method} /"), host), Err(405), "{method}");
        }
    }

    #[test]
    fn what_is_no_request_is_refused() {
        for bytes in [&b"\r\n"[..], b"GET\r\n\r\n", b"\x16\x03\x01\r\n\r\n"] {
            assert_eq!(parse(bytes).map_err(|refusal| refusal.status), Err(400));
        }
        let many = "X: y\r\n".repeat(100);
        assert_eq!(asked("GET /", &many), Err(400));
    }
}
