//! The frame of it all: the organisation, its people and communities, the incident, the note for the next shift, and
//! who is here.

use super::stage::{BEGAN, HOURS, Script, Stage, Who};
use crate::base::clock::MINUTE;
use crate::base::{Clock, Result};
use crate::db::{Db, claim, setting};
use crate::members::community::NewCommunity;
use crate::moderation::screening::RuleState;
use crate::moderation::store::Switch;
use crate::sop::incident::Crisis;
use crate::sop::playbook::Step;
use crate::sop::store::runs::{self, Act, StepRef};
use crate::sop::store::{incidents, statements};
use crate::{members, moderation, shift, sop};

/// Makes what everything else needs. What the first run has set already stays.
///
/// # Errors
/// Store errors.
pub(super) fn found(db: &mut Db, stage: &mut Stage) -> Result<()> {
    db.set_clock(Clock::Frozen(stage.now.plus(-BEGAN)));
    if setting::get(db, "name")?.is_none_or(|name| name.trim().is_empty()) {
        setting::set(db, "name", stage.lang.text("demo.org"))?;
    }
    if setting::zone(db)? != stage.zone {
        setting::set(db, "zone", &stage.zone.to_string())?;
    }
    setting::set(db, "hours", HOURS)?;
    let me = stage.name(Who::Me);
    let role = setting::role(db, me)?;
    for (who, role) in [(Who::Me, role.as_str()), (Who::Moderator, "volunteer"), (Who::Editor, "content")] {
        setting::enrol(db, stage.name(who), role)?;
    }
    sop::store::install_starter(db, stage.lang.language)?;
    moderation::store::install_sample(db, stage.lang.text("rules.sample"))?;
    // Everybody says good morning in every group: it only counts what it would catch.
    moderation::store::switch(db, &Switch::Rule("repeat"), RuleState::Shadow)?;
    let known = members::store::communities(db)?;
    for [platform, name, tier] in &stage.words.communities {
        let found = known.iter().find(|c| c.platform == *platform && c.name == *name);
        let new = NewCommunity {
            name: name.clone(),
            platform: platform.clone(),
            tier: tier.clone(),
            openness: if tier.is_empty() { "open" } else { "request" }.into(),
            ..NewCommunity::default()
        };
        stage.places.push(match found {
            Some(community) => community.id,
            None => members::store::add(db, &new)?,
        });
    }
    Ok(())
}

/// The incident with 1:23 left, and what the moderator leaves behind.
pub(super) fn script<'a>(stage: &'a Stage, script: &mut Script<'a>) {
    let (name, note) = (stage.lang.text("demo.incident"), stage.lang.text("demo.handover"));
    let spent = sop::incident::ANSWER_MS - 83 * MINUTE;
    // Twenty seconds later than whole minutes, so that the clock shows 1:23 for a while.
    let opened = stage.now.plus(20_000 - spent);
    let quality = Some(Crisis::Quality);
    script.add(opened, Who::Me, move |db| sop::store::incidents::start_incident(db, name, quality).map(drop));
    script.add(stage.ago(20), Who::Moderator, under_way);
    let statement = stage.lang.text("demo.statement");
    script.add(stage.ago(16), Who::Editor, move |db| match incidents::open_incident(db)? {
        Some(seen) => statements::state(db, seen.id, statement, "", false).map(drop),
        None => Ok(()),
    });
    script.add(stage.ago(15), Who::Moderator, move |db| shift::store::hand_over(db, note));
}

/// The evidence is kept, the batch stopped, two have been told; the statement waits for the manager.
fn under_way(db: &mut Db) -> Result<()> {
    let Some(seen) = incidents::open_incident(db)? else { return Ok(()) };
    let file = incidents::file(db, seen.id)?;
    let (later, done): (Vec<_>, Vec<_>) = file.steps.iter().take(5).partition(|s| !s.template.is_empty());
    let refs = |steps: Vec<&Step>| steps.into_iter().map(StepRef::from).collect::<Vec<_>>();
    runs::decide(db, &refs(done), &Act::Done)?;
    let at = db.now().plus(75 * MINUTE);
    runs::decide(db, &refs(later), &Act::Move(at))?;
    file.calls.iter().take(2).try_for_each(|call| statements::tick(db, seen.id, call))
}

/// Two colleagues are here; one of them looks at the second item of the queue.
///
/// # Errors
/// Store errors.
pub(super) fn present(db: &mut Db, stage: &Stage, item: Option<i64>) -> Result<()> {
    for (who, pane) in [(Who::Editor, "sop"), (Who::Moderator, "queue")] {
        db.rename(stage.name(who));
        claim::arrive(db, pane)?;
    }
    if let Some(item) = item {
        claim::take(db, &format!("item:{item}"))?;
    }
    db.rename(stage.name(Who::Me));
    Ok(())
}
