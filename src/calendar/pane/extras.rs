//! What is seldom wanted of a post, in one dock under `M`: its details, its texts by platform, an experiment, setting it
//! aside, and how its community and the file plan.

use super::super::approval::Approval;
use super::super::kind::{Kind, KindRow, is_label};
use super::super::mix::Own;
use super::super::more::Details;
use super::super::post::{Format, State};
use super::super::row::Row;
use super::super::store::{self, Content, Ref};
use super::super::twin::{Differs, Measure};
use super::entry::About;
use super::{Action, CalendarPane, Cx};
use crate::base::text::Clean;
use crate::base::{Error, Lang, Result, Says};
use crate::tui::{Field, Form, Menu, MenuItem};

// The fields of the details, in order.
const FORMAT: usize = 0;
const AIM: usize = 1;
const TOPIC: usize = 2;
const MECHANIC: usize = 3;
const CAMPAIGN: usize = 4;
const OWNER: usize = 5;
const NOTE: usize = 6;
const ASSETS: usize = 7;

/// Rows for new kinds in the form of kinds.
const NEW_KINDS: usize = 2;

impl CalendarPane {
    /// The dock under `M`.
    pub(super) fn extras(&self, lang: &Lang) -> Menu<Action> {
        let row = self.current();
        let state = row.map(|r| r.post.state);
        let mut items = vec![
            MenuItem::new('1', lang.text("posts.more_details"), Action::Details),
            MenuItem::new('2', lang.text("posts.more_texts"), Action::Texts),
            MenuItem::new('3', lang.text("posts.more_twin"), Action::Twin),
            match state {
                Some(State::Hold) => MenuItem::new('4', lang.text("posts.more_reopen"), Action::Reopen),
                _ => MenuItem::new('4', lang.text("posts.more_hold"), Action::Hold),
            },
            MenuItem::new('5', lang.text("posts.more_house"), Action::House),
            MenuItem::new('6', lang.text("posts.more_kinds"), Action::Kinds),
        ];
        if row.is_some_and(|r| r.post.more.out().is_some_and(|(out, all)| out > 0 && out < all)) {
            items.push(MenuItem::new('7', lang.text("posts.more_finish"), Action::Finish));
        }
        let title = row.map(|r| r.title.clone()).unwrap_or_default();
        let mut menu = Menu::new(lang.fill("posts.menu_more", &[("title", &title)]), items);
        lang.text("calendar.hints_digit").clone_into(&mut menu.hints);
        menu
    }

    /// What A and B are to differ in.
    pub(super) fn twins(&self, lang: &Lang) -> Menu<Action> {
        let item = |(n, (differs, _, key)): (u32, (Differs, &'static str, &'static str))| {
            MenuItem::new(char::from_digit(n, 10).unwrap_or('0'), lang.text(key), Action::TwinBy(differs))
        };
        let title = self.current().map(|r| r.title.clone()).unwrap_or_default();
        let mut menu =
            Menu::new(lang.fill("posts.menu_twin", &[("title", &title)]), (1..).zip(Differs::ALL).map(item).collect());
        lang.text("calendar.hints_digit").clone_into(&mut menu.hints);
        menu
    }

    /// The form that one of these means.
    pub(super) fn extra_form(&self, about: About, row: Option<&Row>, cx: &Cx) -> Result<Form> {
        let lang = cx.lang;
        let title = row.map_or("", |r| &r.title);
        Ok(match (about, row) {
            (About::Details(_), Some(row)) => details_form(row, lang),
            (About::Texts(_), Some(row)) => texts_form(row, lang),
            (About::House(community), _) => self.house_form(community, lang),
            (About::Kinds, _) => self.kinds_form(lang),
            _ => Form::new(title, Vec::new()),
        })
    }

    fn house_form(&self, community: i64, lang: &Lang) -> Form {
        let plan = self.board.as_ref().map(|b| b.plan.clone()).unwrap_or_default();
        let own = plan.own.get(&community).cloned().unwrap_or_default();
        let lane = self.board.as_ref().and_then(|b| b.lanes.iter().find(|l| l.id == community));
        let number = |n: usize| if n == 0 { String::new() } else { n.to_string() };
        let labels = Approval::ALL.iter().map(|(.., key)| lang.text(key).to_owned()).collect();
        let at = Approval::ALL.iter().position(|(a, ..)| *a == own.approval).unwrap_or(1);
        let shares = |targets: &[u32]| targets.iter().map(u32::to_string).collect::<Vec<_>>().join("/");
        let usual = |n: &dyn std::fmt::Display| lang.fill("posts.usual", &[("n", n)]);
        let fields = vec![
            Field::choice(lang.text("posts.field_approval"), labels, at),
            Field::number(lang.text("posts.field_day_cap"), &number(own.day)).max(3).note(usual(&plan.day)),
            Field::number(lang.text("posts.field_week_cap"), &number(own.week)).max(3).note(usual(&plan.community)),
            Field::text(lang.text("posts.field_mix"), &shares(&own.targets))
                .max(40)
                .note(usual(&shares(&plan.kinds.targets()))),
        ];
        let mut form = Form::new(lang.fill("posts.form_house", &[("place", &lane.map_or("", |l| &l.place))]), fields);
        form.set_focus(0);
        form.state = lang.fill("posts.house_state", &[("kinds", &plan.kinds.labels(lang).join("/"))]);
        form
    }

    fn kinds_form(&self, lang: &Lang) -> Form {
        let plan = self.board.as_ref().map(|b| b.plan.clone()).unwrap_or_default();
        let kind = |(n, row): (usize, &KindRow)| {
            let value = format!("{} {}", plan.kinds.label(row.kind, lang), row.target);
            Field::text(lang.fill("posts.field_kind", &[("n", &(n + 1))]), &value).max(30)
        };
        let mut fields: Vec<Field> = plan.kinds.0.iter().enumerate().map(kind).collect();
        let new = |n: usize| Field::text(lang.fill("posts.field_kind", &[("n", &(fields.len() + n + 1))]), "").max(30);
        let more: Vec<Field> = (0..NEW_KINDS).map(new).collect();
        fields.extend(more);
        let mut form = Form::new(lang.text("posts.form_kinds"), fields);
        form.set_focus(0);
        lang.text("posts.kinds_state").clone_into(&mut form.state);
        form
    }

    /// Saves one of these forms; the place of the first field that cannot be understood comes back.
    pub(super) fn save_extra(
        &mut self,
        about: About,
        form: &Form,
        cx: &mut Cx,
    ) -> std::result::Result<Result<Says>, usize> {
        match about {
            About::Details(post) => {
                let aimed = store::targets(cx.db).map(|t| super::super::aim::read(&form.value(AIM), &t));
                let aimed = match aimed {
                    Ok(Ok(aimed)) => aimed,
                    Ok(Err(_)) => return Err(AIM),
                    Err(error) => return Ok(Err(error)),
                };
                Ok(save_details(post, form, &aimed, cx))
            }
            About::Texts(post) => {
                let Some(row) = self.current() else { return Ok(Err(Error::user("calendar.no_row"))) };
                let texts = platforms(row).into_iter().enumerate().map(|(n, platform)| (platform, form.value(n)));
                let texts = texts.collect();
                Ok(store::set_texts(cx.db, post, &texts))
            }
            About::House(community) => self.save_house(community, form, cx),
            _ => self.save_kinds(form, cx),
        }
    }

    fn save_house(&self, community: i64, form: &Form, cx: &mut Cx) -> std::result::Result<Result<Says>, usize> {
        let number = |at: usize| match form.value(at).trim() {
            "" => Ok(0),
            text => text.parse::<usize>().ok().filter(|n| *n < 1000).ok_or(at),
        };
        let kinds = self.board.as_ref().map(|b| b.plan.kinds.clone()).unwrap_or_default();
        let targets = match form.value(3).trim() {
            "" => Vec::new(),
            text => kinds.read_targets(text).ok_or(3usize)?,
        };
        let approval = Approval::ALL[form.fields[0].choice_index().min(2)].0;
        let own = Own { approval, targets, day: number(1)?, week: number(2)? };
        Ok(store::set_own(cx.db, community, &own))
    }

    /// Every row that says something else than before. A row that was emptied takes its kind out of use.
    fn save_kinds(&self, form: &Form, cx: &mut Cx) -> std::result::Result<Result<Says>, usize> {
        let kinds = self.board.as_ref().map(|b| b.plan.kinds.clone()).unwrap_or_default();
        let mut changes: Vec<(KindRow, bool)> = Vec::new();
        for at in 0..form.fields.len() {
            let (value, old) = (form.value(at), kinds.0.get(at));
            if value.trim().is_empty() {
                changes.extend(old.map(|row| (row.clone(), false)));
                continue;
            }
            let (label, target) = read_kind(&value).ok_or(at)?;
            let kind = old.map(|r| r.kind).or_else(|| Kind::parse(&label)).ok_or(at)?;
            let label = if kind.label(cx.lang) == label { String::new() } else { label };
            let row = KindRow { kind, label, target };
            if old != Some(&row) {
                changes.push((row, true));
            }
        }
        Ok(store::set_kinds(cx.db, &changes))
    }
}

/// `晒单 10`: a label and a share in per cent; without one, none.
fn read_kind(text: &str) -> Option<(String, u32)> {
    let text = text.trim();
    let (label, target) = match text.rsplit_once(char::is_whitespace) {
        Some((label, n)) => (label.trim(), n.trim_end_matches('%').parse().ok().filter(|n| *n <= 100)?),
        None => (text, 0),
    };
    is_label(label).then(|| (label.to_owned(), target))
}

fn details_form(row: &Row, lang: &Lang) -> Form {
    let (post, details) = (&row.post, &row.post.more.details);
    let formats = Format::ALL.iter().map(|f| lang.text(f.key()).to_owned()).collect();
    let text = |key: &str, value: &str, max: usize| Field::text(lang.text(key), value).max(max);
    let fields = vec![
        Field::choice(lang.text("posts.field_format"), formats, post.format as usize),
        text("posts.field_aim", &details.aim, 200),
        text("posts.field_topic", &details.topic, 40),
        text("posts.field_mechanic", &details.mechanic, 40),
        text("posts.field_campaign", &details.campaign, 60),
        text("posts.field_owner", &post.owner, 40),
        text("posts.field_note", &post.note, 500),
        Field::long(lang.text("posts.field_assets"), &details.assets.join("\n"), 3).max(4000),
    ];
    let mut form = Form::new(lang.fill("posts.form_details", &[("title", &row.title)]), fields);
    form.set_focus(AIM);
    lang.text("posts.details_state").clone_into(&mut form.state);
    form
}

fn save_details(post: Ref, form: &Form, aimed: &[i64], cx: &mut Cx) -> Result<Says> {
    let before = store::get(cx.db, post.id)?;
    let content = Content {
        format: Format::ALL[form.fields[FORMAT].choice_index()],
        owner: form.value(OWNER).trim().to_owned(),
        note: form.value(NOTE),
        ..Content::from(&before)
    };
    let details = Details {
        topic: form.value(TOPIC),
        mechanic: form.value(MECHANIC),
        campaign: form.value(CAMPAIGN),
        aim: form.value(AIM),
        assets: form.value(ASSETS).lines().map(|l| l.trim().to_owned()).filter(|l| !l.is_empty()).collect(),
    };
    store::edit_whole(cx.db, post, &content, &details, aimed)
}

/// The platforms a post goes to, each once, its own first.
pub(super) fn platforms(row: &Row) -> Vec<String> {
    let mut all = vec![row.post.platform.clone()];
    let written = row.post.more.texts.keys().cloned();
    for platform in row.post.more.places.iter().map(|p| p.platform.clone()).chain(written) {
        if !all.contains(&platform) {
            all.push(platform);
        }
    }
    all
}

fn texts_form(row: &Row, lang: &Lang) -> Form {
    let field = |platform: String| {
        let text = row.post.more.texts.get(&platform).map_or("", String::as_str);
        Field::long(lang.text(&format!("members.platform_{platform}")), text, 2).max(5000)
    };
    let fields = platforms(row).into_iter().map(field).collect();
    let mut form = Form::new(lang.fill("posts.form_texts", &[("title", &row.title)]), fields);
    form.set_focus(0);
    lang.text("posts.texts_state").clone_into(&mut form.state);
    form
}

/// What stands against the texts that are typed, platform by platform; an empty one is the usual caption.
pub(super) fn flaws_of(form: &Form, row: &Row, rules: &super::super::platform::Rules, lang: &Lang) -> Vec<String> {
    let mut lines = Vec::new();
    for (n, platform) in platforms(row).into_iter().enumerate() {
        let typed = form.value(n);
        let caption = if typed.trim().is_empty() { row.post.body.clone() } else { typed };
        let name = lang.text(&format!("members.platform_{platform}")).to_owned();
        let (cap, count) = (rules.of(&platform).cap, caption.trim().chars().count());
        let flaws = rules.flaws(&platform, &row.post.title, &caption);
        if n == form.focus() && flaws.is_empty() && cap > 0 {
            lines.push(lang.fill("posts.length", &[("platform", &name), ("n", &count), ("cap", &cap)]));
        }
        lines.extend(flaws.iter().map(|f| format!("{name} {}", f.words(lang))));
    }
    lines.into_iter().map(|l| Clean::line(&l).into_string()).collect()
}

/// The choice of what decides an experiment.
pub(super) fn measures(lang: &Lang) -> Field {
    let labels = Measure::ALL.iter().map(|(.., key)| lang.text(key).to_owned()).collect();
    Field::choice(lang.text("posts.field_measure"), labels, 0)
}

#[cfg(test)]
mod tests;
