//! The anchors of one page, each of them once.

use std::collections::HashMap;

/// The anchors that a page has.
#[derive(Debug, Default)]
pub struct Anchors {
    /// Each with the number that one like it would get next, so that a page of thousands that are alike takes no longer than another.
    taken: HashMap<String, usize>,
}

impl Anchors {
    /// The anchor, with a number where it is taken.
    pub fn free(&mut self, anchor: String) -> String {
        let Some(mut number) = self.taken.get(&anchor).copied() else {
            self.taken.insert(anchor.clone(), 2);
            return anchor;
        };
        let free = loop {
            let free = format!("{anchor}-{number}");
            number += 1;
            if !self.taken.contains_key(&free) {
                break free;
            }
        };
        self.taken.insert(anchor, number);
        self.taken.insert(free.clone(), 2);
        free
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_anchor_is_given_once() {
        let mut anchors = Anchors::default();
        let mut given = |anchor: &str| anchors.free(anchor.to_owned());
        assert_eq!(
            ["a", "a", "a-2", "a", "a-2", "b"].map(&mut given),
            ["a", "a-2", "a-2-2", "a-3", "a-2-3", "b"]
        );
    }
}
