//! Posts as files: spreadsheets and calendars in, spreadsheets, calendars and Markdown out.
//!
//! - [`sheet`]: CSV, its columns by the names people give them
//! - [`ics`]: iCalendar out; [`vevent`]: iCalendar in
//! - [`markdown`]: a plan to be pasted into a chat or a document

pub mod ics;
pub mod markdown;
pub mod sheet;
pub mod vevent;

use super::kind::Kinds;
use super::post::{Format, Kind, Track};
use super::recurrence::{Rrule, Span};
use crate::base::{Lang, Says, Zone};
use chrono::{NaiveDate, NaiveTime};

/// A post as a file says it, with the line it began on, from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The line.
    pub line: u64,
    /// What the other calendar calls it; empty if it has no name.
    pub uid: String,
    /// Where it goes.
    pub community_id: i64,
    /// Local day.
    pub day: NaiveDate,
    /// Local time.
    pub time: NaiveTime,
    /// What it gives.
    pub kind: Kind,
    /// Its form.
    pub format: Format,
    /// Fixed slot or hot topic.
    pub track: Track,
    /// Its title.
    pub title: String,
    /// The caption.
    pub body: String,
    /// Who sees to it.
    pub owner: String,
    /// A remark.
    pub note: String,
}

/// What comes again, as a file says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Again {
    /// Its first occurrence.
    pub first: Entry,
    /// The rule.
    pub rule: Rrule,
    /// Days on which it does not take place.
    pub except: Vec<NaiveDate>,
    /// Single occurrences that are otherwise: their own day, and what is there instead.
    pub instead: Vec<(NaiveDate, Entry)>,
}

impl Again {
    /// From when to when.
    #[must_use]
    pub fn span(&self) -> Span {
        Span { from: self.first.day, until: self.rule.until, times: self.rule.times }
    }
}

/// A line that was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// The line.
    pub line: u64,
    /// Why.
    pub why: Says,
}

/// What a file says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Read {
    /// Single posts.
    pub entries: Vec<Entry>,
    /// What comes again.
    pub again: Vec<Again>,
    /// What was left out.
    pub skipped: Vec<Skipped>,
}

/// How the words of a file become ours.
#[derive(Debug)]
pub struct Lookup<'a> {
    /// Communities: number, platform, name, zone.
    pub communities: Vec<(i64, String, String, Zone)>,
    /// Where it goes when the file does not say.
    pub community: Option<i64>,
    /// The time of day when the file does not say.
    pub time: Option<NaiveTime>,
    /// The kinds.
    pub kinds: Kinds,
    /// Today, for days without a year.
    pub today: NaiveDate,
    /// The file's zone.
    pub zone: Zone,
    /// The languages whose words are understood.
    pub langs: &'a [Lang],
}

impl Lookup<'_> {
    /// The community called `name`, with or without its platform; of several the one on `platform`.
    #[must_use]
    pub fn community(&self, name: &str, platform: &str) -> Option<i64> {
        let (name, platform) = (name.trim(), platform.trim());
        if name.is_empty() {
            return self.community;
        }
        let labelled = |id: &str| {
            let key = format!("members.platform_{id}");
            self.langs.iter().map(|l| l.text(&key).to_owned()).chain([id.to_owned()]).collect::<Vec<_>>()
        };
        let fits = |(_, place, own, _): &&(i64, String, String, Zone)| {
            let labels = labelled(place);
            let on = platform.is_empty() || labels.iter().any(|l| l.eq_ignore_ascii_case(platform));
            let whole = |sep: &str| labels.iter().any(|l| format!("{l}{sep}{own}") == name);
            on && (own == name || whole(" ") || whole("/"))
        };
        let mut found = self.communities.iter().filter(fits);
        let first = found.next()?;
        // A name that two communities have says nothing.
        found.next().is_none().then_some(first.0)
    }

    /// The zone of community `id`.
    #[must_use]
    pub fn zone_of(&self, id: i64) -> Zone {
        self.communities.iter().find(|c| c.0 == id).map_or(self.zone, |c| c.3)
    }

    /// The kind that `word` means in any language; tips if it says nothing.
    #[must_use]
    pub fn kind(&self, word: &str) -> Option<Kind> {
        let word = word.trim();
        if word.is_empty() {
            return Some(Kind::Tips);
        }
        let rows = &self.kinds.0;
        let says = |kind: Kind, label: &str| {
            kind.word() == word || label == word || self.langs.iter().any(|l| kind.label(l) == word)
        };
        rows.iter().find(|r| says(r.kind, &r.label)).map(|r| r.kind)
    }

    /// The word of a set that `word` means in any language.
    fn of_set<T: Copy>(&self, word: &str, all: &[T], name: impl Fn(T) -> (&'static str, &'static str)) -> Option<T> {
        let word = word.trim();
        let says = |one: T| {
            let (plain, key) = name(one);
            plain == word || self.langs.iter().any(|l| l.text(key) == word)
        };
        all.iter().copied().find(|one| says(*one))
    }
}

/// A file's bytes as text. One encoding if it can be; a file put together from several (pasted lines, exports of different
/// programs) is read line by line, UTF-8 where a line is that, else GB 18030. Returns the lines read the second way.
#[must_use]
pub fn decoded(bytes: &[u8]) -> (String, Vec<u64>) {
    if let Some((encoding, length)) = encoding_rs::Encoding::for_bom(bytes) {
        let (text, broken) = encoding.decode_without_bom_handling(&bytes[length..]);
        if !broken {
            return (text.into_owned(), Vec::new());
        }
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (text.to_owned(), Vec::new());
    }
    let has_utf8 = bytes.split(|b| *b == b'\n').any(|l| !l.is_ascii() && std::str::from_utf8(l).is_ok());
    let (whole, broken) = encoding_rs::GB18030.decode_without_bom_handling(bytes);
    if !has_utf8 && !broken {
        return (whole.into_owned(), Vec::new());
    }
    let (mut text, mut other) = (String::with_capacity(bytes.len() * 2), Vec::new());
    for (line, n) in bytes.split_inclusive(|b| *b == b'\n').zip(1..) {
        match std::str::from_utf8(line) {
            Ok(line) => text.push_str(line),
            Err(_) => {
                text.push_str(&encoding_rs::GB18030.decode_without_bom_handling(line).0);
                other.push(n);
            }
        }
    }
    (text, other)
}

#[cfg(test)]
pub(super) mod tests;
