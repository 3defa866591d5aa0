//! `qun keys`, `completions`, `man`: printed from the same tables the program runs on.

use super::Globals;
use super::{output, session};
use crate::app::commands::COMMANDS;
use crate::app::keymap;
use crate::base::{Lang, Result};
use crate::tui::Listed;
use clap::Args;
use clap_complete::Shell;
use serde_json::json;

/// `qun keys [--markdown]`
#[derive(Debug, Args)]
pub struct Keys {
    #[arg(long)]
    markdown: bool,
}

/// `qun completions SHELL`
#[derive(Debug, Args)]
pub struct Completions {
    shell: Shell,
}

/// The rows of every layer: its title, then its commands.
pub fn tables(lang: &Lang, keys: &crate::tui::Keymap) -> Vec<(String, Vec<Listed>)> {
    let mut tables: Vec<(String, Vec<Listed>)> =
        crate::app::panes().iter().map(|p| (lang.text(p.title()).to_owned(), p.listed(keys, lang))).collect();
    let global = COMMANDS.iter().map(|c| c.listed(keys, lang, None)).collect();
    tables.insert(0, (lang.text("app.palette_global").to_owned(), global));
    tables
}

/// The README's key table.
#[must_use]
pub fn markdown(lang: &Lang, keys: &crate::tui::Keymap) -> String {
    let mut out = String::new();
    for (title, rows) in tables(lang, keys) {
        out.push_str(&format!(
            "\n**{title}**\n\n| {} | {} | id |\n|---|---|---|\n",
            lang.text("cli.key"),
            lang.text("cli.does")
        ));
        for row in rows.iter().filter(|r| !r.keys.is_empty()) {
            let keys: Vec<String> = row.keys.split(' ').map(|k| format!("`{}`", k.replace('|', "\\|"))).collect();
            out.push_str(&format!("| {} | {} | `{}` |\n", keys.join(" "), row.label, row.id));
        }
    }
    out
}

/// Prints the keys as the user has bound them.
pub fn keys(args: &Keys, globals: &Globals, lang: &mut Lang) -> Result<u8> {
    let config = session::config(globals)?;
    session::speak(lang, globals, &config);
    let map = keymap(&config)?;
    if globals.json {
        let all: Vec<_> = tables(lang, &map)
            .into_iter()
            .flat_map(|(title, rows)| {
                rows.into_iter().map(move |r| json!({ "layer": title, "id": r.id, "keys": r.keys.split_whitespace().collect::<Vec<_>>(), "label": r.label }))
            })
            .collect();
        output::json(&all)?;
    } else if args.markdown {
        output::text(markdown(lang, &map).trim())?;
    } else {
        for (title, rows) in tables(lang, &map) {
            output::lines([title])?;
            output::table(
                &rows
                    .iter()
                    .map(|r| vec![format!("  {}", r.keys), r.label.clone(), r.id.to_owned()])
                    .collect::<Vec<_>>(),
            )?;
        }
    }
    Ok(0)
}

/// Prints a completion script.
pub fn completions(args: &Completions, lang: &Lang) -> Result<u8> {
    let mut out = Vec::new();
    clap_complete::generate(args.shell, &mut super::command(lang), "qun", &mut out);
    output::raw(&out)?;
    Ok(0)
}

/// Prints the manual page.
pub fn man(lang: &Lang) -> Result<u8> {
    let mut out = Vec::new();
    clap_mangen::Man::new(super::command(lang)).render(&mut out)?;
    output::raw(&out)?;
    Ok(0)
}
