//! A community: one group on one platform.

use crate::base::{At, Error, Kind, Result, Zone};
use serde::Serialize;

/// The platforms, as stored and as `--platform` reads them. Their names for people are `members.platform_ID`.
pub const PLATFORMS: &[&str] =
    &["wechat", "qq", "weibo", "douyin", "bilibili", "xiaohongshu", "telegram", "discord", "zulip", "other"];

/// One community.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Community {
    /// Row id.
    pub id: i64,
    /// What people call it.
    pub name: String,
    /// One of [`PLATFORMS`].
    pub platform: String,
    /// The operator's own grading, e.g. 新手, VIP; empty if none.
    pub tier: String,
    /// The community this one belongs to.
    pub parent_id: Option<i64>,
    /// `open`, `request` or `invite`.
    pub openness: String,
    /// IANA zone or offset in which its days begin; empty for the file's own.
    pub zone: String,
}

/// How one gets in.
pub const OPENNESS: &[&str] = &["open", "request", "invite"];

impl Community {
    /// The zone in which this community's days begin.
    #[must_use]
    pub fn zone(&self, file: Zone) -> Zone {
        zone_of(&self.zone, file)
    }
}

/// Reads a stored zone; empty or unreadable means the file's own.
#[must_use]
pub fn zone_of(stored: &str, file: Zone) -> Zone {
    if stored.is_empty() { file } else { Zone::parse(stored).unwrap_or(file) }
}

/// What is needed to make a community.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewCommunity {
    /// What people call it.
    pub name: String,
    /// One of [`PLATFORMS`].
    pub platform: String,
    /// The operator's own grading.
    pub tier: String,
    /// Name of the community this one belongs to.
    pub parent: Option<String>,
    /// One of [`OPENNESS`], empty for open.
    pub openness: String,
    /// Zone, empty for the file's own.
    pub zone: String,
}

impl NewCommunity {
    /// Checks every field.
    ///
    /// # Errors
    /// [`Kind::Usage`] for an empty name, an unknown platform or openness, an unreadable zone.
    pub fn check(&self) -> Result<()> {
        if self.name.trim().is_empty() {
            return Err(Error::new(Kind::Usage, "members.no_name"));
        }
        one_of("members.bad_platform", &self.platform, PLATFORMS)?;
        if !self.openness.is_empty() {
            one_of("members.bad_openness", &self.openness, OPENNESS)?;
        }
        if !self.zone.is_empty() {
            Zone::parse(&self.zone)?;
        }
        Ok(())
    }
}

fn one_of(key: &str, value: &str, known: &[&str]) -> Result<()> {
    if known.contains(&value) {
        return Ok(());
    }
    Err(Error::new(Kind::Usage, key).with("value", value).with("known", known.join(" ")))
}

/// Milliseconds or none, for JSON.
#[must_use]
pub fn moment(at: Option<At>, zone: Zone) -> Option<String> {
    at.map(|a| a.rfc3339(zone))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_communities_are_refused() {
        let good = NewCommunity { name: "新手1群".into(), platform: "wechat".into(), ..NewCommunity::default() };
        good.check().unwrap();
        let wrong = |change: fn(&mut NewCommunity)| {
            let mut c = good.clone();
            change(&mut c);
            c.check().unwrap_err().says.key
        };
        assert_eq!(wrong(|c| c.name = " ".into()), "members.no_name");
        assert_eq!(wrong(|c| c.platform = "icq".into()), "members.bad_platform");
        assert_eq!(wrong(|c| c.openness = "ajar".into()), "members.bad_openness");
        assert_eq!(wrong(|c| c.zone = "Moon".into()), "base.bad_zone");
        assert_eq!(zone_of("", Zone::Fixed(0)), Zone::Fixed(0));
        assert_eq!(zone_of("+08:00", Zone::Fixed(0)), Zone::Fixed(28800));
    }
}
