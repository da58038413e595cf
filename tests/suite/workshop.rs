//! Studios to try things on: real git repositories in folders that go away, with fixed people, dates and today, and nothing of this
//! machine's settings.

use std::cell::Cell;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use orbit::repo::Repository;
use tempfile::TempDir;

/// The day that counts as today.
pub const NOW: &str = "2026-06-01";
/// When the first commit is made; each later one an hour after the one before it. 2026-01-05, 09:00 UTC.
const FIRST: i64 = 1_767_603_600;

/// A studio.
pub struct Studio {
    folder: TempDir,
    /// Where commands run, below the folder.
    place: PathBuf,
    author: (String, String),
    commits: Cell<i64>,
}

impl Studio {
    /// An empty repository.
    pub fn new() -> Self {
        Self::with("init --quiet --initial-branch=main")
    }

    /// An empty repository made by this git command.
    pub fn with(init: &str) -> Self {
        let studio = Self::bare_folder();
        studio.git(init);
        studio
    }

    /// A folder that is no repository.
    pub fn bare_folder() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for name in ["studio", "home"] {
            fs::create_dir(folder.path().join(name)).expect("a folder in it");
        }
        Self {
            place: PathBuf::from("studio"),
            folder,
            author: (
                "Maya Lindqvist".to_owned(),
                "maya@northlight.example".to_owned(),
            ),
            commits: Cell::new(0),
        }
    }

    /// Where the studio is.
    pub fn root(&self) -> PathBuf {
        self.folder.path().join(&self.place)
    }

    /// A path beside the studio, for clones and work trees.
    pub fn beside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// From here on in another folder beside the studio, or below it.
    pub fn at(mut self, place: &str) -> Self {
        self.place = PathBuf::from(place);
        self
    }

    /// Writes a file.
    pub fn file(self, path: &str, content: impl AsRef<[u8]>) -> Self {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().expect("a folder to write in")).expect("its folder");
        fs::write(path, content).expect("a file written");
        self
    }

    /// Deletes a file.
    pub fn without(self, path: &str) -> Self {
        fs::remove_file(self.root().join(path)).expect("a file to delete");
        self
    }

    /// From here on this person commits.
    pub fn by(mut self, name: &str, email: &str) -> Self {
        self.author = (name.to_owned(), email.to_owned());
        self
    }

    /// Stages everything and commits it.
    pub fn commit(self, message: &str) -> Self {
        self.git("add --all");
        self.git(&format!(
            "commit --quiet --allow-empty --message '{message}'"
        ));
        self
    }

    /// Runs a git command that is to succeed.
    pub fn then(self, words: &str) -> Self {
        self.git(words);
        self
    }

    /// Runs a git command that is to succeed; what it prints.
    pub fn git(&self, words: &str) -> String {
        let outcome = self.try_git(words);
        assert_eq!(
            outcome.status, 0,
            "git {words}: {}{}",
            outcome.stdout, outcome.stderr
        );
        outcome.stdout
    }

    /// Runs a git command.
    pub fn try_git(&self, words: &str) -> Outcome {
        self.program(OsStr::new("git"), words)
    }

    /// Runs orbit.
    pub fn run(&self, words: &str) -> Outcome {
        self.program(OsStr::new(env!("CARGO_BIN_EXE_orbit")), words)
    }

    /// The repository, as the library reads it.
    pub fn repository(&self) -> Repository {
        Repository::open(Some(&self.root())).expect("a repository")
    }

    fn program(&self, program: &OsStr, words: &str) -> Outcome {
        let commits = self.commits.get();
        self.commits.set(commits + 1);
        let date = format!("@{} +0000", FIRST + commits * 3600);
        let (name, email) = &self.author;
        let mut command = Command::new(program);
        command
            .args(split(words))
            .current_dir(self.root())
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", self.folder.path().join("home"))
            .env("LC_ALL", "C")
            .env("TZ", "UTC")
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_EDITOR", "true")
            .env("ORBIT_NOW", NOW);
        for (part, value) in [("NAME", name), ("EMAIL", email), ("DATE", &date)] {
            command.env(format!("GIT_AUTHOR_{part}"), value);
            command.env(format!("GIT_COMMITTER_{part}"), value);
        }
        let output = command.output().expect("a program to run");
        Outcome {
            words: words.to_owned(),
            status: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

/// How a program ended, and what it said.
#[derive(Debug)]
pub struct Outcome {
    words: String,
    /// Its exit status.
    pub status: i32,
    /// What it printed.
    pub stdout: String,
    /// What it complained of.
    pub stderr: String,
}

impl Outcome {
    /// It did its work and found nothing wrong.
    pub fn passes(self) -> Self {
        self.ends_with(0)
    }

    /// It did its work and found something wrong.
    pub fn fails(self) -> Self {
        self.ends_with(1)
    }

    /// It could not do its work.
    pub fn cannot(self) -> Self {
        self.ends_with(2)
    }

    /// It said this, wherever.
    pub fn says(self, text: &str) -> Self {
        let said = [self.stdout.as_str(), self.stderr.as_str()].concat();
        assert!(
            said.contains(text),
            "`{}` does not say `{text}`:\n{said}",
            self.words
        );
        self
    }

    /// It did not say this anywhere.
    pub fn lacks(self, text: &str) -> Self {
        let said = [self.stdout.as_str(), self.stderr.as_str()].concat();
        assert!(
            !said.contains(text),
            "`{}` says `{text}`:\n{said}",
            self.words
        );
        self
    }

    fn ends_with(self, status: i32) -> Self {
        assert_eq!(
            self.status, status,
            "`{}` ends otherwise:\n{}{}",
            self.words, self.stdout, self.stderr
        );
        self
    }
}

/// Words as a shell would split them: by spaces, quotes keep them together.
fn split(words: &str) -> Vec<String> {
    let (mut all, mut word, mut quote) = (Vec::new(), None::<String>, None);
    for character in words.chars() {
        match (character, quote) {
            (_, Some(open)) if character == open => quote = None,
            ('\'' | '"', None) => {
                quote = Some(character);
                word.get_or_insert_default();
            }
            (' ' | '\n', None) => all.extend(word.take()),
            _ => word.get_or_insert_default().push(character),
        }
    }
    all.extend(word);
    all
}

/// The file at this path below a folder, as text.
pub fn text(folder: &Path, path: &str) -> String {
    fs::read_to_string(folder.join(path)).expect("a file to read")
}

#[test]
fn words_are_split_as_in_a_shell() {
    assert_eq!(
        split("commit  -m 'two words' \"it's\" ''"),
        ["commit", "-m", "two words", "it's", ""]
    );
}

#[test]
fn an_outcome_holds_what_it_says() {
    let outcome = |status| Outcome {
        words: "check".to_owned(),
        status,
        stdout: "1 error".to_owned(),
        stderr: String::new(),
    };
    outcome(0).passes().says("1 error");
    outcome(1).fails();
    outcome(2).cannot();
}

#[test]
fn the_program_starts() {
    Studio::new().run("--version").passes();
}
