//! Accounts as bytes and back.

use super::{Account, Asked, Handed, Mended, Move, Point, Promise, Question, State, Turn, Waiver};
use crate::repo::remembered::value::{value_enum, value_struct};

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
