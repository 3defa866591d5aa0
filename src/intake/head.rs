//! The beginning of a file, on which formats are told apart.

/// The first 64 KiB of a file, as UTF-8, possibly cut in the middle of a record.
pub struct Head<'a> {
    /// The text.
    pub text: &'a str,
    /// The file's path or name.
    pub name: &'a str,
    keys: Vec<&'a str>,
}

impl<'a> Head<'a> {
    /// Looks at the beginning of the file called `name`.
    #[must_use]
    pub fn new(text: &'a str, name: &'a str) -> Self {
        Self { text, name, keys: root_keys(text) }
    }

    /// The keys of the first JSON object, as far as the text goes; empty if the text does not begin with one.
    #[must_use]
    pub fn root_keys(&self) -> &[&'a str] {
        &self.keys
    }

    /// Whether the first JSON object has all these keys.
    #[must_use]
    pub fn has_keys(&self, keys: &[&str]) -> bool {
        keys.iter().all(|k| self.keys.contains(k))
    }
}

fn root_keys(text: &str) -> Vec<&str> {
    let mut keys = Vec::new();
    let bytes = text.as_bytes();
    let (mut depth, mut at) = (0u32, bytes.len() - text.trim_start().len());
    if bytes.get(at) != Some(&b'{') {
        return keys;
    }
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => {
                depth -= 1;
                if depth == 0 {
                    break;
                }
            }
            b'"' => {
                let start = at + 1;
                at = start;
                while bytes.get(at).is_some_and(|b| *b != b'"') {
                    at += if bytes[at] == b'\\' { 2 } else { 1 };
                }
                let colon = bytes.get(at + 1..).is_some_and(|rest| rest.trim_ascii_start().starts_with(b":"));
                if depth == 1 && colon {
                    keys.extend(text.get(start..at));
                }
            }
            _ => {}
        }
        at += 1;
    }
    keys
}

/// Whether this is no text: more than one character in 50 is a control character or was undecodable.
pub(super) fn is_binary(head: &str) -> bool {
    let odd = |c: &char| matches!(c, '\0'..='\x08' | '\x0e'..='\x1a' | '\x1c'..='\x1f' | '\x7f' | '\u{fffd}');
    head.chars().filter(odd).count() * 50 > head.chars().count()
}

/// What kind of archive, table or database begins with these bytes, if it is a usual one.
pub(super) fn packed(first: &[u8]) -> Option<&'static str> {
    const KINDS: &[(&[u8], &str)] = &[
        (b"PK\x03\x04", "zip / xlsx"),
        (b"\x1f\x8b", "gzip"),
        (b"SQLite format 3\0", "SQLite"),
        (b"%PDF-", "PDF"),
        (b"\xfd7zXZ\0", "xz"),
        (b"7z\xbc\xaf\x27\x1c", "7z"),
        (b"BZh9", "bzip2"),
        (b"\x28\xb5\x2f\xfd", "zstd"),
        (b"Rar!", "rar"),
        (b"\xd0\xcf\x11\xe0", "xls"),
    ];
    KINDS.iter().find(|(mark, _)| first.starts_with(mark)).map(|(_, kind)| *kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn root_keys_are_seen_as_far_as_the_text_goes() {
        let cases: [(&str, &[&str]); 7] = [
            ("", &[]),
            ("[{\"a\":1}]", &[]),
            ("\n {\"a\" : {\"b\":1}, \"c\":[\"d\",{\"e\":2}]}\n{\"f\":1}", &["a", "c"]),
            ("{\"a\":\"b\\\":\", \"c\": \"x", &["a", "c"]),
            ("{\"a\":1,\"b", &["a"]),
            ("{\"a\\", &[]),
            ("{\"群\":1}", &["群"]),
        ];
        for (text, keys) in cases {
            assert_eq!(Head::new(text, "x").root_keys(), keys, "{text}");
        }
    }

    #[test]
    fn text_and_other_things_are_told_apart() {
        assert!(!is_binary("id,text\n1,大家好\u{200b}\u{1b}[31m\t\r\n"));
        assert!(!is_binary(&format!("{}\0", "x".repeat(100))));
        assert!(is_binary("ab\0c") && is_binary("\u{fffd}a"));
        assert_eq!((packed(b"PK\x03\x04abc"), packed(b"id,ts")), (Some("zip / xlsx"), None));
    }
}
