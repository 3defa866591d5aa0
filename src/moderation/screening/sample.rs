//! A short list to begin with: everyday advertising, nothing that takes sides. It comes with the starter pack.

/// Words with how sure a hit makes; they would be rejected as advertising.
pub const SAMPLE: &[(&str, f64)] = &[
    ("刷单返利", 0.9),
    ("代开发票", 0.9),
    ("兼职日结", 0.8),
    ("日赚过千", 0.8),
    ("免费领取", 0.5),
    ("名额有限", 0.5),
    ("点主页链接", 0.8),
];
