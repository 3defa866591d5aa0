//! Runs: plans at work, their steps, and what is due. What is decided about a step stands in `steps`.

pub use super::steps::{Act, StepRef, decide, end_run, tell};

use crate::base::clock::DAY;
use crate::base::{At, Error, Result, Says, Zone};
use crate::db::{Db, Tx};
use crate::sop::playbook::{About, Moment, Playbook, Run, Step, StepState, Whom};
use rusqlite::{OptionalExtension, Row, params};

/// Whom a new run is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// Every community.
    All,
    /// One community.
    Community(i64),
    /// One member.
    Member(i64),
}

/// Whom a run is about: six columns from `r`, its community and its member.
const WHOM: &str = "r.community_id, coalesce(c.name, ''), coalesce(c.platform, ''), r.member_id, coalesce(m.name, ''),
    r.incident_id, CASE WHEN r.joined_from IS NULL THEN NULL ELSE (SELECT count(*) FROM member j
      WHERE j.community_id = r.community_id AND j.joined_at >= r.joined_from AND j.joined_at < r.joined_to
      AND j.left_at IS NULL) END";
const JOINS: &str = "LEFT JOIN community c ON c.id = r.community_id LEFT JOIN member m ON m.id = r.member_id";

fn whom(row: &Row, from: usize) -> rusqlite::Result<Whom> {
    Ok(Whom {
        community_id: row.get(from)?,
        community: row.get(from + 1)?,
        platform: row.get(from + 2)?,
        member_id: row.get(from + 3)?,
        who: row.get(from + 4)?,
        incident_id: row.get(from + 5)?,
        people: row.get(from + 6)?,
    })
}

fn step(row: &Row) -> rusqlite::Result<Step> {
    let (moment, state): (String, String) = (row.get(3)?, row.get(8)?);
    Ok(Step {
        id: row.get(0)?,
        run_id: row.get(1)?,
        run: row.get(2)?,
        moment: Moment::parse(&moment).unwrap_or(Moment::Span(0)),
        due_at: At(row.get(4)?),
        text: row.get(5)?,
        template: row.get(6)?,
        owner: row.get(7)?,
        state: StepState::read(&state).unwrap_or(StepState::Open),
        reason: row.get(9)?,
        by: row.get(10)?,
        at: row.get::<_, Option<i64>>(11)?.map(At),
        told: row.get(12)?,
        version: row.get(13)?,
        whom: whom(row, 14)?,
    })
}

/// The SQL of steps; `rest` begins with WHERE or ORDER.
fn steps_sql(rest: &str) -> String {
    format!(
        "SELECT s.id, s.run_id, r.name, s.moment, s.due_at, s.text, s.template, s.owner, s.state, s.reason, s.by, s.at,
                (SELECT count(*) FROM step_person t WHERE t.step_id = s.id), s.version, {WHOM}
         FROM run_step s JOIN run r ON r.id = s.run_id {JOINS} {rest}"
    )
}

/// The open steps that are due before `until`, the most overdue first. Newcomers of a day who have all left again
/// need nothing.
///
/// # Errors
/// Database errors.
pub fn due(db: &Db, until: At, limit: usize) -> Result<Vec<Step>> {
    let sql = steps_sql("WHERE s.state = 'open' AND s.due_at < ?1 ORDER BY s.due_at, s.id LIMIT ?2");
    let mut stmt = db.conn().prepare_cached(&sql)?;
    let rows = stmt.query_map(params![until.0, i64::try_from(limit).unwrap_or(i64::MAX)], step)?;
    let mut steps = rows.collect::<rusqlite::Result<Vec<_>>>()?;
    steps.retain(|s| s.whom.people != Some(0));
    Ok(steps)
}

/// The steps of a run, in order.
///
/// # Errors
/// Database errors.
pub fn steps(db: &Db, run: i64) -> Result<Vec<Step>> {
    let mut stmt = db.conn().prepare_cached(&steps_sql("WHERE s.run_id = ?1 ORDER BY s.due_at, s.sort, s.id"))?;
    let rows = stmt.query_map([run], step)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The steps that an incident's playbooks gave it, in order.
///
/// # Errors
/// Database errors.
pub fn incident_steps(db: &Db, incident: i64) -> Result<Vec<Step>> {
    let mut stmt = db.conn().prepare_cached(&steps_sql("WHERE r.incident_id = ?1 ORDER BY s.due_at, s.sort, s.id"))?;
    let rows = stmt.query_map([incident], step)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Step `id`.
///
/// # Errors
/// [`crate::base::Kind::User`] if there is none.
pub fn one_step(db: &Db, id: i64) -> Result<Step> {
    let found = db.conn().prepare_cached(&steps_sql("WHERE s.id = ?1"))?.query_row([id], step).optional()?;
    found.ok_or_else(|| Error::user("playbook.no_step").with("id", id))
}

fn run(row: &Row) -> rusqlite::Result<Run> {
    Ok(Run {
        id: row.get(0)?,
        playbook_id: row.get(1)?,
        name: row.get(2)?,
        anchor_at: At(row.get(3)?),
        started_at: At(row.get(4)?),
        started_by: row.get(5)?,
        ended_at: row.get::<_, Option<i64>>(6)?.map(At),
        version: row.get(7)?,
        settled: row.get(8)?,
        steps: row.get(9)?,
        next_at: row.get::<_, Option<i64>>(10)?.map(At),
        next: row.get(11)?,
        whom: whom(row, 12)?,
    })
}

fn runs_sql(rest: &str) -> String {
    format!(
        "SELECT r.id, r.playbook_id, r.name, r.anchor_at, r.started_at, r.started_by, r.ended_at, r.version,
                (SELECT count(*) FROM run_step s WHERE s.run_id = r.id AND s.state <> 'open'),
                (SELECT count(*) FROM run_step s WHERE s.run_id = r.id), n.due_at, coalesce(n.text, ''), {WHOM}
         FROM run r {JOINS} LEFT JOIN run_step n ON n.id = (SELECT s.id FROM run_step s
           WHERE s.run_id = r.id AND s.state = 'open' ORDER BY s.due_at, s.sort, s.id LIMIT 1) {rest}"
    )
}

/// Runs that are not over, the one whose next step is due first at the top; with `ended`, the others after them, the
/// newest first.
///
/// # Errors
/// Database errors.
pub fn runs(db: &Db, ended: bool, limit: usize) -> Result<Vec<Run>> {
    let sql = runs_sql(if ended {
        "ORDER BY r.ended_at IS NOT NULL, r.ended_at DESC, n.due_at, r.id LIMIT ?1"
    } else {
        "WHERE r.ended_at IS NULL ORDER BY n.due_at, r.id LIMIT ?1"
    });
    let mut stmt = db.conn().prepare_cached(&sql)?;
    let rows = stmt.query_map([i64::try_from(limit).unwrap_or(i64::MAX)], run)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Run `id`.
///
/// # Errors
/// [`crate::base::Kind::User`] if there is none.
pub fn one_run(db: &Db, id: i64) -> Result<Run> {
    let found = db.conn().prepare_cached(&runs_sql("WHERE r.id = ?1"))?.query_row([id], run).optional()?;
    found.ok_or_else(|| Error::user("playbook.no_run").with("id", id))
}

/// Those who joined on the day of a run: number, name, and whether the step is done for them already.
///
/// # Errors
/// Database errors.
pub fn people(db: &Db, step: i64) -> Result<Vec<(i64, String, bool)>> {
    let mut stmt = db.conn().prepare_cached(
        "SELECT j.id, j.name, EXISTS (SELECT 1 FROM step_person t WHERE t.step_id = s.id AND t.member_id = j.id)
         FROM run_step s JOIN run r ON r.id = s.run_id JOIN member j ON j.community_id = r.community_id
           AND j.joined_at >= r.joined_from AND j.joined_at < r.joined_to AND j.left_at IS NULL
         WHERE s.id = ?1 ORDER BY j.joined_at, j.id LIMIT 1000",
    )?;
    let rows = stmt.query_map([step], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Starts a plan: its steps are copied, each due where `anchor` puts it. Returns the run's number.
///
/// # Errors
/// As [`start_runs`].
pub fn start_run(db: &mut Db, playbook: &Playbook, subject: Subject, anchor: At, zone: Zone) -> Result<i64> {
    Ok(start_runs(db, playbook, &[subject], anchor, zone)?.first().copied().unwrap_or(0))
}

/// Starts a plan for each of `subjects`, as one entry. Returns the runs' numbers.
///
/// # Errors
/// A plan for persons without a member, or the other way round; a community or member that is not there: nothing is
/// started then.
pub fn start_runs(db: &mut Db, playbook: &Playbook, subjects: &[Subject], anchor: At, zone: Zone) -> Result<Vec<i64>> {
    let fits = |subject: &Subject| {
        matches!(
            (playbook.plan.about, subject),
            (About::Person, Subject::Member(_)) | (About::Community, Subject::All | Subject::Community(_))
        )
    };
    if !subjects.iter().all(fits) {
        let key =
            if playbook.plan.about == About::Person { "playbook.needs_member" } else { "playbook.needs_community" };
        return Err(Error::user(key).with("name", &playbook.plan.name).hint("playbook.start_hint"));
    }
    db.write("playbook.start", |tx| {
        let (mut ids, mut label) = (Vec::with_capacity(subjects.len()), String::new());
        for subject in subjects {
            let place = place(tx, *subject, zone)?;
            ids.push(insert(tx, playbook, &place, anchor)?);
            label = place.label;
        }
        if let [only] = ids.as_slice() {
            tx.about("run", *only);
            tx.says(Says::new("playbook.did_start").with("name", &playbook.plan.name).with("whom", &label));
        } else {
            tx.says(Says::new("playbook.started_for").with("name", &playbook.plan.name).with("n", ids.len()));
        }
        Ok(ids)
    })
}

/// Where a run takes place.
#[derive(Debug, Default)]
pub(super) struct Place {
    pub community: Option<i64>,
    pub member: Option<i64>,
    pub incident: Option<i64>,
    pub joined: Option<(At, At)>,
    pub label: String,
    pub zone: Zone,
}

fn place(tx: &Tx, subject: Subject, zone: Zone) -> Result<Place> {
    let sql = match subject {
        Subject::All => {
            return Ok(Place { label: "@playbook.everywhere".into(), zone, ..Place::default() });
        }
        Subject::Community(_) => "SELECT id, NULL, name, zone FROM community WHERE id = ?1",
        Subject::Member(_) => {
            "SELECT c.id, m.id, m.name, c.zone FROM member m JOIN community c ON c.id = m.community_id WHERE m.id = ?1"
        }
    };
    let (Subject::Community(id) | Subject::Member(id)) = subject else { return Ok(Place::default()) };
    let found = tx.prepare_cached(sql)?.query_row([id], |r| {
        let own: String = r.get(3)?;
        let zone = if own.is_empty() { zone } else { Zone::parse(&own).unwrap_or(zone) };
        Ok(Place { community: r.get(0)?, member: r.get(1)?, label: r.get(2)?, zone, ..Place::default() })
    });
    found.optional()?.ok_or_else(|| match subject {
        Subject::Member(_) => Error::user("members.no_member").with("who", id),
        _ => Error::user("members.no_community").with("name", id),
    })
}

/// The run with copies of the plan's steps.
pub(super) fn insert(tx: &Tx, playbook: &Playbook, place: &Place, anchor: At) -> Result<i64> {
    tx.prepare_cached(
        "INSERT INTO run(playbook_id, name, community_id, member_id, incident_id, joined_from, joined_to, anchor_at,
           started_at, started_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?
    .execute(params![
        playbook.id,
        playbook.plan.name,
        place.community,
        place.member,
        place.incident,
        place.joined.map(|(from, _)| from.0),
        place.joined.map(|(_, to)| to.0),
        anchor.0,
        tx.at.0,
        tx.operator
    ])?;
    let run = tx.last_insert_rowid();
    let mut stmt = tx.prepare_cached(
        "INSERT INTO run_step(run_id, sort, moment, due_at, text, template, owner) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    for (n, s) in (0_i64..).zip(&playbook.plan.steps) {
        let due = s.moment.due(anchor, place.zone).0;
        stmt.execute(params![run, n, s.moment.to_string(), due, s.text, s.template, s.owner])?;
    }
    Ok(run)
}

/// The steps of today for `qun brief`.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Brief {
    /// Open steps of today and before.
    pub today: usize,
    /// Those whose moment has passed.
    pub late: usize,
    /// The first of them: the run, and what it says.
    pub first: Option<(String, String)>,
}

/// Sums up what is due until tonight.
///
/// # Errors
/// Database errors.
pub fn brief(db: &Db, now: At, zone: Zone) -> Result<Brief> {
    let tonight = zone.midnight(now.day(zone)).plus(DAY);
    let mut steps = due(db, tonight, 500)?;
    // Those of an incident are pinned to it and counted by its clock.
    steps.retain(|s| s.whom.incident_id.is_none());
    Ok(Brief {
        today: steps.len(),
        late: steps.iter().filter(|s| s.due_at < now).count(),
        first: steps.first().map(|s| (s.run.clone(), s.text.clone())),
    })
}

#[cfg(test)]
pub(in crate::sop) mod tests {
    use super::super::{newcomers, plans};
    use super::*;
    use crate::base::Kind;
    use crate::db::testing::{self, File};
    use crate::sop::playbook::{About, NewPlaybook};

    /// `2026-10-` and a day and time.
    pub fn at(text: &str) -> At {
        At::parse(&format!("2026-10-{text}:00+08:00")).unwrap()
    }

    pub fn plan(code: &str, about: About, steps: &str) -> NewPlaybook {
        NewPlaybook {
            code: code.into(),
            name: format!("流程{code}"),
            about,
            crisis: None,
            note: String::new(),
            steps: NewPlaybook::read_lines(steps).unwrap(),
            calls: Vec::new(),
        }
    }

    pub fn joins(db: &mut Db, community: i64, name: &str, when: &str) -> i64 {
        db.write("test.join", |tx| {
            tx.execute(
                "INSERT INTO member(community_id, key, name, joined_at, last_seen) VALUES (?1, ?2, ?2, ?3, ?3)",
                params![community, name, at(when).0],
            )?;
            Ok(tx.last_insert_rowid())
        })
        .unwrap()
    }

    /// Two communities, the second in another zone; the plans `xr` for persons and `hd` for communities.
    pub fn file() -> File {
        let mut file = testing::file();
        file.db
            .write("test.communities", |tx| {
                tx.execute("INSERT INTO community(name, platform) VALUES ('新手1群', 'wechat')", [])?;
                tx.execute("INSERT INTO community(name, platform, zone) VALUES ('Abroad', 'discord', 'UTC')", [])?;
                Ok(())
            })
            .unwrap();
        let days = "D1 | 发欢迎语 | hy\nD3 10:00 | 问进度 | xrjd | 小满\nD7 20:00 | 问收获";
        plans::add_playbook(&mut file.db, plan("xr", About::Person, days)).unwrap();
        let around = "T-3 10:00 | 发预告\nT+0 09:30 | 走一遍\nT+30m | 喊一次";
        plans::add_playbook(&mut file.db, plan("hd", About::Community, around)).unwrap();
        file
    }

    fn undo(db: &mut Db) {
        let last = db.last_undoable("甲").unwrap().unwrap();
        db.undo(last).unwrap();
    }

    fn refs(db: &Db, run: i64) -> Vec<StepRef> {
        steps(db, run).unwrap().iter().map(StepRef::from).collect()
    }

    #[test]
    fn a_run_copies_the_plan_and_neither_changes_the_other() {
        let mut file = file();
        let db = &mut file.db;
        let seen = plans::playbook(db, "HD").unwrap();
        let run = start_run(db, &seen, Subject::Community(1), at("20T00:00"), Zone::default()).unwrap();
        let due: Vec<(At, String)> = steps(db, run).unwrap().into_iter().map(|s| (s.due_at, s.text)).collect();
        let want = [(at("17T10:00"), "发预告"), (at("20T00:30"), "喊一次"), (at("20T09:30"), "走一遍")];
        assert_eq!(due, want.map(|(at, text)| (at, text.to_owned())));
        let mut changed = seen.plan.clone();
        changed.steps.truncate(1);
        plans::edit_playbook(db, seen.id, seen.version, changed).unwrap();
        assert_eq!(steps(db, run).unwrap().len(), 3, "the run keeps its steps");
        let first = refs(db, run)[0];
        let act = Act::Edit { text: "另写一条".into(), template: "yg".into(), owner: "阿泽".into() };
        decide(db, &[first], &act).unwrap();
        let edited = &steps(db, run).unwrap()[0];
        assert_eq!((edited.text.as_str(), edited.template.as_str(), edited.owner.as_str()), ("另写一条", "yg", "阿泽"));
        assert_eq!(plans::playbook(db, "hd").unwrap().plan.steps[0].text, "发预告", "the plan keeps its text");
        let lost = plans::edit_playbook(db, seen.id, seen.version, seen.plan.clone()).unwrap_err();
        assert_eq!((lost.kind, lost.says.key.as_str()), (Kind::Conflict, "playbook.lost"));
        // Another zone counts its own days.
        let there = start_run(db, &seen, Subject::Community(2), at("20T00:00"), Zone::default()).unwrap();
        assert_eq!(steps(db, there).unwrap()[0].due_at, At::parse("2026-10-16T10:00:00Z").unwrap());
        undo(db);
        assert_eq!(one_run(db, there).unwrap_err().says.key, "playbook.no_run");
        assert_eq!(steps(db, there).unwrap(), [], "with its steps");
    }

    #[test]
    fn plans_fit_what_they_are_started_for() {
        let mut file = file();
        let db = &mut file.db;
        let (xr, hd) = (plans::playbook(db, "xr").unwrap(), plans::playbook(db, "hd").unwrap());
        let member = joins(db, 1, "阿布", "10T09:00");
        let before = db.head().unwrap();
        for (plan, subject, key) in [
            (&xr, Subject::Community(1), "playbook.needs_member"),
            (&xr, Subject::All, "playbook.needs_member"),
            (&hd, Subject::Member(member), "playbook.needs_community"),
            (&hd, Subject::Community(99), "members.no_community"),
            (&xr, Subject::Member(99), "members.no_member"),
        ] {
            assert_eq!(start_run(db, plan, subject, at("10T00:00"), Zone::default()).unwrap_err().says.key, key);
        }
        assert_eq!(db.head().unwrap(), before);
        let run = start_run(db, &xr, Subject::Member(member), at("10T17:20"), Zone::default()).unwrap();
        let seen = one_run(db, run).unwrap();
        assert_eq!((seen.whom.who.as_str(), seen.whom.community.as_str(), seen.steps), ("阿布", "新手1群", 3));
        assert_eq!((seen.next.as_str(), seen.next_at), ("发欢迎语", Some(at("10T17:20"))));
        assert!(start_run(db, &hd, Subject::All, at("10T00:00"), Zone::default()).is_ok());
    }

    #[test]
    fn steps_are_done_left_out_moved_and_every_act_is_undone() {
        let mut file = file();
        let plan = plans::playbook(&file.db, "hd").unwrap();
        let db = &mut file.db;
        let run = start_run(db, &plan, Subject::All, at("10T00:00"), Zone::default()).unwrap();
        let all = |db: &Db| -> Vec<(StepState, String, At)> {
            steps(db, run).unwrap().into_iter().map(|s| (s.state, s.reason, s.due_at)).collect()
        };
        let fresh = all(db);
        assert_eq!(due(db, at("10T17:20"), 9).unwrap().len(), 3);
        let old = refs(db, run);
        for act in [Act::Done, Act::Skip("没人报名".into()), Act::Move(at("12T10:00"))] {
            let first = refs(db, run)[0];
            decide(db, &[first], &act).unwrap();
            assert_ne!(all(db), fresh, "{act:?}");
            undo(db);
            assert_eq!(all(db), fresh, "{act:?}");
        }
        let step = &refs(db, run)[..1];
        assert_eq!(decide(db, step, &Act::Skip(" ".into())).unwrap_err().says.key, "playbook.skip_empty");
        decide(db, step, &Act::Done).unwrap();
        let done = &steps(db, run).unwrap()[0];
        assert_eq!((done.by.as_str(), done.at), ("甲", Some(testing::now())));
        let mut other = testing::as_operator(&file, "乙");
        let lost = decide(&mut other, &old[..1], &Act::Done).unwrap_err();
        assert_eq!((lost.kind, lost.says.args["by"].as_str()), (Kind::Conflict, "甲"));
        let db = &mut file.db;
        decide(db, &refs(db, run)[..1], &Act::Reopen).unwrap();
        assert_eq!(steps(db, run).unwrap()[0].at, None);
        let rest = refs(db, run);
        decide(db, &rest, &Act::Done).unwrap();
        assert!(one_run(db, run).unwrap().ended_at.is_some(), "nothing is open any more");
        assert_eq!((runs(db, false, 9).unwrap().len(), runs(db, true, 9).unwrap().len()), (0, 1));
        undo(db);
        assert_eq!(one_run(db, run).unwrap().ended_at, None);
        let seen = one_run(db, run).unwrap();
        end_run(db, &seen, "活动取消").unwrap();
        assert_eq!(
            all(db).iter().filter(|(state, reason, _)| *state == StepState::Skipped && reason == "活动取消").count(),
            3
        );
        assert_eq!(end_run(db, &seen, "再来").unwrap_err().says.key, "playbook.run_over");
        undo(db);
        assert_eq!(due(db, at("11T00:00"), 9).unwrap().len(), 3);
        db.verify().unwrap();
    }

    #[test]
    fn newcomers_of_a_day_are_one_row_and_start_by_themselves() {
        let mut file = file();
        let plan = plans::playbook(&file.db, "xr").unwrap();
        let hd = plans::playbook(&file.db, "hd").unwrap();
        let db = &mut file.db;
        joins(db, 1, "早来的", "05T09:00");
        assert_eq!(newcomers::greet(db, Zone::default()).unwrap(), 0, "nobody is greeted who was not asked for");
        let refused = newcomers::set_welcome(db, 1, Some(&hd), None).unwrap_err();
        assert_eq!(refused.says.key, "playbook.needs_person_plan");
        newcomers::set_welcome(db, 1, Some(&plan), Some(at("08T12:00"))).unwrap();
        for n in 0..12 {
            joins(db, 1, &format!("新人{n}"), "08T13:50");
        }
        joins(db, 1, "第二天", "09T10:00");
        joins(db, 2, "别群", "09T10:00");
        let before = db.last_undoable("甲").unwrap();
        assert_eq!(newcomers::greet(db, Zone::default()).unwrap(), 2, "two days");
        assert_eq!(newcomers::greet(db, Zone::default()).unwrap(), 0, "once");
        assert_eq!(db.last_undoable("甲").unwrap(), before, "u undoes what the operator did");
        let rows = due(db, at("11T00:00"), 9).unwrap();
        let shown: Vec<(&str, Option<i64>, At)> =
            rows.iter().map(|s| (s.text.as_str(), s.whom.people, s.due_at)).collect();
        assert_eq!(
            shown,
            [
                ("发欢迎语", Some(12), at("08T13:50")),
                ("发欢迎语", Some(1), at("09T10:00")),
                ("问进度", Some(12), at("10T10:00"))
            ]
        );
        let (step, people) = (rows[0].id, people(db, rows[0].id).unwrap());
        assert_eq!((people.len(), people[0].1.as_str(), people[0].2), (12, "新人0", false));
        tell(db, step, people[0].0).unwrap();
        assert_eq!(one_step(db, step).unwrap().told, 1);
        tell(db, step, people[0].0).unwrap();
        assert_eq!(one_step(db, step).unwrap().told, 0, "not yet after all");
        for (id, ..) in &people {
            tell(db, step, *id).unwrap();
        }
        assert_eq!(one_step(db, step).unwrap().state, StepState::Done, "told to all of them");
        undo(db);
        assert_eq!((one_step(db, step).unwrap().state, one_step(db, step).unwrap().told), (StepState::Open, 11));
        db.write("test", |tx| Ok(tx.execute("UPDATE member SET left_at = 1 WHERE name = '第二天'", [])?)).unwrap();
        assert_eq!(due(db, at("11T00:00"), 9).unwrap().len(), 2, "who left again needs nothing");
        newcomers::set_welcome(db, 1, None, None).unwrap();
        joins(db, 1, "晚来的", "10T12:00");
        assert_eq!(newcomers::greet(db, Zone::default()).unwrap(), 0);
        assert_eq!(newcomers::welcomes(db).unwrap(), []);
        undo(db);
    }

    #[test]
    fn the_silent_are_listed_and_woken_by_hand() {
        let mut file = file();
        let plan = plans::playbook(&file.db, "xr").unwrap();
        let db = &mut file.db;
        let [long, short] = [("沉默的", 31), ("还在的", 29)].map(|(name, days)| {
            let id = joins(db, 1, name, "01T09:00");
            let seen = testing::now().plus(-days * DAY).0;
            db.write("test", |tx| Ok(tx.execute("UPDATE member SET last_seen = ?1 WHERE id = ?2", [seen, id])?))
                .unwrap();
            id
        });
        let found = newcomers::silent(db, None, newcomers::SILENT_DAYS, 9).unwrap();
        assert_eq!(found.iter().map(|m| (m.id, m.running)).collect::<Vec<_>>(), [(long, false)]);
        assert_eq!(newcomers::silent(db, Some(2), 30, 9).unwrap(), []);
        start_run(db, &plan, Subject::Member(long), testing::now(), Zone::default()).unwrap();
        assert!(newcomers::silent(db, Some(1), 30, 9).unwrap()[0].running);
        let named: Vec<i64> = newcomers::named(db, "还在").unwrap().iter().map(|m| m.id).collect();
        assert_eq!(named, [short]);
        assert_eq!(newcomers::named(db, "").unwrap(), []);
        // Erasing the member ends what runs about them and leaves none of its words.
        crate::members::store::erase(db, long).unwrap();
        assert_eq!(due(db, at("31T00:00"), 9).unwrap(), []);
        assert_eq!(steps(db, 1).unwrap().iter().filter(|s| !s.text.is_empty()).count(), 0);
        db.verify().unwrap();
    }

    #[test]
    fn today_is_summed_up() {
        let mut file = file();
        let plan = plans::playbook(&file.db, "hd").unwrap();
        let db = &mut file.db;
        assert_eq!(brief(db, testing::now(), Zone::default()).unwrap(), Brief::default());
        start_run(db, &plan, Subject::All, at("10T18:00"), Zone::default()).unwrap();
        let sum = brief(db, testing::now(), Zone::default()).unwrap();
        assert_eq!((sum.today, sum.late, sum.first), (3, 1, Some(("流程hd".into(), "发预告".into()))));
        assert_eq!(due(db, at("11T00:00"), 2).unwrap().len(), 2, "no more than asked for");
    }

    #[test]
    fn files_come_in_whole_or_not_at_all_and_go_out_as_they_came() {
        let mut file = file();
        let db = &mut file.db;
        let text = crate::sop::playbook::exchange::write(&[
            plan("xr", About::Person, "D1 | 改过的"),
            plan("xx", About::Community, "T+0 | 新的"),
        ])
        .unwrap();
        let read = crate::sop::playbook::exchange::read(&text).unwrap();
        let refused = plans::import_playbooks(db, &read, false).unwrap_err();
        assert_eq!((refused.says.key.as_str(), refused.says.args["code"].as_str()), ("playbook.import_taken", "xr"));
        assert_eq!(plans::playbooks(db).unwrap().len(), 2);
        plans::import_playbooks(db, &read, true).unwrap();
        let all = plans::playbooks(db).unwrap();
        assert_eq!(all.iter().map(|p| p.plan.code.as_str()).collect::<Vec<_>>(), ["xr", "hd", "xx"]);
        assert_eq!(all[0].plan.steps.len(), 1);
        undo(db);
        assert_eq!(plans::playbook(db, "xr").unwrap().plan.steps.len(), 3);
        assert_eq!(plans::playbook(db, "xx").unwrap_err().says.key, "playbook.none");
        assert_eq!(
            plans::add_playbook(db, plan("hd", About::Person, "D1 | 一")).unwrap_err().says.key,
            "playbook.code_taken"
        );
    }
}
