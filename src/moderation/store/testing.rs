//! The queue of the screens: 20 things waiting on Saturday 2026-10-10 at 17:20.

use super::*;
use crate::base::clock::{DAY, MINUTE};
use crate::db::testing::{self, File};

/// Kind, level, community, who, text, source, suggestion, minutes waited.
type Waiting = (&'static str, u8, i64, &'static str, &'static str, &'static str, &'static str, i64);

const COMMUNITIES: [(&str, &str); 9] = [
    ("wechat", "新手1群"),
    ("wechat", "新手2群"),
    ("wechat", "VIP群"),
    ("wechat", "进阶群"),
    ("qq", "交流群"),
    ("xiaohongshu", "群聊"),
    ("weibo", "超话"),
    ("bilibili", "粉丝群"),
    ("douyin", "粉丝群"),
];

const WAITING: [Waiting; 20] = [
    ("content", 3, 2, "糖霜饼干", "加V领免费模具，名额有限，先到先得\nwx: tsbg7788", "", "reject:ads", 192),
    ("content", 2, 5, "麦子", "你懂什么烘焙，滚出去", "", "reject:abuse", 160),
    ("join", 2, 3, "Luna", "订单尾号 5521", "", "approve", 151),
    ("join", 2, 1, "小厨娘阿静", "", "邀请人 豆沙包", "approve", 125),
    ("content", 2, 6, "一只贝果", "第一次做可颂，求点评", "", "approve", 118),
    ("content", 3, 7, "奶盖侠", "听说奶油发霉了？扩散", "", "reject:false", 104),
    ("join", 2, 5, "momo", "", "", "look", 90),
    ("content", 2, 8, "酵母不睡觉", "低温发酵 72 小时记录", "", "approve", 81),
    ("content", 2, 9, "甜不辣", "进群领券，点主页链接", "", "reject:ads", 69),
    ("join", 2, 1, "阿布", "", "扫码 线下市集", "approve", 58),
    ("content", 2, 5, "核桃", "新手求烤箱型号推荐", "", "approve", 52),
    ("join", 2, 2, "豆浆油条", "", "邀请人 小满", "approve", 47),
    ("content", 2, 4, "Kiki", "全麦欧包配方改良 v3", "", "approve", 41),
    ("content", 3, 3, "石榴", "群外私下拼单，加我", "", "reject:ads", 36),
    ("join", 2, 3, "大宝", "会员号 0193", "", "approve", 33),
    ("content", 2, 6, "海盐卷", "盐可颂爆浆失败求助", "", "approve", 28),
    ("content", 2, 8, "面粉侠", "直播间抽奖截图", "", "look", 22),
    ("join", 2, 1, "晚晚", "", "扫码 公众号", "approve", 15),
    ("content", 2, 9, "小麦色", "求温和的奶油霜教程", "", "approve", 9),
    ("content", 2, 2, "糖霜饼干", "名额最后 3 个，加V", "", "reject:ads", 4),
];

/// What screening would find in the first row.
fn hits(text: &str) -> Vec<Hit> {
    let hit = |says: &str, words: &str| {
        let start = text.find(words)?;
        let rule = if says == "queue.hit_word" { "words" } else { "contact" };
        Some(Hit { rule: rule.into(), says: says.into(), start, end: start + words.len() })
    };
    let known = [("queue.hit_invite", "加V"), ("queue.hit_word", "名额有限"), ("queue.hit_wechat", "wx: tsbg7788")];
    known.iter().filter_map(|(says, words)| hit(says, words)).collect()
}

/// A file with them; row ids are 1 to 20 in the order of the list, 21 is an earlier decision.
pub(in crate::moderation) fn sample() -> File {
    let mut file = testing::file();
    let now = testing::now();
    file.db
        .write("test.sample", |tx| {
            for (sort, (platform, name)) in COMMUNITIES.iter().zip(0_i64..).map(|(c, n)| (n, c)) {
                tx.execute("INSERT INTO community(platform, name, sort) VALUES (?1, ?2, ?3)", rusqlite::params![platform, name, sort])?;
            }
            tx.execute(
                "INSERT INTO member(id, community_id, key, name, role, source, joined_at, first_seen)
                 VALUES (1, 2, 'wxid_5f00a41f', '糖霜饼干', '新手', '扫码', ?1, ?1)",
                [now.0 - 2 * DAY],
            )?;
            for (kind, level, community, who, text, source, suggestion, minutes) in WAITING {
                insert_flagged(tx, &NewItem {
                    kind: ItemKind::parse(kind).unwrap(),
                    level,
                    community,
                    member: (who == "糖霜饼干").then_some(1),
                    who: who.into(),
                    text: text.into(),
                    source: source.into(),
                    hits: hits(text),
                    suggestion: Suggestion::parse(suggestion),
                    score: if text.contains("wx") { 0.94 } else { 0.8 },
                    created_at: now.plus(-minutes * MINUTE),
                    message_key: String::new(),
                    batch: None,
                })?;
            }
            tx.execute(
                "UPDATE item SET raised_by = '阿泽', raised_at = ?1, note = '像小号，第 20 条是同一人，请定' WHERE id = 1",
                [now.0 - 208 * MINUTE],
            )?;
            tx.execute(
                "INSERT INTO item(kind, state, community_id, member_id, who, text, created_at, decided_at, decided_by, reason, notice)
                 VALUES ('content', 'rejected', 2, 1, '糖霜饼干', '在吗在吗', ?1, ?1, '小满', 'flood', '提醒')",
                [now.0 - DAY],
            )?;
            tx.execute(
                "INSERT INTO strike(item_id, member_id, at, by, reason) VALUES (21, 1, ?1, '小满', 'flood')",
                [now.0 - DAY],
            )?;
            Ok(())
        })
        .unwrap();
    file
}

/// The item as it stands.
pub(in crate::moderation) fn get(db: &Db, id: i64) -> Item {
    item(db, id).unwrap().unwrap()
}

/// The same file later, opened by `name`.
pub(in crate::moderation) fn later(file: &File, name: &str, ms: i64) -> Db {
    let clock = crate::base::Clock::Frozen(testing::now().plus(ms));
    Db::open(crate::db::Opening { path: file.db.path().into(), create: false, me: testing::me(name), clock }).unwrap()
}

/// `count` more things, younger than all others.
pub(in crate::moderation) fn many(db: &mut Db, count: i64) {
    db.write_batch("test.many", |tx| {
        for n in 0..count {
            tx.execute(
                "INSERT INTO item(kind, community_id, who, text, created_at) VALUES ('content', 1, ?1, 'x', ?2)",
                rusqlite::params![format!("m{n}"), testing::now().0 + n],
            )?;
        }
        Ok(())
    })
    .unwrap();
}
