use super::*;
use ratatui::style::Color;

/// screens.md §16: role, dark and light index (`d` is the default).
const TABLE: &str =
    "text d d | muted d d dim | heading d d bold | rule d d dim | rule_focus 6 4 bold | cursor d d reverse
 | mark 3 5 bold | key 6 4 bold | good 2 2 | warn 3 5 bold | bad 9 1 bold | crisis 15/1 15/1 bold reverse | info 6 4
 | self 2 2 | other 5 5 | hit 3 1 bold underline | input d d underline | ghost d d dim | auto 6 4 | gap 3 5 bold
 | chart 6 4 | holiday 2 2";

fn index(text: &str) -> Option<Color> {
    text.parse().ok().map(Color::Indexed)
}

#[test]
fn sixteen_colours_are_exactly_the_table() {
    let rows: Vec<Vec<&str>> = TABLE.split('|').map(|r| r.split_whitespace().collect()).collect();
    assert_eq!(rows.len(), ROLES.len());
    for (name, column) in [("ansi16", 1), ("dark", 1), ("light", 2)] {
        let theme = Theme::load(name, Depth::Sixteen).unwrap();
        for (row, role) in rows.iter().zip(&ROLES) {
            assert_eq!(row[0], role.name);
            let (fg, bg) = row[column].split_once('/').unwrap_or((row[column], "d"));
            let style = theme.style(role.role);
            assert_eq!((style.fg, style.bg), (index(fg), index(bg)), "{name} {}", role.name);
            let words: Modifier = row[3..]
                .iter()
                .map(|w| match *w {
                    "dim" => DIM,
                    "bold" => BOLD,
                    "reverse" if bg == "d" => Modifier::REVERSED,
                    "reverse" => NONE,
                    _ => Modifier::UNDERLINED,
                })
                .collect();
            assert_eq!(style.add_modifier, words, "{name} {}", role.name);
        }
    }
}

#[test]
fn without_colour_only_attributes_remain() {
    for (name, _) in THEMES {
        let theme = Theme::load(name, Depth::Mono).unwrap();
        for row in &ROLES {
            let style = theme.style(row.role);
            assert_eq!((style.fg, style.bg), (None, None), "{name} {}", row.name);
            assert!(style.add_modifier.contains(row.attribute), "{name} {}", row.name);
        }
    }
    let mono = Theme::load("mono", Depth::True).unwrap();
    assert!(ROLES.iter().all(|r| mono.style(r.role).fg.is_none()));
}

#[test]
fn every_theme_keeps_attributes_and_fits_every_depth() {
    for (name, _) in THEMES {
        for depth in [Depth::Sixteen, Depth::TwoFiftySix, Depth::True] {
            let theme = Theme::load(name, depth).unwrap();
            for (at, row) in ROLES.iter().enumerate() {
                assert_eq!(row.role as usize, at);
                let style = theme.style(row.role);
                let mut kept = row.attribute;
                kept.set(Modifier::REVERSED, kept.contains(Modifier::REVERSED) && style.bg.is_none());
                assert!(style.add_modifier.contains(kept), "{name} {}", row.name);
                for colour in [style.fg, style.bg].into_iter().flatten() {
                    match colour {
                        Color::Indexed(n) => assert!(n < 16 || depth > Depth::Sixteen, "{name} {}", row.name),
                        other => assert!(depth == Depth::True && matches!(other, Color::Rgb(..)), "{name} {other}"),
                    }
                }
            }
            assert_eq!(theme.style(Role::Crisis).bg.is_some(), *name != "mono");
        }
    }
}

#[test]
fn every_theme_file_has_its_row() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes");
    let mut files: Vec<String> =
        std::fs::read_dir(folder).unwrap().map(|f| f.unwrap().file_name().into_string().unwrap()).collect();
    let mut rows: Vec<String> = THEMES.iter().map(|(n, _)| format!("{n}.toml")).collect();
    files.sort();
    rows.sort();
    assert_eq!(files, rows);
}

fn user(files: &[(&str, &str)], depth: Depth) -> Result<Theme> {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    Theme::read(&folder.path().join(files[0].0), depth)
}

#[test]
fn users_inherit_and_rename() {
    let theme = user(
        &[
            ("mine.toml", "inherits = \"ours\"\nbad = { fg = \"blood\", mods = [\"italic\"] }\n[palette]\nblood = \"#ff0000\"\ncyan = 33\n"),
            ("ours.toml", "inherits = \"dark\"\nwarn = \"blood\"\n[palette]\nblood = 1\n"),
        ],
        Depth::True,
    )
    .unwrap();
    assert_eq!(theme.name, "mine");
    assert_eq!(theme.style(Role::Bad).fg, Some(Color::Rgb(255, 0, 0)));
    assert_eq!(theme.style(Role::Bad).add_modifier, BOLD | Modifier::ITALIC);
    assert_eq!(theme.style(Role::Warn).fg, Some(Color::Rgb(255, 0, 0)), "the child's palette counts in the parent");
    assert_eq!(theme.style(Role::Key).fg, Some(Color::Indexed(33)));
}

#[test]
fn a_role_no_theme_colours_looks_like_its_kin() {
    let theme = user(&[("mine.toml", "warn = \"red\"\nkey = \"blue\"\n")], Depth::Sixteen).unwrap();
    for (role, colour) in [(Role::Gap, Some(1)), (Role::Bad, Some(1)), (Role::RuleFocus, Some(4)), (Role::Good, None)] {
        assert_eq!(theme.style(role).fg, colour.map(Color::Indexed), "{role:?}");
    }
    assert!(theme.style(Role::Crisis).add_modifier.contains(Modifier::REVERSED));
}

#[test]
fn mistakes_name_file_and_line() {
    for (text, line, what, near) in [
        ("\nwarm = \"red\"", "2", "@tui.theme_word", Some("warn")),
        ("bad = \"redd\"", "1", "@tui.theme_colour", Some("red")),
        ("inherits = \"dark\"\nbad = \"bloood\"", "2", "@tui.theme_colour", None),
        ("bad = \"#12\"", "1", "@tui.theme_colour", None),
        ("bad = 256", "1", "@tui.theme_colour", None),
        ("bad = { fgg = 1 }", "1", "@tui.theme_word", Some("fg")),
        ("bad = { mods = [\"bald\"] }", "1", "@tui.theme_mods", Some("bold")),
        ("bad = { mods = 3 }", "1", "@tui.theme_mods", None),
        ("[palette]\nx = [\"#123456\", 99]", "2", "@tui.theme_colour", None),
        ("palette = 3", "1", "@tui.theme_word", None),
        ("text = \"red\"\nbad = ", "2", "@tui.theme_syntax", None),
        ("\n\ninherits = \"drak\"", "3", "@tui.theme_parent", Some("dark")),
        ("inherits = \"mine\"", "1", "@tui.theme_circle", None),
    ] {
        let error = user(&[("mine.toml", text)], Depth::True).unwrap_err();
        let args = &error.says.args;
        assert_eq!((args["line"].as_str(), args["what"].as_str()), (line, what), "{text}");
        assert!(args["file"].ends_with("mine.toml"), "{text}");
        let hint = error.hint.as_ref().and_then(|h| h.args.get("near")).map(String::as_str);
        assert_eq!(hint, near, "{text}");
        let lang = crate::base::Lang::load(crate::base::Language::En);
        assert!(!lang.explain(&error).contains(['{', '@']), "{}", lang.explain(&error));
    }
    let error = user(&[("a.toml", "inherits = \"b\""), ("b.toml", "inherits = \"a\"")], Depth::True).unwrap_err();
    assert_eq!(error.says.args["what"], "@tui.theme_circle");
    assert_eq!(Theme::load("catppucin-mocha", Depth::True).unwrap_err().hint.unwrap().args["near"], "catppuccin-mocha");
}
