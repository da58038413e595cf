//! The one test binary: each file a capability, tried from outside.

mod bad_input;
mod baseline;
mod ci;
mod cli;
mod commit;
mod demo;
mod doors;
mod formats;
mod harness;
mod histories;
mod hook;
mod house;
mod log;
mod memory_commits;
mod memory_rules;
mod own_words;
mod prepare;
mod push;
mod readme;
mod recall;
mod site;
mod state_rules;
mod trees;
mod verdict;
mod workshop;
