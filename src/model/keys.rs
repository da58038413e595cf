//! The keys of `orbit.yml`, of workflows and of front-matter, each with what it is for. The readers take their keys from these lists, and
//! so do the schemas and the language server.

/// A key, and what it is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    /// As it is written.
    pub name: &'static str,
    /// What it is for, in a sentence or two.
    pub about: &'static str,
}

/// A kind of need: the key that says it, and the keys that only it takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NeedKey {
    /// The key that says the kind.
    pub kind: Key,
    /// What else this kind takes.
    pub own: &'static [Key],
}

const fn key(name: &'static str, about: &'static str) -> Key {
    Key { name, about }
}

/// Those of `orbit.yml`.
pub const STUDIO: &[Key] = &[
    key("studio", "The studio's name."),
    key(
        "workflow",
        "The workflow of an engagement that names none: a file in `workflows/`, or one that comes with Orbit.",
    ),
    key(
        "engagements",
        "Where the engagements stand: a folder, or a list of globs such as `EIPS/*.md`. One that begins with `!` leaves files out again.",
    ),
    key(
        "clients",
        "Whether the folders that engagements stand in are clients; `true` where nothing is said. `false` where they are states or shelves.",
    ),
    key(
        "stage_field",
        "The front-matter key that holds the stage; `stage` where nothing is said.",
    ),
    key("people", "Who works here, each under a handle."),
    key(
        "checks",
        "How much a finding weighs here, by its code: `error`, `warning`, `note` or `off`.",
    ),
    key(
        "settings_by",
        "The roles that may change `orbit.yml`, workflows and standards; everybody where nothing is said.",
    ),
    key("site", "The site that `orbit build` writes."),
];

/// Those of a person in `orbit.yml`.
pub const PERSON: &[Key] = &[
    key("name", "Their name in full."),
    key(
        "email",
        "Their address, or a list of them, as git knows it: it says whose commits are whose.",
    ),
    key(
        "role",
        "What they do in the studio, such as `lead`. Roles say who may approve and waive what.",
    ),
];

/// Those of `site` in `orbit.yml`.
pub const SITE: &[Key] = &[
    key(
        "title",
        "The site's title; the studio's name where nothing is said.",
    ),
    key(
        "repository",
        "The web address of the repository, to link commits.",
    ),
    key(
        "shared",
        "What a site for somebody outside shows, whoever it is for. Nothing that is not named is shared.",
    ),
    key(
        "audiences",
        "The same for one audience, such as `client:acme`, in the place of what is common to all.",
    ),
];

/// Those of what is shared, in `site`.
pub const SHARED: &[Key] = &[
    key("title", "The title of the site."),
    key("fields", "Keys of the front-matter."),
    key("sections", "Sections, by their headings."),
    key("marks", "Kinds of mark."),
    key(
        "attributes",
        "Attributes of shared marks, beside their days.",
    ),
    key("people", "Whether the studio's people are named."),
    key("pages", "Kinds of page beside those of the engagements."),
];

/// Those of a workflow.
pub const WORKFLOW: &[Key] = &[
    key("title", "What people call this workflow."),
    key(
        "extends",
        "The workflow that this one takes over and changes: stages, needs and handoffs of the same name replace, others are added.",
    ),
    key("fields", "The studio's own front-matter keys, typed."),
    key("stages", "The stages, those of the main line in its order."),
    key(
        "handoffs",
        "What the one who hands over is asked, by transition: `scope -> delivery`, `* -> dormant`, `back`, `owner`.",
    ),
    key(
        "back",
        "The earlier stages that a stage may go back to: `any`, `none` or a list.",
    ),
];

/// Those of a field in a workflow.
pub const FIELD: &[Key] = &[
    key("type", "What a value looks like."),
    key("of", "The values of a choice."),
];

/// Those of a stage in a workflow.
pub const STAGE: &[Key] = &[
    key("title", "What people call the stage."),
    key(
        "kind",
        "What kind of stage it is; `active` where nothing is said.",
    ),
    key("purpose", "What the stage is for."),
    key(
        "standard",
        "The file that says what good looks like there, such as `standards/scope.md`.",
    ),
    key(
        "needs",
        "What must hold for an engagement to be there, besides what it inherits from the stages before it.",
    ),
    key("next", "The stages that may follow."),
    key(
        "back",
        "The earlier stages that it may go back to: `any`, `none` or a list.",
    ),
    key(
        "stale",
        "After how long without a change an engagement there counts as stale: `14 days`, `2 weeks`.",
    ),
    key(
        "shows",
        "What its page and the brief show first: fields, sections and kinds of mark.",
    ),
    key(
        "inherit",
        "Whether it inherits the needs of the main line before it. `false` ends that on the main line; `true` begins it beside it.",
    ),
    key(
        "after",
        "In a workflow that extends another: the stage behind which this new one stands.",
    ),
    key(
        "shared",
        "Whether people outside may know of the stage: `true`, `false`, or the name by which they know it.",
    ),
];

/// Those of a handoff in a workflow.
pub const HANDOFF: &[Key] = &[
    key("ask", "The questions that the one who hands over answers."),
    key(
        "accept",
        "Whether the receiver has to accept it before the engagement moves on.",
    ),
];

/// The kinds of need.
pub const NEEDS: &[NeedKey] = &[
    NeedKey {
        kind: key(
            "field",
            "A front-matter key that is there, is not empty and is no placeholder.",
        ),
        own: &[
            key("matches", "A pattern that its text must contain."),
            key("of", "The values that it may have."),
            key("type", "What its value looks like."),
        ],
    },
    NeedKey {
        kind: key(
            "section",
            "A section that is there, is not empty and holds no placeholder.",
        ),
        own: &[key("words", "How many words it has at least.")],
    },
    NeedKey {
        kind: key("checklist", "A section of which every task item is ticked."),
        own: &[],
    },
    NeedKey {
        kind: key(
            "promises",
            "What every promise must be: `owned` by somebody, `dated`, or `settled`.",
        ),
        own: &[],
    },
    NeedKey {
        kind: key("decision", "The topic of a decision that must be in force."),
        own: &[],
    },
    NeedKey {
        kind: key(
            "decisions",
            "`resulted`: every decision in force says what came of it.",
        ),
        own: &[],
    },
    NeedKey {
        kind: key(
            "questions",
            "`answered`: every question is ticked and has its answer.",
        ),
        own: &[],
    },
    NeedKey {
        kind: key(
            "approval",
            "A section that is signed off as it stands, by somebody who did not write it.",
        ),
        own: &[key("by", "The role that signs it off.")],
    },
    NeedKey {
        kind: key(
            "link",
            "A front-matter key that names a file that exists, or a web address.",
        ),
        own: &[],
    },
    NeedKey {
        kind: key(
            "expr",
            "An expression over the engagement that must be true.",
        ),
        own: &[key(
            "message",
            "What is missing where it is not, in the studio's words.",
        )],
    },
];

/// What every need takes.
pub const NEED: &[Key] = &[
    key(
        "key",
        "What a waiver calls the need; the name of its field, section or topic where nothing is said.",
    ),
    key(
        "because",
        "Why it is asked for. It stands in what a refusal says.",
    ),
    key("when", "An expression that says whether it applies."),
    key(
        "waivable",
        "`false` where nobody may waive it, or the roles that may.",
    ),
];

/// Those of an engagement's front-matter that mean something to Orbit in every studio, but the stage's, which the studio names.
pub const FRONT_MATTER: &[Key] = &[
    key("title", "What people call the engagement."),
    key("owner", "Who has it: a handle."),
    key("team", "Who works on it: a list of handles."),
    key(
        "workflow",
        "How it moves, where that is not the studio's own way.",
    ),
    key("success", "What the client would call a success."),
    key(
        "follows",
        "The earlier engagement, or several, whose context this one continues.",
    ),
    key(
        "client_people",
        "Who they are on the client's side, and what to know about each.",
    ),
    key("value", "What it is worth."),
    key("due", "The day on which it is due."),
    key(
        "wake",
        "The day on which to look at it again, while it waits.",
    ),
];

/// The keys that one kind of need takes, those that every need takes behind them.
#[must_use]
pub fn of_need(need: &NeedKey) -> Vec<Key> {
    [&[need.kind], need.own, NEED].concat()
}
