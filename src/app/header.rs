//! The first two lines, always in the same place: where and when, who is here; then what needs somebody now, and
//! how the promise stands.

use super::shrink::{Piece, shrink};
use super::state::Setup;
use crate::base::clock::{DAY, MINUTE};
use crate::base::text::{Clean, cut};
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
    /// Date and time as shown: long, with the day's mark short, for 40 columns, and without the mark.
    pub when: (String, String, String, String),
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
        let me = Clean::line(&setup.me).into_string();
        if row.width < TINY {
            return self.draw_tiny(buf, row, &me, look);
        }
        let wide = row.width >= WIDE;
        let titled = look.lang.fill("app.operator", &[("name", &me), ("role", &look.text(role_key(&setup.role)))]);
        let mut pieces = [
            self.named(wide),
            Piece::plain(Role::Text, [&self.when.0, &self.when.1, &self.when.2, &self.when.3].map(String::clone)),
            self.rolling(look.lang),
            Piece::plain(Role::Text, [titled, cut(&me, 16).into_owned()]),
            self.others(wide, look, titles),
        ];
        // The names of others and the end of the organisation's name go before a figure does.
        let order =
            [ROLLING, WHEN, ME, OTHERS, NAME, OTHERS, OTHERS, NAME, OTHERS, OTHERS, ROLLING, WHEN, WHEN, ROLLING];
        shrink(&mut pieces, &order, usize::from(row.width) - 2, 2);
        let [left @ .., me, others] = &pieces;
        put(buf, Rect { x: row.x + 1, width: row.width - 2, ..row }, left, 2, look);
        let taken = me.columns() + others.columns() + if others.columns() > 0 { 2 } else { 0 };
        let at = row.right().saturating_sub(u16::try_from(taken + 1).unwrap_or(0));
        put(buf, Rect { x: at, width: row.right().saturating_sub(at), ..row }, [me, others], 2, look);
    }

    /// `10/10 周六 17:20 7日91% 30日92%  周宁`: the program's name and the day's mark go before the shares.
    fn draw_tiny(&self, buf: &mut Buffer, row: Rect, me: &str, look: &Look) {
        let mut pieces = [
            Piece::plain(Role::Heading, ["qun".to_owned(), String::new()]),
            Piece::plain(Role::Text, [self.when.2.clone(), self.when.3.clone()]),
            self.rolling(look.lang),
            Piece::plain(Role::Text, [20, 8, 6].map(|columns| cut(me, columns).into_owned())),
        ];
        shrink(&mut pieces, &[ROLLING, ROLLING, NAME, WHEN, ME, ME, ROLLING], usize::from(row.width) - 2, 1);
        let [left @ .., me] = &pieces;
        put(buf, Rect { x: row.x + 1, width: row.width - 2, ..row }, left, 1, look);
        let at = row.right().saturating_sub(u16::try_from(me.columns() + 1).unwrap_or(0));
        put(buf, Rect { x: at, width: row.right().saturating_sub(at), ..row }, [me], 1, look);
    }

    /// `qun 栗子烘焙社`, and less of the name; padded where there is room, so that the date stands still.
    fn named(&self, wide: bool) -> Piece {
        let name = |text: &str| vec![(format!("qun {text}").trim_end().to_owned(), Role::Heading)];
        let full = if wide {
            vec![(crate::base::text::pad(&format!("qun {}", self.name), 20), Role::Heading)]
        } else {
            name(&self.name)
        };
        Piece::new(vec![full, name(&cut(&self.name, 12)), name(&cut(&self.name, 8))])
    }

    /// `7日 91.8%  30日 92.0%`, `7日91% 30日92%`, `7日91 30日92`.
    fn rolling(&self, lang: &Lang) -> Piece {
        if self.meter.month.total == 0 {
            return Piece::default();
        }
        let whole = |t: &Tally| t.whole().unwrap_or_else(|| "--".to_owned());
        let (week, month) = (whole(&self.meter.week), whole(&self.meter.month));
        let short = lang.fill("promise.rolling_short", &[("week", &week), ("month", &month)]);
        let least = short.replace('%', "");
        Piece::plain(Role::Muted, [rolling(&self.meter, lang), short, least, String::new()])
    }

    /// `在线 阿泽 审核，小满 话术`, names only, or how many.
    fn others(&self, with_pane: bool, look: &Look, titles: &[&str]) -> Piece {
        if self.present.is_empty() {
            return Piece::default();
        }
        let who = |p: &Present| Clean::line(&p.operator).into_string();
        let at = |p: &Present| {
            let title = PANES.iter().position(|id| *id == p.pane).and_then(|n| titles.get(n)).copied().unwrap_or("");
            format!("{} {title}", who(p)).trim_end().to_owned()
        };
        let said = |what: &str| format!("{} {what}", look.text("app.online"));
        let all = |name: &dyn Fn(&Present) -> String, comma: &str| {
            self.present.iter().map(name).collect::<Vec<_>>().join(comma)
        };
        let names = all(&who, " ");
        let mut forms = if with_pane { vec![said(&all(&at, look.text("app.comma")))] } else { Vec::new() };
        forms.extend([26, 18].map(|columns| cut(&said(&names), columns).into_owned()));
        forms.extend([said(&self.present.len().to_string()), String::new()]);
        Piece::plain(Role::Other, forms)
    }

    fn draw_second(&self, buf: &mut Buffer, row: Rect, setup: &Setup, look: &Look, titles: &[&str]) {
        let (tiny, gap) = (row.width < TINY, if row.width < WIDE { 2 } else { 3 });
        let mut pieces = [
            self.incident(tiny, look.lang),
            self.what_first(tiny, titles, look),
            self.what_next(),
            Piece::plain(Role::Own, self.handed_over(look)),
            self.today(tiny, setup, look.lang),
        ];
        // What is said twice goes first, then words around a figure, then names; the clocks and the meter stay.
        let order = [
            TODAY, FIRST, NEXT, INCIDENT, FIRST, FIRST, FIRST, FIRST, FIRST, NEXT, NEXT, HANDED, FIRST, NEXT, NEXT,
            FIRST, FIRST, INCIDENT, NEXT, TODAY, NEXT, INCIDENT,
        ];
        shrink(&mut pieces, &order, usize::from(row.width) - 2, usize::from(gap));
        let [left @ .., meter] = &pieces;
        let taken = u16::try_from(meter.columns()).unwrap_or(0).min(row.width);
        let room = row.width.saturating_sub(taken + 3);
        put(buf, Rect { x: row.x + 1, width: room, ..row }, left, gap, look);
        let at = row.right().saturating_sub(taken + 1);
        put(buf, Rect { x: at, width: taken, ..row }, [meter], gap, look);
    }

    /// `危机 奶油发霉 还剩 1:23`, then less of it; the time stays.
    fn incident(&self, tiny: bool, lang: &Lang) -> Piece {
        let Some((name, left)) = &self.incident else { return Piece::default() };
        let long = incident(name, *left, tiny, lang);
        let short = [usize::MAX, 8, 5].map(|columns| incident(&cut(name, columns), *left, true, lang));
        Piece::plain(Role::Crisis, std::iter::once(long).chain(short))
    }

    /// `先办 1 日历 早安打卡 迟8时20`: the row of any pane with the least time left.
    fn what_first(&self, tiny: bool, titles: &[&str], look: &Look) -> Piece {
        let Some((pane, urgent)) = self.first() else {
            let none = if self.incident.is_none() { look.text("app.first_none").to_owned() } else { String::new() };
            return Piece::plain(Role::Muted, [none]);
        };
        let said = |title: &str, about: String| {
            let place = if title.is_empty() { format!(" {} ", pane + 1) } else { format!(" {} {title} ", pane + 1) };
            let first = (look.text("app.first").to_owned(), Role::Heading);
            vec![first, (place, Role::Text), (about, tone(urgent.left))]
        };
        let title = titles.get(pane).copied().unwrap_or("");
        let mut forms = vec![said(title, urgent.within(usize::MAX)), said("", urgent.within(usize::MAX))];
        forms.extend([48, 40, 32, 28, 24, 20, 12].map(|columns| said("", urgent.within(columns))));
        // With an incident its clock is what comes first; then only the promise's next is left beside it.
        let gone = self.incident.is_some() && (tiny || self.next(pane).is_some());
        forms.push(if gone { Vec::new() } else { said("", urgent.within(10)) });
        Piece::new(forms)
    }

    /// Who waits longest for an answer, if something else comes first.
    fn next(&self, first: usize) -> Option<&Urgent> {
        self.urgent.get(SOP)?.as_ref().filter(|_| first != SOP)
    }

    /// `2 林小雨 QQ 交流群 退款 余6分`: the promise's next due with name and place.
    fn what_next(&self) -> Piece {
        let Some(next) = self.first().and_then(|(pane, _)| self.next(pane)) else { return Piece::default() };
        let said = |columns| vec![(format!("{} ", SOP + 1), Role::Text), (next.within(columns), tone(next.left))];
        let forms = [usize::MAX, 30, 26, 24, 22, 20, 18].map(said).into_iter().chain([Vec::new()]);
        Piece::new(forms.collect())
    }

    /// `转给你 1`.
    fn handed_over(&self, look: &Look) -> Vec<String> {
        match self.handed {
            0 => Vec::new(),
            count => vec![look.lang.fill("promise.handed_to_you", &[("count", &count)]), String::new()],
        }
    }

    /// `今日 37/40 = 92.5% 30分内 目标90% 余1`, then without what everybody knows.
    fn today(&self, tiny: bool, setup: &Setup, lang: &Lang) -> Piece {
        let goal = setup.config.promise.target_percent;
        let short = matches!(self.meter.today.margin(goal), Margin::Short(_)) && self.meter.today.total > 0;
        let role = if short { Role::Bad } else { Role::Text };
        let long = meter(&self.meter, &setup.config, lang);
        let figures = match self.meter.today.percent() {
            Some(percent) => format!("{}/{}={percent}", self.meter.today.hit, self.meter.today.total),
            None => return Piece::plain(role, [long]),
        };
        let margin = margin(&self.meter, goal, lang);
        let middle = lang.fill("app.promise_brief", &[("figures", &figures), ("goal", &goal), ("margin", &margin)]);
        let least = format!("{figures} {margin}");
        Piece::plain(role, if tiny { vec![least] } else { vec![long, middle, least] })
    }
}

/// How loud a time is.
fn tone(left: i64) -> Role {
    match left {
        left if left < 0 => Role::Bad,
        left if left <= 10 * MINUTE => Role::Warn,
        _ => Role::Text,
    }
}

/// Draws `pieces` with `gap` columns between them; those that say nothing take none.
fn put<'a>(buf: &mut Buffer, row: Rect, pieces: impl IntoIterator<Item = &'a Piece>, gap: u16, look: &Look) {
    let mut x = row.x;
    for piece in pieces.into_iter().filter(|piece| piece.columns() > 0) {
        let said: Vec<(&str, Role)> = piece.says().iter().map(|(text, role)| (&**text, *role)).collect();
        x += paint::spans(buf, x, row.y, row.right().saturating_sub(x), &said, look) + gap;
    }
}

/// `7日 91.4%  30日 91.0%`.
#[must_use]
pub fn rolling(meter: &Meter, lang: &Lang) -> String {
    let share = |t: &Tally| t.percent().unwrap_or_else(|| "--".to_owned());
    lang.fill("promise.rolling", &[("week", &share(&meter.week)), ("month", &share(&meter.month))])
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

/// The places of the pieces of line 1, as they stand.
const NAME: usize = 0;
const WHEN: usize = 1;
const ROLLING: usize = 2;
const ME: usize = 3;
const OTHERS: usize = 4;
/// The places of the pieces of line 2.
const INCIDENT: usize = 0;
const FIRST: usize = 1;
const NEXT: usize = 2;
const HANDED: usize = 3;
const TODAY: usize = 4;

/// The place of the answer desk among the panes.
const SOP: usize = 1;
/// Below this many columns only what cannot be missed is said (screens.md §12); from `WIDE` on, everything.
const TINY: u16 = 60;
const WIDE: u16 = 110;

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

/// Date and time: `10月10日 周六 调休上班 17:20`, `10月10日 周六 班 17:20`, `10/10 周六 班 17:20` and `10/10 周六 17:20`.
pub fn when(now: At, zone: Zone, lang: &Lang) -> (String, String, String, String) {
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
    (with(long), with(short), join([&date, short, &time], " "), join([&date, "", &time], " "))
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
    use crate::base::Language;
    use crate::base::text::width;

    fn urgent(name: &str, community: &str, left: i64) -> Option<Urgent> {
        let told = |text: &str| if community.is_empty() { String::new() } else { text.to_owned() };
        let (platform, kind, community) = (told("QQ"), told("退款"), community.to_owned());
        Some(Urgent { name: name.to_owned(), platform, community, kind, time: "余6分".into(), left })
    }

    /// A header with everything in it.
    fn full(lang: &Lang, name: &str, who: &str, community: &str, others: usize) -> Header {
        let share = |hit, total| Tally { hit, total };
        Header {
            name: name.to_owned(),
            when: when(At::parse("2026-10-10T17:20:00+08:00").unwrap(), Zone::default(), lang),
            present: vec![Present { operator: "阿泽".into(), pane: "queue".into() }; others],
            incident: None,
            urgent: vec![urgent("早安打卡 第12天", "", -1), urgent(who, community, 6 * MINUTE)],
            meter: Meter { today: share(37, 40), week: share(918, 1000), month: share(920, 1000), ..Meter::default() },
            handed: 0,
            note: String::new(),
        }
    }

    fn drawn(header: &Header, setup: &Setup, columns: u16) -> [String; 2] {
        let area = Rect::new(0, 0, columns, 2);
        let mut buf = Buffer::empty(area);
        header.draw(&mut buf, area, setup, &["日历", "话术", "审核", "指标"]);
        [0, 1].map(|y| {
            let mut line = String::new();
            let mut x = 0;
            while x < columns {
                let cell = buf[(x, y)].symbol();
                line.push_str(cell);
                x += u16::try_from(width(cell)).unwrap().max(1);
            }
            line
        })
    }

    #[test]
    fn lines_of_eighty_columns() {
        let setup = Setup::sample(Language::Hans);
        let mut header = full(&setup.lang, "栗子烘焙社", "林小雨", "交流群", 2);
        insta::assert_snapshot!(drawn(&header, &setup, 80).join("\n"), @r"
        qun 栗子烘焙社  10月10日 周六 班 17:20  7日91% 30日92%    周宁  在线 阿泽 阿泽 
        先办 1 早安.. 余6分  2 林小雨 QQ 交流群 余6分     今日 37/40=92.5% 目标90% 余1
        ");
        header.incident = Some(("奶油发霉".into(), Some(83 * MINUTE)));
        insta::assert_snapshot!(drawn(&header, &setup, 80)[1], @" 危机 奶油发霉 余1:23  2 林小雨 QQ 交流群 余6分    今日 37/40=92.5% 目标90% 余1");
        insta::assert_snapshot!(drawn(&header, &setup, 40).join("\n"), @r"
        10/10 周六 班 17:20 7日91 30日92  周宁 
        危机 奶油发霉 余1:23   37/40=92.5% 余1
        ");
        header.handed = 2;
        insta::assert_snapshot!(drawn(&header, &setup, 60)[1], @" 危机 奶油发霉 余1:23  2 林小雨 交.. 余6分  37/40=92.5% 余1");
        insta::assert_snapshot!(drawn(&header, &setup, 100)[1], @" 危机 奶油发霉 余1:23  先办 1 早安.. 余6分  2 林小雨 QQ 交流群 余6分   今日 37/40=92.5% 目标90% 余1");
        insta::assert_snapshot!(drawn(&header, &setup, 160)[1], @" 危机 奶油发霉 还剩 1:23   先办 1 日历 早安打卡 第12天 余6分   2 林小雨 QQ 交流群 退款 余6分   转给你 2                   今日 37/40 = 92.5% 30分内 目标90% 余1");
        header.urgent[0] = None;
        insta::assert_snapshot!(drawn(&header, &setup, 80)[1], @" 危机 奶油发霉 余1:23  先办 2 林小雨 交流群 余6分  今日 37/40=92.5% 目标90% 余1");
        header.urgent.clear();
        insta::assert_snapshot!(drawn(&header, &setup, 80)[1], @" 危机 奶油发霉 还剩 1:23  转给你 2        今日 37/40 = 92.5% 30分内 目标90% 余1");
    }

    #[test]
    fn from_eighty_columns_on_the_whole_promise_is_there() {
        let long = "很长很长很长的一个名字 with a tail";
        for (language, _) in Language::ALL {
            let setup = Setup::sample(language);
            for columns in 80..=200 {
                for (name, who, community, others) in [
                    ("栗子烘焙社", "林小雨", "交流群", 0),
                    ("栗子烘焙社", "林小雨", "交流群", 2),
                    (long, long, long, 9),
                ] {
                    for incident in [None, Some(("奶油发霉", 83)), Some((long, -83))] {
                        let mut header = full(&setup.lang, name, who, community, others);
                        header.incident = incident.map(|(name, left)| (name.to_owned(), Some(left * MINUTE)));
                        header.handed = i64::from(others > 2);
                        let lines = drawn(&header, &setup, columns);
                        let said = lines.join("\n");
                        let next = if who == long { "很长".to_owned() } else { format!("{who} ") };
                        let place = community.chars().take(1).collect::<String>();
                        for part in ["17:20", "91", "92", "37/40", "92.5%", "90%", "余6分", "周宁", &next, &place] {
                            assert!(said.contains(part), "{part} at {columns}, {incident:?}, {others}:\n{said}");
                        }
                        for clock in incident.iter().map(|_| "1:23") {
                            assert!(said.contains(clock), "{columns}:\n{said}");
                        }
                        assert!(lines.iter().all(|line| line.starts_with(' ') && line.ends_with(' ')), "{said}");
                    }
                }
            }
        }
    }
}
