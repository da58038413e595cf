//! What people may do, drawn at random. A number picks among what there is at that moment.

use proptest::prelude::*;

/// One step of a history.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// Change these engagements and commit that; past the hook where it says so.
    Work {
        edits: Vec<(u8, Edit)>,
        bypass: bool,
    },
    /// Go to this branch; what is not committed is thrown away.
    Switch(u8),
    /// Merge this branch, and settle conflicts in this way; past the hook where it says so.
    Merge { from: u8, how: u8, bypass: bool },
    /// Push to the server.
    Push,
    /// So many days pass.
    Days(u8),
}

/// One change of one engagement.
#[derive(Debug, Clone, PartialEq)]
pub enum Edit {
    /// A new engagement in this stage.
    New(u8),
    /// To another stage.
    Move(u8),
    /// To the next stage, with what it needs.
    Advance,
    /// One of the needs is filled in.
    Fill(u8),
    /// One of the needs is emptied.
    Empty(u8),
    /// A waiver for one of the needs or stages, for so many days.
    Waive(u8, u8),
    /// A promise in today's entry, with an id or without.
    Promise(bool),
    /// A promise gets an outcome, of this sort.
    Settle(u8, u8),
    /// A promise is dropped.
    Drop(u8),
    /// A promise is turned into another one.
    Reword(u8),
    /// A promise is put out of sight, in this way.
    Hide(u8, u8),
    /// A promise goes to another engagement.
    Carry(u8, u8),
    /// An entry is dropped.
    DropEntry(u8),
    /// The file gets another name.
    Rename(u8),
    /// The file gets another name, and everything but its log is written anew.
    Rewrite(u8),
    /// The file is deleted.
    Delete,
    /// The file is copied, under another title.
    Twin(u8),
    /// The workflow asks for more, or for less.
    Workflow,
    /// A typo is mended.
    Typo,
}

fn edit() -> impl Strategy<Value = Edit> {
    let any = any::<u8>;
    prop_oneof![
        3 => any().prop_map(Edit::New),
        4 => any().prop_map(Edit::Move),
        8 => Just(Edit::Advance),
        4 => any().prop_map(Edit::Fill),
        2 => any().prop_map(Edit::Empty),
        4 => (any(), any()).prop_map(|(a, b)| Edit::Waive(a, b)),
        8 => proptest::bool::ANY.prop_map(Edit::Promise),
        5 => (any(), any()).prop_map(|(a, b)| Edit::Settle(a, b)),
        2 => any().prop_map(Edit::Drop),
        2 => any().prop_map(Edit::Reword),
        2 => (any(), any()).prop_map(|(a, b)| Edit::Hide(a, b)),
        3 => (any(), any()).prop_map(|(a, b)| Edit::Carry(a, b)),
        1 => any().prop_map(Edit::DropEntry),
        3 => any().prop_map(Edit::Rename),
        2 => any().prop_map(Edit::Rewrite),
        1 => Just(Edit::Delete),
        1 => any().prop_map(Edit::Twin),
        1 => Just(Edit::Workflow),
        4 => Just(Edit::Typo),
    ]
}

/// A history of some dozens of steps.
pub fn steps() -> impl Strategy<Value = Vec<Step>> {
    let any = any::<u8>;
    let edits = proptest::collection::vec((any(), edit()), 1..4);
    let work = (edits, proptest::bool::weighted(0.1));
    let step = prop_oneof![
        14 => work.prop_map(|(edits, bypass)| Step::Work { edits, bypass }),
        5 => any().prop_map(Step::Switch),
        6 => (any(), any(), proptest::bool::weighted(0.1)).prop_map(|(from, how, bypass)| Step::Merge { from, how, bypass }),
        5 => Just(Step::Push),
        1 => any().prop_map(Step::Days),
    ];
    proptest::collection::vec(step, 20..50)
}
