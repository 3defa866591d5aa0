//! Takes the terminal and gives it back: on leaving, on panic, on a stop, exactly once each time. ratatui's own
//! restore forgets bracketed paste and stops half-way when one step fails; here every step is tried.

use super::screen::Screen;
use crate::base::{Error, Result};
use ratatui::Terminal;
use ratatui::crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use std::io::{IsTerminal, Stdout, Write, stdout};
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};

/// Alternate screen, bracketed paste, cursor hidden.
pub const ENTER: &str = "\x1b[?1049h\x1b[?2004h\x1b[?25l\x1b[0m\x1b[2J";
/// The way back, in the order that leaves the least behind if the connection breaks in between: end a
/// synchronized update, plain style, no bracketed paste, cursor shown, normal screen.
pub const LEAVE: &str = "\x1b[?2026l\x1b[0m\x1b[?2004l\x1b[?25h\x1b[?1049l";

/// Whether the terminal is ours now. The panic hook and the guard share it, so it is given back once.
static HELD: AtomicBool = AtomicBool::new(false);
static HOOK: Once = Once::new();

/// The terminal with our backend.
pub type Tty = Terminal<Screen<Stdout>>;

/// Holds the terminal; dropping it gives it back.
#[derive(Debug)]
pub struct Guard {
    _held: (),
}

impl Guard {
    /// Takes the terminal.
    ///
    /// # Errors
    /// Standard output is no terminal, or it cannot be set up.
    pub fn enter() -> Result<Guard> {
        if !stdout().is_terminal() {
            return Err(Error::user("tui.not_a_terminal"));
        }
        HOOK.call_once(|| {
            let before = std::panic::take_hook();
            std::panic::set_hook(Box::new(move |info| {
                restore();
                before(info);
            }));
        });
        let guard = Guard { _held: () };
        take().map_err(failed)?;
        Ok(guard)
    }

    /// A terminal to draw on. Made anew after nothing: it survives [`Guard::suspend`], but must then be cleared.
    ///
    /// # Errors
    /// The size of the terminal cannot be read.
    pub fn terminal(&self) -> Result<Tty> {
        Terminal::new(Screen::new(stdout())).map_err(failed)
    }

    /// Gives the terminal back, stops the process, and takes the terminal again when it goes on. SIGSTOP rather
    /// than SIGTSTP: a process whose group is orphaned (a login shell's replacement) would ignore that one.
    /// Afterwards the screen must be cleared and drawn whole.
    ///
    /// # Errors
    /// The terminal could not be taken again.
    pub fn suspend(&mut self) -> Result<()> {
        restore();
        signal_hook::low_level::raise(signal_hook::consts::SIGSTOP).map_err(failed)?;
        self.resume()
    }

    /// Takes the terminal again after it was given back.
    ///
    /// # Errors
    /// The terminal could not be taken.
    pub fn resume(&mut self) -> Result<()> {
        take().map_err(failed)
    }

    /// Gives the terminal to another program (an editor, a pager) while `other` runs.
    ///
    /// # Errors
    /// The terminal could not be taken again; `other`'s result is lost then.
    pub fn lend<T>(&mut self, other: impl FnOnce() -> T) -> Result<T> {
        restore();
        let result = other();
        self.resume()?;
        Ok(result)
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        restore();
    }
}

fn failed(cause: std::io::Error) -> Error {
    Error::user("tui.terminal").with("cause", &cause).because(&cause)
}

fn take() -> std::io::Result<()> {
    enable_raw_mode()?;
    HELD.store(true, Ordering::SeqCst);
    let mut out = stdout();
    out.write_all(ENTER.as_bytes())?;
    out.flush()
}

/// Gives the terminal back if it is ours: every step is tried even if one before it failed. Also for signal
/// handlers' threads that end the process.
pub fn restore() {
    give_back(&HELD, &mut stdout(), disable_raw_mode);
}

fn give_back(held: &AtomicBool, out: &mut dyn Write, cook: impl FnOnce() -> std::io::Result<()>) {
    if held.swap(false, Ordering::SeqCst) {
        // Nothing can be done about a terminal that is gone.
        let _ = out.write_all(LEAVE.as_bytes()).and_then(|()| out.flush());
        let _ = cook();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io;

    /// A terminal that refuses after some bytes.
    struct Broken;

    impl Write for Broken {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn the_terminal_is_given_back_exactly_once() {
        let held = AtomicBool::new(true);
        let (mut out, mut cooked) = (Vec::new(), 0);
        for _ in 0..3 {
            give_back(&held, &mut out, || {
                cooked += 1;
                Ok(())
            });
        }
        assert_eq!((out, cooked), (LEAVE.as_bytes().to_vec(), 1));
    }

    #[test]
    fn raw_mode_ends_even_if_nothing_can_be_written() {
        let held = AtomicBool::new(true);
        let mut cooked = false;
        give_back(&held, &mut Broken, || {
            cooked = true;
            Err(io::Error::other("gone"))
        });
        assert!(cooked);
    }

    #[test]
    fn everything_that_is_switched_on_is_switched_off() {
        let modes = |sequence: &str, end: char| {
            let modes = sequence.split("\x1b[?").skip(1).filter_map(|s| s.split_once(end)).map(|(n, _)| n.to_owned());
            modes.filter(|n| n.chars().all(|c| c.is_ascii_digit())).collect::<Vec<_>>()
        };
        for mode in modes(ENTER, 'h') {
            assert!(modes(LEAVE, 'l').contains(&mode), "{mode}");
        }
        for mode in modes(ENTER, 'l') {
            assert!(modes(LEAVE, 'h').contains(&mode), "{mode}");
        }
        let mut screen = crate::tui::dump::terminal(20, 4);
        screen.process(b"before");
        screen.process(ENTER.as_bytes());
        screen.process(b"\x1b[1;31mours");
        assert!(
            screen.screen().alternate_screen() && screen.screen().hide_cursor() && screen.screen().bracketed_paste()
        );
        screen.process(LEAVE.as_bytes());
        screen.process(b"!");
        let after = screen.screen();
        assert!(!after.alternate_screen() && !after.hide_cursor() && !after.bracketed_paste());
        assert_eq!(after.contents(), "before!");
        assert!(!after.cell(0, 6).unwrap().bold());
    }

    #[test]
    fn without_a_terminal_nothing_is_touched() {
        if !stdout().is_terminal() {
            assert_eq!(Guard::enter().unwrap_err().says.key, "tui.not_a_terminal");
            assert!(!HELD.load(Ordering::SeqCst));
        }
    }
}
