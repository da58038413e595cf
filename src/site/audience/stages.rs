//! The stages that a workflow shares, under the names that it shares them by. Several may go by one name, which then is one stage.

use std::collections::BTreeMap;

use crate::model::{Settings, StageKind};
use crate::site::address::slug;

/// The one workflow that an audience sees.
pub(super) const WORKFLOW: &str = "work";

/// Where nobody is; a workflow must have a stage.
const NOWHERE: &str = "elsewhere";

/// The shared stages of a studio's workflows.
#[derive(Debug, Default)]
pub(super) struct Stages {
    /// By workflow and stage, the shared stage's id.
    ids: BTreeMap<(String, String), String>,
    /// The shared stages in order: id, title, kind.
    all: Vec<(String, String, StageKind)>,
}

impl Stages {
    /// Those of a studio.
    pub(super) fn of(settings: &Settings) -> Self {
        let mut stages = Self::default();
        let mut names = settings.workflows.names();
        // The studio's own first.
        names.sort_by_key(|name| *name != settings.workflow);
        for name in names {
            let Some(workflow) = settings.workflows.get(name) else {
                continue;
            };
            for stage in &workflow.stages {
                let Some(title) = &stage.shared else { continue };
                let id = match slug(title) {
                    id if id.is_empty() => format!("stage-{}", stages.all.len() + 1),
                    id => id,
                };
                stages
                    .ids
                    .insert((name.to_owned(), stage.id.clone()), id.clone());
                if !stages.all.iter().any(|(known, ..)| *known == id) {
                    stages.all.push((id, title.clone(), stage.kind));
                }
            }
        }
        stages
    }

    /// The shared stage that a stage of a workflow goes by.
    pub(super) fn id(&self, workflow: &str, stage: &str) -> Option<&str> {
        self.ids
            .get(&(workflow.to_owned(), stage.to_owned()))
            .map(String::as_str)
    }

    /// Its title.
    pub(super) fn title(&self, id: &str) -> Option<&str> {
        let mut all = self.all.iter();
        all.find(|(known, ..)| known == id)
            .map(|(_, title, _)| title.as_str())
    }

    /// The file of the one workflow.
    pub(super) fn workflow(&self) -> String {
        let text = |text: &str| serde_json::Value::from(text).to_string();
        let mut file = String::from("title: Work\nstages:\n");
        for (id, title, kind) in &self.all {
            file.push_str(&format!(
                "  {}: {{title: {}, kind: {}}}\n",
                text(id),
                text(title),
                kind.word()
            ));
        }
        if self.all.is_empty() {
            file.push_str(&format!("  {NOWHERE}: {{kind: active}}\n"));
        }
        file
    }
}
