//! The review figures in words: one line a week, newest first, and under it the rules of one week. The pane and
//! `qun queue figures` show the same.

use super::figures::{Precision, Week};
use super::screening::rule;
use crate::base::Lang;
use crate::base::text::Clean;
use crate::tui::Nav;

/// What stands for a figure nobody knows.
const NONE: &str = "--";

/// A column of the sheet.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// The catalogue key of its heading.
    pub label: &'static str,
    cell: fn(&Week, &Lang) -> String,
}

fn span(ms: Option<i64>, lang: &Lang) -> String {
    ms.map_or_else(|| NONE.to_owned(), |ms| lang.span(ms))
}

fn share(share: Option<f64>, lang: &Lang) -> String {
    share.map_or_else(|| NONE.to_owned(), |share| lang.percent(share))
}

fn count(n: usize, lang: &Lang) -> String {
    lang.count(i64::try_from(n).unwrap_or(i64::MAX))
}

/// The columns in their order; where there is little room the last ones go.
pub const COLUMNS: [Column; 11] = [
    Column { label: "queue.figures_week", cell: |w, lang| lang.short_day(w.monday) },
    Column { label: "queue.figures_done", cell: |w, lang| count(w.all.count, lang) },
    Column { label: "queue.figures_l2_median", cell: |w, lang| span(w.levels[1].median_ms, lang) },
    Column { label: "queue.figures_l2_p90", cell: |w, lang| span(w.levels[1].p90_ms, lang) },
    Column { label: "queue.figures_l3_median", cell: |w, lang| span(w.levels[2].median_ms, lang) },
    Column { label: "queue.figures_l3_p90", cell: |w, lang| span(w.levels[2].p90_ms, lang) },
    Column { label: "queue.figures_backlog", cell: |w, lang| count(w.backlog.count, lang) },
    Column { label: "queue.figures_oldest", cell: |w, lang| span(w.backlog.longest_ms, lang) },
    Column { label: "queue.figures_agree", cell: |w, lang| share(w.agreement.share(), lang) },
    Column { label: "queue.figures_right", cell: |w, lang| share(w.flagged.share(), lang) },
    Column { label: "queue.figures_waiting", cell: |w, lang| span(w.backlog.median_ms, lang) },
];

/// The headings.
#[must_use]
pub fn headings(lang: &Lang) -> Vec<String> {
    COLUMNS.iter().map(|c| lang.text(c.label).to_owned()).collect()
}

/// What a week says, column by column.
#[must_use]
pub fn cells(week: &Week, lang: &Lang) -> Vec<String> {
    COLUMNS.iter().map(|c| (c.cell)(week, lang)).collect()
}

/// A rule in words: `R3 站外联系`, flagged, rejected, precision.
#[must_use]
pub fn rule_cells(precision: &Precision, lang: &Lang) -> [String; 4] {
    let name = match rule(&precision.rule) {
        Some(rule) => format!("R{} {}", rule.number(), lang.text(rule.label)),
        None => Clean::head(&precision.rule, 24).cut(24).into_string(),
    };
    [name, count(precision.flagged, lang), count(precision.rejected, lang), share(precision.share(), lang)]
}

/// The headings over the rules.
#[must_use]
pub fn rule_headings(lang: &Lang) -> [String; 4] {
    ["queue.figures_rule", "queue.figures_flagged", "queue.figures_rejected", "queue.figures_precision"]
        .map(|key| lang.text(key).to_owned())
}

/// The sheet as it is open in the pane.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    /// The headings.
    pub headings: Vec<String>,
    /// One row a week, newest first.
    pub weeks: Vec<Vec<String>>,
    /// The headings over the rules.
    pub rule_headings: Vec<String>,
    /// The rules of each week.
    pub rules: Vec<Vec<[String; 4]>>,
    /// The week the cursor is on.
    pub at: usize,
}

impl Sheet {
    /// The sheet of `weeks`, which come oldest first.
    #[must_use]
    pub fn of(weeks: &[Week], lang: &Lang) -> Sheet {
        let newest = || weeks.iter().rev();
        Sheet {
            headings: headings(lang),
            weeks: newest().map(|w| cells(w, lang)).collect(),
            rule_headings: rule_headings(lang).to_vec(),
            rules: newest().map(|w| w.rules.iter().map(|r| rule_cells(r, lang)).collect()).collect(),
            at: 0,
        }
    }

    /// Moves from week to week.
    pub fn step(&mut self, nav: Nav) {
        let last = self.weeks.len().saturating_sub(1);
        self.at = match nav {
            Nav::Up => self.at.saturating_sub(1),
            Nav::Down => self.at + 1,
            Nav::Top | Nav::PageUp => 0,
            Nav::Bottom | Nav::PageDown => last,
            _ => self.at,
        }
        .min(last);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::clock::{HOUR, MINUTE};
    use crate::base::{At, Language, Zone};
    use crate::moderation::figures::{Decided, Tally};

    #[test]
    fn a_week_says_what_is_known_and_dashes_for_the_rest() {
        let now = At::parse("2026-10-10T17:20:00+08:00").unwrap();
        let mut tally = Tally::new(now, Zone::default(), 2);
        for (minutes, rejected) in [(4, true), (80, false)] {
            let rules: &[&str] = if rejected { &["contact", "\u{1b}[31mmine"] } else { &[] };
            let created_at = now.plus(-3 * HOUR);
            let decided_at = created_at.plus(minutes * MINUTE);
            tally.decided(&Decided { level: 2, created_at, decided_at, rejected, rules });
        }
        tally.waiting(now.plus(-HOUR));
        tally.second_look(now, true);
        let sheet = Sheet::of(&tally.weeks(), &Lang::load(Language::Hans));
        assert_eq!(
            sheet.weeks[0],
            ["10/5", "2", "4分", "1时20", "--", "--", "1", "1时00", "100.0%", "100.0%", "1时00"]
        );
        assert_eq!(sheet.weeks[1], ["9/28", "0", "--", "--", "--", "--", "0", "--", "--", "--", "--"]);
        assert_eq!(sheet.rules[0].len(), 2);
        assert!(sheet.rules[0].contains(&["R3 站外联系".into(), "1".into(), "1".into(), "100.0%".into()]));
        assert!(!format!("{:?}", sheet.rules).contains('\u{1b}'), "{:?}", sheet.rules);
        let en = Sheet::of(&[], &Lang::load(Language::En));
        assert_eq!((en.headings.len(), en.weeks.len()), (COLUMNS.len(), 0));
    }
}
