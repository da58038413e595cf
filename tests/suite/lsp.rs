//! `orbit lsp`, as an editor speaks with it: over the standard streams of a process, each message waited for.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

use serde_json::{Value, json};

use crate::harness::Studio;

const SETTINGS: &str = "\
studio: Northlight
people:
  maya: {name: Maya Lindqvist, email: maya@northlight.example, role: lead}
  tom: {name: Tom Abara, email: tom@northlight.example, role: delivery}
";

const LEAD: &str = "\
---
title: Rebrand
stage: lead
owner: maya
---

## Situation

They open in Lyon in May and want to be recognised there.

## Log

### 2026-03-11 Call

- decision: we look at it together (@maya, topic look) ^d1
- [ ] promise: two directions (@tom, to Jane Okafor, due 2026-04-20) ^p1
";

const REBRAND: &str = "engagements/acme/rebrand.md";

fn studio() -> Studio {
    let studio = Studio::new();
    studio
        .file("orbit.yml", SETTINGS)
        .file(REBRAND, LEAD)
        .file(
            "engagements/acme/audit.md",
            &LEAD.replace("Rebrand", "Audit"),
        )
        .git("add .")
        .git("commit -qm begin");
    studio
}

/// An editor that has started the server.
struct Editor<'s> {
    studio: &'s Studio,
    server: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    asked: i64,
    version: i64,
    /// What was told while something else was waited for.
    told: Vec<Value>,
}

impl<'s> Editor<'s> {
    fn new(studio: &'s Studio) -> Self {
        Self::with(studio, &json!({}))
    }

    fn with(studio: &'s Studio, capabilities: &Value) -> Self {
        let mut editor = Self::unopened(studio);
        let root = format!("file://{}", studio.path("").display());
        let answer = editor.ask(
            "initialize",
            &json!({"processId": null, "rootUri": root, "capabilities": capabilities}),
        );
        assert_eq!(answer["serverInfo"]["name"], "orbit");
        editor.tell("initialized", &json!({}));
        editor
    }

    fn unopened(studio: &'s Studio) -> Self {
        let mut server = studio
            .program()
            .arg("lsp")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a server");
        let input = server.stdin.take().expect("its input");
        let output = BufReader::new(server.stdout.take().expect("its output"));
        Self {
            studio,
            server,
            input,
            output,
            asked: 0,
            version: 0,
            told: Vec::new(),
        }
    }

    fn send(&mut self, text: &str) {
        write!(self.input, "Content-Length: {}\r\n\r\n{text}", text.len()).expect("a message sent");
        self.input.flush().expect("a message sent");
    }

    fn read(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            assert!(
                self.output.read_line(&mut line).expect("a header") > 0,
                "the server is gone"
            );
            if let Some(number) = line.trim().strip_prefix("Content-Length: ") {
                length = number.parse().expect("a number");
            }
            if line.trim().is_empty() {
                break;
            }
        }
        let mut bytes = vec![0; length];
        self.output.read_exact(&mut bytes).expect("a message");
        serde_json::from_slice(&bytes).expect("JSON")
    }

    fn tell(&mut self, method: &str, params: &Value) {
        self.send(&json!({"jsonrpc": "2.0", "method": method, "params": params}).to_string());
    }

    /// The whole response to a request.
    fn response(&mut self, method: &str, params: &Value) -> Value {
        self.asked += 1;
        let id = self.asked;
        self.send(
            &json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}).to_string(),
        );
        loop {
            let message = self.read();
            if message["id"] == id && message.get("method").is_none() {
                return message;
            }
            self.told.push(message);
        }
    }

    fn ask(&mut self, method: &str, params: &Value) -> Value {
        let response = self.response(method, params);
        assert!(response.get("error").is_none(), "{method}: {response}");
        response["result"].clone()
    }

    fn uri(&self, path: &str) -> String {
        format!("file://{}", self.studio.path(path).display())
    }

    /// What is said to be wrong with this version of a file.
    fn diagnostics(&mut self, path: &str, version: Option<i64>) -> Vec<Value> {
        let uri = self.uri(path);
        loop {
            let at = self.told.iter().position(|message| {
                message["method"] == "textDocument/publishDiagnostics"
                    && message["params"]["uri"] == uri.as_str()
                    && version.is_none_or(|version| message["params"]["version"] == version)
            });
            if let Some(at) = at {
                let told = self.told.remove(at);
                return told["params"]["diagnostics"]
                    .as_array()
                    .expect("a list")
                    .clone();
            }
            let message = self.read();
            self.told.push(message);
        }
    }

    fn open(&mut self, path: &str, text: &str) -> Vec<Value> {
        self.version += 1;
        let version = self.version;
        let uri = self.uri(path);
        self.tell("textDocument/didOpen", &json!({"textDocument": {"uri": uri, "languageId": "markdown", "version": version, "text": text}}));
        self.diagnostics(path, Some(version))
    }

    fn change(&mut self, path: &str, changes: &Value) -> Vec<Value> {
        self.version += 1;
        let version = self.version;
        let uri = self.uri(path);
        self.tell(
            "textDocument/didChange",
            &json!({"textDocument": {"uri": uri, "version": version}, "contentChanges": changes}),
        );
        self.diagnostics(path, Some(version))
    }

    fn write(&mut self, path: &str, text: &str) -> Vec<Value> {
        self.change(path, &json!([{"text": text}]))
    }

    fn at(&mut self, method: &str, path: &str, position: &Value) -> Value {
        let uri = self.uri(path);
        self.ask(
            method,
            &json!({"textDocument": {"uri": uri}, "position": position}),
        )
    }

    /// The labels of what is offered at the sign `‸` of a text, which is open then.
    fn offered(&mut self, path: &str, text: &str) -> Vec<String> {
        let items = self.items(path, text);
        items
            .iter()
            .map(|item| item["label"].as_str().expect("a label").to_owned())
            .collect()
    }

    fn items(&mut self, path: &str, text: &str) -> Vec<Value> {
        let (text, position) = cursor(text);
        self.write(path, &text);
        let answer = self.at("textDocument/completion", path, &position);
        answer.as_array().expect("a list").clone()
    }

    /// The text that choosing an offer makes of the one with the sign.
    fn chosen(&mut self, path: &str, text: &str, label: &str) -> String {
        let items = self.items(path, text);
        let item = items.iter().find(|item| item["label"] == label);
        let edit = &item.unwrap_or_else(|| panic!("no `{label}` among {items:#?}"))["textEdit"];
        applied(&cursor(text).0, std::slice::from_ref(edit))
    }

    fn hover(&mut self, path: &str, text: &str) -> String {
        let (text, position) = cursor(text);
        self.write(path, &text);
        let answer = self.at("textDocument/hover", path, &position);
        answer["contents"]["value"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    fn definition(&mut self, path: &str, text: &str) -> Vec<(String, u64)> {
        let (text, position) = cursor(text);
        self.write(path, &text);
        let top = self.uri("");
        let answer = self.at("textDocument/definition", path, &position);
        let places = answer.as_array().expect("a list").iter();
        places
            .map(|place| {
                let uri = place["uri"].as_str().expect("an address");
                let path = uri.strip_prefix(&top).unwrap_or(uri).to_owned();
                (
                    path,
                    place["range"]["start"]["line"].as_u64().expect("a line"),
                )
            })
            .collect()
    }

    fn actions(&mut self, path: &str, line: u64) -> Vec<Value> {
        let uri = self.uri(path);
        let place = json!({"line": line, "character": 0});
        let end = json!({"line": line, "character": 1000});
        let params = json!({"textDocument": {"uri": uri}, "range": {"start": place, "end": end}, "context": {"diagnostics": []}});
        let answer = self.ask("textDocument/codeAction", &params);
        answer.as_array().expect("a list").clone()
    }

    /// The text after a quick fix, which is open then, and what is wrong with it.
    fn mended(&mut self, path: &str, text: &str, line: u64, title: &str) -> (String, Vec<Value>) {
        let actions = self.actions(path, line);
        let action = actions.iter().find(|action| action["title"] == title);
        let action = action.unwrap_or_else(|| panic!("no `{title}` among {actions:#?}"));
        assert_eq!(action["kind"], "quickfix");
        let edits = action["edit"]["changes"][self.uri(path)]
            .as_array()
            .expect("edits")
            .clone();
        let text = applied(text, &edits);
        let wrong = self.write(path, &text);
        (text, wrong)
    }

    fn leave(mut self) {
        self.ask("shutdown", &Value::Null);
        self.tell("exit", &Value::Null);
        assert_eq!(self.server.wait().expect("an end").code(), Some(0));
    }
}

impl Drop for Editor<'_> {
    fn drop(&mut self) {
        // What a failed test leaves behind.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// A text without its sign, and where the sign stood, in UTF-16.
fn cursor(text: &str) -> (String, Value) {
    let (before, behind) = text.split_once('‸').expect("a sign");
    let line = before.matches('\n').count();
    let column = before
        .rsplit('\n')
        .next()
        .unwrap_or_default()
        .encode_utf16()
        .count();
    (
        format!("{before}{behind}"),
        json!({"line": line, "character": column}),
    )
}

/// A text after edits, as an editor makes them.
fn applied(text: &str, edits: &[Value]) -> String {
    let mut text = text.to_owned();
    for edit in edits {
        let at = |end: &str| {
            let place = &edit["range"][end];
            let line = place["line"].as_u64().expect("a line") as usize;
            let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
            let mut left = place["character"].as_u64().expect("a column") as usize;
            let mut at = start;
            for c in text[start..].chars() {
                if left == 0 {
                    break;
                }
                left -= c.len_utf16();
                at += c.len_utf8();
            }
            at
        };
        let range = at("start")..at("end");
        text.replace_range(range, edit["newText"].as_str().expect("a text"));
    }
    text
}

fn codes(diagnostics: &[Value]) -> Vec<&str> {
    diagnostics
        .iter()
        .filter_map(|one| one["code"].as_str())
        .collect()
}

/// Everything that a diagnostic says, with places as a check counts them, which is in characters: to be asked for in UTF-32.
fn told(diagnostics: &[Value]) -> Vec<Value> {
    let severities = ["", "error", "warning", "note"];
    let mut told: Vec<Value> = diagnostics
        .iter()
        .map(|one| {
            let place =
                |end: &str, part: &str| one["range"][end][part].as_u64().expect("a place") + 1;
            json!({
                "code": one["code"],
                "severity": severities[one["severity"].as_u64().expect("a severity") as usize],
                "line": place("start", "line"),
                "column": place("start", "character"),
                "end_line": place("end", "line"),
                "end_column": place("end", "character"),
                "message": one["message"],
                "help": one["data"]["help"],
                "need": one["data"]["need"],
            })
        })
        .collect();
    told.sort_by_key(Value::to_string);
    told
}

/// The same of what a check finds in a file.
fn checked(studio: &Studio, line: &str, path: &str) -> Vec<Value> {
    let run = studio.run(line);
    assert!(!run.failed(), "{}", run.all());
    let report: Value = serde_json::from_str(&run.out()).expect("JSON");
    let findings = report["findings"].as_array().expect("findings").iter();
    let mut told: Vec<Value> = findings
        .filter(|finding| finding["path"] == path)
        .map(|finding| {
            let members = [
                "code",
                "severity",
                "line",
                "column",
                "end_line",
                "end_column",
                "message",
                "help",
                "need",
            ];
            members
                .map(|member| (member.to_owned(), finding[member].clone()))
                .into_iter()
                .collect()
        })
        .collect();
    told.sort_by_key(Value::to_string);
    told
}

fn in_characters() -> Value {
    json!({"general": {"positionEncodings": ["utf-32", "utf-16"]}})
}

#[test]
fn what_is_wrong_is_what_a_check_says_in_the_whole_demo() {
    let folder = Studio::folder().variable("ORBIT_NOW", "2027-01-10");
    assert!(!folder.run("demo studio").failed());
    let run = folder.run("-C studio check --format json");
    let report: Value = serde_json::from_str(&run.out()).expect("JSON");
    assert!(
        report["findings"].as_array().expect("findings").len() > 5,
        "{report:#}"
    );
    let mut editor = Editor::with(&folder, &in_characters());
    let mut found = 0;
    for path in folder
        .run_git("-C studio ls-files engagements orbit.yml workflows")
        .out()
        .lines()
    {
        let text = folder.read(&format!("studio/{path}"));
        let wrong = editor.open(&format!("studio/{path}"), &text);
        assert_eq!(
            told(&wrong),
            checked(&folder, "-C studio check --format json", path),
            "{path}"
        );
        found += wrong.len();
    }
    assert_eq!(
        found,
        report["findings"].as_array().expect("findings").len()
    );
    editor.leave();
}

#[test]
fn what_is_typed_is_judged_before_it_is_saved() {
    let studio = studio();
    let mut editor = Editor::with(&studio, &in_characters());
    assert_eq!(editor.open(REBRAND, LEAD), Vec::<Value>::new());
    for text in [
        LEAD.replace("stage: lead", "stage: proposal"),
        LEAD.replace("stage: lead", "stage: reserch"),
        LEAD.replace("two directions", "nothing of the kind 🙂 (é)"),
        LEAD.replace(
            "- [ ] promise: two directions (@tom, to Jane Okafor, due 2026-04-20) ^p1\n",
            "",
        ),
        LEAD.replace("owner: maya", "owner: \"maya"),
        LEAD.replace("---\ntitle", "title"),
        LEAD.replace("Call", "Anruf: ✆ 🙂🙂 (@tim)"),
        String::new(),
    ] {
        let wrong = editor.write(REBRAND, &text);
        studio.file(REBRAND, &text);
        let expected = checked(&studio, "check --format json", REBRAND);
        studio.file(REBRAND, LEAD);
        assert!(!expected.is_empty(), "{text}");
        assert_eq!(told(&wrong), expected, "{text}");
    }
    assert_eq!(editor.write(REBRAND, LEAD), Vec::<Value>::new());
    editor.leave();
}

#[test]
fn words_pasted_from_another_engagement_are_told_as_a_check_tells_them() {
    let studio = studio();
    let pasted = LEAD
        .replace("Rebrand", "Site")
        .replace("stage: lead", "stage: research");
    let path = "engagements/harbour/site.md";
    let mut editor = Editor::with(&studio, &in_characters());
    let wrong = editor.open(path, &pasted);
    studio.file(path, &pasted);
    let expected = checked(&studio, "check --format json", path);
    let words = "section `Situation` says word for word what";
    let says = |finding: &Value| {
        finding["message"]
            .as_str()
            .is_some_and(|message| message.starts_with(words))
    };
    assert!(expected.iter().any(says), "{expected:#?}");
    assert_eq!(told(&wrong), expected);
    editor.leave();
}

#[test]
fn a_new_file_is_judged_before_it_is_on_disk() {
    let studio = studio();
    let mut editor = Editor::new(&studio);
    let wrong = editor.open("engagements/new/thing.md", "---\nstage: lead\n---\n");
    assert_eq!(codes(&wrong), ["need-unmet", "need-unmet"]);
    let wrong = editor.open("notes/thing.md", "---\nstage: nowhere\n---\n");
    assert_eq!(wrong, Vec::<Value>::new());
    editor.leave();
}

#[test]
fn places_are_counted_as_was_agreed_on() {
    let studio = studio();
    let text = LEAD.replace("### 2026-03-11 Call", "### 2026-03-11 🙂é (@tim)");
    for (encodings, column) in [
        (json!(["utf-8"]), 24),
        (json!(["utf-32"]), 20),
        (Value::Null, 21),
    ] {
        let mut editor = Editor::with(
            &studio,
            &json!({"general": {"positionEncodings": encodings}}),
        );
        let wrong = editor.open(REBRAND, &text);
        let unknown = wrong
            .iter()
            .find(|one| one["code"] == "person-unknown")
            .expect("it is found");
        assert_eq!(
            unknown["range"]["start"]["character"], column,
            "{encodings}"
        );
        editor.leave();
    }
}

#[test]
fn edits_come_in_pieces_and_several_at_once() {
    let studio = studio();
    let mut editor = Editor::new(&studio);
    editor.open(REBRAND, LEAD);
    let stage = json!({"start": {"line": 2, "character": 7}, "end": {"line": 2, "character": 11}});
    let wrong = editor.change(REBRAND, &json!([{"range": stage, "text": "x"}]));
    assert_eq!(codes(&wrong), ["stage-unknown"]);
    let x = json!({"start": {"line": 2, "character": 7}, "end": {"line": 2, "character": 8}});
    let behind = json!({"start": {"line": 2, "character": 9}, "end": {"line": 2, "character": 9}});
    let wrong = editor.change(
        REBRAND,
        &json!([{"range": x, "text": "le"}, {"range": behind, "text": "ad"}]),
    );
    assert_eq!(wrong, Vec::<Value>::new());
    editor.leave();
}

#[test]
fn a_commit_made_elsewhere_is_seen_at_the_next_keystroke() {
    let studio = studio();
    let mut editor = Editor::new(&studio);
    let moved = LEAD.replace("stage: lead", "stage: lost");
    studio.file(REBRAND, &moved);
    assert!(codes(&editor.open(REBRAND, &moved)).contains(&"handoff-missing"));
    studio.git("commit -qam moved --no-verify");
    let wrong = editor.write(REBRAND, &moved);
    assert!(!codes(&wrong).contains(&"handoff-missing"), "{wrong:#?}");
    editor.leave();
}

#[test]
fn settings_are_judged_and_taken_over_as_they_are_typed() {
    let studio = studio();
    let mut editor = Editor::new(&studio);
    editor.open(REBRAND, LEAD);
    let wrong = editor.open("orbit.yml", &SETTINGS.replace("studio:", "studoi:"));
    assert_eq!(wrong.len(), 1, "{wrong:#?}");
    assert_eq!(
        wrong[0]["message"],
        "unknown key `studoi`; did you mean `studio`?"
    );
    assert_eq!(wrong[0]["range"]["end"], json!({"line": 0, "character": 6}));
    editor.write("orbit.yml", &format!("{SETTINGS}workflow: own\n"));
    let own = "stages:\n  first: {needs: [{field: budget}]}\n";
    let wrong = editor.open("workflows/own.yml", own);
    assert_eq!(wrong, Vec::<Value>::new());
    // The engagement is judged anew each time that the settings are.
    let wrong = editor.write(REBRAND, LEAD);
    assert_eq!(codes(&wrong), ["stage-unknown"]);
    let wrong = editor.write(REBRAND, &LEAD.replace("stage: lead", "stage: first"));
    assert!(codes(&wrong).contains(&"need-unmet"), "{wrong:#?}");
    let wrong = editor.write(
        "workflows/own.yml",
        "stages:\n  first: {next: [secnd]}\n  second: {}\n",
    );
    assert_eq!(
        wrong[0]["message"],
        "no stage is called `secnd`; did you mean `second`?"
    );
    editor.leave();
}

#[test]
fn files_that_others_write_are_read_again_when_the_editor_says_so() {
    let studio = studio();
    let mut editor = Editor::with(
        &studio,
        &json!({"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": true}}}),
    );
    let text = LEAD.replace("owner: maya", "owner: maya\nfollows: acme/old");
    let wrong = editor.open(REBRAND, &text);
    assert_eq!(codes(&wrong), ["link-broken"]);
    assert!(
        editor
            .told
            .iter()
            .any(|message| message["method"] == "client/registerCapability")
    );
    studio.file("engagements/acme/old.md", LEAD);
    editor.tell(
        "workspace/didChangeWatchedFiles",
        &json!({"changes": [{"uri": "file:///x", "type": 1}]}),
    );
    assert_eq!(editor.diagnostics(REBRAND, None), Vec::<Value>::new());
    editor.leave();
}

#[test]
fn a_closed_file_is_as_it_is_saved() {
    let studio = studio();
    let mut editor = Editor::new(&studio);
    editor.open("orbit.yml", "studoi: x\n");
    let uri = editor.uri("orbit.yml");
    editor.tell(
        "textDocument/didClose",
        &json!({"textDocument": {"uri": uri}}),
    );
    assert_eq!(editor.diagnostics("orbit.yml", None), Vec::<Value>::new());
    let wrong = editor.open(REBRAND, &LEAD.replace("stage: lead", "stage: led"));
    assert_eq!(codes(&wrong), ["stage-unknown"]);
    editor.leave();
}

#[test]
fn the_front_matter_is_completed() {
    let studio = studio();
    let mut editor = Editor::new(&studio);
    editor.open(REBRAND, LEAD);
    let front = |line: &str| LEAD.replace("owner: maya\n", &format!("{line}\n"));
    let mut offered = |line: &str| editor.offered(REBRAND, &front(line));
    assert_eq!(offered("stage: ‸")[..3], ["lead", "research", "proposal"]);
    assert_eq!(offered("owner: ‸"), ["maya", "tom"]);
    assert_eq!(offered("team: [maya, ‸"), ["maya", "tom"]);
    assert_eq!(offered("team:\n  - ‸"), ["maya", "tom"]);
    assert_eq!(
        offered("source: ‸"),
        ["referral", "inbound", "outbound", "returning"]
    );
    assert_eq!(offered("workflow: ‸"), ["product", "retainer", "service"]);
    assert_eq!(offered("follows: ‸"), ["acme/audit"]);
    assert_eq!(offered("due: ‸")[0], "2026-03-20");
    assert_eq!(offered("anything: ‸"), [""; 0]);
    let keys = offered("‸");
    assert_eq!(keys[0], "owner", "what the stage needs comes first");
    assert!(
        keys.contains(&"success".to_owned()) && !keys.contains(&"title".to_owned()),
        "{keys:?}"
    );
    let chosen = editor.chosen(REBRAND, &front("team: [maya, t‸"), "tom");
    assert!(chosen.contains("team: [maya, tom\n"), "{chosen}");
    let chosen = editor.chosen(REBRAND, &front("ow‸"), "owner");
    assert!(chosen.contains("\nowner: \n"), "{chosen}");
    editor.leave();
}

#[test]
fn the_log_is_completed() {
    let studio = studio();
    let mut editor = Editor::new(&studio);
    editor.open(REBRAND, LEAD);
    let log = |line: &str| format!("{LEAD}{line}\n");
    let mut offered = |line: &str| editor.offered(REBRAND, &log(line));
    assert_eq!(offered("- pro‸").len(), 9);
    assert_eq!(offered("- [ ] ‸")[0], "promise");
    assert_eq!(offered("- risk: ask @‸"), ["@maya", "@tom"]);
    assert_eq!(
        offered("- decision: no (@maya, supersedes ^‸"),
        ["^p1", "^d1"]
    );
    assert_eq!(offered("- waiver: ‸")[..2], ["owner", "Situation"]);
    assert_eq!(offered("- approval: ‸"), ["Scope"]);
    assert_eq!(offered("- [ ] promise: x (@tom, due ‸")[0], "2026-03-20");
    assert!(offered("- [ ] promise: x (‸").contains(&"due".to_owned()));
    assert_eq!(offered("- decision: x (topic ‸"), ["price"]);
    assert_eq!(offered("- decision: x\n  - ‸")[0], "topic");
    assert_eq!(offered("see [[‸"), ["acme/audit"]);
    assert_eq!(offered("see [it](‸"), ["audit.md"]);
    assert_eq!(offered("\n### ‸"), ["2026-03-20"]);
    assert_eq!(
        offered("\n### 2026-03-20 Handoff: ‸")[0],
        "lead to research"
    );
    assert_eq!(offered("plain words‸"), [""; 0]);
    let chosen = editor.chosen(REBRAND, &log("- pr‸"), "promise");
    assert!(chosen.ends_with("- [ ] promise: \n"), "{chosen}");
    let chosen = editor.chosen(REBRAND, &log("- 🙂 @to‸"), "@tom");
    assert!(chosen.ends_with("- 🙂 @tom\n"), "{chosen}");
    let text = LEAD
        .replace("stage: lead", "stage: proposal")
        .replace("## Log", "## ‸\n\n## Log");
    assert_eq!(editor.offered(REBRAND, &text), ["Findings", "Approach"]);
    editor.leave();
}

#[test]
fn settings_files_are_completed() {
    let studio = studio();
    let mut editor = Editor::new(&studio);
    editor.open("orbit.yml", SETTINGS);
    let mut offered = |line: &str| editor.offered("orbit.yml", &format!("{SETTINGS}{line}\n"));
    assert!(offered("‸").contains(&"settings_by".to_owned()));
    assert_eq!(offered("workflow: ‸"), ["product", "retainer", "service"]);
    assert!(offered("checks:\n  pro‸").contains(&"promise-overdue".to_owned()));
    assert_eq!(
        offered("checks:\n  stale: ‸"),
        ["error", "warning", "note", "off"]
    );
    assert_eq!(offered("  ines:\n    ‸"), ["name", "email", "role"]);
    let own = "stages:\n  first:\n    needs:\n      - section: A\n  second:\n";
    editor.open("workflows/own.yml", own);
    let mut offered = |text: &str| editor.offered("workflows/own.yml", text);
    assert!(offered(&format!("{own}    ‸\n")).contains(&"purpose".to_owned()));
    assert_eq!(
        offered(&format!("{own}    next: [‸\n")),
        ["first", "second"]
    );
    assert_eq!(
        offered(&format!("{own}    kind: ‸\n")),
        ["active", "waiting", "done", "lost"]
    );
    let need = own.replace("  second:\n", "      - ‸\n  second:\n");
    assert_eq!(offered(&need)[..2], ["field", "section"]);
    let need = own.replace("  second:\n", "        ‸\n  second:\n");
    assert!(offered(&need).contains(&"because".to_owned()));
    let need = own.replace("  second:\n", "      - promises: ‸\n  second:\n");
    assert_eq!(offered(&need), ["owned", "dated", "settled"]);
    editor.leave();
}

#[test]
fn what_stands_at_a_place_is_told() {
    let studio = studio();
    studio
        .file(REBRAND, &LEAD.replace("- [ ] promise", "- [x] promise"))
        .git("commit -qam kept");
    let text = &studio.read(REBRAND);
    let mut editor = Editor::new(&studio);
    editor.open(REBRAND, text);
    let mut hover = |from: &str, to: &str| {
        let text = text.replacen(from, to, 1);
        editor.hover(REBRAND, &text)
    };
    let stage = hover("stage: lead", "stage: le‸ad");
    assert!(
        stage.contains("**Lead** (active)") && stage.contains("- ✓ section `Situation`"),
        "{stage}"
    );
    assert!(stage.contains("`standards/lead.md`"), "{stage}");
    let person = hover("@tom", "@t‸om");
    assert!(
        person.contains("**Tom Abara** (@tom), delivery"),
        "{person}"
    );
    let promise = hover("two directions", "two dir‸ections");
    assert!(
        promise.contains("**promise**: two directions — kept"),
        "{promise}"
    );
    assert!(
        promise.contains("written 2026-03-20 by @maya")
            && promise.contains("kept 2026-03-20 by @maya"),
        "{promise}"
    );
    let section = hover("## Situation", "## Situ‸ation");
    assert!(
        section.contains("`lead` needs section `Situation`: it is there"),
        "{section}"
    );
    let followed = hover("owner: maya", "owner: maya\nfollows: acme/au‸dit");
    assert!(followed.contains("**Audit** (acme/audit)"), "{followed}");
    let wrong = hover("stage: lead", "stage: rese‸rch");
    assert!(
        wrong.contains("**stage-unknown**") && wrong.contains("orbit explain stage-unknown"),
        "{wrong}"
    );
    let waiver = hover("^p1\n", "^p1\n- waiver: Situa‸tion (@maya, because x)\n");
    assert!(
        waiver.contains("The reason they called is said once"),
        "{waiver}"
    );
    editor.open("orbit.yml", SETTINGS);
    let key = editor.hover("orbit.yml", &SETTINGS.replace("people:", "peo‸ple:"));
    assert!(key.contains("Who works here"), "{key}");
    editor.leave();
}

#[test]
fn the_way_leads_to_what_is_meant() {
    let studio = studio();
    studio.shell("orbit init");
    let text = format!(
        "{LEAD}- decision: otherwise (@tom, supersedes ^d1) ^d2\n\nSee [[acme/audit]] and [it](audit.md).\n"
    );
    let mut editor = Editor::new(&studio);
    editor.open(REBRAND, &text);
    let mut way = |from: &str, to: &str| editor.definition(REBRAND, &text.replacen(from, to, 1));
    assert_eq!(
        way("supersedes ^d1", "supersedes ^d‸1"),
        [(REBRAND.to_owned(), 14)]
    );
    assert_eq!(way("@tom", "@t‸om"), [("orbit.yml".to_owned(), 3)]);
    assert_eq!(
        way("owner: maya", "owner: ma‸ya"),
        [("orbit.yml".to_owned(), 2)]
    );
    for to in ["[[acme/au‸dit]]", "[[acme/audit]] and [it](aud‸it.md)"] {
        let from = to.replace('‸', "");
        assert_eq!(
            way(&from, to),
            [("engagements/acme/audit.md".to_owned(), 0)]
        );
    }
    let stage = way("stage: lead", "stage: le‸ad");
    let paths: Vec<&str> = stage.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(paths, ["workflows/service.yml", "standards/lead.md"]);
    assert!(stage[0].1 > 5, "at the stage: {stage:?}");
    let workflow = studio.read("workflows/service.yml");
    editor.open("workflows/service.yml", &workflow);
    let from = workflow.replacen(
        "standard: standards/lead.md",
        "standard: standards/le‸ad.md",
        1,
    );
    assert_eq!(
        editor.definition("workflows/service.yml", &from),
        [("standards/lead.md".to_owned(), 0)]
    );
    let from = workflow.replacen("next: [research,", "next: [rese‸arch,", 1);
    assert_eq!(
        editor.definition("workflows/service.yml", &from)[0].0,
        "workflows/service.yml"
    );
    editor.leave();
}

#[test]
fn the_outline_has_sections_entries_and_marks() {
    let studio = studio();
    let mut editor = Editor::new(&studio);
    editor.open(REBRAND, LEAD);
    let uri = editor.uri(REBRAND);
    let outline = editor.ask(
        "textDocument/documentSymbol",
        &json!({"textDocument": {"uri": uri}}),
    );
    let names = |symbols: &Value| -> Vec<String> {
        let symbols = symbols.as_array().expect("symbols").iter();
        symbols
            .map(|symbol| symbol["name"].as_str().expect("a name").to_owned())
            .collect()
    };
    assert_eq!(names(&outline), ["Situation", "Log"]);
    let entries = &outline[1]["children"];
    assert_eq!(names(entries), ["2026-03-11 Call"]);
    let marks = &entries[0]["children"];
    assert_eq!(names(marks), ["we look at it together", "two directions"]);
    assert_eq!(marks[1]["detail"], "promise, open");
    assert_eq!(marks[1]["range"]["start"]["line"], 15);
    editor.leave();
}

#[test]
fn a_missing_section_is_put_in_with_its_guidance() {
    let studio = studio();
    let mut editor = Editor::new(&studio);
    let text = LEAD.replace(
        "\n## Situation\n\nThey open in Lyon in May and want to be recognised there.\n",
        "",
    );
    let wrong = editor.open(REBRAND, &text);
    assert_eq!(codes(&wrong), ["need-unmet"]);
    let (text, wrong) = editor.mended(REBRAND, &text, 2, "Add the section `Situation`");
    assert!(
        text.contains("---\n\n## Situation\n\n<!-- The reason they called"),
        "{text}"
    );
    assert_eq!(codes(&wrong), ["need-unmet"], "guidance is no answer");
    let (_, wrong) = (
        0,
        editor.write(
            REBRAND,
            &text.replace("## Situation\n", "## Situation\n\nThey open in Lyon.\n"),
        ),
    );
    assert_eq!(wrong, Vec::<Value>::new());
    editor.leave();
}

#[test]
fn a_missing_field_and_a_handoff_are_written() {
    let studio = studio();
    let mut editor = Editor::new(&studio);
    let text = LEAD.replace("stage: lead", "stage: research");
    let wrong = editor.open(REBRAND, &text);
    assert_eq!(
        codes(&wrong),
        ["handoff-missing", "need-unmet", "need-unmet"]
    );
    let (text, wrong) = editor.mended(REBRAND, &text, 2, "Set `source` to `inbound`");
    assert!(text.contains("\nsource: inbound\n"), "{text}");
    assert_eq!(codes(&wrong), ["handoff-missing", "need-unmet"]);
    let (text, _) = editor.mended(REBRAND, &text, 2, "Add the field `client_people`");
    let (text, wrong) = editor.mended(
        REBRAND,
        &text,
        2,
        "Write the entry `Handoff: lead to research`",
    );
    assert!(text.contains("### 2026-03-20 Handoff: lead to research\n\n- from: @maya\n- to: @maya\n\n#### Why are they asking now"), "{text}");
    assert!(!codes(&wrong).contains(&"handoff-missing"), "{wrong:#?}");
    assert!(codes(&wrong).contains(&"handoff-incomplete"), "{wrong:#?}");
    editor.leave();
}

#[test]
fn a_need_is_waived_and_a_mark_named() {
    let studio = studio();
    let mut editor = Editor::new(&studio);
    let text = LEAD.replace("owner: maya\n", "").replace(" ^d1", "");
    let wrong = editor.open(REBRAND, &text);
    assert_eq!(codes(&wrong), ["need-unmet"]);
    let (waived, wrong) = editor.mended(REBRAND, &text, 2, "Waive `owner`, with a reason");
    assert!(
        waived.contains(
            "### 2026-03-20 Notes (@maya)\n\n- waiver: owner (@maya, because …, until 2026-04-03)"
        ),
        "{waived}"
    );
    assert!(codes(&wrong).contains(&"waiver-unexplained"), "{wrong:#?}");
    let wrong = editor.write(
        REBRAND,
        &waived.replace("because …", "because she starts on Monday"),
    );
    assert!(!codes(&wrong).contains(&"waiver-unexplained"), "{wrong:#?}");
    assert!(wrong.iter().all(|one| one["severity"] == 3), "{wrong:#?}");
    let line = waived
        .lines()
        .position(|line| line.contains("- decision"))
        .expect("it stands there");
    editor.write(REBRAND, &waived);
    // Each time that it is asked for it is another name.
    let actions = editor.actions(REBRAND, line as u64);
    let title = actions[0]["title"].as_str().expect("a title");
    assert!(title.starts_with("Name this decision `^"), "{title}");
    let edits = &actions[0]["edit"]["changes"][editor.uri(REBRAND)];
    let named = applied(&waived, edits.as_array().expect("edits"));
    assert!(named.contains("topic look) ^"), "{named}");
    editor.leave();
}

#[test]
fn nothing_that_an_editor_sends_ends_the_server() {
    let studio = studio();
    let mut editor = Editor::new(&studio);
    for broken in [
        "",
        "no JSON",
        "[]",
        "{}",
        "{\"jsonrpc\": \"2.0\"}",
        "{\"method\": 1}",
        "\u{0}",
    ] {
        editor.send(broken);
    }
    let refused = |response: Value| response["error"]["code"].as_i64().expect("an error");
    assert_eq!(
        refused(editor.response("textDocument/unheard", &json!({}))),
        -32601
    );
    assert_eq!(
        refused(editor.response("textDocument/hover", &json!({"textDocument": 7}))),
        -32602
    );
    assert_eq!(
        refused(editor.response("textDocument/completion", &Value::Null)),
        -32602
    );
    editor.tell("textDocument/didOpen", &json!({"textDocument": {"uri": 1}}));
    editor.tell("textDocument/didChange", &json!({"textDocument": {"uri": "file:///not/open.md", "version": 1}, "contentChanges": [{"text": "x"}]}));
    editor.tell(
        "textDocument/didClose",
        &json!({"textDocument": {"uri": "file:///not/open.md"}}),
    );
    let nowhere =
        json!({"textDocument": {"uri": "untitled:1"}, "position": {"line": 0, "character": 0}});
    assert_eq!(editor.ask("textDocument/hover", &nowhere), Value::Null);
    // An address that is not escaped, and a place that is none.
    let wrong = editor.open(
        "engagements/acme/café au lait.md",
        "---\nstage: nowhere\n---\n",
    );
    assert_eq!(codes(&wrong), ["stage-unknown"]);
    let far = json!({"line": 4_000_000_000_u64, "character": 4_000_000_000_u64});
    for method in ["completion", "hover", "definition"] {
        editor.at(
            &format!("textDocument/{method}"),
            "engagements/acme/café au lait.md",
            &far,
        );
    }
    editor.leave();
}

#[test]
fn whoever_goes_without_leave_is_told_so() {
    let studio = studio();
    let mut editor = Editor::unopened(&studio);
    let early = editor.response("textDocument/hover", &json!({}));
    assert_eq!(early["error"]["code"], -32002);
    editor.tell("exit", &Value::Null);
    assert_eq!(editor.server.wait().expect("an end").code(), Some(1));
}

#[test]
fn outside_a_studio_nothing_is_said() {
    let folder = Studio::folder();
    let mut editor = Editor::new(&folder);
    assert_eq!(
        editor.open("a.md", "---\nstage: x\n---\n"),
        Vec::<Value>::new()
    );
    let position = json!({"line": 1, "character": 7});
    assert_eq!(
        editor.at("textDocument/completion", "a.md", &position),
        Value::Null
    );
    editor.leave();
}
