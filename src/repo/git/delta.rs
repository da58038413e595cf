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
    while let Some((&code, behind)) = rest.split_first() {
        rest = behind;
        let piece = if code & 0x80 != 0 {
            let mut number = |bits: u8| {
                let mut value = 0_usize;
                for place in 0..7 {
                    if bits >> place & 1 != 0 {
                        value |= usize::from(next(&mut rest)?) << (8 * place);
                    }
                }
                Some(value)
            };
            let start = number(code & 0x0f)?;
            let count = match number(code >> 4 & 7)? {
                0 => 0x10000,
                count => count,
            };
            base.get(start..start.checked_add(count)?)?
        } else {
            let (new, behind) = rest.split_at_checked(usize::from(code))?;
            if new.is_empty() {
                return None;
            }
            rest = behind;
            new
        };
        if made.len() + piece.len() > length {
            return None;
        }
        made.extend_from_slice(piece);
    }
    (made.len() == length).then_some(made)
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
