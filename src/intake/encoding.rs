//! Bytes to UTF-8 as a stream: BOMs, UTF-16, GB18030, Big5, and a count of what could not be read.
//!
//! Nothing is decided before there is something to decide: as long as a file is ASCII it passes through; at
//! the first other byte the next 64 KiB are looked at. So the same file gives the same answer however it is cut
//! into reads.

use crate::base::{Error, Kind, Result};
use encoding_rs::{BIG5, DecoderResult, GB18030, UTF_8, UTF_16BE, UTF_16LE};
use std::io::{self, BufRead, Read};

/// How much is looked at before something is decided, in bytes.
pub const LOOK: usize = 64 * 1024;

/// How bytes become characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8 or UTF-16 by BOM, UTF-8 if it is valid, else GB18030 or Big5, whichever gives commoner characters.
    Auto,
    /// What the operator said.
    Named(&'static encoding_rs::Encoding),
}

impl Encoding {
    /// Reads an `--encoding` value: `auto` or a label of the WHATWG Encoding Standard (`utf-8`, `gbk`, `big5`, `utf-16le`).
    ///
    /// # Errors
    /// [`Kind::Usage`] for an unknown label.
    pub fn parse(label: &str) -> Result<Encoding> {
        if label.eq_ignore_ascii_case("auto") {
            return Ok(Self::Auto);
        }
        encoding_rs::Encoding::for_label_no_replacement(label.as_bytes()).map(Self::Named).ok_or_else(|| {
            Error::new(Kind::Usage, "intake.bad_encoding").with("value", label).hint("intake.bad_encoding_hint")
        })
    }
}

/// Reads any text as UTF-8.
pub(super) struct Decoder<'r> {
    input: &'r mut dyn Read,
    piece: Box<[u8]>,
    raw: Vec<u8>,
    taken: usize,
    ended: bool,
    out: Vec<u8>,
    given: usize,
    chosen: Option<(encoding_rs::Decoder, &'static encoding_rs::Encoding)>,
    told: Encoding,
    begun: bool,
    finished: bool,
    /// The first bytes as they are, for telling archives from text.
    pub first: Vec<u8>,
    /// Undecodable places, each now one U+FFFD.
    pub replaced: u64,
    /// Bytes read from the input.
    pub bytes: u64,
}

impl<'r> Decoder<'r> {
    /// A decoder at the beginning of `input`.
    pub fn new(input: &'r mut dyn Read, told: Encoding) -> Self {
        Self {
            input,
            piece: vec![0; LOOK].into(),
            raw: Vec::with_capacity(2 * LOOK),
            taken: 0,
            ended: false,
            out: Vec::with_capacity(4 * LOOK),
            given: 0,
            chosen: None,
            told,
            begun: false,
            finished: false,
            first: Vec::new(),
            replaced: 0,
            bytes: 0,
        }
    }

    /// What the bytes were taken for.
    pub fn encoding(&self) -> &'static str {
        self.chosen.as_ref().map_or("UTF-8", |(_, encoding)| encoding.name())
    }

    /// The first [`LOOK`] bytes as UTF-8, or all there is; nothing is consumed.
    pub fn head(&mut self) -> io::Result<&str> {
        while self.out.len() < LOOK && !self.finished {
            self.more()?;
        }
        let mut end = self.out.len().min(LOOK);
        while end > 0 && self.out.get(end).is_some_and(|b| b & 0xC0 == 0x80) {
            end -= 1;
        }
        Ok(std::str::from_utf8(&self.out[..end]).unwrap_or_default())
    }

    /// Reads until `wanted` bytes wait, or the end.
    fn gather(&mut self, wanted: usize) -> io::Result<()> {
        if self.taken > 0 {
            self.raw.drain(..self.taken);
            self.taken = 0;
        }
        while self.raw.len() < wanted && !self.ended {
            let read = match self.input.read(&mut self.piece) {
                Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
                other => other?,
            };
            self.raw.extend_from_slice(&self.piece[..read]);
            self.ended = read == 0;
            self.bytes += read as u64;
        }
        Ok(())
    }

    fn choose(&mut self, encoding: &'static encoding_rs::Encoding) {
        self.chosen = Some((encoding.new_decoder_without_bom_handling(), encoding));
    }

    fn begin(&mut self) -> io::Result<()> {
        self.begun = true;
        self.gather(16)?;
        self.first = self.raw[..self.raw.len().min(16)].to_vec();
        let bom = encoding_rs::Encoding::for_bom(&self.raw);
        match (self.told, bom, self.raw.as_slice()) {
            (Encoding::Auto, Some((encoding, length)), _) => {
                self.taken = length;
                self.choose(encoding);
            }
            (Encoding::Named(encoding), bom, _) => {
                self.taken = bom.filter(|(e, _)| *e == encoding).map_or(0, |(_, length)| length);
                self.choose(encoding);
            }
            // UTF-16 without BOM: every format here begins with ASCII characters.
            (_, _, [1..=0x7F, 0, 1..=0x7F, 0, ..]) => self.choose(UTF_16LE),
            (_, _, [0, 1..=0x7F, 0, 1..=0x7F, ..]) => self.choose(UTF_16BE),
            _ => {}
        }
        Ok(())
    }

    /// Decodes at least one more piece, unless finished.
    fn more(&mut self) -> io::Result<()> {
        if !self.begun {
            self.begin()?;
        }
        if self.taken == self.raw.len() {
            self.gather(1)?;
        }
        if self.chosen.is_none() {
            let waiting = &self.raw[self.taken..];
            let plain = encoding_rs::Encoding::ascii_valid_up_to(waiting);
            if plain > 0 || waiting.is_empty() {
                self.out.extend_from_slice(&waiting[..plain]);
                self.taken += plain;
                self.finished = self.ended && self.taken == self.raw.len();
                return Ok(());
            }
            self.gather(LOOK)?;
            self.choose(guess(&self.raw[..self.raw.len().min(LOOK)]));
        }
        let Some((decoder, _)) = self.chosen.as_mut() else { return Ok(()) };
        loop {
            let (source, last) = (&self.raw[self.taken..], self.ended);
            let old = self.out.len();
            self.out.resize(old + source.len() + 64, 0);
            let (result, read, written) =
                decoder.decode_to_utf8_without_replacement(source, &mut self.out[old..], last);
            self.out.truncate(old + written);
            self.taken += read;
            match result {
                DecoderResult::InputEmpty => break,
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(..) => {
                    self.replaced += 1;
                    self.out.extend_from_slice("\u{fffd}".as_bytes());
                }
            }
        }
        self.finished = self.ended;
        Ok(())
    }
}

impl Read for Decoder<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let ready = self.fill_buf()?;
        let length = ready.len().min(into.len());
        into[..length].copy_from_slice(&ready[..length]);
        self.consume(length);
        Ok(length)
    }
}

impl BufRead for Decoder<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.given == self.out.len() && !self.finished {
            self.out.clear();
            self.given = 0;
            self.more()?;
        }
        Ok(&self.out[self.given..])
    }

    fn consume(&mut self, amount: usize) {
        self.given = (self.given + amount).min(self.out.len());
    }
}

/// The commonest Han characters of running text, simplified and traditional: about one in six of any text in its own encoding,
/// hardly any of a text read in a wrong one.
const COMMON: &str = "的一是不了在人有我他这這个個们們中来來上大为為和国國地到以说說时時要就出会會可也你对對生能子那得下自之年过過发發后後作里裡用道行所然家种種事成方多经經么麼去法学學如都同现現当當没沒动動面起看定天分还還进進好小部其些主样樣理心本前开開但因只从從想吗嗎吧群大谢謝请請";

/// UTF-8, GB18030 or Big5, for text that is not ASCII. A UTF-8 file with a few broken places stays UTF-8: of text in
/// the other two fewer than one character in five happens to be valid UTF-8.
fn guess(sample: &[u8]) -> &'static encoding_rs::Encoding {
    let utf8 = Look::at(sample, UTF_8);
    if utf8.broken == 0 || utf8.wide >= 4 * utf8.broken {
        return UTF_8;
    }
    let [mainland, taiwan] = [GB18030, BIG5].map(|encoding| Look::at(sample, encoding));
    let least = mainland.broken.min(taiwan.broken);
    if least > 0 && utf8.broken <= least {
        return UTF_8;
    }
    let odd = |look: &Look| look.odd * 8 > look.wide.min(JUDGED);
    match (odd(&mainland), odd(&taiwan)) {
        (true, false) if taiwan.broken <= mainland.broken => BIG5,
        (false, true) => GB18030,
        _ if taiwan.common > mainland.common && taiwan.broken <= mainland.broken => BIG5,
        _ => GB18030,
    }
}

/// Characters beyond ASCII that are looked at one by one.
const JUDGED: usize = 400;

/// Whether Chinese text has no such character: nobody's own, kana, Cyrillic, boxes, and Han that no list of everyday
/// characters has. Text read in a wrong encoding is full of them.
fn is_odd(c: char) -> bool {
    match c {
        '\u{E000}'..='\u{F8FF}' | '\u{3400}'..='\u{4DBF}' | '\u{80}'..='\u{2000}' | '\u{2100}'..='\u{2E7F}' => true,
        '\u{4E00}'..='\u{9FFF}' => !is_plain(c),
        _ => false,
    }
}

/// Whether `c` is among the 3,755 commonest simplified or the 5,401 commonest traditional characters: the first levels of
/// GB 2312 and Big5.
fn is_plain(c: char) -> bool {
    let mut text = [0; 4];
    let first = |encoding: &'static encoding_rs::Encoding, text: &str| -> u8 {
        let (bytes, _, lost) = encoding.encode(text);
        if lost || bytes.len() != 2 { 0 } else { bytes[0] }
    };
    let text = c.encode_utf8(&mut text);
    (0xB0..=0xD7).contains(&first(GB18030, text)) && encoding_rs::GBK.encode(text).0[1] >= 0xA1
        || (0xA4..=0xC6).contains(&first(BIG5, text))
}

/// What a sample looks like in one encoding.
#[derive(Default)]
struct Look {
    /// Undecodable places; a sequence cut off at the end is none.
    broken: usize,
    /// Characters beyond ASCII.
    wide: usize,
    /// Those of [`COMMON`].
    common: usize,
    /// Those that [`is_odd`].
    odd: usize,
}

impl Look {
    fn at(sample: &[u8], encoding: &'static encoding_rs::Encoding) -> Look {
        let mut decoder = encoding.new_decoder_without_bom_handling();
        let (mut look, mut at, mut out) = (Look::default(), 0, [0; 4096]);
        loop {
            let (result, read, written) = decoder.decode_to_utf8_without_replacement(&sample[at..], &mut out, false);
            at += read;
            let text = std::str::from_utf8(&out[..written]).unwrap_or_default();
            if encoding != UTF_8 {
                let judged = text.chars().filter(|c| !c.is_ascii()).take(JUDGED.saturating_sub(look.wide));
                look.odd += judged.filter(|c| is_odd(*c)).count();
            }
            look.wide += text.chars().filter(|c| !c.is_ascii()).count();
            look.common += text.chars().filter(|c| !c.is_ascii() && COMMON.contains(*c)).count();
            match result {
                DecoderResult::InputEmpty => return look,
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(..) => look.broken += 1,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn all(bytes: &[u8], told: Encoding) -> (String, &'static str, u64) {
        let mut input = bytes;
        let mut decoder = Decoder::new(&mut input, told);
        let mut text = String::new();
        decoder.read_to_string(&mut text).unwrap();
        (text, decoder.encoding(), decoder.replaced)
    }

    struct OneByOne<'a>(&'a [u8]);
    impl Read for OneByOne<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let n = self.0.len().min(into.len()).min(1);
            into[..n].copy_from_slice(&self.0[..n]);
            self.0 = &self.0[n..];
            Ok(n)
        }
    }

    fn utf16(text: &str, big: bool) -> Vec<u8> {
        text.encode_utf16().flat_map(|u| if big { u.to_be_bytes() } else { u.to_le_bytes() }).collect()
    }

    #[test]
    fn the_usual_encodings_are_recognised() {
        let text = "id,text\n1,大家好，新人请看群公告😀\n";
        let gb = GB18030.encode(text).0.into_owned();
        let cases: Vec<(Vec<u8>, &str)> = vec![
            (text.into(), "UTF-8"),
            ([b"\xEF\xBB\xBF".as_slice(), text.as_bytes()].concat(), "UTF-8"),
            (gb, "gb18030"),
            ([b"\xFF\xFE".to_vec(), utf16(text, false)].concat(), "UTF-16LE"),
            ([b"\xFE\xFF".to_vec(), utf16(text, true)].concat(), "UTF-16BE"),
            (utf16(text, false), "UTF-16LE"),
            (utf16(text, true), "UTF-16BE"),
        ];
        for (bytes, name) in cases {
            assert_eq!(all(&bytes, Encoding::Auto), (text.to_owned(), name, 0), "{name}");
        }
    }

    #[test]
    fn the_two_chinese_encodings_are_told_apart() {
        let simplified = "时间,成员,内容\n昨天,小王,大家好，新来的先看群公告\n";
        let traditional = "時間,成員,內容\n昨天,小王,大家好，新來的先看群組公告\n";
        let cases = [(simplified, GB18030, "gb18030"), (traditional, BIG5, "Big5"), (traditional, GB18030, "gb18030")];
        for (text, encoding, name) in cases {
            let bytes = encoding.encode(text).0.into_owned();
            assert_eq!(all(&bytes, Encoding::Auto), (text.to_owned(), name, 0), "{name}");
        }
    }

    /// Lists of words have no running text: a few of them must do.
    #[test]
    fn short_lists_are_told_apart_too() {
        for words in
            ["刷單返利\n代購\n兼職日結\n免費領取", "刷單,返利", "加賴領券", "博弈網站\n娛樂城", "兼職\n日賺過千"]
        {
            let bytes = BIG5.encode(words).0.into_owned();
            assert_eq!(all(&bytes, Encoding::Auto), (words.to_owned(), "Big5", 0));
        }
        for words in ["刷单返利\n代购\n兼职日结\n免费领取", "刷单,返利", "加微领券", "博彩网站", "兼职\n日赚过千"]
        {
            let bytes = GB18030.encode(words).0.into_owned();
            assert_eq!(all(&bytes, Encoding::Auto), (words.to_owned(), "gb18030", 0));
        }
    }

    #[test]
    fn a_long_ascii_beginning_does_not_decide() {
        let text = format!("{}中文在后面\n", "ascii,only\n".repeat(20_000));
        let gb = GB18030.encode(&text).0.into_owned();
        assert_eq!(all(&gb, Encoding::Auto), (text.clone(), "gb18030", 0));
        assert_eq!(all(text.as_bytes(), Encoding::Auto), (text, "UTF-8", 0));
    }

    #[test]
    fn broken_utf8_stays_utf8_and_is_counted() {
        let (text, name, replaced) = all("群里的人都来看看这个".replace('个', "\u{1}").as_bytes(), Encoding::Auto);
        assert_eq!((text.chars().count(), name, replaced), (10, "UTF-8", 0));
        let mut bytes = "群里的人都来看看这个".as_bytes().to_vec();
        bytes.insert(3, 0xFF);
        assert_eq!(all(&bytes, Encoding::Auto), ("群\u{fffd}里的人都来看看这个".into(), "UTF-8", 1));
    }

    #[test]
    fn labels_are_read_or_refused() {
        assert_eq!(Encoding::parse("AUTO").unwrap(), Encoding::Auto);
        assert_eq!(Encoding::parse("gbk").unwrap(), Encoding::Named(encoding_rs::GBK));
        assert_eq!(Encoding::parse("klingon").unwrap_err().kind, Kind::Usage);
        assert_eq!(all(b"\xA4\xA4\xA4\xE5", Encoding::parse("big5").unwrap()).0, "中文");
    }

    proptest! {
        #[test]
        fn one_byte_at_a_time_gives_the_same(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let whole = all(&bytes, Encoding::Auto);
            let mut slow = OneByOne(&bytes);
            let mut decoder = Decoder::new(&mut slow, Encoding::Auto);
            let mut text = String::new();
            decoder.read_to_string(&mut text).unwrap();
            prop_assert_eq!(whole, (text, decoder.encoding(), decoder.replaced));
            prop_assert_eq!(decoder.bytes, bytes.len() as u64);
        }

        #[test]
        fn text_survives_gb18030(text in "[ -~一-鿿😀-😏\n]{0,200}") {
            let gb = GB18030.encode(&text).0.into_owned();
            prop_assert_eq!(all(&gb, Encoding::Named(GB18030)).0, text);
        }
    }
}
