//! What belongs to a post beyond its line in the calendar: what it is about, where else it goes, its texts by platform,
//! its assets, who has seen it, and the experiment it takes part in.

use super::approval::Approval;
use super::twin::Twin;
use crate::base::At;
use std::collections::BTreeMap;

/// What operators note about a post.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Details {
    /// What it is about, in a word; posts of one topic close together are named.
    pub topic: String,
    /// How people take part: a lottery, a vote. Posts of one mechanic are compared.
    pub mechanic: String,
    /// The campaign it belongs to.
    pub campaign: String,
    /// Where it goes besides its own community, as written: platforms, tiers, communities.
    pub aim: String,
    /// Pictures, films, pages: paths or links.
    pub assets: Vec<String>,
}

/// A community a post goes to, when there are several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The community's number.
    pub community_id: i64,
    /// Its name as written by people.
    pub community: String,
    /// Its platform id.
    pub platform: String,
    /// When it went out there.
    pub published_at: Option<At>,
    /// Who posted it there.
    pub published_by: String,
    /// Where it can be seen there.
    pub link: String,
}

/// Everything beyond the line.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct More {
    /// What operators note.
    pub details: Details,
    /// Texts for single platforms, by platform id.
    pub texts: BTreeMap<String, String>,
    /// The communities it goes to, its own among them; empty when it goes only to its own.
    pub places: Vec<Place>,
    /// What the file calls its kind; empty for the usual label.
    pub kind_label: String,
    /// What its community wants to see before it goes out.
    pub approval: Approval,
    /// When it was sent for approval.
    pub sent_at: Option<At>,
    /// Who sent it.
    pub sent_by: String,
    /// When it was approved.
    pub approved_at: Option<At>,
    /// Who approved it.
    pub approved_by: String,
    /// Why it was sent back.
    pub returned: String,
    /// The experiment it is the B of.
    pub twin: Option<Twin>,
}

impl More {
    /// How many of how many places it went out to; `None` when it goes to one.
    #[must_use]
    pub fn out(&self) -> Option<(usize, usize)> {
        let out = self.places.iter().filter(|p| p.published_at.is_some()).count();
        (!self.places.is_empty()).then_some((out, self.places.len()))
    }

    /// The places it has not gone out to.
    pub fn waiting(&self) -> impl Iterator<Item = &Place> {
        self.places.iter().filter(|p| p.published_at.is_none())
    }
}
