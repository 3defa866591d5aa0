use super::*;
use std::cell::RefCell;

fn send_in(env: &[(&str, &str)], restricted: bool, tmux_works: bool, text: &str) -> (Sent, Vec<u8>, Vec<String>) {
    let (mut out, given) = (Vec::new(), RefCell::new(Vec::new()));
    let get = |name: &str| {
        let told = env.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned());
        told.or_else(|| (name == "TERM").then(|| "xterm-256color".to_owned()))
    };
    let tmux = |text: &str| {
        given.borrow_mut().push(text.to_owned());
        if tmux_works { Ok(()) } else { Err(io::ErrorKind::NotFound.into()) }
    };
    let sent = send(text, &Ways { env: &get, restricted, tmux: &tmux }, &mut out);
    (sent, out, given.into_inner())
}

const TMUX: (&str, &str) = ("TMUX", "/tmp/tmux-0/default,1,0");
const STY: (&str, &str) = ("STY", "1.pts-0.box");

#[test]
fn the_ladder() {
    for (env, restricted, tmux_works, sent, asked) in [
        (&[][..], false, true, Sent::Osc52, false),
        (&[TMUX], false, true, Sent::Tmux, true),
        (&[TMUX], false, false, Sent::Osc52, true),
        (&[TMUX], true, true, Sent::Osc52, false),
        (&[STY], false, true, Sent::Screen, false),
        (&[TMUX, STY], false, true, Sent::Tmux, true),
        (&[("TMUX", "")], false, true, Sent::Osc52, false),
    ] {
        let (got, out, given) = send_in(env, restricted, tmux_works, "审核");
        assert_eq!((&got, given.is_empty()), (&sent, !asked), "{env:?} {restricted} {tmux_works}");
        assert_eq!(out.is_empty(), sent == Sent::Tmux);
    }
}

#[test]
fn exact_bytes() {
    let bytes = |env: &[_], text| String::from_utf8(send_in(env, false, true, text).1).unwrap();
    assert_eq!(bytes(&[], "亲，你好\n第二行"), "\x1b]52;c;5Lqy77yM5L2g5aW9CuesrOS6jOihjA==\x1b\\");
    assert_eq!(bytes(&[], "a\x1b[31m\x07b\r\n"), "\x1b]52;c;YVszMW1iCg==\x1b\\", "controls are left out");
    assert_eq!(bytes(&[STY], "ab"), "\x1bP\x1b]52;c;YWI=\x07\x1b\\");
    assert_eq!(bytes(&[], ""), "\x1b]52;c;\x1b\\");
}

#[test]
fn screen_gets_pieces_that_make_the_whole() {
    let text = "群".repeat(7_000);
    let (sent, out, _) = send_in(&[STY], false, true, &text);
    assert_eq!(sent, Sent::Screen);
    let out = String::from_utf8(out).unwrap();
    let pieces: Vec<&str> = out.split("\x1bP").skip(1).map(|p| p.strip_suffix("\x1b\\").unwrap()).collect();
    assert!(pieces.len() > 300 && pieces.iter().all(|p| p.len() <= SCREEN_PIECE));
    let plain = send_in(&[], false, true, &text).1;
    assert_eq!(pieces.concat() + "\x1b\\", String::from_utf8(plain).unwrap().replace("\x1b\\", "\x07\x1b\\"));
}

#[test]
fn what_is_too_long_is_not_sent() {
    let (sent, out, given) = send_in(&[TMUX], false, true, &"x".repeat(LIMIT + 1));
    assert_eq!((sent, out.len(), given.len()), (Sent::TooLong(LIMIT + 1), 0, 0));
    let (sent, out, _) = send_in(&[], false, true, &"x".repeat(LIMIT));
    assert_eq!(sent, Sent::Osc52);
    assert!(out.len() < 100_000, "{}", out.len());
}

#[test]
fn a_terminal_that_is_gone_is_told() {
    struct Gone;
    impl Write for Gone {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let ways = Ways { env: &|name| (name == "TERM").then(|| "xterm".into()), restricted: false, tmux: &|_| Ok(()) };
    assert!(matches!(send("x", &ways, &mut Gone), Sent::Failed(why) if !why.is_empty()));
}

#[test]
fn programs_are_fed_and_asked_how_it_went() {
    let run = |script: &str, text: &str| {
        let mut command = std::process::Command::new("sh");
        command.args(["-c", script]).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        feed(command.spawn().unwrap(), text.to_owned())
    };
    let text = "审核\n".repeat(5_000);
    assert!(run(&format!("test $(wc -c) -eq {}", text.len()), &text).is_ok());
    assert!(run("exit 1", &text).is_err(), "a program that does not read and fails is an error, not a hang");
    assert!(run("cat >/dev/null; exit 3", "x").is_err());
}

#[test]
fn where_no_clipboard_is_nothing_is_sent() {
    for (env, reached) in [
        (&[("TERM", "xterm-256color")][..], true),
        (&[("TERM", "linux")], false),
        (&[("TERM", "linux-16color")], false),
        (&[("TERM", "dumb")], false),
        (&[("TERM", "")], false),
        (&[("TERM", "dumb"), TMUX], true),
        (&[("TERM", "linux"), STY], true),
        (&[("TERM", "vt220")], false),
        (&[("TERM", "foot")], true),
    ] {
        let get = |name: &str| env.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned());
        assert_eq!(reachable(&get), reached, "{env:?}");
        let (sent, out, given) = send_in(env, false, true, "审核");
        assert_eq!(sent == Sent::Nowhere, !reached, "{env:?}");
        assert!(reached || out.is_empty() && given.is_empty(), "{env:?}");
    }
    assert!(!reachable(&|_| None));
}

#[test]
fn when_tmux_itself_does_not_answer_both_sequences_are_tried() {
    let (sent, out, _) = send_in(&[TMUX], false, false, "ab");
    assert_eq!(sent, Sent::Osc52);
    assert_eq!(String::from_utf8(out).unwrap(), "\x1b]52;c;YWI=\x1b\\\x1bPtmux;\x1b\x1b]52;c;YWI=\x1b\x1b\\\x1b\\");
}
