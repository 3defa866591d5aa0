//! What is known of one scope (a community, or several together) on one day, in counts. Everything a metric is worked
//! out from stands here; the daily snapshot keeps these, not the metrics.

/// Makes the struct, the names of its columns in the snapshot, and the ways between both.
macro_rules! facts {
    ($($(#[$doc:meta])* $name:ident,)+) => {
        /// Counts of people or things of one day; `None` = nobody knows.
        #[derive(Debug, Clone, Copy, PartialEq, Default)]
        pub struct Facts {
            $($(#[$doc])* pub $name: Option<f64>,)+
        }

        impl Facts {
            /// The columns of the snapshot, in the order of [`Facts::values`].
            pub const NAMES: &[&str] = &[$(stringify!($name)),+];

            /// Every count in the order of [`Facts::NAMES`].
            #[must_use]
            pub fn values(&self) -> Vec<Option<f64>> {
                vec![$(self.$name),+]
            }

            /// Every count in the order of [`Facts::NAMES`], to be set.
            pub fn places(&mut self) -> Vec<&mut Option<f64>> {
                vec![$(&mut self.$name),+]
            }
        }
    };
}

facts! {
    /// Messages seen.
    messages,
    /// Distinct people with a message that day.
    active,
    /// Distinct people with a message in the 7 days that end with this one.
    wau,
    /// Distinct people with a message in the 30 days that end with this one.
    mau,
    /// People whose first message ever in this scope was that day.
    first_time,
    /// Joins seen; `None` where joins are never seen.
    joins,
    /// Departures by one's own will; `None` where departures are never seen.
    leaves,
    /// Removals.
    removed,
    /// People in at 00:00.
    members,
    /// People in at any time of the day: in at 00:00 or come that day. Nobody can write without being among them.
    present,
    /// Joins in the communities where departures are seen too.
    joins_heard,
    /// People in at 00:00 of the communities where departures are seen.
    members_heard,
    /// People who wrote in the 30 days before the last 30 days.
    past,
    /// Those of them who have not written since.
    lost,
    /// People in 30 days before, in communities followed then and now whose departures are seen.
    base_30,
    /// People in at the end of the day, of the same communities.
    grown_30,
    /// As `base_30`, 90 days before.
    base_90,
    /// As `grown_30`, for `base_90`.
    grown_90,
    /// People whose first join was the day before.
    joined_1,
    /// Those of them with a message today.
    back_1,
    /// People whose first join was 7 days before.
    joined_7,
    /// Those of them with a message today.
    back_7,
    /// People whose first join was 30 days before.
    joined_30,
    /// Those of them with a message today.
    back_30,
    /// People whose first message was the day before.
    seen_1,
    /// Those of them with a message today.
    again_1,
    /// People whose first message was 7 days before.
    seen_7,
    /// Those of them with a message today.
    again_7,
    /// People whose first message was 30 days before.
    seen_30,
    /// Those of them with a message today.
    again_30,
    /// In at the end of the day and come within 7 days: new. This and the next four part the members.
    fresh,
    /// Not new, wrote on 8 or more of the last 30 days: high-value.
    valued,
    /// Neither, wrote within 7 days: active.
    lively,
    /// None of these, wrote or came within 30 days: latent.
    latent,
    /// Everybody else: silent. Known once the scope has been followed for 30 days.
    silent,
    /// Inquiries answered that day.
    answered,
    /// Those of them answered within their time.
    in_time,
    /// Inquiries received the day before.
    asked,
    /// Those of them answered by the end of this day.
    replied,
    /// Feedback and suggestions received.
    feedback,
    /// Those of it marked good.
    feedback_good,
    /// Reports received.
    reports,
    /// Things written that were judged that day: posts and reported ones.
    judged,
    /// Those of them rejected: violations.
    rejected,
    /// Queue items judged that day that a rule had flagged.
    flagged,
    /// Those of them rejected.
    caught,
    /// Half of the queue items judged that day took no longer, in whole minutes. Does not add up.
    review_p50,
    /// Nine tenths of them took no longer, in whole minutes. Does not add up either.
    review_p90,
    /// Things members made, as logged.
    ugc,
    /// Those of them marked good.
    ugc_good,
    /// Comments, likes and shares of what was published that day.
    interactions,
    /// Those of them at posts whose readers are known.
    read_interactions,
    /// The readers of these posts.
    reads,
    /// The sum of the shares of readers who read to the end.
    read_through,
    /// The number of posts in that sum.
    read_posts,
}

/// Members who wrote on so many of 30 days are the high-value ones (a start value; two days a week).
pub const VALUED_DAYS: usize = 8;

/// The ages at which a cohort's return is asked, in days (mission notes S160).
pub const AGES: [usize; 3] = [1, 7, 30];

impl Facts {
    /// Whether nothing at all is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Who is in at the end of the day; `None` until silence is known.
    #[must_use]
    pub fn members_end(&self) -> Option<f64> {
        Some(self.fresh? + self.valued? + self.lively? + self.latent? + self.silent?)
    }

    /// The place of the fact that an entered figure of `metric` stands for.
    fn entered_as(metric: &str) -> Option<fn(&mut Facts) -> &mut Option<f64>> {
        Some(match metric {
            "dau" | "active" => |f| &mut f.active,
            "messages" => |f| &mut f.messages,
            "first_time" => |f| &mut f.first_time,
            "joins" => |f| &mut f.joins,
            "leaves" => |f| &mut f.leaves,
            "members" => |f| &mut f.members,
            "wau" => |f| &mut f.wau,
            "mau" => |f| &mut f.mau,
            _ => return None,
        })
    }

    /// Whether a figure of `metric` takes the place of a fact.
    #[must_use]
    pub fn takes(metric: &str) -> bool {
        Self::entered_as(metric).is_some()
    }

    /// Puts an entered figure in the place of what the tables say, so that what is derived from it follows.
    /// `None` = known to be unavailable.
    pub fn enter(&mut self, metric: &str, value: Option<f64>) {
        if let Some(place) = Self::entered_as(metric) {
            *place(self) = value;
            self.follow(metric);
        }
    }

    /// Puts a figure entered for one community into what is known of several: their count less what the tables said of
    /// that community (`own`), plus the figure. For people counted once in several communities this is the nearest
    /// that can be said; counts of things are exact.
    pub fn enter_part(&mut self, metric: &str, mut own: Facts, value: Option<f64>) {
        let Some(place) = Self::entered_as(metric) else { return };
        let (known, part) = (*place(self), *place(&mut own));
        *place(self) = match (known, part, value) {
            (None, _, value) => value,
            (Some(all), part, value) => Some((all - part.unwrap_or(0.0) + value.unwrap_or(0.0)).max(0.0)),
        };
        self.follow(metric);
    }

    /// Facts that mean the same where only one figure is entered.
    fn follow(&mut self, metric: &str) {
        match metric {
            "joins" => self.joins_heard = self.joins,
            "leaves" => {
                self.joins_heard = self.joins_heard.or(self.joins);
                self.members_heard = self.members_heard.or(self.members);
            }
            "members" => (self.members_heard, self.present) = (self.members, self.members),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_fact_has_its_own_place() {
        let mut facts = Facts::default();
        for (n, place) in facts.places().into_iter().enumerate() {
            *place = Some(n as f64);
        }
        let values: Vec<f64> = facts.values().into_iter().flatten().collect();
        assert_eq!(values, (0..Facts::NAMES.len()).map(|n| n as f64).collect::<Vec<_>>());
        assert_eq!(Facts::NAMES.iter().collect::<BTreeSet<_>>().len(), Facts::NAMES.len());
        assert_eq!((facts.messages, facts.read_posts), (Some(0.0), Some(Facts::NAMES.len() as f64 - 1.0)));
    }

    #[test]
    fn a_figure_of_one_community_moves_the_count_of_all() {
        let known = |active: Option<f64>| Facts { active, ..Facts::default() };
        for (all, own, value, want) in [
            (Some(40.0), Some(10.0), Some(12.0), Some(42.0)),
            (Some(40.0), None, Some(12.0), Some(52.0)),
            (Some(40.0), Some(10.0), None, Some(30.0)),
            (None, None, Some(12.0), Some(12.0)),
            (None, None, None, None),
        ] {
            let mut facts = known(all);
            facts.enter_part("dau", known(own), value);
            assert_eq!(facts.active, want, "{all:?} {own:?} {value:?}");
        }
        let mut facts = known(Some(1.0));
        facts.enter_part("conversion", known(None), Some(1.0));
        assert_eq!(facts, known(Some(1.0)), "what is no fact changes none");
    }

    #[test]
    fn members_at_the_end_are_their_parts() {
        let parts = Facts {
            fresh: Some(1.0),
            valued: Some(2.0),
            lively: Some(3.0),
            latent: Some(4.0),
            silent: Some(5.0),
            ..Facts::default()
        };
        assert_eq!(parts.members_end(), Some(15.0));
        assert_eq!(Facts { silent: None, ..parts }.members_end(), None);
        assert!(Facts::default().is_empty() && !parts.is_empty());
    }
}
