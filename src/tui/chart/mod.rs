//! A bar chart (screens.md §7b): an axis with labels, a goal line, and `?` where a day is missing. It takes
//! numbers and finished labels and knows nothing of what they mean.

use super::look::Look;
use super::paint;
use super::theme::Role;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// What to draw.
#[derive(Clone, Copy)]
pub struct Chart<'a> {
    /// One bar a value; `None` is a missing day.
    pub values: &'a [Option<f64>],
    /// What the bars are held against, drawn as a tick each; empty for nothing.
    pub other: &'a [Option<f64>],
    /// The goal's value and the words at the end of its line.
    pub goal: Option<(f64, &'a str)>,
    /// The unit above the axis.
    pub unit: &'a str,
    /// Writes a value of the axis.
    pub label: &'a dyn Fn(f64) -> String,
    /// Words under the axis: the place of a bar, and what stands there. Those that would touch are left out.
    pub marks: &'a [(usize, String)],
    /// A second line of words, for events.
    pub events: &'a [(usize, String)],
    /// The bar under the cursor, shown on the axis.
    pub cursor: Option<usize>,
}

/// The steps of an axis that starts at zero: the smallest of 1, 2 or 5 times a power of ten that spans `top` in at
/// most `most` steps, and how many of them.
#[must_use]
pub fn axis(top: f64, most: usize) -> (f64, usize) {
    let (top, most) = (if top.is_finite() && top > 0.0 { top } else { 1.0 }, most.max(1));
    let mut power = 10f64.powf((top / count(most)).log10().floor());
    loop {
        for factor in [1.0, 2.0, 5.0] {
            let step = factor * power;
            // A hair of slack, or 0.7 / 0.1 takes eight steps.
            let steps = (top / step - 1e-9).ceil().max(1.0);
            if steps <= count(most) {
                return (step, whole(steps));
            }
        }
        power *= 10.0;
    }
}

#[allow(clippy::cast_precision_loss)]
fn count(n: usize) -> f64 {
    n as f64
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn whole(n: f64) -> usize {
    n.max(0.0) as usize
}

/// Where the drawing stands: the plot's rectangle without axis, its scale, and columns a bar.
struct Plot {
    area: Rect,
    top: f64,
    pitch: u16,
    first: usize,
}

impl Plot {
    fn column(&self, at: usize) -> Option<u16> {
        let place = u16::try_from(at.checked_sub(self.first)?).ok()?;
        let x = self.area.x + 1 + place.checked_mul(self.pitch)?;
        (x < self.area.right()).then_some(x)
    }

    /// Eighths of a line from the bottom.
    fn eighths(&self, value: f64) -> usize {
        whole((value / self.top * count(usize::from(self.area.height)) * 8.0).round())
    }
}

impl Chart<'_> {
    /// Draws into `area`: the unit's line, the plot, the axis, and a line each for marks and events. When there is
    /// no room for all bars, the last ones are shown.
    pub fn draw(&self, buf: &mut Buffer, area: Rect, look: &Look<'_>) {
        let area = area.intersection(buf.area);
        let below = 2 + u16::from(!self.events.is_empty());
        if area.height < below + 3 || area.width < 16 {
            return;
        }
        let height = area.height - 1 - below;
        let known = self.values.iter().chain(self.other).flatten().copied().filter(|v| v.is_finite());
        let highest = known.chain(self.goal.map(|g| g.0)).fold(0.0, f64::max);
        let (step, steps) = axis(highest, usize::from(height / 2).max(1));
        let labels: Vec<String> = (0..=steps).map(|n| (self.label)(step * count(n))).collect();
        let left = labels.iter().map(|l| paint::columns(l)).max().unwrap_or(0) + 2;
        let tail = self.goal.map_or(0, |g| paint::columns(g.1) + 2);
        let width = area.width.saturating_sub(left + 1 + tail).max(1);
        let bars = u16::try_from(self.values.len()).unwrap_or(u16::MAX).max(1);
        let pitch = if bars.saturating_mul(2) < width { 2 } else { 1 };
        let shown = usize::from(width.saturating_sub(1) / pitch);
        let plot = Plot {
            area: Rect { x: area.x + left, y: area.y + 1, width, height },
            top: step * count(steps),
            pitch,
            first: self.values.len().saturating_sub(shown),
        };
        paint::put(buf, area.x + 1, area.y, area.width - 1, self.unit, look.style(Role::Muted));
        self.draw_axis(buf, &plot, look, left, &labels);
        self.draw_goal(buf, &plot, look);
        self.draw_bars(buf, &plot, look);
        self.draw_other(buf, &plot, look);
        for (line, marks) in [self.marks, self.events].into_iter().enumerate() {
            let y = plot.area.bottom() + 1 + u16::try_from(line).unwrap_or(0);
            words(buf, &plot, (y, area.right()), marks, look);
        }
    }

    fn draw_axis(&self, buf: &mut Buffer, plot: &Plot, look: &Look<'_>, left: u16, labels: &[String]) {
        let area = plot.area;
        let x = area.x - 1;
        paint::vertical(buf, Rect { x, width: 1, ..area }, look);
        let foot = Rect { x, y: area.bottom(), width: area.width + 1, height: 1 };
        paint::line(buf, foot, look.glyphs.rule, look.style(Role::Rule));
        paint::line(buf, Rect { width: 1, ..foot }, look.glyphs.corners[2], look.style(Role::Rule));
        if let Some(x) = self.cursor.and_then(|at| plot.column(at)) {
            let sign = look.glyphs.up.to_string();
            paint::put(buf, x, area.bottom(), 1, &sign, look.style(Role::Key));
        }
        let mut last = None;
        for (n, text) in labels.iter().enumerate() {
            let up = plot.eighths(plot.top * count(n) / count(labels.len() - 1)) / 8;
            let y = area.bottom() - u16::try_from(up).unwrap_or(0).min(area.height);
            if last != Some(y) {
                paint::put_right(buf, x - (left - 1), y, left - 1, text, look.style(Role::Muted));
                last = Some(y);
            }
        }
    }

    /// The line that holds the top of the goal; bars are drawn over it.
    fn draw_goal(&self, buf: &mut Buffer, plot: &Plot, look: &Look<'_>) {
        let Some((value, text)) = self.goal.filter(|g| g.0 >= 0.0) else { return };
        let up = u16::try_from(plot.eighths(value) / 8).unwrap_or(u16::MAX);
        if up == 0 || up > plot.area.height {
            return;
        }
        let y = plot.area.bottom() - up;
        for x in plot.area.left()..plot.area.right() {
            paint::put(buf, x, y, 1, "-", look.style(Role::Rule));
        }
        paint::put(buf, plot.area.right() + 1, y, u16::MAX, text, look.style(Role::Muted));
    }

    fn draw_bars(&self, buf: &mut Buffer, plot: &Plot, look: &Look<'_>) {
        let mut sign = [0; 4];
        for (at, value) in self.values.iter().enumerate() {
            let Some(x) = plot.column(at) else { continue };
            let Some(value) = value.filter(|v| v.is_finite()) else {
                paint::put(buf, x, plot.area.bottom() - 1, 1, "?", look.style(Role::Gap));
                continue;
            };
            let high = plot.eighths(value);
            for line in 0..plot.area.height {
                let part = high.saturating_sub(usize::from(line) * 8).min(8);
                if part > 0 {
                    let bar = look.glyphs.bars[part - 1].encode_utf8(&mut sign);
                    paint::put(buf, x, plot.area.bottom() - 1 - line, 1, bar, look.style(Role::Chart));
                }
            }
        }
    }
}

impl Chart<'_> {
    /// A tick at the height of each value the bars are held against; over the bar, and beside it where there is room.
    fn draw_other(&self, buf: &mut Buffer, plot: &Plot, look: &Look<'_>) {
        let tick = look.glyphs.rule_focus.to_string();
        for (at, value) in self.other.iter().enumerate() {
            let (Some(x), Some(value)) = (plot.column(at), value.filter(|v| v.is_finite() && *v >= 0.0)) else {
                continue;
            };
            let line = (plot.eighths(value).saturating_sub(1) / 8).min(usize::from(plot.area.height) - 1);
            let y = plot.area.bottom() - 1 - u16::try_from(line).unwrap_or(0);
            for x in x..(x + plot.pitch).min(plot.area.right()) {
                paint::put(buf, x, y, 1, &tick, look.style(Role::Other));
            }
        }
    }
}

/// Words centred under their bars, from the left; one that would touch the one before is left out.
fn words(buf: &mut Buffer, plot: &Plot, (y, right): (u16, u16), marks: &[(usize, String)], look: &Look<'_>) {
    let mut free = 0;
    for (at, text) in marks {
        let Some(x) = plot.column(*at) else { continue };
        let width = paint::columns(text);
        let start = x.saturating_sub(width / 2).max(plot.area.x);
        if start >= free && start + width <= right {
            paint::put(buf, start, y, width, text, look.style(Role::Muted));
            free = start + width + 1;
        }
    }
}

#[cfg(test)]
mod tests;
