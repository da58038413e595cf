//! Messages to and from an editor. What is no message is passed over, so that nothing an editor sends ends the conversation.

use std::io::{self, BufRead, ErrorKind, Write};

use lsp_server::{Connection, Message};

/// How many broken messages in a row are passed over; a stream of nothing else is no editor.
const MOST_BROKEN: usize = 1000;

/// Lets `serve` speak with the editor behind `input` and `output` until one of them ends; what it came to.
///
/// # Errors
/// Where the output cannot be written.
pub fn run<T: Send>(
    input: impl BufRead + Send + 'static,
    output: &mut impl Write,
    serve: impl FnOnce(Connection) -> T + Send,
) -> io::Result<Option<T>> {
    let (server, editor) = Connection::memory();
    let Connection { sender, receiver } = editor;
    // It ends with its input, or with the program.
    std::thread::spawn(move || read(input, |message| sender.send(message).is_ok()));
    std::thread::scope(|scope| {
        let served = scope.spawn(move || serve(server));
        for message in receiver {
            message.write(output)?;
        }
        Ok(served.join().ok())
    })
}

/// Hands on each message until there are no more or nobody takes them.
fn read(mut input: impl BufRead, mut take: impl FnMut(Message) -> bool) {
    let mut broken = 0;
    loop {
        match Message::read(&mut input) {
            Ok(Some(message)) => {
                broken = 0;
                if !take(message) {
                    return;
                }
            }
            Err(error) if error.kind() == ErrorKind::InvalidData && broken < MOST_BROKEN => {
                broken += 1;
            }
            Ok(None) | Err(_) => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn framed(text: &str) -> String {
        format!("Content-Length: {}\r\n\r\n{text}", text.len())
    }

    #[test]
    fn what_is_no_message_is_passed_over() {
        let input = [
            framed("{\"jsonrpc\":\"2.0\",\"method\":\"one\"}"),
            framed("not JSON"),
            framed("[1, 2]"),
            framed("{\"jsonrpc\":\"2.0\"}"),
            "Nonsense\r\n\r\n".to_owned(),
            framed("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"two\"}"),
        ]
        .concat();
        let mut seen = Vec::new();
        read(input.as_bytes(), |message| {
            seen.push(match message {
                Message::Request(request) => request.method,
                Message::Notification(notification) => notification.method,
                Message::Response(_) => String::new(),
            });
            true
        });
        assert_eq!(seen, ["one", "two"]);
    }

    #[test]
    fn a_stream_of_nonsense_ends() {
        let input = "x\n".repeat(MOST_BROKEN * 2);
        read(input.as_bytes(), |_| true);
    }
}
