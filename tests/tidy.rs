//! The house rules of the design as tests: floors, sizes, names, what may be opened, what must be in every language.
//! Each failure names the file and line, and what to do.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says where it stopped")]

#[path = "tidy/floors.rs"]
mod floors;
#[path = "tidy/proof.rs"]
mod proof;
#[path = "tidy/shape.rs"]
mod shape;
#[path = "tidy/source.rs"]
mod source;
#[path = "tidy/wording.rs"]
mod wording;

use source::House;

#[track_caller]
fn kept(rule: fn(&House) -> Vec<String>) {
    let broken = rule(&House::here());
    assert!(broken.is_empty(), "{} broken:\n{}", broken.len(), broken.join("\n"));
}

#[test]
fn rooms_import_only_from_lower_floors() {
    kept(floors::climbing);
}

#[test]
fn every_room_has_a_floor() {
    kept(floors::homeless);
}

#[test]
fn every_exception_is_needed() {
    kept(floors::idle_exceptions);
}

#[test]
fn libraries_stay_in_their_place() {
    kept(floors::misplaced);
}

#[test]
fn files_are_short() {
    kept(shape::long_files);
}

#[test]
fn functions_are_short() {
    kept(shape::long_functions);
}

#[test]
fn names_say_something() {
    kept(shape::empty_names);
}

#[test]
fn nothing_unfinished_or_forbidden_stands_in_the_code() {
    kept(shape::forbidden);
}

#[test]
fn no_test_sleeps() {
    kept(shape::sleepy_tests);
}

#[test]
fn files_are_opened_only_where_it_is_written_down() {
    kept(shape::opened_by_hand);
}

#[test]
fn sql_is_not_made_of_values() {
    kept(shape::formatted_sql);
}

#[test]
fn the_top_is_tidy() {
    kept(shape::strangers);
}

#[test]
fn enough_lines_are_tests() {
    kept(shape::test_share);
}

#[test]
fn themes_are_all_in_the_table() {
    kept(shape::themes);
}

#[test]
fn every_sentence_asked_for_exists() {
    kept(wording::missing);
}

#[test]
fn every_sentence_is_asked_for() {
    kept(wording::idle);
}

#[test]
fn keys_put_together_are_written_down() {
    kept(wording::dynamic);
}

#[test]
fn every_catalogue_is_read() {
    kept(wording::unread);
}

#[test]
fn no_chinese_stands_in_the_code() {
    kept(wording::chinese);
}
