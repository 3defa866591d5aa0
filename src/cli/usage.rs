//! What is wrong with a command line, in the reader's language; and the headings of the help.

use super::Cli;
use crate::base::text::nearest;
use crate::base::{Error, Kind, Lang};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{ArgAction, CommandFactory};

/// The sentence for `error`; `None` for what the parser had better say itself (help, version, what is rare).
pub(super) fn said(error: &clap::Error) -> Option<Error> {
    let text = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.clone()),
        Some(ContextValue::Strings(all)) => Some(all.join(" ")),
        _ => None,
    };
    let option = || text(ContextKind::InvalidArg);
    let wrong = |key: &str| Error::new(Kind::Usage, key);
    let error = match error.kind() {
        ErrorKind::ValueValidation if option().as_deref() == Some("[PANE]") => {
            return no_such_command(&text(ContextKind::InvalidValue)?);
        }
        ErrorKind::InvalidSubcommand => {
            let error = wrong("cli.no_subcommand").with("value", text(ContextKind::InvalidSubcommand)?);
            return Some(near(error, text(ContextKind::SuggestedSubcommand)));
        }
        ErrorKind::UnknownArgument => {
            let option = option()?;
            let key = if option.starts_with('-') { "cli.no_option" } else { "cli.too_much" };
            return Some(near(wrong(key).with("option", option), text(ContextKind::SuggestedArg)));
        }
        ErrorKind::MissingRequiredArgument => wrong("cli.missing").with("what", option()?),
        ErrorKind::InvalidValue if text(ContextKind::InvalidValue).is_none_or(|v| v.is_empty()) => {
            wrong("cli.no_value").with("option", option()?)
        }
        ErrorKind::InvalidValue => {
            let known = text(ContextKind::ValidValue).unwrap_or_default();
            let error = wrong("cli.bad_word").with("option", option()?).with("known", known);
            return Some(error.with("value", text(ContextKind::InvalidValue)?));
        }
        ErrorKind::ValueValidation => {
            wrong("cli.bad_value").with("option", option()?).with("value", text(ContextKind::InvalidValue)?)
        }
        ErrorKind::ArgumentConflict => {
            wrong("cli.not_together").with("option", option()?).with("other", text(ContextKind::PriorArg)?)
        }
        ErrorKind::TooManyValues | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            wrong("cli.wrong_number").with("option", option()?)
        }
        _ => return None,
    };
    Some(with_help(error))
}

/// Names the nearest known word, else where all of them are shown.
fn near(error: Error, known: Option<String>) -> Error {
    match known {
        Some(known) => error.with("near", known).hint("cli.perhaps"),
        None => with_help(error),
    }
}

/// The way to the help of the subcommand that was meant.
fn with_help(error: Error) -> Error {
    let mut path = vec!["qun".to_owned()];
    let mut command = Cli::command();
    for word in std::env::args().skip(1) {
        if let Some(sub) = command.find_subcommand(&word).cloned() {
            path.push(word);
            command = sub;
        }
    }
    error.with("command", path.join(" ")).hint("cli.see_help")
}

/// A word that is neither a pane's digit nor a subcommand: said as that, with the nearest one.
fn no_such_command(word: &str) -> Option<Error> {
    let all = Cli::command();
    let wrong = Error::new(Kind::Usage, "cli.no_command").with("value", word);
    Some(match nearest(word, all.get_subcommands().map(clap::Command::get_name)) {
        Some(near) => wrong.with("near", near).hint("cli.no_command_near"),
        None => wrong.hint("cli.no_command_hint"),
    })
}

/// `command` with its help laid out in the reader's language: what there is of subcommands, arguments, options.
pub(super) fn headed(command: clap::Command, lang: &Lang) -> clap::Command {
    let flag = |id: &'static str, short, action| clap::Arg::new(id).short(short).long(id).action(action);
    let mut command = command.disable_help_flag(true).arg(flag("help", 'h', ArgAction::Help));
    if command.get_version().is_some() {
        command = command.disable_version_flag(true).arg(flag("version", 'V', ArgAction::Version));
    }
    let parts = [
        (command.has_subcommands(), "cli.head_commands", "subcommands"),
        (command.get_positionals().next().is_some(), "cli.head_arguments", "positionals"),
        (true, "cli.head_options", "options"),
    ];
    let mut template = format!("{{about-with-newline}}\n{}{{usage}}", lang.text("cli.head_usage"));
    for (_, heading, tag) in parts.into_iter().filter(|(there, ..)| *there) {
        template.push_str(&format!("\n\n{}\n{{{tag}}}", lang.text(heading)));
    }
    command.help_template(template)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Lang, Language};

    /// What the program says to a command line that is wrong.
    fn says(line: &str) -> String {
        let lang = Lang::load(Language::Hans);
        let words = std::iter::once("qun").chain(line.split_whitespace());
        let error = crate::cli::command(&lang).try_get_matches_from(words).unwrap_err();
        said(&error).map_or_else(
            || format!("{:?}", error.kind()),
            |e| {
                assert_eq!(e.kind.exit_code(), 2, "{line}");
                lang.say(&e.says)
            },
        )
    }

    #[test]
    fn mistakes_are_said_in_the_readers_language() {
        for (line, want) in [
            ("frob", "没有命令「frob」"),
            ("queue frob", "没有子命令 frob"),
            ("kpi --bogus", "没有选项 --bogus"),
            ("post list extra", "多出来的 extra"),
            ("rules add", "还差 <WORD>..."),
            ("queue reject", "还差 --reason <KEY> <ID>..."),
            ("queue list --level", "--level <1-3> 后面要有值"),
            ("queue list --level 9", "--level <1-3> 不能是「9」"),
            ("completions zsh5", "<SHELL> 没有「zsh5」，可用：bash elvish fish powershell zsh"),
            ("--help", "DisplayHelp"),
            ("--version", "DisplayVersion"),
        ] {
            assert_eq!(says(line), want, "{line}");
        }
    }

    #[test]
    fn help_has_its_headings_in_every_language() {
        for (language, _) in Language::ALL {
            let lang = Lang::load(language);
            let mut root = crate::cli::command(&lang);
            let help = root.render_help().to_string();
            for key in [
                "cli.head_usage",
                "cli.head_commands",
                "cli.head_arguments",
                "cli.head_options",
                "cli.arg_help",
                "cli.arg_version",
            ] {
                assert!(help.contains(lang.text(key)), "{key}\n{help}");
            }
            let skip = root.find_subcommand_mut("doctor").unwrap().render_help().to_string();
            assert!(!skip.contains(lang.text("cli.head_arguments")), "what is not there has no heading\n{skip}");
        }
    }
}
