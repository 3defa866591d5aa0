//! Another program that is asked what it thinks of messages (`[screening] scorer`): started when first needed, asked line
//! by line, not waited for longer than was told. When it fails it is started anew a few times and then left alone; the
//! messages are screened without it.
//!
//! What members wrote leaves qun here and nowhere else. That is why it is off unless the configuration names a program,
//! and never done for a login that may not run other programs.

use crate::base::Says;
use crate::base::config::Screening;
use crate::moderation::screening::Outside;
use crate::moderation::screening::scorer::{answer, question};
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

/// Failures after which it is left alone.
const FAILURES: u32 = 3;

/// The longest answer, in bytes.
const LONGEST: u64 = 64 * 1024;

/// The program, running or not.
#[derive(Debug)]
pub struct Scorer {
    command: Vec<String>,
    patience: Duration,
    running: Option<Running>,
    failures: u32,
    skipped: u32,
    trouble: Option<Says>,
}

#[derive(Debug)]
struct Running {
    child: Child,
    /// To the thread that writes: a program that does not read must not hold us up.
    asks: Sender<String>,
    /// From the thread that reads; ends with the program's output.
    answers: Receiver<String>,
}

impl Scorer {
    /// The program of the configuration; `None` if it names none.
    #[must_use]
    pub fn new(config: &Screening) -> Option<Scorer> {
        let patience = Duration::from_secs(config.scorer_seconds.into());
        (!config.scorer.is_empty()).then(|| Self::of(config.scorer.clone(), patience))
    }

    fn of(command: Vec<String>, patience: Duration) -> Scorer {
        Scorer { command, patience, running: None, failures: 0, skipped: 0, trouble: None }
    }

    /// What it thinks of each of `texts`; `None` where it did not say.
    pub fn ask(&mut self, texts: &[&str]) -> Vec<Option<Outside>> {
        let mut told: Vec<Option<Outside>> = Vec::with_capacity(texts.len());
        let patience = self.patience;
        while told.len() < texts.len() {
            let Some(running) = self.start() else { break };
            for text in &texts[told.len()..] {
                // It is gone; the answers will tell.
                if running.asks.send(question(text)).is_err() {
                    break;
                }
            }
            let mut failed = None;
            while told.len() < texts.len() && failed.is_none() {
                match running.answers.recv_timeout(patience).map(|line| answer(&line)) {
                    Ok(Some(outside)) => told.push(Some(outside)),
                    Ok(None) => failed = Some("rules.scorer_unreadable"),
                    Err(RecvTimeoutError::Timeout) => failed = Some("rules.scorer_slow"),
                    Err(RecvTimeoutError::Disconnected) => failed = Some("rules.scorer_ended"),
                }
            }
            if let Some(why) = failed {
                self.fail(why, "");
                // The message it failed at is not asked about again.
                told.push(None);
            }
        }
        told.resize(texts.len(), None);
        self.skipped += u32::try_from(told.iter().filter(|t| t.is_none()).count()).unwrap_or(u32::MAX);
        told
    }

    /// What went wrong, if something did, and how many messages it did not judge: one sentence.
    #[must_use]
    pub fn trouble(&self) -> Option<Says> {
        self.trouble.clone().map(|says| says.with("n", self.skipped))
    }

    fn start(&mut self) -> Option<&Running> {
        if self.running.is_none() && self.failures < FAILURES {
            match Running::start(&self.command) {
                Ok(running) => self.running = Some(running),
                Err(cause) => {
                    self.fail("rules.scorer_missing", &cause.to_string());
                    // What cannot be started now cannot be started in a moment.
                    self.failures = FAILURES;
                }
            }
        }
        self.running.as_ref()
    }

    fn fail(&mut self, why: &str, cause: &str) {
        self.running = None;
        self.failures += 1;
        let program = self.command.first().cloned().unwrap_or_default();
        let says = || Says::new(why).with("program", program).with("cause", cause).with("s", self.patience.as_secs());
        self.trouble.get_or_insert_with(says);
    }
}

impl Running {
    fn start(command: &[String]) -> std::io::Result<Running> {
        let (program, arguments) = command.split_first().ok_or(std::io::ErrorKind::InvalidInput)?;
        let mut command = Command::new(program);
        // What it complains of must not run over the screen.
        command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn()?;
        let (asks, asked) = channel::<String>();
        let (told, answers) = channel();
        if let Some(mut pipe) = child.stdin.take() {
            std::thread::spawn(move || asked.iter().try_for_each(|line| pipe.write_all(line.as_bytes())));
        }
        if let Some(pipe) = child.stdout.take() {
            std::thread::spawn(move || {
                let mut pipe = BufReader::new(pipe);
                let mut line = Vec::new();
                while pipe.by_ref().take(LONGEST).read_until(b'\n', &mut line).is_ok_and(|n| n > 0) {
                    if told.send(String::from_utf8_lossy(&line).into_owned()).is_err() {
                        break;
                    }
                    line.clear();
                }
            });
        }
        Ok(Running { child, asks, answers })
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may be gone already; then there is nothing to end.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::moderation::Reason;

    fn scorer(script: &str) -> Scorer {
        let command = ["sh", "-c", script].map(str::to_owned).to_vec();
        Scorer::of(command, Duration::from_millis(300))
    }

    fn scores(scorer: &mut Scorer, texts: &[&str]) -> Vec<Option<f64>> {
        scorer.ask(texts).into_iter().map(|o| o.map(|o| o.score)).collect()
    }

    const LISTENS: &str = r#"while read -r line; do case "$line" in
        *bad*) echo '{"score":0.9,"reason":"ads"}';; *odd*) echo what;; *end*) exit 0;; *) echo '{"score":0.1}';; esac; done"#;

    #[test]
    fn it_is_asked_line_by_line_and_many_at_once() {
        let mut s = scorer(LISTENS);
        assert_eq!(scores(&mut s, &["fine", "bad\nword"]), [Some(0.1), Some(0.9)]);
        assert_eq!(s.ask(&["bad"])[0].map(|o| o.reason), Some(Some(Reason::Ads)));
        let many: Vec<String> = (0..5000).map(|n| format!("{n} {}", "好".repeat(50))).collect();
        let told = s.ask(&many.iter().map(String::as_str).collect::<Vec<_>>());
        assert!(told.len() == 5000 && told.iter().all(Option::is_some));
        assert_eq!(s.trouble(), None);
    }

    #[test]
    fn what_it_fails_at_is_skipped_and_it_is_started_again() {
        let mut s = scorer(LISTENS);
        assert_eq!(scores(&mut s, &["a", "odd", "bad", "end", "c"]), [Some(0.1), None, Some(0.9), None, Some(0.1)]);
        let says = s.trouble().unwrap();
        assert_eq!((says.key.as_str(), says.args["n"].as_str()), ("rules.scorer_unreadable", "2"), "the first is told");
        assert_eq!(scores(&mut s, &["odd", "bad"]), [None, None], "three times is enough");
        assert_eq!(s.trouble().unwrap().args["n"], "4");
    }

    #[test]
    fn one_that_hangs_or_is_not_there_holds_nobody_up() {
        let mut hangs = scorer("cat > /dev/null");
        assert_eq!(scores(&mut hangs, &["a", "b", "c", "d"]), [None; 4]);
        assert_eq!(hangs.trouble().unwrap().key, "rules.scorer_slow");
        let mut none = Scorer::of(vec!["/nowhere/judge".into()], Duration::from_secs(9));
        assert_eq!(scores(&mut none, &["a"]), [None]);
        assert_eq!(none.trouble().unwrap().key, "rules.scorer_missing");
        assert_eq!(none.failures, FAILURES);
        let mut deaf = scorer("exit 0");
        assert_eq!(scores(&mut deaf, &[&"好".repeat(100_000)]), [None]);
        assert_eq!(deaf.trouble().unwrap().key, "rules.scorer_ended");
    }

    #[test]
    fn an_answer_without_end_is_none() {
        let mut s = scorer("cat /dev/zero");
        assert_eq!(scores(&mut s, &["a"]), [None]);
    }

    #[test]
    fn without_a_program_there_is_none() {
        let config = crate::base::Config::default().screening;
        assert!(Scorer::new(&config).is_none());
        assert!(Scorer::new(&Screening { scorer: vec!["judge".into()], ..config }).is_some());
    }
}
