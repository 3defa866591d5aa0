//! Whatever keys are pressed and whatever colleagues do meanwhile.

use super::{Desk, Effect, KeyCode, KeyModifiers, Pane, Reason, as_operator};
use crate::db::testing as db_testing;
use crate::sop::inquiry::State;
use crate::sop::store::{self, Of, Wanted};
use proptest::prelude::*;

/// A key an operator may press.
fn key() -> impl Strategy<Value = (KeyCode, KeyModifiers)> {
    let plain = prop::sample::select("aaa111xoHEswnemyf.pC92304tkjk 退/".chars().collect::<Vec<_>>());
    prop_oneof![
        12 => plain.prop_map(|c| (KeyCode::Char(c), KeyModifiers::NONE)),
        4 => Just((KeyCode::Enter, KeyModifiers::NONE)),
        2 => Just((KeyCode::Esc, KeyModifiers::NONE)),
        1 => Just((KeyCode::Tab, KeyModifiers::NONE)),
        1 => Just((KeyCode::Backspace, KeyModifiers::NONE)),
        1 => Just((KeyCode::Down, KeyModifiers::NONE)),
        1 => Just((KeyCode::Char('t'), KeyModifiers::CONTROL)),
        2 => Just((KeyCode::Char('p'), KeyModifiers::CONTROL)),
    ]
}

/// What a colleague does at the same time.
#[derive(Debug, Clone, Copy)]
enum Meanwhile {
    Nothing,
    Answers,
    Closes,
    Pauses,
    WritesTemplate,
}

fn meanwhile() -> impl Strategy<Value = Meanwhile> {
    prop_oneof![
        20 => Just(Meanwhile::Nothing),
        1 => Just(Meanwhile::Answers),
        1 => Just(Meanwhile::Closes),
        1 => Just(Meanwhile::Pauses),
        1 => Just(Meanwhile::WritesTemplate),
    ]
}

fn act(other: &mut crate::db::Db, what: Meanwhile, n: usize) {
    let Some(row) = store::inquiries(other, &Wanted::default(), 1, &|_| true).unwrap().pop() else { return };
    match what {
        Meanwhile::Nothing => {}
        Meanwhile::Answers => {
            store::answer(other, &row, &store::Answer { template: None, text: "我来答".into() }).unwrap();
        }
        Meanwhile::Closes => store::close(other, &[&row], Reason::Duplicate, "", None).unwrap(),
        Meanwhile::Pauses => store::pause(other, &row, "单号").unwrap(),
        Meanwhile::WritesTemplate => {
            let letter = char::from(b'a' + u8::try_from(n % 26).unwrap());
            let code = format!("w{letter}{letter}");
            let _ = store::add(other, store::testing::wording(&code, "新的", "退款", "好 {单号}"));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20, ..ProptestConfig::default() })]

    /// No keys and no colleague bring it down; what was sent is whole and logged once; the journal holds.
    #[test]
    fn any_keys_leave_a_true_record(steps in prop::collection::vec((key(), meanwhile()), 1..60)) {
        let mut desk = Desk::new();
        let mut other = as_operator(&desk.file, "阿泽");
        for (n, ((code, modifiers), what)) in steps.into_iter().enumerate() {
            act(&mut other, what, n);
            if !matches!(what, Meanwhile::Nothing) {
                desk.refresh();
            }
            // A lost race and a refused text are errors that the program shows; nothing else may happen.
            let _ = desk.try_key(code, modifiers);
            desk.screen(80, 18, super::Shape::Single);
            prop_assert!(!Pane::hints(&desk.pane, &desk.kit.look()).is_empty() || !Pane::captures(&desk.pane));
        }
        let all = store::inquiries(&desk.file.db, &Wanted { of: Of::All, ..Wanted::default() }, 999, &|_| true).unwrap();
        let mine: Vec<&str> =
            all.iter().filter(|i| i.state == State::Answered && i.answered_by == "甲").map(|i| i.answer.as_str()).collect();
        let copied = desk.copied();
        // What was answered in the group has no text from here.
        for answer in mine.iter().filter(|a| !a.is_empty()) {
            prop_assert!(copied.contains(answer), "logged but not sent: {answer}");
        }
        for text in copied {
            prop_assert!(!text.contains(['{', '}']), "sent with an open slot: {text}");
        }
        for i in &all {
            prop_assert!(i.state != State::Answered || i.answered_at.is_some());
            prop_assert!(i.state != State::Waiting || i.answered_at.is_none());
            prop_assert_eq!(i.state == State::Paused, i.paused_at.is_some());
            // A first answer has its verdict, and without one there is none: nothing was late when it was closed.
            prop_assert_eq!(i.first_at.is_some(), i.kept.is_some());
            prop_assert!(i.turns == 1 || i.first_at.is_some());
        }
        prop_assert_eq!(desk.file.db.verify().unwrap(), desk.file.db.head().unwrap().0);
    }

    /// Undoing everything in turn brings back the first state, whatever was done.
    #[test]
    fn everything_can_be_taken_back(keys in prop::collection::vec(key(), 1..40)) {
        let mut desk = Desk::new();
        let start = desk.file.db.head().unwrap().0;
        let state = |desk: &Desk| {
            let all = store::inquiries(&desk.file.db, &Wanted { of: Of::All, ..Wanted::default() }, 999, &|_| true).unwrap();
            let templates = store::templates(&desk.file.db).unwrap();
            // Versions count on: an undo is a change too.
            let all: Vec<_> = all.into_iter().map(|i| (i.id, i.state, i.level, i.answer, i.pause_note, i.reason, i.owner, i.kept, i.due_at, i.snoozed_until)).collect();
            (all, templates.into_iter().map(|t| (t.id, t.wording, t.uses)).collect::<Vec<_>>())
        };
        let before = state(&desk);
        for (code, modifiers) in keys {
            let _ = desk.try_key(code, modifiers);
        }
        let end = desk.file.db.head().unwrap().0;
        for seq in (start + 1..=end).rev() {
            desk.file.db.undo(seq).unwrap();
        }
        prop_assert_eq!(state(&desk), before);
    }
}

#[test]
fn a_draft_of_one_operator_is_not_offered_to_another() {
    let mut desk = Desk::new();
    let id = desk.waiting()[0].id;
    let mut other = as_operator(&desk.file, "阿泽");
    let text = serde_json::to_string(&["tk", "单号", "别人的"]).unwrap();
    crate::db::draft::keep(&mut other, &format!("sop.answer:{id}"), &text).unwrap();
    desk.keys("a1");
    assert!(!desk.text().contains("别人的"));
    assert_eq!(desk.effects.iter().filter(|e| matches!(e, Effect::Copy(_))).count(), 0);
    assert_eq!(db_testing::now(), desk.file.db.now());
}

#[test]
fn a_broken_draft_is_passed_over() {
    let mut desk = Desk::new();
    let id = desk.waiting()[0].id;
    for text in ["not json", "[]", "[\"tk\",\"单号\"]", "[\"gone\",\"单号\",\"0387\"]", "{}"] {
        crate::db::draft::keep(&mut desk.file.db, &format!("sop.answer:{id}"), text).unwrap();
        desk.keys("a1");
        assert!(desk.text().contains("填话术 tk"), "{text}: {}", desk.text());
        desk.keys("⎋");
    }
    crate::db::draft::keep(&mut desk.file.db, "sop.log", "[1]").unwrap();
    desk.keys("n");
    assert!(desk.text().contains("记一条来信"));
}
