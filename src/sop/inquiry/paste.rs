//! What is copied out of a chat: a line with who and when, then what was written.

use crate::base::i18n::{parse_day, parse_time};
use chrono::{NaiveDate, NaiveDateTime};

/// A message as it was copied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pasted {
    /// Who wrote it.
    pub who: String,
    /// When, if the copy says so; a time without a day is today's.
    pub when: Option<NaiveDateTime>,
    /// What was written.
    pub text: String,
}

/// Names are not longer than this; a longer first line is a text without a name.
const NAME_MOST: usize = 40;

/// Reads what chats put into the clipboard: `名字 2026/10/10 16:56:12` or `名字(12345) 16:56` over the text (QQ), `Name,
/// [10.10.2026 16:56]` (Telegram), `名字: text` in one line (WeChat). `None` if no name stands before a text.
#[must_use]
pub fn pasted(copied: &str, today: NaiveDate) -> Option<Pasted> {
    let copied = copied.trim();
    let (first, rest) = copied.split_once('\n').unwrap_or((copied, ""));
    let (first, rest) = (first.trim(), rest.trim());
    let found = match rest {
        "" => {
            let (who, text) = first.split_once([':', '：'])?;
            // `16:56` and `https://…` are no names.
            let name = !who.chars().all(|c| c.is_ascii_digit()) && !text.starts_with("//");
            name.then(|| Pasted { who: who.trim().to_owned(), when: None, text: text.trim().to_owned() })?
        }
        text => {
            let (who, when) = head(first, today);
            Pasted { who, when, text: text.to_owned() }
        }
    };
    let fits = !found.who.is_empty() && found.who.chars().count() <= NAME_MOST && !found.text.is_empty();
    fits.then_some(found)
}

/// The name and the moment of a first line.
fn head(line: &str, today: NaiveDate) -> (String, Option<NaiveDateTime>) {
    let line = line.trim_end_matches([':', '：']).trim();
    let plain: String = line.chars().map(|c| if "[],，()（）".contains(c) { ' ' } else { c }).collect();
    let words: Vec<&str> = plain.split_whitespace().collect();
    // The time stands last, the day before it, the name first.
    let Some((time, before)) = words.split_last().filter(|(last, before)| !before.is_empty() && timed(last).is_some())
    else {
        return (name(line, line.len()), None);
    };
    let (day, names) = match before.split_last().filter(|(_, names)| !names.is_empty()) {
        Some((day, names)) if dated(day, today).is_some() => (dated(day, today), names),
        _ => (Some(today), before),
    };
    let when = day.zip(timed(time)).map(|(day, time)| day.and_time(time));
    let end = names.last().and_then(|last| line.find(last).map(|at| at + last.len())).unwrap_or(line.len());
    (name(line, end), when)
}

/// The first `end` bytes without a QQ number and what parts a name from a time.
fn name(line: &str, end: usize) -> String {
    let name = line.get(..end).unwrap_or(line).trim().trim_end_matches([',', '，', '[']).trim();
    let number = |n: &str| n.len() >= 5 && n.bytes().all(|b| b.is_ascii_digit());
    let bare = name.rsplit_once(['(', '（']).filter(|(_, rest)| number(rest.trim_end_matches([')', '）'])));
    bare.map_or(name, |(name, _)| name.trim()).to_owned()
}

fn timed(word: &str) -> Option<chrono::NaiveTime> {
    // A bare number is no time here: it may be part of a name.
    word.contains([':', '：', '点', '點']).then(|| parse_time(word).or_else(|| word.parse().ok())).flatten()
}

fn dated(word: &str, today: NaiveDate) -> Option<NaiveDate> {
    let swapped = || {
        let mut parts = word.split('.');
        let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
        NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
    };
    parse_day(word, today).or_else(swapped)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_chats_copy_is_read() {
        let today: NaiveDate = "2026-10-10".parse().unwrap();
        for (copied, who, when, text) in [
            ("林小雨 2026/10/10 16:56:12\n能退吗", "林小雨", "2026-10-10 16:56:12", "能退吗"),
            ("林小雨(123456789) 16:56\n能退吗\n坏了", "林小雨", "2026-10-10 16:56:00", "能退吗\n坏了"),
            ("Linda May, [09.10.2026 16:56]\ncan I\n", "Linda May", "2026-10-09 16:56:00", "can I"),
            ("阿May：回放在哪？", "阿May", "", "回放在哪？"),
            ("豆沙包:\n少发了一个", "豆沙包", "", "少发了一个"),
            ("小 雨 昨天 9:05\n在吗", "小 雨", "2026-10-09 09:05:00", "在吗"),
        ] {
            let found = pasted(copied, today).unwrap_or_else(|| panic!("{copied}"));
            let shown = found.when.map(|w| w.to_string()).unwrap_or_default();
            assert_eq!((found.who.as_str(), shown.as_str(), found.text.as_str()), (who, when, text));
        }
        for none in ["", "能退吗", "16:56", "https://example.org/a", "：空的", &format!("{}\n长", "名".repeat(41))]
        {
            assert_eq!(pasted(none, today), None, "{none}");
        }
    }
}
