//! Tests.

use super::*;

struct Plain;

impl Guide for Plain {
    fn root(&self) -> &str {
        "../"
    }
    fn leads(&self, target: &str) -> Leads {
        if target.starts_with("https://") {
            Leads::Out(target.to_owned())
        } else if target.ends_with(".md") {
            Leads::Here("engagements/a.html".to_owned())
        } else {
            Leads::Nowhere
        }
    }
    fn name<'a>(&'a self, handle: &'a str) -> &'a str {
        if handle == "maya" {
            "Maya Lindqvist"
        } else {
            handle
        }
    }
}

fn html(body: &str) -> String {
    let document = Document::parse(format!("---\na: b\n---\n{body}").as_bytes());
    Text::read(&document).written(document.body.span, 2, None, &Plain)
}

fn entry(text: &str) -> String {
    let document = Document::parse(
        format!("---\na: b\n---\n\n## Log\n\n### 2026-02-11 Call\n\n{text}").as_bytes(),
    );
    let entry = document.log.entries.first().expect("an entry");
    Text::read(&document).written(entry.content, 3, Some(entry), &Plain)
}

#[test]
fn markup_becomes_text_and_comments_go() {
    let written = html(
        "<script>alert(1)</script>\n\nA <img src=x onerror=alert(1)> b.\n\n<!-- a\nnote -->\n\nC <!-- d --> e.",
    );
    assert!(
        !written.contains("<script") && !written.contains("<img"),
        "{written}"
    );
    assert!(
        written.contains("&lt;script&gt;alert(1)&lt;/script&gt;"),
        "{written}"
    );
    assert!(!written.contains("note"), "{written}");
}

#[test]
fn only_known_ways_are_linked() {
    assert_eq!(
        html(
            "[a](https://x.example/?a=1&b=\"2\") [b](javascript:alert(1)) [c](../acme/a.md) ![d](https://x.example/d.png)"
        ),
        "<p><a href=\"https://x.example/?a=1&amp;b=&quot;2&quot;\">a</a> b <a href=\"../engagements/a.html\">c</a> <a href=\"https://x.example/d.png\">d</a></p>\n"
    );
}

#[test]
fn headings_stand_below_that_of_the_page() {
    assert_eq!(html("# A\n\n### B\n"), "<h3>A</h3>\n<h5>B</h5>\n");
    assert_eq!(html("#### A\n"), "<h3>A</h3>\n");
}

#[test]
fn what_is_opened_is_closed() {
    let deep = "> ".repeat(500) + "- a\n";
    let written = html(&deep);
    assert_eq!(
        written.matches("<blockquote>").count(),
        written.matches("</blockquote>").count()
    );
    assert!(written.matches("<blockquote>").count() < 60);
}

#[test]
fn a_mark_is_set_apart_with_its_attributes_in_words() {
    assert_eq!(
        entry("- [ ] promise: *two* logos (@maya, to Jane, due 2026-03-20) ^p1\n- tone: wary\n"),
        "<ul class=\"marks\">\n<li><span class=\"box\" aria-hidden=\"true\">○</span><span class=\"sr\">open: </span> <span class=\"keyword\">Promise</span> <em>two</em> logos <span class=\"attributes\">Maya Lindqvist to Jane, due\u{a0}20\u{a0}Mar\u{a0}2026</span></li>\n<li><span class=\"keyword\">Tone</span> wary</li>\n</ul>\n"
    );
}

#[test]
fn nested_attributes_are_said_once_and_other_nested_items_stay() {
    let written = entry(
        "- decision: fixed price (@maya, topic price) ^d1\n  - because: one number\n  - a remark of its own\n",
    );
    assert_eq!(written.matches("one number").count(), 1, "{written}");
    assert!(
        written.contains("on price. Because one number."),
        "{written}"
    );
    assert!(
        written.contains("<li>a remark of its own</li>"),
        "{written}"
    );
}

#[test]
fn the_fields_of_a_handoff_name_people() {
    assert_eq!(
        entry("- from: @maya\n- accepted: 2026-03-03\n"),
        "<ul class=\"marks\">\n<li><span class=\"keyword\">From</span> Maya Lindqvist</li>\n<li><span class=\"keyword\">Accepted</span> 3 Mar 2026</li>\n</ul>\n"
    );
}

#[test]
fn one_line_stays_one_line() {
    let inline = |text: &str| inline_text(text, &Plain);
    assert_eq!(inline("plain & <b>"), "plain &amp; &lt;b&gt;");
    assert_eq!(inline("a *b* `c`"), "a <em>b</em> <code>c</code>");
    assert_eq!(inline("1. not a list *here*"), "not a list <em>here</em>");
    assert_eq!(inline("a <!-- hidden --> *seen*"), "a  <em>seen</em>");
}

#[test]
fn tables_and_tasks_are_marked_up() {
    let written = html("| a | b |\n|---|---|\n| 1 | 2 |\n\n- [x] done\n- [ ] open\n");
    assert!(written.contains("<thead><tr><th>a</th><th>b</th></tr></thead>\n<tbody>\n<tr><td>1</td><td>2</td></tr>\n</tbody></table>"), "{written}");
    assert!(written.contains("<li class=\"task\">"), "{written}");
}
