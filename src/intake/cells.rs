//! CSV, row by row at bounded memory. One stray quote costs its row, not the rest of the file.
//!
//! Cells may be quoted, quotes inside doubled, line ends inside cells allowed (RFC 4180); the delimiter is told. When a
//! quote is never closed within [`RECORD_LIMIT`], the line on which the row began is left out and reading
//! goes on with the next line.

use super::RECORD_LIMIT;
use std::io::{self, BufRead};

/// What came next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    /// A row, now in [`Cells`].
    Row,
    /// A row longer than [`RECORD_LIMIT`].
    TooLong,
    /// A row with a quote that is never closed.
    OpenQuote,
    /// Nothing more.
    End,
}

/// Splits text into rows of cells.
pub(super) struct Cells<'r> {
    input: &'r mut dyn BufRead,
    delimiter: u8,
    ended: bool,
    /// Text waiting; the next row begins at `from`.
    raw: Vec<u8>,
    from: usize,
    row: Row,
    /// Line on which the row begins, from 1.
    pub line: u64,
    next_line: u64,
}

/// The cells of one row, unquoted: their text in one piece, and where each ends.
#[derive(Default)]
struct Row {
    text: Vec<u8>,
    ends: Vec<usize>,
}

/// What an attempt at a row came to.
enum Attempt {
    /// A whole row of so many raw bytes.
    Whole(usize),
    /// The text stops inside the row; inside quotes or not.
    Cut { quoted: bool },
}

impl<'r> Cells<'r> {
    /// Reads rows from `input`, which is at the beginning of a file.
    pub fn new(input: &'r mut dyn BufRead, delimiter: u8) -> Self {
        Self { input, delimiter, ended: false, raw: Vec::new(), from: 0, row: Row::default(), line: 0, next_line: 1 }
    }

    /// How many cells the row has.
    pub fn len(&self) -> usize {
        self.row.ends.len()
    }

    /// The cell at `index`, empty beyond the end.
    pub fn get(&self, index: usize) -> &str {
        let Some(end) = self.row.ends.get(index) else { return "" };
        let start = if index == 0 { 0 } else { self.row.ends[index - 1] };
        std::str::from_utf8(&self.row.text[start..*end]).unwrap_or_default()
    }

    /// Reads the next row that is not blank.
    pub fn next(&mut self) -> io::Result<Next> {
        loop {
            self.line = self.next_line;
            if self.from == self.raw.len() && !self.more()? {
                return Ok(Next::End);
            }
            match self.row.read(&self.raw[self.from..], self.delimiter, self.ended) {
                Attempt::Whole(length) => {
                    self.advance(length);
                    if self.row.text.iter().any(|b| !b" \t\r".contains(b)) {
                        return Ok(if length > RECORD_LIMIT { Next::TooLong } else { Next::Row });
                    }
                }
                Attempt::Cut { quoted } if self.ended || self.raw.len() - self.from > RECORD_LIMIT => {
                    self.drop_line()?;
                    return Ok(if quoted { Next::OpenQuote } else { Next::TooLong });
                }
                Attempt::Cut { .. } => {
                    self.more()?;
                }
            }
        }
    }

    fn advance(&mut self, length: usize) {
        let passed = &self.raw[self.from..self.from + length];
        self.next_line += passed.iter().filter(|b| **b == b'\n').count() as u64;
        self.from += length;
    }

    /// Gets more text; `false` at the end.
    fn more(&mut self) -> io::Result<bool> {
        self.raw.drain(..self.from);
        self.from = 0;
        let ready = self.input.fill_buf()?;
        let length = ready.len();
        self.raw.extend_from_slice(ready);
        self.input.consume(length);
        self.ended = length == 0;
        Ok(length > 0)
    }

    /// Passes the line on which the row began, however long.
    fn drop_line(&mut self) -> io::Result<()> {
        loop {
            let waiting = &self.raw[self.from..];
            let found = waiting.iter().position(|b| *b == b'\n');
            self.advance(found.map_or(waiting.len(), |i| i + 1));
            if found.is_some() || !self.more()? {
                return Ok(());
            }
        }
    }
}

impl Row {
    fn read(&mut self, raw: &[u8], delimiter: u8, ended: bool) -> Attempt {
        self.text.clear();
        self.ends.clear();
        let mut at = 0;
        loop {
            if raw.get(at) == Some(&b'"') {
                let Some(length) = self.quoted(&raw[at..], ended) else { return Attempt::Cut { quoted: true } };
                at += length;
            }
            let rest = &raw[at..];
            let Some(length) = rest.iter().position(|b| *b == delimiter || *b == b'\n') else {
                self.text.extend_from_slice(rest);
                self.ends.push(self.text.len());
                return if ended { Attempt::Whole(raw.len()) } else { Attempt::Cut { quoted: false } };
            };
            let line_end = rest[length] == b'\n';
            let cell = &rest[..length];
            self.text.extend_from_slice(if line_end { cell.strip_suffix(b"\r").unwrap_or(cell) } else { cell });
            self.ends.push(self.text.len());
            at += length + 1;
            if line_end {
                return Attempt::Whole(at);
            }
        }
    }

    /// Takes a quoted part; its length with both quotes, or `None` if it does not close.
    fn quoted(&mut self, raw: &[u8], ended: bool) -> Option<usize> {
        let mut at = 1;
        loop {
            let length = raw[at..].iter().position(|b| *b == b'"')?;
            self.text.extend_from_slice(&raw[at..at + length]);
            at += length + 1;
            match raw.get(at) {
                Some(b'"') => self.text.push(b'"'),
                None if !ended => return None,
                _ => return Some(at),
            }
            at += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rows(text: &[u8], delimiter: u8) -> Vec<(u64, Next, Vec<String>)> {
        let mut input = text;
        let mut cells = Cells::new(&mut input, delimiter);
        let mut all = Vec::new();
        loop {
            match cells.next().unwrap() {
                Next::End => return all,
                Next::Row => {
                    let row = (0..cells.len()).map(|i| cells.get(i).to_owned()).collect();
                    all.push((cells.line, Next::Row, row));
                }
                bad => all.push((cells.line, bad, vec![])),
            }
        }
    }

    fn row(line: u64, cells: &[&str]) -> (u64, Next, Vec<String>) {
        (line, Next::Row, cells.iter().map(|c| (*c).to_owned()).collect())
    }

    #[test]
    fn rows_are_split_as_the_rfc_says() {
        assert_eq!(rows(b"a,b\r\n1,2\n", b','), [row(1, &["a", "b"]), row(2, &["1", "2"])]);
        assert_eq!(rows(b"\"a;\"\"x\n y\";;\n\n \nlast", b';'), [row(1, &["a;\"x\n y", "", ""]), row(5, &["last"])]);
        assert_eq!(rows(b"5\" disk,x\n", b','), [row(1, &["5\" disk", "x"])]);
        assert!(rows(b"\"\"\n\"\",\"\"\n,\n", b',').iter().all(|r| r.2 == ["", ""]));
    }

    #[test]
    fn an_open_quote_costs_one_line() {
        assert_eq!(rows(b"a,\"b\nc,d\n", b','), [(1, Next::OpenQuote, vec![]), row(2, &["c", "d"])]);
        let long = format!("a,\"b\n{}", "c,d\n".repeat(RECORD_LIMIT / 3));
        let found = rows(long.as_bytes(), b',');
        assert_eq!((found[0].1, &found[1]), (Next::OpenQuote, &row(2, &["c", "d"])));
        assert_eq!(found.len(), RECORD_LIMIT / 3 + 1);
    }

    #[test]
    fn a_row_too_long_is_passed_whole() {
        let text = format!("a,b\n{},x\nc,d\n", "y".repeat(3 * RECORD_LIMIT));
        assert_eq!(rows(text.as_bytes(), b','), [row(1, &["a", "b"]), (2, Next::TooLong, vec![]), row(3, &["c", "d"])]);
    }

    proptest! {
        #[test]
        fn what_a_writer_writes_is_read_back(table in proptest::collection::vec(proptest::collection::vec("[a\",;\r\n 中]{0,5}", 3), 1..5)) {
            let mut writer = csv::WriterBuilder::new().quote_style(csv::QuoteStyle::Always).from_writer(Vec::new());
            for cells in &table {
                writer.write_record(cells).unwrap();
            }
            let text = writer.into_inner().unwrap();
            let blank = |cells: &Vec<String>| cells.iter().all(|c| c.trim_matches([' ', '\r']).is_empty());
            let wanted: Vec<_> = table.iter().filter(|c| !blank(c)).cloned().collect();
            let found: Vec<_> = rows(&text, b',').into_iter().map(|(_, _, cells)| cells).collect();
            prop_assert_eq!(found, wanted);
        }
    }
}
