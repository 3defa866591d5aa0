use super::*;
use crate::tui::dump::{Kit, blank, dump};
use crate::tui::look::ASCII;
use ratatui::style::Style;

/// The dock of screens.md §3.
fn reasons() -> Menu<u32> {
    let rows = [
        ("广告引流", "3.2"),
        ("刷屏", "3.3"),
        ("人身攻击", "4.1"),
        ("违法违规", "1.1"),
        ("不实信息", "2.4"),
        ("无关内容", "3.1"),
        ("重复内容", "3.4"),
        ("隐私泄露", "4.3"),
        ("其他，写一句", ""),
    ];
    let items = (1..).zip(rows).map(|(n, (label, note))| MenuItem {
        note: note.into(),
        suggested: n == 1,
        ..MenuItem::new(char::from_digit(n, 10).unwrap(), label, n)
    });
    let mut menu = Menu::new("拒绝 糖霜饼干，按一位数字选理由", items.collect());
    menu.lines = vec!["之后：移除，通知草稿，记 1 次违规 (90 天内第 2 次，警告线 3 次)".into()];
    menu.hints = "1-9 理由  Enter 用建议 1  . 用上次 (刷屏)  n 不发通知  Esc 返回".into();
    menu.enter = Some(1);
    menu.repeat = Some(2);
    menu.also = vec![('n', 99)];
    menu
}

#[test]
fn the_menu_owns_the_keys() {
    let menu = reasons();
    for (key, told) in [
        ("1", MenuEvent::Chosen(1)),
        ("9", MenuEvent::Chosen(9)),
        ("３", MenuEvent::Chosen(3)),
        ("Enter", MenuEvent::Chosen(1)),
        (".", MenuEvent::Chosen(2)),
        ("。", MenuEvent::Chosen(2)),
        ("n", MenuEvent::Chosen(99)),
        ("Esc", MenuEvent::Cancel),
        ("C-c", MenuEvent::Cancel),
        ("0", MenuEvent::Ignored),
        ("a", MenuEvent::Ignored),
        ("审", MenuEvent::Ignored),
        ("Tab", MenuEvent::Ignored),
        ("C-1", MenuEvent::Ignored),
        ("S-Tab", MenuEvent::Ignored),
    ] {
        assert_eq!(menu.key(key.parse().unwrap()), told, "{key}");
    }
    let bare = Menu::new("去", vec![MenuItem::new('m', "成员", 'm')]);
    for key in ["Enter", ".", "n"] {
        assert_eq!(bare.key(key.parse().unwrap()), MenuEvent::Ignored);
    }
}

#[test]
fn an_item_counts_before_the_repeat_key() {
    let mut menu = reasons();
    menu.items.push(MenuItem::new('.', "点", 7));
    assert_eq!(menu.key(Chord::char('.')), MenuEvent::Chosen(7));
}

#[test]
fn the_dock_of_the_screens() {
    let kit = Kit::new();
    let menu = reasons();
    assert_eq!((menu.height(80), menu.height(71)), (6, 6));
    let mut buf = blank(80, 7);
    for y in 0..7 {
        paint::put(&mut buf, 0, y, 80, &"群".repeat(40), Style::new());
    }
    menu.draw(&mut buf, Rect::new(1, 0, 79, 7), &kit.look());
    insta::assert_snapshot!(dump(&buf), @r"
    |群群群群群群群群群群群群群群群群群群群群群群群群群群群群群群群群群群群群群群群群|
    | ═ 拒绝 糖霜饼干，按一位数字选理由 ═════════════════════════════════════════════|
    |    1  广告引流 3.2 建议     4  违法违规 1.1          7  重复内容 3.4           |
    |    2  刷屏     3.3          5  不实信息 2.4          8  隐私泄露 4.3           |
    |    3  人身攻击 4.1          6  无关内容 3.1          9  其他，写一句           |
    |    之后：移除，通知草稿，记 1 次违规 (90 天内第 2 次，警告线 3 次)             |
    |  1-9 理由  Enter 用建议 1  . 用上次 (刷屏)  n 不发通知  Esc 返回               |
    ");
}

#[test]
fn narrow_docks_have_fewer_columns() {
    let mut kit = Kit::new();
    kit.glyphs = ASCII;
    let mut menu = reasons();
    menu.hints.clear();
    assert_eq!((menu.height(50), menu.height(30), menu.height(4)), (7, 11, 11));
    let mut buf = blank(50, 7);
    menu.draw(&mut buf, Rect::new(0, 0, 50, 7), &kit.look());
    insta::assert_snapshot!(dump(&buf), @r"
    |= 拒绝 糖霜饼干，按一位数字选理由 ================|
    |   1  广告引流 3.2 建议    6  无关内容 3.1        |
    |   2  刷屏     3.3         7  重复内容 3.4        |
    |   3  人身攻击 4.1         8  隐私泄露 4.3        |
    |   4  违法违规 1.1         9  其他，写一句        |
    |   5  不实信息 2.4                                |
    |   之后：移除，通知草稿，记 1 次违规 (90 天内第.. |
    ");
    for (width, height) in [(0, 0), (1, 1), (10, 3), (200, 60)] {
        menu.draw(&mut blank(width, height), Rect::new(0, 0, width, height), &kit.look());
    }
    let empty: Menu<()> = Menu::new("空", vec![]);
    assert_eq!(empty.height(80), 1);
    empty.draw(&mut buf, Rect::new(0, 0, 50, 7), &kit.look());
}
