//! The first templates and playbooks of a new file: 61 templates in each language over all eight categories and the
//! house phrases they share, six playbooks of every day and one for each sort of crisis. Read like any import.

use super::exchange::{self, Format, Pack};
use super::playbook::{self, NewPlaybook};
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

/// The playbooks of `language`: those of every day, then one for each sort of crisis.
///
/// # Errors
/// None: a test reads all three.
pub fn playbooks(language: Language) -> Result<Vec<NewPlaybook>> {
    let text = match language {
        Language::Hans => include_str!("starter/playbooks/zh-Hans.toml"),
        Language::Hant => include_str!("starter/playbooks/zh-Hant.toml"),
        Language::En => include_str!("starter/playbooks/en.toml"),
    };
    Ok(playbook::exchange::read(text)?.into_iter().map(|read| read.plan).collect())
}

#[cfg(test)]
mod tests {
    use super::super::incident::Crisis;
    use super::super::playbook::Moment;
    use super::super::template::{ANSWER_MAX, Category, Phrases, Status, slots};
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_language_has_the_same_61_over_all_categories() {
        let (mut shapes, mut codes) = (Vec::new(), Vec::new());
        for (language, name) in Language::ALL {
            let pack = starter(language).unwrap();
            assert_eq!(pack.len(), 61, "{name}");
            for (category, ..) in Category::ALL {
                let wanted = match category {
                    Category::Welcome => 7,
                    Category::Crisis => 18,
                    _ => 6,
                };
                assert_eq!(pack.iter().filter(|t| t.category == category).count(), wanted, "{name} {category:?}");
            }
            let unique: BTreeSet<&str> = pack.iter().map(|t| t.code.as_str()).collect();
            assert_eq!(unique.len(), pack.len(), "{name}: a code stands twice");
            for t in &pack {
                assert_eq!((t.status, t.platform.as_str()), (Status::Approved, ""), "{name} {}", t.code);
                assert!(!t.keywords.is_empty(), "{name} {}", t.code);
                assert!(t.body.chars().count() * 10 < ANSWER_MAX * 9, "{name} {}: room for what is filled in", t.code);
                assert!(!t.body.contains(['!', '！']), "{name} {}", t.code);
            }
            let kinds = |t: &NewTemplate| {
                let mut kinds: Vec<(&str, bool)> =
                    slots(&t.body).unwrap().iter().map(|s| (s.kind.name(), s.default.is_empty())).collect();
                kinds.sort_unstable();
                kinds
            };
            shapes.push(pack.iter().map(|t| (t.category.clone(), kinds(t))).collect::<Vec<_>>());
            codes.push(pack.into_iter().map(|t| t.code).collect::<Vec<_>>());
        }
        assert_eq!(codes[0], codes[1], "both Chinese packs are called by the same codes");
        assert_eq!(shapes[0], shapes[1]);
        assert_eq!(shapes[0], shapes[2]);
    }

    #[test]
    fn house_phrases_are_there_and_values_are_asked_for_as_what_they_are() {
        let mut typed = Vec::new();
        for (language, name) in Language::ALL {
            let pack = pack(language).unwrap();
            let phrases: Phrases = pack.phrases.iter().map(|p| p.phrase.clone()).collect();
            phrases.checked().unwrap();
            let mut count = std::collections::BTreeMap::<&str, usize>::new();
            for t in pack.templates.iter().map(|r| &r.template) {
                let body = phrases.expand(&t.body).unwrap();
                assert!(!body.contains("{@"), "{name} {}", t.code);
                for slot in slots(&body).unwrap() {
                    *count.entry(slot.kind.name()).or_default() += 1;
                }
            }
            for p in &pack.phrases {
                let used = format!("{{@{}}}", p.phrase.name);
                assert!(pack.templates.iter().any(|t| t.template.body.contains(&used)), "{name} {used} is used");
            }
            typed.push((pack.phrases.len(), count));
        }
        assert_eq!((typed[0].0, typed[0].1["date"], typed[0].1["number"], typed[0].1["choice"]), (3, 11, 4, 9));
        assert_eq!(typed[0], typed[1]);
        assert_eq!(typed[0], typed[2]);
    }

    /// What a chat shows without folding: the shortest of the platforms that fold at all.
    const SHORT: usize = 400;

    #[test]
    fn playbooks_are_whole_in_every_language() {
        let mut shapes = Vec::new();
        for (language, name) in Language::ALL {
            let (pack, plans) = (starter(language).unwrap(), playbooks(language).unwrap());
            let codes: BTreeSet<&str> = plans.iter().map(|p| p.code.as_str()).collect();
            assert_eq!((plans.len(), codes.len()), (11, 11), "{name}");
            assert_eq!(plans.iter().filter(|p| p.crisis.is_none()).count(), 6, "{name}");
            for plan in &plans {
                assert!(!plan.note.is_empty() && (5..=12).contains(&plan.steps.len()), "{name} {}", plan.code);
                for step in plan.steps.iter().filter(|s| !s.template.is_empty()) {
                    assert!(pack.iter().any(|t| t.code == step.template), "{name} {} {}", plan.code, step.template);
                }
            }
            for (crisis, word, _) in Crisis::ALL {
                let plan = plans.iter().find(|p| p.crisis == Some(crisis)).unwrap();
                assert!(plan.calls.len() >= 4, "{name} {word}: who tells whom");
                // Holding statement, update, closing statement, in this order; the first within the two hours.
                let said: Vec<&str> =
                    plan.steps.iter().filter(|s| !s.template.is_empty()).map(|s| s.template.as_str()).collect();
                let of = |code: &&&str| pack.iter().any(|t| t.code == ***code && t.category == Category::Crisis);
                assert!(said.iter().filter(of).count() >= 3, "{name} {word}");
                let holding = plan.steps.iter().find(|s| !s.template.is_empty()).unwrap();
                assert!(holding.moment < Moment::Span(crate::sop::incident::ANSWER_MS), "{name} {word}");
                assert!(
                    plan.steps.iter().any(|s| s.moment >= Moment::parse("T+7").unwrap()),
                    "{name} {word}: a look back"
                );
            }
            for t in &pack {
                let long = t.body.chars().count();
                let most = if language == Language::En { SHORT } else { SHORT / 2 };
                assert!(long <= most, "{name} {}: {long} characters", t.code);
                assert!(!t.body.chars().any(|c| ('\u{1F300}'..='\u{1FAFF}').contains(&c)), "{name} {}: emoji", t.code);
                assert!(t.body.matches('请').count() <= 1, "{name} {}", t.code);
            }
            shapes.push(
                plans
                    .iter()
                    .map(|p| (p.about, p.crisis, p.steps.iter().map(|s| s.moment).collect::<Vec<_>>(), p.calls.len()))
                    .collect::<Vec<_>>(),
            );
        }
        assert_eq!(shapes[0], shapes[1]);
        assert_eq!(shapes[0], shapes[2]);
    }
}
