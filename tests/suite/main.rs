//! Orbit from the outside, and its repositories as git really makes them. One file a capability; [`harness`] makes the studios.

mod harness;

mod log;
mod trees;
