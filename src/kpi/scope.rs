//! What figures are of: one community, or several taken together, each person counted once.

use super::days::Day;
use crate::base::{At, Zone};

/// A choice of communities.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Scope {
    /// All of them.
    #[default]
    All,
    /// One, by its row id.
    Community(i64),
    /// Those on a platform.
    Platform(String),
    /// Those of a tier, as the operator grades them.
    Tier(String),
    /// One and everything below it (the matrix: main community and its children).
    Parent(i64),
}

impl Scope {
    /// The kind and the key under which it stands in the file.
    #[must_use]
    pub fn name(&self) -> (&'static str, String) {
        match self {
            Self::All => ("all", String::new()),
            Self::Community(id) => ("community", id.to_string()),
            Self::Platform(name) => ("platform", name.clone()),
            Self::Tier(name) => ("tier", name.clone()),
            Self::Parent(id) => ("parent", id.to_string()),
        }
    }

    /// The community whose entered figures are this scope's own: 0 for all, none where nobody enters any.
    #[must_use]
    pub fn own(&self) -> Option<i64> {
        match self {
            Self::All => Some(0),
            Self::Community(id) => Some(*id),
            _ => None,
        }
    }
}

/// A community as far as scopes go.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// Its row id.
    pub id: i64,
    /// Its platform.
    pub platform: String,
    /// Its tier, empty if none.
    pub tier: String,
    /// The community above it.
    pub parent: Option<i64>,
    /// Where its days begin.
    pub zone: Zone,
    /// No longer in use: its past counts, its present is not missed.
    pub archived: bool,
}

impl Place {
    /// The local day of a moment.
    #[must_use]
    pub fn day(&self, at: At) -> Day {
        super::days::number(at.day(self.zone))
    }

    /// When a day begins.
    #[must_use]
    pub fn midnight(&self, day: Day) -> i64 {
        self.zone.midnight(super::days::date(day)).0
    }
}

/// Whether `place` is `id` or below it.
fn below(places: &[Place], place: &Place, id: i64) -> bool {
    let mut at = Some(place);
    // A circle of parents ends after as many steps as there are communities.
    for _ in 0..=places.len() {
        match at {
            Some(p) if p.id == id => return true,
            Some(p) => at = p.parent.and_then(|up| places.iter().find(|o| o.id == up)),
            None => return false,
        }
    }
    false
}

/// Which of `places` belong to `scope`, beside them.
#[must_use]
pub fn within(scope: &Scope, places: &[Place]) -> Vec<bool> {
    let is = |p: &Place| match scope {
        Scope::All => true,
        Scope::Community(id) => p.id == *id,
        Scope::Platform(name) => p.platform == *name,
        Scope::Tier(name) => p.tier == *name,
        Scope::Parent(id) => below(places, p, *id),
    };
    places.iter().map(is).collect()
}

/// Every scope that figures are kept for, each with its communities.
#[must_use]
pub fn scopes(places: &[Place]) -> Vec<(Scope, Vec<bool>)> {
    let mut all = vec![Scope::All];
    all.extend(places.iter().map(|p| Scope::Community(p.id)));
    all.extend(places.iter().map(|p| Scope::Platform(p.platform.clone())));
    all.extend(places.iter().filter(|p| !p.tier.is_empty()).map(|p| Scope::Tier(p.tier.clone())));
    all.extend(places.iter().filter_map(|p| p.parent).map(Scope::Parent));
    all.sort();
    all.dedup();
    all.into_iter().map(|s| (within(&s, places), s)).map(|(w, s)| (s, w)).filter(|(_, w)| w.contains(&true)).collect()
}

/// What a scope is made of, to see later whether that has changed: ids, platforms and zones.
#[must_use]
pub fn made(within: &[bool], places: &[Place]) -> String {
    let one = |p: &Place| format!("{}:{}@{}", p.id, p.platform, p.zone);
    let all: Vec<String> = places.iter().zip(within).filter(|(_, w)| **w).map(|(p, _)| one(p)).collect();
    all.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(id: i64, platform: &str, tier: &str, parent: Option<i64>) -> Place {
        Place { id, platform: platform.into(), tier: tier.into(), parent, zone: Zone::Fixed(0), archived: false }
    }

    #[test]
    fn scopes_are_made_of_what_communities_say() {
        let places = [
            place(1, "wechat", "", None),
            place(2, "wechat", "vip", Some(1)),
            place(3, "qq", "vip", Some(2)),
            place(4, "qq", "", None),
        ];
        let of = |scope: &Scope| -> Vec<i64> {
            within(scope, &places).iter().zip(&places).filter(|(w, _)| **w).map(|(_, p)| p.id).collect()
        };
        for (scope, want) in [
            (Scope::All, &[1, 2, 3, 4][..]),
            (Scope::Community(3), &[3]),
            (Scope::Platform("qq".into()), &[3, 4]),
            (Scope::Tier("vip".into()), &[2, 3]),
            (Scope::Parent(1), &[1, 2, 3]),
            (Scope::Parent(2), &[2, 3]),
            (Scope::Parent(9), &[]),
        ] {
            assert_eq!(of(&scope), want, "{scope:?}");
        }
        let all = scopes(&places);
        assert_eq!(all.len(), 1 + 4 + 2 + 1 + 2);
        assert!(all.iter().all(|(s, w)| *w == within(s, &places)));
        assert_eq!(made(&within(&Scope::Tier("vip".into()), &places), &places), "2:wechat@+00:00 3:qq@+00:00");
    }

    #[test]
    fn a_circle_of_parents_ends() {
        let places = [place(1, "qq", "", Some(2)), place(2, "qq", "", Some(1)), place(3, "qq", "", None)];
        assert_eq!(within(&Scope::Parent(1), &places), [true, true, false]);
    }

    #[test]
    fn each_scope_has_its_own_name() {
        let all =
            [Scope::All, Scope::Community(1), Scope::Platform("1".into()), Scope::Tier("1".into()), Scope::Parent(1)];
        let names: std::collections::BTreeSet<_> = all.iter().map(Scope::name).collect();
        assert_eq!(names.len(), all.len());
        assert_eq!((Scope::All.own(), Scope::Community(7).own(), Scope::Parent(7).own()), (Some(0), Some(7), None));
    }
}
