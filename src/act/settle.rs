//! A mark that comes to its end: a promise kept, released or broken, a question answered, a decision's result known, a risk gone, a
//! waiver paid.

use super::{Deed, Scene};
use crate::check::lack::shortened;
use crate::model::marks::{Outcome, is_answered, outcome, risk_is_open};
use crate::model::words::nearest;
use crate::repo::Failure;
use crate::text::{Keyword, Mark};

/// What became of it.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// The mark's name, with or without its caret.
    pub id: String,
    /// How a promise ended; nothing was said, and then it was kept.
    pub end: Option<End>,
    /// Why a promise was released, broken or replaced.
    pub because: Option<String>,
    /// The answer to a question.
    pub answer: Option<String>,
    /// What came of a decision.
    pub result: Option<String>,
}

/// How a promise ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    /// It was kept.
    Kept,
    /// Whom it was made to let it go.
    Released,
    /// It was not kept.
    Broken,
    /// The promise of this name stands in its place.
    Replaced(String),
}

/// Settles the mark.
///
/// # Errors
/// Where no mark has that name, where it is settled already, and where what has to be said is not.
pub fn act(scene: &Scene<'_>, asked: &Asked) -> Result<Deed, Failure> {
    let mark = find(scene, &asked.id)?;
    let id = asked.id.trim_start_matches('^');
    let day = scene.day.to_string();
    let mut attributes: Vec<(String, String)> = Vec::new();
    let mut say = |name: &str, value: &str| attributes.push((name.to_owned(), value.to_owned()));
    let (ticked, what) =
        match mark.keyword {
            Keyword::Promise => {
                let state = outcome(mark);
                if state != Outcome::Open {
                    return Err(over(mark, id, state.word()));
                }
                only(
                    asked.answer.is_none() && asked.result.is_none(),
                    mark,
                    "--kept, --released or --broken",
                )?;
                let end = asked.end.clone().unwrap_or(End::Kept);
                let word = match &end {
                    End::Kept => "kept",
                    End::Released => "released",
                    End::Broken => "broken",
                    End::Replaced(_) => "replaced",
                };
                match &end {
                    End::Replaced(other) => {
                        let other = find(scene, other)?.id.clone().unwrap_or_default();
                        say("replaced", &format!("^{other}"));
                    }
                    _ => say(word, &day),
                }
                match &asked.because {
                    Some(because) => say("because", because),
                    None if end != End::Kept => {
                        return Err(Failure::new(format!(
                            "a promise that was {word} needs its reason"
                        ))
                        .hint("say it for whoever asks in a year: `--because REASON`"));
                    }
                    None => {}
                }
                (Some(true), word)
            }
            Keyword::Question => {
                if is_answered(mark) {
                    return Err(over(mark, id, "answered"));
                }
                only(
                    asked.end.is_none() && asked.result.is_none(),
                    mark,
                    "--answer",
                )?;
                // With one way alone to close a question, its reason is the answer.
                let Some(answer) = asked.answer.as_ref().or(asked.because.as_ref()) else {
                    return Err(
                        Failure::new(format!("`^{id}` is a question: {}", mark.text))
                            .hint("say what the answer is: `--answer TEXT`"),
                    );
                };
                say("answered", &day);
                say("answer", answer);
                (Some(true), "answered")
            }
            Keyword::Decision => {
                only(
                    asked.end.is_none() && asked.answer.is_none(),
                    mark,
                    "--result",
                )?;
                if mark
                    .attribute("result")
                    .is_some_and(|result| !result.value.is_empty())
                {
                    return Err(over(mark, id, "resulted"));
                }
                let Some(result) = &asked.result else {
                    return Err(Failure::new(format!("`^{id}` is a decision: {}", mark.text))
                    .hint("say what came of it: `--result TEXT`")
                    .hint("or, if something else was decided: `orbit decide … --supersedes ^…`"));
                };
                say("resulted", &day);
                say("result", result);
                (mark.ticked, "resulted")
            }
            Keyword::Risk => {
                if !risk_is_open(mark) {
                    return Err(over(mark, id, "closed"));
                }
                only(
                    asked.end.is_none() && asked.answer.is_none() && asked.result.is_none(),
                    mark,
                    "`--because` and nothing more",
                )?;
                say("closed", &day);
                if let Some(because) = &asked.because {
                    say("because", because);
                }
                // A risk is mostly written without a box; the day says enough.
                (mark.box_span.map(|_| true), "closed")
            }
            _ => {
                if mark.ticked == Some(true) {
                    return Err(over(mark, id, "settled"));
                }
                only(
                    asked.end.is_none() && asked.answer.is_none() && asked.result.is_none(),
                    mark,
                    "nothing more",
                )?;
                if let Some(because) = &asked.because {
                    say("because", because);
                }
                (Some(true), "settled")
            }
        };
    let mut editor = scene.editor()?;
    editor
        .complete_mark(mark, ticked, &attributes)
        .map_err(|refusal| scene.refused(&refusal))?;
    let line = editor
        .document()
        .log
        .marks()
        .find(|own| own.id.as_deref() == Some(id))
        .and_then(|own| editor.document().text.get(own.span.range()))
        .unwrap_or_default()
        .replace('\r', "");
    let what = format!("{} {what}: {}", mark.keyword, shortened(&mark.text));
    Ok(scene.deed(editor, &what, line))
}

/// The mark of this name.
fn find<'a>(scene: &Scene<'a>, wanted: &str) -> Result<&'a Mark, Failure> {
    let wanted = wanted.trim().trim_start_matches('^');
    let marks = || scene.engagement.document.log.marks();
    if let Some(found) = marks().find(|mark| mark.id.as_deref() == Some(wanted)) {
        return Ok(found);
    }
    let named = marks().filter_map(|mark| mark.id.as_deref());
    let mut failure = Failure::new(format!(
        "`{}` has no mark called `^{wanted}`",
        scene.engagement.id
    ));
    if let Some(near) = nearest(wanted, named) {
        failure = failure.hint(format!("did you mean `^{near}`?"));
    }
    let open = marks().filter(|mark| match mark.keyword {
        Keyword::Promise => outcome(mark) == Outcome::Open,
        Keyword::Question => !is_answered(mark),
        Keyword::Risk => risk_is_open(mark),
        _ => false,
    });
    let mut some = false;
    for mark in open.take(8) {
        if !some {
            failure = failure.hint("these are open:");
            some = true;
        }
        failure = failure.hint(match &mark.id {
            Some(id) => format!("  ^{id}  {}: {}", mark.keyword, shortened(&mark.text)),
            None => format!(
                "  {}: {} (it has no id: write ` ^…` behind it)",
                mark.keyword,
                shortened(&mark.text)
            ),
        });
    }
    Err(failure)
}

fn over(mark: &Mark, id: &str, state: &str) -> Failure {
    Failure::new(format!("`^{id}` is {state} already: {}", mark.text))
}

fn only(fits: bool, mark: &Mark, options: &str) -> Result<(), Failure> {
    if fits {
        return Ok(());
    }
    Err(
        Failure::new(format!("this is a {}: {}", mark.keyword, mark.text))
            .hint(format!("a {} takes {options}", mark.keyword)),
    )
}
