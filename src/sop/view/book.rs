//! A template's page, the house phrases, and their forms.

use super::list;
use crate::base::text::{Clean, wrap};
use crate::sop::pane::{Book, Mode, PhraseList, SopPane};
use crate::tui::pane::Shape;
use crate::tui::{Look, Role, paint};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// Draws what is open; returns where the terminal's cursor belongs.
pub(super) fn draw(pane: &SopPane, book: &Book, buf: &mut Buffer, area: Rect, look: &Look) -> Option<Position> {
    match book {
        Book::Page(page) => {
            pane.height.set(usize::from(area.height.saturating_sub(1)));
            paint::put(buf, area.x + 1, area.y, area.width.saturating_sub(2), &page.title, look.style(Role::Heading));
            let width = usize::from(area.width.saturating_sub(2));
            let wrapped = page.lines.iter().skip(page.top).flat_map(|(line, role)| {
                let lines = if line.is_empty() { vec![String::new()] } else { wrap(line, width) };
                lines.into_iter().map(|l| (l, *role))
            });
            for (y, (line, role)) in (area.y + 1..area.bottom()).zip(wrapped) {
                paint::put(buf, area.x + 1, y, area.width.saturating_sub(2), &line, look.style(role));
            }
            None
        }
        Book::Phrases(phrases) => {
            pane.height.set(usize::from(area.height));
            if phrases.all.is_empty() {
                let text = look.text("words.empty_phrases");
                paint::put(buf, area.x + 1, area.y, area.width.saturating_sub(2), text, look.style(Role::Muted));
            }
            for (y, at) in (area.y..).zip(phrases.list.window(usize::from(area.height))) {
                let here = at == phrases.list.index();
                if here {
                    let mut sign = [0; 4];
                    paint::put(buf, area.x + 1, y, 1, look.glyphs.cursor.encode_utf8(&mut sign), look.style(Role::Key));
                }
                let role = if here { Role::Cursor } else { Role::Key };
                let name = format!("@{}", Clean::head(&phrases.all[at].name, 24));
                let used = paint::put(buf, area.x + 3, y, 26, &name, look.style(role)).max(18);
                let room = area.width.saturating_sub(used + 5);
                let body = Clean::head(&phrases.all[at].body, 200);
                paint::put(buf, area.x + 4 + used, y, room, &body, look.style(Role::Muted));
            }
            None
        }
        Book::Variant(_) | Book::Phrase(_) => {
            list::draw(pane, buf, area, look, Shape::Single);
            book.form(look.lang)?.paint(buf, area, look)
        }
    }
}

/// The house phrases, while they are listed or one of them is written.
pub(super) fn phrases(mode: &Mode) -> Option<&PhraseList> {
    let Mode::Book(book) = mode else { return None };
    if let Book::Phrases(phrases) = &**book { Some(phrases) } else { None }
}

/// The keys of what is open.
pub(super) fn hints(book: &Book) -> &'static str {
    match book {
        Book::Page(_) => "words.hints_page",
        Book::Phrases(_) => "words.hints_phrases",
        Book::Variant(_) | Book::Phrase(_) => "tui.form_hints",
    }
}
