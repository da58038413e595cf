//! The file in which git prepares a commit's message, filled in where nobody has written anything yet.

/// What git writes behind its comment sign where the message ends and a difference to look at begins.
const SCISSORS: &str = " ------------------------ >8 ------------------------";

/// The file with `message` before what git wrote into it; nothing where a message stands there already, or would be taken for a comment.
/// `comment` is what a comment begins with.
#[must_use]
pub fn filled(file: &str, comment: &str, message: &str) -> Option<String> {
    let scissors = format!("{comment}{SCISSORS}");
    let blank = file
        .lines()
        .take_while(|line| *line != scissors)
        .all(|line| line.trim().is_empty() || line.starts_with(comment));
    let lost = message.lines().any(|line| line.starts_with(comment));
    if !blank || lost {
        return None;
    }
    let gap = if file.is_empty() || file.starts_with(['\n', '\r']) {
        ""
    } else {
        "\n"
    };
    Some(format!("{message}{gap}{file}"))
}

/// What a comment in a message begins with, by the settings `core.commentString` and `core.commentChar`.
#[must_use]
pub fn comment_sign(string: Option<String>, char: Option<String>) -> String {
    // With `auto` git takes another sign only where a message holds lines that begin with this one, and then there is nothing to fill in.
    string
        .or(char)
        .filter(|sign| !sign.is_empty() && sign != "auto")
        .unwrap_or_else(|| "#".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const GITS: &str = "\n# Please enter the commit message\n#\n";

    #[test]
    fn an_empty_message_is_filled_in_above_what_git_says() {
        let filled = filled(GITS, "#", "acme/rebrand: proposal to scope\n").expect("filled");
        assert_eq!(filled, format!("acme/rebrand: proposal to scope\n{GITS}"));
    }

    #[test]
    fn a_message_that_is_there_stays() {
        assert_eq!(filled("Mine\n# comment\n", "#", "x\n"), None);
        assert_eq!(filled("# a heading of the template\n", ";", "x\n"), None);
    }

    #[test]
    fn a_difference_to_look_at_is_no_message() {
        let file = "\n; ------------------------ >8 ------------------------\n; Do not modify\ndiff --git a/x b/x\n";
        assert!(filled(file, ";", "x\n").is_some());
    }

    #[test]
    fn a_message_that_git_would_take_for_a_comment_is_not_written() {
        assert_eq!(filled("", "#", "#7: lead to scope\n"), None);
    }

    #[test]
    fn the_sign_of_a_comment_is_git_s() {
        let sign = |string: Option<&str>, char: Option<&str>| {
            comment_sign(string.map(str::to_owned), char.map(str::to_owned))
        };
        assert_eq!(sign(None, None), "#");
        assert_eq!(sign(None, Some("auto")), "#");
        assert_eq!(sign(Some("//"), Some(";")), "//");
    }
}
