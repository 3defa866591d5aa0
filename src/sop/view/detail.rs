//! What is known about the row under the cursor.

use super::{Line, columns, place, platform, spans};
use crate::base::text::{Clean, pad};
use crate::sop::inquiry::{Reason, State};
use crate::sop::pane::{Detail, Fact, Row, SopPane, View};
use crate::sop::template::{Template, outline};
use crate::tui::{Look, Role, paint};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// The template under the cursor.
pub(super) fn template(pane: &SopPane) -> Option<&Template> {
    pane.shelf.get(pane.list.index()).and_then(|at| pane.library.all.get(*at))
}

/// A rule with the row's title, then the detail.
pub(super) fn with_rule(pane: &SopPane, buf: &mut Buffer, area: Rect, look: &Look) {
    let (title, right) = title(pane, look);
    paint::rule(buf, Rect { height: 1, ..area }, look, &title, &right, false);
    let below = Rect { y: area.y + 1, height: area.height - 1, ..area };
    lines(buf, below, look, lines_of(pane, look, area.width.saturating_sub(2)));
}

/// The detail beside the list: its title stands in the title rule, so where and when come first here; there is room
/// for everything.
pub(super) fn draw(pane: &SopPane, buf: &mut Buffer, area: Rect, look: &Look) {
    let width = area.width.saturating_sub(2);
    let (Some(row), true) = (pane.current(), pane.view != View::Library) else {
        return lines(buf, area, look, lines_of(pane, look, width));
    };
    let kind = look.lang.text(row.inquiry.kind.label());
    let mut all = vec![vec![(format!("{}  {kind}  {}", place(row, look), row.asked), Role::Muted)], Vec::new()];
    all.extend(of_person(pane, row, look, width));
    if let Some(template) = pane.suggestions(row.inquiry.id).next().filter(|_| row.inquiry.state.open()) {
        all.push(Vec::new());
        let outlined = outline(&template.wording.body);
        let body = Clean::block(&outlined);
        let wrapped = crate::base::text::wrap_at_most(&body, usize::from(width.saturating_sub(2)), 8);
        all.extend(wrapped.into_iter().map(|line| vec![("  ".to_owned(), Role::Text), (line, Role::Muted)]));
    }
    for detail in [Detail::Clock, Detail::Card] {
        all.push(Vec::new());
        all.extend(of_facts(pane, row, detail, look));
    }
    lines(buf, area, look, all);
}

/// The least that is known, in one line.
pub(super) fn one_line(pane: &SopPane, buf: &mut Buffer, area: Rect, look: &Look) {
    let text = match (pane.current(), template(pane)) {
        (Some(row), _) if pane.detail != Detail::Text => {
            let fact = |f: &Fact| format!("{} {}", look.lang.text(f.label), f.value);
            facts(pane, row, pane.detail).iter().map(fact).collect::<Vec<_>>().join("  ")
        }
        (Some(row), _) => format!("{} {}", place(row, look), row.text),
        (None, Some(template)) if pane.view == View::Library => Clean::head(&template.wording.body, 200).into_string(),
        _ => String::new(),
    };
    paint::put(buf, area.x + 1, area.y, area.width.saturating_sub(2), &text, look.style(Role::Text));
}

fn lines(buf: &mut Buffer, area: Rect, look: &Look, all: Vec<Line>) {
    for (y, line) in (area.y..area.bottom()).zip(all) {
        spans(buf, area.x + 1, y, area.width.saturating_sub(2), &line, look);
    }
}

fn title(pane: &SopPane, look: &Look) -> (String, String) {
    let lang = look.lang;
    if pane.view == View::Library {
        let Some(template) = template(pane) else { return Default::default() };
        let title = format!("{} {}", template.wording.code, Clean::head(&template.wording.name, 40));
        return (title, lang.fill("sop.uses", &[("count", &lang.count(template.uses))]));
    }
    let Some(row) = pane.current() else { return Default::default() };
    let kind = lang.text(row.inquiry.kind.label());
    (format!("{}  {}  {kind}", row.who, place(row, look)), lang.fill("sop.asked_at", &[("when", &row.asked)]))
}

fn lines_of(pane: &SopPane, look: &Look, width: u16) -> Vec<Line> {
    if pane.view == View::Library {
        return template(pane).map(|t| of_template(pane, t, look, width)).unwrap_or_default();
    }
    match pane.current() {
        None => Vec::new(),
        Some(row) if pane.detail != Detail::Text => of_facts(pane, row, pane.detail, look),
        Some(row) => of_person(pane, row, look, width),
    }
}

/// The facts of the row, as far as they have been read.
fn facts<'a>(pane: &'a SopPane, row: &Row, detail: Detail) -> &'a [Fact] {
    match detail {
        _ if pane.facts.of != row.inquiry.id => &[],
        Detail::Clock => &pane.facts.clock,
        Detail::Card => &pane.facts.card,
        Detail::Text => &[],
    }
}

fn of_facts(pane: &SopPane, row: &Row, detail: Detail, look: &Look) -> Vec<Line> {
    let key = if detail == Detail::Clock { "sop.clock_title" } else { "sop.card_title" };
    let facts = facts(pane, row, detail);
    let label = facts.iter().map(|f| columns(look.lang.text(f.label))).max().unwrap_or(0);
    let fact = |f: &Fact| {
        let name = crate::base::text::pad(look.lang.text(f.label), usize::from(label) + 2);
        vec![("  ".to_owned(), Role::Text), (name, Role::Muted), (f.value.clone(), Role::Text)]
    };
    let head = vec![(look.lang.text(key).to_owned(), Role::Heading)];
    std::iter::once(head).chain(facts.iter().map(fact)).collect()
}

fn of_person(pane: &SopPane, row: &Row, look: &Look, width: u16) -> Vec<Line> {
    let lang = look.lang;
    let wrapped = |text: &str, most: usize, role: Role| -> Vec<Line> {
        crate::base::text::wrap_at_most(text, usize::from(width), most).into_iter().map(|l| vec![(l, role)]).collect()
    };
    let mut out = Vec::new();
    if let Some(gone) = &row.gone {
        out.push(vec![(gone.clone(), Role::Other)]);
    }
    let i = &row.inquiry;
    out.extend(asked(row, look, width));
    match i.state {
        State::Answered if i.reason == Reason::InGroup.name() => {
            let who = Clean::head(&i.answered_by, 40);
            out.push(vec![(lang.fill("promise.in_group", &[("who", &who)]), Role::Good)]);
        }
        State::Answered => {
            let answer = lang.fill(
                "sop.answered_with",
                &[("who", &Clean::head(&i.answered_by, 40)), ("text", &Clean::head(&i.answer, 600))],
            );
            out.extend(wrapped(&answer, 6, Role::Good));
        }
        State::Closed => {
            let reason = Reason::read(&i.reason)
                .map_or_else(|| Clean::head(&i.reason, 200).into_string(), |r| lang.text(r.label()).to_owned());
            out.push(vec![(
                lang.fill("sop.closed_because", &[("who", &Clean::head(&i.answered_by, 40)), ("reason", &reason)]),
                Role::Muted,
            )]);
        }
        State::Paused => {
            let note = Clean::head(&i.pause_note, 200);
            let key = if i.first_at.is_some() { "promise.fact_waits_value" } else { "sop.fact_paused_value" };
            out.push(vec![(lang.fill(key, &[("note", &note)]), Role::Warn)]);
        }
        State::Waiting => {}
    }
    if i.state.open() {
        out.extend(offered(pane, row, look));
    }
    out
}

/// What they wrote, and wrote again; what a colleague said with it.
fn asked(row: &Row, look: &Look, width: u16) -> Vec<Line> {
    let lang = look.lang;
    let wrapped = |text: &str, most: usize, role: Role| -> Vec<Line> {
        crate::base::text::wrap_at_most(text, usize::from(width), most).into_iter().map(|l| vec![(l, role)]).collect()
    };
    let mut out = Vec::new();
    let i = &row.inquiry;
    let first = Clean::head(&i.text, 600).into_string();
    let quoted = |text: &str| lang.fill("sop.quoted", &[("text", &text)]);
    let text = if first.is_empty() { lang.text("sop.text_expired").to_owned() } else { quoted(&first) };
    out.extend(wrapped(&text, 4, Role::Text));
    if !i.again.is_empty() {
        out.extend(wrapped(&format!("{}{}", lang.text("promise.again"), quoted(&row.text)), 3, Role::Text));
    }
    if let Some((by, note)) = row.handed.as_ref().filter(|(_, note)| !note.is_empty()) {
        out.extend(wrapped(&lang.fill("promise.handed_note", &[("who", by), ("note", note)]), 2, Role::Own));
    }
    out
}

/// The best templates, one line each.
fn offered(pane: &SopPane, row: &Row, look: &Look) -> Vec<Line> {
    let (lang, i) = (look.lang, &row.inquiry);
    let mut out = Vec::new();
    // One column for the codes shown, however long their letters.
    let code = pane.suggestions(i.id).take(3).map(|t| columns(&t.wording.code)).max().unwrap_or(0).max(5);
    for (n, template) in pane.suggestions(i.id).take(3).enumerate() {
        let uses = lang.fill("sop.used", &[("count", &lang.count(template.uses))]);
        let lead = if n == 0 {
            lang.text("sop.suggested").to_owned()
        } else {
            " ".repeat(usize::from(columns(lang.text("sop.suggested"))))
        };
        out.push(vec![
            (lead, Role::Muted),
            (format!("{} ", n + 1), Role::Key),
            (pad(&template.wording.code, usize::from(code) + 1), Role::Auto),
            (format!("{}  ", Clean::head(&template.wording.name, 30)), Role::Text),
            (uses, Role::Muted),
        ]);
    }
    out
}

fn of_template(pane: &SopPane, template: &Template, look: &Look, width: u16) -> Vec<Line> {
    let w = &template.wording;
    let lang = look.lang;
    let mut out: Vec<Line> = Vec::new();
    let body = Clean::block(&w.body);
    for line in crate::base::text::wrap_at_most(&body, usize::from(width), 12) {
        out.push(vec![(line, Role::Text)]);
    }
    let scope = if w.platform.is_empty() { lang.text("sop.scope_all").to_owned() } else { platform(&w.platform, look) };
    let changed = pane.library.changed(template);
    let who = Clean::head(&template.updated_by, 20);
    out.push(vec![(lang.fill("sop.scope", &[("scope", &scope), ("day", &changed), ("who", &who)]), Role::Muted)]);
    if !w.keywords.is_empty() {
        out.push(vec![(lang.fill("sop.keywords", &[("words", &Clean::head(&w.keywords, 200))]), Role::Muted)]);
    }
    out
}
