//! Signs of a message as a whole: its length, how much of it is no word, hidden characters, ways to lead people away.
//! Few and always there, so they carry what is known before anybody has decided anything.

use crate::moderation::screening::{Found, Reading, Screen};

/// How many there can be.
pub(super) const SIGNS: usize = 64;

const LENGTH: u32 = 0;
const MARKS: u32 = 8;
const DIGITS: u32 = 14;
const HIDDEN: u32 = 18;
const CAPITALS: u32 = 19;
const PICTURES: u32 = 20;
const LINES: u32 = 21;
const LINK: u32 = 25;
const CONTACT: u32 = 26;
const AT: u32 = 28;
const FANCY: u32 = 29;
/// The first of the sorts of contacts, in the order of [`WAYS`].
const WAY: u32 = 30;

/// What the built-in rules say of ways to lead people away; whatever else a contact rule says counts as the last.
pub(super) const WAYS: [&str; 6] =
    ["queue.hit_link", "queue.hit_invite", "queue.hit_phone", "queue.hit_qq", "queue.hit_telegram", "queue.hit_wechat"];

/// What is thought of a sign before anything was learned, in log-odds: who advertises wants to be reached, hides from
/// lists and has much to say; a greeting is short. Weak on purpose: twenty decisions outweigh it.
const PRIOR: [(u32, f32); 12] = [
    (LENGTH, -0.3),
    (LENGTH + 1, -0.2),
    (LENGTH + 2, -0.1),
    (LENGTH + 3, -0.03),
    (LENGTH + 5, 0.06),
    (LENGTH + 6, 0.2),
    (LENGTH + 7, 0.2),
    (HIDDEN, 0.3),
    (PICTURES, 0.1),
    (LINK, 0.2),
    (CONTACT, 0.45),
    (FANCY, 0.3),
];

/// The prior of every sign, in log-odds.
pub(super) fn prior() -> [f32; SIGNS] {
    let mut all = [0.0; SIGNS];
    for (sign, odds) in PRIOR {
        all[sign as usize] = odds;
    }
    all
}

/// The signs of one message, one bit each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::moderation::screening) struct Signs(pub(super) u64);

impl Signs {
    fn set(&mut self, sign: u32) {
        self.0 |= 1 << sign;
    }

    /// Every sign that is there.
    pub(super) fn iter(self) -> impl Iterator<Item = usize> {
        (0..SIGNS).filter(move |sign| self.0 >> sign & 1 == 1)
    }

    /// Whether the way `at` in [`WAYS`] is there.
    pub(super) fn way(self, at: usize) -> bool {
        let sign = if at == 0 { LINK as usize } else { WAY as usize + at - 1 };
        self.0 >> sign & 1 == 1
    }

    /// What stands in the text: counted by [`Counts`], and in disguise.
    pub(super) fn of(reading: &Reading, counts: &Counts, screen: &Screen, found: Option<&[Found]>) -> Signs {
        let mut signs = Signs::default();
        signs.counted(counts);
        signs.disguised(reading.raw, counts.length);
        let mut ways = Vec::new();
        if found.is_none() {
            screen.contacts.find(reading, &mut ways);
        }
        // Links are looked for in messages of new members only; here they count whoever wrote them.
        screen.links.find(reading, &mut ways);
        let contacts = found.unwrap_or_default().iter().filter(|f| f.rule == "contact");
        for Found { says, .. } in ways.iter().chain(contacts) {
            let at = WAYS.iter().position(|w| w == says).unwrap_or(WAYS.len() - 1);
            if at == 0 {
                signs.set(LINK);
            } else {
                signs.set(CONTACT);
                signs.set(WAY + u32::try_from(at - 1).unwrap_or(0));
            }
        }
        signs
    }

    /// The signs that something is thought of before anybody decided; cheap, for it is asked of every message.
    pub(in crate::moderation::screening) fn before(reading: &Reading, screen: &Screen) -> Signs {
        let mut signs = Signs::default();
        let length = reading.raw.chars().filter(|c| *c > ' ' && *c != '\u{3000}').count();
        let length = u32::try_from(length).unwrap_or(u32::MAX);
        signs.length(length);
        signs.disguised(reading.raw, length);
        if reading.met.links() {
            let mut found = Vec::new();
            screen.links.find(reading, &mut found);
            if !found.is_empty() {
                signs.set(LINK);
            }
        }
        signs
    }

    /// What speaks against a message with these signs before anything is learned, in log-odds.
    pub(in crate::moderation::screening) fn odds(self) -> f32 {
        let prior = prior();
        self.iter().map(|sign| prior[sign]).sum()
    }

    fn length(&mut self, length: u32) {
        self.set(LENGTH + step(length, &[4, 9, 17, 33, 65, 101, 201]));
    }

    fn counted(&mut self, counts: &Counts) {
        self.length(counts.length);
        let hundredths = |n: u32| n * 100 / counts.length.max(1);
        self.set(MARKS + if counts.marks == 0 { 0 } else { 1 + step(hundredths(counts.marks), &[5, 15, 30, 50]) });
        self.set(DIGITS + if counts.digits == 0 { 0 } else { 1 + step(hundredths(counts.digits), &[10, 30]) });
        if counts.at {
            self.set(AT);
        }
    }

    /// What folding takes away is a sign too.
    fn disguised(&mut self, raw: &str, length: u32) {
        let (mut capitals, mut lines) = (0_u32, 1_u32);
        for c in raw.chars() {
            match u32::from(c) {
                0x0A => lines += 1,
                0x20..=0x7E => capitals += u32::from(c.is_ascii_uppercase()),
                0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x2064 | 0xFEFF => self.set(HIDDEN),
                0x2600..=0x27BF | 0x1_F000..=0x1_F12F | 0x1_F18A..=0x1_FAFF => self.set(PICTURES),
                0xFF21..=0xFF3A | 0xFF41..=0xFF5A | 0x24B6..=0x24E9 | 0x1_D400..=0x1_D7FF | 0x1_F130..=0x1_F189 => {
                    self.set(FANCY);
                }
                0xC0..=0x24FF if c.is_uppercase() => capitals += 1,
                _ => {}
            }
        }
        if capitals > 3 && capitals * 2 > length {
            self.set(CAPITALS);
        }
        self.set(LINES + step(lines, &[2, 4, 9]));
    }
}

/// The number of limits that `n` has reached.
fn step(n: u32, limits: &[u32]) -> u32 {
    limits.iter().map(|l| u32::from(n >= *l)).sum()
}

/// What is counted in the one pass over the folded text.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Counts {
    /// Characters without blanks.
    length: u32,
    /// Of them, those that are neither letter nor digit.
    marks: u32,
    digits: u32,
    at: bool,
}

impl Counts {
    pub(super) fn count(&mut self, c: char) {
        if c.is_whitespace() {
            return;
        }
        self.length += 1;
        self.digits += u32::from(c.is_ascii_digit());
        self.marks += u32::from(!c.is_alphanumeric());
        self.at |= c == '@';
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::moderation::screening::{Message, Settings};

    fn signs(text: &str) -> Vec<usize> {
        let screen = Screen::build(&[], &Settings::default()).unwrap();
        let reading = screen.reading(&Message { text, ..Message::default() });
        let mut counts = Counts::default();
        reading.folded().text.chars().for_each(|c| counts.count(c));
        Signs::of(&reading, &counts, &screen, None).iter().collect()
    }

    #[track_caller]
    fn has(text: &str, sign: u32, there: bool) {
        assert_eq!(signs(text).contains(&(sign as usize)), there, "{text}: {sign}");
    }

    #[test]
    fn signs_of_advertising_are_seen_and_everyday_talk_has_none() {
        let everyday = "今天的面团醒发好了吗，请大家说说";
        for (text, sign) in [
            ("加V领券", CONTACT),
            ("看 shop.top/x", LINK),
            ("微\u{200b}信", HIDDEN),
            ("Ｖ我", FANCY),
            ("𝐕 me", FANCY),
            ("好🔥", PICTURES),
            ("FREE MONEY", CAPITALS),
            ("a\nb\nc\nd", LINES + 2),
            ("@all", AT),
            ("138 1234 5678", DIGITS + 3),
            ("！！！好", MARKS + 5),
        ] {
            has(text, sign, true);
            has(everyday, sign, false);
        }
        has(everyday, LENGTH + 2, true);
        has("", LENGTH, true);
        has("", MARKS, true);
    }

    #[test]
    fn every_way_has_its_sign() {
        for (at, text) in
            [(0, "看 shop.top/x"), (1, "加V"), (2, "13812345678"), (3, "QQ群 987654321"), (5, "wx: tsbg7788")]
        {
            let screen = Screen::build(&[], &Settings::default()).unwrap();
            let reading = screen.reading(&Message { text, ..Message::default() });
            let signs = Signs::of(&reading, &Counts::default(), &screen, None);
            assert!(signs.way(at), "{text}");
            assert_eq!((0..WAYS.len()).filter(|w| signs.way(*w)).count(), 1, "{text}");
        }
    }

    #[test]
    fn the_prior_is_weak() {
        let all: f32 = prior().iter().map(|p| p.abs()).sum();
        assert!(prior().iter().all(|p| p.abs() < 0.5) && all > 1.0);
    }
}
