//! When people work, as it is written: `mon-fri 09:00-12:00,13:30-18:00; sat 10:00-16:00; holidays 10:00-12:00`.

use crate::base::i18n::parse_time;
use crate::base::{Error, Kind, Lang, Result};
use chrono::{NaiveDate, Timelike};

/// From and until, in minutes after midnight; 1440 is the end of the day.
pub type Block = (u32, u32);

/// Minutes of a day.
const WHOLE: u32 = 24 * 60;

/// The place of the days off by China's calendar, behind the seven weekdays.
const HOLIDAYS: usize = 7;

/// Words for several days at once, and the places they mean.
const GROUPS: &[(&[&str], &[usize])] = &[
    (&["", "workdays", "weekdays", "工作日"], &[0, 1, 2, 3, 4]),
    (&["weekend", "weekends", "周末"], &[5, 6]),
    (&["daily", "everyday", "每天", "每日", "天天"], &[0, 1, 2, 3, 4, 5, 6, HOLIDAYS]),
    (&["holidays", "holiday", "节假日", "節假日", "假日"], &[HOLIDAYS]),
];

/// The weekdays from Monday on: the beginning of the English name, and the Chinese one after 周, 星期 or 礼拜.
const NAMES: [(&str, &[&str]); 7] = [
    ("monday", &["一"]),
    ("tuesday", &["二"]),
    ("wednesday", &["三"]),
    ("thursday", &["四"]),
    ("friday", &["五"]),
    ("saturday", &["六"]),
    ("sunday", &["日", "天"]),
];

/// The blocks of every sort of day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Week {
    /// Monday to Sunday, then the days off by China's calendar; ascending, not overlapping.
    days: [Vec<Block>; 8],
    /// Whether China's days off and made-up workdays hold; unsaid: in China's zone.
    china: Option<bool>,
}

impl Default for Week {
    /// Monday to Friday and made-up workdays, 09:00-12:00 and 13:30-18:00 (mission notes §10.3).
    fn default() -> Self {
        Week::on(&[0, 1, 2, 3, 4], &[(9 * 60, 12 * 60), (13 * 60 + 30, 18 * 60)])
    }
}

impl Week {
    fn on(places: &[usize], blocks: &[Block]) -> Week {
        let mut days: [Vec<Block>; 8] = Default::default();
        for place in places {
            blocks.clone_into(&mut days[*place]);
        }
        Week { days, china: None }
    }

    /// Day and night, every day.
    #[must_use]
    pub fn always() -> Week {
        Week::on(&[0, 1, 2, 3, 4, 5, 6, HOLIDAYS], &[(0, WHOLE)])
    }

    /// Reads sections apart by `;`: days (`mon-fri`, `sat,sun`, `daily`, `holidays`, 周一至周五, 每天; without any the
    /// workdays), then blocks apart by `,`. `daily` is every day, holidays too; a later section overrides it.
    /// `holidays no` lets China's calendar count for nothing, `holidays cn` lets it count in any zone.
    ///
    /// # Errors
    /// [`Kind::Usage`] naming the part that is wrong.
    pub fn parse(text: &str) -> Result<Week> {
        let text = plain(text);
        let mut week = Week::on(&[], &[]);
        let mut said = [false; 8];
        for section in text.split([';', '\n']).map(str::trim).filter(|s| !s.is_empty()) {
            let at = section.find(|c: char| c.is_ascii_digit()).unwrap_or(section.len());
            let (days, times) = (section[..at].trim(), section[at..].trim());
            if let Some(china) = calendar_word(days).filter(|_| times.is_empty()) {
                week.china = Some(china);
                continue;
            }
            let (places, blocks) = (places(days)?, blocks(times, section)?);
            // What `daily` says may be narrowed; any other day said twice is a slip that would lose hours.
            let all = places.len() == 8;
            for place in places {
                if said[place] {
                    return Err(wrong("promise.day_twice", section));
                }
                said[place] = !all;
                blocks.clone_into(&mut week.days[place]);
            }
        }
        if week.days.iter().all(Vec::is_empty) {
            return Err(wrong("promise.no_hours", &text));
        }
        Ok(week)
    }

    /// Whether China's calendar is told to count, or not to.
    #[must_use]
    pub fn china(&self) -> Option<bool> {
        self.china
    }

    /// The blocks of a day, 0 is Monday. `work` is what China's calendar says against the weekday, if it counts: on a
    /// day off only its own blocks hold; a made-up workday without any of its own is worked like the first workday.
    #[must_use]
    pub fn blocks(&self, weekday: usize, work: Option<bool>) -> &[Block] {
        let own = self.days.get(weekday).map_or(&[][..], Vec::as_slice);
        match work {
            Some(false) => &self.days[HOLIDAYS],
            Some(true) if own.is_empty() => {
                self.days[..HOLIDAYS].iter().find(|d| !d.is_empty()).map_or(&[][..], Vec::as_slice)
            }
            _ => own,
        }
    }

    /// Days that share their blocks, in order: places, blocks. Days without any are left out.
    fn groups(&self) -> Vec<(Vec<usize>, &[Block])> {
        let mut groups: Vec<(Vec<usize>, &[Block])> = Vec::new();
        for (place, blocks) in self.days.iter().enumerate().filter(|(_, b)| !b.is_empty()) {
            match groups.iter_mut().find(|(_, b)| *b == blocks.as_slice()) {
                Some((places, _)) => places.push(place),
                None => groups.push((vec![place], blocks)),
            }
        }
        groups
    }

    /// As it is stored; [`Week::parse`] reads it back.
    #[must_use]
    pub fn text(&self) -> String {
        let name = |place: usize| NAMES.get(place).map_or("holidays", |(name, _)| &name[..3]);
        let mut sections = Vec::new();
        for (places, blocks) in self.groups() {
            let times = times(blocks, ",");
            if places.len() == 8 {
                sections.push(format!("daily {times}"));
                continue;
            }
            let (weekdays, off): (Vec<usize>, Vec<usize>) = places.into_iter().partition(|p| *p < HOLIDAYS);
            if !weekdays.is_empty() {
                sections.push(format!("{} {times}", runs(&weekdays, &name, "-", ",")));
            }
            if !off.is_empty() {
                sections.push(format!("holidays {times}"));
            }
        }
        sections.extend(self.china.map(|on| if on { "holidays cn" } else { "holidays no" }.to_owned()));
        sections.join("; ")
    }

    /// As people read it. `china` is whether China's calendar counts here.
    #[must_use]
    pub fn shown(&self, lang: &Lang, china: bool) -> String {
        let monday = NaiveDate::from_ymd_opt(2024, 1, 1).unwrap_or_default();
        let name = |place: usize| match place {
            HOLIDAYS => lang.text("promise.days_holidays").to_owned(),
            place => lang.weekday(monday + chrono::Days::new(place as u64)).to_owned(),
        };
        let section = |(places, blocks): (Vec<usize>, &[Block])| {
            let days = match places.as_slice() {
                [0, 1, 2, 3, 4] if china => lang.text("promise.days_work").to_owned(),
                all if all.len() == 8 || all.len() == 7 && !china => lang.text("promise.days_all").to_owned(),
                some => runs(some, &name, lang.text("promise.days_to"), lang.text("promise.days_and")),
            };
            let whole = blocks == [(0, WHOLE)];
            let times = if whole { lang.text("promise.whole_day").to_owned() } else { times(blocks, " ") };
            format!("{days} {times}")
        };
        self.groups().into_iter().map(section).collect::<Vec<_>>().join(lang.text("promise.days_then"))
    }
}

/// `mon-fri,sun` of places in order; three or more in a row are a stretch.
fn runs<N: AsRef<str>>(places: &[usize], name: &dyn Fn(usize) -> N, to: &str, and: &str) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut rest = places;
    while let Some(first) = rest.first() {
        let row = rest.iter().enumerate().take_while(|(n, p)| **p == first + n && **p < HOLIDAYS).count().max(1);
        let (run, later) = rest.split_at(row);
        rest = later;
        match run {
            [from, .., until] if row > 2 => {
                parts.push(format!("{}{to}{}", name(*from).as_ref(), name(*until).as_ref()));
            }
            few => parts.extend(few.iter().map(|p| name(*p).as_ref().to_owned())),
        }
    }
    parts.join(and)
}

fn times(blocks: &[Block], by: &str) -> String {
    let time = |m: u32| format!("{:02}:{:02}", m / 60, m % 60);
    blocks.iter().map(|(a, b)| format!("{}-{}", time(*a), time(*b))).collect::<Vec<_>>().join(by)
}

/// Full-width signs and Chinese words for "to" as their ASCII twins, small letters.
fn plain(text: &str) -> String {
    let one = |c: char| match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c).to_ascii_lowercase(),
        '至' | '到' | '—' | '–' => '-',
        '、' | '和' => ',',
        '週' => '周',
        '\u{3000}' => ' ',
        c => c.to_ascii_lowercase(),
    };
    text.chars().map(one).map(|c| if c == '~' { '-' } else { c }).collect()
}

/// Whether China's calendar is to count: `holidays cn`, `holidays no`.
fn calendar_word(days: &str) -> Option<bool> {
    let (word, how) = days.split_once(' ')?;
    let known = GROUPS.iter().any(|(words, places)| *places == [HOLIDAYS] && words.contains(&word));
    match how.trim() {
        "cn" | "china" if known => Some(true),
        "no" | "none" if known => Some(false),
        _ => None,
    }
}

/// The places that `days` means.
fn places(days: &str) -> Result<Vec<usize>> {
    if let Some((_, places)) = GROUPS.iter().find(|(words, _)| words.contains(&days)) {
        return Ok(places.to_vec());
    }
    let mut found: Vec<usize> = Vec::new();
    for part in days.split([',', ' ']).filter(|p| !p.is_empty()) {
        let whole = |word: &str| weekday(word).ok_or_else(|| wrong("promise.bad_day", word));
        let (from, until) = match part.split_once('-') {
            Some((from, until)) => (whole(from)?, whole(until)?),
            None => match GROUPS.iter().find(|(words, _)| words.contains(&part)) {
                Some((_, places)) => {
                    found.extend(*places);
                    continue;
                }
                None => (whole(part)?, whole(part)?),
            },
        };
        // `fri-mon` goes round the week.
        let length = (until + 7 - from) % 7;
        for place in (0..=length).map(|n| (from + n) % 7) {
            found.push(place);
        }
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

fn weekday(word: &str) -> Option<usize> {
    let han = ["周", "星期", "礼拜", "禮拜"].iter().find_map(|start| word.strip_prefix(start)).unwrap_or(word);
    NAMES.iter().position(|(name, short)| word.len() >= 3 && name.starts_with(word) || short.contains(&han))
}

/// `09:00-12:00,13:30-18:00`, sorted; `24h` is the whole day. `section` is what errors name.
fn blocks(times: &str, section: &str) -> Result<Vec<Block>> {
    if ["24h", "24小时", "24小時"].contains(&times) {
        return Ok(vec![(0, WHOLE)]);
    }
    let time = |word: &str| match word.trim() {
        "24" | "24:00" | "24点" => Some(WHOLE),
        word => parse_time(word).map(|t| t.hour() * 60 + t.minute()),
    };
    let mut found = Vec::new();
    for part in times.split([',', ' ']).filter(|p| !p.is_empty()) {
        let pair = part.split_once('-').and_then(|(from, until)| Some((time(from)?, time(until)?)));
        let Some((from, until)) = pair else { return Err(wrong("promise.bad_block", part)) };
        if from >= until {
            return Err(wrong("promise.backwards", part));
        }
        found.push((from, until));
    }
    found.sort_unstable();
    if found.is_empty() {
        return Err(wrong("promise.no_block", section));
    }
    if found.windows(2).any(|w| w[1].0 < w[0].1) {
        return Err(wrong("promise.overlap", times));
    }
    Ok(found)
}

fn wrong(key: &str, value: &str) -> Error {
    Error::new(Kind::Usage, key).with("value", value).hint("promise.hours_hint")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Language;

    #[test]
    fn weeks_are_read_as_people_write_them() {
        for (written, stored) in [
            ("mon-fri 09:00-12:00,13:30-18:00", "mon-fri 09:00-12:00,13:30-18:00"),
            ("9:00-12:00 13:30-18:00", "mon-fri 09:00-12:00,13:30-18:00"),
            (
                "周一至周五 9点-12点，13:30-18:00；周六 10：00－16：00",
                "mon-fri 09:00-12:00,13:30-18:00; sat 10:00-16:00",
            ),
            ("每天 9:00-21:00", "daily 09:00-21:00"),
            ("daily 24h", "daily 00:00-24:00"),
            ("Mon-Sun 08:00-20:00", "mon-sun 08:00-20:00"),
            ("daily 9-18; sun 10-12", "mon-sat 09:00-18:00; holidays 09:00-18:00; sun 10:00-12:00"),
            (
                "sat,sun 10-12; workdays 9-18; holidays 10-11",
                "mon-fri 09:00-18:00; sat,sun 10:00-12:00; holidays 10:00-11:00",
            ),
            ("fri-mon 22:00-24:00,00:00-02:00", "mon,fri-sun 00:00-02:00,22:00-24:00"),
            ("週一、週三 9-18；節假日 no", "mon,wed 09:00-18:00; holidays no"),
            ("mon-fri 9-18; holidays cn", "mon-fri 09:00-18:00; holidays cn"),
            ("weekend 3pm-5pm", "sat,sun 15:00-17:00"),
        ] {
            let week = Week::parse(written).unwrap_or_else(|e| panic!("{written}: {e:?}"));
            assert_eq!(week.text(), stored, "{written}");
            assert_eq!(Week::parse(&week.text()).unwrap(), week, "{written} is read back");
        }
        assert_eq!(Week::parse("mon-fri 09:00-12:00,13:30-18:00").unwrap(), Week::default());
        assert_eq!(Week::parse("daily 24h").unwrap(), Week::always());
    }

    #[test]
    fn every_slip_is_named() {
        for (written, key, value) in [
            ("", "promise.no_hours", ""),
            ("mon-fri", "promise.no_block", "mon-fri"),
            ("mon-fry 9-18", "promise.bad_day", "fry"),
            ("mo 9-18", "promise.bad_day", "mo"),
            ("mon-fri 9-25", "promise.bad_block", "9-25"),
            ("mon-fri 9:00", "promise.bad_block", "9:00"),
            ("22:00-02:00", "promise.backwards", "22:00-02:00"),
            ("9-12,11-18", "promise.overlap", "9-12,11-18"),
            ("mon-fri 9-12; fri 13-18", "promise.day_twice", "fri 13-18"),
            ("9-12; 13-18", "promise.day_twice", "13-18"),
            ("holidays maybe", "promise.bad_day", "maybe"),
        ] {
            let error = Week::parse(written).unwrap_err();
            let named = error.says.args["value"].as_str();
            assert_eq!((error.kind, error.says.key.as_str(), named), (Kind::Usage, key, value), "{written}");
        }
    }

    #[test]
    fn days_off_and_made_up_days_have_their_own_blocks() {
        let week = Week::parse("mon-fri 9-18; sat 10-16; holidays 11-12").unwrap();
        assert_eq!(week.blocks(0, None), [(540, 1080)]);
        assert_eq!(week.blocks(0, Some(false)), [(660, 720)]);
        assert_eq!(week.blocks(5, Some(true)), [(600, 960)], "a made-up Saturday that has its own");
        assert_eq!(week.blocks(6, Some(true)), [(540, 1080)], "and a Sunday that has none");
        assert_eq!(week.blocks(6, None), []);
    }

    #[test]
    fn weeks_read_well_in_three_languages() {
        let shown = |text: &str, language, china| Week::parse(text).unwrap().shown(&Lang::load(language), china);
        assert_eq!(shown("9-12,13:30-18", Language::Hans, true), "工作日 09:00-12:00 13:30-18:00");
        assert_eq!(shown("9-12", Language::En, false), "Mon to Fri 09:00-12:00");
        assert_eq!(shown("daily 24h", Language::Hant, true), "每天 24 小時");
        assert_eq!(
            shown("9-12; sat,sun 10-11; holidays 10-11", Language::Hans, true),
            "工作日 09:00-12:00；周六、周日、节假日 10:00-11:00"
        );
        assert_eq!(shown("mon-sun 9-21", Language::En, false), "every day 09:00-21:00");
    }
}
