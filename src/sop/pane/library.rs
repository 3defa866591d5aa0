//! The library as the pane holds it: read once for each state of it, made ready for searching.

use super::{Cx, Mode, Saved, SopPane, View};
use crate::base::{Language, Result};
use crate::sop::inquiry::Inquiry;
use crate::sop::search::Index;
use crate::sop::store::{self, Print};
use crate::sop::template::{Phrases, Status, Template};
use chrono::NaiveDate;

/// Rows around the cursor whose suggestions are worked out.
const SUGGEST_AROUND: usize = 40;
/// A library of so many templates is read at once.
const EAGER: i64 = 500;
/// So many questions asked before are learned from when the program opens, and when the chooser does.
const PAST: (usize, usize) = (100, 2_000);

/// The templates, read again only when they have changed.
#[derive(Debug, Default)]
pub struct Library {
    /// All of them, by code.
    pub all: Vec<Template>,
    /// Made ready for searching.
    pub index: Index,
    /// The house phrases.
    pub phrases: Phrases,
    /// When each was changed, as a day, in the order of `all`.
    changed: Vec<String>,
    /// The day it was read on: what is due to be read again by then is.
    today: Option<NaiveDate>,
    /// Whether everything asked before was learned from.
    learned: bool,
    print: Option<(Print, Language)>,
}

impl Library {
    /// The day of a template's last change.
    pub fn changed(&self, template: &Template) -> &str {
        let at = self.all.iter().position(|t| t.id == template.id);
        at.and_then(|at| self.changed.get(at)).map_or("", String::as_str)
    }

    /// Whether a template is to be read again.
    pub fn due(&self, template: &Template) -> bool {
        self.today.is_some_and(|today| template.wording.due(today))
    }

    /// Whether the template at this place fits a saved filter.
    pub fn fits(&self, at: usize, saved: Saved) -> bool {
        let Some(template) = self.all.get(at) else { return false };
        match saved {
            Saved::Due => self.due(template),
            Saved::Drafts => template.wording.status == Status::Draft,
            Saved::Retired => template.wording.status == Status::Retired,
            _ => true,
        }
    }

    /// Template `id` has answered once more.
    pub fn used(&mut self, id: i64) {
        if let Some(at) = self.all.iter().position(|t| t.id == id) {
            self.all[at].uses += 1;
            self.index.used(at);
        }
    }
}

/// The day of each one's last change, in words; most were changed on the day of their neighbour.
fn days(all: &[Template], cx: &Cx) -> Vec<String> {
    let mut last: Option<(NaiveDate, String)> = None;
    let mut words = |day: NaiveDate| match &last {
        Some((known, words)) if *known == day => words.clone(),
        _ => last.insert((day, cx.lang.day(day, cx.today()))).1.clone(),
    };
    all.iter().map(|t| words(t.updated_at.day(cx.zone))).collect()
}

impl SopPane {
    pub(super) fn reload_library(&mut self, cx: &Cx) -> Result<()> {
        let print = (store::fingerprint(cx.db)?, cx.lang.language);
        // A very large library is read when it is first needed, not when the program opens.
        let needed = self.view == View::Library || self.library.print.is_some() || print.0.templates <= EAGER;
        if self.library.print == Some(print) || !needed {
            return Ok(());
        }
        self.read_library(self.library.learned, cx)
    }

    /// Reads the library if that was put off, and learns from what was asked before.
    pub(super) fn ensure_library(&mut self, cx: &Cx) -> Result<()> {
        if !self.library.learned {
            self.read_library(true, cx)?;
            self.suggest_around();
        }
        Ok(())
    }

    fn read_library(&mut self, learn: bool, cx: &Cx) -> Result<()> {
        let print = (store::fingerprint(cx.db)?, cx.lang.language);
        let all = store::templates(cx.db)?;
        let past = store::past(cx.db, if learn { PAST.1 } else { PAST.0 })?;
        let index = Index::new(&all, &past);
        let changed = days(&all, cx);
        let phrases = store::phrases(cx.db)?.into_iter().collect();
        let today = Some(cx.today());
        self.library = Library { all, index, phrases, changed, today, learned: learn, print: Some(print) };
        self.suggested.clear();
        if let Mode::Choose(chooser) = &mut self.mode {
            chooser.renew(&self.library);
        }
        Ok(())
    }

    /// Works out suggestions for the rows near the cursor, once each.
    pub(super) fn suggest_around(&mut self) {
        let at = self.list.index();
        let rows = self.rows().iter().skip(at.saturating_sub(SUGGEST_AROUND)).take(2 * SUGGEST_AROUND);
        // The first people waiting are shown on the dashboard whatever the view is.
        let near: Vec<Inquiry> = rows
            .chain(self.waiting.iter().take(8))
            .filter(|r| r.inquiry.state.open() && !self.suggested.contains_key(&r.inquiry.id))
            .map(|r| r.inquiry.clone())
            .collect();
        for inquiry in near {
            let found = self.library.index.suggest(inquiry.words(), inquiry.kind, &inquiry.platform);
            self.suggested.insert(inquiry.id, found);
        }
    }

    /// The templates that suit an inquiry, the best first.
    pub(in crate::sop) fn suggestions(&self, inquiry: i64) -> impl Iterator<Item = &Template> {
        self.suggested.get(&inquiry).into_iter().flatten().filter_map(|at| self.library.all.get(*at))
    }
}
