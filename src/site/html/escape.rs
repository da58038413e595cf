//! Text that means nothing to a browser.

/// Appends `text` so that it is text between tags and in quoted attributes. Control characters become a replacement character.
pub fn escape(into: &mut String, text: &str) {
    let mut plain = 0;
    for (at, byte) in text.bytes().enumerate() {
        let written = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\'' => "&#39;",
            b'\t' | b'\n' | b'\r' => continue,
            0x7f | ..0x20 => "\u{fffd}",
            _ => continue,
        };
        into.push_str(text.get(plain..at).unwrap_or_default());
        into.push_str(written);
        plain = at + 1;
    }
    into.push_str(text.get(plain..).unwrap_or_default());
}

/// The same as a text of its own.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut into = String::with_capacity(text.len() + text.len() / 16);
    escape(&mut into, text);
    into
}
