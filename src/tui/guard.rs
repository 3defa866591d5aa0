//! Takes the terminal and gives it back: on leaving, on panic, on a stop, exactly once each time. ratatui's own
//! restore forgets bracketed paste and stops half-way when one step fails; here every step is tried.

use super::screen::Screen;
use crate::base::{Error, Result};
use ratatui::Terminal;
use ratatui::crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use std::fs::File;
use std::io::{BufWriter, IsTerminal, Write, stderr, stdout};
use std::os::fd::AsFd;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, Once, PoisonError};
use std::thread::{ThreadId, current};

/// Alternate screen, bracketed paste, cursor hidden.
pub const ENTER: &str = "\x1b[?1049h\x1b[?2004h\x1b[?25l\x1b[0m\x1b[2J";
/// The way back, in the order that leaves the least behind if the connection breaks in between: end a
/// synchronized update, plain style, no bracketed paste, cursor shown, normal screen.
pub const LEAVE: &str = "\x1b[?2026l\x1b[0m\x1b[?2004l\x1b[?25h\x1b[?1049l";

/// Whether the terminal is ours now. The panic hook and the guard share it, so it is given back once.
static HELD: AtomicBool = AtomicBool::new(false);
static HOOK: Once = Once::new();
/// The thread that draws. A panic on another one must not take the screen from under it: the report is kept
/// until the terminal is given back, and whoever waits for that thread learns of its end.
static OWNER: Mutex<Option<ThreadId>> = Mutex::new(None);
static KEPT: Mutex<String> = Mutex::new(String::new());

/// The terminal with our backend. Not through [`std::io::Stdout`]: that writes up to the last line feed first and the
/// rest apart, and a frame moves down by line feeds.
pub type Tty = Terminal<Screen<BufWriter<File>>>;

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
                if is_elsewhere() {
                    keep(&format!("{info}\n"));
                } else {
                    restore();
                    before(info);
                }
            }));
        });
        let guard = Guard { _held: () };
        *OWNER.lock().unwrap_or_else(PoisonError::into_inner) = Some(current().id());
        take().map_err(failed)?;
        Ok(guard)
    }

    /// A terminal to draw on. It survives [`Guard::suspend`] and [`Guard::lend`], but then wants [`redraw`].
    ///
    /// # Errors
    /// The size of the terminal cannot be read.
    pub fn terminal(&self) -> Result<Tty> {
        let own = stdout().as_fd().try_clone_to_owned().map_err(failed)?;
        Terminal::new(Screen::new(BufWriter::new(File::from(own)))).map_err(failed)
    }

    /// Gives the terminal back, stops the process, and takes the terminal again when it goes on. SIGSTOP rather
    /// than SIGTSTP: a process whose group is orphaned (a login shell's replacement) would ignore that one.
    /// Afterwards the screen wants [`redraw`].
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

/// Makes the next frame draw everything: after a stop, a lent terminal, or ^L.
///
/// # Errors
/// The terminal is gone.
pub fn redraw(tty: &mut Tty) -> Result<()> {
    tty.clear().map_err(failed)
}

impl Drop for Guard {
    fn drop(&mut self) {
        restore();
    }
}

/// Whether the terminal is held, and by another thread than this one.
fn is_elsewhere() -> bool {
    HELD.load(Ordering::SeqCst) && *OWNER.lock().unwrap_or_else(PoisonError::into_inner) != Some(current().id())
}

fn keep(report: &str) {
    KEPT.lock().unwrap_or_else(PoisonError::into_inner).push_str(report);
}

fn failed(cause: impl std::fmt::Display) -> Error {
    Error::user("tui.terminal").with("cause", &cause).because(cause)
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
    let kept = std::mem::take(&mut *KEPT.lock().unwrap_or_else(PoisonError::into_inner));
    if !kept.is_empty() {
        // Standard error may be gone with the terminal.
        let _ = stderr().write_all(kept.as_bytes());
    }
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
        if !stdout().is_terminal() && std::env::var_os(SCENE).is_none() {
            assert_eq!(Guard::enter().unwrap_err().says.key, "tui.not_a_terminal");
            assert!(!HELD.load(Ordering::SeqCst));
        }
    }

    /// Names what [`scene`] plays in a process of its own.
    const SCENE: &str = "QUN_TEST_SCENE";

    /// Not a test by itself: the process on the pseudo-terminal of the tests below.
    #[test]
    #[ignore = "played by the others on a pseudo-terminal"]
    fn scene() {
        let Ok(play) = std::env::var(SCENE) else { return };
        let mut guard = Guard::enter().unwrap();
        let mut tty = guard.terminal().unwrap();
        let draw = |tty: &mut Tty| {
            tty.draw(|f| f.render_widget("drawn", f.area())).unwrap();
        };
        draw(&mut tty);
        match play.as_str() {
            "panic" => panic!("told after leaving"),
            "panic elsewhere" => {
                drop(std::thread::spawn(|| panic!("told after leaving")).join());
                draw(&mut tty);
            }
            "suspend" => {
                guard.suspend().unwrap();
                redraw(&mut tty).unwrap();
                draw(&mut tty);
            }
            _ => {}
        }
    }

    struct Play {
        child: Box<dyn portable_pty::Child + Send + Sync>,
        pty: Box<dyn portable_pty::MasterPty + Send>,
        reader: Box<dyn io::Read + Send>,
        seen: String,
    }

    impl Play {
        fn start(name: &str) -> Play {
            let size = portable_pty::PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 };
            let pair = portable_pty::native_pty_system().openpty(size).unwrap();
            let mut command = portable_pty::CommandBuilder::new(std::env::current_exe().unwrap());
            command.args(["--exact", "tui::guard::tests::scene", "--ignored", "--nocapture", "--test-threads=1"]);
            command.env(SCENE, name);
            command.env("RUST_BACKTRACE", "0");
            let child = pair.slave.spawn_command(command).unwrap();
            let reader = pair.master.try_clone_reader().unwrap();
            Play { child, pty: pair.master, reader, seen: String::new() }
        }

        /// Reads on until `text` has come `times` times, or the end.
        fn until(&mut self, text: &str, times: usize) -> &str {
            let mut chunk = [0; 4096];
            while self.seen.matches(text).count() < times {
                match self.reader.read(&mut chunk) {
                    Ok(n) if n > 0 => self.seen.push_str(&String::from_utf8_lossy(&chunk[..n])),
                    _ => break,
                }
            }
            &self.seen
        }

        fn end(&mut self) -> String {
            self.until("never said", 1);
            self.child.wait().unwrap();
            std::mem::take(&mut self.seen)
        }
    }

    #[test]
    fn a_terminal_is_taken_and_given_back() {
        let mut play = Play::start("leave");
        let seen = play.end();
        assert_eq!((seen.matches(ENTER).count(), seen.matches(LEAVE).count()), (1, 1), "{seen:?}");
        assert!(seen.find("drawn") < seen.find(LEAVE));
    }

    #[test]
    fn a_panic_is_told_on_the_terminal_we_gave_back() {
        for scene in ["panic", "panic elsewhere"] {
            let seen = Play::start(scene).end();
            assert_eq!((seen.matches(LEAVE).count(), seen.matches("told after").count()), (1, 1), "{seen:?}");
            assert!(seen.find(LEAVE) < seen.find("told after leaving"), "{seen:?}");
        }
    }

    #[test]
    fn a_stop_gives_the_terminal_back_and_going_on_takes_it_again() {
        let mut play = Play::start("suspend");
        play.until(LEAVE, 1);
        let id = play.child.process_id().unwrap();
        let stopped = || {
            let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).unwrap();
            stat.rsplit(')').next().unwrap().trim_start().starts_with('T')
        };
        while !stopped() {
            std::thread::yield_now();
        }
        let flags = format!("{:?}", play.pty.get_termios().unwrap().local_flags);
        assert!(flags.contains("ICANON") && flags.contains("ECHO"), "cooked while stopped: {flags}");
        let process = rustix::process::Pid::from_raw(i32::try_from(id).unwrap()).unwrap();
        rustix::process::kill_process(process, rustix::process::Signal::CONT).unwrap();
        let seen = play.end();
        assert_eq!((seen.matches(ENTER).count(), seen.matches(LEAVE).count()), (2, 2), "{seen:?}");
        assert_eq!(seen.matches("drawn").count(), 2, "drawn whole again");
    }
}
