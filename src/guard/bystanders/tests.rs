//! Verdicts are taken from memory while they hold, and no longer.

use std::fs;
use std::process::Command;

use super::*;
use crate::check::context::NoPast;
use crate::model::settings;

type Outcome = Result<(), Box<dyn std::error::Error>>;

/// A studio in a repository, whose one engagement has an unknown owner, a link that leads nowhere and a promise that is late.
struct Studio {
    folder: tempfile::TempDir,
}

const PATH: &str = "engagements/acme/fair.md";

const FAIR: &str = "---\ntitle: Fair\nstage: lead\nowner: zoe\nplan: plan.md\n---\n\n## Log\n\n### 2026-01-05 Call\n\n- [ ] promise: two logos (@maya, due 2026-02-01) ^p1\n";

impl Studio {
    fn new() -> Result<Self, Box<dyn std::error::Error>> {
        let studio = Self {
            folder: tempfile::tempdir()?,
        };
        let root = studio.folder.path();
        let init = Command::new("git")
            .args(["init", "-q"])
            .current_dir(root)
            .status()?;
        assert!(init.success());
        fs::create_dir_all(root.join("engagements/acme"))?;
        fs::write(
            root.join(settings::FILE),
            "studio: Example\nworkflow: small\npeople:\n  maya: {name: Maya, email: maya@studio.example}\n",
        )?;
        fs::create_dir(root.join("workflows"))?;
        fs::write(
            root.join("workflows/small.yml"),
            "fields: {owner: {type: person}}\nstages: {lead: {needs: [{link: plan}]}, done: {kind: done}}\n",
        )?;
        fs::write(root.join(PATH), FAIR)?;
        Ok(studio)
    }

    fn write(&self, path: &str, text: &str) -> std::io::Result<()> {
        fs::write(self.folder.path().join(path), text)
    }

    /// Asks what is found on a day, looked at long after the files were written.
    fn ask<T>(
        &self,
        day: &str,
        ask: impl FnOnce(&Bystanders<'_>, Known, &Sight) -> Result<T, Failure>,
    ) -> Result<T, Box<dyn std::error::Error>> {
        let repo = Repository::open(Some(self.folder.path()))?;
        let tree = repo.work_tree().ok_or("no work tree")?;
        let noted = Noted::new(&tree);
        let settings = Settings::load(&noted)?;
        let bystanders = Bystanders {
            tree: &tree,
            settings: &settings,
            day: Day::parse(day).ok_or("no day")?,
            author: None,
            past: &NoPast,
        };
        let sight = Sight::of(&tree, &settings.sources.folders())?.long_after();
        let known = Known::read(&repo, &tree, noted.number(), bystanders.day, None);
        Ok(ask(&bystanders, known, &sight)?)
    }

    fn found(&self, day: &str) -> Result<Seen, Box<dyn std::error::Error>> {
        self.ask(day, |bystanders, known, sight| {
            bystanders.judge(known, sight, &[PATH])
        })
    }

    fn codes(&self, day: &str) -> Result<Vec<&'static str>, Box<dyn std::error::Error>> {
        let seen = self.found(day)?;
        assert_eq!(seen.engagements, 1);
        Ok(seen.findings.iter().map(|finding| finding.code).collect())
    }
}

#[test]
fn a_verdict_is_remembered_and_taken_again() -> Outcome {
    let studio = Studio::new()?;
    let day = "2026-01-10";
    let first = studio.found(day)?;
    assert!(!first.findings.is_empty());
    assert_eq!(studio.found(day)?.findings, first.findings);
    // Where the memory says something else, that is what is told.
    studio.ask(day, |_, mut known, _| {
        for finding in known.told.iter_mut().flat_map(|told| &mut told.findings) {
            finding.message = "another".to_owned();
        }
        let bytes = list::write::<Told>(&known.told);
        known.remembered.put(KIND, &known.name, &bytes);
        Ok(())
    })?;
    let again = studio.found(day)?;
    assert_eq!(again.findings.len(), first.findings.len());
    assert!(
        again
            .findings
            .iter()
            .all(|finding| finding.message == "another")
    );
    assert_eq!(again.engagements, 1);
    Ok(())
}

#[test]
fn whatever_a_verdict_rests_on_is_asked_again() -> Outcome {
    let studio = Studio::new()?;
    let day = "2026-01-10";
    let before = studio.codes(day)?;
    assert_eq!(before, ["person-unknown", "need-unmet"]);
    assert_eq!(studio.codes(day)?, before);
    // What it links to.
    studio.write(
        "engagements/acme/plan.md",
        "---\ntitle: Plan\nstage: lead\n---\n",
    )?;
    assert_eq!(studio.codes(day)?, ["person-unknown"]);
    fs::remove_file(studio.folder.path().join("engagements/acme/plan.md"))?;
    assert_eq!(studio.codes(day)?, before);
    // The day.
    assert_eq!(
        studio.codes("2026-03-01")?,
        ["person-unknown", "need-unmet", "promise-overdue"]
    );
    assert_eq!(studio.codes(day)?, before);
    // The settings.
    studio.write(
        settings::FILE,
        "studio: Example\nworkflow: small\npeople:\n  maya: {name: Maya, email: maya@studio.example}\n  zoe: {name: Zoe, email: z@studio.example}\n",
    )?;
    assert_eq!(studio.codes(day)?, ["need-unmet"]);
    // The file.
    studio.write(PATH, &FAIR.replace("owner: zoe", "owner: maya"))?;
    assert_eq!(studio.codes(day)?, ["need-unmet"]);
    studio.write(
        PATH,
        &FAIR.replace("zoe\nplan: plan.md", "maya\nplan: fair.md"),
    )?;
    assert_eq!(studio.codes(day)?, Vec::<&str>::new());
    Ok(())
}

#[test]
fn what_was_written_just_before_is_not_remembered() -> Outcome {
    let studio = Studio::new()?;
    let repo = Repository::open(Some(studio.folder.path()))?;
    let tree = repo.work_tree().ok_or("no work tree")?;
    let sight = Sight::of(&tree, &["engagements".to_owned()])?;
    assert_eq!(sight.paths().collect::<Vec<_>>(), [PATH]);
    assert_eq!(sight.sign(PATH), None);
    assert!(sight.long_after().sign(PATH).is_some());
    Ok(())
}
