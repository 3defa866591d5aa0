//! One entry in full.

use super::super::board::Board;
use super::super::notes;
use super::super::pane::CalendarPane;
use super::super::post::State;
use super::super::row::{self, Row};
use crate::base::Lang;
use crate::base::text::{Clean, width as columns, wrap};
use crate::sop::playbook::Step;
use crate::tui::{Look, Role, paint};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Draws the entry under the cursor and, below a rule, the week; with `p` the entry has all the room.
pub(super) fn draw(pane: &CalendarPane, board: &Board, buf: &mut Buffer, area: Rect, look: &Look) {
    let week = if pane.text { Vec::new() } else { week(board, look.lang, usize::from(area.width.saturating_sub(2))) };
    let lines = if week.is_empty() { 0 } else { (week.len() as u16 + 1).min(area.height / 2) };
    text(pane, board, buf, Rect { height: area.height - lines, ..area }, look, true);
    if lines > 0 {
        let rule = Rect { y: area.bottom() - lines, height: 1, ..area };
        paint::rule(buf, rule, look, look.text("calendar.mix_week"), &notes::budget(board, look.lang), false);
        for (y, (role, line)) in (rule.y + 1..area.bottom()).zip(week) {
            paint::put(buf, area.x + 1, y, area.width.saturating_sub(2), &line, look.style(role));
        }
    }
}

/// The mix and the notes, wrapped.
fn week(board: &Board, lang: &Lang, width: usize) -> Vec<(Role, String)> {
    let mut lines = vec![(Role::Text, notes::mix_brief(board, lang, "  "))];
    for note in notes::notes(board, lang) {
        let text = [note.word.as_str(), note.gap(), note.text.as_str()].concat();
        lines.extend(packed(&text, width).into_iter().map(|l| (Role::Text, l)));
    }
    lines
}

/// Wraps `text`, if it can between the items that stand three blanks apart.
fn packed(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for item in text.split("   ") {
        match lines.last_mut() {
            Some(last) if columns(last) + columns(item) + 3 <= width => *last += &format!("   {item}"),
            _ => lines.extend(wrap(item, width)),
        }
    }
    lines
}

/// Draws the entry under the cursor: where and when (unless a rule says it), what it is, its caption, what became
/// of it.
pub(super) fn text(pane: &CalendarPane, board: &Board, buf: &mut Buffer, area: Rect, look: &Look, whole: bool) {
    let Some(row) = pane.current() else { return };
    let width = usize::from(area.width.saturating_sub(2));
    let skip = if whole { 0 } else { head(board, row, look.lang, width).len() };
    for (y, (role, line)) in (area.y..area.bottom()).zip(lines(board, row, look.lang, width).into_iter().skip(skip)) {
        paint::put(buf, area.x + 1, y, area.width.saturating_sub(2), &line, look.style(role));
    }
}

/// Where and when, on one line if there is room.
pub(super) fn head(board: &Board, row: &Row, lang: &Lang, width: usize) -> Vec<String> {
    let when = format!("{} {}", row::head(row.post.day, board.today, &board.days, lang, false), row.clock);
    if columns(&row.place) + 2 + columns(&when) <= width {
        vec![format!("{}  {when}", row.place)]
    } else {
        vec![row.place.clone(), when]
    }
}

/// A step: where and when, what is to be done, with which words.
fn of_step(board: &Board, row: &Row, step: &Step, lang: &Lang, width: usize) -> Vec<(Role, String)> {
    let mut lines: Vec<(Role, String)> = head(board, row, lang, width).into_iter().map(|l| (Role::Text, l)).collect();
    let about = [Clean::line(&step.run).into_string(), step.moment.shown(lang), row.owner.clone()].join("  ");
    lines.push((Role::Muted, about));
    lines.push((Role::Text, String::new()));
    lines.extend(wrap(&Clean::line(&step.text), width).into_iter().map(|l| (Role::Text, l)));
    if !step.template.is_empty() {
        lines.push((Role::Info, lang.fill("playbook.with_words", &[("code", &step.template)])));
    }
    lines
}

fn lines(board: &Board, row: &Row, lang: &Lang, width: usize) -> Vec<(Role, String)> {
    let post = &row.post;
    if let Some(step) = row.step.as_deref() {
        return of_step(board, row, step, lang, width);
    }
    let mut lines: Vec<(Role, String)> = head(board, row, lang, width).into_iter().map(|l| (Role::Text, l)).collect();
    let format = lang.text(post.format.key());
    let what = format!("{} {} {format}  {}  {}", row.track, row.kind, row.state, row.owner);
    let about = subject(row, lang);
    // What it is about stands beside what it is, or under it.
    if about.is_empty() || columns(&what) + 2 + columns(&about) <= width {
        lines.push((Role::Muted, format!("{what}  {about}").trim_end().to_owned()));
    } else {
        lines.push((Role::Muted, what));
        lines.push((Role::Muted, about));
    }
    lines.push((Role::Text, String::new()));
    if post.body.trim().is_empty() {
        let key = match post.state {
            State::Gap => "calendar.gap_empty",
            state if state.is_out() => "calendar.no_body_out",
            _ => "calendar.no_body",
        };
        lines.push((Role::Ghost, lang.text(key).to_owned()));
    } else {
        lines.extend(wrap(&Clean::block(&post.body), width).into_iter().map(|l| (Role::Text, l)));
    }
    lines.extend(texts(row, lang, width));
    let mut facts = of_more(board, row, lang);
    if let Some(at) = post.published_at {
        let by = Clean::line(&post.published_by);
        facts.push(lang.fill("calendar.out_at", &[("time", &board.clock(at)), ("who", &by)]));
    }
    facts.push(notes::results(row, lang));
    facts.push(Clean::line(&post.link).into_string());
    if row.hot.is_some() {
        facts.push(super::agenda::hot_line(board, row, lang));
    } else if let Some(at) = post.expires_at {
        facts.push(lang.fill("calendar.over_at", &[("time", &board.clock(at))]));
    }
    facts.extend(notes::column(board, row, lang));
    facts.push(Clean::line(&post.note).into_string());
    facts.retain(|f| !f.is_empty());
    if !facts.is_empty() {
        lines.push((Role::Text, String::new()));
        let wrapped = facts.iter().flat_map(|f| wrap(f, width));
        lines.extend(wrapped.map(|l| (Role::Info, l)));
    }
    lines
}

/// The texts for single platforms, each under its name.
fn texts(row: &Row, lang: &Lang, width: usize) -> Vec<(Role, String)> {
    let mut lines = Vec::new();
    for (platform, text) in &row.post.more.texts {
        let name = lang.text(&format!("members.platform_{platform}")).to_owned();
        lines.push((Role::Text, String::new()));
        lines.push((Role::Heading, name));
        lines.extend(wrap(&Clean::block(text), width).into_iter().map(|l| (Role::Text, l)));
    }
    lines
}

/// Topic, mechanic and campaign, those there are.
fn subject(row: &Row, lang: &Lang) -> String {
    let details = &row.post.more.details;
    let about = [
        ("posts.field_topic", &details.topic),
        ("posts.field_mechanic", &details.mechanic),
        ("posts.field_campaign", &details.campaign),
    ];
    let known = about.iter().filter(|(_, value)| !value.is_empty());
    known.map(|(key, value)| format!("{} {}", lang.text(key), Clean::line(value))).collect::<Vec<_>>().join("  ")
}

/// Where else it goes, who has seen it, what belongs to it.
fn of_more(board: &Board, row: &Row, lang: &Lang) -> Vec<String> {
    let (more, details) = (&row.post.more, &row.post.more.details);
    let clean = |text: &str| Clean::line(text).into_string();
    let mut facts = Vec::new();
    if !more.returned.is_empty() {
        facts.push(lang.fill("posts.returned", &[("why", &clean(&more.returned))]));
    }
    for place in &more.places {
        let name = row::place(lang, &place.platform, &place.community);
        facts.push(match place.published_at {
            Some(at) => {
                let (time, who, link) = (board.clock(at), clean(&place.published_by), clean(&place.link));
                let said = lang.fill("calendar.out_at", &[("time", &time), ("who", &who)]);
                format!("{name}  {said}  {link}").trim_end().to_owned()
            }
            None => format!("{name}  {}", lang.text("calendar.unposted")),
        });
    }
    if more.approved_at.is_some() {
        facts.push(lang.fill("posts.approved_by", &[("who", &clean(&more.approved_by))]));
    }
    facts.extend(details.assets.iter().map(|a| clean(a)));
    facts
}
