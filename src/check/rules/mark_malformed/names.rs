//! A waiver that names neither a need nor a stage of its workflow.

use super::super::Subject;
use super::Fault;
use crate::finding::Severity;
use crate::model::marks::Waiver;
use crate::model::words::nearest;
use crate::text::{Keyword, Mark};

pub(super) fn fault(subject: &Subject<'_>, mark: &Mark) -> Option<Fault> {
    let (engagement, context) = (subject.engagement, subject.context);
    // One that has run out or is paid is a trace; the workflow may have changed since.
    if mark.keyword != Keyword::Waiver || !(Waiver { mark }).holds(context.day) {
        return None;
    }
    let workflow = engagement.workflow(context.settings)?;
    let names = || {
        let needs = workflow.stages.iter().flat_map(|stage| &stage.needs);
        let stages = workflow.stages.iter().map(|stage| stage.id.as_str());
        needs.map(|need| need.key.as_str()).chain(stages)
    };
    if names().any(|name| name.eq_ignore_ascii_case(&mark.text)) {
        return None;
    }
    let own = engagement.stage(context.settings).map(|stage| {
        let keys = stage.needs.iter().map(|need| need.key.as_str());
        nearest(&mark.text, keys)
    });
    let help = match own.flatten().or_else(|| nearest(&mark.text, names())) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!(
            "name the key of a need, as its finding does, or a stage that is passed over; workflow `{}` has them",
            workflow.name
        ),
    };
    let mut fault = Fault::new(
        mark.text_span,
        "name",
        format!(
            "workflow `{}` has neither a need nor a stage `{}` to waive",
            workflow.name, mark.text
        ),
        help,
    );
    let is_new = subject.change.is_some_and(|change| {
        change.touched
            && !change
                .before
                .iter()
                .flat_map(|before| before.marks(Keyword::Waiver))
                .any(|before| before.text == mark.text)
    });
    // A workflow may rename a need; nobody is kept from moving on by a waiver from before that.
    fault.severity = (!is_new).then_some(Severity::Warning);
    Some(fault)
}
