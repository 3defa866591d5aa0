//! Templates (话术): a body with `{slots}`, found by a code of letters, sent only when every slot is filled.

pub mod diff;
mod fill;
mod phrase;
mod platform;
mod scan;
mod slots;
mod variant;

pub use fill::{Filled, listed, outline, preview, render, strangers, voice};
pub use phrase::{Phrase, Phrases, named};
pub use platform::{Limit, Limits};
pub use slots::{Auto, Manner, Piece, SLOT_MAX, Slot, SlotKind, pieces, slots};
pub use variant::{Variant, language_of};

use crate::base::{At, Error, Language, Result};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use slots::refuse_control;

/// The most letters of a code; it stands in a column of lists.
pub const CODE_MAX: usize = 8;
/// The most characters of a body.
pub const BODY_MAX: usize = 4_000;
/// The most characters of an answer as it goes out: beyond that chats fold a message (screens.md §4b).
pub const ANSWER_MAX: usize = 500;

/// What a template is for: one of eight, or a word of the operators' own.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default)]
#[serde(from = "String", into = "String")]
pub enum Category {
    /// 欢迎: newcomers.
    Welcome,
    /// 咨询: questions.
    #[default]
    Ask,
    /// 投诉: complaints and refunds.
    Complaint,
    /// 违规: breaches of the rules.
    Breach,
    /// 活动: events.
    Event,
    /// 唤醒: members who went silent.
    Wake,
    /// 危机: crises.
    Crisis,
    /// 通知: notices.
    Notice,
    /// The operators' own word.
    Own(String),
}

impl Category {
    /// The eight with their stable names, catalogue keys and the words that are read for them, in the order shown.
    pub const ALL: [(Category, &'static str, &'static str, &'static [&'static str]); 8] = [
        (Self::Welcome, "welcome", "sop.category_welcome", &["欢迎", "歡迎"]),
        (Self::Ask, "ask", "sop.category_ask", &["咨询", "諮詢", "question"]),
        (Self::Complaint, "complaint", "sop.category_complaint", &["投诉", "投訴", "客訴"]),
        (Self::Breach, "breach", "sop.category_breach", &["违规", "違規", "rules"]),
        (Self::Event, "event", "sop.category_event", &["活动", "活動"]),
        (Self::Wake, "wake", "sop.category_wake", &["唤醒", "喚醒", "wake-up"]),
        (Self::Crisis, "crisis", "sop.category_crisis", &["危机", "危機"]),
        (Self::Notice, "notice", "sop.category_notice", &["通知"]),
    ];

    /// Reads a stable name or the word in any of the three languages; anything else is the operators' own.
    #[must_use]
    pub fn read(word: &str) -> Category {
        let word = word.trim();
        let known = |name: &str, words: &[&str]| name.eq_ignore_ascii_case(word) || words.contains(&word);
        let row = Self::ALL.into_iter().find(|(_, name, _, words)| known(name, words));
        row.map_or_else(|| Self::Own(word.to_owned()), |(category, ..)| category)
    }

    /// The stable name, as stored and printed.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Own(word) => word,
            known => Self::ALL.iter().find(|(c, ..)| c == known).map_or("", |(_, name, ..)| name),
        }
    }

    /// The catalogue key of its label; an own word labels itself.
    #[must_use]
    pub fn label(&self) -> Option<&'static str> {
        Self::ALL.iter().find(|(c, ..)| c == self).map(|(_, _, key, _)| *key)
    }
}

impl From<String> for Category {
    fn from(word: String) -> Self {
        Self::read(&word)
    }
}

impl From<Category> for String {
    fn from(category: Category) -> Self {
        category.name().to_owned()
    }
}

/// Whether a template may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Default)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Being written; not offered as an answer.
    Draft,
    /// In use.
    #[default]
    Approved,
    /// Kept for the record; not offered.
    Retired,
}

impl Status {
    /// Every status with its stable name and the catalogue key of its label.
    pub const ALL: [(Status, &'static str, &'static str); 3] = [
        (Self::Draft, "draft", "sop.status_draft"),
        (Self::Approved, "approved", "sop.status_approved"),
        (Self::Retired, "retired", "sop.status_retired"),
    ];
}

crate::base::named!(Status: name read label);

/// What an operator writes of a template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct NewTemplate {
    /// Letters only, because digits pick in the chooser; lower case.
    pub code: String,
    /// What it is called.
    pub name: String,
    /// What it is for.
    pub category: Category,
    /// Words it is found and suggested by, apart by blanks.
    #[serde(default)]
    pub keywords: String,
    /// The text with its `{slots}`.
    pub body: String,
    /// The platform it is for, by id; empty for all.
    #[serde(default)]
    pub platform: String,
    /// Whether it may be used.
    #[serde(default)]
    pub status: Status,
    /// Who keeps it right; empty for nobody.
    #[serde(default)]
    pub owner: String,
    /// The day it is to be read again.
    #[serde(default)]
    pub review: Option<NaiveDate>,
    /// The same in other words, for a platform or a language; each pair once.
    #[serde(default)]
    pub variants: Vec<Variant>,
}

/// A template as it lies in the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Template {
    /// Its number.
    pub id: i64,
    /// What was written.
    #[serde(flatten)]
    pub wording: NewTemplate,
    /// How many inquiries were answered with it.
    pub uses: i64,
    /// How many of those came back: the same person asked again within a day of the answer.
    pub reopened: i64,
    /// When it was last changed.
    #[serde(skip)]
    pub updated_at: At,
    /// Who changed it last.
    pub updated_by: String,
    /// Grows with each change.
    pub version: i64,
}

impl NewTemplate {
    /// Trims what was typed and lowers the code; refuses what could not be used.
    ///
    /// # Errors
    /// A sentence naming the field: a code that is not 1 to [`CODE_MAX`] letters, an empty name or body, a control
    /// character, an unclosed slot with its line and column.
    pub fn checked(mut self) -> Result<NewTemplate> {
        self.code = self.code.trim().to_ascii_lowercase();
        self.name = self.name.trim().to_owned();
        self.keywords = self.keywords.split_whitespace().collect::<Vec<_>>().join(" ");
        self.platform = self.platform.trim().to_owned();
        self.owner = self.owner.trim().to_owned();
        self.body = self.body.replace("\r\n", "\n").trim().to_owned();
        if self.code.is_empty() || self.code.len() > CODE_MAX || !self.code.bytes().all(|b| b.is_ascii_lowercase()) {
            return Err(Error::user("sop.bad_code")
                .with("code", &self.code)
                .with("max", CODE_MAX)
                .hint("sop.code_hint"));
        }
        let empty = [("sop.field_name", &self.name), ("sop.field_body", &self.body)];
        if let Some((field, _)) = empty.iter().find(|(_, text)| text.is_empty()) {
            return Err(Error::user("sop.field_missing").with("code", &self.code).with("field", format!("@{field}")));
        }
        if self.category.name().is_empty() {
            return Err(Error::user("sop.field_missing").with("code", &self.code).with("field", "@sop.field_category"));
        }
        if self.body.chars().count() > BODY_MAX {
            return Err(Error::user("sop.body_too_long").with("code", &self.code).with("max", BODY_MAX));
        }
        let one_line = [("sop.field_name", &self.name), ("sop.field_category", &self.category.name().to_owned())];
        refuse_control(&self.keywords, "sop.field_keywords", false)?;
        for (field, text) in one_line {
            refuse_control(text, field, false)?;
        }
        refuse_control(&self.body, "sop.field_body", true)?;
        refuse_control(&self.owner, "words.field_owner", false)?;
        slots(&self.body)?;
        scan::opened(&self.body)?;
        variant::known_platform(&self.platform)?;
        self.variants = self.variants.into_iter().map(|v| v.checked(&self.code)).collect::<Result<_>>()?;
        self.variants.sort();
        for variant in &self.variants {
            self.check_variant(variant)?;
        }
        let same = |pair: &&[Variant]| pair[0].platform == pair[1].platform && pair[0].language == pair[1].language;
        if let Some(pair) = self.variants.windows(2).find(same) {
            let (platform, language) = (&pair[0].platform, &pair[0].language);
            let which = format!("{platform} {language}").trim().to_owned();
            return Err(Error::user("words.variant_twice").with("code", &self.code).with("which", which));
        }
        Ok(self)
    }

    fn check_variant(&self, variant: &Variant) -> Result<()> {
        if variant.body.is_empty() {
            return Err(Error::user("sop.field_missing").with("code", &self.code).with("field", "@sop.field_body"));
        }
        if variant.body.chars().count() > BODY_MAX {
            return Err(Error::user("sop.body_too_long").with("code", &self.code).with("max", BODY_MAX));
        }
        refuse_control(&variant.body, "sop.field_body", true)?;
        slots(&variant.body)?;
        scan::opened(&variant.body)
    }

    /// The body that suits a platform and the language somebody wrote in.
    #[must_use]
    pub fn body_for(&self, platform: &str, language: Option<Language>) -> &str {
        variant::best(&self.variants, platform, language).map_or(&self.body, |v| &v.body)
    }

    /// Every body with the platform it is for: the common one, then the variants.
    pub fn bodies(&self) -> impl Iterator<Item = (&str, &str)> {
        let variants = self.variants.iter().map(|v| {
            let platform = if v.platform.is_empty() { &self.platform } else { &v.platform };
            (&**platform, &*v.body)
        });
        std::iter::once((&*self.platform, &*self.body)).chain(variants)
    }

    /// Whether it was to be read again by `today`.
    #[must_use]
    pub fn due(&self, today: NaiveDate) -> bool {
        self.status != Status::Retired && self.review.is_some_and(|day| day <= today)
    }
}

#[cfg(test)]
mod tests;
