//! What speaks against a plan while it is made: too much in a day or a week, too much of one kind, the same topic twice, a
//! mechanic that tires, an hour when nobody is there, a caption the platform will not take. It warns; it never forbids.

use super::alike::{NEAR, Pairs};
use super::mix::{self, Counts, Plan};
use super::platform::{Flaw, Rules};
use super::post::{Kind, Post, State, stem};
use super::row;
use crate::base::Lang;
use crate::base::text::Clean;
use chrono::{Datelike, NaiveDate, NaiveTime, TimeDelta, Timelike};
use serde::Serialize;
use std::collections::BTreeSet;

/// Days within which a title like another one is named.
const ALIKE_DAYS: i64 = 14;

/// Days within which one topic is not taken up again.
const TOPIC_DAYS: i64 = 7;

/// Posts a week must have before its mix says anything.
const MIX_POSTS: usize = 4;

/// A post as it is planned, for one of its communities.
#[derive(Debug, Clone)]
pub struct Wish<'a> {
    /// Its number, if it is in the calendar already.
    pub id: Option<i64>,
    /// The post it is the B of, or its B: alike by intention.
    pub twin: Option<i64>,
    /// The community.
    pub community: i64,
    /// The community's platform id.
    pub platform: &'a str,
    /// Local day.
    pub day: NaiveDate,
    /// Local time.
    pub time: NaiveTime,
    /// What it gives.
    pub kind: Kind,
    /// Its title.
    pub title: &'a str,
    /// What is pasted there.
    pub caption: &'a str,
    /// What it is about.
    pub topic: &'a str,
    /// How people take part.
    pub mechanic: &'a str,
}

impl<'a> Wish<'a> {
    /// A post of the calendar, as it goes to its own community.
    #[must_use]
    pub fn of(post: &'a Post) -> Wish<'a> {
        Wish {
            id: Some(post.id),
            twin: post.more.twin.map(|t| t.of),
            community: post.community_id,
            platform: &post.platform,
            day: post.day,
            time: post.time,
            kind: post.kind,
            title: &post.title,
            caption: if post.more.texts.contains_key(&post.platform) { post.caption() } else { &post.body },
            topic: &post.more.details.topic,
            mechanic: &post.more.details.mechanic,
        }
    }
}

/// Something that speaks against it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "finding", rename_all = "snake_case")]
pub enum Finding {
    /// With it the day has more pushes than it should.
    Day {
        /// Pushes with it.
        n: usize,
        /// Most there should be.
        cap: usize,
    },
    /// With it the week, from Monday on, has more pushes than it should.
    Week {
        /// Pushes with it.
        n: usize,
        /// Most there should be.
        cap: usize,
    },
    /// With it the week has too much of its kind.
    Mix {
        /// The kind.
        kind: Kind,
        /// Its share with it, in per cent.
        is: u32,
        /// What it should be.
        target: u32,
    },
    /// Another post says nearly the same.
    Alike {
        /// The other one.
        id: i64,
        /// Its day.
        day: NaiveDate,
        /// Its title.
        title: String,
    },
    /// Another post is about the same topic.
    Topic {
        /// The other one.
        id: i64,
        /// Its day.
        day: NaiveDate,
        /// The topic.
        topic: String,
    },
    /// Its mechanic or series has fallen three times in a row.
    Tired {
        /// The mechanic or series.
        series: String,
        /// The last three turnouts.
        turnouts: [i64; 3],
    },
    /// Twice as many and more are there at another hour.
    Hour {
        /// The hour of the post.
        hour: u32,
        /// Its share of those who speak, in per cent.
        is: u32,
        /// The best hour.
        best: u32,
        /// The share of that.
        most: u32,
    },
    /// The platform will not take it as it is.
    Caption {
        /// The platform.
        platform: String,
        /// What is wrong.
        flaw: Flaw,
    },
}

/// When members of a community speak: how many in each hour of the day, over some weeks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hours {
    counts: [u32; 24],
    days: BTreeSet<NaiveDate>,
}

/// Days and voices below which hours say nothing.
const HOURS_KNOWN: (usize, u32) = (7, 50);

impl Hours {
    /// Counts `n` members of an hour of a day.
    pub fn add(&mut self, day: NaiveDate, hour: u32, n: u32) {
        self.counts[(hour % 24) as usize] += n;
        self.days.insert(day);
    }

    /// The best hour and its share in per cent; of equal ones the earliest. `None` while too little is known.
    #[must_use]
    pub fn best(&self) -> Option<(u32, u32)> {
        let known = self.days.len() >= HOURS_KNOWN.0 && self.total() >= HOURS_KNOWN.1;
        let best = (0..24).rev().max_by_key(|h| self.counts[*h as usize])?;
        known.then(|| (best, self.share(best)))
    }

    /// The share of an hour, in whole per cent.
    #[must_use]
    pub fn share(&self, hour: u32) -> u32 {
        let n = u64::from(self.counts[(hour % 24) as usize]);
        (n * 100 / u64::from(self.total().max(1))) as u32
    }

    /// Voices in each hour.
    #[must_use]
    pub fn counts(&self) -> &[u32; 24] {
        &self.counts
    }

    fn total(&self) -> u32 {
        self.counts.iter().sum()
    }
}

/// The pushes there are around a wish: on its day, and in its week from Monday on, itself among them.
#[must_use]
pub fn pushes(wish: &Wish, around: &[Post]) -> (usize, usize) {
    let others = || around.iter().filter(|p| Some(p.id) != wish.id && p.state.is_push());
    let week = others().filter(|p| p.day.iso_week() == wish.day.iso_week()).count();
    (others().filter(|p| p.day == wish.day).count() + 1, week + 1)
}

/// What speaks against `wish`, the weightiest first. `around` are the posts of its community four weeks before and after.
#[must_use]
pub fn judge(wish: &Wish, plan: &Plan, rules: &Rules, around: &[Post], hours: &Hours) -> Vec<Finding> {
    let others: Vec<&Post> = around.iter().filter(|p| Some(p.id) != wish.id && p.state != State::Dropped).collect();
    let mut found: Vec<Finding> = rules
        .flaws(wish.platform, wish.title, wish.caption)
        .into_iter()
        .map(|flaw| Finding::Caption { platform: wish.platform.to_owned(), flaw })
        .collect();
    let ((day, week), (most, weekly)) = (pushes(wish, around), plan.caps(wish.community));
    found.extend((day > most).then_some(Finding::Day { n: day, cap: most }));
    found.extend((week > weekly).then_some(Finding::Week { n: week, cap: weekly }));
    found.extend(tired(wish, around));
    found.extend(repeated(wish, &others));
    found.extend(one_sided(wish, plan, &others));
    found.extend(lonely(wish, hours));
    found
}

fn tired(wish: &Wish, around: &[Post]) -> Option<Finding> {
    let past: Vec<Post> = around.iter().filter(|p| p.day <= wish.day && Some(p.id) != wish.id).cloned().collect();
    let run = mix::run(wish.community, wish.mechanic, wish.title);
    let tired = mix::fatigue(&past, &[]).into_iter().find(|t| t.series == run.1)?;
    Some(Finding::Tired { series: tired.series, turnouts: tired.turnouts })
}

/// The nearest post that says the same, by title or by topic. The posts of one series repeat themselves by intention.
fn repeated(wish: &Wish, others: &[&Post]) -> Option<Finding> {
    let (series, pairs) = (stem(wish.title), Pairs::of(wish.title));
    let topic = wish.topic.trim().to_lowercase();
    let apart = |p: &Post| (p.day - wish.day).num_days().abs();
    let twin = |p: &Post| wish.twin == Some(p.id) || wish.id.is_some() && p.more.twin.map(|t| t.of) == wish.id;
    let mut near: Vec<&&Post> = others.iter().filter(|p| !twin(p) && stem(&p.title) != series).collect();
    near.sort_by_key(|p| (apart(p), p.id));
    let same = |p: &Post| !topic.is_empty() && p.more.details.topic.trim().to_lowercase() == topic;
    let alike = |p: &Post| pairs.as_ref().zip(Pairs::of(&p.title)).is_some_and(|(a, b)| a.share(&b) >= NEAR);
    near.into_iter().find_map(|p| {
        if apart(p) <= ALIKE_DAYS && alike(p) {
            Some(Finding::Alike { id: p.id, day: p.day, title: p.title.clone() })
        } else if apart(p) <= TOPIC_DAYS && same(p) {
            Some(Finding::Topic { id: p.id, day: p.day, topic: p.more.details.topic.trim().to_owned() })
        } else {
            None
        }
    })
}

fn one_sided(wish: &Wish, plan: &Plan, others: &[&Post]) -> Option<Finding> {
    let mut counts = Counts::from([(wish.kind, 1)]);
    let of_week = |p: &&&Post| p.day.iso_week() == wish.day.iso_week() && (p.state.is_push() || p.state == State::Gap);
    others.iter().filter(of_week).for_each(|p| *counts.entry(p.kind).or_default() += 1);
    if counts.values().sum::<usize>() < MIX_POSTS {
        return None;
    }
    let share = mix::too_much(&plan.shares(&counts, Some(wish.community))).filter(|s| s.kind == wish.kind)?;
    Some(Finding::Mix { kind: share.kind, is: share.is, target: share.target })
}

fn lonely(wish: &Wish, hours: &Hours) -> Option<Finding> {
    let (best, most) = hours.best()?;
    let (hour, is) = (wish.time.hour(), hours.share(wish.time.hour()));
    (is * 2 < most).then_some(Finding::Hour { hour, is, best, most })
}

impl Finding {
    /// In words.
    #[must_use]
    pub fn words(&self, plan: &Plan, lang: &Lang) -> String {
        match self {
            Self::Day { n, cap } => lang.fill("posts.judge_day", &[("n", n), ("cap", cap)]),
            Self::Week { n, cap } => lang.fill("posts.judge_week", &[("n", n), ("cap", cap)]),
            Self::Mix { kind, is, target } => lang
                .fill("posts.judge_mix", &[("kind", &plan.kinds.label(*kind, lang)), ("is", is), ("target", target)]),
            Self::Alike { day, title, .. } => {
                let title = Clean::head(title, 30);
                lang.fill("posts.judge_alike", &[("day", &row::date(*day, lang)), ("title", &title)])
            }
            Self::Topic { day, topic, .. } => {
                let topic = Clean::head(topic, 20);
                lang.fill("posts.judge_topic", &[("day", &row::date(*day, lang)), ("topic", &topic)])
            }
            Self::Tired { series, turnouts: [a, b, c] } => {
                let series = Clean::line(series);
                lang.fill("posts.judge_tired", &[("series", &series), ("a", a), ("b", b), ("c", c)])
            }
            Self::Hour { hour, is, best, most } => {
                lang.fill("posts.judge_hour", &[("hour", hour), ("is", is), ("best", best), ("most", most)])
            }
            Self::Caption { platform, flaw } => {
                format!("{} {}", lang.text(&format!("members.platform_{platform}")), flaw.words(lang))
            }
        }
    }
}

impl Flaw {
    /// In words.
    #[must_use]
    pub fn words(&self, lang: &Lang) -> String {
        match self {
            Self::Long { n, cap } => lang.fill("posts.flaw_long", &[("n", n), ("cap", cap)]),
            Self::Title { n, cap } => lang.fill("posts.flaw_title", &[("n", n), ("cap", cap)]),
            Self::Word { word } => lang.fill("posts.flaw_word", &[("word", &Clean::head(word, 20))]),
            Self::Link { link } => lang.fill("posts.flaw_link", &[("link", &Clean::head(link, 30))]),
        }
    }
}

/// Monday of the week that holds `day`.
#[must_use]
pub fn monday(day: NaiveDate) -> NaiveDate {
    let back = i64::from(day.weekday().num_days_from_monday());
    day.checked_sub_signed(TimeDelta::days(back)).unwrap_or(day)
}

#[cfg(test)]
mod tests;
