//! A whole list of values as bytes and back, in parts that are read side by side.

use std::borrow::Borrow;

use rayon::prelude::*;

use super::bytes::{Reader, Writer};
use super::value::Value;

/// How many items one thread reads at a stretch.
const PART: usize = 64;

/// Writes them.
#[must_use]
pub fn write<T: Value>(items: &[impl Borrow<T>]) -> Vec<u8> {
    let mut writer = Writer::default();
    writer.parts(items, PART, |writer, item| item.borrow().write(writer));
    writer.bytes
}

/// Reads them; nothing where the bytes hold something else.
#[must_use]
pub fn read<T: Value + Send>(bytes: &[u8]) -> Option<Vec<T>> {
    let mut reader = Reader::new(bytes);
    let (_, parts) = reader.parts()?;
    if !reader.is_done() {
        return None;
    }
    let parts: Option<Vec<Vec<T>>> = parts
        .into_par_iter()
        .map(|mut part| part.items(T::read).filter(|_| part.is_done()))
        .collect();
    Some(parts?.into_iter().flatten().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read_and_other_bytes_are_nothing() {
        for count in [0, 1, PART, 3 * PART + 1] {
            let items: Vec<String> = (0..count).map(|at| format!("item {at}")).collect();
            let bytes = write::<String>(&items);
            assert_eq!(read(&bytes), Some(items));
            for end in 0..bytes.len() {
                let some: Option<Vec<String>> = read(bytes.get(..end).unwrap_or_default());
                assert_eq!(some, None, "{end} of {}", bytes.len());
            }
        }
    }
}
