mod disguise;

use super::*;
use proptest::prelude::*;

fn screen(words: &[Word]) -> Screen {
    Screen::build(words, &Settings::default()).unwrap()
}

fn text(text: &str) -> Message<'_> {
    Message { text, ..Message::default() }
}

/// The hits of `message` as `rule:words`.
fn found(screen: &Screen, message: &Message) -> Vec<String> {
    let verdict = screen.check(message);
    verdict.hits.iter().map(|h| format!("{}:{}", h.rule, &message.text[h.start..h.end])).collect()
}

fn word(kind: WordKind, pattern: &str) -> Word {
    Word { kind, ..Word::new(pattern) }
}

#[test]
fn rules_have_a_number_a_name_and_their_own_id() {
    let lang = crate::base::Lang::load(crate::base::Language::En);
    for (at, r) in RULES.iter().enumerate() {
        assert_eq!(r.number(), at + 1);
        assert_eq!(rule(r.id).map(Rule::number), Some(at + 1));
        assert!(lang.has(r.label), "{}", r.label);
    }
    assert_eq!(rule("contact").unwrap().number(), 3, "R3 in screens.md");
    assert!(rule("nothing").is_none());
    for (at, (kind, id, _)) in WordKind::ALL.into_iter().enumerate() {
        assert_eq!((kind as usize, kind.id(), WordKind::parse(id)), (at, id, Some(kind)));
    }
}

#[test]
fn ways_to_lead_people_away_are_found_however_they_are_written() {
    let screen = screen(&[]);
    for (message, hits) in [
        ("加V领免费模具，名额有限", "加V"),
        ("加 - Ｖ 领模具", "加 - Ｖ"),
        ("加我微信聊", "加我微信"),
        ("加薇看图", "加薇"),
        ("想要的＋v", "＋v"),
        ("有的 + 薇", "+ 薇"),
        ("加vx详谈", "加vx"),
        ("先到先得 wx: tsbg7788", "wx: tsbg7788"),
        ("微信号abcd_1234", "微信号abcd_1234"),
        ("ＱＱ：１２３４５６７", "ＱＱ：１２３４５６７"),
        ("QQ群 987654321 进来", "QQ群 987654321"),
        ("tg:bakery_free", "tg:bakery_free"),
        ("v baker2026", "v baker2026"),
        ("电话 138-1234-5678", "138-1234-5678"),
        ("１３８１２３４５６７８", "１３８１２３４５６７８"),
    ] {
        assert_eq!(found(&screen, &text(message)), [format!("contact:{hits}")], "{message}");
    }
}

#[test]
fn everyday_talk_leads_nowhere() {
    let screen = screen(&[]);
    for message in [
        "加微量的盐就好",
        "加微波炉转一分钟",
        "加扣子就能穿",
        "面团要加q弹的糯米粉",
        "加威士忌的巧克力",
        "按 ALT+Q 截图",
        "尺寸 140 140 135 56 8",
        "加VIP群的名单在哪",
        "加vanilla香精",
        "a vegetable a day",
        "订单 20261010138123456789",
        "每天 130 克面粉 200 克水",
        "价格 v 领毛衣",
        "我在 QQ 交流群问过了",
        "mail@example 写信给我",
        "@阿泽 @小满 看一下",
        "",
    ] {
        assert_eq!(found(&screen, &text(message)), [] as [&str; 0], "{message}");
        assert_eq!(screen.check(&text(message)).suggestion, Suggestion::Approve);
    }
}

#[test]
fn links_are_a_matter_of_who_writes_them() {
    let screen = screen(&[word(WordKind::Domain, "Example.com"), word(WordKind::Domain, "*.bilibili.com")]);
    let by = |text, days| Message { text, member_age_days: days, ..Message::default() };
    for (message, hits) in [
        ("看 https://shop.top/a?b=1，快", Some("https://shop.top/a?b=1")),
        ("进 shop.top 领券", Some("shop.top")),
        ("ＷＷＷ．SHOP．ＣＯＭ", Some("ＷＷＷ．SHOP．ＣＯＭ")),
        ("shop。top/x 领券", Some("shop。top/x")),
        ("http://notexample.com", Some("http://notexample.com")),
        ("http://example.com@evil.top/", Some("http://example.com@evil.top/")),
        ("http://example.com.evil.top/", Some("http://example.com.evil.top/")),
        ("http://www.example.com:80/x", None),
        ("https://m.bilibili.com/video", None),
        ("用 3.5 克盐，发 1.5 小时", None),
        ("好吃。真的。", None),
    ] {
        let expected: Vec<String> = hits.map(|h| format!("links:{h}")).into_iter().collect();
        assert_eq!(found(&screen, &by(message, Some(6))), expected, "{message}");
        assert_eq!(found(&screen, &by(message, Some(7))), [] as [&str; 0], "no longer new");
        assert_eq!(found(&screen, &by(message, None)), [] as [&str; 0], "unknown is not new");
    }
    assert_eq!(screen.check(&by("进 shop.top 领券", Some(0))).suggestion, Suggestion::Look);
}

#[test]
fn floods_and_mention_storms() {
    let screen = screen(&[]);
    let flood = |recent| screen.check(&Message { text: "在吗", recent, ..Message::default() });
    assert_eq!(flood(9).hits, []);
    assert_eq!((flood(10).hits[0].rule.as_str(), flood(10).hits[0].end), ("flood", 0));
    assert_eq!(flood(10).suggestion, Suggestion::Reject(Reason::Flood));
    assert_eq!(found(&screen, &text("@甲 @乙 ＠丙 来")), ["mentions:@甲", "mentions:@乙", "mentions:＠丙"]);
    assert_eq!(found(&screen, &text("a@b.c d@e.f g@h.i @")), [] as [&str; 0]);
}

#[test]
fn own_words_are_found_in_disguise_and_told_in_the_raw_text() {
    let screen =
        screen(&[Word::new("名额有限"), Word::new("free money"), Word::new("ass"), Word::new("的"), Word::new("台湾")]);
    for (message, hits) in [
        ("名额有限，快", vec!["名额有限"]),
        ("名-额 有*限，快", vec!["名-额 有*限"]),
        ("名額有限", vec!["名額有限"]),
        ("ＦＲＥＥ　Money!", vec!["ＦＲＥＥ　Money"]),
        ("臺灣的茶，台湾的茶", vec!["臺灣", "台湾"]),
        ("first class as shown", vec![]),
        ("as shore", vec![]),
        ("an ass.", vec!["ass"]),
        ("报了名，额有限度", vec![]),
        ("的的的", vec![]),
    ] {
        let expected: Vec<String> = hits.into_iter().map(|h| format!("words:{h}")).collect();
        assert_eq!(found(&screen, &text(message)), expected, "{message}");
    }
}

#[test]
fn allowed_words_shield_what_is_within_them() {
    let screen = screen(&[
        Word::new("色情"),
        word(WordKind::Allow, "特色情人节"),
        word(WordKind::Allow, "加V认证"),
        Word::new("ab"),
        word(WordKind::Allow, "ab"),
    ]);
    assert_eq!(found(&screen, &text("特色情人节套餐")), [] as [&str; 0]);
    assert_eq!(found(&screen, &text("色情人节")), ["words:色情"]);
    assert_eq!(found(&screen, &text("加V认证的号，加V聊")), ["contact:加V"]);
    assert_eq!(found(&screen, &text("ab")), [] as [&str; 0], "allowed and forbidden is allowed");
}

#[test]
fn own_expressions_are_compiled_within_limits() {
    let pattern = |p: &str| Word { reason: Reason::Abuse, severity: 0.9, ..word(WordKind::Pattern, p) };
    let screen = screen(&[pattern(r"滚(出去|开)"), pattern("x*")]);
    assert_eq!(found(&screen, &text("你懂什么烘焙，滚出去")), ["patterns:滚出去"]);
    assert_eq!(screen.check(&text("滚开")).suggestion, Suggestion::Reject(Reason::Abuse));
    for bad in ["(", r"\w{5000}{50}"] {
        let refused = Screen::build(&[pattern(bad)], &Settings::default()).unwrap_err();
        assert_eq!(refused.says.key, if bad == "(" { "rules.bad_pattern" } else { "rules.big_pattern" });
        assert_eq!(refused.says.args["pattern"], bad);
    }
}

#[test]
fn scores_add_up_without_counting_the_same_twice() {
    let list = |w: &str, reason| Word { reason, severity: 0.5, ..Word::new(w) };
    let screen = screen(&[list("甲乙", Reason::Ads), list("丙丁", Reason::Ads), list("戊己", Reason::Abuse)]);
    let score = |t| screen.check(&text(t)).score;
    assert_eq!(score("甲乙"), 0.5);
    assert_eq!(score("甲乙，甲乙"), 0.5);
    assert_eq!(score("甲乙 丙丁"), 0.75);
    let all = screen.check(&text("甲乙 丙丁 戊己"));
    assert_eq!((all.score, all.suggestion), (0.875, Suggestion::Reject(Reason::Ads)));
    let both = screen.check(&text("加V领免费模具 wx: tsbg7788"));
    assert_eq!((both.score, both.suggestion), (0.97, Suggestion::Reject(Reason::Ads)));
}

#[test]
fn only_the_window_is_read_and_few_hits_are_kept() {
    let screen = screen(&[Word::new("名额有限")]);
    let far = "好".repeat(WINDOW / 3 + 1) + "名额有限";
    assert_eq!(screen.check(&text(&far)).hits, []);
    assert_eq!(screen.check(&text(&"名额有限。".repeat(100))).hits.len(), MOST_HITS);
}

#[test]
fn the_sample_list_is_found_once_it_is_put_in() {
    assert_eq!(screen(&[]).check(&text("名额有限")).hits, []);
    let words: Vec<Word> = SAMPLE.iter().map(|(w, severity)| Word { severity: *severity, ..Word::new(w) }).collect();
    let screen = screen(&words);
    for (w, ..) in SAMPLE {
        assert_eq!(found(&screen, &text(w)), [format!("words:{w}")]);
    }
}

proptest! {
    /// Whatever is written, hits lie on character boundaries of the raw text and the score is one.
    #[test]
    fn hits_are_always_parts_of_the_text(raw in r"(加|v|Ｖ|微信|:|：|[0-9]{5}|\.|top|@甲|名|额|有|限|\PC| |\n){0,40}", days in 0u32..10) {
        let screen = screen(&[Word::new("名额有限"), word(WordKind::Allow, "有限")]);
        let verdict = screen.check(&Message { text: &raw, member_age_days: Some(days), recent: days, ..Message::default() });
        prop_assert!((0.0..=1.0).contains(&verdict.score));
        for hit in &verdict.hits {
            prop_assert!(raw.get(hit.start..hit.end).is_some(), "{hit:?}");
        }
        prop_assert_eq!(verdict.hits.is_empty(), verdict.suggestion == Suggestion::Approve);
    }
}
