//! Acting: decisions, claims, putting in, notices. Each says what it did and how to take it back.

use super::{About, Cx, Mode, QueuePane, Saved, Wait};
use crate::base::clock::HOUR;
use crate::base::text::{Clean, pinyin};
use crate::base::{At, Kind, Result, Says};
use crate::db::draft;
use crate::moderation::item::{Decision, Item, ItemKind, Suggestion, TOP_LEVEL};
use crate::moderation::reason::{self, Reason};
use crate::moderation::row::Row;
use crate::moderation::screening::Message;
use crate::moderation::store::{self, Filter, NewItem, Origin, Outcome, Target};
use crate::tui::pane::{Effect, Status, Tone};
use crate::tui::{Field, Form, Input};
use chrono::{Days, NaiveTime};

/// Where a new item that is being typed is kept.
const NEW_DRAFT: &str = "queue.add";

/// The fields of a new item, in their order.
mod field {
    pub const KIND: usize = 0;
    pub const PLACE: usize = 1;
    pub const WHO: usize = 2;
    pub const TEXT: usize = 3;
    pub const SOURCE: usize = 4;
}

impl QueuePane {
    /// Decides about `targets`, says so, and steps on.
    pub(super) fn decide(&mut self, targets: &[Target], decision: Decision, cx: &mut Cx) -> Result<()> {
        let (lang, zone) = (cx.lang, cx.zone);
        let write = |item: &Item| match &decision {
            Decision::Reject { reason, words, .. } => reason::notice(lang, zone, item, *reason, words),
            Decision::Approve => reason::granted(lang, zone, item),
            Decision::Raise | Decision::Snooze(_) => String::new(),
        };
        let rows: Vec<Row> = self.rows.iter().filter(|r| targets.iter().any(|t| t.id == r.id)).cloned().collect();
        let outcome = match store::decide(cx.db, targets, &decision, write) {
            Ok(outcome) => outcome,
            Err(error) => {
                // A colleague was faster: the row is shown struck.
                if error.kind == Kind::Conflict {
                    self.reload(cx)?;
                }
                return Err(error);
            }
        };
        if decision == Decision::Raise {
            let levels = self.rows.iter().filter(|r| outcome.done.contains(&r.id)).map(|r| (r.id, r.level + 1));
            self.sent_up.extend(levels.collect::<Vec<_>>());
        }
        let up = rows.iter().filter(|r| r.level < TOP_LEVEL && outcome.advised.contains(&r.id));
        self.sent_up.extend(up.map(|r| (r.id, TOP_LEVEL)));
        self.follow(&outcome, &decision, &rows, cx);
        if let Some(first) = rows.iter().find(|r| outcome.changed().any(|id| id == r.id)) {
            said(&outcome, &decision, first, self.welcome.is_some(), cx);
        }
        self.last = Some(decision);
        (self.taken, self.let_go) = (None, None);
        self.list.step();
        self.list.unmark();
        self.rows.retain(|r| !outcome.changed().any(|id| id == r.id));
        cx.effects.push(Effect::Stale);
        self.reload(cx)
    }

    /// The row goes over to those who answer.
    pub(super) fn hand_to_answerers(&mut self, cx: &mut Cx) {
        if let Some(row) = self.row() {
            let id = row.id;
            cx.effects.push(Effect::GoesOver(format!("item:{id}:{}", row.version)));
            self.list.step();
            // One's own act: not shown struck, as a colleague's is. If somebody was faster it is read again.
            self.rows.retain(|r| r.id != id);
        }
    }

    /// When `wait` ends.
    pub(super) fn until(wait: Wait, cx: &Cx) -> At {
        match wait {
            Wait::Hour => cx.now.plus(HOUR),
            Wait::Tomorrow => {
                let day = cx.today().checked_add_days(Days::new(1)).unwrap_or_else(|| cx.today());
                let nine = NaiveTime::from_hms_opt(9, 0, 0).unwrap_or_default();
                cx.zone.moment(day.and_time(nine))
            }
        }
    }

    /// Shows only what `saved` lets through.
    pub(super) fn show(&mut self, saved: Saved, cx: &mut Cx) -> Result<()> {
        self.filter = match saved {
            Saved::Passes => Filter { suggestion: Some(Suggestion::Approve), ..Filter::default() },
            // Only texts: what is thought of them is all the learner knows.
            Saved::Worst => Filter { kind: Some(ItemKind::Content), worst_first: true, ..Filter::default() },
            Saved::Joins => Filter { kind: Some(ItemKind::Join), ..Filter::default() },
            Saved::TopLevel => Filter { level: Some(TOP_LEVEL), ..Filter::default() },
            Saved::Asked => Filter { asked: Some(cx.me.to_owned()), ..Filter::default() },
        };
        self.narrow(cx)
    }

    /// Opens the form of a new item with what was typed there before.
    pub(super) fn open_new(&mut self, cx: &mut Cx) -> Result<()> {
        let text = |key| cx.lang.text(key).to_owned();
        let kinds = ItemKind::ALL.iter().map(|(_, _, label)| text(label)).collect();
        let here = self.row().map(|r| r.place.clone()).or_else(|| self.places.first().map(|(_, p)| p.clone()));
        let mut form = Form::new(
            text("queue.new_title"),
            vec![
                Field::choice(text("queue.new_kind"), kinds, 0),
                Field::text(text("queue.new_place"), &here.unwrap_or_default()).required(true).max(60),
                Field::text(text("queue.new_who"), "").required(true).max(60),
                Field::long(text("queue.new_text"), "", 3).max(8000),
                Field::text(text("queue.new_source"), "").max(120),
            ],
        );
        let kept = draft::at(cx.db, NEW_DRAFT)?.and_then(|d| serde_json::from_str::<Vec<String>>(&d.text).ok());
        for (at, value) in kept.into_iter().flatten().enumerate().take(form.fields.len()) {
            form.fields[at].set(&value);
        }
        form.hints = text("queue.new_hints");
        form.set_focus(if form.fields[field::WHO].is_empty() { field::WHO } else { field::TEXT });
        self.mode = Mode::Form(Box::new(form), About::New);
        self.renew_form(cx);
        Ok(())
    }

    /// Opens the last notice for editing.
    pub(super) fn open_notice(&mut self, cx: &mut Cx) -> Result<()> {
        let Some(item) = &self.notice else { return Ok(()) };
        let target = Target { id: item.id, version: item.version };
        let place = notice_draft(item.id);
        let text = draft::at(cx.db, &place)?.map_or_else(|| item.notice.clone(), |d| d.text);
        let who = Clean::line(&item.who);
        let label = cx.lang.text("queue.notice_label").to_owned();
        let mut form = Form::new(
            cx.lang.fill("queue.notice_title", &[("who", &who)]),
            vec![Field::long(label, &text, 6).required(true).max(2000)],
        );
        form.hints = cx.lang.text("queue.notice_hints").to_owned();
        self.mode = Mode::Form(Box::new(form), About::Notice(target));
        Ok(())
    }

    /// Opens the line for the operator's own reason, with what was typed there before.
    pub(super) fn open_words(&mut self, cx: &Cx) -> Result<()> {
        let place = self.aim.first().map(|t| words_draft(t.id)).unwrap_or_default();
        let kept = draft::at(cx.db, &place)?.map_or_else(String::new, |d| d.text);
        self.mode = Mode::Words(Input::new(cx.lang.text("queue.words_prompt"), &kept));
        Ok(())
    }

    /// Keeps what is typed there; nothing forgets it.
    pub(super) fn keep_words(&self, words: &str, cx: &mut Cx) {
        if let Some(target) = self.aim.first() {
            cx.effects.push(Effect::Draft(words_draft(target.id), words.to_owned()));
        }
    }

    /// Rejects in the operator's own words. The line stays open when a colleague was faster.
    pub(super) fn reject_in_words(&mut self, words: &str, cx: &mut Cx) -> Result<()> {
        self.keep_words(words, cx);
        let aim = self.aim.clone();
        self.decide(&aim, rejection(Reason::Other, words.trim().to_owned(), self.silent), cx)?;
        self.keep_words("", cx);
        if matches!(self.mode, Mode::Words(_)) {
            self.mode = Mode::List;
        }
        Ok(())
    }

    /// After a key in the form: which community is meant, and the draft.
    pub(super) fn renew_form(&mut self, cx: &mut Cx) {
        let Mode::Form(form, about) = &mut self.mode else { return };
        let place = match about {
            About::New => {
                let found = place_named(&self.places, &form.value(field::PLACE));
                let note = found.map_or_else(|| cx.lang.text("queue.no_place").to_owned(), |(_, name)| name.clone());
                form.fields[field::PLACE].note = note;
                NEW_DRAFT.to_owned()
            }
            About::Notice(target) => notice_draft(target.id),
        };
        let text = match about {
            About::New => serde_json::to_string(&form.values()).unwrap_or_default(),
            About::Notice(_) => form.value(0),
        };
        cx.effects.push(Effect::Draft(place, text));
    }

    /// The form's last Enter. It stays open when something is missing or somebody was faster.
    pub(super) fn submit(&mut self, cx: &mut Cx) -> Result<()> {
        let Mode::Form(form, about) = &self.mode else { return Ok(()) };
        match *about {
            About::New => {
                let Some((community, _)) = place_named(&self.places, &form.value(field::PLACE)) else {
                    cx.refuse(cx.lang.text("queue.no_place").to_owned());
                    return Ok(());
                };
                let item = new_item(form, *community, cx)?;
                let source = form.value(field::SOURCE);
                // `#12` in an appeal names the decision it is about.
                let appeal_of = source.trim().strip_prefix('#').and_then(|id| id.parse().ok());
                store::enter(cx.db, &item, &Origin { appeal_of, ..Origin::default() })?;
                let label = format!("@{}", item.kind.label());
                cx.did(&Says::new("queue.said_added").with("who", short(&item.who)).with("kind", label));
                cx.effects.push(Effect::Draft(NEW_DRAFT.to_owned(), String::new()));
            }
            About::Notice(target) => {
                // Whoever was faster, and however the text came here: it is kept.
                cx.effects.push(Effect::Draft(notice_draft(target.id), form.value(0)));
                store::set_notice(cx.db, target, &form.value(0))?;
                cx.did(&Says::new("queue.said_notice"));
                cx.effects.push(Effect::Draft(notice_draft(target.id), String::new()));
            }
        }
        self.mode = Mode::List;
        cx.effects.push(Effect::Stale);
        self.reload(cx)
    }
}

fn notice_draft(id: i64) -> String {
    format!("queue.notice:{id}")
}

/// Where an own reason that is being typed for this item (the first of several) is kept.
fn words_draft(id: i64) -> String {
    format!("queue.words:{id}")
}

/// The community meant by `words`: its name, or the first that they or their pinyin stand in.
fn place_named<'a>(places: &'a [(i64, String)], words: &str) -> Option<&'a (i64, String)> {
    let words = words.trim();
    let exact = places.iter().find(|(_, name)| name == words);
    exact.or_else(|| places.iter().find(|(_, name)| !words.is_empty() && pinyin::matches(words, name)))
}

/// What the form says, screened like everything that comes in.
fn new_item(form: &Form, community: i64, cx: &Cx) -> Result<NewItem> {
    let kind = ItemKind::ALL.get(form.fields[field::KIND].choice_index()).map_or(ItemKind::Content, |k| k.0);
    let (who, text, source) = (form.value(field::WHO), form.value(field::TEXT), form.value(field::SOURCE));
    let verdict = store::screen(cx.db, cx.config)?.check(&Message { text: &text, ..Message::default() });
    let suggestion = match kind {
        ItemKind::Join if verdict.hits.is_empty() => Suggestion::for_join(&text, &source),
        ItemKind::Content | ItemKind::Join => verdict.suggestion,
        // Whether a report or an appeal is right is not in its words.
        ItemKind::Report | ItemKind::Appeal => Suggestion::Look,
    };
    Ok(NewItem {
        kind,
        level: 2,
        community,
        member: store::member_named(cx.db, community, who.trim())?,
        who: who.trim().to_owned(),
        text,
        source,
        hits: verdict.hits,
        suggestion,
        score: verdict.score,
        created_at: cx.now,
        message_key: String::new(),
        batch: None,
    })
}

/// A name as a status line has room for it.
pub(super) fn short(name: &str) -> String {
    Clean::head(name, 20).cut(20).into_string()
}

/// Says what was decided; what was not, in a second line.
fn said(outcome: &Outcome, decision: &Decision, first: &Row, welcome: bool, cx: &mut Cx) {
    let text = cx.lang.say(&sentence(outcome, decision, first, welcome, cx));
    let mut more = Vec::new();
    if let Some(lost) = outcome.lost.first() {
        let (by, name, did) = (short(&lost.by), short(&lost.name), cx.lang.text(lost.did));
        let n = outcome.lost.len();
        more.push(cx.lang.fill("queue.some_lost", &[("n", &n), ("who", &by), ("did", &did), ("name", &name)]));
    }
    if let Some(held) = outcome.held.first() {
        let (by, name, n) = (short(&held.claim.operator), short(&held.name), outcome.held.len());
        more.push(cx.lang.fill("queue.some_held", &[("n", &n), ("who", &by), ("name", &name)]));
    }
    if !outcome.refused.is_empty() {
        more.push(cx.lang.fill("queue.some_top", &[("n", &outcome.refused.len())]));
    }
    if !outcome.barred.is_empty() {
        more.push(cx.lang.fill("conduct.some_barred", &[("n", &outcome.barred.len())]));
    }
    if !outcome.advised.is_empty() && !outcome.done.is_empty() {
        more.push(cx.lang.fill("conduct.result_advised", &[("n", &outcome.advised.len())]));
    }
    let tone = if outcome.lost.is_empty() && outcome.held.is_empty() { Tone::Info } else { Tone::Conflict };
    cx.effects.push(Effect::Status(Status { tone, text, more: more.join(cx.lang.text("queue.comma")) }));
}

/// The result, then the way back.
fn sentence(outcome: &Outcome, decision: &Decision, first: &Row, welcome: bool, cx: &Cx) -> Says {
    let n = if outcome.done.is_empty() { outcome.advised.len() } else { outcome.done.len() };
    let key = |one_key, many_key| Says::new(if n == 1 { one_key } else { many_key });
    let line = outcome.line.map(|line| {
        let name = cx.lang.text(line.label());
        cx.lang.fill("conduct.line_reached", &[("line", &name)])
    });
    let says = match decision {
        Decision::Approve if outcome.done.is_empty() => {
            key("conduct.said_advised_approve", "conduct.said_advised_many")
        }
        Decision::Reject { .. } if outcome.done.is_empty() => key("conduct.said_advised", "conduct.said_advised_many"),
        Decision::Approve if welcome => key("conduct.said_let_in", "conduct.said_let_in_many"),
        Decision::Approve if first.kind == ItemKind::Appeal => key("conduct.said_granted", "queue.said_approved_many"),
        Decision::Approve => key("queue.said_approved", "queue.said_approved_many"),
        Decision::Reject { .. } if line.is_some() => key("conduct.said_line", "conduct.said_line_many"),
        Decision::Reject { .. } => key("queue.said_rejected", "queue.said_rejected_many"),
        Decision::Raise => key("queue.said_raised", "queue.said_raised_many").with("level", first.level + 1),
        Decision::Snooze(until) => key("queue.said_snoozed", "queue.said_snoozed_many")
            .with("until", until.local(cx.zone).format("%m/%d %H:%M")),
    };
    let says = match decision {
        Decision::Reject { reason, .. } => says.with("reason", format!("@{}", reason.row().label)),
        _ => says,
    };
    says.with("line", line.unwrap_or_default()).with("who", short(&first.who)).with("n", n)
}

/// A rejection for `reason` in `words`.
pub(super) fn rejection(reason: Reason, words: String, silent: bool) -> Decision {
    Decision::Reject { reason, words, notify: !silent }
}
