//! Values as bytes and back, compact and quick; whatever the bytes are, reading them gives values or nothing.

use std::hash::Hasher;

/// A checksum and hash of bytes: quick, the same on every machine, against damage and not against malice.
#[derive(Debug, Clone)]
pub struct Sum(u64);

impl Default for Sum {
    fn default() -> Self {
        Self(0x9e37_79b9_7f4a_7c15)
    }
}

impl Sum {
    fn word(&mut self, word: u64) {
        let product = u128::from(self.0 ^ word) * u128::from(0xd6e8_feb8_6659_fd93_u64 | 1);
        let [low, high] = [product as u64, (product >> 64) as u64];
        self.0 = (low ^ high).wrapping_add(word.rotate_left(23));
    }
}

impl Hasher for Sum {
    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        for word in words {
            self.word(u64::from_le_bytes(*word));
        }
        let mut last = [0; 8];
        for (to, from) in last.iter_mut().zip(rest) {
            *to = *from;
        }
        self.word(u64::from_le_bytes(last));
        self.word(bytes.len() as u64);
    }

    fn finish(&self) -> u64 {
        let mixed = (self.0 ^ (self.0 >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93);
        mixed ^ (mixed >> 29)
    }
}

/// Writes values.
#[derive(Debug, Default)]
pub struct Writer {
    /// What was written.
    pub bytes: Vec<u8>,
}

impl Writer {
    /// A number, in as few bytes as it needs.
    pub fn number(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.bytes.push((value & 0x7f) as u8 | 0x80);
            value >>= 7;
        }
        self.bytes.push(value as u8);
    }

    /// A place in a list, or a length.
    pub fn place(&mut self, value: usize) {
        self.number(value as u64);
    }

    /// A number that may be negative.
    pub fn signed(&mut self, value: i64) {
        self.number(((value << 1) ^ (value >> 63)) as u64);
    }

    /// Bytes whose length is known to whoever reads them.
    pub fn raw(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// Bytes with their length.
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.place(bytes.len());
        self.raw(bytes);
    }

    /// A text.
    pub fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    /// A list in parts that can be read side by side: each of `items` as `write` writes it, so many to a part.
    pub fn parts<T>(&mut self, items: &[T], part: usize, mut write: impl FnMut(&mut Self, &T)) {
        self.place(items.len());
        self.place(items.len().div_ceil(part.max(1)));
        for items in items.chunks(part.max(1)) {
            let mut inner = Self::default();
            inner.place(items.len());
            for item in items {
                write(&mut inner, item);
            }
            self.bytes(&inner.bytes);
        }
    }
}

/// Reads values. Nothing where the bytes end too early or hold something else.
#[derive(Debug, Clone)]
pub struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    /// Reads from the start of these bytes.
    #[must_use]
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// Whether all was read.
    #[must_use]
    pub const fn is_done(&self) -> bool {
        self.rest.is_empty()
    }

    /// How many bytes are left.
    #[must_use]
    pub const fn left(&self) -> usize {
        self.rest.len()
    }

    /// See [`Writer::number`].
    pub fn number(&mut self) -> Option<u64> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let (byte, rest) = self.rest.split_first()?;
            self.rest = rest;
            value |= u64::from(byte & 0x7f).checked_shl(shift)?;
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }

    /// See [`Writer::place`].
    pub fn place(&mut self) -> Option<usize> {
        usize::try_from(self.number()?).ok()
    }

    /// See [`Writer::signed`].
    pub fn signed(&mut self) -> Option<i64> {
        let value = self.number()?;
        Some(((value >> 1) as i64) ^ -((value & 1) as i64))
    }

    /// So many bytes.
    pub fn raw(&mut self, length: usize) -> Option<&'a [u8]> {
        let (bytes, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(bytes)
    }

    /// See [`Writer::bytes`].
    pub fn bytes(&mut self) -> Option<&'a [u8]> {
        let length = self.place()?;
        self.raw(length)
    }

    /// See [`Writer::text`].
    pub fn text(&mut self) -> Option<&'a str> {
        str::from_utf8(self.bytes()?).ok()
    }

    /// The parts of a list, and how many items there are in all.
    pub fn parts(&mut self) -> Option<(usize, Vec<Reader<'a>>)> {
        let count = self.place()?;
        let parts = self.place()?;
        // Each takes a byte at least.
        if parts > self.rest.len() {
            return None;
        }
        let parts = (0..parts).map(|_| self.bytes().map(Reader::new));
        Some((count, parts.collect::<Option<_>>()?))
    }

    /// The items of one part.
    pub fn items<T>(&mut self, mut read: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let count = self.place()?;
        let mut items = Vec::with_capacity(count.min(self.rest.len()));
        for _ in 0..count {
            items.push(read(self)?);
        }
        Some(items)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read() {
        let numbers = [0, 1, 127, 128, 300, u64::MAX];
        let signed = [0, -1, 1, i64::MIN, i64::MAX];
        let mut writer = Writer::default();
        numbers.iter().for_each(|number| writer.number(*number));
        signed.iter().for_each(|number| writer.signed(*number));
        writer.text("é");
        writer.parts(&[1, 2, 3], 2, |writer, item| writer.number(*item));
        let mut reader = Reader::new(&writer.bytes);
        assert!(
            numbers
                .iter()
                .all(|number| reader.number() == Some(*number))
        );
        assert!(signed.iter().all(|number| reader.signed() == Some(*number)));
        assert_eq!(reader.text(), Some("é"));
        let (count, parts) = reader.parts().expect("parts");
        let items: Vec<u64> = parts
            .into_iter()
            .flat_map(|mut part| part.items(Reader::number).expect("items"))
            .collect();
        assert_eq!((count, items), (3, vec![1, 2, 3]));
        assert!(reader.is_done());
    }

    #[test]
    fn other_bytes_give_nothing() {
        for bytes in [&[0xff; 12][..], &[], &[5, 1, 2], &[0x80]] {
            let mut reader = Reader::new(bytes);
            assert!(reader.clone().bytes().is_none() && reader.text().is_none());
            assert!(reader.parts().is_none() && Reader::new(bytes).parts().is_none());
        }
        assert!(Reader::new(&[2, 0xff, 0xfe]).text().is_none());
    }

    #[test]
    fn sums_differ_where_bytes_do() {
        let sum = |parts: &[&[u8]]| {
            let mut sum = Sum::default();
            parts.iter().for_each(|part| sum.write(part));
            sum.finish()
        };
        let all = [
            sum(&[]),
            sum(&[b""]),
            sum(&[b"\0"]),
            sum(&[b"a"]),
            sum(&[b"a\0"]),
            sum(&[b"ab"]),
            sum(&[b"a", b"b"]),
            sum(&[b"12345678"]),
            sum(&[b"123456780"]),
        ];
        let mut distinct = all.to_vec();
        distinct.sort_unstable();
        distinct.dedup();
        assert_eq!(distinct.len(), all.len());
    }
}
