//! Runs: plans at work, their steps, and what is due. What is decided about a step stands in `steps`.

pub use super::steps::{Act, StepRef, decide, end_run, tell};

use crate::base::clock::DAY;
use crate::base::{At, Error, Result, Says, Zone};
use crate::db::{Db, Tx};
use crate::sop::playbook::{Moment, Playbook, Run, Step, StepState, Whom};
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
/// [`Kind::User`] if there is none.
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
/// [`Kind::User`] if there is none.
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
/// A plan for persons without a member, or the other way round; a community or member that is not there.
pub fn start_run(db: &mut Db, playbook: &Playbook, subject: Subject, anchor: At, zone: Zone) -> Result<i64> {
    use crate::sop::playbook::About;
    let fits = matches!(
        (playbook.plan.about, subject),
        (About::Person, Subject::Member(_)) | (About::Community, Subject::All | Subject::Community(_))
    );
    if !fits {
        let key = if playbook.plan.about == About::Person { "playbook.needs_member" } else { "playbook.needs_community" };
        return Err(Error::user(key).with("name", &playbook.plan.name).hint("playbook.start_hint"));
    }
    db.write("playbook.start", |tx| {
        let place = place(tx, subject, zone)?;
        let id = insert(tx, playbook, &place, anchor)?;
        tx.about("run", id);
        tx.says(Says::new("playbook.did_start").with("name", &playbook.plan.name).with("whom", &place.label));
        Ok(id)
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
    let steps = due(db, tonight, 500)?;
    Ok(Brief {
        today: steps.len(),
        late: steps.iter().filter(|s| s.due_at < now).count(),
        first: steps.first().map(|s| (s.run.clone(), s.text.clone())),
    })
}
