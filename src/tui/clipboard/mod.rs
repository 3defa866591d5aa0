//! To the operator's own clipboard, which is at the far end of the connection. Three ways, tried in this order:
//! inside tmux its own buffer (the only one that gets out with default settings), inside GNU screen OSC 52 in
//! pieces, else OSC 52. No terminal says whether it took the text, so the wording is "sent".

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

/// Sends `text`. Control characters but line ends and tabs are left out.
pub fn send(text: &str, ways: &Ways<'_>, out: &mut dyn Write) -> Sent {
    let text: String = text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
    if text.len() > LIMIT {
        return Sent::TooLong(text.len());
    }
    let set = |name| (ways.env)(name).is_some_and(|v| !v.is_empty());
    if set("TMUX") && !ways.restricted && (ways.tmux)(&text).is_ok() {
        return Sent::Tmux;
    }
    // Inside tmux OSC 52 still works where `set-clipboard on` is set.
    let screen = set("STY") && !set("TMUX");
    let sequence = if screen { screen_pieces(&osc52(&text)) } else { osc52(&text) };
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
