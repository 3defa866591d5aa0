//! The chooser: the lower half of the pane, so that the person it is about stays in sight (screens.md §4a).

use super::{Line, columns, halves, list, platform, spans};
use crate::base::text::{Clean, wrap_at_most};
use crate::sop::pane::{Chooser, SopPane};
use crate::sop::template::{Template, outline, preview, slots};
use crate::tui::pane::Shape;
use crate::tui::{Look, Role, paint};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// Draws list, chooser and preview; returns where the terminal's cursor belongs.
pub(super) fn draw(
    pane: &SopPane,
    chooser: &Chooser,
    buf: &mut Buffer,
    area: Rect,
    look: &Look,
    shape: Shape,
) -> Option<Position> {
    if shape == Shape::Tiny || area.height < 10 {
        return choices(pane, chooser, buf, area, look);
    }
    if shape == Shape::Wide && pane.preview && area.width > 90 {
        let (left, right) = halves(area);
        let top = Rect { height: left.height / 3, ..left };
        list::draw(pane, buf, top, look, shape);
        paint::vertical(buf, Rect { x: left.right(), width: 1, ..area }, look);
        shown(pane, chooser, buf, right, look);
        return choices(pane, chooser, buf, Rect { y: top.bottom(), height: left.height - top.height, ..left }, look);
    }
    // 5, 6 and 7 of 18 lines.
    let (top, middle) = (area.height * 5 / 18, area.height * 6 / 18);
    list::draw(pane, buf, Rect { height: top, ..area }, look, shape);
    let below = Rect { y: area.y + top + middle, height: area.height - top - middle, ..area };
    let (title, right) = current(pane, chooser).map(|t| heading(pane, t, look)).unwrap_or_default();
    paint::rule(buf, Rect { height: 1, ..below }, look, &title, &right, false);
    shown(pane, chooser, buf, Rect { y: below.y + 1, height: below.height - 1, ..below }, look);
    choices(pane, chooser, buf, Rect { y: area.y + top, height: middle, ..area }, look)
}

fn current<'a>(pane: &'a SopPane, chooser: &Chooser) -> Option<&'a Template> {
    chooser.found.get(chooser.list.index()).and_then(|at| pane.library.all.get(*at))
}

/// The rule with the search line in it, then the templates with their digits.
fn choices(pane: &SopPane, chooser: &Chooser, buf: &mut Buffer, area: Rect, look: &Look) -> Option<Position> {
    let lang = look.lang;
    let title = lang.fill("sop.choose_title", &[("count", &chooser.found.len())]);
    let right = if area.width >= 70 { lang.text("sop.choose_order") } else { "" };
    paint::rule(buf, Rect { height: 1, ..area }, look, &title, right, false);
    let x = area.x + columns(&title) + 4;
    let end = area.right().saturating_sub(if right.is_empty() { 2 } else { columns(right) + 5 });
    let room = end.saturating_sub(x).min(34);
    let cursor = chooser.input.draw(buf, Rect { x, y: area.y, width: room, height: 1 }, look);
    let rows = Rect { y: area.y + 1, height: area.height - 1, ..area };
    if chooser.found.is_empty() {
        let key = if pane.library.all.is_empty() { "sop.empty_library" } else { "sop.nothing_found" };
        paint::put(buf, rows.x + 1, rows.y, rows.width.saturating_sub(2), look.text(key), look.style(Role::Muted));
        return cursor;
    }
    for (y, at) in (rows.y..).zip(chooser.list.window(usize::from(rows.height))) {
        if let Some(template) = chooser.found.get(at).and_then(|t| pane.library.all.get(*t)) {
            choice(buf, Rect { y, height: 1, ..rows }, look, template, at, at == chooser.list.index());
        }
    }
    cursor
}

fn choice(buf: &mut Buffer, area: Rect, look: &Look, template: &Template, at: usize, cursor: bool) {
    let w = &template.wording;
    let mut sign = [0; 4];
    if cursor {
        paint::put(buf, area.x + 1, area.y, 1, look.glyphs.cursor.encode_utf8(&mut sign), look.style(Role::Key));
    }
    if at < 9 {
        paint::put(buf, area.x + 3, area.y, 1, &(at + 1).to_string(), look.style(Role::Key));
    }
    let mut x = area.x + 5;
    paint::put(buf, x, area.y, 8, &w.code, look.style(Role::Auto));
    x += 9;
    let name = if area.width >= 60 { 18 } else { 14 };
    let role = if cursor { Role::Cursor } else { Role::Text };
    paint::put(buf, x, area.y, name, &Clean::head(&w.name, 40), look.style(role));
    x += name + 1;
    let uses = look.lang.fill("sop.uses", &[("count", &look.lang.count(template.uses))]);
    let end = area.right().saturating_sub(columns(&uses) + 2);
    if area.width >= 60 {
        let body = Clean::head(&outline(&w.body), 120).into_string();
        paint::put(buf, x, area.y, end.saturating_sub(x + 1), &body, look.style(Role::Muted));
    }
    paint::put(buf, end, area.y, columns(&uses), &uses, look.style(Role::Muted));
}

/// `预览 tk 退款流程`, and at the right end, where it stays as it is from template to template,
/// `范围：全部平台   改于 9月28日 小满`.
fn heading(pane: &SopPane, template: &Template, look: &Look) -> (String, String) {
    let w = &template.wording;
    let scope =
        if w.platform.is_empty() { look.lang.text("sop.scope_all").to_owned() } else { platform(&w.platform, look) };
    let who = Clean::head(&template.updated_by, 20);
    let scope =
        look.lang.fill("sop.scope", &[("scope", &scope), ("day", &pane.library.changed(template)), ("who", &who)]);
    (format!("{} {} {}", look.lang.text("sop.preview"), w.code, Clean::head(&w.name, 30)), scope)
}

/// The text as it would go out, and what is still to be filled.
fn shown(pane: &SopPane, chooser: &Chooser, buf: &mut Buffer, area: Rect, look: &Look) {
    let Some(template) = current(pane, chooser) else { return };
    let width = area.width.saturating_sub(2);
    let body = chooser.body(template, &pane.library);
    let text = preview(&body, &chooser.known, chooser.manner(look.lang));
    let room = usize::from(area.height.saturating_sub(1));
    let mut all: Vec<Line> = wrap_at_most(&Clean::block(&text), usize::from(width), room)
        .into_iter()
        .map(|l| vec![(l, Role::Text)])
        .collect();
    all.push(slots_line(&body, chooser, look));
    for (y, line) in (area.y..area.bottom()).zip(all) {
        spans(buf, area.x + 1, y, width, &line, look);
    }
}

/// `还差 1 格：单号   自动：昵称 林小雨`.
fn slots_line(body: &str, chooser: &Chooser, look: &Look) -> Line {
    let lang = look.lang;
    let Ok(slots) = slots(body) else { return Vec::new() };
    let open: Vec<String> = slots
        .iter()
        .filter(|s| s.auto.is_none() && !s.optional && s.default.is_empty())
        .map(|s| Clean::line(&s.name).into_string())
        .collect();
    let auto: Vec<String> = slots
        .iter()
        .filter(|s| s.auto.is_some())
        .filter_map(|s| chooser.known.iter().find(|(name, _)| s.answers_to(name)).map(|(_, v)| (s, v)))
        .map(|(s, v)| format!("{} {}", Clean::line(&s.name), Clean::head(v, 30)))
        .collect();
    let mut line = Vec::new();
    if !open.is_empty() {
        line.push((lang.fill("sop.unfilled_status", &[("count", &open.len()), ("names", &open.join(" "))]), Role::Gap));
        line.push(("   ".to_owned(), Role::Text));
    }
    if !auto.is_empty() {
        line.push((lang.fill("sop.filled_auto", &[("values", &auto.join("  "))]), Role::Auto));
    }
    line
}
