//! One thread that hears the system's signals, so that a dropped connection saves drafts and a stop gives the
//! terminal back.

use crate::base::{Error, Result};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP, SIGUSR1};
use signal_hook::iterator::{Handle, Signals};
use std::thread::JoinHandle;

/// What the system said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signal {
    /// End: SIGTERM.
    Terminate,
    /// The connection is gone: SIGHUP.
    Hangup,
    /// Ctrl-C from outside: SIGINT. In raw mode the key arrives as a key.
    Interrupt,
    /// Stop: SIGTSTP.
    Stop,
    /// Go on after a stop: SIGCONT.
    Continue,
    /// Read the configuration again: SIGUSR1.
    Reload,
}

const SIGNALS: [(i32, Signal); 6] = [
    (SIGTERM, Signal::Terminate),
    (SIGHUP, Signal::Hangup),
    (SIGINT, Signal::Interrupt),
    (SIGTSTP, Signal::Stop),
    (SIGCONT, Signal::Continue),
    (SIGUSR1, Signal::Reload),
];

/// The listening thread; dropping it ends the thread.
#[derive(Debug)]
pub struct Listener {
    handle: Handle,
    thread: Option<JoinHandle<()>>,
}

/// Starts to listen; `tell` is called on the listening thread and ends it by answering `false`.
///
/// # Errors
/// The system does not let us listen.
pub fn listen(mut tell: impl FnMut(Signal) -> bool + Send + 'static) -> Result<Listener> {
    let failed = |e: std::io::Error| Error::user("tui.signals").with("cause", &e).because(e);
    let mut signals = Signals::new(SIGNALS.map(|(number, _)| number)).map_err(failed)?;
    let handle = signals.handle();
    let run = move || {
        for number in signals.forever() {
            let known = SIGNALS.iter().find(|(n, _)| *n == number);
            if known.is_some_and(|(_, signal)| !tell(*signal)) {
                break;
            }
        }
    };
    let thread = std::thread::Builder::new().name("signals".into()).spawn(run).map_err(failed)?;
    Ok(Listener { handle, thread: Some(thread) })
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.handle.close();
        if let Some(thread) = self.thread.take() {
            // A panic there has been reported already; there is nothing to add while leaving.
            let _ = thread.join();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;

    #[test]
    fn signals_arrive_by_name_until_dropped() {
        let (send, receive) = mpsc::channel();
        let listener = listen(move |signal| send.send(signal).is_ok()).unwrap();
        for (number, signal) in [(SIGUSR1, Signal::Reload), (SIGHUP, Signal::Hangup), (SIGCONT, Signal::Continue)] {
            signal_hook::low_level::raise(number).unwrap();
            assert_eq!(receive.recv().unwrap(), signal);
        }
        drop(listener);
        assert!(receive.recv().is_err(), "the thread is gone, and with it the sender");
    }
}
