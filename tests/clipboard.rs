//! The way of an answer to the operator's clipboard, with the real program on a real pseudo-terminal: OSC 52 decoded
//! to the exact bytes, tmux's own buffer, what GNU screen hands on, and a terminal that has no clipboard.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says where it stopped")]

mod terminal;

use chrono::NaiveTime;
use qun::base::{At, Clock, Config, Zone};
use qun::calendar::post::{Format, Kind as PostKind, Track};
use qun::calendar::store as calendar;
use qun::db::{Db, Identity, Opening};
use qun::members::{community::NewCommunity, store as members};
use qun::sop::inquiry::Kind;
use qun::sop::store as sop;
use qun::sop::template::NewTemplate;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;
use terminal::Terminal;

const NOW: &str = "2026-10-10T17:20:00+08:00";
/// What the template becomes for the person who waits, with `A-7` typed.
const ANSWER: &str = "亲，林小雨，退款已登记，单号 A-7。\n48 小时内原路退回；\n\n「引号」\\反斜杠 $HOME `x` €👩‍👧";

/// More than 20 KB of Chinese in many lines.
fn long_text() -> String {
    (1..=300).map(|n| format!("第 {n} 行：戚风蛋糕回缩的原因和补救，烤箱温度要先量再调。\n")).collect::<String>() + "完"
}

fn open(path: &Path) -> Db {
    let me = Identity { name: "周宁".into(), proof: "test".into() };
    Db::open(Opening { path: path.into(), create: true, me, clock: Clock::Frozen(At::parse(NOW).unwrap()) }).unwrap()
}

/// A home with one person waiting, one template, and one post of more than 20 KB.
fn home() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("config.toml"), "glyphs = \"unicode\"\ntheme = \"mono\"\n").unwrap();
    let mut db = open(&dir.path().join("qun.db"));
    let qq = NewCommunity { name: "交流群".into(), platform: "qq".into(), ..NewCommunity::default() };
    let community_id = members::add(&mut db, &qq).unwrap();
    let body = ANSWER.replace("林小雨", "{昵称}").replace("A-7", "{单号}");
    let template = NewTemplate {
        code: "tk".into(),
        name: "退款流程".into(),
        keywords: "退款".into(),
        body,
        ..NewTemplate::default()
    };
    sop::add(&mut db, template).unwrap();
    let new = sop::NewInquiry {
        community_id,
        who: "林小雨".into(),
        kind: Kind::Refund,
        text: "能退款吗".into(),
        at: Some(At::parse("2026-10-10T17:00:00+08:00").unwrap()),
    };
    let hours = sop::timetable(&db, &Config::default(), Zone::default()).unwrap();
    sop::log(&mut db, &new, &hours).unwrap();
    let post = calendar::Content {
        community_id,
        day: db.now().day(Zone::default()),
        time: NaiveTime::from_hms_opt(17, 0, 0).unwrap(),
        kind: PostKind::Tips,
        format: Format::Article,
        track: Track::Fixed,
        title: "戚风".into(),
        body: long_text(),
        owner: "周宁".into(),
        expires_at: None,
        note: String::new(),
    };
    calendar::add(&mut db, &post).unwrap();
    dir
}

fn program(home: &Path, pane: &str) -> Vec<String> {
    let path = |name: &str| home.join(name).display().to_string();
    let words = [env!("CARGO_BIN_EXE_qun"), "--db", &path("qun.db"), "--config", &path("config.toml")];
    let rest = ["--as", "周宁", "--lang", "zh-Hans", pane];
    words.iter().chain(&rest).map(|w| (*w).to_owned()).collect()
}

fn start(home: &Path, pane: &str, term: &str) -> Terminal {
    let command = program(home, pane);
    let folder = home.display().to_string();
    let env = [
        ("TERM", term),
        ("QUN_NOW", NOW),
        ("LANG", "C.UTF-8"),
        ("HOME", &*folder),
        ("XDG_RUNTIME_DIR", &*folder),
        ("TZ", "Asia/Shanghai"),
    ];
    Terminal::start(&command.iter().map(String::as_str).collect::<Vec<_>>(), &env)
}

/// From the list to the last Enter of the form.
fn answer(t: &mut Terminal) {
    t.shows("林小雨");
    t.press("a");
    t.shows("查找");
    t.press("1");
    t.shows("填话术");
    t.press("A-7");
    t.shows("单号 A-7。");
    t.press("\r");
}

fn stored(home: &Path) -> String {
    let db = open(&home.join("qun.db"));
    let all = sop::Wanted { of: sop::Of::All, ..sop::Wanted::default() };
    sop::inquiries(&db, &all, 1, &|_| true).unwrap()[0].answer.clone()
}

#[test]
fn an_answer_arrives_in_the_terminal_as_the_exact_bytes() {
    let home = home();
    let mut t = start(home.path(), "2", "xterm-256color");
    answer(&mut t);
    t.shows("已发往你的终端");
    assert_eq!(t.clipboard(), [ANSWER.as_bytes()]);
    assert_eq!(stored(home.path()), ANSWER);
    assert!(!t.screen().contains("已复制"), "{}", t.screen());
    t.press("q");
    t.end();
}

#[test]
fn twenty_kilobytes_of_chinese_arrive_as_they_are() {
    let (home, text) = (home(), long_text());
    assert!(text.len() > 20_000);
    let mut t = start(home.path(), "1", "xterm-256color");
    t.shows("戚风");
    t.press("y");
    t.shows("已发往你的终端");
    assert_eq!(t.clipboard(), [text.as_bytes()]);
    t.press("q");
    t.end();
}

#[test]
fn without_a_clipboard_the_text_is_shown_and_kept_and_nothing_is_logged_until_told() {
    for term in ["linux", "dumb"] {
        let home = home();
        let mut t = start(home.path(), "2", term);
        answer(&mut t);
        t.shows("Enter 已经发给对方");
        assert!(t.clipboard().is_empty(), "{term}");
        let screen = t.screen();
        // The whole screen is the text's: nothing stands before or behind its lines.
        let lines: Vec<&str> = screen.lines().skip(1).take(4).map(str::trim_end).collect();
        assert_eq!(lines[..3], ["亲，林小雨，退款已登记，单号 A-7。", "48 小时内原路退回；", ""], "{screen}");
        assert!(lines[3].starts_with("「引号」\\反斜杠 $HOME `x` €"), "{screen}");
        let kept = || {
            let all = std::fs::read_dir(home.path()).unwrap().map(|e| e.unwrap().path());
            all.filter(|p| p.extension().is_some_and(|e| e == "txt")).collect::<Vec<_>>()
        };
        let file = kept().pop().unwrap();
        assert!(screen.contains(&*file.display().to_string()), "{screen}");
        assert!(screen.contains("选取下面的文字"), "{screen}");
        assert_eq!(std::fs::read(&file).unwrap(), ANSWER.as_bytes(), "{term}");
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(stored(home.path()), "", "{term}: not logged yet");
        t.press("\x1b");
        t.shows("填话术");
        assert_eq!(stored(home.path()), "", "{term}: Esc means that it did not go out");
        t.press("\r");
        t.shows("Enter 已经发给对方");
        t.press("\r");
        t.shows("已答 林小雨");
        assert_eq!(stored(home.path()), ANSWER, "{term}");
        t.press("q");
        t.end();
        assert!(kept().is_empty(), "{term}: the file goes with the program");
    }
}

/// A tmux of this test alone: its own socket, no configuration of this machine.
struct Tmux {
    socket: String,
}

impl Tmux {
    /// `None`, and a line that says so, where there is no tmux of 3.2 or newer.
    fn found() -> Option<Tmux> {
        let version =
            Command::new("tmux").arg("-V").output().ok().map(|o| String::from_utf8_lossy(&o.stdout).into_owned());
        let number = version.as_deref().and_then(|v| v.split_whitespace().nth(1)).unwrap_or("");
        let number: f64 =
            number.trim_start_matches("next-").trim_end_matches(char::is_alphabetic).parse().unwrap_or(0.0);
        if number < 3.2 {
            println!("SKIPPED: no tmux 3.2 or newer here ({})", version.as_deref().unwrap_or("not found").trim());
            return None;
        }
        Some(Tmux {
            socket: format!("qun-test-{}-{:?}", std::process::id(), std::thread::current().id())
                .replace(['(', ')'], ""),
        })
    }

    fn start(&self, home: &Path, pane: &str) -> Terminal {
        let quoted: Vec<String> = program(home, pane).iter().map(|w| format!("'{w}'")).collect();
        let inside = format!("QUN_NOW={NOW} exec {}", quoted.join(" "));
        let folder = home.display().to_string();
        let env = [
            ("TERM", "xterm-256color"),
            ("LANG", "C.UTF-8"),
            ("HOME", &*folder),
            ("XDG_RUNTIME_DIR", &*folder),
            ("SHELL", "/bin/sh"),
            ("TZ", "Asia/Shanghai"),
        ];
        Terminal::start(&["tmux", "-u", "-L", &self.socket, "-f", "/dev/null", "new-session", &inside], &env)
    }

    fn buffer(&self) -> Vec<u8> {
        let out = Command::new("tmux")
            .env_remove("TMUX_TMPDIR")
            .args(["-L", &self.socket, "save-buffer", "-"])
            .output()
            .unwrap();
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        out.stdout
    }
}

impl Drop for Tmux {
    fn drop(&mut self) {
        let _ = Command::new("tmux").env_remove("TMUX_TMPDIR").args(["-L", &self.socket, "kill-server"]).output();
    }
}

#[test]
fn inside_tmux_its_buffer_holds_the_exact_bytes_and_the_terminal_outside_gets_them() {
    let Some(tmux) = Tmux::found() else { return };
    let home = home();
    let mut t = tmux.start(home.path(), "2");
    answer(&mut t);
    t.shows("已发往你的终端 (tmux)");
    assert_eq!(tmux.buffer(), ANSWER.as_bytes());
    let outside = t.until("OSC 52 outside of tmux", |t| t.clipboard().pop());
    assert_eq!(outside, ANSWER.as_bytes(), "with tmux's default settings");
    assert_eq!(stored(home.path()), ANSWER);
}

#[test]
fn inside_tmux_twenty_kilobytes_are_no_trouble() {
    let Some(tmux) = Tmux::found() else { return };
    let (home, text) = (home(), long_text());
    let mut t = tmux.start(home.path(), "1");
    t.shows("戚风");
    t.press("y");
    t.shows("已发往你的终端 (tmux)");
    assert_eq!(tmux.buffer(), text.as_bytes());
    assert_eq!(t.until("OSC 52 outside of tmux", |t| t.clipboard().pop()), text.as_bytes());
}

/// A GNU screen of this test alone: its own session and folder of sockets, no configuration of this machine.
struct Screen {
    folder: tempfile::TempDir,
}

impl Screen {
    /// `None`, and a line that says so, where there is no GNU screen.
    fn found() -> Option<Screen> {
        // Version 4 says it with an exit code of its own, so the words count.
        let version = Command::new("screen").arg("--version").output().ok();
        let version = version.map(|o| String::from_utf8_lossy(&o.stdout).trim().to_owned()).unwrap_or_default();
        if !version.starts_with("Screen version") {
            println!("SKIPPED: no GNU screen here ({})", if version.is_empty() { "not found" } else { &version });
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        // It refuses a folder that others may look into.
        std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o700)).unwrap();
        Some(Screen { folder })
    }

    fn start(&self, home: &Path, pane: &str) -> Terminal {
        let inside = program(home, pane);
        let (folder, sockets) = (home.display().to_string(), self.folder.path().display().to_string());
        let env = [
            ("TERM", "xterm-256color"),
            ("LANG", "C.UTF-8"),
            ("LC_ALL", "C.UTF-8"),
            ("HOME", &*folder),
            ("XDG_RUNTIME_DIR", &*folder),
            ("SCREENDIR", &*sockets),
            ("SHELL", "/bin/sh"),
            ("TZ", "Asia/Shanghai"),
            ("QUN_NOW", NOW),
        ];
        let mut command = vec!["screen", "-U", "-c", "/dev/null", "-S", "qun"];
        command.extend(inside.iter().map(String::as_str));
        Terminal::start(&command, &env)
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        // Without its terminal a session would stay for ever.
        let quit = ["-S", "qun", "-X", "quit"];
        let _ = Command::new("screen").env("SCREENDIR", self.folder.path()).args(quit).output();
    }
}

#[test]
fn inside_screen_the_terminal_outside_gets_the_exact_bytes() {
    let Some(screen) = Screen::found() else { return };
    let home = home();
    let mut t = screen.start(home.path(), "2");
    answer(&mut t);
    t.shows("已发往你的终端");
    let outside = t.until("OSC 52 outside of screen", |t| t.clipboard().pop());
    assert_eq!(String::from_utf8_lossy(&outside), ANSWER);
    assert_eq!(t.clipboard().len(), 1, "in one piece outside, however many there were inside");
    assert_eq!(stored(home.path()), ANSWER);
    t.press("q");
    t.end();
}

#[test]
fn inside_screen_twenty_kilobytes_are_no_trouble() {
    let Some(screen) = Screen::found() else { return };
    let (home, text) = (home(), long_text());
    let mut t = screen.start(home.path(), "1");
    t.shows("戚风");
    t.press("y");
    t.shows("已发往你的终端");
    assert!(t.until("OSC 52 outside of screen", |t| t.clipboard().pop()) == text.as_bytes());
    t.press("q");
    t.end();
}
