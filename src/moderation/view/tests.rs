use crate::base::Language;
use crate::moderation::pane::tests::World;
use crate::tui::dump::{Kit, rows};
use crate::tui::pane::{Pane, Shape};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

fn screen(world: &World, size: (u16, u16), shape: Shape) -> String {
    let kit = Kit { lang: world.lang.clone(), ..Kit::new() };
    let mut terminal = Terminal::new(TestBackend::new(size.0, size.1)).unwrap();
    terminal.draw(|frame| Pane::draw(&world.pane, frame, frame.area(), &kit.look(), shape)).unwrap();
    let (left, right) = Pane::heading(&world.pane, &kit.look(), shape);
    let whisper = Pane::whisper(&world.pane, &kit.look());
    let hints = Pane::hints(&world.pane, &kit.look());
    let lines: String = rows(terminal.backend().buffer()).into_iter().map(|r| format!("{}\n", r.trim_end())).collect();
    format!("== {left} == {right} ==\n{lines}-- {whisper}\n-- {hints}\n")
}

#[test]
fn dump() {
    for language in [Language::Hans, Language::En] {
        let mut w = World::new(language);
        println!("{}", screen(&w, (80, 18), Shape::Single));
        w.keys("x");
        println!("{}", screen(&w, (80, 18), Shape::Single));
        println!("{}", screen(&w, (120, 31), Shape::Wide));
        w.keys("Esc s");
        println!("{}", screen(&w, (80, 18), Shape::Single));
        w.keys("w");
        println!("{}", screen(&w, (80, 18), Shape::Single));
        w.keys("Esc");
        println!("{}", screen(&w, (120, 31), Shape::Wide));
        println!("{}", screen(&w, (71, 17), Shape::Cell { focused: true }));
        println!("{}", screen(&w, (71, 12), Shape::Cell { focused: false }));
        println!("{}", screen(&w, (48, 12), Shape::Cell { focused: false }));
        println!("{}", screen(&w, (40, 7), Shape::Tiny));
        w.keys("n");
        println!("{}", screen(&w, (80, 18), Shape::Single));
        w.keys("Esc Enter");
        println!("{}", screen(&w, (80, 18), Shape::Single));
    }
}
