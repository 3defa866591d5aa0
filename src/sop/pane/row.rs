//! A person as the pane shows them: everything that depends on the moment is worked out here, so that drawing sees no
//! clock.

use super::Cx;
use crate::base::clock::MINUTE;
use crate::base::text::{Clean, fold, pinyin};
use crate::base::{At, Lang, Result};
use crate::sop::inquiry::{Inquiry, clock_time};
use crate::sop::promise::{Meter, Tally, Timetable};
use crate::sop::store;

/// Columns of a text that a list or a preview may show.
const TEXT_COLUMNS: usize = 600;

/// What the detail shows of the person under the cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// What was asked, and the suggestions.
    Text,
    /// How the clock runs.
    Clock,
    /// What is known about the person.
    Card,
}

/// One labelled fact of the detail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// The catalogue key of its label.
    pub label: &'static str,
    /// What it says.
    pub value: String,
}

/// How the clock of one person runs, and what is known about them.
#[derive(Debug, Default)]
pub struct Facts {
    /// Whose.
    pub of: i64,
    /// How the clock runs.
    pub clock: Vec<Fact>,
    /// What is known.
    pub card: Vec<Fact>,
}

/// A person, ready to draw.
#[derive(Debug, Clone)]
pub struct Row {
    /// The facts.
    pub inquiry: Inquiry,
    /// Who, safe to show.
    pub who: String,
    /// The community's name, safe to show.
    pub community: String,
    /// What is to be answered, in one line, safe to show: what they wrote last.
    pub text: String,
    /// Working milliseconds left; negative when late.
    pub left: i64,
    /// Minutes since the question, or until the answer.
    pub waited: i64,
    /// Minutes since it was paused.
    pub paused_for: i64,
    /// `10/09 16:56`.
    pub asked: String,
    /// When the promise ends, as a time of day.
    pub due: String,
    /// When work goes on there, if it is not working time.
    pub held: Option<String>,
    /// Until when it is put off, if it is.
    pub snoozed: Option<String>,
    /// The operator in front of the screen was handed this, by whom and with what words.
    pub handed: Option<(String, String)>,
    /// Somebody else's.
    pub owner: Option<String>,
    /// Who else has it open.
    pub holder: Option<String>,
    /// Who decided it while the cursor stood on it.
    pub gone: Option<String>,
}

impl Row {
    pub fn new(inquiry: Inquiry, cx: &Cx, hours: &Timetable, holders: &[(String, String)]) -> Row {
        let place = format!("inquiry:{}", inquiry.id);
        let holder = holders.iter().find(|(p, _)| *p == place).map(|(_, who)| Clean::line(who).into_string());
        let clock = hours.of(inquiry.community_id, inquiry.kind);
        let asked = format!("{} {}", cx.lang.short_day(inquiry.at.day(cx.zone)), clock_time(inquiry.at, cx.zone));
        let mine = inquiry.owner == cx.me;
        let handed = (mine && !inquiry.handed_by.is_empty() && inquiry.state.open()).then(|| {
            (Clean::head(&inquiry.handed_by, 20).into_string(), Clean::head(&inquiry.hand_note, 60).into_string())
        });
        let others = !mine && !inquiry.owner.is_empty() && inquiry.state.open();
        Row {
            who: Clean::head(&inquiry.who, 60).into_string(),
            community: Clean::head(&inquiry.community, 60).into_string(),
            text: Clean::head(inquiry.words(), TEXT_COLUMNS).into_string(),
            left: clock.left(cx.now, inquiry.due_at),
            waited: inquiry.waited_minutes(cx.now),
            paused_for: inquiry.paused_at.map_or(0, |at| cx.now.since(at).max(0) / MINUTE),
            asked,
            due: clock_time(inquiry.due_at, cx.zone),
            held: clock.resumes(cx.now).map(|at| clock_time(at, cx.zone)),
            snoozed: inquiry.snoozed_until.filter(|until| *until > cx.now).map(|at| moment(at, cx)),
            handed,
            owner: others.then(|| Clean::head(&inquiry.owner, 20).into_string()),
            holder,
            gone: None,
            inquiry,
        }
    }
}

/// A time of day; of another day than today with its date.
pub(super) fn moment(at: At, cx: &Cx) -> String {
    let time = clock_time(at, cx.zone);
    if at.day(cx.zone) == cx.today() { time } else { format!("{} {time}", cx.lang.short_day(at.day(cx.zone))) }
}

/// Whether an inquiry fits what was typed: in who, text or community, or by the sounds of who and community.
pub(super) fn fits<'a>(filter: &str, lang: &'a Lang) -> impl Fn(&Inquiry) -> bool + use<'a> {
    let query = fold(filter.trim()).text;
    move |inquiry| {
        let has = |text: &str| fold(text).text.contains(&query);
        let sounds = |text: &str| query.is_ascii() && pinyin::matches(&query, text);
        query.is_empty()
            || has(&inquiry.who)
            || has(&inquiry.text)
            || has(&inquiry.community)
            || sounds(&inquiry.who)
            || sounds(&inquiry.community)
            || has(lang.text(inquiry.kind.label()))
    }
}

pub(super) fn clock_facts(row: &Row, meter: &Meter, cx: &Cx) -> Result<Vec<Fact>> {
    let table = store::timetable(cx.db, cx.config, cx.zone)?;
    let i = &row.inquiry;
    let hours = table.of(i.community_id, i.kind);
    let worked = hours.between(i.asked_at, i.answered_at.unwrap_or(cx.now));
    let mut facts = Vec::new();
    let mut fact = |label, value: String| facts.push(Fact { label, value });
    fact("sop.fact_asked", row.asked.clone());
    if i.turns > 1 {
        let value = [("when", &moment(i.asked_at, cx) as &dyn std::fmt::Display), ("count", &(i.turns - 1))];
        fact("promise.fact_again", cx.lang.fill("promise.fact_again_value", &value));
    }
    fact("sop.fact_hours", hours.shown(cx.lang));
    fact("sop.fact_worked", cx.lang.span(worked));
    let due = if i.turns > 1 { "promise.fact_next_value" } else { "sop.fact_due_value" };
    fact("sop.fact_due", cx.lang.fill(due, &[("minutes", &hours.promise), ("time", &row.due)]));
    if !i.pause_note.is_empty() {
        let note = Clean::head(&i.pause_note, 200);
        let key = if i.first_at.is_some() { "promise.fact_waits_value" } else { "sop.fact_paused_value" };
        fact("sop.fact_paused", cx.lang.fill(key, &[("note", &note)]));
    }
    if let Some(kept) = i.kept {
        let key = if kept { "sop.fact_kept" } else { "sop.fact_broken" };
        fact("sop.fact_promise", cx.lang.text(key).to_owned());
    }
    let pauses = i.pauses.count() + usize::from(i.paused_at.is_some());
    if i.first_at.is_some() || pauses > 0 {
        let time = cx.lang.span(i.resolution(cx.now, hours));
        let args: [(&str, &dyn std::fmt::Display); 2] = [("time", &time), ("count", &pauses)];
        fact("promise.fact_resolution", cx.lang.fill("promise.fact_resolution_value", &args));
    }
    let goal = cx.config.promise.target_percent;
    let share = |t: &Tally| t.percent().unwrap_or_else(|| "--".to_owned());
    let args: [(&str, &dyn std::fmt::Display); 3] =
        [("week", &share(&meter.week)), ("month", &share(&meter.month)), ("goal", &goal)];
    fact("promise.fact_meter", cx.lang.fill("promise.fact_meter_value", &args));
    if meter.next.total > 0 {
        let args: [(&str, &dyn std::fmt::Display); 2] = [("hit", &meter.next.hit), ("total", &meter.next.total)];
        fact("promise.fact_followups", cx.lang.fill("promise.fact_followups_value", &args));
    }
    Ok(facts)
}

pub(super) fn card_facts(row: &Row, cx: &Cx) -> Result<Vec<Fact>> {
    let card = store::card(cx.db, &row.inquiry)?;
    let day = |at: At| cx.lang.day(at.day(cx.zone), cx.today());
    let mut facts = Vec::new();
    let mut fact = |label, value: String| facts.push(Fact { label, value });
    if !card.known {
        fact("sop.fact_member", cx.lang.text("sop.fact_unknown").to_owned());
    }
    if let Some(at) = card.joined_at {
        let source = Clean::head(&card.source, 40).into_string();
        fact("sop.fact_joined", format!("{} {source}", day(at)).trim_end().to_owned());
    }
    if !card.role.is_empty() {
        fact("sop.fact_role", Clean::head(&card.role, 40).into_string());
    }
    if let Some(at) = card.last_seen {
        fact("sop.fact_seen", day(at));
    }
    let earlier = match card.last_asked {
        Some(at) => cx.lang.fill("sop.fact_earlier_value", &[("count", &card.earlier), ("day", &day(at))]),
        None => cx.lang.text("sop.fact_first_time").to_owned(),
    };
    fact("sop.fact_earlier", earlier);
    if card.known {
        fact("sop.fact_strikes", cx.lang.fill("sop.fact_strikes_value", &[("count", &card.strikes)]));
    }
    if !card.note.is_empty() {
        fact("sop.fact_note", Clean::head(&card.note, 200).into_string());
    }
    Ok(facts)
}
