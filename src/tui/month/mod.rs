//! A month as weeks from Monday to Sunday (screens.md §6c); what stands in a day is the caller's.

use super::look::Look;
use super::paint;
use super::theme::Role;
use chrono::{Datelike, Days, NaiveDate};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// What stands in one day.
#[derive(Debug, Clone, Default)]
pub struct Day {
    /// The day's name, left in its first line: `9/28`, `1 国庆 休`.
    pub head: String,
    /// Right in its first line: how many.
    pub right: String,
    /// How the name looks.
    pub role: Option<Role>,
    /// The lines below. Those that do not fit are counted as `另 n 条`.
    pub lines: Vec<(Role, String)>,
}

/// A month to draw.
pub struct Month<'a> {
    /// Any day of the month.
    pub month: NaiveDate,
    /// The day under the cursor.
    pub cursor: NaiveDate,
    /// Today, shown in brackets.
    pub today: NaiveDate,
    /// What stands in a day, those of the neighbouring months included.
    pub day: &'a dyn Fn(NaiveDate) -> Day,
}

/// The weeks that hold the month of `day`: every day from the Monday of its first to the Sunday of its last.
#[must_use]
pub fn weeks(day: NaiveDate) -> Vec<[NaiveDate; 7]> {
    let first = day.with_day(1).unwrap_or(day);
    let monday = |d: NaiveDate| d.checked_sub_days(Days::new(d.weekday().num_days_from_monday().into())).unwrap_or(d);
    let mut weeks = Vec::new();
    let mut start = monday(first);
    while weeks.len() < 6 && (start <= first || (start.year(), start.month()) == (first.year(), first.month())) {
        weeks.push([0, 1, 2, 3, 4, 5, 6].map(|n| start.checked_add_days(Days::new(n)).unwrap_or(start)));
        let Some(next) = start.checked_add_days(Days::new(7)) else { break };
        start = next;
    }
    weeks
}

impl Month<'_> {
    /// Draws weekday names and weeks into `area`. Weeks share the height; each has at least its first line.
    pub fn draw(&self, buf: &mut Buffer, area: Rect, look: &Look<'_>) {
        let area = area.intersection(buf.area);
        let weeks = weeks(self.month);
        let Ok(count) = u16::try_from(weeks.len()) else { return };
        let width = area.width.saturating_sub(1) / 7;
        if width < 4 || area.height < count + 1 {
            return;
        }
        for (column, name) in (0u16..).zip(look.text("tui.weekdays").split(' ')) {
            let x = area.x + 1 + column * width;
            paint::put(buf, x, area.y, width - 1, name, look.style(Role::Heading));
        }
        let height = (area.height - 1) / count;
        // The lines left over go to the weeks from the top.
        let spare = (area.height - 1) % count;
        let mut y = area.y + 1;
        for (week, days) in (0u16..).zip(weeks) {
            let height = height + u16::from(week < spare);
            for (column, day) in (0u16..).zip(days) {
                let rect = Rect { x: area.x + 1 + column * width, y, width: width - 1, height };
                self.draw_day(buf, rect, look, day);
            }
            y += height;
        }
    }

    fn draw_day(&self, buf: &mut Buffer, rect: Rect, look: &Look<'_>, day: NaiveDate) {
        let content = (self.day)(day);
        let elsewhere = (day.year(), day.month()) != (self.month.year(), self.month.month());
        let role = content.role.unwrap_or(if elsewhere { Role::Muted } else { Role::Heading });
        let right = paint::columns(&content.right);
        let head = if day == self.today { format!("[{}]", content.head) } else { content.head };
        let used = paint::put(buf, rect.x, rect.y, rect.width, &head, look.style(role));
        if right > 0 && used + 1 + right < rect.width {
            // One blank stays free before the next day.
            paint::put_right(buf, rect.x, rect.y, rect.width - 1, &content.right, look.style(Role::Muted));
        }
        // Where there is room, a blank line parts the weeks.
        let room = usize::from(rect.height - 1 - u16::from(rect.height > 4));
        let all = content.lines.len();
        let shown = if all <= room { all } else { room.saturating_sub(1) };
        for (y, (role, text)) in (rect.y + 1..).zip(content.lines.iter().take(shown)) {
            paint::put(buf, rect.x, y, rect.width, text, look.style(*role));
        }
        if shown < all && room > 0 {
            let more = look.lang.fill("tui.more", &[("count", &(all - shown))]);
            paint::put(
                buf,
                rect.x,
                rect.y + 1 + u16::try_from(shown).unwrap_or(0),
                rect.width,
                &more,
                look.style(Role::Muted),
            );
        }
        if day == self.cursor {
            paint::cursor_row(buf, Rect { height: 1, ..rect }, look);
        }
    }
}

#[cfg(test)]
mod tests;
