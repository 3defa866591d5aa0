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

proptest! {
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
