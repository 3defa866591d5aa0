//! Each rule must be able to fail: small houses that break one rule each, and their tidy twins.

use super::source::House;
use super::{floors, shape, wording};
use std::collections::BTreeSet;
use std::path::PathBuf;

fn house(rows: &[(&str, &str)]) -> House {
    let rows: Vec<(String, String)> = rows.iter().map(|(p, t)| ((*p).to_owned(), (*t).to_owned())).collect();
    House::of(PathBuf::from("."), &rows)
}

/// What the rule says of one file, `line:` only.
fn lines(rule: fn(&House) -> Vec<String>, path: &str, text: &str) -> Vec<usize> {
    let said = rule(&house(&[(path, text)]));
    // Complaints about the rule's own idle rows have another path.
    let own = said.iter().filter_map(|s| s.strip_prefix(path)?.strip_prefix(':')?.split(':').next()?.parse().ok());
    own.collect()
}

#[test]
fn comments_and_texts_are_no_code_and_tests_are_told_apart() {
    let text = r##"use a::b; // use crate::x
/* dbg! /* nested */ todo! */
fn f<'a>(c: char) -> &'a str { let _ = ['"', '\'', '\u{22}']; r#"quote " dbg!"# }
#[cfg(test)]
mod tests {
    const T: &str = "{ \" }";
}
fn g() -> [u8; 3] { *b"abc" }
"##;
    let house = house(&[("src/base/x.rs", text)]);
    let file = &house.files[0];
    assert_eq!(file.code.len(), text.len());
    assert_eq!(
        file.everywhere("dbg!").count() + file.everywhere("todo!").count() + file.everywhere("crate").count(),
        0
    );
    let texts: Vec<&str> = file.literals.iter().map(|l| l.text.as_str()).collect();
    assert_eq!(texts, ["quote \" dbg!", "{ \\\" }", "abc"]);
    assert_eq!(file.test, [false, false, false, true, true, true, true, false]);
    assert_eq!(file.places("fn").count(), 2);
}

#[test]
fn files_of_tests_are_known_by_who_brings_them_in() {
    let house = house(&[
        ("src/db/mod.rs", "#[cfg(test)]\npub mod testing;\nmod open;\n"),
        ("src/db/open.rs", "fn f() {}\n"),
        ("src/db/testing.rs", "fn f() {}\n"),
        ("src/tui/list.rs", "fn f() {}\n#[cfg(test)]\nmod tests;\n"),
        ("src/tui/list/tests.rs", "fn f() {}\n"),
    ]);
    let of = |path: &str| &house.files.iter().find(|f| f.path == path).unwrap().test;
    assert_eq!((of("src/db/testing.rs"), of("src/tui/list/tests.rs")), (&vec![true], &vec![true]));
    assert_eq!((of("src/db/open.rs"), of("src/tui/list.rs")), (&vec![false], &vec![false, true, true]));
}

#[test]
fn climbing_is_seen_in_every_way_of_writing_it() {
    let climbs = |path, text| lines(floors::climbing, path, text);
    for (path, text) in [
        ("src/base/x.rs", "use crate::db::Db;"),
        ("src/base/x/y.rs", "use super::super::super::tui::{Key, look::Look};"),
        ("src/db/x.rs", "fn f() { crate::tui::draw() }"),
        ("src/tui/x.rs", "pub(crate) use crate::{base::At, kpi::Metric};"),
        ("src/intake/x.rs", "use crate::db::Db;"),
        ("src/app/x.rs", "use crate::cli::Session;"),
        ("src/sop/x.rs", "use crate::app::App;"),
        ("src/sop/x.rs", "use crate::intake::Record;"),
        ("src/sop/pane.rs", "use crate::members::store;"),
        ("src/sop/pane.rs", "use crate::kpi::{Metric, view::draw};"),
        ("src/kpi/x.rs", "use crate::messages::Row;"),
        ("src/sop/x.rs", "#[cfg(test)]\nmod tests { use crate::app::App; }"),
    ] {
        assert!(!climbs(path, text).is_empty(), "{path}: {text}");
    }
    for (path, text) in [
        ("src/cli/x.rs", "use crate::members::store; use crate::app::App;"),
        ("src/app/x.rs", "use crate::sop::store; use super::super::kpi::view;"),
        ("src/sop/x.rs", "use crate::members::community::Community; use super::store; use crate::tui::Look;"),
        ("src/messages/x.rs", "use crate::members::community::zone_of;"),
        ("src/sop/x.rs", "#[cfg(test)]\nmod tests { use crate::members::store; use super::super::store::add; }"),
        ("src/main.rs", "use crate::cli::main;"),
    ] {
        assert_eq!(climbs(path, text), [0; 0], "{path}: {text}");
    }
    // A closed room's name handed on by the area stays closed.
    let handed = house(&[
        ("src/kpi/mod.rs", "pub mod metric;\nmod pane;\npub use metric::Metric;\npub use pane::KpiPane;\n"),
        ("src/sop/x.rs", "use crate::kpi::Metric;\nuse crate::kpi::KpiPane;\n"),
    ]);
    let said = floors::climbing(&handed);
    assert!(said.len() == 1 && said[0].starts_with("src/sop/x.rs:2:"), "{said:?}");
    assert_eq!(floors::homeless(&house(&[("src/extra/mod.rs", "")])).len(), 1);
}

#[test]
fn libraries_have_their_places() {
    let out = |path, text| lines(floors::misplaced, path, text).len();
    assert_eq!(out("src/kpi/metric.rs", "use rusqlite::params;"), 1);
    assert_eq!(out("src/kpi/metric.rs", "use ratatui::text::Line;\nfn f() -> clap::Command {}"), 2);
    assert_eq!(out("src/kpi/store.rs", "use rusqlite::params;"), 0);
    assert_eq!(out("src/kpi/store/daily.rs", "use rusqlite::params;"), 0);
    assert_eq!(out("src/kpi/view/month.rs", "use ratatui::text::Line;"), 0);
    assert_eq!(out("src/kpi/restore.rs", "use rusqlite::params;"), 1);
}

#[test]
fn sizes_and_names_are_counted() {
    let many = |n: usize| "const A: u8 = 1;\n".repeat(n);
    assert_eq!(lines(shape::long_files, "src/base/x.rs", &many(400)), [0; 0]);
    assert_eq!(lines(shape::long_files, "src/base/x.rs", &many(401)), [401]);
    let tested = format!("{}#[cfg(test)]\nmod tests {{\n{}}}\n", many(400), many(50));
    assert_eq!(lines(shape::long_files, "src/base/x.rs", &tested), [0; 0]);
    let function = |n: usize| format!("\nfn f(a: [u8; 2]) -> fn(u8) {{\n{}}}\n", "    a();\n".repeat(n));
    assert_eq!(lines(shape::long_functions, "src/base/x.rs", &function(58)), [0; 0]);
    assert_eq!(lines(shape::long_functions, "src/base/x.rs", &function(59)), [2]);
    assert_eq!(lines(shape::empty_names, "src/base/utils.rs", "pub struct RowManager;"), [1, 1]);
}

#[test]
fn what_is_forbidden_is_found() {
    let bad = "fn f() { dbg!(1); todo!(); let _ = chrono::Utc::now(); println!(); }\n#[ignore]\nfn g() {}\n";
    assert_eq!(lines(shape::forbidden, "src/base/x.rs", bad).len(), 5);
    assert_eq!(lines(shape::forbidden, "src/base/clock.rs", "fn f() { Utc::now() }"), [0; 0]);
    let sleeps = "fn f() { sleep() }\n#[cfg(test)]\nmod tests { fn t() { std::thread::sleep(d) } }\n";
    assert_eq!(lines(shape::sleepy_tests, "src/base/x.rs", sleeps), [3]);
    assert_eq!(lines(shape::sleepy_tests, "tests/x.rs", "fn f() { sleep() }"), [1]);
    assert_eq!(lines(shape::sleepy_tests, "tests/bench/x.rs", "fn f() { sleep() }"), [0; 0]);
    assert_eq!(lines(shape::opened_by_hand, "src/kpi/x.rs", "use std::fs;\nfn f() { fs::read(p) }"), [2]);
    assert_eq!(lines(shape::opened_by_hand, "src/app/import.rs", "fn f() { File::open(p) }"), [0; 0]);
    assert_eq!(lines(shape::opened_by_hand, "src/app/import.rs", "fn f() { File::open(s.db.path()) }"), [1]);
    let sql = "fn f() { c.execute(&format!(\"DELETE FROM item WHERE id = {id}\"), []) }\nconst A: &str = \"SELECT 1\";";
    assert_eq!(lines(shape::formatted_sql, "src/kpi/store.rs", sql), [1]);
}

#[test]
fn sentences_are_looked_up() {
    let rooms = BTreeSet::from(["kpi".to_owned()]);
    let said = wording::unknown(
        &house(&[(
            "src/kpi/pane.rs",
            "fn f() { lang.text(\"kpi.there\"); lang.text(\n\"kpi.gone\"); Says::new(\"@kpi.gone_too\"); db.write(\"kpi.act\", x);\n\
             Command { id: \"kpi.enter\", label: \"kpi.there\" }; find(\"kpi.enter\"); other(\"kip.x\") }\n\
             #[cfg(test)]\nmod tests { fn t() { text(\"kpi.nothing\") } }",
        )]),
        &rooms,
        |key| key == "kpi.there",
    );
    let spots: Vec<&str> = said.iter().map(|s| s.split(" is no").next().unwrap()).collect();
    assert_eq!(spots, ["src/kpi/pane.rs:2: kpi.gone", "src/kpi/pane.rs:2: kpi.gone_too"]);
    let chinese = "const A: &str = \"群\";\nconst B: &str = \"q\"; // 群\n";
    assert_eq!(lines(wording::chinese, "src/kpi/x.rs", chinese), [1]);
    assert_eq!(lines(wording::put_together, "src/kpi/x.rs", "fn f() { format!(\"kpi.any_{n}\") }"), [1]);
}
