//! The check-in: five steps in the order of urgency, with a clock. `c` goes on; a step that is empty steps on by
//! itself. The keys inside a step are the pane's own.

use super::state::App;
use crate::base::Result;
use crate::tui::pane::{Status, Tone};
use crate::tui::{Look, Role, paint};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// A check-in should be done in three minutes.
const GOAL_MS: i64 = 3 * crate::base::clock::MINUTE;

/// The panes in the order they are worked through.
const STEPS: [usize; 4] = [0, 2, 1, 3];

/// The labels of the steps, the hand-over included.
const LABELS: [&str; 5] = ["app.lane_due", "app.lane_queue", "app.lane_sop", "app.lane_kpi", "app.lane_note"];

/// A check-in under way.
#[derive(Debug, Clone)]
pub struct Lane {
    step: usize,
    started: crate::base::At,
    /// Milliseconds since the start, as of the last refresh.
    elapsed: i64,
    /// Journal entries before it began, to say at the end what was done.
    entries_before: i64,
}

impl Lane {
    /// Begins with the first step that has something in it.
    pub fn start(app: &mut App) -> Result<Lane> {
        let lane = Lane { step: 0, started: app.db.now(), elapsed: 0, entries_before: app.db.head()?.0 };
        app.focus = STEPS[0];
        app.panes[app.focus].go_urgent();
        Ok(lane)
    }

    /// The next step; after the last one the hand-over note, and the check-in is over.
    pub fn next(mut self, app: &mut App) -> Result<()> {
        self.step += 1;
        self.elapsed = app.db.now().since(self.started);
        if let Some(pane) = STEPS.get(self.step) {
            app.focus = *pane;
            app.panes[app.focus].go_urgent();
            app.lane = Some(self);
            return Ok(());
        }
        let done = app.db.head()?.0 - self.entries_before;
        let lang = &app.setup.lang;
        let text = lang.fill("app.lane_done", &[("time", &lang.ms(self.elapsed)), ("n", &done)]);
        app.status = Some(Status { tone: Tone::Info, text, more: String::new() });
        let note = super::overlay::Overlay::open(super::commands::Global::HandOver, app)?;
        app.overlays.push(note);
        Ok(())
    }

    /// Moves the clock.
    pub fn tick(&mut self, now: crate::base::At) {
        self.elapsed = now.since(self.started);
    }

    /// ` ✓ 待发   ▸审核   话术   指标   交班`.
    pub fn draw_strip(&self, buf: &mut Buffer, row: Rect, look: &Look) {
        let mut x = row.x + 1;
        for (n, key) in LABELS.iter().enumerate() {
            let (sign, role) = match n {
                n if n < self.step => (format!("{} ", look.glyphs.tick), Role::Good),
                n if n == self.step => (look.glyphs.cursor.to_string(), Role::RuleFocus),
                _ => (String::new(), Role::Muted),
            };
            let room = row.right().saturating_sub(x);
            x += paint::spans(
                buf,
                x,
                row.y,
                room,
                &[(&sign, role), (look.lang.text(key), role), ("   ", Role::Text)],
                look,
            );
        }
    }

    /// `巡检 2/5 审核`.
    #[must_use]
    pub fn title(&self, look: &Look, _titles: &[&str]) -> String {
        let name = LABELS.get(self.step).map_or("", |k| look.lang.text(k));
        look.lang.fill("app.lane_title", &[("n", &(self.step + 1)), ("of", &LABELS.len()), ("name", &name)])
    }

    /// `0:52 / 3:00`.
    #[must_use]
    pub fn clock(&self, look: &Look) -> String {
        format!("{} / {}", look.lang.ms(self.elapsed), look.lang.ms(GOAL_MS))
    }
}
