//! Finding sections by their headings, and the items in them.

use super::{Body, Item, Section};
use crate::span::Span;

impl Body {
    /// All sections, one for each heading, in order.
    #[must_use]
    pub fn sections(&self) -> Vec<Section> {
        let mut sections: Vec<Section> = Vec::with_capacity(self.headings.len());
        // Where the next heading of each level, or of a higher one, begins: seen from the end of the file.
        let mut ends = [self.span.end; 7];
        for (index, heading) in self.headings.iter().enumerate().rev() {
            let level = usize::from(heading.level);
            let end = ends.get(level).copied().unwrap_or(self.span.end);
            sections.push(self.until(index, end));
            for end in ends.iter_mut().skip(level) {
                *end = heading.span.start;
            }
        }
        sections.reverse();
        sections
    }

    /// The section with this title, white space and case aside: the first of level 2, else the first of any level.
    #[must_use]
    pub fn section(&self, title: &str) -> Option<Section> {
        let mut first = None;
        for (index, heading) in self.headings.iter().enumerate() {
            if (heading.level == 2 || first.is_none()) && same_title(&heading.text, title) {
                if heading.level == 2 {
                    return self.section_of_heading(index);
                }
                first = Some(index);
            }
        }
        self.section_of_heading(first?)
    }

    /// The section below the heading of this index.
    #[must_use]
    pub fn section_of_heading(&self, index: usize) -> Option<Section> {
        let heading = self.headings.get(index)?;
        let end = self
            .headings
            .iter()
            .skip(index + 1)
            .find(|later| later.level <= heading.level)
            .map_or(self.span.end, |later| later.span.start);
        Some(self.until(index, end))
    }

    /// The items that begin in `span`, with their indexes, in order.
    pub fn items_in(&self, span: Span) -> impl Iterator<Item = (usize, &Item)> {
        let first = self
            .items
            .partition_point(|item| item.span.start < span.start);
        self.items
            .iter()
            .enumerate()
            .skip(first)
            .take_while(move |(_, item)| item.span.start < span.end)
    }

    /// The indexes of the headings that begin in `span`.
    #[must_use]
    pub fn headings_in(&self, span: Span) -> std::ops::Range<usize> {
        let before = |at: usize| {
            self.headings
                .partition_point(|heading| heading.span.start < at)
        };
        let first = before(span.start);
        first..before(span.end).max(first)
    }

    /// The section from heading `index` to byte `end`.
    fn until(&self, index: usize, end: usize) -> Section {
        let (start, below) = self
            .headings
            .get(index)
            .map_or((end, end), |heading| (heading.span.start, heading.below));
        let end = end.max(below);
        Section {
            heading: index,
            span: Span::new(start, end),
            content: Span::new(below, end),
        }
    }
}

/// Whether two titles are the same but for case and white space.
#[must_use]
pub fn same_title(one: &str, other: &str) -> bool {
    fn folded(title: &str) -> impl Iterator<Item = char> {
        title
            .split_whitespace()
            .flat_map(|word| word.chars().chain([' ']))
            .flat_map(char::to_lowercase)
    }
    folded(one).eq(folded(other))
}
