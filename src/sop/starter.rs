//! The first templates of a new file: 24 in each language over all eight categories, read like any import.

use super::exchange::{self, Format, Pack};
use super::template::NewTemplate;
use crate::base::{Language, Result};

/// The templates of `language`.
///
/// # Errors
/// None: a test reads all three.
pub fn starter(language: Language) -> Result<Vec<NewTemplate>> {
    Ok(pack(language)?.templates.into_iter().map(|read| read.template).collect())
}

/// The pack of `language`: templates and house phrases.
///
/// # Errors
/// None: a test reads all three.
pub fn pack(language: Language) -> Result<Pack> {
    let text = match language {
        Language::Hans => include_str!("starter/zh-Hans.toml"),
        Language::Hant => include_str!("starter/zh-Hant.toml"),
        Language::En => include_str!("starter/en.toml"),
    };
    exchange::read(text, Format::Toml)
}

#[cfg(test)]
mod tests {
    use super::super::template::{ANSWER_MAX, Category, Status, slots};
    use super::*;

    #[test]
    fn every_language_has_the_same_24_over_all_categories() {
        let (mut shapes, mut codes) = (Vec::new(), Vec::new());
        for (language, name) in Language::ALL {
            let pack = starter(language).unwrap();
            assert_eq!(pack.len(), 24, "{name}");
            for (category, ..) in Category::ALL {
                assert_eq!(pack.iter().filter(|t| t.category == category).count(), 3, "{name} {category:?}");
            }
            for t in &pack {
                assert_eq!((t.status, t.platform.as_str()), (Status::Approved, ""), "{name} {}", t.code);
                assert!(!t.keywords.is_empty(), "{name} {}", t.code);
                assert!(t.body.chars().count() * 10 < ANSWER_MAX * 9, "{name} {}: room for what is filled in", t.code);
                assert!(!t.body.contains(['!', '！']), "{name} {}", t.code);
            }
            shapes.push(pack.iter().map(|t| (t.category.clone(), slots(&t.body).unwrap().len())).collect::<Vec<_>>());
            codes.push(pack.into_iter().map(|t| t.code).collect::<Vec<_>>());
        }
        assert_eq!(codes[0], codes[1], "both Chinese packs are called by the same codes");
        assert_eq!(shapes[0], shapes[1]);
        assert_eq!(shapes[0], shapes[2]);
    }
}
