//! A person as the pane shows them: everything that depends on the moment is worked out here, so that drawing sees no
//! clock.

use super::Cx;
use crate::base::clock::MINUTE;
use crate::base::text::{Clean, fold, pinyin};
use crate::base::{Lang, Result};
use crate::sop::inquiry::{Hours, Inquiry, clock_time};
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
    /// What was asked, in one line, safe to show.
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
    /// Who else has it open.
    pub holder: Option<String>,
    /// Who decided it while the cursor stood on it.
    pub gone: Option<String>,
}

impl Row {
    pub fn new(inquiry: Inquiry, cx: &Cx, hours: &Hours, holders: &[(String, String)]) -> Row {
        let place = format!("inquiry:{}", inquiry.id);
        let holder = holders.iter().find(|(p, _)| *p == place).map(|(_, who)| Clean::line(who).into_string());
        let asked = format!("{} {}", cx.lang.short_day(inquiry.at.day(cx.zone)), clock_time(inquiry.at, cx.zone));
        Row {
            who: Clean::head(&inquiry.who, 60).into_string(),
            community: Clean::head(&inquiry.community, 60).into_string(),
            text: Clean::head(&inquiry.text, TEXT_COLUMNS).into_string(),
            left: hours.left(cx.now, inquiry.due_at),
            waited: inquiry.waited_minutes(cx.now),
            paused_for: inquiry.paused_at.map_or(0, |at| cx.now.since(at).max(0) / MINUTE),
            asked,
            due: clock_time(inquiry.due_at, cx.zone),
            holder,
            gone: None,
            inquiry,
        }
    }
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

pub(super) fn clock_facts(row: &Row, cx: &Cx) -> Vec<Fact> {
    let hours = Hours::of(cx.config, cx.zone);
    let i = &row.inquiry;
    let worked = hours.between(i.at, i.answered_at.unwrap_or(cx.now)) / MINUTE;
    let mut facts = vec![
        Fact { label: "sop.fact_asked", value: row.asked.clone() },
        Fact { label: "sop.fact_hours", value: hours.shown() },
        Fact { label: "sop.fact_worked", value: cx.lang.span(worked * MINUTE) },
        Fact {
            label: "sop.fact_due",
            value: cx.lang.fill("sop.fact_due_value", &[("minutes", &hours.promise), ("time", &row.due)]),
        },
    ];
    if !i.pause_note.is_empty() {
        let note = Clean::head(&i.pause_note, 200);
        facts.push(Fact { label: "sop.fact_paused", value: cx.lang.fill("sop.fact_paused_value", &[("note", &note)]) });
    }
    if let Some(kept) = i.kept() {
        let key = if kept { "sop.fact_kept" } else { "sop.fact_broken" };
        facts.push(Fact { label: "sop.fact_promise", value: cx.lang.text(key).to_owned() });
    }
    facts
}

pub(super) fn card_facts(row: &Row, cx: &Cx) -> Result<Vec<Fact>> {
    let card = store::card(cx.db, &row.inquiry)?;
    let day = |at: crate::base::At| cx.lang.day(at.day(cx.zone), cx.today());
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
