//! The formats on fixtures: whole, cut, in other encodings, in small reads, and as rubbish.

use super::*;
use crate::base::Lang;
use crate::base::clock::Zone;
use crate::base::{Language, Says};
use proptest::prelude::*;

/// Everything an import said, one line each.
#[derive(Default)]
pub(super) struct Heard {
    pub rows: Vec<String>,
    pub skips: Vec<(u64, Says)>,
}

impl Sink for Heard {
    fn record(&mut self, r: Record<'_>) -> Result<()> {
        let what = match r.what {
            What::Message { text, reply_to, mentions } => {
                let reply = reply_to.map(|id| format!(" ^{id}")).unwrap_or_default();
                let people = if mentions > 0 { format!(" @{mentions}") } else { String::new() };
                format!("{text:?}{reply}{people}")
            }
            What::Join { inviter } => format!("joins{}", inviter.map(|i| format!(" by {i}")).unwrap_or_default()),
            What::Leave => "leaves".to_owned(),
            What::Removed => "removed".to_owned(),
            What::Waits { petition, text, by, source } => format!("{petition:?} {text:?} by {by:?} from {source:?}"),
        };
        let bot = if r.bot { " bot" } else { "" };
        let chat = format!("{}/{}/{}", r.chat.platform, r.chat.key, r.chat.name);
        let (at, id) = (r.at.rfc3339(Zone::default()), r.id.unwrap_or("-"));
        self.rows.push(format!("{} {chat} #{id} {at} <{}|{}{bot}> {what}", r.line, r.author_key, r.author_name));
        Ok(())
    }

    fn skip(&mut self, line: u64, reason: Says) {
        self.skips.push((line, reason));
    }
}

impl Heard {
    /// Rows, then what was left out in English, one a line.
    pub fn all(&self) -> String {
        let lang = Lang::load(Language::En);
        let skips = self.skips.iter().map(|(line, reason)| format!("{line} left out: {}", lang.say(reason)));
        self.rows.iter().cloned().chain(skips).collect::<Vec<_>>().join("\n")
    }
}

fn import_from(input: &mut dyn Read, name: &str) -> (Result<Summary>, Heard) {
    let mut heard = Heard::default();
    let options = Options { name: name.to_owned(), ..Options::default() };
    (read(input, None, &options, &mut heard), heard)
}

fn import(mut bytes: &[u8], name: &str) -> (Result<Summary>, Heard) {
    import_from(&mut bytes, name)
}

macro_rules! fixtures {
    ($($file:literal is $format:literal),* $(,)?) => {
        /// Every fixture: its name, its text, its format.
        const FIXTURES: &[(&str, &str, &str)] =
            &[$(($file, include_str!(concat!("../../tests/fixtures/intake/", $file)), $format)),*];
    };
}

fixtures! {
    "telegram-2022.json" is "telegram",
    "telegram-unixtime.json" is "telegram",
    "telegram-service.json" is "telegram",
    "telegram-account.json" is "telegram",
    "discord.json" is "discord-json",
    "discord-2018.csv" is "discord-csv",
    "discord-now.csv" is "discord-csv",
    "chatlab.json" is "chatlab",
    "chatlab.jsonl" is "chatlab-jsonl",
    "onebot.jsonl" is "onebot",
    "qun.jsonl" is "jsonl",
    "qun.csv" is "csv",
}

/// What an import of the fixture says; it must be recognised and read to the end.
pub(super) fn said(file: &str) -> String {
    let (name, text, format) = FIXTURES.iter().find(|(name, ..)| *name == file).unwrap();
    let (summary, heard) = import(text.as_bytes(), name);
    let whole = FORMATS.iter().any(|f| f.id == *format && f.whole);
    assert_eq!(summary.unwrap(), Summary { format, whole, encoding: "UTF-8", replaced: 0, bytes: text.len() as u64 });
    heard.all()
}

#[test]
fn every_format_has_a_fixture_a_name_and_one_id() {
    let lang = Lang::load(Language::Hans);
    for format in FORMATS {
        assert!(FIXTURES.iter().any(|(_, _, id)| *id == format.id), "{} has no fixture", format.id);
        assert!(lang.has(format.label), "{}", format.label);
        assert_eq!(FORMATS.iter().filter(|f| f.id == format.id).count(), 1);
    }
    for (name, text, id) in FIXTURES {
        let sure: Vec<_> = FORMATS.iter().filter(|f| (f.detect)(&Head::new(text, name)) > 0).map(|f| f.id).collect();
        assert_eq!(sure.first(), Some(id), "{name} could be {sure:?}");
    }
}

#[test]
fn the_community_option_wins_as_name() {
    let options = Options { name: "x.json".into(), chat_name: Some("我的群".into()), ..Options::default() };
    for (file, text, _) in FIXTURES {
        let mut heard = Heard::default();
        read(&mut text.as_bytes(), None, &options, &mut heard).unwrap();
        assert!(heard.rows.iter().all(|row| row.contains("/我的群 #")), "{file}: {}", heard.all());
    }
}

#[test]
fn the_zone_moves_only_local_times() {
    let at = |file: &str, zone: &str| {
        let (name, text, _) = FIXTURES.iter().find(|(name, ..)| *name == file).unwrap();
        let (mut heard, name) = (Heard::default(), (*name).to_owned());
        let options = Options { zone: Zone::parse(zone).unwrap(), name, ..Options::default() };
        read(&mut text.as_bytes(), None, &options, &mut heard).unwrap();
        heard.rows[0].clone()
    };
    assert!(at("telegram-2022.json", "Asia/Jakarta").contains(" 2022-09-16T22:03:57+08:00 "));
    assert!(at("discord-2018.csv", "UTC").contains(" 2019-11-29T00:56:00+08:00 "));
    for file in ["telegram-unixtime.json", "discord-now.csv", "discord.json", "onebot.jsonl", "chatlab.json"] {
        assert_eq!(at(file, "UTC"), at(file, "Asia/Shanghai"));
    }
}

#[test]
fn a_cut_file_gives_every_row_before_the_cut() {
    for (name, text, _) in FIXTURES {
        let whole = import(text.as_bytes(), name).1.rows;
        let line_of = |row: &String| row.split(' ').next().unwrap().parse::<usize>().unwrap();
        // At most 2,000 places in each.
        for cut in (0..text.len()).step_by(1 + text.len() / 2000) {
            let (result, heard) = import(&text.as_bytes()[..cut], name);
            // A row is surely whole once the line after its last one has begun.
            let lines = text.as_bytes()[..cut].iter().filter(|b| **b == b'\n').count();
            let last = text.lines().count();
            let later = |line| whole.iter().map(line_of).find(|other| *other > line);
            let ends = |i: usize| later(line_of(&whole[i])).map_or(last, |next| next - 1);
            let sure = (0..whole.len()).take_while(|i| ends(*i) <= lines).count();
            if result.as_ref().err().is_none_or(|e| e.says.key == "intake.cut") {
                assert!(heard.rows.len() >= sure, "{name} cut at {cut}: {} of {sure}", heard.rows.len());
                assert_eq!(heard.rows[..sure], whole[..sure], "{name} cut at {cut}");
            } else {
                assert_eq!(sure, 0, "{name} cut at {cut}: {result:?}");
            }
            if name.ends_with(".json") && cut + 2 < text.len() && result.is_ok() {
                panic!("{name} cut at {cut} counts as whole");
            }
        }
    }
}

#[test]
fn a_cut_json_file_says_where() {
    let (name, text, _) = FIXTURES[0];
    let begun = &text[..text.find("waduh").unwrap()];
    let error = import(begun.as_bytes(), name).0.unwrap_err();
    assert_eq!(begun.matches('\n').count() + 1, 53);
    assert_eq!((error.kind, error.says.key.as_str()), (Kind::User, "intake.cut"));
    assert_eq!(error.says.args["line"], "53");
    assert!(Lang::load(Language::En).explain(&error).starts_with("telegram-2022.json breaks off on line 53\n  "));
}

/// Gives bytes one at a time, with an interruption before each.
struct Dripping<'a>(&'a [u8], bool);

impl Read for Dripping<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.1 = !self.1;
        if self.1 {
            return Err(io::ErrorKind::Interrupted.into());
        }
        self.0.read(&mut into[..1])
    }
}

#[test]
fn small_reads_give_the_same_as_one_large() {
    for (name, text, _) in FIXTURES {
        let (summary, heard) = import_from(&mut Dripping(text.as_bytes(), false), name);
        let (whole, wanted) = import(text.as_bytes(), name);
        assert_eq!((summary.unwrap(), heard.all()), (whole.unwrap(), wanted.all()), "{name}");
    }
}

#[test]
fn other_encodings_give_the_same_rows() {
    for (name, text, _) in FIXTURES {
        let wanted = import(text.as_bytes(), name).1.all();
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let variants = [
            ("UTF-8", [b"\xEF\xBB\xBF", text.as_bytes()].concat()),
            ("UTF-16LE", [b"\xFF\xFE".as_slice(), &little].concat()),
            ("UTF-16BE", [b"\xFE\xFF".as_slice(), &big].concat()),
            ("UTF-16LE", little),
            (if text.is_ascii() { "UTF-8" } else { "gb18030" }, encoding_rs::GB18030.encode(text).0.into_owned()),
        ];
        for (encoding, bytes) in variants {
            let (summary, heard) = import(&bytes, name);
            assert_eq!((heard.all(), summary.unwrap().encoding), (wanted.clone(), encoding), "{name} as {encoding}");
        }
    }
}

#[test]
fn unreadable_and_full_sinks_are_passed_on() {
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("disk on fire"))
        }
    }
    let text = &FIXTURES[0].1.as_bytes()[..500];
    let error = import_from(&mut text.chain(Broken), "x").0.unwrap_err();
    assert_eq!(error.says.key, "intake.unreadable");
    struct Full;
    impl Sink for Full {
        fn record(&mut self, _: Record<'_>) -> Result<()> {
            Err(Error::new(Kind::Busy, "base.io_full"))
        }
        fn skip(&mut self, _: u64, _: Says) {}
    }
    for (name, text, _) in FIXTURES {
        let options = Options { name: (*name).to_owned(), ..Options::default() };
        assert_eq!(read(&mut text.as_bytes(), None, &options, &mut Full).unwrap_err().kind, Kind::Busy);
    }
}

#[test]
fn whole_files_are_refused_with_a_way_on() {
    let cases: [(&[u8], &str); 6] = [
        (b"", "intake.empty"),
        (b" \n\n", "intake.empty"),
        (b"dear diary\n", "intake.unknown"),
        (b"PK\x03\x04\0\0\0\0", "intake.packed"),
        (b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\0", "intake.not_text"),
        (b"time,author,time\n", "intake.none"),
    ];
    for (bytes, key) in cases {
        match import(bytes, "x").0 {
            Err(error) => assert_eq!((error.says.key.as_str(), error.kind), (key, Kind::User)),
            Ok(summary) => assert_eq!((key, summary.format), ("intake.none", "csv")),
        }
    }
    let told = |id: &str| read(&mut b"x".as_slice(), Some(id), &Options::default(), &mut Heard::default()).unwrap_err();
    for (id, near) in [
        ("jsnol", Some("jsonl")),
        ("discord", Some("discord-csv")),
        ("Telegram", Some("telegram")),
        ("whatsapp-db", None),
    ] {
        let error = told(id);
        assert_eq!((error.kind, error.says.args.get("near").map(String::as_str)), (Kind::Usage, near), "{id}");
    }
    assert_eq!(told("csv").says.key, "intake.no_column");
}

#[test]
fn no_one_or_two_bytes_panic() {
    for bytes in (0..=u16::MAX).map(u16::to_be_bytes) {
        let _ = import(if bytes[0] == 0 { &bytes[1..] } else { &bytes }, "x");
    }
}

proptest! {
    #[test]
    fn rubbish_never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = import(&bytes, "x");
        for format in FORMATS {
            let _ = read(&mut bytes.as_slice(), Some(format.id), &Options::default(), &mut Heard::default());
        }
    }

    #[test]
    fn damaged_files_never_panic(which in 0..FIXTURES.len(), place in any::<prop::sample::Index>(), with in "[\"\\\\{}\\[\\],;:\n\u{0}0a中]{0,3}", drop in 0usize..9) {
        let (name, text, format) = FIXTURES[which];
        let mut bytes = text.as_bytes().to_vec();
        let at = place.index(bytes.len());
        let end = (at + drop).min(bytes.len());
        bytes.splice(at..end, with.bytes());
        let mut heard = Heard::default();
        let options = Options { name: name.to_owned(), ..Options::default() };
        let _ = read(&mut bytes.as_slice(), Some(format), &options, &mut heard);
    }
}
