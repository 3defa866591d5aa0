//! Everything the running program holds: twelve fields at most, pane state stays in the panes.

use super::commands;
use super::header::Header;
use super::hold::Hold;
use super::lane::Lane;
use super::overlay::Overlay;
use crate::base::{At, Config, Lang, Result, Zone};
use crate::calendar::pane::CalendarPane;
use crate::db::watch::Version;
use crate::db::{Db, claim, setting};
use crate::kpi::pane::KpiPane;
use crate::moderation::pane::QueuePane;
use crate::sop::SopPane;
use crate::tui::pane::{AnyPane, Cx, Effect, Shape, Status};
use crate::tui::{Glyphs, Keymap, Look, Theme, command};
use std::collections::BTreeMap;

/// The name of the layer of [`commands::COMMANDS`].
pub const GLOBAL: &str = "app";

/// What does not change while the program runs, except on request.
#[derive(Debug)]
pub struct Setup {
    /// The sentences.
    pub lang: Lang,
    /// Colours.
    pub theme: Theme,
    /// Signs.
    pub glyphs: &'static Glyphs,
    /// Keys.
    pub keymap: Keymap,
    /// Configuration.
    pub config: Config,
    /// Where days begin.
    pub zone: Zone,
    /// The operator's name.
    pub me: String,
    /// The operator's role, as stored.
    pub role: String,
    /// No other program may be started from here (a forced command's login).
    pub restricted: bool,
    /// Whether a clipboard can be reached from here.
    pub clipboard: bool,
}

impl Setup {
    /// What drawing may ask for.
    pub fn look(&self) -> Look<'_> {
        Look { theme: &self.theme, glyphs: self.glyphs, lang: &self.lang }
    }
}

/// What is to be done soon or was asked for, outside the panes.
#[derive(Debug, Default)]
pub struct Pending {
    /// Text being typed, by place, not saved yet.
    pub drafts: BTreeMap<String, String>,
    /// Text for the operator's clipboard.
    pub copy: Option<String>,
    /// What was copied last, to be shown for selecting by hand.
    pub copied: String,
    /// Leave.
    pub quit: bool,
    /// Ctrl-C was the last key.
    pub interrupt: bool,
    /// The whole screen must be drawn anew.
    pub clear: bool,
    /// Stop the process.
    pub suspend: bool,
    /// When this operator was last noted as present.
    pub seen: Option<At>,
    /// Who works out figures meanwhile.
    pub working: super::settle::Working,
    /// What is claimed, and what is to be.
    pub hold: Hold,
}

/// The running program.
pub struct App {
    /// The file.
    pub db: Db,
    /// What does not change.
    pub setup: Setup,
    /// The panes, in the order of their digits. To add a pane: its area, and a line in [`panes`].
    pub panes: Vec<Box<dyn AnyPane<Db>>>,
    /// Which one the keys go to.
    pub focus: usize,
    /// Whether it has the whole screen.
    pub zoomed: bool,
    /// Help, palette, journal and such; the last one is on top and gets the keys.
    pub overlays: Vec<Overlay>,
    /// The first two lines' facts.
    pub header: Header,
    /// The status line until the next key.
    pub status: Option<Status>,
    /// The check-in, while it runs.
    pub lane: Option<Lane>,
    /// What is to be done soon.
    pub pending: Pending,
    /// Whether others have committed.
    pub version: Version,
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
}

/// The panes: one line each.
#[must_use]
pub fn panes() -> Vec<Box<dyn AnyPane<Db>>> {
    vec![Box::new(CalendarPane::new()), Box::new(SopPane::new()), Box::new(QueuePane::new()), Box::new(KpiPane::new())]
}

/// The key table of all layers, with the user's own keys.
///
/// # Errors
/// An unknown command or key, or two commands of one layer on one key.
pub fn keymap(config: &Config) -> Result<Keymap> {
    let mut layers = vec![(GLOBAL, command::bindings(commands::COMMANDS))];
    layers.extend(panes().iter().map(|p| (p.id(), p.bindings())));
    Keymap::build(&layers, &config.keys)
}

impl App {
    /// The program on an open file, everything read once.
    ///
    /// # Errors
    /// Store errors.
    pub fn new(db: Db, setup: Setup, size: (u16, u16)) -> Result<App> {
        let mut app = Self::glancing(db, setup, size, 0)?;
        app.refresh()?;
        Ok(app)
    }

    /// The program as its first screen needs it, with the focus on pane `focus`; [`App::refresh`] reads the rest.
    ///
    /// # Errors
    /// Store errors.
    pub(super) fn glancing(db: Db, setup: Setup, size: (u16, u16), focus: usize) -> Result<App> {
        let mut app = App {
            db,
            setup,
            panes: panes(),
            focus,
            zoomed: false,
            overlays: Vec::new(),
            header: Header::default(),
            status: None,
            lane: None,
            pending: Pending::default(),
            version: Version::default(),
            size,
        };
        app.focus = focus.min(app.panes.len() - 1);
        app.version.moved(&app.db)?;
        app.read(true)?;
        Ok(app)
    }

    /// Reads every pane and the header again.
    ///
    /// # Errors
    /// Store errors.
    pub fn refresh(&mut self) -> Result<()> {
        self.read(false)
    }

    /// The same; `first` is for the first screen, which shows little of most panes.
    fn read(&mut self, first: bool) -> Result<()> {
        let now = self.db.now();
        let mut effects = Vec::new();
        for (at, pane) in self.panes.iter_mut().enumerate() {
            let mut cx = cx(&mut self.db, &self.setup, now, &mut effects);
            if first && at != self.focus { pane.glance(&mut cx)? } else { pane.refresh(&mut cx)? }
        }
        let urgent = self.panes.iter().map(|p| p.urgent(&self.setup.look())).collect();
        self.header = Header::read(&self.db, &self.setup, now, urgent)?;
        if let Some(lane) = &mut self.lane {
            lane.tick(now);
        }
        for overlay in &mut self.overlays {
            overlay.refresh(&self.db, &self.setup)?;
        }
        // What a pane has to say by itself waits for what was said about the operator's own act.
        effects.retain(|effect| self.status.is_none() || !matches!(effect, Effect::Status(_)));
        self.apply(effects)
    }

    /// Runs `work` on the focused pane and does what it asked for.
    ///
    /// # Errors
    /// What `work` returns.
    pub fn with_pane<T>(&mut self, work: impl FnOnce(&mut dyn AnyPane<Db>, &mut Cx<Db>) -> Result<T>) -> Result<T> {
        let now = self.db.now();
        let mut effects = Vec::new();
        let result = work(&mut *self.panes[self.focus], &mut cx(&mut self.db, &self.setup, now, &mut effects));
        self.apply(effects)?;
        result
    }

    /// How much room the pane at `index` has.
    #[must_use]
    pub fn shape(&self, index: usize) -> Shape {
        let (columns, rows) = self.size;
        match () {
            () if columns < 60 || rows < 16 => Shape::Tiny,
            () if columns < 110 || rows < 30 => Shape::Single,
            () if self.zoomed || self.lane.is_some() => Shape::Wide,
            () => Shape::Cell { focused: index == self.focus },
        }
    }

    /// Notes presence at most once a minute, and only while keys are pressed.
    ///
    /// # Errors
    /// Store errors.
    pub fn arrive(&mut self) -> Result<()> {
        let now = self.db.now();
        if self.pending.seen.is_none_or(|seen| now.since(seen) >= crate::base::clock::MINUTE) {
            self.pending.seen = Some(now);
            claim::arrive(&mut self.db, self.panes[self.focus].id())?;
        }
        Ok(())
    }

    /// Whether this file has nobody and nothing in it yet.
    ///
    /// # Errors
    /// Store errors.
    pub fn is_new(db: &Db) -> Result<bool> {
        Ok(db.head()?.0 == 0 && setting::get(db, "name")?.is_none())
    }
}

/// The context of one event.
pub fn cx<'a>(db: &'a mut Db, setup: &'a Setup, now: At, effects: &'a mut Vec<Effect>) -> Cx<'a, Db> {
    Cx {
        db,
        now,
        zone: setup.zone,
        lang: &setup.lang,
        me: &setup.me,
        config: &setup.config,
        clipboard: setup.clipboard,
        effects,
    }
}

#[cfg(test)]
impl Setup {
    /// A manager named 周宁 with everything as it comes.
    pub fn sample(language: crate::base::Language) -> Setup {
        let config = Config::default();
        Setup {
            lang: Lang::load(language),
            theme: Theme::load("ansi16", crate::tui::Depth::Sixteen).unwrap(),
            glyphs: &crate::tui::look::UNICODE,
            keymap: keymap(&config).unwrap(),
            config,
            zone: Zone::default(),
            me: "周宁".into(),
            role: "manager".into(),
            restricted: false,
            clipboard: true,
        }
    }
}
