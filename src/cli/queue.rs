//! `qun queue`: what waits for a judgement, and the judgement. What claims mean is in `claims`, how the review
//! goes in `figures`.

mod claims;
mod figures;

mod add;
mod conduct;

use super::session::Session;
use super::{input, output, screen};
use crate::base::text::Clean;
use crate::base::{At, Error, Kind, Result};
use crate::db::journal::Entry;
use crate::members;
use crate::moderation::figures::{MOST_WEEKS, WEEKS};
use crate::moderation::item::{Decision, Item, ItemKind, State, Suggestion};
use crate::moderation::reason::{REASONS, Reason, granted, notice};
use crate::moderation::row::Moment;
use crate::moderation::shown::{names, rule_number, shown};
use crate::moderation::store::{self, Card, Filter, Held, Lost, Outcome, Target};
use crate::moderation::strike::Line;
use clap::{Args, Subcommand};
use serde_json::{Value, json};

/// Columns of a text in a list.
const TEXT_COLUMNS: usize = 60;

/// `qun queue list|show|add|approve|reject|escalate|skip|ask|note|figures|claims`
#[derive(Debug, Subcommand)]
pub enum Queue {
    List(Wanted),
    Show {
        #[arg(id = "item", value_name = "ID")]
        id: i64,
    },
    Add(add::New),
    Approve(Items),
    Reject {
        #[command(flatten)]
        items: Items,
        /// What for.
        #[arg(id = "reject_reason", long = "reason", value_name = "KEY")]
        reason: String,
        /// The operator's own words, needed for `other`.
        #[arg(id = "reject_words", long = "text", value_name = "TEXT", default_value = "")]
        words: String,
        /// Drafts no notice.
        #[arg(long)]
        no_notice: bool,
    },
    Escalate(Items),
    Skip {
        #[command(flatten)]
        items: Items,
        #[arg(long, value_name = "WHEN", default_value = "1h")]
        until: String,
    },
    Figures {
        #[arg(long, default_value_t = WEEKS, value_name = "N", value_parser = weeks)]
        weeks: usize,
    },
    Claims {
        #[arg(id = "claims_mode", value_name = "MODE")]
        mode: Option<String>,
    },
    Ask {
        #[arg(id = "item", value_name = "ID")]
        id: i64,
        #[arg(id = "colleague", long = "whom", value_name = "NAME")]
        whom: String,
    },
    Note {
        #[arg(id = "item", value_name = "ID")]
        id: i64,
        #[arg(id = "note_text", value_name = "TEXT")]
        text: String,
    },
}

/// What is decided at once, as one journal entry.
#[derive(Debug, Args)]
pub struct Items {
    #[arg(id = "item", required = true, value_name = "ID")]
    ids: Vec<i64>,
}

/// What to list.
#[derive(Debug, Args)]
pub struct Wanted {
    #[arg(id = "item_state", long = "state", value_name = "STATE", default_value = "pending")]
    state: String,
    #[arg(id = "item_kind", long = "kind", value_name = "KIND")]
    kind: Option<String>,
    #[arg(long, value_name = "1-3", value_parser = clap::value_parser!(u8).range(1..=3))]
    level: Option<u8>,
    #[arg(long, value_name = "COMMUNITY")]
    community: Option<String>,
    /// Only what this colleague was asked about.
    #[arg(id = "asked_of", long = "asked", value_name = "NAME")]
    asked: Option<String>,
    #[arg(id = "item_order", long = "order", value_name = "age|score", default_value = "age")]
    order: String,
    #[arg(long, default_value_t = 50, value_name = "N")]
    limit: usize,
}

/// Runs it.
pub fn run(args: Queue, s: &mut Session) -> Result<u8> {
    // What has waited too long has climbed, whoever looks first.
    store::climb(&mut s.db)?;
    match args {
        Queue::List(wanted) => list(&wanted, s),
        Queue::Show { id } => show(id, s),
        Queue::Add(new) => add::add(new, s),
        Queue::Approve(items) => decide(&items.ids, &Decision::Approve, s),
        Queue::Reject { items, reason, words, no_notice } => {
            let known = REASONS.iter().map(|r| r.id);
            let reason = input::one_of("--reason", &reason, Reason::parse(&reason), known)?;
            if reason == Reason::Other && words.trim().is_empty() {
                return Err(Error::new(Kind::Usage, "cli.reason_words"));
            }
            decide(&items.ids, &Decision::Reject { reason, words, notify: !no_notice }, s)
        }
        Queue::Escalate(items) => decide(&items.ids, &Decision::Raise, s),
        Queue::Skip { items, until } => {
            let until = input::later(&until, s.db.now(), s.zone)?;
            decide(&items.ids, &Decision::Snooze(until), s)
        }
        Queue::Figures { weeks } => figures::run(weeks, s),
        Queue::Claims { mode } => claims::run(mode.as_deref(), s),
        Queue::Ask { id, whom } => {
            one(id, s)?;
            store::ask(&mut s.db, id, &whom)?;
            did(s)
        }
        Queue::Note { id, text } => {
            let target = Target { id, version: one(id, s)?.version };
            store::note(&mut s.db, target, &text)?;
            did(s)
        }
    }
}

/// How many weeks, 1 to ten years.
fn weeks(word: &str) -> std::result::Result<usize, String> {
    word.parse().ok().filter(|n| (1..=MOST_WEEKS).contains(n)).ok_or_else(|| format!("1..{MOST_WEEKS}"))
}

/// Says what the last entry of this operator says, and how to take it back.
fn did(s: &Session) -> Result<u8> {
    if let Some(entry) = s.db.entries(1, None, Some(&s.db.me().name))?.pop() {
        let what = s.lang.say(&entry.summary);
        output::say(s.quiet, &s.lang.fill("cli.did", &[("what", &what), ("seq", &entry.seq)]));
    }
    Ok(0)
}

fn kind(word: &str) -> Result<ItemKind> {
    input::one_of("--kind", word, ItemKind::parse(word), ItemKind::ALL.map(|k| k.1))
}

/// Whether what is worst comes first.
fn order(word: &str) -> Option<bool> {
    match word {
        "age" => Some(false),
        "score" => Some(true),
        _ => None,
    }
}

fn filter(wanted: &Wanted, s: &Session) -> Result<Filter> {
    let known = State::ALL.map(|s| s.1).into_iter().chain(["all"]);
    let all = wanted.state == "all";
    let state = match State::parse(&wanted.state) {
        None if all => None,
        found => Some(input::one_of("--state", &wanted.state, found, known)?),
    };
    Ok(Filter {
        state,
        kind: wanted.kind.as_deref().map(kind).transpose()?,
        level: wanted.level,
        community: wanted.community.as_deref().map(|c| members::store::find(&s.db, c)).transpose()?.map(|c| c.id),
        asked: wanted.asked.clone(),
        snoozed: all,
        worst_first: input::one_of("--order", &wanted.order, order(&wanted.order), ["age", "score"])?,
        ..Filter::default()
    })
}

fn list(wanted: &Wanted, s: &Session) -> Result<u8> {
    let page = store::list(&s.db, &filter(wanted, s)?, wanted.limit.min(i32::MAX as usize))?;
    if s.json {
        // A list carries only the beginning of a text.
        let whole = page.items.iter().map(|i| Ok(store::item(&s.db, i.id)?.map(|i| value(&i, s))));
        let whole: Result<Vec<Option<Value>>> = whole.collect();
        output::json(&whole?.into_iter().flatten().collect::<Vec<_>>())?;
        return Ok(0);
    }
    let now = s.db.now();
    output::table(&page.items.iter().map(|i| row(i, now, s)).collect::<Vec<_>>())?;
    let left = page.total.saturating_sub(page.items.len());
    if left > 0 {
        output::say(s.quiet, &s.lang.fill("cli.more", &[("n", &left)]));
    }
    Ok(0)
}

/// The item as `--json` prints it, its hits as `qun screen` does.
fn value(item: &Item, s: &Session) -> Value {
    let mut value = item.json(s.zone);
    value["hits"] = Value::Array(screen::hits(&item.text, &item.hits));
    value
}

fn place(item: &Item, s: &Session) -> String {
    format!("{} {}", s.lang.text(&format!("members.platform_{}", item.place.platform)), item.place.name)
}

fn suggestion(item: &Item, s: &Session) -> String {
    item.suggestion.short().map_or_else(String::new, |key| s.lang.text(key).to_owned())
}

fn row(item: &Item, now: At, s: &Session) -> Vec<String> {
    let text = shown(&item.text, &item.hits).text;
    let at = Moment { now, zone: s.zone, lang: &s.lang, me: "" };
    let wave = at.wave(item);
    let what = wave.as_ref().unwrap_or(if item.text.trim().is_empty() { &item.source } else { &text });
    vec![
        item.id.to_string(),
        s.lang.span(item.waited(now)),
        format!("L{}", item.level),
        s.lang.text(item.kind.label()).to_owned(),
        s.lang.text(item.state.label()).to_owned(),
        place(item, s),
        Clean::head(&at.name(item), 20).cut(20).into_string(),
        suggestion(item, s),
        Clean::head(what, TEXT_COLUMNS).cut(TEXT_COLUMNS).into_string(),
    ]
}

fn show(id: i64, s: &Session) -> Result<u8> {
    let item = one(id, s)?;
    let card = store::card(&s.db, &item)?.unwrap_or_default();
    if s.json {
        let mut value = value(&item, s);
        let time = |at: At| at.rfc3339(s.zone);
        conduct::add_json(&mut value, &item, s)?;
        value["past"] = card
            .past
            .iter()
            .map(|p| {
                json!({ "at": time(p.at), "by": p.by, "kind": p.kind.id(), "state": p.state.id(), "reason": p.reason,
                               "overturned": p.overturned })
            })
            .collect();
        output::json(&value)?;
    } else {
        let mut lines = lines(&item, &card, s);
        lines.extend(conduct::lines(&item, s)?);
        output::table(&lines)?;
    }
    Ok(0)
}

/// Everything there is to say about one item, one fact a line.
fn lines(item: &Item, card: &Card, s: &Session) -> Vec<Vec<String>> {
    let text = |key: &str| s.lang.text(key).to_owned();
    let time = |at: At| at.rfc3339(s.zone);
    let by = |who: &str, at: Option<At>| at.map_or_else(String::new, |at| format!("{who} {}", time(at)));
    let waited = s.lang.span(item.waited(s.db.now()));
    let state = format!("{} L{} {}", text(item.state.label()), item.level, text(item.kind.label()));
    let rule = [rule_number(&item.hits)].into_iter().filter(|r| !r.is_empty());
    let found = rule.chain(names(&item.text, &item.hits, &s.lang)).collect::<Vec<_>>().join(" ");
    let opinion = match item.suggestion {
        Suggestion::None => String::new(),
        _ => format!("{} {:.2}", suggestion(item, s), item.score),
    };
    let past = card.past.iter().map(|p| {
        let why = p.reason.map_or_else(String::new, |r| format!(" {}", text(r.row().label)));
        let state = if p.overturned { State::Rejected } else { p.state };
        let after = if p.overturned { format!(" ({})", text("conduct.taken_back")) } else { String::new() };
        format!("{} {} {}{why}{after}", time(p.at), p.by, text(state.label()))
    });
    let reason = item.reason.map_or_else(String::new, |r| text(r.row().label));
    let moment = Moment { now: s.db.now(), zone: s.zone, lang: &s.lang, me: "" };
    let facts = [
        ("cli.field_id", format!("#{}", item.id)),
        ("cli.field_state", state),
        ("cli.field_community", place(item, s)),
        ("cli.field_who", moment.name(item)),
        ("cli.field_at", format!("{} ({waited})", time(item.created_at))),
        ("cli.field_source", moment.wave(item).unwrap_or_else(|| item.source.clone())),
        ("cli.field_text", shown(&item.text, &item.hits).text),
        ("cli.field_found", found),
        ("cli.field_suggestion", opinion),
        ("cli.field_note", item.note.clone()),
        ("cli.field_raised", by(&item.raised_by, item.raised_at)),
        ("cli.field_snoozed", by("", item.snoozed_until)),
        ("cli.field_decided", by(&item.decided_by, item.decided_at)),
        ("cli.field_reason", reason),
        ("cli.field_notice", item.notice.clone()),
    ];
    let facts = facts.into_iter().chain(past.map(|p| ("cli.field_past", p)));
    facts.filter(|(_, v)| !v.trim().is_empty()).map(|(key, v)| vec![text(key), v.trim().to_owned()]).collect()
}

fn one(id: i64, s: &Session) -> Result<Item> {
    store::item(&s.db, id)?.ok_or_else(|| Error::user("cli.no_item").with("id", id))
}

/// Decides about `ids` as one act. Exit 4 if somebody else was faster with one of them, 1 if one cannot be decided so.
fn decide(ids: &[i64], decision: &Decision, s: &mut Session) -> Result<u8> {
    let mut targets: Vec<Target> = Vec::with_capacity(ids.len());
    for id in ids {
        if !targets.iter().any(|t| t.id == *id) {
            targets.push(Target { id: *id, version: one(*id, s)?.version });
        }
    }
    let (lang, zone) = (s.lang.clone(), s.zone);
    let draft = |item: &Item| match decision {
        Decision::Reject { reason, words, .. } => notice(&lang, zone, item, *reason, words),
        Decision::Approve => granted(&lang, zone, item),
        Decision::Raise | Decision::Snooze(_) => String::new(),
    };
    let outcome = store::decide(&mut s.db, &targets, decision, draft)?;
    report(&outcome, decision, s)?;
    for lost in &outcome.lost {
        output::complain(&s.lang, &lost.error(decision));
    }
    for held in &outcome.held {
        output::complain(&s.lang, &held.error(decision, s.zone));
    }
    for id in &outcome.refused {
        let error = Error::user(decision.refused(crate::moderation::item::TOP_LEVEL).unwrap_or("queue.nothing_chosen"));
        output::complain(&s.lang, &error.hint("cli.at_item").with("id", id));
    }
    for barred in &outcome.barred {
        let error = Error::user(barred.why).with("who", &barred.name);
        output::complain(&s.lang, &error.hint("cli.at_item").with("id", barred.id));
    }
    let all = outcome.lost.is_empty() && outcome.held.is_empty();
    Ok(match (all, outcome.refused.is_empty() && outcome.barred.is_empty()) {
        (false, _) => Kind::Conflict.exit_code(),
        (true, false) => Kind::User.exit_code(),
        (true, true) => 0,
    })
}

fn report(outcome: &Outcome, decision: &Decision, s: &Session) -> Result<()> {
    let entry = outcome.changed().next().map(|id| entry(id, decision, s)).transpose()?.flatten();
    if !s.json {
        if let Some(entry) = entry {
            let what = s.lang.say(&entry.summary);
            output::say(s.quiet, &s.lang.fill("cli.did", &[("what", &what), ("seq", &entry.seq)]));
        }
        return Ok(());
    }
    let lost = |l: &Lost| {
        let did = l.did.rsplit('_').next().unwrap_or(l.did);
        json!({ "id": l.id, "who": l.name, "by": l.by, "seconds_ago": l.ago / 1000, "did": did, "reason": l.reason })
    };
    let held = |h: &Held| {
        let (since, until) = (h.claim.since.rfc3339(s.zone), h.claim.until.rfc3339(s.zone));
        json!({ "id": h.id, "who": h.name, "by": h.claim.operator, "since": since, "until": until })
    };
    output::json(&json!({
        "done": outcome.done, "lost": outcome.lost.iter().map(lost).collect::<Vec<_>>(), "refused": outcome.refused,
        "held": outcome.held.iter().map(held).collect::<Vec<_>>(),
        "barred": outcome.barred.iter().map(|b| b.id).collect::<Vec<_>>(), "recommended": outcome.advised,
        "line": outcome.line.map(Line::id), "notices": outcome.notices, "seq": entry.map(|e| e.seq),
    }))
}

/// The journal entry by which item `id` was just decided: somebody else's may have come after it.
fn entry(id: i64, decision: &Decision, s: &Session) -> Result<Option<Entry>> {
    for entry in s.db.entries(20, None, Some(&s.db.me().name))? {
        let about = |i: &crate::db::journal::Image| i.table == "item" && i.row == id;
        if entry.action == decision.action() && s.db.images(entry.seq)?.iter().any(about) {
            return Ok(Some(entry));
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::add::{New, add};
    use super::*;
    use crate::base::{Config, Lang, Language, Zone};
    use crate::db::testing::{self, File};
    use crate::members::community::NewCommunity;

    fn session() -> (File, Session) {
        let mut file = testing::file();
        let new = NewCommunity { name: "新手1群".into(), platform: "wechat".into(), ..NewCommunity::default() };
        members::store::add(&mut file.db, &new).unwrap();
        let db = testing::as_operator(&file, "阿泽");
        let (lang, config) = (Lang::load(Language::Hans), Config::default());
        (file, Session { db, lang, config, zone: Zone::default(), json: false, quiet: true })
    }

    fn new(kind: &str, who: &str, text: &str) -> New {
        let [community, who, text, kind] = ["新手1群", who, text, kind].map(str::to_owned);
        New { community, who, text, kind, source: String::new(), origin: add::From::default() }
    }

    fn wanted(state: &str) -> Wanted {
        Wanted {
            state: state.into(),
            kind: None,
            level: None,
            community: None,
            asked: None,
            order: "age".into(),
            limit: 50,
        }
    }

    #[test]
    fn what_is_put_in_is_screened_like_everything_else() {
        let (_file, mut s) = session();
        for (kind, text, want) in [
            ("content", "加V领券 wx: tsbg7788", "reject:ads"),
            ("content", "你好", "approve"),
            ("join", "", "look"),
            ("join", "订单尾号 0193", "approve"),
            ("report", "你好", "look"),
        ] {
            add(new(kind, "甲", text), &mut s).unwrap();
            let last = store::list(&s.db, &Filter::default(), 100).unwrap().items.pop().unwrap();
            assert_eq!(last.suggestion.id(), want, "{kind} {text}");
        }
        for empty in [new("content", " ", "x"), new("content", "甲", " "), new("spam", "甲", "x")] {
            assert_eq!(add(empty, &mut s).unwrap_err().kind, Kind::Usage);
        }
    }

    #[test]
    fn filters_are_read_and_refused() {
        let (_file, s) = session();
        let all = filter(&wanted("all"), &s).unwrap();
        assert_eq!((all.state, all.snoozed), (None, true));
        let pending = filter(&wanted("pending"), &s).unwrap();
        assert_eq!((pending.state, pending.snoozed), (Some(State::Pending), false));
        assert_eq!(filter(&wanted("done"), &s).unwrap_err().kind, Kind::Usage);
        let nowhere = Wanted { community: Some("没有".into()), ..wanted("all") };
        assert_eq!(filter(&nowhere, &s).unwrap_err().says.key, "members.no_community");
    }

    #[test]
    fn several_are_one_entry_and_the_slower_one_is_told() {
        let (file, mut s) = session();
        for who in ["甲", "乙", "丙"] {
            add(new("content", who, "你好"), &mut s).unwrap();
        }
        assert_eq!(decide(&[1, 2, 1], &Decision::Approve, &mut s).unwrap(), 0);
        let entry = entry(2, &Decision::Approve, &s).unwrap().unwrap();
        assert_eq!(s.lang.say(&entry.summary), "批量通过 2 条");
        assert!(super::entry(3, &Decision::Approve, &s).unwrap().is_none());
        s.db = testing::as_operator(&file, "小满");
        assert_eq!(decide(&[2, 3], &Decision::reject(Reason::Ads), &mut s).unwrap(), 4);
        assert_eq!(decide(&[2], &Decision::reject(Reason::Ads), &mut s).unwrap_err().kind, Kind::Conflict);
        assert_eq!(decide(&[9], &Decision::Approve, &mut s).unwrap_err().says.key, "cli.no_item");
        assert!(one(3, &s).unwrap().notice.contains("丙"));
    }

    #[test]
    fn nothing_goes_above_the_top_level() {
        let (_file, mut s) = session();
        for who in ["甲", "乙"] {
            add(new("content", who, "你好"), &mut s).unwrap();
        }
        assert_eq!(decide(&[1], &Decision::Raise, &mut s).unwrap(), 0);
        assert_eq!(decide(&[1, 2], &Decision::Raise, &mut s).unwrap(), 1);
        assert_eq!((one(1, &s).unwrap().level, one(2, &s).unwrap().level), (3, 3));
        assert_eq!(decide(&[1], &Decision::Raise, &mut s).unwrap_err().says.key, "queue.top_level");
    }

    #[test]
    fn json_counts_characters_as_screening_does() {
        let (_file, mut s) = session();
        add(new("content", "甲", "😀来加V"), &mut s).unwrap();
        let value = value(&one(1, &s).unwrap(), &s);
        assert_eq!(value["hits"], json!([{ "rule": "contact", "start": 2, "end": 4, "text": "加V" }]));
    }
}
