//! The settings, a row each, and how their values are read.

use super::{Ambiguous, Config, Glyphs};
use crate::base::i18n::parse_time;
use crate::base::{Language, clock::Zone};
use std::path::PathBuf;
use toml::de::DeValue;

/// One setting: its key (`table.key`), the sentence that says what it takes, and how it is set. `None` means the value is
/// not what it takes.
pub(super) struct Row {
    pub key: &'static str,
    pub takes: &'static str,
    pub set: fn(&mut Config, &DeValue<'_>) -> Option<()>,
}

pub(super) const ROWS: &[Row] = &[
    Row { key: "db", takes: "base.takes_text", set: |c, v| words(v).map(|w| c.db = Some(PathBuf::from(w))) },
    Row { key: "operator", takes: "base.takes_text", set: |c, v| words(v).map(|w| c.operator = Some(w)) },
    Row {
        key: "lang",
        takes: "base.takes_lang",
        set: |c, v| words(v).filter(|w| Language::parse(w).is_some()).map(|w| c.lang = Some(w)),
    },
    Row { key: "theme", takes: "base.takes_text", set: |c, v| words(v).map(|w| c.theme = Some(w)) },
    Row {
        key: "clipboard",
        takes: "base.takes_clipboard",
        set: |c, v| one_of(v, &[("auto", true), ("off", false)]).map(|on| c.clipboard = on),
    },
    Row {
        key: "glyphs",
        takes: "base.takes_glyphs",
        set: |c, v| {
            let all = [("auto", Glyphs::Auto), ("unicode", Glyphs::Unicode), ("ascii", Glyphs::Ascii)];
            one_of(v, &all).map(|g| c.glyphs = g)
        },
    },
    Row {
        key: "ambiguous",
        takes: "base.takes_ambiguous",
        set: |c, v| {
            let all = [("auto", Ambiguous::Auto), ("1", Ambiguous::One), ("2", Ambiguous::Two)];
            one_of(v, &all).map(|a| c.ambiguous = a)
        },
    },
    Row {
        key: "zone",
        takes: "base.bad_zone_hint",
        set: |c, v| words(v).filter(|w| Zone::parse(w).is_ok()).map(|w| c.zone = Some(w)),
    },
    Row { key: "name", takes: "base.takes_text", set: |c, v| words(v).map(|w| c.name = Some(w)) },
    Row { key: "hours", takes: "base.takes_hours", set: |c, v| hours(v).map(|h| c.hours = h) },
    Row {
        key: "keep_text_days",
        takes: "base.takes_days",
        set: |c, v| number(v, 1, 36_500).map(|n| c.keep_text_days = n),
    },
    Row {
        key: "keep_journal_days",
        takes: "base.takes_days",
        set: |c, v| number(v, 1, 36_500).map(|n| c.keep_journal_days = n),
    },
    Row {
        key: "promise.minutes",
        takes: "base.takes_minutes",
        set: |c, v| number(v, 1, 10_080).map(|n| c.promise.minutes = n),
    },
    Row {
        key: "promise.target_percent",
        takes: "base.takes_percent",
        set: |c, v| number(v, 1, 100).map(|n| c.promise.target_percent = n),
    },
    Row {
        key: "screening.new_member_days",
        takes: "base.takes_number",
        set: |c, v| number(v, 0, 36_500).map(|n| c.screening.new_member_days = n),
    },
    Row {
        key: "screening.flood_messages",
        takes: "base.takes_count",
        set: |c, v| number(v, 1, 1_000_000).map(|n| c.screening.flood_messages = n),
    },
    Row {
        key: "screening.flood_seconds",
        takes: "base.takes_count",
        set: |c, v| number(v, 1, 1_000_000).map(|n| c.screening.flood_seconds = n),
    },
    Row {
        key: "screening.mentions",
        takes: "base.takes_count",
        set: |c, v| number(v, 1, 1_000_000).map(|n| c.screening.mentions = n),
    },
    Row {
        key: "screening.wave_joins",
        takes: "base.takes_count",
        set: |c, v| number(v, 1, 1_000_000).map(|n| c.screening.wave_joins = n),
    },
    Row {
        key: "screening.wave_minutes",
        takes: "base.takes_minutes",
        set: |c, v| number(v, 1, 10_080).map(|n| c.screening.wave_minutes = n),
    },
    Row {
        key: "screening.repeat_groups",
        takes: "base.takes_count",
        set: |c, v| number(v, 1, 1_000_000).map(|n| c.screening.repeat_groups = n),
    },
    Row {
        key: "screening.repeat_minutes",
        takes: "base.takes_minutes",
        set: |c, v| number(v, 1, 10_080).map(|n| c.screening.repeat_minutes = n),
    },
    Row { key: "screening.scorer", takes: "base.takes_list", set: |c, v| list(v).map(|w| c.screening.scorer = w) },
    Row {
        key: "screening.scorer_seconds",
        takes: "base.takes_count",
        set: |c, v| number(v, 1, 1_000_000).map(|n| c.screening.scorer_seconds = n),
    },
    Row { key: "screening.words", takes: "base.takes_list", set: |c, v| list(v).map(|w| c.screening.words = w) },
    Row { key: "inquiries.rules", takes: "base.takes_list", set: |c, v| list(v).map(|w| c.inquiries.rules = w) },
    Row { key: "inquiries.staff", takes: "base.takes_list", set: |c, v| list(v).map(|w| c.inquiries.staff = w) },
    Row { key: "inquiries.words", takes: "base.takes_list", set: |c, v| list(v).map(|w| c.inquiries.words = w) },
    Row {
        key: "inquiries.wait_minutes",
        takes: "base.takes_minutes",
        set: |c, v| number(v, 1, 10_080).map(|n| c.inquiries.wait_minutes = n),
    },
];

/// Text that is not blank.
fn words(value: &DeValue<'_>) -> Option<String> {
    value.as_str().map(str::trim).filter(|w| !w.is_empty()).map(str::to_owned)
}

fn number(value: &DeValue<'_>, least: u32, most: u32) -> Option<u32> {
    let number = value.as_integer()?;
    u32::from_str_radix(number.as_str(), number.radix()).ok().filter(|n| (least..=most).contains(n))
}

fn list(value: &DeValue<'_>) -> Option<Vec<String>> {
    value.as_array()?.iter().map(|item| words(item.get_ref())).collect()
}

/// One text or several.
pub(super) fn one_or_list(value: &DeValue<'_>) -> Option<Vec<String>> {
    words(value).map(|one| vec![one]).or_else(|| list(value))
}

/// One of several words; a number stands for its digits.
fn one_of<T: Copy>(value: &DeValue<'_>, all: &[(&str, T)]) -> Option<T> {
    let word = value.as_str().or_else(|| value.as_integer().map(toml::de::DeInteger::as_str))?;
    all.iter().find(|(w, _)| *w == word).map(|(_, t)| *t)
}

/// Stretches `HH:MM-HH:MM`, each ending after it begins and none beginning before the last ended.
fn hours(value: &DeValue<'_>) -> Option<Vec<String>> {
    let mut free = chrono::NaiveTime::MIN;
    let mut out = Vec::new();
    for item in list(value)? {
        let (from, to) = item.split_once('-')?;
        let (from, to) = (parse_time(from)?, parse_time(to)?);
        if from < free || to <= from {
            return None;
        }
        free = to;
        out.push(format!("{}-{}", from.format("%H:%M"), to.format("%H:%M")));
    }
    Some(out)
}
