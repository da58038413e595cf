//! Briefs of every engagement of the demo, today and as of each of its handoffs.

use std::sync::LazyLock;

use tempfile::TempDir;

use super::*;
use crate::brief::item::count;
use crate::demo;

static DEMO: LazyLock<Moments> =
    LazyLock::new(|| Moments::of_the_demo().expect("a demo that can be read"));

/// The demo, and the moments of it: an engagement's id, and the commit that wrote one of its handoffs.
struct Moments {
    _folder: TempDir,
    repository: Repository,
    all: Vec<(String, Option<(CommitId, Day)>)>,
}

impl Moments {
    fn of_the_demo() -> Result<Self, Failure> {
        let folder = tempfile::tempdir().expect("a folder");
        demo::commit(folder.path())?;
        let repository = Repository::open(Some(folder.path()))?;
        let studio = Studio::now(&repository)?;
        let mut all: Vec<(String, Option<(CommitId, Day)>)> = studio
            .engagements
            .iter()
            .map(|engagement| (engagement.id.clone(), None))
            .collect();
        let head = repository.head()?.expect("a commit");
        let log = chronicle::log(&repository, &head, &studio.settings, &|_, _| {})?;
        for step in log.trails.iter().flat_map(|trail| &trail.steps) {
            let handoffs = |blob| -> Result<usize, Failure> {
                let bytes = repository.blob(blob)?;
                Ok(String::from_utf8_lossy(&bytes)
                    .matches(" Handoff: ")
                    .count())
            };
            let before = step.before.map(handoffs).transpose()?.unwrap_or(0);
            if handoffs(step.after)? > before {
                let commit = log.commit_of(step).expect("its commit");
                let id = repository.commit_id(&commit.id).expect("its id");
                let day = commit.authored.day().expect("a day");
                let named = studio
                    .settings
                    .sources
                    .id(&step.path)
                    .expect("an engagement");
                all.push((named, Some((id, day))));
            }
        }
        Ok(Self {
            _folder: folder,
            repository,
            all,
        })
    }

    /// The brief of one, and its engagement as it was.
    fn brief(
        &self,
        (id, moment): &(String, Option<(CommitId, Day)>),
        reader: Option<&str>,
        words: usize,
    ) -> Result<(Brief, Engagement), Failure> {
        let asked = Asked {
            id,
            reader,
            words,
            // Reading what else there is takes longest, and every fourth shows it.
            kin: if id.len().is_multiple_of(4) { KIN } else { 0 },
            moment: moment.as_ref(),
            at: None,
            today: Day::parse(demo::TODAY).expect("a day"),
        };
        let (brief, ..) = assemble(&self.repository, &asked, &|_, _| {})?;
        let studio = match moment {
            Some((commit, _)) => Studio::at(&self.repository, commit)?,
            None => Studio::now(&self.repository)?,
        };
        Ok((brief, studio.named(id)?.clone()))
    }
}

/// What is open in a file, read line by line apart from Orbit's own parser: its kind and the first words of it; its waivers; and every tone.
#[derive(Default)]
struct Lines {
    open: Vec<(&'static str, String)>,
    waivers: Vec<String>,
    tones: Vec<String>,
}

impl Lines {
    fn of(text: &str) -> Self {
        let mut found = Self::default();
        for line in text.lines() {
            for (kind, starts) in [
                ("promise", ["- [ ] promise: ", "- promise: "]),
                ("question", ["- [ ] question: ", "- question: "]),
                ("risk", ["- [ ] risk: ", "- risk: "]),
            ] {
                if kind == "risk" && line.contains("(closed 20") {
                    continue;
                }
                if let Some(said) = starts.iter().find_map(|start| line.strip_prefix(start)) {
                    found.open.push((kind, words_of(said)));
                }
            }
            found
                .waivers
                .extend(line.strip_prefix("- waiver: ").map(words_of));
            found
                .tones
                .extend(line.strip_prefix("- tone: ").map(words_of));
        }
        found
    }
}

/// What stands before the attributes.
fn words_of(said: &str) -> String {
    let end = said.find(" (").or_else(|| said.find(" ^"));
    said.get(..end.unwrap_or(said.len()))
        .unwrap_or_default()
        .trim()
        .to_owned()
}

#[test]
fn everything_open_is_in_every_brief_and_the_rest_keeps_to_its_space() -> Result<(), Failure> {
    let moments = &*DEMO;
    assert!(moments.all.len() > 50, "{}", moments.all.len());
    let mut counts: std::collections::BTreeMap<&str, usize> = Default::default();
    for (at, moment) in moments.all.iter().enumerate() {
        let reader = [None, Some("tom"), Some("ines")][at % 3];
        let limit = [brief::WORDS, 300, 1, 1500][at % 4];
        let (brief, engagement) = moments.brief(moment, reader, limit)?;
        let lines = Lines::of(&engagement.document.text);
        for (kind, words) in &lines.open {
            let said = brief
                .items()
                .find(|item| item.open && item.kind == *kind && item.text.contains(words.as_str()));
            let said = said.unwrap_or_else(|| panic!("{moment:?}: {kind}: {words}"));
            assert!(said.source.as_ref().is_some_and(|source| source.line > 1));
            *counts.entry(kind).or_default() += 1;
            if *kind == "promise" && said.because.starts_with("owed to us") {
                *counts.entry("owed to us").or_default() += 1;
            }
        }
        let open = brief
            .items()
            .filter(|item| item.open && ["promise", "question", "risk"].contains(&item.kind));
        assert_eq!(
            open.count(),
            lines.open.len(),
            "{moment:?}: what is closed is not open"
        );
        for debt in brief
            .items()
            .filter(|item| item.open && item.kind == "waiver")
        {
            let key = debt.text.trim_start_matches("Debt: ").to_owned();
            assert!(lines.waivers.contains(&key), "{moment:?}: {key}");
            *counts.entry("waiver").or_default() += 1;
        }
        let told: Vec<&str> = brief
            .items()
            .filter(|item| item.kind == "tone")
            .filter_map(|item| item.text.strip_prefix("Tone: "))
            .collect();
        assert_eq!(
            told.len(),
            usize::from(!lines.tones.is_empty()),
            "{moment:?}"
        );
        for tone in told {
            assert!(
                lines.tones.iter().any(|known| known == tone),
                "{moment:?}: {tone}"
            );
            *counts.entry("tone").or_default() += 1;
        }
        let words = count(&render_markdown(&brief));
        assert!(
            words <= brief.words,
            "{moment:?}: {words} of {}",
            brief.words
        );
        let rest = brief.items().filter(|item| item.score.is_some()).count();
        assert!(
            brief.words <= limit || rest == 0,
            "{moment:?}: {} words of {limit}",
            brief.words
        );
        assert_eq!(brief.excess().is_some(), brief.words > limit);
    }
    for (kind, least) in [
        ("promise", 60),
        ("owed to us", 10),
        ("question", 10),
        ("risk", 40),
        ("waiver", 1),
        ("tone", 40),
    ] {
        let found = counts.get(kind).copied().unwrap_or_default();
        assert!(found >= least, "{kind}: {found}");
    }
    Ok(())
}

#[test]
fn each_recalled_item_says_why_and_where() -> Result<(), Failure> {
    let moments = &*DEMO;
    for moment in moments.all.iter().step_by(9) {
        let (brief, _) = moments.brief(moment, Some("maya"), brief::WORDS)?;
        for item in brief.items().filter(|item| item.score.is_some()) {
            assert!(!item.because.is_empty(), "{moment:?}: {item:?}");
            assert!(
                item.source.is_some() || item.kind == "history" || item.kind == "asks",
                "{moment:?}: {item:?}"
            );
        }
    }
    Ok(())
}

#[test]
fn a_brief_is_the_same_each_time() -> Result<(), Failure> {
    let other = Moments::of_the_demo()?;
    for at in [0, 30] {
        let brief = |moments: &Moments| -> Result<String, Failure> {
            let moment = moments.all.get(at).expect("a moment");
            let (brief, _) = moments.brief(moment, Some("joon"), 500)?;
            Ok(render_json(&brief, None, None))
        };
        assert_eq!(brief(&DEMO)?, brief(&other)?);
    }
    Ok(())
}

#[test]
fn one_who_knows_it_is_told_what_is_new_and_one_who_does_not_where_it_comes_from()
-> Result<(), Failure> {
    let moments = &*DEMO;
    let moment = ("harbour/timetable".to_owned(), None);
    let (known, _) = moments.brief(&moment, Some("joon"), brief::WORDS)?;
    let (fresh, _) = moments.brief(&moment, Some("maya"), brief::WORDS)?;
    let has = |brief: &Brief, kind: &str, because: &str| {
        brief
            .items()
            .any(|item| item.kind == kind && item.because.contains(because))
    };
    assert!(has(&known, "change", "since your last commit here"));
    assert!(has(&fresh, "history", "where it comes from"));
    assert!(!has(&fresh, "change", "your last commit"));
    assert!(
        known
            .left_out
            .iter()
            .any(|left| left.what == "1 superseded decision")
    );
    Ok(())
}

#[test]
fn what_was_promised_twice_leads_to_the_commit_of_its_own_entry() -> Result<(), Failure> {
    let (brief, _) = DEMO.brief(&("kestrel/onboarding".to_owned(), None), None, 600)?;
    let promise = brief
        .items()
        .find(|item| item.text.starts_with("the desk sees each changed letter"));
    let source = promise
        .and_then(|item| item.source.as_ref())
        .expect("its source");
    let id = source
        .commit
        .as_deref()
        .and_then(|id| DEMO.repository.commit_id(id));
    let commit = DEMO.repository.commit(&id.expect("its commit"))?;
    assert_eq!(commit.authored.day(), source.day);
    Ok(())
}

#[test]
fn what_was_sent_back_is_not_ready_because_its_needs_are_met() -> Result<(), Failure> {
    let moments = &*DEMO;
    let back = |(id, at): &&(String, Option<(CommitId, Day)>)| {
        id == "harbour/timetable"
            && at
                .as_ref()
                .is_some_and(|(_, day)| day.to_string() == "2026-04-28")
    };
    let moment = moments.all.iter().find(back).expect("it was sent back");
    let (brief, _) = moments.brief(moment, Some("tom"), brief::WORDS)?;
    let told = |words: &str| brief.items().any(|item| item.text.contains(words));
    assert!(told("on paper; but it was sent back on 2026-04-28"));
    assert!(told("What must be true before it moves on again?"));
    assert!(told(
        "Two hours with the islanders' association: Eleni had invited"
    ));
    assert!(
        !told("handoff review to delivery"),
        "its answers stand above"
    );
    Ok(())
}

#[test]
fn one_who_came_by_once_is_told_both_what_is_new_and_where_it_comes_from() -> Result<(), Failure> {
    let (brief, _) = DEMO.brief(&("kestrel/onboarding".to_owned(), None), Some("ines"), 900)?;
    let way = brief.items().find(|item| item.kind == "history");
    assert!(way.is_some_and(|way| {
        way.text
            .contains("from proposal to lost 2025-12-09, from lost to proposal 2026-05-19")
    }));
    assert!(
        brief
            .audience
            .is_some_and(|audience| audience.contains("last commit here"))
    );
    Ok(())
}

#[test]
fn a_reason_that_holds_for_several_is_told_once() -> Result<(), Failure> {
    let (brief, _) = DEMO.brief(&("orchard/brand-refresh".to_owned(), None), None, 600)?;
    let text = render_markdown(&brief);
    assert_eq!(text.matches("*unanswered*").count(), 1);
    let asked = brief
        .items()
        .filter(|item| item.because == "unanswered")
        .count();
    assert!(asked > 2, "{asked}");
    Ok(())
}
