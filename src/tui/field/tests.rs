use super::*;
use crate::tui::dump::{Kit, blank, dump, event, rows};
use proptest::prelude::*;
use ratatui::style::Modifier;

fn press(field: &mut Field, keys: &str) -> Vec<Typed> {
    keys.split(' ').map(|k| field.key(&event(k))).collect()
}

#[test]
fn text_is_edited() {
    for (keys, value) in [
        ("a 审 ？ Space b", "审核a审？ b"),
        ("Backspace", "审"),
        ("C-h", "审"),
        ("Left Del", "审"),
        ("Home C-d", "核"),
        ("C-a x C-e y", "x审核y"),
        ("Left x", "审x核"),
        ("C-b C-b C-f x", "审x核"),
        ("Space w o r d C-w", "审核 "),
        ("Space w o A-Backspace Home x", "x审核 "),
        ("C-a C-k", ""),
        ("C-u", ""),
        ("C-u C-z", "审核"),
        ("x C-z C-y", "审核x"),
        ("Up Down", "审核"),
        ("C-j A-Enter", "审核"),
    ] {
        let mut field = Field::text("x", "审核");
        press(&mut field, keys);
        assert_eq!(field.value(), value, "{keys}");
    }
    let mut field = Field::text("x", "");
    for k in ["Enter", "Esc", "Tab", "Up", "Down", "C-t", "C-o"] {
        assert_eq!(press(&mut field, k), [Typed::Ignored], "{k} belongs to the form");
    }
    assert_eq!(press(&mut field, "Left C-u C-z"), [Typed::Moved; 3]);
}

#[test]
fn lines_are_edited() {
    let mut field = Field::long("x", "一\n二", 3);
    assert_eq!(field.rows(), 3);
    assert_eq!(press(&mut field, "C-j x A-Enter y"), [Typed::Changed; 4]);
    assert_eq!(field.value(), "一\n二\nx\ny");
    let (moved, ignored) = (Typed::Moved, Typed::Ignored);
    assert_eq!(press(&mut field, "Down Up Up Up Up"), [ignored, moved, moved, moved, ignored]);
    assert_eq!(press(&mut field, "Enter"), [ignored]);
    field.set("新\r\n的\n");
    assert_eq!(field.value(), "新\n的\n");
}

#[test]
fn a_paste_is_one_step_and_clean() {
    for (pasted, one, several) in [
        ("a\r\nb\nc\n", "a b c", "a\nb\nc\n"),
        ("a\tb", "a b", "a b"),
        ("\u{1b}[31m红\u{7}", "[31m红", "[31m红"),
        ("a\u{202E}b\u{200B}c\u{FEFF}", "abc", "abc"),
        ("👩‍🚀", "👩‍🚀", "👩‍🚀"),
    ] {
        let (mut text, mut long) = (Field::text("x", ""), Field::long("x", "", 2));
        assert_eq!((text.paste(pasted), long.paste(pasted)), (Typed::Changed, Typed::Changed));
        assert_eq!((text.value().as_str(), long.value().as_str()), (one, several), "{pasted:?}");
        press(&mut text, "C-z");
        press(&mut long, "C-z");
        assert!(text.is_empty() && long.is_empty(), "{pasted:?}");
        assert_eq!(Field::text("x", pasted).value(), one, "a value put in by the program is cleaned, too");
    }
}

#[test]
fn numbers_refuse_letters_and_fold_digits() {
    let refused = Typed::Refused("tui.number_only");
    for (keys, value, last) in [
        ("1 2 . 5", "12.5", Typed::Changed),
        ("１ ２ ． ５", "12.5", Typed::Changed),
        ("－ ３ 。 ４", "-3.4", Typed::Changed),
        ("7 x", "7", refused),
        ("7 审", "7", refused),
        ("7 Space", "7", refused),
        ("7 8 C-w", "", Typed::Changed),
        ("7 Backspace", "", Typed::Changed),
        ("7 Enter", "7", Typed::Ignored),
        ("7 C-o", "7", Typed::Ignored),
    ] {
        let mut field = Field::number("x", "");
        assert_eq!(press(&mut field, keys).pop().unwrap(), last, "{keys}");
        assert_eq!(field.value(), value, "{keys}");
    }
    let mut field = Field::number("x", "");
    assert_eq!((field.paste("１,286\n"), field.value()), (Typed::Changed, "1286".into()));
    assert_eq!((field.paste("12人"), field.value()), (refused, "1286".into()));
}

#[test]
fn one_is_chosen() {
    let options = || ["固定", "热点", "临时"].map(String::from).to_vec();
    for (keys, value, last) in [
        ("2", "热点", Typed::Changed),
        ("２", "热点", Typed::Changed),
        ("1", "固定", Typed::Moved),
        ("9", "固定", Typed::Moved),
        ("Right Right", "临时", Typed::Changed),
        ("Space Space Space", "固定", Typed::Changed),
        ("Left", "临时", Typed::Changed),
        ("l h", "固定", Typed::Changed),
        ("x", "固定", Typed::Ignored),
        ("Enter", "固定", Typed::Ignored),
        ("C-h", "固定", Typed::Ignored),
    ] {
        let mut field = Field::choice("x", options(), 0);
        assert_eq!(press(&mut field, keys).pop().unwrap(), last, "{keys}");
        assert_eq!(field.value(), value, "{keys}");
    }
    let mut field = Field::choice("x", options(), 9);
    assert_eq!(field.choice_index(), 2);
    field.set("热点");
    field.set("没有");
    assert_eq!(field.choice_index(), 1);
    assert_eq!(press(&mut Field::choice("x", vec![], 0), "1 Right"), [Typed::Ignored, Typed::Ignored]);
}

#[test]
fn what_is_too_long_is_refused() {
    let (changed, refused) = (Typed::Changed, Typed::Refused("tui.too_long"));
    let mut field = Field::text("x", "").max(3);
    assert_eq!(press(&mut field, "a 审 c d"), [changed, changed, changed, refused]);
    assert_eq!(field.value(), "a审c");
    press(&mut field, "Backspace");
    assert_eq!(field.paste("xy"), refused);
    assert_eq!((field.paste("x"), field.limit()), (changed, 3));
    let mut lines = Field::long("x", "a\nb", 2).max(4);
    assert_eq!(press(&mut lines, "C-j x"), [changed, refused], "a line end counts");
}

#[test]
fn the_cursor_stands_where_the_next_letter_goes() {
    let kit = Kit::new();
    for (keys, width, seen, x) in [
        ("C-e", 14, "[审核队列    ]", 9),
        ("Home", 14, "[审核队列    ]", 1),
        ("Left Left", 14, "[审核队列    ]", 5),
        ("C-e", 8, "[ 队列 ]", 6),
        ("Home", 8, "[审核队]", 1),
    ] {
        let mut field = Field::text("x", "审核队列");
        press(&mut field, keys);
        let mut buf = blank(width, 1);
        let at = field.draw(&mut buf, Rect::new(0, 0, width, 1), &kit.look(), true).unwrap();
        assert_eq!((rows(&buf)[0].as_str(), at.x), (seen, x), "{keys} {width}");
        assert!(buf[(1, 0)].modifier.contains(Modifier::UNDERLINED));
        assert!(!buf[(x, 0)].modifier.contains(Modifier::REVERSED), "no painted cursor beside the real one");
    }
    let field = Field::long("x", "第一行很长很长\n第二行", 3);
    let mut buf = blank(12, 3);
    let at = field.draw(&mut buf, Rect::new(0, 0, 12, 3), &kit.look(), true).unwrap();
    assert_eq!((at.x, at.y), (7, 2));
    insta::assert_snapshot!(dump(&buf), @r"
    |[第一行很长]|
    |[很长      ]|
    |[第二行    ]|
    ");
}

#[test]
fn without_the_focus_a_field_is_its_value() {
    let kit = Kit::new();
    let mut buf = blank(30, 5);
    let fields = [Field::text("x", "林小雨"), Field::text("x", ""), Field::number("x", "12.5")];
    for (y, field) in (0..).zip(&fields) {
        assert_eq!(field.draw(&mut buf, Rect::new(1, y, 20, 1), &kit.look(), false), None);
    }
    let choice = Field::choice("x", vec!["固定".into(), "热点".into(), "临时".into()], 1);
    choice.draw(&mut buf, Rect::new(1, 3, 29, 1), &kit.look(), false);
    let at = choice.draw(&mut buf, Rect::new(1, 4, 20, 1), &kit.look(), true);
    assert_eq!(at, Some(Position::new(1, 4)));
    insta::assert_snapshot!(dump(&buf), @r"
    | 林小雨                       |
    | ____                         |
    | 12.5                         |
    |  1 固定 [2 热点] 3 临时      |
    | [2 热点] 2/3                 |
    ");
}

#[test]
fn an_input_asks_one_thing() {
    let kit = Kit::new();
    let mut input = Input::new("查找：", "t");
    for (k, told) in [
        ("k", InputEvent::Changed),
        ("Left", InputEvent::Moved),
        ("Down", InputEvent::Ignored),
        ("Tab", InputEvent::Ignored),
        ("Esc", InputEvent::Cancel),
        ("Enter", InputEvent::Done("tk".into())),
    ] {
        assert_eq!(input.key(&event(k)), told, "{k}");
    }
    assert_eq!(input.paste("a\nb"), InputEvent::Changed);
    input.set("退款");
    let mut buf = blank(20, 2);
    let at = input.draw(&mut buf, Rect::new(1, 0, 19, 2), &kit.look()).unwrap();
    assert_eq!(dump(&buf), "| 查找：[退款       ]|\n|                    |\n");
    assert_eq!((at.x, at.y), (12, 0));
}

const KEYS: &[&str] = &[
    "a",
    "审",
    "Space",
    "Backspace",
    "Del",
    "Left",
    "Right",
    "Home",
    "End",
    "Up",
    "Down",
    "C-w",
    "C-u",
    "C-k",
    "C-z",
    "C-y",
    "C-j",
    "A-d",
    "A-b",
    "A-f",
];

proptest! {
    #[test]
    fn editing_never_breaks(
        keys in prop::collection::vec(prop::sample::select(KEYS), 0..30),
        paste in "[a审é👩‍🚀\n\t\u{200B}\u{1b}]{0,12}", width in 0u16..30, kind in 0usize..4,
    ) {
        let mut field = match kind {
            0 => Field::text("x", "起"),
            1 => Field::long("x", "起\n二", 2),
            2 => Field::number("x", "1"),
            _ => Field::choice("x", vec!["甲".into(), "乙".into()], 0),
        }.max(40);
        field.paste(&paste);
        let kit = Kit::new();
        for k in keys {
            field.key(&event(k));
            let value = field.value();
            prop_assert!(value.chars().count() <= 40 && !value.chars().any(|c| c.is_control() && c != '\n'));
            prop_assert!(kind == 1 || !value.contains('\n'));
            let mut buf = blank(30, 3);
            let area = Rect::new(0, 0, width, 2);
            if let Some(at) = field.draw(&mut buf, area, &kit.look(), true) {
                prop_assert!(area.contains(at), "{} in {}", at, area);
            }
        }
    }
}
