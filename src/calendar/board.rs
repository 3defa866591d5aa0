//! Everything the calendar shows at one moment, read at once: the rows of the period, today's rows wherever the
//! period is, and the week's sums.

use super::days::{DayMark, Days};
use super::hot::Hot;
use super::mix::{self, Fatigue, Plan, Share, Week};
use super::post::{Post, State};
use super::row::{self, Row, Urgency, Widths};
use super::series::Series;
use super::store;
use crate::base::{At, Lang, Result, Zone};
use crate::db::{Db, claim};
use chrono::{NaiveDate, TimeDelta};
use std::collections::BTreeMap;
use std::rc::Rc;

/// How the calendar is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum View {
    /// A list by days, seven from the start.
    #[default]
    Agenda,
    /// Communities by days, seven from the start.
    Week,
    /// The weeks of the start's month.
    Month,
    /// One day: hot topics with their clocks, then what was promised.
    Day,
    /// Four weeks as one table.
    List,
}

impl View {
    /// Whether it has a row an entry.
    #[must_use]
    pub fn has_rows(self) -> bool {
        matches!(self, Self::Agenda | Self::Day | Self::List)
    }
}

/// Which days are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// How they are shown.
    pub view: View,
    /// The first day of agenda and week; any day of the month.
    pub start: NaiveDate,
}

impl Period {
    /// The seven days whose sums are shown: its own, or those from today where it is none or many weeks.
    fn week(self, today: NaiveDate) -> (NaiveDate, NaiveDate) {
        match self.view {
            View::Agenda | View::Week | View::Day => (self.start, later(self.start, 6)),
            View::Month | View::List => (today, later(today, 6)),
        }
    }

    /// First and last day, both included.
    #[must_use]
    pub fn days(self) -> (NaiveDate, NaiveDate) {
        match self.view {
            View::Agenda | View::Week => (self.start, later(self.start, 6)),
            View::Day => (self.start, self.start),
            View::List => (self.start, later(self.start, LIST_DAYS - 1)),
            View::Month => {
                let weeks = crate::tui::month::weeks(self.start);
                let edge = |week: Option<&[NaiveDate; 7]>, at: usize| week.map_or(self.start, |w| w[at]);
                (edge(weeks.first(), 0), edge(weeks.last(), 6))
            }
        }
    }
}

/// What is shown of `posts`, with who else has them open.
fn entries(posts: Vec<Post>, others: &BTreeMap<i64, String>, at: (At, Zone), lang: &Lang) -> Vec<Row> {
    let shown = posts.into_iter().filter(|p| p.state != State::Dropped);
    let row = |p: Post| Row { other: others.get(&p.id).cloned(), ..Row::new(p, at.0, at.1, lang) };
    shown.map(row).collect()
}

/// The communities with their labels.
fn lanes(db: &Db, lang: &Lang) -> Result<Vec<Lane>> {
    let lane = |c: store::Community| Lane { id: c.id, place: row::place(lang, &c.platform, &c.name) };
    Ok(store::communities(db)?.into_iter().map(lane).collect())
}

/// What each day is, from the board `before` if that still holds, and by which it is told whether it does.
fn known_days(db: &Db, before: Option<&Board>) -> Result<(Rc<Days>, (i64, i64))> {
    let stamp = store::days_stamp(db)?;
    let known = before.filter(|b| b.days_stamp == stamp).map(|b| Rc::clone(&b.days));
    Ok((known.map_or_else(|| store::days(db).map(Rc::new), Ok)?, stamp))
}

/// `day` moved by `n` days; the same day at the ends of time.
#[must_use]
pub fn later(day: NaiveDate, n: i64) -> NaiveDate {
    day.checked_add_signed(TimeDelta::days(n)).unwrap_or(day)
}

/// Days of the table.
const LIST_DAYS: i64 = 28;

/// A line of the matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line<'a> {
    /// The hot topics of all communities.
    Hot,
    /// A community.
    Lane(&'a Lane),
}

/// A community and its label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lane {
    /// Its number.
    pub id: i64,
    /// Platform and name, clean.
    pub place: String,
}

/// What was read.
#[derive(Debug)]
pub struct Board {
    /// The local day.
    pub today: NaiveDate,
    /// Which days `rows` are of.
    pub period: Period,
    /// Entries of the seven days from today in order of time, before them those that are late from earlier days;
    /// cancelled ones left out.
    pub home: Vec<Row>,
    /// Entries of the period, if it is another one.
    other: Option<Vec<Row>>,
    /// How many entries the period has beyond those read.
    pub unread: usize,
    widths: Widths,
    home_widths: Widths,
    /// The sums of the period's week (of today's for the month).
    pub week: Week,
    /// What it should be.
    pub plan: Plan,
    /// Posts that have waited for approval for more than a day.
    pub stalled: usize,
    /// Series that tire.
    pub tired: Vec<Fatigue>,
    /// Posts whose results are known, oldest first.
    pub past: Vec<Post>,
    /// What comes: a festival, a term, a shopping day.
    pub ahead: Vec<(NaiveDate, DayMark)>,
    /// Communities in order.
    pub lanes: Vec<Lane>,
    /// Columns by number.
    pub columns: BTreeMap<i64, Series>,
    /// Which entry is a slot of which column.
    pub slots: BTreeMap<i64, i64>,
    /// What each day is.
    pub days: Rc<Days>,
    days_stamp: (i64, i64),
    zone: Zone,
}

/// Rows that week and month read at most.
const WHOLE: usize = 3000;

/// Rows read at once; more when the cursor nears the last.
pub const PAGE: usize = 150;

impl Board {
    /// Reads everything of `period` as it is at `now`; what each day is comes from the board `before`, if that still
    /// holds.
    ///
    /// # Errors
    /// Database errors.
    pub fn read(
        db: &Db,
        period: Period,
        limit: usize,
        at: (At, Zone),
        lang: &Lang,
        before: Option<&Board>,
    ) -> Result<Board> {
        let (now, zone) = at;
        let today = now.day(zone);
        let others = claims(db)?;
        let rows = |posts| entries(posts, &others, at, lang);
        let steps = |from: Option<NaiveDate>, to| -> Result<Vec<Row>> {
            let found = store::steps(db, from.map(|day| zone.midnight(day)), zone.midnight(later(to, 1)))?;
            Ok(found.into_iter().map(|step| Row::of_step(step, now, zone, lang)).collect())
        };
        let mut home = rows(store::late(db, today, 50)?);
        home.extend(rows(store::list(db, today, later(today, 6), limit)?));
        let (from, to) = period.days();
        let at_home = period.start == today && matches!(period.view, View::Agenda | View::Week);
        // Week and month show all they hold; a list is read as far as it is looked at.
        let enough = if matches!(period.view, View::Agenda | View::List) { limit } else { limit.max(WHOLE) };
        let mut other = if at_home && enough == limit { None } else { Some(rows(store::list(db, from, to, enough)?)) };
        let unread = store::count(db, from, to)?.saturating_sub(enough);
        let sums = period.week(today);
        let past = store::with_results(db, today)?;
        let tired = mix::fatigue(&past, &home.iter().map(|r| &r.post).collect::<Vec<_>>());
        weave(&mut home, steps(None, later(today, 6))?, unread > 0);
        if let Some(rows) = other.as_mut().filter(|_| matches!(period.view, View::Agenda | View::Day)) {
            weave(rows, steps((!at_home).then_some(from), to)?, unread > 0);
        }
        let (first, last) = (from.min(later(today, -14)), to.max(later(today, 6)));
        mark_hot(home.iter_mut().chain(other.iter_mut().flatten()), &store::topics(db, first, last)?, now, zone, lang);
        // A topic of an earlier day that is over needs nobody any more.
        home.retain(|r| r.post.day >= today || r.hot.is_none() || r.urgency != Urgency::Done);
        let (days, days_stamp) = known_days(db, before)?;
        let home_widths = Widths::of(&home, lang);
        Ok(Board {
            today,
            period,
            widths: other.as_ref().map_or(home_widths, |rows| Widths::of(rows, lang)),
            home_widths,
            home,
            other,
            unread,
            week: mix::week(store::tally(db, sums.0, sums.1)?),
            plan: store::plan(db)?,
            stalled: store::stalled(db, now)?,
            tired,
            past,
            ahead: days.ahead(today, 3),
            lanes: lanes(db, lang)?,
            columns: store::columns(db)?.into_iter().map(|s| (s.id, s)).collect(),
            slots: store::of_posts(db, first, last)?,
            days,
            days_stamp,
            zone,
        })
    }

    /// Entries of the period in order of time, before them those late from earlier days when it begins today.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        self.other.as_deref().unwrap_or(&self.home)
    }

    /// Adds a row that is not there any more but still to be shown; returns its place.
    pub fn keep(&mut self, row: Row) -> usize {
        let rows = self.other.as_mut().unwrap_or(&mut self.home);
        rows.push(row);
        rows.len() - 1
    }

    /// Column widths that fit every row of the period.
    #[must_use]
    pub fn widths(&self) -> &Widths {
        &self.widths
    }

    /// Goes back to today's list without reading: its rows are always at hand.
    pub fn go_home(&mut self) {
        self.period = Period { view: View::Agenda, start: self.today };
        (self.other, self.widths, self.unread) = (None, self.home_widths, 0);
    }

    /// Today's entries: all, late (those of days before, missed slots and late steps of playbooks included), still to
    /// come.
    #[must_use]
    pub fn today_counts(&self) -> (usize, usize, usize) {
        let late = self.home.iter().filter(|r| r.urgency == Urgency::Late || r.missed).count();
        let counts = |r: &&Row| r.post.day == self.today && r.post.state.is_push() && r.step.is_none();
        let today = || self.home.iter().filter(counts);
        let due = today().filter(|r| r.urgency != Urgency::Late && r.left.is_some()).count();
        (today().count(), late, due)
    }

    /// The entry with the least time left: the most overdue, else today's next.
    #[must_use]
    pub fn most_urgent(&self) -> Option<&Row> {
        let presses = |r: &&Row| match r.urgency {
            Urgency::Late => true,
            // A step asks for attention in the header only when it is late.
            Urgency::Soon | Urgency::Later => r.step.is_none(),
            _ => false,
        };
        let pressing = self.home.iter().filter(presses);
        pressing.min_by_key(|r| (r.left, r.post.id))
    }

    /// Entries of `day` in order of time.
    pub fn on(&self, day: NaiveDate) -> impl Iterator<Item = &Row> {
        let entries_only = !self.period.view.has_rows();
        self.rows().iter().filter(move |r| r.post.day == day && !(entries_only && r.step.is_some()))
    }

    /// Entries of a community on a day.
    #[must_use]
    pub fn cell(&self, community: i64, day: NaiveDate) -> Vec<&Row> {
        self.on(day).filter(|r| r.post.community_id == community).collect()
    }

    /// The entry a decision in a cell or on a day is about: the first still to go out, else a gap, else the first.
    #[must_use]
    pub fn chief<'a>(rows: &[&'a Row]) -> Option<&'a Row> {
        let due = rows.iter().find(|r| r.left.is_some());
        due.or_else(|| rows.iter().find(|r| r.urgency == Urgency::Gap)).or(rows.first()).copied()
    }

    /// Hot topics still to be answered today or later.
    pub fn hot(&self) -> impl Iterator<Item = &Row> {
        self.home.iter().filter(|r| r.post.track == super::post::Track::Hot && r.left.is_some())
    }

    /// The lines of the matrix: hot topics, if the days have any, then the communities.
    pub fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        let hot = self.rows().iter().any(|r| r.post.track == super::post::Track::Hot);
        hot.then_some(Line::Hot).into_iter().chain(self.lanes.iter().map(Line::Lane))
    }

    /// The community of a line of the matrix; none for that of the hot topics.
    #[must_use]
    pub fn lane(&self, at: usize) -> Option<&Lane> {
        match self.lines().nth(at)? {
            Line::Hot => None,
            Line::Lane(lane) => Some(lane),
        }
    }

    /// Entries of a line of the matrix on a day. A hot topic stands with the others of its community too.
    #[must_use]
    pub fn line_on(&self, at: usize, day: NaiveDate) -> Vec<&Row> {
        match self.lines().nth(at) {
            None => Vec::new(),
            Some(Line::Lane(lane)) => self.cell(lane.id, day),
            Some(Line::Hot) => self.on(day).filter(|r| r.post.track == super::post::Track::Hot).collect(),
        }
    }

    /// The column that entry `id` is a slot of.
    #[must_use]
    pub fn column_of(&self, id: i64) -> Option<&Series> {
        self.columns.get(self.slots.get(&id)?)
    }

    /// The local time of day of a moment.
    #[must_use]
    pub fn clock(&self, at: At) -> String {
        at.local(self.zone).format("%H:%M").to_string()
    }

    /// The week's kinds against their targets.
    #[must_use]
    pub fn shares(&self) -> Vec<Share> {
        self.plan.shares(&self.week.kinds, None)
    }

    /// Pushes to a community in the week.
    #[must_use]
    pub fn pushes(&self, community: i64) -> usize {
        self.week.by_community.get(&community).copied().unwrap_or(0)
    }
}

/// Puts to hot topics what is known of them.
fn mark_hot<'a>(rows: impl Iterator<Item = &'a mut Row>, known: &BTreeMap<i64, Hot>, now: At, zone: Zone, lang: &Lang) {
    for row in rows.filter(|r| r.post.track == super::post::Track::Hot && r.step.is_none()) {
        row.heat_up(known.get(&row.post.id).cloned(), now, zone, lang);
    }
}

/// Puts steps among the entries, in the order of time; where not all entries were read, only as far as they go.
fn weave(rows: &mut Vec<Row>, mut steps: Vec<Row>, cut: bool) {
    if steps.is_empty() {
        return;
    }
    let time = |r: &Row| (r.post.day, r.post.time);
    if let Some(last) = rows.last().filter(|_| cut).map(time) {
        steps.retain(|s| time(s) <= last);
    }
    rows.append(&mut steps);
    rows.sort_by_key(time);
}

/// Who else has which entry open.
fn claims(db: &Db) -> Result<BTreeMap<i64, String>> {
    let held = claim::others(db)?.into_iter();
    Ok(held.filter_map(|(place, who)| Some((place.strip_prefix("post:")?.parse().ok()?, who))).collect())
}

#[cfg(test)]
pub(crate) mod tests {
    use super::super::store::tests::sample;
    use super::*;
    use crate::base::Language;
    use crate::db::testing::{self, now};

    fn read(db: &Db, view: View, start: &str) -> Board {
        let period = Period { view, start: start.parse().unwrap() };
        Board::read(db, period, PAGE, (now(), Zone::default()), &Lang::load(Language::Hans), None).unwrap()
    }

    #[test]
    fn today_is_known_wherever_one_looks() {
        let file = sample();
        for (view, start) in [(View::Agenda, "2026-10-10"), (View::Agenda, "2027-03-01"), (View::Month, "2026-01-01")] {
            let board = read(&file.db, view, start);
            assert_eq!(board.today_counts(), (5, 2, 3), "{view:?} {start}");
            assert_eq!(board.most_urgent().unwrap().title, "早安打卡 第12天");
            assert_eq!(board.ahead.len(), 3);
        }
    }

    #[test]
    fn periods_hold_their_days() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        for (view, start, from, to) in [
            (View::Agenda, "2026-10-10", "2026-10-10", "2026-10-16"),
            (View::Week, "2026-12-28", "2026-12-28", "2027-01-03"),
            (View::Month, "2026-10-10", "2026-09-28", "2026-11-01"),
            (View::Month, "2027-02-28", "2027-02-01", "2027-02-28"),
        ] {
            assert_eq!(Period { view, start: day(start) }.days(), (day(from), day(to)), "{view:?} {start}");
        }
    }

    #[test]
    fn the_week_is_summed_and_the_fallen_are_left_out() {
        let mut file = sample();
        let board = read(&file.db, View::Agenda, "2026-10-10");
        assert_eq!((board.week.pushes, board.pushes(1), board.rows().len()), (26, 7, 29));
        let one = store::Ref::from(&store::get(&file.db, 1).unwrap());
        store::cancel(&mut file.db, &[one], super::super::post::Reason::Expired, "").unwrap();
        let board = read(&file.db, View::Agenda, "2026-10-10");
        assert_eq!((board.week.pushes, board.pushes(1), board.rows().len()), (25, 6, 28));
        assert_eq!(read(&file.db, View::Month, "2026-10-10").rows().len(), 31, "with the three lotteries");
    }

    /// Every view is drawn from the rows of one reading, so each day holds the same entries in all of them.
    #[test]
    fn every_view_of_a_day_holds_the_same_entries() {
        let mut file = sample();
        let mut dice = 7u64;
        let mut roll = |n: u64| {
            dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (dice >> 33) % n
        };
        file.db
            .write("test", |tx| {
                for n in 0..600 {
                    let day = later("2026-09-20".parse().unwrap(), roll(70) as i64);
                    let state = State::ALL[roll(State::ALL.len() as u64) as usize];
                    let track = if roll(9) == 0 { "hot" } else { "fixed" };
                    tx.execute(
                        "INSERT INTO post(community_id, day, time, title, state, track, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0)",
                        (roll(9) as i64 + 1, day.to_string(), format!("{:02}:{:02}", roll(24), roll(60)), format!("{n}"), state.word(), track),
                    )?;
                }
                Ok(())
            })
            .unwrap();
        let ids = |board: &Board, day: NaiveDate| {
            let late = |r: &&Row| r.post.day < board.today && board.period.start == board.today;
            let rows = board.rows().iter().filter(|r| r.post.day == day && !late(r));
            rows.map(|r| r.post.id).collect::<std::collections::BTreeSet<i64>>()
        };
        let mut looked = 0;
        for n in 0..70 {
            let day = later("2026-09-20".parse().unwrap(), n);
            let read = |view: View, start: NaiveDate| {
                let period = Period { view, start };
                let lang = Lang::load(Language::Hans);
                Board::read(&file.db, period, 5000, (now(), Zone::default()), &lang, None).unwrap()
            };
            let month = read(View::Month, day);
            let want = ids(&month, day);
            for (view, back) in [
                (View::Day, 0),
                (View::Agenda, 0),
                (View::Agenda, 6),
                (View::Week, 3),
                (View::List, 0),
                (View::List, 27),
            ] {
                assert_eq!(ids(&read(view, later(day, -back)), day), want, "{day} {view:?} {back}");
            }
            // In the matrix each entry stands in its community's line, and hot ones in their lane besides.
            let week = read(View::Week, day);
            let lanes = (0..week.lines().count()).filter(|at| week.lane(*at).is_some());
            let cells: Vec<i64> = lanes.flat_map(|at| week.line_on(at, day)).map(|r| r.post.id).collect();
            assert_eq!((cells.len(), cells.into_iter().collect::<std::collections::BTreeSet<_>>()), (want.len(), want));
            looked += 7;
        }
        assert_eq!(looked, 490);
    }

    #[test]
    fn long_weeks_are_read_in_pages() {
        let file = sample();
        let period = Period { view: View::Agenda, start: "2026-10-10".parse().unwrap() };
        let board =
            Board::read(&file.db, period, 10, (now(), Zone::default()), &Lang::load(Language::Hans), None).unwrap();
        assert_eq!((board.rows().len(), board.unread), (10, 19));
    }

    #[test]
    fn a_colleagues_open_entry_is_named() {
        let file = sample();
        let mut other = testing::as_operator(&file, "阿泽");
        claim::seize(&mut other, "post:3").unwrap();
        let board = read(&file.db, View::Agenda, "2026-10-10");
        let held: Vec<_> = board.rows().iter().filter_map(|r| Some((r.post.id, r.other.clone()?))).collect();
        assert_eq!(held, [(3, "阿泽".to_owned())]);
    }

    #[test]
    fn a_cell_is_about_what_is_still_to_go_out() {
        let mut file = sample();
        let board = read(&file.db, View::Week, "2026-10-10");
        let cell = board.cell(1, board.today);
        assert_eq!(Board::chief(&cell).unwrap().post.id, 1);
        assert!(Board::chief(&board.cell(1, later(board.today, 9))).is_none());
        let one = store::Ref::from(&store::get(&file.db, 1).unwrap());
        store::publish(&mut file.db, &[one], "").unwrap();
        let board = read(&file.db, View::Week, "2026-10-10");
        let all: Vec<&Row> = board.on(board.today).collect();
        assert_eq!(Board::chief(&all).unwrap().post.id, 2, "what is out waits for nothing");
    }
}
