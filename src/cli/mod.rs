//! The command line. One file a subcommand, each thin: parse, ask the area, print. Data goes to stdout, words to
//! stderr; `--json` prints one object or array (design §4).

mod brief;
mod calendar;
mod community;
mod exchange;
mod holidays;
mod import;
mod incident;
mod input;
mod journal;
mod keys;
mod kpi;
mod member;
mod operator;
mod output;
mod playbook;
mod post;
mod queue;
mod rules;
mod screen;
mod series;
mod session;
mod sop;
mod start;
mod upkeep;
mod usage;

use crate::base::{Error, Kind, Lang, Language, Result};
use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand};
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

pub use session::Session;

/// The whole command line. Help texts stand in `base/i18n/cli.toml` under `about_NAME` and `arg_NAME`.
#[derive(Debug, Parser)]
#[command(name = "qun", version, disable_help_subcommand = true)]
pub struct Cli {
    #[command(flatten)]
    bare: Bare,
    #[command(subcommand)]
    command: Option<Command>,
}

/// The command line without a subcommand.
#[derive(Debug, Args)]
struct Bare {
    #[command(flatten)]
    globals: Globals,
    /// `qun 2` opens the second pane.
    #[arg(value_parser = clap::value_parser!(u8).range(1..=4))]
    pane: Option<u8>,
}

/// Options that hold for every subcommand.
#[derive(Debug, Clone, Args)]
pub struct Globals {
    /// The database file.
    #[arg(long, global = true, env = "QUN_DB", value_name = "FILE")]
    pub db: Option<PathBuf>,
    /// Who acts.
    #[arg(long = "as", global = true, value_name = "NAME")]
    pub operator: Option<String>,
    /// The language.
    #[arg(long, global = true, env = "QUN_LANG", value_name = "LANG")]
    pub lang: Option<String>,
    /// The theme.
    #[arg(long, global = true, value_name = "NAME")]
    pub theme: Option<String>,
    /// The configuration file.
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// JSON on stdout.
    #[arg(long, global = true)]
    pub json: bool,
    /// No words on stderr but errors.
    #[arg(long, global = true)]
    pub quiet: bool,
}

/// The subcommands, one row each.
#[derive(Debug, Subcommand)]
enum Command {
    Demo,
    Init(start::Init),
    Brief(brief::Brief),
    Import(import::Import),
    #[command(subcommand)]
    Community(community::Community),
    #[command(subcommand)]
    Queue(queue::Queue),
    Screen(screen::Screen),
    #[command(subcommand)]
    Rules(rules::Rules),
    #[command(subcommand)]
    Sop(sop::Sop),
    #[command(subcommand)]
    Inquiry(sop::Inquiry),
    #[command(subcommand)]
    Playbook(playbook::Playbook),
    #[command(subcommand)]
    Incident(incident::Incident),
    #[command(subcommand)]
    Post(post::Post),
    Export(exchange::Export),
    #[command(subcommand)]
    Holidays(holidays::Holidays),
    #[command(subcommand)]
    Calendar(calendar::Calendar),
    #[command(subcommand)]
    Kpi(kpi::Kpi),
    #[command(subcommand)]
    Member(member::Member),
    #[command(subcommand)]
    Operator(operator::Operator),
    #[command(subcommand)]
    Journal(journal::Journal),
    Backup(upkeep::Backup),
    Restore(upkeep::Restore),
    Doctor,
    Purge(upkeep::Purge),
    Keys(keys::Keys),
    Completions(keys::Completions),
    Man,
}

/// Runs the program; returns its exit code (design §4).
#[must_use]
pub fn main() -> ExitCode {
    // Only this account may read what we make.
    rustix::process::umask(rustix::fs::Mode::from_raw_mode(0o007));
    let language = Language::choose(told_language().as_deref(), None, |n| std::env::var(n).ok());
    let lang = Lang::load(language);
    let cli = match parse(&lang, &std::env::args_os().collect::<Vec<_>>()) {
        Ok(cli) => cli,
        Err(error) => {
            if let Some(error) = usage::said(&error) {
                output::complain(&lang, &error);
                return ExitCode::from(error.kind.exit_code());
            }
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let mut lang = lang;
    match run(cli, &mut lang) {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            if error.kind != Kind::Closed {
                output::complain(&lang, &error);
            }
            ExitCode::from(error.kind.exit_code())
        }
    }
}

/// `--lang` before anything else is parsed, so that usage errors and help are in that language too.
fn told_language() -> Option<String> {
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        if arg == "--lang" {
            return args.next();
        }
        if let Some(value) = arg.strip_prefix("--lang=") {
            return Some(value.to_owned());
        }
    }
    None
}

/// The command with its help in the reader's language.
#[must_use]
pub fn command(lang: &Lang) -> clap::Command {
    translate(Cli::command(), "", lang).about(lang.text("cli.about_qun").to_owned())
}

/// The row that says what a command does: its own under its parent, else the one for all of this name.
fn about(parent: &str, name: &str, lang: &Lang) -> String {
    let name = name.replace('-', "_");
    let own = format!("cli.about_{parent}_{name}");
    if lang.has(&own) { own } else { format!("cli.about_{name}") }
}

fn translate(command: clap::Command, parent: &str, lang: &Lang) -> clap::Command {
    let command = usage::headed(command, lang);
    let about = about(parent, command.get_name(), lang);
    let command = if lang.has(&about) { command.about(lang.text(&about).to_owned()) } else { command };
    let command = command.mut_args(|arg| {
        let key = format!("cli.arg_{}", arg.get_id());
        if lang.has(&key) { arg.help(lang.text(&key).to_owned()) } else { arg }
    });
    let names: Vec<String> = command.get_subcommands().map(|c| c.get_name().to_owned()).collect();
    let parent = command.get_name().to_owned();
    names.into_iter().fold(command, |c, name| c.mut_subcommand(name, |sub| translate(sub, &parent, lang)))
}

/// Reads the command line. Without a subcommand, as every morning begins, none of them is built and no help is looked
/// up: what such a parser accepts the whole one accepts as well, and what it does not is for the whole one to judge.
fn parse(lang: &Lang, args: &[OsString]) -> std::result::Result<Cli, clap::Error> {
    let bare = Bare::augment_args(clap::Command::new("qun")).try_get_matches_from(args);
    if let Ok(bare) = bare.and_then(|found| Bare::from_arg_matches(&found)) {
        return Ok(Cli { bare, command: None });
    }
    Cli::from_arg_matches(&command(lang).try_get_matches_from(args)?)
}

fn run(cli: Cli, lang: &mut Lang) -> Result<u8> {
    let globals = &cli.bare.globals;
    if let Some(told) = &globals.lang
        && Language::parse(told).is_none()
    {
        let known = Language::ALL.map(|(_, name)| name).join(" ");
        return Err(Error::new(Kind::Usage, "cli.bad_lang").with("value", told).with("known", known));
    }
    let Some(command) = cli.command else { return start::program(globals, lang, cli.bare.pane) };
    match command {
        Command::Demo => start::demo(globals, lang),
        Command::Init(args) => start::init(&args, globals, lang),
        Command::Completions(args) => keys::completions(&args, lang),
        Command::Man => keys::man(lang),
        Command::Keys(args) => keys::keys(&args, globals, lang),
        Command::Screen(args) => screen::run(&args, globals, lang),
        other => with_session(other, Session::open(globals, lang, false)?),
    }
}

fn with_session(command: Command, mut s: Session) -> Result<u8> {
    let s = &mut s;
    match command {
        Command::Brief(args) => brief::run(&args, s),
        Command::Import(args) => import::run(&args, s),
        Command::Community(args) => community::run(args, s),
        Command::Queue(args) => queue::run(args, s),
        Command::Rules(args) => rules::run(args, s),
        Command::Sop(args) => sop::run(args, s),
        Command::Inquiry(args) => sop::run_inquiry(args, s),
        Command::Playbook(args) => playbook::run(args, s),
        Command::Incident(args) => incident::run(args, s),
        Command::Post(args) => post::run(args, s),
        Command::Export(args) => exchange::export(&args, s),
        Command::Holidays(args) => holidays::run(args, s),
        Command::Calendar(args) => calendar::run(args, s),
        Command::Kpi(args) => kpi::run(args, s),
        Command::Member(args) => member::run(args, s),
        Command::Operator(args) => operator::run(args, s),
        Command::Journal(args) => journal::run(args, s),
        Command::Backup(args) => upkeep::backup(&args, s),
        Command::Restore(args) => upkeep::restore(&args, s),
        Command::Doctor => upkeep::doctor(s),
        Command::Purge(args) => upkeep::purge(&args, s),
        Command::Demo
        | Command::Init(_)
        | Command::Completions(_)
        | Command::Man
        | Command::Keys(_)
        | Command::Screen(_) => Ok(0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(command: &clap::Command, parent: &str, lang: &Lang, missing: &mut Vec<String>) {
        let about = about(parent, command.get_name(), lang);
        if !lang.has(&about) {
            missing.push(about);
        }
        for arg in command.get_arguments().filter(|a| !["help", "version"].contains(&a.get_id().as_str())) {
            let key = format!("cli.arg_{}", arg.get_id());
            if !lang.has(&key) && !missing.contains(&key) {
                missing.push(key);
            }
        }
        command.get_subcommands().for_each(|c| check(c, command.get_name(), lang, missing));
    }

    #[test]
    fn a_line_without_a_subcommand_is_read_as_the_whole_parser_reads_it() {
        let lang = Lang::load(Language::En);
        let lines = "|2|5|queue|--as|--as x|--as queue|--as=queue 3|2 --json --quiet|--db f --lang en --theme t --config c|-- 2|\
            2 2|2 queue list|queue list|--as x queue list --json|--help|-h|--version|-V|--nonsense|help|--as x --as y|demo|\
            --json=1|queue --help";
        for line in lines.split('|') {
            let args: Vec<OsString> = ["qun"].into_iter().chain(line.split_whitespace()).map(Into::into).collect();
            let whole = command(&lang).try_get_matches_from(&args).and_then(|found| Cli::from_arg_matches(&found));
            match (parse(&lang, &args), whole) {
                (Ok(one), Ok(other)) => assert_eq!(format!("{one:?}"), format!("{other:?}"), "{line}"),
                (Err(one), Err(other)) => assert_eq!(one.to_string(), other.to_string(), "{line}"),
                (one, other) => panic!("{line}: {one:?} {other:?}"),
            }
        }
    }

    #[test]
    fn every_subcommand_and_argument_is_explained() {
        let lang = Lang::load(Language::Hans);
        let mut missing = Vec::new();
        check(&Cli::command(), "", &lang, &mut missing);
        assert_eq!(missing, [""; 0]);
        command(&lang).debug_assert();
    }
}
