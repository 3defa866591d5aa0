//! The same answer in other words: for one platform, one language, or both.

use crate::base::text::fold;
use crate::base::{Error, Language, Result};
use crate::members::community::PLATFORMS;
use serde::{Deserialize, Serialize};

/// Another body of a template.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Variant {
    /// The platform it is for, by id; empty for all.
    #[serde(default)]
    pub platform: String,
    /// The language it is in, by its `--lang` name; empty for any.
    #[serde(default)]
    pub language: String,
    /// The text with its slots.
    pub body: String,
}

impl Variant {
    /// Trims what was typed; refuses a platform or a language that is not known, and a variant for neither.
    pub(super) fn checked(mut self, code: &str) -> Result<Variant> {
        self.platform = self.platform.trim().to_owned();
        self.language = self.language.trim().to_owned();
        self.body = self.body.replace("\r\n", "\n").trim().to_owned();
        known_platform(&self.platform)?;
        if !self.language.is_empty() && Language::ALL.iter().all(|(_, name)| *name != self.language) {
            let known = Language::ALL.map(|(_, name)| name).join(" ");
            return Err(Error::user("words.no_language").with("name", self.language).with("known", known));
        }
        if self.platform.is_empty() && self.language.is_empty() {
            return Err(Error::user("words.variant_for_none").with("code", code));
        }
        Ok(self)
    }

    /// How well it suits; `None` if it is for something else. A platform counts more than a language.
    fn suits(&self, platform: &str, language: Option<Language>) -> Option<u8> {
        let one = |wanted: &str, here: &str| if wanted.is_empty() { Some(0) } else { (wanted == here).then_some(1) };
        let platform = one(&self.platform, platform)?;
        let language = one(&self.language, language.map_or("", Language::name))?;
        Some(2 * platform + language)
    }
}

/// Refuses a platform nobody knows.
pub(super) fn known_platform(platform: &str) -> Result<()> {
    if platform.is_empty() || PLATFORMS.contains(&platform) {
        return Ok(());
    }
    Err(Error::user("words.no_platform").with("name", platform).with("known", PLATFORMS.join(" ")))
}

/// The variant that suits best, if any does.
#[must_use]
pub fn best<'v>(variants: &'v [Variant], platform: &str, language: Option<Language>) -> Option<&'v Variant> {
    variants.iter().filter_map(|v| Some((v.suits(platform, language)?, v))).max_by_key(|(n, _)| *n).map(|(_, v)| v)
}

/// The language `text` is written in: Chinese if there is any Han, traditional if some of it has another simplified
/// form; English for at least two Latin letters; `None` for neither.
#[must_use]
pub fn language_of(text: &str) -> Option<Language> {
    let han: String = text.chars().filter(|c| matches!(u32::from(*c), 0x3400..=0x9FFF)).collect();
    if !han.is_empty() {
        return Some(if fold(&han).text == han { Language::Hans } else { Language::Hant });
    }
    (text.chars().filter(char::is_ascii_alphabetic).count() >= 2).then_some(Language::En)
}
