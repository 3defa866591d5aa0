//! qun's own JSONL: one JSON object a line, with the keys of the CSV (see `formats/csv.rs`), in any order, others ignored.
//! Numbers and strings are both taken for ids and times. `{"id":1,"ts":1519660926,"author":"w1","text":"大家好"}`

use crate::base::{Result, Says};
use crate::intake::columns::{Column, NAMES, Taker, Values};
use crate::intake::desk::Desk;
use crate::intake::lines::each_line;
use crate::intake::loose::Loose;
use crate::intake::pieces::parse;
use crate::intake::record::{Options, Sink};
use crate::intake::{Format, Head};
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use std::fmt;
use std::io::BufRead;

/// The row of the table of formats.
pub(crate) const FORMAT: Format = Format { id: "jsonl", label: "intake.format_jsonl", whole: false, detect, read };

fn detect(head: &Head<'_>) -> u8 {
    let keys = head.root_keys();
    let has = |wanted: &[Column]| keys.iter().any(|k| Column::of(k, NAMES).is_some_and(|c| wanted.contains(&c)));
    if has(&[Column::Time]) && has(&[Column::Author, Column::AuthorName]) { 60 } else { 0 }
}

fn read(input: &mut dyn BufRead, options: &Options, sink: &mut dyn Sink) -> Result<()> {
    let (mut desk, mut taker) = (Desk::new(options, sink), Taker::new("other"));
    let mut spare = Vec::new();
    each_line(input, &mut desk, |desk, line, text| match parse::<Values>(text, &mut spare) {
        Some(values) => taker.take(desk, &values, line),
        None => {
            desk.skip(line, Says::new("intake.skip_not_json"));
            Ok(())
        }
    })
}

struct Object;

impl<'de> Visitor<'de> for Object {
    type Value = Values<'de>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<Values<'de>, A::Error> {
        let mut values = Values::default();
        while let Some(Key(column)) = map.next_key()? {
            match column {
                Some(column) => values.put(column, map.next_value::<Loose>()?),
                None => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(values)
    }
}

impl<'de> Deserialize<'de> for Values<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        deserializer.deserialize_map(Object)
    }
}

/// A key, looked up at once without being copied.
struct Key(Option<Column>);

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        struct Name;
        impl Visitor<'_> for Name {
            type Value = Key;
            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a key")
            }
            fn visit_str<E>(self, name: &str) -> std::result::Result<Key, E> {
                Ok(Key(Column::of(name, NAMES)))
            }
        }
        deserializer.deserialize_identifier(Name)
    }
}

#[cfg(test)]
mod tests {
    use crate::intake::tests::said;

    #[test]
    fn qun_jsonl_is_read() {
        insta::assert_snapshot!(said("qun.jsonl"), @r#"
        1 other/qun/qun #123002022 2018-02-27T00:02:06+08:00 <Welcome Bot|Welcome Bot> "A stream is great.\nIntroduce yourself 你好."
        3 wechat/读书 1 群/读书 1 群 #- 2026-10-10T17:20:00+08:00 <name:小王|小王> joins by 老李
        4 wechat/读书 1 群/读书 1 群 #- 2026-10-10T17:21:30+08:00 <w2|小李> leaves
        5 wechat/读书 1 群/读书 1 群 #- 2026-10-10T17:21:00.500+08:00 <w3|w3> removed
        12 other/qun/qun #- 2018-02-27T00:02:06.250+08:00 <7|7 bot> "x�y � z" ^123002022 @2
        13 other/qun/qun #- 2026-10-10T17:20:00.500+08:00 <w1|小王> ""
        6 left out: '1' is no time
        7 left out: no time
        8 left out: no author
        9 left out: not valid JSON
        10 left out: unknown type 'dance'
        11 left out: not valid JSON
        "#);
    }

    use super::*;
    use crate::intake::read;
    use crate::intake::tests::Heard;
    use proptest::prelude::*;

    fn rows(text: &str, format: &str) -> Vec<String> {
        let mut heard = Heard::default();
        read(&mut text.as_bytes(), Some(format), &Options::default(), &mut heard).unwrap();
        assert!(heard.skips.is_empty(), "{}", heard.all());
        heard.rows.iter().map(|row| row.split_once(' ').unwrap().1.to_owned()).collect()
    }

    proptest! {
        #[test]
        fn jsonl_and_csv_of_the_same_rows_say_the_same(
            table in proptest::collection::vec(("[1-9][0-9]{0,8}", 1_000_000_000_000i64..2_000_000_000_000, "[a-z]{1,3}", "[a-z\",\n群 😀]{0,9}"), 1..6),
        ) {
            let mut writer = csv::Writer::from_writer(Vec::new());
            writer.write_record(["id", "ts", "author", "text"]).unwrap();
            let mut lines = String::new();
            for (id, ts, author, text) in &table {
                writer.write_record([id, &ts.to_string(), author, text]).unwrap();
                let number: i64 = id.parse().unwrap();
                let line = serde_json::json!({"text": text, "author": author, "x": [1], "ts": ts, "id": number});
                lines.push_str(&format!("{line}\n"));
            }
            let table = String::from_utf8(writer.into_inner().unwrap()).unwrap();
            prop_assert_eq!(rows(&lines, "jsonl"), rows(&table, "csv"));
        }
    }
}
