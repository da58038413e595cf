//! A tree that is a literal.

/// To come.
pub struct Memory;
