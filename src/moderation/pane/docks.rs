//! Docked menus, inputs and forms: what they hold, and what a key in them does.

use super::acts::rejection;
use super::house::Over;
use super::{Choice, Cx, Mode, QueuePane, Saved, Wait};
use crate::base::{Lang, Result};
use crate::moderation::item::{Decision, ItemKind, Suggestion};
use crate::moderation::reason::{REASONS, Reason, WINDOW_DAYS};
use crate::moderation::store::Filter;
use crate::moderation::strike;
use crate::tui::field::InputEvent;
use crate::tui::pane::Shape;
use crate::tui::{Chord, FormEvent, Menu, MenuEvent, MenuItem};
use ratatui::crossterm::event::KeyEvent;

impl QueuePane {
    /// The reasons after `x`.
    pub(super) fn reasons(&self, lang: &Lang) -> Menu<Choice> {
        let suggested = self.suggested();
        let items = REASONS.iter().map(|row| {
            let note = if row.clause.is_empty() { lang.text("queue.own_words") } else { row.clause };
            MenuItem {
                note: note.to_owned(),
                suggested: suggested == Some(row.reason),
                ..MenuItem::new(row.digit, lang.text(row.label), Choice::For(row.reason))
            }
        });
        let mut menu = Menu::new(self.reject_title(lang), items.collect());
        menu.enter = suggested.map(Choice::For);
        menu.repeat = self.last_reason().map(Choice::For);
        menu.also = vec![('n', Choice::Notice)];
        menu
    }

    fn reject_title(&self, lang: &Lang) -> String {
        match &self.chosen()[..] {
            [row] => lang.fill("queue.reject_one", &[("who", &row.who)]),
            rows => lang.fill("queue.reject_many", &[("n", &rows.len())]),
        }
    }

    /// What a rejection will do.
    pub(in crate::moderation) fn effect(&self, lang: &Lang) -> String {
        let chosen = self.chosen();
        let notice = lang.text(if self.silent { "queue.without_notice" } else { "queue.with_notice" });
        let counted = self.detail.as_ref().filter(|d| Some(d.id) == self.list.cursor()).and_then(|d| d.reaches);
        match (&chosen[..], counted) {
            ([row], _) if row.kind == ItemKind::Join => lang.fill("queue.after_join", &[("notice", &notice)]),
            ([row], _) if !strike::counts(row.kind) => lang.fill("conduct.after_appeal", &[("notice", &notice)]),
            ([_], Some(standing)) => lang.fill(
                "conduct.after_counted",
                &[
                    ("notice", &notice),
                    ("n", &(standing.before + 1)),
                    ("days", &WINDOW_DAYS),
                    ("line", &standing.line(lang)),
                ],
            ),
            ([_], None) => lang.fill("queue.after", &[("notice", &notice)]),
            (rows, _) => lang.fill("queue.after_many", &[("notice", &notice), ("n", &rows.len())]),
        }
    }

    /// The times after `o`.
    pub(super) fn times(&self, lang: &Lang) -> Menu<Wait> {
        let items = vec![
            MenuItem::new('1', lang.text("queue.wait_hour"), Wait::Hour),
            MenuItem::new('2', lang.text("queue.wait_tomorrow"), Wait::Tomorrow),
        ];
        let title = match &self.chosen()[..] {
            [row] => lang.fill("queue.later_one", &[("who", &row.who)]),
            rows => lang.fill("queue.later_many", &[("n", &rows.len())]),
        };
        Menu::new(title, items)
    }

    /// The saved filters after `f`, with how many each lets through.
    pub(super) fn filters(&self, lang: &Lang) -> Menu<Saved> {
        let counted =
            |key, label, saved, n: i64| MenuItem { note: lang.count(n), ..MenuItem::new(key, lang.text(label), saved) };
        let items = vec![
            counted('1', "queue.filter_passes", Saved::Passes, self.brief.suggest_approve),
            counted('2', "queue.filter_joins", Saved::Joins, self.brief.joins),
            counted('3', "queue.filter_top", Saved::TopLevel, self.brief.levels[2]),
            counted('5', "rules.filter_worst", Saved::Worst, self.brief.content),
        ];
        let asked = (self.asked_me > 0).then(|| counted('4', "conduct.filter_asked", Saved::Asked, self.asked_me));
        Menu::new(lang.text("queue.filters_title"), items.into_iter().chain(asked).collect())
    }

    /// The title rule's two texts.
    pub(super) fn titles(&self, lang: &Lang, shape: Shape) -> (String, String) {
        self.wide.set(shape == Shape::Wide);
        if let Mode::Rules(_) = self.mode {
            let key = if self.trying.runs() { "rules.heading_trying" } else { "rules.heading_right" };
            let tried = crate::moderation::store::TRIED_ON;
            return (lang.text("rules.heading").to_owned(), lang.fill(key, &[("tried", &tried)]));
        }
        if let Mode::House(_) = self.mode {
            return (lang.text("conduct.house_heading").to_owned(), String::new());
        }
        let total = lang.count(self.brief.total);
        if matches!(shape, Shape::Cell { .. } | Shape::Tiny) {
            let right = match self.brief.oldest_ms {
                Some(ms) => lang.fill("queue.heading_cell", &[("n", &total), ("age", &lang.span(ms))]),
                None => total,
            };
            return (String::new(), right);
        }
        let counts = self.counts(lang, " ");
        let mut left = match counts.is_empty() {
            true => total,
            false => lang.fill("queue.heading", &[("n", &total), ("counts", &counts)]),
        };
        if self.asked_me > 0 {
            left = format!("{left}  {}", lang.fill("conduct.asked_me", &[("n", &self.asked_me)]));
        }
        if self.sheet.is_some() {
            return (left, lang.text("queue.cmd_figures").to_owned());
        }
        let order = if self.filter.worst_first { "rules.worst_first" } else { "queue.oldest_first" };
        (left, lang.fill(order, &[("filter", &self.filter_name(lang))]))
    }

    /// `入群 7 内容 13   L3 3  L2 17`: what there is of each, `gap` apart, without what there is none of.
    pub(in crate::moderation) fn counts(&self, lang: &Lang, gap: &str) -> String {
        let order = [ItemKind::Join, ItemKind::Content, ItemKind::Report, ItemKind::Appeal];
        let kinds: Vec<String> = order
            .iter()
            .map(|kind| (lang.text(ItemKind::many(*kind)), self.brief.of_kind(*kind)))
            .filter(|(_, n)| *n > 0)
            .map(|(label, n)| format!("{label} {}", lang.count(n)))
            .collect();
        let levels: Vec<String> = (1..=3_usize)
            .rev()
            .map(|level| (level, self.brief.levels[level - 1]))
            .filter(|(_, n)| *n > 0)
            .map(|(level, n)| format!("L{level} {}", lang.count(n)))
            .collect();
        let parts = [kinds.join(gap), levels.join("  ")];
        parts.iter().filter(|p| !p.is_empty()).cloned().collect::<Vec<_>>().join(&format!("  {gap}"))
    }

    /// What the filter lets through, in words.
    fn filter_name(&self, lang: &Lang) -> String {
        let Filter { kind, level, suggestion, asked, text, .. } = &self.filter;
        let mut parts = Vec::new();
        parts.extend(kind.map(|k| lang.text(k.label()).to_owned()));
        parts.extend(level.map(|l| format!("L{l}")));
        parts.extend(
            suggestion.filter(|s| *s == Suggestion::Approve).map(|_| lang.text("queue.filter_passes").to_owned()),
        );
        parts.extend(asked.as_ref().map(|_| lang.text("conduct.filter_asked").to_owned()));
        if !text.trim().is_empty() {
            parts.push(format!("/{}", crate::base::text::Clean::line(text.trim())));
        }
        if parts.is_empty() { lang.text("queue.everything").to_owned() } else { parts.join(" ") }
    }

    /// The hint line while something is open.
    pub(super) fn mode_hints(&self, lang: &Lang) -> String {
        match &self.mode {
            Mode::List => String::new(),
            Mode::Reasons(_) => self.reason_hints(lang),
            Mode::Words(_) => lang.text("queue.hints_words").to_owned(),
            Mode::Later(_) => lang.text("queue.hints_later").to_owned(),
            Mode::Filters(_) if self.asked_me > 0 => lang.text("conduct.hints_filters").to_owned(),
            Mode::Filters(_) => lang.text("queue.hints_filters").to_owned(),
            Mode::Claims(_) => lang.text("queue.hints_claims").to_owned(),
            Mode::Ask(_) => lang.text("conduct.hints_ask").to_owned(),
            Mode::Note(..) => lang.text("conduct.hints_note").to_owned(),
            Mode::Results(_) => lang.text("conduct.hints_results").to_owned(),
            Mode::Search(_) => lang.text("queue.hints_search").to_owned(),
            Mode::Form(form, _) => form.hints.clone(),
            Mode::Rules(_) => lang.text("rules.hints").to_owned(),
            Mode::House(house) => match &house.over {
                Over::Nothing => lang.text("conduct.hints_house").to_owned(),
                Over::Form(form, _) => form.hints.clone(),
                Over::Roles(..) => lang.text("conduct.hints_roles").to_owned(),
            },
        }
    }

    fn reason_hints(&self, lang: &Lang) -> String {
        let mut hints = vec![lang.text("queue.hint_digit").to_owned()];
        if let Some(reason) = self.suggested() {
            hints.push(lang.fill("queue.hint_enter", &[("digit", &reason.row().digit)]));
        }
        if let Some(reason) = self.last_reason() {
            hints.push(lang.fill("queue.hint_last", &[("reason", &lang.text(reason.row().short))]));
        }
        hints.push(lang.text(if self.silent { "queue.hint_notice" } else { "queue.hint_silent" }).to_owned());
        hints.push(lang.text("queue.hint_back").to_owned());
        hints.join("  ")
    }

    /// A key while something is open.
    pub(super) fn typed(&mut self, key: &KeyEvent, cx: &mut Cx) -> Result<()> {
        let Some(chord) = Chord::from_event(key) else { return Ok(()) };
        match &mut self.mode {
            Mode::List => Ok(()),
            Mode::Ask(_) | Mode::Note(..) | Mode::Results(_) => self.talked(key, chord, cx),
            Mode::Reasons(menu) => {
                let event = menu.key(chord);
                self.reasoned(event, cx)
            }
            Mode::Later(menu) => match menu.key(chord) {
                MenuEvent::Chosen(wait) => {
                    self.mode = Mode::List;
                    let until = Self::until(wait, cx);
                    let aim = std::mem::take(&mut self.aim);
                    self.decide(&aim, Decision::Snooze(until), cx)
                }
                event => self.closed(&event),
            },
            Mode::Filters(menu) => match menu.key(chord) {
                MenuEvent::Chosen(saved) => {
                    self.mode = Mode::List;
                    self.show(saved, cx)
                }
                event => self.closed(&event),
            },
            Mode::Claims(menu) => match menu.key(chord) {
                MenuEvent::Chosen(mode) => {
                    self.mode = Mode::List;
                    self.set_claims(mode, cx)
                }
                event => self.closed(&event),
            },
            Mode::Words(input) => {
                let (event, words) = (input.key(key), input.value());
                self.worded(event, &words, cx)
            }
            Mode::Search(input) => {
                let event = input.key(key);
                self.searched(&event, cx)
            }
            Mode::Form(form, _) => {
                let event = form.key(key);
                self.filled(event, cx)
            }
            Mode::Rules(_) => self.ruled(chord, cx),
            Mode::House(_) => self.housed(key, chord, cx),
        }
    }

    /// A menu without further keys: Esc closes it.
    fn closed<A>(&mut self, event: &MenuEvent<A>) -> Result<()> {
        if matches!(event, MenuEvent::Cancel) {
            self.mode = Mode::List;
        }
        Ok(())
    }

    fn reasoned(&mut self, event: MenuEvent<Choice>, cx: &mut Cx) -> Result<()> {
        match event {
            MenuEvent::Ignored => Ok(()),
            MenuEvent::Cancel => self.closed(&event),
            MenuEvent::Chosen(Choice::Notice) => {
                self.silent = !self.silent;
                Ok(())
            }
            MenuEvent::Chosen(Choice::For(Reason::Other)) => self.open_words(cx),
            MenuEvent::Chosen(Choice::For(reason)) => {
                self.mode = Mode::List;
                let aim = std::mem::take(&mut self.aim);
                self.decide(&aim, rejection(reason, String::new(), self.silent), cx)
            }
        }
    }

    /// A key in the line for the operator's own reason, which is `words` now.
    fn worded(&mut self, event: InputEvent, words: &str, cx: &mut Cx) -> Result<()> {
        match event {
            InputEvent::Done(words) if words.trim().is_empty() => {
                cx.refuse(cx.lang.text("queue.words_missing").to_owned());
            }
            InputEvent::Done(words) => return self.reject_in_words(&words, cx),
            InputEvent::Cancel => self.mode = Mode::Reasons(self.reasons(cx.lang)),
            InputEvent::Changed => self.keep_words(words, cx),
            InputEvent::Moved | InputEvent::Ignored => {}
        }
        Ok(())
    }

    fn searched(&mut self, event: &InputEvent, cx: &mut Cx) -> Result<()> {
        match event {
            InputEvent::Done(_) => self.mode = Mode::List,
            InputEvent::Cancel => {
                self.mode = Mode::List;
                self.filter.text.clear();
                return self.narrow(cx);
            }
            InputEvent::Changed => {
                if let Mode::Search(input) = &self.mode {
                    self.filter.text = input.value();
                }
                return self.narrow(cx);
            }
            InputEvent::Moved | InputEvent::Ignored => {}
        }
        Ok(())
    }

    fn filled(&mut self, event: FormEvent, cx: &mut Cx) -> Result<()> {
        match event {
            FormEvent::Submit => return self.submit(cx),
            FormEvent::Changed => self.renew_form(cx),
            FormEvent::Cancel => self.mode = Mode::List,
            FormEvent::Refused(label) => cx.refuse(cx.lang.fill("queue.missing", &[("field", &label)])),
            FormEvent::Rejected(key) => {
                let Mode::Form(form, _) = &self.mode else { return Ok(()) };
                let max = form.fields.get(form.focus()).map_or(0, crate::tui::Field::limit);
                cx.refuse(cx.lang.fill(key, &[("max", &max)]));
            }
            FormEvent::Moved | FormEvent::Ignored => {}
        }
        Ok(())
    }
}

/// The view after `kind`: all, joins, content, reports, appeals.
pub(super) fn next_view(kind: Option<ItemKind>) -> Option<ItemKind> {
    match kind {
        None => Some(ItemKind::Join),
        Some(ItemKind::Join) => Some(ItemKind::Content),
        Some(ItemKind::Content) => Some(ItemKind::Report),
        Some(ItemKind::Report) => Some(ItemKind::Appeal),
        Some(ItemKind::Appeal) => None,
    }
}
