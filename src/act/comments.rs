//! What is said to whoever writes a text in an editor, and left out of it: lines that begin with `# `, which no entry of a log can have.

/// The width that comments are broken at, in characters.
const WIDTH: usize = 88;

/// Words as lines that are left out.
#[must_use]
pub fn comment(words: &str) -> String {
    if words.is_empty() {
        return "#\n".to_owned();
    }
    let mut text = String::new();
    let mut line = String::from("#");
    for word in words.split_whitespace() {
        if line.chars().count() + word.chars().count() + 1 > WIDTH && line.len() > 1 {
            text.push_str(&line);
            text.push('\n');
            line = String::from("#");
        }
        line.push(' ');
        line.push_str(word);
    }
    format!("{text}{line}\n")
}

/// A draft without the lines that are for whoever writes.
#[must_use]
pub fn without_comments(draft: &str) -> String {
    let mut fence: Option<&str> = None;
    let mut kept = String::with_capacity(draft.len());
    for line in draft.lines() {
        let start = line.trim_start();
        let marker = ["```", "~~~"]
            .into_iter()
            .find(|marker| start.starts_with(marker));
        match (fence, marker) {
            (None, Some(marker)) => fence = Some(marker),
            (Some(open), Some(marker)) if open == marker => fence = None,
            _ => {}
        }
        let is_comment = line == "#" || line.starts_with("# ");
        if fence.is_some() || !is_comment {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept
}
