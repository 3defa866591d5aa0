//! What became of posts, what speaks against one, and experiments.

use super::super::session::Session;
use super::super::{input, output};
use super::write::Fields;
use super::{done, today};
use crate::base::text::Clean;
use crate::base::{Error, Kind as Sort, Result};
use crate::calendar::judge::{Wish, judge};
use crate::calendar::outcome;
use crate::calendar::pane::advice::experiment;
use crate::calendar::post::{Post, Results};
use crate::calendar::store::{self, Content, Ref};
use crate::calendar::twin::{Differs, Measure, Side, verdict};
use clap::Args;
use serde_json::{Value, json};
use std::path::Path;

/// Figures typed for one post, or a sheet for many.
#[derive(Debug, Args)]
pub struct Figures {
    /// The post's number, or a sheet.
    #[arg(id = "post_or_sheet", value_name = "ID|FILE")]
    what: String,
    #[arg(long, value_name = "N")]
    reads: Option<i64>,
    #[arg(long, value_name = "N")]
    likes: Option<i64>,
    #[arg(long, value_name = "N")]
    comments: Option<i64>,
    #[arg(long, value_name = "N")]
    shares: Option<i64>,
    #[arg(long, value_name = "SHARE")]
    completion: Option<f64>,
    #[arg(long, value_name = "URL")]
    link: Option<String>,
    #[arg(long)]
    dry_run: bool,
}

/// Enters results; of a sheet every line that means one post.
pub(super) fn results(figures: Figures, s: &mut Session) -> Result<u8> {
    let Ok(id) = figures.what.trim_start_matches('#').parse::<i64>() else { return sheet(&figures, s) };
    let post = store::get(&s.db, id)?;
    let (was, link) = (&post.results, figures.link.unwrap_or_else(|| post.link.clone()));
    let found = Results {
        reads: figures.reads.or(was.reads),
        likes: figures.likes.or(was.likes),
        comments: figures.comments.or(was.comments),
        shares: figures.shares.or(was.shares),
        completion: figures.completion.or(was.completion),
    };
    let says = store::results(&mut s.db, Ref::from(&post), &found, &link)?;
    done(&[id], &s.lang.say(&says), s)?;
    Ok(0)
}

fn sheet(figures: &Figures, s: &mut Session) -> Result<u8> {
    let lines = outcome::read(&input::text(Path::new(&figures.what))?, today(s))?;
    let found = store::find_out(&s.db, &lines)?;
    let mut all: Vec<(Ref, Results)> = Vec::new();
    for line in &found {
        match &line.post {
            // A post that stands twice in the sheet has the figures of the last line.
            Ok((post, results)) => {
                all.retain(|(r, _)| r.id != post.id);
                all.push((Ref::from(post), results.clone()));
            }
            Err(key) => {
                let args: [(&str, &dyn std::fmt::Display); 2] = [("line", &line.line), ("why", &s.lang.text(key))];
                output::say(s.quiet, &s.lang.fill("posts.sheet_skipped", &args));
            }
        }
    }
    let skipped = found.iter().filter(|f| f.post.is_err()).count();
    if !figures.dry_run && !all.is_empty() {
        store::results_of_many(&mut s.db, &all)?;
    }
    if s.json {
        output::json(&json!({ "read": found.len(), "posts": all.len(), "skipped": skipped }))?;
    } else {
        let args: [(&str, &dyn std::fmt::Display); 3] =
            [("read", &found.len()), ("n", &all.len()), ("skipped", &skipped)];
        output::say(s.quiet, &s.lang.fill("posts.sheet_read", &args));
    }
    Ok(0)
}

/// What speaks against posts; exit 3 when anything does.
pub(super) fn check(ids: &[i64], s: &Session) -> Result<u8> {
    let (plan, rules) = (store::plan(&s.db)?, store::platform_rules(&s.db)?);
    let (mut rows, mut values, mut any) = (Vec::new(), Vec::new(), false);
    for id in ids {
        let post = store::get(&s.db, *id)?;
        let around = store::around(&s.db, post.community_id, post.day)?;
        let hours = store::hours(&s.db, post.community_id, s.db.now(), post.zone.unwrap_or(s.zone))?;
        let found = judge(&Wish::of(&post), &plan, &rules, &around, &hours);
        any |= !found.is_empty();
        rows.extend(found.iter().map(|f| vec![id.to_string(), f.words(&plan, &s.lang)]));
        values.push(json!({ "id": id, "findings": found }));
    }
    if s.json {
        output::json(&values)?;
    } else {
        output::table(&rows)?;
    }
    Ok(if any { Sort::Findings.exit_code() } else { 0 })
}

/// A new entry as the B of `a`.
#[derive(Debug, Args)]
pub struct NewTwin {
    #[arg(id = "first_post", value_name = "ID")]
    a: i64,
    #[arg(long, value_name = "WHAT")]
    differs: String,
    #[arg(long, value_name = "RESULT", default_value = "likes")]
    judged_by: String,
    #[command(flatten)]
    fields: Fields,
}

/// Makes the B of an experiment.
pub(super) fn twin(new: NewTwin, s: &mut Session) -> Result<()> {
    let differs = Differs::parse(&new.differs);
    let differs = input::one_of("--differs", &new.differs, differs, Differs::ALL.iter().map(|d| d.1))?;
    let measure = Measure::parse(&new.judged_by);
    let measure = input::one_of("--judged-by", &new.judged_by, measure, Measure::ALL.iter().map(|m| m.1))?;
    let a = store::get(&s.db, new.a)?;
    let (mut content, mut details) = (Content::from(&a), a.more.details.clone());
    new.fields.over(&mut content, &mut details, s)?;
    let (id, says) = store::add_twin(&mut s.db, Ref::from(&a), &content, differs, measure)?;
    if s.json {
        return output::json(&json!({ "id": id }));
    }
    output::say(s.quiet, &format!("{} #{id}", s.lang.say(&says)));
    Ok(())
}

/// An experiment and its verdict, for `--json`.
fn judged(a: &Post, b: &Post) -> Option<Value> {
    let twin = b.more.twin?;
    let side = |p: &Post| Side::of(&p.results, twin.judged_by);
    let (x, y) = (side(a), side(b));
    let mut value = serde_json::to_value(verdict(x.zip(y))).ok()?;
    value["test"] = "fisher_exact_two_sided".into();
    value["differs"] = twin.differs.word().into();
    value["judged_by"] = twin.judged_by.word().into();
    value["a"] = json!({ "id": a.id, "side": x });
    value["b"] = json!({ "id": b.id, "side": y });
    Some(value)
}

/// What an experiment has shown.
pub(super) fn verdict_of(id: i64, s: &Session) -> Result<()> {
    let none = || Error::user("posts.no_experiment").with("id", id);
    let (a, b) = store::partner(&s.db, id)?.ok_or_else(none)?;
    if s.json {
        return output::json(&judged(&a, &b).ok_or_else(none)?);
    }
    output::lines([format!("A #{} {}", a.id, a.title), format!("B #{} {}", b.id, b.title)])?;
    output::lines(experiment(&a, &b, &s.lang))
}

/// Assets and where they are used.
pub(super) fn assets(part: &str, limit: usize, s: &Session) -> Result<()> {
    let found = store::assets(&s.db, part, limit)?;
    if s.json {
        let used = |(id, day, title): &(i64, String, String)| json!({ "id": id, "day": day, "title": title });
        let value = |a: &store::Asset| json!({ "path": a.path, "used": a.used.iter().map(used).collect::<Vec<_>>() });
        return output::json(&found.iter().map(value).collect::<Vec<_>>());
    }
    let row = |path: &str, (id, day, title): &(i64, String, String)| {
        vec![path.to_owned(), format!("#{id}"), day.clone(), Clean::head(title, 50).into_string()]
    };
    output::table(&found.iter().flat_map(|a| a.used.iter().map(|u| row(&a.path, u))).collect::<Vec<_>>())
}
