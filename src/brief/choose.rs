//! What gets into the space: what is in every brief first, then by score, and the first of each part before the second of any.

use std::collections::{HashMap, HashSet};

use super::item::{Item, Part, count};
use super::{Brief, LeftOut};

/// The first of a part is worth so much more, so that a brief is not all of one kind; each further one of it so much less.
const FIRST: f64 = 0.08;
const NEXT: f64 = 0.009;

/// A word over so many is worth so much less: what says it shortly goes before what says it at length.
const SHORT: usize = 20;
const WORD: f64 = 0.0014;

/// The reasons that were told in each part: what holds for several items is told once.
type Reasons = HashSet<(Part, String)>;

/// The words of an item's reason, where the part has told it.
fn said_before(reasons: &Reasons, item: &Item) -> usize {
    if reasons.contains(&(item.part, item.because.clone())) {
        count(&item.because)
    } else {
        0
    }
}

/// Items with their places.
type Placed = Vec<(usize, Item)>;

/// Fills the brief. `again` is what has to be typed behind its command to have it for the same reader and day.
pub(super) fn fill(brief: &mut Brief, items: Vec<Item>, again: &str) {
    let (mut chosen, mut rivals): (Placed, Placed) = items
        .into_iter()
        .enumerate()
        .partition(|(_, item)| item.score.is_none());
    let mut parts: Vec<Part> = Vec::new();
    let mut words = head(brief);
    let mut reasons: Reasons = HashSet::new();
    for (_, item) in &chosen {
        words += item.words() + opened(&mut parts, item.part) - said_before(&reasons, item);
        reasons.insert((item.part, item.because.clone()));
    }
    brief.always = words;
    once(&chosen, &mut rivals);
    let mut taken = [0.0; Part::ALL.len()];
    let mut left = 0;
    let slot = |part: Part| Part::ALL.iter().position(|one| *one == part).unwrap_or(0);
    for (_, item) in &chosen {
        if let Some(taken) = taken.get_mut(slot(item.part)) {
            *taken += 0.5;
        }
    }
    let mut queues = queues(rivals);
    loop {
        let worth = |part: Part, base: f64| {
            let so_far = taken.get(slot(part)).copied().unwrap_or_default();
            base + if so_far == 0.0 { FIRST } else { -NEXT * so_far }
        };
        let heads = queues.iter_mut().filter(|(_, queue)| !queue.is_empty());
        let best = heads.max_by(|(a_part, a), (b_part, b)| {
            let head = |part: Part, queue: &[Rival]| {
                let rival = queue.last();
                rival.map_or((0.0, 0), |rival| (worth(part, rival.base), rival.place))
            };
            let ((a, a_place), (b, b_place)) = (head(*a_part, a), head(*b_part, b));
            a.total_cmp(&b).then(b_place.cmp(&a_place))
        });
        let Some(Rival { place, item, .. }) = best.and_then(|(_, queue)| queue.pop()) else {
            break;
        };
        let mut with = parts.clone();
        let more = item.words() + opened(&mut with, item.part) - said_before(&reasons, &item);
        // Room is kept for the lines that say what is left out.
        if words + more + tail(brief, again) > brief.limit {
            left += 1;
            continue;
        }
        parts = with;
        words += more;
        reasons.insert((item.part, item.because.clone()));
        if let Some(taken) = taken.get_mut(slot(item.part)) {
            *taken += 1.0;
        }
        chosen.push((place, item));
    }
    if left > 0 {
        let grown = brief.limit.saturating_mul(2).max(words + 400);
        brief.left_out.push(LeftOut {
            what: format!("{left} more for want of space"),
            count: left,
            command: format!("orbit brief {} --words {grown}{again}", brief.engagement),
        });
    }
    brief.words = words + tail_of(&brief.left_out);
    brief.words += brief.excess().map_or(0, |excess| count(&excess));
    chosen.sort_by_key(|(place, item)| (item.part, *place));
    for part in Part::ALL {
        let items: Vec<Item> = chosen
            .iter()
            .filter(|(_, item)| item.part == part)
            .map(|(_, item)| item.clone())
            .collect();
        if !items.is_empty() {
            brief.parts.push((part, items));
        }
    }
}

/// What asks for space.
struct Rival {
    /// What it is worth, whatever else of its part is there.
    base: f64,
    place: usize,
    item: Item,
}

/// Those of each part, the best last. What is there already tells against all of a part alike, so that their order stays.
fn queues(rivals: Placed) -> Vec<(Part, Vec<Rival>)> {
    let mut queues: Vec<(Part, Vec<Rival>)> =
        Part::ALL.iter().map(|part| (*part, Vec::new())).collect();
    for (place, item) in rivals {
        let long = item.words().saturating_sub(SHORT);
        let base = item.score.unwrap_or_default() - WORD * long as f64;
        if let Some((_, queue)) = queues.iter_mut().find(|(part, _)| *part == item.part) {
            queue.push(Rival { base, place, item });
        }
    }
    for (_, queue) in &mut queues {
        queue.sort_by(|a, b| a.base.total_cmp(&b.base).then(b.place.cmp(&a.place)));
    }
    queues
}

/// What a commit did to a mark or a handoff, and the mark or the handoff itself, are told once: as what is worth more.
fn once(chosen: &Placed, rivals: &mut Placed) {
    let place = |item: &Item| {
        let told = matches!(item.kind, "need" | "standard" | "fact" | "section" | "asks");
        let source = item.source.as_ref().filter(|_| !told)?;
        Some((source.path.clone(), source.line))
    };
    let is_news = |item: &Item| item.part == Part::Lately;
    let mut best: HashMap<(bool, _), f64> = HashMap::new();
    for (_, item) in chosen.iter().chain(rivals.iter()) {
        if let Some(place) = place(item) {
            let score = item.score.unwrap_or(f64::INFINITY);
            let slot = best.entry((is_news(item), place)).or_insert(score);
            *slot = slot.max(score);
        }
    }
    rivals.retain(|(_, item)| {
        let Some(place) = place(item) else {
            return true;
        };
        let other = best.get(&(!is_news(item), place));
        other.is_none_or(|other| *other < item.score.unwrap_or_default())
    });
}

/// The words of a part's title, where nothing of it was there.
fn opened(parts: &mut Vec<Part>, part: Part) -> usize {
    if parts.contains(&part) {
        return 0;
    }
    parts.push(part);
    count(part.title())
}

/// The words at the top: title, id, audience.
fn head(brief: &Brief) -> usize {
    let audience = brief.audience.as_deref().unwrap_or_default();
    // The id, `as of` and the day.
    count(&brief.title) + 4 + count(audience)
}

/// The words at the end as they will be at most.
fn tail(brief: &Brief, again: &str) -> usize {
    // `12 more for want of space: orbit brief ID --words 1200`
    tail_of(&brief.left_out) + 12 + count(again)
}

fn tail_of(left_out: &[LeftOut]) -> usize {
    left_out
        .iter()
        .map(|left| count(&left.what) + count(&left.command))
        .sum()
}
