//! One file for each kind of page: from the studio to its view, from the view to its bytes.

pub mod activity;
pub mod calendar;
pub mod client;
pub mod data;
pub mod decisions;
pub mod engagement;
pub mod feed;
pub mod friction;
pub mod handoff;
pub mod history;
pub mod home;
pub mod moved;
pub mod person;
pub mod promises;
pub mod register;
pub mod rule;
pub mod search;
pub mod stage;

/// A page's file below the site's folder, and its bytes.
pub type Page = (String, Vec<u8>);
