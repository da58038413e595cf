//! Briefs of every engagement of the demo, today and as of each of its handoffs.

use std::sync::LazyLock;

use tempfile::TempDir;

use super::*;
use crate::brief::item::count;
use crate::demo;
use crate::model::marks::is_answered;
use crate::text::{Keyword, Mark};

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
        let log = crate::chronicle::log(&repository, &head, &studio.settings, &|_, _| {})?;
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
            today: Day::parse(demo::TODAY).expect("a day"),
        };
        let (brief, _) = assemble(&self.repository, &asked, &|_, _| {})?;
        let studio = match moment {
            Some((commit, _)) => Studio::at(&self.repository, commit)?,
            None => Studio::now(&self.repository)?,
        };
        Ok((brief, studio.named(id)?.clone()))
    }
}

/// Whether a mark is open, by its box and its answer alone.
fn is_open(mark: &Mark) -> bool {
    match mark.keyword {
        Keyword::Promise | Keyword::Risk | Keyword::Waiver => mark.ticked != Some(true),
        Keyword::Question => !is_answered(mark),
        _ => false,
    }
}

#[test]
fn everything_open_is_in_every_brief_and_the_rest_keeps_to_its_space() -> Result<(), Failure> {
    let moments = &*DEMO;
    assert!(moments.all.len() > 50, "{}", moments.all.len());
    let mut open = 0;
    for (at, moment) in moments.all.iter().enumerate() {
        let reader = [None, Some("tom"), Some("ines")][at % 3];
        let limit = [brief::WORDS, 300, 1][at % 3];
        let (brief, engagement) = moments.brief(moment, reader, limit)?;
        for mark in engagement.document.log.marks().filter(|mark| is_open(mark)) {
            let said = brief.items().any(|item| {
                item.open
                    && item.kind == mark.keyword.word()
                    && item.text.ends_with(&mark.text)
                    && item.source.as_ref().is_some_and(|source| source.line > 1)
            });
            assert!(said, "{moment:?}: {}", mark.text);
            open += 1;
        }
        let tones = engagement.document.log.marks_of(Keyword::Tone).count();
        let told = brief.items().filter(|item| item.kind == "tone").count();
        assert!(tones == 0 || told >= 1, "{moment:?}: no tone");
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
    }
    assert!(open > 100, "{open} open items");
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
    assert!(has(&known, "change", "new since your last commit here"));
    assert!(!has(&known, "history", ""));
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
