//! Which messages of a community are inquiries: a table of rules, each on or off (`[inquiries] rules` in the
//! configuration), the first that fits decides. Pure: messages go in by time, what was heard comes out at the end.
//!
//! A message is an inquiry only if a member wrote it, not staff and not a program, within the last [`FRESH_MS`]: older ones
//! are history, nobody waits for them any more. Staff are the operators of the file, the names in `[inquiries] staff`, and
//! members with a role. An *explicit* answer is a reply to the message or one that names the asker with `@`.

use super::inquiry::Kind;
use crate::base::clock::{DAY, MINUTE};
use crate::base::config::Inquiries;
use crate::base::text::fold;
use crate::base::{At, Error, Result};
use std::collections::HashSet;

/// What was written longer ago is history.
pub const FRESH_MS: i64 = DAY;
/// Of the newest import at most so many messages are kept waiting for an answer: a flood is none of them.
const MOST: usize = 2_000;
/// A shorter text asks nothing.
const LEAST_CHARS: usize = 3;

/// How a rule decides.
#[derive(Debug, Clone, Copy)]
enum By {
    /// One of these words stands in the text. A Latin word stands alone.
    Words(&'static [&'static str]),
    /// One of the operators' own words does (`[inquiries] words`).
    OwnWords,
    /// Staff is called with `@`.
    Mention,
    /// It asks something, and nobody of staff writes in the community within `[inquiries] wait_minutes`.
    Unanswered,
}

/// One rule.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Its name in the configuration and in `inquiry.rule`.
    pub name: &'static str,
    /// What it makes of a message.
    pub kind: Kind,
    by: By,
}

/// The rules in the order in which they are asked. Which of them are on unless set otherwise says
/// [`crate::base::config::Inquiries`]. To add one: a row here.
pub const RULES: &[Rule] = &[
    Rule {
        name: "incident",
        kind: Kind::Incident,
        by: By::Words(&[
            "食物中毒",
            "吃坏",
            "送医",
            "起火",
            "触电",
            "泄露我的",
            "报警",
            "曝光你们",
            "poisoning",
            "caught fire",
            "data leak",
        ]),
    },
    Rule {
        name: "complaint",
        kind: Kind::Complaint,
        by: By::Words(&[
            "投诉",
            "客诉",
            "差评",
            "骗人",
            "欺骗",
            "假货",
            "质量问题",
            "少发",
            "漏发",
            "发错",
            "没人管",
            "没人理",
            "太失望",
            "complaint",
            "complain",
            "scam",
            "unacceptable",
            "wrong item",
        ]),
    },
    Rule {
        name: "refund",
        kind: Kind::Refund,
        by: By::Words(&["退款", "退货", "退钱", "退费", "能退吗", "可以退吗", "想退", "refund", "money back"]),
    },
    Rule { name: "mention", kind: Kind::Ask, by: By::Mention },
    Rule { name: "words", kind: Kind::Ask, by: By::OwnWords },
    Rule {
        name: "suggestion",
        kind: Kind::Suggestion,
        by: By::Words(&[
            "提个建议",
            "建议",
            "希望能",
            "希望可以",
            "要是能",
            "suggestion",
            "would be nice",
            "please add",
        ]),
    },
    Rule { name: "unanswered", kind: Kind::Ask, by: By::Unanswered },
];

/// How a question begins or what stands in it; a mark of interrogation says the same.
const ASKING: &[&str] =
    &["请问", "怎么", "如何", "为什么", "什么时候", "哪里", "在哪", "多少", "有没有", "能不能", "可不可以", "是不是"];
const ASKING_ENDS: &[char] = &['吗', '呢', '么'];

/// The rules that are on, and what they need to know.
#[derive(Debug, Clone)]
pub struct Ears {
    rules: Vec<&'static Rule>,
    staff: Vec<String>,
    words: Vec<String>,
    wait: i64,
}

impl Ears {
    /// What the configuration says; `operators` are the names of those who work with the file.
    ///
    /// # Errors
    /// [`crate::base::Kind::User`] for a rule that does not exist, naming those that do.
    pub fn new(config: &Inquiries, operators: &[String]) -> Result<Ears> {
        let rule = |name: &String| {
            RULES.iter().find(|r| r.name == name).ok_or_else(|| {
                let known = RULES.iter().map(|r| r.name).collect::<Vec<_>>().join(" ");
                Error::user("promise.no_rule").with("value", name).with("known", known)
            })
        };
        let on: Vec<&Rule> = config.rules.iter().map(rule).collect::<Result<_>>()?;
        let folded = |all: &[String]| -> Vec<String> {
            all.iter().map(|w| fold(w.trim()).text).filter(|w| !w.is_empty()).collect()
        };
        let mut staff = folded(operators);
        staff.extend(folded(&config.staff));
        // In the order of the table, whatever the order of the setting.
        let rules = RULES.iter().filter(|r| on.iter().any(|o| o.name == r.name)).collect();
        Ok(Ears { rules, staff, words: folded(&config.words), wait: i64::from(config.wait_minutes) * MINUTE })
    }

    /// Whether `who` is one of the staff by name.
    #[must_use]
    pub fn is_staff(&self, who: &str) -> bool {
        let who = fold(who.trim()).text;
        self.staff.contains(&who)
    }

    /// The first rule that `text` (folded) fits.
    fn rule(&self, text: &str) -> Option<&'static Rule> {
        if text.chars().count() < LEAST_CHARS {
            return None;
        }
        let fits = |rule: &&&Rule| match rule.by {
            By::Words(words) => words.iter().any(|w| stands(text, w)),
            By::OwnWords => self.words.iter().any(|w| stands(text, w)),
            By::Mention => self.staff.iter().any(|name| names(text, name)),
            By::Unanswered => asks(text),
        };
        self.rules.iter().find(fits).copied()
    }
}

/// Whether `word` stands in `text`; a Latin one not within another.
fn stands(text: &str, word: &str) -> bool {
    let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let alone = |at: usize| {
        let (before, after) = (text[..at].chars().next_back(), text[at + word.len()..].chars().next());
        !word.is_ascii() || !latin(before) && !latin(after)
    };
    text.match_indices(word).any(|(at, _)| alone(at))
}

/// Whether `text` calls `name` with `@`; a name that ends in a Latin letter is not the beginning of a longer one.
fn names(text: &str, name: &str) -> bool {
    let ends = |rest: &str| {
        let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        !(latin(name.chars().next_back()) && latin(rest.chars().next()))
    };
    text.match_indices('@').any(|(at, _)| text[at + 1..].trim_start().strip_prefix(name).is_some_and(ends))
}

/// Whether `text` (folded) asks something. Addresses hold marks of interrogation that ask nothing.
fn asks(text: &str) -> bool {
    let mark = text.match_indices('?').any(|(at, _)| {
        let word = text[..at].rsplit(char::is_whitespace).next().unwrap_or("");
        !word.contains("://")
    });
    mark || text.trim_end().ends_with(ASKING_ENDS) || ASKING.iter().any(|w| text.contains(w))
}

/// One message of a community.
#[derive(Debug, Clone, Copy)]
pub struct Said<'a> {
    /// The community's row.
    pub community: i64,
    /// The member's row.
    pub member: i64,
    /// The name shown.
    pub who: &'a str,
    /// What the member is: empty for an ordinary one, `bot` for a program.
    pub role: &'a str,
    /// When.
    pub at: At,
    /// What was written.
    pub text: &'a str,
    /// The source's id of the message, empty if it has none.
    pub source_id: &'a str,
    /// The source's id of the message answered.
    pub reply_to: &'a str,
    /// The import it came with.
    pub batch: i64,
}

/// An inquiry that is open already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open {
    /// Its row.
    pub id: i64,
    /// The community's row.
    pub community: i64,
    /// The member's row, if known.
    pub member: Option<i64>,
    /// Who asks.
    pub who: String,
    /// Since when it waits.
    pub since: At,
    /// We have answered and wait for them: whatever they write next goes on with it.
    pub expects: bool,
}

/// What was heard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// Somebody asks something new.
    New(Box<New>),
    /// Somebody we waited for has written: the row, when, what.
    Again(i64, At, String),
    /// Staff has answered in the community: the row, when, who.
    Answered(i64, At, String),
}

/// Somebody who asks something new.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct New {
    /// The community's row.
    pub community: i64,
    /// The member's row.
    pub member: i64,
    /// The name shown.
    pub who: String,
    /// When.
    pub at: At,
    /// What was written.
    pub text: String,
    /// What it is.
    pub kind: Kind,
    /// The rule that heard it.
    pub rule: &'static str,
    /// The import it came with.
    pub batch: i64,
    /// When and by whom of the staff it was answered explicitly in the community.
    pub answered: Option<(At, String)>,
}

/// One who waits for an answer while messages go by.
#[derive(Debug)]
struct Waiting {
    open: std::result::Result<New, Open>,
    /// Ids of what they wrote, which an answer may reply to.
    ids: HashSet<String>,
    who: String,
    /// Until then any word of staff is an answer.
    unanswered_until: Option<At>,
}

/// Hears messages in the order of time.
#[derive(Debug)]
pub struct Listener<'e> {
    ears: &'e Ears,
    now: At,
    waiting: Vec<Waiting>,
    heard: Vec<Heard>,
}

impl<'e> Listener<'e> {
    /// A listener at `now` that knows who waits already.
    #[must_use]
    pub fn new(ears: &'e Ears, open: Vec<Open>, now: At) -> Listener<'e> {
        let waits = |open: Open| Waiting {
            ids: HashSet::new(),
            who: fold(&open.who).text,
            open: Err(open),
            unanswered_until: None,
        };
        Listener { ears, now, waiting: open.into_iter().map(waits).collect(), heard: Vec::new() }
    }

    /// Hears one message.
    pub fn hear(&mut self, said: &Said) {
        if said.role == "bot" && !self.ears.is_staff(said.who) {
            return;
        }
        let text = fold(said.text).text;
        if !said.role.is_empty() || self.ears.is_staff(said.who) {
            return self.staff(said, &text);
        }
        let mut known = false;
        for waiting in &mut self.waiting {
            match &mut waiting.open {
                Ok(new) if new.community == said.community && new.member == said.member => known = true,
                Err(open) if open.community == said.community && open.member == Some(said.member) => {
                    if open.expects && said.at > open.since && !text.trim().is_empty() {
                        self.heard.push(Heard::Again(open.id, said.at, said.text.to_owned()));
                        (open.expects, open.since) = (false, said.at);
                    }
                    known |= said.at >= open.since;
                }
                _ => continue,
            }
            if !said.source_id.is_empty() {
                waiting.ids.insert(said.source_id.to_owned());
            }
        }
        // Who waits already goes on with the same inquiry.
        if known || said.at < self.now.plus(-FRESH_MS) || self.waiting.len() >= MOST {
            return;
        }
        let Some(rule) = self.ears.rule(&text) else { return };
        let new = New {
            community: said.community,
            member: said.member,
            who: said.who.to_owned(),
            at: said.at,
            text: said.text.to_owned(),
            kind: rule.kind,
            rule: rule.name,
            batch: said.batch,
            answered: None,
        };
        let ids = Some(said.source_id).filter(|id| !id.is_empty()).map(str::to_owned).into_iter().collect();
        let until = matches!(rule.by, By::Unanswered).then(|| said.at.plus(self.ears.wait));
        self.waiting.push(Waiting { open: Ok(new), ids, who: fold(said.who).text, unanswered_until: until });
    }

    /// Staff has written: whom does it answer?
    fn staff(&mut self, said: &Said, text: &str) {
        let heard = &mut self.heard;
        self.waiting.retain_mut(|waiting| {
            let (community, since) = match &waiting.open {
                Ok(new) => (new.community, new.at),
                Err(open) => (open.community, open.since),
            };
            if community != said.community || said.at < since {
                return true;
            }
            if waiting.unanswered_until.is_some_and(|until| said.at <= until) {
                return false;
            }
            let explicit = waiting.ids.contains(said.reply_to) && !said.reply_to.is_empty()
                || !waiting.who.is_empty() && names(text, &waiting.who);
            if !explicit {
                return true;
            }
            match &mut waiting.open {
                Ok(new) => {
                    new.answered = Some((said.at, said.who.to_owned()));
                    heard.push(Heard::New(Box::new(new.clone())));
                }
                Err(open) if open.expects => return true,
                Err(open) => heard.push(Heard::Answered(open.id, said.at, said.who.to_owned())),
            }
            false
        });
    }

    /// What was heard, in the order of time of what was asked first. A question that may still be answered in time is not
    /// among it: it will be heard with the next import.
    #[must_use]
    pub fn finish(self) -> Vec<Heard> {
        let now = self.now;
        let ripe = self.waiting.into_iter().filter(|w| w.unanswered_until.is_none_or(|until| until <= now));
        let mut heard = self.heard;
        heard.extend(ripe.filter_map(|w| w.open.ok()).map(|new| Heard::New(Box::new(new))));
        heard.sort_by_key(|h| match h {
            Heard::New(new) => new.at,
            Heard::Again(_, at, _) | Heard::Answered(_, at, _) => *at,
        });
        heard
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ears(rules: &[&str]) -> Ears {
        let own = |all: &[&str]| all.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>();
        let config = Inquiries {
            rules: own(rules),
            staff: own(&["小助手"]),
            words: own(&["发货", "invoice"]),
            ..Inquiries::default()
        };
        Ears::new(&config, &own(&["周宁", "Ann"])).unwrap()
    }

    const ALL: [&str; 7] = ["incident", "complaint", "refund", "mention", "words", "suggestion", "unanswered"];

    const NOW: At = At(1_000 * MINUTE);

    fn said<'a>(minute: i64, who: &'a str, text: &'a str) -> Said<'a> {
        let member = who.bytes().map(i64::from).sum();
        let at = At(minute * MINUTE);
        Said { community: 1, member, who, role: "", at, text, source_id: "", reply_to: "", batch: 7 }
    }

    fn heard(ears: &Ears, open: Vec<Open>, all: &[Said]) -> Vec<String> {
        let mut listener = Listener::new(ears, open, NOW);
        all.iter().for_each(|s| listener.hear(s));
        let shown = |h: Heard| match h {
            Heard::New(n) => {
                let by = n.answered.map(|(at, who)| format!(" <{who} {}", at.0 / MINUTE)).unwrap_or_default();
                format!("{} {} {}{by}", n.who, n.rule, n.at.0 / MINUTE)
            }
            Heard::Again(id, at, text) => format!("#{id} again {} {text}", at.0 / MINUTE),
            Heard::Answered(id, at, who) => format!("#{id} answered {} {who}", at.0 / MINUTE),
        };
        listener.finish().into_iter().map(shown).collect()
    }

    #[test]
    fn the_first_rule_that_fits_decides() {
        let ears = ears(&ALL);
        for (text, rule) in [
            ("我要投诉，退款都不给", Some("complaint")),
            ("我要投訴你們", Some("complaint")),
            ("这个能退吗", Some("refund")),
            ("I want a REFUND now", Some("refund")),
            ("refundable deposits are fine", None),
            ("＠小助手 在吗", Some("mention")),
            ("@周宁 看一下我的订单", Some("mention")),
            ("@路人 看一下", None),
            ("@annabel 看一下", None),
            ("@Ann看一下", Some("mention")),
            ("什么时候发货", Some("words")),
            ("一直没有invoice", Some("words")),
            ("希望能出低糖配方", Some("suggestion")),
            ("吃完送医了", Some("incident")),
            ("直播几点开始？", Some("unanswered")),
            ("怎么报名", Some("unanswered")),
            ("看 https://a.example/?p=1", None),
            ("今天天气不错", None),
            ("？？", None),
            ("在吗", None),
            ("早安打卡", None),
        ] {
            assert_eq!(ears.rule(&fold(text).text).map(|r| r.name), rule, "{text}");
        }
    }

    #[test]
    fn rules_are_on_by_setting() {
        let text = fold("我要投诉，能退款吗").text;
        assert_eq!(ears(&["unanswered", "refund"]).rule(&text).map(|r| r.name), Some("refund"), "the table's order");
        assert_eq!(ears(&["mention"]).rule(&text).map(|r| r.name), None);
        assert_eq!(ears(&[]).rule(&text).map(|r| r.name), None);
        let config = Inquiries { rules: vec!["refunds".into()], ..Inquiries::default() };
        let error = Ears::new(&config, &[]).unwrap_err();
        assert_eq!((error.says.key.as_str(), error.says.args["value"].as_str()), ("promise.no_rule", "refunds"));
        let usual = Inquiries::default().rules;
        assert!(usual.iter().all(|name| RULES.iter().any(|r| r.name == name)) && usual.len() < RULES.len());
        let mut names: Vec<&str> = RULES.iter().map(|r| r.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), RULES.len());
    }

    #[test]
    fn a_question_waits_its_minutes_for_any_word_of_staff() {
        let ears = ears(&ALL);
        let wait = ears.wait / MINUTE;
        let ask = said(900, "阿May", "今晚几点开始？");
        assert_eq!(heard(&ears, vec![], &[ask]), ["阿May unanswered 900"]);
        assert_eq!(heard(&ears, vec![], &[ask, said(900 + wait, "周宁", "八点")]), [""; 0], "staff was there");
        assert_eq!(heard(&ears, vec![], &[ask, said(901, "路人", "八点")]), ["阿May unanswered 900"]);
        let late = said(901 + wait, "小助手", "来了");
        assert_eq!(heard(&ears, vec![], &[ask, late]), ["阿May unanswered 900"], "too late to count as there");
        let late = Said { text: "@阿May 八点", ..late };
        assert_eq!(heard(&ears, vec![], &[ask, late]), [format!("阿May unanswered 900 <小助手 {}", 901 + wait)]);
        assert_eq!(heard(&ears, vec![], &[said(1_001 - wait, "阿May", "几点？")]), [""; 0], "may still be answered");
        assert_eq!(heard(&ears, vec![], &[said(1_000 - wait, "阿May", "几点？")]).len(), 1);
    }

    #[test]
    fn only_an_explicit_answer_settles_what_was_asked_of_us() {
        let ears = ears(&ALL);
        let ask = Said { source_id: "m1", ..said(900, "豆沙包", "少发了一个") };
        let near = said(901, "周宁", "今天直播八点");
        assert_eq!(heard(&ears, vec![], &[ask, near]), ["豆沙包 complaint 900"]);
        for explicit in [Said { reply_to: "m1", ..near }, Said { text: "＠豆沙包 补寄了", ..near }] {
            assert_eq!(heard(&ears, vec![], &[ask, explicit]), ["豆沙包 complaint 900 <周宁 901"]);
        }
        let elsewhere = Said { community: 2, reply_to: "m1", ..near };
        assert_eq!(heard(&ears, vec![], &[ask, elsewhere]), ["豆沙包 complaint 900"]);
    }

    #[test]
    fn one_person_asks_once_and_staff_and_programs_never() {
        let ears = ears(&ALL);
        let all = [said(900, "甲", "怎么退款"), said(901, "甲", "在吗？有人吗"), said(902, "甲", "投诉你们")];
        assert_eq!(heard(&ears, vec![], &all), ["甲 refund 900"]);
        let role = |role| Said { role, ..said(900, "某某", "怎么退款？") };
        assert_eq!(
            heard(&ears, vec![], &[role("bot"), role("ambassador"), said(900, "小助手", "要退款吗？")]),
            [""; 0]
        );
        assert_eq!(heard(&ears, vec![], &[said(1_000 - 24 * 60 - 1, "甲", "怎么退款")]), [""; 0], "history");
        assert_eq!(heard(&ears, vec![], &[said(1_000 - 24 * 60, "甲", "怎么退款")]).len(), 1);
    }

    #[test]
    fn who_waits_already_goes_on_with_the_same_inquiry() {
        let ears = ears(&ALL);
        let member = said(0, "橙子", "").member;
        let open = |expects| Open {
            id: 5,
            community: 1,
            member: Some(member),
            who: "橙子".into(),
            since: At(900 * MINUTE),
            expects,
        };
        let more = Said { source_id: "m9", ..said(905, "橙子", "单号 0387，能退款吗") };
        assert_eq!(heard(&ears, vec![open(false)], &[more]), [""; 0]);
        assert_eq!(heard(&ears, vec![open(true)], &[more]), ["#5 again 905 单号 0387，能退款吗"]);
        let twice = [more, said(906, "橙子", "在吗")];
        assert_eq!(heard(&ears, vec![open(true)], &twice).len(), 1, "what follows belongs to the same turn");
        let reply = Said { reply_to: "m9", ..said(910, "周宁", "好") };
        assert_eq!(heard(&ears, vec![open(false)], &[more, reply]), ["#5 answered 910 周宁"]);
        assert_eq!(
            heard(&ears, vec![open(true)], &[more, reply]),
            ["#5 again 905 单号 0387，能退款吗", "#5 answered 910 周宁"]
        );
        let before = said(890, "橙子", "想退款");
        assert_eq!(heard(&ears, vec![open(true)], &[before]), ["橙子 refund 890"], "what came before is its own");
    }

    proptest! {
        /// Whatever is said, nobody is heard twice at a time and nobody of staff at all.
        #[test]
        fn nobody_is_heard_twice(talk in prop::collection::vec((0_i64..100, 0_usize..5, 0_usize..6), 0..60)) {
            let names = ["甲", "乙", "丙", "周宁", "小助手"];
            let texts = ["怎么退款？", "投诉", "在吗", "@甲 好了", "@小助手 看看", "几点开始"];
            let mut talk = talk;
            talk.sort_unstable();
            let ears = ears(&ALL);
            let mut listener = Listener::new(&ears, vec![], NOW);
            talk.iter().for_each(|(m, w, t)| listener.hear(&said(800 + m, names[*w], texts[*t])));
            let mut last: std::collections::HashMap<i64, Option<At>> = Default::default();
            for heard in listener.finish() {
                let Heard::New(new) = heard else { return Err(TestCaseError::fail("nobody waited before")) };
                prop_assert!(!["周宁", "小助手"].contains(&new.who.as_str()));
                // Only after an answer may the same person be heard again.
                if let Some(answered) = last.insert(new.member, new.answered.as_ref().map(|(at, _)| *at)) {
                    prop_assert!(answered.is_some_and(|at| at <= new.at), "{:?}", new);
                }
            }
        }
    }
}
