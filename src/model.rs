//! Documents to meaning: the studio's settings and workflows, its engagements, and how one version of an engagement became the next.

pub mod change;
pub mod difference;
pub mod engagement;
pub mod expr;
pub mod field;
pub mod handoff;
pub mod keys;
pub mod marks;
pub mod meaning;
pub mod need;
pub mod pairing;
pub mod parts;
pub mod person;
mod reader;
pub mod settings;
pub mod shared;
pub mod sources;
pub mod standard;
pub mod timeline;
pub mod transition;
pub mod values;
pub mod words;
pub mod workflow;
mod workflow_file;
pub mod workflows;

pub use change::{Change, Commit, Passage};
pub use engagement::Engagement;
pub use handoff::Handoff;
pub use need::{Need, NeedKind};
pub use person::{People, Person};
pub use reader::SettingsProblem;
pub use settings::Settings;
pub use shared::{Shared, SharedPage, Sharing};
pub use timeline::{Timeline, Transition};
pub use transition::Kind;
pub use workflow::{Stage, StageKind, Workflow};
