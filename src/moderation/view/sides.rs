//! The item under the cursor: below the list, beside it, alone, or in one line; and what was decided today.

use super::rich::{self, Line};
use super::{DONE_LINES, split};
use crate::base::text::{cut, wrap};
use crate::moderation::detail::{Detail, Fact};
use crate::moderation::pane::{QueuePane, Side};
use crate::tui::{Look, Role, paint};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Columns of the labels of `facts`, the gap included: at least eight.
fn labels(facts: &[Fact]) -> u16 {
    facts.iter().map(|f| paint::columns(&f.label) + 2).max().unwrap_or(0).max(8)
}

/// Writes lines downwards and stops at the bottom.
struct Pen<'a, 'b> {
    buf: &'a mut Buffer,
    area: Rect,
    y: u16,
    look: &'a Look<'b>,
}

impl<'a, 'b> Pen<'a, 'b> {
    fn new(buf: &'a mut Buffer, area: Rect, look: &'a Look<'b>) -> Self {
        // One blank column at each edge.
        let inside = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
        Self { buf, area: inside, y: area.y, look }
    }

    fn left(&self) -> u16 {
        self.area.bottom().saturating_sub(self.y)
    }

    fn skip(&mut self) {
        self.y += 1;
    }

    fn put(&mut self, indent: u16, text: &str, role: Role) {
        if self.left() > 0 {
            let width = self.area.width.saturating_sub(indent);
            paint::put(self.buf, self.area.x + indent, self.y, width, text, self.look.style(role));
            self.y += 1;
        }
    }

    /// `text` in as many lines as it needs; nothing if it is empty.
    fn wrapped(&mut self, text: &str, role: Role) {
        if !text.is_empty() {
            for line in wrap(text, usize::from(self.area.width)) {
                self.put(0, &line, role);
            }
        }
    }

    fn rich(&mut self, lines: &[Line]) {
        for line in lines {
            if self.left() > 0 {
                let pieces: Vec<(&str, Role)> = line.iter().map(|(t, r)| (t.as_str(), *r)).collect();
                paint::spans(self.buf, self.area.x, self.y, self.area.width, &pieces, self.look);
                self.y += 1;
            }
        }
    }

    fn facts(&mut self, facts: &[Fact]) {
        let label = labels(facts);
        for fact in facts {
            let columns = usize::from(self.area.width.saturating_sub(2 + label));
            for (at, line) in wrap(&fact.text, columns).into_iter().enumerate() {
                if at == 0 && !fact.label.is_empty() && self.left() > 0 {
                    let style = self.look.style(Role::Muted);
                    paint::put(self.buf, self.area.x + 2, self.y, label, &fact.label, style);
                }
                self.put(2 + label, &line, Role::Text);
            }
        }
    }

    fn section(&mut self, key: &'static str, facts: &[Fact]) {
        self.put(0, self.look.text(key), Role::Heading);
        self.facts(facts);
    }
}

/// A rule with a title, where there is a line for it.
fn titled(buf: &mut Buffer, row: Rect, look: &Look, title: &str) {
    if !row.is_empty() {
        paint::rule(buf, row, look, title, "", false);
    }
}

/// The rule over an item: who and where, and on the right who else has it open.
fn over(buf: &mut Buffer, row: Rect, look: &Look, detail: &Detail) {
    let (title, held) = (format!("{}  {}", detail.who, detail.head), paint::columns(&detail.held));
    if held == 0 || row.is_empty() || held + 12 > row.width {
        return titled(buf, row, look, &title);
    }
    titled(buf, row, look, &cut(&title, usize::from(row.width - held - 8)));
    paint::framed(buf, row.right() - held - 3, row.y, held, &detail.held, look.style(Role::Other));
}

/// The detail, if it is that of the row under the cursor.
fn detail(pane: &QueuePane) -> Option<&Detail> {
    pane.detail.as_ref().filter(|d| Some(d.id) == pane.list.cursor())
}

/// The lines why and who need in one column, the rule included.
pub(super) fn side_height(pane: &QueuePane, width: u16) -> u16 {
    let Some(detail) = detail(pane) else { return 0 };
    let facts = if pane.side == Side::Why { &detail.why } else { &detail.card };
    let columns = usize::from(width.saturating_sub(4 + labels(facts)));
    let lines: usize = facts.iter().map(|f| wrap(&f.text, columns).len()).sum();
    let body = rich::lines(&detail.body, width.saturating_sub(2), 2).len();
    u16::try_from(1 + body + lines + 1).unwrap_or(u16::MAX)
}

/// Below the list, under a rule of its own.
pub(super) fn below(pane: &QueuePane, buf: &mut Buffer, area: Rect, look: &Look) {
    let Some(detail) = detail(pane) else { return };
    let (rule, rest) = split(area, 1);
    over(buf, rule, look, detail);
    let mut pen = Pen::new(buf, rest, look);
    let facts = [&detail.source, &detail.gist, &detail.machine, &detail.raised, &detail.advice];
    let columns = pen.area.width;
    match pane.side {
        Side::Preview => {
            // What was written gives way to what is said about it, but for two lines.
            let said: usize = facts.iter().filter(|f| !f.is_empty()).map(|f| wrap(f, usize::from(columns)).len()).sum();
            let room = usize::from(rest.height).saturating_sub(said).max(2);
            pen.rich(&rich::lines(&detail.body, columns, room));
            for text in facts {
                pen.wrapped(text, Role::Text);
            }
        }
        Side::Why => {
            pen.rich(&rich::lines(&detail.body, columns, 2));
            pen.facts(&detail.why);
            pen.wrapped(&detail.advice, Role::Text);
        }
        Side::Card => {
            pen.rich(&rich::lines(&detail.body, columns, 2));
            pen.facts(&detail.card);
            pen.wrapped(&detail.siblings, Role::Text);
        }
    }
}

/// All of it, over the whole region.
pub(super) fn alone(pane: &QueuePane, buf: &mut Buffer, area: Rect, look: &Look) {
    let Some(detail) = detail(pane) else { return };
    let (rule, rest) = split(area, 1);
    over(buf, rule, look, detail);
    let mut pen = Pen::new(buf, rest, look);
    let columns = pen.area.width;
    let body = rich::lines(&detail.body, columns, usize::from(rest.height));
    pen.rich(&body);
    pen.wrapped(&detail.source, Role::Text);
    pen.skip();
    pen.section("queue.why_title", &detail.why);
    pen.wrapped(&detail.advice, Role::Text);
    pen.skip();
    pen.section("queue.card_title", &detail.card);
    pen.wrapped(&detail.siblings, Role::Text);
}

/// Beside the list: text, why, member, the notice it would get.
pub(super) fn beside(pane: &QueuePane, buf: &mut Buffer, area: Rect, look: &Look) {
    let Some(detail) = detail(pane) else { return };
    let place = format!("{} {}/{}", detail.kind, pane.list.index() + 1, pane.total.max(pane.rows.len()));
    paint::put_right(buf, area.x + 1, area.y, area.width.saturating_sub(2), &place, look.style(Role::Muted));
    let room = area.width.saturating_sub(3 + paint::columns(&place));
    paint::put(buf, area.x + 1, area.y, room, &detail.who, look.style(Role::Heading));
    let mut pen = Pen::new(buf, Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area }, look);
    let columns = pen.area.width;
    pen.put(0, &detail.written, Role::Text);
    pen.wrapped(&detail.held, Role::Other);
    pen.skip();
    let most = usize::from(area.height / 4).max(3);
    pen.rich(&rich::lines(&detail.body, columns, most));
    pen.wrapped(&detail.source, Role::Text);
    pen.skip();
    pen.section("queue.why_title", &detail.why);
    pen.skip();
    pen.section("queue.card_title", &detail.card);
    pen.skip();
    if !detail.siblings.is_empty() {
        pen.wrapped(&detail.siblings, Role::Text);
        pen.skip();
    }
    if detail.notice.is_empty() || pen.left() < 3 {
        return;
    }
    let rule = Rect { y: pen.y, height: 1, ..area };
    titled(pen.buf, rule, look, &detail.notice_title);
    pen.skip();
    pen.wrapped(&detail.notice, Role::Text);
}

/// A rule and one line: what the machine found.
pub(super) fn line(pane: &QueuePane, buf: &mut Buffer, area: Rect, look: &Look) {
    let (rule, line) = split(area, 1);
    titled(buf, rule, look, "");
    let Some(detail) = detail(pane) else { return };
    let found = [&detail.brief, &detail.machine, &detail.head];
    let text = found.into_iter().find(|t| !t.is_empty()).map_or("", String::as_str);
    paint::put(buf, line.x + 1, line.y, line.width.saturating_sub(2), text, look.style(Role::Text));
}

/// What was decided today, under a rule.
pub(super) fn done(pane: &QueuePane, buf: &mut Buffer, area: Rect, look: &Look) {
    if area.height < 2 {
        return;
    }
    let (rule, rest) = split(area, 1);
    let n = look.lang.count(pane.decided.count);
    titled(buf, rule, look, &look.lang.fill("queue.done_title", &[("n", &n)]));
    let mut pen = Pen::new(buf, rest, look);
    for text in pane.done.iter().take(usize::from(DONE_LINES)) {
        pen.put(2, text, Role::Muted);
    }
}
