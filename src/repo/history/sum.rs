//! Numbers for parts of a log, so that what was made from them is known again.

use std::hash::Hasher;

use super::{Log, Step};
use crate::repo::remembered::bytes::Sum;

impl Log {
    /// Adds steps of one file: what it held, where, and all that their commits say of people and time.
    pub fn sum_up(&self, sum: &mut Sum, steps: &[Step]) {
        for step in steps {
            self.step(sum, step);
            sum.write_usize(step.side.len());
            for side in &step.side {
                self.step(sum, side);
            }
        }
    }

    /// Adds where history ends, and the commits that changed the settings: needs are judged by the settings of their time.
    pub fn sum_up_settings(&self, sum: &mut Sum) {
        for boundary in &self.shallow {
            sum.write(boundary.as_bytes());
        }
        for step in self.settings.iter().flat_map(|trail| &trail.steps) {
            if let Some(commit) = self.commit_of(step) {
                sum.write(commit.id.as_bytes());
            }
        }
    }

    fn step(&self, sum: &mut Sum, step: &Step) {
        if let Some(commit) = self.commit_of(step) {
            sum.write(commit.id.as_bytes());
            // The mailmap may give them other names.
            for person in [&commit.author, &commit.committer] {
                sum.write(person.name.as_bytes());
                sum.write(person.email.as_bytes());
            }
        }
        sum.write(step.path.as_bytes());
        sum.write(step.moved_from.as_deref().unwrap_or("").as_bytes());
        let before = step.before.as_ref();
        sum.write(before.map_or(&[][..], |id| id.as_bytes()));
        sum.write(step.after.as_bytes());
        sum.write_u8(u8::from(step.cut));
    }
}
