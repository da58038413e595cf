//! What a history came to, read from git and the files without any of Orbit's own reading.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use super::story::STAGES;

/// One commit: its parents, by their places among the commits, its day, and its files.
pub struct Commit {
    parents: Vec<usize>,
    day: String,
    files: BTreeMap<String, String>,
}

/// The engagements' files in a work tree, sorted.
pub fn files(root: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for client in std::fs::read_dir(root.join("engagements"))
        .into_iter()
        .flatten()
        .flatten()
    {
        let files = std::fs::read_dir(client.path())
            .into_iter()
            .flatten()
            .flatten();
        found.extend(files.map(|file| file.path()));
    }
    found.sort();
    found
}

/// Reads what `git fast-export` says.
pub fn history(stream: &str) -> Vec<Commit> {
    let mut blobs: HashMap<&str, &str> = HashMap::new();
    let mut marks: HashMap<&str, usize> = HashMap::new();
    let mut commits: Vec<Commit> = Vec::new();
    let (mut rest, mut mark, mut in_commit) = (stream, "", false);
    while let Some((line, more)) = rest.split_once('\n') {
        rest = more;
        let (word, tail) = line.split_once(' ').unwrap_or((line, ""));
        match word {
            "blob" => in_commit = false,
            "commit" => {
                in_commit = true;
                commits.push(Commit {
                    parents: Vec::new(),
                    day: String::new(),
                    files: BTreeMap::new(),
                });
            }
            "mark" => {
                mark = tail;
                if in_commit {
                    marks.insert(mark, commits.len() - 1);
                }
            }
            "data" => {
                let (data, more) = rest.split_at(tail.parse().expect("a length"));
                rest = more;
                if !in_commit {
                    blobs.insert(mark, data);
                }
            }
            "committer" => {
                let seconds: i64 = tail
                    .rsplit(' ')
                    .nth(1)
                    .and_then(|s| s.parse().ok())
                    .expect("a time");
                let day = orbit::day::Day::of_unix(seconds).expect("a day");
                commits.last_mut().expect("a commit").day = day.to_string();
            }
            "from" | "merge" => {
                let parent = marks[tail];
                let files = commits[parent].files.clone();
                let commit = commits.last_mut().expect("a commit");
                if commit.parents.is_empty() {
                    commit.files = files;
                }
                commit.parents.push(parent);
            }
            "M" => {
                let mut parts = tail.splitn(3, ' ').skip(1);
                let (blob, path) = (parts.next().expect("a blob"), parts.next().expect("a path"));
                let commit = commits.last_mut().expect("a commit");
                commit.files.insert(path.to_owned(), blobs[blob].to_owned());
            }
            "D" => {
                commits.last_mut().expect("a commit").files.remove(tail);
            }
            _ => {}
        }
    }
    commits
}

/// What an engagement says of itself.
struct Read<'a> {
    title: &'a str,
    stage: &'a str,
    text: &'a str,
}

fn read(text: &str) -> Read<'_> {
    let of = |key: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(key));
        line.unwrap_or_default().trim()
    };
    Read {
        title: of("title:"),
        stage: of("stage:"),
        text,
    }
}

impl Commit {
    fn engagements(&self) -> impl Iterator<Item = Read<'_>> {
        let files = self
            .files
            .iter()
            .filter(|(path, _)| path.starts_with("engagements/"));
        files.map(|(_, text)| read(text))
    }

    fn engagement(&self, title: &str) -> Option<Read<'_>> {
        self.engagements()
            .find(|engagement| engagement.title == title)
    }

    fn asks_for_a_budget(&self) -> bool {
        self.files
            .get("workflows/small.yml")
            .is_some_and(|text| text.contains("budget"))
    }

    /// The needs of a stage, by their keys.
    fn needs(&self, stage: &str) -> Vec<&'static str> {
        let at = STAGES
            .iter()
            .position(|known| *known == stage)
            .unwrap_or_default();
        let mut needs = Vec::new();
        if (1..=4).contains(&at) {
            needs.push("success");
        }
        if (2..=4).contains(&at) {
            needs.push("Approach");
        }
        if (3..=4).contains(&at) && self.asks_for_a_budget() {
            needs.push("budget");
        }
        needs
    }

    /// The needs of its stage that an engagement neither meets nor has waived on this commit's day.
    fn lacks(&self, engagement: &Read<'_>, day: &str) -> Vec<&'static str> {
        let mut needs = self.needs(engagement.stage);
        needs.retain(|need| !meets(engagement.text, need) && !waived(engagement.text, need, day));
        needs
    }
}

/// The stages of the main line that a move from one to another leaves out.
fn passed_over(from: &str, to: &str) -> Vec<&'static str> {
    let place = |stage: &str| STAGES.iter().take(5).position(|known| *known == stage);
    match (place(from), place(to)) {
        (Some(from), Some(to)) if to > from + 1 => STAGES[from + 1..to].to_vec(),
        _ => Vec::new(),
    }
}

fn meets(text: &str, need: &str) -> bool {
    if need == "Approach" {
        let section = text.split("\n## Approach\n").nth(1).unwrap_or_default();
        let section = section.split("\n## ").next().unwrap_or_default();
        return section.split_whitespace().count() >= 3;
    }
    text.lines().any(|line| {
        line.strip_prefix(need)
            .is_some_and(|rest| rest.starts_with(": "))
    })
}

fn waived(text: &str, need: &str, day: &str) -> bool {
    visible(text).iter().any(|line| {
        let waiver = line.strip_prefix(&format!("- waiver: {need} ("));
        waiver.is_some_and(|waiver| {
            let until = waiver.split("until ").nth(1).map(|until| &until[..10]);
            until.is_none_or(|until| until >= day)
        })
    })
}

/// The lines of the log's entries that a reader sees as they are: not those in a comment, in a quotation or in code.
fn visible(text: &str) -> Vec<&str> {
    let (mut lines, mut log, mut entry, mut comment, mut code) =
        (Vec::new(), false, false, false, false);
    for line in text.lines() {
        if line.starts_with("<!--") {
            comment = true;
        }
        if line.starts_with("```") {
            code = !code;
        }
        if !comment && !code {
            if line.starts_with("## ") {
                log = line == "## Log";
                entry = false;
            }
            entry |= log && line.starts_with("### ");
            if entry {
                lines.push(line);
            }
        }
        if line.contains("-->") {
            comment = false;
        }
    }
    lines
}

/// The promises of a commit that can be seen, by what is promised: whether each is open.
fn promises(commit: &Commit) -> BTreeMap<String, bool> {
    let mut found = BTreeMap::new();
    for engagement in commit.engagements() {
        for line in visible(engagement.text) {
            let Some((mark, rest)) = line.split_once("promise: print the ") else {
                continue;
            };
            let thing = rest.split(" (").next().unwrap_or_default().to_owned();
            let open = match mark {
                // Without a box it is as good as with an empty one.
                "- [ ] " | "- " => true,
                "- [x] " if !rest.contains("replaced ^gone") => false,
                _ => continue,
            };
            *found.entry(thing).or_insert(open) |= open;
        }
    }
    found
}

/// Looks at every commit; the trouble where something does not hold, else how many moves and promises there were.
pub fn holds(commits: &[Commit]) -> Result<(usize, usize), String> {
    let mut moved = 0;
    for (at, commit) in commits.iter().enumerate() {
        for engagement in commit.engagements() {
            let former: Vec<(&Commit, Read<'_>)> = commit
                .parents
                .iter()
                .filter_map(|&parent| {
                    Some((
                        &commits[parent],
                        commits[parent].engagement(engagement.title)?,
                    ))
                })
                .collect();
            let enters = former
                .iter()
                .all(|(_, former)| former.stage != engagement.stage);
            moved += usize::from(enters && !former.is_empty());
            if let [(_, former)] = former.as_slice()
                && let Some(passed) = passed_over(former.stage, engagement.stage)
                    .into_iter()
                    .find(|passed| !waived(engagement.text, passed, &commit.day))
            {
                return Err(format!(
                    "commit {at} of {}: `{}` goes from `{}` to `{}` over {passed}:\n{}",
                    commits.len(),
                    engagement.title,
                    former.stage,
                    engagement.stage,
                    engagement.text
                ));
            }
            for need in commit.lacks(&engagement, &commit.day) {
                // Who stays may go on lacking what was lacking, and no more than that.
                let lacked = former.iter().any(|(_, former)| {
                    former.stage == engagement.stage
                        && commit.lacks(former, &commit.day).contains(&need)
                });
                if !lacked {
                    return Err(format!(
                        "commit {at} of {}: `{}` stands in `{}` without {need}, {}:\n{}",
                        commits.len(),
                        engagement.title,
                        engagement.stage,
                        if enters {
                            "which it enters"
                        } else {
                            "which it had"
                        },
                        engagement.text
                    ));
                }
            }
        }
    }
    let mut open: BTreeMap<String, usize> = BTreeMap::new();
    let mut closed: BTreeSet<String> = BTreeSet::new();
    for (at, commit) in commits.iter().enumerate() {
        for (thing, is_open) in promises(commit) {
            if is_open {
                open.entry(thing).or_insert(at);
            } else {
                closed.insert(thing);
            }
        }
    }
    let now = commits.last().map(promises).unwrap_or_default();
    for (thing, made) in &open {
        if !now.contains_key(thing) && !closed.contains(thing) {
            let last = commits
                .iter()
                .rposition(|commit| promises(commit).contains_key(thing));
            return Err(format!(
                "the promise `{thing}` of commit {made} is last seen in commit {last:?} of {} and never had an outcome",
                commits.len()
            ));
        }
    }
    Ok((moved, open.len()))
}
