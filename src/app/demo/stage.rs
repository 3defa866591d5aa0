//! Where and when everything happens, and the acts that are played in the order of time.

use super::words::Words;
use crate::base::clock::{DAY, HOUR, MINUTE};
use crate::base::{At, Clock, Config, Lang, Result, Zone};
use crate::db::Db;
use crate::sop::{Hours, Timetable, promise::Week};
use chrono::{Datelike, Days, NaiveDate, NaiveTime, Weekday};

/// What every part of the samples asks for.
pub(super) struct Stage<'a> {
    pub lang: &'a Lang,
    pub words: Words,
    pub zone: Zone,
    pub now: At,
    pub today: NaiveDate,
    /// People work every day here: a sample must look alive on a Sunday too.
    pub hours: Hours,
    pub table: Timetable,
    /// The communities' rows, in the order of [`Words::communities`].
    pub places: Vec<i64>,
    people: [String; 3],
}

/// Who acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Who {
    /// The operator in front of the screen.
    Me,
    /// A colleague who sees to the queue.
    Moderator,
    /// A colleague who writes.
    Editor,
}

impl<'a> Stage<'a> {
    pub(super) fn new(lang: &'a Lang, zone: Zone, now: At, me: &str) -> Result<Stage<'a>> {
        let week = Week::parse(HOURS)?;
        let hours = Hours::new(i64::from(Config::default().promise.minutes), week, zone, &std::rc::Rc::default());
        let table = Timetable::from(hours.clone());
        let colleague = |key: &str| {
            let name = lang.text(key);
            // Somebody who happens to bear a colleague's name is not to act twice.
            if name == me { format!("{name} 2") } else { name.to_owned() }
        };
        let people = [me.to_owned(), colleague("demo.moderator"), colleague("demo.editor")];
        let words = Words::read(lang.language)?;
        Ok(Stage { lang, words, zone, now, today: now.day(zone), hours, table, places: Vec::new(), people })
    }

    pub(super) fn name(&self, who: Who) -> &str {
        &self.people[who as usize]
    }

    /// The local day `n` days from today.
    pub(super) fn day(&self, n: i64) -> NaiveDate {
        let days = Days::new(n.unsigned_abs());
        if n < 0 { self.today.checked_sub_days(days) } else { self.today.checked_add_days(days) }.unwrap_or(self.today)
    }

    /// That time of day `n` days from today.
    pub(super) fn at(&self, n: i64, hour: u32, minute: u32) -> At {
        let time = NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or(NaiveTime::MIN);
        self.zone.moment(self.day(n).and_time(time))
    }

    /// So many minutes ago.
    pub(super) fn ago(&self, minutes: i64) -> At {
        self.now.plus(-minutes * MINUTE)
    }

    /// A moment of today that has passed: 0.0 was midnight, 1.0 is now.
    pub(super) fn earlier_today(&self, share: f64) -> At {
        let midnight = self.zone.midnight(self.today);
        midnight.plus((self.now.since(midnight) as f64 * share) as i64)
    }

    /// The latest moment from which to `until` people worked at least `ms`.
    pub(super) fn worked_before(&self, until: At, ms: i64) -> At {
        // Two weeks back any working time is enough.
        let (mut early, mut late) = (until.plus(-14 * DAY), until);
        while late.since(early) > 1_000 {
            let middle = At(i64::midpoint(early.0, late.0));
            if self.hours.between(middle, until) >= ms { early = middle } else { late = middle }
        }
        early
    }

    /// How much is said on a day, by its weekday; 1.0 is usual.
    pub(super) fn busy(&self, n: i64) -> f64 {
        match self.day(n).weekday() {
            Weekday::Mon => 0.96,
            Weekday::Tue | Weekday::Wed => 0.98,
            Weekday::Thu => 1.0,
            Weekday::Fri | Weekday::Sun => 1.03,
            Weekday::Sat => 1.06,
        }
    }
}

type Do<'a> = Box<dyn FnOnce(&mut Db) -> Result<()> + 'a>;

/// What was done, by whom and when. Written in any order, played in the order of time.
#[derive(Default)]
pub(super) struct Script<'a> {
    acts: Vec<(At, Who, Do<'a>)>,
}

impl<'a> Script<'a> {
    pub(super) fn add(&mut self, at: At, who: Who, act: impl FnOnce(&mut Db) -> Result<()> + 'a) {
        self.acts.push((at, who, Box::new(act)));
    }

    /// Plays it. Nothing is done later than now.
    pub(super) fn play(mut self, db: &mut Db, stage: &Stage) -> Result<()> {
        self.acts.sort_by_key(|(at, ..)| *at);
        for (at, who, act) in self.acts {
            db.rename(stage.name(who));
            db.set_clock(Clock::Frozen(at.min(stage.now)));
            act(db)?;
        }
        db.rename(stage.name(Who::Me));
        db.set_clock(Clock::Frozen(stage.now));
        Ok(())
    }
}

/// The hours of the file, as the setting holds them.
pub(super) const HOURS: &str = "daily 09:00-12:00,13:30-18:00";

/// How long ago the organisation began to use qun.
pub(super) const BEGAN: i64 = 40 * DAY + 2 * HOUR;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Language;

    fn stage<'a>(lang: &'a Lang, now: &str) -> Stage<'a> {
        Stage::new(lang, Zone::default(), At::parse(now).unwrap(), "me").unwrap()
    }

    #[test]
    fn working_time_is_counted_back_over_noon_and_night() {
        let lang = Lang::load(Language::En);
        for (now, minutes, want) in [
            ("2026-10-10T17:20:00+08:00", 24, "2026-10-10T16:56:00+08:00"),
            ("2026-10-10T13:35:00+08:00", 24, "2026-10-10T11:41:00+08:00"),
            ("2026-10-10T03:00:00+08:00", 24, "2026-10-09T17:36:00+08:00"),
            ("2026-10-10T23:50:00+08:00", 3, "2026-10-10T17:57:00+08:00"),
        ] {
            let stage = stage(&lang, now);
            let found = stage.worked_before(stage.now, minutes * MINUTE);
            let want = At::parse(want).unwrap();
            assert!((0..=1_000).contains(&want.since(found)), "{now}: {}", found.rfc3339(stage.zone));
        }
    }

    #[test]
    fn acts_are_played_in_order_and_never_in_the_future() {
        let lang = Lang::load(Language::En);
        let stage = stage(&lang, "2026-10-10T17:20:00+08:00");
        let mut file = crate::db::testing::file();
        let mut script = Script::default();
        for (minutes, who) in [(-5, Who::Editor), (9, Who::Me), (30, Who::Moderator)] {
            script.add(stage.ago(minutes), who, move |db| crate::db::setting::set(db, "a", &minutes.to_string()));
        }
        script.play(&mut file.db, &stage).unwrap();
        let said: Vec<(i64, String)> = file
            .db
            .entries(9, None, None)
            .unwrap()
            .into_iter()
            .map(|e| (stage.now.since(e.at) / MINUTE, e.operator))
            .collect();
        let name = |who| stage.name(who).to_owned();
        assert_eq!(said, [(0, name(Who::Editor)), (9, name(Who::Me)), (30, name(Who::Moderator))]);
    }
}
