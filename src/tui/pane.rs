//! What a pane is. A pane owns its state, its command rows, its update and its drawing; the program that runs it
//! sees only [`AnyPane`]. `D` is the store the panes read and write, which the kit knows nothing about.

mod any;

pub use any::AnyPane;

use super::{Command, Look, Nav};
use crate::base::config::Config;
use crate::base::text::{cut, width};
use crate::base::{At, Lang, Result, Says, Zone};
use chrono::NaiveDate;
use ratatui::Frame;
use ratatui::crossterm::event::KeyEvent;
use ratatui::layout::Rect;

/// Everything an update may use: the store, the moment, the language, the operator, and what it wants done after.
#[derive(Debug)]
pub struct Cx<'a, D> {
    /// The store.
    pub db: &'a mut D,
    /// The moment of this event; it does not move while the event is handled.
    pub now: At,
    /// The zone in which days begin.
    pub zone: Zone,
    /// The sentences.
    pub lang: &'a Lang,
    /// The operator's name.
    pub me: &'a str,
    /// The configuration.
    pub config: &'a Config,
    /// Whether the operator's clipboard can be reached, as far as can be known.
    pub clipboard: bool,
    /// What the program should do after this update.
    pub effects: &'a mut Vec<Effect>,
}

impl<D> Cx<'_, D> {
    /// The local day of this moment.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        self.now.day(self.zone)
    }

    /// Says what happened in the status line: the result, then the way back.
    pub fn did(&mut self, says: &Says) {
        let text = self.lang.say(says);
        self.effects.push(Effect::Status(Status { tone: Tone::Info, text, more: String::new() }));
    }

    /// Says in the status line why something was not done.
    pub fn refuse(&mut self, text: String) {
        self.effects.push(Effect::Status(Status { tone: Tone::Warn, text, more: String::new() }));
    }

    /// Asks for `text` to be sent to the operator's clipboard; the status line says how it was sent.
    pub fn copy(&mut self, text: String) {
        self.effects.push(Effect::Copy(text));
    }
}

/// What an update asks of the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Show this in the status line.
    Status(Status),
    /// Send this to the operator's own clipboard over the terminal.
    Copy(String),
    /// No clipboard can be reached: show this alone, to be selected by hand, and keep it in a private file. The key
    /// that ends it, Enter or Esc, goes to the pane.
    Hand(String),
    /// Something was written: every pane and the header read again.
    Stale,
    /// The operator opened this row, `table:id`: claim it softly, as long as the pane wants every key.
    Hold(String),
    /// This row, `table:id:version`, goes over to another area; the program knows to which.
    GoesOver(String),
    /// Save what is being typed at this place (`""` text forgets it).
    Draft(String, String),
    /// Another pane is to do something about rows of its own that are shown here too.
    Errand(Errand),
    /// The pane is to have the whole screen.
    Zoom,
    /// Words of the operators' own library, filled and sent to the clipboard.
    Wording(Wording),
}

/// What one pane asks another to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Errand {
    /// The other pane's id.
    pub to: &'static str,
    /// What to do, in its own words.
    pub command: &'static str,
    /// The rows it is about.
    pub rows: Vec<i64>,
    /// What was typed or chosen for it.
    pub text: String,
    /// Whether the keys go there too.
    pub follow: bool,
}

/// Which words of the library: the first of `category` that `facts` fill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording {
    /// What they are for, by its stable name: `welcome`.
    pub category: &'static str,
    /// The platform they go out on, by id.
    pub platform: String,
    /// What is known, by the name of the slot it fills.
    pub facts: Vec<(&'static str, String)>,
}

/// A row that is open: read in full, or with a menu or form about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// The row, `table:id`.
    pub place: String,
    /// What it is called on the screen; may be empty.
    pub name: String,
}

/// A status line. It stays until the next key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// How it is meant.
    pub tone: Tone,
    /// What happened.
    pub text: String,
    /// A second line, for conflicts.
    pub more: String,
}

/// How a status line is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// A result.
    Info,
    /// A refusal.
    Warn,
    /// Somebody else was faster.
    Conflict,
}

/// How much room a pane has and what it is for there (screens.md §0 "Geometry").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Below 60x16: rows only, no preview, shortest columns.
    Tiny,
    /// The only pane on an 80-column screen: list above, detail below (60:40).
    Single,
    /// Zoomed on 110 columns or more: list of 71 columns left, detail of 48 right.
    Wide,
    /// One of four on the dashboard; the focused one has the larger share.
    Cell {
        /// Whether the keys go here.
        focused: bool,
    },
}

/// A pane's line in the tab strip and the dashboard.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Badge {
    /// For the tab strip: `20 旧3时12`.
    pub text: String,
    /// For 40 columns: `20`.
    pub short: String,
    /// Whether something in it is late, overdue or out of band.
    pub alarm: bool,
}

/// The one row of a pane with the least time left, for line 2 and `t`. What does not apply is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Urgent {
    /// Who or what it is: `林小雨`.
    pub name: String,
    /// The platform's label: `QQ`.
    pub platform: String,
    /// The community: `交流群`.
    pub community: String,
    /// Of what kind: `退款`.
    pub kind: String,
    /// The time, which is never cut: `余6分`.
    pub time: String,
    /// Milliseconds left; negative when overdue.
    pub left: i64,
}

impl Urgent {
    /// `林小雨 QQ 交流群 退款 余6分` in `columns`: the kind goes first, then the platform, then the ends of both names.
    #[must_use]
    pub fn within(&self, columns: usize) -> String {
        let (name, community) = (&*self.name, &*self.community);
        let said = |parts: &[&str]| {
            let said = parts.iter().copied().chain([&*self.time]);
            said.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
        };
        let forms = [
            &[name, &self.platform, community, &self.kind][..],
            &[name, &self.platform, community],
            &[name, community],
        ];
        if let Some(whole) = forms.into_iter().map(said).find(|text| width(text) <= columns) {
            return whole;
        }
        let room = columns.saturating_sub(width(&self.time) + 1);
        if community.is_empty() {
            return said(&[&cut(name, room)]);
        }
        // A name keeps at least half, and what the place leaves.
        let name = cut(name, (room / 2).max(room.saturating_sub(width(community) + 1)));
        said(&[&name, &cut(community, room.saturating_sub(width(&name) + 1))])
    }
}

/// What a pane brings. `Action` holds only what an operator can want; ticks and resizes are not actions.
pub trait Pane<D> {
    /// What can be wanted here.
    type Action: Copy + std::fmt::Debug + 'static;

    /// The pane's name in ids and configuration: `queue`.
    const ID: &'static str;
    /// The catalogue key of its title.
    const TITLE: &'static str;
    /// Its command rows; ids begin with `ID.`.
    const COMMANDS: &'static [Command<Self::Action>];

    /// Reads the rows again from the store. Called at the start, after writes, when others committed, each minute.
    ///
    /// # Errors
    /// Store errors.
    fn refresh(&mut self, cx: &mut Cx<D>) -> Result<()>;

    /// Reads what the first screen shows of a pane that has not the focus; the rest comes right after it, with
    /// [`Pane::refresh`].
    ///
    /// # Errors
    /// Store errors.
    fn glance(&mut self, cx: &mut Cx<D>) -> Result<()> {
        self.refresh(cx)
    }

    /// Why `action` cannot run now; `None` if it can. The only place that decides it: the dispatcher refuses with
    /// it, help and palette grey out with it.
    fn why_not(&self, action: Self::Action, lang: &Lang) -> Option<String>;

    /// Does `action`.
    ///
    /// # Errors
    /// Store errors and lost races; the program shows them and keeps running.
    fn update(&mut self, action: Self::Action, cx: &mut Cx<D>) -> Result<()>;

    /// Moves, marks (the keys that mean the same in every pane). `page` is the visible height last drawn.
    ///
    /// # Errors
    /// Store errors when further rows are read.
    fn nav(&mut self, nav: Nav, cx: &mut Cx<D>) -> Result<()>;

    /// Whether a field, menu, chooser or form is open here and wants every key.
    fn captures(&self) -> bool;

    /// A key while [`Pane::captures`].
    ///
    /// # Errors
    /// As [`Pane::update`].
    fn key(&mut self, key: KeyEvent, cx: &mut Cx<D>) -> Result<()>;

    /// Pasted text while [`Pane::captures`].
    fn paste(&mut self, text: &str);

    /// Another label for a command while this pane means something else by it; a catalogue key.
    fn label(&self, _action: Self::Action) -> Option<&'static str> {
        None
    }

    /// Does what another pane asks for.
    ///
    /// # Errors
    /// As [`Pane::update`].
    fn take(&mut self, _errand: &Errand, _cx: &mut Cx<D>) -> Result<()> {
        Ok(())
    }

    /// Opens the filter line of the list (`/`).
    fn filter(&mut self);

    /// Esc outside captures: clears filter, then marks. False when there was nothing to clear.
    ///
    /// # Errors
    /// Store errors when the unfiltered rows are read again.
    fn back(&mut self, cx: &mut Cx<D>) -> Result<bool>;

    /// The title rule: left (after the title) and right.
    fn heading(&self, look: &Look, shape: Shape) -> (String, String);

    /// The tab strip's text.
    fn badge(&self, look: &Look) -> Badge;

    /// The row with the least time left.
    fn urgent(&self, look: &Look) -> Option<Urgent>;

    /// Puts the cursor on that row.
    fn go_urgent(&mut self);

    /// The hint line while [`Pane::captures`]; empty when the command rows speak for themselves.
    fn hints(&self, look: &Look) -> String;

    /// For [`Shape::Wide`] with the detail beside the list: the detail's title and right text on the title rule.
    fn beside(&self, _look: &Look) -> Option<(String, String)> {
        None
    }

    /// The row that is open here: claimed softly while it is, so that others see so.
    fn opened(&self) -> Option<Opened> {
        None
    }

    /// A line for the status row when nothing else is to be said there (what the row under the cursor needs).
    fn whisper(&self, _look: &Look) -> String {
        String::new()
    }

    /// Draws everything below the title rule. Takes `&self`: no store, no clock, cannot fail.
    fn draw(&self, frame: &mut Frame, area: Rect, look: &Look, shape: Shape);
}

#[cfg(test)]
mod tests {
    use super::Urgent;

    #[test]
    fn the_time_left_is_never_cut() {
        let late = Urgent { name: "Morning watering, day 12".into(), time: "late 8h20".into(), ..Urgent::default() };
        for (room, want) in [
            (60, "Morning watering, day 12 late 8h20"),
            (34, "Morning watering, day 12 late 8h20"),
            (28, "Morning watering.. late 8h20"),
            (10, "late 8h20"),
        ] {
            assert_eq!(late.within(room).trim(), want, "{room}");
        }
        let next = Urgent {
            name: "林小雨".into(),
            platform: "QQ".into(),
            community: "交流群".into(),
            kind: "退款".into(),
            time: "余6分".into(),
            left: 0,
        };
        for (room, want) in [
            (27, "林小雨 QQ 交流群 退款 余6分"),
            (26, "林小雨 QQ 交流群 余6分"),
            (21, "林小雨 交流群 余6分"),
            (18, "林小雨 交.. 余6分"),
            (17, "林.. 交流群 余6分"),
        ] {
            assert_eq!(next.within(room), want, "{room}");
        }
    }
}
