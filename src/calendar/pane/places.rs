//! Posts that go to several communities: which of them a key is about, and what is pasted there.

use super::super::post::{Post, State};
use super::super::row::{Row, place};
use super::super::store::{self, Ref};
use super::{Action, CalendarPane, Cx, Mode};
use crate::base::text::Clean;
use crate::base::{Lang, Result};
use crate::tui::pane::{Effect, Status, Tone};
use crate::tui::{Menu, MenuItem};

impl CalendarPane {
    /// Whether `action` about the row under the cursor means one of several places, and is asked about in a dock.
    pub(super) fn asks_where(&self, action: Action, cx: &Cx) -> Option<Menu<Action>> {
        let [row] = self.targets()[..] else { return None };
        let open = row.post.state.may(State::Published);
        let places: Vec<_> = row.post.more.waiting().collect();
        if places.len() < 2 || !open || row.step.is_some() {
            return None;
        }
        let item = |(n, p): (usize, &&super::super::more::Place)| {
            let key = char::from_digit(n as u32 + 1, 10).unwrap_or('0');
            let action = match action {
                Action::Copy => Action::CopyAt(p.community_id),
                Action::CopyPublish => Action::CopyPublishAt(p.community_id),
                _ => Action::PublishAt(p.community_id),
            };
            MenuItem::new(key, place(cx.lang, &p.platform, &p.community), action)
        };
        let items: Vec<_> = places.iter().take(9).enumerate().map(item).collect();
        let (out, all) = row.post.more.out().unwrap_or((0, 0));
        let key = match action {
            Action::Copy => "posts.menu_copy",
            Action::CopyPublish => "posts.menu_copy_publish",
            _ => "posts.menu_publish",
        };
        let title = cx.lang.fill(key, &[("title", &row.title), ("out", &out), ("all", &all)]);
        let mut menu = Menu::new(title, items);
        if action == Action::Publish {
            menu.enter = Some(Action::PublishAll);
            menu.also = vec![('a', Action::PublishAll)];
        }
        let hints = if action == Action::Publish { "posts.hints_places" } else { "calendar.hints_digit" };
        cx.lang.text(hints).clone_into(&mut menu.hints);
        Some(menu)
    }

    /// One of several places: copied, marked, or both.
    pub(super) fn at_place(&mut self, action: Action, cx: &mut Cx) -> Result<()> {
        let Some(post) = self.current().map(|r| r.post.clone()) else { return Ok(()) };
        let (community, marks, copies) = match action {
            Action::PublishAt(id) => (id, true, false),
            Action::CopyAt(id) => (id, false, true),
            Action::CopyPublishAt(id) => (id, true, true),
            _ => return Ok(()),
        };
        let platform = post.more.places.iter().find(|p| p.community_id == community).map(|p| p.platform.clone());
        let platform = platform.unwrap_or_else(|| post.platform.clone());
        if marks {
            let says = store::publish_at(cx.db, Ref::from(&post), community, "")?;
            let whole = post.more.waiting().count() == 1;
            if whole { self.settled(&says, cx)? } else { self.wrote(cx, &says)? }
        }
        if copies {
            copy(&post, &platform, cx)?;
        }
        Ok(())
    }

    /// The caption of the row under the cursor to the clipboard.
    pub(super) fn copy_here(&mut self, cx: &mut Cx) -> Result<()> {
        let Some(post) = self.current().map(|r| r.post.clone()) else { return Ok(()) };
        let only = post.more.waiting().next().map(|p| p.platform.clone());
        copy(&post, &only.unwrap_or_else(|| post.platform.clone()), cx)
    }
}

/// What is pasted into `platform` goes to the clipboard; what that platform will not take is said.
pub(super) fn copy(post: &Post, platform: &str, cx: &mut Cx) -> Result<()> {
    let rules = store::platform_rules(cx.db)?;
    let (text, cut) = rules.pasted(platform, post.caption_for(platform));
    let flaws = rules.flaws(platform, &post.title, &text);
    let lang: &Lang = cx.lang;
    let mut words: Vec<String> = flaws.iter().map(|f| f.words(lang)).collect();
    if cut {
        words.insert(0, lang.text("posts.link_left_out").to_owned());
    }
    let text = Clean::clipboard(&text);
    if !words.is_empty() {
        let name = lang.text(&format!("members.platform_{platform}")).to_owned();
        let said = [("platform", &name as &dyn std::fmt::Display), ("what", &words.join("  "))];
        adds(cx, &lang.fill("posts.pasted_with", &said));
    }
    cx.copy(text);
    Ok(())
}

/// One more thing in the status line, behind what was done.
fn adds(cx: &mut Cx, words: &str) {
    let before = cx.effects.iter_mut().rev().find_map(|e| match e {
        Effect::Status(status) => Some(status),
        _ => None,
    });
    match before {
        Some(status) => status.text = format!("{}  {words}", status.text),
        None => {
            let status = Status { tone: Tone::Info, text: words.to_owned(), more: String::new() };
            cx.effects.push(Effect::Status(status));
        }
    }
}

/// What `a` means on a row: to approve what waits for it.
pub(super) fn waits(row: &Row) -> bool {
    row.step.is_none() && row.post.state == State::Review
}

impl CalendarPane {
    /// Opens the dock of places if there are several; says whether it did.
    pub(super) fn asked_where(&mut self, action: Action, cx: &Cx) -> bool {
        match self.asks_where(action, cx) {
            Some(menu) => {
                self.mode = Mode::Menu(menu);
                true
            }
            None => false,
        }
    }
}
