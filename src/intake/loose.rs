//! A JSON value whose type does not matter: exports write ids and times as numbers or as strings.

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::borrow::Cow;
use std::fmt;

/// One scalar; arrays, objects and null count as [`Loose::Nothing`].
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) enum Loose<'a> {
    /// Absent, null, or not a scalar.
    #[default]
    Nothing,
    /// A string, borrowed where it has no escapes.
    Text(Cow<'a, str>),
    /// A whole number.
    Whole(i64),
    /// Any other number.
    Real(f64),
    /// `true` or `false`.
    Flag(bool),
}

impl<'a> Loose<'a> {
    /// As text: numbers written out; `None` for nothing and for an empty text.
    pub fn text(&'a self) -> Option<Cow<'a, str>> {
        match self {
            Self::Nothing => None,
            Self::Text(text) => (!text.is_empty()).then_some(Cow::Borrowed(text.as_ref())),
            Self::Whole(number) => Some(number.to_string().into()),
            Self::Real(number) => Some(number.to_string().into()),
            Self::Flag(flag) => Some(flag.to_string().into()),
        }
    }

    /// As yes or no: `true`, `1`, `yes`, `是`.
    pub fn flag(&self) -> bool {
        match self {
            Self::Flag(flag) => *flag,
            Self::Whole(number) => *number != 0,
            Self::Text(text) => matches!(text.trim(), "1" | "true" | "True" | "TRUE" | "yes" | "是"),
            _ => false,
        }
    }
}

struct Scalar;

impl<'de> Visitor<'de> for Scalar {
    type Value = Loose<'de>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a value")
    }
    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Loose<'de>, E> {
        Ok(Loose::Text(Cow::Borrowed(text)))
    }
    fn visit_str<E>(self, text: &str) -> Result<Loose<'de>, E> {
        Ok(Loose::Text(Cow::Owned(text.to_owned())))
    }
    fn visit_i64<E>(self, number: i64) -> Result<Loose<'de>, E> {
        Ok(Loose::Whole(number))
    }
    fn visit_u64<E>(self, number: u64) -> Result<Loose<'de>, E> {
        Ok(i64::try_from(number).map_or_else(|_| Loose::Text(number.to_string().into()), Loose::Whole))
    }
    fn visit_f64<E>(self, number: f64) -> Result<Loose<'de>, E> {
        Ok(Loose::Real(number))
    }
    fn visit_bool<E>(self, flag: bool) -> Result<Loose<'de>, E> {
        Ok(Loose::Flag(flag))
    }
    fn visit_unit<E>(self) -> Result<Loose<'de>, E> {
        Ok(Loose::Nothing)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Loose<'de>, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Loose::Nothing)
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Loose<'de>, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Loose::Nothing)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Loose<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Scalar)
    }
}

/// How many elements an array has; 0 for anything else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Count(pub u32);

impl<'de> Deserialize<'de> for Count {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Elements;
        impl<'de> Visitor<'de> for Elements {
            type Value = Count;
            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("an array")
            }
            fn visit_unit<E>(self) -> Result<Count, E> {
                Ok(Count(0))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Count, A::Error> {
                let mut count = 0;
                while seq.next_element::<IgnoredAny>()?.is_some() {
                    count += 1;
                }
                Ok(Count(count))
            }
        }
        deserializer.deserialize_any(Elements)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_type_is_taken_and_read_as_text_or_flag() {
        let cases: [(&str, Loose, Option<&str>, bool); 12] = [
            ("null", Loose::Nothing, None, false),
            ("\"\"", Loose::Text("".into()), None, false),
            ("\"群\"", Loose::Text("群".into()), Some("群"), false),
            ("\"a\\n\"", Loose::Text("a\n".into()), Some("a\n"), false),
            ("-7", Loose::Whole(-7), Some("-7"), true),
            ("18446744073709551615", Loose::Text("18446744073709551615".into()), Some("18446744073709551615"), false),
            ("1.5", Loose::Real(1.5), Some("1.5"), false),
            ("true", Loose::Flag(true), Some("true"), true),
            ("\"是\"", Loose::Text("是".into()), Some("是"), true),
            ("0", Loose::Whole(0), Some("0"), false),
            ("[1,[2],{\"a\":3}]", Loose::Nothing, None, false),
            ("{\"a\":{\"b\":[]}}", Loose::Nothing, None, false),
        ];
        for (json, value, text, flag) in cases {
            let found: Loose = serde_json::from_str(json).unwrap();
            assert_eq!((found.text().as_deref(), found.flag()), (text, flag), "{json}");
            assert_eq!(found, value, "{json}");
        }
    }

    #[test]
    fn strings_without_escapes_are_borrowed() {
        let json = String::from("\"plain\"");
        assert!(matches!(serde_json::from_str(&json).unwrap(), Loose::Text(Cow::Borrowed("plain"))));
    }

    #[test]
    fn arrays_are_counted() {
        for (json, count) in [("[]", 0), ("[1,{},[2,3]]", 3), ("null", 0)] {
            assert_eq!(serde_json::from_str::<Count>(json).unwrap(), Count(count));
        }
        assert!(serde_json::from_str::<Count>("{}").is_err());
    }
}
