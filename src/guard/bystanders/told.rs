//! One verdict as it is remembered.

use crate::finding::{CODES, Finding, Severity};
use crate::repo::Tree;
use crate::repo::noted::Notes;
use crate::repo::remembered::bytes::{Reader, Writer};
use crate::repo::remembered::value::{Value, value_enum, value_struct};
use crate::repo::sight::Sign;
use crate::span::Span;

/// What was found in one engagement that nothing touches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Told {
    /// Its file.
    pub(super) path: String,
    /// What tells that the file has not changed; nothing where the verdict may change without it.
    pub(super) sign: Option<Sign>,
    /// What else was asked for.
    pub(super) notes: Notes,
    /// Whether the file is an engagement at all.
    pub(super) is_engagement: bool,
    pub(super) findings: Vec<Finding>,
}

impl Told {
    /// Whether it still holds, with the file as it is now.
    pub(super) fn holds(&self, sign: Option<Sign>, tree: &dyn Tree) -> bool {
        sign.is_some() && self.sign == sign && self.notes.are_so(tree)
    }
}

value_struct!(Told {
    path,
    sign,
    notes,
    is_engagement,
    findings
});
value_struct!(Notes {
    files,
    held,
    has_lists
});
value_struct!(Span { start, end });
value_enum!(Severity { 0 Note, 1 Warning, 2 Error });

impl Value for Finding {
    fn write(&self, writer: &mut Writer) {
        let Self {
            code,
            severity,
            engagement,
            path,
            span,
            message,
            help,
            need,
            commit,
        } = self;
        writer.text(code);
        severity.write(writer);
        engagement.write(writer);
        path.write(writer);
        span.write(writer);
        message.write(writer);
        help.write(writer);
        need.write(writer);
        commit.write(writer);
    }

    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let code = reader.text()?;
        Some(Self {
            code: CODES.into_iter().find(|known| *known == code)?,
            severity: Value::read(reader)?,
            engagement: Value::read(reader)?,
            path: Value::read(reader)?,
            span: Value::read(reader)?,
            message: Value::read(reader)?,
            help: Value::read(reader)?,
            need: Value::read(reader)?,
            commit: Value::read(reader)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verdict_is_read_as_it_was_written() {
        let told = Told {
            path: "engagements/acme/rebrand.md".to_owned(),
            sign: None,
            notes: Notes {
                files: vec![("a.md".to_owned(), 7)],
                held: vec![("b".to_owned(), false)],
                has_lists: false,
            },
            is_engagement: true,
            findings: CODES
                .into_iter()
                .map(|code| Finding {
                    code,
                    severity: Severity::Warning,
                    engagement: Some("acme/rebrand".to_owned()),
                    path: "engagements/acme/rebrand.md".to_owned(),
                    span: Span::new(3, 9),
                    message: "é".to_owned(),
                    help: "lines\nof help".to_owned(),
                    need: Some("success".to_owned()),
                    commit: None,
                })
                .collect(),
        };
        let mut writer = Writer::default();
        told.write(&mut writer);
        let mut reader = Reader::new(&writer.bytes);
        assert_eq!(Told::read(&mut reader), Some(told));
        assert!(reader.is_done());
    }
}
