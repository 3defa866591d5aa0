//! Steps of playbooks in the list: what may be wanted of them, handed over to where playbooks live.

use super::super::row::Row;
use super::{Action, CalendarPane, Cx};
use crate::base::clock::MINUTE;
use crate::base::text::Clean;
use crate::base::{Lang, Result};
use crate::sop::playbook::Step;
use crate::tui::pane::{Effect, Errand};

/// The pane playbooks live in.
const HOME: &str = "sop";

/// Why `action` cannot run about the step of `row`.
pub(super) fn refused(action: Action, row: &Row, lang: &Lang) -> Option<String> {
    let step = row.step.as_deref()?;
    let key = match action {
        Action::Copy | Action::CopyPublish if step.template.is_empty() => "playbook.why_no_text",
        Action::Edit | Action::Send | Action::Claim => "playbook.why_edit_there",
        _ => return None,
    };
    Some(lang.text(key).to_owned())
}

/// How the row came about, for `s`.
pub(super) fn why(step: &Step, cx_lang: &Lang, left: i64) -> Vec<String> {
    let owner = if step.owner.is_empty() { "--".into() } else { Clean::line(&step.owner).into_string() };
    let span = cx_lang.span((left.abs() / MINUTE) * MINUTE);
    vec![
        cx_lang.fill("playbook.why_run", &[("run", &Clean::line(&step.run)), ("moment", &step.moment.shown(cx_lang))]),
        cx_lang.fill(
            if left < 0 { "playbook.why_late" } else { "playbook.why_left" },
            &[("span", &span), ("owner", &owner)],
        ),
    ]
}

impl CalendarPane {
    /// What the keys are called while the cursor is on a step.
    pub(super) fn step_label(&self, action: Action) -> Option<&'static str> {
        self.current()?.step.as_deref()?;
        match action {
            Action::Publish => Some("playbook.cmd_done"),
            Action::Cancel => Some("playbook.cmd_skip"),
            Action::CopyPublish => Some("playbook.cmd_fill"),
            _ => None,
        }
    }

    /// The steps among what the next decision is about.
    fn step_targets(&self) -> Vec<&Step> {
        self.targets().into_iter().filter_map(|r| r.step.as_deref()).collect()
    }

    /// Asks for something about the steps among the targets; says whether there were any.
    pub(super) fn errand(&self, command: &'static str, text: &str, follow: bool, cx: &mut Cx) -> bool {
        let rows: Vec<i64> = self.step_targets().iter().map(|s| s.id).collect();
        let any = !rows.is_empty();
        if any {
            cx.effects.push(Effect::Errand(Errand { to: HOME, command, rows, text: text.to_owned(), follow }));
        }
        any
    }

    /// What a decision means for the steps among the targets.
    pub(super) fn settle_steps(&self, action: Action, note: &str, cx: &mut Cx) {
        match action {
            Action::Publish => drop(self.errand("done", "", false, cx)),
            Action::CancelFor(reason) => {
                let why = if note.trim().is_empty() { format!("@{}", reason.said()) } else { note.trim().to_owned() };
                self.errand("skip", &why, false, cx);
            }
            Action::MoveBy(step) => {
                let today = cx.today();
                let day = self.targets().into_iter().find(|r| r.step.is_some()).map(|r| step.day(&r.post, today));
                let day = day.map(|d| d.to_string()).unwrap_or_default();
                self.errand("move", &day, false, cx);
            }
            _ => {}
        }
    }

    /// Only steps were meant: on to the next row; they are written where they live.
    pub(super) fn steps_settled(&mut self) -> Result<()> {
        self.list.step();
        self.list.unmark();
        Ok(())
    }
}
