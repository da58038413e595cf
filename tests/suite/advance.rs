//! `orbit advance`: the screen of a move, the draft in an editor, answers without a terminal.

use snapbox::str;

use crate::harness::Studio;

const SETTINGS: &str = "\
studio: Northlight
workflow: small
people:
  maya: {name: Maya Lindqvist, email: maya@northlight.example, role: lead}
  tom: {name: Tom Abara, email: tom@northlight.example, role: delivery}
";

const WORKFLOW: &str = "\
title: Small
stages:
  lead:
    title: Lead
    purpose: Learn enough to decide.
    standard: standards/small.md
    needs: [{field: owner}]
    next: [scope, dormant, lost]
  scope:
    title: Scope
    purpose: Turn a yes into something that can be delivered.
    standard: standards/small.md
    needs:
      - field: value
        because: Both sides have to mean the same number.
      - section: Scope
        words: 5
    next: [delivery, dormant, lost]
  delivery:
    title: Delivery
    needs:
      - decision: price
      - promises: owned
        waivable: false
    next: [done, dormant, lost]
  done: {title: Done, kind: done, next: [delivery]}
  dormant: {title: Dormant, kind: waiting, needs: [{field: wake}]}
  lost: {title: Lost, kind: lost, next: [lead]}
handoffs:
  scope -> delivery:
    ask: [What do they expect?]
    accept: required
  forward: {ask: [Why now?, What comes first?]}
  pause: {ask: [What would wake it?]}
  back: {ask: [What was missing?]}
  skip: {ask: [Who agreed?]}
  owner: {ask: [What is not written anywhere?]}
";

const STANDARD: &str = "# Small\n\n## value\n\nWrite the price with its currency, as the client last heard it.\n\n## Handoff\n\nSay what whoever takes over has to know.\n";

const HALL: &str = "\
---
title: Hall signs
stage: lead # since May
owner: maya
---

## Log

### 2026-03-01 Call (@maya)

- [ ] promise: two directions (@tom, to Jane, due 2026-03-10) ^p1
- [ ] promise: the plans (by Jane)
- decision: no film (@maya)
- risk: the wall is listed
";

const PATH: &str = "engagements/acme/hall.md";

fn studio() -> Studio {
    let studio = Studio::new()
        .variable("ORBIT_SEED", "1")
        .variable("EDITOR", "tools/editor");
    studio
        .file("orbit.yml", SETTINGS)
        .file("workflows/small.yml", WORKFLOW)
        .file("standards/small.md", STANDARD)
        .file(PATH, HALL)
        .file("tools/editor", "#!/bin/sh\nexit 1\n");
    studio.shell("chmod +x tools/editor");
    studio.git("add .").git("commit -q -m begun");
    assert!(studio.run("hook install").passed());
    studio
}

/// From here on the editor does this to the file `$1`.
fn editor(studio: &Studio, line: &str) {
    studio.file(
        "tools/editor",
        &format!("#!/bin/sh\ncp \"$1\" draft.md\n{line}\n"),
    );
}

#[test]
fn the_screen_says_what_is_missing_and_what_can_be_done() {
    let studio = studio();
    let done = studio.run("advance hall -n");
    assert_eq!(done.code(), Some(1));
    snapbox::assert_data_eq!(
        done.out(),
        str![[r#"
acme/hall  Hall signs
stands in Lead; @maya has it

Lead to Scope (forward)
Turn a yes into something that can be delivered.

missing
  `scope` needs the field `value`
    Both sides have to mean the same number.
    standards/small.md:
    > Write the price with its currency, as the client last heard it.
    orbit advance acme/hall scope --set value=…   (or in the editor)
    or orbit waive acme/hall value --because …
  `scope` needs the section `Scope`
    orbit advance acme/hall scope --section Scope=…   (or in the editor)
    or orbit waive acme/hall Scope --because …

or instead
  orbit advance acme/hall dormant      pause
  orbit advance acme/hall lost         end it


"#]]
    );
    let done = studio.run("advance hall delivery");
    assert_eq!(done.code(), Some(1));
    snapbox::assert_data_eq!(
        done.out(),
        str![[r#"
acme/hall  Hall signs
stands in Lead; @maya has it

Lead to Delivery (skip)
it passes over Scope, and has to say why

missing
  `delivery` needs the field `value`
    Both sides have to mean the same number.
    standards/small.md:
    > Write the price with its currency, as the client last heard it.
    orbit advance acme/hall delivery --set value=…   (or in the editor)
    or orbit waive acme/hall value --because …
  `delivery` needs the section `Scope`
    orbit advance acme/hall delivery --section Scope=…   (or in the editor)
    or orbit waive acme/hall Scope --because …
  `delivery` needs a decision on `price`
    orbit decide acme/hall "…" --topic price --because "…"
    or orbit waive acme/hall price --because …

or instead
  orbit advance acme/hall scope        go on
  orbit advance acme/hall dormant      pause
  orbit advance acme/hall lost         end it

nothing was written: mend that first, or go another way

"#]]
    );
    assert_eq!(studio.read(PATH), HALL);
}

#[test]
fn the_draft_holds_what_is_missing_and_what_is_known() {
    let studio = studio();
    editor(&studio, "exit 0");
    let done = studio.run("advance hall --to tom");
    assert_eq!(done.code(), Some(1), "{}", done.all());
    assert!(
        done.all().contains("no question is answered"),
        "{}",
        done.all()
    );
    snapbox::assert_data_eq!(
        studio.read("draft.md"),
        str![[r#"
# acme/hall: lead to scope
#
# Write below each heading what whoever works on from here has to know. Lines that begin
# with `# ` are left out; where no question is answered, nothing is changed.
---
# `scope` needs the field `value`
# Both sides have to mean the same number.
# Write the price with its currency, as the client last heard it.
value:
---

# `scope` needs the section `Scope`
## Scope



## Log

### 2026-03-20 Handoff: lead to scope (@maya)

- from: @maya
- to: @tom

# Say what whoever takes over has to know.

#### Why now?



#### What comes first?



# This is what Orbit knows. Leave out what is of no use.
#### Carried over

We owe:

- two directions – @tom to Jane, due 2026-03-10, which has passed

They owe us:

- the plans – Jane

Decided, and in force:

- no film

May go wrong:

- the wall is listed

Since it began:

- 2026-03-01 Call

"#]]
    );
    assert_eq!(studio.read(PATH), HALL);
    assert!(!studio.path(".git/ORBIT_HANDOFF.md").exists());
}

#[test]
fn what_was_written_is_kept_until_it_is_whole() {
    let studio = studio();
    editor(
        &studio,
        "sed -i 's/^#### Why now?$/#### Why now?\\n\\nTheir fair is in June./; s/^value:$/value: EUR 10/' \"$1\"",
    );
    let done = studio.run("advance hall");
    assert_eq!(done.code(), Some(1), "{}", done.all());
    for words in [
        "handoff-incomplete",
        "need-unmet",
        "is kept in",
        "nothing was written",
    ] {
        assert!(done.all().contains(words), "{words}: {}", done.all());
    }
    assert_eq!(studio.read(PATH), HALL);
    editor(
        &studio,
        "sed -i 's/^#### What comes first?$/#### What comes first?\\n\\nThe walk./; s/^## Scope$/## Scope\\n\\nSigns for both of the halls./' \"$1\"",
    );
    let done = studio.run("advance hall --commit");
    assert!(done.passed(), "{}", done.all());
    assert!(studio.read("draft.md").contains("Their fair is in June."));
    snapbox::assert_data_eq!(
        studio.read(PATH),
        str![[r#"
---
title: Hall signs
stage: scope # since May
owner: maya
value: EUR 10
---

## Scope

Signs for both of the halls.

## Log

### 2026-03-01 Call (@maya)

- [ ] promise: two directions (@tom, to Jane, due 2026-03-10) ^p1
- [ ] promise: the plans (by Jane)
- decision: no film (@maya)
- risk: the wall is listed

### 2026-03-20 Handoff: lead to scope (@maya)

- from: @maya
- to: @maya

#### Why now?

Their fair is in June.

#### What comes first?

The walk.

#### Carried over

We owe:

- two directions – @tom to Jane, due 2026-03-10, which has passed

They owe us:

- the plans – Jane

Decided, and in force:

- no film

May go wrong:

- the wall is listed

Since it began:

- 2026-03-01 Call

"#]]
    );
    assert_eq!(
        studio.run_git("log -1 --format=%s").out(),
        "acme/hall: lead to scope\n"
    );
    assert!(!studio.path(".git/ORBIT_HANDOFF.md").exists());
}

#[test]
fn answers_come_from_options_or_standard_input() {
    let studio = studio();
    for line in [
        "orbit advance hall dormant --set wake=2026-05-01 --because 'Their budget.'",
        "printf 'nothing' | orbit advance hall --answer one --commit",
        "printf 'Jane rang.\\n\\nThe walk.\\n' | orbit advance hall scope --set 'value=EUR 10' --section 'Scope=Signs for both of the halls.'",
        "printf '#### What was missing?\\nThe map.\\n' | orbit advance hall lead",
        "orbit advance hall delivery --because 'the scope came with the contract' --answer Jane --set 'value=EUR 10' --section 'Scope=Signs for both of the halls.' --to tom",
        "orbit advance hall lost",
        "printf 'Jane is back.' | orbit advance hall",
    ] {
        let done = studio.shell(line);
        if done.passed() {
            let commit = studio.run_git("commit -q -a -m moved");
            assert!(
                commit.passed() || commit.all().contains("nothing to commit"),
                "{line}: {}",
                commit.all()
            );
        }
    }
    snapbox::assert_data_eq!(
        studio.read(PATH),
        str![[r#"
---
title: Hall signs
stage: lost # since May
owner: maya
wake: 2026-05-01
value: EUR 10
---

## Scope

Signs for both of the halls.

## Log

### 2026-03-01 Call (@maya)

- [ ] promise: two directions (@tom, to Jane, due 2026-03-10) ^p1
- [ ] promise: the plans (by Jane)
- decision: no film (@maya)
- risk: the wall is listed

### 2026-03-20 Handoff: lead to dormant (@maya)

- from: @maya
- to: @maya

#### What would wake it?

Their budget.

#### Carried over

We owe:

- two directions – @tom to Jane, due 2026-03-10, which has passed

They owe us:

- the plans – Jane

Decided, and in force:

- no film

May go wrong:

- the wall is listed

Since it began:

- 2026-03-01 Call

### 2026-03-20 Handoff: dormant to lead (@maya)

- from: @maya
- to: @maya

#### Carried over

We owe:

- two directions – @tom to Jane, due 2026-03-10, which has passed

They owe us:

- the plans – Jane

Decided, and in force:

- no film

May go wrong:

- the wall is listed

### 2026-03-20 Handoff: lead to scope (@maya)

- from: @maya
- to: @maya

#### Why now?

Jane rang.

#### What comes first?

The walk.

#### Carried over

We owe:

- two directions – @tom to Jane, due 2026-03-10, which has passed

They owe us:

- the plans – Jane

Decided, and in force:

- no film

May go wrong:

- the wall is listed

Since the handoff from dormant to lead on 2026-03-20:

- 2026-03-20 Handoff: lead to dormant

### 2026-03-20 Handoff: scope to lead (@maya)

- from: @maya
- to: @maya

#### What was missing?

The map.

#### Carried over

We owe:

- two directions – @tom to Jane, due 2026-03-10, which has passed

They owe us:

- the plans – Jane

Decided, and in force:

- no film

May go wrong:

- the wall is listed

Since the handoff from lead to scope on 2026-03-20:

- 2026-03-20 Handoff: lead to dormant
- 2026-03-20 Handoff: dormant to lead

### 2026-03-20 Handoff: lead to lost (@maya)

- from: @maya
- to: @maya

#### Carried over

We owe:

- two directions – @tom to Jane, due 2026-03-10, which has passed

They owe us:

- the plans – Jane

Decided, and in force:

- no film

May go wrong:

- the wall is listed

Since the handoff from scope to lead on 2026-03-20:

- 2026-03-20 Handoff: lead to dormant
- 2026-03-20 Handoff: dormant to lead
- 2026-03-20 Handoff: lead to scope

"#]]
    );
}

#[test]
fn a_change_of_owner_is_handed_over_and_accepted_by_its_receiver() {
    let studio = studio();
    let done = studio.run("advance hall lead --to tom --answer hearsay --commit");
    assert!(done.passed(), "{}", done.all());
    assert!(studio.read(PATH).contains("\nowner: tom\n"));
    studio.run("accept hall").fails(str![[r#"
error: the handoff from maya to tom waits for @tom, and you are @maya
help: @tom accepts it in a commit of their own: `orbit accept acme/hall`

"#]]);
    let tom = studio
        .variable("GIT_AUTHOR_NAME", "Tom Abara")
        .variable("GIT_AUTHOR_EMAIL", "tom@northlight.example");
    let done = tom.run("accept hall --commit");
    assert!(done.passed(), "{}", done.all());
    assert!(
        tom.read(PATH)
            .contains("- to: @tom\n- accepted: 2026-03-20\n"),
        "{}",
        tom.read(PATH)
    );
    tom.run("accept hall").fails(str![[r#"
error: no handoff of `acme/hall` waits for anybody
help: the newest, maya to tom, was accepted on 2026-03-20

"#]]);
}

#[test]
fn a_move_that_waits_to_be_committed_is_not_moved_on() {
    let studio = studio();
    assert!(
        studio
            .shell("orbit advance hall dormant --set wake=2026-05-01 -a x")
            .passed()
    );
    assert_eq!(
        studio.run_git("status --porcelain").out(),
        format!("M  {PATH}\n")
    );
    studio.run("advance hall lost").fails(str![[r#"
error: `acme/hall` has moved from `lead` to `dormant` already, and that is not committed
help: one commit makes one move: write `stage: lead` again, or commit that one first:
      git add engagements/acme/hall.md && git commit

"#]]);
}

#[test]
fn a_skip_says_why_and_an_answer_is_no_heading() {
    let studio = studio();
    for mark in [
        "orbit decide hall 'fixed price' --topic price --id price --commit",
        "orbit promise hall 'a plan' --by maya --commit",
    ] {
        assert!(studio.shell(mark).passed());
    }
    let skip = "orbit advance hall delivery --answer Jane --set 'value=EUR 10' --section 'Scope=Signs for both of the halls.'";
    let done = studio.shell(&format!("{skip} --commit"));
    assert_eq!(done.code(), Some(1), "{}", done.all());
    assert!(done.all().contains("waiver-unexplained"), "{}", done.all());
    assert!(
        studio
            .shell("orbit advance hall dormant --answer '## Section' --set wake=2026-05-01")
            .failed()
    );
    let done = studio.shell(&format!(
        "{skip} --because 'it came with their contract' --to tom --commit"
    ));
    assert!(done.passed(), "{}", done.all());
    let text = studio.read(PATH);
    assert!(
        text.contains("\nstage: delivery # since May\nowner: tom\nvalue: EUR 10\n"),
        "{text}"
    );
    assert!(
        text.contains("  - because: it came with their contract\n"),
        "{text}"
    );
}
