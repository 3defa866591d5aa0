//! Reading theme files: `inherits = "name"`, one row a role (`bad = { fg = "red", mods = ["bold"] }`) and a
//! `[palette]` of names. Every mistake is told with file and line.

use super::colour::Ink;
use super::{ROLES, nearest};
use crate::base::{Error, Result};
use ratatui::style::Modifier;
use std::collections::BTreeMap;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The colour words every palette starts from: the terminal's own sixteen.
const WORDS: &[(&str, Ink)] = &[
    ("default", Ink::Default),
    ("black", Ink::Index(0)),
    ("red", Ink::Index(1)),
    ("green", Ink::Index(2)),
    ("yellow", Ink::Index(3)),
    ("blue", Ink::Index(4)),
    ("magenta", Ink::Index(5)),
    ("cyan", Ink::Index(6)),
    ("white", Ink::Index(7)),
    ("bright-black", Ink::Index(8)),
    ("bright-red", Ink::Index(9)),
    ("bright-green", Ink::Index(10)),
    ("bright-yellow", Ink::Index(11)),
    ("bright-blue", Ink::Index(12)),
    ("bright-magenta", Ink::Index(13)),
    ("bright-cyan", Ink::Index(14)),
    ("bright-white", Ink::Index(15)),
];

const MODS: &[(&str, Modifier)] = &[
    ("bold", Modifier::BOLD),
    ("dim", Modifier::DIM),
    ("italic", Modifier::ITALIC),
    ("underlined", Modifier::UNDERLINED),
    ("reversed", Modifier::REVERSED),
    ("crossed_out", Modifier::CROSSED_OUT),
];

/// How a role is painted: colours, and attributes beside its own.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Paint {
    pub fg: Ink,
    pub bg: Ink,
    pub mods: Modifier,
}

/// A colour as written: a name from the palette of the last child and its line, or the colour itself.
#[derive(Debug, Clone)]
enum Named {
    Palette(String, usize),
    Ink(Ink),
}

#[derive(Debug, Clone)]
struct Written {
    fg: Named,
    bg: Named,
    mods: Modifier,
}

/// One file, read but not yet joined with its parents.
#[derive(Debug)]
pub(super) struct Sheet {
    pub file: String,
    /// The parent's name and the line that says so.
    pub inherits: Option<(String, usize)>,
    palette: BTreeMap<String, Ink>,
    roles: BTreeMap<usize, Written>,
}

/// Something is wrong with `value` in `file` at `line`; `key` says what.
pub(super) fn wrong(file: &str, line: usize, key: &str, value: &str) -> Error {
    Error::user("tui.theme_line")
        .with("file", file)
        .with("line", line)
        .with("what", format!("@{key}"))
        .with("value", value)
}

struct Reader<'a> {
    file: &'a str,
    text: &'a str,
}

impl Reader<'_> {
    fn line(&self, span: &Range<usize>) -> usize {
        1 + self.text[..span.start.min(self.text.len())].matches('\n').count()
    }

    fn wrong(&self, span: &Range<usize>, key: &str, value: &str) -> Error {
        wrong(self.file, self.line(span), key, value)
    }

    /// A name that is not one of `names`.
    fn unknown<'n>(
        &self,
        span: &Range<usize>,
        key: &str,
        value: &str,
        names: impl IntoIterator<Item = &'n str>,
    ) -> Error {
        let error = self.wrong(span, key, value);
        match nearest(value, names) {
            Some(near) => error.hint("tui.unknown_hint").with("near", near),
            None => error,
        }
    }

    fn ink(&self, value: &Spanned<DeValue<'_>>) -> Result<Ink> {
        let span = value.span();
        let bad = |v: &str| self.wrong(&span, "tui.theme_colour", v);
        match value.get_ref() {
            DeValue::Integer(n) => n.as_str().parse().map(Ink::Index).map_err(|_| bad(n.as_str())),
            DeValue::String(word) => match WORDS.iter().find(|(n, _)| n == word) {
                Some((_, ink)) => Ok(*ink),
                None => hex(word).map(Ink::Rgb).ok_or_else(|| bad(word)),
            },
            DeValue::Array(pair) if pair.len() == 2 => match (self.ink(&pair[0])?, self.ink(&pair[1])?) {
                (Ink::Rgb(rgb), Ink::Index(n @ 0..16)) => Ok(Ink::Both(rgb, n)),
                _ => Err(bad(&self.text[span.clone()])),
            },
            _ => Err(bad(&self.text[span.clone()])),
        }
    }

    fn named(&self, value: &Spanned<DeValue<'_>>) -> Result<Named> {
        match value.get_ref().as_str() {
            Some(name) if !name.starts_with('#') => Ok(Named::Palette(name.to_owned(), self.line(&value.span()))),
            _ => self.ink(value).map(Named::Ink),
        }
    }

    fn role(&self, value: &Spanned<DeValue<'_>>) -> Result<Written> {
        let mut written = Written { fg: Named::Ink(Ink::Default), bg: Named::Ink(Ink::Default), mods: NO_MODS };
        let Some(table) = value.get_ref().as_table() else {
            // A bare colour is the foreground.
            return Ok(Written { fg: self.named(value)?, ..written });
        };
        for (name, value) in table {
            match name.get_ref().as_ref() {
                "fg" => written.fg = self.named(value)?,
                "bg" => written.bg = self.named(value)?,
                "mods" => written.mods = self.mods(value)?,
                other => return Err(self.unknown(&name.span(), "tui.theme_word", other, ["fg", "bg", "mods"])),
            }
        }
        Ok(written)
    }

    fn mods(&self, value: &Spanned<DeValue<'_>>) -> Result<Modifier> {
        let names = || MODS.iter().map(|(n, _)| *n);
        let Some(list) = value.get_ref().as_array() else {
            return Err(self.wrong(&value.span(), "tui.theme_mods", &self.text[value.span()]));
        };
        let mut mods = NO_MODS;
        for item in list {
            let word = item.get_ref().as_str().unwrap_or(&self.text[item.span()]);
            match MODS.iter().find(|(n, _)| *n == word) {
                Some((_, modifier)) => mods |= *modifier,
                None => return Err(self.unknown(&item.span(), "tui.theme_mods", word, names())),
            }
        }
        Ok(mods)
    }
}

const NO_MODS: Modifier = Modifier::empty();

impl Sheet {
    /// Reads `text`, which came from `file`.
    pub fn parse(file: &str, text: &str) -> Result<Sheet> {
        let read = Reader { file, text };
        let table = DeTable::parse(text).map_err(|e| {
            let line = read.line(&e.span().unwrap_or(0..0));
            wrong(file, line, "tui.theme_syntax", e.message()).because(&e)
        })?;
        let table = table.get_ref();
        let mut sheet =
            Sheet { file: file.to_owned(), inherits: None, palette: BTreeMap::new(), roles: BTreeMap::new() };
        if let Some((_, value)) = table.iter().find(|(name, _)| name.get_ref() == "palette") {
            let rows = value.get_ref().as_table();
            for (name, ink) in rows.ok_or_else(|| read.wrong(&value.span(), "tui.theme_word", "palette"))? {
                sheet.palette.insert(name.get_ref().to_string(), read.ink(ink)?);
            }
        }
        for (name, value) in table {
            match name.get_ref().as_ref() {
                "palette" => {}
                "inherits" => {
                    let parent = value.get_ref().as_str();
                    let parent = parent.ok_or_else(|| read.wrong(&value.span(), "tui.theme_word", "inherits"))?;
                    sheet.inherits = Some((parent.to_owned(), read.line(&value.span())));
                }
                word => {
                    let at = ROLES.iter().position(|r| r.name == word).ok_or_else(|| {
                        let names = ROLES.iter().map(|r| r.name).chain(["inherits", "palette"]);
                        read.unknown(&name.span(), "tui.theme_word", word, names)
                    })?;
                    sheet.roles.insert(at, read.role(value)?);
                }
            }
        }
        Ok(sheet)
    }
}

fn hex(text: &str) -> Option<[u8; 3]> {
    let digits = text.strip_prefix('#').filter(|d| d.len() == 6 && d.is_ascii())?;
    let n = u32::from_str_radix(digits, 16).ok()?;
    let [_, r, g, b] = n.to_be_bytes();
    Some([r, g, b])
}

/// Joins sheets, parents first: a child's role replaces the parent's, a child's palette renames colours in the
/// parent's roles too.
pub(super) fn resolve(sheets: &[Sheet]) -> Result<[Option<Paint>; ROLES.len()]> {
    let mut palette: BTreeMap<&str, Ink> = WORDS.iter().copied().collect();
    palette.extend(sheets.iter().flat_map(|s| s.palette.iter().map(|(n, i)| (n.as_str(), *i))));
    let mut paints = [None; ROLES.len()];
    for sheet in sheets {
        let ink = |named: &Named| match named {
            Named::Ink(ink) => Ok(*ink),
            Named::Palette(name, line) => palette.get(name.as_str()).copied().ok_or_else(|| {
                let error = wrong(&sheet.file, *line, "tui.theme_colour", name);
                match nearest(name, palette.keys().copied()) {
                    Some(near) => error.hint("tui.unknown_hint").with("near", near),
                    None => error,
                }
            }),
        };
        for (at, written) in &sheet.roles {
            paints[*at] = Some(Paint { fg: ink(&written.fg)?, bg: ink(&written.bg)?, mods: written.mods });
        }
    }
    Ok(paints)
}
