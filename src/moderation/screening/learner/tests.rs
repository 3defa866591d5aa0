use super::*;
use crate::moderation::screening::{Message, Settings};
use proptest::prelude::*;

/// What advertisers and bakers say, put together anew every time.
const BAD: [[&str; 4]; 4] = [
    ["兼职日结", "在家就能做", "诚招宝妈", "手机就能赚"],
    ["每天三百", "多劳多得", "工资日结", "当天到账"],
    ["有意私聊", "名额不多", "进群了解", "私我领取"],
    ["不收押金", "轻松赚钱", "长期有效", "真实可靠"],
];
const FINE: [[&str; 4]; 4] = [
    ["今天的面团", "我家的戚风", "第一次做可颂", "新买的烤箱"],
    ["发酵了三小时", "烤了二十分钟", "总是开裂", "颜色很好看"],
    ["请问怎么办", "大家帮我看看", "有没有人知道", "谢谢群主"],
    ["想再试一次", "周末再做", "下次少放糖", "味道不错"],
];

/// The `n`-th of 256 texts.
fn text(parts: &[[&str; 4]; 4], n: usize) -> String {
    (0..4).map(|k| parts[k][n / 4_usize.pow(k as u32) % 4]).collect::<Vec<_>>().join("，")
}

pub(in crate::moderation::screening) fn plain() -> Screen {
    Screen::build(&[], &Settings::default()).unwrap()
}

/// Decisions about `fine` bakers and `bad` advertisers, every seventh of the texts.
pub(in crate::moderation::screening) fn lessons(fine: usize, bad: usize) -> Lessons {
    let (screen, mut lessons) = (plain(), Lessons::default());
    (0..fine).for_each(|n| lessons.add(&screen, n as i64, &text(&FINE, n * 7 % 256), false));
    (0..bad).for_each(|n| lessons.add(&screen, 1000 + n as i64, &text(&BAD, n * 7 % 256), true));
    lessons
}

/// What forty decisions of each sort teach; made once.
pub(in crate::moderation::screening) fn forty() -> Learner {
    static MADE: std::sync::OnceLock<Learner> = std::sync::OnceLock::new();
    MADE.get_or_init(|| Learner::learn(None, lessons(40, 40))).clone()
}

fn chance(learner: &Learner, text: &str) -> f64 {
    let screen = plain();
    let reading = screen.reading(&Message { text, ..Message::default() });
    learner.opinion(&Bag::of(&reading, &screen, None)).map_or(-1.0, |o| o.bad)
}

#[test]
fn it_tells_apart_what_it_has_not_seen() {
    let learner = Learner::learn(None, lessons(30, 30));
    let (mut least, mut most) = (1.0, 0.0);
    for n in 0..256 {
        least = f64::min(least, chance(&learner, &text(&BAD, n)));
        most = f64::max(most, chance(&learner, &text(&FINE, n)));
    }
    assert!(least > 0.7 && most < 0.3, "{least} {most}");
    assert!(learner.stops() && learner.order() > 0.99 && learner.decisions() == [30, 30]);
}

#[test]
fn it_is_silent_until_there_is_enough_to_learn_from() {
    for (fine, bad, orders, stops) in [
        (0, 0, false, false),
        (10, 9, false, false),
        (20, 0, false, false),
        (19, 1, true, false),
        (60, 19, true, false),
        (19, 60, true, false),
        (20, 20, true, true),
    ] {
        let learner = Learner::learn(None, lessons(fine, bad));
        assert_eq!((learner.orders(), learner.stops()), (orders, stops), "{fine} {bad}");
        assert_eq!(chance(&learner, "兼职日结") < 0.0, !orders);
    }
}

#[test]
fn the_order_of_the_decisions_does_not_matter() {
    let (one, mut other) = (lessons(25, 25), lessons(25, 25));
    train::Dice(5).shuffle(&mut other.0);
    assert_eq!(Learner::learn(None, one), Learner::learn(None, other));
}

#[test]
fn what_was_learned_before_is_not_learned_twice() {
    let before = Learner::learn(None, lessons(30, 30));
    let again = Learner::learn(Some(&before), lessons(30, 30));
    assert_eq!(before, again, "learned anew from the same decisions it is the same");
    assert_eq!(
        Learner::learn(Some(&before), lessons(25, 20)),
        Learner::learn(None, lessons(25, 20)),
        "and so without some"
    );
}

#[test]
fn what_is_settled_stays_when_the_texts_are_gone() {
    let before = Learner::learn(None, lessons(30, 30));
    let settled = Learner::settle(Some(&before), lessons(30, 30));
    let after = Learner::learn(Some(&settled), Lessons::default());
    assert_eq!(after.decisions(), [30, 30]);
    assert!(after.stops(), "it is as sure as it was");
    let far = chance(&after, &text(&BAD, 9)) - chance(&after, &text(&FINE, 9));
    assert!(far > 0.5, "{far}");
    let more = Learner::learn(Some(&settled), lessons(10, 10));
    assert_eq!(more.decisions(), [40, 40]);
}

#[test]
fn the_words_that_speak_against_it_are_named() {
    let (learner, screen) = taught();
    let named = |text: &str| -> Vec<String> {
        let reading = screen.reading(&Message { text, ..Message::default() });
        let bag = Bag::of(&reading, screen, None);
        learner.reasons(&reading, &bag).into_iter().map(|at| text[at].to_owned()).collect()
    };
    let words = named("大家好，今天发酵了三小时，工資 日 結！谢谢群主");
    assert!(words.iter().any(|w| w.contains("日 結")), "{words:?}");
    assert!(words.iter().all(|w| !w.contains("发酵") && !w.contains("谢谢")), "{words:?}");
    assert!(words.len() <= REASONS);
    assert_eq!(named(""), [""; 0]);
}

#[test]
fn a_rule_is_believed_as_far_as_decisions_bear_it_out() {
    let (screen, mut lessons) = (plain(), lessons(20, 20));
    assert_eq!(Learner::learn(None, Lessons::default()).borne_out("queue.hit_phone", 0.8), 0.8);
    for n in 0..60 {
        lessons.add(&screen, 2000 + n, &format!("群主电话 1381234{n:04}，有事打给我"), false);
    }
    let learner = Learner::learn(None, lessons);
    assert_eq!(learner.borne_out("queue.hit_phone", 0.8), 0.8 * 20.0 / 80.0);
    assert_eq!(learner.borne_out("queue.hit_invite", 0.7), 0.7, "nothing was decided about these");
}

#[test]
fn its_bytes_are_it_and_nothing_else_is() {
    let learner = Learner::settle(None, lessons(12, 12));
    let learner = Learner::learn(Some(&learner), lessons(30, 25));
    let bytes = learner.to_bytes();
    assert_eq!(Learner::from_bytes(&bytes).as_ref(), Some(&learner));
    assert!(bytes.len() < 64 * 1024, "{}", bytes.len());
    for wrong in [&bytes[..bytes.len() - 1], &bytes[1..], &[], &[0; 64]] {
        assert_eq!(Learner::from_bytes(wrong), None);
    }
    for at in (0..bytes.len()).step_by(97) {
        let mut torn = bytes.clone();
        torn[at] ^= 0x10;
        assert_eq!(Learner::from_bytes(&torn), None, "{at}");
    }
}

#[test]
fn no_text_is_too_long_or_too_odd() {
    let learner = forty();
    for text in
        ["", " ", "\u{200b}", "\u{301}", &"好".repeat(100_000), &"a".repeat(100_000), &"🔥".repeat(9_000), "\0\x1b["]
    {
        let chance = chance(&learner, text);
        assert!((0.0..=1.0).contains(&chance), "{chance}");
    }
}

/// Made once.
fn taught() -> &'static (Learner, Screen) {
    static MADE: std::sync::OnceLock<(Learner, Screen)> = std::sync::OnceLock::new();
    MADE.get_or_init(|| (forty(), plain()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever the text is dressed in, reasons are parts of it as it was written, apart from each other.
    #[test]
    fn reasons_are_parts_of_the_raw_text(raw in r"(兼职|日 結|工-資|ＡＢ|\u{200b}|é|e\u{301}|㎡|🔥|在家|\PC| |\n){0,30}") {
        let (learner, screen) = taught();
        let reading = screen.reading(&Message { text: &raw, ..Message::default() });
        let bag = Bag::of(&reading, screen, None);
        let mut reasons = learner.reasons(&reading, &bag);
        reasons.sort_by_key(|r| r.start);
        for pair in reasons.windows(2) {
            prop_assert!(pair[0].end <= pair[1].start);
        }
        for at in reasons {
            prop_assert!(raw.get(at.clone()).is_some_and(|t| !t.is_empty()), "{at:?}");
        }
    }

    /// Read in one go or folded first, a message has the same groups.
    #[test]
    fn a_disguise_is_seen_through(plain_text in "[兼职日结在家赚钱a-c ]{1,20}") {
        let (_, screen) = taught();
        let bag = |text: &str| {
            let reading = screen.reading(&Message { text, ..Message::default() });
            Bag::of(&reading, screen, None).grams
        };
        let hidden: String = plain_text.chars().flat_map(|c| [c, '\u{200b}']).collect();
        prop_assert_eq!(bag(&hidden), bag(&plain_text));
    }
}

#[test]
fn what_it_has_learned_is_told_in_a_sentence() {
    let told = |fine, bad| {
        let says = Learner::learn(None, lessons(fine, bad)).told();
        (says.key.clone(), says.args["least"].clone(), says.args["percent"].clone())
    };
    let of = |key: &str, least: &str, percent: &str| (format!("rules.{key}"), least.to_owned(), percent.to_owned());
    assert_eq!(told(5, 5), of("learned_few", "20", "50"));
    assert_eq!(told(30, 3).0, "rules.learned_orders");
    assert_eq!(told(30, 30), of("learned_stops", "20", "100"));
    let mut weak = Learner::learn(None, lessons(30, 30));
    weak.measure.order = 0.6;
    assert_eq!(weak.told().key, "rules.learned_weak");
}
