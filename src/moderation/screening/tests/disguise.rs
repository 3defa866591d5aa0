//! What is found is highlighted where it was written: words in every disguise, planted in hostile text.

use super::*;
use std::collections::HashMap;
use std::sync::OnceLock;

/// Words as they stand in a list.
const LISTED: [&str; 8] =
    ["名额有限", "台湾旅游", "微信客服", "刷单返利", "freemoney", "sale2026", "后台软件", "加vx看图"];

/// Characters in other clothes that read the same.
fn clothes(c: char) -> Vec<String> {
    let same = HashMap::from([
        ('湾', "灣"),
        ('额', "額"),
        ('单', "單"),
        ('台', "臺"),
        ('后', "後"),
        ('软', "軟"),
        ('图', "圖"),
        ('你', "妳"),
    ]);
    let mut all = vec![c.to_string()];
    all.extend(same.get(&c).map(|s| (*s).to_owned()));
    if c.is_ascii_alphanumeric() {
        let moved = |from: char, to: u32| char::from_u32(to + u32::from(c) - u32::from(from)).map(String::from);
        all.push(c.to_ascii_uppercase().to_string());
        all.extend(char::from_u32(u32::from(c) + 0xFEE0).map(String::from));
        if c.is_ascii_lowercase() {
            all.extend([moved('a', 0x24D0), moved('a', 0x1D41A), moved('a', 0x1F170)].into_iter().take(2).flatten());
        }
    }
    // Struck through.
    all.push(format!("{c}\u{336}"));
    all
}

/// What people put between the characters of a word so that it is overlooked. No sentence ends with these.
const BETWEEN: [&str; 18] = [
    "", "", "", "", " ", "-", ".", "*", "_", "❤", "😀", "\u{200b}", "\u{feff}", "\u{fe0f}", "\u{202e}", "\u{3000}",
    " · ", "\t~",
];

/// A listed word in disguise.
fn planted() -> impl Strategy<Value = String> {
    (prop::sample::select(LISTED.to_vec()), prop::collection::vec((0..9_usize, 0..BETWEEN.len()), 16)).prop_map(
        |(word, choices)| {
            let chars: Vec<char> = word.chars().collect();
            let dressed = chars.iter().zip(&choices).enumerate().map(|(n, (c, (dress, between)))| {
                let all = clothes(*c);
                let gap = if n + 1 < chars.len() { BETWEEN[*between] } else { "" };
                format!("{}{gap}", all[dress % all.len()])
            });
            dressed.collect()
        },
    )
}

/// Text that tries to break things: floods of accents, direction switches, jamo, emoji, controls, halves of everything.
fn hostile() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        "[\u{300}-\u{304}\u{316}\u{336}\u{3099}\u{200b}-\u{200f}\u{202a}-\u{202e}\u{2066}-\u{2069}\u{fe0f}\u{feff}\u{20e3}]{1,9}",
        "[…㎡ﬁ①⑴Ⅳ㊙ｶﾞかᄀ\u{1161}\u{11a8}가İßΣ妳後裏]{1,5}",
        "[😀-😏👩‍👧🇨🇳👍🏽 \n\t。！？，,.;-]{1,6}",
        "[ -~\u{0}-\u{1f}]{1,9}",
        any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(part, 0..9).prop_map(|p| p.concat())
}

fn lists() -> &'static Screen {
    static SCREEN: OnceLock<Screen> = OnceLock::new();
    SCREEN.get_or_init(listed)
}

fn listed() -> Screen {
    let words: Vec<Word> = LISTED.iter().map(|w| Word { list: 1, forced: false, ..Word::new(w) }).collect();
    let plan = Plan { words, lists: vec!["words:表".to_owned()], ..Plan::default() };
    Screen::of(&plan, &Settings::default()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_planted_word_is_highlighted_to_the_byte(before in hostile(), plant in planted(), after in hostile()) {
        let text = format!("{before}\n{plant}\n{after}");
        let (start, end) = (before.len() + 1, before.len() + 1 + plant.len());
        let hits = lists().check(&Message { text: &text, ..Message::default() }).hits;
        for hit in &hits {
            prop_assert!(text.get(hit.start..hit.end).is_some(), "{hit:?} cuts a character of {text:?}");
        }
        let here: Vec<(usize, usize)> = hits
            .iter()
            .filter(|h| h.rule == "words:表" && h.start < end && start < h.end)
            .map(|h| (h.start, h.end))
            .collect();
        prop_assert_eq!(here, [(start, end)], "{:?} in {:?}", plant, text);
    }

    #[test]
    fn several_are_told_apart_and_in_their_order(plants in prop::collection::vec(planted(), 2..6), noise in hostile()) {
        let mut text = noise;
        let mut places = Vec::new();
        for plant in &plants {
            text.push('\n');
            places.push((text.len(), text.len() + plant.len()));
            text.push_str(plant);
        }
        let hits = lists().check(&Message { text: &text, ..Message::default() }).hits;
        let found: Vec<(usize, usize)> =
            hits.iter().filter(|h| h.rule == "words:表" && h.start >= places[0].0).map(|h| (h.start, h.end)).collect();
        prop_assert_eq!(found, places, "{:?}", text);
    }
}

#[test]
fn ways_to_lead_people_away_are_found_split_spelt_otherwise_and_turned_round() {
    let screen = screen(&[]);
    for (message, hits) in [
        ("加 。微 . 信 聊", vec!["加 。微 . 信"]),
        ("➕v看图", vec!["➕v"]),
        ("＋Ｖ领券", vec!["＋Ｖ"]),
        ("加V信mzc12678", vec!["加V信", "V信mzc12678"]),
        ("加威信聊", vec!["加威信"]),
        ("加扣扣 说", vec!["加扣扣"]),
        ("加飞机 聊", vec!["加飞机"]),
        ("飞机号：abc_def", vec!["飞机号：abc_def"]),
        ("迦威 sx111 505，有囊人想要的", vec!["迦威 sx111 505"]),
        ("佳喂：sx111505可越", vec!["佳喂：sx111505"]),
        ("企-鹅75-275-36-36", vec!["企-鹅75-275-36-36"]),
        ("61444 4232+口", vec!["61444 4232+口"]),
        ("咨询VX+：1890325", vec!["VX+：1890325"]),
        ("招聘坐席请联系@dianxiao01", vec!["@dianxiao01"]),
        ("电话 138.1234.5678", vec!["138.1234.5678"]),
        ("contact me @some_body for help", vec!["@some_body"]),
        ("全户https://t.me/+7ezyPRaoijYyNDk1", vec!["t.me/+7ezyPRaoijYyNDk1"]),
        ("telegram: @abc_def1", vec!["telegram: @abc_def1"]),
        ("精装现房，询3370966", vec!["3370966"]),
        ("咨询热线：020 62738001 宝盛", vec!["020 62738001"]),
        ("内线 400-6600-196", vec!["400-6600-196"]),
        ("whatsapp: 447700900123", vec!["whatsapp: 447700900123"]),
    ] {
        let expected: Vec<String> = hits.into_iter().map(|h| format!("contact:{h}")).collect();
        assert_eq!(found(&screen, &text(message)), expected, "{message}");
    }
}

#[test]
fn everyday_talk_with_the_same_characters_leads_nowhere() {
    let screen = screen(&[]);
    for message in [
        "再加。微信上说",
        "多加点\n微信群里见",
        "嘉薇 今天来吗",
        "家里有企鹅公仔 加企鹅公仔吗",
        "电话会议 10:30 开始，密码 1234",
        "微信支付 100000 元",
        "12345678人口",
        "约 30000000 口味",
        "@小满 @阿泽 看一下",
        "联系 @小满",
        "版本 v2.3.4 发了",
        "see https://example.com/t.me",
        "加微分方程的作业",
        "群里电飞口都在说",
        "http://tb.cn/QJ145Sy",
        "p + v, vec2_add, v := funext1, VOTE2019",
        "founders get 130.00000000 or 13000000000",
        "please DM @miketout about it",
        "订单 20261010138 到了",
        "一共 4000 克，400 度烤 30 分钟",
        "查询 2026101 号",
    ] {
        assert_eq!(found(&screen, &text(message)), [] as [&str; 0], "{message}");
    }
}

#[test]
fn a_list_word_is_told_by_its_list_and_the_surest_weight_counts() {
    let word = |w: &str, list, severity| Word { list, severity, forced: false, ..Word::new(w) };
    let plan = Plan {
        words: vec![
            word("水军", 1, 0.3),
            word("水军", 2, 0.9),
            word("赌", 1, 0.9),
            word("av", 1, 0.9),
            word("12345", 1, 0.9),
            Word { forced: true, ..word("qq", 1, 0.5) },
            Word { forced: true, ..word("赙", 1, 0.5) },
            Word { kind: WordKind::Allow, ..word("防水军用", 2, 0.5) },
        ],
        lists: vec!["words:甲".into(), "words:乙".into()],
        ..Plan::default()
    };
    let screen = Screen::of(&plan, &Settings::default()).unwrap();
    assert_eq!(found(&screen, &text("有水军")), ["words:乙:水军", "words:甲:水军"]);
    assert_eq!(screen.check(&text("有水军")).score, 0.9, "the same word twice is no surer");
    assert_eq!(found(&screen, &text("赌 AV 12345")), [] as [&str; 0], "guarded");
    assert_eq!(found(&screen, &text("我的 QQ，赙")), ["words:甲:QQ", "words:甲:赙"], "forced");
    assert_eq!(found(&screen, &text("防水军用布")), [] as [&str; 0], "fine in one list is fine in all");
    assert_eq!(rule("words:甲").map(Rule::number), Some(5));
}

#[test]
fn a_rule_that_is_off_finds_nothing() {
    let plan = Plan { without: vec!["contact"], ..Plan::default() };
    let screen = Screen::of(&plan, &Settings::default()).unwrap();
    assert_eq!(found(&screen, &text("加V领券 @甲 @乙 @丙")), ["mentions:@甲", "mentions:@乙", "mentions:@丙"]);
    assert!(!screen.sources().contains(&"contact".to_owned()));
}
