//! Documents with something of everything, to be broken by the tests.

pub(in crate::text) const ALL: [&str; 4] = [ENGAGEMENT, WINDOWS, YAML, MARKDOWN];

const ENGAGEMENT: &str = "\
---
title: Harbour booking desk
stage: delivery
owner: tom
team: [maya, tom]
success: \"Crews book a berth in two minutes; 80 % online by June.\"
value: EUR 42,000
due: 2026-09-01
client_people:
  - Jane Okafor, sponsor, prefers a call
  - {name: Ola, role: 'harbour master'}
notes: |
  First line
    indented
empty:
---

# Harbour booking desk

## Situation

The desk takes bookings by *radio* and **paper**; see [the audit](../audit.md) and [[acme/audit|ours]].

| berth | crew |
| --- | --- |
| north | `six` |

## Log

### 2026-02-11 Call with Jane Okafor (@maya)

Her CFO is nervous — last year's overrun.

- tone: wary; it came up twice
- [ ] promise: two directions (map and list), not one (@tom, to Jane Okafor, due 2026-03-20) ^p1
- [x] **Promise:** a berth plan (@maya, kept 2026-03-01)
- decision: fixed price (@maya, because one number, before March, topic price) ^d1
  - because: the CFO needs it
  - result: signed
- waiver: success (@maya, because later, until 2026-03-20)
- promis: a slip (due 2026-02-30)

### 2026-03-02 Handoff: scope to delivery

- from: @maya
- to: @tom
- accepted: 2026-03-03

#### What does the client believe they are owed?

Two directions.

<!--
- promise: hidden
-->
";

const WINDOWS: &str = "\u{feff}---\r\ntitle: 'Über alles: ü'\r\nstage: lead # new\r\nstage: scope\r\nlist:\r\n- a\r\n- b\r\n---\r\n\r\nSetext\r\n======\r\n\r\n* one\r\n* [ ] two\r\n\r\n## Log\r\n\r\n### 2026-01-05: Début\r\n\r\n* Question: who? (@inês) ^q-1\r\n";

const YAML: &str = "\
---
a: &x {b: [1, 2, \"three\"], c: ~}
d: *x
? complex
: value
e: >-
  folded
  text
f: !!str 12
'g h': \"\\u00e9\"
stage: here
i:
- - nested
  - list
---
text
";

const MARKDOWN: &str = "\
# T

> # quoted
> - item

1. one
   - two

     para
   - [ ] three
2. four

```
# code
- promise: x
```

    indented

<div>
html
</div>

[q]: z.md 'title'

![i][q] <http://a.b> ~~gone~~ f[^1] a\\*b &amp; c<br>d

[^1]: note

Set
---
## Log
### no day
- promise: (@a (b) c)
***
";
