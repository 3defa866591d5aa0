use super::diff::{Change, changes};
use super::{preview as preview_in, render as render_in, *};
use crate::base::{Lang, Language};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// As on Saturday 10 October 2026, in Chinese.
fn render(body: &str, values: &Filled) -> Result<String> {
    let lang = Lang::load(Language::Hans);
    render_in(body, values, Manner { today: day("2026-10-10"), lang: &lang })
}

fn preview(body: &str, values: &Filled) -> String {
    let lang = Lang::load(Language::Hans);
    preview_in(body, values, Manner { today: day("2026-10-10"), lang: &lang })
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn phrases(pairs: &[(&str, &str)]) -> Phrases {
    pairs.iter().map(|(name, body)| Phrase { name: (*name).into(), body: (*body).into() }).collect()
}

fn values(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect()
}

pub(crate) fn template(code: &str, body: &str) -> NewTemplate {
    NewTemplate {
        code: code.into(),
        name: "退款流程".into(),
        category: Category::Complaint,
        keywords: String::new(),
        body: body.into(),
        ..NewTemplate::default()
    }
}

#[test]
fn slots_are_read_from_the_body_once_and_in_order() {
    let names = |body: &str| slots(body).unwrap().into_iter().map(|s| (s.name, s.auto)).collect::<Vec<_>>();
    assert_eq!(
        names("亲，{昵称}，{ 单号 }已登记，{单号}。{nickname}"),
        [("昵称".to_owned(), Some(Auto::Nickname)), ("单号".to_owned(), None)]
    );
    assert_eq!(names("没有"), []);
    assert_eq!(names("{{不是}} {{{单号}}}"), [("单号".to_owned(), None)]);
    assert_eq!(names("｛单号｝"), [("单号".to_owned(), None)], "full-width braces are slots too");
    assert_eq!(names("a } b"), []);
}

#[test]
fn broken_slots_are_refused_with_their_place() {
    for (body, key, line, column) in [
        ("你好 {昵称", "sop.slot_open", "1", "4"),
        ("第一行\n然后 {单号\n}", "sop.slot_open", "2", "4"),
        ("{a {b}", "sop.slot_open", "1", "1"),
        ("{}", "sop.slot_name", "1", "1"),
        ("好{  }", "sop.slot_name", "1", "2"),
        ("{{{", "sop.slot_open", "1", "3"),
        ("{一二三四五六七八九十一二三四五六七八九十一}", "sop.slot_name", "1", "1"),
    ] {
        let error = pieces(body).unwrap_err();
        assert_eq!(
            (error.says.key.as_str(), error.says.args["line"].as_str(), error.says.args["column"].as_str()),
            (key, line, column),
            "{body}"
        );
    }
}

#[test]
fn nothing_unfilled_goes_out() {
    let body = "亲，{昵称}，单号 {单号}，{{不是格}}";
    let filled = values(&[("nickname", "林小雨"), ("单号", " 0387 ")]);
    assert_eq!(render(body, &filled).unwrap(), "亲，林小雨，单号 0387，{不是格}");
    let error = render(body, &values(&[("昵称", "林小雨"), ("单号", "  ")])).unwrap_err();
    assert_eq!((error.says.key.as_str(), error.says.args["names"].as_str()), ("sop.unfilled", "单号"));
    let error = render(body, &values(&[])).unwrap_err();
    assert_eq!((error.says.args["count"].as_str(), error.says.args["names"].as_str()), ("2", "昵称 单号"));
    assert_eq!(render("无格", &values(&[])).unwrap(), "无格");
    // a value is never read as a template again
    assert_eq!(render("{单号}", &values(&[("单号", "{昵称}")])).unwrap(), "{昵称}");
    assert_eq!(preview(body, &values(&[("昵称", "林小雨")])), "亲，林小雨，单号 {单号}，{不是格}");
}

#[test]
fn control_characters_are_refused_in_bodies_and_values() {
    for bad in ["a\u{1b}[31m", "a\u{7}", "x\u{202E}y", "\u{9b}2J", "a\tb"] {
        assert_eq!(template("tk", bad).checked().unwrap_err().says.key, "sop.control", "{bad:?}");
        let error = render("{单号}", &values(&[("单号", bad)])).unwrap_err();
        assert_eq!((error.says.key.as_str(), error.says.args["field"].as_str()), ("sop.control", "单号"), "{bad:?}");
    }
    assert_eq!(template("tk", "一行\r\n两行").checked().unwrap().body, "一行\n两行");
}

#[test]
fn codes_hold_letters_only() {
    assert_eq!(template(" TK ", "好").checked().unwrap().code, "tk");
    for bad in ["", "t1", "退款", "a b", "abcdefghi", "t-k"] {
        assert_eq!(template(bad, "好").checked().unwrap_err().says.key, "sop.bad_code", "{bad}");
    }
    for (name, body) in [("", "好"), ("名", " ")] {
        let wrong = NewTemplate { name: name.into(), ..template("tk", body) };
        assert_eq!(wrong.checked().unwrap_err().says.key, "sop.field_missing");
    }
    let wrong = NewTemplate { category: Category::read(" "), ..template("tk", "好") };
    assert_eq!(wrong.checked().unwrap_err().says.key, "sop.field_missing");
}

#[test]
fn categories_are_read_in_three_languages_and_own_ones_stay() {
    for (word, name) in [("投诉", "complaint"), ("投訴", "complaint"), ("Complaint", "complaint"), ("团购", "团购")]
    {
        assert_eq!(Category::read(word).name(), name);
    }
    for (category, name, key, _) in Category::ALL {
        assert_eq!(category.name(), name);
        assert_eq!(category.label(), Some(key));
        assert_eq!(Category::read(name), category);
    }
    assert_eq!(Category::read("团购").label(), None);
    for (status, name, _) in Status::ALL {
        assert_eq!((Status::read(name), status.name()), (Some(status), name));
    }
}

#[test]
fn slots_say_what_may_be_filled_in() {
    let options = |all: &[&str]| SlotKind::Choice(all.iter().map(|o| (*o).to_owned()).collect());
    for (body, name, kind, optional, default) in [
        ("{单号}", "单号", SlotKind::Text(0), false, ""),
        ("{备注?}", "备注", SlotKind::Text(0), true, ""),
        ("{备注？}", "备注", SlotKind::Text(0), true, ""),
        ("{称呼=朋友}", "称呼", SlotKind::Text(0), false, "朋友"),
        ("{单号:20}", "单号", SlotKind::Text(20), false, ""),
        ("{ 到账日 ： 日期 = 明天 }", "到账日", SlotKind::Date, false, "明天"),
        ("{day:DATE}", "day", SlotKind::Date, false, ""),
        ("{件数?:数字=1}", "件数", SlotKind::Number, true, "1"),
        ("{方式:选=顺丰|中通}", "方式", options(&["顺丰", "中通"]), false, ""),
        ("{方式:选=顺丰|中通=中通}", "方式", options(&["顺丰", "中通"]), false, "中通"),
        ("{式?:选=a=1|a=2}", "式", options(&["a=1", "a=2"]), true, ""),
        ("｛方式？：选＝顺丰｜中通｝", "方式", options(&["顺丰", "中通"]), true, ""),
        ("{标题=a=b:c}", "标题", SlotKind::Text(0), false, "a=b:c"),
    ] {
        let found = slots(body).unwrap();
        let slot = &found[0];
        assert_eq!(found.len(), 1, "{body}");
        assert_eq!(
            (&*slot.name, &slot.kind, slot.optional, &*slot.default),
            (name, &kind, optional, default),
            "{body}"
        );
    }
    let auto = |body: &str| slots(body).unwrap()[0].auto;
    assert_eq!(auto("{日期}"), Some(Auto::Date));
    assert_eq!(auto("{昵称=朋友}"), Some(Auto::Nickname), "a default does not take the fact away");
    assert_eq!(auto("{日期:日期}"), None, "a type means that the operator is asked");
}

#[test]
fn wrong_slots_are_refused_with_their_place() {
    for (body, key, place) in [
        ("好 {日期:日其}", "words.slot_type", Some("3")),
        ("{单号:0}", "words.slot_type", Some("1")),
        ("{到:日期=abc}", "words.slot_default_date", Some("1")),
        ("{单号:3=abcd}", "words.slot_default_long", Some("1")),
        ("{方式:选=顺丰}", "words.slot_options", Some("1")),
        ("{方式:选}", "words.slot_options", Some("1")),
        ("{方式:选=顺丰|}", "words.slot_options", Some("1")),
        ("{方式:选=顺丰|顺丰}", "words.slot_options", Some("1")),
        ("{件数:数字=多}", "words.slot_default", Some("1")),
        ("{:日期}", "sop.slot_name", Some("1")),
        ("{?}", "sop.slot_name", Some("1")),
        ("{@}", "sop.slot_name", Some("1")),
        ("{单号:20} {单号:30}", "words.slot_twice", None),
    ] {
        let error = slots(body).unwrap_err();
        let column = error.says.args.get("column").map(String::as_str);
        assert_eq!((error.says.key.as_str(), column), (key, place), "{body}");
        assert_eq!(template("tk", body).checked().unwrap_err().says.key, key, "{body}");
    }
    assert_eq!(slots("{单号} {单号:20} {单号}").unwrap()[0].kind, SlotKind::Text(20), "described once, wherever");
}

#[test]
fn values_are_written_as_their_slot_says() {
    for (body, typed, out) in [
        ("{到账日:日期}", "明天", Ok("10月11日 周日")),
        ("{到账日:日期}", "2027-01-03", Ok("2027年1月3日 周日")),
        ("{到账日:日期}", "马上", Err("words.value_date")),
        ("{件数:数字}", " １２ ", Ok("12")),
        ("{件数:数字}", "1,200.5", Ok("1,200.5")),
        ("{件数:数字}", "几件", Err("words.value_number")),
        ("{方式:选=顺丰|中通}", "中通", Ok("中通")),
        ("{方式:选=顺丰|中通}", "圆通", Err("words.value_choice")),
        ("{单号:3}", "1234", Err("words.value_long")),
        ("{单号:4}", "1234", Ok("1234")),
    ] {
        let name = slots(body).unwrap()[0].name.clone();
        let got = render(body, &values(&[(&name, typed)])).map_err(|e| e.says.key);
        assert_eq!(got.as_deref(), out.map_err(str::to_owned).as_deref(), "{body} {typed}");
    }
    assert_eq!(preview("{到账日:日期}", &values(&[("到账日", "马上")])), "马上", "as typed until it can be read");
}

#[test]
fn defaults_fill_and_optional_slots_may_stay_empty() {
    let empty = Filled::new();
    assert_eq!(render("{称呼=朋友}你好", &empty).unwrap(), "朋友你好");
    assert_eq!(render("{到账日:日期=明天}到账", &empty).unwrap(), "10月11日 周日到账");
    assert_eq!(render("好{备注?}。", &empty).unwrap(), "好。");
    assert_eq!(render("一\n{备注?}\n二", &empty).unwrap(), "一\n二", "its line goes with it");
    assert_eq!(render("一\n\n二{备注?}", &empty).unwrap(), "一\n\n二", "other blank lines stay");
    assert_eq!(render("{备注?=无}", &values(&[("备注", "")])).unwrap(), "", "emptied on purpose");
    assert_eq!(render("{方式:选=顺丰|中通}", &empty).unwrap_err().says.key, "sop.unfilled", "nobody chose");
    assert_eq!(preview("{称呼=朋友}，{单号}{备注?}", &empty), "朋友，{单号}");
    assert_eq!(
        strangers("{昵称} {单号}", &values(&[("nickname", "a"), ("单号", "b"), ("金额", "c")])).unwrap(),
        ["金额"]
    );
}

#[test]
fn house_phrases_are_put_in_and_may_hold_others() {
    let all = phrases(&[("署名", "——{社群} {@落款}"), ("落款", "{运营} {{值班}}"), ("空话", "好")]);
    all.checked().unwrap();
    assert_eq!(all.expand("已办。\n{@署名}").unwrap(), "已办。\n——{社群} {运营} {{值班}}");
    assert_eq!(all.expand("｛＠ 空话 ｝{{@署名}}").unwrap(), "好{{@署名}}", "doubled braces hold no phrase");
    let names: Vec<String> =
        slots(&all.expand("{@署名}{单号}").unwrap()).unwrap().into_iter().map(|s| s.name).collect();
    assert_eq!(names, ["社群", "运营", "单号"], "their slots are asked for too");
    assert_eq!(named("{@署名} {昵称} {@空话}").unwrap(), ["署名", "空话"]);
    assert_eq!(all.expand("{@没有}").unwrap_err().says.args["name"], "没有");
    assert_eq!(render("{@署名}", &Filled::new()).unwrap_err().says.key, "words.no_phrase", "never goes out as it is");
}

#[test]
fn phrases_that_lead_back_to_themselves_are_refused_with_the_way() {
    for (set, path) in [
        (&[("a", "{@a}")][..], "a > a"),
        (&[("a", "{@b}"), ("b", "{@c}"), ("c", "x{@a}")], "a > b > c > a"),
        (&[("a", "{@c}"), ("b", "{@c}"), ("c", "{@b}")], "c > b > c"),
    ] {
        let error = phrases(set).checked().unwrap_err();
        assert_eq!((error.says.key.as_str(), error.says.args["path"].as_str()), ("words.phrase_cycle", path));
        assert!(phrases(set).expand(set[0].1).is_err());
    }
    // Each ten times the one before: refused before it grows.
    let names: Vec<String> = (0..30).map(|n| format!("p{n}")).collect();
    let grown = names.windows(2).map(|w| Phrase { name: w[0].clone(), body: format!("{{@{}}}", w[1]).repeat(10) });
    let all: Phrases = grown.chain([Phrase { name: "p29".into(), body: "好".into() }]).collect();
    assert_eq!(all.expand("{@p0}").unwrap_err().says.key, "words.phrase_long");
    for (name, body, key) in [
        ("", "x", "words.phrase_name"),
        ("a{b", "x", "words.phrase_name"),
        ("一二三四五六七八九十一二三四五六七八九十一", "x", "words.phrase_name"),
        ("甲", " ", "words.phrase_empty"),
        ("甲", "{单号", "sop.slot_open"),
        ("甲", "a\u{7}", "sop.control"),
    ] {
        let phrase = Phrase { name: name.into(), body: body.into() };
        assert_eq!(phrase.checked().unwrap_err().says.key, key, "{name} {body}");
    }
    let phrase = Phrase { name: " @署名 ".into(), body: " 好\r\n ".into() }.checked().unwrap();
    assert_eq!((&*phrase.name, &*phrase.body), ("署名", "好"));
}

fn variant(platform: &str, language: &str, body: &str) -> Variant {
    Variant { platform: platform.into(), language: language.into(), body: body.into() }
}

#[test]
fn the_variant_that_suits_best_is_used() {
    let mut new = template("tk", "基本");
    new.variants = vec![
        variant("douyin", "", "抖音"),
        variant("", "en", "English"),
        variant("douyin", "en", "Douyin English"),
        variant("", "zh-Hant", "繁體"),
    ];
    let new = new.checked().unwrap();
    for (platform, language, body) in [
        ("qq", Some(Language::Hans), "基本"),
        ("qq", None, "基本"),
        ("qq", Some(Language::En), "English"),
        ("qq", Some(Language::Hant), "繁體"),
        ("douyin", Some(Language::Hans), "抖音"),
        ("douyin", Some(Language::Hant), "抖音"),
        ("douyin", Some(Language::En), "Douyin English"),
    ] {
        assert_eq!(new.body_for(platform, language), body, "{platform} {language:?}");
    }
    for (v, key) in [
        (variant("", "", "x"), "words.variant_for_none"),
        (variant("icq", "", "x"), "words.no_platform"),
        (variant("", "fr", "x"), "words.no_language"),
        (variant("qq", "", " "), "sop.field_missing"),
        (variant("qq", "", "{单号"), "sop.slot_open"),
        (variant("douyin", "en", "x"), "words.variant_twice"),
    ] {
        let mut wrong = new.clone();
        wrong.variants.push(v);
        assert_eq!(wrong.checked().unwrap_err().says.key, key);
    }
    let wrong = NewTemplate { platform: "icq".into(), ..template("tk", "好") };
    assert_eq!(wrong.checked().unwrap_err().says.key, "words.no_platform");
}

#[test]
fn the_language_of_a_question_is_seen() {
    for (text, language) in [
        ("能退吗", Some(Language::Hans)),
        ("能退嗎", Some(Language::Hant)),
        ("退款 refund", Some(Language::Hans)),
        ("can I get a refund?", Some(Language::En)),
        ("??", None),
        ("1 a", None),
    ] {
        assert_eq!(language_of(text), language, "{text}");
    }
}

#[test]
fn platforms_have_caps_and_forbidden_words() {
    let own = Limit { longest: 5, words: vec!["国家级".into(), "VX".into()] };
    let everywhere = Limit { longest: 500, words: vec!["保本".into()] };
    let limits: Limits = [("weibo".to_owned(), own), (String::new(), everywhere)].into_iter().collect();
    let key = |platform: &str, text: &str| limits.of(platform).allows(text).err().map(|e| e.says.key);
    let long = Some("words.too_long".to_owned());
    let word = Some("words.forbidden".to_owned());
    for (platform, text, wrong) in [
        ("weibo", "一二三四五", None),
        ("weibo", "一二三四五六", long.clone()),
        ("weibo", "國家級", word.clone()),
        ("weibo", "国 家-级", word.clone()),
        ("weibo", "加 vx", word.clone()),
        ("weibo", "ＶＸ吧", word.clone()),
        ("weibo", "cvxb", None),
        ("weibo", "保本", word.clone()),
        ("qq", "保本", word.clone()),
        ("qq", "国家级", None),
        ("qq", &"字".repeat(500), None),
        ("qq", &"字".repeat(501), long),
        ("douyin", "加我微信领取", word),
        ("douyin", "微信群里有", None),
    ] {
        assert_eq!(key(platform, text), wrong, "{platform} {text}");
    }
    assert_eq!(limits.of("weibo").forbidden("国家级"), Some("国家级"));
    for (platform, longest, fits) in [
        ("qq", 4_000, true),
        ("qq", 4_001, false),
        ("discord", 2_000, true),
        ("discord", 2_001, false),
        ("qq", 0, false),
        ("icq", 5, false),
    ] {
        let limit = Limit { longest, words: Vec::new() };
        assert_eq!(limit.checked(platform).is_ok(), fits, "{platform} {longest}");
    }
}

#[test]
fn an_answer_speaks_the_language_of_its_body() {
    for (ours, body, out) in [
        (Language::En, "{到:日期}送到", "10月11日 周日送到"),
        (Language::Hans, "{到:日期} it comes", "Sun 11 Oct it comes"),
        (Language::Hant, "{到:日期}送到", "10月11日 週日送到"),
        (Language::En, "{到:日期}", "Sun 11 Oct"),
    ] {
        let lang = Lang::load(ours);
        let manner = Manner { today: day("2026-10-10"), lang: &voice(body, &lang) };
        assert_eq!(render_in(body, &values(&[("到", "+1")]), manner).unwrap(), out, "{body}");
    }
    assert_eq!(outline("{昵称}，{到?:日期=明天}{@署名}{{x}}"), "{昵称}，{到}{@署名}{x}");
    assert_eq!(outline("{坏"), "{坏");
}

#[test]
fn templates_fall_due() {
    let due = |review: &str, status| {
        let wording = NewTemplate { review: Some(day(review)), status, ..template("tk", "好") };
        wording.due(day("2026-10-10"))
    };
    assert!(due("2026-10-10", Status::Approved) && due("2026-10-09", Status::Draft));
    assert!(!due("2026-10-11", Status::Approved) && !due("2026-10-09", Status::Retired));
    assert!(!template("tk", "好").due(day("2026-10-10")));
}

#[test]
fn what_changed_is_told_line_by_line() {
    let signs = |old: &str, new: &str| -> String {
        let sign = |c: &Change| match c {
            Change::Same(l) => format!(" {l}"),
            Change::Gone(l) => format!("-{l}"),
            Change::New(l) => format!("+{l}"),
        };
        changes(old, new).iter().map(sign).collect::<Vec<_>>().join("")
    };
    assert_eq!(signs("a\nb\nc", "a\nx\nc"), " a-b+x c");
    assert_eq!(signs("", "a"), "+a");
    assert_eq!(signs("a\nb", "b\na"), "-a b+a");
    assert_eq!(signs("a", "a"), " a");
}

proptest! {
    #[test]
    fn a_comparison_holds_both_texts(old in "[ab]{0,3}(\n[ab]{0,2}){0,6}", new in "[ab]{0,3}(\n[ab]{0,2}){0,6}") {
        let all = changes(&old, &new);
        let side = |old: bool| -> Vec<String> {
            all.iter().filter_map(|c| match c {
                Change::Same(l) => Some(l.clone()),
                Change::Gone(l) => old.then(|| l.clone()),
                Change::New(l) => (!old).then(|| l.clone()),
            }).collect()
        };
        prop_assert_eq!(side(true), old.lines().collect::<Vec<_>>());
        prop_assert_eq!(side(false), new.lines().collect::<Vec<_>>());
    }

    #[test]
    fn any_braces_are_read_or_refused_and_nothing_unfilled_goes_out(body in "[a{}｛@:=?|选单数字日期 0-9\n]{0,40}") {
        if let Ok(found) = slots(&body) && !body.contains('@') {
            for slot in found.iter().filter(|s| !s.optional && s.default.is_empty()) {
                let error = render(&body, &Filled::new()).unwrap_err();
                prop_assert!(error.says.args["names"].contains(&slot.name), "{}", body);
            }
        }
        let _ = phrases(&[("单", &body)]).expand(&body);
    }

    #[test]
    fn any_text_is_cut_or_refused_and_rendering_leaves_no_slot(body in "[a{}｛｝ \n单]{0,40}") {
        if let Ok(found) = slots(&body) {
            let all: BTreeMap<String, String> = found.iter().map(|s| (s.name.clone(), "值".into())).collect();
            let out = render(&body, &all).unwrap();
            prop_assert_eq!(out.matches('值').count(), pieces(&body).unwrap().iter().filter(|p| matches!(p, Piece::Slot(_))).count());
            for one in all.keys() {
                let mut fewer = all.clone();
                fewer.remove(one);
                prop_assert!(render(&body, &fewer).is_err());
            }
        }
    }

    #[test]
    fn what_is_written_has_no_lone_brace(body in "[a{}｛｝\n]{0,20}") {
        let lone = |c: char, text: &str| text.contains(c);
        if super::scan::opened(&body).is_ok() {
            // With slots and doubled braces taken out nothing is left of either sort.
            let found = scan::scan(&body).unwrap();
            let text: String = found.iter().filter_map(|t| if let scan::Token::Text(t) = t { Some(&**t) } else { None }).collect();
            let doubled = body.matches("{{").count() + body.matches("}}").count();
            prop_assert!(!lone('｝', &text) && !lone('｛', &text));
            let braces = text.matches(['{', '}']).count();
            prop_assert!(braces <= doubled);
        }
    }

    #[test]
    fn escaped_text_comes_out_as_it_was(text in "[^｛｝\\x00-\\x1f]{0,40}") {
        let body = text.replace('{', "{{").replace('}', "}}");
        prop_assert_eq!(render(&body, &BTreeMap::new()).unwrap(), text);
    }
}

#[test]
fn a_brace_that_nothing_opened_is_refused_where_it_is_written() {
    let at = |body: &str| {
        scan::opened(body).map_err(|e| (e.says.key, e.says.args["line"].clone(), e.says.args["column"].clone()))
    };
    let found = |line: &str, column: &str| Err(("words.slot_unopened".to_owned(), line.to_owned(), column.to_owned()));
    for (body, want) in [
        ("好 {单号}", Ok(())),
        ("{{好}} {单号}}}", Ok(())),
        ("好 单号}", found("1", "5")),
        ("{昵称}，\n昵称}好", found("2", "3")),
        ("好｝", found("1", "2")),
        ("{昵称}}", found("1", "5")),
    ] {
        assert_eq!(at(body), want, "{body}");
    }
    assert_eq!(template("tk", "好 单号}").checked().unwrap_err().says.key, "words.slot_unopened");
}
