//! A past as bytes and back, without what only its own pages have need of. Commits are written as places among those that the engagement's trail
//! names, so that the past holds however the log's list of commits has grown or shrunk elsewhere.

use crate::model::timeline::Timeline;
use crate::repo::remembered::bytes::{Reader, Writer};
use crate::repo::remembered::value::Value;
use crate::site::past::{Brought, Happened, Past, Recorded};
use crate::site::remains;

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
