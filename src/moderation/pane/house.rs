//! How this file wants to be run, over the queue: strike lines with who stands where, the 公约 clause by clause, and who
//! of the operators may decide what.

mod forms;

use super::{Cx, Mode, QueuePane};
use crate::base::text::Clean;
use crate::base::{Result, Says};
use crate::db::{draft, setting};
use crate::moderation::pipeline::{RIGHTS, Rights};
use crate::moderation::reason::REASONS;
use crate::moderation::store;
use crate::moderation::strike::{Histogram, Line, Policy};
use crate::tui::pane::Effect;
use crate::tui::{Chord, Field, Form, FormEvent, Key, List, Menu, MenuEvent, Nav};
use forms::{clause_form, histogram, lines_form, operator_form, roles, show_lines, typed};
use ratatui::crossterm::event::KeyEvent;
use std::cell::Cell;

/// What a line is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::moderation) enum Part {
    /// The strike lines.
    Lines,
    /// The clause of this number, as it is worded now.
    Clause(String, String),
    /// An operator.
    Operator(String),
}

impl Part {
    /// Whether it is about the same as `other`, however that reads now.
    fn is(&self, other: &Part) -> bool {
        match (self, other) {
            (Self::Lines, Self::Lines) => true,
            (Self::Clause(a, _), Self::Clause(b, _)) | (Self::Operator(a), Self::Operator(b)) => a == b,
            _ => false,
        }
    }
}

/// One line.
#[derive(Debug, Clone)]
pub(in crate::moderation) struct HouseLine {
    part: Part,
    /// What sort of line.
    pub label: String,
    /// What it is about: a number, a name.
    pub name: String,
    /// How that stands.
    pub text: String,
    /// More about it, under the list.
    pub about: Vec<String>,
}

/// What stands over the lines.
#[derive(Debug, Clone, Default)]
pub(in crate::moderation) enum Over {
    /// Nothing.
    #[default]
    Nothing,
    /// Something is being written.
    Form(Box<Form>, Part),
    /// The roles for this operator.
    Roles(Menu<&'static str>, String),
}

/// All of it.
#[derive(Debug, Clone, Default)]
pub(in crate::moderation) struct House {
    /// Strike lines, clauses, operators.
    pub lines: Vec<HouseLine>,
    /// The cursor over them.
    pub list: List<usize>,
    /// Rows shown at the last drawing.
    pub page: Cell<usize>,
    /// What is open over them.
    pub over: Over,
    policy: Policy,
    histogram: Histogram,
}

impl House {
    /// The line under the cursor.
    pub(in crate::moderation) fn line(&self) -> Option<&HouseLine> {
        self.list.cursor().and_then(|at| self.lines.get(at))
    }

    fn read(&mut self, cx: &Cx) -> Result<()> {
        let lang = cx.lang;
        self.policy = store::policy(cx.db)?;
        self.histogram = store::histogram(cx.db)?;
        let mut lines = vec![HouseLine {
            part: Part::Lines,
            label: lang.text("conduct.house_lines").to_owned(),
            name: self.policy.to_string(),
            text: Line::ALL.map(|(line, _, label)| format!("{} {}", lang.text(label), self.policy.at(line))).join("  "),
            about: histogram(&self.histogram, &self.policy, lang),
        }];
        lines.extend(clauses(cx)?);
        for (name, role) in setting::operators(cx.db)? {
            let rights = Rights::of(&role);
            lines.push(HouseLine {
                label: lang.text("conduct.house_operator").to_owned(),
                name: Clean::head(&name, 20).into_string(),
                text: lang.text(rights.label).to_owned(),
                about: vec![lang.text(rights.says).to_owned()],
                part: Part::Operator(name),
            });
        }
        let here = self.line().map(|l| l.part.clone());
        self.list.set_rows((0..lines.len()).collect());
        self.lines = lines;
        here.into_iter().for_each(|part| self.go_to(&part));
        Ok(())
    }

    /// The cursor goes to the line about `part`, if there is one.
    fn go_to(&mut self, part: &Part) {
        if let Some(at) = self.lines.iter().position(|l| l.part.is(part)) {
            self.list.select(at);
        }
    }
}

/// The clauses as they are worded now.
fn clauses(cx: &Cx) -> Result<Vec<HouseLine>> {
    let lang = cx.lang;
    let all = store::clauses(cx.db, lang)?;
    let valid = |at: usize| all.get(at + 1).is_none_or(|next| next.number != all[at].number);
    let lines = all.iter().enumerate().filter(|(at, _)| valid(*at)).map(|(_, clause)| {
        let edition = lang.fill("conduct.edition", &[("n", &clause.edition)]);
        let reasons = REASONS.iter().filter(|r| r.clause == clause.number).map(|r| lang.text(r.label));
        let mut about: Vec<&str> = vec![&edition];
        about.extend(reasons);
        HouseLine {
            part: Part::Clause(clause.number.clone(), clause.text.clone()),
            label: lang.text("conduct.house_clause").to_owned(),
            name: clause.number.clone(),
            text: Clean::line(&clause.text).into_string(),
            about: vec![about.join("  "), Clean::line(&clause.text).into_string()],
        }
    });
    Ok(lines.collect())
}

/// Where the wording of a clause that is being typed is kept.
fn place(number: &str) -> String {
    format!("queue.clause:{number}")
}

impl QueuePane {
    /// Opens it.
    pub(super) fn open_house(&mut self, cx: &mut Cx) -> Result<()> {
        let mut house = House { page: Cell::new(10), ..House::default() };
        house.read(cx)?;
        self.mode = Mode::House(Box::new(house));
        Ok(())
    }

    /// Reads it again while it is shown.
    pub(super) fn read_house(&mut self, cx: &Cx) -> Result<()> {
        match &mut self.mode {
            Mode::House(house) => house.read(cx),
            _ => Ok(()),
        }
    }

    /// A key over it.
    pub(super) fn housed(&mut self, key: &KeyEvent, chord: Chord, cx: &mut Cx) -> Result<()> {
        let Mode::House(house) = &mut self.mode else { return Ok(()) };
        match &mut house.over {
            Over::Nothing => self.over_lines(chord, cx),
            Over::Form(form, part) => {
                let (event, part) = (form.key(key), part.clone());
                self.wrote(event, &part, cx)
            }
            Over::Roles(menu, name) => match menu.key(chord) {
                MenuEvent::Chosen(role) => {
                    let name = name.clone();
                    store::give_role(cx.db, &name, role)?;
                    let label = format!("@{}", Rights::of(role).label);
                    let says = Says::new("conduct.said_role").with("who", Clean::head(&name, 20)).with("role", label);
                    self.changed(&says, &Part::Operator(name), cx)
                }
                MenuEvent::Cancel => {
                    house.over = Over::Nothing;
                    Ok(())
                }
                MenuEvent::Ignored => Ok(()),
            },
        }
    }

    fn over_lines(&mut self, chord: Chord, cx: &mut Cx) -> Result<()> {
        let Mode::House(house) = &mut self.mode else { return Ok(()) };
        let nav = match chord.folded().key {
            Key::Char('j') | Key::Down => Nav::Down,
            Key::Char('k') | Key::Up => Nav::Up,
            Key::PageDown => Nav::PageDown,
            Key::PageUp => Nav::PageUp,
            Key::Home => Nav::Top,
            Key::Char('G') | Key::End => Nav::Bottom,
            Key::Enter | Key::Char('e') => return self.edit(cx),
            Key::Char('n') => return self.add_to_house(cx),
            Key::Char('u') => {
                let ours = |action: &str| action.starts_with("rules.") || action == "operator.enrol";
                return self.undo_here(ours, "conduct.undo_other", cx);
            }
            Key::Esc | Key::Char('q' | 'h') | Key::Left => {
                self.mode = Mode::List;
                return Ok(());
            }
            _ => return Ok(()),
        };
        house.list.nav(nav, house.page.get());
        Ok(())
    }

    /// Opens what the line under the cursor is changed with.
    fn edit(&mut self, cx: &mut Cx) -> Result<()> {
        store::manages(cx.db)?;
        let Mode::House(house) = &mut self.mode else { return Ok(()) };
        let Some(part) = house.line().map(|l| l.part.clone()) else { return Ok(()) };
        house.over = match &part {
            Part::Lines => Over::Form(Box::new(lines_form(&house.policy, &house.histogram, cx.lang)), part),
            Part::Clause(number, text) => {
                let kept = draft::at(cx.db, &place(number))?.map_or_else(|| text.clone(), |d| d.text);
                Over::Form(Box::new(clause_form(number, &kept, cx.lang)), part)
            }
            Part::Operator(name) => Over::Roles(roles(name, cx.lang), name.clone()),
        };
        Ok(())
    }

    /// Opens the form for another operator, or on the clauses for another clause.
    fn add_to_house(&mut self, cx: &mut Cx) -> Result<()> {
        store::manages(cx.db)?;
        let Mode::House(house) = &mut self.mode else { return Ok(()) };
        let lang = cx.lang;
        house.over = match house.line().map(|l| &l.part) {
            Some(Part::Clause(..)) => {
                Over::Form(Box::new(clause_form("", "", lang)), Part::Clause(String::new(), String::new()))
            }
            _ => Over::Form(Box::new(operator_form(lang)), Part::Operator(String::new())),
        };
        Ok(())
    }

    /// A key in a form.
    fn wrote(&mut self, event: FormEvent, part: &Part, cx: &mut Cx) -> Result<()> {
        let Mode::House(house) = &mut self.mode else { return Ok(()) };
        let Over::Form(form, _) = &mut house.over else { return Ok(()) };
        match event {
            FormEvent::Submit => return self.hand_in(part, cx),
            FormEvent::Changed => match part {
                Part::Lines => show_lines(form, &house.histogram, cx.lang),
                Part::Clause(number, _) if !number.is_empty() => {
                    cx.effects.push(Effect::Draft(place(number), form.value(0)));
                }
                Part::Clause(..) | Part::Operator(_) => {}
            },
            FormEvent::Cancel => house.over = Over::Nothing,
            FormEvent::Refused(label) => cx.refuse(cx.lang.fill("queue.missing", &[("field", &label)])),
            FormEvent::Rejected(key) => {
                let max = form.fields.get(form.focus()).map_or(0, Field::limit);
                cx.refuse(cx.lang.fill(key, &[("max", &max)]));
            }
            FormEvent::Moved | FormEvent::Ignored => {}
        }
        Ok(())
    }

    /// The form's last Enter; it stays open when that will not do.
    fn hand_in(&mut self, part: &Part, cx: &mut Cx) -> Result<()> {
        let Mode::House(house) = &self.mode else { return Ok(()) };
        let Over::Form(form, _) = &house.over else { return Ok(()) };
        let (says, about) = match part {
            Part::Lines => {
                let Some(policy) = typed(form) else {
                    cx.refuse(form.state.clone());
                    return Ok(());
                };
                store::set_policy(cx.db, policy)?;
                (Says::new("conduct.said_policy").with("policy", policy), Part::Lines)
            }
            Part::Clause(number, _) => {
                let (number, text) = match number.is_empty() {
                    true => (form.value(0), form.value(1)),
                    false => (number.clone(), form.value(0)),
                };
                let edition = store::set_clause(cx.db, &number, &text)?;
                cx.effects.push(Effect::Draft(place(&number), String::new()));
                let number = number.trim().to_owned();
                let says = Says::new("conduct.said_clause").with("number", &number).with("edition", edition);
                (says, Part::Clause(number, String::new()))
            }
            Part::Operator(_) => {
                let (name, role) = (form.value(0), RIGHTS[form.fields[1].choice_index().min(RIGHTS.len() - 1)]);
                let name = name.trim().to_owned();
                store::give_role(cx.db, &name, role.role)?;
                let label = format!("@{}", role.label);
                let says = Says::new("conduct.said_role").with("who", Clean::head(&name, 20)).with("role", label);
                (says, Part::Operator(name))
            }
        };
        self.changed(&says, &about, cx)
    }

    /// Something was changed: it is said and shown, with the cursor on it.
    fn changed(&mut self, says: &Says, about: &Part, cx: &mut Cx) -> Result<()> {
        if let Mode::House(house) = &mut self.mode {
            house.over = Over::Nothing;
        }
        cx.did(says);
        cx.effects.push(Effect::Stale);
        self.read_house(cx)?;
        if let Mode::House(house) = &mut self.mode {
            house.go_to(about);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::World;
    use super::super::{Action, Pane};
    use super::*;
    use crate::base::Language;

    fn open(language: Language) -> World {
        let mut world = World::new(language);
        setting::enrol(&mut world.file.db, "甲", "manager").unwrap();
        setting::enrol(&mut world.file.db, "阿泽", "volunteer").unwrap();
        world.with(|pane, cx| Pane::update(pane, Action::House, cx)).unwrap();
        world
    }

    fn house(world: &World) -> &House {
        let Mode::House(house) = &world.pane.mode else { panic!("it is closed") };
        house
    }

    fn form(world: &World) -> &Form {
        let Over::Form(form, _) = &house(world).over else { panic!("no form") };
        form
    }

    #[test]
    fn strike_lines_are_set_with_the_histogram_in_view() {
        let mut world = open(Language::Hans);
        world.keys("Enter");
        assert_eq!(form(&world).values(), ["3", "5", "8"]);
        assert_eq!(form(&world).preview, ["90 天内有违规的成员 1 人", "  1  ########################  1"]);
        world.keys("C-u 1");
        assert_eq!(form(&world).state, "按 1/5/8：到警告线 1 人，到禁言线 0 人，到移出线 0 人");
        world.keys("C-u 9 Enter Enter Enter");
        assert_eq!(world.status(), "9/5/8 不行：三条线要一条比一条高，1 到 99");
        assert_eq!(store::policy(&world.file.db).unwrap(), Policy::default(), "and the form is still open");
        world.keys("S-Tab S-Tab C-u 2 Enter Enter Enter");
        assert_eq!(world.status(), "违规线已改为 2/5/8 (u 撤销)");
        assert_eq!(store::policy(&world.file.db).unwrap().warn, 2);
        world.keys("u");
        assert_eq!(store::policy(&world.file.db).unwrap(), Policy::default());
        world.keys("Esc");
        assert!(!Pane::captures(&world.pane));
    }

    #[test]
    fn a_clause_is_worded_anew_and_another_added() {
        let mut world = open(Language::Hans);
        world.keys("j j j j Enter");
        assert!(form(&world).value(0).contains("广告"), "3.2");
        world.keys("「，合作找管理员」 Enter");
        assert_eq!(world.status(), "公约 3.2 已有第 2 版 (u 撤销)");
        assert!(house(&world).line().unwrap().text.contains("合作找管理员"));
        world.keys("n 「5.1」 Enter 「每天九点后不发语音」 Enter");
        assert_eq!(world.status(), "公约 5.1 已有第 1 版 (u 撤销)");
        assert!(house(&world).lines.iter().any(|l| l.name == "5.1"));
        world.keys("n 「五」 Enter 「x」");
        assert!(world.key("Enter").is_err());
        assert_eq!(form(&world).value(0), "五", "what was typed stays");
    }

    #[test]
    fn roles_are_given_by_a_manager_and_never_the_last_one_away() {
        let mut world = open(Language::Hans);
        world.keys("G");
        assert_eq!((house(&world).line().unwrap().name.as_str(), house(&world).lines.len()), ("阿泽", 11));
        world.keys("Enter 2");
        assert_eq!(world.status(), "阿泽 现在是内容 (u 撤销)");
        assert_eq!(setting::role(&world.file.db, "阿泽").unwrap(), "content");
        world.keys("k Enter");
        assert!(world.key("3").is_err(), "the only manager");
        assert_eq!(setting::role(&world.file.db, "甲").unwrap(), "manager");
        world.keys("Esc n 「小满」 Enter Enter");
        assert_eq!(setting::role(&world.file.db, "小满").unwrap(), "volunteer");
        setting::enrol(&mut world.file.db, "小满", "manager").unwrap();
        assert_eq!(house(&world).line().unwrap().name, "小满", "the cursor is on the new one");
        world.keys("j Enter 3");
        assert_eq!(world.status(), "甲 现在是志愿者 (u 撤销)");
        assert_eq!(world.key("Enter").unwrap_err().says.key, "conduct.only_manager");
    }

    #[test]
    fn what_colleagues_and_clauses_are_called_reaches_no_terminal() {
        let mut world = open(Language::En);
        world
            .file
            .db
            .conn()
            .execute("UPDATE operator SET name = 'a' || char(27) || '[31m' WHERE name = '阿泽'", [])
            .unwrap();
        world.with(Pane::refresh).unwrap();
        let shown: Vec<&str> = house(&world).lines.iter().flat_map(|l| [l.name.as_str(), l.text.as_str()]).collect();
        assert!(shown.iter().all(|t| !t.contains('\u{1b}')) && shown.iter().any(|t| t.contains("[31m")));
    }
}
