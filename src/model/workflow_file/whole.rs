//! A workflow made whole: laid over the one that it extends, its needs inherited along the main line.

use super::{Raw, RawStage, Sharing};
use crate::model::need::Need;
use crate::model::words::sentence;
use crate::model::workflow::{Stage, StageKind, Workflow};

impl Raw {
    /// This workflow laid over the one that it extends: stages, needs and handoffs of the same name replace, others are added.
    pub(in crate::model) fn over(self, base: Self) -> Self {
        let mut stages = base.stages;
        for stage in self.stages {
            match stages.iter_mut().find(|known| known.id == stage.id) {
                Some(known) => known.lay(stage),
                None => {
                    let at = match stage
                        .after
                        .as_ref()
                        .and_then(|after| stages.iter().position(|known| &known.id == after))
                    {
                        Some(at) => at + 1,
                        None => stages.len(),
                    };
                    stages.insert(at, stage);
                }
            }
        }
        let mut fields = base.fields;
        for (name, r#type) in self.fields {
            fields.retain(|(known, _)| *known != name);
            fields.push((name, r#type));
        }
        let handoffs = match (base.handoffs, self.handoffs) {
            (Some(mut rules), Some(own)) => {
                for rule in own {
                    rules.retain(|known| known.on != rule.on);
                    rules.push(rule);
                }
                Some(rules)
            }
            (base, own) => own.or(base),
        };
        Self {
            extends: base.extends,
            extends_at: base.extends_at,
            names: self.names,
            title: self.title.or(base.title),
            back: self.back.or(base.back),
            fields,
            stages,
            handoffs,
        }
    }

    /// The workflow whole, its needs inherited along the main line. A stage beside it that says `inherit: true` takes the needs
    /// of the main line's stages that are listed before it.
    pub(in crate::model) fn finish(self, name: &str) -> Workflow {
        let default_back = self.back.unwrap_or_default();
        let mut inherited: Vec<Need> = Vec::new();
        let stages = self
            .stages
            .into_iter()
            .map(|raw| {
                let kind = raw.kind.unwrap_or(StageKind::Active);
                let needs = if kind.on_main_line() {
                    if raw.inherit == Some(false) {
                        inherited.clear();
                    }
                    lay_needs(&mut inherited, raw.needs);
                    inherited.clone()
                } else if raw.inherit == Some(true) {
                    let mut needs = inherited.clone();
                    lay_needs(&mut needs, raw.needs);
                    needs
                } else {
                    raw.needs
                };
                let title = raw.title.unwrap_or_else(|| sentence(&raw.id));
                Stage {
                    shared: match raw.shared {
                        Some(Sharing::Yes) => Some(title.clone()),
                        Some(Sharing::As(name)) => Some(name),
                        Some(Sharing::No) | None => None,
                    },
                    title,
                    id: raw.id,
                    kind,
                    purpose: raw.purpose,
                    standard: raw.standard,
                    needs,
                    next: raw.next,
                    back: raw.back.unwrap_or_else(|| default_back.clone()),
                    stale: raw.stale,
                    shows: raw.shows.unwrap_or_default(),
                }
            })
            .collect();
        Workflow {
            name: name.to_owned(),
            title: self.title.unwrap_or_else(|| sentence(name)),
            fields: self.fields,
            stages,
            handoffs: self.handoffs,
        }
    }
}

impl RawStage {
    fn lay(&mut self, over: Self) {
        lay_needs(&mut self.needs, over.needs);
        self.title = over.title.or_else(|| self.title.take());
        self.kind = over.kind.or(self.kind);
        self.purpose = over.purpose.or_else(|| self.purpose.take());
        self.standard = over.standard.or_else(|| self.standard.take());
        self.next = over.next.or_else(|| self.next.take());
        self.back = over.back.or_else(|| self.back.take());
        self.stale = over.stale.or(self.stale);
        self.shows = over.shows.or_else(|| self.shows.take());
        self.inherit = over.inherit.or(self.inherit);
        self.shared = over.shared.or_else(|| self.shared.take());
    }
}

/// Needs take the place of those that are the same: a later stage may ask for more of the same thing.
fn lay_needs(needs: &mut Vec<Need>, over: Vec<Need>) {
    needs.retain(|known| !over.iter().any(|need| need.identity() == known.identity()));
    needs.extend(over);
}
