//! Themes: 22 roles of meaning (screens.md §16), each with an attribute that is always kept, so that a screen
//! says the same without any colour. Colours come from a TOML table with a palette and a parent.

mod colour;
mod file;

pub use colour::Depth;

use crate::base::text::nearest;
use crate::base::{Error, Result};
use file::Sheet;
use ratatui::style::{Modifier, Style};
use std::path::Path;

/// What a piece of the screen means; the theme decides how that looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Body text.
    Text,
    /// Ages, hints, other people's rows.
    Muted,
    /// Day heads, section titles.
    Heading,
    /// Rules between regions.
    Rule,
    /// The title rule of the focused region.
    RuleFocus,
    /// The current row.
    Cursor,
    /// Marked rows.
    Mark,
    /// Keys in footer and help.
    Key,
    /// All is well; answered.
    Good,
    /// Worth a look; ten minutes left or less.
    Warn,
    /// Out of bounds, late, overdue.
    Bad,
    /// The open incident.
    Crisis,
    /// Status line, results.
    Info,
    /// What I hold (`self` in theme files).
    Own,
    /// What others hold, and who is here.
    Other,
    /// Matched words and filter hits.
    Hit,
    /// Fields being typed in.
    Input,
    /// Yesterday's value, an unfilled slot.
    Ghost,
    /// Derived values.
    Auto,
    /// Missing, unfilled, stale.
    Gap,
    /// Sparklines and bars.
    Chart,
    /// Rest days, make-up workdays, festivals.
    Holiday,
}

/// A role's name in theme files, its attribute, and the role it looks like when no theme colours it.
pub struct RoleRow {
    /// The role.
    pub role: Role,
    /// Its name in theme files.
    pub name: &'static str,
    /// The attribute of screens.md §16, kept without colour too.
    pub attribute: Modifier,
    /// Whose colours it takes when it has none.
    pub like: Role,
}

const NONE: Modifier = Modifier::empty();
const BOLD: Modifier = Modifier::BOLD;
const DIM: Modifier = Modifier::DIM;

/// Every role in order.
pub const ROLES: [RoleRow; 22] = [
    row(Role::Text, "text", NONE, Role::Text),
    row(Role::Muted, "muted", DIM, Role::Text),
    row(Role::Heading, "heading", BOLD, Role::Text),
    row(Role::Rule, "rule", DIM, Role::Muted),
    row(Role::RuleFocus, "rule_focus", BOLD, Role::Key),
    row(Role::Cursor, "cursor", Modifier::REVERSED, Role::Text),
    row(Role::Mark, "mark", BOLD, Role::Warn),
    row(Role::Key, "key", BOLD, Role::Text),
    row(Role::Good, "good", NONE, Role::Info),
    row(Role::Warn, "warn", BOLD, Role::Text),
    row(Role::Bad, "bad", BOLD, Role::Warn),
    row(Role::Crisis, "crisis", BOLD.union(Modifier::REVERSED), Role::Bad),
    row(Role::Info, "info", NONE, Role::Text),
    row(Role::Own, "self", NONE, Role::Good),
    row(Role::Other, "other", NONE, Role::Text),
    row(Role::Hit, "hit", BOLD.union(Modifier::UNDERLINED), Role::Warn),
    row(Role::Input, "input", Modifier::UNDERLINED, Role::Text),
    row(Role::Ghost, "ghost", DIM, Role::Muted),
    row(Role::Auto, "auto", NONE, Role::Info),
    row(Role::Gap, "gap", BOLD, Role::Warn),
    row(Role::Chart, "chart", NONE, Role::Info),
    row(Role::Holiday, "holiday", NONE, Role::Good),
];

const fn row(role: Role, name: &'static str, attribute: Modifier, like: Role) -> RoleRow {
    RoleRow { role, name, attribute, like }
}

/// The themes that come with qun; the first is the default.
pub const THEMES: &[(&str, &str)] = &[
    ("ansi16", include_str!("../../../themes/ansi16.toml")),
    ("dark", include_str!("../../../themes/dark.toml")),
    ("light", include_str!("../../../themes/light.toml")),
    ("high-contrast", include_str!("../../../themes/high-contrast.toml")),
    ("mono", include_str!("../../../themes/mono.toml")),
    ("catppuccin-mocha", include_str!("../../../themes/catppuccin-mocha.toml")),
    ("gruvbox-dark", include_str!("../../../themes/gruvbox-dark.toml")),
];

/// How every role looks on this terminal.
#[derive(Debug, Clone, PartialEq)]
pub struct Theme {
    /// The name it was asked for by.
    pub name: String,
    styles: [Style; ROLES.len()],
}

impl Theme {
    /// The look of `role`. Always unpatched from the terminal's default, so it may be patched onto a cell.
    #[must_use]
    pub fn style(&self, role: Role) -> Style {
        self.styles[role as usize]
    }

    /// A built-in theme at the terminal's colour depth.
    ///
    /// # Errors
    /// There is no theme of that name.
    pub fn load(name: &str, depth: Depth) -> Result<Theme> {
        let (file, text) =
            built_in(name).ok_or_else(|| suggest(Error::user("tui.unknown_theme").with("name", name), name))?;
        Theme::from_sheets(name, &chain(Sheet::parse(file, text)?, None)?, depth)
    }

    /// A theme file of the user's. Its parent is a built-in theme or a file beside it.
    ///
    /// # Errors
    /// The file cannot be read, or a line of it is wrong; the error names file and line.
    pub fn read(path: &Path, depth: Depth) -> Result<Theme> {
        let name = path.file_stem().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        Theme::from_sheets(&name, &chain(read_sheet(path)?, path.parent())?, depth)
    }

    fn from_sheets(name: &str, sheets: &[Sheet], depth: Depth) -> Result<Theme> {
        let paints = file::resolve(sheets)?;
        let styles = ROLES.each_ref().map(|row| {
            let mut at = row.role;
            while paints[at as usize].is_none() && at != Role::Text {
                at = ROLES[at as usize].like;
            }
            let paint = paints[at as usize].unwrap_or_default();
            let (fg, bg) = (depth.colour(paint.fg), depth.colour(paint.bg));
            let mut attribute = row.attribute;
            // A background of the theme's own does the work of reverse; both together would undo each other.
            if bg.is_some() {
                attribute.remove(Modifier::REVERSED);
            }
            let own = if at == row.role { paint.mods } else { Modifier::empty() };
            Style { fg, bg, ..Style::new() }.add_modifier(attribute | own)
        });
        Ok(Theme { name: name.to_owned(), styles })
    }
}

fn built_in(name: &str) -> Option<(&'static str, &'static str)> {
    THEMES.iter().find(|(n, _)| *n == name).copied()
}

/// Adds the nearest theme there is, or all of them.
fn suggest(error: Error, name: &str) -> Error {
    let names: Vec<&str> = THEMES.iter().map(|(n, _)| *n).collect();
    match nearest(name, names.iter().copied()) {
        Some(near) => error.hint("tui.unknown_hint").with("near", near),
        None => error.hint("tui.unknown_theme_hint").with("names", names.join(" ")),
    }
}

fn read_sheet(path: &Path) -> Result<Sheet> {
    let text = std::fs::read_to_string(path).map_err(|e| Error::io(path, &e))?;
    Sheet::parse(&path.display().to_string(), &text)
}

/// A sheet and its parents, the farthest first.
fn chain(first: Sheet, folder: Option<&Path>) -> Result<Vec<Sheet>> {
    let mut sheets = vec![first];
    while let Some((parent, line)) = sheets.last().and_then(|s| s.inherits.clone()) {
        let child = sheets.last().map(|s| s.file.clone()).unwrap_or_default();
        let beside = folder.map(|f| f.join(format!("{parent}.toml"))).filter(|p| p.is_file());
        let next = match (built_in(&parent), beside) {
            (Some((file, text)), _) => Sheet::parse(file, text)?,
            (None, Some(path)) => read_sheet(&path)?,
            (None, None) => {
                let error = file::wrong(&child, line, "tui.theme_parent", &parent);
                return Err(suggest(error, &parent));
            }
        };
        if sheets.iter().any(|s| s.file == next.file) {
            return Err(file::wrong(&child, line, "tui.theme_circle", &parent));
        }
        sheets.push(next);
    }
    sheets.reverse();
    Ok(sheets)
}

#[cfg(test)]
mod tests;
