//! How the file plans: its kinds, each community's approval, targets and budgets, what it knows of platforms.

use super::super::aim::{Target, labels};
use super::super::approval::Approval;
use super::super::kind::{Kind, KindRow, Kinds};
use super::super::mix::{Own, Plan};
use super::super::platform::{Rule, Rules};
use crate::base::{Error, Result, Says};
use crate::db::{Db, Tx, setting};
use rusqlite::params;

/// The kinds in use, in order.
///
/// # Errors
/// Database errors.
pub fn kinds(db: &Db) -> Result<Kinds> {
    let mut stmt =
        db.conn().prepare_cached("SELECT word, label, target FROM post_kind WHERE archived = 0 ORDER BY sort, id")?;
    let rows = stmt.query_map([], |r| Ok((r.get::<_, String>(0)?, r.get(1)?, r.get::<_, u32>(2)?)))?;
    let mut kinds = Vec::new();
    for row in rows {
        let (word, label, target) = row?;
        if let Some(kind) = Kind::parse(&word) {
            kinds.push(KindRow { kind, label, target });
        }
    }
    Ok(if kinds.is_empty() { Kinds::default() } else { Kinds(kinds) })
}

/// The platform id of a community; empty for one there is not.
///
/// # Errors
/// Database errors.
pub fn platform_of(db: &Db, community: i64) -> Result<String> {
    let mut stmt = db.conn().prepare_cached("SELECT platform FROM community WHERE id = ?1")?;
    let found = rusqlite::OptionalExtension::optional(stmt.query_row([community], |r| r.get(0)))?;
    Ok(found.unwrap_or_default())
}

/// Every community that posts can be aimed at.
///
/// # Errors
/// Database errors.
pub fn targets(db: &Db) -> Result<Vec<Target>> {
    let mut stmt = db
        .conn()
        .prepare_cached("SELECT id, name, platform, tier FROM community WHERE archived = 0 ORDER BY sort, id")?;
    let rows = stmt.query_map([], |r| {
        let platform: String = r.get(2)?;
        Ok(Target { id: r.get(0)?, name: r.get(1)?, labels: labels(&platform), platform, tier: r.get(3)? })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Names kinds, says their shares, or takes them out of use (`false`). Posts of a kind out of use keep it. Shares need not
/// make 100 in between, only together.
///
/// # Errors
/// The last kind cannot be taken away; a share above 100.
pub fn set_kinds(db: &mut Db, changes: &[(KindRow, bool)]) -> Result<Says> {
    db.write("calendar.kind", |tx| {
        let mut said = Says::new("posts.did_kinds").with("n", changes.len());
        for (row, used) in changes {
            let says = set_kind(tx, row, *used)?;
            if changes.len() == 1 {
                said = says;
            }
        }
        tx.says(said.clone());
        Ok(said)
    })
}

fn set_kind(tx: &Tx, row: &KindRow, used: bool) -> Result<Says> {
    if row.target > 100 {
        return Err(Error::user("posts.bad_share"));
    }
    let others: i64 =
        tx.query_row("SELECT count(*) FROM post_kind WHERE archived = 0 AND word <> ?1", [row.kind.word()], |r| {
            r.get(0)
        })?;
    if !used && others == 0 {
        return Err(Error::user("posts.last_kind"));
    }
    tx.execute(
        "INSERT INTO post_kind(word, label, target, sort, archived)
             VALUES (?1, ?2, ?3, (SELECT count(*) FROM post_kind), ?4)
             ON CONFLICT (word) DO UPDATE SET label = ?2, target = ?3, archived = ?4, version = version + 1",
        params![row.kind.word(), row.label.trim(), row.target, !used],
    )?;
    let key = if used { "posts.did_kind" } else { "posts.did_drop_kind" };
    let name = if row.label.trim().is_empty() { row.kind.word() } else { row.label.trim() };
    Ok(Says::new(key).with("name", name).with("target", row.target))
}

/// What the weeks should look like: the kinds, the settings `calendar_week`, `calendar_community` and `calendar_day`, and
/// what single communities want otherwise.
///
/// # Errors
/// Database errors.
pub fn plan(db: &Db) -> Result<Plan> {
    let usual = Plan::default();
    let number = |key| Ok::<_, Error>(setting::get(db, key)?.and_then(|n| n.parse().ok()));
    let kinds = kinds(db)?;
    let mut stmt = db.conn().prepare_cached(
        "SELECT id, approval, mix, push_day, push_week FROM community
         WHERE approval <> 'optional' OR mix <> '' OR push_day > 0 OR push_week > 0",
    )?;
    let rows = stmt.query_map([], |r| {
        let (approval, mix): (String, String) = (r.get(1)?, r.get(2)?);
        let own = Own {
            approval: Approval::parse(&approval).unwrap_or_default(),
            targets: kinds.read_targets(&mix).unwrap_or_default(),
            day: r.get::<_, u32>(3)? as usize,
            week: r.get::<_, u32>(4)? as usize,
        };
        Ok((r.get::<_, i64>(0)?, own))
    })?;
    let own = rows.collect::<rusqlite::Result<_>>()?;
    Ok(Plan {
        week: number("calendar_week")?.unwrap_or(usual.week),
        community: number("calendar_community")?.unwrap_or(usual.community),
        day: number("calendar_day")?.unwrap_or(usual.day),
        kinds,
        own,
    })
}

/// What a community wants otherwise. Posts that are ready without the approval it now requires are drafts again.
///
/// # Errors
/// Shares that do not make 100 over the kinds of the file; no such community.
pub fn set_own(db: &mut Db, community: i64, own: &Own) -> Result<Says> {
    let kinds = kinds(db)?;
    let mix = own.targets.iter().map(u32::to_string).collect::<Vec<_>>().join("/");
    if !mix.is_empty() && kinds.read_targets(&mix).is_none() {
        return Err(Error::user("posts.bad_mix").with("value", mix).with("n", kinds.0.len()));
    }
    db.write("calendar.own", |tx| {
        tx.execute(
            "UPDATE community SET approval = ?2, mix = ?3, push_day = ?4, push_week = ?5, version = version + 1 WHERE id = ?1",
            params![community, own.approval.word(), mix, own.day as i64, own.week as i64],
        )?;
        let fallen = match own.approval {
            Approval::Required => tx.execute(
                "UPDATE post SET state = 'draft', version = version + 1
                 WHERE community_id = ?1 AND state = 'planned' AND approved_at IS NULL",
                [community],
            )?,
            _ => 0,
        };
        let name: String = tx.query_row("SELECT name FROM community WHERE id = ?1", [community], |r| r.get(0))?;
        let key = if fallen > 0 { "posts.did_own_fallen" } else { "posts.did_own" };
        let says = Says::new(key).with("community", name).with("approval", format!("@{}", own.approval.key()));
        let says = says.with("n", fallen);
        tx.about("community", community);
        tx.says(says.clone());
        Ok(says)
    })
}

/// What platforms take: the built-in table with the rows of the file over it.
///
/// # Errors
/// Database errors.
pub fn platform_rules(db: &Db) -> Result<Rules> {
    let mut rules = Rules::default();
    let mut stmt = db.conn().prepare_cached("SELECT platform, cap, title, links, words FROM caption_rule")?;
    let rows = stmt.query_map([], |r| {
        let words: String = r.get(4)?;
        let rule = Rule {
            cap: r.get::<_, u32>(1)? as usize,
            title: r.get::<_, u32>(2)? as usize,
            links: r.get(3)?,
            words: words.lines().map(str::to_owned).collect(),
        };
        Ok((r.get::<_, String>(0)?, rule))
    })?;
    for row in rows {
        let (platform, rule) = row?;
        rules.lay(&platform, rule);
    }
    Ok(rules)
}

/// What the operators know better about a platform.
///
/// # Errors
/// Database errors.
pub fn set_platform_rule(db: &mut Db, platform: &str, rule: &Rule) -> Result<Says> {
    db.write("calendar.platform", |tx| {
        tx.execute(
            "INSERT INTO caption_rule(platform, cap, title, links, words) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (platform) DO UPDATE SET cap = ?2, title = ?3, links = ?4, words = ?5, version = version + 1",
            params![platform, rule.cap as i64, rule.title as i64, rule.links, rule.words.join("\n")],
        )?;
        let says = Says::new("posts.did_platform").with("platform", platform);
        tx.says(says.clone());
        Ok(says)
    })
}

#[cfg(test)]
mod tests;
