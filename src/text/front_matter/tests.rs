//! Front-matters as they are met.

use super::*;
use crate::text::Document;

/// What a person is told, with the text it is told about.
fn told(document: &Document) -> Vec<(ProblemKind, &str, &str)> {
    document
        .problems
        .iter()
        .map(|problem| {
            let place = &document.text[problem.span.range()];
            (problem.kind, place, problem.message.as_str())
        })
        .collect()
}

fn keys(document: &Document) -> Vec<(String, String)> {
    let pairs = document.front_matter.pairs.iter();
    pairs
        .map(|pair| (pair.key.clone(), pair.value.display()))
        .collect()
}

#[test]
fn the_block_ends_at_the_next_fence() {
    for (text, span, body) in [
        ("---\na: b\n---\nx", "---\na: b\n---", "x"),
        ("---\na: b\n...\nx", "---\na: b\n...", "x"),
        ("---  \r\na: b\r\n---\t\r\nx", "---  \r\na: b\r\n---", "x"),
        ("\u{feff}---\na: b\n---", "---\na: b\n---", ""),
        ("---\na: b\n----\n---\n", "---\na: b\n----\n---", ""),
        ("---\na: |\n  ---\n---\nx", "---\na: |\n  ---\n---", "x"),
    ] {
        let document = Document::parse(text.as_bytes());
        assert_eq!(&text[document.front_matter.span.range()], span, "{text:?}");
        assert_eq!(&text[document.body.span.range()], body, "{text:?}");
        assert_eq!(document.front_matter.pairs[0].key, "a", "{text:?}");
    }
}

#[test]
fn none_and_an_empty_one_are_told_apart() {
    for text in [
        "",
        "x",
        "\n---\na: b\n---\n",
        " ---\na: b\n---\n",
        "----\n",
        "\u{feff}# x\n",
    ] {
        let document = Document::parse(text.as_bytes());
        assert_eq!(
            told(&document),
            [(
                ProblemKind::FrontMatterMissing,
                "",
                "the file does not begin with a front-matter"
            )],
            "{text:?}"
        );
        assert!(!document.front_matter.valid);
    }
    for text in ["---\n---\n", "---\n# nothing yet\n---\n"] {
        let document = Document::parse(text.as_bytes());
        assert_eq!(told(&document), [], "{text:?}");
        assert!(document.front_matter.valid);
    }
}

#[test]
fn what_is_no_map_is_refused_with_its_place() {
    for (text, place, message) in [
        (
            "---\n- a\n- b\n---\n",
            "- a",
            "the front-matter is a list, not a map of keys and values",
        ),
        (
            "---\nhello\n---\n",
            "hello",
            "the front-matter is a text, not a map of keys and values",
        ),
        (
            "---\na: @x\n---\n",
            "@",
            "`@` cannot begin a value; put the value in quotes",
        ),
        (
            "---\na: b\n",
            "---",
            "the front-matter that begins here has no closing `---`",
        ),
    ] {
        let document = Document::parse(text.as_bytes());
        assert_eq!(
            told(&document),
            [(ProblemKind::FrontMatterInvalid, place, message)],
            "{text:?}"
        );
        assert!(!document.front_matter.valid, "{text:?}");
    }
}

#[test]
fn a_broken_block_keeps_the_lines_at_its_margin() {
    let text = "---\ntitle: \"Autumn\nstage: scope # since May\nassignee: @tom\n'owner': 'maya # 2'\nteam:\n  - x: y\n# no: key\nsite: http://x.y\nstage: later\nempty: ~\n---\n";
    let document = Document::parse(text.as_bytes());
    let pairs: Vec<_> = document
        .front_matter
        .pairs
        .iter()
        .map(|pair| {
            (
                pair.key.as_str(),
                &text[pair.value.span.range()],
                pair.value.display(),
            )
        })
        .collect();
    let expected = [
        ("title", "\"Autumn", "Autumn"),
        ("stage", "scope", "scope"),
        ("assignee", "@tom", "@tom"),
        ("owner", "'maya # 2'", "maya # 2"),
        ("team", "", ""),
        ("site", "http://x.y", "http://x.y"),
        ("stage", "later", "later"),
        ("empty", "~", ""),
    ]
    .map(|(key, written, shown)| (key, written, shown.to_owned()));
    assert_eq!(pairs, expected);
    let stage = document.front_matter.value("stage").and_then(Node::as_str);
    assert_eq!(stage, Some("scope"));
}

#[test]
fn an_open_block_ends_at_a_blank_line_or_a_heading() {
    for rest in ["\nnot: this\n", "# Heading\nnot: this\n"] {
        let text = format!("---\nstage: lead\nowner: tom\n{rest}\n## Log\n");
        let document = Document::parse(text.as_bytes());
        assert_eq!(
            keys(&document),
            [("stage", "lead"), ("owner", "tom")].map(|(a, b)| (a.to_owned(), b.to_owned()))
        );
        assert!(document.log.section.is_some());
    }
}

#[test]
fn of_duplicate_keys_the_last_counts_and_each_is_reported() {
    let text = "---\nstage: lead\nx: {a: 1, a: 2}\nstage: scope\n---\n";
    let document = Document::parse(text.as_bytes());
    assert_eq!(
        told(&document),
        [
            (
                ProblemKind::KeyDuplicate,
                "a",
                "the key `a` already stands on line 3"
            ),
            (
                ProblemKind::KeyDuplicate,
                "stage",
                "the key `stage` already stands on line 2"
            ),
        ]
    );
    assert!(document.front_matter.valid);
    let stage = document.front_matter.value("stage").and_then(Node::as_str);
    assert_eq!(stage, Some("scope"));
}

#[test]
fn one_field_is_read_as_the_whole_document_reads_it() {
    for block in [
        "stage: scope\n",
        "stage: scope\r\ntitle: x\r\n",
        "title: ü\nstage: Last Call\n",
        "stage: \n",
        "stage: null\n",
        "stage: ~\n",
        "stage: 'scope'\n",
        "stage: scope # why\n",
        "stage: [a, b]\n",
        "stage:\n  - a\n",
        "stage:\n- a\n",
        "stage: a\n  b\n",
        "stage: a\n\n  b\n",
        "stage: a\nstage: b\n",
        "stage: a\n\"stage\": b\n",
        "stage: a\nstage : b\n",
        "stage: a\n? stage\n: b\n",
        "stage: a\ntitle: \"x\n",
        "title: @x\nstage: a\nstage: b\n",
        "title: [x,\nstage: a\n]\n",
        "title: {x: 1,\nstage: a\n}\n",
        "title: [\"]\",\nstage: a\n]\n",
        "title: ['a', \"b\", c d]\nstage: a\n",
        "title: &x [\nstage: a\n]\n",
        "list:\n- [\nstage: a\n]\n",
        "list:\n  [\nstage: a\n  ]\n",
        "title: 'x\nstage: a\n'\n",
        "title: |\n  stage: b\nstage: a\n",
        "- stage: a\n",
        "stage: a\n- b\n",
        "title: x\rstage: a\n",
        "stage: a\0b\n",
        "stage: a\u{1}\nb: c\n",
        "stage:\tx\n",
        "stage: a\n--- b\n",
        "%YAML 1.2\nstage: a\n",
        "!t\nstage: a\n",
        "&x stage: a\n",
        "text\nstage: a\n",
        "stage: a: b\n",
        "stage: 12\n",
        "stage: true\n",
        "stage: 2026-03-01\n",
        "stage: |\n  a\n",
        "stage: \"  \"\n",
        "  x: 1\nstage: a\n",
        "  stage: a\n  title: b\n",
        "title: ['x\nstage: a\nb: c']\n",
        "title: {'x\nstage: a\nb: c': 1}\n",
        "list:\n  ['x\nstage: a\nb: c']\n",
        "list:\n- ['x\nstage: a\nb: c']\n",
        "list:\n  'x\nstage: a\nb: c'\n",
        "list:\n- 'x\nstage: a\nb: c'\n",
        "title: !t ['x\nstage: a\nb: c']\n",
        "title: [a, 'x',\nstage: a\n]\n",
        "title: [it's, 'x\nstage: a\nb: c']\n",
        "stage: a\n  # comment\n",
        "# stage: b\nstage: a\n",
        "\u{feff}stage: a\n",
        "a: &s b\n*s : stage\n",
        "",
    ] {
        for (before, after) in [
            ("---\n", "---\nstage: no\n"),
            ("\u{feff}---\r\n", "---\r\n"),
            ("---\n", ""),
        ] {
            let text = format!("{before}{block}{after}");
            let document = Document::parse(text.as_bytes());
            let value = document.front_matter.value("stage");
            let expected = value
                .filter(|value| !value.is_blank())
                .and_then(Node::as_str);
            assert_eq!(
                field_of(text.as_bytes(), "stage").as_deref(),
                expected,
                "{text:?}"
            );
        }
    }
    let latin = b"---\ntitle: Caf\xe9\nstage: scope\nnote: \xff\n---\n";
    assert_eq!(field_of(latin, "stage").as_deref(), Some("scope"));
    assert_eq!(field_of(latin, "note").as_deref(), Some("\u{fffd}"));
}
