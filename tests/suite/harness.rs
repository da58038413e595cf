//! A studio in a temporary folder and the program run in it, sealed: no settings of the user, fixed names, dates and today.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use snapbox::IntoData;
use snapbox::data::Inline;

const VARIABLES: &[(&str, &str)] = &[
    ("LC_ALL", "C.UTF-8"),
    ("GIT_CONFIG_NOSYSTEM", "1"),
    ("GIT_CONFIG_GLOBAL", "/dev/null"),
    ("ORBIT_NOW", "2026-03-20"),
    ("GIT_AUTHOR_NAME", "Maya Lindqvist"),
    ("GIT_AUTHOR_EMAIL", "maya@northlight.example"),
    ("GIT_COMMITTER_NAME", "Maya Lindqvist"),
    ("GIT_COMMITTER_EMAIL", "maya@northlight.example"),
    ("GIT_AUTHOR_DATE", "2026-03-20T10:00:00+01:00"),
    ("GIT_COMMITTER_DATE", "2026-03-20T10:00:00+01:00"),
];

/// A folder, and what stands in it.
pub struct Studio {
    folder: tempfile::TempDir,
    variables: Vec<(String, String)>,
}

impl Studio {
    /// An empty folder that is no repository.
    pub fn folder() -> Self {
        Self {
            folder: tempfile::tempdir().expect("a temporary folder"),
            variables: Vec::new(),
        }
    }

    /// An empty repository.
    pub fn new() -> Self {
        let studio = Self::folder();
        studio.git("init -q -b main .");
        studio
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.folder
            .path()
            .canonicalize()
            .expect("the folder")
            .join(path)
    }

    pub fn variable(mut self, name: &str, value: &str) -> Self {
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    pub fn file(&self, path: &str, text: &str) -> &Self {
        self.bytes(path, text.as_bytes())
    }

    pub fn bytes(&self, path: &str, bytes: &[u8]) -> &Self {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder made");
        fs::write(path, bytes).expect("a file written");
        self
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).expect("a file")
    }

    /// The program, to be started with words of its own.
    pub fn program(&self) -> Command {
        self.command(Path::new(env!("CARGO_BIN_EXE_orbit")))
    }

    /// A program, sealed, in the folder.
    pub fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command
            .current_dir(self.folder.path())
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", self.folder.path())
            .envs(VARIABLES.iter().copied())
            .envs(self.variables.iter().map(|(name, value)| (name, value)));
        command
    }

    /// Runs git, which has to succeed.
    pub fn git(&self, line: &str) -> &Self {
        let done = self.run_git(line);
        assert!(done.output.status.success(), "git {line}: {done:?}");
        self
    }

    pub fn run_git(&self, line: &str) -> Done {
        self.done(self.command(Path::new("git")).args(line.split(' ')))
    }

    /// Runs the program.
    pub fn run(&self, line: &str) -> Done {
        let program = Path::new(env!("CARGO_BIN_EXE_orbit"));
        self.done(
            self.command(program)
                .args(line.split(' ').filter(|word| !word.is_empty())),
        )
    }

    /// Runs a line of shell in which `orbit` is the program.
    pub fn shell(&self, line: &str) -> Done {
        let line = format!(
            "orbit() {{ '{}' \"$@\"; }}; {line}",
            env!("CARGO_BIN_EXE_orbit")
        );
        self.done(self.command(Path::new("bash")).args(["-c", &line]))
    }

    fn done(&self, command: &mut Command) -> Done {
        let output = command.output().expect("a program that starts");
        Done {
            output,
            top: self.path(""),
        }
    }
}

/// What a run came to.
#[derive(Debug)]
pub struct Done {
    output: Output,
    top: PathBuf,
}

impl Done {
    fn text(&self, bytes: &[u8]) -> String {
        let top = self.top.display().to_string();
        String::from_utf8_lossy(bytes).replace(top.trim_end_matches('/'), "[TOP]")
    }

    fn is(&self, status: i32, bytes: &[u8], expected: Inline) {
        assert_eq!(
            self.output.status.code(),
            Some(status),
            "{}{}",
            self.text(&self.output.stdout),
            self.text(&self.output.stderr)
        );
        snapbox::assert_data_eq!(self.text(bytes), expected.raw());
    }

    /// Its exit status.
    pub fn code(&self) -> Option<i32> {
        self.output.status.code()
    }

    /// Whether it ended with exit status 0.
    pub fn passed(&self) -> bool {
        self.output.status.code() == Some(0)
    }

    /// Whether it could not do its work: exit status 2.
    pub fn failed(&self) -> bool {
        self.output.status.code() == Some(2)
    }

    /// Its standard output.
    pub fn out(&self) -> String {
        self.text(&self.output.stdout)
    }

    /// Everything it said, standard output first.
    pub fn all(&self) -> String {
        self.text(&self.output.stdout) + &self.text(&self.output.stderr)
    }

    /// Exit status 0, with this on standard output.
    pub fn succeeds(&self, expected: Inline) {
        self.is(0, &self.output.stdout, expected);
    }

    /// Exit status 2, with this on standard error.
    pub fn fails(&self, expected: Inline) {
        self.is(2, &self.output.stderr, expected);
    }
}

/// Every file of a folder with its bytes.
pub fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(at) = folders.pop() {
        for entry in fs::read_dir(&at).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("below").to_string_lossy();
                files.insert(name.into_owned(), fs::read(&path).expect("a file"));
            }
        }
    }
    files
}
