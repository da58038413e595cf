//! The git repository.

/// To come.
pub struct Repository;
