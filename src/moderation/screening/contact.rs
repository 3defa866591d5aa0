//! Ways to reach somebody outside: invitations (加V, 加薇, +v) and the handles themselves (phone, WeChat, QQ, Telegram).

use super::{Found, Reading, expression, is_latin, whole_words};
use crate::base::Result;
use crate::base::text::Folded;
use crate::moderation::reason::Reason;
use regex::{Captures, Regex};

/// An invitation, over tightly folded text, where `加 - Ｖ` reads `加v`.
const INVITE: &str =
    "加(?:我|个|下|一下)?(?:vx|v信|wx|微信|薇信|威信|微|薇|威|v|扣扣|扣|qq|q|tg|telegram|电报|飞机|企鹅)";

/// The invitation whose plus sign tight folding drops.
const PLUS: &str = r"\+\s*(?:vx|wx|v|薇|微信|微|q|qq|扣)";

/// Characters after an invitation that make it another word: 加微量, 加微波炉, 加扣子, 加威士忌.
const ANOTHER_WORD: &[(&str, &str)] =
    &[("微", "量波温甜辣苦酸咸小热型观"), ("威", "士尔化"), ("扣", "子分除费款押"), ("q", "弹"), ("飞机", "票餐")];

/// A name of a network, a mark, and a handle. Over folded text.
const HANDLE: &str = r"(微信号?|薇信|威信|v信|weixin|wechat|vx|wx|v|微|薇|qq群?号?|q群?|扣扣|扣|企鹅|群号|telegram|tg|电报|飞机)([\s:：=号是为_-]{0,6})([a-z][a-z0-9_-]{5,19}|[1-9][0-9]{4,11})";

/// A Chinese mobile number, a blank or a dash between its groups of 3, 4 and 4. Over folded text.
const PHONE: &str = r"1[3-9][0-9](?:[\s.-]?[0-9]{4}){2}";

/// Compiled.
#[derive(Debug)]
pub(super) struct Contacts {
    invite: Regex,
    plus: Regex,
    handle: Regex,
    phone: Regex,
}

impl Contacts {
    pub(super) fn build() -> Result<Contacts> {
        Ok(Contacts {
            invite: expression(INVITE)?,
            plus: expression(PLUS)?,
            handle: expression(HANDLE)?,
            phone: expression(PHONE)?,
        })
    }

    pub(super) fn find(&self, reading: &Reading, found: &mut Vec<Found>) {
        if reading.raw.contains('加') {
            invitations(&self.invite, reading.raw, reading.tight(), found);
        }
        if reading.raw.contains(['+', '＋', '➕']) {
            invitations(&self.plus, reading.raw, reading.folded(), found);
        }
        if !may_hold_handle(reading.raw) {
            return;
        }
        let folded = reading.folded();
        for groups in self.handle.captures_iter(&folded.text) {
            found.extend(handle(reading.raw, folded, &groups));
        }
        for number in self.phone.find_iter(&folded.text) {
            let at = folded.original(number.range());
            if whole_words(reading.raw, &at) {
                found.push(contact("queue.hit_phone", 0.8, at));
            }
        }
    }
}

fn contact(says: &'static str, severity: f64, at: std::ops::Range<usize>) -> Found {
    Found { rule: "contact", says, reason: Reason::Ads, severity, at }
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
        if !another && !joined && whole_words(raw, &at) {
            found.push(contact("queue.hit_invite", 0.7, at));
        }
    }
}

/// A handle counts when a mark introduces it or a digit is in it: `vegetable` is no `v` with a name.
fn handle(raw: &str, folded: &Folded, groups: &Captures) -> Option<Found> {
    let (network, mark, name) = (groups.get(1)?, groups.get(2)?, groups.get(3)?);
    let marked = mark.as_str().contains([':', '：', '=', '号', '是', '为']) || network.as_str().ends_with('号');
    if !marked && !name.as_str().contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let at = folded.original(network.start()..name.end());
    let (before, after) = (raw[..at.start].chars().next_back(), raw[at.end..].chars().next());
    let cut = |c: Option<char>, edge: Option<char>| c.is_some_and(is_latin) && edge.is_some_and(is_latin);
    if cut(before, network.as_str().chars().next()) || cut(after, name.as_str().chars().next_back()) {
        return None;
    }
    let says = match network.as_str() {
        n if n.starts_with(['q', '扣', '企', '群']) => "queue.hit_qq",
        n if n.starts_with(['t', '电', '飞']) => "queue.hit_telegram",
        _ => "queue.hit_wechat",
    };
    Some(contact(says, 0.9, at))
}

/// Whether there may be five letters or digits once folded: five ASCII ones, or any of the characters that fold to such.
fn may_hold_handle(raw: &str) -> bool {
    let mut letters = 0;
    raw.bytes().any(|b| {
        letters += u32::from(b.is_ascii_alphanumeric());
        // EF full-width, E2 circled, F0 mathematical.
        letters >= 5 || matches!(b, 0xEF | 0xE2 | 0xF0)
    })
}
