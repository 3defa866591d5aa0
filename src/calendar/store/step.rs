//! Open steps of playbooks, read for the list.

use crate::base::{At, Result};
use crate::db::Db;
use crate::sop::playbook::{Moment, Step, StepState, Whom};
use rusqlite::params;

/// Steps read at once; those most overdue come first.
const MOST: i64 = 300;

/// The open steps that are due before `until` (and not before `from`, if it is given), in the order of time. Newcomers
/// of a day who have all left again need nothing. Of an incident only the next step: the others are pinned to it.
///
/// # Errors
/// Database errors.
pub fn steps(db: &Db, from: Option<At>, until: At) -> Result<Vec<Step>> {
    let mut stmt = db.conn().prepare_cached(
        "SELECT s.id, s.run_id, r.name, s.moment, s.due_at, s.text, s.template, s.owner, s.version,
                r.community_id, coalesce(c.name, ''), coalesce(c.platform, ''), r.member_id, coalesce(m.name, ''), r.incident_id,
                CASE WHEN r.joined_from IS NULL THEN NULL ELSE (SELECT count(*) FROM member j
                  WHERE j.community_id = r.community_id AND j.joined_at >= r.joined_from AND j.joined_at < r.joined_to
                  AND j.left_at IS NULL) END,
                (SELECT count(*) FROM step_person t WHERE t.step_id = s.id)
         FROM run_step s JOIN run r ON r.id = s.run_id
         LEFT JOIN community c ON c.id = r.community_id LEFT JOIN member m ON m.id = r.member_id
         WHERE s.state = 'open' AND s.due_at >= ?1 AND s.due_at < ?2
           AND (r.incident_id IS NULL OR s.id = (SELECT n.id FROM run_step n WHERE n.run_id = r.id AND n.state = 'open'
                                                 ORDER BY n.due_at, n.sort, n.id LIMIT 1)) ORDER BY s.due_at, s.id LIMIT ?3",
    )?;
    let rows = stmt.query_map(params![from.map_or(i64::MIN, |at| at.0), until.0, MOST], |r| {
        let moment: String = r.get(3)?;
        Ok(Step {
            id: r.get(0)?,
            run_id: r.get(1)?,
            run: r.get(2)?,
            moment: Moment::parse(&moment).unwrap_or(Moment::Span(0)),
            due_at: At(r.get(4)?),
            text: r.get(5)?,
            template: r.get(6)?,
            owner: r.get(7)?,
            version: r.get(8)?,
            whom: Whom {
                community_id: r.get(9)?,
                community: r.get(10)?,
                platform: r.get(11)?,
                member_id: r.get(12)?,
                who: r.get(13)?,
                incident_id: r.get(14)?,
                people: r.get(15)?,
            },
            told: r.get(16)?,
            state: StepState::Open,
            reason: String::new(),
            by: String::new(),
            at: None,
        })
    })?;
    let mut steps = rows.collect::<rusqlite::Result<Vec<_>>>()?;
    steps.retain(|s| s.whom.people != Some(0));
    Ok(steps)
}
