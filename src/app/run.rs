//! The loop: wait for an event, handle all that are there, draw once if something changed. Nothing is polled: the
//! only timers are the next full minute (ages move), one second after typing (drafts) and half a second after the last
//! key that opened or closed a row (claims).

use super::event::{Event, read_terminal};
use super::overlay::Overlay;
use super::state::{App, Setup};
use super::{frame, keep};
use crate::base::clock::{Clock, DAY, MINUTE};
use crate::base::config::Glyphs as GlyphChoice;
use crate::base::{Error, Result};
use crate::db::{Db, Opening, claim, purge, setting, watch};
use crate::moderation::store;
use crate::tui::clipboard::{self, Sent, Ways};
use crate::tui::guard::{Guard, Tty};
use crate::tui::look::{ASCII, UNICODE};
use crate::tui::pane::{Status, Tone};
use crate::tui::signals::{self, Signal};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

/// Typing is saved this long after the first unsaved key.
const DRAFT_AFTER: Duration = Duration::from_millis(800);

/// What is open is claimed this long after the last key: a row that is decided at once is never claimed.
const CLAIM_AFTER: Duration = Duration::from_millis(400);

/// Since when something waits for a moment without keys.
#[derive(Debug, Default)]
struct Waits {
    /// Typing that is not saved.
    typed: Option<Instant>,
    /// A row opened or closed, not claimed or let go yet.
    opened: Option<Instant>,
}

/// With what the program starts.
pub struct Start {
    /// The open file.
    pub db: Db,
    /// Everything that does not change.
    pub setup: Setup,
    /// Show the first-run screen.
    pub first_run: bool,
    /// Go to this pane at once (`qun 2`).
    pub pane: Option<usize>,
    /// The locale promises no UTF-8: say so, once.
    pub no_utf8: bool,
}

/// Runs until the operator leaves or the connection is gone.
///
/// # Errors
/// What keeps the program from starting, and a terminal that is gone.
pub fn run(start: Start) -> Result<()> {
    let mut guard = Guard::enter()?;
    let mut tty = guard.terminal()?;
    let size = tty.size().map_err(|e| Error::user("tui.terminal").with("cause", e))?;
    let mut app = App::glancing(start.db, start.setup, (size.width, size.height), start.pane.unwrap_or(0))?;
    if start.no_utf8 {
        let text = app.setup.lang.text("app.no_utf8").to_owned();
        app.status = Some(Status { tone: Tone::Warn, text, more: String::new() });
    }
    if !start.first_run && app.status.is_none() && setting::is_stranger(&app.db, &app.setup.me)? {
        let text = app.setup.lang.text("conduct.stranger").to_owned();
        app.status = Some(Status { tone: Tone::Info, text, more: String::new() });
    }
    if start.first_run {
        app.overlays.push(Overlay::first_run(&app));
    }
    draw(&mut app, &mut tty)?;
    probe_width(&mut app, &mut tty)?;
    // Not before the first screen, and not when the first decision waits for it.
    app.db.ready()?;
    app.refresh()?;
    let (tell, events) = channel();
    listen(&app.db, &tell)?;
    tend(&app);
    app.pending.working.start(&app.db, true);
    let ended = pump(&mut app, &mut tty, &mut guard, &events);
    // Whatever ended it, what was typed is kept and the others see that we left.
    let saved = app.save_drafts();
    keep::forget();
    let left = claim::leave(&mut app.db);
    drop(guard);
    ended.and(saved).and(left)
}

fn listen(db: &Db, tell: &Sender<Event>) -> Result<()> {
    let (keys, bell, system) = (tell.clone(), tell.clone(), tell.clone());
    std::thread::spawn(move || read_terminal(&keys));
    watch::start(db, move || bell.send(Event::Committed).is_ok());
    // The listener must live as long as the program; it ends with the process.
    std::mem::forget(signals::listen(move |signal| system.send(Event::Signal(signal)).is_ok())?);
    Ok(())
}

/// Sends up what has waited too long, makes the slots of columns 90 days ahead, removes what has expired, learns from what was decided and judges by it what waits,
/// on a thread and a connection of its own; nobody waits for it and nobody is told (the journal says what was removed,
/// and rows are read again when they change).
fn tend(app: &App) {
    let db = &app.db;
    let how = Opening { path: db.path().to_owned(), create: false, me: db.me().clone(), clock: db.clock() };
    let config = app.setup.config.clone();
    // If it cannot be done now, the next start tries again.
    std::thread::spawn(move || -> Result<()> {
        let mut db = Db::open(how)?;
        crate::moderation::store::climb(&mut db)?;
        crate::calendar::store::extend(&mut db)?;
        let limit = db.now().plus(-i64::from(config.keep_text_days) * DAY);
        store::settle(&mut db, &config, limit)?;
        purge::expire(&mut db, config.keep_text_days, config.keep_journal_days)?;
        store::learn(&mut db, &config)?;
        store::rescore(&mut db, &config).map(drop)
    });
}

fn pump(app: &mut App, tty: &mut Tty, guard: &mut Guard, events: &Receiver<Event>) -> Result<()> {
    let mut waits = Waits::default();
    while !app.pending.quit {
        let mut dirty = false;
        match events.recv_timeout(patience(app, &waits)) {
            Ok(event) => dirty |= handle(app, event)?,
            Err(RecvTimeoutError::Timeout) => dirty |= pass_time(app, &mut waits)?,
            Err(RecvTimeoutError::Disconnected) => return Ok(()),
        }
        while let Ok(event) = events.try_recv() {
            dirty |= handle(app, event)?;
        }
        if app.pending.drafts.is_empty() {
            waits.typed = None;
        } else if waits.typed.is_none() {
            waits.typed = Some(Instant::now());
        }
        if std::mem::take(&mut app.pending.hold.touched) {
            waits.opened = app.unsettled().then(Instant::now);
        }
        if std::mem::take(&mut app.pending.suspend) {
            guard.suspend()?;
            app.pending.clear = true;
            dirty = true;
        }
        send_copy(app, tty);
        if dirty && !app.pending.quit {
            draw(app, tty)?;
        }
    }
    Ok(())
}

/// How long to sleep: until the next minute, or until something is to be saved or claimed.
fn patience(app: &App, waits: &Waits) -> Duration {
    let now = app.db.now().0;
    let minute = match app.db.clock() {
        Clock::System => Duration::from_millis(u64::try_from(MINUTE - now.rem_euclid(MINUTE)).unwrap_or(1) + 5),
        Clock::Frozen(_) => Duration::from_secs(3600),
    };
    let lane = if app.lane.is_some() { Duration::from_secs(10) } else { minute };
    let left = |since: Option<Instant>, after: Duration| {
        since.map_or(minute, |t| (t + after).saturating_duration_since(Instant::now()))
    };
    left(waits.typed, DRAFT_AFTER).min(left(waits.opened, CLAIM_AFTER)).min(minute).min(lane)
}

fn pass_time(app: &mut App, waits: &mut Waits) -> Result<bool> {
    if waits.opened.is_some_and(|t| t.elapsed() >= CLAIM_AFTER) {
        waits.opened = None;
        return Ok(told(app, App::settle));
    }
    if waits.typed.is_some_and(|t| t.elapsed() >= DRAFT_AFTER) {
        return Ok(told(app, |app| app.save_drafts().map(|()| false)));
    }
    // What the minute has left to be worked out; the commit tells everybody when it is done.
    app.pending.working.start(&app.db, false);
    // Whoever joined meanwhile, by hand or by an import elsewhere, gets the plan of newcomers.
    quietly(app, |app| {
        crate::sop::store::newcomers::greet(&mut app.db, app.setup.zone)?;
        app.refresh()
    });
    Ok(true)
}

/// Does `work`; an error is shown. True if there is something to draw.
fn told(app: &mut App, work: impl FnOnce(&mut App) -> Result<bool>) -> bool {
    work(app).unwrap_or_else(|error| {
        app.show(&error);
        true
    })
}

fn handle(app: &mut App, event: Event) -> Result<bool> {
    match event {
        Event::Key(key) => app.press(&key),
        Event::Paste(text) => app.paste(&text),
        Event::Resize => {}
        Event::Committed => {
            if !app.version.moved(&app.db)? {
                return Ok(false);
            }
            quietly(app, |app| app.refresh().and_then(|()| app.still_ours()));
        }
        Event::Signal(Signal::Terminate | Signal::Hangup | Signal::Interrupt) | Event::Gone => app.pending.quit = true,
        Event::Signal(Signal::Stop) => app.pending.suspend = !app.setup.restricted,
        Event::Signal(Signal::Continue | Signal::Reload) => app.pending.clear = true,
    }
    Ok(true)
}

/// Reads again without taking the status line away; an error, or what a colleague has done to us, takes its place.
fn quietly(app: &mut App, read: impl FnOnce(&mut App) -> Result<()>) {
    let kept = app.status.take();
    match read(app) {
        Ok(()) => {
            let said = app.status.take();
            let urgent = said.as_ref().is_some_and(|s| s.tone == Tone::Conflict);
            app.status = if urgent { said } else { kept.or(said) };
        }
        Err(error) => app.show(&error),
    }
}

fn draw(app: &mut App, tty: &mut Tty) -> Result<()> {
    let failed = |e: std::io::Error| Error::user("tui.terminal").with("cause", e);
    if std::mem::take(&mut app.pending.clear) {
        tty.clear().map_err(failed)?;
    }
    tty.autoresize().map_err(failed)?;
    let size = tty.size().map_err(failed)?;
    app.size = (size.width, size.height);
    tty.draw(|f| frame::draw(app, f)).map_err(failed)?;
    Ok(())
}

fn send_copy(app: &mut App, tty: &mut Tty) {
    if let Some(text) = app.pending.copy.take() {
        let env = |name: &str| std::env::var(name).ok();
        let ways = Ways { env: &env, restricted: app.setup.restricted, tmux: &clipboard::tmux };
        let sent = match app.setup.clipboard {
            true => clipboard::send(&text, &ways, tty.backend_mut().writer()),
            false => Sent::Nowhere,
        };
        app.sent(&text, &sent);
    }
}

/// Writes a rule sign and asks where the cursor is: a terminal that draws it two columns wide gets the ASCII signs.
/// Asked after the first screen, so that a slow line does not delay it; keys typed meanwhile are kept.
fn probe_width(app: &mut App, tty: &mut Tty) -> Result<()> {
    use ratatui::crossterm::{cursor, execute, style::Print};
    if app.setup.config.glyphs != GlyphChoice::Auto || app.setup.glyphs.rule_focus == ASCII.rule_focus {
        return Ok(());
    }
    let rule = frame::first_rule(app);
    let row = rule.unwrap_or(0);
    let writer = tty.backend_mut().writer();
    if execute!(writer, cursor::MoveTo(0, row), Print(UNICODE.rule_focus)).is_err() {
        return Ok(());
    }
    let wide = cursor::position().is_ok_and(|(column, _)| column == 2);
    tty.backend_mut().forget();
    if wide {
        app.setup.glyphs = &ASCII;
    }
    // On a rule the sign is the one that stands there anyway; drawing again puts the terminal's cursor back.
    app.pending.clear = wide || rule.is_none();
    draw(app, tty)
}
