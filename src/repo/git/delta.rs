//! Differences as packs store them: which bytes to copy from the base, and which are new.

/// How far back the base of a difference begins, and what follows that number.
pub(super) fn back(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let (&first, mut rest) = bytes.split_first()?;
    let (mut byte, mut value) = (first, u64::from(first & 0x7f));
    while byte & 0x80 != 0 {
        let (&next, behind) = rest.split_first()?;
        (byte, rest) = (next, behind);
        value = value
            .checked_add(1)?
            .checked_mul(128)?
            .checked_add(u64::from(byte & 0x7f))?;
    }
    Some((value, rest))
}

/// A size at the beginning of a difference: seven bits a byte, the lowest first.
fn size(rest: &mut &[u8]) -> Option<usize> {
    let (mut value, mut shift) = (0_usize, 0);
    loop {
        let byte = next(rest)?;
        if shift > 42 {
            return None;
        }
        value |= usize::from(byte & 0x7f).checked_shl(shift)?;
        shift += 7;
        if byte & 0x80 == 0 {
            return Some(value);
        }
    }
}

fn next(rest: &mut &[u8]) -> Option<u8> {
    let (&byte, behind) = rest.split_first()?;
    *rest = behind;
    Some(byte)
}

/// One instruction.
enum Piece<'a> {
    /// So many bytes of the base, from so far in.
    Copy { start: usize, count: usize },
    /// Bytes that the base has not.
    New(&'a [u8]),
}

/// The next instruction; nothing where it is damaged, or its end is not there.
fn piece<'a>(rest: &mut &'a [u8]) -> Option<Piece<'a>> {
    let code = next(rest)?;
    if code & 0x80 == 0 {
        let (new, behind) = rest.split_at_checked(usize::from(code))?;
        *rest = behind;
        return (!new.is_empty()).then_some(Piece::New(new));
    }
    let mut number = |bits: u8, most: u8| {
        let mut value = 0_usize;
        for place in 0..most {
            if bits >> place & 1 != 0 {
                value |= usize::from(next(rest)?) << (8 * place);
            }
        }
        Some(value)
    };
    let start = number(code, 4)?;
    let count = match number(code >> 4, 3)? {
        0 => 0x10000,
        count => count,
    };
    Some(Piece::Copy { start, count })
}

/// The bytes that `difference` makes of `base`; nothing where it is damaged or would make more than `most`.
pub(super) fn apply(base: &[u8], difference: &[u8], most: usize) -> Option<Vec<u8>> {
    let mut rest = difference;
    if size(&mut rest)? != base.len() {
        return None;
    }
    let length = size(&mut rest)?;
    if length > most {
        return None;
    }
    let mut made = Vec::with_capacity(length);
    while !rest.is_empty() {
        let bytes = match piece(&mut rest)? {
            Piece::Copy { start, count } => base.get(start..start.checked_add(count)?)?,
            Piece::New(bytes) => bytes,
        };
        if made.len() + bytes.len() > length {
            return None;
        }
        made.extend_from_slice(bytes);
    }
    (made.len() == length).then_some(made)
}

/// What the first instructions of a difference say.
pub(super) struct Start {
    /// The size of the base.
    pub(super) base: usize,
    /// The size of what is made.
    pub(super) size: usize,
    /// How many bytes the instructions at hand make: all that were asked for, or as many as they can.
    pub(super) makes: usize,
    /// How many bytes of the base these need.
    pub(super) needs: usize,
}

/// Looks at the beginning of a difference, as far as it is there, for the first `wanted` bytes of what it makes.
pub(super) fn start(difference: &[u8], wanted: usize) -> Option<Start> {
    let mut rest = difference;
    let mut start = Start {
        base: size(&mut rest)?,
        size: size(&mut rest)?,
        makes: 0,
        needs: 0,
    };
    let wanted = wanted.min(start.size);
    while start.makes < wanted {
        let count = match piece(&mut rest) {
            None => break,
            Some(Piece::New(bytes)) => bytes.len(),
            Some(Piece::Copy { start: from, count }) => {
                // Of the last one, no more than is wanted.
                let count = count.min(wanted - start.makes);
                start.needs = start.needs.max(from.checked_add(count)?);
                count
            }
        };
        start.makes += count;
    }
    Some(start)
}

/// The first bytes of what a difference makes, at least `wanted`, from the first bytes of its base; nothing where these are too few.
/// What can be had without more of the base is added, up to `most`.
pub(super) fn begin(base: &[u8], difference: &[u8], wanted: usize, most: usize) -> Option<Vec<u8>> {
    let mut rest = difference;
    size(&mut rest)?;
    let length = size(&mut rest)?;
    let (wanted, most) = (wanted.min(length), most.min(length));
    let mut made = Vec::with_capacity(wanted.max(most) + 128);
    while made.len() < wanted.max(most) {
        let (bytes, all) = match piece(&mut rest) {
            None => (&[][..], 0),
            Some(Piece::New(bytes)) => (bytes, bytes.len()),
            Some(Piece::Copy { start, count }) => {
                let count = count.min(wanted.max(most) - made.len());
                let there = base.get(start..).unwrap_or_default();
                (there.get(..count).unwrap_or(there), count)
            }
        };
        made.extend_from_slice(bytes);
        if bytes.len() < all || all == 0 {
            break;
        }
    }
    (made.len() >= wanted && made.len() <= length).then_some(made)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: &[u8] = b"0123456789";
    /// Ten bytes to eight: from the third on four, then two new ones, then the first two.
    const DIFFERENCE: &[u8] = &[10, 8, 0x91, 3, 4, 2, b'a', b'b', 0x90, 2];

    #[test]
    fn what_is_copied_and_what_is_new_comes_in_its_order() {
        let made = apply(BASE, DIFFERENCE, 100);
        assert_eq!(made.as_deref(), Some(&b"3456ab01"[..]));
    }

    #[test]
    fn the_beginning_of_what_it_makes_takes_no_more_of_it_than_that() {
        let whole = apply(BASE, DIFFERENCE, 100).unwrap_or_default();
        for wanted in 0..=10 {
            let start = start(DIFFERENCE, wanted).expect("a difference");
            assert_eq!((start.base, start.size), (10, 8));
            assert!(start.makes >= wanted.min(8), "{wanted}");
            let base = BASE.get(..start.needs).unwrap_or_default();
            let made = begin(base, DIFFERENCE, wanted, 0).expect("enough of the base");
            assert!(whole.starts_with(&made) && made.len() >= wanted.min(8));
        }
        let cut = start(&DIFFERENCE[..7], 8).expect("its sizes");
        assert_eq!(cut.makes, 4, "as far as the instructions are there");
        assert_eq!(begin(&BASE[..5], DIFFERENCE, 8, 8), None);
        let more = begin(&BASE[..5], DIFFERENCE, 1, 8);
        assert_eq!(
            more.as_deref(),
            Some(&b"34"[..]),
            "as far as the base is there"
        );
    }

    #[test]
    fn a_damaged_difference_makes_nothing_and_does_not_panic() {
        assert_eq!(apply(BASE, DIFFERENCE, 7), None, "more than asked for");
        assert_eq!(apply(&BASE[1..], DIFFERENCE, 100), None, "another base");
        for end in 0..DIFFERENCE.len() {
            assert_eq!(apply(BASE, &DIFFERENCE[..end], 100), None, "{end}");
        }
        for at in 0..DIFFERENCE.len() {
            for byte in 0..=255 {
                let mut changed = DIFFERENCE.to_vec();
                changed[at] = byte;
                let made = apply(BASE, &changed, 100);
                assert!(made.is_none_or(|made| made.len() <= 100), "{at} {byte}");
                let begun = begin(BASE, &changed, 8, 8);
                assert!(begun.is_none_or(|made| made.len() < 8 + 128), "{at} {byte}");
            }
        }
    }

    #[test]
    fn a_number_goes_back_as_far_as_git_says() {
        assert_eq!(back(&[5, 9]), Some((5, &[9][..])));
        assert_eq!(back(&[0x80, 0]), Some((128, &[][..])));
        assert_eq!(back(&[0x80]), None);
        assert_eq!(back(&[0xff; 40]), None);
    }
}
