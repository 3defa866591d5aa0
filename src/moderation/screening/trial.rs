//! What rules and lists would have caught of messages that are already judged: each counted as if it were alone.

use super::{Found, Message, Screen};
use crate::base::text::fold_tight;
use crate::moderation::item::State;
use crate::moderation::shown::shown;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Messages kept as examples of what was caught.
const EXAMPLES: usize = 5;

/// What one rule or list caught.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Catch {
    /// Messages.
    pub caught: usize,
    /// Of them, those a person let through.
    pub approved: usize,
    /// Of them, those a person refused.
    pub rejected: usize,
    /// Of them, those nobody has judged yet.
    pub waiting: usize,
    /// Messages by the words of operators and lists found in them, folded.
    pub words: BTreeMap<String, usize>,
    /// The last of them as they may be shown, the newest first.
    pub examples: VecDeque<String>,
}

/// What everything in a screen would have caught.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Trial {
    /// Messages that were tried.
    pub messages: usize,
    /// By source: `contact`, `words:广告`, `word:刷单`, `pattern:^来`; only what caught something.
    pub sources: BTreeMap<String, Catch>,
    /// All together.
    pub all: Catch,
}

impl Catch {
    fn count(&mut self, text: &str, found: &[&Found], state: Option<State>) {
        self.caught += 1;
        match state {
            Some(State::Approved) => self.approved += 1,
            Some(State::Rejected) => self.rejected += 1,
            Some(State::Pending) => self.waiting += 1,
            None => {}
        }
        // What a handle or a link says is a member's, and is not counted.
        let own = found.iter().filter(|f| matches!(f.rule, "words" | "patterns"));
        let words = own.filter_map(|f| text.get(f.at.clone())).map(|t| fold_tight(t).text);
        for word in words.filter(|w| !w.is_empty()).collect::<BTreeSet<String>>() {
            *self.words.entry(word).or_default() += 1;
        }
        let hits: Vec<_> = found.iter().map(|f| f.hit(f.rule.to_owned())).collect();
        self.examples.push_front(shown(text, &hits).text);
        self.examples.truncate(EXAMPLES);
    }

    /// The words with the most hits, at most `most`.
    #[must_use]
    pub fn top(&self, most: usize) -> Vec<(&str, usize)> {
        let mut words: Vec<(&str, usize)> = self.words.iter().map(|(w, n)| (w.as_str(), *n)).collect();
        words.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
        words.truncate(most);
        words
    }
}

impl Trial {
    /// Tries `message`, of which a person thought `state`; messages come in the order of time.
    pub fn see(&mut self, screen: &Screen, message: &Message, state: Option<State>) {
        self.messages += 1;
        let (found, _) = screen.find(message);
        if found.is_empty() {
            return;
        }
        let mut by: BTreeMap<String, Vec<&Found>> = BTreeMap::new();
        for f in &found {
            by.entry(screen.source(f)).or_default().push(f);
        }
        self.all.count(message.text, &found.iter().collect::<Vec<_>>(), state);
        for (source, found) in by {
            self.sources.entry(source).or_default().count(message.text, &found, state);
        }
    }

    /// What `source` caught.
    #[must_use]
    pub fn of(&self, source: &str) -> Catch {
        self.sources.get(source).cloned().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::moderation::screening::{Plan, Settings, Word, WordKind};

    #[test]
    fn every_source_is_counted_as_if_it_were_alone() {
        let word = |w: &str, list| Word { list, ..Word::new(w) };
        let words = vec![
            word("微信群", 1),
            word("微信", 2),
            word("微信", 3),
            Word { kind: WordKind::Pattern, list: 4, ..Word::new("进群$") },
        ];
        let lists = ["words:甲", "words:乙", "word:微信", "pattern:进群$"].map(str::to_owned).to_vec();
        let plan = Plan { words, lists, apart: true, ..Plan::default() };
        let screen = Screen::of(&plan, &Settings::default()).unwrap();
        let mut trial = Trial::default();
        for (text, state) in [
            ("微信群在哪", Some(State::Approved)),
            ("加微信", Some(State::Rejected)),
            ("微信付的", None),
            ("我要进群", Some(State::Pending)),
            ("面团", None),
        ] {
            trial.see(&screen, &Message { text, ..Message::default() }, state);
        }
        let counts = |source: &str| {
            let c = trial.of(source);
            [c.caught, c.approved, c.rejected, c.waiting]
        };
        assert_eq!(counts("words:甲"), [1, 1, 0, 0]);
        assert_eq!(counts("words:乙"), [3, 1, 1, 0]);
        assert_eq!(counts("word:微信"), [3, 1, 1, 0]);
        assert_eq!(counts("pattern:进群$"), [1, 0, 0, 1]);
        assert_eq!(counts("contact"), [1, 0, 1, 0]);
        assert_eq!((trial.messages, trial.all.caught), (5, 4));
        assert_eq!(trial.of("words:乙").top(1), [("微信", 3)]);
        assert_eq!(trial.of("words:乙").examples, ["微信付的", "加微信", "微信群在哪"]);
        assert_eq!(trial.of("nothing"), Catch::default());
    }
}
