//! Playbooks and incidents as an operator uses them: keys in, whole screens and the file's state out.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says where it stopped")]
#![allow(dead_code, reason = "the desk is shared with other tests")]

mod desk;

#[path = "playbooks/incidents.rs"]
mod incidents;
#[path = "playbooks/plans.rs"]
mod plans;
#[path = "playbooks/screens.rs"]
mod screens;

use desk::{Desk, open};
use qun::base::{At, Lang, Language, Zone};
use qun::db::Db;
use qun::members::community::NewCommunity;
use qun::sop::store::{install_starter, newcomers, plans as library, runs};

/// `2026-10-` and a day and time.
fn at(text: &str) -> At {
    At::parse(&format!("2026-10-{text}:00+08:00")).unwrap()
}

fn joins(db: &mut Db, community: i64, name: &str, joined: &str, seen: At) -> i64 {
    db.write("test.join", |tx| {
        let sql = "INSERT INTO member(community_id, key, name, joined_at, last_seen) VALUES (?1, ?2, ?2, ?3, ?4)";
        tx.execute(sql, (community, name, at(joined).0, seen.0))?;
        Ok(tx.last_insert_rowid())
    })
    .unwrap()
}

/// Two communities, twelve who joined on Thursday and three today, two silent for long, the starter pack, newcomers
/// greeted, and an event on Sunday.
fn fill(db: &mut Db, lang: &Lang) {
    for (name, platform) in [("新手1群", "wechat"), ("交流群", "qq")] {
        let new = NewCommunity { name: name.into(), platform: platform.into(), ..NewCommunity::default() };
        qun::members::store::add(db, &new).unwrap();
    }
    install_starter(db, lang.language).unwrap();
    for n in 1..=12 {
        joins(db, 1, &format!("新人{n}"), "08T13:10", at("10T10:00"));
    }
    for name in ["阿布", "小麦", "Kiki"] {
        joins(db, 1, name, "10T10:10", at("10T10:10"));
    }
    for (name, day) in [("核桃", "08-01"), ("面包片", "08-20")] {
        let seen = At::parse(&format!("2026-{day}T10:00:00+08:00")).unwrap();
        joins(db, 2, name, "01T10:00", seen);
    }
    let code = if lang.language == Language::En { "newweek" } else { "xrqt" };
    let newcomers = library::playbook(db, code).unwrap();
    newcomers::set_welcome(db, 1, Some(&newcomers), Some(at("07T00:00"))).unwrap();
    assert_eq!(newcomers::greet(db, Zone::default()).unwrap(), 2);
    let code = if lang.language == Language::En { "event" } else { "hdyc" };
    let event = library::playbook(db, code).unwrap();
    runs::start_run(db, &event, runs::Subject::Community(1), at("11T00:00"), Zone::default()).unwrap();
}

fn desk(language: Language, size: (u16, u16)) -> Desk {
    Desk::open(language, size, fill)
}

/// The steps of a run by their state.
fn states(desk: &Desk, run: i64) -> String {
    desk.value(&format!(
        "SELECT coalesce(group_concat(state || coalesce(nullif(':' || reason, ':'), ''), ' '), '') FROM
         (SELECT state, reason FROM run_step WHERE run_id = {run} ORDER BY due_at, sort)"
    ))
}
