//! `qun screen`: texts in, judgements out, one line for one line, nothing stored. Made to stand behind a bot: it
//! answers each line as soon as there is nothing more to read, and no line makes it stop.

use super::session::{self, Session};
use super::{Globals, input, output};
use crate::app::Scorer;
use crate::base::{Config, Error, Lang, Result};
use crate::moderation::item::Hit;
use crate::moderation::screening::{self, Message, Settings, Word};
use crate::moderation::store;
use clap::Args;
use serde::Deserialize;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, BufWriter, Read, Write};
use std::path::PathBuf;

/// The longest line that is read, in bytes; the rest of a longer one is passed over. A message of 1 MiB fits, escaped too.
const LINE_LIMIT: usize = 8 * 1024 * 1024;

/// `qun screen [FILE|-]`
#[derive(Debug, Args)]
pub struct Screen {
    /// Lines of text, or of JSON with `text`.
    #[arg(id = "texts", value_name = "FILE")]
    file: Option<PathBuf>,
}

/// A line of JSON. What else stands in it is left alone.
#[derive(Deserialize)]
struct Told {
    text: String,
    /// Whatever the caller knows the message by; handed back.
    #[serde(default)]
    id: Option<Value>,
    /// Days since the member was first seen; without it nobody counts as new.
    #[serde(default)]
    member_age_days: Option<u32>,
    /// Messages of the member within the flood window, this one included.
    #[serde(default)]
    recent: u32,
}

/// Runs it. Exit 1 at the end if a line could not be read.
pub fn run(args: &Screen, globals: &Globals, lang: &mut Lang) -> Result<u8> {
    let config = session::config(globals)?;
    session::speak(lang, globals, &config);
    let screen = screen(globals, lang, &config)?;
    let mut scorer = Scorer::new(&config.screening).filter(|_| session::may_ask(globals.quiet, lang, &config));
    let file = args.file.clone().unwrap_or_else(|| "-".into());
    let read = BufReader::with_capacity(1 << 16, input::open(&file)?);
    let out = BufWriter::with_capacity(1 << 16, std::io::stdout().lock());
    let broken = each_line(read, out, |line, number, mode| answer(&screen, &mut scorer, line, number, mode, lang))
        .map_err(|e| e.with("name", file.display()))?;
    if let Some(trouble) = scorer.as_ref().and_then(Scorer::trouble) {
        output::say(globals.quiet, &lang.say(&trouble));
    }
    Ok(u8::from(broken > 0))
}

/// The screen of the file, if there is one; a file that was named and is not there is worth a word.
fn screen(globals: &Globals, lang: &mut Lang, config: &Config) -> Result<screening::Screen> {
    let path = session::database(globals, config)?;
    if session::exists(&path) {
        return store::screen_of_today(&Session::open(globals, lang, false)?.db, config);
    }
    if globals.db.is_some() {
        output::say(globals.quiet, &lang.fill("cli.screen_no_file", &[("path", &path.display())]));
    }
    let words: Vec<Word> = config.screening.words.iter().map(|w| Word::new(w)).collect();
    screening::Screen::build(&words, &Settings::from(&config.screening))
}

/// What the lines are; the first one that is not blank decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    Text,
    Json,
}

/// What is said of a line.
struct Said {
    json: String,
    /// Whether it could be read.
    whole: bool,
}

/// Reads lines, writes what `answer` says to each, and flushes before a read that may have to wait. Returns how many
/// lines could not be read.
fn each_line(
    mut read: BufReader<impl Read>,
    mut out: impl Write,
    mut answer: impl FnMut(&[u8], u64, Mode) -> Said,
) -> Result<u64> {
    let (mut line, mut mode, mut broken) = (Vec::new(), None, 0);
    for number in 1_u64.. {
        if !read.buffer().contains(&b'\n') {
            out.flush()?;
        }
        let failed = |e: std::io::Error| Error::user("intake.unreadable").with("cause", &e).because(&e);
        if !next_line(&mut read, &mut line).map_err(failed)? {
            break;
        }
        let text = line.trim_ascii_start();
        if mode.is_none() && !text.is_empty() {
            let text = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text);
            mode = Some(if text.starts_with(b"{") { Mode::Json } else { Mode::Text });
        }
        let said = answer(&line, number, mode.unwrap_or(Mode::Text));
        broken += u64::from(!said.whole);
        out.write_all(said.json.as_bytes())?;
        out.write_all(b"\n")?;
    }
    out.flush()?;
    Ok(broken)
}

/// The next line without its end, at most [`LINE_LIMIT`] bytes of it; `false` at the end.
fn next_line(read: &mut impl BufRead, line: &mut Vec<u8>) -> std::io::Result<bool> {
    line.clear();
    if read.take(LINE_LIMIT as u64).read_until(b'\n', line)? == 0 {
        return Ok(false);
    }
    if line.len() == LINE_LIMIT && !line.ends_with(b"\n") {
        read.skip_until(b'\n')?;
    }
    while line.last().is_some_and(|b| matches!(b, b'\n' | b'\r')) {
        line.pop();
    }
    Ok(true)
}

/// The judgement over one line as JSON, or why there is none.
fn answer(
    screen: &screening::Screen,
    scorer: &mut Option<Scorer>,
    line: &[u8],
    number: u64,
    mode: Mode,
    lang: &Lang,
) -> Said {
    let text = input::decoded(line);
    let told = match mode {
        Mode::Json if !text.trim().is_empty() => serde_json::from_str::<Told>(&text),
        _ => Ok(Told { text: text.to_string(), id: None, member_age_days: None, recent: 0 }),
    };
    let (mut value, id, whole) = match told {
        Ok(told) => {
            let (member_age_days, recent) = (told.member_age_days, told.recent);
            let outside = scorer.as_mut().and_then(|s| s.ask(&[&told.text]).into_iter().next().flatten());
            let message = Message { text: &told.text, member_age_days, recent, echoes: 0, outside };
            (judged(screen, &message), told.id, true)
        }
        Err(error) => {
            let key = if error.is_data() { "cli.screen_no_text" } else { "intake.skip_not_json" };
            let id = serde_json::from_str::<Value>(&text).ok().and_then(|v| v.get("id").cloned());
            (json!({ "error": lang.text(key), "line": number }), id, false)
        }
    };
    if let (Some(id), Value::Object(fields)) = (id, &mut value) {
        fields.insert("id".to_owned(), id);
    }
    Said { json: output::escaped(&value.to_string()).into_owned(), whole }
}

/// `{"score","verdict","hits"}` of one message. The verdict is `approve`, `look` or `reject:REASON`.
pub(super) fn judged(screen: &screening::Screen, message: &Message) -> Value {
    let verdict = screen.check(message);
    json!({
        "score": verdict.score, "verdict": verdict.suggestion.id(), "hits": hits(message.text, &verdict.hits),
    })
}

/// Hits as `--json` prints them: `start` and `end` count the characters (Unicode scalar values) of the text, `end` is the
/// one after the last. A hit that is about the message as a whole has an empty `text`.
pub(super) fn hits(text: &str, hits: &[Hit]) -> Vec<Value> {
    let count = |byte: usize| text.get(..byte).unwrap_or(text).chars().count();
    hits.iter()
        .map(|h| {
            let found = text.get(h.start..h.end).unwrap_or_default();
            json!({ "rule": h.rule, "start": count(h.start), "end": count(h.end), "text": found })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Language;
    use std::cell::RefCell;

    /// Gives its pieces one by one, as a pipe does.
    struct Pipe<'a>(Vec<&'a [u8]>);

    impl Read for Pipe<'_> {
        fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
            if self.0.is_empty() {
                return Ok(0);
            }
            let piece = self.0.remove(0);
            into[..piece.len()].copy_from_slice(piece);
            Ok(piece.len())
        }
    }

    fn run_on(pieces: &[&[u8]]) -> (Vec<Value>, u64) {
        let screen = screening::Screen::build(&[Word::new("水军")], &Settings::default()).unwrap();
        let lang = Lang::load(Language::En);
        let mut out = Vec::new();
        let read = BufReader::with_capacity(1 << 16, Pipe(pieces.to_vec()));
        let broken = each_line(read, &mut out, |l, n, m| answer(&screen, &mut None, l, n, m, &lang)).unwrap();
        (String::from_utf8(out).unwrap().lines().map(|l| serde_json::from_str(l).unwrap()).collect(), broken)
    }

    #[test]
    fn hits_are_counted_in_characters_of_the_text() {
        let (out, broken) = run_on(&["😀群里有水军\n".as_bytes()]);
        assert_eq!(broken, 0);
        assert_eq!(out[0]["hits"], json!([{ "rule": "words", "start": 4, "end": 6, "text": "水军" }]));
        assert_eq!((out[0]["verdict"].as_str(), out[0]["score"].as_f64()), (Some("look"), Some(0.6)));
    }

    #[test]
    fn a_line_in_is_a_line_out_whatever_it_is() {
        let gb = encoding_rs::GB18030.encode("有水军").0.into_owned();
        let long = [vec![b'x'; LINE_LIMIT + 5], b"\nok".to_vec()].concat();
        let cases: &[(&[u8], usize, u64)] = &[
            (b"", 0, 0),
            (b"\n\n", 2, 0),
            (b"a\r\nb", 2, 0),
            (b"{\"text\":\"a\"}\n{\"text\":\"b\n{\"no\":1}\n\n{\"text\":null}\n[]\n", 6, 4),
            (b"\xEF\xBB\xBF{\"text\":\"a\"}\n", 1, 0),
            (b"plain\n{not json}\n", 2, 0),
            (b"{\"text\":\"\\ud800\"}\n{\"text\":1}\n", 2, 2),
            (b"\x00\xff\xfe\n\x1b]0;x\x07", 2, 0),
            (&gb, 1, 0),
        ];
        for (bytes, lines, wrong) in cases {
            let (out, broken) = run_on(&[bytes]);
            assert_eq!((out.len(), broken), (*lines, *wrong), "{}", String::from_utf8_lossy(bytes));
            for (n, value) in out.iter().enumerate() {
                let is_error = value["line"] == n + 1 && value["error"].is_string();
                assert!(is_error || value["hits"].is_array(), "{value}");
            }
        }
        assert_eq!(run_on(&[&gb]).0[0]["hits"][0]["text"], "水军");
        let (out, _) = run_on(&long.chunks(60_000).collect::<Vec<_>>());
        assert_eq!(out.len(), 2, "a line that is too long is still one");
    }

    #[test]
    fn every_answer_is_out_before_the_next_read() {
        /// Notes when it was flushed, and how many lines were in it by then.
        struct Seen<'a>(&'a RefCell<Vec<usize>>, usize);
        impl Write for Seen<'_> {
            fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
                self.1 += bytes.iter().filter(|b| **b == b'\n').count();
                Ok(bytes.len())
            }
            fn flush(&mut self) -> std::io::Result<()> {
                self.0.borrow_mut().push(self.1);
                Ok(())
            }
        }
        let flushed = RefCell::new(Vec::new());
        let pipe = Pipe(vec![b"a\nb\nc", b"c\n", b"d\n"]);
        each_line(BufReader::new(pipe), Seen(&flushed, 0), |_, _, _| Said { json: String::new(), whole: true })
            .unwrap();
        assert_eq!(*flushed.borrow(), [0, 2, 3, 4, 4]);
    }

    #[test]
    fn what_a_bot_knows_a_message_by_is_handed_back() {
        let (out, broken) = run_on(&[
            br#"{"text":"hello","id":7,"chat":"x"}"#,
            b"\n",
            br#"{"id":{"m":[1]},"text":"a"}"#,
            b"\n",
            br#"{"id":"k"}"#,
            b"\n",
            br#"{"text":"b"}"#,
        ]);
        let ids: Vec<Option<&Value>> = out.iter().map(|v| v.get("id")).collect();
        assert_eq!(ids, [Some(&json!(7)), Some(&json!({"m": [1]})), Some(&json!("k")), None]);
        assert_eq!((broken, out[0].get("chat")), (1, None));
    }

    #[test]
    fn a_message_of_a_mebibyte_is_one_line_and_costs_no_more_than_its_window() {
        let text = "加V领券 ".to_owned() + &"好".repeat(350_000);
        let line = json!({ "text": text }).to_string();
        assert!(line.len() > 1 << 20);
        let (out, broken) = run_on(&line.as_bytes().chunks(60_000).collect::<Vec<_>>());
        assert_eq!((out.len(), broken, out[0]["hits"][0]["text"].as_str()), (1, 0, Some("加V")));
    }

    #[test]
    fn age_and_rate_may_be_told() {
        let (out, _) = run_on(&[
            br#"{"text":"see example.com/x"}"#,
            b"\n",
            br#"{"text":"see example.com/x","member_age_days":0,"id":7}"#,
            b"\n",
            br#"{"text":"hello","recent":1000}"#,
        ]);
        assert_eq!(out[0]["verdict"], "approve");
        assert_eq!(out[1]["hits"][0]["rule"], "links");
        assert_eq!(out[2]["hits"], json!([{ "rule": "flood", "start": 0, "end": 0, "text": "" }]));
    }
}
