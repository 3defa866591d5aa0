//! The house as text: every source file with its comments and texts told apart from its code.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// A text between quotes.
#[derive(Debug, Clone)]
pub struct Literal {
    /// Where its opening quote is in [`Source::code`].
    pub at: usize,
    /// What stands between the quotes, escapes as written.
    pub text: String,
}

/// One file.
#[derive(Debug)]
pub struct Source {
    /// Its path from the top, with `/`.
    pub path: String,
    /// The text with everything inside comments and quotes blanked, byte for byte, line for line.
    pub code: String,
    /// The texts between quotes, in order. Comments have none.
    pub literals: Vec<Literal>,
    /// For each line whether it is only compiled for tests.
    pub test: Vec<bool>,
}

/// All files.
#[derive(Debug)]
pub struct House {
    /// The top of the repository.
    pub root: PathBuf,
    /// `src/` and `tests/`, in order of path.
    pub files: Vec<Source>,
}

impl Source {
    /// The line, from 1, of the byte `at`.
    pub fn line(&self, at: usize) -> usize {
        self.code[..at].matches('\n').count() + 1
    }

    /// Whether the byte `at` is only compiled for tests.
    pub fn tested(&self, at: usize) -> bool {
        self.test.get(self.line(at) - 1).copied().unwrap_or(false)
    }

    /// The places of `word` in code that is not only for tests, not part of a longer name.
    pub fn places<'a>(&'a self, word: &'a str) -> impl Iterator<Item = usize> + 'a {
        self.everywhere(word).filter(|at| !self.tested(*at))
    }

    /// The places of `word` in code, not part of a longer name.
    pub fn everywhere<'a>(&'a self, word: &'a str) -> impl Iterator<Item = usize> + 'a {
        let name = |c: char| c.is_alphanumeric() || c == '_';
        self.code.match_indices(word).map(|(at, _)| at).filter(move |at| {
            let before = self.code[..*at].chars().next_back();
            let after = self.code[at + word.len()..].chars().next();
            let (first, last) = (word.starts_with(name), word.ends_with(name));
            let longer = (first && before.is_some_and(name)) || (last && after.is_some_and(name));
            !longer
        })
    }

    /// `path:line`, as editors jump to.
    pub fn spot(&self, at: usize) -> String {
        format!("{}:{}", self.path, self.line(at))
    }

    /// Where the brace that opens at `open` closes.
    pub fn closing(&self, open: usize) -> usize {
        let mut depth = 0usize;
        for (at, byte) in self.code.bytes().enumerate().skip(open) {
            match byte {
                b'{' => depth += 1,
                b'}' => {
                    depth -= 1;
                    if depth == 0 {
                        return at;
                    }
                }
                _ => {}
            }
        }
        self.code.len() - 1
    }

    /// Where the item that begins at `start` has its body's brace, or `None` if it ends with `;`.
    pub fn body(&self, start: usize) -> Option<usize> {
        let mut depth = 0i32;
        for (at, byte) in self.code.bytes().enumerate().skip(start) {
            match byte {
                b'(' | b'[' => depth += 1,
                b')' | b']' => depth -= 1,
                b'{' if depth == 0 => return Some(at),
                b';' if depth == 0 => return None,
                _ => {}
            }
        }
        None
    }

    fn read(path: &str, text: &str) -> Source {
        let (code, literals) = blank(text);
        let mut file = Source { path: path.into(), code, literals, test: Vec::new() };
        let lines = text.lines().count();
        file.test = vec![path.starts_with("tests/"); lines];
        for at in file.everywhere("#[cfg(test)]").collect::<Vec<_>>() {
            let last = file.body(at + 12).map_or_else(
                || at + file.code[at..].find(';').unwrap_or(0), // a `mod` or `use` line
                |open| file.closing(open),
            );
            let (from, to) = (file.line(at), file.line(last));
            file.test[from - 1..to].fill(true);
        }
        file
    }

    /// The files that its `#[cfg(test)] mod NAME;` lines bring in.
    fn tests_brought_in(&self) -> Vec<String> {
        let folder = self.path.trim_end_matches("mod.rs").trim_end_matches(".rs").trim_end_matches('/');
        let names = self.everywhere("#[cfg(test)]").filter_map(|at| {
            let rest = self.code[at + 12..].trim_start();
            let (visible, name) = rest.split_once(';')?.0.split_once("mod ")?;
            (visible.is_empty() || visible.starts_with("pub")).then_some(name).filter(|n| !n.contains('{'))
        });
        names.flat_map(|n| [format!("{folder}/{n}.rs"), format!("{folder}/{n}/")]).collect()
    }
}

impl House {
    /// This repository.
    pub fn here() -> House {
        let root = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        let root = PathBuf::from(root);
        let mut paths = Vec::new();
        for top in ["src", "tests"] {
            walk(&root.join(top), &mut paths);
        }
        let rows: Vec<(String, String)> = paths
            .iter()
            .filter(|p| p.extension().is_some_and(|e| e == "rs"))
            .map(|p| (name(&root, p), std::fs::read_to_string(p).unwrap()))
            .collect();
        let house = House::of(root, &rows);
        assert!(house.files.len() > 80, "only {} files were found: the checks would say nothing", house.files.len());
        house
    }

    /// A house of these (path, text).
    pub fn of(root: PathBuf, rows: &[(String, String)]) -> House {
        let mut files: Vec<Source> = rows.iter().map(|(path, text)| Source::read(path, text)).collect();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        let mut only_tests: BTreeSet<String> = files.iter().flat_map(Source::tests_brought_in).collect();
        only_tests.retain(|p| p.ends_with(".rs") || files.iter().any(|f| f.path.starts_with(p.as_str())));
        for file in &mut files {
            if only_tests.iter().any(|p| if p.ends_with('/') { file.path.starts_with(p) } else { file.path == *p }) {
                file.test.fill(true);
            }
        }
        House { root, files }
    }

    /// The files of the program itself.
    pub fn src(&self) -> impl Iterator<Item = &Source> {
        self.files.iter().filter(|f| f.path.starts_with("src/"))
    }
}

/// Every file below `folder`, in order.
pub fn walk(folder: &Path, out: &mut Vec<PathBuf>) {
    let mut inside: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    inside.sort();
    for path in inside {
        if path.is_dir() { walk(&path, out) } else { out.push(path) }
    }
}

/// `path` from `root`, with `/`.
pub fn name(root: &Path, path: &Path) -> String {
    path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/")
}

/// Blanks comments and the insides of quotes; returns the rest and what stood between quotes.
fn blank(text: &str) -> (String, Vec<Literal>) {
    let bytes = text.as_bytes();
    let (mut code, mut literals) = (bytes.to_vec(), Vec::new());
    let mut hide = |from: usize, to: usize| code[from..to].iter_mut().filter(|b| **b != b'\n').for_each(|b| *b = b' ');
    let mut at = 0;
    while at < bytes.len() {
        let rest = &text[at..];
        let word_before = at > 0 && (bytes[at - 1].is_ascii_alphanumeric() || bytes[at - 1] == b'_');
        at = if rest.starts_with("//") {
            let end = at + rest.find('\n').unwrap_or(rest.len());
            hide(at, end);
            end
        } else if rest.starts_with("/*") {
            let end = at + comment(rest);
            hide(at, end);
            end
        } else if let Some((open, inside, close)) = quoted(rest).filter(|q| q.0 == 1 || !word_before) {
            hide(at + open, at + open + inside);
            literals.push(Literal { at, text: rest[open..open + inside].into() });
            at + open + inside + close
        } else if bytes[at] == b'\'' {
            let end = at + character(rest);
            hide(at + 1, (end - 1).max(at + 1));
            end
        } else {
            at + rest.chars().next().map_or(1, char::len_utf8)
        };
    }
    (String::from_utf8(code).unwrap(), literals)
}

/// How long the comment at the start of `rest` is; comments lie in one another.
fn comment(rest: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < rest.len() {
        let here = &rest.as_bytes()[at..];
        match here {
            [b'/', b'*', ..] => (depth, at) = (depth + 1, at + 2),
            [b'*', b'/', ..] => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            break;
        }
    }
    at
}

/// Lengths of opening, inside and closing if `rest` starts with a text: `"…"`, `b"…"`, `r#"…"#`, `br"…"`.
fn quoted(rest: &str) -> Option<(usize, usize, usize)> {
    let body = rest.strip_prefix('b').unwrap_or(rest);
    let letters = rest.len() - body.len();
    if let Some(raw) = body.strip_prefix('r') {
        let hashes = raw.len() - raw.trim_start_matches('#').len();
        let inside = raw[hashes..].strip_prefix('"')?;
        let close = format!("\"{}", "#".repeat(hashes));
        return Some((letters + 2 + hashes, inside.find(&close)?, close.len()));
    }
    let inside = body.strip_prefix('"')?;
    let mut escaped = false;
    let end = inside.bytes().position(|b| {
        let ends = b == b'"' && !escaped;
        escaped = b == b'\\' && !escaped;
        ends
    })?;
    Some((letters + 1, end, 1))
}

/// How long what starts with `'` is: a character (`'x'`, `'\u{1}'`) or only the mark of a lifetime.
fn character(rest: &str) -> usize {
    let mut chars = rest.char_indices().skip(1);
    match chars.next() {
        Some((_, '\\')) => rest[2..].char_indices().skip(1).find(|(_, c)| *c == '\'').map_or(1, |(i, _)| i + 3),
        Some(_) => chars.next().filter(|(_, c)| *c == '\'').map_or(1, |(i, _)| i + 1),
        None => 1,
    }
}
