//! The outline of an engagement: its sections, the entries of its log, and their marks.

use lsp_types::{DocumentSymbol, SymbolKind};

use super::view::View;
use crate::model::marks::{Outcome, is_answered, outcome};
use crate::span::Span;
use crate::text::{Keyword, Mark};

/// The outline; empty for what is no engagement.
#[must_use]
pub fn of(view: &View<'_>) -> Vec<DocumentSymbol> {
    let Some(engagement) = &view.engagement else {
        return Vec::new();
    };
    let document = &engagement.document;
    let sections = document.body.sections();
    let mut open: Vec<(u8, DocumentSymbol)> = Vec::new();
    let mut top = Vec::new();
    for section in &sections {
        let Some(heading) = document.body.headings.get(section.heading) else {
            continue;
        };
        close(&mut open, &mut top, heading.level);
        let entry = document
            .log
            .entries
            .iter()
            .find(|entry| entry.heading_span == heading.span);
        let mut own = symbol(view, &heading.text, section.span, heading.text_span);
        if let Some(entry) = entry {
            own.kind = SymbolKind::EVENT;
            own.children = Some(entry.marks.iter().map(|mark| of_mark(view, mark)).collect());
        }
        open.push((heading.level, own));
    }
    close(&mut open, &mut top, 0);
    top
}

/// Puts away every open section that one of this level ends.
fn close(open: &mut Vec<(u8, DocumentSymbol)>, top: &mut Vec<DocumentSymbol>, level: u8) {
    while open.last().is_some_and(|(own, _)| *own >= level) {
        let Some((_, done)) = open.pop() else {
            return;
        };
        match open.last_mut() {
            Some((_, parent)) => parent.children.get_or_insert_default().push(done),
            None => top.push(done),
        }
    }
}

fn of_mark(view: &View<'_>, mark: &Mark) -> DocumentSymbol {
    let mut symbol = symbol(view, &mark.text, mark.span, mark.keyword_span);
    symbol.kind = match mark.keyword {
        Keyword::Promise => SymbolKind::CONSTANT,
        Keyword::Decision => SymbolKind::KEY,
        Keyword::Question => SymbolKind::VARIABLE,
        Keyword::Waiver => SymbolKind::OPERATOR,
        _ => SymbolKind::FIELD,
    };
    let state = match mark.keyword {
        Keyword::Promise => format!(", {}", outcome(mark).word()),
        Keyword::Question if is_answered(mark) => ", answered".to_owned(),
        Keyword::Question => ", open".to_owned(),
        _ => String::new(),
    };
    symbol.detail = Some(format!("{}{state}", mark.keyword));
    if matches!(outcome(mark), Outcome::Replaced | Outcome::Released) {
        symbol.tags = Some(vec![lsp_types::SymbolTag::DEPRECATED]);
    }
    symbol
}

fn symbol(view: &View<'_>, name: &str, span: Span, own: Span) -> DocumentSymbol {
    // An outline shows no line without a name.
    let name = if name.trim().is_empty() { "…" } else { name };
    let whole = Span::new(span.start.min(own.start), span.end.max(own.end));
    #[expect(deprecated, reason = "the field has to be given, and is nothing")]
    DocumentSymbol {
        name: name.to_owned(),
        detail: None,
        kind: SymbolKind::STRING,
        tags: None,
        deprecated: None,
        range: view.lines.range(whole),
        selection_range: view.lines.range(own),
        children: None,
    }
}
