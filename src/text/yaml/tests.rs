//! YAML with its odd cases.

use super::*;

/// The value under `key`, which must be there.
fn value<'a>(parsed: &'a Parsed, key: &str) -> &'a Node {
    parsed
        .root
        .get(key)
        .unwrap_or_else(|| panic!("{key}: {parsed:?}"))
}

fn written(text: &str, span: Span) -> &str {
    text.get(span.range())
        .unwrap_or_else(|| panic!("{span:?} in {text:?}"))
}

#[test]
fn every_value_has_the_place_at_which_it_is_written() {
    for (text, key, expected) in [
        ("a: 1\n", "a", "1"),
        ("a:   x y   # comment\n", "a", "x y"),
        ("a: 'x # y' # comment\n", "a", "'x # y'"),
        ("a: \"ü\\n\"\n", "a", "\"ü\\n\""),
        ("a: x\r\nb: ü\r\n", "b", "ü"),
        ("'q k': v  \n", "q k", "v"),
        ("\"q: k\": v\n", "q: k", "v"),
        ("a: b c\n  d e\n", "a", "b c\n  d e"),
        ("a: [1, 'x', {b: c}] # d\n", "a", "[1, 'x', {b: c}]"),
        ("a: {b: 1,\n  c: 2}\n", "a", "{b: 1,\n  c: 2}"),
        ("a:\n  b: 1\n  c: 2\nd: 3\n", "a", "b: 1\n  c: 2"),
        ("a:\n- 1\n- 2\nd: 3\n", "a", "- 1\n- 2"),
        ("a:\n  - 1\n  - 2\n", "a", "- 1\n  - 2"),
        ("a: # list - of\n- - 1\n", "a", "- - 1"),
        ("a: |\n  x\n  y\n\nb: 1\n", "a", "|\n  x\n  y"),
        ("a: >- # folded\n  x\n", "a", ">- # folded\n  x"),
        ("a: |2-\n   x\nb: 1", "a", "|2-\n   x"),
        ("a: |\nb: 1", "a", "|"),
        ("a: &x foo\n", "a", "foo"),
        ("a: !!str 12 # n\n", "a", "12"),
        ("a: &x foo\nb: *x\n", "b", "*x"),
        ("a: &x !t\n  b: 1\n", "a", "b: 1"),
        ("? a\n: b\n", "a", "b"),
    ] {
        let parsed = parse(text, 0);
        assert_eq!(parsed.problems, [], "{text:?}");
        assert_eq!(
            written(text, value(&parsed, key).span),
            expected,
            "{text:?}"
        );
    }
}

#[test]
fn an_empty_value_stands_behind_its_colon_and_one_space() {
    for (text, key, at) in [
        ("a:\n", "a", 2),
        ("a: \n", "a", 3),
        ("a:    \nb: 1", "a", 3),
        ("a:", "a", 2),
        ("a : \n", "a", 4),
        ("a: # comment\n", "a", 3),
        ("a: 1\nb:\nc: 2\n", "b", 7),
        ("x: {a: , b: 1}", "a", 7),
        ("x: {a, b: 1}", "a", 5),
        ("a: &x\n", "a", 5),
        ("'a b':\n", "a b", 6),
    ] {
        let parsed = parse(text, 0);
        let map = parsed.root.get("x").unwrap_or(&parsed.root);
        let node = map.get(key).unwrap_or_else(|| panic!("{text:?}"));
        assert_eq!(node.kind, NodeKind::Null, "{text:?}");
        assert_eq!(node.span, Span::at(at), "{text:?}");
    }
}

#[test]
fn offsets_and_a_byte_order_mark_are_counted() {
    let parsed = parse("\u{feff}a: b\n", 10);
    assert_eq!(value(&parsed, "a").span, Span::new(16, 17));
    let pairs = parsed.root.as_map().unwrap_or_default();
    assert_eq!(pairs[0].key_span, Span::new(13, 14));
    assert_eq!(parse("", 7).root.span, Span::at(7));
}

#[test]
fn types_follow_the_core_schema_and_the_written_text_stays() {
    let text = "t: true\nq: \"true\"\nn: 0x1F\nf: -1.5e3\ns: !!str 12\ny: yes\nv: 1.10\nnil: ~\nz: null\nd: 2026-03-20\ni: .inf\n";
    let parsed = parse(text, 0);
    let node = |key| value(&parsed, key);
    assert_eq!(node("t").as_bool(), Some(true));
    assert_eq!(node("q").as_bool(), None);
    assert_eq!(node("y").as_bool(), None);
    assert_eq!(node("n").as_number(), Some(31.0));
    assert_eq!(node("f").as_number(), Some(-1500.0));
    assert_eq!(node("s").as_number(), None);
    assert_eq!(node("d").as_number(), None);
    assert_eq!(node("i").as_number(), None);
    assert_eq!(node("v").as_str(), Some("1.10"));
    assert!(node("nil").is_blank() && node("z").is_blank());
    assert_eq!(node("z").as_str(), None);
}

#[test]
fn nodes_show_themselves_on_one_line() {
    let text = "a: [maya, tom]\nb: |\n  x\n  y\nc:\n- {name: Jane, role: sponsor}\n- {name: Ola}\nd:\ne: ['', ~]\n";
    let parsed = parse(text, 0);
    let node = |key| value(&parsed, key);
    assert_eq!(node("a").display(), "maya, tom");
    assert_eq!(node("a").texts(), ["maya", "tom"]);
    assert_eq!(node("b").display(), "x y");
    assert_eq!(node("c").display(), "name: Jane, role: sponsor; name: Ola");
    assert_eq!(node("d").display(), "");
    assert!(node("e").is_blank());
    assert!(!node("c").is_blank());
}

#[test]
fn duplicates_are_found_at_any_depth_and_named_with_the_first_line() {
    let text = "a: 1\nb: {c: 1, c: 2}\na: 3\nd:\n- e: 1\n  'e': 2\n";
    let parsed = parse(text, 0);
    assert_eq!(parsed.problems, []);
    let found: Vec<_> = parsed
        .duplicates
        .iter()
        .map(|duplicate| (duplicate.span.start, duplicate.message(text)))
        .collect();
    let expected = [(15, "c", 2), (21, "a", 1), (38, "e", 5)]
        .map(|(at, key, line)| (at, format!("the key `{key}` already stands on line {line}")));
    assert_eq!(found, expected);
    assert_eq!(value(&parsed, "a").as_str(), Some("3"));
    let many: String = (0..40).map(|n| format!("k{}: {n}\n", n % 39)).collect();
    let parsed = parse(&many, 0);
    assert_eq!(parsed.duplicates.len(), 1);
    assert_eq!(parsed.duplicates[0].first, Span::new(0, 2));
    assert_eq!(
        parse(&"a: 1\n".repeat(1_000), 0).duplicates.len(),
        MOST_DUPLICATES
    );
}

#[test]
fn what_is_not_yaml_is_named_with_its_place() {
    for (text, at, message) in [
        (
            "a: @x\n",
            "@",
            "`@` cannot begin a value; put the value in quotes",
        ),
        (
            "a: `x`\n",
            "`",
            "a backtick cannot begin a value; put the value in quotes",
        ),
        (
            "a: b: c\n",
            ":",
            "a colon cannot stand here; put the value in quotes if it is part of it",
        ),
        (
            "a: *nope\n",
            "*nope",
            "`*nope` refers to nothing; put it in quotes if it is text",
        ),
        (
            "a: \"x\nb: 1\n",
            "b",
            "a quoted value that began before this has no closing quote",
        ),
        ("a: [x\n", "[", "the `[` here is never closed"),
        ("a: [x, {y: z]\n", "{", "a `]` closes what `{` began"),
        ("a:\n\t- x\n", "-", "a tab stands where only spaces may"),
        (
            "a: 1\n--- \nb: 2\n",
            "---",
            "a second YAML document begins here; only one can be read",
        ),
        ("[x]: 1\n", "[x]", "a list or a map cannot be a key"),
        (
            "a: &x [*x]\n",
            "*x",
            "an alias cannot stand inside what it names",
        ),
        ("a: x\0y\n", "\0", "a NUL byte stands here"),
        (
            "a: 'x' y\n",
            "y",
            "text follows a closing quote; put the whole value in quotes",
        ),
    ] {
        let parsed = parse(text, 0);
        let found: Vec<_> = parsed
            .problems
            .iter()
            .map(|(span, message)| (written(text, *span), message.as_str()))
            .collect();
        assert_eq!(found, [(at, message)], "{text:?}");
        assert_eq!(parsed.root.kind, NodeKind::Null, "{text:?}");
    }
}

#[test]
fn aliases_stand_for_what_they_name_and_a_bomb_does_not_go_off() {
    let parsed = parse("a: &x {b: [1, 2]}\nc: *x\n*y : 1\n", 0);
    assert_eq!(parsed.problems.len(), 1, "{parsed:?}");
    let parsed = parse("a: &x {b: [1, 2]}\nc: *x\n", 0);
    assert_eq!(value(&parsed, "c").display(), "b: 1, 2");
    let parsed = parse("a: &k key\n*k : 1\n", 0);
    assert_eq!(value(&parsed, "key").as_str(), Some("1"));

    let mut bomb = "a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]\n".to_owned();
    for n in 1..12 {
        let names = vec![format!("*a{}", n - 1); 10].join(", ");
        bomb.push_str(&format!("a{n}: &a{n} [{names}]\n"));
    }
    let parsed = parse(&bomb, 0);
    assert_eq!(parsed.problems.len(), 1);
    assert_eq!(
        parsed.problems[0].1,
        "the aliases up to here stand for too much text to write out"
    );

    let mut deep = "a0: &a0 [x]\n".to_owned();
    for n in 1..200 {
        deep.push_str(&format!("a{n}: &a{n} [*a{}]\n", n - 1));
    }
    assert_eq!(
        parse(&deep, 0).problems[0].1,
        "lists and maps nest more than 64 deep here"
    );
}

#[test]
fn deep_nesting_is_refused_without_running_out_of_stack() {
    for text in [
        "[".repeat(100_000),
        "{a: ".repeat(100_000),
        "- ".repeat(100_000),
        "? ".repeat(100_000),
        "[{a: ".repeat(50_000),
        (0..2_000)
            .map(|n| format!("{}a:\n", " ".repeat(n)))
            .collect(),
    ] {
        let parsed = parse(&text, 0);
        assert_eq!(
            parsed
                .problems
                .iter()
                .map(|(_, message)| message.as_str())
                .collect::<Vec<_>>(),
            ["lists and maps nest more than 64 deep here"]
        );
    }
    let sixty = format!("{}x{}", "[".repeat(60), "]".repeat(60));
    assert_eq!(parse(&sixty, 0).problems, []);
}
