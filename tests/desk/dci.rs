//! The fixture of the daily check-in DCI-1 (research notes §9): 9 communities on 6 platforms, 20 items of which 7 are
//! joins, 3 people waiting, 5 entries due today of which 2 went out by hand, 12 metrics with one out of bounds.

use chrono::{NaiveDate, NaiveTime, TimeDelta};
use qun::base::clock::MINUTE;
use qun::base::{At, Config, Zone};
use qun::calendar::post::{Format, Kind, Track};
use qun::calendar::store as calendar;
use qun::db::{Db, setting};
use qun::kpi::metric;
use qun::kpi::store as kpi;
use qun::members::community::NewCommunity;
use qun::members::store as members;
use qun::moderation::item::{ItemKind, Suggestion};
use qun::moderation::store as queue;
use qun::sop::inquiry::Kind as Ask;
use qun::sop::store as sop;
use qun::sop::template::{Category, NewTemplate};

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

/// (level, join?, community, who, text, minutes waiting); the decisions of §19 fit this order.
const ITEMS: [(u8, bool, i64, &str, &str, i64); 20] = [
    (3, false, 2, "糖霜饼干", "加V领免费模具，名额有限", 192),
    (2, false, 5, "麦子", "你懂什么烘焙，滚出去", 160),
    (2, true, 4, "Luna", "答：订单尾号 0193", 151),
    (2, true, 1, "小厨娘阿静", "邀请人 豆沙包", 125),
    (2, false, 9, "一只贝果", "第一次做可颂，求点评", 118),
    (3, false, 6, "奶盖侠", "听说奶油发霉了？扩散", 104),
    (2, true, 5, "momo", "", 90),
    (2, false, 8, "酵母不睡觉", "低温发酵 72 小时记录", 81),
    (2, false, 7, "甜不辣", "进群领券，点主页链接", 69),
    (2, true, 1, "阿布", "扫码 线下市集", 58),
    (2, false, 5, "核桃", "新手求烤箱型号推荐", 52),
    (2, true, 2, "豆浆油条", "邀请人 小满", 47),
    (2, false, 3, "Kiki", "全麦欧包配方改良 v3", 41),
    (3, false, 4, "石榴", "群外私下拼单，加我", 36),
    (2, true, 4, "大宝", "答：会员号 0193", 33),
    (2, false, 9, "海盐卷", "盐可颂爆浆失败求助", 28),
    (2, false, 8, "面粉侠", "直播间抽奖截图", 22),
    (2, true, 1, "晚晚", "扫码 公众号", 15),
    (2, false, 7, "小麦色", "求温和的奶油霜教程", 9),
    (2, false, 2, "糖霜饼干", "名额最后 3 个，加V", 4),
];

/// Fills an empty file.
pub fn fill(db: &mut Db) {
    setting::set(db, "name", "栗子烘焙社").unwrap();
    setting::enrol(db, "周宁", "manager").unwrap();
    // Not on the box, but known to it.
    setting::enrol(db, "阿泽", "manager").unwrap();
    for (platform, name) in COMMUNITIES {
        let new = NewCommunity { name: name.into(), platform: platform.into(), ..NewCommunity::default() };
        members::add(db, &new).unwrap();
    }
    posts(db);
    items(db);
    people(db);
    figures(db);
}

fn today(db: &Db) -> NaiveDate {
    db.now().day(Zone::default())
}

fn posts(db: &mut Db) {
    let rows = [
        (1, 9, 0, Kind::Chat, "早安打卡 第12天"),
        (9, 12, 30, Kind::Tips, "戚风开裂的 5 个原因"),
        (6, 18, 0, Kind::Chat, "盐可颂翻车 跟进"),
        (7, 19, 30, Kind::Tips, "直播提醒：可颂开酥"),
        (4, 20, 0, Kind::Perk, "会员模具团购"),
    ];
    let day = today(db);
    for (community_id, hour, minute, kind, title) in rows {
        let content = calendar::Content {
            community_id,
            day,
            time: NaiveTime::from_hms_opt(hour, minute, 0).unwrap(),
            kind,
            format: Format::Article,
            track: Track::Fixed,
            title: title.into(),
            body: format!("{title} 的文案"),
            owner: "周宁".into(),
            expires_at: None,
            note: String::new(),
        };
        calendar::add(db, &content).unwrap();
    }
}

fn items(db: &mut Db) {
    let now = db.now();
    for (level, join, community, who, text, minutes) in ITEMS {
        let item = queue::NewItem {
            kind: if join { ItemKind::Join } else { ItemKind::Content },
            level,
            community,
            member: None,
            who: who.into(),
            text: text.into(),
            source: String::new(),
            hits: Vec::new(),
            suggestion: Suggestion::Look,
            score: 0.5,
            created_at: now.plus(-minutes * MINUTE),
            message_key: String::new(),
            batch: None,
        };
        queue::add(db, &item).unwrap();
    }
}

fn people(db: &mut Db) {
    let hours = sop::timetable(db, &Config::default(), Zone::default()).unwrap();
    let template = NewTemplate {
        code: "tk".into(),
        name: "退款流程".into(),
        category: Category::read("咨询"),
        keywords: "退款 回放 少发".into(),
        body: "亲，{昵称}，已登记，单号 {单号}。".into(),
        ..NewTemplate::default()
    };
    sop::add(db, template).unwrap();
    let now = db.now();
    for (community_id, who, kind, text, waited) in [
        (5, "林小雨", Ask::Refund, "烤箱温度计坏了，能退款吗", 24),
        (4, "阿May", Ask::Ask, "今晚的直播在哪看回放？", 11),
        (7, "豆沙包", Ask::Complaint, "团购模具少发了一个", 3),
    ] {
        let new = sop::NewInquiry {
            community_id,
            who: who.into(),
            kind,
            text: text.into(),
            at: Some(At(now.0 - waited * MINUTE)),
        };
        sop::log(db, &new, &hours).unwrap();
    }
}

fn figures(db: &mut Db) {
    let today = today(db);
    let usual = [0.116, 0.0041, 0.0026, 1247.0, 0.211, 0.404, 0.239, 3226.0, 0.26, 0.338, 0.94, 0.031];
    let entries: Vec<kpi::Entry> = (1..=20)
        .flat_map(|back| {
            let wave = 1.0 + f64::from(back % 5 - 2) * 0.12;
            metric::twelve().iter().zip(usual).map(move |(m, value)| {
                let value = if value > 1.0 { (value * wave).round() } else { (value * wave).min(1.0) };
                kpi::Entry::new(m, today - TimeDelta::days(back.into()), Some(value))
            })
        })
        .collect();
    kpi::set_many(db, today, &entries).unwrap();
}
