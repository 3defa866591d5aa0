//! Rules and lists over the queue: each with what it would have caught, switched on, off or to run dry.

use super::{Cx, Mode, QueuePane, Side};
use crate::base::clock::MINUTE;
use crate::base::text::Clean;
use crate::base::{Lang, Result, Says};
use crate::moderation::item::Suggestion;
use crate::moderation::screening::{RULES, RuleState, WordKind};
use crate::moderation::store::{self, Aside, ListRow, Rate, Switch, WordRow};
use crate::tui::pane::Effect;
use crate::tui::{Chord, Key, List, Nav};
use std::cell::Cell;
use std::collections::BTreeMap;

/// A rate is as good as new for so long, in milliseconds.
const FRESH: i64 = 10 * MINUTE;

/// One rule, list, word or expression.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::moderation) struct RuleLine {
    /// What the rates call it.
    source: String,
    switch: Switch,
    /// 内置, 词表, 词.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// Whether it is at work.
    pub state: RuleState,
    /// What it would have caught.
    pub rate: Option<Rate>,
    /// Whether it can be tried: what lets pass catches nothing, a wave is in no text.
    pub tried: bool,
    /// More about it.
    pub about: Vec<String>,
}

/// What is on, what runs dry, what is off.
#[derive(Debug, Clone, Default)]
pub(in crate::moderation) struct RulesView {
    /// Built-in rules, lists, own words.
    pub lines: Vec<RuleLine>,
    /// The cursor over them.
    pub list: List<usize>,
    /// Rows shown at the last drawing.
    pub page: Cell<usize>,
}

impl RulesView {
    /// The line under the cursor.
    pub(in crate::moderation) fn line(&self) -> Option<&RuleLine> {
        self.list.cursor().and_then(|at| self.lines.get(at))
    }

    fn read(&mut self, cx: &Cx) -> Result<()> {
        let rates: BTreeMap<String, Rate> = store::rates(cx.db)?.into_iter().collect();
        let mut lines = Vec::new();
        let learned = store::learner(cx.db)?.map(|l| cx.lang.say(&l.told()));
        for rule in RULES {
            let learned = learned.clone().filter(|_| rule.id == "learned");
            lines.push(RuleLine {
                source: rule.id.to_owned(),
                switch: Switch::Rule(rule.id),
                kind: format!("R{}", rule.number()),
                name: cx.lang.text(rule.label).to_owned(),
                state: store::rule_state(cx.db, rule.id)?,
                rate: None,
                tried: !matches!(rule.id, "words" | "patterns" | "wave" | "outside"),
                about: std::iter::once(cx.lang.text("rules.kind_rule").to_owned()).chain(learned).collect(),
            });
        }
        lines.extend(store::lists(cx.db)?.iter().map(|l| list(l, cx.lang)));
        lines.extend(store::words(cx.db)?.iter().map(|w| word(w, cx.lang)));
        for line in &mut lines {
            line.rate = rates.get(&line.source).cloned();
        }
        self.list.set_rows((0..lines.len()).collect());
        self.lines = lines;
        Ok(())
    }
}

fn list(l: &ListRow, lang: &Lang) -> RuleLine {
    let (words, severity) = (lang.count(l.words), format!("{:.2}", l.severity));
    let reason = lang.text(l.reason.row().label);
    let mut about =
        vec![lang.fill("rules.detail_list", &[("words", &words), ("reason", &reason), ("severity", &severity)])];
    if !l.source.is_empty() || !l.licence.is_empty() {
        let known = |text: &str| if text.is_empty() { "--".to_owned() } else { Clean::line(text).into_string() };
        let (source, licence) = (known(&l.source), known(&l.licence));
        about.push(lang.fill("rules.detail_source", &[("source", &source), ("licence", &licence)]));
    }
    RuleLine {
        source: format!("words:{}", l.name),
        switch: Switch::List(l.id),
        kind: lang.text("rules.kind_list").to_owned(),
        name: Clean::line(&l.name).into_string(),
        state: l.state,
        rate: None,
        tried: true,
        about,
    }
}

fn word(row: &WordRow, lang: &Lang) -> RuleLine {
    let kind = row.word.kind;
    let (reason, severity) = (lang.text(row.word.reason.row().label), row.word.severity);
    RuleLine {
        source: format!("{}:{}", kind.id(), row.word.pattern),
        switch: Switch::Word(row.id),
        kind: lang.text(kind.label()).to_owned(),
        name: Clean::line(&row.word.pattern).into_string(),
        state: row.state,
        rate: None,
        tried: matches!(kind, WordKind::Word | WordKind::Pattern),
        about: vec![format!("{reason}  {severity:.2}")],
    }
}

/// A try that runs on a thread of its own.
#[derive(Debug, Default)]
pub(super) struct Trying(Option<Aside>);

impl Trying {
    /// Whether it runs.
    pub(super) fn runs(&self) -> bool {
        self.0.as_ref().is_some_and(Aside::runs)
    }

    /// Begins one, unless one runs; `also` is a list that is off.
    pub(super) fn begin(&mut self, cx: &Cx, also: Option<i64>) {
        if !self.runs() {
            self.0 = Some(store::try_aside(cx.db, cx.config, also));
        }
    }

    /// Waits for the one that runs, for tests.
    #[cfg(test)]
    pub(super) fn end(&mut self) {
        if let Some(aside) = self.0.take() {
            aside.end().unwrap();
        }
    }
}

impl QueuePane {
    /// Opens the rules, and tries what is on or runs dry.
    pub(super) fn open_rules(&mut self, cx: &mut Cx) -> Result<()> {
        let mut view = RulesView { page: Cell::new(10), ..RulesView::default() };
        view.read(cx)?;
        self.trying.begin(cx, None);
        self.mode = Mode::Rules(Box::new(view));
        Ok(())
    }

    /// Reads the rules again while they are shown.
    pub(super) fn read_rules(&mut self, cx: &Cx) -> Result<()> {
        match &mut self.mode {
            Mode::Rules(view) => view.read(cx),
            _ => Ok(()),
        }
    }

    /// A key over the rules.
    pub(super) fn ruled(&mut self, chord: Chord, cx: &mut Cx) -> Result<()> {
        let Mode::Rules(view) = &mut self.mode else { return Ok(()) };
        let nav = match chord.folded().key {
            Key::Char('j') | Key::Down => Nav::Down,
            Key::Char('k') | Key::Up => Nav::Up,
            Key::PageDown => Nav::PageDown,
            Key::PageUp => Nav::PageUp,
            Key::Home => Nav::Top,
            Key::Char('G') | Key::End => Nav::Bottom,
            Key::Char('a') => return self.turn_rule(RuleState::On, cx),
            Key::Char('o') => return self.turn_rule(RuleState::Shadow, cx),
            Key::Char('x') => return self.turn_rule(RuleState::Off, cx),
            Key::Char('u') => return self.undo_here(|action| action.starts_with("rules."), "rules.undo_other", cx),
            Key::Enter => return self.try_rule(cx),
            Key::Esc | Key::Char('q' | 'h') | Key::Left => {
                self.mode = Mode::List;
                return Ok(());
            }
            _ => return Ok(()),
        };
        view.list.nav(nav, view.page.get());
        Ok(())
    }

    fn rule_line(&self) -> Option<RuleLine> {
        match &self.mode {
            Mode::Rules(view) => view.line().cloned(),
            _ => None,
        }
    }

    /// Switches the line under the cursor. A list that was never tried is tried before it is switched on.
    fn turn_rule(&mut self, state: RuleState, cx: &mut Cx) -> Result<()> {
        let Some(line) = self.rule_line() else { return Ok(()) };
        let label = cx.lang.text(state.label());
        if line.state == state {
            cx.refuse(cx.lang.fill("rules.already", &[("what", &line.name), ("state", &label)]));
            return Ok(());
        }
        if let (RuleState::On, Switch::List(id), None) = (state, &line.switch, &line.rate) {
            self.trying.begin(cx, Some(*id));
            cx.refuse(cx.lang.fill("rules.try_first", &[("what", &line.name)]));
            return Ok(());
        }
        store::switch(cx.db, &line.switch, state)?;
        let says =
            Says::new("rules.switched_undo").with("what", &line.name).with("state", format!("@{}", state.label()));
        cx.did(&says);
        cx.effects.push(Effect::Stale);
        self.read_rules(cx)?;
        if state == RuleState::Shadow {
            self.trying.begin(cx, None);
        }
        Ok(())
    }

    fn try_rule(&mut self, cx: &mut Cx) -> Result<()> {
        let Some(line) = self.rule_line() else { return Ok(()) };
        if !line.tried || line.state == RuleState::Off && !matches!(line.switch, Switch::List(_)) {
            cx.refuse(cx.lang.fill("rules.cannot_try", &[("what", &line.name)]));
            return Ok(());
        }
        let also = match line.switch {
            Switch::List(id) => Some(id),
            Switch::Rule(_) | Switch::Word(_) => None,
        };
        self.trying.begin(cx, also);
        cx.did(&Says::new("rules.trying").with("what", &line.name).with("tried", store::TRIED_ON));
        Ok(())
    }

    /// Undoes the last own act if it is one of those seen here; anything else is undone where it is seen.
    pub(super) fn undo_here(&mut self, ours: impl Fn(&str) -> bool, other: &'static str, cx: &mut Cx) -> Result<()> {
        let last = cx.db.last_undoable(cx.me)?.map(|seq| cx.db.entry(seq)).transpose()?;
        let Some(entry) = last.filter(|e| ours(&e.action)) else {
            cx.refuse(cx.lang.text(other).to_owned());
            return Ok(());
        };
        cx.db.undo(entry.seq)?;
        let what = cx.lang.say(&entry.summary);
        cx.did(&Says::new("app.undone").with("what", what));
        cx.effects.push(Effect::Stale);
        self.read_house(cx)?;
        self.read_rules(cx)
    }

    /// Somebody asks why: what the rules catch is tried anew unless that was done within ten minutes.
    pub(super) fn freshen_rates(&mut self, cx: &Cx) {
        let asked = self.side == Side::Why && self.row().is_some_and(|r| !matches!(r.opinion, Suggestion::None));
        let fresh = store::rates(cx.db).is_ok_and(|all| all.iter().any(|(_, r)| cx.now.since(r.at) < FRESH));
        if asked && !fresh {
            self.trying.begin(cx, None);
        }
    }

    /// What the rules that found something in `item` would have caught of the last messages, as last tried.
    pub(super) fn rates_of(&self, item: &crate::moderation::Item, cx: &Cx) -> Result<Vec<String>> {
        if item.hits.is_empty() {
            return Ok(Vec::new());
        }
        let mut said: Vec<String> = Vec::new();
        for hit in &item.hits {
            if let Some(rate) = store::rate_of_hit(cx.db, &item.text, hit)? {
                let line = rate_line(&rate, cx.lang);
                if !said.contains(&line) {
                    said.push(line);
                }
            }
        }
        Ok(said)
    }
}

/// `近 500 条会拦 14，其中 3 条你通过过`.
pub(in crate::moderation) fn rate_line(rate: &Rate, lang: &Lang) -> String {
    let counts: [(&str, &dyn std::fmt::Display); 3] =
        [("tried", &rate.tried), ("caught", &rate.caught), ("approved", &rate.approved)];
    lang.fill("rules.rate", &counts)
}

#[cfg(test)]
mod tests {
    use super::super::tests::World;
    use super::super::{Action, Pane};
    use super::*;
    use crate::base::{Config, Language};
    use crate::moderation::store::{NewList, add_to_list};
    use crate::moderation::wordlist::Entry;

    /// The queue of the screens with a list that is off, an own word, and messages one of which was approved.
    fn world() -> World {
        let mut world = World::new(Language::Hans);
        let new = NewList {
            name: "广告".into(),
            source: "ads.txt".into(),
            licence: "MIT".into(),
            reason: None,
            severity: None,
        };
        add_to_list(&mut world.file.db, &new, &[Entry::new("名额有限"), Entry::new("拼单")]).unwrap();
        store::add_words(&mut world.file.db, &[crate::moderation::screening::Word::new("模具")]).unwrap();
        let conn = world.file.db.conn();
        for (n, text) in (0_i64..).zip(["名额有限，加V", "面团", "模具和名额有限", "拼单吗"]) {
            conn.execute(
                "INSERT INTO message(community_id, member_id, at, text, batch_id) VALUES (1, 1, ?1, ?2, 1)",
                rusqlite::params![n, text],
            )
            .unwrap();
        }
        conn.execute(
            "INSERT INTO item(kind, community_id, member_id, who, text, created_at, state, decided_at)
             VALUES ('content', 1, 1, 'x', '拼单吗', 3, 'approved', 4)",
            [],
        )
        .unwrap();
        world.refresh();
        world
    }

    fn open(world: &mut World) {
        world.with(|pane, cx| Pane::update(pane, Action::Rules, cx)).unwrap();
        world.settle();
    }

    /// Name, state, and how many were caught and of them approved.
    type Told = (String, RuleState, Option<(i64, i64)>);

    fn lines(world: &World) -> Vec<Told> {
        let Mode::Rules(view) = &world.pane.mode else { panic!("the rules are closed") };
        view.lines.iter().map(|l| (l.name.clone(), l.state, l.rate.as_ref().map(|r| (r.caught, r.approved)))).collect()
    }

    #[test]
    fn rules_lists_and_words_are_listed_with_what_they_catch() {
        let mut world = world();
        open(&mut world);
        let lines = lines(&world);
        assert_eq!(lines[2], ("站外联系".into(), RuleState::On, Some((1, 0))));
        assert_eq!(lines[11], ("广告".into(), RuleState::Off, None), "what is off is not tried");
        assert_eq!(lines[12], ("模具".into(), RuleState::On, Some((1, 0))));
        assert!(Pane::captures(&world.pane));
        world.keys("G k Enter");
        world.settle();
        assert_eq!(self::lines(&world)[11].2, Some((3, 1)), "tried when asked");
        let Mode::Rules(view) = &world.pane.mode else { panic!() };
        assert_eq!(view.line().unwrap().rate.as_ref().unwrap().words, "名额有限 2  拼单 1");
        world.keys("Esc");
        assert!(!Pane::captures(&world.pane));
    }

    #[test]
    fn a_list_is_tried_before_it_is_switched_on_and_switching_is_undone() {
        let mut world = world();
        open(&mut world);
        world.keys("G k a");
        assert_eq!(world.status(), "先试 广告 会拦多少，再按一次 a 启用");
        world.settle();
        assert_eq!(lines(&world)[11].1, RuleState::Off);
        world.keys("a");
        assert_eq!((world.status().as_str(), lines(&world)[11].1), ("广告 改为启用 (u 撤销)", RuleState::On));
        world.keys("a");
        assert_eq!(world.status(), "广告 已是启用");
        world.keys("o");
        assert_eq!(lines(&world)[11].1, RuleState::Shadow);
        world.keys("u u");
        assert_eq!(lines(&world)[11].1, RuleState::Off);
        // The list itself was imported by this operator, and goes last.
        world.keys("Home j j x");
        assert_eq!(lines(&world)[2], ("站外联系".into(), RuleState::Off, Some((1, 0))));
        world.keys("Enter");
        assert_eq!(world.status(), "站外联系 停用着或不看文字，不能试");
        world.keys("ｕ");
        assert_eq!(lines(&world)[2].1, RuleState::On, "full-width keys count");
    }

    #[test]
    fn an_undo_over_the_rules_touches_nothing_else() {
        let mut world = World::new(Language::Hans);
        world.keys("a");
        world.with(|pane, cx| Pane::update(pane, Action::Rules, cx)).unwrap();
        world.keys("u");
        assert_eq!(world.status(), "上一步不是规则的改动，Esc 后按 u");
        assert_eq!(world.pane.rows.len(), 19);
        world.pane.trying.end();
    }

    #[test]
    fn why_tells_what_the_rule_catches_otherwise() {
        let mut world = world();
        let why = |world: &World| -> Vec<String> {
            world.pane.detail.as_ref().unwrap().why.iter().map(|f| f.text.clone()).collect()
        };
        assert!(!why(&world).iter().any(|t| t.contains("会拦")), "nothing was tried yet");
        world.keys("s");
        world.settle();
        assert_eq!(why(&world)[2], "近 4 条会拦 1，其中 0 条你通过过");
        let mut config = Config::default();
        config.screening.words = vec!["名额有限".into()];
        store::try_all(&mut world.file.db, &config, None).unwrap();
        world.refresh();
        assert_eq!(why(&world)[2..4], ["近 4 条会拦 1，其中 0 条你通过过", "近 4 条会拦 2，其中 0 条你通过过"]);
    }
}
