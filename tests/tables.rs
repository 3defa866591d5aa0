//! The tables the program grows by, walked row by row: names told apart, words in three languages, keys that do not
//! hide one another, and the README's key table as the program prints it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says where it stopped")]

use qun::app::commands::COMMANDS;
use qun::base::{Config, Lang, Language, text};
use qun::tui::Listed;
use qun::{app, base, db, intake, kpi, members, moderation, tui};
use std::collections::BTreeSet;
use std::process::Command;

/// Keys a pane may take for itself although they mean something everywhere: going in, out and along.
const OVER_GLOBAL: &[&str] = &["Enter", "l", "Right", "h", "Left"];

/// The widest label in columns: eight Han or sixteen letters, what the footer and the help have room for.
const LABEL: usize = 16;

fn languages() -> [Lang; 3] {
    Language::ALL.map(|(language, _)| Lang::load(language))
}

/// Each layer's name and commands, in `lang`.
fn layers(lang: &Lang) -> Vec<(&'static str, Vec<Listed>)> {
    let keys = app::keymap(&Config::default()).unwrap();
    let mut layers = vec![("app", COMMANDS.iter().map(|c| c.listed(&keys, lang, None)).collect())];
    layers.extend(app::panes().iter().map(|p| (p.id(), p.listed(&keys, lang))));
    layers
}

fn all_different<T: Ord + std::fmt::Debug>(rows: impl IntoIterator<Item = T>) {
    let mut seen = BTreeSet::new();
    for row in rows {
        assert!(!seen.contains(&row), "{row:?} twice");
        seen.insert(row);
    }
    assert!(!seen.is_empty());
}

/// The catalogue has `key` in every language, in words.
fn said(key: &str) {
    for lang in languages() {
        assert!(lang.has(key), "{key} is missing: add the row to src/base/i18n");
        assert!(!lang.text(key).trim().is_empty(), "{key}");
    }
}

#[test]
fn commands_have_names_of_their_own_and_belong_to_their_layer() {
    let [lang, ..] = languages();
    let layers = layers(&lang);
    assert_eq!(layers.len(), 5, "four panes and what holds everywhere");
    all_different(layers.iter().flat_map(|(_, rows)| rows.iter().map(|r| r.id)));
    for (layer, rows) in &layers {
        for row in rows {
            let (room, verb) = row.id.split_once('.').unwrap();
            assert_eq!(room, *layer, "{}", row.id);
            assert!(verb.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_'), "{}", row.id);
        }
        let places: Vec<u8> = rows.iter().map(|r| r.footer).filter(|f| *f > 0).collect();
        all_different(places);
    }
}

#[test]
fn commands_are_labelled_shortly_in_three_languages() {
    for lang in languages() {
        for (layer, rows) in layers(&lang) {
            for row in &rows {
                let looks_like_a_key = row.label.starts_with(&format!("{layer}.")) || row.label.contains(".cmd_");
                assert!(!looks_like_a_key, "{} has no label in {}", row.id, lang.language.name());
                let width = text::width(&row.label);
                assert!((1..=LABEL).contains(&width), "{}: '{}' has {width} columns", row.id, row.label);
            }
            all_different(rows.iter().map(|r| r.label.as_str()));
        }
    }
}

#[test]
fn panes_hide_only_the_keys_they_may() {
    let [lang, ..] = languages();
    let layers = layers(&lang);
    let keys = |rows: &[Listed]| -> BTreeSet<String> {
        rows.iter().flat_map(|r| r.keys.split_whitespace()).map(str::to_owned).collect()
    };
    let global = keys(&layers[0].1);
    for (pane, rows) in &layers[1..] {
        let hidden: Vec<String> = keys(rows).intersection(&global).cloned().collect();
        let wrong: Vec<&String> = hidden.iter().filter(|k| !OVER_GLOBAL.contains(&k.as_str())).collect();
        assert!(wrong.is_empty(), "{pane} takes {wrong:?}, which mean something else everywhere");
    }
    // Without a key a command can only be found in the palette; that is wanted for what is needed once in a while.
    let seldom: Vec<&str> =
        layers.iter().flat_map(|(_, rows)| rows).filter(|r| r.keys.is_empty()).map(|r| r.id).collect();
    assert!(seldom.len() <= 12, "{seldom:?}");
}

#[test]
fn panes_have_names_and_titles() {
    all_different(app::panes().iter().map(|p| p.id()));
    app::panes().iter().for_each(|p| said(p.title()));
}

#[test]
fn every_other_table_has_names_and_words() {
    all_different(intake::FORMATS.iter().map(|f| f.id));
    intake::FORMATS.iter().for_each(|f| said(f.label));
    all_different(kpi::metric::METRICS.iter().map(|m| m.key));
    for metric in kpi::metric::METRICS {
        [metric.label, metric.formula, metric.unit_label].into_iter().for_each(said);
    }
    all_different(moderation::screening::RULES.iter().map(|r| r.id));
    moderation::screening::RULES.iter().for_each(|r| said(r.label));
    all_different(tui::theme::THEMES.iter().map(|(name, _)| *name));
    all_different(db::doctor::CHECKS.iter().map(|(name, _)| *name));
    all_different(base::i18n::ROOMS.iter().map(|(name, _)| *name));
    all_different(members::community::PLATFORMS);
    members::community::PLATFORMS.iter().for_each(|p| said(&format!("members.platform_{p}")));
}

/// What the program prints.
fn qun(args: &[&str]) -> String {
    let out = Command::new(env!("CARGO_BIN_EXE_qun")).args(args).env_remove("QUN_LANG").output().unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).unwrap()
}

#[test]
fn the_key_table_lists_every_command_with_a_key() {
    let [lang, ..] = languages();
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("config.toml");
    std::fs::write(&config, "").unwrap();
    let printed = qun(&["keys", "--markdown", "--lang", "zh-Hans", "--config", config.to_str().unwrap()]);
    for (_, rows) in layers(&lang) {
        for row in rows.iter().filter(|r| !r.keys.is_empty()) {
            let line = printed.lines().find(|l| l.contains(&format!("`{}`", row.id)));
            let line = line.unwrap_or_else(|| panic!("{} is not in the key table", row.id));
            assert!(line.contains(&row.label) && line.contains(row.key()), "{line}");
        }
    }
}

/// Between `<!-- keys LANG -->` and `<!-- /keys -->` stands what `qun keys --markdown --lang LANG` prints.
#[test]
fn the_readmes_key_table_is_what_the_program_prints() {
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("config.toml");
    std::fs::write(&config, "").unwrap();
    let mut tables = 0;
    for block in readme.split("<!-- keys").skip(1) {
        let (language, rest) = block.split_once("-->").unwrap();
        let language = Some(language.trim()).filter(|l| !l.is_empty()).unwrap_or("en");
        let (table, _) = rest.split_once("<!-- /keys -->").expect("a key table has no end: <!-- /keys -->");
        let printed = qun(&["keys", "--markdown", "--lang", language, "--config", config.to_str().unwrap()]);
        assert_eq!(table.trim(), printed.trim(), "paste what `qun keys --markdown --lang {language}` prints");
        tables += 1;
    }
    assert!(tables > 0, "the README has no key table between <!-- keys LANG --> and <!-- /keys -->");
}
