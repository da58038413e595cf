//! A past as bytes and back, without what only its own pages have need of. Commits are written as places among those that the engagement's trail
//! names, so that the past holds however the log's list of commits has grown or shrunk elsewhere.

use crate::friction::Account;
use crate::friction::account::{
    Asked, Handed, Mended, Move, Point, Promise, Question, State, Turn, Waiver,
};
use crate::model::difference::{Deed, Said};
use crate::model::marks::Outcome;
use crate::model::timeline::{Timeline, Transition};
use crate::model::transition::Kind;
use crate::repo::remembered::bytes::{Reader, Writer};
use crate::repo::remembered::value::{Value, value_enum, value_struct};
use crate::site::past::{Brought, Happened, Past, Recorded};
use crate::site::remains;
use crate::text::Keyword;

value_struct!(Timeline {
    engagement,
    path,
    workflow,
    began,
    transitions,
    now
});
value_struct!(Transition {
    from,
    to,
    kind,
    made,
    landed,
    step,
    days
});
value_enum!(Kind { 0 Forward, 1 Skip, 2 Back, 3 Pause, 4 Resume, 5 Exit, 6 Reopen });
value_enum!(Keyword { 0 Promise, 1 Decision, 2 Question, 3 Risk, 4 Change, 5 Tone, 6 Lesson, 7 Waiver, 8 Approval });
value_enum!(Outcome { 0 Open, 1 Kept, 2 Released, 3 Broken, 4 Replaced });
value_enum!(Deed {
    0 Made, 1 Kept, 2 Released, 3 Broken, 4 Replaced, 5 Reopened, 6 Answered, 7 Resulted, 8 Accepted, 9 Closed, 10 Edited, 11 Rewritten,
    12 Amended, 13 Removed,
});
value_enum!(Said {
    0 Began,
    1 Readable(is),
    2 Stage { from, to, kind },
    3 Owner { from, to },
    4 Field { name, from, to },
    5 Handoff { name, deed },
    6 Mark { keyword, deed, text, note },
    7 Entry { title, deed },
    8 Section { title, deed },
    9 Task { section, text, ticked },
    10 Moved { from, to },
    11 Layout,
});
value_struct!(Account {
    engagement,
    client,
    workflow,
    began,
    asked,
    moves,
    turns,
    promises,
    questions,
    waivers,
    handoffs
});
value_struct!(Point {
    commit,
    made,
    landed,
    person
});
value_struct!(Move {
    from,
    to,
    kind,
    point,
    days,
    owner,
    asked,
    mended
});
value_enum!(Mended { 0 Field(name), 1 Section(title) });
value_struct!(Asked { key, stage, state });
value_enum!(State { 0 Early, 1 LastMinute, 2 Held, 3 Waived, 4 Unmet });
value_struct!(Turn {
    stage,
    from,
    to,
    point
});
value_struct!(Promise {
    text,
    stage,
    person,
    point,
    outcome,
    due
});
value_struct!(Question { text, stage, point });
value_struct!(Waiver {
    name,
    person,
    point
});
value_struct!(Handed {
    between,
    point,
    receiver,
    day,
    accepted
});

/// Writes a past whose commits are these; nothing where it names another. Of what was said, that remains which is to be remembered of a log
/// whose newest commits begin at `since`.
pub(super) fn write(past: &Past, places: &[usize], since: usize) -> Option<Vec<u8>> {
    let mut writer = Writer::default();
    let place = |commit: usize| places.binary_search(&commit).ok();
    let mut timeline = past.timeline.clone();
    for moved in timeline
        .iter_mut()
        .flat_map(|timeline| &mut timeline.transitions)
    {
        moved.made = place(moved.made)?;
        moved.landed = place(moved.landed)?;
    }
    timeline.write(&mut writer);
    writer.place(past.happened.len());
    for (at, happened) in past.happened.iter().enumerate() {
        place(happened.made)?.write(&mut writer);
        place(happened.landed)?.write(&mut writer);
        let remains = remains(at, past.happened.len(), happened.landed, since);
        remains.write(&mut writer);
        if remains {
            happened.said.write(&mut writer);
        }
    }
    past.moved.write(&mut writer);
    past.entries.write(&mut writer);
    writer.place(past.handoffs.len());
    for handoff in &past.handoffs {
        handoff.entry.write(&mut writer);
        let brought = handoff.brought.as_ref();
        brought.map(|brought| brought.at).write(&mut writer);
    }
    past.former.write(&mut writer);
    past.account.write(&mut writer);
    past.stage.write(&mut writer);
    Some(writer.bytes)
}

/// Reads a past whose commits are these. Nothing where the bytes hold something else, or less than is to be remembered now.
pub(super) fn read(bytes: &[u8], places: &[usize], since: usize) -> Option<Past> {
    let mut reader = Reader::new(bytes);
    let place = |at: usize| places.get(at).copied();
    let mut timeline = Option::<Timeline>::read(&mut reader)?;
    for moved in timeline
        .iter_mut()
        .flat_map(|timeline| &mut timeline.transitions)
    {
        moved.made = place(moved.made)?;
        moved.landed = place(moved.landed)?;
    }
    let count = reader.place()?;
    let mut happened = Vec::with_capacity(count.min(reader.left()));
    for at in 0..count {
        let made = place(reader.place()?)?;
        let landed = place(reader.place()?)?;
        let is_there = bool::read(&mut reader)?;
        let wanted = remains(at, count, landed, since);
        let mut said = Vec::new();
        if is_there {
            said = Value::read(&mut reader)?;
        }
        match (is_there, wanted) {
            (false, true) => return None,
            (true, false) => said = Vec::new(),
            _ => {}
        }
        happened.push(Happened {
            made,
            landed,
            said,
            difference: None,
        });
    }
    let past = Past {
        timeline,
        happened,
        moved: Value::read(&mut reader)?,
        entries: Value::read(&mut reader)?,
        handoffs: reader.items(|reader| {
            Some(Recorded {
                entry: reader.place()?,
                brought: Option::<usize>::read(reader)?.map(|at| Brought { at, version: None }),
            })
        })?,
        former: Value::read(&mut reader)?,
        account: Value::read(&mut reader)?,
        stage: Value::read(&mut reader)?,
    };
    let sound = past
        .handoffs
        .iter()
        .filter_map(|handoff| handoff.brought.as_ref())
        .all(|brought| brought.at < count);
    (reader.is_done() && sound).then_some(past)
}

#[cfg(test)]
mod tests;
