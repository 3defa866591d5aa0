//! The desk an import's records come to: it gathers them into chunks, enters each chunk in one transaction, and hands
//! what screening stops at to the queue.

use super::super::scorer::Scorer;
use super::ahead::Ahead;
use super::petition::Petition;
use super::waiting::Waiting;
use super::watch::Watch;
use super::{Done, How, MOST_REASONS, Progress, Skipped, title};
use crate::base::clock::DAY;
use crate::base::config::Config;
use crate::base::{At, Error, Kind, Result, Says};
use crate::db::{Db, setting};
use crate::intake::{self, Chat, Record, Sink, What};
use crate::messages::ledger::{self, Repeats, Row};
use crate::messages::store::{self, Loader, Span};
use crate::moderation;
use crate::moderation::item::ItemKind;
use crate::moderation::screening::{Message, Outside, RuleState, Screen, Settings, Verdict};
use crate::moderation::store::NewItem;
use std::collections::{HashMap, HashSet};
use std::path::PathBuf;

/// Rows of one transaction: others wait no longer than that for their turn.
const CHUNK: usize = 4000;

/// Takes records, gathers them into chunks, enters each chunk in one transaction.
pub(super) struct Desk<'a> {
    db: &'a mut Db,
    how: &'a How,
    progress: &'a mut dyn FnMut(Progress),
    loader: Option<Loader>,
    chats: Vec<usize>,
    communities: Vec<i64>,
    known: HashMap<(String, String), usize>,
    waiting: Vec<Waiting>,
    petitions: Vec<Petition>,
    texts: String,
    repeats: Repeats,
    screen: Screen,
    watch: Watch,
    /// The first look, until there has been one.
    look: Option<&'a dyn Fn() -> Ahead>,
    scorer: Option<Scorer>,
    programs: HashSet<i64>,
    /// The newest moment known of, as yet or by the first look.
    newest: At,
    /// First and last row of each community in the file at hand.
    reach: HashMap<usize, (At, At)>,
    keep_days: u32,
    file: String,
    done: Done,
}

impl<'a> Desk<'a> {
    pub(super) fn new(
        db: &'a mut Db,
        paths: &[PathBuf],
        how: &'a How,
        config: &Config,
        look: &'a dyn Fn() -> Ahead,
        progress: &'a mut dyn FnMut(Progress),
    ) -> Result<Desk<'a>> {
        let settings = Settings::from(&config.screening);
        if !how.dry_run {
            moderation::store::learn(db, config)?;
        }
        let screen = moderation::store::screen(db, config)?;
        let scorer = Scorer::new(&config.screening).filter(|_| how.ask_outside);
        let on = |rule| Ok::<_, Error>(moderation::store::rule_state(db, rule)? == RuleState::On);
        // What goes into one community cannot be said in several.
        let (waves, repeats) = (on("wave")?, how.community.is_none() && on("repeat")?);
        let file_zone = setting::zone(db)?;
        let loader =
            if how.dry_run { None } else { Some(Loader::begin(db, &title(paths), file_zone, config.keep_text_days)?) };
        let batch = loader.as_ref().map_or(0, |l| l.batch);
        Ok(Desk {
            db,
            how,
            progress,
            loader,
            chats: Vec::new(),
            communities: Vec::new(),
            known: HashMap::new(),
            waiting: Vec::with_capacity(CHUNK),
            petitions: Vec::new(),
            texts: String::new(),
            repeats: Repeats::default(),
            screen,
            watch: Watch::new(&settings, |rule| if rule == "wave" { waves } else { repeats }, batch),
            look: Some(look),
            scorer,
            programs: HashSet::new(),
            newest: At(i64::MIN),
            reach: HashMap::new(),
            keep_days: config.keep_text_days,
            file: String::new(),
            done: Done::default(),
        })
    }

    pub(super) fn met(&mut self, summary: intake::Summary) {
        for (list, name) in [(&mut self.done.formats, summary.format), (&mut self.done.encodings, summary.encoding)] {
            if !list.contains(&name) {
                list.push(name);
            }
        }
        self.done.replaced += summary.replaced;
        self.heard(summary.whole);
    }

    /// The file is over: tells how far it reached in each community.
    fn heard(&mut self, whole: bool) {
        let Some(loader) = &mut self.loader else { return };
        for (place, (first, last)) in self.reach.drain() {
            loader.heard(Span { community: self.communities[place], first, last, whole });
        }
    }

    /// A file begins: its chats are numbered anew.
    pub(super) fn open(&mut self, name: &str) {
        (self.progress)(Progress::File(name));
        name.clone_into(&mut self.file);
        self.chats.clear();
        self.repeats = Repeats::default();
    }

    /// A file broke off; what came before stays.
    pub(super) fn broke(&mut self, name: String, error: Error) {
        self.heard(false);
        self.done.broken.push((name, error));
    }

    /// The place of a chat's community in `communities`.
    fn community(&mut self, chat: &Chat) -> Result<usize> {
        if let Some(place) = self.chats.get(chat.number) {
            return Ok(*place);
        }
        let name = self.how.community.as_ref().unwrap_or(&chat.name).clone();
        let key = if self.how.community.is_some() { String::new() } else { chat.key.clone() };
        let place = match self.known.get(&(chat.platform.to_owned(), format!("{name}\0{key}"))) {
            Some(place) => *place,
            None => {
                let id = if self.how.dry_run { 0 } else { self.find_or_make(chat.platform, &key, &name)? };
                self.communities.push(id);
                let place = self.communities.len() - 1;
                self.known.insert((chat.platform.to_owned(), format!("{name}\0{key}")), place);
                place
            }
        };
        // Chats are numbered from 0 in order of appearance within a file.
        self.chats.push(place);
        Ok(place)
    }

    fn find_or_make(&mut self, platform: &str, key: &str, name: &str) -> Result<i64> {
        let zone = self.how.zone.map(|z| z.to_string()).unwrap_or_default();
        store::community(self.db, platform, key, name, &zone)
    }

    /// Enters what is waiting.
    fn flush(&mut self) -> Result<()> {
        let waiting = std::mem::take(&mut self.waiting);
        let texts = std::mem::take(&mut self.texts);
        if let Some(mut loader) = self.loader.take() {
            let entered = self
                .look_ahead(&waiting)
                .and_then(|()| self.enter(&mut loader, &waiting, &texts))
                .and_then(|()| self.petition(&mut loader));
            (self.progress)(Progress::Rows(self.done.counts.read));
            self.loader = Some(loader);
            entered?;
        }
        (self.waiting, self.texts) = (waiting, texts);
        self.waiting.clear();
        self.texts.clear();
        Ok(())
    }

    /// Looks through the files once something new comes; until then it would tell nothing that matters. It never tells
    /// what is judged, only what need not be.
    fn look_ahead(&mut self, waiting: &[Waiting]) -> Result<()> {
        let (Some(look), Some(last)) = (self.look, waiting.last()) else { return Ok(()) };
        if store::is_entered(self.db, self.communities[last.community], last.at, last.mark)? {
            return Ok(());
        }
        self.look = None;
        let ahead = look();
        self.newest = self.newest.max(ahead.newest.unwrap_or(self.newest));
        if let Some(chats) = ahead.chats {
            self.watch.only(chats);
        }
        Ok(())
    }

    fn enter(&mut self, loader: &mut Loader, waiting: &[Waiting], texts: &str) -> Result<()> {
        let outside = self.ask(waiting, texts);
        let limit = self.limit();
        let Desk { db, communities, screen, watch, programs, .. } = self;
        db.aside(|conn, _| {
            for (w, outside) in waiting.iter().zip(outside) {
                let row = w.row(communities[w.community], texts);
                let Some(person) = loader.enter(conn, &row)? else { continue };
                if w.bot {
                    programs.insert(person.id);
                }
                if row.kind == ledger::Kind::Join {
                    watch.joined(conn, &row)?;
                }
                if row.kind != ledger::Kind::Message || w.bot {
                    continue;
                }
                let recent = watch.wrote(conn, &row, person.id)?;
                let echoes = watch.echoes(&row, limit);
                if row.at < limit {
                    continue;
                }
                let first = person.first_seen.or(person.joined_at).unwrap_or(row.at).min(row.at);
                let age = u32::try_from(row.at.since(first) / DAY).unwrap_or(0);
                let message = Message { text: row.text, member_age_days: Some(age), recent, echoes, outside };
                if let Some(verdict) = screen.stopped(&message)
                    && moderation::store::flag(conn, &flagged(&row, person.id, verdict, loader.batch))?.is_some()
                {
                    loader.counts.queued += 1;
                }
            }
            loader.counts.queued += watch.tell(conn)?;
            loader.settle(conn)
        })
    }

    /// Puts what waits for people into the queue, after the messages it may be about.
    fn petition(&mut self, loader: &mut Loader) -> Result<()> {
        if self.petitions.is_empty() {
            return Ok(());
        }
        let petitions = std::mem::take(&mut self.petitions);
        let zone = setting::zone(self.db)?;
        let Desk { db, communities, screen, .. } = self;
        let refused = db.aside(|conn, now| {
            let mut refused = Vec::new();
            for petition in &petitions {
                let (item, origin) = petition.item(communities, screen, loader.batch);
                match moderation::store::petition(conn, now, &item, &origin, zone) {
                    Ok(Some(_)) => {
                        loader.counts.new += 1;
                        loader.counts.queued += 1;
                    }
                    Ok(None) => loader.counts.duplicate += 1,
                    // An appeal that nothing can be done about.
                    Err(error) if error.kind == Kind::User => refused.push((petition.line, error.says)),
                    Err(error) => return Err(error),
                }
            }
            Ok(refused)
        })?;
        refused.into_iter().for_each(|(line, why)| self.skip(line, why));
        Ok(())
    }

    /// What another program thinks of each row, if one is to be asked. Before the write: nobody waits for their turn
    /// while it thinks.
    fn ask(&mut self, waiting: &[Waiting], texts: &str) -> Vec<Option<Outside>> {
        let mut told = vec![None; waiting.len()];
        let limit = self.limit();
        let Some(scorer) = &mut self.scorer else { return told };
        let asked = |w: &&Waiting| w.kind == ledger::Kind::Message && !w.bot && w.at >= limit;
        let said: Vec<&str> = waiting.iter().filter(asked).map(|w| w.row(0, texts).text).collect();
        let mut answers = scorer.ask(&said).into_iter();
        for (_, told) in waiting.iter().zip(&mut told).filter(|(w, _)| asked(w)) {
            *told = answers.next().flatten();
        }
        told
    }

    /// What is older than the text limit before the newest message is not worth a judgement, whatever is found in it. Later
    /// the limit only grows.
    fn limit(&self) -> At {
        self.newest.plus(-i64::from(self.keep_days) * DAY)
    }

    /// The end: what was judged before the newest message was known, and is too old by it, goes again.
    pub(super) fn finish(mut self, files: usize) -> Result<Done> {
        self.flush()?;
        self.done.trouble = self.scorer.as_ref().and_then(Scorer::trouble);
        let nothing = self.done.broken.len() == files && self.done.counts.read == 0;
        let Some(mut loader) = self.loader.take() else {
            return if nothing { Err(self.first_error()) } else { Ok(self.done) };
        };
        let (batch, limit) = (loader.batch, self.limit());
        let old = self.db.aside(|conn, _| moderation::store::drop_flagged_before(conn, batch, limit))?;
        loader.counts.queued -= old;
        loader.counts.read = self.done.counts.read;
        loader.counts.skipped = self.done.counts.skipped;
        if nothing {
            store::abandon(self.db, batch)?;
            return Err(self.first_error());
        }
        self.done.batch = batch;
        store::are_programs(self.db, &self.programs.iter().copied().collect::<Vec<_>>())?;
        self.done.counts = loader.finish(self.db, &self.done.formats.join(" "))?;
        Ok(self.done)
    }

    fn first_error(&mut self) -> Error {
        self.done
            .broken
            .drain(..)
            .next()
            .map_or_else(|| Error::user("intake.empty").with("name", &self.file), |(_, e)| e)
    }
}

impl Sink for Desk<'_> {
    fn record(&mut self, record: Record<'_>) -> Result<()> {
        self.done.counts.read += 1;
        let community = self.community(record.chat)?;
        let (kind, text, reply, source) = match record.what {
            What::Message { text, reply_to, .. } => (ledger::Kind::Message, text, reply_to.unwrap_or(""), ""),
            What::Join { inviter } => (ledger::Kind::Join, "", "", inviter.unwrap_or("")),
            What::Leave => (ledger::Kind::Leave, "", "", ""),
            What::Removed => (ledger::Kind::Removed, "", "", ""),
            What::Waits { .. } => {
                if self.loader.is_some() {
                    self.newest = self.newest.max(record.at);
                    self.petitions.extend(Petition::of(&record, community));
                }
                return if self.petitions.len() >= CHUNK { self.flush() } else { Ok(()) };
            }
        };
        if self.loader.is_none() {
            return Ok(());
        }
        self.newest = self.newest.max(record.at);
        let reach = self.reach.entry(community).or_insert((record.at, record.at));
        *reach = (reach.0.min(record.at), reach.1.max(record.at));
        let mut mark = ledger::mark(kind, record.id, record.author_key, text, 0);
        if record.id.is_none() {
            let nth = self.repeats.nth(record.chat.number, record.at, mark);
            mark = if nth == 0 { mark } else { ledger::mark(kind, None, record.author_key, text, nth) };
        }
        let start = self.texts.len();
        let parts = [record.author_key, record.author_name, text, record.id.unwrap_or(""), reply, source];
        let ends = parts.map(|part| {
            self.texts.push_str(part);
            self.texts.len()
        });
        self.waiting.push(Waiting { community, at: record.at, kind, mark, bot: record.bot, ends, start });
        // A chunk of very long messages must not grow beyond memory either.
        if self.waiting.len() >= CHUNK || self.texts.len() > 4 << 20 {
            self.flush()?;
        }
        Ok(())
    }

    fn skip(&mut self, line: u64, reason: Says) {
        self.done.counts.skipped += 1;
        let skipped = Skipped { file: self.file.clone(), line, why: reason };
        (self.progress)(Progress::Skipped(&skipped));
        if self.done.skipped.len() < MOST_REASONS {
            self.done.skipped.push(skipped);
        }
    }
}

/// The queue item of a message that screening stopped at.
fn flagged(row: &Row, member: i64, verdict: Verdict, batch: i64) -> NewItem {
    NewItem {
        kind: ItemKind::Content,
        level: 2,
        community: row.community,
        member: Some(member),
        who: row.name.to_owned(),
        text: row.text.to_owned(),
        source: String::new(),
        hits: verdict.hits,
        suggestion: verdict.suggestion,
        score: verdict.score,
        created_at: row.at,
        message_key: format!("{}:{}:{}", row.community, row.at.0, row.mark),
        batch: Some(batch),
    }
}
