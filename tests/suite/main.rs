//! The one test binary: each file a capability, tried from outside.

mod bad_input;
mod cli;
mod commit;
mod demo;
mod harness;
mod hook;
mod house;
mod log;
mod memory_commits;
mod memory_rules;
mod merge;
mod next;
mod push;
mod readme;
mod registers;
mod site;
mod state_rules;
mod trees;
mod verdict;
mod workshop;
