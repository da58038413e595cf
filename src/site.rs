//! The static site: from a studio, its history and a day to pages, and nothing else; the same bytes each time.

pub mod address;
pub mod engine;
pub mod html;
pub mod view;
pub mod words;
