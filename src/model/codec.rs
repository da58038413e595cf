//! What is remembered of an engagement's way and of what became of it, as bytes and back.

use super::difference::{Deed, Said};
use super::marks::Outcome;
use super::timeline::{Timeline, Transition};
use super::transition::Kind;
use crate::repo::remembered::value::{value_enum, value_struct};
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
