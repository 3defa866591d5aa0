//! Typed slots, variants, phrases, history, and the answer that no clipboard takes.

use super::*;
use crate::sop::inquiry::State;
use crate::sop::template::{Limit, NewTemplate, Phrase, Variant};

/// The desk with one more template, `kd`, that suits everybody who writes `快递`, and a person who does.
fn desk(body: &str) -> Desk {
    desk_with(NewTemplate { body: body.into(), ..kd() })
}

fn kd() -> NewTemplate {
    store::testing::wording("kd", "快递安排", "快递 顺丰 中通", "好")
}

fn desk_with(new: NewTemplate) -> Desk {
    let mut file = file();
    store::add(&mut file.db, new).unwrap();
    asks(&mut file.db, 0, "石榴", Kind::Ask, "快递发哪家", "10T16:00");
    Desk::on(file)
}

fn answer(desk: &Desk) -> String {
    let all = store::inquiries(&desk.file.db, &Wanted { of: Of::All, ..Wanted::default() }, 99, &|_| true).unwrap();
    all.into_iter().find(|i| i.who == "石榴").unwrap().answer
}

#[test]
fn every_kind_of_slot_is_asked_for_and_checked() {
    let mut desk = desk("{昵称}，{到:日期}到，{件数:数字=1} 件，走{方式:选=顺丰|中通}。{备注?}");
    desk.keys("a1");
    assert!(desk.text().contains("还差 1 格：到"), "{}", desk.text());
    desk.keys("马上⏎");
    assert_eq!(desk.status(), "格「到」：「马上」看不出是哪天；写 明天 10-12 周三 +3");
    desk.keys("⌃u明天⏎");
    assert!(matches!(desk.pane.mode, Mode::Fill(_)), "the choice has not been looked at");
    assert!(desk.text().contains("石榴，10月11日 周日到，1 件，走顺丰。"), "{}", desk.text());
    desk.keys("2⏎");
    assert_eq!(answer(&desk), "石榴，10月11日 周日到，1 件，走中通。");
    assert_eq!(desk.copied(), ["石榴，10月11日 周日到，1 件，走中通。"]);
}

#[test]
fn what_was_typed_last_is_offered_and_never_put_in_by_itself() {
    let mut desk = desk("单号 {单号}，走{方式:选=顺丰|中通}");
    desk.keys("a1A-7⏎2⏎");
    assert_eq!(answer(&desk), "单号 A-7，走中通");
    asks(&mut desk.file.db, 0, "木瓜", Kind::Ask, "快递发哪家", "10T16:01");
    desk.refresh();
    desk.with(|pane, _| pane.list.top());
    desk.keys("a1");
    assert!(desk.text().contains("^R 上次 A-7"), "{}", desk.text());
    assert!(desk.text().contains("还差 1 格：单号") && desk.text().contains("[2 中通]"), "{}", desk.text());
    desk.keys("⌃r");
    assert!(desk.text().contains("单号 A-7，走中通"), "{}", desk.text());
    let other = as_operator(&desk.file, "阿泽");
    assert!(store::last_values(&other).unwrap().is_empty(), "everybody has their own");
    assert_eq!(store::last_values(&desk.file.db).unwrap()["单号"], "A-7");
}

#[test]
fn a_platform_gets_its_own_words_its_length_and_no_forbidden_ones() {
    let variant = |platform: &str, language: &str, body: &str| Variant {
        platform: platform.into(),
        language: language.into(),
        body: body.into(),
    };
    let variants = vec![variant("qq", "", "QQ 版 {单号}"), variant("", "en", "English {单号}")];
    let mut desk = desk_with(NewTemplate { variants, ..kd() });
    let limit = Limit { longest: 10, words: vec!["保本".into()] };
    store::set_limit(&mut desk.file.db, "qq", limit).unwrap();
    desk.keys("a1");
    assert!(desk.text().contains("QQ 版 {单号}"), "{}", desk.text());
    let refused = |desk: &mut Desk| desk.try_key(KeyCode::Enter, KeyModifiers::NONE).unwrap_err().says.key;
    desk.keys("一二三四五六");
    assert_eq!(refused(&mut desk), "words.too_long");
    assert!(desk.text().contains("太长：11 字，上限 10"), "{}", desk.text());
    assert!(answer(&desk).is_empty() && desk.copied().is_empty());
    desk.keys("⌃u保 本");
    assert_eq!(refused(&mut desk), "words.forbidden");
    assert!(desk.text().contains("违禁词「保本」"), "{}", desk.text());
    assert!(answer(&desk).is_empty() && desk.copied().is_empty(), "there is no override");
    desk.keys("⌃uA⏎");
    assert_eq!(answer(&desk), "QQ 版 A");
    asks(&mut desk.file.db, 1, "Tom", Kind::Ask, "which 快递 please".replace("快递", "courier").as_str(), "10T16:01");
    desk.refresh();
    desk.with(|pane, _| pane.list.top());
    desk.keys("akd⏎");
    assert!(desk.text().contains("English {单号}"), "{}", desk.text());
}

#[test]
fn without_a_clipboard_the_answer_is_logged_only_when_it_went_out() {
    let mut desk = desk("好，{单号}\n第二行");
    desk.clipboard = false;
    desk.keys("a1A-7⏎");
    let handed = |desk: &Desk| {
        desk.effects.iter().filter(|e| matches!(e, Effect::Hand(text) if text == "好，A-7\n第二行")).count()
    };
    assert_eq!((handed(&desk), desk.copied().len()), (1, 0));
    assert_eq!(answer(&desk), "", "not logged yet");
    desk.keys("⎋");
    assert!(matches!(desk.pane.mode, Mode::Fill(_)), "back in the form");
    desk.keys("⏎");
    assert_eq!((handed(&desk), &*answer(&desk)), (2, ""), "shown again, not logged");
    desk.keys("⏎");
    assert_eq!((handed(&desk), &*answer(&desk)), (2, "好，A-7\n第二行"));
    assert!(desk.copied().is_empty());
}

#[test]
fn without_a_clipboard_what_was_to_wait_still_waits() {
    let mut desk = desk("好，{单号}");
    desk.clipboard = false;
    desk.keys("a1A-7⌃p⎋⏎⎋⌃p⏎");
    let all = store::inquiries(&desk.file.db, &Wanted { of: Of::All, ..Wanted::default() }, 99, &|_| true).unwrap();
    let one = all.into_iter().find(|i| i.who == "石榴").unwrap();
    assert_eq!((&*one.answer, one.state), ("好，A-7", State::Paused), "the last way of sending counts");
}

#[test]
fn phrases_have_a_list_and_a_form() {
    let mut desk = Desk::new();
    desk.keys("mmf4");
    assert!(desk.text().contains("还没有专属话术"), "{}", desk.text());
    desk.keys("n署名⏎——{运营");
    assert_eq!(desk.try_key(KeyCode::Enter, KeyModifiers::NONE).unwrap_err().says.key, "sop.slot_open");
    assert!(desk.text().contains("没有收尾"), "{}", desk.text());
    desk.keys("}⏎");
    assert_eq!(desk.status(), "已存专属话术 @署名 (u 撤销)");
    assert!(desk.text().contains("@署名") && desk.text().contains("——{运营}"), "{}", desk.text());
    desk.keys("n甲⏎{@署名}⏎je⌃u{@甲}");
    let error = desk.try_key(KeyCode::Enter, KeyModifiers::NONE).unwrap_err();
    assert_eq!((error.says.key.as_str(), error.says.args["path"].as_str()), ("words.phrase_cycle", "甲 > 署名 > 甲"));
    assert!(matches!(desk.pane.mode, Mode::Book(_)), "what was typed stays");
    desk.keys("⎋");
    let heading = |desk: &Desk| super::super::super::view::heading(&desk.pane, &desk.kit.look(), Shape::Single);
    assert_eq!(heading(&desk).0, "专属话术 2", "not how many templates there are");
    // Taken away, and back; one that is still used stays.
    desk.keys("j");
    assert_eq!(desk.try_key(KeyCode::Char('x'), KeyModifiers::NONE).unwrap_err().says.key, "words.phrase_used");
    desk.keys("kx");
    assert_eq!((desk.status(), heading(&desk).0), ("已拿掉专属话术 @甲 (u 撤销)", "专属话术 1".into()));
    desk.keys("u");
    assert_eq!(heading(&desk).0, "专属话术 2", "{}", desk.status());
    // A name that is taken is not written over, and a colleague's words neither.
    desk.keys("n甲⏎乙");
    assert_eq!(desk.try_key(KeyCode::Enter, KeyModifiers::NONE).unwrap_err().says.key, "words.phrase_there");
    desk.keys("⎋e⌃u丙");
    let theirs = Phrase { name: "甲".into(), body: "他的 {@署名}".into() };
    store::set_phrase(&mut as_operator(&desk.file, "乙"), theirs, store::Over::Anything).unwrap();
    let lost = desk.try_key(KeyCode::Enter, KeyModifiers::NONE).unwrap_err();
    assert_eq!(
        (lost.kind, lost.says.key.as_str(), lost.says.args["who"].as_str()),
        (Fault::Conflict, "words.lost_phrase", "乙")
    );
    assert!(desk.text().contains('丙'), "what was typed stays: {}", desk.text());
    store::set_phrase(&mut desk.file.db, Phrase { name: "甲".into(), body: "{@署名}".into() }, store::Over::Anything)
        .unwrap();
    desk.keys("⎋⎋");
    let phrase = Phrase { name: "署名".into(), body: "——{运营}敬上".into() };
    store::set_phrase(&mut desk.file.db, phrase, store::Over::Anything).unwrap();
    desk.refresh();
    store::add(&mut desk.file.db, NewTemplate { body: "好。{@甲}".into(), ..kd() }).unwrap();
    asks(&mut desk.file.db, 0, "石榴", Kind::Ask, "快递发哪家", "10T16:00");
    desk.refresh();
    desk.keys("mma1⏎");
    assert_eq!(answer(&desk), "好。——甲敬上");
}

#[test]
fn a_page_shows_variants_and_what_a_template_said_before() {
    let mut desk = Desk::new();
    desk.keys("mm/tk⏎");
    assert_eq!(desk.pane.shelf.len(), 2);
    let tk = store::template(&desk.file.db, "tk").unwrap();
    let changed = NewTemplate {
        body: tk.wording.body.replace("48", "72"),
        owner: "小满".into(),
        review: "2026-10-09".parse().ok(),
        ..tk.wording.clone()
    };
    store::edit(&mut desk.file.db, tk.id, tk.version, changed).unwrap();
    desk.refresh();
    desk.keys("s");
    insta::assert_snapshot!(desk.text(), @r"
    tk 退款流程                                                                    
    答过 0 次，一天内又来问 0 次                                                   
    负责人 小满                                                                    
    复核日 10月9日 周五 到期复核                                                   
                                                                                   
    第 2 版  10月10日 周六  甲                                                     
    + 负责人 小满                                                                  
    + 复核日 2026-10-09                                                            
    - 48 小时内原路退回；寄回运费由我们承担。                                      
    + 72 小时内原路退回；寄回运费由我们承担。                                      
                                                                                   
    第 1 版  10月10日 周六  甲                                                     
      tk 退款流程                                                                  
      分类 咨询                                                                    
      关键词 退款 退货 退 坏                                                       
      状态 在用                                                                    
      亲，{昵称}，退款已登记，单号 {单号}。                                        
      48 小时内原路退回；寄回运费由我们承担。
    ");
    desk.keys("n抖音⏎⏎短一点 {单号}⏎");
    assert_eq!(desk.status(), "已存话术 tk (u 撤销)");
    let tk = store::template(&desk.file.db, "tk").unwrap();
    assert_eq!((tk.wording.variants[0].platform.as_str(), tk.version), ("douyin", 3));
    assert!(desk.text().contains("另一种说法：抖音"), "{}", desk.text());
    assert_eq!(store::history(&desk.file.db, &tk).unwrap().len(), 3);
    desk.keys("nicq⏎");
    desk.keys("⏎x⏎");
    assert_eq!(desk.status(), "没有平台「icq」，空着就是全部");
    desk.keys("⎋⎋f1");
    assert_eq!(desk.pane.shelf.len(), 1, "what is due to be read again");
    assert!(desk.text().contains("到期复核"), "{}", desk.text());
}

#[test]
fn a_long_answer_can_be_read_to_its_end_before_it_goes() {
    let body = (1..=40).map(|n| format!("第{n}行")).collect::<Vec<_>>().join("\n") + "{单号}";
    let mut desk = desk(&body);
    desk.keys("a1");
    assert!(desk.text().contains("行 PgDn") && !desk.text().contains("第40行"), "{}", desk.text());
    for _ in 0..20 {
        desk.try_key(KeyCode::PageDown, KeyModifiers::NONE).unwrap();
        desk.text();
    }
    assert!(desk.text().contains("第40行{单号}") && !desk.text().contains("行 PgDn"), "{}", desk.text());
}

#[test]
fn the_best_template_learns_from_what_answered_before() {
    let mut file = file();
    for (n, text) in ["蛋糕胚回缩了怎么办", "戚风回缩怎么办", "出炉就回缩"].iter().enumerate() {
        let id = asks(&mut file.db, 0, &format!("人{n}"), Kind::Ask, text, "10T10:00");
        let bf = store::template(&file.db, "bf").unwrap();
        let row = store::inquiry(&file.db, id).unwrap();
        let said = store::Answer { template: Some((bf.id, "bf".into())), text: "好".into() };
        store::answer(&mut file.db, &row, &said).unwrap();
    }
    asks(&mut file.db, 0, "石榴", Kind::Ask, "戚风蛋糕一出炉就回缩", "10T16:00");
    let mut desk = Desk::on(file);
    desk.keys("a");
    let Mode::Choose(chooser) = &desk.pane.mode else { panic!() };
    assert_eq!(desk.pane.library.all[chooser.found[0]].wording.code, "bf", "no word of it is in the template");
}
