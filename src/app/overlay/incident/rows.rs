//! What the pages of an incident show, settled when it is read, so that drawing sees neither clock nor store.

use crate::app::state::Setup;
use crate::base::text::Clean;
use crate::base::{At, Lang, Result};
use crate::db::Db;
use crate::sop::incident::{Ambassador, Call, File, Incident, Statement};
use crate::sop::playbook::{Step, StepState};
use crate::sop::store::incidents;
use crate::tui::{List, Role};
use chrono::Timelike;

/// A page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// The first reply and the steps of the playbook.
    Steps,
    /// What is known.
    Facts,
    /// Who tells whom.
    Calls,
    /// What was said.
    Said,
    /// Who leads the talk where.
    Leads,
}

impl Page {
    /// Every page with the catalogue key of its label, in the order of the digits.
    pub const ALL: [(Page, &'static str); 5] = [
        (Self::Steps, "playbook.page_steps"),
        (Self::Facts, "playbook.page_facts"),
        (Self::Calls, "playbook.page_calls"),
        (Self::Said, "playbook.page_said"),
        (Self::Leads, "playbook.page_leads"),
    ];

    /// The page under a digit.
    pub fn by_digit(c: char) -> Option<Page> {
        let n = c.to_digit(10)?.checked_sub(1)?;
        Self::ALL.get(n as usize).map(|(page, _)| *page)
    }

    /// The page `by` further on, round the circle.
    pub fn step(self, by: usize) -> Page {
        Self::ALL[(self as usize + by) % Self::ALL.len()].0
    }
}

/// The row the next key is about.
#[derive(Debug, Clone, Copy)]
pub enum Under<'a> {
    /// None.
    Nothing,
    /// The first public reply.
    Reply,
    /// A step.
    Step(&'a Step),
    /// A fact, by its place.
    Fact(usize),
    /// A line of the call list.
    Call(&'a Call),
    /// A statement.
    Statement(&'a Statement),
    /// An ambassador.
    Lead(&'a Ambassador),
}

/// A row as it is drawn: a box or nothing, a time, the text, who and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub tick: &'static str,
    pub tick_role: Role,
    pub time: String,
    pub late: bool,
    pub text: String,
    pub ghost: bool,
    pub side: String,
}

/// So many facts are known of an incident: its sort, and what stands on the sheet.
const FACTS: usize = 7;

/// So many incidents are listed at most; `qun incident list` has all.
const ALL_MOST: usize = 300;

/// Everything that is shown.
pub struct Data {
    pub incident: Incident,
    pub file: File,
    pub page: Page,
    pub list: List<i64>,
    pub name: String,
    /// `危机 奶油发霉 还剩 1:23`.
    pub clock: String,
    pub opened: String,
    pub due: String,
    /// The rows of each page.
    pub lines: [Vec<Line>; 5],
    /// How many other incidents are open.
    pub others: usize,
}

impl Data {
    /// Reads incident `id`; the cursor stays where it was.
    pub fn read(db: &Db, setup: &Setup, id: i64, page: Page, before: Option<&Data>) -> Result<Data> {
        let (incident, file) = (incidents::incident(db, id)?, incidents::file(db, id)?);
        let lang = &setup.lang;
        let show = Show { now: db.now(), setup };
        let name = Clean::head(&incident.name, 40).into_string();
        let open = incidents::incidents(db, 100)?.iter().filter(|i| i.closed_at.is_none()).count();
        let clock = match incident.closed_at {
            Some(at) => lang.fill("playbook.closed_at", &[("at", &show.time(at))]),
            None => crate::app::header::incident(&name, incident.left(show.now), false, lang),
        };
        let lines = [
            show.steps(&incident, &file),
            show.facts(&incident),
            file.calls.iter().map(|c| show.call(c)).collect(),
            file.statements.iter().map(|s| show.statement(s)).collect(),
            file.ambassadors.iter().map(|a| show.lead(a)).collect(),
        ];
        let by = Clean::line(&incident.opened_by);
        let mut data = Data {
            opened: lang.fill("app.incident_opened", &[("at", &show.time(incident.opened_at)), ("who", &by)]),
            due: match (incident.closed_at, incident.answered_at) {
                (None, _) => lang.fill("app.incident_due", &[("at", &show.time(incident.due_at))]),
                (Some(_), Some(at)) => lang.fill("playbook.inc_replied", &[("at", &show.time(at))]),
                (Some(_), None) => lang.text("playbook.inc_unreplied").to_owned(),
            },
            others: open.saturating_sub(usize::from(incident.closed_at.is_none())),
            page,
            list: before.map_or_else(List::new, |b| b.list.clone()),
            incident,
            file,
            name,
            clock,
            lines,
        };
        data.list.set_rows(data.ids());
        if before.is_none() {
            data.find_open();
        }
        Ok(data)
    }

    /// Another page, the cursor where something is to be done.
    pub fn turn(&mut self, page: Page) {
        self.page = page;
        self.list = List::new();
        self.list.set_rows(self.ids());
        self.find_open();
    }

    fn find_open(&mut self) {
        let open = self.lines[self.page as usize].iter().position(|l| l.tick == "[ ]");
        if let Some(id) = open.and_then(|at| self.list.rows().get(at).copied()) {
            self.list.select(id);
        }
    }

    /// The rows of the page, by number.
    fn ids(&self) -> Vec<i64> {
        let file = &self.file;
        match self.page {
            Page::Steps => std::iter::once(0).chain(file.steps.iter().map(|s| s.id)).collect(),
            Page::Facts => (0..).take(self.lines[Page::Facts as usize].len()).collect(),
            Page::Calls => file.calls.iter().map(|c| c.id).collect(),
            Page::Said => file.statements.iter().map(|s| s.id).collect(),
            Page::Leads => file.ambassadors.iter().map(|a| a.id).collect(),
        }
    }

    /// The row under the cursor.
    pub fn under(&self) -> Under<'_> {
        let Some(id) = self.list.cursor() else { return Under::Nothing };
        let file = &self.file;
        match self.page {
            Page::Steps if id == 0 => Under::Reply,
            Page::Steps => file.steps.iter().find(|s| s.id == id).map_or(Under::Nothing, Under::Step),
            Page::Facts => Under::Fact(usize::try_from(id).unwrap_or(0)),
            Page::Calls => file.calls.iter().find(|c| c.id == id).map_or(Under::Nothing, Under::Call),
            Page::Said => file.statements.iter().find(|s| s.id == id).map_or(Under::Nothing, Under::Statement),
            Page::Leads => file.ambassadors.iter().find(|a| a.id == id).map_or(Under::Nothing, Under::Lead),
        }
    }

    /// Whether the cursor stands on the look back, which stands below the facts of what is over.
    pub fn on_look_back(&self) -> bool {
        self.incident.closed_at.is_some() && matches!(self.under(), Under::Fact(n) if n >= FACTS)
    }

    /// `2/10` of a page with boxes, how many of the others; facts known of six.
    pub fn count(&self, page: Page) -> String {
        let lines = &self.lines[page as usize];
        match page {
            Page::Steps | Page::Calls => {
                let done = lines.iter().filter(|l| l.tick != "[ ]").count();
                format!("{done}/{}", lines.len())
            }
            Page::Facts => format!("{}/{}", lines.iter().filter(|l| !l.ghost).count(), lines.len()),
            Page::Said | Page::Leads => lines.len().to_string(),
        }
    }

    /// The text in full of what is under the cursor.
    pub fn whole(&self, lang: &Lang) -> String {
        match self.under() {
            Under::Statement(s) => Clean::block(&s.text).into_string(),
            Under::Step(s) => {
                let words = if s.template.is_empty() {
                    String::new()
                } else {
                    lang.fill("playbook.with_words", &[("code", &s.template)])
                };
                format!("{}  {words}", Clean::line(&s.text))
            }
            Under::Fact(n) => {
                // What the row shows whole is not said twice.
                let line = self.lines[Page::Facts as usize].get(n).filter(|l| crate::base::text::width(&l.text) > 60);
                line.map(|l| l.text.clone()).unwrap_or_default()
            }
            Under::Reply => lang.text("playbook.reply_help").to_owned(),
            _ => String::new(),
        }
    }
}

/// What rows are settled with.
struct Show<'a> {
    now: At,
    setup: &'a Setup,
}

impl Show<'_> {
    fn time(&self, at: At) -> String {
        let local = at.local(self.setup.zone);
        let clock = format!("{:02}:{:02}", local.hour(), local.minute());
        if local.date() == self.now.day(self.setup.zone) {
            return clock;
        }
        format!("{} {clock}", self.setup.lang.short_day(local.date()))
    }

    /// `9月28日 周一`.
    fn day(&self, at: At) -> String {
        self.setup.lang.day(at.day(self.setup.zone), self.now.day(self.setup.zone))
    }

    /// `16:50 周宁`.
    fn by(&self, at: Option<At>, who: &str) -> String {
        at.map_or_else(String::new, |at| format!("{} {}", self.time(at), Clean::head(who, 20)))
    }

    fn left(&self, due: At) -> (String, bool) {
        let left = due.since(self.now);
        let key = if left < 0 { "calendar.late" } else { "calendar.left" };
        (self.setup.lang.fill(key, &[("span", &self.setup.lang.span(left.abs()))]), left < 0)
    }

    fn steps(&self, incident: &Incident, file: &File) -> Vec<Line> {
        let lang = &self.setup.lang;
        let over = incident.closed_at.is_some();
        let (tick, role) = match incident.answered_at {
            Some(_) => ("[x]", Role::Good),
            None if over => ("[-]", Role::Muted),
            None => ("[ ]", Role::Text),
        };
        let waits = incident.answered_at.is_none() && !over;
        let (time, late) = if waits { self.left(incident.due_at) } else { (String::new(), false) };
        let reply = Line {
            tick,
            tick_role: role,
            time,
            late,
            text: lang.text("playbook.first_reply").to_owned(),
            ghost: false,
            side: self.by(incident.answered_at, ""),
        };
        let step = |s: &Step| {
            let (tick, tick_role) = match s.state {
                StepState::Open => ("[ ]", Role::Text),
                StepState::Done => ("[x]", Role::Good),
                StepState::Skipped => ("[-]", Role::Muted),
            };
            let open = s.state == StepState::Open;
            let (time, late) = if open { self.left(s.due_at) } else { (String::new(), false) };
            let reason = Clean::head(&lang.shown(&s.reason), 40).into_string();
            let side = if open { s.template.clone() } else { format!("{} {reason}", self.by(s.at, &s.by)) };
            let text = Clean::head(&s.text, 200).into_string();
            Line { tick, tick_role, time, late, text, ghost: !open, side: side.trim_end().to_owned() }
        };
        std::iter::once(reply).chain(file.steps.iter().map(step)).collect()
    }

    fn facts(&self, incident: &Incident) -> Vec<Line> {
        let (lang, sheet) = (&self.setup.lang, &incident.sheet);
        let kind = incident.kind.map(|k| lang.text(k.label()).to_owned()).unwrap_or_default();
        let verified = if sheet.verified { lang.text("playbook.verified").to_owned() } else { String::new() };
        let facts = [
            ("playbook.fact_kind", kind),
            ("playbook.fact_what", sheet.what.clone()),
            ("playbook.fact_where", sheet.place.clone()),
            ("playbook.fact_when", sheet.began.clone()),
            ("playbook.fact_scope", sheet.scope.clone()),
            ("playbook.fact_source", sheet.source.clone()),
            ("playbook.fact_verified", verified),
        ];
        let line = |(n, (label, value)): (usize, (&str, String))| {
            let ghost = value.trim().is_empty();
            let empty = if n == 6 { "playbook.unverified" } else { "playbook.fact_missing" };
            let text = if ghost { lang.text(empty).to_owned() } else { Clean::head(&value, 500).into_string() };
            let time = lang.text(label).to_owned();
            Line { tick: "", tick_role: Role::Text, time, late: false, text, ghost, side: String::new() }
        };
        let mut lines: Vec<Line> = facts.into_iter().enumerate().map(line).collect();
        if incident.closed_at.is_some() {
            // The look back stands below what was known.
            let told = [("playbook.review_happened", &incident.happened), ("playbook.review_change", &incident.note)];
            lines.extend(told.map(|(label, value)| line((lines.len(), (label, value.clone())))));
        }
        lines
    }

    /// One of all incidents: when it was opened, what it is called, its sort and how it stands.
    fn one_of_all(&self, incident: &Incident) -> Line {
        let lang = &self.setup.lang;
        let kind = incident.kind.map_or("", |k| lang.text(k.label()));
        let stands = match (incident.closed_at, incident.left(self.now)) {
            (Some(at), _) => lang.fill("playbook.closed_at", &[("at", &self.time(at))]),
            (None, None) => lang.text("playbook.answered").to_owned(),
            (None, Some(left)) => {
                let key = if left < 0 { "playbook.reply_late" } else { "playbook.reply_left" };
                lang.fill(key, &[("time", &lang.hm(left.abs()))])
            }
        };
        let text = format!("{}  {kind}", Clean::head(&incident.name, 60)).trim_end().to_owned();
        let (time, ghost) = (self.day(incident.opened_at), incident.closed_at.is_some());
        let late = !ghost && incident.left(self.now).is_some_and(|left| left < 0);
        Line { tick: "", tick_role: Role::Text, time, late, text, ghost, side: stands }
    }

    fn call(&self, c: &Call) -> Line {
        let (tick, tick_role) = if c.told_at.is_some() { ("[x]", Role::Good) } else { ("[ ]", Role::Text) };
        let text = format!("{} > {}", Clean::head(&c.who, 40), Clean::head(&c.whom, 80));
        let side = self.by(c.told_at, &c.told_by);
        Line { tick, tick_role, time: String::new(), late: false, text, ghost: c.told_at.is_some(), side }
    }

    fn statement(&self, s: &Statement) -> Line {
        let time = match s.said_at {
            Some(at) => self.time(at),
            None => self.setup.lang.text("playbook.draft").to_owned(),
        };
        let who = if s.said_at.is_some() { &s.said_by } else { &s.drafted_by };
        let side = format!("{} {}", Clean::head(&s.channel, 20), Clean::head(who, 12));
        let text = Clean::head(&s.text, 200).into_string();
        let (tick, tick_role) = if s.said_at.is_some() { ("[x]", Role::Good) } else { ("[ ]", Role::Text) };
        Line { tick, tick_role, time, late: false, text, ghost: false, side: side.trim().to_owned() }
    }

    fn lead(&self, a: &Ambassador) -> Line {
        let platform = self.setup.lang.text(&format!("members.platform_{}", a.platform)).to_owned();
        let text = format!("{platform} {}  {}", Clean::head(&a.community, 30), Clean::head(&a.name, 40));
        Line {
            tick: "",
            tick_role: Role::Text,
            time: String::new(),
            late: false,
            text,
            ghost: false,
            side: String::new(),
        }
    }
}

/// Every incident, the open ones first, and the cursor.
pub struct All {
    pub list: List<i64>,
    pub lines: Vec<Line>,
}

impl All {
    /// Reads them; the cursor stays where it was.
    pub fn read(db: &Db, setup: &Setup, before: Option<&All>) -> Result<All> {
        let show = Show { now: db.now(), setup };
        let rows = incidents::incidents(db, ALL_MOST)?;
        let mut list = before.map_or_else(List::new, |b| b.list.clone());
        list.set_rows(rows.iter().map(|i| i.id).collect());
        Ok(All { list, lines: rows.iter().map(|i| show.one_of_all(i)).collect() })
    }
}
