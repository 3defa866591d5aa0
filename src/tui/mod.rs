//! The terminal kit: keys, commands, themes, widgets and the terminal itself. It knows no domain and no
//! database; the panes build on it. Screens are drawn as `screens.md` says: rules not boxes, docked menus,
//! floating forms, and nothing outside the glyphs of its §18.

pub mod chart;
pub mod clipboard;
pub mod command;
pub mod field;
pub mod form;
pub mod guard;
pub mod key;
pub mod keymap;
pub mod list;
pub mod look;
pub mod menu;
pub mod month;
pub mod paint;
pub mod pane;
pub mod screen;
pub mod signals;
pub mod sparkline;
pub mod theme;

pub use command::{Command, Listed};
pub use field::{Field, Input, InputEvent};
pub use form::{Form, FormEvent};
pub use guard::{Guard, Tty};
pub use key::{Chord, Key};
pub use keymap::Keymap;
pub use list::{List, Nav};
pub use look::{Glyphs, Look};
pub use menu::{Menu, MenuEvent, MenuItem};
pub use screen::Screen;
pub use theme::{Depth, Role, Theme};

#[cfg(test)]
pub(crate) mod dump;
