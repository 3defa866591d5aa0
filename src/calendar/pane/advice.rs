//! What speaks against a plan, while it is made and when it is asked about.

use super::super::judge::{Finding, Hours, Wish, judge, monday, pushes};
use super::super::notes;
use super::super::platform::Rules;
use super::super::post::{Kind, Post};
use super::super::row::{self, Row};
use super::super::store;
use super::super::twin::{Side, Verdict, verdict};
use super::entry::{About, BODY, COMMUNITY, DAY, KIND, TIME, TITLE, community};
use super::{CalendarPane, Cx, Mode, extras};
use crate::base::i18n::{parse_day, parse_time};
use crate::base::text::{Clean, wrap_at_most};
use crate::base::{Lang, Result, Zone};
use chrono::{NaiveDate, NaiveTime};

/// What was read about the surroundings of a slot; read again only when the slot is another.
#[derive(Debug)]
pub struct Around {
    community: i64,
    day: NaiveDate,
    pub(super) posts: Vec<Post>,
    pub(super) hours: Hours,
    pub(super) rules: Rules,
}

impl Around {
    /// The surroundings of a slot, from `before` if they are of the same.
    pub(super) fn read(before: Option<Around>, community: i64, day: NaiveDate, cx: &Cx) -> Result<Around> {
        if let Some(kept) = before.filter(|a| (a.community, a.day) == (community, day)) {
            return Ok(kept);
        }
        let posts = store::around(cx.db, community, day)?;
        let own: Option<Zone> = posts.first().and_then(|p| p.zone);
        let hours = store::hours(cx.db, community, cx.now, own.unwrap_or(cx.zone))?;
        Ok(Around { community, day, posts, hours, rules: store::platform_rules(cx.db)? })
    }
}

impl CalendarPane {
    /// What speaks against `wish`, and the pushes of its day and week with their limits.
    pub(super) fn advise(&mut self, wish: &Wish, cx: &Cx) -> Result<(Vec<Finding>, String)> {
        let around = Around::read(self.around.take(), wish.community, wish.day, cx)?;
        let plan = self.board.as_ref().map(|b| b.plan.clone()).unwrap_or_default();
        let found = judge(wish, &plan, &around.rules, &around.posts, &around.hours);
        let ((day, week), (most, weekly)) = (pushes(wish, &around.posts), plan.caps(wish.community));
        let args: [(&str, &dyn std::fmt::Display); 4] =
            [("day", &day), ("most", &most), ("week", &week), ("weekly", &weekly)];
        let budget = cx.lang.fill("posts.budget", &args);
        self.around = Some(around);
        Ok((found, budget))
    }

    /// Why an entry is as it is, and what speaks against it: the lines of `s`.
    pub(super) fn judged(&mut self, row: &Row, cx: &Cx) -> Result<Vec<String>> {
        let Some(board) = &self.board else { return Ok(Vec::new()) };
        let (plan, lang) = (board.plan.clone(), cx.lang);
        let mut lines = notes::why(board, row, lang);
        if row.post.state.is_open() {
            let (found, budget) = self.advise(&Wish::of(&row.post), cx)?;
            let mix = self.mix_there(row, lang);
            lines.push(format!("{budget}    {mix}"));
            // The line over it has said so, in the words of the series.
            let new = found.iter().filter(|f| !matches!(f, Finding::Tired { .. }));
            lines.extend(new.map(|f| f.words(&plan, lang)));
        }
        lines.extend(history(&row.post, cx));
        if let Some((a, b)) = store::partner(cx.db, row.post.id)? {
            lines.extend(experiment(&a, &b, lang));
        }
        Ok(lines)
    }

    /// The mix of the week in the row's community against its targets.
    fn mix_there(&self, row: &Row, lang: &Lang) -> String {
        let (Some(board), Some(around)) = (&self.board, &self.around) else { return String::new() };
        let mut counts = super::super::mix::Counts::new();
        let week = around.posts.iter().filter(|p| monday(p.day) == monday(row.post.day));
        week.filter(|p| p.state.is_push() || p.state == super::super::post::State::Gap)
            .for_each(|p| *counts.entry(p.kind).or_default() += 1);
        let shares = board.plan.shares(&counts, Some(row.post.community_id));
        let part =
            |s: &super::super::mix::Share| format!("{} {}/{}", board.plan.kinds.label(s.kind, lang), s.is, s.target);
        shares.iter().map(part).collect::<Vec<_>>().join("  ")
    }
}

impl CalendarPane {
    /// Notes, preview and state of the form, from what is typed.
    pub(super) fn renew(&mut self, cx: &Cx) -> Result<()> {
        let (Mode::Form(_, about), Some(_)) = (&self.mode, &self.board) else { return Ok(()) };
        match *about {
            About::Texts(_) => self.renew_texts(cx),
            About::Results(_) | About::Details(_) | About::House(_) | About::Kinds => Ok(()),
            about => self.renew_entry(about, cx),
        }
    }

    fn renew_texts(&mut self, cx: &Cx) -> Result<()> {
        let rules = store::platform_rules(cx.db)?;
        let Some(row) = self.current().cloned() else { return Ok(()) };
        if let Mode::Form(form, _) = &mut self.mode {
            form.preview = extras::flaws_of(form, &row, &rules, cx.lang);
        }
        Ok(())
    }

    fn renew_entry(&mut self, about: About, cx: &Cx) -> Result<()> {
        let (Mode::Form(form, _), Some(board)) = (&mut self.mode, &self.board) else { return Ok(()) };
        let lang = cx.lang;
        let lane = community(board, &form.value(COMMUNITY));
        let day = parse_day(&form.value(DAY), cx.today());
        let time = parse_time(&form.value(TIME));
        let known = |text: Option<String>| text.unwrap_or_else(|| lang.text("calendar.not_understood").to_owned());
        let place = known(lane.map(|l| board.lanes[l].place.clone()));
        form.fields[COMMUNITY].note = if place == form.value(COMMUNITY) { String::new() } else { place };
        form.fields[DAY].note = known(day.map(|d| row::head(d, board.today, &board.days, lang, true)));
        let clock = known(time.map(|t| t.format("%H:%M").to_string()));
        let typed = form.value(TIME);
        form.fields[TIME].note = if typed.trim().is_empty() || typed == clock { String::new() } else { clock };
        if form.focus() == COMMUNITY {
            let named = board.lanes.iter().enumerate().map(|(n, l)| format!("{} {}", n + 1, l.place));
            form.preview = vec![named.collect::<Vec<_>>().join("  ")];
            form.state = String::new();
            return Ok(());
        }
        self.advise_form(about, lane.zip(day), time, cx)
    }

    /// What speaks against what is typed, above the beginning of the caption.
    fn advise_form(
        &mut self,
        about: About,
        slot: Option<(usize, NaiveDate)>,
        time: Option<NaiveTime>,
        cx: &Cx,
    ) -> Result<()> {
        let (Mode::Form(form, _), Some(board)) = (&self.mode, &self.board) else { return Ok(()) };
        let (body, title) = (form.value(BODY), form.value(TITLE));
        let caption: Vec<String> =
            wrap_at_most(&Clean::block(&body), 56, 3).into_iter().filter(|l| !l.is_empty()).collect();
        let Some((lane, day)) = slot else { return self.show_advice(Vec::new(), caption, String::new()) };
        let (lane, plan) = (board.lanes[lane].clone(), board.plan.clone());
        let kind = plan.kinds.0.get(form.fields[KIND].choice_index()).map_or(Kind::Tips, |r| r.kind);
        let before = match about {
            About::Twin(post, _) => Some(post),
            about => about.entry(),
        };
        let before = before.and_then(|r| board.rows().iter().map(|r| &r.post).find(|p| p.id == r.id)).cloned();
        let details = before.as_ref().map(|p| p.more.details.clone()).unwrap_or_default();
        let twin = matches!(about, About::Twin(..));
        let id = before.as_ref().map(|p| p.id);
        let platform = store::platform_of(cx.db, lane.id)?;
        let wish = Wish {
            id: id.filter(|_| !twin),
            twin: id.filter(|_| twin),
            community: lane.id,
            platform: &platform,
            day,
            time: time.unwrap_or_default(),
            kind,
            title: &title,
            caption: &body,
            topic: &details.topic,
            mechanic: &details.mechanic,
        };
        let (found, budget) = self.advise(&wish, cx)?;
        // A time that is not typed yet is no wrong one: the best hour stands beside its field.
        let said = found.iter().filter(|f| time.is_some() || !matches!(f, Finding::Hour { .. }));
        let mut lines: Vec<String> = said.map(|f| f.words(&plan, cx.lang)).collect();
        if let (None, Some((hour, share))) = (time, self.around.as_ref().and_then(|a| a.hours.best())) {
            lines.push(cx.lang.fill("posts.best_hour", &[("hour", &hour), ("share", &share)]));
        }
        let approval = plan.own.get(&lane.id).map(|o| o.approval).unwrap_or_default();
        let ready = super::super::approval::written(&body, approval, false);
        let ready = cx.lang.text(ready.key()).to_owned();
        let state = cx.lang.fill("posts.form_state", &[("state", &ready), ("budget", &budget)]);
        self.show_advice(lines, caption, state)
    }

    fn show_advice(&mut self, lines: Vec<String>, caption: Vec<String>, state: String) -> Result<()> {
        if let Mode::Form(form, _) = &mut self.mode {
            form.preview = if lines.is_empty() { caption } else { lines };
            form.state = state;
        }
        Ok(())
    }
}

/// Who sent, approved or returned it, and how long it waits.
fn history(post: &Post, cx: &Cx) -> Vec<String> {
    let (more, lang) = (&post.more, cx.lang);
    let name = |who: &str| Clean::line(who).into_string();
    let mut lines = Vec::new();
    if let Some(ms) = post.waits(cx.now) {
        let span = lang.span(ms);
        lines.push(lang.fill("posts.waits", &[("who", &name(&more.sent_by)), ("span", &span)]));
    }
    if more.approved_at.is_some() {
        lines.push(lang.fill("posts.approved_by", &[("who", &name(&more.approved_by))]));
    }
    if !more.returned.is_empty() {
        lines.push(lang.fill("posts.returned", &[("why", &name(&more.returned))]));
    }
    lines
}

/// An experiment in words: what came of both sides, and whether that is more than chance.
#[must_use]
pub fn experiment(a: &Post, b: &Post, lang: &Lang) -> Vec<String> {
    let Some(twin) = b.more.twin else { return Vec::new() };
    let sides = Side::of(&a.results, twin.judged_by).zip(Side::of(&b.results, twin.judged_by));
    let side = |s: Option<Side>| match s {
        Some(s) => format!(
            "{}/{} = {}",
            lang.full_count(s.did as i64),
            lang.full_count(s.readers as i64),
            lang.percent(s.share())
        ),
        None => "--".to_owned(),
    };
    let (x, y) = (Side::of(&a.results, twin.judged_by), Side::of(&b.results, twin.judged_by));
    let head = lang.fill(
        "posts.twin_head",
        &[
            ("differs", &lang.text(twin.differs.key())),
            ("measure", &lang.text(twin.judged_by.key())),
            ("a", &side(x)),
            ("b", &side(y)),
        ],
    );
    let p = |p: f64| if p < 0.001 { "< 0.001".to_owned() } else { format!("= {p:.3}") };
    let words = match verdict(sides) {
        Verdict::Unknown => lang.text("posts.verdict_unknown").to_owned(),
        Verdict::Few { .. } => lang.text("posts.verdict_few").to_owned(),
        Verdict::Even { p: found, needed: Some(n) } => {
            lang.fill("posts.verdict_even", &[("p", &p(found)), ("n", &lang.full_count(n as i64))])
        }
        Verdict::Even { p: found, needed: None } => lang.fill("posts.verdict_same", &[("p", &p(found))]),
        Verdict::Better { b: better, p: found } => {
            lang.fill("posts.verdict_better", &[("side", &if better { "B" } else { "A" }), ("p", &p(found))])
        }
    };
    vec![head, words]
}
