//! The one test binary: each file a capability, tried from outside.

mod cli;
mod commit;
mod demo;
mod harness;
mod hook;
mod house;
mod log;
mod push;
mod state_rules;
mod trees;
mod verdict;
mod workshop;
