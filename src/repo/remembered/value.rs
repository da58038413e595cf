//! Values that write themselves as bytes and read themselves back, each part in its order.

use super::bytes::{Reader, Writer};
use crate::day::{Day, Moment};

/// How many seconds a day has.
const DAY: i64 = 86_400;

/// Something that can be remembered.
pub(crate) trait Value: Sized {
    /// Writes it.
    fn write(&self, writer: &mut Writer);

    /// Reads it; nothing where the bytes hold something else.
    fn read(reader: &mut Reader<'_>) -> Option<Self>;
}

/// Makes a struct a [`Value`]. Every field is named: one that comes later does not compile until it is.
macro_rules! value_struct {
    ($type:path { $($field:ident),* $(,)? }) => {
        impl $crate::repo::remembered::value::Value for $type {
            fn write(&self, writer: &mut $crate::repo::remembered::bytes::Writer) {
                let Self { $($field),* } = self;
                $($crate::repo::remembered::value::Value::write($field, writer);)*
            }

            fn read(reader: &mut $crate::repo::remembered::bytes::Reader<'_>) -> Option<Self> {
                $(let $field = $crate::repo::remembered::value::Value::read(reader)?;)*
                Some(Self { $($field),* })
            }
        }
    };
}

/// Makes an enum a [`Value`]: each variant with the number that it is written as.
macro_rules! value_enum {
    ($type:path { $($number:literal $variant:ident $(($($one:ident),*))? $({$($field:ident),*})?),* $(,)? }) => {
        impl $crate::repo::remembered::value::Value for $type {
            fn write(&self, writer: &mut $crate::repo::remembered::bytes::Writer) {
                match self {
                    $(Self::$variant $(($($one),*))? $({$($field),*})? => {
                        writer.number($number);
                        $($($crate::repo::remembered::value::Value::write($one, writer);)*)?
                        $($($crate::repo::remembered::value::Value::write($field, writer);)*)?
                    })*
                }
            }

            fn read(reader: &mut $crate::repo::remembered::bytes::Reader<'_>) -> Option<Self> {
                match reader.number()? {
                    $($number => {
                        $($(let $one = $crate::repo::remembered::value::Value::read(reader)?;)*)?
                        $($(let $field = $crate::repo::remembered::value::Value::read(reader)?;)*)?
                        Some(Self::$variant $(($($one),*))? $({$($field),*})?)
                    })*
                    _ => None,
                }
            }
        }
    };
}

pub(crate) use {value_enum, value_struct};

impl Value for bool {
    fn write(&self, writer: &mut Writer) {
        writer.number(u64::from(*self));
    }

    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        match reader.number()? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }
}

impl Value for u64 {
    fn write(&self, writer: &mut Writer) {
        writer.number(*self);
    }

    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        reader.number()
    }
}

impl Value for i64 {
    fn write(&self, writer: &mut Writer) {
        writer.signed(*self);
    }

    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        reader.signed()
    }
}

impl Value for usize {
    fn write(&self, writer: &mut Writer) {
        writer.place(*self);
    }

    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        reader.place()
    }
}

impl Value for f64 {
    fn write(&self, writer: &mut Writer) {
        writer.raw(&self.to_le_bytes());
    }

    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        Some(Self::from_le_bytes(reader.raw(8)?.try_into().ok()?))
    }
}

impl Value for String {
    fn write(&self, writer: &mut Writer) {
        writer.text(self);
    }

    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        reader.text().map(str::to_owned)
    }
}

impl Value for Day {
    fn write(&self, writer: &mut Writer) {
        writer.signed(self.unix().div_euclid(DAY));
    }

    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        Self::of_unix(reader.signed()?.checked_mul(DAY)?)
    }
}

impl Value for Moment {
    fn write(&self, writer: &mut Writer) {
        writer.signed(self.seconds);
        writer.signed(self.offset.into());
    }

    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        Some(Self {
            seconds: reader.signed()?,
            offset: reader.signed()?.try_into().ok()?,
        })
    }
}

impl<T: Value> Value for Option<T> {
    fn write(&self, writer: &mut Writer) {
        self.is_some().write(writer);
        if let Some(value) = self {
            value.write(writer);
        }
    }

    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        Some(if bool::read(reader)? {
            Some(T::read(reader)?)
        } else {
            None
        })
    }
}

impl<T: Value> Value for Vec<T> {
    fn write(&self, writer: &mut Writer) {
        writer.place(self.len());
        for value in self {
            value.write(writer);
        }
    }

    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        reader.items(T::read)
    }
}

impl<A: Value, B: Value> Value for (A, B) {
    fn write(&self, writer: &mut Writer) {
        self.0.write(writer);
        self.1.write(writer);
    }

    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        Some((A::read(reader)?, B::read(reader)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq)]
    struct Both {
        name: String,
        sort: Sort,
        days: Vec<Option<Day>>,
    }

    #[derive(Debug, PartialEq)]
    enum Sort {
        Plain,
        Of(i64),
        At { moment: Moment, share: f64 },
    }

    value_struct!(Both { name, sort, days });
    value_enum!(Sort { 0 Plain, 1 Of(one), 2 At { moment, share } });

    fn all() -> Vec<Both> {
        let moment = Moment {
            seconds: -5,
            offset: -90,
        };
        [
            Sort::Plain,
            Sort::Of(-7),
            Sort::At {
                moment,
                share: 0.1 + 0.2,
            },
        ]
        .into_iter()
        .map(|sort| Both {
            name: "é".to_owned(),
            sort,
            days: vec![
                None,
                Day::parse("2026-03-20"),
                Day::parse("1969-12-31"),
                Day::parse("0001-01-01"),
            ],
        })
        .collect()
    }

    #[test]
    fn values_are_read_as_they_were_written() {
        let mut writer = Writer::default();
        all().write(&mut writer);
        let mut reader = Reader::new(&writer.bytes);
        assert_eq!(Vec::read(&mut reader), Some(all()));
        assert!(reader.is_done());
        for end in 0..writer.bytes.len() {
            let mut short = Reader::new(writer.bytes.get(..end).unwrap_or_default());
            assert_eq!(Vec::<Both>::read(&mut short), None, "{end}");
        }
    }

    #[test]
    fn a_number_that_no_variant_has_is_nothing() {
        assert_eq!(Sort::read(&mut Reader::new(&[3])), None);
        assert_eq!(bool::read(&mut Reader::new(&[2])), None);
    }
}
