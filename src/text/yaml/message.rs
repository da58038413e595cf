//! The YAML parser's errors in words for a person who writes keys and values, not parsers.

use granit_parser::ErrorKind;

/// What to tell about an error.
pub(super) fn message(kind: &ErrorKind) -> String {
    let fixed = match kind {
        ErrorKind::UnexpectedCharacter { character: '`' } => {
            "a backtick cannot begin a value; put the value in quotes"
        }
        ErrorKind::UnexpectedCharacter { character } => {
            return format!("`{character}` cannot begin a value; put the value in quotes");
        }
        ErrorKind::MappingValueNotAllowed | ErrorKind::InvalidColonPlacement => {
            "a colon cannot stand here; put the value in quotes if it is part of it"
        }
        ErrorKind::MappingKeyNotAllowed => "`?` cannot begin a value; put the value in quotes",
        ErrorKind::MissingAnchorOrAliasName => {
            "`&` or `*` cannot begin a text; put the value in quotes"
        }
        ErrorKind::BlockSequenceEntryNotAllowed => {
            "a list cannot begin behind a key on its line; begin it on the next"
        }
        ErrorKind::TabNotAllowed
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabInIndentation
        | ErrorKind::TabInPlainScalar
        | ErrorKind::TabAtBlockScalarStart => "a tab stands where only spaces may",
        ErrorKind::InvalidQuotedScalarIndent
        | ErrorKind::UnclosedQuotedScalar
        | ErrorKind::DocumentIndicatorInQuotedScalar => {
            "a quoted value that began before this has no closing quote"
        }
        ErrorKind::InvalidTrailingSingleQuotedScalar
        | ErrorKind::InvalidTrailingDoubleQuotedScalar => {
            "text follows a closing quote; put the whole value in quotes"
        }
        ErrorKind::UnknownQuotedScalarEscape => {
            "an unknown escape between double quotes; write `\\\\` for a backslash, or use single quotes"
        }
        ErrorKind::UnclosedFlowCollection { open } => {
            return format!("the `{open}` here is never closed");
        }
        ErrorKind::MismatchedFlowCollectionEnd { open, close } => {
            return format!("a `{close}` closes what `{open}` began");
        }
        ErrorKind::MisplacedFlowCollectionEnd => "a closing bracket that closes nothing",
        ErrorKind::UnexpectedEofFlowSequence
        | ErrorKind::UnexpectedEofFlowMapping
        | ErrorKind::UnexpectedEofImplicitFlowMapping
        | ErrorKind::ExpectedFlowSequenceSeparator
        | ErrorKind::ExpectedFlowMappingSeparator => {
            "a comma or a closing bracket is missing before this"
        }
        ErrorKind::ExpectedBlockMappingKey => {
            "this does not go on with the keys above it; look at indentation, quotes and brackets"
        }
        ErrorKind::ExpectedBlockSequenceEntry => {
            "this does not go on with the list above it; look at its indentation"
        }
        ErrorKind::InvalidIndentation
        | ErrorKind::InvalidBlockScalarIndent
        | ErrorKind::InvalidFlowScalarIndent => "this line is indented unlike its neighbours",
        ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey => {
            "a key without a colon behind it"
        }
        ErrorKind::RecursionLimitExceeded => return too_deep(),
        other => return other.to_string().replace(['"', '\''], "`"),
    };
    fixed.to_owned()
}

/// What to tell about collections that nest too deep.
pub(super) fn too_deep() -> String {
    format!("lists and maps nest more than {} deep here", super::DEEPEST)
}

/// What to tell about aliases that stand for too much.
pub(super) fn bomb() -> String {
    "the aliases up to here stand for too much text to write out".to_owned()
}
