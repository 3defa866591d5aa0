//! What strike lines, clauses and roles are written in, and how many members stand where.

use crate::base::Lang;
use crate::base::text::Clean;
use crate::moderation::clause::TEXT_MAX;
use crate::moderation::pipeline::RIGHTS;
use crate::moderation::reason::WINDOW_DAYS;
use crate::moderation::strike::{Histogram, Line, Policy};
use crate::tui::{Field, Form, Menu, MenuItem};

/// How many members stand where: a bar for every number of strikes that somebody has, then what the lines mean.
pub(super) fn histogram(histogram: &Histogram, policy: &Policy, lang: &Lang) -> Vec<String> {
    let most = histogram.0.iter().copied().max().unwrap_or(0).max(1);
    let mut lines = vec![lang.fill("conduct.histogram", &[("days", &WINDOW_DAYS), ("n", &histogram.members())])];
    lines.extend(histogram.0.iter().enumerate().filter(|(_, n)| **n > 0).map(|(at, n)| {
        let bar = usize::try_from((n * 24 + most - 1) / most).unwrap_or(0);
        format!("{:>3}  {:<24}  {n}", at + 1, "#".repeat(bar))
    }));
    lines.insert(1, means(histogram, policy, lang));
    lines
}

fn means(histogram: &Histogram, policy: &Policy, lang: &Lang) -> String {
    let [warn, mute, remove] = Line::ALL.map(|(line, ..)| histogram.at(policy, line));
    lang.fill("conduct.policy_means", &[("policy", policy), ("warn", &warn), ("mute", &mute), ("remove", &remove)])
}

/// The lines as they are typed.
pub(super) fn typed(form: &Form) -> Option<Policy> {
    let number = |at: usize| form.value(at).trim().parse::<i64>().ok();
    Policy { warn: number(0)?, mute: number(1)?, remove: number(2)? }.checked().ok()
}

pub(super) fn lines_form(policy: &Policy, histogram: &Histogram, lang: &Lang) -> Form {
    let field = |(line, _, label): (Line, &str, &'static str)| {
        Field::number(lang.text(label), &policy.at(line).to_string()).required(true).max(2)
    };
    let mut form = Form::new(
        lang.fill("conduct.house_lines_title", &[("days", &WINDOW_DAYS)]),
        Line::ALL.into_iter().map(field).collect(),
    );
    form.hints = lang.text("conduct.hints_house_form").to_owned();
    show_lines(&mut form, histogram, lang);
    form
}

/// What the typed lines would mean for the members there are.
pub(super) fn show_lines(form: &mut Form, members: &Histogram, lang: &Lang) {
    let Some(policy) = typed(form) else {
        let told = [form.value(0), form.value(1), form.value(2)].join("/");
        form.state = lang.fill("conduct.bad_policy", &[("policy", &told), ("max", &Policy::MOST)]);
        return;
    };
    for (field, (line, ..)) in form.fields.iter_mut().zip(Line::ALL) {
        field.note = lang.fill("conduct.house_at", &[("n", &members.at(&policy, line))]);
    }
    form.preview = histogram(members, &policy, lang);
    form.preview.remove(1);
    form.state = means(members, &policy, lang);
}

pub(super) fn clause_form(number: &str, text: &str, lang: &Lang) -> Form {
    let wording = Field::long(lang.text("conduct.house_wording"), text, 4).required(true).max(TEXT_MAX);
    let (title, fields) = match number.is_empty() {
        true => {
            let field = Field::text(lang.text("conduct.house_number"), "").required(true).max(11);
            (lang.text("conduct.house_new_clause").to_owned(), vec![field, wording])
        }
        false => (lang.fill("conduct.house_clause_title", &[("number", &number)]), vec![wording]),
    };
    let mut form = Form::new(title, fields);
    form.state = lang.text("conduct.house_keeps").to_owned();
    if number.is_empty() {
        form.hints = lang.text("conduct.hints_house_form").to_owned();
    }
    form
}

pub(super) fn roles(name: &str, lang: &Lang) -> Menu<&'static str> {
    let items = ('1'..).zip(RIGHTS).map(|(digit, rights)| MenuItem {
        note: lang.text(rights.says).to_owned(),
        ..MenuItem::new(digit, lang.text(rights.label), rights.role)
    });
    Menu::new(lang.fill("conduct.house_role_title", &[("who", &Clean::head(name, 20))]), items.collect())
}

/// For somebody who is not entered yet; a volunteer unless told otherwise.
pub(super) fn operator_form(lang: &Lang) -> Form {
    let names = RIGHTS.iter().map(|r| lang.text(r.label).to_owned()).collect();
    let fields = vec![
        Field::text(lang.text("conduct.house_name"), "").required(true).max(40),
        Field::choice(lang.text("conduct.house_role"), names, 2),
    ];
    let mut form = Form::new(lang.text("conduct.house_new_operator"), fields);
    form.hints = lang.text("conduct.hints_house_form").to_owned();
    form
}
