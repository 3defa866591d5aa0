//! Posts out of an iCalendar file. Lines are put together before they are decoded, since writers fold them between bytes,
//! Han in two; what is outside the understood part of RRULE is left out by its name.

use super::super::post::{Format, Track};
use super::super::recurrence::parse_rrule;
use super::{Again, Entry, Lookup, Read, Skipped, sheet};
use crate::base::{At, Error, Result, Says, Zone};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime, Timelike};

/// A content line: where it began, its name, its parameters, its value.
#[derive(Debug, Clone)]
struct Line {
    at: u64,
    name: String,
    params: Vec<(String, String)>,
    value: String,
}

/// Whether `bytes` are an iCalendar file.
#[must_use]
pub fn is_one(bytes: &[u8]) -> bool {
    let start = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    start.iter().skip_while(|b| b.is_ascii_whitespace()).take(15).map(u8::to_ascii_uppercase).eq(*b"BEGIN:VCALENDAR")
}

/// Reads a calendar.
///
/// # Errors
/// No calendar, or one that is cut off. An event that cannot be read is left out with its line and reason.
pub fn read(bytes: &[u8], lookup: &Lookup) -> Result<Read> {
    if !is_one(bytes) {
        return Err(Error::user("columns.ics_none"));
    }
    let lines = lines(bytes);
    let mut found = Read::default();
    let mut event: Option<Vec<Line>> = None;
    let mut inner = 0;
    let mut instead: Vec<(String, NaiveDate, Entry)> = Vec::new();
    let mut ended = false;
    for line in lines {
        let value = line.value.trim().to_ascii_uppercase();
        match (line.name.as_str(), value.as_str(), &mut event) {
            ("BEGIN", "VEVENT", None) => event = Some(vec![line]),
            ("END", "VEVENT", Some(_)) => {
                let all = event.take().unwrap_or_default();
                let at = all.first().map_or(1, |l| l.at);
                match of_event(&all, lookup) {
                    Ok(Found::One(entry)) => found.entries.push(entry),
                    Ok(Found::Again(again)) => found.again.push(*again),
                    Ok(Found::Instead(uid, day, entry)) => instead.push((uid, day, entry)),
                    Err(why) => found.skipped.push(Skipped { line: at, why }),
                }
            }
            // Alarms and the like within an event say nothing about it.
            ("BEGIN", _, Some(_)) => inner += 1,
            ("END", _, Some(_)) => inner -= 1,
            ("END", "VCALENDAR", None) => ended = true,
            (_, _, Some(all)) if inner == 0 => all.push(line),
            _ => {}
        }
    }
    if !ended || event.is_some() {
        return Err(Error::user("columns.ics_cut"));
    }
    for (uid, day, entry) in instead {
        match found.again.iter_mut().find(|a| a.first.uid == uid) {
            Some(again) => again.instead.push((day, entry)),
            None => found.entries.push(Entry { uid: format!("{uid}/{day}"), ..entry }),
        }
    }
    Ok(found)
}

/// Unfolded, then decoded, then taken apart.
fn lines(bytes: &[u8]) -> Vec<Line> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut whole: Vec<(u64, Vec<u8>)> = Vec::new();
    for (raw, at) in bytes.split(|b| *b == b'\n').zip(1..) {
        let raw = raw.strip_suffix(b"\r").unwrap_or(raw);
        match (raw.first(), whole.last_mut()) {
            (Some(b' ' | b'\t'), Some((_, last))) => last.extend_from_slice(&raw[1..]),
            _ => whole.push((at, raw.to_vec())),
        }
    }
    let decoded = whole.into_iter().map(|(at, raw)| match String::from_utf8(raw) {
        Ok(text) => (at, text),
        Err(e) => (at, encoding_rs::GB18030.decode_without_bom_handling(e.as_bytes()).0.into_owned()),
    });
    decoded.filter_map(|(at, text)| line(at, &text)).collect()
}

/// `DTSTART;TZID="Asia/Shanghai":20261010T090000`; a colon within quotes parts nothing.
fn line(at: u64, text: &str) -> Option<Line> {
    let (mut quoted, mut cut) = (false, None);
    for (place, c) in text.char_indices() {
        match c {
            '"' => quoted = !quoted,
            ':' if !quoted => {
                cut = Some(place);
                break;
            }
            _ => {}
        }
    }
    let (head, value) = (&text[..cut?], &text[cut? + 1..]);
    let mut parts = head.split(';');
    let name = parts.next()?.trim().to_ascii_uppercase();
    let param = |p: &str| p.split_once('=').map(|(n, v)| (n.to_ascii_uppercase(), v.trim_matches('"').to_owned()));
    Some(Line { at, name, params: parts.filter_map(param).collect(), value: value.to_owned() })
}

enum Found {
    One(Entry),
    Again(Box<Again>),
    Instead(String, NaiveDate, Entry),
}

fn of_event(lines: &[Line], lookup: &Lookup) -> std::result::Result<Found, Says> {
    let get = |name: &str| lines.iter().find(|l| l.name == name);
    let text = |name: &str| get(name).map(|l| unescaped(&l.value)).unwrap_or_default();
    let at = lines.first().map_or(1, |l| l.at);
    if text("STATUS").trim().eq_ignore_ascii_case("CANCELLED") {
        return Err(Says::new("columns.ics_cancelled"));
    }
    let title = text("SUMMARY").trim().to_owned();
    if title.is_empty() {
        return Err(Says::new("calendar.no_title"));
    }
    let place = text("LOCATION");
    let community = lookup.community(&place, "").or(lookup.community);
    let community_id = community.ok_or_else(|| Says::new("columns.row_community").with("value", place.trim()))?;
    let zone = lookup.zone_of(community_id);
    let start = get("DTSTART").ok_or_else(|| Says::new("columns.ics_no_start"))?;
    let when = when(start, zone, lookup.time)?;
    let (first, last) = sheet::reach(lookup.today);
    if !(first..=last).contains(&when.day) {
        return Err(Says::new("columns.row_day").with("value", &start.value));
    }
    let kinds = text("CATEGORIES");
    let kind = kinds.split(',').find_map(|word| lookup.kind(word).filter(|_| !word.trim().is_empty()));
    let entry = Entry {
        line: at,
        uid: text("UID").trim().chars().take(300).collect(),
        community_id,
        day: when.day,
        time: when.time,
        kind: kind.unwrap_or(super::Kind::Tips),
        format: Format::Article,
        track: Track::Fixed,
        title,
        body: text("DESCRIPTION"),
        owner: String::new(),
        note: String::new(),
    };
    if let Some(of) = get("RECURRENCE-ID") {
        let own = self::when(of, zone, Some(when.time))?;
        return Ok(Found::Instead(entry.uid.clone(), own.day, entry));
    }
    if let Some(named) = ["RDATE", "EXRULE"].into_iter().find(|n| get(n).is_some()) {
        return Err(Says::new("columns.rrule_outside").with("part", named));
    }
    let Some(rrule) = get("RRULE") else { return Ok(Found::One(entry)) };
    again(entry, &rrule.value, lines, &when, zone).map(|again| Found::Again(Box::new(again)))
}

fn again(first: Entry, rrule: &str, lines: &[Line], when: &When, zone: Zone) -> std::result::Result<Again, Says> {
    // A rule by weekdays counts them in the zone of its start; where that is another day here, it means other days.
    let by = ["BYDAY", "BYMONTHDAY", "MONTHLY", "YEARLY"].into_iter().find(|p| rrule.to_ascii_uppercase().contains(p));
    if let Some(part) = by.filter(|_| when.other_day) {
        return Err(Says::new("columns.ics_other_day").with("part", part));
    }
    let local: Vec<String> = rrule.split(';').map(|part| local_until(part, zone)).collect();
    let rule = parse_rrule(&local.join(";"), first.day).map_err(|e| e.says)?;
    let mut except = Vec::new();
    for line in lines.iter().filter(|l| l.name == "EXDATE") {
        for value in line.value.split(',') {
            except.push(self::when(&Line { value: value.to_owned(), ..line.clone() }, zone, Some(first.time))?.day);
        }
    }
    Ok(Again { first, rule, except, instead: Vec::new() })
}

/// An end said in UTC as the day it is here.
fn local_until(part: &str, zone: Zone) -> String {
    let upper = part.to_ascii_uppercase();
    let Some(text) = upper.strip_prefix("UNTIL=").and_then(|t| t.strip_suffix('Z')) else { return part.to_owned() };
    match NaiveDateTime::parse_from_str(text, "%Y%m%dT%H%M%S") {
        Ok(utc) => format!("UNTIL={}", At(utc.and_utc().timestamp_millis()).day(zone).format("%Y%m%d")),
        Err(_) => part.to_owned(),
    }
}

/// A moment as it is here.
struct When {
    day: NaiveDate,
    time: NaiveTime,
    /// Whether the file, in its own zone, calls it another day.
    other_day: bool,
}

/// A date, a local time, a time in UTC or in a named zone. A date without a time takes `usual`.
fn when(line: &Line, zone: Zone, usual: Option<NaiveTime>) -> std::result::Result<When, Says> {
    let text = line.value.trim();
    let wrong = || Says::new("columns.row_day").with("value", text.chars().take(40).collect::<String>());
    let here = |day, time| Ok(When { day, time, other_day: false });
    if text.len() == 8 {
        let day = NaiveDate::parse_from_str(text, "%Y%m%d").map_err(|_| wrong())?;
        return here(day, usual.ok_or_else(|| Says::new("columns.row_no_time"))?);
    }
    let utc = text.ends_with(['Z', 'z']);
    let said =
        NaiveDateTime::parse_from_str(text.trim_end_matches(['Z', 'z']), "%Y%m%dT%H%M%S").map_err(|_| wrong())?;
    let minute = |t: NaiveTime| t.with_second(0).unwrap_or(t);
    let named = line.params.iter().find(|(n, _)| n == "TZID").map(|(_, v)| v.as_str());
    let theirs = match (utc, named) {
        (true, _) => Zone::Fixed(0),
        (false, None) => return here(said.date(), minute(said.time())),
        (false, Some(name)) => {
            Zone::parse(name.trim_start_matches('/')).map_err(|_| Says::new("columns.ics_zone").with("value", name))?
        }
    };
    let local = theirs.moment(said).local(zone);
    Ok(When { day: local.date(), time: minute(local.time()), other_day: local.date() != said.date() })
}

/// `\n`, `\,`, `\;` and `\\` as they are meant.
fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match (c, c == '\\') {
            (_, true) => match chars.next() {
                Some('n' | 'N') => out.push('\n'),
                Some(other) => out.push(other),
                None => out.push('\\'),
            },
            _ => out.push(c),
        }
    }
    out
}
