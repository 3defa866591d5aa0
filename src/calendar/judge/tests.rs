use super::super::kind::Kinds;
use super::super::mix::Own;
use super::super::post::tests::post;
use super::*;
use crate::base::Language;

fn day(n: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 10, n).unwrap()
}

fn planned(id: i64, on: u32, title: &str) -> Post {
    let mut p = post(id);
    (p.day, p.title) = (day(on), title.to_owned());
    p
}

fn wish(post: &Post) -> Wish<'_> {
    Wish { id: None, ..Wish::of(post) }
}

fn words(found: &[Finding]) -> Vec<String> {
    let lang = Lang::load(Language::Hans);
    found.iter().map(|f| f.words(&Plan::default(), &lang)).collect()
}

fn about(new: &Post, around: &[Post]) -> Vec<String> {
    words(&judge(&wish(new), &Plan::default(), &Rules::default(), around, &Hours::default()))
}

/// Titles that have nothing in common.
const APART: [&str; 8] =
    ["面粉种类", "酵母怎么养", "云市集预告", "晒单有礼来", "冷藏发酵课", "烤箱测温法", "秋日下午茶", "老师答疑夜"];

#[test]
fn a_day_and_a_week_have_room_for_so_many() {
    let new = planned(99, 14, "奶油打发技巧");
    let mut around: Vec<Post> = (0..3).map(|n| planned(n + 1, 14, APART[n as usize])).collect();
    let of_kind = |found: Vec<String>| found.into_iter().filter(|w| w.contains("上限")).collect::<Vec<_>>();
    assert_eq!(of_kind(about(&new, &around[..2])), [""; 0]);
    assert_eq!(of_kind(about(&new, &around)), ["当天第 4 条，上限 3"]);
    for (n, state) in [State::Dropped, State::Hold, State::Gap].into_iter().enumerate() {
        around[n].state = state;
    }
    assert_eq!(of_kind(about(&new, &around)), [""; 0], "what does not go out takes no room");
    let week: Vec<Post> = (0..7).map(|n| planned(n + 1, 12 + n as u32, APART[n as usize])).collect();
    assert_eq!(of_kind(about(&new, &week)), ["那周第 8 条，上限 7"]);
    assert_eq!(of_kind(about(&planned(3, 14, APART[2]), &week[..6])), [""; 0], "the week ends on Sunday the 18th");
    let own = Plan { own: [(1, Own { day: 1, ..Own::default() })].into(), ..Plan::default() };
    let found = judge(&wish(&new), &own, &Rules::default(), &week, &Hours::default());
    assert!(found.contains(&Finding::Day { n: 2, cap: 1 }), "{found:?}");
    // A post that is in the calendar already is not counted twice.
    assert_eq!(pushes(&Wish::of(&week[2]), &week), (1, 7));
}

#[test]
fn the_same_topic_twice_is_named_with_its_day() {
    let mut new = planned(99, 14, "戚风为什么开裂：5 个原因");
    let near = planned(1, 10, "戚风开裂的 5 个原因");
    assert_eq!(about(&new, std::slice::from_ref(&near)), ["和 10月10日「戚风开裂的 5 个原因」差不多"]);
    let mut far = near.clone();
    far.day = "2026-09-28".parse().unwrap();
    assert_eq!(about(&new, &[far]), [""; 0], "sixteen days ago");
    let series = planned(1, 13, "早安打卡 第11天");
    assert_eq!(about(&planned(99, 14, "早安打卡 第12天"), &[series]), [""; 0], "a series repeats itself");
    let mut other = planned(2, 9, "别的题目全然不同");
    (new.more.details.topic, other.more.details.topic) = ("开裂".into(), " 开裂".into());
    assert_eq!(about(&new, std::slice::from_ref(&other)), ["10月9日 刚讲过话题 开裂"]);
    other.day = day(6);
    assert_eq!(about(&new, &[other]), [""; 0], "eight days ago");
    // The B of an experiment is like its A on purpose.
    let mut b = planned(5, 14, "戚风开裂的六个原因");
    b.more.twin = Some(super::super::twin::Twin {
        of: 1,
        differs: super::super::twin::Differs::Topic,
        judged_by: super::super::twin::Measure::Likes,
    });
    let all = [near.clone(), b.clone()];
    let judged = |p: &Post| judge(&Wish::of(p), &Plan::default(), &Rules::default(), &all, &Hours::default());
    assert_eq!((judged(&b), judged(&near)), (vec![], vec![]));
}

#[test]
fn what_tires_is_named_while_it_is_planned_again() {
    let mut around: Vec<Post> = (0..3).map(|n| planned(n + 1, 6 + n as u32, &format!("抽奖{}", n + 1))).collect();
    for (post, turnout) in around.iter_mut().zip([214, 171, 126]) {
        (post.state, post.results.comments) = (State::Reviewed, Some(turnout));
    }
    let mut new = planned(99, 16, "抽奖4");
    assert_eq!(about(&new, &around), ["抽奖 人数连降 214 > 171 > 126：换玩法"]);
    new.title = "周年庆".into();
    assert_eq!(about(&new, &around), [""; 0]);
    around.iter_mut().chain([&mut new]).for_each(|p| p.more.details.mechanic = "抽奖".into());
    assert_eq!(about(&new, &around), ["抽奖 人数连降 214 > 171 > 126：换玩法"], "by mechanic, whatever the title");
}

#[test]
fn the_mix_of_the_week_and_of_the_community_counts() {
    let mut new = planned(99, 14, "奶油打发技巧");
    let mut around: Vec<Post> = (0..3).map(|n| planned(n + 1, 12 + n as u32, APART[n as usize])).collect();
    around[2].kind = Kind::Tips;
    assert_eq!(about(&new, &around), ["那周 互动 会到 75%，目标 30%"]);
    new.kind = Kind::Perk;
    assert_eq!(about(&new, &around), [""; 0], "the post itself is none too many");
    new.kind = Kind::Chat;
    assert_eq!(about(&new, &around[..2]), [""; 0], "three posts say nothing");
    let plan = Plan {
        own: [(1, Own { targets: vec![20, 80, 0], ..Own::default() })].into(),
        kinds: Kinds::default(),
        ..Plan::default()
    };
    assert_eq!(judge(&wish(&new), &plan, &Rules::default(), &around, &Hours::default()), []);
}

#[test]
fn the_best_hour_is_when_its_own_members_speak() {
    let mut hours = Hours::default();
    (1..=6).for_each(|d| hours.add(day(d), 20, 10));
    assert_eq!(hours.best(), None, "six days are too few");
    (1..=7).for_each(|d| hours.add(day(d), 9, 2));
    assert_eq!((hours.best(), hours.share(9), hours.share(3)), (Some((20, 81)), 18, 0));
    let mut new = planned(99, 14, "奶油打发技巧");
    let found = |new: &Post| words(&judge(&wish(new), &Plan::default(), &Rules::default(), &[], &hours));
    assert_eq!(found(&new), ["20 点人最多 (81%)，9 点 18%"]);
    new.time = NaiveTime::from_hms_opt(20, 45, 0).unwrap();
    assert_eq!(found(&new), [""; 0]);
}

#[test]
fn captions_are_judged_by_their_platform() {
    let mut new = planned(99, 14, "奶油打发技巧");
    (new.platform, new.body) = ("douyin".into(), "加V 看 https://x.example".into());
    assert_eq!(about(&new, &[]), ["抖音 禁词「加V」", "抖音 不能带链接 https://x.example"]);
    new.more.texts = [("douyin".to_owned(), "看主页".to_owned())].into();
    assert_eq!(about(&new, &[]), [""; 0], "it has words of its own there");
    assert_eq!(monday(day(18)), day(12));
}
