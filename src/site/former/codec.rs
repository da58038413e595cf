//! A past as bytes and back, without what only its own pages have need of.

use crate::day::{Day, Moment};
use crate::model::difference::Said;
use crate::model::timeline::{Timeline, Transition};
use crate::model::transition::Kind;
use crate::repo::remembered::bytes::{Reader, Writer};
use crate::site::past::{Brought, Happened, Past, Recorded};

pub(super) fn write(past: &Past) -> Vec<u8> {
    let mut writer = Writer::default();
    option(&mut writer, past.timeline.as_ref(), timeline);
    list(&mut writer, &past.happened, |writer, happened| {
        writer.place(happened.made);
        writer.place(happened.landed);
        list(writer, &happened.said, json);
    });
    option(&mut writer, past.moved.as_ref(), moment);
    list(&mut writer, &past.entries, |writer, day| {
        option(writer, day.as_ref(), |writer, day| {
            writer.text(&day.to_string())
        });
    });
    list(&mut writer, &past.handoffs, |writer, handoff| {
        writer.place(handoff.entry);
        option(writer, handoff.brought.as_ref(), |writer, brought| {
            writer.place(brought.at);
        });
    });
    list(&mut writer, &past.former, |writer, id| writer.text(id));
    option(&mut writer, past.stage.as_ref(), |writer, stage| {
        writer.text(stage)
    });
    writer.bytes
}

/// Reads a past whose commits are places in a list of so many. Nothing where the bytes hold something else.
pub(super) fn read(bytes: &[u8], commits: usize) -> Option<Past> {
    let mut reader = Reader::new(bytes);
    let past = read_past(&mut reader)?;
    let moves = past
        .timeline
        .iter()
        .flat_map(|timeline| &timeline.transitions);
    let named = moves.map(|moved| moved.made.max(moved.landed));
    let happened = past.happened.iter();
    let sound = happened
        .map(|happened| happened.made.max(happened.landed))
        .chain(named)
        .all(|commit| commit < commits);
    (reader.is_done() && sound).then_some(past)
}

fn read_past(reader: &mut Reader<'_>) -> Option<Past> {
    Some(Past {
        timeline: maybe(reader, read_timeline)?,
        happened: reader.items(|reader| {
            Some(Happened {
                made: reader.place()?,
                landed: reader.place()?,
                said: reader.items(from_json::<Said>)?,
                difference: None,
            })
        })?,
        moved: maybe(reader, read_moment)?,
        entries: reader.items(|reader| maybe(reader, |reader| Day::parse(reader.text()?)))?,
        handoffs: reader.items(|reader| {
            Some(Recorded {
                entry: reader.place()?,
                brought: maybe(reader, |reader| {
                    Some(Brought {
                        at: reader.place()?,
                        version: None,
                    })
                })?,
            })
        })?,
        former: reader.items(text)?,
        stage: maybe(reader, text)?,
    })
}

fn timeline(writer: &mut Writer, timeline: &Timeline) {
    writer.text(&timeline.engagement);
    writer.text(&timeline.path);
    writer.text(&timeline.workflow);
    option(writer, timeline.began.as_ref(), |writer, (stage, at)| {
        writer.text(stage);
        moment(writer, at);
    });
    list(writer, &timeline.transitions, |writer, moved| {
        writer.text(&moved.from);
        writer.text(&moved.to);
        option(writer, moved.kind.as_ref(), json);
        for place in [moved.made, moved.landed, moved.step] {
            writer.place(place);
        }
        writer.raw(&moved.days.to_le_bytes());
    });
}

fn read_timeline(reader: &mut Reader<'_>) -> Option<Timeline> {
    Some(Timeline {
        engagement: text(reader)?,
        path: text(reader)?,
        workflow: text(reader)?,
        began: maybe(reader, |reader| Some((text(reader)?, read_moment(reader)?)))?,
        transitions: reader.items(|reader| {
            Some(Transition {
                from: text(reader)?,
                to: text(reader)?,
                kind: maybe(reader, from_json::<Kind>)?,
                made: reader.place()?,
                landed: reader.place()?,
                step: reader.place()?,
                days: f64::from_le_bytes(reader.raw(8)?.try_into().ok()?),
            })
        })?,
    })
}

fn moment(writer: &mut Writer, moment: &Moment) {
    writer.signed(moment.seconds);
    writer.signed(moment.offset.into());
}

fn read_moment(reader: &mut Reader<'_>) -> Option<Moment> {
    Some(Moment {
        seconds: reader.signed()?,
        offset: reader.signed()?.try_into().ok()?,
    })
}

fn text(reader: &mut Reader<'_>) -> Option<String> {
    reader.text().map(str::to_owned)
}

fn json<T: serde::Serialize>(writer: &mut Writer, value: &T) {
    writer.bytes(&serde_json::to_vec(value).unwrap_or_default());
}

fn from_json<T: serde::de::DeserializeOwned>(reader: &mut Reader<'_>) -> Option<T> {
    serde_json::from_slice(reader.bytes()?).ok()
}

fn list<T>(writer: &mut Writer, items: &[T], mut write: impl FnMut(&mut Writer, &T)) {
    writer.place(items.len());
    for item in items {
        write(writer, item);
    }
}

fn option<T>(writer: &mut Writer, value: Option<&T>, write: impl FnOnce(&mut Writer, &T)) {
    writer.number(u64::from(value.is_some()));
    if let Some(value) = value {
        write(writer, value);
    }
}

/// A value that may not be there; nothing at all where the bytes hold something else.
fn maybe<T>(
    reader: &mut Reader<'_>,
    read: impl FnOnce(&mut Reader<'_>) -> Option<T>,
) -> Option<Option<T>> {
    match reader.number()? {
        0 => Some(None),
        1 => Some(Some(read(reader)?)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::difference::Deed;
    use crate::text::Keyword;

    fn past() -> Past {
        let at = Moment {
            seconds: -5,
            offset: -90,
        };
        Past {
            timeline: Some(Timeline {
                engagement: "acme/fair".to_owned(),
                path: "engagements/acme/fair.md".to_owned(),
                workflow: "service".to_owned(),
                began: Some(("lead".to_owned(), at)),
                transitions: vec![Transition {
                    from: "lead".to_owned(),
                    to: "research".to_owned(),
                    kind: Some(Kind::Forward),
                    made: 1,
                    landed: 2,
                    step: 1,
                    days: 0.1 + 0.2,
                }],
            }),
            happened: vec![Happened {
                made: 0,
                landed: 2,
                said: vec![
                    Said::Began,
                    Said::Mark {
                        keyword: Keyword::Promise,
                        deed: Deed::Made,
                        text: "two \"directions\"".to_owned(),
                        note: None,
                    },
                    Said::Stage {
                        from: None,
                        to: Some("lead".to_owned()),
                        kind: None,
                    },
                ],
                difference: None,
            }],
            moved: Some(at),
            entries: vec![None, Day::parse("2026-03-20")],
            handoffs: vec![Recorded {
                entry: 1,
                brought: Some(Brought {
                    at: 0,
                    version: None,
                }),
            }],
            former: vec!["acme/old".to_owned()],
            stage: None,
        }
    }

    #[test]
    fn a_past_is_read_as_it_was_written() {
        let bytes = write(&past());
        let read_back = read(&bytes, 3).expect("a past");
        assert_eq!(format!("{read_back:?}"), format!("{:?}", past()));
        assert_eq!(write(&read_back), bytes);
    }

    #[test]
    fn other_bytes_and_commits_that_there_are_not_give_nothing() {
        let bytes = write(&past());
        assert!(read(&bytes, 2).is_none());
        for end in 0..bytes.len() {
            assert!(
                read(bytes.get(..end).unwrap_or_default(), 3).is_none(),
                "{end}"
            );
        }
    }
}
