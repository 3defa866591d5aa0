//! Which command a key means: a pane's own table over the global one, with the user's bindings on top.
//! There are no key sequences: `g`, `f`, `x` and `o` open docked menus instead, so nothing ever waits.

use super::key::Chord;
use crate::base::text::nearest;
use crate::base::{Error, Result};
use std::collections::{BTreeMap, HashMap};

/// One layer's commands and their default keys.
pub type Layer = (&'static str, Vec<(&'static str, &'static [&'static str])>);

/// All bindings, by layer and by command.
#[derive(Debug, Clone, Default)]
pub struct Keymap {
    layers: Vec<(&'static str, BTreeMap<Chord, &'static str>)>,
    keys: HashMap<&'static str, Vec<Chord>>,
}

impl Keymap {
    /// Builds the map from each layer's rows and the user's bindings (`id = ["key", ...]`, an empty list unbinds).
    ///
    /// # Errors
    /// An unknown command (with the nearest right one), a key that cannot be read, and two commands of one
    /// layer on one key.
    pub fn build(layers: &[Layer], overrides: &BTreeMap<String, Vec<String>>) -> Result<Keymap> {
        let known = || layers.iter().flat_map(|(_, rows)| rows.iter().map(|(id, _)| *id));
        for id in overrides.keys() {
            if !known().any(|k| k == id) {
                return Err(unknown(id, nearest(id, known())));
            }
        }
        let mut map = Keymap::default();
        for (layer, rows) in layers {
            let mut bound = BTreeMap::new();
            for (id, defaults) in rows {
                let chords = match overrides.get(*id) {
                    Some(keys) => read(id, keys.iter().map(String::as_str))?,
                    None => read(id, defaults.iter().copied())?,
                };
                for chord in &chords {
                    if let Some(other) = bound.insert(*chord, *id).filter(|o| o != id) {
                        return Err(conflict(*chord, other, id));
                    }
                }
                map.keys.entry(id).or_default().extend(chords);
            }
            map.layers.push((layer, bound));
        }
        Ok(map)
    }

    /// The command under `chord` in the first of `layers` that has one. The exact key counts before the ASCII
    /// twin of a full-width one; not for text fields.
    #[must_use]
    pub fn resolve(&self, layers: &[&str], chord: Chord) -> Option<&'static str> {
        let find = |chord: &Chord| {
            layers.iter().find_map(|name| {
                let (_, bound) = self.layers.iter().find(|(n, _)| n == name)?;
                bound.get(chord).copied()
            })
        };
        find(&chord).or_else(|| find(&chord.folded()))
    }

    /// The keys of the command `id`, in the order they were bound.
    #[must_use]
    pub fn keys(&self, id: &str) -> &[Chord] {
        self.keys.get(id).map_or(&[], Vec::as_slice)
    }
}

fn read<'a>(id: &str, keys: impl Iterator<Item = &'a str>) -> Result<Vec<Chord>> {
    let mut chords = Vec::new();
    for key in keys {
        let chord = key.parse::<Chord>().map_err(|e| Error { says: e.says.with("id", id), ..e })?;
        if !chords.contains(&chord) {
            chords.push(chord);
        }
    }
    Ok(chords)
}

fn unknown(id: &str, near: Option<&str>) -> Error {
    let error = Error::user("tui.unknown_command").with("id", id);
    match near {
        Some(near) => error.hint("tui.unknown_hint").with("near", near),
        None => error.hint("tui.unknown_command_hint"),
    }
}

fn conflict(chord: Chord, first: &str, second: &str) -> Error {
    let error = Error::user("tui.key_conflict").with("key", chord).with("first", first).with("second", second);
    error.hint("tui.key_conflict_hint")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layers() -> Vec<Layer> {
        vec![
            ("queue", vec![("queue.approve", &["a"]), ("queue.reject", &["x"]), ("queue.show", &["s", "F3"])]),
            ("global", vec![("app.quit", &["q"]), ("app.help", &["?", "F1"]), ("app.spare", &["a"])]),
        ]
    }

    fn own(rows: &[(&str, &[&str])]) -> BTreeMap<String, Vec<String>> {
        rows.iter().map(|(id, keys)| ((*id).to_owned(), keys.iter().map(|k| (*k).to_owned()).collect())).collect()
    }

    fn chord(text: &str) -> Chord {
        text.parse().unwrap()
    }

    #[test]
    fn the_upper_layer_wins() {
        let map = Keymap::build(&layers(), &own(&[])).unwrap();
        for (keys, layers, id) in [
            ("a", &["queue", "global"][..], Some("queue.approve")),
            ("a", &["global"], Some("app.spare")),
            ("q", &["queue", "global"], Some("app.quit")),
            ("ａ", &["queue"], Some("queue.approve")),
            ("？", &["queue", "global"], Some("app.help")),
            ("审", &["queue", "global"], None),
            ("C-a", &["queue", "global"], None),
            ("a", &["unheard"], None),
        ] {
            assert_eq!(map.resolve(layers, chord(keys)), id, "{keys}");
        }
    }

    #[test]
    fn users_bind_their_own() {
        let map = Keymap::build(&layers(), &own(&[("queue.approve", &["y", "C-y", "y"]), ("app.spare", &[])])).unwrap();
        assert_eq!(map.resolve(&["queue", "global"], chord("y")), Some("queue.approve"));
        assert_eq!(map.resolve(&["queue", "global"], chord("a")), None);
        assert_eq!(map.keys("queue.approve"), [chord("y"), chord("C-y")]);
        assert!(map.keys("app.spare").is_empty());
        assert!(map.keys("nothing").is_empty());
        // A full-width key may be bound by itself and then counts before its twin.
        let map = Keymap::build(&layers(), &own(&[("queue.show", &["ａ"])])).unwrap();
        assert_eq!(map.resolve(&["queue"], chord("ａ")), Some("queue.show"));
    }

    #[test]
    fn mistakes_are_named() {
        let says = |rows| {
            let error = Keymap::build(&layers(), &own(rows)).unwrap_err();
            (error.says.key, error.says.args)
        };
        let (key, args) = says(&[("queue.aprove", &["y"])]);
        assert_eq!((key.as_str(), args["near"].as_str()), ("tui.unknown_command", "queue.approve"));
        let (key, args) = says(&[("quite.other.thing", &["y"])]);
        assert_eq!((key.as_str(), args.get("near")), ("tui.unknown_command", None));
        let (key, args) = says(&[("queue.reject", &["Q-x"])]);
        assert_eq!(
            (key.as_str(), args["value"].as_str(), args["id"].as_str()),
            ("tui.bad_chord", "Q-x", "queue.reject")
        );
        let (key, args) = says(&[("queue.reject", &["a"])]);
        assert_eq!(key, "tui.key_conflict");
        assert_eq!(
            [&args["key"], &args["first"], &args["second"]],
            ["a", "queue.approve", "queue.reject"].map(String::from).each_ref()
        );
    }
}
