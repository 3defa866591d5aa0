//! A command is one row: its name, its default keys, its label and what it does. Footer, help, palette,
//! `qun keys` and the user's own key bindings all read the row.

use super::keymap::Keymap;
use crate::base::Lang;

/// One thing an operator can ask for.
#[derive(Debug, Clone, Copy)]
pub struct Command<A: 'static> {
    /// The name in the configuration, `pane.verb`: `queue.approve`.
    pub id: &'static str,
    /// The keys it has unless the user bound others.
    pub keys: &'static [&'static str],
    /// The catalogue key of its label: at most 8 Han or 14 letters.
    pub label: &'static str,
    /// Its place in the footer from the left, from 1; 0 keeps it out.
    pub footer: u8,
    /// What it does, in the words of its pane.
    pub action: A,
}

/// A command without its type, for everything that only shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The name in the configuration.
    pub id: &'static str,
    /// The keys as the user bound them, apart by blanks; empty if none.
    pub keys: String,
    /// The label in the reader's language.
    pub label: String,
    /// Its place in the footer, 0 for none.
    pub footer: u8,
    /// Why it cannot run now, in the reader's language.
    pub why_not: Option<String>,
}

impl<A> Command<A> {
    /// The row for showing.
    #[must_use]
    pub fn listed(&self, keymap: &Keymap, lang: &Lang, why_not: Option<String>) -> Listed {
        let keys: Vec<String> = keymap.keys(self.id).iter().map(|c| c.shown()).collect();
        let label = lang.text(self.label).to_owned();
        Listed { id: self.id, keys: keys.join(" "), label, footer: self.footer, why_not }
    }
}

impl Listed {
    /// The first of its keys, which is the one the footer shows.
    #[must_use]
    pub fn key(&self) -> &str {
        self.keys.split(' ').next().unwrap_or("")
    }
}

/// The rows a [`Keymap`] is built from.
#[must_use]
pub fn bindings<A>(commands: &[Command<A>]) -> Vec<(&'static str, &'static [&'static str])> {
    commands.iter().map(|c| (c.id, c.keys)).collect()
}

/// The footer's commands in their order: those with a place, bound to a key, that can run now.
#[must_use]
pub fn footer(listed: &[Listed]) -> Vec<&Listed> {
    let mut rows: Vec<&Listed> =
        listed.iter().filter(|l| l.footer > 0 && !l.keys.is_empty() && l.why_not.is_none()).collect();
    rows.sort_by_key(|l| l.footer);
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Language;
    use std::collections::BTreeMap;

    const ROWS: &[Command<char>] = &[
        Command { id: "t.second", keys: &["b", "C-b"], label: "tui.required", footer: 2, action: 'b' },
        Command { id: "t.first", keys: &["a"], label: "tui.more", footer: 1, action: 'a' },
        Command { id: "t.hidden", keys: &["c"], label: "tui.more", footer: 0, action: 'c' },
        Command { id: "t.unbound", keys: &[], label: "tui.more", footer: 3, action: 'd' },
    ];

    #[test]
    fn the_footer_shows_what_can_run_in_order() {
        let keymap = Keymap::build(&[("t", bindings(ROWS))], &BTreeMap::new()).unwrap();
        let lang = Lang::load(Language::Hans);
        let mut listed: Vec<Listed> = ROWS.iter().map(|c| c.listed(&keymap, &lang, None)).collect();
        assert_eq!((listed[0].keys.as_str(), listed[0].key(), listed[0].label.as_str()), ("b ^B", "b", "必填"));
        let ids = |l: &[Listed]| footer(l).iter().map(|l| l.id).collect::<Vec<_>>();
        assert_eq!(ids(&listed), ["t.first", "t.second"]);
        listed[1].why_not = Some("no".into());
        assert_eq!(ids(&listed), ["t.second"]);
    }
}
