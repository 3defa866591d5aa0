//! `qun sop show`: one template in full, its slots each with what it takes, and everything it said before.

use super::{category, output};
use crate::base::text::Clean;
use crate::base::{Error, Result};
use crate::cli::session::Session;
use crate::sop::store;
use crate::sop::template::diff::{Change, changes};
use crate::sop::template::{Filled, Phrases, Slot, SlotKind, Template, slots};
use serde_json::{Value, json};

fn slot_value(slot: &Slot, last: &Filled) -> Value {
    let options = if let SlotKind::Choice(options) = &slot.kind { Some(options) } else { None };
    let longest = if let SlotKind::Text(max) = slot.kind { Some(max).filter(|m| *m > 0) } else { None };
    let default = Some(&slot.default).filter(|d| !d.is_empty());
    json!({
        "name": slot.name, "auto": slot.auto.is_some(), "kind": slot.kind.name(),
        "required": !slot.optional, "optional": slot.optional,
        "default": default, "options": options, "longest": longest, "last": last.get(&slot.name),
    })
}

fn slot_values(body: &str, phrases: &Phrases, last: &Filled) -> Result<Value> {
    Ok(slots(&phrases.expand(body)?)?.iter().map(|slot| slot_value(slot, last)).collect())
}

/// A template as `--json` prints it: its slots are those of the common body, a variant has its own.
pub(super) fn value(template: &Template, phrases: &Phrases, last: &Filled, s: &Session) -> Result<Value> {
    let mut value =
        serde_json::to_value(template).map_err(|e| Error::user("base.output").with("cause", &e).because(&e))?;
    value["updated_at"] = template.updated_at.rfc3339(s.zone).into();
    value["due"] = template.wording.due(s.db.now().day(s.zone)).into();
    value["slots"] = slot_values(&template.wording.body, phrases, last)?;
    for (n, variant) in template.wording.variants.iter().enumerate() {
        value["variants"][n]["slots"] = slot_values(&variant.body, phrases, last)?;
    }
    Ok(value)
}

/// The platform and the language a variant is for, in words.
fn scope(platform: &str, language: &str, s: &Session) -> String {
    if platform.is_empty() {
        return language.to_owned();
    }
    format!("{} {language}", s.lang.text(&format!("members.platform_{platform}"))).trim().to_owned()
}

/// `单号  文字  必填  最多 20 字，上次 A-7`.
fn slot_row(slot: &Slot, last: &Filled, s: &Session) -> Vec<String> {
    let mut facts = Vec::new();
    match &slot.kind {
        SlotKind::Choice(options) => facts.push(options.join(" | ")),
        SlotKind::Text(max) if *max > 0 => facts.push(s.lang.fill("words.slot_longest", &[("max", max)])),
        _ => {}
    }
    if !slot.default.is_empty() {
        facts.push(s.lang.fill("words.slot_holds", &[("value", &slot.default)]));
    }
    if let Some(value) = last.get(&slot.name) {
        facts.push(s.lang.fill("words.slot_last", &[("value", &Clean::head(value, 40))]));
    }
    let need = match (slot.auto, slot.optional) {
        (Some(_), _) => "words.slot_auto",
        (None, true) => "words.slot_optional",
        (None, false) => "words.slot_required",
    };
    let text = |key: &str| s.lang.text(key).to_owned();
    vec![format!("  {{{}}}", slot.name), text(slot.kind.label()), text(need), facts.join(s.lang.text("app.comma"))]
}

/// The slots of a body, one line each.
fn slot_table(body: &str, phrases: &Phrases, last: &Filled, s: &Session) -> Result<()> {
    let slots = slots(&phrases.expand(body)?)?;
    if slots.is_empty() {
        return Ok(());
    }
    output::text(&format!("\n{}", s.lang.text("cli.field_slots")))?;
    output::table(&slots.iter().map(|slot| slot_row(slot, last, s)).collect::<Vec<_>>())
}

/// Prints it.
pub(super) fn show(template: &Template, s: &Session) -> Result<()> {
    let phrases: Phrases = store::phrases(&s.db)?.into_iter().collect();
    let last = store::last_values(&s.db)?;
    if s.json {
        return output::json(&value(template, &phrases, &last, s)?);
    }
    let w = &template.wording;
    let changed = format!("{} {}", template.updated_by, template.updated_at.rfc3339(s.zone));
    let review = w.review.map(|day| day.to_string()).unwrap_or_default();
    let uses = s.lang.fill("words.outcome", &[("uses", &template.uses), ("reopened", &template.reopened)]);
    let facts = [
        ("cli.field_code", w.code.clone()),
        ("cli.field_name", w.name.clone()),
        ("cli.field_category", category(&w.category, s)),
        ("cli.field_state", s.lang.text(w.status.label()).to_owned()),
        ("cli.field_keywords", w.keywords.clone()),
        ("cli.field_platform", w.platform.clone()),
        ("words.field_owner", w.owner.clone()),
        ("words.field_review", review),
        ("cli.field_uses", uses),
        ("cli.field_changed", changed),
    ];
    let facts = facts.into_iter().filter(|(_, v)| !v.is_empty());
    output::table(&facts.map(|(key, v)| vec![s.lang.text(key).to_owned(), v]).collect::<Vec<_>>())?;
    output::text(&format!("\n{}", w.body))?;
    slot_table(&w.body, &phrases, &last, s)?;
    for v in &w.variants {
        output::text(&format!("\n[{}]\n{}", scope(&v.platform, &v.language, s), v.body))?;
        slot_table(&v.body, &phrases, &last, s)?;
    }
    Ok(())
}

/// Every wording, the newest first, each with what changed in it.
pub(super) fn history(template: &Template, s: &Session) -> Result<()> {
    let all = store::history(&s.db, template)?;
    let older = |n: usize| all.get(n + 1).map_or("", |w| &*w.text);
    if s.json {
        let entry = |(n, w): (usize, &store::Wording)| {
            json!({
                "version": w.version, "at": w.at.rfc3339(s.zone), "by": w.by, "text": w.text,
                "changes": changes(older(n), &w.text),
            })
        };
        return output::json(&all.iter().enumerate().map(entry).collect::<Vec<_>>());
    }
    for (n, wording) in all.iter().enumerate() {
        let when = wording.at.rfc3339(s.zone);
        output::text(
            &s.lang.fill("words.version_line", &[("n", &wording.version), ("when", &when), ("who", &wording.by)]),
        )?;
        for change in changes(older(n), &wording.text) {
            output::text(&match change {
                Change::Same(line) => format!("  {line}"),
                Change::Gone(line) => format!("- {line}"),
                Change::New(line) => format!("+ {line}"),
            })?;
        }
    }
    Ok(())
}
