//! qun's own JSONL: one JSON object a line, with the keys of the CSV (see `formats/csv.rs`), in any order, others ignored.
//! Numbers and strings are both taken for ids and times. `{"id":1,"ts":1519660926,"author":"w1","text":"大家好"}`

use crate::base::{Result, Says};
use crate::intake::columns::{Column, NAMES, Taker, Values};
use crate::intake::desk::Desk;
use crate::intake::lines::each_line;
use crate::intake::loose::Loose;
use crate::intake::record::{Options, Sink};
use crate::intake::{Format, Head};
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use std::fmt;
use std::io::BufRead;

/// The row of the table of formats.
pub(crate) const FORMAT: Format = Format { id: "jsonl", label: "intake.format_jsonl", detect, read };

fn detect(head: &Head<'_>) -> u8 {
    let keys = head.root_keys();
    let has = |wanted: &[Column]| keys.iter().any(|k| Column::of(k, NAMES).is_some_and(|c| wanted.contains(&c)));
    if has(&[Column::Time]) && has(&[Column::Author, Column::AuthorName]) { 60 } else { 0 }
}

fn read(input: &mut dyn BufRead, options: &Options, sink: &mut dyn Sink) -> Result<()> {
    let (mut desk, mut taker) = (Desk::new(options, sink), Taker::new("other"));
    each_line(input, &mut desk, |desk, line, text| match serde_json::from_slice::<Values>(text) {
        Ok(values) => taker.take(desk, &values, line),
        Err(_) => {
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
