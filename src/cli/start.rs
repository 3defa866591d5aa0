//! `qun`, `qun demo`, `qun init`: starting the program and making a file.

use super::session::{self, Session};
use super::{Globals, brief, output};
use crate::app::{self, App, Setup, Start};
use crate::base::config::Glyphs as GlyphChoice;
use crate::base::{Error, Kind, Lang, Result};
use crate::db::{Db, Identity, Opening, setting};
use crate::tui::look::{ASCII, UNICODE};
use crate::tui::{Depth, Glyphs, Theme};
use clap::Args;
use std::io::IsTerminal;

/// `qun init [--starter] [--force]`
#[derive(Debug, Args)]
pub struct Init {
    #[arg(long)]
    starter: bool,
    #[arg(long)]
    force: bool,
    /// The organisation's name.
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
}

/// The program; not at a terminal the brief.
pub fn program(globals: &Globals, lang: &mut Lang, pane: Option<u8>) -> Result<u8> {
    if !std::io::stdout().is_terminal() || !std::io::stdin().is_terminal() {
        let s = Session::open(globals, lang, false)?;
        return brief::run(&brief::Brief::default(), &s);
    }
    let s = Session::open(globals, lang, true)?;
    let first_run = App::is_new(&s.db)?;
    let setup = setup(globals, &s)?;
    app::run(Start { db: s.db, setup, first_run, pane: pane.map(|n| usize::from(n) - 1), no_utf8: no_utf8() })?;
    Ok(0)
}

/// Whether the locale does not promise UTF-8.
fn no_utf8() -> bool {
    !session::utf8_locale(|name| std::env::var(name).ok())
}

/// Colours, signs, keys by configuration, flags and terminal.
fn setup(globals: &Globals, s: &Session) -> Result<Setup> {
    let env = |name: &str| std::env::var(name).ok();
    let depth = Depth::from_env(env);
    let name = globals.theme.as_deref().or(s.config.theme.as_deref()).unwrap_or("ansi16");
    let theme = match name {
        path if path.ends_with(".toml") => Theme::read(std::path::Path::new(path), depth)?,
        name => Theme::load(name, depth)?,
    };
    let glyphs: &'static Glyphs = match s.config.glyphs {
        GlyphChoice::Ascii => &ASCII,
        GlyphChoice::Auto if no_utf8() || env("TERM").as_deref() == Some("linux") => &ASCII,
        GlyphChoice::Unicode | GlyphChoice::Auto => &UNICODE,
    };
    Ok(Setup {
        lang: s.lang.clone(),
        theme,
        glyphs,
        keymap: app::keymap(&s.config)?,
        config: s.config.clone(),
        zone: s.zone,
        me: s.db.me().name.clone(),
        role: setting::role(&s.db, &s.db.me().name)?,
        restricted: session::restricted(),
        clipboard: s.config.clipboard && crate::tui::clipboard::reachable(&env),
    })
}

/// A month of a made-up organisation in a file that vanishes afterwards.
pub fn demo(globals: &Globals, lang: &mut Lang) -> Result<u8> {
    if !std::io::stdout().is_terminal() {
        return Err(Error::user("tui.not_a_terminal").hint("cli.demo_hint"));
    }
    let config = session::config(globals)?;
    session::speak(lang, globals, &config);
    let folder = Folder::make()?;
    let me = Identity { name: lang.text("demo.me").to_owned(), proof: "demo".into() };
    let clock = crate::base::Clock::from_env()?;
    let mut db = Db::open(Opening { path: folder.0.join("qun.db"), create: true, me, clock })?;
    let zone = config.zone.as_deref().map_or_else(|| setting::zone(&db), crate::base::Zone::parse)?;
    app::demo::fill(&mut db, lang, zone)?;
    let s = Session { db, lang: lang.clone(), config, zone, json: false, quiet: globals.quiet };
    let setup = setup(globals, &s)?;
    app::run(Start { db: s.db, setup, first_run: false, pane: None, no_utf8: no_utf8() })?;
    Ok(0)
}

/// A private folder that is removed when dropped.
struct Folder(std::path::PathBuf);

impl Folder {
    fn make() -> Result<Folder> {
        use std::os::unix::fs::DirBuilderExt;
        let base = std::env::temp_dir();
        for n in 0..100 {
            let path = base.join(format!("qun-demo-{}-{n}", std::process::id()));
            match std::fs::DirBuilder::new().mode(0o700).create(&path) {
                Ok(()) => return Ok(Folder(path)),
                Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists => {}
                Err(e) => return Err(Error::io(&path, &e)),
            }
        }
        Err(Error::user("base.io_denied").with("path", base.display()))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // Whatever cannot be removed is in the temporary folder and private.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Makes the file without questions.
pub fn init(args: &Init, globals: &Globals, lang: &mut Lang) -> Result<u8> {
    let config = session::config(globals)?;
    session::speak(lang, globals, &config);
    let path = session::database(globals, &config)?;
    if session::exists(&path) && !args.force {
        return Err(Error::new(Kind::User, "db.exists").with("path", path.display()).hint("cli.init_hint"));
    }
    let mut s = Session::open(globals, lang, true)?;
    if let Some(name) = &args.name {
        setting::set(&mut s.db, "name", name)?;
    }
    let me = s.db.me().name.clone();
    setting::enrol(&mut s.db, &me, "manager")?;
    if args.starter {
        let (n, plans) = crate::sop::store::install_starter(&mut s.db, s.lang.language)?;
        crate::moderation::store::install_sample(&mut s.db, s.lang.text("rules.sample"))?;
        output::say(s.quiet, &s.lang.fill("cli.starter", &[("n", &n), ("plans", &plans)]));
    }
    output::say(s.quiet, &s.lang.fill("cli.made", &[("path", &path.display())]));
    Ok(0)
}
