//! The calendar: a week of recurring posts from five weeks around today, what came of those that went out, and
//! today's hot topic. The last two slots before now were forgotten.

use super::dice::{Of, below};
use super::stage::{Script, Stage, Who};
use crate::base::clock::{DAY, HOUR, MINUTE};
use crate::base::{At, Result};
use crate::calendar::post::{Format, Kind, Reason, Results, Track};
use crate::calendar::recurrence::{Every, Rule, Span, Week};
use crate::calendar::series::Column;
use crate::calendar::store::{self, Content, Ref};
use crate::db::Db;
use chrono::{Datelike, NaiveTime, Timelike};
use std::cell::Cell;
use std::rc::Rc;

/// A recurring post.
struct Slotted {
    /// The weekday, counted from today's; `None` is every day.
    phase: Option<i64>,
    hour: u32,
    minute: u32,
    place: usize,
    kind: Kind,
    format: Format,
    owner: Who,
    /// Nobody has filled the slot of the coming week.
    gap: bool,
}

const fn on(phase: i64, time: (u32, u32), place: usize, kind: Kind, format: Format, owner: Who) -> Slotted {
    Slotted { phase: Some(phase), hour: time.0, minute: time.1, place, kind, format, owner, gap: false }
}

const fn open(column: &Slotted) -> Slotted {
    Slotted { gap: true, ..*column }
}

use Format::{Article, Event, Image, Live, Text, Video};
use Who::{Editor, Me, Moderator};

const TIPS: Kind = Kind::Tips;
const CHAT: Kind = Kind::Chat;
const PERK: Kind = Kind::Perk;

/// The week: with the hot topic 30 slots, half of them tips, 30 % talk, 20 % perks; three are gaps.
const WEEK: [Slotted; 23] = [
    Slotted { phase: None, ..on(0, (9, 0), 0, CHAT, Text, Me) },
    on(0, (12, 30), 8, TIPS, Article, Editor),
    on(0, (19, 30), 6, TIPS, Live, Me),
    on(0, (20, 0), 3, PERK, Event, Me),
    on(1, (12, 30), 2, TIPS, Article, Editor),
    on(1, (20, 0), 7, CHAT, Image, Moderator),
    on(2, (12, 30), 4, TIPS, Article, Editor),
    on(2, (19, 0), 5, PERK, Event, Moderator),
    open(&on(2, (20, 0), 1, TIPS, Article, Editor)),
    on(3, (12, 30), 8, TIPS, Article, Editor),
    on(3, (20, 0), 3, TIPS, Text, Me),
    on(3, (20, 30), 2, TIPS, Video, Editor),
    on(4, (12, 30), 5, TIPS, Image, Moderator),
    on(4, (19, 30), 6, TIPS, Live, Me),
    on(4, (20, 0), 1, PERK, Event, Editor),
    open(&on(4, (21, 0), 4, TIPS, Article, Moderator)),
    on(5, (12, 30), 2, TIPS, Article, Editor),
    open(&on(5, (18, 0), 7, TIPS, Video, Editor)),
    on(5, (20, 0), 1, PERK, Event, Moderator),
    on(6, (12, 30), 8, TIPS, Article, Editor),
    on(6, (15, 0), 4, TIPS, Text, Moderator),
    on(6, (19, 0), 5, PERK, Event, Moderator),
    on(6, (20, 0), 3, PERK, Event, Me),
];

/// The lottery in [`WEEK`], and how many took part in the last three.
const LOTTERY: usize = 18;
const TURNOUT: [i64; 3] = [236, 188, 139];

/// The first and the last day there are posts of.
const DAYS: std::ops::RangeInclusive<i64> = -17..=21;

/// How hot the topic of the day is.
const HEAT: u8 = 4;

/// Slots before now that were forgotten.
const FORGOTTEN: usize = 2;

/// A slot of a day.
struct Slot {
    day: i64,
    column: usize,
    due: At,
}

/// Everything of the calendar.
pub(super) fn script<'a>(stage: &'a Stage, script: &mut Script<'a>) {
    let mut slots: Vec<Slot> = DAYS.flat_map(|day| of_day(stage, day)).collect();
    slots.sort_by_key(|s| s.due);
    let past = slots.partition_point(|s| s.due <= stage.now);
    for (n, slot) in slots.iter().enumerate() {
        let column = &WEEK[slot.column];
        let content = content(stage, slot);
        // A week ahead, and what is further than that yesterday afternoon.
        let planned = slot.due.plus(-(6 * DAY + 3 * HOUR + below(Of::Moment, n as i64, -20, 240) as i64 * MINUTE));
        let planned = planned.min(stage.at(-1, 16, 0).plus(-(n as i64) * MINUTE));
        if column.gap && (1..7).contains(&slot.day) {
            script.add(planned, Who::Me, move |db| store::promise(db, &content).map(drop));
            continue;
        }
        let id = Rc::new(Cell::new(0));
        let made = Rc::clone(&id);
        script.add(planned, column.owner, move |db| {
            made.set(store::add(db, &content)?.0);
            Ok(())
        });
        if n < past.saturating_sub(FORGOTTEN) {
            out(stage, script, slot, n, &id);
        } else if slot.day > 1 && slot.day < 7 && column.kind == TIPS && n % 3 == 0 {
            let sent = stage.at(-1, 16, 10).plus(n as i64 % 50 * MINUTE);
            script.add(sent, column.owner, move |db| store::send_for_review(db, &[seen(db, &id)?]).map(drop));
        }
    }
    columns(stage, script);
    hot(stage, script);
}

/// Columns of the demo: places in [`WEEK`], those of one column together.
const COLUMNS: [&[usize]; 7] = [&[0], &[2, 13], &[3, 22], &[8], &[15], &[17], &[LOTTERY]];

/// What comes again is written down as columns: the entries there are become their slots.
fn columns<'a>(stage: &'a Stage, script: &mut Script<'a>) {
    for places in COLUMNS {
        let first = &WEEK[places[0]];
        let weekdays: Vec<_> = places.iter().filter_map(|p| WEEK[*p].phase.map(|d| stage.day(d).weekday())).collect();
        let every = if weekdays.is_empty() { Every::Days(1) } else { Every::Weeks(1, Week::of(&weekdays)) };
        let title = &stage.words.columns[places[0]][0];
        // `Live tonight: repotting` is a post of the column `Live tonight`.
        let title = title.split([':', '：']).next().unwrap_or(title).to_owned();
        let from = *DAYS.start();
        let of = |day: i64| places.iter().any(|p| WEEK[*p].phase.is_none_or(|phase| day.rem_euclid(7) == phase));
        let first_day = (from..from + 7).find(|d| of(*d)).unwrap_or(from);
        let number = if first.phase.is_none() { first_day + 19 } else { first_day.div_euclid(7) + 4 };
        let column = Column {
            community_id: stage.places[first.place],
            title,
            rule: Rule::from(every),
            time: NaiveTime::from_hms_opt(first.hour, first.minute, 0).unwrap_or(NaiveTime::MIN),
            kind: first.kind,
            format: first.format,
            body: String::new(),
            owner: stage.name(first.owner).to_owned(),
            span: Span::open(stage.day(first_day)),
            number: u32::try_from(number).unwrap_or(1),
        };
        script.add(stage.at(-1, 16, 30), Who::Me, move |db| store::add_column(db, &column).map(drop));
    }
}

/// What is in the calendar for a day, in the order of [`WEEK`].
fn of_day(stage: &Stage, day: i64) -> Vec<Slot> {
    let here = |c: &Slotted| c.phase.is_none_or(|phase| day.rem_euclid(7) == phase);
    let columns = WEEK.iter().enumerate().filter(|(_, c)| here(c));
    columns.map(|(column, c)| Slot { day, column, due: stage.at(day, c.hour, c.minute) }).collect()
}

fn content(stage: &Stage, slot: &Slot) -> Content {
    let (column, words) = (&WEEK[slot.column], &stage.words);
    let week = slot.day.div_euclid(7);
    // Counted posts count days since a beginning that keeps the numbers small and never below 1.
    let count = if column.phase.is_none() { slot.day + 19 } else { week + 4 };
    let titles = &words.columns[slot.column];
    let title = titles[usize::try_from(week + 9).unwrap_or(0) % titles.len()].replace("{n}", &count.to_string());
    let captions = &words.captions[of(column.kind)];
    let body = captions[slot.column % captions.len()].replace("{title}", &title);
    // What lies more than a week ahead is not written yet.
    let body = if slot.day > 8 { String::new() } else { body };
    Content {
        community_id: stage.places[column.place],
        day: stage.day(slot.day),
        time: NaiveTime::from_hms_opt(column.hour, column.minute, 0).unwrap_or(NaiveTime::MIN),
        kind: column.kind,
        format: column.format,
        track: Track::Fixed,
        title,
        body,
        owner: if column.gap && slot.day > 0 { String::new() } else { stage.name(column.owner).to_owned() },
        expires_at: None,
        note: String::new(),
    }
}

/// The place of a kind among the captions.
fn of(kind: Kind) -> usize {
    Kind::ALL.iter().position(|k| *k == kind).unwrap_or(0)
}

/// It went out some minutes around its time, except one that gave way; two days later its results were known.
fn out<'a>(stage: &'a Stage, script: &mut Script<'a>, slot: &Slot, n: usize, id: &Rc<Cell<i64>>) {
    let column = &WEEK[slot.column];
    let (post, late) = (Rc::clone(id), below(Of::Moment, n as i64, -21, 8) as i64);
    if (slot.day, slot.column) == (-4, 9) {
        let why = stage.lang.text("demo.cancelled");
        script.add(slot.due.plus(-HOUR), column.owner, move |db| {
            store::cancel(db, &[seen(db, &post)?], Reason::Hot, why).map(drop)
        });
        return;
    }
    // What is due within minutes of now cannot have gone out later than now.
    let went = slot.due.plus(late * MINUTE).min(stage.ago(1)).max(slot.due);
    script.add(went, column.owner, move |db| store::publish(db, &[seen(db, &post)?], "").map(drop));
    let known = if slot.column == LOTTERY { slot.due.plus(14 * HOUR) } else { slot.due.plus(2 * DAY - 3 * HOUR) };
    if known < stage.now {
        let (post, found) = (Rc::clone(id), results(slot, n));
        script.add(known, Who::Editor, move |db| store::results(db, seen(db, &post)?, &found, "").map(drop));
    }
}

fn results(slot: &Slot, n: usize) -> Results {
    let some = |b: i64, from: i64, to: i64| Some(from + below(Of::Result, n as i64, b, (to - from) as usize) as i64);
    if slot.column == LOTTERY {
        let turnout = TURNOUT[usize::try_from((slot.day + 16) / 7).unwrap_or(0).min(2)];
        let (comments, shares) = (turnout / 2, turnout / 8);
        let likes = Some(turnout - comments - shares);
        return Results {
            reads: Some(turnout * 5),
            likes,
            comments: Some(comments),
            shares: Some(shares),
            completion: None,
        };
    }
    let (likes, comments) = match WEEK[slot.column].kind {
        TIPS => (some(1, 30, 90), some(2, 4, 22)),
        CHAT => (some(1, 40, 120), some(2, 20, 60)),
        _ => (some(1, 60, 160), some(2, 30, 80)),
    };
    let completion =
        (WEEK[slot.column].format == Video).then(|| below(Of::Result, n as i64, 4, 40) as f64 / 100.0 + 0.3);
    Results { reads: some(0, 380, 1_600), likes, comments, shares: some(3, 2, 25), completion }
}

/// The hot topic: due in 40 minutes or, late in the evening, just before midnight, and over three hours later.
fn hot<'a>(stage: &'a Stage, script: &mut Script<'a>) {
    let [title, caption, source] = &stage.words.hot;
    let soon = stage.now.plus(40 * MINUTE).local(stage.zone);
    let latest = stage.at(0, 23, 59);
    let due = if soon.date() > stage.today && latest > stage.now {
        latest
    } else {
        stage.zone.moment(soon).plus(-i64::from(soon.minute() % 10) * MINUTE)
    };
    let local = due.local(stage.zone);
    let content = Content {
        community_id: stage.places[5],
        day: local.date(),
        time: NaiveTime::from_hms_opt(local.hour(), local.minute(), 0).unwrap_or(NaiveTime::MIN),
        kind: CHAT,
        format: Text,
        track: Track::Hot,
        title: title.clone(),
        body: caption.clone(),
        owner: stage.name(Who::Editor).to_owned(),
        expires_at: Some(due.plus(3 * HOUR)),
        note: String::new(),
    };
    script.add(stage.ago(25), Who::Editor, move |db| store::add_hot(db, &content, source, HEAT).map(drop));
}

/// The entry as it is now.
fn seen(db: &Db, id: &Cell<i64>) -> Result<Ref> {
    Ok(Ref::from(&store::get(db, id.get())?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_is_half_tips_and_within_its_budget() {
        let mut kinds = [0; 3];
        for phase in 0..7 {
            WEEK.iter().filter(|c| c.phase.is_none_or(|p| p == phase)).for_each(|c| kinds[of(c.kind)] += 1);
        }
        kinds[of(CHAT)] += 1;
        assert_eq!(kinds, [15, 9, 6]);
        assert_eq!(WEEK.iter().filter(|c| c.gap).count(), 3);
        assert_eq!((WEEK[LOTTERY].phase, WEEK[LOTTERY].kind), (Some(5), PERK));
    }
}
