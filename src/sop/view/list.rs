//! The list of people or templates, one line each; and the pane at a glance, two lines each.

use super::{Line, columns, day_line, left, left_in, place, spans};
use crate::base::Language;
use crate::base::clock::MINUTE;
use crate::base::text::Clean;
use crate::sop::inquiry::State;
use crate::sop::pane::{Row, SopPane, View};
use crate::sop::template::{Status, Template, outline};
use crate::tui::pane::Shape;
use crate::tui::{Look, Role, paint};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Where the columns of a person's line begin, and how wide they are; 0 wide when left out.
struct Columns {
    start: u16,
    left: u16,
    who: u16,
    place: u16,
    kind: u16,
    text: u16,
    hint: u16,
}

impl Columns {
    fn of(pane: &SopPane, width: u16, look: &Look, shape: Shape) -> Columns {
        let lang = look.lang;
        let kind = |k: &'static str| columns(lang.text(k));
        let kind = crate::sop::inquiry::Kind::ALL.iter().map(|(.., label)| kind(label)).max().unwrap_or(4);
        let longest = lang.fill("sop.left", &[("span", &lang.span(99 * MINUTE))]);
        let held = pane.held.as_ref().map_or(0, |time| columns(&lang.fill("sop.held", &[("time", time)])));
        let left = columns(&longest).max(held);
        let tiny = shape == Shape::Tiny;
        let start = if tiny { 1 } else { 3 };
        let who = if width >= 100 { 12 } else { 8 };
        // Community, then the suggestion, give way first.
        let place = match lang.language {
            _ if width < 66 => 0,
            // The platforms' English names are longer.
            Language::En if width >= 80 => 14,
            _ => 12,
        };
        let hint = if width >= 60 { 10 } else { 0 };
        let gaps = 3 + u16::from(place > 0) + 2 * u16::from(hint > 0);
        let text = width.saturating_sub(start + left + who + place + kind + hint + gaps);
        Columns { start, left, who, place, kind, text, hint }
    }
}

/// Draws the rows that fit around the cursor, and in the last line who is paused or how many more there are.
pub(super) fn draw(pane: &SopPane, buf: &mut Buffer, area: Rect, look: &Look, shape: Shape) {
    if pane.list.is_empty() {
        empty(pane, buf, area, look);
        foot(pane, buf, area, look, 1);
        return;
    }
    let more = pane.list.len() > usize::from(area.height);
    let aside = pane.paused.is_some() || pane.snoozed.is_some();
    let foot_line = shape != Shape::Tiny && (more || aside && area.height > 3);
    let height = area.height - u16::from(foot_line);
    pane.height.set(usize::from(height));
    let window = pane.list.window(usize::from(height));
    let shown = window.len();
    for (y, at) in (area.y..).zip(window) {
        let row = Rect { y, height: 1, ..area };
        let cursor = at == pane.list.index() && !matches!(shape, Shape::Cell { focused: false });
        sign(pane, buf, row, look, at, cursor, shape == Shape::Tiny);
        match pane.view {
            View::Library => {
                if let Some(template) = pane.shelf.get(at).and_then(|t| pane.library.all.get(*t)) {
                    shelf_row(buf, row, look, (template, pane.library.due(template)), cursor);
                }
            }
            _ => person(pane, buf, row, look, shape, at, cursor),
        }
    }
    if foot_line {
        foot(pane, buf, area, look, shown);
    }
}

/// Cursor and mark.
fn sign(pane: &SopPane, buf: &mut Buffer, row: Rect, look: &Look, at: usize, cursor: bool, tiny: bool) {
    let mut text = [0; 4];
    let x = row.x + u16::from(!tiny);
    let marked = pane.list.rows().get(at).is_some_and(|id| pane.list.marks().contains(id));
    if cursor {
        paint::put(buf, x, row.y, 1, look.glyphs.cursor.encode_utf8(&mut text), look.style(Role::Key));
    } else if marked && tiny {
        paint::put(buf, x, row.y, 1, look.glyphs.mark.encode_utf8(&mut text), look.style(Role::Mark));
    }
    if marked && !tiny {
        paint::put(buf, x + 1, row.y, 1, look.glyphs.mark.encode_utf8(&mut text), look.style(Role::Mark));
    }
}

fn person(pane: &SopPane, buf: &mut Buffer, area: Rect, look: &Look, shape: Shape, at: usize, cursor: bool) {
    let Some(row) = pane.rows().get(at) else { return };
    let c = Columns::of(pane, area.width, look, shape);
    let (time, role) = left_in(row, look, usize::from(columns(&look.lang.span(59 * MINUTE))));
    let gone = row.gone.is_some();
    let mut x = area.x + c.start;
    paint::put(buf, x, area.y, c.left, &time, look.style(if gone { Role::Muted } else { role }));
    x += c.left + 1;
    let name = if cursor {
        Role::Cursor
    } else if gone {
        Role::Muted
    } else {
        Role::Text
    };
    paint::put(buf, x, area.y, c.who, &row.who, look.style(name));
    x += c.who + 1;
    if c.place > 0 {
        paint::put(buf, x, area.y, c.place, &place(row, look), look.style(Role::Text));
        x += c.place + 1;
    }
    let kind = look.lang.text(row.inquiry.kind.label());
    if shape == Shape::Tiny {
        spans(buf, x, area.y, c.text, &text(row, look), look);
        paint::put(buf, x + c.text + 1, area.y, c.kind, kind, look.style(Role::Text));
        return;
    }
    paint::put(buf, x, area.y, c.kind, kind, look.style(Role::Text));
    x += c.kind + 2;
    spans(buf, x, area.y, c.text.saturating_sub(1), &text(row, look), look);
    if c.hint > 0 {
        spans(buf, x + c.text + 1, area.y, c.hint, &hint(pane, row, look), look);
    }
}

/// What was asked, after what must be known first: who has it open, who took it.
fn text(row: &Row, look: &Look) -> Line {
    if let Some(gone) = &row.gone {
        return vec![(gone.clone(), Role::Muted)];
    }
    let mut line = Vec::new();
    if let Some(who) = &row.holder {
        line.push((look.lang.fill("sop.holder", &[("who", who)]), Role::Other));
    }
    if row.inquiry.state.open() && row.inquiry.level >= crate::sop::inquiry::MANAGER_LEVEL {
        line.push((look.lang.text("sop.handed_up").to_owned(), Role::Other));
    }
    if let Some((by, note)) = &row.handed {
        let key = if note.is_empty() { "promise.handed" } else { "promise.handed_note" };
        line.push((look.lang.fill(key, &[("who", by), ("note", note)]), Role::Own));
    }
    if let Some(owner) = row.owner.as_ref().filter(|o| row.holder.as_ref() != Some(o)) {
        line.push((look.lang.fill("promise.owned", &[("who", owner)]), Role::Other));
    }
    if let Some(until) = &row.snoozed {
        line.push((look.lang.fill("promise.until", &[("time", until)]), Role::Muted));
    }
    if row.inquiry.turns > 1 && row.inquiry.state.open() {
        line.push((look.lang.text("promise.again").to_owned(), Role::Muted));
    }
    if row.inquiry.state == State::Paused {
        let note = Clean::head(&row.inquiry.pause_note, 60);
        line.push((look.lang.fill("sop.waits_for", &[("note", &note)]), Role::Muted));
    }
    line.push((row.text.clone(), Role::Text));
    line
}

/// The best suggestion, or who has answered.
fn hint(pane: &SopPane, row: &Row, look: &Look) -> Line {
    if !row.inquiry.state.open() {
        return vec![(Clean::head(&row.inquiry.answered_by, 20).into_string(), Role::Muted)];
    }
    match pane.suggestions(row.inquiry.id).next() {
        Some(template) if row.gone.is_none() => {
            vec![(look.lang.text("sop.suggested").to_owned(), Role::Muted), (template.wording.code.clone(), Role::Auto)]
        }
        _ => Vec::new(),
    }
}

fn shelf_row(buf: &mut Buffer, area: Rect, look: &Look, (template, due): (&Template, bool), cursor: bool) {
    let w = &template.wording;
    let lang = look.lang;
    let uses = lang.fill("sop.uses", &[("count", &lang.count(template.uses))]);
    let dim = w.status != Status::Approved;
    let role = |usual| if dim { Role::Muted } else { usual };
    let mut x = area.x + 3;
    paint::put(buf, x, area.y, 8, &w.code, look.style(role(Role::Key)));
    x += 9;
    let name = if area.width >= 60 { 20 } else { 12 };
    let name_role = if cursor { Role::Cursor } else { role(Role::Text) };
    paint::put(buf, x, area.y, name, &Clean::head(&w.name, 40), look.style(name_role));
    x += name + 1;
    if area.width >= 60 {
        let label = w
            .category
            .label()
            .map_or_else(|| Clean::head(w.category.name(), 20).into_string(), |k| lang.text(k).to_owned());
        paint::put(buf, x, area.y, 9, &label, look.style(role(Role::Text)));
        x += 10;
    }
    let end = area.right().saturating_sub(columns(&uses) + 3);
    let state = match () {
        () if dim => format!("{} ", lang.text(w.status.label())),
        () if due => format!("{} ", lang.text("words.due")),
        () => String::new(),
    };
    let room = end.saturating_sub(x);
    let used = paint::put(buf, x, area.y, room, &state, look.style(Role::Gap));
    paint::put(
        buf,
        x + used,
        area.y,
        room.saturating_sub(used),
        &Clean::head(&outline(&w.body), 120).into_string(),
        look.style(Role::Muted),
    );
    paint::put_right(buf, end, area.y, area.right().saturating_sub(end + 2), &uses, look.style(Role::Muted));
}

/// The last line of the list: how many more there are, and whom we wait for.
fn foot(pane: &SopPane, buf: &mut Buffer, area: Rect, look: &Look, shown: usize) {
    let lang = look.lang;
    let total = match pane.view {
        View::Waiting if pane.plain() => usize::try_from(pane.counts.waiting).unwrap_or(0),
        View::All if pane.plain_all() => usize::try_from(pane.logged).unwrap_or(0),
        _ => pane.list.len(),
    };
    let mut text = String::new();
    if total > shown && shown > 0 && !pane.list.is_empty() {
        text = lang.fill("sop.more", &[("count", &(total - shown))]);
    }
    if let (View::Waiting, Some(row)) = (pane.view, &pane.paused) {
        if !text.is_empty() {
            text.push_str("   ");
        }
        let since = lang.span(row.paused_for * MINUTE);
        let note = Clean::head(&row.inquiry.pause_note, 60);
        let args: [(&str, &dyn std::fmt::Display); 4] =
            [("count", &pane.counts.paused), ("who", &row.who), ("note", &note), ("since", &since)];
        text.push_str(&lang.fill("sop.paused_line", &args));
    }
    if let (View::Waiting, Some(row)) = (pane.view, &pane.snoozed) {
        let until = row.snoozed.clone().unwrap_or_default();
        let args: [(&str, &dyn std::fmt::Display); 3] =
            [("count", &pane.counts.snoozed), ("who", &row.who), ("time", &until)];
        text.push_str(if text.is_empty() { "" } else { "   " });
        text.push_str(&lang.fill("promise.snoozed_line", &args));
    }
    let y = if pane.list.is_empty() { area.y + 1 } else { area.y + u16::try_from(shown).unwrap_or(0) };
    if y < area.bottom() {
        paint::put(buf, area.x + 3, y, area.width.saturating_sub(4), &text, look.style(Role::Muted));
    }
}

/// Why there is nothing, and which key fills it.
fn empty(pane: &SopPane, buf: &mut Buffer, area: Rect, look: &Look) {
    let key = match pane.view {
        _ if !pane.filter.trim().is_empty() || !pane.unfiltered() => "sop.empty_filter",
        View::Waiting => "sop.empty_waiting",
        View::All => "sop.empty_all",
        View::Library | View::Plays => "sop.empty_library",
    };
    paint::put(buf, area.x + 1, area.y, area.width.saturating_sub(2), look.text(key), look.style(Role::Muted));
}

/// The pane when the keys go elsewhere: two lines for each person, the words that may answer them, the day.
pub(super) fn glance(pane: &SopPane, buf: &mut Buffer, area: Rect, look: &Look) {
    let last = area.bottom() - 1;
    paint::put(buf, area.x + 1, last, area.width.saturating_sub(2), &day_line(pane, look), look.style(Role::Muted));
    if pane.waiting.is_empty() {
        if area.height > 1 {
            paint::put(
                buf,
                area.x + 1,
                area.y,
                area.width.saturating_sub(2),
                look.text("sop.empty_waiting"),
                look.style(Role::Muted),
            );
        }
        return;
    }
    // Six lines are kept for the suggestions where two people and they fit.
    let kept = if area.height >= 11 { 6 } else { 0 };
    let people = usize::from((area.height - 1).saturating_sub(kept) / 2).max(1);
    let time = pane.waiting.iter().take(people).map(|r| columns(&left(r, look).0)).max().unwrap_or(0).max(9);
    let mut y = area.y;
    for row in pane.waiting.iter().take(people) {
        if y + 1 >= last {
            break;
        }
        let (text, role) = left(row, look);
        let mut x = area.x + 1;
        paint::put(buf, x, y, time, &text, look.style(role));
        x += time + 1;
        let second = x;
        paint::put(buf, x, y, 10, &row.who, look.style(Role::Text));
        x += 11;
        paint::put(buf, x, y, 13, &place(row, look), look.style(Role::Text));
        x += 14;
        paint::put(
            buf,
            x,
            y,
            area.right().saturating_sub(x + 1),
            look.lang.text(row.inquiry.kind.label()),
            look.style(Role::Text),
        );
        let quoted = look.lang.fill("sop.quoted", &[("text", &row.text)]);
        paint::put(buf, second, y + 1, area.right().saturating_sub(second + 1), &quoted, look.style(Role::Muted));
        y += 2;
    }
    suggestions(pane, buf, Rect { y: y + 1, height: last.saturating_sub(y + 1), ..area }, look, people);
}

/// The best words for each person shown, then further ones for the first.
fn suggestions(pane: &SopPane, buf: &mut Buffer, area: Rect, look: &Look, people: usize) {
    if area.height < 2 {
        return;
    }
    let best = pane.waiting.iter().take(people).filter_map(|r| pane.suggestions(r.inquiry.id).next());
    let first = pane.waiting.first().into_iter().flat_map(|r| pane.suggestions(r.inquiry.id));
    let mut found: Vec<&Template> = Vec::new();
    for template in best.chain(first) {
        if !found.iter().any(|t| t.id == template.id) {
            found.push(template);
        }
    }
    if found.is_empty() {
        return;
    }
    paint::put(
        buf,
        area.x + 1,
        area.y,
        area.width.saturating_sub(2),
        look.text("sop.suggestions"),
        look.style(Role::Heading),
    );
    for (y, template) in (area.y + 1..area.bottom()).zip(found.iter().take(4)) {
        let name = Clean::head(&template.wording.name, 40);
        paint::put(buf, area.x + 1, y, 9, &template.wording.code, look.style(Role::Key));
        paint::put(buf, area.x + 11, y, 24, &name, look.style(Role::Text));
        let uses = look.lang.fill("sop.used", &[("count", &look.lang.count(template.uses))]);
        paint::put(buf, area.x + 36, y, area.width.saturating_sub(37), &uses, look.style(Role::Muted));
    }
}
