use super::super::template::{Category, NewTemplate};
use super::*;
use crate::base::At;
use proptest::prelude::*;

fn template(code: &str, name: &str, keywords: &str, body: &str, uses: i64) -> Template {
    let wording = NewTemplate {
        code: code.into(),
        name: name.into(),
        category: Category::Ask,
        keywords: keywords.into(),
        body: body.into(),
        ..NewTemplate::default()
    };
    let id = code.bytes().map(i64::from).sum();
    Template { id, wording, uses, reopened: 0, updated_at: At(0), updated_by: String::new(), version: 1 }
}

fn library() -> Vec<Template> {
    vec![
        template("hf", "直播回放在哪看", "回放 录播 错过", "{昵称}，回放在群公告第一条。", 12),
        template("tk", "退款流程", "退款 退货 坏", "亲，{昵称}，退款已登记，单号 {单号}。", 18),
        template("tkjd", "退款进度查询", "退款 到账", "您的退款单 {单号} 预计 {日期} 到账。", 7),
        template("bf", "少发漏发 补寄", "少发 漏发 补寄", "抱歉让您少收了东西，明天补寄。", 9),
        template("ktkl", "开团口令", "团购 tk", "今晚 {时间} 开团。", 4),
        template("yd", "新人引导", "welcome 新人", "欢迎，先看群公告。退款见 tk。", 31),
    ]
}

fn codes(index: &Index, library: &[Template], found: &[usize]) -> Vec<String> {
    assert_eq!(index.len(), library.len());
    found.iter().map(|at| library[*at].wording.code.clone()).collect()
}

#[test]
fn code_goes_before_name_before_keywords_before_body() {
    let library = library();
    let index = Index::new(&library, &[]);
    for (query, want) in [
        ("tk", vec!["tk", "tkjd", "ktkl", "yd"]),
        ("ＴＫ", vec!["tk", "tkjd", "ktkl", "yd"]),
        ("退款", vec!["tk", "tkjd", "yd"]),
        ("tklc", vec!["tk"]),
        ("zbhf", vec!["hf"]),
        ("lubo", vec!["hf"]),
        ("補寄", vec!["bf"]),
        ("群公告", vec!["yd", "hf"]),
        ("没有这个", vec![]),
    ] {
        assert_eq!(codes(&index, &library, &index.find(query, None)), want, "{query}");
    }
    assert_eq!(index.find("", None).len(), library.len());
    assert_eq!(library[index.find("", None)[0]].wording.code, "yd", "the most used first");
}

#[test]
fn suggestions_follow_the_words_that_were_used() {
    let library = library();
    let index = Index::new(&library, &[]);
    for (text, kind, first) in [
        ("烤箱温度计坏了，能退吗", Kind::Refund, "tk"),
        ("今晚的直播在哪看回放？", Kind::Ask, "hf"),
        ("团购模具少发了一个", Kind::Complaint, "bf"),
        ("今晚的直播在哪看重播回放", Kind::Ask, "hf"),
        ("WELCOME!", Kind::Ask, "yd"),
        ("退款什麼時候到賬", Kind::Ask, "tkjd"),
    ] {
        let found = index.suggest(text, kind, "qq");
        assert_eq!(codes(&index, &library, &found).first().map(String::as_str), Some(first), "{text}");
        assert!(found.len() <= SUGGESTIONS);
    }
    assert!(index.suggest("天气不错", Kind::Ask, "qq").is_empty());
}

#[test]
fn what_may_not_be_used_is_not_offered() {
    let mut library = library();
    library[1].wording.status = Status::Retired;
    library[2].wording.platform = "weibo".into();
    let index = Index::new(&library, &[]);
    assert_eq!(codes(&index, &library, &index.find("tk", Some("qq"))), ["ktkl", "yd"]);
    assert_eq!(codes(&index, &library, &index.find("tk", Some("weibo"))), ["tkjd", "ktkl", "yd"]);
    assert_eq!(index.find("tk", None).len(), 4, "the library shows all");
    let offered = index.suggest("能退款吗", Kind::Refund, "qq");
    assert!(!offered.contains(&1) && !offered.contains(&2), "{offered:?}");
}

fn asked(text: &str, template: Option<&Template>, reopened: bool) -> Past {
    Past { text: text.into(), template: template.map(|t| t.id), reopened }
}

#[test]
fn suggestions_learn_from_what_answered_like_questions() {
    let library = library();
    let (bf, yd) = (&library[3], &library[5]);
    let question = "戚风蛋糕一出炉就回缩";
    let first = |past: &[Past]| {
        let index = Index::new(&library, past);
        codes(&index, &library, &index.suggest(question, Kind::Ask, "qq")).first().cloned()
    };
    assert_eq!(first(&[]), None, "no word in common");
    let once = [asked("戚风回缩怎么办", Some(bf), false)];
    assert_eq!(first(&once).as_deref(), Some("bf"));
    let both = [asked("戚风蛋糕回缩", Some(yd), false), once[0].clone()];
    assert_eq!(first(&both).as_deref(), Some("yd"), "the more like question counts more");
    let back = [asked("戚风蛋糕回缩", Some(yd), true), once[0].clone(), asked("蛋糕出炉回缩了", Some(bf), false)];
    assert_eq!(first(&back).as_deref(), Some("bf"), "an answer that came back counts less");
    assert_eq!(first(&[asked("今晚几点直播", Some(bf), false)]), None, "what is not alike teaches nothing");
    assert_eq!(first(&[asked("戚风蛋糕回缩", None, false)]), None, "answered without a template");
    let gone = Past { template: Some(-5), ..asked("戚风蛋糕回缩", None, false) };
    assert_eq!(first(&[gone]), None, "that template is not there any more");
}

#[test]
fn words_of_every_question_say_little() {
    let mut library = library();
    library.push(template("zm", "怎么开票", "", "怎么怎么怎么怎么：在订单里开。", 0));
    let index = Index::new(&library, &[]);
    let found = index.suggest("请问退款怎么退", Kind::Ask, "qq");
    assert_eq!(codes(&index, &library, &found)[0], "tk", "{found:?}");
    assert!(index.suggest("怎么", Kind::Ask, "qq").is_empty(), "such a word alone suggests nothing");
    // What everybody asks with is learned: here all ask about the members' meeting.
    let past: Vec<Past> = (0..60).map(|n| asked(&format!("会员日第{n}天"), None, false)).collect();
    let mut more = library.clone();
    more.push(template("hy", "会员日", "", "会员日是每月八号。", 0));
    more.push(template("bz", "包装", "", "会员日的包装换了新的。", 0));
    let index = Index::new(&more, &past);
    let first = |text: &str| codes(&index, &more, &index.suggest(text, Kind::Ask, "qq"))[0].clone();
    assert_eq!(first("会员日的包装"), "bz");
    assert_eq!(first("会员日"), "hy");
}

#[test]
fn what_is_asked_most_does_not_become_words_of_every_question() {
    let mut library = library();
    library.push(template("missing", "Missing item", "missing lost parcel", "Your parcel was not complete.", 0));
    library.push(template("best", "The best of late", "best one", "The three best from the group, pick one.", 0));
    let bag = asked("one bag of pebbles is missing", Some(&library[6]), false);
    let other = |n: usize| asked(&format!("{n} days and the leaves keep dropping"), None, false);
    let past: Vec<Past> = (0..50).map(|_| bag.clone()).chain((0..60).map(other)).collect();
    let index = Index::new(&library, &past);
    let found = index.suggest("one bag of soil is missing from the group buy", Kind::Complaint, "qq");
    assert_eq!(codes(&index, &library, &found)[0], "missing");
}

#[test]
fn words_in_humps_are_found_by_their_parts() {
    let mut all = Vec::new();
    words::words("URLLoader drawCircle2 ＡＢ 退款", &fold("URLLoader drawCircle2 ＡＢ 退款").text, |w, _| {
        all.push(w);
    });
    let has = |text: &str| {
        let mut one = Vec::new();
        words::words(text, text, |w, _| one.push(w));
        one.iter().all(|w| all.contains(w))
    };
    for (text, found) in [
        ("url", true),
        ("loader", true),
        ("urlloader", true),
        ("draw", true),
        ("circle", true),
        ("ab", true),
        ("退款", true),
        ("load", false),
        ("款退", false),
    ] {
        assert_eq!(has(text), found, "{text}");
    }
}

#[test]
fn english_words_are_one_without_their_endings() {
    let number = |text: &str| {
        let mut one = Vec::new();
        words::words(text, text, |w, _| one.push(w));
        one
    };
    for same in [
        &["recorded", "recording", "records", "record"][..],
        &["arrive", "arrives", "arrived", "arriving"],
        &["parties", "party"],
        &["classes", "classe"],
        &["refunds", "refund", "refunded"],
    ] {
        assert!(same.windows(2).all(|pair| number(pair[0]) == number(pair[1])), "{same:?}");
    }
    for [one, other] in [["string", "str"], ["status", "statu"], ["need", "ne"], ["bus", "bu"], ["pass", "pas"]] {
        assert_ne!(number(one), number(other), "{one}");
    }
}

#[test]
fn the_kind_breaks_ties_and_outweighs_no_word_of_the_question() {
    let mut library = library();
    library.push(template("ap", "投诉先接住", "投诉 不满", "先跟你说声抱歉，投诉我记下了。", 40));
    library.push(template("bf", "少发漏发补寄", "少发 漏发", "东西没给你发齐，今天补寄。", 3));
    let index = Index::new(&library, &[]);
    let first =
        |text: &str| index.suggest(text, Kind::Complaint, "qq").first().map(|at| library[*at].wording.code.clone());
    assert_eq!(first("模具少发了一个").as_deref(), Some("bf"));
    assert_eq!(first("气死我了").as_deref(), Some("ap"), "where nothing else is said, the kind is something");
}

#[test]
fn variants_are_searched_and_use_counts_at_once() {
    let mut library = library();
    library[0].wording.variants = vec![super::super::template::Variant {
        platform: "douyin".into(),
        language: String::new(),
        body: "主页置顶".into(),
    }];
    let mut index = Index::new(&library, &[]);
    assert_eq!(codes(&index, &library, &index.find("置顶", None)), ["hf"]);
    assert_eq!(codes(&index, &library, &index.find("退款", None)), ["tk", "tkjd", "yd"]);
    (0..12).for_each(|_| index.used(2));
    assert_eq!(codes(&index, &library, &index.find("退款", None)), ["tkjd", "tk", "yd"], "19 uses against 18");
}

proptest! {
    #[test]
    fn finding_is_what_looking_at_every_template_finds(
        query in "(tk|t|k|tui|tuik|hf|zb|zhib|lubo|xr|x|退|款|退款|群| |'){1,2}",
        names in proptest::collection::vec("[退款直播回放新人引导 a-c重长]{1,6}", 1..8),
        keywords in "[退款录播 tk]{0,8}",
    ) {
        let library: Vec<Template> = names.iter().enumerate().map(|(n, name)| {
            template(&"abcdefgh"[n..=n], name, &keywords, "群公告", n as i64 % 3)
        }).collect();
        let index = Index::new(&library, &[]);
        let query = fold(query.trim()).text;
        let sounds = |text: &str| query.is_ascii() && pinyin::matches(&query, text);
        let found = index.find(&query, None);
        for (at, t) in library.iter().enumerate() {
            let w = &t.wording;
            let (name, keywords) = (fold(&w.name).text, fold(&w.keywords).text);
            let spoken: String = name.split_whitespace().collect();
            let fits = w.code.starts_with(&query) || name.contains(&query) || sounds(&spoken)
                || keywords.contains(&query) || keywords.split(' ').any(sounds) || w.body.contains(&query);
            prop_assert_eq!(found.contains(&at), fits, "{} {}", query, w.name);
        }
    }

    #[test]
    fn every_template_is_found_by_its_code_and_by_its_name(which in 0_usize..6, cut in 1_usize..3) {
        let library = library();
        let index = Index::new(&library, &[]);
        let w = &library[which].wording;
        prop_assert_eq!(index.find(&w.code, None)[0], which);
        prop_assert!(index.find(&w.code[..cut.min(w.code.len())], None).contains(&which));
        prop_assert!(index.find(&pinyin::initials(&w.name), None).contains(&which));
    }

    #[test]
    fn any_text_is_taken(text in "\\PC{0,40}") {
        let library = library();
        let index = Index::new(&library, &[]);
        let found = index.suggest(&text, Kind::Ask, "");
        prop_assert!(found.iter().all(|at| *at < library.len()));
        prop_assert!(index.find(&text, None).len() <= library.len());
    }
}
