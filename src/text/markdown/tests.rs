//! Markdown with its odd cases.

use super::*;

fn body(text: &str) -> Body {
    Body::read(text, 0)
}

fn written(text: &str, span: Span) -> &str {
    text.get(span.range())
        .unwrap_or_else(|| panic!("{span:?} in {text:?}"))
}

fn headings(text: &str) -> Vec<(u8, String)> {
    let headings = body(text).headings.into_iter();
    headings
        .map(|heading| (heading.level, heading.text))
        .collect()
}

/// The texts of all items, each with that of its parent and its box.
fn items(text: &str) -> Vec<(String, Option<String>, Option<bool>)> {
    let body = body(text);
    let text_of = |item: &Item| written(text, item.text_span).to_owned();
    body.items
        .iter()
        .map(|item| {
            let parent = item.parent.map(|parent| text_of(&body.items[parent]));
            (text_of(item), parent, item.ticked)
        })
        .collect()
}

#[test]
fn headings_are_read_with_their_levels_and_without_markup() {
    for (text, expected) in [
        ("# A\n", &[(1, "A")][..]),
        ("## A `b` **c** [d](e) #\n", &[(2, "A b c d")]),
        ("Set\nMore\n===\n", &[(1, "Set More")]),
        ("Set\n---\n", &[(2, "Set")]),
        ("###\n", &[(3, "")]),
        ("#no\n####### no\n", &[]),
        ("  ## in\r\n\r\ny\r\n## next\r\n", &[(2, "in"), (2, "next")]),
        ("```\n# code\n```\n# A\n", &[(1, "A")]),
        ("    # code\n", &[]),
        ("~~~\n# never closed\n", &[]),
        ("<!--\n# comment\n-->\n\n# A\n", &[(1, "A")]),
        ("> # quoted\n", &[]),
        ("- # in a list\n", &[]),
        ("## Café — Übergabe\n", &[(2, "Café — Übergabe")]),
    ] {
        let expected: Vec<_> = expected
            .iter()
            .map(|(level, text)| (*level, (*text).to_owned()))
            .collect();
        assert_eq!(headings(text), expected, "{text:?}");
    }
}

#[test]
fn headings_stand_where_they_are_written() {
    for (text, whole, inner, below) in [
        ("x\n\n## A `b` ##\nrest", "## A `b` ##", "A `b`", "rest"),
        (
            "Set\nMore\r\n===\r\nrest",
            "Set\nMore\r\n===",
            "Set\nMore",
            "rest",
        ),
        ("  ##  A  \r\n\r\nrest", "##  A", "A", "\r\nrest"),
        ("##\nrest", "##", "", "rest"),
        ("## A", "## A", "A", ""),
        ("## **A** b", "## **A** b", "**A** b", ""),
    ] {
        let heading = &body(text).headings[0];
        assert_eq!(written(text, heading.span), whole, "{text:?}");
        assert_eq!(written(text, heading.text_span), inner, "{text:?}");
        assert_eq!(&text[heading.below..], below, "{text:?}");
    }
}

#[test]
fn sections_end_at_the_next_heading_of_their_level_or_above() {
    let text = "# T\na\n## One\nb\n### Deep\nc\n## Two  words\nd\n# End\n### log\n## Log\ne";
    let body = body(text);
    let shown: Vec<_> = body
        .sections()
        .iter()
        .map(|section| written(text, section.content))
        .collect();
    assert_eq!(
        shown,
        [
            "a\n## One\nb\n### Deep\nc\n## Two  words\nd\n",
            "b\n### Deep\nc\n",
            "c\n",
            "d\n",
            "### log\n## Log\ne",
            "",
            "e",
        ]
    );
    for (index, section) in body.sections().into_iter().enumerate() {
        assert_eq!(body.section_of_heading(index), Some(section));
    }
    let found = |title: &str| body.section(title).map(|section| section.heading);
    assert_eq!(found(" two WORDS "), Some(3));
    assert_eq!(found("LOG"), Some(6));
    assert_eq!(found("deep"), Some(2));
    assert_eq!(found("Three"), None);
    assert_eq!(found(""), None);
    assert_eq!(body.section_of_heading(99), None);
    let one = body.sections()[1];
    assert_eq!(body.headings_in(one.content), 2..3);
}

#[test]
fn items_are_read_with_boxes_and_parents() {
    let item = |text: &str, parent: Option<&str>, ticked| {
        (text.to_owned(), parent.map(str::to_owned), ticked)
    };
    for (text, expected) in [
        (
            "- a\n- b\n",
            vec![item("a", None, None), item("b", None, None)],
        ),
        (
            "* [ ] a **b** (c)\r\n* [x] d\r\n+ [X] e\r\n",
            vec![
                item("a **b** (c)", None, Some(false)),
                item("d", None, Some(true)),
                item("e", None, Some(true)),
            ],
        ),
        (
            "- a\n  more\n  - [ ] b\n    - c\n- d\n",
            vec![
                item("a\n  more", None, None),
                item("b", Some("a\n  more"), Some(false)),
                item("c", Some("b"), None),
                item("d", None, None),
            ],
        ),
        (
            "- [ ] loose\n\n  second\n\n- next\n",
            vec![item("loose", None, Some(false)), item("next", None, None)],
        ),
        (
            "1. one\n2) two\n",
            vec![item("one", None, None), item("two", None, None)],
        ),
        (
            "-\n- [ ]\n",
            vec![item("", None, None), item("", None, Some(false))],
        ),
        ("- ```\n  code\n  ```\n", vec![item("", None, None)]),
        ("> - quoted\n", vec![]),
        ("    - code\n", vec![]),
        ("```\n- code\n```\n", vec![]),
        ("<!-- \n- comment\n-->\n", vec![]),
        ("- a <!-- b -->\n", vec![item("a <!-- b -->", None, None)]),
        ("- **a**: b\n", vec![item("**a**: b", None, None)]),
        (
            "- [a](b) c [[d]]\n",
            vec![item("[a](b) c [[d]]", None, None)],
        ),
        ("-\ta\ttab\n", vec![item("a\ttab", None, None)]),
    ] {
        assert_eq!(items(text), expected, "{text:?}");
    }
}

#[test]
fn an_item_spans_from_its_bullet_to_its_last_word() {
    let text = "   - [ ] a\n     - b\n\n\n\nx\n";
    let body = body(text);
    assert_eq!(written(text, body.items[0].span), "- [ ] a\n     - b");
    assert_eq!(
        body.items[0].box_span.map(|span| written(text, span)),
        Some("[ ]")
    );
    assert_eq!(written(text, body.items[1].span), "- b");
    let text = "- \n\n1. [x] done\n";
    let body = Body::read(text, 0);
    assert_eq!(body.items[0].text_span, Span::at(1));
    let within: Vec<_> = body
        .items_in(Span::new(2, 20))
        .map(|(index, _)| index)
        .collect();
    assert_eq!(within, [1]);
}

#[test]
fn links_are_found_in_all_their_forms() {
    let text = "[a](b.md \"t\") ![i](j.png) [[w|x]] ![[e]] <http://x.y> [r][q] [q]\n\n[q]: z.md\n`[no](no)`\n";
    let links: Vec<_> = body(text)
        .links
        .into_iter()
        .map(|link| (link.target, written(text, link.span), link.image, link.wiki))
        .collect();
    let expected = [
        ("b.md", "[a](b.md \"t\")", false, false),
        ("j.png", "![i](j.png)", true, false),
        ("w", "[[w|x]]", false, true),
        ("e", "![[e]]", true, true),
        ("http://x.y", "<http://x.y>", false, false),
        ("z.md", "[r][q]", false, false),
        ("z.md", "[q]", false, false),
    ]
    .map(|(target, written, image, wiki)| (target.to_owned(), written, image, wiki));
    assert_eq!(links, expected);
}

#[test]
fn prose_is_what_a_reader_reads() {
    for (text, words, prose) in [
        ("one two\nthree\n", 3, "one two three"),
        ("## heading\n\none\n", 1, "one"),
        ("a [link text](x.md \"title here\") b\n", 4, "a link text b"),
        ("wo**rd**s and `co de`\n", 4, "words and co de"),
        (
            "<!-- a comment -->\n\none <!-- two --> three\n",
            2,
            "one three",
        ),
        ("<div>\nraw\n</div>\n\none\n", 1, "one"),
        ("```rust\nlet x = 1;\n\ny\n```\n", 4, "let x = 1; y"),
        ("|a|b|\n|-|-|\n|c d|e|\n", 5, "a b c d e"),
        ("- [ ] task\n  - nested\n", 2, "task nested"),
        ("— – … !\n", 0, "— – … !"),
        ("[q]: z.md 'not prose'\n", 0, ""),
        ("a\\*b &amp; c\n", 3, "a*b &amp; c"),
        ("Tā ir, 中文 ok\r\nnext\r\n", 6, "Tā ir, 中文 ok next"),
        ("a<br>b\n", 2, "a b"),
    ] {
        let body = body(text);
        let all = Span::new(0, text.len());
        assert_eq!(body.prose_text(text, all), prose, "{text:?}");
        assert_eq!(body.words(text, all), words, "{text:?}");
    }
}

#[test]
fn prose_is_cut_to_the_span_asked_for() {
    let text = "one two three\n\n## A\n\nfour five\n\n## B\nsix\n";
    let body = body(text);
    let a = body
        .section("a")
        .map(|section| section.content)
        .unwrap_or_default();
    assert_eq!(body.prose_text(text, a), "four five");
    assert_eq!(body.words(text, a), 2);
    assert_eq!(body.prose_text(text, Span::new(4, 7)), "two");
    assert_eq!(body.words(text, Span::at(5)), 0);
}

#[test]
fn broken_and_hostile_markdown_is_read_in_linear_time() {
    for text in [
        "[".repeat(50_000),
        "*a **b ".repeat(20_000),
        "> ".repeat(2_000),
        "- ".repeat(2_000),
        "`".repeat(50_000),
        "<!--".repeat(20_000),
        "[[".repeat(20_000),
        "|a".repeat(20_000),
        "[^a]: ".repeat(5_000),
        "# \n".repeat(20_000),
    ] {
        let body = body(&text);
        assert_eq!(body.span, Span::new(0, text.len()));
        assert_eq!(body.sections().len(), body.headings.len());
    }
}
