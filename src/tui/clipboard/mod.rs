//! To the operator's own clipboard, which is at the far end of the connection. Three ways, tried in this order:
//! inside tmux its own buffer (the only one that gets out with default settings), inside GNU screen OSC 52 in
//! pieces, else OSC 52. No terminal says whether it took the text, so the wording is "sent". Where none leads anywhere
//! (a console, a dumb terminal) the program shows the text alone, to be selected by hand, and keeps it in a file.

use ratatui::crossterm::Command;
use ratatui::crossterm::clipboard::CopyToClipboard;
use std::io::{self, Write};
use std::process::{Child, Stdio};
use std::time::Duration;

/// The most bytes of text sent: many terminals stop near 74 kB of it (100,000 bytes encoded).
pub const LIMIT: usize = 74_000;

/// GNU screen passes no more than some hundred bytes in one string; this much has always gone through.
const SCREEN_PIECE: usize = 76;

/// How long tmux may take, and how often we look whether it is done.
const TMUX_WAIT: Duration = Duration::from_secs(2);
const TMUX_LOOK: Duration = Duration::from_millis(2);

/// Where the text went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sent {
    /// Into tmux's buffer, which hands it on to the terminal.
    Tmux,
    /// To the terminal.
    Osc52,
    /// To the terminal through GNU screen.
    Screen,
    /// Nowhere: no clipboard can be reached from here.
    Nowhere,
    /// Nowhere: so many bytes are more than [`LIMIT`].
    TooLong(usize),
    /// Nowhere, and why.
    Failed(String),
}

/// What sending needs from outside.
pub struct Ways<'a> {
    /// Reads the environment.
    pub env: &'a dyn Fn(&str) -> Option<String>,
    /// No other program may be started.
    pub restricted: bool,
    /// Gives text to tmux; [`tmux`] in the running program.
    pub tmux: &'a dyn Fn(&str) -> io::Result<()>,
}

/// Terminals that have no clipboard, by the beginning of `TERM`: the kernel's console, those of printers and editors.
const BLIND: &[&str] = &["linux", "dumb", "cons25", "vt52", "vt100", "vt102", "vt220", "unknown"];

/// Whether some way may lead to a clipboard. Inside tmux and screen it is theirs that counts; elsewhere a terminal that
/// says nothing of itself is not trusted to have one.
#[must_use]
pub fn reachable(env: &dyn Fn(&str) -> Option<String>) -> bool {
    let set = |name| env(name).filter(|v| !v.is_empty());
    if set("TMUX").is_some() || set("STY").is_some() {
        return true;
    }
    set("TERM").is_some_and(|term| !BLIND.iter().any(|b| term == *b || term.starts_with(&format!("{b}-"))))
}

/// Sends `text`. Control characters but line ends and tabs are left out.
pub fn send(text: &str, ways: &Ways<'_>, out: &mut dyn Write) -> Sent {
    let text: String = text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
    if text.len() > LIMIT {
        return Sent::TooLong(text.len());
    }
    if !reachable(ways.env) {
        return Sent::Nowhere;
    }
    let set = |name| (ways.env)(name).is_some_and(|v| !v.is_empty());
    if set("TMUX") && !ways.restricted && (ways.tmux)(&text).is_ok() {
        return Sent::Tmux;
    }
    let (tmux, screen) = (set("TMUX"), set("STY") && !set("TMUX"));
    let sequence = match osc52(&text) {
        // Inside tmux OSC 52 still works where `set-clipboard on` is set, and wrapped where `allow-passthrough` is; tmux
        // drops the one it may not take.
        plain if tmux => format!("{plain}{}", tmux_wrapped(&plain)),
        plain if screen => screen_pieces(&plain),
        plain => plain,
    };
    match out.write_all(sequence.as_bytes()).and_then(|()| out.flush()) {
        Ok(()) if screen => Sent::Screen,
        Ok(()) => Sent::Osc52,
        Err(error) => Sent::Failed(error.to_string()),
    }
}

/// The sequence that sets the clipboard (OSC 52, base64, closed by ST).
fn osc52(text: &str) -> String {
    let mut sequence = String::new();
    // Writing to a string cannot fail.
    let _ = CopyToClipboard::to_clipboard_from(text).write_ansi(&mut sequence);
    sequence
}

/// Wraps a sequence so that tmux passes it on: every ESC in it doubled.
fn tmux_wrapped(sequence: &str) -> String {
    format!("\x1bPtmux;{}\x1b\\", sequence.replace('\x1b', "\x1b\x1b"))
}

/// Wraps a sequence for GNU screen: each piece in a DCS of its own. The closing ST would end the DCS, so BEL
/// closes the sequence inside.
fn screen_pieces(sequence: &str) -> String {
    let inner = sequence.strip_suffix("\x1b\\").map_or_else(|| sequence.to_owned(), |s| format!("{s}\x07"));
    let mut wrapped = String::with_capacity(inner.len() * 2);
    let mut rest = inner.as_str();
    while !rest.is_empty() {
        let (piece, tail) = rest.split_at(SCREEN_PIECE.min(rest.len()));
        wrapped.push_str("\x1bP");
        wrapped.push_str(piece);
        wrapped.push_str("\x1b\\");
        rest = tail;
    }
    wrapped
}

/// Gives `text` to `tmux load-buffer -w -` (tmux 3.2 or newer), which also sets the terminal's clipboard.
///
/// # Errors
/// There is no tmux, it is too old, or it does not answer within two seconds.
pub fn tmux(text: &str) -> io::Result<()> {
    let mut command = std::process::Command::new("tmux");
    command.args(["load-buffer", "-w", "-"]).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    feed(command.spawn()?, text.to_owned())
}

/// Writes `text` to the child and waits for it, not for ever: a child that hangs is ended.
fn feed(mut child: Child, text: String) -> io::Result<()> {
    if let Some(mut pipe) = child.stdin.take() {
        // A child that does not read blocks the writer, so that has a thread of its own; the child's end ends it,
        // and the exit status says all there is to know about a write that failed.
        std::thread::spawn(move || drop(pipe.write_all(text.as_bytes())));
    }
    for _ in 0..TMUX_WAIT.as_millis() / TMUX_LOOK.as_millis() {
        if let Some(status) = child.try_wait()? {
            return if status.success() { Ok(()) } else { Err(io::Error::other(status.to_string())) };
        }
        std::thread::sleep(TMUX_LOOK);
    }
    child.kill()?;
    child.wait()?;
    Err(io::ErrorKind::TimedOut.into())
}

#[cfg(test)]
mod tests;
