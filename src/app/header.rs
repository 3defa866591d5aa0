//! The first two lines, always in the same place: where and when, who is here; then what needs somebody now, and
//! how the promise stands.

use super::state::Setup;
use crate::base::clock::{DAY, MINUTE};
use crate::base::text::{Clean, cut, width};
use crate::base::{At, Config, Lang, Result, Zone};
use crate::calendar::days;
use crate::db::claim::{self, Present};
use crate::db::{Db, setting};
use crate::shift;
use crate::sop::promise::{Margin, Meter, Tally};
use crate::tui::pane::Urgent;
use crate::tui::{Look, Role, paint};
use chrono::Timelike;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// The facts of the first two lines.
#[derive(Debug, Default)]
pub struct Header {
    /// The organisation.
    pub name: String,
    /// Date and time as shown: long, with the day's mark short, and for 40 columns.
    pub when: (String, String, String),
    /// The others at work.
    pub present: Vec<Present>,
    /// The open incident's name and milliseconds left (`None` once answered).
    pub incident: Option<(String, Option<i64>)>,
    /// The most urgent row of each pane.
    pub urgent: Vec<Option<Urgent>>,
    /// How the promise stands.
    pub meter: Meter,
    /// How many inquiries a colleague handed over to this operator.
    pub handed: i64,
    /// The last note handed over, today's or yesterday's.
    pub note: String,
}

impl Header {
    /// Reads the facts.
    ///
    /// # Errors
    /// Store errors.
    pub fn read(db: &Db, setup: &Setup, now: At, urgent: Vec<Option<Urgent>>) -> Result<Header> {
        let name = match &setup.config.name {
            Some(name) => name.clone(),
            None => setting::get(db, "name")?.unwrap_or_default(),
        };
        let incident =
            crate::sop::store::incidents::open_incident(db)?.map(|i| (Clean::line(&i.name).into_string(), i.left(now)));
        Ok(Header {
            name: Clean::line(&name).into_string(),
            when: when(now, setup.zone, &setup.lang),
            present: claim::present(db)?,
            incident,
            urgent,
            meter: crate::sop::store::promise(db, now, setup.zone)?,
            handed: crate::sop::store::handed(db, &setup.me)?,
            note: last_note(db, setup, now)?,
        })
    }

    /// The pane, by number, and its row that needs somebody first.
    #[must_use]
    pub fn first(&self) -> Option<(usize, &Urgent)> {
        self.urgent.iter().enumerate().filter_map(|(n, u)| u.as_ref().map(|u| (n, u))).min_by_key(|(_, u)| u.left)
    }

    /// Draws both lines into the first two rows of `area`.
    pub fn draw(&self, buf: &mut Buffer, area: Rect, setup: &Setup, titles: &[&str]) {
        let look = setup.look();
        let first = Rect { height: 1, ..area };
        let second = Rect { y: area.y + 1, height: 1, ..area };
        self.draw_first(buf, first, setup, &look, titles);
        self.draw_second(buf, second, setup, &look, titles);
    }

    fn draw_first(&self, buf: &mut Buffer, row: Rect, setup: &Setup, look: &Look, titles: &[&str]) {
        let tiny = row.width < 60;
        let role = look.lang.text(role_key(&setup.role)).to_owned();
        let me = Clean::line(&setup.me).into_string();
        let me = if tiny { me } else { look.lang.fill("app.operator", &[("name", &me), ("role", &role)]) };
        let others = if tiny { String::new() } else { self.others(row.width >= 110, look, titles) };
        let others = cut(&others, usize::from(row.width / 3)).into_owned();
        let wide = u16::try_from(width(&me) + width(&others)).unwrap_or(0).min(row.width / 2);
        let left = row.width.saturating_sub(wide + 3);
        if tiny {
            paint::spans(buf, row.x + 1, row.y, left, &[("qun ", Role::Heading), (&self.when.2, Role::Text)], look);
        } else {
            let name = if row.width >= 110 { crate::base::text::pad(&self.name, 16) } else { self.name.clone() };
            // The time is worth more than the day's mark in full, and that more than the end of the name.
            let fits = usize::from(left).saturating_sub(6 + width(&name)) >= width(&self.when.0);
            let when = if fits { &self.when.0 } else { &self.when.1 };
            let name = cut(&name, usize::from(left).saturating_sub(6 + width(when)));
            let pieces = [("qun ", Role::Heading), (&*name, Role::Heading), ("  ", Role::Text), (when, Role::Text)];
            let used = paint::spans(buf, row.x + 1, row.y, left, &pieces, look);
            self.draw_rolling(buf, Rect { x: row.x + 1 + used, width: left.saturating_sub(used), ..row }, look);
        }
        let at = row.right().saturating_sub(wide + 1);
        paint::spans(buf, at, row.y, wide, &[(&*me, Role::Text), (&*others, Role::Other)], look);
    }

    /// `7日 91.8%  30日 92.0%`, where there is room for all of it beside the time.
    fn draw_rolling(&self, buf: &mut Buffer, room: Rect, look: &Look) {
        let text = rolling(&self.meter, look.lang);
        let wide = u16::try_from(width(&text)).unwrap_or(u16::MAX);
        if self.meter.month.total > 0 && room.width >= wide.saturating_add(4) {
            paint::put(buf, room.x + 3, room.y, wide, &text, look.style(Role::Muted));
        }
    }

    /// `  在线 阿泽 审核，小满 话术`, or names only.
    fn others(&self, with_pane: bool, look: &Look, titles: &[&str]) -> String {
        if self.present.is_empty() {
            return String::new();
        }
        let name = |p: &Present| {
            let title = PANES.iter().position(|id| *id == p.pane).and_then(|n| titles.get(n)).copied().unwrap_or("");
            let who = Clean::line(&p.operator).into_string();
            if with_pane && !title.is_empty() { format!("{who} {title}") } else { who }
        };
        let all: Vec<String> = self.present.iter().map(name).collect();
        let comma = if with_pane { look.text("app.comma") } else { " " };
        format!("  {} {}", look.text("app.online"), all.join(comma))
    }

    /// `  转给你 1`, where there is room for all of it.
    fn draw_handed(&self, buf: &mut Buffer, room: Rect, look: &Look) {
        let text = look.lang.fill("promise.handed_to_you", &[("count", &self.handed)]);
        if self.handed > 0 && usize::from(room.width) > width(&text) + 1 {
            paint::put(buf, room.x + 2, room.y, room.width - 2, &text, look.style(Role::Own));
        }
    }

    /// `  2 林小雨 QQ 交流群 退款 余6分`: who waits longest for an answer, if something else comes first and there is room.
    fn draw_next(&self, buf: &mut Buffer, room: Rect, look: &Look, first: usize) -> u16 {
        let Some(Some(next)) = self.urgent.get(SOP).filter(|_| first != SOP) else { return 0 };
        if room.width < NAMED {
            return 0;
        }
        let (place, text) = fitted(SOP + 1, "", next, usize::from(room.width) - 2);
        let tone = if next.left <= 10 * MINUTE { Role::Warn } else { Role::Text };
        let pieces = [(place.trim_end(), Role::Text), (" ", Role::Text), (&*text, tone)];
        2 + paint::spans(buf, room.x + 2, room.y, room.width - 2, &pieces, look)
    }

    fn draw_second(&self, buf: &mut Buffer, row: Rect, setup: &Setup, look: &Look, titles: &[&str]) {
        let goal = setup.config.promise.target_percent;
        let meter = match row.width {
            ..60 => meter_short(&self.meter, goal, look.lang),
            _ => meter(&self.meter, &setup.config, look.lang),
        };
        let short = matches!(self.meter.today.margin(goal), Margin::Short(_)) && self.meter.today.total > 0;
        let role = if short { Role::Bad } else { Role::Text };
        let taken = u16::try_from(width(&meter)).unwrap_or(0) + 2;
        paint::put_right(buf, row.x, row.y, row.width - 1, &meter, look.style(role));
        let mut x = row.x + 1;
        let end = row.right().saturating_sub(taken);
        if let Some((name, left)) = &self.incident {
            let text = incident(name, *left, row.width < 60, look.lang);
            x += paint::put(buf, x, row.y, end.saturating_sub(x), &text, look.style(Role::Crisis));
            x += if row.width < 110 { 2 } else { 4 };
            if row.width < 110 && end < x + NAMED {
                return;
            }
        }
        if let Some((pane, urgent)) = self.first() {
            let tone = match urgent.left {
                left if left < 0 => Role::Bad,
                left if left <= 10 * MINUTE => Role::Warn,
                _ => Role::Text,
            };
            let room = usize::from(end.saturating_sub(x)).saturating_sub(width(look.text("app.first")) + 1);
            let (place, text) = fitted(pane + 1, titles.get(pane).copied().unwrap_or(""), urgent, room);
            let pieces =
                [(look.text("app.first"), Role::Heading), (" ", Role::Text), (&*place, Role::Text), (&*text, tone)];
            x += paint::spans(buf, x, row.y, end.saturating_sub(x), &pieces, look);
            x += self.draw_next(buf, Rect { x, width: end.saturating_sub(x), ..row }, look, pane);
            self.draw_handed(buf, Rect { x, width: end.saturating_sub(x), ..row }, look);
        } else if self.incident.is_none() {
            paint::put(buf, x, row.y, end.saturating_sub(x), look.text("app.first_none"), look.style(Role::Muted));
        }
    }
}

/// `7日 91.4%  30日 91.0%`.
#[must_use]
pub fn rolling(meter: &Meter, lang: &Lang) -> String {
    let share = |t: &Tally| t.percent().unwrap_or_else(|| "--".to_owned());
    lang.fill("promise.rolling", &[("week", &share(&meter.week)), ("month", &share(&meter.month))])
}

/// The pane and its most urgent row in `room` columns: the pane's name goes first, then the end of what it is about;
/// the time stays (screens.md §17.1).
fn fitted(number: usize, title: &str, urgent: &Urgent, room: usize) -> (String, String) {
    let (long, short) = (format!("{number} {title} "), format!("{number} "));
    if width(&long) + width(&urgent.text) <= room {
        return (long, urgent.text.clone());
    }
    let left = room.saturating_sub(width(&short));
    let Some(about) = urgent.text.strip_suffix(&*urgent.time).filter(|_| width(&urgent.text) > left) else {
        return (short, urgent.text.clone());
    };
    let about = cut(about.trim_end(), left.saturating_sub(width(&urgent.time) + 1)).into_owned();
    (short, format!("{about} {}", urgent.time).trim_start().to_owned())
}

/// `10/10 17:05 阿泽 交班：…`, while it is younger than a day.
fn last_note(db: &Db, setup: &Setup, now: At) -> Result<String> {
    let Some(note) = shift::store::last_handover(db)?.filter(|n| now.since(n.at) < DAY) else {
        return Ok(String::new());
    };
    let local = note.at.local(setup.zone);
    let when = format!("{} {:02}:{:02}", setup.lang.short_day(local.date()), local.hour(), local.minute());
    let (who, text) = (Clean::line(&note.by), Clean::head(&note.text, 200));
    Ok(setup.lang.fill("app.note_line", &[("when", &when), ("who", &who), ("text", &text)]))
}

/// The place of the answer desk among the panes.
const SOP: usize = 1;
/// Columns that a name, a place and a time need at least.
const NAMED: u16 = 26;

/// The ids of the panes in the order of their digits, as sessions store where they are.
const PANES: [&str; 4] = ["calendar", "sop", "queue", "kpi"];

/// The label of a stored role.
fn role_key(role: &str) -> &'static str {
    match role {
        "content" => "db.role_content",
        "volunteer" => "db.role_volunteer",
        "data" => "db.role_data",
        _ => "db.role_manager",
    }
}

/// Date and time: `10月10日 周六 调休上班 17:20`, `10月10日 周六 班 17:20` and `10/10 周六 班 17:20`.
pub fn when(now: At, zone: Zone, lang: &Lang) -> (String, String, String) {
    let local = now.local(zone);
    let (day, mark) = (local.date(), days::mark(local.date()));
    let time = format!("{:02}:{:02}", local.hour(), local.minute());
    let (long, short) = match () {
        () if mark.workday => (lang.text("app.day_makeup"), lang.text("app.day_makeup_short")),
        () if mark.holiday => (lang.text("app.day_holiday"), lang.text("app.day_holiday_short")),
        () => ("", ""),
    };
    let comma = if lang.language.is_chinese() { " " } else { ", " };
    let join =
        |parts: [&str; 3], by: &str| parts.iter().filter(|p| !p.is_empty()).copied().collect::<Vec<_>>().join(by);
    let full = lang.day(day, day);
    let with = |mark: &str| join([&full, mark, &time], comma);
    let date = format!("{} {}", lang.short_day(day), lang.weekday(day));
    (with(long), with(short), join([&date, short, &time], " "))
}

/// `今日 37/40 = 92.5% 30分内 目标90% 余1`.
#[must_use]
pub fn meter(meter: &Meter, config: &Config, lang: &Lang) -> String {
    let goal = config.promise.target_percent;
    let Some(percent) = meter.today.percent() else { return lang.text("app.promise_none").to_owned() };
    lang.fill(
        "app.promise",
        &[
            ("hit", &meter.today.hit),
            ("total", &meter.today.total),
            ("percent", &percent),
            ("minutes", &config.promise.minutes),
            ("goal", &goal),
            ("margin", &margin(meter, goal, lang)),
        ],
    )
}

fn meter_short(meter: &Meter, goal: u32, lang: &Lang) -> String {
    match meter.today.percent() {
        Some(percent) => format!("{}/{}={percent} {}", meter.today.hit, meter.today.total, margin(meter, goal, lang)),
        None => lang.text("app.promise_none").to_owned(),
    }
}

fn margin(meter: &Meter, goal: u32, lang: &Lang) -> String {
    match meter.today.margin(goal) {
        Margin::Spare(n) => lang.fill("app.promise_spare", &[("n", &n)]),
        Margin::Short(n) => lang.fill("app.promise_short", &[("n", &n)]),
    }
}

/// `危机 奶油发霉 还剩 1:23`.
#[must_use]
pub fn incident(name: &str, left: Option<i64>, short: bool, lang: &Lang) -> String {
    let (key, time) = match left {
        None => ("app.crisis_answered", String::new()),
        Some(ms) if ms < 0 => ("app.crisis_late", lang.hm(-ms)),
        Some(ms) if short => ("app.crisis_left_short", lang.hm(ms)),
        Some(ms) => ("app.crisis_left", lang.hm(ms)),
    };
    lang.fill(key, &[("name", &name), ("time", &time)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_left_is_never_cut() {
        let urgent = |text: &str, time: &str| Urgent { text: text.into(), time: time.into(), left: 0 };
        let late = urgent("Morning watering, day 12 late 8h20", "late 8h20");
        for (room, want) in [
            (60, "1 Calendar Morning watering, day 12 late 8h20"),
            (44, "1 Morning watering, day 12 late 8h20"),
            (36, "1 Morning watering, day 12 late 8h20"),
            (30, "1 Morning watering.. late 8h20"),
            (12, "1 late 8h20"),
        ] {
            let (place, text) = fitted(1, "Calendar", &late, room);
            assert_eq!(format!("{place}{text}"), want, "{room}");
        }
        let short = fitted(2, "话术", &urgent("林小雨 退款 余6分", "余6分"), 19);
        assert_eq!(short, ("2 ".to_owned(), "林小雨 退款 余6分".to_owned()));
    }
}
