//! What can happen to the running program, from any thread. These are not actions: nobody wants a resize.

use crate::tui::signals::Signal;
use ratatui::crossterm::event::{self, KeyEvent, KeyEventKind};
use std::sync::mpsc::Sender;

/// Something happened.
#[derive(Debug)]
pub enum Event {
    /// A key was pressed.
    Key(KeyEvent),
    /// Text was pasted.
    Paste(String),
    /// The terminal has another size.
    Resize,
    /// Somebody committed something; perhaps ourselves.
    Committed,
    /// The system said something.
    Signal(Signal),
    /// The terminal is gone.
    Gone,
}

/// Reads the terminal until it is gone or nobody listens.
pub fn read_terminal(tell: &Sender<Event>) {
    loop {
        let event = match event::read() {
            Ok(event::Event::Key(key)) if key.kind != KeyEventKind::Release => Event::Key(key),
            Ok(event::Event::Paste(text)) => Event::Paste(text),
            Ok(event::Event::Resize(..)) => Event::Resize,
            Ok(_) => continue,
            Err(_) => Event::Gone,
        };
        let gone = matches!(event, Event::Gone);
        if tell.send(event).is_err() || gone {
            return;
        }
    }
}
