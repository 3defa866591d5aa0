//! Finding a template by what is typed, and suggesting some for what was asked. Pure; made for 10,000 templates.

use super::inquiry::Kind;
use super::template::{Status, Template};
use crate::base::text::{fold, pinyin};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, DefaultHasher, Hash, Hasher};

/// At most so many suggestions for an inquiry.
pub const SUGGESTIONS: usize = 5;
/// What a word in a field counts for a suggestion, against one in the body.
const NAME_WEIGHT: u8 = 3;
const KEYWORD_WEIGHT: u8 = 4;
/// A suggestion this much worse than the best one is none.
const WORST: f64 = 0.25;

/// Where a query was found; the order is the rank.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Code,
    CodePrefix,
    Name,
    Keywords,
    Body,
}

/// Templates made ready for searching. Positions are those of the slice it was made from.
#[derive(Debug, Clone, Default)]
pub struct Index {
    rows: Vec<Row>,
    /// Word, template, weight; sorted, each pair of word and template once.
    words: Vec<(u64, u32, u8)>,
    usable: usize,
}

#[derive(Debug, Clone)]
struct Row {
    code: String,
    name: String,
    /// The name without blanks: nobody types them between initials.
    spoken: String,
    keywords: String,
    body: String,
    platform: String,
    uses: i64,
    usable: bool,
}

impl Index {
    /// Makes templates ready. Retired ones and drafts are not suggested, but found when `all` is asked for.
    #[must_use]
    pub fn new(templates: &[Template]) -> Index {
        let mut index = Index { rows: Vec::with_capacity(templates.len()), ..Index::default() };
        for template in templates {
            let w = &template.wording;
            let row = Row {
                code: w.code.clone(),
                name: fold(&w.name).text,
                spoken: fold(&w.name).text.split_whitespace().collect(),
                keywords: fold(&w.keywords).text,
                body: fold(&w.body).text,
                platform: w.platform.clone(),
                uses: template.uses,
                usable: w.status == Status::Approved,
            };
            if row.usable {
                index.usable += 1;
                let at = u32::try_from(index.rows.len()).unwrap_or(u32::MAX);
                words(&row.body, false, |word| index.words.push((word, at, 1)));
                words(&row.name, false, |word| index.words.push((word, at, NAME_WEIGHT)));
                for keyword in row.keywords.split(' ') {
                    let single = keyword.chars().nth(1).is_none();
                    words(keyword, single, |word| index.words.push((word, at, KEYWORD_WEIGHT)));
                }
            }
            index.rows.push(row);
        }
        index.words.sort_unstable_by_key(|(word, at, weight)| (*word, *at, std::cmp::Reverse(*weight)));
        index.words.dedup_by_key(|(word, at, _)| (*word, *at));
        index
    }

    /// How many templates there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The positions that fit `query`: code before name before keywords before body, then the more used ones. Letters
    /// also mean the sounds of name and keywords (`tklc` is 退款流程). An empty query fits everything. With `platform`,
    /// only usable templates for it; without, all.
    #[must_use]
    pub fn find(&self, query: &str, platform: Option<&str>) -> Vec<usize> {
        let query = fold(query.trim()).text;
        let mut found: Vec<(Place, std::cmp::Reverse<i64>, &str, usize)> = self
            .rows
            .iter()
            .enumerate()
            .filter(|(_, row)| platform.is_none_or(|p| row.fits(p)))
            .filter_map(|(at, row)| Some((row.place(&query)?, std::cmp::Reverse(row.uses), row.code.as_str(), at)))
            .collect();
        found.sort_unstable();
        found.into_iter().map(|(.., at)| at).collect()
    }

    /// The best templates for what was asked: words in common (pairs of Han, whole Latin words), rare ones counting
    /// more (idf), names and keywords more than bodies; of equals the more used one.
    #[must_use]
    pub fn suggest(&self, text: &str, kind: Kind, platform: &str) -> Vec<usize> {
        let mut asked = Vec::new();
        words(&fold(text).text, true, |word| asked.push(word));
        words(hint(kind), true, |word| asked.push(word));
        asked.sort_unstable();
        asked.dedup();
        let mut scores: HashMap<u32, f64, BuildHasherDefault<DefaultHasher>> = HashMap::default();
        for word in asked {
            let from = self.words.partition_point(|(w, ..)| *w < word);
            let postings = &self.words[from..];
            let count = postings.iter().take_while(|(w, ..)| *w == word).count();
            let idf = (1.0 + self.usable as f64 / (count as f64 + 0.5)).ln();
            for (_, at, weight) in &postings[..count] {
                *scores.entry(*at).or_default() += idf * f64::from(*weight);
            }
        }
        let mut ranked: Vec<(f64, usize)> = scores.into_iter().map(|(at, score)| (score, at as usize)).collect();
        ranked.retain(|(_, at)| self.rows[*at].fits(platform));
        let order = |a: &(f64, usize), b: &(f64, usize)| {
            let (x, y) = (&self.rows[a.1], &self.rows[b.1]);
            b.0.total_cmp(&a.0).then_with(|| y.uses.cmp(&x.uses)).then_with(|| x.code.cmp(&y.code))
        };
        ranked.sort_unstable_by(order);
        let best = ranked.first().map_or(0.0, |(score, _)| *score);
        ranked.into_iter().take(SUGGESTIONS).filter(|(score, _)| *score >= best * WORST).map(|(_, at)| at).collect()
    }
}

impl Row {
    fn fits(&self, platform: &str) -> bool {
        self.usable && (self.platform.is_empty() || self.platform == platform)
    }

    fn place(&self, query: &str) -> Option<Place> {
        let sounds = |text: &str| query.is_ascii() && pinyin::matches(query, text);
        if self.code == query {
            Some(Place::Code)
        } else if self.code.starts_with(query) {
            Some(Place::CodePrefix)
        } else if self.name.contains(query) || sounds(&self.spoken) {
            Some(Place::Name)
        } else if self.keywords.contains(query) || self.keywords.split(' ').any(sounds) {
            Some(Place::Keywords)
        } else if self.body.contains(query) {
            Some(Place::Body)
        } else {
            None
        }
    }
}

/// Words that an inquiry of this kind asks with, whether or not they were written.
fn hint(kind: Kind) -> &'static str {
    match kind {
        Kind::Ask | Kind::Incident => "",
        Kind::Complaint => "投诉 complaint",
        Kind::Refund => "退款 退货 refund",
        Kind::Feedback => "反馈 建议 feedback",
        Kind::Suggestion => "建议 反馈 feedback",
    }
}

/// The words of a folded text: each pair of neighbouring Han, each run of other letters and digits; with `single`
/// also every Han by itself, so that a keyword of one Han is found.
fn words(text: &str, single: bool, mut word: impl FnMut(u64)) {
    let mut before: Option<char> = None;
    let mut latin = 0;
    for (at, c) in text.char_indices() {
        if c.is_alphanumeric() && !is_han(c) {
            before = None;
            continue;
        }
        run(&text[latin..at], &mut word);
        latin = at + c.len_utf8();
        if !is_han(c) {
            before = None;
            continue;
        }
        if single {
            word(u64::from(u32::from(c)));
        }
        if let Some(first) = before {
            word(u64::from(u32::from(first)) << 21 | u64::from(u32::from(c)));
        }
        before = Some(c);
    }
    run(&text[latin..], &mut word);
}

/// A word of letters; single letters say nothing.
fn run(text: &str, word: &mut impl FnMut(u64)) {
    if text.len() > 1 {
        let mut hasher = DefaultHasher::new();
        text.hash(&mut hasher);
        word(hasher.finish() | 1 << 63);
    }
}

fn is_han(c: char) -> bool {
    matches!(u32::from(c), 0x3400..=0x9FFF | 0xF900..=0xFAFF | 0x2_0000..=0x3_FFFF)
}

#[cfg(test)]
mod tests {
    use super::super::template::{Category, NewTemplate};
    use super::*;
    use crate::base::At;
    use proptest::prelude::*;

    fn template(code: &str, name: &str, keywords: &str, body: &str, uses: i64) -> Template {
        let wording = NewTemplate {
            code: code.into(),
            name: name.into(),
            category: Category::Ask,
            keywords: keywords.into(),
            body: body.into(),
            platform: String::new(),
            status: Status::Approved,
        };
        Template { id: 1, wording, uses, updated_at: At(0), updated_by: String::new(), version: 1 }
    }

    fn library() -> Vec<Template> {
        vec![
            template("hf", "直播回放在哪看", "回放 录播 错过", "{昵称}，回放在群公告第一条。", 12),
            template("tk", "退款流程", "退款 退货 坏", "亲，{昵称}，退款已登记，单号 {单号}。", 18),
            template("tkjd", "退款进度查询", "退款 到账", "您的退款单 {单号} 预计 {日期} 到账。", 7),
            template("bf", "少发漏发 补寄", "少发 漏发 补寄", "抱歉让您少收了东西，明天补寄。", 9),
            template("ktkl", "开团口令", "团购 tk", "今晚 {时间} 开团。", 4),
            template("yd", "新人引导", "welcome 新人", "欢迎，先看群公告。退款见 tk。", 31),
        ]
    }

    fn codes(index: &Index, library: &[Template], found: &[usize]) -> Vec<String> {
        assert_eq!(index.len(), library.len());
        found.iter().map(|at| library[*at].wording.code.clone()).collect()
    }

    #[test]
    fn code_goes_before_name_before_keywords_before_body() {
        let library = library();
        let index = Index::new(&library);
        for (query, want) in [
            ("tk", vec!["tk", "tkjd", "ktkl", "yd"]),
            ("ＴＫ", vec!["tk", "tkjd", "ktkl", "yd"]),
            ("退款", vec!["tk", "tkjd", "yd"]),
            ("tklc", vec!["tk"]),
            ("zbhf", vec!["hf"]),
            ("lubo", vec!["hf"]),
            ("補寄", vec!["bf"]),
            ("群公告", vec!["yd", "hf"]),
            ("没有这个", vec![]),
        ] {
            assert_eq!(codes(&index, &library, &index.find(query, None)), want, "{query}");
        }
        assert_eq!(index.find("", None).len(), library.len());
        assert_eq!(library[index.find("", None)[0]].wording.code, "yd", "the most used first");
    }

    #[test]
    fn suggestions_follow_the_words_that_were_used() {
        let library = library();
        let index = Index::new(&library);
        for (text, kind, first) in [
            ("烤箱温度计坏了，能退吗", Kind::Refund, "tk"),
            ("今晚的直播在哪看回放？", Kind::Ask, "hf"),
            ("团购模具少发了一个", Kind::Complaint, "bf"),
            ("今晚的直播在哪看重播回放", Kind::Ask, "hf"),
            ("WELCOME!", Kind::Ask, "yd"),
            ("退款什麼時候到賬", Kind::Ask, "tkjd"),
        ] {
            let found = index.suggest(text, kind, "qq");
            assert_eq!(codes(&index, &library, &found).first().map(String::as_str), Some(first), "{text}");
            assert!(found.len() <= SUGGESTIONS);
        }
        assert!(index.suggest("天气不错", Kind::Ask, "qq").is_empty());
    }

    #[test]
    fn what_may_not_be_used_is_not_offered() {
        let mut library = library();
        library[1].wording.status = Status::Retired;
        library[2].wording.platform = "weibo".into();
        let index = Index::new(&library);
        assert_eq!(codes(&index, &library, &index.find("tk", Some("qq"))), ["ktkl", "yd"]);
        assert_eq!(codes(&index, &library, &index.find("tk", Some("weibo"))), ["tkjd", "ktkl", "yd"]);
        assert_eq!(index.find("tk", None).len(), 4, "the library shows all");
        let offered = index.suggest("能退款吗", Kind::Refund, "qq");
        assert!(!offered.contains(&1) && !offered.contains(&2), "{offered:?}");
    }

    proptest! {
        #[test]
        fn every_template_is_found_by_its_code_and_by_its_name(which in 0_usize..6, cut in 1_usize..3) {
            let library = library();
            let index = Index::new(&library);
            let w = &library[which].wording;
            prop_assert_eq!(index.find(&w.code, None)[0], which);
            prop_assert!(index.find(&w.code[..cut.min(w.code.len())], None).contains(&which));
            prop_assert!(index.find(&pinyin::initials(&w.name), None).contains(&which));
        }

        #[test]
        fn any_text_is_taken(text in "\\PC{0,40}") {
            let library = library();
            let index = Index::new(&library);
            let found = index.suggest(&text, Kind::Ask, "");
            prop_assert!(found.iter().all(|at| *at < library.len()));
            prop_assert!(index.find(&text, None).len() <= library.len());
        }
    }
}
