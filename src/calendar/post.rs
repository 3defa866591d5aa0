//! One calendar entry: the words it is described by, its states, and which moves between them are legal.
//! What went out is a fact: a published post changes in nothing but its results.

pub use super::kind::Kind;
use super::more::More;
use crate::base::{At, Zone};
use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

/// A set of words: the enum, its word in the file and in JSON, its catalogue key.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$row:meta])* $variant:ident = $word:literal, $key:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "lowercase")]
        pub enum $name { $($(#[$row])* $variant,)+ }

        impl $name {
            /// Every one, in the order of menus.
            pub const ALL: &[$name] = &[$($name::$variant),+];

            /// The word in the file, in JSON and on the command line.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $($name::$variant => $word,)+ }
            }

            /// Reads [`Self::word`].
            #[must_use]
            pub fn parse(word: &str) -> Option<$name> {
                Self::ALL.iter().copied().find(|w| w.word() == word)
            }

            /// The catalogue key of the label.
            #[must_use]
            pub fn key(self) -> &'static str {
                match self { $($name::$variant => $key,)+ }
            }
        }
    };
}

words! {
    /// Where an entry stands.
    State {
        /// A promised slot with nothing in it.
        Gap = "gap", "calendar.state_gap";
        /// A thought without words.
        Idea = "idea", "calendar.state_idea";
        /// Being written.
        Draft = "draft", "calendar.state_draft";
        /// Sent for approval.
        Review = "review", "calendar.state_review";
        /// Approved, not yet planned.
        Approved = "approved", "calendar.state_approved";
        /// Ready to be posted at its time.
        Planned = "planned", "calendar.state_planned";
        /// Went out.
        Published = "published", "calendar.state_published";
        /// Went out, and its results are known.
        Reviewed = "reviewed", "calendar.state_reviewed";
        /// Set aside.
        Hold = "hold", "calendar.state_hold";
        /// Cancelled.
        Dropped = "dropped", "calendar.state_dropped";
    }
}

words! {
    /// Where an entry comes from.
    Track {
        /// A promised, recurring slot (固定).
        Fixed = "fixed", "calendar.track_fixed";
        /// An answer to what people talk about today (热点).
        Hot = "hot", "calendar.track_hot";
    }
}

words! {
    /// The form it takes.
    Format {
        /// Text with pictures.
        Article = "article", "calendar.format_article";
        /// Plain text.
        Text = "text", "calendar.format_text";
        /// A picture.
        Image = "image", "calendar.format_image";
        /// A short video.
        Video = "video", "calendar.format_video";
        /// A live stream.
        Live = "live", "calendar.format_live";
        /// A vote or quiz.
        Poll = "poll", "calendar.format_poll";
        /// Something to take part in.
        Event = "event", "calendar.format_event";
        /// Something to listen to.
        Audio = "audio", "calendar.format_audio";
        /// Questions and answers.
        Qa = "qa", "calendar.format_qa";
    }
}

words! {
    /// Why an entry was cancelled.
    Reason {
        /// Its moment has passed.
        Expired = "expired", "calendar.reason_expired";
        /// The same is said elsewhere.
        Duplicate = "duplicate", "calendar.reason_duplicate";
        /// Does not fit the community.
        Unfit = "unfit", "calendar.reason_unfit";
        /// Gave way to a hot topic.
        Hot = "hot", "calendar.reason_hot";
        /// In a sentence of one's own.
        Other = "other", "calendar.reason_other";
    }
}

impl Reason {
    /// The catalogue key of the reason as the journal says it.
    #[must_use]
    pub fn said(self) -> &'static str {
        match self {
            Self::Expired => "calendar.why_expired",
            Self::Duplicate => "calendar.why_duplicate",
            Self::Unfit => "calendar.why_unfit",
            Self::Hot => "calendar.why_hot",
            Self::Other => "calendar.why_other",
        }
    }

    /// The digit after `x` (screens.md §15.2).
    #[must_use]
    pub fn digit(self) -> char {
        match self {
            Self::Expired => '1',
            Self::Duplicate => '2',
            Self::Unfit => '3',
            Self::Hot => '4',
            Self::Other => '9',
        }
    }
}

/// The legal moves (after BrightBean's: published is final, and nothing goes from hold straight to a slot).
pub const MOVES: &[(State, &[State])] = &[
    (State::Gap, &[State::Idea, State::Draft, State::Planned, State::Dropped]),
    (State::Idea, &[State::Draft, State::Review, State::Planned, State::Hold, State::Dropped]),
    (State::Draft, &[State::Review, State::Planned, State::Published, State::Hold, State::Dropped]),
    (State::Review, &[State::Draft, State::Approved, State::Published, State::Hold, State::Dropped]),
    (State::Approved, &[State::Draft, State::Planned, State::Published, State::Hold, State::Dropped]),
    (State::Planned, &[State::Draft, State::Review, State::Published, State::Hold, State::Dropped]),
    (State::Published, &[State::Reviewed]),
    (State::Reviewed, &[]),
    (State::Hold, &[State::Draft, State::Dropped]),
    (State::Dropped, &[State::Draft]),
];

impl State {
    /// Whether an entry may go from here to `to`.
    #[must_use]
    pub fn may(self, to: State) -> bool {
        MOVES.iter().any(|(from, list)| *from == self && list.contains(&to))
    }

    /// Whether it went out: only its results may still change.
    #[must_use]
    pub fn is_out(self) -> bool {
        matches!(self, Self::Published | Self::Reviewed)
    }

    /// Whether it is meant to go out and has not: these can be late.
    #[must_use]
    pub fn is_due(self) -> bool {
        matches!(self, Self::Idea | Self::Draft | Self::Review | Self::Approved | Self::Planned)
    }

    /// Whether it counts as a push to its community: out, or meant to go out.
    #[must_use]
    pub fn is_push(self) -> bool {
        self.is_out() || self.is_due()
    }

    /// Whether words, day and owner may still change.
    #[must_use]
    pub fn is_open(self) -> bool {
        self.is_due() || matches!(self, Self::Gap | Self::Hold)
    }
}

/// What became of a post; unknown is `None`, never 0.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Results {
    /// Reads or views.
    pub reads: Option<i64>,
    /// Likes.
    pub likes: Option<i64>,
    /// Comments or answers.
    pub comments: Option<i64>,
    /// Shares.
    pub shares: Option<i64>,
    /// Share of readers who came to the end, 0 to 1.
    pub completion: Option<f64>,
}

impl Results {
    /// Whether nothing is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Results::default()
    }

    /// Whether no count is below 0 and the completion is a share.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        let counts = [self.reads, self.likes, self.comments, self.shares];
        counts.iter().flatten().all(|n| *n >= 0) && self.completion.is_none_or(|c| (0.0..=1.0).contains(&c))
    }

    /// How many took part: likes, comments and shares together if any is known, else the reads.
    #[must_use]
    pub fn turnout(&self) -> Option<i64> {
        let acts: Vec<i64> = [self.likes, self.comments, self.shares].into_iter().flatten().collect();
        if acts.is_empty() { self.reads } else { Some(acts.iter().sum()) }
    }
}

/// An entry as it is in the file, with the name of its community.
#[derive(Debug, Clone, PartialEq)]
pub struct Post {
    /// Its number.
    pub id: i64,
    /// Counts changes; a decision names the version it was made on.
    pub version: i64,
    /// The community's number.
    pub community_id: i64,
    /// The community's name as written by people.
    pub community: String,
    /// The community's platform id, e.g. `wechat`.
    pub platform: String,
    /// The community's own zone, if it has one.
    pub zone: Option<Zone>,
    /// Local day.
    pub day: NaiveDate,
    /// Local time of day, to the minute.
    pub time: NaiveTime,
    /// What it gives.
    pub kind: Kind,
    /// Its form.
    pub format: Format,
    /// Fixed slot or hot topic.
    pub track: Track,
    /// Its title.
    pub title: String,
    /// The caption to be pasted.
    pub body: String,
    /// Who sees to it; empty for nobody.
    pub owner: String,
    /// Where it stands.
    pub state: State,
    /// Why it was cancelled: a [`Reason`] word and, for other, a sentence in `note`.
    pub reason: String,
    /// When it went out.
    pub published_at: Option<At>,
    /// Who posted it.
    pub published_by: String,
    /// Where it can be seen.
    pub link: String,
    /// What became of it.
    pub results: Results,
    /// When a hot topic is over.
    pub expires_at: Option<At>,
    /// An operator's remark; for a hot topic its source.
    pub note: String,
    /// Everything beyond its line in the calendar.
    pub more: More,
}

impl Post {
    /// The moment it is due, in the community's zone or else the file's.
    #[must_use]
    pub fn due(&self, zone: Zone) -> At {
        self.zone.unwrap_or(zone).moment(self.day.and_time(self.time))
    }

    /// Milliseconds left until it is due, negative when late; `None` when there is nothing to post.
    #[must_use]
    pub fn left(&self, now: At, zone: Zone) -> Option<i64> {
        self.state.is_due().then(|| self.due(zone).since(now))
    }

    /// `09:00`
    #[must_use]
    pub fn clock(&self) -> String {
        self.time.format("%H:%M").to_string()
    }

    /// What is pasted into its own platform: the caption, or the title while there is none.
    #[must_use]
    pub fn caption(&self) -> &str {
        self.caption_for(&self.platform)
    }

    /// What is pasted into `platform`: the text written for it, else the caption, else the title.
    #[must_use]
    pub fn caption_for(&self, platform: &str) -> &str {
        let own = self.more.texts.get(platform).map(String::as_str);
        [own.unwrap_or(""), &self.body].into_iter().find(|t| !t.trim().is_empty()).unwrap_or(&self.title)
    }

    /// The series it belongs to: its community and its title without counters. Posts of one series are compared.
    #[must_use]
    pub fn series(&self) -> (i64, String) {
        (self.community_id, stem(&self.title))
    }
}

/// What may stand before a counter: 第.
const ORDINAL: char = '\u{7b2c}';

/// A title without its last counter and the one character that may follow it: `早安打卡 第12天` and `抽奖4` are `早安打卡`
/// and `抽奖`.
#[must_use]
pub fn stem(title: &str) -> String {
    let bare = title.trim_end_matches(|c: char| !c.is_alphanumeric());
    let counted = match bare.char_indices().next_back() {
        Some((at, last)) if !last.is_numeric() => bare[..at].trim_end(),
        _ => bare,
    };
    let named = counted.trim_end_matches(char::is_numeric);
    let ordinal = named.trim_end().trim_end_matches(ORDINAL);
    let kept = ordinal.trim_end_matches(|c: char| !c.is_alphanumeric());
    if named.len() == counted.len() || kept.is_empty() {
        title.trim().to_lowercase()
    } else {
        kept.trim().to_lowercase()
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    /// A planned post of community 1 on 2026-10-10 at 09:00.
    pub(crate) fn post(id: i64) -> Post {
        Post {
            id,
            version: 1,
            community_id: 1,
            community: "新手1群".into(),
            platform: "wechat".into(),
            zone: None,
            day: NaiveDate::from_ymd_opt(2026, 10, 10).unwrap(),
            time: NaiveTime::from_hms_opt(9, 0, 0).unwrap(),
            kind: Kind::Chat,
            format: Format::Article,
            track: Track::Fixed,
            title: "早安打卡 第12天".into(),
            body: String::new(),
            owner: "周宁".into(),
            state: State::Planned,
            reason: String::new(),
            published_at: None,
            published_by: String::new(),
            link: String::new(),
            results: Results::default(),
            expires_at: None,
            note: String::new(),
            more: More::default(),
        }
    }

    #[test]
    fn every_state_has_its_row_of_moves_once() {
        for state in State::ALL {
            assert_eq!(MOVES.iter().filter(|(from, _)| from == state).count(), 1, "{state:?}");
            assert!(!state.may(*state), "{state:?} to itself");
        }
        assert_eq!(MOVES.len(), State::ALL.len());
    }

    #[test]
    fn what_went_out_stays_out() {
        for from in State::ALL.iter().filter(|s| s.is_out()) {
            for to in State::ALL.iter().filter(|s| !s.is_out()) {
                assert!(!from.may(*to), "{from:?} > {to:?}");
            }
            assert!(!from.is_open());
        }
        assert!(!State::Hold.may(State::Planned), "hold goes through draft");
        assert!(!State::Gap.may(State::Published) && !State::Idea.may(State::Published), "nothing to post there");
        assert!(State::Review.may(State::Published), "approval is optional");
        for state in State::ALL.iter().filter(|s| s.is_open()) {
            assert!(state.may(State::Dropped), "{state:?} can be cancelled");
        }
    }

    #[test]
    fn words_are_read_back_and_are_the_json_words() {
        for state in State::ALL {
            assert_eq!(State::parse(state.word()), Some(*state));
            assert_eq!(serde_json::to_string(state).unwrap(), format!("\"{}\"", state.word()));
        }
        for kind in Kind::ALL {
            assert_eq!(serde_json::to_string(kind).unwrap(), format!("\"{}\"", kind.word()));
        }
        assert_eq!(Format::parse("video"), Some(Format::Video));
        assert_eq!(Track::parse("warm"), None);
    }

    #[test]
    fn labels_exist_in_every_language() {
        let keys = State::ALL.iter().map(|w| w.key()).chain(Kind::ALL.iter().map(|w| w.key()));
        let keys = keys.chain(Track::ALL.iter().map(|w| w.key())).chain(Format::ALL.iter().map(|w| w.key()));
        let lang = crate::base::Lang::load(crate::base::Language::Hans);
        for key in keys.chain(Reason::ALL.iter().map(|w| w.key())) {
            assert!(lang.has(key), "{key}");
        }
    }

    #[test]
    fn json_has_offsets_and_nulls() {
        let mut p = post(7);
        p.owner = String::new();
        p.results.reads = Some(0);
        let json = serde_json::to_value(p.to_json(Zone::default())).unwrap();
        assert_eq!(json["at"], "2026-10-10T09:00:00+08:00");
        assert_eq!(json["kind"], "chat");
        assert_eq!(json["owner"], serde_json::Value::Null);
        assert_eq!(json["reads"], 0, "known to be none");
        assert_eq!(json["likes"], serde_json::Value::Null, "unknown");
        assert_eq!(json["published_at"], serde_json::Value::Null);
        p.zone = Some(Zone::Fixed(0));
        assert_eq!(serde_json::to_value(p.to_json(Zone::default())).unwrap()["at"], "2026-10-10T09:00:00+00:00");
    }

    #[test]
    fn time_left_is_about_what_is_still_to_be_posted() {
        let (mut p, zone) = (post(1), Zone::default());
        let now = At::parse("2026-10-10T17:20:00+08:00").unwrap();
        assert_eq!(p.left(now, zone), Some(-500 * 60_000));
        p.zone = Some(Zone::Fixed(0));
        assert_eq!(p.left(now, zone), Some(-20 * 60_000), "the community's own zone counts");
        for state in [State::Gap, State::Published, State::Dropped, State::Hold] {
            p.state = state;
            assert_eq!(p.left(now, zone), None);
        }
    }

    #[test]
    fn stems_lose_their_counters() {
        for (title, want) in [
            ("早安打卡 第12天", "早安打卡"),
            ("抽奖4", "抽奖"),
            ("抽獎 第4場", "抽獎"),
            ("抽奖 (第4场)", "抽奖"),
            ("打卡挑战", "打卡挑战"),
            ("618", "618"),
            ("今天", "今天"),
            ("第 3 期", "第 3 期"),
        ] {
            assert_eq!(stem(title), want, "{title}");
        }
    }

    #[test]
    fn every_platform_gets_its_own_words() {
        let mut p = post(1);
        assert_eq!(p.caption(), "早安打卡 第12天");
        p.body = "早安。".into();
        p.more.texts = BTreeMap::from([("douyin".into(), "早！".into()), ("qq".into(), " ".into())]);
        for (platform, want) in [("wechat", "早安。"), ("douyin", "早！"), ("qq", "早安。")] {
            assert_eq!(p.caption_for(platform), want, "{platform}");
        }
        p.platform = "douyin".into();
        assert_eq!(p.caption(), "早！");
    }

    #[test]
    fn turnout_prefers_what_people_did() {
        let read = Results { reads: Some(900), ..Results::default() };
        assert_eq!(read.turnout(), Some(900));
        assert_eq!(Results { likes: Some(3), shares: Some(1), ..read }.turnout(), Some(4));
        assert_eq!(Results::default().turnout(), None);
    }

    proptest! {
        #[test]
        fn a_stem_is_part_of_its_title_and_never_empty(title in "[a-zA-Z一-鿿0-9 第天期场()#.]{1,20}") {
            prop_assume!(!title.trim().is_empty());
            prop_assert!(!stem(&title).is_empty());
            prop_assert!(title.to_lowercase().contains(&stem(&title)));
        }
    }
}
