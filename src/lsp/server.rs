//! The conversation with an editor: what it asks, and what it is told unasked.

use std::collections::{BTreeSet, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use lsp_server::{Connection, ErrorCode, Message, Notification, Request, Response};
use lsp_types::Position;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::documents::Documents;
use super::messages::{About, At, Changed, Initialize, Opened, Published, Within};
use super::place::Encoding;
use super::studio::{Studio, is_setting};
use super::view::View;
use super::{actions, completion, definition, diagnostics, hover, symbols, uri};
use crate::day::Day;
use crate::span::Span;

/// Where the server runs.
pub struct Home<'a> {
    /// The folder it was started in, for an editor that names none.
    pub folder: PathBuf,
    /// The day that counts as today.
    pub today: &'a (dyn Fn() -> Day + Sync),
}

/// Speaks with an editor until it goes; whether it took its leave.
#[must_use]
pub fn serve(connection: &Connection, home: &Home<'_>) -> bool {
    let mut server = Server {
        connection,
        home,
        documents: Documents::default(),
        studios: Vec::new(),
        encoding: Encoding::default(),
        watches: false,
        stage: Stage::New,
        stale: BTreeSet::new(),
        answered: 0,
    };
    let mut waiting = VecDeque::new();
    loop {
        if waiting.is_empty() {
            match connection.receiver.recv() {
                Ok(message) => waiting.push_back(message),
                Err(_) => return server.stage == Stage::Over,
            }
        }
        // Of several keystrokes that wait, only the last is worth a verdict.
        while let Some(message) = waiting.pop_front() {
            if matches!(&message, Message::Notification(told) if told.method == "exit") {
                return server.stage == Stage::Over;
            }
            server.take(message);
            waiting.extend(connection.receiver.try_iter());
        }
        server.tell();
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    New,
    Open,
    Over,
}

struct Server<'a> {
    connection: &'a Connection,
    home: &'a Home<'a>,
    documents: Documents,
    studios: Vec<Studio>,
    encoding: Encoding,
    /// Whether the editor can be asked to watch files.
    watches: bool,
    stage: Stage,
    /// The addresses of documents of which something new is to be told.
    stale: BTreeSet<String>,
    answered: i32,
}

/// Why a request has no answer.
type Refused = (ErrorCode, String);

impl Server<'_> {
    /// Takes one message. Whatever goes wrong with it, the next one is taken.
    fn take(&mut self, message: Message) {
        match message {
            Message::Request(request) => {
                let id = request.id.clone();
                let answer = catch_unwind(AssertUnwindSafe(|| self.answer(request)));
                let answer =
                    answer.unwrap_or_else(|_| Err(refused("this went wrong inside of Orbit")));
                let response = match answer {
                    Ok(value) => Response::new_ok(id, value),
                    Err((code, message)) => Response::new_err(id, code as i32, message),
                };
                self.send(Message::Response(response));
            }
            Message::Notification(told) => {
                let _ = catch_unwind(AssertUnwindSafe(|| self.hear(told)));
            }
            Message::Response(_) => {}
        }
    }

    fn send(&self, message: Message) {
        // An editor that is gone needs no answer; the loop ends with its messages.
        let _ = self.connection.sender.send(message);
    }

    fn answer(&mut self, request: Request) -> Result<Value, Refused> {
        let Request { method, params, .. } = request;
        match (self.stage, method.as_str()) {
            (Stage::New, "initialize") => Ok(self.begin(read(params)?)),
            (Stage::New, _) => Err((
                ErrorCode::ServerNotInitialized,
                "`initialize` comes first".to_owned(),
            )),
            (Stage::Over, _) => Err((
                ErrorCode::InvalidRequest,
                "nothing comes behind `shutdown`".to_owned(),
            )),
            (Stage::Open, "shutdown") => {
                self.stage = Stage::Over;
                Ok(Value::Null)
            }
            (Stage::Open, "textDocument/completion") => self.at(params, |view, position| {
                value(&completion::of(view, position))
            }),
            (Stage::Open, "textDocument/hover") => {
                self.at(params, |view, position| value(&hover::of(view, position)))
            }
            (Stage::Open, "textDocument/definition") => self.at(params, |view, position| {
                value(&definition::of(view, position))
            }),
            (Stage::Open, "textDocument/documentSymbol") => {
                let about: About = read(params)?;
                self.view(&about.text_document.uri, |view| value(&symbols::of(view)))
            }
            (Stage::Open, "textDocument/codeAction") => {
                let within: Within = read(params)?;
                self.view(&within.text_document.uri, |view| {
                    let span: Span = view.lines.span_of(within.range);
                    value(&actions::of(view, span))
                })
            }
            (Stage::Open, _) => Err((
                ErrorCode::MethodNotFound,
                format!("`{method}` is not answered here"),
            )),
        }
    }

    /// Answers what is asked about a place.
    fn at(
        &mut self,
        params: Value,
        ask: impl FnOnce(&View<'_>, Position) -> Value,
    ) -> Result<Value, Refused> {
        let at: At = read(params)?;
        self.view(&at.text_document.uri, |view| ask(view, at.position))
    }

    /// Answers what is asked about a document; nothing where it is not open or in no studio.
    fn view(&mut self, uri: &str, ask: impl FnOnce(&View<'_>) -> Value) -> Result<Value, Refused> {
        let Some((at, path)) = self.studio_of(uri) else {
            return Ok(Value::Null);
        };
        let found = self.studios.get(at).zip(self.documents.get(uri));
        Ok(found.map_or(Value::Null, |(studio, document)| {
            let Some(settings) = studio.settings() else {
                return Value::Null;
            };
            let day = (self.home.today)();
            ask(&View::new(
                studio,
                settings,
                (uri, &path),
                &document.text,
                self.encoding,
                day,
            ))
        }))
    }

    fn begin(&mut self, editor: Initialize) -> Value {
        let can = |path: &str| editor.capabilities.pointer(path);
        let known: Vec<String> = can("/general/positionEncodings")
            .and_then(|known| serde_json::from_value(known.clone()).ok())
            .unwrap_or_default();
        self.encoding = Encoding::agree(&known);
        self.watches =
            can("/workspace/didChangeWatchedFiles/dynamicRegistration") == Some(&Value::Bool(true));
        self.stage = Stage::Open;
        let folders = editor
            .workspace_folders
            .unwrap_or_default()
            .into_iter()
            .map(|folder| folder.uri);
        let named: Vec<PathBuf> = folders
            .chain(editor.root_uri)
            .filter_map(|uri| uri::path(&uri))
            .collect();
        for folder in if named.is_empty() {
            vec![self.home.folder.clone()]
        } else {
            named
        } {
            self.studio_at(&folder);
        }
        json!({
            "serverInfo": {"name": "orbit", "version": env!("CARGO_PKG_VERSION")},
            "capabilities": {
                "positionEncoding": self.encoding.kind(),
                "textDocumentSync": {"openClose": true, "change": 2, "save": {"includeText": false}},
                "completionProvider": {"triggerCharacters": ["@", "^", ":", "[", "(", "-", " ", "#"]},
                "hoverProvider": true,
                "definitionProvider": true,
                "documentSymbolProvider": true,
                "codeActionProvider": {"codeActionKinds": ["quickfix"]},
            },
        })
    }

    fn hear(&mut self, told: Notification) {
        // What cannot be read is as good as not said.
        let Notification { method, params } = told;
        let _: Result<(), Refused> = match (self.stage, method.as_str()) {
            (Stage::Open, "initialized") => {
                self.watch();
                Ok(())
            }
            (Stage::Open, "textDocument/didOpen") => read(params).map(|opened| self.open(opened)),
            (Stage::Open, "textDocument/didChange") => {
                read(params).map(|changed| self.change(changed))
            }
            (Stage::Open, "textDocument/didClose") => {
                read(params).map(|about: About| self.close(&about.text_document.uri))
            }
            (Stage::Open, "textDocument/didSave" | "workspace/didChangeWatchedFiles") => {
                for studio in &mut self.studios {
                    studio.refresh();
                }
                self.all_are_stale();
                Ok(())
            }
            _ => Ok(()),
        };
    }

    /// Asks to be told of what changes without being open.
    fn watch(&mut self) {
        if !self.watches {
            return;
        }
        self.answered += 1;
        let globs = ["**/orbit.yml", "**/workflows/*.{yml,yaml}", "**/*.md"];
        let watchers: Vec<Value> = globs
            .iter()
            .map(|glob| json!({"globPattern": glob}))
            .collect();
        let params = json!({"registrations": [{
            "id": "files",
            "method": "workspace/didChangeWatchedFiles",
            "registerOptions": {"watchers": watchers},
        }]});
        let request = Request::new(
            self.answered.into(),
            "client/registerCapability".to_owned(),
            params,
        );
        self.send(Message::Request(request));
    }

    fn open(&mut self, opened: Opened) {
        let Opened { text_document } = opened;
        let path = uri::path(&text_document.uri).map(|path| resolved(&path));
        let uri = text_document.uri.clone();
        self.documents.open(
            text_document.uri,
            path,
            text_document.version,
            text_document.text,
        );
        // What is on disk may have changed since it was looked at.
        if let Some((at, _)) = self.studio_of(&uri)
            && let Some(studio) = self.studios.get_mut(at)
        {
            studio.refresh();
        }
        self.take_over(&uri);
    }

    fn change(&mut self, changed: Changed) {
        let Changed {
            text_document,
            content_changes,
        } = changed;
        if self.documents.edit(
            &text_document.uri,
            text_document.version,
            content_changes,
            self.encoding,
        ) {
            self.take_over(&text_document.uri);
        }
    }

    /// Tells the studio what now stands in a window.
    fn take_over(&mut self, uri: &str) {
        if let Some((at, path)) = self.studio_of(uri)
            && let (Some(studio), Some(document)) =
                (self.studios.get_mut(at), self.documents.get(uri))
        {
            studio.put(&path, &document.text);
            if is_setting(&path) {
                self.all_are_stale();
            }
        }
        self.stale.insert(uri.to_owned());
    }

    fn close(&mut self, uri: &str) {
        let studio = self.studio_of(uri);
        self.documents.close(uri);
        self.stale.remove(uri);
        if let Some((at, path)) = studio
            && let Some(studio) = self.studios.get_mut(at)
        {
            studio.close(&path);
            if is_setting(&path) {
                self.all_are_stale();
            }
        }
        self.publish(&Published {
            uri,
            version: None,
            diagnostics: Vec::new(),
        });
    }

    fn all_are_stale(&mut self) {
        self.stale
            .extend(self.documents.iter().map(|(uri, _)| uri.clone()));
    }

    /// Tells what is wrong with each document of which something new is to be told.
    fn tell(&mut self) {
        if self.stale.is_empty() {
            return;
        }
        let moved = self
            .studios
            .iter_mut()
            .fold(false, |moved, studio| studio.follow_head() | moved);
        if moved {
            self.all_are_stale();
        }
        for uri in std::mem::take(&mut self.stale) {
            let studio = self.studio_of(&uri);
            let Some(document) = self.documents.get(&uri) else {
                continue;
            };
            let found = studio.and_then(|(at, path)| Some((self.studios.get(at)?, path)));
            let all = catch_unwind(AssertUnwindSafe(|| {
                found.map(|(studio, path)| {
                    diagnostics::of(
                        studio,
                        &path,
                        &document.text,
                        self.encoding,
                        (self.home.today)(),
                    )
                })
            }));
            if let Ok(all) = all {
                self.publish(&Published {
                    uri: &uri,
                    version: Some(document.version),
                    diagnostics: all.unwrap_or_default(),
                });
            }
        }
    }

    fn publish(&self, published: &Published<'_>) {
        let params = serde_json::to_value(published).unwrap_or_default();
        let method = "textDocument/publishDiagnostics".to_owned();
        self.send(Message::Notification(Notification { method, params }));
    }

    /// The studio of a document, and the document's path in it.
    fn studio_of(&mut self, uri: &str) -> Option<(usize, String)> {
        let path = self.documents.get(uri)?.path.clone()?;
        let found = self.known(&path);
        let at = match found {
            Some(at) => at,
            None => self.studio_at(path.parent()?)?,
        };
        Some((at, self.studios.get(at)?.path_of(&path)?))
    }

    fn known(&self, path: &Path) -> Option<usize> {
        self.studios
            .iter()
            .position(|studio| studio.path_of(path).is_some())
    }

    /// The studio that a folder is in.
    fn studio_at(&mut self, folder: &Path) -> Option<usize> {
        let folder = resolved(folder);
        if let Some(known) = self.known(&folder.join("orbit.yml")) {
            return Some(known);
        }
        let existing = folder.ancestors().find(|folder| folder.is_dir())?;
        self.studios.push(Studio::at(existing)?);
        Some(self.studios.len() - 1)
    }
}

/// A path, the links above it resolved as far as it exists.
fn resolved(path: &Path) -> PathBuf {
    let above = path.ancestors().find_map(|above| {
        let real = above.canonicalize().ok()?;
        Some((real, path.strip_prefix(above).ok()?))
    });
    above.map_or_else(
        || path.to_owned(),
        |(real, rest)| {
            if rest.as_os_str().is_empty() {
                real
            } else {
                real.join(rest)
            }
        },
    )
}

fn refused(message: &str) -> Refused {
    (ErrorCode::InternalError, message.to_owned())
}

fn read<T: DeserializeOwned>(params: Value) -> Result<T, Refused> {
    serde_json::from_value(params).map_err(|error| (ErrorCode::InvalidParams, error.to_string()))
}

fn value(answer: &impl serde::Serialize) -> Value {
    serde_json::to_value(answer).unwrap_or_default()
}
