use super::*;
use proptest::prelude::*;

fn list(rows: &[u32]) -> List<u32> {
    let mut list = List::new();
    list.set_rows(rows.to_vec());
    list
}

#[test]
fn the_cursor_stays_on_its_row() {
    let mut l = list(&[10, 20, 30]);
    assert_eq!((l.cursor(), l.index(), l.len()), (Some(10), 0, 3));
    assert!(l.select(20) && !l.select(99));
    for (rows, cursor) in [
        (&[5, 10, 20, 30][..], Some(20)),
        (&[30, 20], Some(20)),
        (&[30, 40, 50], Some(40)),
        (&[7], Some(7)),
        (&[], None),
        (&[1, 2], Some(1)),
    ] {
        l.set_rows(rows.to_vec());
        assert_eq!(l.cursor(), cursor, "{rows:?}");
    }
}

#[test]
fn moving_ends_at_the_ends() {
    let mut l = list(&(0..20).collect::<Vec<_>>());
    for (nav, at) in [
        (Nav::Up, 0),
        (Nav::Down, 1),
        (Nav::PageDown, 5),
        (Nav::PageDown, 9),
        (Nav::PageUp, 5),
        (Nav::Bottom, 19),
        (Nav::Down, 19),
        (Nav::PageDown, 19),
        (Nav::Top, 0),
        (Nav::PageUp, 0),
    ] {
        l.nav(nav, 5);
        assert_eq!(l.index(), at, "{nav:?}");
    }
    l.page(0, true);
    assert_eq!(l.index(), 1, "a page of nothing still moves");
    let mut none = list(&[]);
    for nav in [Nav::Up, Nav::Down, Nav::PageUp, Nav::PageDown, Nav::Top, Nav::Bottom, Nav::MarkStep, Nav::MarkAll] {
        none.nav(nav, 5);
        assert_eq!((none.cursor(), none.index(), none.targets().len()), (None, 0, 0));
    }
    none.step();
}

#[test]
fn verbs_act_on_marks_else_on_the_row() {
    let mut l = list(&[3, 1, 2]);
    assert_eq!(l.targets(), [3]);
    l.nav(Nav::MarkStep, 9);
    l.nav(Nav::Down, 9);
    l.nav(Nav::MarkStep, 9);
    assert_eq!((l.targets(), l.cursor()), (vec![3, 2], Some(2)));
    l.nav(Nav::Invert, 9);
    assert_eq!(l.targets(), [1]);
    l.nav(Nav::MarkAll, 9);
    assert_eq!(l.targets(), [3, 1, 2]);
    l.nav(Nav::MarkAll, 9);
    assert_eq!(l.marks().len(), 0);
    l.mark_all();
    assert!(l.unmark() && !l.unmark());
    l.mark_all();
    l.set_rows(vec![2, 9]);
    assert_eq!(l.targets(), [2], "gone and new rows are not marked");
}

#[test]
fn deciding_steps_on() {
    let mut l = list(&[1, 2, 3]);
    l.step();
    assert_eq!(l.cursor(), Some(2));
    l.set_rows(vec![2, 3]);
    assert_eq!(l.cursor(), Some(2));
    l.bottom();
    l.step();
    assert_eq!(l.cursor(), Some(3), "the last row stays");
    l.set_rows(vec![2]);
    assert_eq!(l.cursor(), Some(2));
    // A batch: on to the first row it was not about.
    let mut l = list(&[1, 2, 3, 4, 5]);
    for id in [2, 3, 4] {
        l.select(id);
        l.mark_step();
    }
    l.select(2);
    l.step();
    assert_eq!(l.cursor(), Some(5));
}

#[test]
fn the_window_scrolls_no_further_than_it_must() {
    let mut l = list(&(0..10).collect::<Vec<_>>());
    assert_eq!(l.window(4), 0..4);
    for (id, window) in [(3, 0..4), (4, 1..5), (2, 1..5), (1, 1..5), (0, 0..4), (9, 6..10), (7, 6..10), (5, 5..9)] {
        l.select(id);
        assert_eq!(l.window(4), window, "{id}");
    }
    assert_eq!(l.window(7), 3..10, "no blank lines below while there are rows above");
    assert_eq!(l.window(99), 0..10);
    assert_eq!(l.window(0), 0..0);
    l.set_rows(vec![]);
    assert_eq!(l.window(4), 0..0);
}

#[test]
fn rows_of_several_lines_are_whole_under_the_cursor() {
    let mut l = list(&(0..6).collect::<Vec<_>>());
    // A day head above rows 0 and 3.
    let lines = |at| if at % 3 == 0 { 2 } else { 1 };
    assert_eq!(l.window_lines(5, lines), 0..4);
    l.select(3);
    assert_eq!(l.window_lines(5, lines), 1..5, "2 + 1 + 1 + 2 lines are six");
    l.select(5);
    assert_eq!(l.window_lines(5, lines), 2..6);
    l.select(3);
    assert_eq!(l.window_lines(1, lines), 3..4, "a row higher than the window still shows");
}

fn any_nav() -> impl Strategy<Value = Nav> {
    use Nav::{Bottom, Down, Invert, MarkAll, MarkStep, PageDown, PageUp, Top, Up};
    prop::sample::select(vec![Up, Down, PageUp, PageDown, Top, Bottom, MarkStep, MarkAll, Invert])
}

proptest! {
    #[test]
    fn other_peoples_rows_never_move_the_cursor(
        before in prop::collection::btree_set(0u32..50, 1..30), after in prop::collection::btree_set(0u32..50, 0..30),
        navs in prop::collection::vec(any_nav(), 0..20),
    ) {
        let mut l = List::new();
        l.set_rows(before.into_iter().collect());
        for nav in navs {
            l.nav(nav, 4);
        }
        let (id, at) = (l.cursor().unwrap(), l.index());
        l.set_rows(after.iter().copied().collect());
        match l.cursor() {
            Some(now) if after.contains(&id) => prop_assert_eq!(now, id),
            Some(_) => prop_assert_eq!(l.index(), at.min(after.len() - 1)),
            None => prop_assert!(after.is_empty()),
        }
        prop_assert!(l.marks().is_subset(&after));
        prop_assert!(l.targets().iter().all(|t| after.contains(t)));
    }

    #[test]
    fn the_window_holds_the_cursor(
        count in 0usize..40, heights in prop::collection::vec((0usize..15, 1usize..4, any_nav()), 1..20),
    ) {
        let mut l = List::new();
        l.set_rows((0..count).collect());
        for (height, tall, nav) in heights {
            l.nav(nav, height);
            let lines = |at: usize| 1 + at % tall;
            let window = l.window_lines(height, lines);
            if count == 0 || height == 0 {
                prop_assert_eq!(window, 0..0);
                continue;
            }
            prop_assert!(window.contains(&l.index()) && window.end <= count);
            let upto: usize = (window.start..=l.index()).map(lines).sum();
            prop_assert!(upto <= height || window.start == l.index(), "the cursor's row is whole");
            // All lines used, or everything shown.
            let shown: usize = window.clone().map(lines).sum();
            prop_assert!(shown >= height || window.end == count);
            prop_assert!(shown - lines(window.end - 1) < height, "nothing beyond the height");
            prop_assert_eq!(l.window_lines(height, lines), window, "drawing twice is drawing once");
        }
    }
}
