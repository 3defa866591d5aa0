//! Playbooks (群SOP): timed steps relative to an anchor, for a community, a person or a sort of crisis. A plan is
//! written once; a run is the plan at work, with steps of its own.

pub mod exchange;
pub mod moment;

pub use moment::Moment;

use super::incident::Crisis;
use super::template::CODE_MAX;
use crate::base::text::Clean;
use crate::base::{At, Error, Lang, Result};
use serde::{Deserialize, Serialize};

/// The most steps of a plan, and the most people on its call list.
pub const STEPS_MAX: usize = 60;
/// The most characters of a step.
pub const STEP_MAX: usize = 200;
/// The most characters of a name.
pub const NAME_MAX: usize = 40;

/// Whom a run is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum About {
    /// A community, or all of them.
    Community,
    /// One person, or those who joined on one day.
    Person,
}

impl About {
    /// Both with their stable name and the catalogue key of the label.
    pub const ALL: [(About, &'static str, &'static str); 2] =
        [(Self::Community, "community", "playbook.about_community"), (Self::Person, "person", "playbook.about_person")];
}

crate::base::named!(About: name read label);

/// One step of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlanStep {
    /// When, relative to the anchor.
    #[serde(rename = "at")]
    pub moment: Moment,
    /// What is to be done.
    pub text: String,
    /// The code of the template that is used for it; empty for none.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub template: String,
    /// Who does it; empty for whoever is there.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub owner: String,
}

/// One line of who tells whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanCall {
    /// Who tells.
    pub who: String,
    /// Who is told.
    pub whom: String,
}

/// What an operator writes of a playbook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NewPlaybook {
    /// Letters only; lower case.
    pub code: String,
    /// What it is called.
    pub name: String,
    /// Whom a run is about.
    pub about: About,
    /// The sort of crisis it is pinned to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub crisis: Option<Crisis>,
    /// What it is for.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// The steps, in the order of their moments.
    #[serde(rename = "step")]
    pub steps: Vec<PlanStep>,
    /// Who tells whom.
    #[serde(rename = "call", skip_serializing_if = "Vec::is_empty")]
    pub calls: Vec<PlanCall>,
}

/// A playbook as it lies in the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Playbook {
    /// Its number.
    pub id: i64,
    /// What was written.
    #[serde(flatten)]
    pub plan: NewPlaybook,
    /// Runs that are not over.
    pub running: i64,
    /// Communities whose newcomers get it by themselves.
    pub welcomes: i64,
    /// Grows with each change.
    pub version: i64,
}

impl NewPlaybook {
    /// Trims what was typed, lowers codes, orders the steps; refuses what could not be used.
    ///
    /// # Errors
    /// A sentence naming what is wrong: a code that is not 1 to [`CODE_MAX`] letters, an empty or over-long name or
    /// step, no step at all, more than [`STEPS_MAX`].
    pub fn checked(mut self) -> Result<NewPlaybook> {
        let trim = |text: &mut String| *text = text.trim().to_owned();
        self.code = self.code.trim().to_ascii_lowercase();
        [&mut self.name, &mut self.note].into_iter().for_each(trim);
        for step in &mut self.steps {
            [&mut step.text, &mut step.owner].into_iter().for_each(trim);
            step.template = step.template.trim().to_ascii_lowercase();
        }
        for call in &mut self.calls {
            [&mut call.who, &mut call.whom].into_iter().for_each(trim);
        }
        if !is_code(&self.code) {
            return Err(wrong("playbook.bad_code", &self).with("max", CODE_MAX));
        }
        if self.name.is_empty() || self.name.chars().count() > NAME_MAX {
            return Err(wrong("playbook.bad_name", &self).with("max", NAME_MAX));
        }
        if self.steps.is_empty() || self.steps.len().max(self.calls.len()) > STEPS_MAX {
            return Err(wrong("playbook.bad_steps", &self).with("max", STEPS_MAX));
        }
        for (n, step) in self.steps.iter().enumerate() {
            if step.text.is_empty() || step.text.chars().count() > STEP_MAX {
                return Err(wrong("playbook.bad_text", &self).with("n", n + 1).with("max", STEP_MAX));
            }
            if !step.template.is_empty() && !is_code(&step.template) {
                return Err(wrong("playbook.bad_template", &self).with("n", n + 1).with("template", &step.template));
            }
        }
        if self.calls.iter().any(|c| c.who.is_empty() || c.whom.is_empty()) {
            return Err(wrong("playbook.bad_call", &self));
        }
        let texts = self.steps.iter().flat_map(|s| [&s.text, &s.owner]);
        let texts = texts.chain(self.calls.iter().flat_map(|c| [&c.who, &c.whom])).chain([&self.name, &self.note]);
        if let Some(text) = texts.into_iter().find(|t| t.contains(|c: char| c.is_control())) {
            return Err(wrong("playbook.bad_control", &self).with("text", Clean::line(text)));
        }
        self.steps.sort_by_key(|s| s.moment);
        Ok(self)
    }

    /// The steps as an operator types them, one a line: `D1 10:00 | text | template | owner`.
    #[must_use]
    pub fn lines(&self) -> String {
        let line = |s: &PlanStep| {
            let parts = [s.moment.to_string(), s.text.clone(), s.template.clone(), s.owner.clone()];
            let used = parts.iter().rposition(|p| !p.is_empty()).map_or(0, |at| at + 1);
            parts[..used].join(" | ")
        };
        self.steps.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    /// Reads what [`NewPlaybook::lines`] writes; blank lines are passed over, the full-width bar counts too.
    ///
    /// # Errors
    /// A sentence with the line's number.
    pub fn read_lines(text: &str) -> Result<Vec<PlanStep>> {
        let mut steps = Vec::new();
        for (n, line) in text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
            let mut parts = line.split(['|', '｜']).map(|p| p.trim().to_owned());
            let moment = parts.next().unwrap_or_default();
            let moment = Moment::parse(&moment).map_err(|e| e.with("line", n + 1))?;
            let mut next = || parts.next().unwrap_or_default();
            steps.push(PlanStep { moment, text: next(), template: next(), owner: next() });
        }
        Ok(steps)
    }
}

fn wrong(key: &str, plan: &NewPlaybook) -> Error {
    Error::user(key).with("code", Clean::line(&plan.code))
}

/// Whether `code` may name a playbook or a template: letters only.
fn is_code(code: &str) -> bool {
    !code.is_empty() && code.len() <= CODE_MAX && code.bytes().all(|b| b.is_ascii_lowercase())
}

/// Where a step of a run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum StepState {
    /// To be done.
    Open,
    /// Done.
    Done,
    /// Left out, with a reason.
    Skipped,
}

impl StepState {
    /// Every state with its stable name and the catalogue key of its label.
    pub const ALL: [(StepState, &'static str, &'static str); 3] = [
        (Self::Open, "open", "playbook.state_open"),
        (Self::Done, "done", "playbook.state_done"),
        (Self::Skipped, "skipped", "playbook.state_skipped"),
    ];
}

crate::base::named!(StepState: name read label);

/// Whom a run is about, with what is shown of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
pub struct Whom {
    /// The community's number.
    pub community_id: Option<i64>,
    /// Its name; empty for all communities.
    pub community: String,
    /// Its platform, by id.
    pub platform: String,
    /// The member, of a run about one person.
    pub member_id: Option<i64>,
    /// The member's name.
    pub who: String,
    /// How many joined, of a run about newcomers; those who left again do not count.
    pub people: Option<i64>,
    /// The incident.
    pub incident_id: Option<i64>,
}

/// A step of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// Its number.
    pub id: i64,
    /// The run's number.
    pub run_id: i64,
    /// The run's name.
    pub run: String,
    /// Whom the run is about.
    #[serde(flatten)]
    pub whom: Whom,
    /// When, as the plan says it.
    pub moment: Moment,
    /// When.
    #[serde(skip)]
    pub due_at: At,
    /// What is to be done.
    pub text: String,
    /// The code of its template; empty for none.
    pub template: String,
    /// Who does it; empty for whoever is there.
    pub owner: String,
    /// Where it stands.
    pub state: StepState,
    /// Why it was left out.
    pub reason: String,
    /// Who did it or left it out.
    pub by: String,
    /// When that was.
    #[serde(skip)]
    pub at: Option<At>,
    /// For how many of the people it is done already.
    pub told: i64,
    /// Grows with each change.
    pub version: i64,
}

impl Step {
    /// `新人七天 第3天 12人 问进度`: the run, the day where days are counted, how many people or who, and the text.
    #[must_use]
    pub fn title(&self, lang: &Lang) -> String {
        let day = self.moment.day().map(|n| lang.fill("playbook.day", &[("n", &n)]));
        let people = self.whom.people.map(|all| {
            let key = if self.told > 0 { "playbook.people_told" } else { "playbook.people" };
            lang.fill(key, &[("n", &all), ("told", &self.told)])
        });
        let who = (!self.whom.who.is_empty()).then(|| Clean::head(&self.whom.who, 30).into_string());
        let run = Clean::head(&self.run, 60).into_string();
        let join =
            |before: String, part: String| lang.fill("playbook.title_part", &[("before", &before), ("part", &part)]);
        let head = [day, people.or(who)].into_iter().flatten().fold(run, join);
        lang.fill("playbook.title", &[("head", &head), ("text", &Clean::head(&self.text, 300))])
    }
}

/// A run with how far it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Run {
    /// Its number.
    pub id: i64,
    /// The plan it came from, if that is still there.
    pub playbook_id: Option<i64>,
    /// What it is called.
    pub name: String,
    /// Whom it is about.
    #[serde(flatten)]
    pub whom: Whom,
    /// What its moments count from.
    #[serde(skip)]
    pub anchor_at: At,
    /// Who started it.
    pub started_by: String,
    /// When it was started.
    #[serde(skip)]
    pub started_at: At,
    /// When it was over.
    #[serde(skip)]
    pub ended_at: Option<At>,
    /// Steps done or left out.
    pub settled: i64,
    /// All steps.
    pub steps: i64,
    /// When the next open step is due.
    #[serde(skip)]
    pub next_at: Option<At>,
    /// What that step says.
    pub next: String,
    /// Grows with each change.
    pub version: i64,
}

/// A member who has not said anything for long.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Silent {
    /// The member's number.
    pub id: i64,
    /// The member's name.
    pub name: String,
    /// The community.
    pub community: String,
    /// Its platform, by id.
    pub platform: String,
    /// When they were last heard; `None` if never.
    #[serde(skip)]
    pub last_seen: Option<At>,
    /// Whether a run about them is under way.
    pub running: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan() -> NewPlaybook {
        NewPlaybook {
            code: " XR ".into(),
            name: " 新人七天 ".into(),
            about: About::Person,
            crisis: None,
            note: String::new(),
            steps: NewPlaybook::read_lines("D3 10:00 | 问进度 | hf\n\nD1｜发欢迎语｜HY｜小满").unwrap(),
            calls: Vec::new(),
        }
    }

    #[test]
    fn what_was_typed_is_trimmed_lowered_and_ordered() {
        let plan = plan().checked().unwrap();
        assert_eq!((plan.code.as_str(), plan.name.as_str()), ("xr", "新人七天"));
        assert_eq!(plan.lines(), "D1 | 发欢迎语 | hy | 小满\nD3 10:00 | 问进度 | hf");
        assert_eq!(NewPlaybook::read_lines(&plan.lines()).unwrap(), plan.steps);
    }

    #[test]
    fn what_could_not_be_used_is_refused() {
        let with = |change: &dyn Fn(&mut NewPlaybook)| {
            let mut plan = plan();
            change(&mut plan);
            plan.checked().map(drop).map_err(|e| e.says.key)
        };
        let long = "长".repeat(STEP_MAX + 1);
        for (change, key) in [
            (&(|p: &mut NewPlaybook| p.code = "x1".into()) as &dyn Fn(&mut NewPlaybook), "playbook.bad_code"),
            (&|p| p.code.clear(), "playbook.bad_code"),
            (&|p| p.name = " ".into(), "playbook.bad_name"),
            (&|p| p.steps.clear(), "playbook.bad_steps"),
            (&|p| p.steps = vec![p.steps[0].clone(); STEPS_MAX + 1], "playbook.bad_steps"),
            (&|p| p.steps[0].text.clear(), "playbook.bad_text"),
            (&|p| p.steps[1].text.clone_from(&long), "playbook.bad_text"),
            (&|p| p.steps[1].template = "9".into(), "playbook.bad_template"),
            (&|p| p.calls = vec![PlanCall { who: "甲".into(), whom: " ".into() }], "playbook.bad_call"),
            (&|p| p.steps[0].text = "响\u{7}铃".into(), "playbook.bad_control"),
        ] {
            assert_eq!(with(change), Err(key.to_owned()));
        }
        assert_eq!(with(&|_| ()), Ok(()));
        let error = NewPlaybook::read_lines("D1 | 一\nsoon | 二").unwrap_err();
        assert_eq!((error.says.key.as_str(), &*error.says.args["line"]), ("playbook.bad_moment", "2"));
    }
}
