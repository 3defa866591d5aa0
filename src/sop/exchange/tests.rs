use super::*;
use crate::sop::template::{Category, Variant};
use proptest::prelude::*;

const TWO: &str = "# ours\n[[template]]\ncode = \"TK\"\nname = \"退款流程\"\ncategory = \"投诉\"\n\
    keywords = [\"退款\", \"退货\"]\nbody = \"\"\"\n亲，{昵称}，\n单号 {单号}。\n\"\"\"\n\n\
    [[template]]\ncode = \"hf\"\nname = \"回放\"\ncategory = \"团购\"\nbody = \"在公告\"\nstatus = \"draft\"\n";

#[test]
fn both_formats_bring_back_what_was_written() {
    let read_first = read(TWO, Format::Toml).unwrap();
    let lines: Vec<usize> = read_first.templates.iter().map(|r| r.line).collect();
    assert_eq!(lines, [3, 13]);
    let templates: Vec<NewTemplate> = read_first.templates.into_iter().map(|r| r.template).collect();
    assert_eq!((&*templates[0].code, &*templates[0].keywords), ("tk", "退款 退货"));
    assert_eq!(templates[0].body, "亲，{昵称}，\n单号 {单号}。");
    assert_eq!((templates[0].category.clone(), templates[1].category.name()), (Category::Complaint, "团购"));
    assert_eq!(templates[1].status, Status::Draft);
    for (format, _) in Format::ALL {
        let text = write(&templates, &[], format).unwrap();
        let again: Vec<NewTemplate> = read(&text, format).unwrap().templates.into_iter().map(|r| r.template).collect();
        assert_eq!(again, templates, "{text}");
    }
}

#[test]
fn csv_headers_may_be_chinese_and_lines_are_counted_over_line_ends() {
    let text = "\u{FEFF}代码,名称,分类,正文\nhf,回放,咨询,\"一\n二\"\ntk,退款,投诉,{单号\n";
    let error = read(text, Format::Csv).unwrap_err();
    assert_eq!((error.says.key.as_str(), error.says.args["line"].as_str()), ("sop.import_line_of", "4"));
    assert_eq!(error.says.args["what"], "tk");
    let hint = error.hint.unwrap();
    assert_eq!((hint.key.as_str(), hint.args["column"].as_str()), ("sop.slot_open", "1"));
    assert_eq!(read(&text.replace("{单号", "好"), Format::Csv).unwrap().templates[0].template.body, "一\n二");
}

#[test]
fn mistakes_name_their_line() {
    let twice = TWO.replace("\"hf\"", "\"Tk\"");
    let error = read(&twice, Format::Toml).unwrap_err();
    assert_eq!((error.says.key.as_str(), &*error.says.args["line"]), ("sop.import_twice", "13"));
    assert_eq!(error.says.args["first"], "3");
    for (text, format, key) in [
        ("", Format::Toml, "sop.import_empty"),
        ("code = ", Format::Toml, "sop.import_syntax"),
        (&*TWO.replace("keywords", "keyword"), Format::Toml, "sop.import_syntax"),
        (&*TWO.replace("\"draft\"", "\"lost\""), Format::Toml, "sop.import_syntax"),
        ("code,name,category\n", Format::Csv, "sop.import_column"),
        ("code,name,category,body\n", Format::Csv, "sop.import_empty"),
        ("code,name,category,body\na,b\n", Format::Csv, "sop.import_syntax"),
        ("code,name,category,body,status\na,b,c,d,lost\n", Format::Csv, "sop.import_line"),
        ("code,name,category,body\nt1,b,c,d\n", Format::Csv, "sop.import_line_of"),
    ] {
        assert_eq!(read(text, format).unwrap_err().says.key, key, "{text}");
    }
    assert_eq!(Format::of_name("b.md"), Format::Markdown);
    assert_eq!(
        (Format::of_name("a.CSV"), Format::of_name("a.toml"), Format::of_name("-")),
        (Format::Csv, Format::Toml, Format::Toml)
    );
}

const ALL_FACTS: &str = r#"
[[template]]
code = "tk"
name = "退款流程"
category = "投诉"
body = "亲，{昵称}\n```\n代码\n```"
owner = "小满"
review = 2027-01-31
[[template.variant]]
platform = "douyin"
body = "短"
[[template.variant]]
language = "en"
body = "Hi {昵称}"

[[phrase]]
name = "署名"
body = "——{运营}"
"#;

#[test]
fn every_fact_comes_back_in_every_format() {
    let first = read(ALL_FACTS, Format::Toml).unwrap();
    let t = &first.templates[0].template;
    assert_eq!((&*t.owner, t.review, t.variants.len()), ("小满", "2027-01-31".parse().ok(), 2));
    assert_eq!(first.phrases[0].line, 17);
    let text = ALL_FACTS.replace("2027-01-31", "\"2027-01-31\"");
    assert_eq!(read(&text, Format::Toml).unwrap(), first, "a day may be a text");
    let phrases: Vec<Phrase> = first.phrases.iter().map(|r| r.phrase.clone()).collect();
    for (format, _) in Format::ALL {
        let text = write(std::slice::from_ref(t), &phrases, format).unwrap();
        let again = read(&text, format).unwrap();
        assert_eq!((&again.templates[0].template, &again.phrases[0].phrase), (t, &phrases[0]), "{text}");
    }
    insta::assert_snapshot!(write(std::slice::from_ref(t), &phrases, Format::Markdown).unwrap(), @r"
    ## tk 退款流程

    - category: complaint
    - status: approved
    - owner: 小满
    - review: 2027-01-31

    ````
    亲，{昵称}
    ```
    代码
    ```
    ````

    ### - en

    ```
    Hi {昵称}
    ```

    ### douyin -

    ```
    短
    ```

    ## @署名

    ```
    ——{运营}
    ```
    ");
}

#[test]
fn duplicates_in_one_file_are_refused_with_both_lines() {
    let md = "## tk 退款\n- category: ask\n```\n好\n```\n\n## TK 又一个\n- category: ask\n```\n好\n```\n";
    let csv = "code,name,category,body\ntk,a,b,c\nhf,a,b,c\nTk,d,e,f\n";
    let phrase = "[[phrase]]\nname = \"署名\"\nbody = \"a\"\n[[phrase]]\nname = \"@署名\"\nbody = \"b\"\n";
    for (text, format, first, line, code) in [
        (md, Format::Markdown, "1", "7", "tk"),
        (csv, Format::Csv, "2", "4", "tk"),
        (phrase, Format::Toml, "2", "5", "@署名"),
    ] {
        let says = read(text, format).unwrap_err().says;
        let args = |name: &str| says.args[name].clone();
        assert_eq!(
            (says.key.as_str(), args("first").as_str(), args("line").as_str(), args("code").as_str()),
            ("sop.import_twice", first, line, code)
        );
    }
}

#[test]
fn mistakes_in_markdown_and_variants_name_their_line() {
    let head = "## tk 退款\n- category: ask\n";
    for (text, format, line) in [
        (format!("{head}```\n好\n"), Format::Markdown, "3"),
        (format!("{head}```\n好\n```\n```\n又\n```\n"), Format::Markdown, "6"),
        (format!("{head}- 天气: 好\n```\n好\n```\n"), Format::Markdown, "3"),
        (format!("{head}- status: lost\n```\n好\n```\n"), Format::Markdown, "3"),
        (format!("{head}- review: 明天\n```\n好\n```\n"), Format::Markdown, "3"),
        ("### qq -\n```\n好\n```\n".into(), Format::Markdown, "1"),
        (format!("{head}```\n好\n```\n### qq\n```\n好\n```\n"), Format::Markdown, "6"),
        (format!("{head}\n"), Format::Markdown, "1"),
        ("code,name,category,body,kind\ntk,a,b,c,\nhf,,,c,variant\n".into(), Format::Csv, "3"),
        ("code,name,category,body,kind\ntk,a,b,c,poem\n".into(), Format::Csv, "2"),
        (ALL_FACTS.replace("2027-01-31", "\"soon\""), Format::Toml, "3"),
        (ALL_FACTS.replace("\"douyin\"", "\"icq\""), Format::Toml, "3"),
    ] {
        let says = read(&text, format).unwrap_err().says;
        assert_eq!(says.args["line"], line, "{} {text}", says.key);
    }
    let text = "# 话术\n\n随便说说。\n\n## tk 退款\n- 分类： 投诉\n\n````text\n```\n好\n````\n";
    let read = read(text, Format::Markdown).unwrap();
    assert_eq!(read.templates[0].template.body, "```\n好");
    assert_eq!((read.templates[0].line, &read.templates[0].template.category), (5, &Category::Complaint));
}

#[test]
fn no_cell_is_a_formula() {
    let mut t = read(TWO, Format::Toml).unwrap().templates.swap_remove(0).template;
    t.body = "=HYPERLINK(\"x\")".into();
    t.name = "'=1+1".into();
    t.keywords = "-退款 @a".into();
    let text = write(std::slice::from_ref(&t), &[], Format::Csv).unwrap();
    assert!(
        text.starts_with('\u{FEFF}') && text.contains("\"'=HYPERLINK(\"\"x\"\")\"") && text.contains("''=1+1"),
        "{text}"
    );
    assert_eq!(read(&text, Format::Csv).unwrap().templates[0].template, t);
}

fn word() -> impl Strategy<Value = String> {
    "[a-zA-Z退款 ,;:\"'=+@`#|-]{1,12}|\\PC{1,8}"
}

fn body() -> impl Strategy<Value = String> {
    "([a-z退款 ,:\"'=+@`#|~-]{0,12}\n){0,5}[a-z退款`#-]{1,8}(\\{单号\\}|\\{\\{|\\{@署名\\})?"
}

prop_compose! {
    fn any_template()(
        code in "[a-z]{1,8}", name in word(), category in "[a-z退款]{1,6}", keywords in word(), body in body(),
        (platform, status, owner) in (prop_oneof![Just(""), Just("qq")], 0_usize..3, "|[a-z满]{1,5}"),
        review in proptest::option::of(0_u64..4_000),
        variants in proptest::collection::vec(("qq|weibo", "|en", body()), 0..2),
    ) -> NewTemplate {
        let review = review.and_then(|n| "2026-01-01".parse::<NaiveDate>().unwrap().checked_add_days(chrono::Days::new(n)));
        let variants = variants.into_iter().map(|(platform, language, body)| Variant { platform, language, body });
        NewTemplate {
            code, name, category: Category::read(&category), keywords, body, platform: platform.into(),
            status: Status::ALL[status].0, owner, review, variants: variants.collect(),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_written_is_read_again(templates in proptest::collection::vec(any_template(), 1..4), phrase in body()) {
        let mut seen = Vec::new();
        let mut kept: Vec<NewTemplate> = templates.into_iter().filter_map(|t| t.checked().ok()).collect();
        kept.retain(|t| { let fresh = !seen.contains(&t.code); seen.push(t.code.clone()); fresh });
        let phrases: Vec<Phrase> = Phrase { name: "署名".into(), body: phrase }.checked().into_iter().collect();
        prop_assume!(!kept.is_empty() || !phrases.is_empty());
        for (format, name) in Format::ALL {
            let text = write(&kept, &phrases, format).unwrap();
            let pack = read(&text, format).unwrap_or_else(|e| panic!("{name} {e}\n{text}"));
            let again: Vec<NewTemplate> = pack.templates.into_iter().map(|r| r.template).collect();
            let said: Vec<Phrase> = pack.phrases.into_iter().map(|r| r.phrase).collect();
            prop_assert_eq!(&again, &kept, "{} {}", name, text);
            prop_assert_eq!(&said, &phrases, "{} {}", name, text);
        }
    }

    #[test]
    fn any_file_is_read_or_refused(text in "(## |- |### |```|\\[\\[template\\]\\]|code = |a|,|\"|\n|退|\\PC){0,40}") {
        for (format, _) in Format::ALL {
            let _ = read(&text, format);
        }
    }
}
