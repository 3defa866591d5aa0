//! Communities and the few facts kept about their members: name, platform, when they came, when they were last seen.

pub mod community;
pub mod member;
pub mod store;

pub use community::Community;
pub use member::Card;
