//! What comes of a decision beside the sentence that says it: texts for the clipboard, the welcome that is offered, and a
//! list of what was not done.

use super::acts::short;
use super::{Cx, Mode, QueuePane};
use crate::base::clock::MINUTE;
use crate::base::text::Clean;
use crate::moderation::item::{Decision, ItemKind, TOP_LEVEL};
use crate::moderation::row::Row;
use crate::moderation::store::{Lost, Outcome};
use crate::tui::Menu;
use crate::tui::pane::{Effect, Wording};

/// Lines of a list of results.
const LINES: usize = 8;

impl QueuePane {
    /// After a decision: notices go to the clipboard, a welcome is kept ready, what was not done is listed. `rows` are
    /// the rows it was about, as they were.
    pub(super) fn follow(&mut self, outcome: &Outcome, decision: &Decision, rows: &[Row], cx: &mut Cx) {
        let notices: Vec<String> = outcome.notices.iter().map(|n| Clean::clipboard(n)).collect();
        if !notices.is_empty() {
            cx.copy(notices.join("\n\n"));
        }
        self.welcome = match decision {
            Decision::Approve => self.let_in(outcome, rows),
            _ => None,
        };
        let left = outcome.lost.len() + outcome.held.len() + outcome.refused.len() + outcome.barred.len();
        if left > 0 && rows.len() > 1 {
            self.mode = Mode::Results(results(outcome, decision, rows, cx));
        }
    }

    /// Whom an approval let in, if all of them came to one community.
    fn let_in(&self, outcome: &Outcome, rows: &[Row]) -> Option<Wording> {
        let joined: Vec<&Row> =
            rows.iter().filter(|r| r.kind == ItemKind::Join && outcome.done.contains(&r.id)).collect();
        let first = joined.first()?;
        if joined.iter().any(|r| r.community != first.community) {
            return None;
        }
        let place = self.places_by_id.get(&first.community)?;
        let names: Vec<&str> = joined.iter().map(|r| r.who.as_str()).collect();
        Some(Wording {
            category: "welcome",
            platform: place.platform.clone(),
            facts: vec![("nickname", names.join("、")), ("community", place.name.clone())],
        })
    }

    /// The welcome of whom the last decision let in, else the last notice.
    pub(super) fn copy(&self, cx: &mut Cx) {
        if let Some(wording) = &self.welcome {
            cx.effects.push(Effect::Wording(wording.clone()));
        } else if let Some(item) = &self.notice {
            cx.copy(Clean::clipboard(&item.notice));
        }
    }
}

/// What became of each: how many were done, then what was not and why.
fn results(outcome: &Outcome, decision: &Decision, rows: &[Row], cx: &Cx) -> Menu<()> {
    let lang = cx.lang;
    let name = |id: i64| rows.iter().find(|r| r.id == id).map_or_else(String::new, |r| short(&r.who));
    let mut lines: Vec<String> = outcome.lost.iter().map(|lost| lost_line(lost, &name(lost.id), cx)).collect();
    lines.extend(outcome.held.iter().map(|held| {
        let why = lang.fill("queue.claimed", &[("who", &short(&held.claim.operator))]);
        lang.fill("conduct.result_refused", &[("name", &short(&held.name)), ("why", &why)])
    }));
    lines.extend(outcome.barred.iter().map(|b| {
        let why = lang.fill(b.why, &[("who", &short(&b.name))]);
        lang.fill("conduct.result_refused", &[("name", &short(&b.name)), ("why", &why)])
    }));
    lines.extend(outcome.refused.iter().map(|id| {
        let why = decision.refused(TOP_LEVEL).map_or("", |key| lang.text(key));
        lang.fill("conduct.result_refused", &[("name", &name(*id)), ("why", &why)])
    }));
    let left = lines.len();
    if left > LINES {
        lines.truncate(LINES - 1);
        lines.push(lang.fill("conduct.result_more", &[("n", &(left + 1 - LINES))]));
    }
    let counts = [
        ("conduct.result_done", outcome.done.len()),
        ("conduct.result_advised", outcome.advised.len()),
        ("conduct.result_left", left),
    ];
    let title: Vec<String> =
        counts.iter().filter(|(_, n)| *n > 0).map(|(key, n)| lang.fill(key, &[("n", n)])).collect();
    let mut menu = Menu::new(title.join("  "), Vec::new());
    menu.lines = lines;
    menu
}

/// `麦子  阿泽 12秒前 已通过`.
fn lost_line(lost: &Lost, name: &str, cx: &Cx) -> String {
    let lang = cx.lang;
    if lost.by.is_empty() {
        return lang.fill("conduct.result_refused", &[("name", &name), ("why", &lang.text("queue.struck_gone"))]);
    }
    let ago = match lost.ago {
        ms if ms < MINUTE => lang.fill("conduct.seconds", &[("n", &(ms / 1000))]),
        ms => lang.span(ms),
    };
    let did = lang.text(lost.did);
    let why = lost.reason.map_or("", |r| lang.text(r.row().label));
    let line = lang.fill(
        "conduct.result_lost",
        &[("name", &name), ("who", &short(&lost.by)), ("ago", &ago), ("did", &did), ("why", &why)],
    );
    line.trim_end().to_owned()
}
