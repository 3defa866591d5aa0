use super::*;
use crate::tui::dump::{Kit, blank, dump, event, shown, terminal};
use crate::tui::look::ASCII;
use crate::tui::screen::Screen;

fn key(form: &mut Form, text: &str) -> FormEvent {
    form.key(&event(text))
}

/// The form of screens.md §4b.
fn refund() -> Form {
    let fields = vec![
        Field::text("昵称", "林小雨").note("自动"),
        Field::text("商品", "烤箱温度计").note("自动，来自来信"),
        Field::text("单号", "").required(true),
    ];
    let mut form = Form::new("填话术 tk 退款流程 给 林小雨 (QQ 交流群)", fields);
    let text = "亲，林小雨，烤箱温度计的退款已登记，单号 20261010-0387。48 小时内原路退回；寄回运费由我们承担。";
    form.preview = vec![text.into()];
    form.state = "可以发出  55 字 (上限 500)    未填 0   违禁词 0".into();
    form.hints = "Enter 下一格/发送   S-Tab 上一格   ^T 换话术   Esc 留作草稿".into();
    form
}

#[test]
fn a_fill_form_sends_after_its_last_empty_field() {
    let mut form = refund();
    assert_eq!((form.focus(), form.missing()), (2, 1), "the cursor starts where something is missing");
    assert_eq!(key(&mut form, "Enter"), FormEvent::Refused("单号".into()));
    assert_eq!(form.paste("20261010-0387\n"), FormEvent::Changed);
    assert_eq!(form.values(), ["林小雨", "烤箱温度计", "20261010-0387"]);
    assert_eq!(key(&mut form, "Enter"), FormEvent::Submit);
    // From a field that came filled, Enter goes back to what is missing.
    let mut form = refund();
    assert_eq!(key(&mut form, "S-Tab"), FormEvent::Moved);
    assert_eq!((form.focus(), key(&mut form, "Enter"), form.focus()), (1, FormEvent::Moved, 2));
    key(&mut form, "C-u");
    key(&mut form, "x");
    key(&mut form, "S-Tab");
    assert_eq!(key(&mut form, "C-u"), FormEvent::Changed, "an optional field may be emptied");
    assert_eq!(key(&mut form, "Enter"), FormEvent::Submit);
}

#[test]
fn what_is_missing_further_up_is_found() {
    let fields = vec![Field::text("一", "").required(true), Field::text("二", "x")];
    let mut form = Form::new("", fields);
    form.set_focus(1);
    assert_eq!((key(&mut form, "Enter"), form.focus()), (FormEvent::Refused("一".into()), 0));
}

#[test]
fn keys_of_a_form() {
    for (keys, focus, last) in [
        ("Esc", 2, FormEvent::Cancel),
        ("Tab", 0, FormEvent::Moved),
        ("Tab Tab", 1, FormEvent::Moved),
        ("S-Tab S-Tab S-Tab", 2, FormEvent::Moved),
        ("Up", 1, FormEvent::Moved),
        ("Down", 0, FormEvent::Moved),
        ("F1", 2, FormEvent::Ignored),
        ("C-t", 2, FormEvent::Ignored),
        ("q", 2, FormEvent::Changed),
        ("？", 2, FormEvent::Changed),
        ("Backspace", 2, FormEvent::Moved),
    ] {
        let mut form = refund();
        let told = keys.split(' ').map(|k| key(&mut form, k)).last().unwrap();
        assert_eq!((form.focus(), told), (focus, last), "{keys}");
    }
}

#[test]
fn an_edit_form_walks_through_every_field() {
    let kinds = vec!["固定".into(), "热点".into()];
    let fields = vec![Field::text("标题", "早安"), Field::choice("类型", kinds, 0), Field::number("时", "9")];
    let mut form = Form::new("编辑", fields);
    let walk: Vec<(FormEvent, usize)> = (0..3).map(|_| (key(&mut form, "Enter"), form.focus())).collect();
    assert_eq!(walk, [(FormEvent::Moved, 1), (FormEvent::Moved, 2), (FormEvent::Submit, 2)]);
    assert_eq!(key(&mut form, "a"), FormEvent::Rejected("tui.number_only"));
    form.set_focus(1);
    assert_eq!((key(&mut form, "2"), form.value(1)), (FormEvent::Changed, "热点".into()));
}

#[test]
fn a_new_form_stops_at_empty_fields_and_unseen_choices() {
    let fields = vec![
        Field::text("标题", "").required(true),
        Field::text("群", "新手1群"),
        Field::choice("类型", vec!["固定".into(), "热点".into()], 0),
        Field::text("备注", ""),
    ];
    let mut form = Form::new("新建", fields);
    key(&mut form, "x");
    let walk: Vec<(FormEvent, usize)> = (0..3).map(|_| (key(&mut form, "Enter"), form.focus())).collect();
    assert_eq!(walk, [(FormEvent::Moved, 2), (FormEvent::Moved, 3), (FormEvent::Submit, 3)]);
}

#[test]
fn a_form_without_fields_is_harmless() {
    let mut form = Form::new("空", vec![]);
    assert_eq!(key(&mut form, "Tab"), FormEvent::Moved);
    assert_eq!(key(&mut form, "x"), FormEvent::Ignored);
    assert_eq!(key(&mut form, "Enter"), FormEvent::Submit);
    assert_eq!(form.value(7), "");
}

#[test]
fn the_form_of_the_screens() {
    let kit = Kit::new();
    let mut form = refund();
    form.paste("20261010-0387");
    let mut buf = blank(80, 18);
    let cursor = form.paint(&mut buf, Rect::new(0, 0, 80, 18), &kit.look()).unwrap();
    assert_eq!(buf[(cursor.x - 1, cursor.y)].symbol(), "7", "the cursor stands after what was typed");
    insta::assert_snapshot!(dump(&buf), @r"
    |                                                                                |
    |                                                                                |
    |                                                                                |
    |        ┌─ 填话术 tk 退款流程 给 林小雨 (QQ 交流群) ───────────────────┐        |
    |        │                                                              │        |
    |        │  昵称  林小雨                                 自动           │        |
    |        │  商品  烤箱温度计                             自动，来自来信 │        |
    |        │▸ 单号 [20261010-0387                        ] 必填           │        |
    |        │──────────────────────────────────────────────────────────────│        |
    |        │  亲，林小雨，烤箱温度计的退款已登记，单号 20261010-0387。48  │        |
    |        │  小时内原路退回；寄回运费由我们承担。                        │        |
    |        │                                                              │        |
    |        │  可以发出  55 字 (上限 500)    未填 0   违禁词 0             │        |
    |        │                                                              │        |
    |        └─ Enter 下一格/发送   S-Tab 上一格   ^T 换话术   Esc 留作草稿 ┘        |
    |                                                                                |
    |                                                                                |
    |                                                                                |
    ");
}

#[test]
fn small_forms_scroll_to_the_cursor() {
    let mut kit = Kit::new();
    kit.glyphs = ASCII;
    let mut form = refund();
    form.set_focus(1);
    let mut buf = blank(34, 7);
    assert!(form.paint(&mut buf, Rect::new(0, 0, 34, 7), &kit.look()).is_some());
    insta::assert_snapshot!(dump(&buf), @r"
    |+- 填话术 tk 退款流程 给 林小.. -+|
    ||  昵称  林小雨       自动       ||
    ||> 商品 [烤箱温度计 ] 自动，来.. ||
    ||  单号  ____         必填       ||
    ||  可以发出  55 字 (上限 500) .. ||
    |+- Esc 留作草稿 -----------------+|
    |                                  |
    ");
    let mut buf = blank(34, 3);
    assert!(form.paint(&mut buf, Rect::new(0, 0, 34, 3), &kit.look()).is_some());
    assert!(dump(&buf).contains("> 商品"), "{}", dump(&buf));
    for (width, height) in [(0, 0), (1, 1), (3, 2), (8, 3), (200, 60)] {
        let mut buf = blank(width, height);
        form.paint(&mut buf, Rect::new(0, 0, width, height), &kit.look());
    }
}

#[test]
fn long_fields_and_choices_are_drawn() {
    let kit = Kit::new();
    let text = "第一行很长很长很长很长很长很长很长很长很长的话\n第二行";
    let fields = vec![
        Field::choice("类型", vec!["固定".into(), "热点".into()], 1),
        Field::long("正文", text, 3),
        Field::text("备注", ""),
    ];
    let mut form = Form::new("新建", fields);
    let draw = |form: &Form| {
        let mut buf = blank(48, 10);
        form.paint(&mut buf, Rect::new(0, 0, 48, 10), &kit.look());
        dump(&buf)
    };
    form.set_focus(0);
    let without = draw(&form);
    form.set_focus(1);
    insta::assert_snapshot!(without + &draw(&form), @r"
    |    ┌─ 新建 ───────────────────────────────┐    |
    |    │                                      │    |
    |    │▸ 类型   1 固定 [2 热点]              │    |
    |    │  正文  第一行很长很长很长很长很长很  │    |
    |    │        长很长很长很长的话            │    |
    |    │        第二行                        │    |
    |    │  备注  ____                          │    |
    |    │                                      │    |
    |    └─ Enter 下一格  Esc 留作草稿 ─────────┘    |
    |                                                |
    |    ┌─ 新建 ───────────────────────────────┐    |
    |    │                                      │    |
    |    │  类型   1 固定 [2 热点]              │    |
    |    │▸ 正文 [第一行很长很长很长很长很长很] │    |
    |    │       [长很长很长很长的话          ] │    |
    |    │       [第二行                      ] │    |
    |    │  备注  ____                          │    |
    |    │                                      │    |
    |    └─ Enter 下一格  Esc 留作草稿 ─────────┘    |
    |                                                |
    ");
}

#[test]
fn input_methods_find_the_terminals_own_cursor() {
    let kit = Kit::new();
    let mut form = refund();
    form.paste("审核");
    let mut tty = ratatui::Terminal::new(Screen::fixed(Vec::new(), 80, 24)).unwrap();
    let mut parser = terminal(80, 24);
    let mut at = None;
    tty.draw(|frame| {
        at = form.paint(&mut frame.buffer_mut().clone(), frame.area(), &kit.look());
        form.draw(frame, frame.area(), &kit.look());
    })
    .unwrap();
    parser.process(&std::mem::take(tty.backend_mut().writer()));
    let at = at.unwrap();
    assert!(!parser.screen().hide_cursor());
    assert_eq!(parser.screen().cursor_position(), (at.y, at.x));
    let row = shown(&parser)[usize::from(at.y)].clone();
    assert!(row.contains("▸ 单号 [审核 "), "{row}");
    tty.draw(|_| {}).unwrap();
    parser.process(&std::mem::take(tty.backend_mut().writer()));
    assert!(parser.screen().hide_cursor(), "without a field there is no cursor");
    assert!(shown(&parser).concat().is_empty());
}

#[test]
fn choices_not_looked_at_are_known() {
    let choice = || Field::choice("方式", vec!["甲".into(), "乙".into()], 0);
    let mut form = Form::new("t", vec![Field::text("单号", "").required(true), choice()]);
    assert!(form.unseen());
    form.set_focus(1);
    assert!(!form.unseen(), "the cursor has stood in it");
    assert!(!Form::new("t", vec![choice()]).unseen(), "it stands there at once");
    assert!(!Form::new("t", vec![Field::text("a", "")]).unseen());
}
