//! A program on a pseudo-terminal: keys in, its bytes and its screen out. What is waited for is always a change of the
//! screen or a sequence in the bytes; time only ends a test that hangs.

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::num::NonZero;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// A program that shows nothing new for so long hangs.
const PATIENCE: Duration = Duration::from_secs(60);

/// The terminal's side.
pub struct Terminal {
    child: Box<dyn Child + Send + Sync>,
    keys: Box<dyn Write + Send>,
    bytes: Receiver<Vec<u8>>,
    screen: vt100::Parser,
    /// Everything the program wrote.
    pub raw: Vec<u8>,
    // Dropped last: closing it hangs the line up.
    _master: Box<dyn MasterPty + Send>,
}

impl Terminal {
    /// Starts a program on a terminal of 80 by 24 with nothing of this process' environment but `PATH`.
    pub fn start(command: &[&str], env: &[(&str, &str)]) -> Terminal {
        let pair =
            native_pty_system().openpty(PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 }).unwrap();
        let mut build = CommandBuilder::new(command[0]);
        build.args(&command[1..]);
        build.env_clear();
        build.env("PATH", std::env::var("PATH").unwrap());
        build.cwd(std::env::temp_dir());
        env.iter().for_each(|(name, value)| build.env(name, value));
        let child = pair.slave.spawn_command(build).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let keys = pair.master.take_writer().unwrap();
        let (send, bytes) = channel();
        std::thread::spawn(move || {
            let mut buffer = [0; 65_536];
            while let Ok(n @ 1..) = reader.read(&mut buffer) {
                if send.send(buffer[..n].to_vec()).is_err() {
                    break;
                }
            }
        });
        let screen = vt100::Parser::new(NonZero::new(24).unwrap(), NonZero::new(80).unwrap(), 0);
        Terminal { child, keys, bytes, screen, raw: Vec::new(), _master: pair.master }
    }

    /// Types.
    pub fn press(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
    }

    /// Waits until `found` is so.
    pub fn until<T>(&mut self, what: &str, mut found: impl FnMut(&Terminal) -> Option<T>) -> T {
        let end = Instant::now() + PATIENCE;
        loop {
            if let Some(value) = found(self) {
                return value;
            }
            let left = end.saturating_duration_since(Instant::now());
            match self.bytes.recv_timeout(left) {
                Ok(new) => {
                    self.screen.process(&new);
                    self.raw.extend(new);
                }
                Err(why) => panic!("{what} never came ({why})\n{}", self.screen.screen().contents()),
            }
        }
    }

    /// Waits until the screen shows `text`; wide characters stand close, whatever a terminal leaves between them.
    pub fn shows(&mut self, text: &str) {
        self.until(text, |t| t.screen().contains(text).then_some(()));
    }

    /// The screen as text.
    pub fn screen(&self) -> String {
        self.screen.screen().contents()
    }

    /// The texts that were sent to the clipboard (OSC 52), as bytes, in order. Each must be whole.
    pub fn clipboard(&self) -> Vec<Vec<u8>> {
        let mut out = Vec::new();
        let mut rest = &self.raw[..];
        while let Some(at) = find(rest, b"\x1b]52;") {
            let from = &rest[at + 5..];
            let Some(end) = from.iter().position(|b| matches!(b, 0x07 | 0x1b)) else { break };
            let payload = &from[..end];
            let semicolon = payload.iter().position(|b| *b == b';').unwrap();
            out.push(decoded(&payload[semicolon + 1..]));
            rest = &from[end..];
        }
        out
    }

    /// Waits for the program's end.
    pub fn end(mut self) {
        self.child.wait().unwrap();
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

fn find(within: &[u8], what: &[u8]) -> Option<usize> {
    within.windows(what.len()).position(|w| w == what)
}

/// The bytes that base64 (RFC 4648, padded) stands for. Anything else is a broken sequence.
pub fn decoded(text: &[u8]) -> Vec<u8> {
    assert_eq!(text.len() % 4, 0, "base64 comes in fours");
    let mut out = Vec::new();
    for four in text.chunks(4) {
        let mut bits = 0_u32;
        for c in four {
            let value = match c {
                b'A'..=b'Z' => c - b'A',
                b'a'..=b'z' => c - b'a' + 26,
                b'0'..=b'9' => c - b'0' + 52,
                b'+' => 62,
                b'/' => 63,
                b'=' => 0,
                _ => panic!("not base64: {c:#x}"),
            };
            bits = bits << 6 | u32::from(value);
        }
        let padding = four.iter().filter(|c| **c == b'=').count();
        out.extend(&bits.to_be_bytes()[1..4 - padding]);
    }
    out
}

#[test]
fn base64_is_read_as_it_is_written_everywhere() {
    for (text, bytes) in
        [("", &b""[..]), ("YQ==", b"a"), ("YWI=", b"ab"), ("YWJj", b"abc"), ("5a6h5qC4", "审核".as_bytes())]
    {
        assert_eq!(decoded(text.as_bytes()), bytes);
    }
}
