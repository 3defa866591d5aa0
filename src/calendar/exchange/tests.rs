use super::super::post::State;
use super::super::store::tests::sample;
use super::super::store::{self, print, take_in};
use super::*;
use crate::base::Language;
use crate::db::Db;
use crate::db::testing::{self, now};

fn langs() -> Vec<Lang> {
    Language::ALL.iter().map(|(language, _)| Lang::load(*language)).collect()
}

fn lookup<'l>(db: &Db, langs: &'l [Lang]) -> Lookup<'l> {
    let all = store::communities(db).unwrap();
    Lookup {
        communities: all.into_iter().map(|c| (c.id, c.platform, c.name, Zone::default())).collect(),
        community: None,
        time: None,
        kinds: store::kinds(db).unwrap(),
        today: "2026-10-10".parse().unwrap(),
        zone: Zone::default(),
        langs,
    }
}

fn shown(entries: &[Entry]) -> Vec<String> {
    let line = |e: &Entry| {
        format!(
            "{} {} {} #{} {} {} {}",
            e.line,
            e.day,
            e.time.format("%H:%M"),
            e.community_id,
            e.kind.word(),
            e.title,
            e.body
        )
    };
    entries.iter().map(line).collect()
}

fn why(read: &Read) -> Vec<(u64, String, Option<String>)> {
    let row = |s: &Skipped| {
        let value = ["value", "part"].iter().find_map(|k| s.why.args.get(*k)).cloned();
        (s.line, s.why.key.clone(), value)
    };
    read.skipped.iter().map(row).collect()
}

fn skip(line: u64, key: &str, value: Option<&str>) -> (u64, String, Option<String>) {
    (line, key.to_owned(), value.map(str::to_owned))
}

#[test]
fn sheets_are_read_by_usual_words_and_by_map() {
    let (file, langs) = (sample(), langs());
    let lookup = lookup(&file.db, &langs);
    let text = "\u{FEFF}日期,时间,群,类型,标题,文案\r\n2026-10-20,9:30,新手1群,互动,早课,\"第一行\n第二行\"\r\n10月21日 20:00,,微信 VIP群,福利,团购,\r\n,,,,,\r\n";
    let read = sheet::read(text, &[], &lookup).unwrap();
    assert_eq!(
        shown(&read.entries),
        ["2 2026-10-20 09:30 #1 chat 早课 第一行\n第二行", "4 2026-10-21 20:00 #4 perk 团购 "]
    );
    assert_eq!(read.skipped, []);
    let text = "When;What;Wo\n2026-10-20T08:00;Tips for you;qq/交流群\n";
    let map = [("day", "When"), ("title", "What"), ("community", "Wo")].map(|(a, b)| (a.to_owned(), b.to_owned()));
    assert_eq!(shown(&sheet::read(text, &map, &lookup).unwrap().entries), ["2 2026-10-20 08:00 #5 tips Tips for you "]);
}

#[test]
fn rows_that_cannot_be_read_name_line_and_reason() {
    let (file, langs) = (sample(), langs());
    let lookup = lookup(&file.db, &langs);
    let text = "day,time,community,title,kind,format,track
2026-02-30,9:00,新手1群,a,,,
2026-10-20,25:00,新手1群,b,,,
2026-10-20,,新手1群,c,,,
2026-10-20,9:00,没有的群,d,,,
2026-10-20,9:00,粉丝群,e,,,
2026-10-20,9:00,新手1群,,,,
2026-10-20,9:00,新手1群,f,神秘,,
2026-10-20,9:00,新手1群,g,,电报,
2026-10-20,9:00,新手1群,h,,,慢
2099-10-20,9:00,新手1群,i,,,
2026-10-20,9:00,新手1群,ok,tips,video,hot
";
    let read = sheet::read(text, &[], &lookup).unwrap();
    assert_eq!(shown(&read.entries), ["12 2026-10-20 09:00 #1 tips ok "]);
    assert_eq!(
        why(&read),
        [
            skip(2, "columns.row_day", Some("2026-02-30")),
            skip(3, "columns.row_time", Some("25:00")),
            skip(4, "columns.row_no_time", None),
            skip(5, "columns.row_community", Some("没有的群")),
            skip(6, "columns.row_community", Some("粉丝群")),
            skip(7, "calendar.no_title", None),
            skip(8, "columns.row_kind", Some("神秘")),
            skip(9, "columns.row_format", Some("电报")),
            skip(10, "columns.row_track", Some("慢")),
            skip(11, "columns.row_day", Some("2099-10-20")),
        ]
    );
    for (text, map, key) in [
        ("a,b\n1,2\n", None, "columns.csv_column"),
        ("day,title\n", Some(("when", "day")), "cli.bad_word"),
        ("day,title\n", Some(("day", "Tag")), "columns.csv_no_header"),
        ("", None, "columns.csv_column"),
    ] {
        let map: Vec<_> = map.map(|(a, b): (&str, &str)| (a.to_owned(), b.to_owned())).into_iter().collect();
        assert_eq!(sheet::read(text, &map, &lookup).unwrap_err().says.key, key, "{text}");
    }
}

#[test]
fn a_sheet_of_several_encodings_is_read_line_by_line() {
    let gb = |text: &str| encoding_rs::GB18030.encode(text).0.into_owned();
    let lines = ["日期,标题\n".as_bytes().to_vec(), gb("2026-10-20,黄油的一生\n"), "2026-10-21,面粉小课\n".into()];
    let (text, other) = decoded(&lines.concat());
    assert_eq!((text.as_str(), other), ("日期,标题\n2026-10-20,黄油的一生\n2026-10-21,面粉小课\n", vec![2]));
    let whole = gb("日期,标题\n2026-10-20,联通\n");
    assert_eq!(decoded(&whole), ("日期,标题\n2026-10-20,联通\n".to_owned(), vec![]), "one encoding is read as one");
    let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain("日期".encode_utf16().flat_map(u16::to_le_bytes)).collect();
    assert_eq!(decoded(&utf16).0, "日期");
    assert_eq!(decoded("\u{FEFF}日期".as_bytes()).0, "日期");
}

#[test]
fn what_is_written_is_read_back() {
    let (mut file, langs) = (sample(), langs());
    let posts = store::list(&file.db, "2026-10-10".parse().unwrap(), "2026-10-16".parse().unwrap(), 100).unwrap();
    let csv = sheet::write(&posts).unwrap();
    assert!(csv.starts_with("\u{FEFF}day,time,platform,community,"));
    let read = sheet::read(&csv, &[], &lookup(&file.db, &langs)).unwrap();
    assert_eq!((read.entries.len(), read.skipped.len()), (29, 0));
    for (entry, post) in read.entries.iter().zip(&posts) {
        let said = (entry.community_id, entry.day, entry.time, entry.kind, entry.track, &entry.title, &entry.body);
        assert_eq!(said, (post.community_id, post.day, post.time, post.kind, post.track, &post.title, &post.body));
    }
    let taken = take_in(&mut file.db, &read, "x.csv", false).unwrap();
    assert_eq!((taken.new, taken.duplicate), (0, 29));
    let text = ics::write(&posts, Zone::default(), now(), &print(&file.db).unwrap(), &langs[0]);
    let read = vevent::read(text.as_bytes(), &lookup(&file.db, &langs)).unwrap();
    assert_eq!((read.entries.len(), read.skipped.len()), (29, 0));
    for (entry, post) in read.entries.iter().zip(&posts) {
        let said = (entry.community_id, entry.day, entry.time, entry.kind, &entry.title, &entry.body);
        assert_eq!(said, (post.community_id, post.day, post.time, post.kind, &post.title, &post.body));
    }
    assert_eq!(take_in(&mut file.db, &read, "x.ics", false).unwrap().duplicate, 29);
}

#[test]
fn formulas_are_disarmed_and_come_back() {
    let (file, langs) = (sample(), langs());
    let mut post = store::get(&file.db, 1).unwrap();
    post.title = "=HYPERLINK(\"http://x\")".into();
    post.body = "-1\n@某人".into();
    let csv = sheet::write(&[post.clone()]).unwrap();
    assert!(csv.contains("\"'=HYPERLINK(") && csv.contains("\"'-1\n@"));
    let read = sheet::read(&csv, &[], &lookup(&file.db, &langs)).unwrap();
    assert_eq!((&read.entries[0].title, &read.entries[0].body), (&post.title, &post.body));
}

/// Lines are folded in the middle of Han, as some writers do.
#[test]
fn folded_han_are_put_together() {
    let (file, langs) = (sample(), langs());
    let title = "可颂开酥的五个要点与三处常见失误，直播前必看";
    let mut bytes =
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:a1\r\nDTSTART:20261020T120000Z\r\nLOCATION:".to_vec();
    bytes.extend("微信 新手1群\r\n".as_bytes());
    for (n, byte) in format!("SUMMARY:{title}").bytes().enumerate() {
        if n > 0 && n % 10 == 0 {
            bytes.extend(b"\r\n ");
        }
        bytes.push(byte);
    }
    bytes.extend(b"\r\nDESCRIPTION:one\\, two\\; three\\\\\\nfour\r\nBEGIN:VALARM\r\nDESCRIPTION:no\r\nEND:VALARM\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
    let read = vevent::read(&bytes, &lookup(&file.db, &langs)).unwrap();
    assert_eq!(shown(&read.entries), [format!("3 2026-10-20 20:00 #1 tips {title} one, two; three\\\nfour")]);
}

fn calendar(events: &[&str]) -> Vec<u8> {
    let events: String = events.iter().map(|e| format!("BEGIN:VEVENT\n{e}\nEND:VEVENT\n")).collect();
    format!("BEGIN:VCALENDAR\n{events}END:VCALENDAR\n").into_bytes()
}

#[test]
fn events_that_cannot_be_are_left_out_by_name() {
    let (file, langs) = (sample(), langs());
    let lookup = Lookup { community: Some(1), ..lookup(&file.db, &langs) };
    let bytes = calendar(&[
        "SUMMARY:a\nDTSTART:20260230T090000",
        "SUMMARY:b\nDTSTART;VALUE=DATE:20261020",
        "SUMMARY:c\nDTSTART;TZID=China Standard Time:20261020T090000",
        "SUMMARY:d\nDTSTART:20261020T090000\nRRULE:FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1",
        "SUMMARY:e\nDTSTART:20261020T090000\nRRULE:FREQ=HOURLY",
        "SUMMARY:f\nDTSTART:20261019T233000Z\nRRULE:FREQ=WEEKLY;BYDAY=MO",
        "SUMMARY:g\nDTSTART:20261020T090000\nRDATE:20261021T090000",
        "SUMMARY:h\nDTSTART:20261020T090000\nSTATUS:CANCELLED",
        "DTSTART:20261020T090000",
        "SUMMARY:i",
        "SUMMARY:j\nDTSTART:19260101T090000",
        "SUMMARY:ok\nDTSTART;TZID=\"America/New_York\":20261101T013000",
    ]);
    let read = vevent::read(&bytes, &lookup).unwrap();
    assert_eq!(shown(&read.entries), ["49 2026-11-01 13:30 #1 tips ok "]);
    let reasons: Vec<(String, Option<String>)> = why(&read).into_iter().map(|(_, key, value)| (key, value)).collect();
    let want = |key: &str, value: Option<&str>| (key.to_owned(), value.map(str::to_owned));
    assert_eq!(
        reasons,
        [
            want("columns.row_day", Some("20260230T090000")),
            want("columns.row_no_time", None),
            want("columns.ics_zone", Some("China Standard Time")),
            want("columns.rrule_outside", Some("BYSETPOS=-1")),
            want("columns.rrule_outside", Some("FREQ=HOURLY")),
            want("columns.ics_other_day", Some("BYDAY")),
            want("columns.rrule_outside", Some("RDATE")),
            want("columns.ics_cancelled", None),
            want("calendar.no_title", None),
            want("columns.ics_no_start", None),
            want("columns.row_day", Some("19260101T090000")),
        ]
    );
    for (bytes, key) in [
        (b"hello".to_vec(), "columns.ics_none"),
        (b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:a\n".to_vec(), "columns.ics_cut"),
    ] {
        assert_eq!(vevent::read(&bytes, &lookup).unwrap_err().says.key, key);
    }
}

#[test]
fn a_series_comes_in_with_its_exceptions_and_goes_with_one_undo() {
    let (mut file, langs) = (testing::file(), langs());
    file.db
        .write("test", |tx| Ok(tx.execute("INSERT INTO community(id, name, platform) VALUES (1, '群', 'qq')", [])?))
        .unwrap();
    let bytes = calendar(&[
        "UID:s\nSUMMARY:周一例会\nDTSTART;TZID=Asia/Shanghai:20261005T200000\nRRULE:FREQ=WEEKLY;BYDAY=MO;UNTIL=20261109T155959Z\nEXDATE;TZID=Asia/Shanghai:20261019T200000,20261102T200000",
        "UID:s\nRECURRENCE-ID;TZID=Asia/Shanghai:20261026T200000\nSUMMARY:特别例会\nDTSTART;TZID=Asia/Shanghai:20261027T210000",
        "UID:t\nSUMMARY:单次\nDTSTART:20261020T120000Z",
        "UID:old\nSUMMARY:旧的\nDTSTART:20260105T120000Z\nRRULE:FREQ=DAILY;COUNT=3",
    ]);
    let lookup = Lookup { community: Some(1), ..lookup(&file.db, &langs) };
    let read = vevent::read(&bytes, &lookup).unwrap();
    let all = |db: &Db| {
        let posts = store::list(db, "2026-01-01".parse().unwrap(), "2027-12-31".parse().unwrap(), 999).unwrap();
        let line = |p: &super::super::post::Post| {
            format!(
                "{} {} {}{}",
                p.day.format("%m-%d"),
                p.clock(),
                p.title,
                if p.state == State::Dropped { " x" } else { "" }
            )
        };
        posts.iter().map(line).collect::<Vec<_>>()
    };
    let trial = take_in(&mut file.db, &read, "a.ics", true).unwrap();
    assert_eq!((trial.new, trial.columns, trial.slots, trial.skipped.len()), (1, 1, 5, 1));
    assert!(all(&file.db).is_empty(), "a trial writes nothing");
    let taken = take_in(&mut file.db, &read, "a.ics", false).unwrap();
    assert_eq!(taken, trial);
    assert_eq!(taken.skipped[0].why.key, "columns.ics_over");
    assert_eq!(
        all(&file.db),
        [
            "10-12 20:00 周一例会",
            "10-19 20:00 周一例会 x",
            "10-20 20:00 单次",
            "10-27 21:00 特别例会",
            "11-02 20:00 周一例会 x",
            "11-09 20:00 周一例会"
        ]
    );
    let again = take_in(&mut file.db, &read, "a.ics", false).unwrap();
    assert_eq!((again.new, again.columns, again.duplicate), (0, 0, 2));
    let seq = file.db.last_undoable("甲").unwrap().unwrap();
    file.db.undo(seq).unwrap();
    assert!(all(&file.db).is_empty() && store::columns(&file.db).unwrap().is_empty());
}

#[test]
fn markdown_cannot_be_broken_out_of() {
    let file = sample();
    let mut post = store::get(&file.db, 1).unwrap();
    post.title = "a|b\n`c` <img>".into();
    let lang = Lang::load(Language::Hans);
    let day = post.day;
    let text = markdown::write(&[post], (day, day), day, &super::super::days::Days::default(), &lang);
    insta::assert_snapshot!(text, @r"
    # 内容日历 2026-10-10 至 2026-10-10

    ## 10月10日 周六 调休上班

    | 时刻 | 群 | 类型 | 标题 | 负责人 | 状态 |
    |---|---|---|---|---|---|
    | 09:00 | 微信 新手1群 | 互动 | a\|b \`c\` &lt;img> | 周宁 | 备好 |
    ");
}

use proptest::prelude::*;

proptest! {
    /// Whatever a title and caption hold, a calendar gives them back, in lines of at most 75 octets of whole characters.
    #[test]
    fn any_text_survives_a_calendar(title in "\\PC{1,80}", body in "[\\PC\n]{0,200}") {
        let langs = langs();
        let mut post = super::super::post::tests::post(1);
        (post.community, post.platform) = ("群".into(), "qq".into());
        post.title = format!("x{}", title.trim_end());
        post.body = body;
        let text = ics::write(&[post.clone()], Zone::default(), now(), "p", &langs[0]);
        prop_assert!(text.split("\r\n").all(|l| l.len() <= 75), "{text}");
        let lookup = Lookup { communities: vec![(1, "qq".into(), "群".into(), Zone::default())], community: None, time: None,
            kinds: Kinds::default(), today: "2026-10-10".parse().unwrap(), zone: Zone::default(), langs: &langs };
        let read = vevent::read(text.as_bytes(), &lookup).unwrap();
        prop_assert_eq!(&read.entries[0].title, &post.title);
        let want = if post.body.trim().is_empty() { "" } else { post.body.as_str() };
        prop_assert_eq!(read.entries[0].body.as_str(), want);
    }

    /// Nothing makes a reader panic.
    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let langs = langs();
        let lookup = Lookup { communities: vec![(1, "qq".into(), "群".into(), Zone::default())], community: Some(1), time: None,
            kinds: Kinds::default(), today: "2026-10-10".parse().unwrap(), zone: Zone::default(), langs: &langs };
        let (text, _) = decoded(&bytes);
        let _ = sheet::read(&format!("day,title\n{text}"), &[], &lookup);
        let mut ics = b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:a\nDTSTART:".to_vec();
        ics.extend(bytes);
        ics.extend(b"\nEND:VEVENT\nEND:VCALENDAR\n");
        let _ = vevent::read(&ics, &lookup);
    }
}
