//! What the templates are given: one struct for each page and the small parts that pages share.
//!
//! A view is borrowed from the model and says things the way a page says them: days in words, lengths of time in words, addresses
//! ready to link. Templates hold no arithmetic and never see the model.
//!
//! Three habits hold throughout. A member named `url` is an address from the site's top folder, already percent-encoded, and a template
//! writes it as `{{ frame.root }}{{ url|href }}`; one named `href` may lead out of the site and is written as `{{ href|href }}`. A member that ends in
//! `html` is markup that Orbit has made safe; every other text is escaped. Lists that could grow without end are cut by whoever fills them, and say how many `more` there are.

use serde::Serialize;

/// Markup that is safe to write as it stands.
#[derive(Debug, Clone)]
pub struct Html(minijinja::Value);

impl Html {
    /// Vouches for `html`.
    #[must_use]
    pub fn trusted(html: String) -> Self {
        Self(minijinja::Value::from_safe_string(html))
    }
}

impl Serialize for Html {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

/// What every page of one build shares; the template engine's global `site`.
#[derive(Debug, Clone, Serialize)]
pub struct Site<'a> {
    /// What the studio calls itself.
    pub studio: &'a str,
    /// The site's title.
    pub title: &'a str,
    /// The day that counts as today.
    pub day: When,
    /// The commit that the site was built from, shortened; nothing before the first commit.
    pub commit: Option<&'a str>,
    /// Orbit's version.
    pub version: &'a str,
    /// Where history begins in a shallow clone, in words.
    pub history_note: Option<String>,
}

/// What every page says about itself; each page's member `frame`.
#[derive(Debug, Clone, Serialize)]
pub struct Frame {
    /// From this page to the site's top folder: empty, `../`, `../../`, …
    pub root: String,
    /// The page's title.
    pub title: String,
    /// Which entry of the navigation it stands under: `now`, `promises`, `decisions`, `history`, or nothing.
    pub nav: &'static str,
    /// The pages above it, the furthest first, itself left out.
    pub crumbs: Vec<Link>,
}

/// A text that leads to a page of the site.
#[derive(Debug, Clone, Serialize)]
pub struct Link {
    /// What it says.
    pub text: String,
    /// Where it leads; may hold an anchor.
    pub url: String,
}

/// A part of the page itself.
#[derive(Debug, Clone, Serialize)]
pub struct Part {
    /// Its heading.
    pub title: String,
    /// Its anchor.
    pub anchor: String,
}

/// A day.
#[derive(Debug, Clone, Serialize)]
pub struct When {
    /// As `2026-03-20`.
    pub iso: String,
    /// As `20 Mar 2026`.
    pub text: String,
    /// How far it is from today, as `in 3 days`, `today` or `12 days ago`.
    pub away: String,
}

/// Somebody.
#[derive(Debug, Clone, Serialize)]
pub struct Who<'a> {
    /// Their name.
    pub name: &'a str,
    /// Their page, where they are of the studio.
    pub url: Option<String>,
}

/// A stage, by name.
#[derive(Debug, Clone, Serialize)]
pub struct StageRef<'a> {
    /// Its title.
    pub title: &'a str,
    /// Its page; nothing where the workflow does not have it any more.
    pub url: Option<String>,
    /// `active`, `waiting`, `done` or `lost`.
    pub kind: &'static str,
}

/// An engagement, by name.
#[derive(Debug, Clone, Serialize)]
pub struct EngagementRef<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its title.
    pub title: &'a str,
    /// Its page.
    pub url: String,
    /// The client's name, where it has one.
    pub client: Option<&'a str>,
}

/// An engagement as one line of a list.
#[derive(Debug, Clone, Serialize)]
pub struct EngagementRow<'a> {
    /// Which.
    pub engagement: EngagementRef<'a>,
    /// Where it stands.
    pub stage: StageRef<'a>,
    /// Who has it.
    pub owner: Option<Who<'a>>,
    /// How long it has stood there, as `19 days`.
    pub standing: String,
    /// Whether that is longer than the stage allows.
    pub stale: bool,
    /// What it needs next, in one line.
    pub next: Option<String>,
    /// What it owes, as `3 promises open, 1 overdue`.
    pub owes: Option<String>,
    /// Whether something of it is overdue.
    pub late: bool,
}

/// One thing that waits for somebody.
#[derive(Debug, Clone, Serialize)]
pub struct Attention<'a> {
    /// Why now, in two or three words: `5 days overdue`, `waits for Tom`.
    pub label: String,
    /// Whether it should have been done already.
    pub late: bool,
    /// What sort of thing it is: `Promise`, `Handoff`, `Question`, …
    pub sort: &'static str,
    /// What it is about.
    pub html: Html,
    /// Where it stands.
    pub url: String,
    /// In which engagement.
    pub engagement: EngagementRef<'a>,
    /// Whom it waits for.
    pub who: Option<Who<'a>>,
}

/// `index.html`: the studio now.
#[derive(Debug, Clone, Serialize)]
pub struct Home<'a> {
    /// See [`Frame`].
    pub frame: Frame,
    /// The studio's state in a sentence or two.
    pub lede: String,
    /// What needs attention, most urgent first.
    pub attention: Vec<Attention<'a>>,
    /// How many more there are.
    pub attention_more: usize,
    /// A group for each workflow in use.
    pub workflows: Vec<WorkflowGroup<'a>>,
}

/// The engagements of one workflow.
#[derive(Debug, Clone, Serialize)]
pub struct WorkflowGroup<'a> {
    /// The workflow's title; nothing where the studio has only one.
    pub title: Option<&'a str>,
    /// Its stages in order.
    pub stages: Vec<StageGroup<'a>>,
}

/// The engagements of one stage.
#[derive(Debug, Clone, Serialize)]
pub struct StageGroup<'a> {
    /// The stage.
    pub stage: StageRef<'a>,
    /// The anchor of its part of the page.
    pub anchor: String,
    /// How many stand there.
    pub count: usize,
    /// Those shown.
    pub rows: Vec<EngagementRow<'a>>,
    /// How many are not shown.
    pub more: usize,
}

/// `engagements/<id>.html`.
#[derive(Debug, Clone, Serialize)]
pub struct Engagement<'a> {
    /// See [`Frame`].
    pub frame: Frame,
    /// Its id.
    pub id: &'a str,
    /// Its title.
    pub title: &'a str,
    /// The client's page.
    pub client: Option<Link>,
    /// Where it stands.
    pub stage: StageRef<'a>,
    /// What the stage is for.
    pub purpose: Option<&'a str>,
    /// Since when.
    pub since: Option<When>,
    /// How long it has stood there, as `19 days`.
    pub standing: String,
    /// Who has it.
    pub owner: Option<Who<'a>>,
    /// Who else works on it.
    pub team: Vec<Who<'a>>,
    /// Until when.
    pub due: Option<When>,
    /// The way along the main line.
    pub steps: Vec<WayPoint<'a>>,
    /// Engagements that this one continues, and those that continue it.
    pub kin: Vec<Kin<'a>>,
    /// What success is.
    pub success: Option<Html>,
    /// What must be looked at now.
    pub attention: Vec<Attention<'a>>,
    /// The page's parts, for its table of contents.
    pub contents: Vec<Part>,
    /// What the stage shows, in its order, then everything else there is.
    pub blocks: Vec<Block<'a>>,
    /// The way through the stages.
    pub arc: Option<Arc<'a>>,
    /// Its handoffs, the newest first.
    pub handoffs: Vec<HandoffRef<'a>>,
    /// The log, the newest first.
    pub log: Vec<Entry<'a>>,
    /// The page of its commits.
    pub history_url: String,
    /// How many commits touched it, in words.
    pub commits: String,
    /// The file that it is.
    pub path: &'a str,
}

/// A stage of the main line as seen from one engagement.
#[derive(Debug, Clone, Serialize)]
pub struct WayPoint<'a> {
    /// The stage.
    pub stage: StageRef<'a>,
    /// `passed`, `here`, `ahead`, `skipped`, or `left` where the engagement went into waiting or was lost from it.
    pub state: &'static str,
}

/// How another engagement is related.
#[derive(Debug, Clone, Serialize)]
pub struct Kin<'a> {
    /// `Follows` or `Followed by`.
    pub relation: &'static str,
    /// Which.
    pub engagement: EngagementRef<'a>,
}

/// One part of an engagement's page. `kind` says which members matter.
#[derive(Debug, Clone, Serialize)]
pub struct Block<'a> {
    /// Its anchor.
    pub anchor: String,
    /// Its heading.
    pub title: String,
    /// `facts`, `section`, `promises`, `decisions`, `marks` or `next`.
    pub kind: &'static str,
    /// Whether the stage asked for it to be shown.
    pub shown: bool,
    /// For `facts`: fields of the front-matter.
    pub facts: Vec<Fact<'a>>,
    /// For `section`: its text.
    pub html: Option<Html>,
    /// For `promises`: both ways, each with its settled ones last.
    pub promises: Vec<PromiseGroup<'a>>,
    /// For `decisions`: those in force first.
    pub decisions: Vec<Decision<'a>>,
    /// For `marks`: all of one kind.
    pub marks: Vec<Mark<'a>>,
    /// For `next`: what the next stage still needs.
    pub next: Option<Next<'a>>,
    /// What to say where there is nothing.
    pub empty: Option<String>,
}

/// A name and a value.
#[derive(Debug, Clone, Serialize)]
pub struct Fact<'a> {
    /// The name.
    pub name: &'a str,
    /// The value.
    pub html: Html,
}

/// Promises that run one way.
#[derive(Debug, Clone, Serialize)]
pub struct PromiseGroup<'a> {
    /// `By us` or `To us`.
    pub title: &'static str,
    /// The promises.
    pub promises: Vec<Promise<'a>>,
}

/// A promise.
#[derive(Debug, Clone, Serialize)]
pub struct Promise<'a> {
    /// Its anchor on the page that it is listed on, where that is its own engagement's.
    pub anchor: Option<String>,
    /// What was promised.
    pub html: Html,
    /// `open`, `kept`, `released`, `broken` or `replaced`.
    pub state: &'static str,
    /// Whether its day has passed while it was open.
    pub late: bool,
    /// The state in words: `5 days overdue`, `due in 3 days`, `no day yet`, `kept 2 Mar 2026`.
    pub standing: String,
    /// By when.
    pub due: Option<When>,
    /// Who promised.
    pub by: Option<Who<'a>>,
    /// To whom.
    pub to: Option<&'a str>,
    /// The entry that it was made in.
    pub source: Link,
    /// When that was.
    pub made: Option<When>,
    /// Why it was released, broken or replaced.
    pub because: Option<Html>,
    /// Its engagement, where the page is not about that one.
    pub engagement: Option<EngagementRef<'a>>,
}

/// A decision.
#[derive(Debug, Clone, Serialize)]
pub struct Decision<'a> {
    /// Its anchor, as for a promise.
    pub anchor: Option<String>,
    /// What was decided.
    pub html: Html,
    /// What it is about.
    pub topic: Option<&'a str>,
    /// Who decided.
    pub by: Option<Who<'a>>,
    /// When.
    pub made: Option<When>,
    /// The entry that it stands in.
    pub source: Link,
    /// Why.
    pub because: Option<Html>,
    /// What came of it.
    pub result: Option<Html>,
    /// When to look at it again, while it has no result.
    pub review: Option<When>,
    /// Whether no other decision has taken its place.
    pub in_force: bool,
    /// The decision that took its place.
    pub superseded_by: Option<Link>,
    /// The decision whose place it took.
    pub supersedes: Option<Link>,
    /// Its engagement, where the page is not about that one.
    pub engagement: Option<EngagementRef<'a>>,
}

/// A mark of any other kind.
#[derive(Debug, Clone, Serialize)]
pub struct Mark<'a> {
    /// Its anchor.
    pub anchor: Option<String>,
    /// What it says.
    pub html: Html,
    /// Who said it.
    pub by: Option<Who<'a>>,
    /// When.
    pub made: Option<When>,
    /// The entry that it stands in.
    pub source: Link,
    /// Where it stands, in words: `open`, `answered 2 Mar 2026`, `until 20 Mar 2026`.
    pub standing: Option<String>,
    /// Whether it is done with.
    pub closed: bool,
    /// Its other attributes that a reader wants: `Answer`, `Because`, …
    pub notes: Vec<Fact<'a>>,
}

/// What stands between an engagement and its next stage.
#[derive(Debug, Clone, Serialize)]
pub struct Next<'a> {
    /// The stage.
    pub stage: StageRef<'a>,
    /// How much is missing, in words.
    pub summary: String,
    /// The needs that are missing, then those waived.
    pub needs: Vec<Need<'a>>,
    /// Those met, in one line; nothing where there are none.
    pub met: Option<String>,
    /// The part of the stage's standard that is worth having beside them.
    pub standard: Option<Html>,
    /// What the handoff will ask.
    pub questions: Vec<&'a str>,
    /// What to type.
    pub command: String,
}

/// A need.
#[derive(Debug, Clone, Serialize)]
pub struct Need<'a> {
    /// What must hold, in words.
    pub text: String,
    /// The key that a waiver names.
    pub key: &'a str,
    /// `met`, `missing`, `waived`, or `asked` on a page that is about no one engagement.
    pub state: &'static str,
    /// More on the state: what is missing, until when it is waived.
    pub standing: Option<String>,
    /// Why it is asked for.
    pub because: Option<&'a str>,
}

/// A picture of an engagement's way through its stages. Across stands time, in percent of the width; down stand stages, in pixels.
#[derive(Debug, Clone, Serialize)]
pub struct Arc<'a> {
    /// What the picture shows, for those who do not see it.
    pub label: String,
    /// Its height in pixels, the time's scale included.
    pub height: u32,
    /// Where the scale's line stands.
    pub base: u32,
    /// The stages, top to bottom.
    pub rows: Vec<ArcRow<'a>>,
    /// The scale of time.
    pub ticks: Vec<ArcTick>,
    /// Where it stood, and how long.
    pub stays: Vec<ArcStay>,
    /// How it moved.
    pub moves: Vec<ArcMove>,
    /// The same in words, the oldest first.
    pub words: Vec<Transition<'a>>,
}

/// A stage's line in the picture.
#[derive(Debug, Clone, Serialize)]
pub struct ArcRow<'a> {
    /// The stage.
    pub stage: StageRef<'a>,
    /// Its middle.
    pub y: u32,
    /// Whether the engagement was ever there.
    pub visited: bool,
}

/// A point of the scale.
#[derive(Debug, Clone, Serialize)]
pub struct ArcTick {
    /// Percent.
    pub x: f64,
    /// What it says.
    pub text: String,
    /// Whether it may go where the page is narrow.
    pub minor: bool,
}

/// A stay in one stage.
#[derive(Debug, Clone, Serialize)]
pub struct ArcStay {
    /// Where it begins, percent.
    pub x1: f64,
    /// Where it ends.
    pub x2: f64,
    /// The stage's middle.
    pub y: u32,
    /// `active`, `waiting`, `done` or `lost`, or `now` for an active stay that lasts.
    pub kind: &'static str,
    /// What it says when pointed at: `Proposal, 19 days`.
    pub title: String,
}

/// A move from one stage to another.
#[derive(Debug, Clone, Serialize)]
pub struct ArcMove {
    /// Its number in the words.
    pub n: usize,
    /// When, percent.
    pub x: f64,
    /// The middle of the stage before.
    pub y1: u32,
    /// The middle of the stage after.
    pub y2: u32,
    /// `forward`, `skip`, `back`, `pause`, `resume`, `exit` or `reopen`.
    pub kind: &'static str,
    /// Where its number stands; nothing where it would lie on another.
    pub label_y: Option<u32>,
}

/// A change of stage, in words.
#[derive(Debug, Clone, Serialize)]
pub struct Transition<'a> {
    /// Its number on this page.
    pub n: usize,
    /// `forward`, `skip`, … or `begin`.
    pub kind: &'static str,
    /// The kind as a reader would say it: `on`, `back`, `paused`, …
    pub word: &'static str,
    /// From where; nothing at the beginning.
    pub from: Option<StageRef<'a>>,
    /// To where.
    pub to: StageRef<'a>,
    /// When it was made.
    pub made: When,
    /// When it reached this branch, where that was another day.
    pub landed: Option<When>,
    /// Who made it.
    pub who: Who<'a>,
    /// How long it had stood before, as `after 19 days`.
    pub after: Option<String>,
    /// Its handoff.
    pub handoff: Option<Link>,
}

/// A handoff, by name.
#[derive(Debug, Clone, Serialize)]
pub struct HandoffRef<'a> {
    /// Its page.
    pub url: String,
    /// As `Scope to delivery`.
    pub title: String,
    /// Its day.
    pub day: Option<When>,
    /// Who handed over.
    pub from: Option<Who<'a>>,
    /// Who took over.
    pub to: Option<Who<'a>>,
    /// `accepted 3 Mar 2026`, `waits for Tom Abara`, or nothing where nobody needs to accept.
    pub standing: Option<String>,
    /// Whether somebody still has to accept it.
    pub waits: bool,
}

/// An entry of the log.
#[derive(Debug, Clone, Serialize)]
pub struct Entry<'a> {
    /// Its anchor.
    pub anchor: String,
    /// Its own day.
    pub day: Option<When>,
    /// The day it was committed, where that is another.
    pub committed: Option<When>,
    /// Who wrote it.
    pub author: Option<Who<'a>>,
    /// Its title.
    pub title: &'a str,
    /// Its text, marks included.
    pub html: Html,
    /// Its handoff page.
    pub handoff_url: Option<String>,
}

/// `engagements/<id>/handoff-<n>.html`.
#[derive(Debug, Clone, Serialize)]
pub struct Handoff<'a> {
    /// See [`Frame`].
    pub frame: Frame,
    /// Which engagement.
    pub engagement: EngagementRef<'a>,
    /// As `Scope to delivery`.
    pub title: String,
    /// Who handed over, to whom, when, and how that stands.
    pub handoff: HandoffRef<'a>,
    /// What success was said to be.
    pub success: Option<Html>,
    /// Anything that stands in the entry before the first question.
    pub intro: Option<Html>,
    /// What was asked, and the answers.
    pub answers: Vec<Answer<'a>>,
    /// The engagement as of that commit.
    pub facts: Vec<Fact<'a>>,
    /// Which commit that was.
    pub commit: Option<CommitRef<'a>>,
    /// What happened since the handoff before, the newest first.
    pub changes: Vec<Change<'a>>,
    /// Since when that is, in words: `since research to proposal, 12 Feb 2026`.
    pub changes_since: String,
    /// The promises that were open.
    pub promises: Vec<PromiseGroup<'a>>,
    /// The questions that were open.
    pub questions: Vec<Mark<'a>>,
    /// The risks that were known.
    pub risks: Vec<Mark<'a>>,
    /// The decisions that were in force.
    pub decisions: Vec<Decision<'a>>,
    /// The handoff before this.
    pub former: Option<Link>,
    /// The handoff after this.
    pub latter: Option<Link>,
}

/// A question of a handoff and its answer.
#[derive(Debug, Clone, Serialize)]
pub struct Answer<'a> {
    /// The question.
    pub question: &'a str,
    /// The answer; nothing where there is none.
    pub html: Option<Html>,
}

/// A commit, by name.
#[derive(Debug, Clone, Serialize)]
pub struct CommitRef<'a> {
    /// The id, shortened.
    pub short: &'a str,
    /// Its page in a web view of the repository, or on this site.
    pub href: Option<String>,
}

/// One commit's meaning.
#[derive(Debug, Clone, Serialize)]
pub struct Change<'a> {
    /// Its anchor.
    pub anchor: String,
    /// When it was written.
    pub when: When,
    /// By whom.
    pub author: Who<'a>,
    /// Who brought it to this branch, where that was another.
    pub landed_by: Option<Who<'a>>,
    /// When, where that was another day.
    pub landed: Option<When>,
    /// What it did, in words, the weightiest first.
    pub words: Vec<Word>,
    /// The first line of its message.
    pub subject: &'a str,
    /// Which commit.
    pub commit: CommitRef<'a>,
    /// The lines that changed, made by Orbit: `<ins>`, `<del>` and `<span>` in one `<pre>`.
    pub difference: Option<Html>,
    /// Its engagement, where the page is not about one.
    pub engagement: Option<EngagementRef<'a>>,
}

/// One thing that a commit did.
#[derive(Debug, Clone, Serialize)]
pub struct Word {
    /// What sort: `Stage`, `Promise`, `Section`, …
    pub sort: &'static str,
    /// What happened to it, such as `kept: two logo directions, not one`.
    pub html: Html,
}

/// `engagements/<id>/history.html`.
#[derive(Debug, Clone, Serialize)]
pub struct EngagementHistory<'a> {
    /// See [`Frame`].
    pub frame: Frame,
    /// Which engagement.
    pub engagement: EngagementRef<'a>,
    /// The whole in a sentence.
    pub lede: String,
    /// Years, the newest first.
    pub years: Vec<Period<'a>>,
}

/// The commits of one stretch of time.
#[derive(Debug, Clone, Serialize)]
pub struct Period<'a> {
    /// As `2026` or `March 2026`.
    pub title: String,
    /// Its anchor.
    pub anchor: String,
    /// The commits, the newest first.
    pub changes: Vec<Change<'a>>,
}

/// `stages/<workflow>/<stage>.html`.
#[derive(Debug, Clone, Serialize)]
pub struct Stage<'a> {
    /// See [`Frame`].
    pub frame: Frame,
    /// The stage's title.
    pub title: &'a str,
    /// The workflow's title.
    pub workflow: &'a str,
    /// What it is for.
    pub purpose: Option<&'a str>,
    /// The workflow's stages in order, this one `here`.
    pub steps: Vec<WayPoint<'a>>,
    /// The needs of this stage itself.
    pub needs: Vec<Need<'a>>,
    /// Those that it has from the stages before it.
    pub inherited: Vec<Need<'a>>,
    /// Its standard, whole.
    pub standard: Option<Html>,
    /// Who is there.
    pub rows: Vec<EngagementRow<'a>>,
    /// How many more.
    pub more: usize,
    /// How long it takes.
    pub spread: Option<Spread>,
    /// Where one may go from here, and what the handoff asks.
    pub moves: Vec<Move<'a>>,
}

/// How long engagements stood in a stage: a dot for each, on a scale of days.
#[derive(Debug, Clone, Serialize)]
pub struct Spread {
    /// In words: `Half take 12 days or less, nine in ten 31; 14 stays.`
    pub label: String,
    /// Each stay's place, percent, with its title.
    pub dots: Vec<Dot>,
    /// The median, percent.
    pub median: f64,
    /// The 90th percentile, percent.
    pub ninetieth: f64,
    /// The scale.
    pub ticks: Vec<ArcTick>,
}

/// One stay on the scale of days.
#[derive(Debug, Clone, Serialize)]
pub struct Dot {
    /// Percent.
    pub x: f64,
    /// Pixels down, so that equal stays stand above each other.
    pub y: u32,
    /// Whether it still lasts.
    pub open: bool,
    /// What it says when pointed at.
    pub title: String,
}

/// A way out of a stage.
#[derive(Debug, Clone, Serialize)]
pub struct Move<'a> {
    /// To where.
    pub to: StageRef<'a>,
    /// As `forward` or `pause`.
    pub kind: &'static str,
    /// What its handoff asks.
    pub questions: Vec<&'a str>,
    /// Whether the receiver has to accept it.
    pub accept: bool,
}

/// `promises.html`.
#[derive(Debug, Clone, Serialize)]
pub struct Promises<'a> {
    /// See [`Frame`].
    pub frame: Frame,
    /// The whole in a sentence.
    pub lede: String,
    /// As `Overdue`, `This week`, `Later`, `No day yet`, `Owed to us`, `Settled`.
    pub groups: Vec<Group<Promise<'a>>>,
}

/// `decisions.html`.
#[derive(Debug, Clone, Serialize)]
pub struct Decisions<'a> {
    /// See [`Frame`].
    pub frame: Frame,
    /// The whole in a sentence.
    pub lede: String,
    /// As `To look at again`, `In force`, `Superseded`.
    pub groups: Vec<Group<Decision<'a>>>,
}

/// A part of a register.
#[derive(Debug, Clone, Serialize)]
pub struct Group<T> {
    /// Its heading.
    pub title: String,
    /// Its anchor.
    pub anchor: String,
    /// How many there are in all.
    pub count: usize,
    /// Those shown.
    pub rows: Vec<T>,
    /// How many are not shown.
    pub more: usize,
}

/// `history.html`: what happened lately.
#[derive(Debug, Clone, Serialize)]
pub struct Activity<'a> {
    /// See [`Frame`].
    pub frame: Frame,
    /// The whole in a sentence.
    pub lede: String,
    /// Months, the newest first.
    pub months: Vec<Period<'a>>,
    /// How many commits are not shown.
    pub more: usize,
}

/// `clients/<client>.html`.
#[derive(Debug, Clone, Serialize)]
pub struct Client<'a> {
    /// See [`Frame`].
    pub frame: Frame,
    /// The client's name.
    pub title: String,
    /// The relationship in a sentence.
    pub lede: String,
    /// What its `index.md` says.
    pub about: Option<Html>,
    /// Its people, as the engagements name them.
    pub people: Vec<&'a str>,
    /// Its engagements, the newest first.
    pub rows: Vec<EngagementRow<'a>>,
    /// What is owed both ways.
    pub promises: Vec<PromiseGroup<'a>>,
    /// The decisions in force.
    pub decisions: Vec<Decision<'a>>,
    /// How they sounded, the newest first.
    pub tones: Vec<Mark<'a>>,
}

/// `people/<handle>.html`.
#[derive(Debug, Clone, Serialize)]
pub struct Person<'a> {
    /// See [`Frame`].
    pub frame: Frame,
    /// Their name.
    pub name: &'a str,
    /// Their handle.
    pub handle: &'a str,
    /// Their role.
    pub role: Option<&'a str>,
    /// Their state in a sentence.
    pub lede: String,
    /// What waits for them, most urgent first.
    pub attention: Vec<Attention<'a>>,
    /// The engagements that they own.
    pub owns: Vec<EngagementRow<'a>>,
    /// Those that they work on.
    pub helps: Vec<EngagementRow<'a>>,
    /// Their open promises.
    pub promises: Vec<Promise<'a>>,
}
