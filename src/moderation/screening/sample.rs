//! A short list to begin with. Nothing of it is active until an operator takes it over.

use crate::moderation::reason::Reason;

/// Words of everyday advertising, with what a hit would be rejected for and how sure it makes.
pub const SAMPLE: &[(&str, Reason, f64)] = &[
    ("刷单返利", Reason::Illegal, 0.9),
    ("代开发票", Reason::Illegal, 0.9),
    ("兼职日结", Reason::Ads, 0.8),
    ("日赚过千", Reason::Ads, 0.8),
    ("免费领取", Reason::Ads, 0.5),
    ("名额有限", Reason::Ads, 0.5),
    ("先到先得", Reason::Ads, 0.4),
    ("点主页链接", Reason::Ads, 0.8),
];
