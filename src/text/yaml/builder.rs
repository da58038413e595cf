//! From the YAML parser's events to nodes, without recursion into the input.

use std::collections::HashMap;

use granit_parser::{Event, ScalarStyle, ScanError, StructureStyle, Tag};

use super::indicator::Source;
use super::message::{bomb, message, too_deep};
use super::{DEEPEST, Duplicate, MOST_DUPLICATES, Node, NodeKind, Pair, Parsed};
use crate::span::{Span, floor_boundary};

/// How much aliases may add up to: one for each node they stand for, and one for every 32 bytes of its text.
const ALIAS_BUDGET: usize = 50_000;

/// A collection that is being read. Places are bytes of the block, not of the file.
struct Open {
    start: usize,
    /// Where it ends as far as it was read.
    end: usize,
    anchor: usize,
    items: Items,
}

enum Items {
    Sequence(Vec<Node>),
    Mapping(Vec<Pair>, Option<(String, Span)>),
}

struct Anchored {
    node: Node,
    weight: usize,
    depth: usize,
}

pub(super) struct Builder<'a> {
    source: Source<'a>,
    open: Vec<Open>,
    /// The end of what was read last.
    pub(super) floor: usize,
    anchors: HashMap<usize, Anchored>,
    budget: usize,
    documents: usize,
    parsed: Parsed,
}

impl<'a> Builder<'a> {
    pub(super) fn new(source: Source<'a>) -> Self {
        Self {
            source,
            open: Vec::new(),
            floor: 0,
            anchors: HashMap::new(),
            budget: ALIAS_BUDGET,
            documents: 0,
            parsed: Parsed {
                root: Node {
                    span: Span::at(source.offset),
                    kind: NodeKind::Null,
                },
                problems: Vec::new(),
                duplicates: Vec::new(),
            },
        }
    }

    pub(super) fn problem(&mut self, start: usize, end: usize, message: String) {
        let span = self.source.span(start, end);
        self.parsed.problems.push((span, message));
    }

    /// Takes one event of the parser, which stands at `start..end` of the block; says whether to go on.
    pub(super) fn event(&mut self, event: Event<'_>, start: usize, end: usize) -> bool {
        let going_on = match event {
            Event::DocumentStart(..) => {
                self.documents += 1;
                if self.documents > 1 {
                    let message = "a second YAML document begins here; only one can be read";
                    self.problem(start, end, message.to_owned());
                    return false;
                }
                return true;
            }
            Event::Scalar(text, style, anchor, tag) => {
                let node = self.scalar(&text, style, tag.as_deref(), start, end);
                self.anchor(anchor, &node);
                self.complete(node)
            }
            Event::SequenceStart(style, anchor, _) => {
                let start = if style == StructureStyle::Block && self.at_value() {
                    self.source
                        .indicator(self.floor, start, b"-")
                        .unwrap_or(start)
                } else {
                    start
                };
                self.begin(start, anchor, Items::Sequence(Vec::new()))
            }
            Event::MappingStart(_, anchor, _) => {
                self.begin(start, anchor, Items::Mapping(Vec::new(), None))
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(start, end),
            Event::Alias(id) => self.alias(id, start, end),
            Event::UnresolvedAlias(name) => {
                let message =
                    format!("`*{name}` refers to nothing; put it in quotes if it is text");
                self.problem(start, end, message);
                false
            }
            _ => return true,
        };
        self.floor = self.floor.max(end);
        going_on
    }

    /// Whether the next node is the value of a key.
    fn at_value(&self) -> bool {
        matches!(
            self.open.last(),
            Some(Open {
                items: Items::Mapping(_, Some(_)),
                ..
            })
        )
    }

    fn scalar(
        &self,
        text: &str,
        style: ScalarStyle,
        tag: Option<&Tag>,
        start: usize,
        end: usize,
    ) -> Node {
        let string = tag.is_some_and(|tag| tag.is_yaml_core_schema_tag("str"));
        let (start, end) = match style {
            ScalarStyle::Literal | ScalarStyle::Folded => {
                self.source.block_scalar(self.floor, start, end)
            }
            _ if start < end => (start, end),
            _ => {
                let at = self.empty_place(start);
                (at, at)
            }
        };
        let plain = style == ScalarStyle::Plain && !string;
        let kind = if plain && (start == end || matches!(text, "~" | "null" | "Null" | "NULL")) {
            NodeKind::Null
        } else {
            let empty = style == ScalarStyle::Plain && start == end;
            NodeKind::Scalar {
                text: if empty {
                    String::new()
                } else {
                    text.to_owned()
                },
                plain,
            }
        };
        Node {
            span: self.source.span(start, end),
            kind,
        }
    }

    /// Where an empty value stands: behind its colon or dash and one space. The parser puts it before or on the colon, or behind the dash.
    fn empty_place(&self, at: usize) -> usize {
        let at_colon = self.source.text.as_bytes().get(at) == Some(&b':');
        if self.at_value() && (at <= self.floor || at_colon) {
            self.source.behind_colon(at.max(self.floor))
        } else {
            self.source.behind_space(at)
        }
    }

    fn begin(&mut self, start: usize, anchor: usize, items: Items) -> bool {
        if self.open.len() >= DEEPEST {
            self.problem(start, start + 1, too_deep());
            return false;
        }
        self.open.push(Open {
            start,
            end: start,
            anchor,
            items,
        });
        true
    }

    fn end(&mut self, start: usize, end: usize) -> bool {
        let Some(open) = self.open.pop() else {
            return true;
        };
        // A flow collection ends with its bracket; a block ends with the last thing in it.
        let end = if start < end { end } else { open.end };
        let kind = match open.items {
            Items::Sequence(nodes) => NodeKind::Sequence(nodes),
            Items::Mapping(pairs, _) => {
                self.find_duplicates(&pairs);
                NodeKind::Mapping(pairs)
            }
        };
        let node = Node {
            span: self.source.span(open.start, end),
            kind,
        };
        self.anchor(open.anchor, &node);
        self.complete(node)
    }

    /// Puts a node that was read whole where it belongs.
    fn complete(&mut self, node: Node) -> bool {
        let Some(open) = self.open.last_mut() else {
            self.parsed.root = node;
            return true;
        };
        open.end = open
            .end
            .max(node.span.end.saturating_sub(self.source.offset));
        match &mut open.items {
            Items::Sequence(nodes) => nodes.push(node),
            Items::Mapping(pairs, key) => match key.take() {
                Some((key, key_span)) => pairs.push(Pair {
                    key,
                    key_span,
                    value: node,
                }),
                None => {
                    let span = node.span;
                    let text = match node.kind {
                        NodeKind::Scalar { text, .. } => text,
                        NodeKind::Null => self.source.written(span).to_owned(),
                        NodeKind::Sequence(_) | NodeKind::Mapping(_) => {
                            let text = self.source.written(span).to_owned();
                            *key = Some((text, span));
                            let message = "a list or a map cannot be a key";
                            self.parsed.problems.push((span, message.to_owned()));
                            return true;
                        }
                    };
                    *key = Some((text, span));
                }
            },
        }
        true
    }

    fn find_duplicates(&mut self, pairs: &[Pair]) {
        let duplicates = &mut self.parsed.duplicates;
        let mut note = |pair: &Pair, first: &Pair| {
            if duplicates.len() >= MOST_DUPLICATES {
                return;
            }
            duplicates.push(Duplicate {
                key: pair.key.clone(),
                span: pair.key_span,
                first: first.key_span,
            });
        };
        if pairs.len() <= 16 {
            for (at, pair) in pairs.iter().enumerate() {
                let mut before = pairs.iter().take(at);
                if let Some(first) = before.find(|first| first.key == pair.key) {
                    note(pair, first);
                }
            }
            return;
        }
        let mut seen: HashMap<&str, &Pair> = HashMap::with_capacity(pairs.len());
        for pair in pairs {
            match seen.get(pair.key.as_str()) {
                Some(first) => note(pair, first),
                None => {
                    seen.insert(&pair.key, pair);
                }
            }
        }
    }

    /// Remembers a node under its anchor, if it has one; the copy counts like an alias does.
    fn anchor(&mut self, id: usize, node: &Node) {
        if id == 0 {
            return;
        }
        let (weight, depth) = weigh(node);
        if let Some(left) = self.budget.checked_sub(weight) {
            self.budget = left;
            self.anchors.insert(
                id,
                Anchored {
                    node: node.clone(),
                    weight,
                    depth,
                },
            );
        } else {
            self.budget = 0;
        }
    }

    fn alias(&mut self, id: usize, start: usize, end: usize) -> bool {
        let Some(anchored) = self.anchors.get(&id) else {
            let message = if self.budget == 0 {
                bomb()
            } else {
                "an alias cannot stand inside what it names".to_owned()
            };
            self.problem(start, end, message);
            return false;
        };
        if self.open.len() + anchored.depth > DEEPEST {
            self.problem(start, end, too_deep());
            return false;
        }
        let Some(left) = self.budget.checked_sub(anchored.weight) else {
            self.problem(start, end, bomb());
            return false;
        };
        self.budget = left;
        let node = Node {
            span: self.source.span(start, end),
            kind: anchored.node.kind.clone(),
        };
        self.complete(node)
    }

    pub(super) fn refuse(&mut self, error: &ScanError) {
        let text = self.source.text;
        let at = floor_boundary(text, error.marker().byte_offset().unwrap_or(self.floor));
        let length = text
            .get(at..)
            .and_then(|rest| rest.chars().next())
            .filter(|character| !matches!(character, '\n' | '\r'))
            .map_or(0, char::len_utf8);
        self.problem(at, at + length, message(error.kind()));
    }

    pub(super) fn finish(mut self) -> Parsed {
        if !self.parsed.problems.is_empty() {
            self.parsed.root = Node {
                span: Span::at(self.source.offset),
                kind: NodeKind::Null,
            };
        }
        self.parsed.duplicates.sort_by_key(|found| found.span.start);
        self.parsed
    }
}

/// The weight of a node, and how deep collections nest in it.
fn weigh(node: &Node) -> (usize, usize) {
    let (mut weight, mut depth) = (1, 0);
    let mut add = |child: &Node, deeper: &mut usize| {
        let (child_weight, child_depth) = weigh(child);
        weight += child_weight;
        *deeper = (*deeper).max(child_depth);
    };
    match &node.kind {
        NodeKind::Null => {}
        NodeKind::Scalar { text, .. } => weight += text.len() / 32,
        NodeKind::Sequence(nodes) => {
            for child in nodes {
                add(child, &mut depth);
            }
            depth += 1;
        }
        NodeKind::Mapping(pairs) => {
            for pair in pairs {
                add(&pair.value, &mut depth);
            }
            weight += pairs.iter().map(|pair| pair.key.len() / 32).sum::<usize>();
            depth += 1;
        }
    }
    (weight, depth)
}
