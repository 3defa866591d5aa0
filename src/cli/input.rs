//! What comes in on the command line: files, words of a known set, days and times as people write them.

use crate::base::clock::DAY;
use crate::base::i18n::{parse_day, parse_span, parse_time};
use crate::base::{At, Error, Kind, Result, Zone};
use crate::intake::{self, Encoding};
use chrono::{NaiveDate, NaiveTime};
use std::borrow::Cow;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// The largest file that is read whole, in bytes: a word list of a million words is smaller.
const WHOLE_LIMIT: u64 = 64 * 1024 * 1024;

/// Where a person's day begins when only the day was said.
const MORNING: (u32, u32) = (9, 0);

/// Opens `path` for reading; `-` is standard input.
///
/// # Errors
/// No such file, no permission, a folder.
pub fn open(path: &Path) -> Result<Box<dyn Read>> {
    if path.as_os_str() == "-" {
        return Ok(Box::new(std::io::stdin().lock()));
    }
    let file = File::open(path).map_err(|e| Error::io(path, &e))?;
    if file.metadata().is_ok_and(|m| m.is_dir()) {
        return Err(Error::user("base.io_folder").with("path", path.display()));
    }
    Ok(Box::new(file))
}

/// The whole text of `path` (`-` is standard input), decoded as [`decoded`] says.
///
/// # Errors
/// As [`open`]; a file that is empty, too large, or no text.
pub fn text(path: &Path) -> Result<String> {
    let mut bytes = Vec::new();
    open(path)?.take(WHOLE_LIMIT + 1).read_to_end(&mut bytes).map_err(|e| Error::io(path, &e))?;
    let wrong = |key| Err(Error::user(key).with("name", path.display()));
    if bytes.len() as u64 > WHOLE_LIMIT {
        return wrong("cli.too_large");
    }
    let text = decoded(&bytes);
    if text.contains('\0') {
        return wrong("intake.not_text");
    }
    if text.trim().is_empty() {
        return wrong("intake.empty");
    }
    Ok(text.into_owned())
}

/// The whole text of a word list (`-` is standard input), in any encoding: the text, what it was taken for, and how many
/// places could not be read.
///
/// # Errors
/// As [`text`]; an encoding that does not exist.
pub fn words(path: &Path, encoding: &str) -> Result<(String, &'static str, u64)> {
    let mut bytes = open(path)?;
    let told = Encoding::parse(encoding)?;
    let name = path.display().to_string();
    let (text, encoding, replaced) = intake::text(&mut bytes, told, WHOLE_LIMIT, &name)?;
    if text.trim().is_empty() {
        return Err(Error::user("intake.empty").with("name", name));
    }
    Ok((text, encoding, replaced))
}

/// Bytes as text: by BOM, else UTF-8, else GB 18030, which is what Chinese spreadsheets and editors save.
#[must_use]
pub fn decoded(bytes: &[u8]) -> Cow<'_, str> {
    match encoding_rs::Encoding::for_bom(bytes) {
        Some((encoding, length)) => encoding.decode_without_bom_handling(&bytes[length..]).0,
        None => match std::str::from_utf8(bytes) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => encoding_rs::GB18030.decode_without_bom_handling(bytes).0,
        },
    }
}

/// The value that `word` names; `known` are all the words there are, for the sentence that refuses it.
///
/// # Errors
/// [`Kind::Usage`] for any other word.
pub fn one_of<'k, T>(
    option: &str,
    word: &str,
    found: Option<T>,
    known: impl IntoIterator<Item = &'k str>,
) -> Result<T> {
    found.ok_or_else(|| {
        let known = known.into_iter().collect::<Vec<_>>().join(" ");
        Error::new(Kind::Usage, "cli.bad_word").with("option", option).with("value", word).with("known", known)
    })
}

/// A day as people write it: `2026-10-11`, `10-11`, `tomorrow`, `+3`, and their Chinese twins.
///
/// # Errors
/// [`Kind::Usage`].
pub fn day(text: &str, today: NaiveDate) -> Result<NaiveDate> {
    parse_day(text, today).ok_or_else(|| Error::new(Kind::Usage, "base.bad_day").with("value", text))
}

/// A time of day: `9:00`, `0930`, `3pm`, and their Chinese twins.
///
/// # Errors
/// [`Kind::Usage`].
pub fn time(text: &str) -> Result<NaiveTime> {
    parse_time(text).ok_or_else(|| Error::new(Kind::Usage, "cli.bad_clock").with("value", text))
}

/// A moment: RFC 3339, a time of today (`14:05`), or a day and a time (`yesterday 14:05`).
///
/// # Errors
/// [`Kind::Usage`].
pub fn moment(text: &str, now: At, zone: Zone) -> Result<At> {
    let local = |day: NaiveDate, time: NaiveTime| zone.moment(day.and_time(time));
    let today = now.day(zone);
    if let Ok(at) = At::parse(text.trim()) {
        return Ok(at);
    }
    let found = match text.trim().rsplit_once(' ') {
        Some((day, time)) => parse_day(day, today).zip(parse_time(time)),
        None => parse_time(text).map(|time| (today, time)),
    };
    found
        .map(|(day, time)| local(day, time))
        .ok_or_else(|| Error::new(Kind::Usage, "base.bad_time").with("value", text))
}

/// A moment still to come: a stretch from now (`90m`, `1h`, `2d`), a day (its morning), or what [`moment`] reads; a time
/// of day that has passed is tomorrow's.
///
/// # Errors
/// [`Kind::Usage`], also for what has passed.
pub fn later(text: &str, now: At, zone: Zone) -> Result<At> {
    let text = text.trim();
    if let Some(ms) = parse_span(text).filter(|ms| *ms > 0) {
        return Ok(now.plus(ms));
    }
    let at = match parse_day(text, now.day(zone)) {
        Some(day) => zone.moment(day.and_time(NaiveTime::from_hms_opt(MORNING.0, MORNING.1, 0).unwrap_or_default())),
        None => match moment(text, now, zone)? {
            at if at <= now && parse_time(text).is_some() => at.plus(DAY),
            at => at,
        },
    };
    if at <= now {
        return Err(Error::new(Kind::Usage, "cli.past").with("value", text));
    }
    Ok(at)
}

/// `name=value`, for clap.
///
/// # Errors
/// A text without `=` or without a name.
pub fn pair(text: &str) -> std::result::Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.trim().is_empty() => Ok((name.trim().to_owned(), value.to_owned())),
        _ => Err("NAME=VALUE".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::testing::now;

    fn at(text: &str) -> At {
        At::parse(&format!("2026-10-{text}:00+08:00")).unwrap()
    }

    #[test]
    fn bytes_are_read_by_bom_as_utf_8_or_as_gb_18030() {
        let gb = encoding_rs::GB18030.encode("加微信，领券").0;
        let utf16: Vec<u8> =
            [0xFF, 0xFE].into_iter().chain("加微信".encode_utf16().flat_map(u16::to_le_bytes)).collect();
        for (bytes, text) in [
            ("加微信".as_bytes(), "加微信"),
            ("\u{FEFF}加微信".as_bytes(), "加微信"),
            (&gb[..], "加微信，领券"),
            (&utf16[..], "加微信"),
            (b"", ""),
        ] {
            assert_eq!(decoded(bytes), text);
        }
    }

    #[test]
    fn moments_to_come_as_people_write_them() {
        let zone = Zone::default();
        for (text, want) in [
            ("1h", "10T18:20"),
            ("90m", "10T18:50"),
            ("2天", "12T17:20"),
            ("30 分钟", "10T17:50"),
            ("tomorrow", "11T09:00"),
            ("明天", "11T09:00"),
            ("周一", "12T09:00"),
            ("18:00", "10T18:00"),
            ("09:30", "11T09:30"),
            ("明天 15:00", "11T15:00"),
            ("2026-10-12T08:00:00+08:00", "12T08:00"),
        ] {
            assert_eq!(later(text, now(), zone).unwrap(), at(want), "{text}");
        }
        let (wrong, past) = ("base.bad_time", "cli.past");
        for (text, key) in [
            ("soon", wrong),
            ("", wrong),
            ("0h", wrong),
            ("h", wrong),
            ("99999999999999999999h", wrong),
            ("昨天", past),
            ("2026-10-09T08:00:00+08:00", past),
        ] {
            let error = later(text, now(), zone).unwrap_err();
            assert_eq!((error.kind, error.says.key.as_str()), (Kind::Usage, key), "{text}");
        }
    }

    #[test]
    fn moments_of_the_past_keep_their_day() {
        let zone = Zone::default();
        for (text, want) in [("14:05", "10T14:05"), ("昨天 9:00", "09T09:00"), ("18:00", "10T18:00")] {
            assert_eq!(moment(text, now(), zone).unwrap(), at(want), "{text}");
        }
        assert_eq!(moment("昨天", now(), zone).unwrap_err().kind, Kind::Usage);
    }

    #[test]
    fn values_have_names() {
        assert_eq!(pair("单号=A=1"), Ok(("单号".into(), "A=1".into())));
        assert!(pair("单号").is_err() && pair(" =x").is_err());
        let error = one_of::<()>("--kind", "x", None, ["a", "b"]).unwrap_err();
        assert_eq!((error.kind, error.says.args["known"].as_str()), (Kind::Usage, "a b"));
    }
}
