use super::*;
use crate::tui::dump::{Kit, blank, dump, in_role};
use crate::tui::look::ASCII;
use proptest::prelude::*;

#[test]
fn axes_take_round_steps() {
    for (top, most, step, steps) in [
        (0.62, 8, 0.1, 7),
        (0.7, 7, 0.1, 7),
        (1286.0, 5, 500.0, 3),
        (9.0, 10, 1.0, 9),
        (100.0, 4, 50.0, 2),
        (0.0, 5, 0.2, 5),
        (3.0, 1, 5.0, 1),
    ] {
        let (got, count) = axis(top, most);
        assert!((got - step).abs() < 1e-9 && count == steps, "{top} {most}: {got} {count}");
    }
}

/// The rate of leaving of screens.md §7b.
fn rates() -> Vec<Option<f64>> {
    let known = "36 38 40 35 38 36 39 37 38 36 51 40 34 - - 31 38 33 36 38 40 38 36 32 34 38 36 39 50 62";
    known.split(' ').map(|n| n.parse::<f64>().ok().map(|n| n / 100.0)).collect()
}

fn draw(width: u16, height: u16, kit: &Kit, values: &[Option<f64>], goal: Option<(f64, &str)>) -> Buffer {
    let words = |rows: &[(usize, &str)]| rows.iter().map(|(at, w)| (*at, (*w).to_owned())).collect::<Vec<_>>();
    let chart = Chart {
        values,
        other: &[],
        goal,
        unit: "%",
        label: &|v| format!("{v:.2}"),
        marks: &words(&[(0, "9/11"), (9, "9/20"), (10, "9/21"), (19, "9/30"), (29, "10/10")]),
        events: &words(&[(9, "A"), (14, "B"), (25, "C")]),
        cursor: Some(28),
    };
    let mut buf = blank(width, height);
    chart.draw(&mut buf, Rect::new(0, 0, width, height), &kit.look());
    buf
}

#[test]
fn the_chart_of_the_screens() {
    let kit = Kit::new();
    let buf = draw(84, 18, &kit, &rates(), Some((0.4, "目标 0.40")));
    insta::assert_snapshot!(dump(&buf), @r"
    | %                                                                                  |
    | 0.70│                                                                              |
    |     │                                                           ▃                  |
    | 0.60│                                                           █                  |
    |     │                     ▂                                     █                  |
    | 0.50│                     █                                   █ █                  |
    |     │                     █                                   █ █                  |
    | 0.40│-▂-▅-█---▅-▂-▆-▃-▅-▂-█-█---------▅---▂-▅-█-▅-▂-----▅-▂-▆-█-█------ 目标 0.40  |
    |     │ █ █ █ █ █ █ █ █ █ █ █ █ ▆     ▂ █ ▅ █ █ █ █ █ ▃ ▆ █ █ █ █ █                  |
    | 0.30│ █ █ █ █ █ █ █ █ █ █ █ █ █     █ █ █ █ █ █ █ █ █ █ █ █ █ █ █                  |
    |     │ █ █ █ █ █ █ █ █ █ █ █ █ █     █ █ █ █ █ █ █ █ █ █ █ █ █ █ █                  |
    | 0.20│ █ █ █ █ █ █ █ █ █ █ █ █ █     █ █ █ █ █ █ █ █ █ █ █ █ █ █ █                  |
    |     │ █ █ █ █ █ █ █ █ █ █ █ █ █     █ █ █ █ █ █ █ █ █ █ █ █ █ █ █                  |
    | 0.10│ █ █ █ █ █ █ █ █ █ █ █ █ █     █ █ █ █ █ █ █ █ █ █ █ █ █ █ █                  |
    |     │ █ █ █ █ █ █ █ █ █ █ █ █ █ ? ? █ █ █ █ █ █ █ █ █ █ █ █ █ █ █                  |
    | 0.00└─────────────────────────────────────────────────────────▴────────            |
    |      9/11             9/20                9/30                10/10                |
    |                         A         B                     C                          |
    ");
    assert_eq!(in_role(&buf, &kit.look(), Role::Gap), ["??"], "two days are missing and say so");
}

#[test]
fn narrow_charts_show_the_last_days() {
    let mut kit = Kit::new();
    kit.glyphs = ASCII;
    insta::assert_snapshot!(dump(&draw(30, 10, &kit, &rates(), None)), @r"
    | %                            |
    | 1.00|                        |
    |     |                        |
    |     |                      6 |
    | 0.50| 21#3    2 12321  213## |
    |     | #####  7#######7###### |
    |     | #####??############### |
    | 0.00+---------------------^- |
    |      9/20      9/30          |
    |        A    B          C     |
    ");
}

#[test]
fn charts_of_nothing_are_harmless() {
    let kit = Kit::new();
    for values in [&[][..], &[None, None], &[Some(0.0)], &[Some(f64::NAN), Some(f64::INFINITY), Some(-3.0)]] {
        for (width, height) in [(0, 0), (15, 9), (16, 6), (40, 5), (80, 24)] {
            draw(width, height, &kit, values, Some((-1.0, "")));
            draw(width, height, &kit, values, Some((f64::NAN, "x")));
        }
    }
}

proptest! {
    #[test]
    fn an_axis_spans_the_values(top in 1e-6f64..1e9, most in 1usize..12) {
        let (step, steps) = axis(top, most);
        prop_assert!(steps <= most && steps >= 1);
        prop_assert!(step * count(steps) >= top * (1.0 - 1e-6));
        prop_assert!(step * (count(steps) - 1.0) < top, "no empty step on top");
    }

    #[test]
    fn charts_stay_in_their_area(
        values in prop::collection::vec(prop::option::of(-10.0f64..1e6), 0..60), width in 0u16..60, height in 0u16..20,
    ) {
        let kit = Kit::new();
        let mut buf = blank(70, 25);
        let area = Rect::new(3, 2, width, height);
        let (goal, marks) = (Some((50.0, "目标")), [(0, "始".into())]);
        let label: &dyn Fn(f64) -> String = &|v| format!("{v}");
        let chart = Chart { values: &values, other: &[], goal, unit: "人", label, marks: &marks, events: &[], cursor: None };
        chart.draw(&mut buf, area, &kit.look());
        for y in 0..25 {
            for x in 0..70 {
                prop_assert!(area.contains((x, y).into()) || buf[(x, y)].symbol() == " ", "{} {}", x, y);
            }
        }
    }
}
