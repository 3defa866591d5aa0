//! The rows of the board. Columns are as wide as what they hold; where there is little room the least needed go
//! first: last year, target, the sparkline's length, the data's age (said by the state then), the sparkline.

use super::super::board::{Row, State};
use super::super::pane::KpiPane;
use super::super::wording;
use crate::base::text::{pad_left, width};
use crate::tui::sparkline::spark;
use crate::tui::{Look, Role, paint};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Columns of a sparkline at most; longer windows are drawn as means.
const SPARK: usize = 14;
/// Below this a sparkline says little.
const SPARK_SHORT: usize = 9;

/// A row in words.
pub(super) struct Said {
    name: String,
    value: String,
    change: String,
    year: String,
    goal: String,
    state: (String, Role),
    data: (String, Role),
    stale: bool,
}

/// What a row says.
pub(super) fn said(look: &Look, row: &Row) -> Said {
    let (lang, metric) = (look.lang, row.metric);
    let arrow = match row.change {
        Some(c) if c > 0.0 => look.glyphs.up.to_string(),
        Some(c) if c < 0.0 => look.glyphs.down.to_string(),
        _ => String::new(),
    };
    let change = wording::change(lang, metric, row.change, row.reading.value);
    let stale = row.shown.is_some_and(|(_, age)| age > 0);
    let data_role = match row.state {
        _ if stale => Role::Gap,
        State::Unfilled => Role::Gap,
        _ if row.reading.origin == Some(super::super::board::Origin::Auto) => Role::Auto,
        _ => Role::Muted,
    };
    Said {
        name: lang.text(metric.label).to_owned(),
        value: row.shown.map_or_else(|| wording::NONE.to_owned(), |(v, _)| wording::value(lang, metric, v)),
        change: if matches!(change.as_str(), "0" | wording::NONE) { change } else { arrow + &change },
        year: wording::change(lang, metric, row.year, row.reading.value),
        goal: wording::target(lang, metric, row.bands.target),
        state: state(look, row),
        data: (wording::data(lang, row), data_role),
        stale,
    }
}

/// How a row stands, with a tick when somebody has said why.
pub(super) fn state(look: &Look, row: &Row) -> (String, Role) {
    let word = look.text(wording::state_key(row.state)).to_owned();
    match row.state {
        State::Out => (word, Role::Bad),
        State::Acknowledged => (format!("{word}{}", look.glyphs.tick), Role::Bad),
        State::Watch | State::Unusual => (word, Role::Warn),
        State::Good => (word, Role::Good),
        State::Unfilled if row.metric.bench => (wording::NONE.to_owned(), Role::Muted),
        State::Unfilled => (word, Role::Gap),
        State::Unavailable | State::Unjudged => (word, Role::Muted),
    }
}

/// Where the columns stand and how wide they are; 0 = left out.
pub(super) struct Columns {
    margin: u16,
    name: usize,
    value: usize,
    spark: usize,
    change: usize,
    year: usize,
    goal: usize,
    state: usize,
    data: usize,
    /// What the state column needs when it also says the age.
    aged: usize,
    gap: usize,
}

impl Columns {
    fn total(&self) -> usize {
        let gap = |w: usize| if w == 0 { 0 } else { w + self.gap };
        let spark = if self.spark == 0 { 0 } else { self.spark + 2 };
        let words = gap(self.change) + gap(self.year) + gap(self.goal) + gap(self.state) + self.data;
        usize::from(self.margin) + self.name + self.value + spark + 1 + words
    }

    /// The columns of `rows` within `width`.
    pub(super) fn fit(look: &Look, rows: &[Said], width: u16, margin: u16, days: usize) -> Columns {
        let heads = Heads::new(look, days);
        let most = |least: usize, head: &str, of: &dyn Fn(&Said) -> usize| {
            rows.iter().map(of).max().unwrap_or(0).max(self::width(head)).max(least)
        };
        let mut c = Columns {
            margin,
            name: most(10, &heads.metric, &|s| self::width(&s.name)),
            value: most(5, &heads.value, &|s| self::width(&s.value)) + 1,
            spark: SPARK,
            change: most(8, &heads.change, &|s| self::width(&s.change)),
            year: most(7, &heads.year, &|s| self::width(&s.year)),
            goal: most(7, &heads.goal, &|s| self::width(&s.goal)),
            state: most(4, &heads.state, &|s| self::width(&s.state.0)),
            data: most(4, &heads.data, &|s| self::width(&s.data.0)),
            aged: most(4, &heads.state, &|s| self::width(if s.stale { &s.data.0 } else { &s.state.0 })),
            gap: 2,
        };
        // One blank stays at the right edge.
        let room = usize::from(width).saturating_sub(1);
        let steps: [fn(&mut Columns); 7] = [
            |c| c.gap = 1,
            |c| c.year = 0,
            |c| c.goal = 0,
            |c| c.spark = SPARK_SHORT,
            |c| (c.data, c.state) = (0, c.aged),
            |c| c.spark = 0,
            |c| c.change = 0,
        ];
        for step in steps {
            if c.total() <= room {
                break;
            }
            step(&mut c);
        }
        if c.gap == 1 {
            c.gap = 2;
            if c.total() > room {
                c.gap = 1;
            }
        }
        if c.spark > 0 {
            c.spark = (c.spark + room.saturating_sub(c.total())).min(SPARK);
        }
        c
    }
}

struct Heads {
    metric: String,
    value: String,
    days: String,
    change: String,
    year: String,
    goal: String,
    state: String,
    data: String,
}

impl Heads {
    fn new(look: &Look, days: usize) -> Heads {
        let text = |key| look.lang.text(key).to_owned();
        Heads {
            metric: text("kpi.head_metric"),
            value: text("kpi.head_value"),
            days: look.lang.fill("kpi.head_days", &[("days", &days)]),
            change: text("kpi.head_change"),
            year: text("kpi.head_year"),
            goal: text("kpi.head_goal"),
            state: text("kpi.head_state"),
            data: text("kpi.head_data"),
        }
    }
}

/// Draws one row of cells.
struct Pen<'a, 'b> {
    buf: &'a mut Buffer,
    look: &'a Look<'b>,
    x: u16,
    y: u16,
    right: u16,
}

impl Pen<'_, '_> {
    fn put(&mut self, columns: usize, gap: usize, text: &str, role: Role) {
        if columns == 0 {
            return;
        }
        let columns = u16::try_from(columns).unwrap_or(u16::MAX).min(self.right.saturating_sub(self.x));
        paint::put(self.buf, self.x, self.y, columns, text, self.look.style(role));
        self.x = (self.x + columns + u16::try_from(gap).unwrap_or(0)).min(self.right);
    }
}

/// The sparkline of a row in `columns` columns: short windows show their last days, long ones means.
fn sparkline(pane: &KpiPane, look: &Look, row: &Row, columns: usize) -> String {
    let drawn = row.series.columns(pane.last(), pane.span, columns.max(SPARK));
    let text = spark(&drawn, look.glyphs);
    text.chars().skip(drawn.len().saturating_sub(columns)).collect()
}

/// Draws `row` at line `y`. With the cursor on it, its name is reversed and the glyph stands at the left.
pub(super) fn draw_row(
    pane: &KpiPane,
    buf: &mut Buffer,
    at: (Rect, u16),
    look: &Look,
    columns: &Columns,
    (row, said, chosen): (&Row, &Said, bool),
) {
    let (area, y) = at;
    let c = columns;
    if chosen {
        let glyph = look.glyphs.cursor.to_string();
        paint::put(buf, area.x + c.margin.saturating_sub(2), y, 1, &glyph, look.style(Role::Text));
    }
    let mut pen = Pen { buf, look, x: area.x + c.margin, y, right: area.right() };
    let start = pen.x;
    pen.put(c.name, 0, &said.name, if chosen { Role::Cursor } else { Role::Text });
    pen.x = start + u16::try_from(c.name).unwrap_or(0);
    let value_role = if said.stale || row.shown.is_none() { Role::Muted } else { Role::Text };
    pen.put(c.value, if c.spark > 0 { 2 } else { 1 }, &pad_left(&said.value, c.value), value_role);
    if c.spark > 0 {
        pen.put(c.spark, 1, &sparkline(pane, look, row, c.spark), Role::Chart);
    }
    pen.put(c.change, c.gap, &said.change, Role::Text);
    pen.put(c.year, c.gap, &said.year, Role::Muted);
    pen.put(c.goal, c.gap, &said.goal, Role::Muted);
    let state = if c.data == 0 && said.stale { &said.data } else { &said.state };
    pen.put(c.state, c.gap, &state.0, state.1);
    pen.put(c.data, 0, &said.data.0, said.data.1);
}

/// Lines that the whole table would take.
pub(super) fn height(pane: &KpiPane) -> u16 {
    u16::try_from(pane.list.len().max(1) + 1).unwrap_or(u16::MAX)
}

/// Draws head and rows; in very low areas without the head.
pub(super) fn draw(pane: &KpiPane, buf: &mut Buffer, area: Rect, look: &Look, margin: u16) {
    let all: Vec<Said> = pane.board.rows.iter().map(|row| said(look, row)).collect();
    let columns = Columns::fit(look, &all, area.width, margin, pane.span);
    let mut body = area;
    if margin > 1 && area.height > 6 {
        head(buf, area, look, &columns, pane.span);
        body = Rect { y: area.y + 1, height: area.height - 1, ..area };
    }
    if pane.list.is_empty() {
        let key = if pane.board.rows.is_empty() { "kpi.empty" } else { "kpi.empty_filter" };
        paint::put(
            buf,
            body.x + margin,
            body.y,
            body.width.saturating_sub(margin + 1),
            look.text(key),
            look.style(Role::Muted),
        );
        return;
    }
    for (y, at) in (body.y..).zip(pane.list.window(usize::from(body.height))) {
        let place = pane.list.rows()[at];
        let chosen = at == pane.list.index();
        if pane.list.marks().contains(&place) && margin > 1 {
            paint::put(buf, body.x + margin - 1, y, 1, &look.glyphs.mark.to_string(), look.style(Role::Mark));
        }
        draw_row(pane, buf, (body, y), look, &columns, (&pane.board.rows[place], &all[place], chosen));
    }
}

fn head(buf: &mut Buffer, area: Rect, look: &Look, c: &Columns, days: usize) {
    let heads = Heads::new(look, days);
    let mut pen = Pen { buf, look, x: area.x + c.margin, y: area.y, right: area.right() };
    pen.put(c.name, 0, &heads.metric, Role::Heading);
    pen.put(c.value, if c.spark > 0 { 2 } else { 1 }, &pad_left(&heads.value, c.value), Role::Heading);
    if c.spark > 0 {
        pen.put(c.spark, 1, &heads.days, Role::Heading);
    }
    for (columns, text) in
        [(c.change, heads.change), (c.year, heads.year), (c.goal, heads.goal), (c.state, heads.state)]
    {
        pen.put(columns, c.gap, &text, Role::Heading);
    }
    pen.put(c.data, 0, &heads.data, Role::Heading);
}
