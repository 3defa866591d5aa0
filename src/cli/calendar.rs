//! `qun calendar`: how the file plans: kinds, mixes, budgets, approval, platforms, the best hours.

use super::session::Session;
use super::{input, output};
use crate::base::{Error, Kind as Sort, Result};
use crate::calendar::approval::Approval;
use crate::calendar::judge::monday;
use crate::calendar::kind::{Kind, KindRow, is_label};
use crate::calendar::mix::{self, Counts, Own, Plan, Share};
use crate::calendar::platform::{EVERYWHERE, Rule};
use crate::calendar::store;
use crate::members;
use crate::members::community::PLATFORMS;
use chrono::Days;
use clap::{Args, Subcommand};
use serde_json::json;

/// `qun calendar kinds|mix|house|platforms|hours`
#[derive(Debug, Subcommand)]
pub enum Calendar {
    Kinds(NewKind),
    Mix {
        #[arg(id = "week_of", value_name = "DAY")]
        day: Option<String>,
    },
    House(House),
    Platforms(Known),
    Hours {
        #[arg(id = "hours_of", value_name = "COMMUNITY")]
        community: String,
    },
}

/// Kinds, or one that is changed.
#[derive(Debug, Args)]
pub struct NewKind {
    #[arg(id = "kind_word", value_name = "KIND")]
    word: Option<String>,
    #[arg(id = "kind_label", long = "label", value_name = "NAME")]
    label: Option<String>,
    #[arg(id = "kind_target", long = "target", value_name = "PERCENT")]
    target: Option<u32>,
    #[arg(long)]
    off: bool,
}

/// How a community plans, or what it wants otherwise.
#[derive(Debug, Args)]
pub struct House {
    #[arg(id = "house_of", value_name = "COMMUNITY")]
    community: Option<String>,
    #[arg(id = "approval_mode", long = "approval", value_name = "MODE")]
    approval: Option<String>,
    #[arg(id = "own_mix", long = "mix", value_name = "SHARES")]
    mix: Option<String>,
    #[arg(long, value_name = "N")]
    per_day: Option<usize>,
    #[arg(long, value_name = "N")]
    per_week: Option<usize>,
}

/// What platforms take, or what the operators know better.
#[derive(Debug, Args)]
pub struct Known {
    #[arg(id = "which_platform", value_name = "PLATFORM")]
    platform: Option<String>,
    #[arg(long, value_name = "N")]
    cap: Option<usize>,
    #[arg(long, value_name = "N")]
    title_cap: Option<usize>,
    #[arg(long, value_name = "yes|no")]
    links: Option<String>,
    #[arg(id = "punished", long = "words", value_name = "WORDS")]
    words: Option<String>,
}

/// Runs it.
pub fn run(args: Calendar, s: &mut Session) -> Result<u8> {
    match args {
        Calendar::Kinds(new) => kinds(&new, s)?,
        Calendar::Mix { day } => mixes(day.as_deref(), s)?,
        Calendar::House(house) => house_of(&house, s)?,
        Calendar::Platforms(known) => platforms(&known, s)?,
        Calendar::Hours { community } => hours(&community, s)?,
    }
    Ok(0)
}

fn kinds(new: &NewKind, s: &mut Session) -> Result<()> {
    let kinds = store::kinds(&s.db)?;
    if let Some(word) = &new.word {
        let known = kinds.find(word, &s.lang).or_else(|| Kind::parse(word));
        let kind = known.ok_or_else(|| Error::new(Sort::Usage, "posts.bad_kind").with("value", word))?;
        let old = kinds.0.iter().find(|r| r.kind == kind);
        let label = new.label.clone().or_else(|| old.map(|r| r.label.clone())).unwrap_or_default();
        if !label.trim().is_empty() && !is_label(&label) {
            return Err(Error::new(Sort::Usage, "posts.bad_kind").with("value", label));
        }
        let target = new.target.or_else(|| old.map(|r| r.target)).unwrap_or(0);
        let says = store::set_kinds(&mut s.db, &[(KindRow { kind, label, target }, !new.off)])?;
        output::say(s.quiet, &s.lang.say(&says));
    }
    let kinds = store::kinds(&s.db)?;
    let sum: u32 = kinds.targets().iter().sum();
    if sum != 100 {
        output::say(s.quiet, &s.lang.fill("posts.targets_sum", &[("n", &sum)]));
    }
    if s.json {
        let value = |r: &KindRow| json!({ "kind": r.kind, "label": kinds.label(r.kind, &s.lang), "target": r.target });
        return output::json(&kinds.0.iter().map(value).collect::<Vec<_>>());
    }
    let row = |r: &KindRow| vec![r.kind.word().to_owned(), kinds.label(r.kind, &s.lang), format!("{}%", r.target)];
    output::table(&kinds.0.iter().map(row).collect::<Vec<_>>())
}

fn mixes(day: Option<&str>, s: &Session) -> Result<()> {
    let today = s.db.now().day(s.zone);
    let from = monday(day.map_or(Ok(today), |d| input::day(d, today))?);
    let to = from.checked_add_days(Days::new(6)).unwrap_or(from);
    let (plan, week) = (store::plan(&s.db)?, mix::week(store::tally(&s.db, from, to)?));
    let none = Counts::new();
    let all = store::communities(&s.db)?;
    let of = |id: i64| week.kinds_of.get(&id).unwrap_or(&none);
    let pushes = |id: i64| week.by_community.get(&id).copied().unwrap_or(0);
    if s.json {
        let value = |c: &store::Community| {
            let (_, cap) = plan.caps(c.id);
            let shares = plan.shares(of(c.id), Some(c.id));
            json!({ "community_id": c.id, "community": c.name, "platform": c.platform, "pushes": pushes(c.id), "cap": cap,
                    "mix": shares })
        };
        return output::json(&json!({
            "from": from, "to": to, "pushes": week.pushes, "cap": plan.week, "gaps": week.gaps,
            "mix": plan.shares(&week.kinds, None), "communities": all.iter().map(value).collect::<Vec<_>>()
        }));
    }
    let mut rows = Vec::with_capacity(all.len() + 1);
    for c in &all {
        let place = format!("{} {}", s.lang.text(&format!("members.platform_{}", c.platform)), c.name);
        let (n, cap) = (pushes(c.id), plan.caps(c.id).1);
        let full = if n > cap { s.lang.text("posts.too_many") } else { "" };
        rows.push(vec![place, format!("{n}/{cap}{full}"), mix_words(&plan, &plan.shares(of(c.id), Some(c.id)), s)]);
    }
    let all = s.lang.text("posts.altogether").to_owned();
    let shares = plan.shares(&week.kinds, None);
    rows.push(vec![all, format!("{}/{}", week.pushes, plan.week), mix_words(&plan, &shares, s)]);
    output::table(&rows)
}

fn mix_words(plan: &Plan, shares: &[Share], s: &Session) -> String {
    let word = |x: &Share| format!("{} {}/{}", plan.kinds.label(x.kind, &s.lang), x.is, x.target);
    shares.iter().map(word).collect::<Vec<_>>().join("  ")
}

fn house_of(house: &House, s: &mut Session) -> Result<()> {
    let mut plan = store::plan(&s.db)?;
    if let Some(name) = &house.community {
        let community = members::store::find(&s.db, name)?;
        let mut own = plan.own.get(&community.id).cloned().unwrap_or_default();
        if let Some(word) = &house.approval {
            let known = Approval::ALL.iter().map(|(_, w, _)| *w);
            own.approval = input::one_of("--approval", word, Approval::parse(word), known)?;
        }
        if let Some(text) = &house.mix {
            let bad = || Error::new(Sort::Usage, "posts.bad_mix").with("value", text).with("n", plan.kinds.0.len());
            own.targets = if text == "-" { Vec::new() } else { plan.kinds.read_targets(text).ok_or_else(bad)? };
        }
        own.day = house.per_day.unwrap_or(own.day);
        own.week = house.per_week.unwrap_or(own.week);
        if plan.own.get(&community.id).cloned().unwrap_or_default() != own {
            let says = store::set_own(&mut s.db, community.id, &own)?;
            output::say(s.quiet, &s.lang.say(&says));
            plan = store::plan(&s.db)?;
        }
    }
    let wanted = house.community.as_deref().map(|c| members::store::find(&s.db, c)).transpose()?.map(|c| c.id);
    let all = store::communities(&s.db)?;
    let all = all.iter().filter(|c| wanted.is_none_or(|id| id == c.id));
    let own = |id: i64| plan.own.get(&id).cloned().unwrap_or(Own::default());
    let shares = |id: i64| plan.targets(Some(id)).iter().map(u32::to_string).collect::<Vec<_>>().join("/");
    if s.json {
        let value = |c: &store::Community| {
            let (day, week) = plan.caps(c.id);
            json!({ "community_id": c.id, "community": c.name, "platform": c.platform, "approval": own(c.id).approval,
                    "per_day": day, "per_week": week, "mix": shares(c.id) })
        };
        return output::json(&all.map(value).collect::<Vec<_>>());
    }
    let row = |c: &store::Community| {
        let (day, week) = plan.caps(c.id);
        let place = format!("{} {}", s.lang.text(&format!("members.platform_{}", c.platform)), c.name);
        let approval = s.lang.text(own(c.id).approval.key()).to_owned();
        let caps = s.lang.fill("posts.caps", &[("day", &day), ("week", &week)]);
        vec![place, approval, caps, shares(c.id)]
    };
    output::table(&all.map(row).collect::<Vec<_>>())
}

fn platforms(known: &Known, s: &mut Session) -> Result<()> {
    if let Some(name) = &known.platform {
        let ids = || PLATFORMS.iter().copied().chain([EVERYWHERE]);
        input::one_of("PLATFORM", name, ids().find(|p| p == name), ids())?;
        let old = store::platform_rules(&s.db)?.of(name);
        let links = match known.links.as_deref() {
            None => old.links,
            Some(word) => {
                input::one_of("--links", word, ["no", "yes"].iter().position(|w| *w == word), ["yes", "no"])? == 1
            }
        };
        let parts = |text: &String| -> Vec<String> {
            text.split([',', '，', '、']).map(|w| w.trim().to_owned()).filter(|w| !w.is_empty()).collect()
        };
        let words = known.words.as_ref().map_or_else(|| old.words.clone(), parts);
        let rule =
            Rule { cap: known.cap.unwrap_or(old.cap), title: known.title_cap.unwrap_or(old.title), links, words };
        if rule != old {
            let says = store::set_platform_rule(&mut s.db, name, &rule)?;
            output::say(s.quiet, &s.lang.say(&says));
        }
    }
    let rules = store::platform_rules(&s.db)?;
    let shown = rules.rows().filter(|(p, _)| known.platform.as_deref().is_none_or(|k| k == *p));
    if s.json {
        let value = |(platform, r): (&str, &Rule)| {
            let cap = |n: usize| Some(n).filter(|n| *n > 0);
            json!({ "platform": platform, "cap": cap(r.cap), "title_cap": cap(r.title), "links": r.links, "words": r.words })
        };
        return output::json(&shown.map(value).collect::<Vec<_>>());
    }
    let row = |(platform, r): (&str, &Rule)| {
        let cap = |key: &str, n: usize| if n == 0 { String::new() } else { s.lang.fill(key, &[("n", &n)]) };
        let links = if r.links { "" } else { s.lang.text("posts.no_links") };
        vec![
            platform.to_owned(),
            cap("posts.cap", r.cap),
            cap("posts.title_cap", r.title),
            links.to_owned(),
            r.words.join(" "),
        ]
    };
    output::table(&shown.map(row).collect::<Vec<_>>())
}

fn hours(community: &str, s: &Session) -> Result<()> {
    let community = members::store::find(&s.db, community)?;
    let zone = crate::base::Zone::parse(&community.zone).unwrap_or(s.zone);
    let hours = store::hours(&s.db, community.id, s.db.now(), zone)?;
    if s.json {
        let best = hours.best().map(|(hour, _)| hour);
        return output::json(&json!({ "community_id": community.id, "best": best, "hours": hours.counts() }));
    }
    let most = hours.counts().iter().copied().max().unwrap_or(0).max(1);
    let row = |(hour, n): (usize, &u32)| {
        let bar = "#".repeat((u64::from(*n) * 40 / u64::from(most)) as usize);
        vec![format!("{hour:02}"), format!("{}%", hours.share(hour as u32)), bar]
    };
    output::table(&hours.counts().iter().enumerate().map(row).collect::<Vec<_>>())?;
    if hours.best().is_none() {
        output::say(s.quiet, s.lang.text("posts.hours_unknown"));
    }
    Ok(())
}
