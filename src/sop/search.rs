//! Finding a template by what is typed, and suggesting some for what was asked. Pure; made for 10,000 templates.

mod rank;
mod words;

pub use rank::Past;

use super::inquiry::Kind;
use super::template::{Status, Template};
use crate::base::text::fold;
use crate::base::text::pinyin::{self, Beginnings};
use rank::{Ranker, Texts};

/// At most so many suggestions for an inquiry.
pub const SUGGESTIONS: usize = 5;
/// A suggestion this much worse than the best one is none.
const WORST: f32 = 0.4;

/// Where a query was found; the order is the rank.
#[derive(Debug, Clone, Copy)]
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
    /// The positions, the most used first, then by code.
    order: Vec<u32>,
    ranker: Ranker,
}

#[derive(Debug, Clone)]
struct Row {
    code: String,
    name: String,
    /// The name without blanks: nobody types them between initials.
    spoken: String,
    /// What name and keywords may sound like.
    sounds: Beginnings,
    keywords: String,
    body: String,
    platform: String,
    uses: i64,
    usable: bool,
}

impl Index {
    /// Makes templates ready. Retired ones and drafts are not suggested, but found when `all` is asked for. From `past`
    /// the suggestions learn.
    #[must_use]
    pub fn new(templates: &[Template], past: &[Past]) -> Index {
        let texts = side_by_side(templates, |t| Texts::of(&t.wording));
        let ranker = Ranker::new(templates, &texts, past);
        let row = |(template, texts): (&Template, Texts)| Row {
            code: template.wording.code.clone(),
            name: texts.name,
            spoken: texts.spoken,
            sounds: texts.sounds,
            keywords: texts.keywords,
            body: texts.bodies.join("\n"),
            platform: template.wording.platform.clone(),
            uses: template.uses,
            usable: template.wording.status == Status::Approved,
        };
        let mut index = Index { rows: templates.iter().zip(texts).map(row).collect(), order: Vec::new(), ranker };
        index.put_in_order();
        index
    }

    fn put_in_order(&mut self) {
        self.order = (0..u32::try_from(self.rows.len()).unwrap_or(u32::MAX)).collect();
        let key = |at: &u32| (std::cmp::Reverse(self.rows[*at as usize].uses), &*self.rows[*at as usize].code);
        self.order.sort_by(|a, b| key(a).cmp(&key(b)));
    }

    /// The template at this place was used once more.
    pub fn used(&mut self, at: usize) {
        if let Some(row) = self.rows.get_mut(at) {
            row.uses += 1;
            self.put_in_order();
        }
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
        let mut found: [Vec<usize>; 5] = Default::default();
        for at in self.order.iter().map(|at| *at as usize) {
            let row = &self.rows[at];
            if platform.is_none_or(|p| row.fits(p))
                && let Some(place) = row.place(&query)
            {
                found[place as usize].push(at);
            }
        }
        found.concat()
    }

    /// The best templates for what was asked, the best first; of equals the more used one.
    #[must_use]
    pub fn suggest(&self, text: &str, kind: Kind, platform: &str) -> Vec<usize> {
        let mut ranked = self.ranker.suits(text, hint(kind));
        ranked.retain(|s| self.rows[s.at].fits(platform));
        ranked.sort_unstable_by(|a, b| {
            let (x, y) = (&self.rows[a.at], &self.rows[b.at]);
            b.score.total_cmp(&a.score).then_with(|| y.uses.cmp(&x.uses)).then_with(|| x.code.cmp(&y.code))
        });
        let best = ranked.first().map_or(0.0, |s| s.score);
        ranked.into_iter().take(SUGGESTIONS).filter(|s| s.score >= best * WORST).map(|s| s.at).collect()
    }
}

/// So many templates are worth another thread.
const PART: usize = 1_000;

/// `work` on every template, in order; a large library is shared among the processors, since somebody waits for it.
fn side_by_side<R: Send>(templates: &[Template], work: impl Fn(&Template) -> R + Sync) -> Vec<R> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(templates.len() / PART);
    if threads < 2 {
        return templates.iter().map(work).collect();
    }
    let work = &work;
    std::thread::scope(|scope| {
        let parts = templates.chunks(templates.len().div_ceil(threads));
        let parts: Vec<_> = parts.map(|p| scope.spawn(move || p.iter().map(work).collect::<Vec<R>>())).collect();
        // A part that panicked ends the program as it would have without threads.
        parts.into_iter().flat_map(|p| p.join().unwrap_or_else(|cause| std::panic::resume_unwind(cause))).collect()
    })
}

impl Row {
    fn fits(&self, platform: &str) -> bool {
        self.usable && (self.platform.is_empty() || self.platform == platform)
    }

    fn place(&self, query: &str) -> Option<Place> {
        let may = query.is_ascii() && self.sounds.may_hold(query);
        let sounds = |text: &str| may && pinyin::matches(query, text);
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

#[cfg(test)]
mod tests;
