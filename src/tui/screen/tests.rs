use super::*;
use crate::tui::dump::{Kit, blank, rows, shown, terminal};
use crate::tui::paint;
use crate::tui::theme::Role;
use proptest::prelude::*;
use ratatui::backend::CrosstermBackend;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

/// The bytes that lead from one picture to the next.
fn frame(screen: &mut Screen<Vec<u8>>, from: &Buffer, to: &Buffer) -> Vec<u8> {
    screen.draw(from.diff_iter(to)).unwrap();
    screen.hide_cursor().unwrap();
    screen.flush().unwrap();
    std::mem::take(screen.writer())
}

fn put(buf: &mut Buffer, x: u16, y: u16, text: &str, style: Style) {
    paint::put(buf, x, y, u16::MAX, text, style);
}

#[test]
fn styles_change_in_the_fewest_bytes() {
    let pen = |fg, mods| Pen { fg, bg: Color::Reset, mods };
    let (bold, dim, none) = (Modifier::BOLD, Modifier::DIM, Modifier::empty());
    for (from, to, bytes) in [
        (None, PLAIN, "\x1b[m"),
        (Some(pen(Color::Indexed(6), bold)), PLAIN, "\x1b[m"),
        (Some(PLAIN), pen(Color::Indexed(6), none), "\x1b[36m"),
        (Some(PLAIN), pen(Color::Cyan, none), "\x1b[36m"),
        (Some(PLAIN), pen(Color::Indexed(9), bold), "\x1b[1;91m"),
        (None, pen(Color::Indexed(9), bold), "\x1b[0;1;91m"),
        (Some(pen(Color::Indexed(3), bold)), pen(Color::Indexed(3), none), "\x1b[22m"),
        (Some(pen(Color::Indexed(3), bold)), pen(Color::Reset, dim), "\x1b[0;2m"),
        (Some(pen(Color::Reset, bold | dim)), pen(Color::Reset, dim), "\x1b[0;2m"),
        (Some(pen(Color::Reset, bold | Modifier::UNDERLINED)), pen(Color::Reset, bold), "\x1b[24m"),
        (Some(PLAIN), pen(Color::Indexed(208), none), "\x1b[38;5;208m"),
        (Some(PLAIN), pen(Color::Rgb(1, 2, 3), Modifier::REVERSED), "\x1b[7;38;2;1;2;3m"),
        (Some(PLAIN), Pen { fg: Color::White, bg: Color::Red, mods: none }, "\x1b[97;41m"),
        (Some(Pen { bg: Color::Red, ..PLAIN }), pen(Color::Reset, bold), "\x1b[1;49m"),
    ] {
        let mut out = String::new();
        push_style(&mut out, from, to);
        assert!(out.len() <= bytes.len(), "{from:?} {to:?} {out:?}");
        // Whatever the bytes, a terminal ends in the same style.
        let mut parser = terminal(10, 1);
        let mut start = String::new();
        push_style(&mut start, None, from.unwrap_or(pen(Color::Blue, bold)));
        parser.process((start + &out + "x").as_bytes());
        let cell = parser.screen().cell(0, 0).unwrap();
        let mods = (cell.bold(), cell.dim(), cell.underline(), cell.inverse());
        let wanted = [bold, dim, Modifier::UNDERLINED, Modifier::REVERSED].map(|m| to.mods.contains(m));
        assert_eq!(mods, wanted.into(), "{from:?} {to:?} {out:?}");
    }
}

#[test]
fn blanks_between_hits_take_off_only_what_shows_on_them() {
    let hit = Pen { fg: Color::Indexed(3), bg: Color::Reset, mods: Modifier::BOLD | Modifier::UNDERLINED };
    let bare = Pen { mods: Modifier::BOLD, ..hit };
    assert_eq!(sequence::unseen(hit, hit), bare);
    assert_eq!(sequence::unseen(hit, PLAIN), PLAIN);
    assert!(is_invisible(bare) && !is_invisible(hit));
}

#[test]
fn moves_take_the_shortest_way() {
    let at = |x, y| Position { x, y };
    for (from, to, bytes) in [
        (None, at(0, 0), "\x1b[1H"),
        (None, at(7, 11), "\x1b[12;8H"),
        (Some(at(4, 2)), at(5, 2), "\x1b[C"),
        (Some(at(4, 2)), at(30, 2), "\x1b[26C"),
        (Some(at(40, 2)), at(0, 2), "\r"),
        (Some(at(40, 2)), at(3, 2), "\x1b[4G"),
        (Some(at(40, 2)), at(40, 4), "\n\n"),
        (Some(at(40, 2)), at(0, 3), "\n\r"),
        (Some(at(40, 2)), at(2, 3), "\x1b[4;3H"),
        (Some(at(40, 12)), at(2, 13), "\n\r\x1b[2C"),
        (Some(at(40, 2)), at(40, 1), "\x1b[2;41H"),
    ] {
        let mut out = String::new();
        push_move(&mut out, from, to);
        assert!(out.len() <= bytes.len(), "{from:?} {to:?} {out:?}");
        let mut parser = terminal(80, 24);
        if let Some(from) = from {
            parser.process(format!("\x1b[{};{}H", from.y + 1, from.x + 1).as_bytes());
        }
        parser.process(out.as_bytes());
        assert_eq!(parser.screen().cursor_position(), (to.y, to.x), "{out:?}");
    }
}

#[test]
fn a_row_of_han_is_only_its_text() {
    let mut screen = Screen::fixed(Vec::new(), 80, 24);
    let empty = blank(80, 24);
    let mut han = empty.clone();
    put(&mut han, 0, 3, &"群".repeat(40), Style::new());
    frame(&mut screen, &empty, &empty);
    let bytes = frame(&mut screen, &empty, &han);
    assert!(bytes.len() <= 40 * 3 + 8, "{} bytes", bytes.len());
    assert!(frame(&mut screen, &han, &han).is_empty(), "nothing new, nothing sent");
    let erased = frame(&mut screen, &han, &empty);
    assert!(erased.len() <= 12, "{:?}", String::from_utf8_lossy(&erased));
}

#[test]
fn signs_of_doubtful_width_do_not_shift_what_follows() {
    let mut screen = Screen::fixed(Vec::new(), 20, 1);
    let empty = blank(20, 1);
    let mut buf = empty.clone();
    put(&mut buf, 0, 0, "a…b★c👍d", Style::new());
    let bytes = String::from_utf8(frame(&mut screen, &empty, &buf)).unwrap();
    for (sign, next) in [("…", "\x1b[1;3Hb"), ("★", "\x1b[1;5Hc"), ("👍", "\x1b[1;8Hd")] {
        assert!(bytes.contains(&format!("{sign}{next}")), "{bytes:?}");
    }
}

#[test]
fn only_large_frames_are_synchronized() {
    let mut screen = Screen::fixed(Vec::new(), 80, 24);
    let empty = blank(80, 24);
    let mut full = empty.clone();
    for y in 0..24 {
        put(&mut full, 0, y, &"字".repeat(40), Style::new());
    }
    let bytes = frame(&mut screen, &empty, &full);
    assert!(bytes.starts_with(b"\x1b[?2026h") && bytes.ends_with(b"\x1b[?2026l"));
    let mut one = full.clone();
    put(&mut one, 0, 0, "x", Style::new());
    assert!(!frame(&mut screen, &full, &one).starts_with(b"\x1b[?2026h"));
}

#[test]
fn the_cursor_is_shown_and_hidden_once() {
    let mut screen = Screen::fixed(Vec::new(), 80, 24);
    for _ in 0..2 {
        screen.show_cursor().unwrap();
        screen.set_cursor_position((4, 2)).unwrap();
    }
    screen.flush().unwrap();
    assert_eq!(screen.writer().as_slice(), b"\x1b[?25h\x1b[3;5H");
    screen.forget();
    screen.show_cursor().unwrap();
    screen.flush().unwrap();
    assert!(screen.writer().ends_with(b"\x1b[?25h"));
}

#[test]
fn a_cleared_screen_is_plain() {
    let mut screen = Screen::fixed(Vec::new(), 10, 2);
    let empty = blank(10, 2);
    let mut loud = empty.clone();
    put(&mut loud, 0, 0, "x", Style::new().bg(Color::Red));
    frame(&mut screen, &empty, &loud);
    screen.clear().unwrap();
    screen.flush().unwrap();
    assert_eq!(screen.writer().as_slice(), b"\x1b[m\x1b[2J");
    assert!(screen.clear_region(ClearType::CurrentLine).is_err());
}

/// The queue of screens.md §3 at 80x24: eleven rows from `first`, one of them the cursor's, and its preview.
fn queue(first: usize, cursor: usize) -> Buffer {
    let kit = Kit::new();
    let look = kit.look();
    let mut buf = blank(80, 24);
    paint::rule(&mut buf, Rect::new(0, 3, 80, 1), &look, "审核 20：入群 7 内容 13", "全部，旧的在前", true);
    let who = ["糖霜饼干", "麦子", "Luna", "小厨娘阿静", "一只贝果", "奶盖侠", "momo", "酵母不睡觉"];
    let what = [
        "加V领免费模具，名额有限",
        "你懂什么烘焙，滚出去",
        "答：订单尾号 1234",
        "第一次做可颂，求点评",
        "进群领券，点主页链接",
    ];
    for (y, n) in (4..15).zip(first..) {
        let pieces = [
            (if n == cursor { " ▸  " } else { "    " }, Role::Key),
            (if n % 3 == 0 { "L3 内容 " } else { "L2 入群 " }, Role::Text),
            (["微信 新手2群  ", "QQ 交流群     ", "小红书 群聊   "][n % 3], Role::Text),
        ];
        let x = paint::spans(&mut buf, 0, y, 80, &pieces, &look);
        paint::put(&mut buf, x, y, 10, who[n % 8], look.style(Role::Text));
        paint::put(&mut buf, x + 12, y, 24, what[n % 5], look.style(Role::Text));
        paint::put(&mut buf, 64, y, 6, ["广告", "通过"][n % 2], look.style([Role::Bad, Role::Good][n % 2]));
        paint::put_right(&mut buf, 70, y, 7, &format!("{}时{:02}", n / 9, n % 60), look.style(Role::Muted));
    }
    let row = u16::try_from(cursor - first).unwrap() + 4;
    paint::cursor_row(&mut buf, Rect::new(0, row, 80, 1), &look);
    let title = format!("{}  微信 新手2群  入群 {} 天  违规 1 (90天内)", who[cursor % 8], cursor % 7);
    paint::rule(&mut buf, Rect::new(0, 15, 80, 1), &look, &title, "", false);
    put(&mut buf, 1, 16, &format!("「{}，先到先得 [wx: ****{}]」", what[cursor % 5], 7700 + cursor), Style::new());
    put(&mut buf, 1, 17, &format!("机审 R3 广告引流 0.9{}：命中 加V，微信号；另有 2 条近似", cursor % 5), Style::new());
    put(&mut buf, 1, 18, &format!("L2 阿泽 13:{} 上交：像小号，请定", 10 + cursor), Style::new());
    buf
}

#[test]
fn a_key_costs_few_bytes() {
    for (what, from, to, most) in [
        ("move", (0, 4), (0, 5), 430),
        ("move up", (0, 5), (0, 4), 430),
        ("scroll", (0, 10), (1, 11), 560),
        ("scroll up", (3, 3), (2, 2), 560),
        ("page", (0, 10), (10, 20), 1500),
    ] {
        let mut screen = Screen::fixed(Vec::new(), 80, 24);
        let (from, to) = (queue(from.0, from.1), queue(to.0, to.1));
        frame(&mut screen, &blank(80, 24), &from);
        let own = frame(&mut screen, &from, &to);
        let mut stock = Vec::new();
        CrosstermBackend::new(&mut stock).draw(from.diff_iter(&to)).unwrap();
        assert!(own.len() <= most && own.len() * 2 < stock.len(), "{what}: {} bytes, stock {}", own.len(), stock.len());
    }
}

/// A chooser: five rows, the cursor on the last, and under them in full what the cursor is on.
fn chooser(first: usize) -> Buffer {
    let what = ["退款登记，原路退回", "少发漏发，当天补寄", "直播回放，在群公告", "发票怎么开，三步"];
    let mut buf = blank(80, 24);
    for (y, at) in (10..15).zip(first..) {
        let (code, style) = (format!("{} a{}", at + 1, char::from(b'a' + at as u8)), Style::new().dim());
        put(&mut buf, 3, y, &code, Style::new().fg(Color::Indexed(6)));
        put(&mut buf, 14, y, &format!("{} {at}", what[at % 4]), Style::new());
        put(&mut buf, 36, y, &format!("你好，{}的事收到了，会在 {at} 时内处理", what[(at + 1) % 4]), style);
    }
    put(&mut buf, 1, 14, "▸", Style::new().bold());
    paint::restyle(&mut buf, Rect::new(14, 14, 20, 1), Style::new().reversed());
    for y in 16..20 {
        put(
            &mut buf,
            1,
            y,
            &format!("{}，第 {} 条，{}。", what[(first + usize::from(y)) % 4], first, what[first % 4]),
            Style::new(),
        );
    }
    buf
}

#[test]
fn a_list_of_five_rows_is_moved_too() {
    for (from, to) in [(0, 1), (3, 4), (7, 8)] {
        let mut screen = Screen::fixed(Vec::new(), 80, 24);
        frame(&mut screen, &blank(80, 24), &chooser(from));
        let own = frame(&mut screen, &chooser(from), &chooser(to));
        let text = String::from_utf8_lossy(&own).into_owned();
        assert!(text.contains("\x1b[11;15r\x1b[15H\n\x1b[r"), "the five rows are a band: {text:?}");
        assert!(own.len() <= 520, "{} bytes: {text:?}", own.len());
        replay(&[chooser(from), chooser(to), chooser(from)]).unwrap();
    }
}

#[test]
fn what_a_scroll_would_not_save_is_sent() {
    // Two rows of two letters arrive as they should; setting a band for them costs more.
    let short = |first: usize| {
        let mut buf = blank(80, 24);
        for (y, at) in (3..6).zip(first..) {
            put(&mut buf, 1, y, &format!("a{at}"), Style::new());
        }
        for y in 8..20 {
            put(&mut buf, 1, y, &format!("第 {first} 行 {}", usize::from(y) * (first + 7)), Style::new());
        }
        buf
    };
    let mut screen = Screen::fixed(Vec::new(), 80, 24);
    frame(&mut screen, &blank(80, 24), &short(0));
    let own = String::from_utf8(frame(&mut screen, &short(0), &short(1))).unwrap();
    assert!(!own.contains("\x1b[r"), "{own:?}");
}

#[test]
fn a_text_with_hits_in_place_of_another_costs_the_text_and_its_styles() {
    let mut screen = Screen::fixed(Vec::new(), 80, 4);
    let hit = Style::new().bold().underlined().fg(Color::Indexed(3));
    let (empty, mut was, mut is) = (blank(80, 4), blank(80, 4), blank(80, 4));
    put(&mut was, 1, 1, "「收多肉收多肉，有的说话，先到先得」", Style::new());
    put(&mut is, 1, 1, "a进群领券", Style::new());
    // Each wide sign stands across two of before.
    put(&mut is, 11, 1, "[微信：*5566] [加V]", hit);
    is[(24, 1)].set_style(Style::reset());
    put(&mut is, 40, 1, "x", Style::new());
    frame(&mut screen, &empty, &was);
    let text = "a进群领券 [微信：*5566] [加V]x".len();
    let bytes = frame(&mut screen, &was, &is);
    // Two styles there and back, one way over a gap, one rest of a row.
    assert!(bytes.len() <= text + 2 * (9 + 3) + 16, "{:?}", String::from_utf8_lossy(&bytes));
}

#[test]
fn rows_begin_and_end_in_few_bytes() {
    let (empty, mut was, mut is) = (blank(80, 4), blank(80, 4), blank(80, 4));
    for y in 0..3 {
        put(&mut was, 1, y, "一行更长的字，一直写到这里为止", Style::new().dim());
        put(&mut is, 1, y, "短", Style::new().bold());
    }
    let mut screen = Screen::fixed(Vec::new(), 80, 4);
    frame(&mut screen, &empty, &was);
    let bytes = String::from_utf8(frame(&mut screen, &was, &is)).unwrap();
    assert_eq!(bytes.matches("\x1b[K").count(), 3, "{bytes:?}");
    assert_eq!(bytes.matches("\n\r ").count(), 2, "{bytes:?}");
}

fn any_buffer() -> impl Strategy<Value = Buffer> {
    let styles = prop::sample::select(vec![
        Style::new(),
        Style::new().bold(),
        Style::new().dim(),
        Style::new().reversed(),
        Style::new().fg(Color::Indexed(6)),
        Style::new().fg(Color::Indexed(9)).bold().underlined(),
        Style::new().fg(Color::White).bg(Color::Red),
        Style::new().fg(Color::Rgb(9, 8, 7)),
    ]);
    let text = "[a-c 审核。─▸ ]{0,12} {0,12}";
    prop::collection::vec((0u16..30, 0u16..5, text, styles), 0..12).prop_map(|pieces| {
        let mut buf = blank(30, 5);
        for (x, y, text, style) in pieces {
            put(&mut buf, x, y, &text, style);
        }
        buf
    })
}

/// Sends the pictures one after another and compares what the terminal shows with each.
fn replay(pictures: &[Buffer]) -> Result<(), TestCaseError> {
    let (width, height) = (pictures[0].area.width, pictures[0].area.height);
    let mut screen = Screen::fixed(Vec::new(), width, height);
    let mut parser = terminal(width, height);
    let mut before = blank(width, height);
    for (at, next) in pictures.iter().enumerate() {
        // Now and then somebody else writes and the program redraws everything.
        if at % 5 == 4 {
            parser.process(b"\x1b[5;41mrubbish\r\n\x1b[?25h");
            screen.clear().unwrap();
            before = blank(width, height);
        }
        parser.process(&frame(&mut screen, &before, next));
        let trimmed: Vec<String> = rows(next).iter().map(|r| r.trim_end().to_owned()).collect();
        prop_assert_eq!(shown(&parser), trimmed);
        for y in 0..height {
            let mut x = 0;
            while x < width {
                let (cell, seen) = (&next[(x, y)], parser.screen().cell(y, x).unwrap());
                let visible = if cell.symbol() == " " { ON_BLANK } else { Modifier::all() };
                let wanted = cell.modifier & visible;
                prop_assert_eq!(seen.inverse(), wanted.contains(Modifier::REVERSED), "{} {}", x, y);
                prop_assert_eq!(seen.underline(), wanted.contains(Modifier::UNDERLINED), "{} {}", x, y);
                prop_assert_eq!(seen.bgcolor() == vt100::Color::Idx(1), cell.bg == Color::Red, "{} {}", x, y);
                if cell.symbol() != " " {
                    prop_assert_eq!(
                        (seen.bold(), seen.dim()),
                        (wanted.contains(Modifier::BOLD), wanted.contains(Modifier::DIM))
                    );
                    prop_assert_eq!(seen.fgcolor() == vt100::Color::Default, cell.fg == Color::Reset);
                }
                x += cell.symbol().cell_width().max(1);
            }
        }
        before = next.clone();
    }
    Ok(())
}

proptest! {
    #[test]
    fn the_terminal_shows_the_buffer(pictures in prop::collection::vec(any_buffer(), 1..5)) {
        replay(&pictures)?;
    }

    #[test]
    fn the_terminal_follows_a_list(
        lines in prop::collection::vec("[a-c审核。]{0,12}", 20), views in prop::collection::vec((0usize..8, 0usize..8), 1..12),
    ) {
        let view = |(first, cursor): (usize, usize)| {
            let mut buf = blank(30, 12);
            put(&mut buf, 0, 0, "标题", Style::new().bold());
            for (y, line) in (2..10).zip(&lines[first..]) {
                put(&mut buf, 1, y, line, Style::new());
            }
            let row = Rect::new(0, u16::try_from(cursor).unwrap() + 2, 30, 1);
            paint::restyle(&mut buf, row, Style::new().reversed());
            put(&mut buf, 0, 11, &lines[first + cursor], Style::new().dim());
            buf
        };
        // Views one apart are what makes the terminal scroll.
        let mut steps = Vec::new();
        for (first, cursor) in views {
            steps.extend([view((first, cursor)), view((first + 1, cursor)), view((first, cursor))]);
        }
        replay(&steps)?;
    }
}
