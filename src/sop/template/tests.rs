use super::*;
use proptest::prelude::*;

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
        platform: String::new(),
        status: Status::Approved,
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
    for (word, name) in [("投诉", "complaint"), ("投訴", "complaint"), ("Complaint", "complaint"), ("团购", "团购")] {
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

proptest! {
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
    fn escaped_text_comes_out_as_it_was(text in "[^｛｝\\x00-\\x1f]{0,40}") {
        let body = text.replace('{', "{{").replace('}', "}}");
        prop_assert_eq!(render(&body, &BTreeMap::new()).unwrap(), text);
    }
}
