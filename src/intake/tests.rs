//! The formats on fixtures, whole, cut, in other encodings and as rubbish.

use super::*;
use crate::base::Says;
use crate::base::clock::Zone;

/// Everything an import said, one line each.
#[derive(Default)]
struct Heard {
    rows: Vec<String>,
    skips: Vec<(u64, String)>,
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
        };
        let bot = if r.bot { " bot" } else { "" };
        let chat = format!("{}/{}/{}", r.chat.platform, r.chat.key, r.chat.name);
        let (at, id) = (r.at.rfc3339(Zone::default()), r.id.unwrap_or("-"));
        self.rows.push(format!("{} {chat} #{id} {at} <{}|{}{bot}> {what}", r.line, r.author_key, r.author_name));
        Ok(())
    }

    fn skip(&mut self, line: u64, reason: Says) {
        self.skips.push((line, reason.key.trim_start_matches("intake.").to_owned()));
    }
}

impl Heard {
    /// Compares the rows with the lines of `wanted`.
    #[track_caller]
    fn is(&self, wanted: &str) {
        let wanted: Vec<_> = wanted.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
        assert_eq!(self.rows, wanted, "{}", self.rows.join("\n"));
    }
}

fn import(bytes: &[u8], name: &str) -> (Result<Summary>, Heard) {
    let mut heard = Heard::default();
    let options = Options { name: name.to_owned(), ..Options::default() };
    let mut input = bytes;
    let summary = read(&mut input, None, &options, &mut heard);
    (summary, heard)
}

#[test]
fn qun_jsonl_is_read() {
    let text = concat!(
        "{\"id\": 1, \"ts\": 1519660926, \"author\": \"Welcome Bot\", \"topic\": \"onboarding\", \"text\": \"a\\nb\"}\n",
        "\n",
        "{\"event\":\"join\",\"time\":\"2026-10-10 17:20\",\"community\":\"读书 1 群\",\"platform\":\"wechat\",\"author_name\":\"小王\",\"inviter\":\"老李\"}\n",
        "{\"ts\":1,\"author\":\"x\"}\n{\"author\":\"x\"}\n{\"ts\":1519660926}\nnonsense\n{\"ts\":1519660926000,\"author\":7,\"event\":\"dance\"}\n",
        "{\"ts\":1519660926000,\"author\":7,\"reply_to\":1,\"mentions\":2,\"bot\":true,\"text\":\"x\\u0000y\"}",
    );
    let (summary, heard) = import(text.as_bytes(), "logs/lean.jsonl");
    assert_eq!(summary.unwrap(), Summary { format: "jsonl", encoding: "UTF-8", replaced: 0, bytes: text.len() as u64 });
    heard.is(r#"1 other/lean/lean #1 2018-02-27T00:02:06+08:00 <Welcome Bot|Welcome Bot> "a\nb"
        3 wechat/读书 1 群/读书 1 群 #- 2026-10-10T17:20:00+08:00 <name:小王|小王> joins by 老李
        9 other/lean/lean #- 2018-02-27T00:02:06+08:00 <7|7 bot> "x�y" ^1 @2"#);
    let keys = ["skip_time", "skip_no_time", "skip_no_author", "skip_not_json", "skip_kind"];
    assert_eq!(heard.skips, (4..).zip(keys.map(str::to_owned)).collect::<Vec<_>>());
}

#[test]
fn qun_csv_is_read() {
    let text = "id,时间,社群,成员,昵称,内容,事件\n1,2026-10-10 09:00,读书,w1,小王,\"大家好,\n我来了\",\n2,2026-10-10 09:01,读书,w2,小李,,加入\n3,昨天,读书,w2,小李,x,\n4,5\n";
    let (summary, heard) = import(text.as_bytes(), "x.csv");
    assert_eq!(summary.unwrap().format, "csv");
    heard.is(r#"2 other/读书/读书 #1 2026-10-10T09:00:00+08:00 <w1|小王> "大家好,\n我来了"
        4 other/读书/读书 #2 2026-10-10T09:01:00+08:00 <w2|小李> joins"#);
    assert_eq!(heard.skips, [(5, "skip_time".to_owned()), (6, "skip_columns".to_owned())]);
}

#[test]
fn both_discord_csvs_are_read() {
    let old = "AuthorID;Author;Date;Content;Attachments;Reactions;\r\n\"34\";\"a#1\";\"28-Nov-19 04:56 PM\";\"one; \"\"two\"\"\";\"\";\"🤘 (5)\";\r\n";
    let new = "AuthorID,Author,Date,Content,Attachments,Reactions\n\"34\",\"a\",\"2023-01-06T14:03:03.8530000+00:00\",\"x\",\"\",\"\"\n";
    let (summary, heard) = import(old.as_bytes(), "d/general/17.csv");
    assert_eq!(summary.unwrap().format, "discord-csv");
    heard.is(r#"2 discord/general/general #- 2019-11-28T16:56:00+08:00 <34|a#1> "one; \"two\"""#);
    let (summary, heard) = import(new.as_bytes(), "G - general [101] [part 2].csv");
    assert_eq!(summary.unwrap().format, "discord-csv");
    heard.is(r#"2 discord/101/G - general #- 2023-01-06T22:03:03.853+08:00 <34|a> "x""#);
}

#[test]
fn whole_files_are_refused_with_a_way_on() {
    let cases: [(&[u8], &str); 5] = [
        (b"", "intake.empty"),
        (b" \n\n", "intake.empty"),
        (b"dear diary\n", "intake.unknown"),
        (b"PK\x03\x04\0\0\0\0", "intake.packed"),
        (b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\0", "intake.not_text"),
    ];
    for (bytes, key) in cases {
        let error = import(bytes, "x").0.unwrap_err();
        assert_eq!((error.says.key.as_str(), error.kind), (key, Kind::User));
    }
    let mut input = b"x".as_slice();
    let told =
        |id: &str, input: &mut &[u8]| read(input, Some(id), &Options::default(), &mut Heard::default()).unwrap_err();
    let error = told("jsnol", &mut input);
    assert_eq!((error.kind, error.says.args["near"].as_str()), (Kind::Usage, "jsonl"));
    assert_eq!(told("discord", &mut input).says.args["near"], "discord-csv");
    assert!(!told("wechat-db", &mut input).says.args.contains_key("near"));
    assert_eq!(told("csv", &mut input).says.key, "intake.no_column");
}
