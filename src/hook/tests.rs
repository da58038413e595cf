//! The hooks in temporary folders: put in, put in again, taken out.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::os::unix::fs::symlink;
use std::process::{Command, Output};

use super::*;

const HOOK: Hook = Hook::PreCommit;

/// A folder of hooks, and a program that stands for Orbit and prints how it was called.
struct Hooks {
    folder: tempfile::TempDir,
}

impl Hooks {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn executable(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, Permissions::from_mode(0o755)).unwrap();
        path
    }

    fn install(&self, program: &Path) -> Installed {
        install(self.folder.path(), HOOK, Some(program)).unwrap()
    }

    fn run(&self) -> Output {
        // By way of the shell, because a file written just now cannot always be run at once.
        Command::new("/bin/sh")
            .arg(self.path("pre-commit"))
            .env_clear()
            .output()
            .unwrap()
    }

    fn names(&self) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(self.folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn the_hook_calls_the_program_whatever_its_path_is_called() {
    let hooks = Hooks::new();
    fs::create_dir(hooks.path("it's \"$HOME\" `x`")).unwrap();
    let program = hooks.executable("it's \"$HOME\" `x`/orbit", "#!/bin/sh\necho orbit \"$@\"\n");
    assert_eq!(hooks.install(&program).change, Change::New);
    assert_eq!(text(&hooks.run().stdout), "orbit hook run pre-commit\n");
}

#[test]
fn installing_again_changes_nothing_unless_the_program_moved() {
    let hooks = Hooks::new();
    hooks.install(Path::new("/old/orbit"));
    assert_eq!(hooks.install(Path::new("/old/orbit")).change, Change::None);
    assert_eq!(
        hooks.install(Path::new("/new/orbit")).change,
        Change::Renewed
    );
    assert_eq!(hooks.names(), ["pre-commit"]);
}

#[test]
fn a_hook_that_was_there_runs_first_and_can_stop_it() {
    let hooks = Hooks::new();
    hooks.executable("pre-commit", "#!/bin/sh\necho former\n");
    let program = hooks.executable("orbit", "#!/bin/sh\necho orbit\n");
    let installed = hooks.install(&program);
    assert_eq!(
        installed.former,
        Some(hooks.path("pre-commit.before-orbit"))
    );
    assert!(installed.former_runs);
    assert_eq!(text(&hooks.run().stdout), "former\norbit\n");

    hooks.executable("pre-commit.before-orbit", "#!/bin/sh\necho no\nexit 7\n");
    let output = hooks.run();
    assert_eq!(
        (text(&output.stdout).as_str(), output.status.code()),
        ("no\n", Some(7))
    );
}

#[test]
fn uninstalling_brings_the_former_hook_back_byte_for_byte() {
    let hooks = Hooks::new();
    let odd = "#!/bin/sh\r\necho \u{fc}\n\n";
    fs::write(hooks.path("pre-commit"), odd).unwrap();
    fs::set_permissions(hooks.path("pre-commit"), Permissions::from_mode(0o640)).unwrap();
    let installed = hooks.install(Path::new("/orbit"));
    assert!(!installed.former_runs);
    assert_eq!(uninstall(hooks.folder.path(), HOOK), Ok(Removed::Restored));
    assert_eq!(fs::read_to_string(hooks.path("pre-commit")).unwrap(), odd);
    let mode = fs::metadata(hooks.path("pre-commit"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o640);
    assert_eq!(hooks.names(), ["pre-commit"]);
}

#[test]
fn uninstalling_leaves_what_orbit_did_not_make() {
    let hooks = Hooks::new();
    assert_eq!(uninstall(hooks.folder.path(), HOOK), Ok(Removed::Nothing));
    hooks.executable("pre-commit", "#!/bin/sh\n");
    assert_eq!(uninstall(hooks.folder.path(), HOOK), Ok(Removed::Foreign));
    assert_eq!(hooks.names(), ["pre-commit"]);
}

#[test]
fn uninstalling_leaves_nothing_where_nothing_was() {
    let hooks = Hooks::new();
    hooks.install(Path::new("/orbit"));
    assert_eq!(uninstall(hooks.folder.path(), HOOK), Ok(Removed::Gone));
    assert!(hooks.names().is_empty());
}

#[test]
fn a_link_is_kept_as_a_link() {
    let hooks = Hooks::new();
    hooks.executable("shared", "#!/bin/sh\necho shared\n");
    symlink("shared", hooks.path("pre-commit")).unwrap();
    let program = hooks.executable("orbit", "#!/bin/sh\necho orbit\n");
    hooks.install(&program);
    assert_eq!(text(&hooks.run().stdout), "shared\norbit\n");
    assert_eq!(uninstall(hooks.folder.path(), HOOK), Ok(Removed::Restored));
    assert_eq!(
        fs::read_link(hooks.path("pre-commit")).unwrap(),
        Path::new("shared")
    );
}

#[test]
fn two_foreign_hooks_are_not_pressed_into_one() {
    let hooks = Hooks::new();
    hooks.executable("pre-commit", "one");
    hooks.executable("pre-commit.before-orbit", "two");
    let failure = install(hooks.folder.path(), HOOK, None).unwrap_err();
    assert!(failure.message.contains("neither is Orbit's"), "{failure}");
    assert_eq!(fs::read_to_string(hooks.path("pre-commit")).unwrap(), "one");
    assert_eq!(hooks.names(), ["pre-commit", "pre-commit.before-orbit"]);
}

#[test]
fn a_hook_without_its_program_refuses_and_says_how_to_mend_it() {
    let hooks = Hooks::new();
    hooks.install(Path::new("/nowhere/orbit"));
    let output = hooks.run();
    assert_eq!(output.status.code(), Some(1));
    let message = text(&output.stderr);
    assert!(
        message.starts_with("error: this commit cannot be checked"),
        "{message}"
    );
    assert!(message.contains("run `orbit hook install`"), "{message}");
}

#[test]
fn a_folder_that_is_not_there_is_made() {
    let hooks = Hooks::new();
    install(&hooks.path("a/hooks"), HOOK, None).unwrap();
    assert!(hooks.path("a/hooks/pre-commit").is_file());
}

#[test]
fn a_folder_that_cannot_be_is_a_failure() {
    let failure = install(Path::new("/dev/null"), HOOK, None).unwrap_err();
    assert!(failure.message.contains("/dev/null"), "{failure}");
}

#[test]
fn husky_is_told_where_to_put_the_line() {
    let hooks = Hooks::new();
    fs::create_dir(hooks.path("_")).unwrap();
    fs::write(hooks.path("_/h"), "").unwrap();
    let failure = install(&hooks.path("_"), HOOK, None).unwrap_err();
    assert!(
        failure.hints[0].ends_with("pre-commit`: orbit hook run pre-commit"),
        "{failure:?}"
    );
}
