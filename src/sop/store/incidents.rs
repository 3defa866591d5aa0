//! Incidents: opening, what is known, answering, closing. What is said and who is told stands in `statements`.

use super::plans;
use super::runs::{self, Place};
use super::steps;
use crate::base::{At, Error, Kind, Result, Says};
use crate::db::{Db, Tx};
use crate::sop::incident::{ANSWER_MS, Crisis, FACT_MAX, File, Incident, STATEMENT_MAX, Sheet};
use rusqlite::{OptionalExtension, Row, params};

const COLUMNS: &str =
    "id, name, opened_at, opened_by, due_at, answered_at, closed_at, note, version, kind, what, place,
    began, scope, source, verified, happened, closed_by";

fn from_row(row: &Row) -> rusqlite::Result<Incident> {
    let kind: String = row.get(9)?;
    Ok(Incident {
        id: row.get(0)?,
        name: row.get(1)?,
        opened_at: At(row.get(2)?),
        opened_by: row.get(3)?,
        due_at: At(row.get(4)?),
        answered_at: row.get::<_, Option<i64>>(5)?.map(At),
        closed_at: row.get::<_, Option<i64>>(6)?.map(At),
        note: row.get(7)?,
        version: row.get(8)?,
        kind: Crisis::read(&kind),
        sheet: Sheet {
            what: row.get(10)?,
            place: row.get(11)?,
            began: row.get(12)?,
            scope: row.get(13)?,
            source: row.get(14)?,
            verified: row.get(15)?,
        },
        happened: row.get(16)?,
        closed_by: row.get(17)?,
    })
}

/// The open incident with the least time left.
///
/// # Errors
/// Database errors.
pub fn open_incident(db: &Db) -> Result<Option<Incident>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM incident WHERE closed_at IS NULL ORDER BY answered_at IS NOT NULL, due_at LIMIT 1"
    );
    Ok(db.conn().prepare_cached(&sql)?.query_row([], from_row).optional()?)
}

/// Incidents, the open ones first, then the newest.
///
/// # Errors
/// Database errors.
pub fn incidents(db: &Db, limit: usize) -> Result<Vec<Incident>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM incident ORDER BY closed_at IS NOT NULL, answered_at IS NOT NULL,
         CASE WHEN closed_at IS NULL THEN due_at ELSE -closed_at END, id LIMIT ?1"
    );
    let mut stmt = db.conn().prepare_cached(&sql)?;
    let rows = stmt.query_map([i64::try_from(limit).unwrap_or(i64::MAX)], from_row)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Incident `id`.
///
/// # Errors
/// [`Kind::User`] if there is none.
pub fn incident(db: &Db, id: i64) -> Result<Incident> {
    let sql = format!("SELECT {COLUMNS} FROM incident WHERE id = ?1");
    let found = db.conn().prepare_cached(&sql)?.query_row([id], from_row).optional()?;
    found.ok_or_else(|| Error::user("playbook.no_incident").with("id", id).hint("playbook.no_incident_hint"))
}

/// Everything that hangs on incident `id`.
///
/// # Errors
/// Database errors.
pub fn file(db: &Db, id: i64) -> Result<File> {
    Ok(File {
        statements: super::statements::statements(db, id)?,
        calls: super::statements::calls(db, id)?,
        ambassadors: super::statements::ambassadors(db, id)?,
        steps: runs::incident_steps(db, id)?,
    })
}

/// Opens an incident; its clock starts now, and with a sort its playbook. Past undoing: everybody has seen the clock,
/// [`close_incident`] ends it.
///
/// # Errors
/// An empty or over-long name.
pub fn start_incident(db: &mut Db, name: &str, kind: Option<Crisis>) -> Result<i64> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > FACT_MAX {
        return Err(Error::user("app.incident_no_name"));
    }
    db.write("incident.start", |tx| {
        tx.execute(
            "INSERT INTO incident(name, kind, opened_at, opened_by, due_at) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![name, kind.map_or("", Crisis::name), tx.at.0, tx.operator, tx.at.plus(ANSWER_MS).0],
        )?;
        let id = tx.last_insert_rowid();
        if let Some(kind) = kind {
            unpack(tx, id, tx.at, kind)?;
        }
        tx.about("incident", id);
        tx.says(Says::new("app.incident_started").with("name", name));
        tx.lasting();
        Ok(id)
    })
}

/// The playbook of a sort of crisis begins: its steps are pinned, its call list copied. Nothing if there is none.
fn unpack(tx: &Tx, incident: i64, opened: At, kind: Crisis) -> Result<()> {
    let Some(playbook) = plans::of_crisis(tx, kind)? else { return Ok(()) };
    let place = Place { incident: Some(incident), ..Place::default() };
    runs::insert(tx, &playbook, &place, opened)?;
    for (n, call) in (0_i64..).zip(&playbook.plan.calls) {
        tx.execute(
            "INSERT INTO call(incident_id, sort, who, whom) VALUES (?1, ?2, ?3, ?4)",
            params![incident, n, call.who, call.whom],
        )?;
    }
    Ok(())
}

/// Refuses what is over: it stays as it was, but for its look back.
fn still_open(seen: &Incident) -> Result<()> {
    if seen.closed_at.is_none() {
        return Ok(());
    }
    Err(Error::new(Kind::Conflict, "playbook.incident_over")
        .with("name", &seen.name)
        .hint("playbook.incident_over_hint"))
}

/// One change of an incident that is still at the version seen.
fn change(db: &mut Db, action: &str, seen: &Incident, says: Says, work: impl FnOnce(&Tx) -> Result<()>) -> Result<()> {
    db.write(action, |tx| {
        let sql = "UPDATE incident SET version = version + 1 WHERE id = ?1 AND version = ?2";
        if tx.execute(sql, params![seen.id, seen.version])? == 0 {
            let lost = Error::new(Kind::Conflict, "app.incident_changed").with("name", &seen.name);
            return Err(lost.hint("sop.lost_hint"));
        }
        work(tx)?;
        tx.about("incident", seen.id);
        tx.says(says.with("name", &seen.name));
        Ok(())
    })
}

/// Says what sort it is: its playbook begins, that of the sort it had before ends, and of its call list goes what
/// nobody was told yet.
///
/// # Errors
/// [`Kind::Conflict`] if somebody else changed it meanwhile; the sort it has already.
pub fn set_kind(db: &mut Db, seen: &Incident, kind: Crisis) -> Result<()> {
    still_open(seen)?;
    if seen.kind == Some(kind) {
        return Err(Error::user("playbook.same_kind").with("kind", format!("@{}", kind.label())));
    }
    let says = Says::new("playbook.did_kind").with("kind", format!("@{}", kind.label()));
    change(db, "incident.kind", seen, says, |tx| {
        tx.execute("UPDATE incident SET kind = ?2 WHERE id = ?1", params![seen.id, kind.name()])?;
        steps::stop(tx, "incident_id = ?1", seen.id, "@playbook.reason_kind")?;
        tx.execute("DELETE FROM call WHERE incident_id = ?1 AND told_at IS NULL", [seen.id])?;
        unpack(tx, seen.id, seen.opened_at, kind)
    })
}

/// Writes down what is known.
///
/// # Errors
/// [`Kind::Conflict`] if somebody else changed it meanwhile; a fact that is too long.
pub fn set_sheet(db: &mut Db, seen: &Incident, sheet: &Sheet) -> Result<()> {
    still_open(seen)?;
    let facts = [&sheet.what, &sheet.place, &sheet.began, &sheet.scope, &sheet.source];
    if facts.iter().any(|f| f.chars().count() > FACT_MAX) {
        return Err(Error::user("playbook.fact_too_long").with("max", FACT_MAX));
    }
    change(db, "incident.facts", seen, Says::new("playbook.did_facts"), |tx| {
        let facts = facts.map(|f| f.trim());
        let [what, place, began, scope, source] = facts;
        tx.execute(
            "UPDATE incident SET what = ?2, place = ?3, began = ?4, scope = ?5, source = ?6, verified = ?7 WHERE id = ?1",
            params![seen.id, what, place, began, scope, source, sheet.verified],
        )?;
        Ok(())
    })
}

/// Notes that the public reply went out: the clock stops.
///
/// # Errors
/// [`Kind::Conflict`] if somebody else changed it meanwhile.
pub fn answered(db: &mut Db, seen: &Incident) -> Result<()> {
    still_open(seen)?;
    change(db, "incident.answered", seen, Says::new("app.incident_answered"), |tx| {
        tx.execute(
            "UPDATE incident SET answered_at = coalesce(answered_at, ?2) WHERE id = ?1",
            params![seen.id, tx.at.0],
        )?;
        Ok(())
    })
}

/// Closes it, with what happened and what is to change (either may be empty); what was still to be done is left out.
///
/// # Errors
/// [`Kind::Conflict`] if somebody else changed it meanwhile, or it is closed already.
pub fn close_incident(db: &mut Db, seen: &Incident, happened: &str, note: &str) -> Result<()> {
    still_open(seen)?;
    let (happened, note) = checked_review(happened, note)?;
    change(db, "incident.close", seen, Says::new("app.incident_closed"), |tx| {
        tx.execute(
            "UPDATE incident SET closed_at = ?2, closed_by = ?3, happened = ?4, note = ?5 WHERE id = ?1",
            params![seen.id, tx.at.0, tx.operator, happened, note],
        )?;
        steps::stop(tx, "incident_id = ?1", seen.id, "@playbook.reason_closed")?;
        Ok(())
    })
}

/// The two halves of a look back, as they are kept.
fn checked_review<'a>(happened: &'a str, note: &'a str) -> Result<(&'a str, &'a str)> {
    let (happened, note) = (happened.trim(), note.trim());
    if happened.chars().count().max(note.chars().count()) > STATEMENT_MAX {
        return Err(Error::user("playbook.review_too_long").with("max", STATEMENT_MAX));
    }
    Ok((happened, note))
}

/// The incident that was closed last.
///
/// # Errors
/// Database errors.
pub fn closed_last(db: &Db) -> Result<Option<Incident>> {
    let sql =
        format!("SELECT {COLUMNS} FROM incident WHERE closed_at IS NOT NULL ORDER BY closed_at DESC, id DESC LIMIT 1");
    Ok(db.conn().prepare_cached(&sql)?.query_row([], from_row).optional()?)
}

/// Writes the look back of a closed incident anew; what it said before stays in the journal.
///
/// # Errors
/// [`Kind::Conflict`] if somebody else changed it meanwhile; one that is still open.
pub fn look_back(db: &mut Db, seen: &Incident, happened: &str, note: &str) -> Result<()> {
    if seen.closed_at.is_none() {
        return Err(Error::user("playbook.still_open").with("name", &seen.name));
    }
    let (happened, note) = checked_review(happened, note)?;
    change(db, "incident.look_back", seen, Says::new("playbook.did_look_back"), |tx| {
        let sql = "UPDATE incident SET happened = ?2, note = ?3 WHERE id = ?1";
        tx.execute(sql, params![seen.id, happened, note])?;
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::super::runs::tests::plan;
    use super::super::statements;
    use super::super::steps::{Act, StepRef, decide};
    use super::*;
    use crate::base::clock::MINUTE;
    use crate::db::testing;
    use crate::sop::playbook::{About, NewPlaybook, PlanCall, StepState};

    fn undo(db: &mut Db) {
        let last = db.last_undoable("甲").unwrap().unwrap();
        db.undo(last).unwrap();
    }

    fn crisis(code: &str, kind: Crisis, steps: &str) -> NewPlaybook {
        let call = PlanCall { who: "值班".into(), whom: code.into() };
        NewPlaybook { crisis: Some(kind), calls: vec![call], ..plan(code, About::Community, steps) }
    }

    /// The plans of two sorts.
    fn packed() -> testing::File {
        let mut file = testing::file();
        plans::add_playbook(&mut file.db, crisis("zl", Crisis::Quality, "T+20m | 发说明 | zlzs\nT+7 | 复盘")).unwrap();
        plans::add_playbook(&mut file.db, crisis("yy", Crisis::Rumour, "T+30m | 核实")).unwrap();
        file
    }

    #[test]
    fn an_incident_runs_its_two_hours_and_closes_once() {
        let mut file = testing::file();
        assert!(start_incident(&mut file.db, "  ", None).is_err());
        start_incident(&mut file.db, "奶油发霉", None).unwrap();
        assert_eq!(file.db.undo(1).unwrap_err().says.key, "db.lasting");
        let seen = open_incident(&file.db).unwrap().unwrap();
        assert_eq!(seen.left(testing::now().plus(37 * MINUTE)), Some(83 * MINUTE));
        let mut other = testing::as_operator(&file, "乙");
        answered(&mut other, &seen).unwrap();
        assert_eq!(answered(&mut file.db, &seen).unwrap_err().kind, Kind::Conflict);
        let seen = open_incident(&file.db).unwrap().unwrap();
        assert_eq!(seen.left(testing::now()), None);
        close_incident(&mut file.db, &seen, "冷链断了", "换供应商").unwrap();
        assert_eq!(open_incident(&file.db).unwrap(), None);
        let closed = incident(&file.db, seen.id).unwrap();
        assert_eq!(
            (closed.happened.as_str(), closed.note.as_str(), closed.closed_by.as_str()),
            ("冷链断了", "换供应商", "甲")
        );
        assert_eq!(close_incident(&mut file.db, &closed, "", "").unwrap_err().says.key, "playbook.incident_over");
        assert_eq!(incident(&file.db, 99).unwrap_err().says.key, "playbook.no_incident");
        look_back(&mut file.db, &closed, "冷链断了一夜", "换供应商，加温度计").unwrap();
        let told = incident(&file.db, seen.id).unwrap();
        assert_eq!((told.happened.as_str(), told.closed_at), ("冷链断了一夜", closed.closed_at));
        assert_eq!(look_back(&mut file.db, &closed, "", "").unwrap_err().kind, Kind::Conflict);
        assert_eq!(look_back(&mut file.db, &seen, "", "").unwrap_err().says.key, "playbook.still_open");
    }

    #[test]
    fn of_several_incidents_the_one_with_the_least_time_left_is_shown() {
        let mut file = testing::file();
        assert_eq!(open_incident(&file.db).unwrap(), None);
        start_incident(&mut file.db, "先", None).unwrap();
        start_incident(&mut file.db, "后", None).unwrap();
        let first = open_incident(&file.db).unwrap().unwrap();
        assert_eq!((first.name.as_str(), first.opened_by.as_str()), ("先", "甲"));
        answered(&mut file.db, &first).unwrap();
        let shown = open_incident(&file.db).unwrap().unwrap();
        assert_eq!(shown.name, "后", "an answered one gives way to one that still has its clock");
        close_incident(&mut file.db, &shown, "", "").unwrap();
        let left = open_incident(&file.db).unwrap().unwrap();
        assert_eq!((left.name.as_str(), left.answered_at), ("先", Some(testing::now())));
        close_incident(&mut file.db, &left, "", "教训").unwrap();
        assert_eq!(open_incident(&file.db).unwrap(), None);
        let names: Vec<String> = incidents(&file.db, 9).unwrap().into_iter().map(|i| i.name).collect();
        assert_eq!(names.len(), 2);
    }

    #[test]
    fn what_was_done_to_an_incident_is_journalled_and_undone() {
        let mut file = testing::file();
        let id = start_incident(&mut file.db, " 断货 ", None).unwrap();
        let seen = open_incident(&file.db).unwrap().unwrap();
        close_incident(&mut file.db, &seen, "", "加单").unwrap();
        let actions: Vec<(String, String)> =
            file.db.entries(9, None, None).unwrap().into_iter().map(|e| (e.action, e.item)).collect();
        let item = format!("incident:{id}");
        assert_eq!(actions, [("incident.close".into(), item.clone()), ("incident.start".into(), item)]);
        file.db.undo(2).unwrap();
        let again = open_incident(&file.db).unwrap().unwrap();
        assert_eq!((again.name.as_str(), again.note.as_str(), again.closed_at), ("断货", "", None));
        assert_eq!(
            close_incident(&mut file.db, &seen, "", "").unwrap_err().kind,
            Kind::Conflict,
            "undoing moved the version on"
        );
    }

    #[test]
    fn the_sort_brings_its_playbook_and_another_sort_takes_it_away() {
        let mut file = packed();
        let db = &mut file.db;
        let id = start_incident(db, "奶油发霉", None).unwrap();
        assert_eq!(super::file(db, id).unwrap(), File::default());
        set_kind(db, &incident(db, id).unwrap(), Crisis::Quality).unwrap();
        let pinned = super::file(db, id).unwrap();
        let texts: Vec<&str> = pinned.steps.iter().map(|s| s.text.as_str()).collect();
        assert_eq!((texts, pinned.calls[0].whom.as_str()), (vec!["发说明", "复盘"], "zl"));
        assert_eq!(pinned.steps[0].due_at, testing::now().plus(20 * MINUTE));
        let same = set_kind(db, &incident(db, id).unwrap(), Crisis::Quality).unwrap_err();
        assert_eq!(same.says.key, "playbook.same_kind");
        set_kind(db, &incident(db, id).unwrap(), Crisis::Rumour).unwrap();
        let now = super::file(db, id).unwrap();
        let open: Vec<&str> =
            now.steps.iter().filter(|s| s.state == StepState::Open).map(|s| s.text.as_str()).collect();
        assert_eq!((open, now.calls.len(), now.calls[0].whom.as_str()), (vec!["核实"], 1, "yy"));
        undo(db);
        let back = super::file(db, id).unwrap();
        let shape = |f: &File| f.steps.iter().map(|s| (s.id, s.state, s.reason.clone())).collect::<Vec<_>>();
        assert_eq!((shape(&back), &back.calls), (shape(&pinned), &pinned.calls), "all of it comes back");
        set_kind(db, &incident(db, id).unwrap(), Crisis::Ban).unwrap();
        assert_eq!(super::file(db, id).unwrap().calls, [], "a sort without a playbook brings nothing");
        let with = start_incident(db, "谣言", Some(Crisis::Rumour)).unwrap();
        assert_eq!(super::file(db, with).unwrap().steps.len(), 1);
    }

    #[test]
    fn statements_stop_the_clock_and_what_was_said_stays_said() {
        let mut file = packed();
        let db = &mut file.db;
        let id = start_incident(db, "奶油发霉", Some(Crisis::Quality)).unwrap();
        assert_eq!(statements::state(db, id, " ", "", false).unwrap_err().says.key, "playbook.statement_empty");
        let long = "长".repeat(1_001);
        assert_eq!(statements::state(db, id, &long, "", false).unwrap_err().says.key, "playbook.statement_long");
        statements::state(db, id, "已停售", "微信全部群", false).unwrap();
        assert_eq!(incident(db, id).unwrap().answered_at, None, "a draft answers nothing");
        let draft = super::file(db, id).unwrap().statements.remove(0);
        statements::revise(db, id, &draft, "已经停售", "微信").unwrap();
        assert_eq!(statements::said(db, id, &draft).unwrap_err().kind, Kind::Conflict);
        let draft = super::file(db, id).unwrap().statements.remove(0);
        statements::said(db, id, &draft).unwrap();
        assert_eq!(incident(db, id).unwrap().answered_at, Some(testing::now()));
        let said = super::file(db, id).unwrap().statements.remove(0);
        assert_eq!((said.text.as_str(), said.channel.as_str(), said.said_by.as_str()), ("已经停售", "微信", "甲"));
        for refused in [statements::drop_draft(db, id, &said), statements::revise(db, id, &said, "x", "")] {
            assert_eq!(refused.unwrap_err().kind, Kind::Conflict, "what was said is a fact");
        }
        undo(db);
        assert_eq!(incident(db, id).unwrap().answered_at, None);
        // The words of a step: the box, the log and the clock as one entry.
        let step = super::file(db, id).unwrap().steps.remove(0);
        statements::say_step(db, id, StepRef::from(&step), "同批次停售", "").unwrap();
        let now = super::file(db, id).unwrap();
        assert_eq!((now.steps[0].state, now.statements.len()), (StepState::Done, 2));
        assert!(incident(db, id).unwrap().answered_at.is_some());
        undo(db);
        assert_eq!(super::file(db, id).unwrap().steps[0].state, StepState::Open);
        assert_eq!(incident(db, id).unwrap().answered_at, None);
        db.verify().unwrap();
    }

    #[test]
    fn calls_and_ambassadors_are_ticked_named_and_taken_back() {
        let mut file = packed();
        let db = &mut file.db;
        db.write("test", |tx| {
            tx.execute("INSERT INTO community(name, platform) VALUES ('新手1群', 'wechat')", [])?;
            Ok(tx.execute("INSERT INTO member(community_id, key, name) VALUES (1, 'k', '豆沙包')", [])?)
        })
        .unwrap();
        let id = start_incident(db, "奶油发霉", Some(Crisis::Quality)).unwrap();
        let call = super::file(db, id).unwrap().calls.remove(0);
        statements::tick(db, id, &call).unwrap();
        let told = super::file(db, id).unwrap().calls.remove(0);
        assert_eq!((told.told_at, told.told_by.as_str()), (Some(testing::now()), "甲"));
        assert_eq!(statements::tick(db, id, &call).unwrap_err().kind, Kind::Conflict);
        statements::tick(db, id, &told).unwrap();
        assert_eq!(super::file(db, id).unwrap().calls[0].told_at, None);
        statements::add_call(db, id, "经理", "老板").unwrap();
        assert_eq!(statements::add_call(db, id, "经理", " ").unwrap_err().says.key, "playbook.call_empty");
        assert_eq!(super::file(db, id).unwrap().calls[1].whom, "老板", "at the end of the list");
        let last = super::file(db, id).unwrap().calls.remove(1);
        statements::drop_call(db, id, &last).unwrap();
        statements::add_ambassador(db, id, 1, " 豆沙包 ").unwrap();
        let lead = super::file(db, id).unwrap().ambassadors.remove(0);
        assert_eq!((lead.name.as_str(), lead.community.as_str()), ("豆沙包", "新手1群"));
        // Whoever is erased leads nothing under their name any more.
        crate::members::store::erase(db, 1).unwrap();
        assert_eq!(super::file(db, id).unwrap().ambassadors[0].name, "erased-1");
        let lead = super::file(db, id).unwrap().ambassadors.remove(0);
        statements::drop_ambassador(db, id, &lead).unwrap();
        assert_eq!(super::file(db, id).unwrap().ambassadors, []);
        let seen = incident(db, id).unwrap();
        close_incident(db, &seen, "", "").unwrap();
        let refused = statements::add_call(db, id, "一", "二").unwrap_err();
        assert_eq!(refused.says.key, "playbook.incident_over");
        let steps = super::file(db, id).unwrap().steps;
        assert!(steps.iter().all(|s| s.state == StepState::Skipped && s.reason == "@playbook.reason_closed"));
        undo(db);
        assert!(super::file(db, id).unwrap().steps.iter().all(|s| s.state == StepState::Open));
        let first = StepRef::from(&super::file(db, id).unwrap().steps[0]);
        decide(db, &[first], &Act::Done).unwrap();
    }

    #[test]
    fn facts_are_kept_and_expire_with_the_texts() {
        use crate::base::{Clock, clock::DAY};
        let mut file = testing::file();
        let db = &mut file.db;
        let id = start_incident(db, "奶油发霉", None).unwrap();
        let sheet =
            Sheet {
                what: " 盒底有霉点 ".into(), source: "糖霜饼干".into(), verified: true, ..Sheet::default()
            };
        let seen = incident(db, id).unwrap();
        set_sheet(db, &seen, &sheet).unwrap();
        assert_eq!(set_sheet(db, &seen, &sheet).unwrap_err().kind, Kind::Conflict);
        let seen = incident(db, id).unwrap();
        assert_eq!((seen.sheet.what.as_str(), seen.sheet.verified), ("盒底有霉点", true));
        let long = Sheet { what: "长".repeat(501), ..Sheet::default() };
        assert_eq!(set_sheet(db, &seen, &long).unwrap_err().says.key, "playbook.fact_too_long");
        close_incident(db, &seen, "", "").unwrap();
        let mut later = db.again().unwrap();
        later.set_clock(Clock::Frozen(testing::now().plus(31 * DAY)));
        assert_eq!(crate::db::purge::expire(&mut later, 30, 90).unwrap().texts, 1);
        assert_eq!(incident(&later, id).unwrap().sheet.source, "", "who said so is forgotten");
        assert_eq!(incident(&later, id).unwrap().sheet.what, "盒底有霉点");
        assert!(crate::db::purge::expire(&mut later, 30, 90).unwrap().is_empty());
    }
}
