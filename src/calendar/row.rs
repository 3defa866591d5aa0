//! An entry as a list shows it: everything that depends on the moment and the language is settled when rows are
//! read, so drawing sees neither clock nor store. What people wrote is clean from here on.

use super::days::{DayMark, Days};
use super::hot::{self, Hot, Phase};
use super::post::{Kind, Post, State, Track};
use crate::base::clock::HOUR;
use crate::base::text::{Clean, pinyin, width};
use crate::base::{At, Lang, Zone};
use crate::sop::playbook::Step;
use chrono::{Datelike, NaiveDate};

/// How pressing an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Urgency {
    /// Its moment has passed.
    Late,
    /// An hour or less is left.
    Soon,
    /// Later today.
    Later,
    /// A promised slot with nothing in it.
    Gap,
    /// Out, cancelled or set aside.
    Done,
    /// Another day.
    None,
}

/// An hour before its moment an entry asks for attention.
const SOON: i64 = HOUR;

/// One entry, ready to be shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The entry.
    pub post: Post,
    /// Milliseconds left, negative when late; `None` when there is nothing to post.
    pub left: Option<i64>,
    /// How pressing it is.
    pub urgency: Urgency,
    /// `迟8时20`, `余40分`, `待2时10`, `缺`, `已发`; empty on other days.
    pub age: String,
    /// `09:00`
    pub clock: String,
    /// Platform and name of the community.
    pub place: String,
    /// Fixed or hot.
    pub track: String,
    /// What it gives.
    pub kind: String,
    /// The title, clean.
    pub title: String,
    /// The beginning of the caption on one line, clean.
    pub body: String,
    /// The owner, or `--`.
    pub owner: String,
    /// `未发` when it is pressing and could go out, else the state.
    pub state: String,
    /// It has waited for approval for too long.
    pub stalled: bool,
    /// Who else has it open.
    pub other: Option<String>,
    /// It left the list by somebody else's hand and is only kept until the cursor leaves.
    pub gone: bool,
    /// What is known of a hot topic, and its clock in words.
    pub hot: Option<(Hot, String)>,
    /// A promised slot whose moment passed with nothing in it.
    pub missed: bool,
    /// The step of a playbook that it is, if it is no entry.
    pub step: Option<Box<Step>>,
}

/// Platform and community as one label: `微信 新手1群`.
#[must_use]
pub fn place(lang: &Lang, platform: &str, community: &str) -> String {
    let key = format!("members.platform_{platform}");
    let label = if lang.has(&key) { lang.text(&key) } else { platform };
    Clean::line(&format!("{label} {community}")).into_string()
}

impl Row {
    /// Settles how `post` is shown at `now`.
    #[must_use]
    pub fn new(post: Post, now: At, zone: Zone, lang: &Lang) -> Row {
        let left = post.left(now, zone);
        let today = post.day == now.day(post.zone.unwrap_or(zone));
        let urgency = match (post.state, left) {
            (State::Gap, _) => Urgency::Gap,
            (_, Some(left)) if left < 0 => Urgency::Late,
            (_, Some(left)) if left <= SOON => Urgency::Soon,
            (_, Some(_)) if today => Urgency::Later,
            (_, Some(_)) => Urgency::None,
            (_, None) => Urgency::Done,
        };
        let overdue = now.since(post.due(zone));
        let missed = urgency == Urgency::Gap && overdue > 0;
        let span = |key| lang.fill(key, &[("span", &lang.span(left.unwrap_or(overdue).abs()))]);
        let age = match urgency {
            Urgency::Late => span("calendar.late"),
            Urgency::Soon => span("calendar.left"),
            Urgency::Later => span("calendar.in"),
            Urgency::Gap if missed => span("columns.missed"),
            Urgency::Gap | Urgency::Done => lang.text(post.state.key()).to_owned(),
            Urgency::None => String::new(),
        };
        let ready = matches!(post.state, State::Planned | State::Approved);
        let pressing = matches!(urgency, Urgency::Late | Urgency::Soon);
        let state = if ready && pressing { "calendar.unposted" } else { post.state.key() };
        let stalled = post.is_stalled(now);
        let state = match post.more.out().filter(|(out, _)| *out > 0 && post.state.is_due()) {
            Some((out, all)) => lang.fill("posts.partly", &[("out", &out), ("all", &all)]),
            None if stalled => lang.text("posts.stalled_word").to_owned(),
            None => lang.text(state).to_owned(),
        };
        Row {
            left,
            urgency,
            age,
            clock: post.clock(),
            place: place(lang, &post.platform, &post.community),
            track: lang.text(post.track.key()).to_owned(),
            kind: match post.more.kind_label.as_str() {
                "" => post.kind.label(lang),
                named => Clean::line(named).into_string(),
            },
            title: Clean::head(&post.title, 200).into_string(),
            body: Clean::head(&post.body, 120).into_string(),
            owner: if post.owner.is_empty() { "--".into() } else { Clean::line(&post.owner).into_string() },
            state,
            stalled,
            other: None,
            gone: false,
            hot: None,
            missed,
            step: None,
            post,
        }
    }

    /// Puts to a hot topic what is known of it. One that is over presses nobody any more.
    pub(super) fn heat_up(&mut self, known: Option<Hot>, now: At, zone: Zone, lang: &Lang) {
        let Some(phase) = hot::phase(&self.post, now, zone) else { return };
        if phase == Phase::Over {
            lang.text("columns.hot_over").clone_into(&mut self.age);
            (self.left, self.urgency) = (None, Urgency::Done);
        }
        let known = known.unwrap_or(Hot { source: self.post.note.clone(), heat: 0, seen_at: At(0) });
        self.hot = Some((known, hot::said(phase, lang)));
    }

    /// Whether it is shown when somebody types `query`: text or pinyin initials of title, community or owner.
    #[must_use]
    pub fn matches(&self, query: &str) -> bool {
        query.trim().is_empty() || [&self.title, &self.place, &self.owner].iter().any(|t| pinyin::matches(query, t))
    }
}

/// Column widths that fit every row, so that scrolling shifts nothing. Labels and data, the wider counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Widths {
    /// Time left or overdue.
    pub age: usize,
    /// Platform and community, at most 15 columns.
    pub place: usize,
    /// Fixed or hot.
    pub track: usize,
    /// What it gives.
    pub kind: usize,
    /// The owner, 4 to 8 columns.
    pub owner: usize,
    /// The state.
    pub state: usize,
}

impl Widths {
    /// Measures `rows`.
    #[must_use]
    pub fn of(rows: &[Row], lang: &Lang) -> Widths {
        let widest = |text: fn(&Row) -> &str| rows.iter().map(|r| width(text(r))).max().unwrap_or(0);
        let labels = |keys: &[&str]| keys.iter().map(|k| width(lang.text(k))).max().unwrap_or(0);
        let states: Vec<&str> = State::ALL.iter().filter(|s| s.is_due()).map(|s| s.key()).collect();
        Widths {
            age: widest(|r| &r.age).max(8),
            place: widest(|r| &r.place).clamp(8, 15),
            track: labels(&Track::ALL.iter().map(|t| t.key()).collect::<Vec<_>>()),
            kind: labels(&Kind::ALL.iter().map(|k| k.key()).collect::<Vec<_>>()).max(widest(|r| &r.kind)),
            owner: widest(|r| &r.owner).clamp(4, 8),
            state: labels(&states).max(widest(|r| &r.state)),
        }
    }
}

/// `10月10日 周六 调休上班`: a day's date, its name, and whether people work.
#[must_use]
pub fn dated(day: NaiveDate, today: NaiveDate, days: &Days, lang: &Lang, brief: bool) -> String {
    let mark = days.mark(day);
    let words = [rest_word(&mark, lang, brief), mark.name.as_deref().map(|n| lang.text(n))];
    words
        .into_iter()
        .flatten()
        .fold(lang.day(day, today), |head, word| lang.fill("calendar.head_mark", &[("head", &head), ("mark", &word)]))
}

/// `今天 10月10日 周六 调休上班`: which day it is from here, its date, and whether people work.
#[must_use]
pub fn head(day: NaiveDate, today: NaiveDate, days: &Days, lang: &Lang, brief: bool) -> String {
    let key = match (day - today).num_days() {
        0 => "calendar.head_today",
        1 => "calendar.head_tomorrow",
        -1 => "calendar.head_yesterday",
        _ => "calendar.head_day",
    };
    lang.fill(key, &[("day", &dated(day, today, days, lang, brief))])
}

/// `休` or `班` where a tile has room for one word, in as few letters as possible where it is `narrow`.
#[must_use]
pub fn tile_word<'a>(mark: &DayMark, lang: &'a Lang, narrow: bool) -> Option<&'a str> {
    match (mark.rest, mark.workday) {
        (true, _) => Some(lang.text("calendar.rest_tile")),
        (_, true) if narrow => Some(lang.text("calendar.workday_tile")),
        (_, true) => Some(lang.text("calendar.workday_brief")),
        _ => None,
    }
}

/// `休`, `班` or, if there is room, `调休上班`; nothing on an ordinary day.
#[must_use]
pub fn rest_word<'a>(mark: &DayMark, lang: &'a Lang, brief: bool) -> Option<&'a str> {
    match (mark.rest, mark.workday) {
        (true, _) => Some(lang.text("calendar.rest")),
        (_, true) if brief => Some(lang.text("calendar.workday_brief")),
        (_, true) => Some(lang.text("calendar.workday")),
        _ => None,
    }
}

/// `10月18日`, `18 Oct`.
#[must_use]
pub fn date(day: NaiveDate, lang: &Lang) -> String {
    let month = format!("base.month_{}", day.month());
    lang.fill("calendar.date", &[("month", &lang.text(&month)), ("day", &day.day())])
}

#[cfg(test)]
mod tests {
    use super::super::post::tests::post;
    use super::*;
    use crate::base::Language;

    fn now() -> At {
        At::parse("2026-10-10T17:20:00+08:00").unwrap()
    }

    fn row(time: &str, state: State) -> Row {
        let mut p = post(1);
        p.time = chrono::NaiveTime::parse_from_str(time, "%H:%M").unwrap();
        p.state = state;
        Row::new(p, now(), Zone::default(), &Lang::load(Language::Hans))
    }

    #[test]
    fn urgency_is_a_word_and_a_span() {
        for (time, state, age, word) in [
            ("09:00", State::Planned, "迟8时20", "未发"),
            ("12:30", State::Approved, "迟4时50", "未发"),
            ("17:20", State::Planned, "余0分", "未发"),
            ("18:00", State::Planned, "余40分", "未发"),
            ("18:20", State::Planned, "余1时00", "未发"),
            ("18:21", State::Planned, "待1时01", "备好"),
            ("19:30", State::Draft, "待2时10", "草稿"),
            ("09:00", State::Draft, "迟8时20", "草稿"),
            ("09:00", State::Gap, "漏8时20", "缺"),
            ("19:00", State::Gap, "缺", "缺"),
            ("09:00", State::Published, "已发", "已发"),
            ("09:00", State::Hold, "搁置", "搁置"),
        ] {
            let row = row(time, state);
            assert_eq!((row.age.as_str(), row.state.as_str()), (age, word), "{time} {state:?}");
        }
    }

    #[test]
    fn other_days_show_no_age() {
        let mut p = post(1);
        p.day = p.day.succ_opt().unwrap();
        let row = Row::new(p, now(), Zone::default(), &Lang::load(Language::En));
        assert_eq!((row.urgency, row.age.as_str(), row.place.as_str()), (Urgency::None, "", "WeChat 新手1群"));
    }

    #[test]
    fn hostile_titles_are_shown_clean_and_kept_raw() {
        let mut p = post(1);
        p.title = "早\u{1b}[2J安\u{202e}\n打卡".into();
        let row = Row::new(p, now(), Zone::default(), &Lang::load(Language::Hans));
        assert!(!row.title.contains(['\u{1b}', '\u{202e}', '\n']));
        assert!(row.post.title.contains('\u{1b}'));
    }

    #[test]
    fn rows_are_found_by_text_initials_and_owner() {
        let row = row("09:00", State::Planned);
        for (query, found) in [("打卡", true), ("zadk", true), ("xs1", true), ("zn", true), ("", true), ("zzz", false)]
        {
            assert_eq!(row.matches(query), found, "{query}");
        }
    }

    #[test]
    fn heads_say_which_day_and_whether_people_work() {
        let days = Days::default();
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        for (language, date, brief, want) in [
            (Language::Hans, "2026-10-10", false, "今天 10月10日 周六 调休上班"),
            (Language::Hans, "2026-10-10", true, "今天 10月10日 周六 班"),
            (Language::Hans, "2026-10-11", true, "明天 10月11日 周日 休"),
            (Language::Hans, "2026-10-18", true, "10月18日 周日 休 重阳"),
            (Language::Hant, "2026-10-12", true, "10月12日 週一"),
            (Language::En, "2026-10-10", false, "Today, Sat 10 Oct, make-up workday"),
            (Language::En, "2026-10-11", false, "Tomorrow, Sun 11 Oct, rest day"),
        ] {
            let lang = Lang::load(language);
            assert_eq!(head(day(date), day("2026-10-10"), &days, &lang, brief), want);
        }
        assert_eq!(super::date(day("2026-10-18"), &Lang::load(Language::Hans)), "10月18日");
        assert_eq!(super::date(day("2026-10-18"), &Lang::load(Language::En)), "18 Oct");
    }
}
