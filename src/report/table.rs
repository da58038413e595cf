//! Lists as CSV (RFC 4180), for spreadsheets. The only file that names the library that writes it.

/// A table: the names of its columns, then its rows. Lines end with CR LF.
///
/// A cell that a spreadsheet would take for a formula begins with an apostrophe, so that nothing in a repository runs there.
#[must_use]
pub fn write<const N: usize>(
    columns: &[&str; N],
    rows: impl Iterator<Item = [String; N]>,
) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    // Writing to memory cannot fail, and every row has as many cells as there are columns.
    let _ = writer.write_record(columns);
    for row in rows {
        let _ = writer.write_record(row.map(guarded));
    }
    writer.into_inner().unwrap_or_default()
}

fn guarded(cell: String) -> String {
    let acts = |sign: char| sign.is_control() && !matches!(sign, '\n' | '\t');
    let cell = if cell.contains(acts) {
        // No table takes them, and a terminal acts on them.
        cell.replace(acts, "\u{fffd}")
    } else {
        cell
    };
    let number = cell.parse::<i64>().is_ok();
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && !number {
        format!("'{cell}")
    } else {
        cell
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(cells: [&str; 2]) -> String {
        let rows = [cells.map(str::to_owned)];
        String::from_utf8(write(&["a", "b"], rows.into_iter())).expect("text")
    }

    #[test]
    fn cells_are_quoted_where_they_must_be() {
        assert_eq!(text(["1", "two"]), "a,b\r\n1,two\r\n");
        assert_eq!(
            text(["x, \"y\"", "two\nlines"]),
            "a,b\r\n\"x, \"\"y\"\"\",\"two\nlines\"\r\n"
        );
    }

    #[test]
    fn nothing_begins_like_a_formula() {
        assert_eq!(text(["=1+1", "@tom"]), "a,b\r\n'=1+1,'@tom\r\n");
        assert_eq!(text(["-5", "- five"]), "a,b\r\n-5,'- five\r\n");
    }

    #[test]
    fn nothing_moves_a_cursor() {
        let red = "\u{1b}[31mred\r";
        assert_eq!(text([red, "b"]), "a,b\r\n\u{fffd}[31mred\u{fffd},b\r\n");
    }
}
