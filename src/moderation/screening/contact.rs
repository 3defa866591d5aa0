//! Ways to reach somebody outside: invitations (加V, 加薇, +v) and the handles themselves (phone, WeChat, QQ, Telegram),
//! also when the characters are split, replaced by others of the same sound, or the number stands before its network.

use super::met::{ADD, Met, stays};
use super::pattern::expression;
use super::{Found, Reading, is_latin, whole_words};
use crate::base::Result;
use crate::base::text::Folded;
use crate::moderation::reason::Reason;
use regex::{Captures, Match, Regex};
use std::ops::Range;

/// An invitation, over tightly folded text, where `加 - Ｖ` reads `加v`.
const INVITE: &str = "加(?:我|个|下|一下|你|他|她)?(?:vx|v信|wx|微信|薇信|威信|维信|微芯|微|薇|威|v|扣扣|叩叩|扣|qq|q|tg|telegram|电报|纸飞机|飞机|企鹅)";

/// The invitation whose plus sign tight folding drops.
const PLUS: &str = r"\+\s*(?:vx|wx|v|薇|威信|微信|微|q|qq|扣)";

/// Characters after an invitation that make it another word: 加微量, 加微波炉, 加扣子, 加威士忌.
const ANOTHER_WORD: &[(&str, &str)] = &[
    ("微", "量波温甜辣苦酸咸小热型观博笑分调软距"),
    ("威", "士尔化胁力望"),
    ("扣", "子分除费款押钱肉"),
    ("q", "弹版"),
    ("飞机", "票餐场"),
    ("企鹅", "号玩公"),
    ("薇", "娅"),
];

/// A name of a network, a mark, and a handle. Over folded text.
const HANDLE: &str = r"(微信号?|薇信|威信|v信|weixin|wechat|vx|wx|v|微|薇|qq群?号?|q群?|扣扣|扣|企鹅|群号|裙|telegram|whatsapp|tg|电报|飞机号?)([\s:：=号是为_+@-]{0,6})([a-z][a-z0-9_-]{5,19}|[1-9][0-9]{4,11})";

/// A network, or what sounds like 加微, and a handle, all its separators dropped: `迦威 sx111 505`, `企-鹅75-275-36-36`.
const SPLIT: &str = "(?:微信|薇信|威信|维信|薇芯|微芯|v信|卫星|扣扣|叩叩|企鹅|乞鹅|飞机号|电报号|ADD(?:我|个|下)?[微薇威喂围韦维唯徽葳溦v](?:信|芯|心)?)(?:号码?|是|为|搜)?((?:[a-z][a-z0-9]{5,19})|(?:[1-9][0-9]{4,11}))";

/// A number with its network behind it: `61444 4232+口`. Over tightly folded text.
const BEHIND: &str = "([1-9][0-9]{6,11})(?:扣扣|叩叩|企鹅|乞鹅|威信|薇信|卫星|扣|口)";

/// Somebody to be asked, by the name that mentions them: `咨询联系@dianxi01`. Over folded text.
const ASK: &str =
    r"(?:联系|咨询|详询|客服|滴滴|私聊|对接|洽谈|contact)[^a-z0-9@\n。！？!?]{0,8}(?:me\s*)?(@[a-z][a-z0-9_]{4,31})";

/// A door into a group or chat.
const DOOR: &str = r"(?:t\.me|telegram\.me|wa\.me|u\.wechat\.com|qm\.qq\.com|jq\.qq\.com)/[a-z0-9_+./?=&%-]{3,}";

/// A Chinese mobile number, a blank, a dash or a dot between its groups of 3, 4 and 4. Over folded text.
const PHONE: &str =
    r"1[3-9][0-9](?:[0-9]{8}|[\s-][0-9]{4}[\s-]?[0-9]{4}|[\s-]?[0-9]{4}[\s-][0-9]{4}|\.[0-9]{4}\.[0-9]{4})";

/// A number of a hotline, or one to be called. Over folded text.
const CALL: &str = r"(?:(?:热线|电话|专线|咨询|详询|(?:^|[^查])询|致电|拨打|预约|来电|tel)[\s:：是为]{0,4}((?:0[0-9]{2,3}[\s-]?)?[2-8][0-9]{6,7}))|(400[\s-]?[0-9]{3,4}[\s-]?[0-9]{3,4})";

/// Bytes of a message in which a letter and a name are all there is.
const ALONE: usize = 32;

/// Compiled.
#[derive(Debug)]
pub(super) struct Contacts {
    invite: Regex,
    plus: Regex,
    handle: Regex,
    split: Regex,
    behind: Regex,
    ask: Regex,
    door: Regex,
    phone: Regex,
    call: Regex,
}

impl Contacts {
    pub(super) fn build() -> Result<Contacts> {
        Ok(Contacts {
            invite: expression(INVITE)?,
            plus: expression(PLUS)?,
            handle: expression(HANDLE)?,
            split: expression(&SPLIT.replace("ADD", &format!("[{ADD}]")))?,
            behind: expression(BEHIND)?,
            ask: expression(ASK)?,
            door: expression(DOOR)?,
            phone: expression(PHONE)?,
            call: expression(CALL)?,
        })
    }

    pub(super) fn find(&self, reading: &Reading, found: &mut Vec<Found>) {
        let (raw, met): (&str, Met) = (reading.raw, reading.met);
        if met.adds() {
            invitations(&self.invite, raw, reading.tight(), found);
        }
        if met.plus() {
            invitations(&self.plus, raw, reading.folded(), found);
        }
        let before = found.len();
        if met.handles() && may_name_a_network(reading) {
            let folded = reading.folded();
            found.extend(self.handle.captures_iter(&folded.text).filter_map(|groups| handle(raw, folded, &groups)));
        }
        if met.links() {
            let folded = reading.folded();
            let doors = self.door.find_iter(&folded.text).map(|door| folded.original(door.range()));
            found.extend(doors.filter(|at| whole_words(raw, at)).map(|at| contact("rules.hit_door", 0.7, at)));
        }
        if met.names() {
            let folded = reading.folded();
            let asked = self.ask.captures_iter(&folded.text).filter_map(|c| c.get(1).map(|m| m.range()));
            found.extend(asked.map(|name| contact("queue.hit_telegram", 0.8, folded.original(name))));
        }
        if met.phones() {
            let folded = reading.folded();
            // A number that ends in six noughts is one that counts.
            let numbers = self.phone.find_iter(&folded.text).filter(|n| !n.as_str().ends_with("000000"));
            let places = numbers.map(|number| folded.original(number.range())).filter(|at| whole_words(raw, at));
            found.extend(places.map(|at| contact("queue.hit_phone", 0.8, at)));
        }
        if met.calls() {
            let folded = reading.folded();
            let called = self.call.captures_iter(&folded.text).filter_map(|c| c.get(1).or(c.get(2)).map(|m| m.range()));
            let numbers = called.map(|number| folded.original(number)).filter(|at| whole_words(raw, at));
            let new: Vec<_> = numbers.filter(|at| !overlaps(&found[before..], at)).collect();
            found.extend(new.into_iter().map(|at| contact("queue.hit_phone", 0.8, at)));
        }
        if met.disguises() {
            self.disguised(reading, before, found);
        }
    }

    /// Handles that show only once their separators are dropped. What was found plainly is not told again.
    fn disguised(&self, reading: &Reading, before: usize, found: &mut Vec<Found>) {
        let (raw, tight) = (reading.raw, reading.tight());
        let mut add = |whole: Match, says| {
            let at = tight.original(whole.range());
            if !overlaps(&found[before..], &at) && spelt(&raw[at.clone()], whole.as_str()) && whole_words(raw, &at) {
                found.push(contact(says, 0.9, at));
            }
        };
        for groups in self.split.captures_iter(&tight.text) {
            let (Some(whole), Some(name)) = (groups.get(0), groups.get(1)) else { continue };
            let marked = raw[tight.original(whole.range())].contains([':', '：', '号', '搜']);
            if marked || name.as_str().contains(|c: char| c.is_ascii_digit()) {
                add(whole, network(whole.as_str()));
            }
        }
        for whole in self.behind.find_iter(&tight.text) {
            let person = tight.text[whole.end()..].starts_with(['人', '味', '罩', '井', '径', '红']);
            if !person {
                add(whole, network(whole.as_str().trim_start_matches(|c: char| c.is_ascii_digit())));
            }
        }
    }
}

fn contact(says: &'static str, severity: f64, at: Range<usize>) -> Found {
    Found { rule: "contact", list: 0, says, reason: Reason::Ads, severity, at }
}

/// Whether one of `found` has something of the bytes `at`.
fn overlaps(found: &[Found], at: &Range<usize>) -> bool {
    found.iter().any(|f| f.at.start < at.end && at.start < f.at.end)
}

/// Whether `raw` is `tight` with separators between, and not two sentences or a column of figures.
fn spelt(raw: &str, tight: &str) -> bool {
    !raw.contains(['\n', '！', '？', '；', '，', ',']) && raw.chars().count() <= 3 * tight.chars().count()
}

/// Whether the stretch is one sentence's end and another's beginning: 再加。微信上说.
fn two_sentences(raw: &str) -> bool {
    let mut signs = raw.chars().filter(|c| !c.is_alphanumeric());
    raw.contains('\n')
        || matches!((signs.next(), signs.next()), (Some('。' | '！' | '？' | '；' | '，' | ',' | '!' | '?'), None))
}

fn invitations(expression: &Regex, raw: &str, folded: &Folded, found: &mut Vec<Found>) {
    for invite in expression.find_iter(&folded.text) {
        let at = folded.original(invite.range());
        let after = folded.text[invite.end()..].chars().next();
        let another = ANOTHER_WORD
            .iter()
            .any(|(ends, next)| invite.as_str().ends_with(ends) && after.is_some_and(|c| next.contains(c)));
        // ALT+Q is a key, not an invitation.
        let joined = invite.as_str().starts_with('+') && raw[..at.start].chars().next_back().is_some_and(is_latin);
        // p + v is a sum.
        let sum = !has_han(raw) && invite.as_str().ends_with(['v', 'q']);
        if !another && !joined && !sum && whole_words(raw, &at) && !two_sentences(&raw[at.clone()]) {
            found.push(contact("queue.hit_invite", 0.7, at));
        }
    }
}

/// Whether [`handle`] could say that there is one: where no Han is written, in a long text a network goes by two letters or
/// more, and few do.
fn may_name_a_network(reading: &Reading) -> bool {
    let raw = reading.raw;
    if raw.len() <= ALONE || reading.met.nets() || has_han(raw) {
        return true;
    }
    // What folding drops may stand between the letters.
    let plain = raw.as_bytes().chunks(64).all(|c| c.iter().fold(true, |all, b| all & stays(*b)));
    let text = if plain { raw } else { reading.folded().text.as_str() };
    let named = |five: &[u8]| {
        let five = [0, 1, 2, 3, 4].map(|n| five[n] | 0x20);
        matches!(five, [b'w' | b'v', b'x', ..] | [b'q', b'q', ..] | [b't', b'g', ..])
            || matches!(&five, b"weixi" | b"wecha" | b"whats" | b"teleg")
    };
    text.as_bytes().windows(5).any(named) || !plain && text.contains('信')
}

/// A handle counts when a mark introduces it or a digit is in it: `vegetable` is no `v` with a name.
fn handle(raw: &str, folded: &Folded, groups: &Captures) -> Option<Found> {
    let (net, mark, name) = (groups.get(1)?, groups.get(2)?, groups.get(3)?);
    let marked = mark.as_str().contains([':', '：', '=', '号', '是', '为', '@']) || net.as_str().ends_with('号');
    if !marked && !name.as_str().contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let at = folded.original(net.start()..name.end());
    let (before, after) = (raw[..at.start].chars().next_back(), raw[at.end..].chars().next());
    // v := funext, vec2_add: a letter stands for a network where Han is written or little else, and apart from the name.
    let formula = net.as_str().len() == 1 && !has_han(raw) && (raw.len() > ALONE || mark.as_str().contains('='));
    if formula || net.as_str().is_ascii() && mark.is_empty() && name.as_str().starts_with(is_letter) {
        return None;
    }
    // A piece of a link is no handle.
    if before.is_some_and(|c| "/.=&?-_".contains(c)) && net.as_str().is_ascii() {
        return None;
    }
    let cut = |c: Option<char>, edge: Option<char>| c.is_some_and(is_latin) && edge.is_some_and(is_latin);
    if cut(before, net.as_str().chars().next()) || cut(after, name.as_str().chars().next_back()) {
        return None;
    }
    Some(contact(network(net.as_str()), 0.9, at))
}

fn is_letter(c: char) -> bool {
    c.is_ascii_alphabetic()
}

/// Whether Han is written in `raw`.
fn has_han(raw: &str) -> bool {
    raw.chars().any(|c| matches!(c, '\u{3400}'..='\u{9FFF}'))
}

/// The catalogue key of the network that `text` begins with.
fn network(text: &str) -> &'static str {
    match text {
        n if n.starts_with(['q', '扣', '叩', '企', '乞', '群', '裙', '口']) => "queue.hit_qq",
        n if n.starts_with("whatsapp") => "queue.hit_phone",
        n if n.starts_with(['t', '电', '飞']) => "queue.hit_telegram",
        _ => "queue.hit_wechat",
    }
}

#[cfg(test)]
mod tests {
    use super::super::Message;
    use super::*;
    use crate::base::text::fold;
    use proptest::prelude::*;
    use std::sync::OnceLock;

    fn reading(raw: &str) -> Reading<'_> {
        let mut reading = Reading::new(Message { text: raw, ..Message::default() });
        reading.met = Met::survey(raw);
        reading
    }

    static HANDLES: OnceLock<Regex> = OnceLock::new();

    #[test]
    fn everyday_english_names_no_network() {
        for (raw, may) in [
            ("The proof of vector_add needs q42 and version 1234567 of it", false),
            ("What we’d tell you: v = 1234567 → the weight of it all", false),
            ("What we’d tell you: ｗｘ = 1234567 → the weight of it all", true),
            ("add me on WeChat: somebody42, I will send you the details", true),
            ("add me on w\u{1}x: somebody42, I will send you the details", true),
            ("short vx 123456", true),
            ("the proof of vector_add needs q42, 群里 version 1234567", true),
        ] {
            assert_eq!(may_name_a_network(&reading(raw)), may, "{raw:?}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

        /// Where none may be, the expression finds none.
        #[test]
        fn no_handle_is_passed_over(
            parts in prop::collection::vec(
                prop::sample::select(vec![
                    "wx", "WX", "vx", "v", "V", "q", "Q", "qq", "tg", "weixin", "wechat", "WeChat", "telegram", "Whatsapp", "w", "e", "x",
                    "t", "g", ":", " ", "=", "_", "@", "\u{1}", "\u{7f}", "\n", "abcdef1", "12345", "7", "信", "㊓", "’", "ｗ", "ｘ", "ｖ", "微", "some words of no weight", "群",
                ]),
                1..14,
            ),
        ) {
            let raw = parts.concat();
            let (folded, expression) = (fold(&raw), HANDLES.get_or_init(|| expression(HANDLE).unwrap()));
            let handles = expression.captures_iter(&folded.text).filter_map(|groups| handle(&raw, &folded, &groups)).count();
            prop_assert!(handles == 0 || may_name_a_network(&reading(&raw)), "{:?}", raw);
        }
    }
}
