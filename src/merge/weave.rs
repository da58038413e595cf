//! The order of a merged list whose items are known by name: ours, with theirs put where they stood among their neighbours.

/// The merged order of two lists of names. Names that `keep` refuses are left out. Where both sides put something new at the same place, ours comes
/// first as long as `first(ours, theirs)` says so.
pub(super) fn weave(
    ours: &[usize],
    theirs: &[usize],
    keep: impl Fn(usize) -> bool,
    first: impl Fn(usize, usize) -> bool,
) -> Vec<usize> {
    let mut woven: Vec<usize> = ours.iter().copied().filter(|name| keep(*name)).collect();
    for (at, name) in theirs.iter().enumerate() {
        if woven.contains(name) || !keep(*name) {
            continue;
        }
        let before = theirs.get(..at).unwrap_or_default();
        let anchor = before
            .iter()
            .rev()
            .find_map(|known| woven.iter().position(|name| name == known));
        let mut place = anchor.map_or(0, |anchor| anchor + 1);
        while woven
            .get(place)
            .is_some_and(|other| !theirs.contains(other) && first(*other, *name))
        {
            place += 1;
        }
        woven.insert(place, *name);
    }
    woven
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn theirs_stand_behind_what_they_stood_behind() {
        let all = |_| true;
        assert_eq!(
            weave(&[1, 2, 3], &[1, 9, 2, 3], all, |_, _| true),
            [1, 9, 2, 3]
        );
        assert_eq!(
            weave(&[1, 2, 7], &[1, 2, 8], all, |_, _| true),
            [1, 2, 7, 8]
        );
        assert_eq!(
            weave(&[1, 2, 7], &[1, 2, 6], all, |o, t| o <= t),
            [1, 2, 6, 7]
        );
        assert_eq!(weave(&[7, 1], &[9, 8, 1], all, |o, t| o >= t), [9, 8, 7, 1]);
        assert_eq!(
            weave(&[1, 3], &[1, 2, 3], |name| name != 2, |_, _| true),
            [1, 3]
        );
    }
}
