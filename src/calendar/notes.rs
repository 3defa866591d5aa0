//! The lines beside the list, in words: the mix, what tires, what comes, what is hot, and why an entry is as it is.

use super::board::Board;
use super::days::Class;
use super::mix::{self, Share};
use super::row::{self, Row};
use crate::base::Lang;
use crate::base::text::Clean;

/// A line and how loud its first word is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// What sort of line.
    pub sort: Sort,
    /// Its first word.
    pub word: String,
    /// The rest.
    pub text: String,
}

/// What a note is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// Shares of kinds.
    Mix,
    /// Something to think about.
    Watch,
    /// Coming days.
    Ahead,
    /// A hot topic with its own clock.
    Hot,
}

impl Note {
    /// The blank after the word; a full-width sign brings its own.
    #[must_use]
    pub fn gap(&self) -> &'static str {
        if self.word.ends_with('：') { "" } else { " " }
    }
}

fn note(sort: Sort, key: &str, lang: &Lang, text: String) -> Note {
    Note { sort, word: lang.text(key).to_owned(), text }
}

/// `干货 48% (目标50)  互动 31% (30)  福利 21% (20)`
#[must_use]
pub fn mix_long(board: &Board, lang: &Lang) -> String {
    let part = |(n, share): (usize, &Share)| {
        let key = if n == 0 { "calendar.mix_first" } else { "calendar.mix_next" };
        let kind = board.plan.kinds.label(share.kind, lang);
        lang.fill(key, &[("kind", &kind), ("is", &share.is), ("target", &share.target)])
    };
    board.shares().iter().enumerate().map(part).collect::<Vec<_>>().join("  ")
}

/// `干货 48/50  互动 31/30  福利 21/20`
#[must_use]
pub fn mix_brief(board: &Board, lang: &Lang, between: &str) -> String {
    let part = |s: &Share| format!("{} {}/{}", board.plan.kinds.label(s.kind, lang), s.is, s.target);
    board.shares().iter().map(part).collect::<Vec<_>>().join(between)
}

/// `推送 26/30`
#[must_use]
pub fn budget(board: &Board, lang: &Lang) -> String {
    lang.fill("calendar.budget", &[("n", &board.week.pushes), ("cap", &board.plan.week)])
}

/// What to think about, what comes, what is hot: those there are, in this order.
#[must_use]
pub fn notes(board: &Board, lang: &Lang) -> Vec<Note> {
    [stalled(board, lang), watch(board, lang), ahead(board, lang), hot(board, lang)].into_iter().flatten().collect()
}

/// Posts that have waited for approval for more than a day, the first of them by name.
#[must_use]
pub fn stalled(board: &Board, lang: &Lang) -> Option<Note> {
    if board.stalled == 0 {
        return None;
    }
    let first = board.home.iter().filter(|r| r.stalled).min_by_key(|r| r.post.more.sent_at);
    let text = match first {
        Some(row) => lang.fill("posts.stalled_note", &[("n", &board.stalled), ("title", &row.title)]),
        None => lang.fill("posts.stalled_far", &[("n", &board.stalled)]),
    };
    Some(note(Sort::Watch, "calendar.watch", lang, text))
}

/// Series that tire, else a kind far above its target.
#[must_use]
pub fn watch(board: &Board, lang: &Lang) -> Option<Note> {
    let text = match (board.tired.first(), mix::over(&board.week, &board.plan)) {
        (Some(tired), _) => {
            let [a, b, c] = tired.turnouts;
            let series = Clean::line(&tired.series).into_string();
            let fell = lang.fill("calendar.tired", &[("series", &series), ("a", &a), ("b", &b), ("c", &c)]);
            let next = tired.next.map(|day| lang.fill("calendar.tired_next", &[("day", &row::date(day, lang))]));
            fell + &next.unwrap_or_default()
        }
        (None, Some(share)) => {
            let kind = board.plan.kinds.label(share.kind, lang);
            lang.fill("calendar.over", &[("kind", &kind), ("is", &share.is), ("target", &share.target)])
        }
        (None, None) => return None,
    };
    Some(note(Sort::Watch, "calendar.watch", lang, text))
}

/// `重阳 10月18日 8天后   霜降 10月23日   双11 32天后`
#[must_use]
pub fn ahead(board: &Board, lang: &Lang) -> Option<Note> {
    let item = |(day, mark): &(chrono::NaiveDate, super::days::DayMark)| {
        let key = match mark.class {
            Class::Festival => "calendar.ahead_festival",
            Class::Term => "calendar.ahead_term",
            Class::Sale => "calendar.ahead_sale",
        };
        let name = lang.text(mark.name.as_deref().unwrap_or_default()).to_owned();
        let n = (*day - board.today).num_days();
        // The date and the days to it, of which a term needs only the one and a shopping day the other.
        lang.fill(key, &[("name", &name), ("date", &row::date(*day, lang)), ("n", &n)])
    };
    let items: Vec<String> = board.ahead.iter().map(item).collect();
    (!items.is_empty()).then(|| note(Sort::Ahead, "calendar.ahead", lang, items.join("   ")))
}

/// The first hot topic still to be answered: until when, and when it is over.
#[must_use]
pub fn hot(board: &Board, lang: &Lang) -> Option<Note> {
    let count = board.hot().count();
    let first = board.hot().next()?;
    let mut text = lang.fill("calendar.hot_by", &[("title", &first.title), ("time", &first.clock)]);
    if let Some(at) = first.post.expires_at {
        text += &lang.fill("calendar.hot_over", &[("time", &board.clock(at))]);
    }
    if let Some((known, _)) = &first.hot {
        let source = Clean::line(&known.source).into_string();
        let heat = if known.heat > 0 { lang.fill("columns.heat", &[("n", &known.heat)]) } else { String::new() };
        let known = match (source.is_empty(), heat.is_empty()) {
            (false, false) => lang.fill("columns.hot_both", &[("source", &source), ("heat", &heat)]),
            _ => source + &heat,
        };
        if !known.is_empty() {
            text += &lang.fill("columns.hot_known", &[("known", &known)]);
        }
    }
    Some(Note { sort: Sort::Hot, word: lang.fill("calendar.hot_count", &[("n", &count)]), text })
}

/// Which column an entry is a slot of, and when that comes next.
#[must_use]
pub fn column(board: &Board, row: &Row, lang: &Lang) -> Option<String> {
    let series = board.column_of(row.post.id)?;
    let after = super::board::later(row.post.day.max(board.today), 1);
    let next = series.column.rule.next(series.column.span, after, 1, &board.days);
    let next = next.first().map_or_else(|| "--".to_owned(), |d| row::date(*d, lang));
    Some(lang.fill("columns.why_column", &[("rule", &series.column.rule.said(lang)), ("next", &next)]))
}

/// Why an entry is as it is: its series, the budget, the last results (`s`).
#[must_use]
pub fn why(board: &Board, row: &Row, lang: &Lang) -> Vec<String> {
    let mut lines: Vec<String> = column(board, row, lang).into_iter().collect();
    let series = row.post.series();
    let stem = Clean::line(&series.1).into_string();
    let last: Vec<String> = board
        .past
        .iter()
        .filter(|p| p.series() == series && p.id != row.post.id)
        .filter_map(|p| {
            Some(lang.fill("calendar.why_one", &[("day", &lang.short_day(p.day)), ("n", &p.results.turnout()?)]))
        })
        .collect();
    let tail = last.len().saturating_sub(3);
    lines.push(if last.is_empty() {
        lang.fill("calendar.why_series_new", &[("track", &row.track), ("series", &stem)])
    } else {
        let results = last[tail..].join(" > ");
        lang.fill("calendar.why_series", &[("track", &row.track), ("series", &stem), ("results", &results)])
    });
    let (n, cap) = (board.pushes(row.post.community_id), board.plan.caps(row.post.community_id).1);
    let full = if n >= cap { lang.text("calendar.why_full") } else { "" };
    let all = budget(board, lang);
    lines.push(lang.fill(
        "calendar.why_budget",
        &[("place", &row.place), ("n", &n), ("cap", &cap), ("full", &full), ("all", &all)],
    ));
    if let Some(share) = mix::over(&board.week, &board.plan).filter(|s| s.kind == row.post.kind) {
        lines.push(lang.fill("calendar.over", &[("kind", &row.kind), ("is", &share.is), ("target", &share.target)]));
    }
    if board.tired.iter().any(|t| t.series == mix::run_of(&row.post).1) {
        lines.extend(watch(board, lang).map(|n| n.text));
    }
    lines
}

/// What is known of a post that is out: `阅读 1,200  赞 31  评论 4  转发 2  完读 43%`; nothing when nothing is.
#[must_use]
pub fn results(row: &Row, lang: &Lang) -> String {
    let found = &row.post.results;
    let counts = [
        ("calendar.reads", found.reads),
        ("calendar.likes", found.likes),
        ("calendar.comments", found.comments),
        ("calendar.shares", found.shares),
    ];
    let known = counts.into_iter().filter_map(|(key, n)| Some(format!("{} {}", lang.text(key), lang.count(n?))));
    let completion = found.completion.map(|c| format!("{} {}", lang.text("calendar.completion"), lang.percent(c)));
    known.chain(completion).collect::<Vec<_>>().join("  ")
}

#[cfg(test)]
mod tests {
    use super::super::board::{PAGE, Period, View};
    use super::super::post::Kind;
    use super::super::store::tests::sample;
    use super::*;
    use crate::base::{Language, Zone};
    use crate::db::testing::now;

    fn board(language: Language) -> (Board, Lang) {
        let (file, lang) = (sample(), Lang::load(language));
        let period = Period { view: View::Agenda, start: "2026-10-10".parse().unwrap() };
        (Board::read(&file.db, period, PAGE, (now(), Zone::default()), &lang, None).unwrap(), lang)
    }

    fn lines(language: Language) -> Vec<String> {
        let (board, lang) = board(language);
        let shown = notes(&board, &lang).into_iter().map(|n| [n.word.as_str(), n.gap(), n.text.as_str()].concat());
        [mix_long(&board, &lang), mix_brief(&board, &lang, "  "), budget(&board, &lang)]
            .into_iter()
            .chain(shown)
            .collect()
    }

    #[test]
    fn the_lines_of_the_screens() {
        insta::assert_snapshot!(lines(Language::Hans).join("\n"), @"
        干货 48% (目标50)  互动 31% (30)  福利 21% (20)
        干货 48/50  互动 31/30  福利 21/20
        推送 26/30
        留意 抽奖连 3 场人数递减 214 > 171 > 126，下一场在 10月16日
        节点 重阳 10月18日 8天后   霜降 10月23日   双11 32天后
        热点 1：盐可颂翻车 跟进 18:00 前跟进，21:00 过期 (来源 微博，热度 3)
        ");
        insta::assert_snapshot!(lines(Language::En).join("\n"), @"
        tips 48% (50)  chat 31% (30)  perk 21% (20)
        tips 48/50  chat 31/30  perk 21/20
        push 26/30
        WATCH 抽奖: 3 in a row fall 214 > 171 > 126; the next is 16 Oct
        Ahead 重阳 18 Oct in 8d   霜降 23 Oct   双11 in 32d
        Hot 1: 盐可颂翻车 跟进 by 18:00, over at 21:00 (来源 微博，热度 3)
        ");
    }

    #[test]
    fn why_names_series_budget_and_fatigue() {
        let (board, lang) = board(Language::Hans);
        let of = |title: &str| why(&board, board.rows().iter().find(|r| r.title == title).unwrap(), &lang).join("\n");
        insta::assert_snapshot!(of("抽奖4"), @"
        固定 系列 抽奖：10/6 214 > 10/7 171 > 10/8 126
        微信 新手2群 本周 2/7，全部 推送 26/30
        抽奖连 3 场人数递减 214 > 171 > 126，下一场在 10月16日
        ");
        insta::assert_snapshot!(of("早安打卡 第12天"), @"
        固定 系列 早安打卡：还没有结果
        微信 新手1群 本周 7/7 已满，全部 推送 26/30
        ");
    }

    #[test]
    fn a_kind_far_above_its_target_is_named_and_unknown_results_are_not() {
        let (mut board, lang) = board(Language::Hans);
        board.tired.clear();
        assert_eq!(watch(&board, &lang), None);
        board.week.kinds = [(Kind::Tips, 30), (Kind::Chat, 60), (Kind::Perk, 10)].into();
        assert_eq!(watch(&board, &lang).unwrap().text, "互动 60%，目标 30%");
        let row = &mut board.rows()[0].clone();
        assert_eq!(results(row, &lang), "");
        row.post.results.reads = Some(12_900);
        row.post.results.completion = Some(0.43);
        assert_eq!(results(row, &lang), "阅读 1.29万  完读 43.0%");
    }
}
