//! The language server: what `orbit check` says, as one types; completion, hover, quick fixes, the way to what is referred to, and an outline.
//!
//! ```text
//! messages ──> server ──> documents ──> studio ──> view ──> diagnostics, completion, hover, actions, definition, symbols
//!  (wire)                 open texts    HEAD, work  one file, one place
//!                                       tree, settings
//! ```
//!
//! A request that cannot be answered gets an error; none ends the server.

pub mod actions;
pub mod completion;
pub mod definition;
pub mod diagnostics;
pub mod documents;
pub mod history;
pub mod hover;
pub mod messages;
pub mod place;
pub mod server;
pub mod settings_file;
pub mod studio;
pub mod symbols;
pub mod uri;
pub mod view;
pub mod wire;

pub use server::{Home, serve};
