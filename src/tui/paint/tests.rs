use super::*;
use crate::tui::dump::{Kit, blank, dump, in_role, rows, shown, terminal};
use crate::tui::look::ASCII;
use crate::tui::screen::Screen;
use proptest::prelude::*;
use ratatui::backend::{Backend, CrosstermBackend};

#[test]
fn text_is_cut_but_never_halved() {
    for (text, columns, seen, used) in [
        ("abc", 5, "abc", 3),
        ("abcdef", 5, "abc..", 5),
        ("审核队列", 8, "审核队列", 8),
        ("审核队列", 7, "审核..", 6),
        ("审核队列", 6, "审核..", 6),
        ("审核队列", 5, "审..", 4),
        ("审核队列", 3, "..", 2),
        ("审核", 1, ".", 1),
        ("审核", 0, "", 0),
        ("a\u{7}b", 5, "ab", 2),
        ("é\u{301}x", 2, "é\u{301}x", 2),
    ] {
        let mut buf = blank(10, 1);
        assert_eq!(put(&mut buf, 1, 0, columns, text, Style::new()), used, "{text} {columns}");
        assert_eq!(rows(&buf)[0].trim(), seen, "{text} {columns}");
    }
}

#[test]
fn nothing_is_drawn_outside() {
    let mut buf = blank(6, 2);
    for (x, y) in [(6, 0), (0, 2), (u16::MAX, 0), (0, u16::MAX)] {
        assert_eq!(put(&mut buf, x, y, 9, "审核", Style::new()), 0);
    }
    assert_eq!(put(&mut buf, 3, 1, u16::MAX, "审核", Style::new()), 2, "the buffer's edge cuts");
    assert_eq!(dump(&buf), "|      |\n|   .. |\n");
}

#[test]
fn text_stands_right() {
    let mut buf = blank(12, 3);
    assert_eq!(put_right(&mut buf, 1, 0, 10, "3时12", Style::new()), 5);
    put_right(&mut buf, 1, 1, 4, "3时12分", Style::new());
    assert_eq!(put_right(&mut buf, 1, 2, 10, "", Style::new()), 0);
    assert_eq!(dump(&buf), "|      3时12 |\n| 3..        |\n|            |\n");
}

#[test]
fn pieces_follow_each_other() {
    let kit = Kit::new();
    let mut buf = blank(20, 2);
    let pieces = [("余 6分", Role::Warn), (" ", Role::Text), ("林小雨 在等", Role::Text), ("后", Role::Bad)];
    assert_eq!(spans(&mut buf, 0, 0, 20, &pieces, &kit.look()), 20);
    assert_eq!(spans(&mut buf, 0, 1, 10, &pieces, &kit.look()), 9);
    assert_eq!(dump(&buf), "|余 6分 林小雨 在等后|\n|余 6分 ..           |\n");
    assert_eq!(in_role(&buf, &kit.look(), Role::Warn), ["余6分", "余6分"]);
    assert_eq!(in_role(&buf, &kit.look(), Role::Bad), ["后"]);
}

#[test]
fn rules_keep_the_title_and_drop_the_right() {
    let mut kit = Kit::new();
    let mut buf = blank(26, 7);
    let row = |y| Rect::new(0, y, 26, 1);
    rule(&mut buf, row(0), &kit.look(), "3 审核", "20：旧 3时12", true);
    rule(&mut buf, row(1), &kit.look(), "3 审核", "20：最旧 3时12", false);
    rule(&mut buf, row(2), &kit.look(), "一个很长很长很长很长的标题名", "x", false);
    rule(&mut buf, row(3), &kit.look(), "", "右", false);
    rule(&mut buf, row(4), &kit.look(), "", "", false);
    rule(&mut buf, Rect::new(0, 5, 5, 1), &kit.look(), "标题", "", true);
    kit.glyphs = ASCII;
    rule(&mut buf, row(6), &kit.look(), "4 指标", "越界1", true);
    insta::assert_snapshot!(dump(&buf), @r"
    |═ 3 审核 ══ 20：旧 3时12 ═|
    |─ 3 审核 ─────────────────|
    |─ 一个很长很长很长很长.. ─|
    |───────────────────── 右 ─|
    |──────────────────────────|
    |═════                     |
    |= 4 指标 ========= 越界1 =|
    ");
    assert_eq!(in_role(&buf, &kit.look(), Role::RuleFocus)[0], "═3审核═══");
}

#[test]
fn hits_are_marked_without_colour() {
    let text = "加V领免费模具，名额有限";
    let hits = [22..31, 0..4, 3..4, 28..34, 5..5, 1..2, 99..100];
    let (pieces, words): (Vec<_>, Vec<_>) = marked(text, &hits).into_iter().map(|p| (p, p.0)).unzip();
    assert_eq!(words.concat(), "[加V]领免费模具，[名额有限]");
    assert_eq!(pieces.iter().filter(|p| p.1 == Role::Hit).count(), 6);
    assert_eq!(marked("无", &[]), [("无", Role::Text)]);
    assert_eq!(marked("", &[]), []);
}

#[test]
fn the_cursor_row_is_reverse_without_colours() {
    let kit = Kit::new();
    let mut buf = blank(10, 1);
    let pieces = [("迟", Role::Bad), ("4分", Role::Muted), (" ", Role::Text)];
    spans(&mut buf, 0, 0, 10, &pieces, &kit.look());
    cursor_row(&mut buf, Rect::new(0, 0, 99, 1), &kit.look());
    for x in 0..10 {
        let cell = &buf[(x, 0)];
        assert_eq!((cell.fg, cell.bg), (Color::Reset, Color::Reset));
        assert!(cell.modifier.contains(Modifier::REVERSED) && !cell.modifier.contains(Modifier::DIM));
    }
    assert!(buf[(0, 0)].modifier.contains(Modifier::BOLD), "the loud word stays loud");
}

/// What a terminal shows after drawing `first` and then `second` over it.
fn seen(first: &Buffer, second: &Buffer, stock: bool) -> String {
    let empty = Buffer::empty(first.area);
    let mut bytes = Vec::new();
    let frames = [(&empty, first), (first, second)];
    let mut stock_backend = CrosstermBackend::new(&mut bytes);
    let mut own = Vec::new();
    let mut screen = Screen::fixed(&mut own, first.area.width, first.area.height);
    for (from, to) in frames {
        let cells = || from.diff_iter(to);
        if stock {
            stock_backend.draw(cells()).unwrap();
        } else {
            screen.draw(cells()).unwrap();
            screen.flush().unwrap();
        }
    }
    let mut parser = terminal(first.area.width, first.area.height);
    parser.process(if stock { &bytes } else { &own });
    shown(&parser).join("\n")
}

fn wall(width: u16, height: u16, shift: u16) -> Buffer {
    let mut buf = blank(width, height);
    for y in 0..height {
        put(
            &mut buf,
            shift * (y % 2),
            y,
            width,
            &"群".repeat(usize::from((width - shift * (y % 2)) / 2)),
            Style::new(),
        );
    }
    buf
}

#[test]
fn a_box_over_wide_characters_keeps_its_borders() {
    let kit = Kit::new();
    for stock in [true, false] {
        for x in 2..6 {
            for width in 6..9 {
                let below = wall(20, 5, 1);
                let mut over = below.clone();
                boxed(&mut over, Rect::new(x, 1, width, 3), &kit.look(), "");
                let screen = seen(&below, &over, stock);
                let lines: Vec<&str> = screen.lines().collect();
                let at = usize::from(x);
                for (row, left, right) in [(1, '┌', '┐'), (2, '│', '│'), (3, '└', '┘')] {
                    let cells: Vec<char> =
                        lines[row].chars().flat_map(|c| if c == '群' { vec![c, '\0'] } else { vec![c] }).collect();
                    assert_eq!((cells[at], cells[at + usize::from(width) - 1]), (left, right), "{x} {width}\n{screen}");
                }
                assert_eq!(lines[0].matches('群').count(), 10, "{screen}");
            }
        }
    }
}

#[test]
fn drawing_over_half_a_wide_character_blanks_the_other_half() {
    let mut buf = wall(12, 1, 0);
    put(&mut buf, 3, 0, 2, "ab", Style::new());
    assert_eq!(dump(&buf), "|群 ab 群群群|\n");
    put(&mut buf, 7, 0, 2, "", Style::new());
    assert_eq!(dump(&buf), "|群 ab 群群群|\n", "nothing drawn, nothing blanked");
    clear_wide(&mut buf, Rect::new(7, 0, 2, 1));
    assert_eq!(dump(&buf), "|群 ab     群|\n");
}

#[test]
fn a_box_has_a_title_and_an_inside() {
    let kit = Kit::new();
    let mut buf = wall(30, 6, 1);
    let inside = boxed(&mut buf, Rect::new(3, 1, 20, 4), &kit.look(), "填话术 tk 退款流程");
    assert_eq!(inside, Rect::new(4, 2, 18, 2));
    insta::assert_snapshot!(dump(&buf), @r"
    |群群群群群群群群群群群群群群群|
    | 群┌─ 填话术 tk 退.. ─┐群群群 |
    |群 │                  │ 群群群|
    | 群│                  │群群群 |
    |群 └──────────────────┘ 群群群|
    | 群群群群群群群群群群群群群群 |
    ");
    assert!(boxed(&mut buf, Rect::new(28, 0, 1, 1), &kit.look(), "x").is_empty());
}

proptest! {
    #[test]
    fn what_is_put_fits(text in "[a审é👩‍🚀…\u{200B}\u{301}ﾞ \\t]{0,30}", x in 0u16..25, columns in 0u16..25) {
        let mut buf = blank(20, 1);
        let used = put(&mut buf, x, 0, columns, &text, Style::new().bold());
        prop_assert!(used <= columns);
        let mut at = 0;
        while at < 20 {
            let wide = buf[(at, 0)].symbol().cell_width();
            prop_assert!(wide > 0 && at + wide <= 20 && (at + 1..at + wide).all(|x| buf[(x, 0)].symbol() == " "));
            at += wide;
        }
        let touched = (0..20).filter(|x| buf[(*x, 0)].modifier.contains(Modifier::BOLD));
        prop_assert!(touched.into_iter().all(|at| at >= x && at < x + used));
    }
}
