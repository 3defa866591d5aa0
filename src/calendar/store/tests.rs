use super::*;
use crate::base::clock::MINUTE;
use crate::base::{Kind as Sort, Lang, Language};
use crate::calendar::mix::Plan;
use crate::calendar::post::Reason;
use crate::db::testing::{self, File};

/// The communities of all screens.
const COMMUNITIES: [(&str, &str); 9] = [
    ("wechat", "新手1群"),
    ("wechat", "新手2群"),
    ("wechat", "进阶群"),
    ("wechat", "VIP群"),
    ("qq", "交流群"),
    ("weibo", "超话"),
    ("douyin", "粉丝群"),
    ("bilibili", "粉丝群"),
    ("xiaohongshu", "群聊"),
];

/// Day, time, community, track, kind, title, owner, state.
type Sample = (&'static str, &'static str, i64, &'static str, &'static str, &'static str, &'static str, &'static str);

/// The week of the screens from 10月10日 on.
const POSTS: &[Sample] = &[
    ("2026-10-10", "09:00", 1, "fixed", "chat", "早安打卡 第12天", "周宁", "planned"),
    ("2026-10-10", "12:30", 9, "fixed", "tips", "戚风开裂的 5 个原因", "小满", "planned"),
    ("2026-10-10", "18:00", 6, "hot", "chat", "盐可颂翻车 跟进", "小满", "planned"),
    ("2026-10-10", "19:30", 7, "fixed", "tips", "直播提醒：可颂开酥", "周宁", "planned"),
    ("2026-10-10", "20:00", 4, "fixed", "perk", "会员模具团购", "周宁", "planned"),
    ("2026-10-11", "09:00", 1, "fixed", "chat", "早安打卡 第13天", "周宁", "planned"),
    ("2026-10-11", "20:00", 8, "fixed", "chat", "晒图点评 周日场", "阿泽", "draft"),
    ("2026-10-12", "09:00", 1, "fixed", "chat", "早安打卡 第14天", "周宁", "planned"),
    ("2026-10-12", "12:00", 6, "fixed", "chat", "话题投票 甜咸之争", "阿泽", "planned"),
    ("2026-10-12", "12:30", 3, "fixed", "tips", "行业干货分享：黄油", "小满", "review"),
    ("2026-10-12", "20:00", 2, "fixed", "tips", "用户案例拆解 未排", "", "gap"),
    ("2026-10-13", "09:00", 1, "fixed", "chat", "早安打卡 第15天", "周宁", "planned"),
    ("2026-10-13", "12:30", 9, "fixed", "tips", "黄油选购", "小满", "planned"),
    ("2026-10-13", "20:00", 5, "fixed", "chat", "失败展", "阿泽", "planned"),
    ("2026-10-13", "20:00", 4, "fixed", "tips", "专属答疑", "周宁", "planned"),
    ("2026-10-14", "09:00", 1, "fixed", "chat", "早安打卡 第16天", "周宁", "planned"),
    ("2026-10-14", "19:30", 7, "fixed", "tips", "直播提醒", "周宁", "planned"),
    ("2026-10-14", "20:00", 3, "fixed", "tips", "案例拆解", "小满", "planned"),
    ("2026-10-14", "20:00", 2, "fixed", "perk", "新人问答", "小满", "planned"),
    ("2026-10-15", "09:00", 1, "fixed", "perk", "早安打卡 第17天", "周宁", "planned"),
    ("2026-10-15", "12:30", 9, "fixed", "tips", "新手清单", "小满", "planned"),
    ("2026-10-15", "18:00", 8, "fixed", "tips", "长视频更新", "阿泽", "gap"),
    ("2026-10-15", "20:00", 4, "fixed", "perk", "试吃招募", "周宁", "planned"),
    ("2026-10-15", "20:30", 5, "fixed", "tips", "面粉小课", "阿泽", "planned"),
    ("2026-10-16", "09:00", 1, "fixed", "tips", "早安打卡 第18天", "周宁", "planned"),
    ("2026-10-16", "12:00", 6, "fixed", "perk", "投票结果", "阿泽", "planned"),
    ("2026-10-16", "12:30", 3, "fixed", "tips", "欧包课", "小满", "planned"),
    ("2026-10-16", "20:00", 2, "fixed", "perk", "抽奖4", "小满", "planned"),
    ("2026-10-16", "21:00", 5, "fixed", "tips", "周五复盘", "阿泽", "gap"),
];

/// Three lotteries whose turnout falls.
const LOTTERIES: [(&str, &str, i64); 3] =
    [("2026-10-06", "抽奖1", 214), ("2026-10-07", "抽奖2", 171), ("2026-10-08", "抽奖3", 126)];

/// A file with the communities and posts of the screens.
pub(crate) fn sample() -> File {
    let mut file = testing::file();
    file.db
        .write("test.sample", |tx| {
            for (n, (platform, name)) in COMMUNITIES.iter().enumerate() {
                let sort = n as i64;
                tx.execute("INSERT INTO community(name, platform, sort) VALUES (?1, ?2, ?3)", (name, platform, sort))?;
            }
            for (day, time, community, track, kind, title, owner, state) in POSTS {
                tx.execute(
                    "INSERT INTO post(day, time, community_id, track, kind, title, owner, state, created_at)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 0)",
                    (day, time, community, track, kind, title, owner, state),
                )?;
            }
            for (day, title, turnout) in LOTTERIES {
                tx.execute(
                    "INSERT INTO post(day, time, community_id, kind, title, state, comments, created_at)
                     VALUES (?1, '20:00', 2, 'perk', ?2, 'reviewed', ?3, 0)",
                    (day, title, turnout),
                )?;
            }
            let over = At::parse("2026-10-10T21:00:00+08:00")?.0;
            tx.execute("UPDATE post SET expires_at = ?1, note = '来源 微博，热度 3' WHERE track = 'hot'", [over])?;
            tx.execute(
                "UPDATE post SET body = '早安，今天打卡第12天。' || char(10) || '发一张你的面团。' WHERE id = 1",
                [],
            )?;
            Ok(())
        })
        .unwrap();
    file
}

/// Gives a post its details.
pub(crate) fn set_details(
    db: &mut Db,
    post: Ref,
    details: &crate::calendar::more::Details,
    aimed: &[i64],
) -> crate::base::Result<crate::base::Says> {
    let content = Content::from(&get(db, post.id)?);
    edit_whole(db, post, &content, details, aimed)
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn today() -> NaiveDate {
    day("2026-10-10")
}

fn seen(db: &Db, id: i64) -> Ref {
    Ref::from(&get(db, id).unwrap())
}

pub(crate) fn words(says: &crate::base::Says) -> String {
    Lang::load(Language::Hans).say(says)
}

/// What the journal says about its last entry.
fn journal(db: &Db) -> (String, String) {
    let entry = db.entries(1, None, None).unwrap().remove(0);
    (entry.action, words(&entry.summary))
}

fn content(title: &str) -> Content {
    Content {
        community_id: 2,
        day: day("2026-10-12"),
        time: NaiveTime::from_hms_opt(20, 0, 0).unwrap(),
        kind: Kind::Tips,
        format: Format::Article,
        track: Track::Fixed,
        title: title.into(),
        body: String::new(),
        owner: "小满".into(),
        expires_at: None,
        note: String::new(),
    }
}

#[test]
fn days_are_listed_in_order_of_time_with_their_community() {
    let file = sample();
    let posts = list(&file.db, today(), day("2026-10-11"), 100).unwrap();
    let rows: Vec<String> = posts.iter().map(|p| format!("{} {} {}", p.clock(), p.community, p.title)).collect();
    assert_eq!(rows.len(), 7);
    assert_eq!((rows[0].as_str(), rows[6].as_str()), ("09:00 新手1群 早安打卡 第12天", "20:00 粉丝群 晒图点评 周日场"));
    assert_eq!(list(&file.db, today(), day("2026-10-16"), 3).unwrap().len(), 3);
    assert_eq!(count(&file.db, today(), day("2026-10-16")).unwrap(), 29);
    assert_eq!(communities(&file.db).unwrap().len(), 9);
    assert_eq!(get(&file.db, 99).unwrap_err().says.key, "calendar.no_post");
}

#[test]
fn todays_brief() {
    let mut file = sample();
    let sum = |db: &Db| brief(db, testing::now(), Zone::default()).unwrap();
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    let want = Brief {
        today: 5,
        late: vec![pair("09:00", "早安打卡 第12天"), pair("12:30", "戚风开裂的 5 个原因")],
        due: 3,
        gaps_week: 3,
        stalled: 0,
    };
    assert_eq!(sum(&file.db), want);
    let first = seen(&file.db, 1);
    publish(&mut file.db, &[first], "").unwrap();
    let second = seen(&file.db, 2);
    shift(&mut file.db, &[second], |_| day("2026-10-09")).unwrap();
    let sum = sum(&file.db);
    assert_eq!((sum.today, sum.due), (4, 3), "what went out still counts for today");
    assert_eq!(sum.late, [pair("10/09 12:30", "戚风开裂的 5 个原因")], "yesterday's is late too");
}

#[test]
fn publishing_says_who_when_where_and_is_undoable() {
    let mut file = sample();
    let first = seen(&file.db, 1);
    let says = publish(&mut file.db, &[first], "https://x.example/1").unwrap();
    assert_eq!(words(&says), "已发 早安打卡 第12天 (新手1群)");
    assert_eq!(journal(&file.db), ("calendar.publish".into(), words(&says)));
    let post = get(&file.db, 1).unwrap();
    assert_eq!(
        (post.state, post.published_at, post.published_by.as_str()),
        (State::Published, Some(testing::now()), "甲")
    );
    assert_eq!((post.link.as_str(), post.version > first.version), ("https://x.example/1", true));
    let last = file.db.last_undoable("甲").unwrap().unwrap();
    file.db.undo(last).unwrap();
    let post = get(&file.db, 1).unwrap();
    assert_eq!((post.state, post.published_at, post.link.as_str()), (State::Planned, None, ""));
}

#[test]
fn what_is_out_changes_in_its_results_only() {
    let mut file = sample();
    let first = seen(&file.db, 1);
    let early = results(&mut file.db, first, &Results::default(), "").unwrap_err();
    assert_eq!(early.says.key, "calendar.illegal", "nothing is known of what is not out");
    publish(&mut file.db, &[first], "").unwrap();
    let out = seen(&file.db, 1);
    let key = |e: crate::base::Error| e.says.key;
    let db = &mut file.db;
    assert_eq!(key(edit(db, out, &content("x")).unwrap_err()), "calendar.is_out");
    assert_eq!(key(shift(db, &[out], |p| p.day).unwrap_err()), "calendar.is_out");
    assert_eq!(key(cancel(db, &[out], Reason::Expired, "").unwrap_err()), "calendar.is_out");
    assert_eq!(key(set_owner(db, &[out], "x").unwrap_err()), "calendar.is_out");
    assert_eq!(key(publish(db, &[out], "").unwrap_err()), "calendar.is_out");
    let found = Results { reads: Some(1200), completion: Some(0.43), ..Results::default() };
    results(db, out, &found, " https://x.example/2 ").unwrap();
    let post = get(db, 1).unwrap();
    assert_eq!((post.state, &post.results, post.link.as_str()), (State::Reviewed, &found, "https://x.example/2"));
    assert_eq!(post.title, "早安打卡 第12天");
    let again = seen(db, 1);
    results(db, again, &Results { likes: Some(0), ..found }, "").unwrap();
    assert_eq!(get(db, 1).unwrap().results.likes, Some(0));
    for wrong in
        [Results { reads: Some(-1), ..Results::default() }, Results { completion: Some(43.0), ..Results::default() }]
    {
        let again = seen(db, 1);
        assert_eq!(key(results(db, again, &wrong, "").unwrap_err()), "calendar.bad_results");
    }
}

#[test]
fn several_at_once_are_one_entry_or_nothing() {
    let mut file = sample();
    let some: Vec<Ref> = [1, 2, 3].map(|id| seen(&file.db, id)).into();
    let says = publish(&mut file.db, &some, "").unwrap();
    assert_eq!(words(&says), "已发 3 条");
    let last = file.db.last_undoable("甲").unwrap().unwrap();
    assert_eq!(file.db.images(last).unwrap().iter().map(|i| i.row).collect::<std::collections::BTreeSet<_>>().len(), 3);
    file.db.undo(last).unwrap();
    assert!([1, 2, 3].iter().all(|id| get(&file.db, *id).unwrap().state == State::Planned));
    let mixed: Vec<Ref> = [4, 5, 11].map(|id| seen(&file.db, id)).into();
    let refused = publish(&mut file.db, &mixed, "").unwrap_err();
    assert_eq!(
        (refused.says.key.as_str(), refused.says.args["title"].as_str()),
        ("calendar.illegal", "用户案例拆解 未排")
    );
    assert!([4, 5].iter().all(|id| get(&file.db, *id).unwrap().state == State::Planned), "none was changed");
}

#[test]
fn moving_keeps_the_time() {
    let mut file = sample();
    let some: Vec<Ref> = [1, 3].map(|id| seen(&file.db, id)).into();
    shift(&mut file.db, &some, |p| p.day + TimeDelta::days(7)).unwrap();
    let moved = [1, 3].map(|id| get(&file.db, id).unwrap());
    assert_eq!(moved.each_ref().map(|p| format!("{} {}", p.day, p.clock())), ["2026-10-17 09:00", "2026-10-17 18:00"]);
    let one = seen(&file.db, 1);
    let says = shift(&mut file.db, &[one], |_| day("2026-10-11")).unwrap();
    assert_eq!(words(&says), "改期 早安打卡 第12天 2026-10-17 改为 2026-10-11");
}

#[test]
fn cancelling_names_its_reason() {
    let mut file = sample();
    let one = seen(&file.db, 3);
    let says = cancel(&mut file.db, &[one], Reason::Duplicate, "").unwrap();
    assert_eq!(words(&says), "取消 盐可颂翻车 跟进：重复");
    let post = get(&file.db, 3).unwrap();
    assert_eq!(
        (post.state, post.reason.as_str(), post.note.as_str()),
        (State::Dropped, "duplicate", "来源 微博，热度 3")
    );
    let two = seen(&file.db, 4);
    assert_eq!(cancel(&mut file.db, &[two], Reason::Other, " ").unwrap_err().says.key, "calendar.no_reason");
    cancel(&mut file.db, &[two], Reason::Other, "停电").unwrap();
    assert_eq!(get(&file.db, 4).unwrap().note, "停电");
}

#[test]
fn entries_are_added_filled_edited_and_sent() {
    let mut file = sample();
    let db = &mut file.db;
    assert_eq!(add(db, &content("  ")).unwrap_err().says.key, "calendar.no_title");
    let (id, _) = add(db, &content(" 黄油实验 ")).unwrap();
    let post = get(db, id).unwrap();
    assert_eq!((post.title.as_str(), post.state), ("黄油实验", State::Draft), "no caption yet");
    let written = Content { body: "三种黄油".into(), ..content("黄油实验") };
    let at = seen(db, id);
    edit(db, at, &written).unwrap();
    assert_eq!(get(db, id).unwrap().state, State::Planned, "with its caption it is ready");
    let at = seen(db, id);
    assert_eq!(fill(db, at, &written).unwrap_err().says.key, "calendar.illegal", "no gap");
    let gap = seen(db, 11);
    edit(db, gap, &content("案例拆解")).unwrap();
    assert_eq!(get(db, 11).unwrap().state, State::Gap, "another title fills nothing");
    let gap = seen(db, 11);
    fill(db, gap, &content("案例拆解：小鹿")).unwrap();
    assert_eq!(journal(db).0, "calendar.new");
    assert_eq!(get(db, 11).unwrap().state, State::Draft);
    let draft = seen(db, 11);
    send_for_review(db, &[draft]).unwrap();
    assert_eq!(get(db, 11).unwrap().state, State::Review);
    let waiting = seen(db, 11);
    assert_eq!(send_for_review(db, &[waiting]).unwrap_err().says.key, "calendar.illegal");
    set_owner(db, &[waiting], "").unwrap();
    assert_eq!(journal(db).1, "案例拆解：小鹿 负责人 无人");
    let nowhere = Content { community_id: 77, ..content("x") };
    assert!(add(db, &nowhere).is_err());
}

#[test]
fn the_slower_of_two_is_told_who_and_what() {
    let mut file = sample();
    let mine = seen(&file.db, 1);
    let mut other = testing::as_operator(&file, "阿泽");
    cancel(&mut other, &[mine], Reason::Expired, "").unwrap();
    let lost = publish(&mut file.db, &[mine], "").unwrap_err();
    assert_eq!(lost.kind, Sort::Conflict);
    assert_eq!(words(&lost.says), "没做成：阿泽 0秒前 取消 早安打卡 第12天");
    assert_eq!(words(&lost.hint.unwrap()), "没有改动任何东西，也没有进日志");
    assert_eq!(get(&file.db, 1).unwrap().state, State::Dropped);
    let entries = file.db.entries(1, None, None).unwrap();
    assert_eq!(entries[0].operator, "阿泽", "the loser left no entry");
}

#[test]
fn settings_shape_plan_and_days() {
    let mut file = sample();
    assert_eq!(plan(&file.db).unwrap(), Plan::default());
    crate::db::setting::set(&mut file.db, "calendar_week", "many").unwrap();
    crate::db::setting::set(&mut file.db, "calendar_community", "5").unwrap();
    assert_eq!(plan(&file.db).unwrap(), Plan { week: 30, community: 5, ..Plan::default() });
    let json = r#"{"year": 2027, "days": [{"name": "春节", "date": "2027-02-14", "isOffDay": false}]}"#;
    lay_days(&mut file.db, &crate::calendar::days::file::read(json).unwrap()).unwrap();
    assert!(days(&file.db).unwrap().mark(day("2027-02-14")).workday);
}

#[test]
fn falling_series_are_found_in_the_file() {
    let file = sample();
    let coming = list(&file.db, today(), day("2026-10-16"), 100).unwrap();
    let next: Vec<_> = coming.iter().collect();
    let found = super::super::mix::fatigue(&with_results(&file.db, today()).unwrap(), &next);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].turnouts, found[0].next), ([214, 171, 126], Some(day("2026-10-16"))));
    let week = super::super::mix::week(tally(&file.db, today(), day("2026-10-16")).unwrap());
    let shares: Vec<u32> = Plan::default().shares(&week.kinds, None).iter().map(|s| s.is).collect();
    assert_eq!((week.pushes, week.gaps, shares), (26, 3, vec![48, 31, 21]), "the figures of the screens");
}

#[test]
fn a_communitys_own_zone_decides_what_is_late() {
    let mut file = sample();
    file.db
        .write("test", |tx| {
            tx.execute("UPDATE community SET zone = 'UTC' WHERE id = 1", [])?;
            Ok(())
        })
        .unwrap();
    let post = get(&file.db, 1).unwrap();
    assert_eq!(post.left(testing::now(), Zone::default()), Some(-20 * MINUTE));
}

#[test]
fn what_was_missed_long_ago_is_history() {
    let mut file = sample();
    let ids = |db: &Db| late(db, today(), 50).unwrap().iter().map(|p| p.id).collect::<Vec<_>>();
    assert!(ids(&file.db).is_empty(), "today's are not late from before");
    for (id, to) in [(1, "2026-10-09"), (2, "2026-09-26"), (3, "2026-09-25"), (11, "2026-10-01")] {
        let post = seen(&file.db, id);
        shift(&mut file.db, &[post], |_| day(to)).unwrap();
    }
    assert_eq!(ids(&file.db), [2, 1], "a fortnight; a gap that has passed promises nothing any more");
    let missed = seen(&file.db, 1);
    cancel(&mut file.db, &[missed], Reason::Expired, "").unwrap();
    assert_eq!(ids(&file.db), [2]);
}

#[test]
fn the_last_change_is_known_by_name() {
    let mut file = sample();
    let mut other = testing::as_operator(&file, "阿泽");
    let post = seen(&other, 5);
    set_owner(&mut other, &[post], "阿泽").unwrap();
    let (who, act) = last_change(&file.db, 5).unwrap().unwrap();
    assert_eq!((who.as_str(), act.as_str()), ("阿泽", "calendar.act_owner"));
    let seq = file.db.last_undoable("阿泽").unwrap().unwrap();
    file.db.undo(seq).unwrap();
    assert_eq!(last_change(&file.db, 5).unwrap().unwrap().1, "calendar.act_other", "an undo has no word of its own");
    assert_eq!(last_change(&file.db, 99).unwrap(), None);
}

#[test]
fn every_act_says_itself_in_every_language() {
    let mut file = sample();
    let (first, second) = (seen(&file.db, 1), seen(&file.db, 2));
    set_owner(&mut file.db, &[first, second], "阿泽").unwrap();
    let both: Vec<Ref> = [1, 2].map(|id| seen(&file.db, id)).into();
    send_for_review(&mut file.db, &both).unwrap();
    let both: Vec<Ref> = [1, 2].map(|id| seen(&file.db, id)).into();
    shift(&mut file.db, &both, |p| p.day).unwrap();
    let both: Vec<Ref> = [4, 5].map(|id| seen(&file.db, id)).into();
    cancel(&mut file.db, &both, Reason::Hot, "").unwrap();
    for (id, what) in
        [(6, Try::Publish), (6, Try::Results), (7, Try::Edit), (11, Try::Fill), (8, Try::Move), (9, Try::Cancel)]
    {
        assert!(attempt(&mut file.db, what, id), "{what:?}");
    }
    add(&mut file.db, &content("新的")).unwrap();
    let langs = Language::ALL.map(|(language, _)| Lang::load(language));
    let entries = file.db.entries(99, None, None).unwrap();
    assert_eq!(entries.len(), 12);
    for entry in &entries[..11] {
        for lang in &langs {
            let said = lang.say(&entry.summary);
            assert!(!said.contains("calendar.") && !said.contains('{') && !said.contains('@'), "{said}");
        }
    }
    insta::assert_snapshot!(entries[..11].iter().rev().map(|e| langs[0].say(&e.summary)).collect::<Vec<_>>().join("\n"), @"
        2 条 负责人 阿泽
        送审 2 条
        改期 2 条
        取消 2 条：改热点
        已发 早安打卡 第13天 (新手1群)
        记下结果 早安打卡 第13天 (新手1群)
        改了 改过 (新手2群)
        补上 补上 (新手2群)
        改期 早安打卡 第14天 2026-10-12 改为 2026-10-13
        取消 话题投票 甜咸之争：不合适
        新建 新的 (新手2群)，2026-10-12 20:00
        ");
    insta::assert_snapshot!(entries[..11].iter().rev().map(|e| langs[2].say(&e.summary)).collect::<Vec<_>>().join("\n"), @"
        2 are now with 阿泽
        sent 2 for approval
        moved 2
        cancelled 2: hot topic
        posted 早安打卡 第13天 (新手1群)
        results of 早安打卡 第13天 (新手1群)
        edited 改过 (新手2群)
        filled 补上 (新手2群)
        moved 早安打卡 第14天 from 2026-10-12 to 2026-10-13
        cancelled 话题投票 甜咸之争: unfit
        added 新的 (新手2群), 2026-10-12 20:00
        ");
}

#[test]
fn texts_are_kept_as_they_were_written() {
    let mut file = sample();
    let odd = "引'号\"; DROP TABLE post; --\u{1b}[31m\u{202e}";
    let written = Content { body: odd.into(), note: odd.into(), ..content(odd) };
    let (id, _) = add(&mut file.db, &written).unwrap();
    let post = get(&file.db, id).unwrap();
    assert_eq!((post.title.as_str(), post.body.as_str(), post.note.as_str()), (odd, odd, odd));
    assert_eq!(list(&file.db, today(), day("2026-10-16"), 100).unwrap().len(), 30);
}

/// One thing an operator may try.
#[derive(Debug, Clone, Copy)]
enum Try {
    Publish,
    Cancel,
    Move,
    Send,
    Owner,
    Edit,
    Fill,
    Results,
}

fn attempt(db: &mut Db, what: Try, id: i64) -> bool {
    let post = seen(db, id);
    let done = match what {
        Try::Publish => publish(db, &[post], "https://x.example"),
        Try::Cancel => cancel(db, &[post], Reason::Unfit, ""),
        Try::Move => shift(db, &[post], |p| p.day + TimeDelta::days(1)),
        Try::Send => send_for_review(db, &[post]),
        Try::Owner => set_owner(db, &[post], "阿泽"),
        Try::Edit => edit(db, post, &content("改过")),
        Try::Fill => fill(db, post, &content("补上")),
        Try::Results => results(db, post, &Results { reads: Some(id), ..Results::default() }, ""),
    };
    done.is_ok()
}

/// Every post without what counts its edits.
fn table(db: &Db) -> Vec<Post> {
    let posts = (1..=32).map(|id| Post { version: 0, ..get(db, id).unwrap() });
    posts.collect()
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(24))]

    #[test]
    fn whatever_is_tried_is_legal_journalled_and_undone(
        tries in proptest::collection::vec((0usize..8, 1i64..33), 1..25),
    ) {
        let all = [Try::Publish, Try::Cancel, Try::Move, Try::Send, Try::Owner, Try::Edit, Try::Fill, Try::Results];
        let mut file = sample();
        let before = table(&file.db);
        let (first, _) = file.db.head().unwrap();
        let mut done = 0;
        for (what, id) in tries {
            let was = get(&file.db, id).unwrap();
            let ok = attempt(&mut file.db, all[what], id);
            let is = get(&file.db, id).unwrap();
            done += i64::from(ok);
            if was.state.is_out() {
                let fixed = Post { results: was.results.clone(), link: was.link.clone(), state: was.state, version: was.version, ..is.clone() };
                proptest::prop_assert_eq!(&fixed, &was, "what is out changes in its results only");
            }
            proptest::prop_assert!(was.state == is.state || was.state.may(is.state) || is.state == State::Reviewed);
            proptest::prop_assert_eq!(ok, is.version != was.version, "refused means untouched");
        }
        proptest::prop_assert_eq!(file.db.head().unwrap().0, first + done, "one entry each");
        for seq in (first + 1..=first + done).rev() {
            file.db.undo(seq).unwrap();
        }
        proptest::prop_assert_eq!(table(&file.db), before);
        file.db.verify().unwrap();
    }
}
