//! Where a post is to go, as people write it: `抖音, VIP, 新手2群` means every community of a platform, every one of a tier, and
//! single ones.

use crate::base::i18n::{ROOMS, rows};
use crate::base::text::fold_tight;

/// A community that can be aimed at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Its number.
    pub id: i64,
    /// Its name as written by people.
    pub name: String,
    /// Its platform id.
    pub platform: String,
    /// What its platform is called, in every language: people write what they see, whichever they see.
    pub labels: Vec<String>,
    /// The operators' own grading.
    pub tier: String,
}

/// What parts the words of an aim.
const PARTS: [char; 7] = [',', '，', '、', ';', '；', '\n', '+'];

/// The communities that `aim` means, in their order, each once.
///
/// # Errors
/// The first word that means none.
pub fn read(aim: &str, targets: &[Target]) -> Result<Vec<i64>, String> {
    let mut found = Vec::new();
    for word in aim.split(PARTS).map(str::trim).filter(|w| !w.is_empty()) {
        let meant: Vec<i64> = targets.iter().filter(|t| means(word, t)).map(|t| t.id).collect();
        if meant.is_empty() {
            return Err(word.to_owned());
        }
        found.extend(meant);
    }
    Ok(targets.iter().map(|t| t.id).filter(|id| found.contains(id)).collect())
}

/// Whether `word` means this community: by its platform, its tier, its name, or platform and name together.
fn means(word: &str, target: &Target) -> bool {
    let same = |a: &str, b: &str| !a.is_empty() && fold_tight(a).text == fold_tight(b).text;
    let platform = |w: &str| same(w, &target.platform) || target.labels.iter().any(|l| same(w, l));
    let both = word.split_once(['/', ' ']).is_some_and(|(p, name)| platform(p.trim()) && same(name, &target.name));
    same(word, &target.name) || same(word, &target.tier) || platform(word) || both || is_all(word)
}

fn is_all(word: &str) -> bool {
    ["all", "全部"].contains(&word.to_lowercase().as_str())
}

/// What a platform is called in every language.
#[must_use]
pub fn labels(platform: &str) -> Vec<String> {
    let key = format!("platform_{platform}");
    let room = ROOMS.iter().find(|(name, _)| *name == "members").map(|(_, table)| rows(table));
    let row = room.and_then(|mut rows| rows.find(|(k, _)| *k == key));
    row.map(|(_, words)| words.map(std::borrow::Cow::into_owned).into()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LABELS: &[(&str, &str)] =
        &[("wechat", "微信"), ("wechat", "WeChat"), ("douyin", "抖音"), ("bilibili", "B站"), ("bilibili", "Bilibili")];

    fn targets() -> Vec<Target> {
        let target = |(id, (platform, name, tier)): (i64, (&str, &str, &str))| Target {
            id,
            name: name.into(),
            platform: platform.into(),
            labels: LABELS.iter().filter(|(p, _)| *p == platform).map(|(_, l)| (*l).to_owned()).collect(),
            tier: tier.into(),
        };
        let all = [
            ("wechat", "新手1群", ""),
            ("wechat", "VIP群", "VIP"),
            ("douyin", "粉丝群", ""),
            ("bilibili", "粉丝群", "vip"),
        ];
        (1..).zip(all).map(target).collect()
    }

    #[test]
    fn words_mean_platforms_tiers_and_communities() {
        for (aim, want) in [
            ("", vec![]),
            ("微信", vec![1, 2]),
            ("WeChat、抖音", vec![1, 2, 3]),
            ("VIP", vec![2, 4]),
            ("douyin/粉丝群, 新手1群", vec![1, 3]),
            ("B站 粉丝群", vec![4]),
            ("粉丝群", vec![3, 4]),
            ("微信，微信", vec![1, 2]),
            ("全部", vec![1, 2, 3, 4]),
        ] {
            assert_eq!(read(aim, &targets()), Ok(want), "{aim}");
        }
        assert_eq!(read("微信, 火星", &targets()), Err("火星".into()));
    }
}
