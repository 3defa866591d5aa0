//! Answering, second half: the form that lets nothing unfilled, over-long or forbidden out.

use super::answer::place;
use super::blanks::Blanks;
use super::{Cx, Mode, SopPane};
use crate::base::text::Clean;
use crate::base::{Lang, Result, Says};
use crate::sop::inquiry::Inquiry;
use crate::sop::store::{self, Answer};
use crate::sop::template::{Filled, Limit, Template};
use crate::tui::pane::{Effect, Status, Tone};
use crate::tui::{Chord, Form, FormEvent, Key};
use ratatui::crossterm::event::KeyEvent;

/// Filling a template.
#[derive(Debug)]
pub struct Fill {
    /// For whom.
    pub inquiry: Inquiry,
    /// With what.
    pub template: Template,
    /// The blanks of the body.
    pub blanks: Blanks,
    /// Whether a clipboard can be reached.
    pub clipboard: bool,
    /// Whether we wait for them once it went out.
    wait: bool,
}

impl SopPane {
    pub(super) fn fill_key(&mut self, key: &KeyEvent, cx: &mut Cx) -> Result<()> {
        let Mode::Fill(fill) = &mut self.mode else { return Ok(()) };
        let chord = Chord::from_event(key);
        let wait = chord == Some(Chord::ctrl('p'));
        let sends = wait || chord == Some(Chord::plain(Key::Enter));
        if fill.blanks.came_back(sends) {
            fill.wait = false;
            return Ok(());
        }
        if chord == Some(Chord::ctrl('t')) {
            let (inquiry, kept) = (fill.inquiry.clone(), fill.blanks.values());
            let suggested = self.suggested.get(&inquiry.id).cloned().unwrap_or_default();
            self.open_chooser(inquiry, suggested, kept, cx);
            return Ok(());
        }
        if chord == Some(Chord::ctrl('r')) {
            fill.blanks.recall();
            let (place, text) = fill.draft();
            cx.effects.push(Effect::Draft(place, text));
            return Ok(());
        }
        // Enter sends when nothing is missing, wherever the cursor stands; ^P as well, and then we wait for them.
        if sends {
            if let Some(error) = fill.blanks.fault(fill.blanks.form.focus()) {
                cx.refuse(cx.lang.say(&error.says));
                return Ok(());
            }
            if fill.blanks.form.missing() == 0 && (wait || !fill.blanks.form.unseen()) {
                return self.send(wait, cx);
            }
            if wait {
                let text = fill.blanks.missing_text(cx.lang);
                cx.refuse(text);
                return Ok(());
            }
        }
        match fill.blanks.form.key(key) {
            FormEvent::Changed => {
                let (place, text) = fill.draft();
                cx.effects.push(Effect::Draft(place, text));
            }
            FormEvent::Submit => return self.send(false, cx),
            FormEvent::Cancel => {
                let (place, text) = fill.draft();
                cx.effects.push(Effect::Draft(place, text));
                say(cx, Tone::Info, cx.lang.text("sop.draft_kept").to_owned());
                return self.leave();
            }
            FormEvent::Refused(_) => {
                let text = fill.blanks.missing_text(cx.lang);
                cx.refuse(text);
            }
            FormEvent::Rejected(key) => {
                let max = fill.blanks.form.fields[fill.blanks.form.focus()].limit();
                cx.refuse(cx.lang.fill(key, &[("max", &max)]));
            }
            FormEvent::Moved | FormEvent::Ignored => {}
        }
        Ok(())
    }

    /// The last Enter: logged as answered in one entry, sent to the operator's clipboard, on to the next person. If
    /// somebody was faster, nothing is sent and the form stays. With `wait` we wait for them from then on.
    fn send(&mut self, wait: bool, cx: &mut Cx) -> Result<()> {
        let Mode::Fill(fill) = &mut self.mode else { return Ok(()) };
        fill.wait = wait || fill.wait && fill.blanks.handed();
        // Where no clipboard can be reached, the Enter after the text was shown says that it went out.
        let Some(text) = fill.blanks.hand_out(cx)? else { return Ok(()) };
        let note = if std::mem::take(&mut fill.wait) { cx.lang.text("promise.their_reply") } else { "" };
        let code = fill.template.wording.code.clone();
        let (inquiry, (place, draft), template) = (fill.inquiry.clone(), fill.draft(), fill.template.id);
        let answer = Answer { template: Some((template, code.clone())), text: text.clone() };
        let typed = fill.blanks.remembered();
        let logged = cx.db.together(|db| {
            store::answer_and_wait(db, &inquiry, &answer, note)?;
            if typed.is_empty() { Ok(()) } else { store::remember(db, &typed) }
        });
        if let Err(error) = logged {
            cx.effects.push(Effect::Draft(place, draft));
            return Err(error);
        }
        cx.effects.push(Effect::Draft(place, String::new()));
        if cx.clipboard {
            cx.copy(text);
        }
        self.mine = None;
        self.library.used(template);
        self.done(&[inquiry], Says::new("sop.status_answered").with("code", code), cx)
    }
}

fn say(cx: &mut Cx, tone: Tone, text: String) {
    cx.effects.push(Effect::Status(Status { tone, text, more: String::new() }));
}

impl Fill {
    pub(super) fn new(
        inquiry: Inquiry,
        template: Template,
        text: (String, Limit),
        kept: &Filled,
        cx: &Cx,
    ) -> Result<Fill> {
        let title = title(&inquiry, &template, cx.lang);
        let known = |voice: &Lang| inquiry.known(cx.now, cx.zone, voice, cx.me);
        let mut blanks = Blanks::new(text, title, kept, known, cx)?;
        blanks.form.hints = cx.lang.text("sop.fill_hints").to_owned();
        Ok(Fill { inquiry, template, blanks, clipboard: cx.clipboard, wait: false })
    }

    /// The form with what will come of it: the preview, and whether it may go out.
    pub fn shown(&self, lang: &Lang) -> Form {
        self.blanks.shown(lang)
    }

    /// Where this is kept as a draft, and how.
    fn draft(&self) -> (String, String) {
        (place(&self.inquiry), self.blanks.draft(&self.template.wording.code))
    }
}

/// `填话术 tk 退款流程 给 林小雨 (QQ 交流群)`.
fn title(inquiry: &Inquiry, template: &Template, lang: &Lang) -> String {
    let (code, name) = (&template.wording.code, Clean::line(&template.wording.name));
    let who = Clean::head(&inquiry.who, 30);
    let community = Clean::head(&inquiry.community, 30);
    let platform = lang.text(&format!("members.platform_{}", inquiry.platform)).to_owned();
    lang.fill(
        "sop.fill_title",
        &[("code", code), ("name", &name), ("who", &who), ("platform", &platform), ("community", &community)],
    )
}
