//! What happened in the communities, entered and screened like an import, in two batches: the days until yesterday,
//! and today. What the queue is to hold is said here too, by people among the others.

use super::crowd::{Crowd, FIRST, Member};
use super::dice::{Of, below, share};
use super::queue::Said;
use super::stage::{Script, Stage, Who};
use crate::base::clock::{DAY, MINUTE};
use crate::base::{At, Clock, Result};
use crate::db::Db;
use crate::messages::ledger::{self, Kind, Row};
use crate::messages::store::{Loader, Person};
use crate::moderation::item::{ItemKind, Suggestion};
use crate::moderation::screening::{Message, Rates, Screen, Settings, Verdict};
use crate::moderation::store::{self, NewItem, insert_flagged};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Texts are there of so many days: enough to read in.
const TEXT_DAYS: i64 = 3;

/// Rows of one transaction, as an import has them.
const CHUNK: usize = 4_000;

/// When people write, by the hour from midnight.
const RHYTHM: [u32; 24] = [3, 2, 1, 1, 1, 2, 4, 7, 8, 8, 8, 8, 10, 9, 7, 7, 7, 8, 9, 11, 13, 13, 10, 6];

/// What came of it.
pub(super) struct Entered {
    /// The item of each [`Said`].
    pub items: Vec<i64>,
    /// What each day counts.
    pub census: Census,
}

/// The counts of each day from [`FIRST`] on, by days from today; a day without logs has none.
#[derive(Debug, Default)]
pub(super) struct Census(BTreeMap<i64, Count>);

/// The counts of a day.
#[derive(Debug, Default, Clone)]
pub(super) struct Count {
    /// Members at 00:00.
    pub members: usize,
    /// Who spoke, by community and key.
    pub spoke: usize,
    /// Messages.
    pub messages: usize,
    /// Who came.
    pub joins: usize,
    /// Who went.
    pub leaves: usize,
}

impl Census {
    pub(super) fn day(&self, n: i64) -> Option<&Count> {
        self.0.get(&n)
    }

    fn of(lines: &[Line], stage: &Stage) -> Census {
        let mut census = Census::default();
        let mut spoke: HashSet<(i64, usize, &str)> = HashSet::new();
        let mut members = 0;
        for line in lines {
            let day = line.at.day(stage.zone).signed_duration_since(stage.today).num_days();
            if day >= FIRST {
                let count = census.0.entry(day).or_insert_with(|| Count { members, ..Count::default() });
                match line.kind {
                    Kind::Message => count.messages += 1,
                    Kind::Join => count.joins += 1,
                    Kind::Leave | Kind::Removed => count.leaves += 1,
                }
                if line.kind == Kind::Message && spoke.insert((day, line.place, &line.key)) {
                    count.spoke += 1;
                }
            }
            match line.kind {
                Kind::Join => members += 1,
                Kind::Leave | Kind::Removed => members -= 1,
                Kind::Message => {}
            }
        }
        census
    }
}

/// One row to be entered.
struct Line {
    at: At,
    place: usize,
    kind: Kind,
    key: String,
    name: String,
    text: String,
    source: String,
    /// What the queue gets of it, by its place in the list.
    said: Option<usize>,
    /// A message of somebody whose speed is watched.
    watched: bool,
}

/// The stable key of a member at the platform.
pub(super) fn key(number: usize) -> String {
    format!("m{:06x}", number * 40_503 % 0xff_ffff)
}

/// Enters everything, and puts into the script when the batches were done.
///
/// # Errors
/// Store errors.
pub(super) fn enter<'a>(
    db: &mut Db,
    stage: &Stage,
    crowd: &Crowd,
    said: &[Said],
    script: &mut Script<'a>,
) -> Result<Entered> {
    let mut lines = chatter(stage, crowd, said);
    lines.extend(said.iter().enumerate().flat_map(|(n, s)| spoken(stage, n, s)));
    let knocks = |s: &&Said| s.kind == ItemKind::Join && s.text.is_empty() && s.source.is_empty();
    lines.extend(said.iter().find(knocks).into_iter().flat_map(put_out));
    lines.sort_by_key(|l| l.at);
    let census = Census::of(&lines, stage);
    let mut desk = Desk {
        stage,
        said,
        screen: store::screen(db, &crate::base::Config::default())?,
        rates: Rates::new(&Settings::default()),
        items: vec![0; said.len()],
        rows: 0,
    };
    let midnight = stage.zone.midnight(stage.today);
    let (past, today) = lines.split_at(lines.partition_point(|l| l.at < midnight));
    for (name, when, lines) in [("demo.batch_past", midnight, past), ("demo.batch_today", stage.ago(4), today)] {
        db.rename(stage.name(Who::Editor));
        db.set_clock(Clock::Frozen(when));
        let mut loader = Loader::begin(db, stage.lang.text(name), stage.zone, 30)?;
        lines.chunks(CHUNK).try_for_each(|chunk| desk.enter(db, &mut loader, chunk))?;
        script.add(when, Who::Editor, |db| loader.finish(db, "jsonl").map(drop));
    }
    desk.applications(db)?;
    Ok(Entered { items: desk.items, census })
}

/// Enters lines and screens what they say.
struct Desk<'a> {
    stage: &'a Stage<'a>,
    said: &'a [Said],
    screen: Screen,
    rates: Rates,
    items: Vec<i64>,
    rows: usize,
}

impl Desk<'_> {
    fn enter(&mut self, db: &mut Db, loader: &mut Loader, lines: &[Line]) -> Result<()> {
        db.aside(|conn, _| {
            for line in lines {
                self.rows += 1;
                loader.counts.read += 1;
                let id = self.rows.to_string();
                let Some(person) = loader.enter(conn, &self.row(line, &id))? else { continue };
                let Some(found) = self.judge(line, &person, loader.batch, id) else { continue };
                let item = insert_flagged(conn, &found)?;
                loader.counts.queued += 1;
                if let Some(n) = line.said {
                    self.items[n] = item;
                }
            }
            loader.settle(conn)
        })
    }

    fn row<'l>(&self, line: &'l Line, id: &'l str) -> Row<'l> {
        Row {
            community: self.stage.places[line.place],
            at: line.at,
            kind: line.kind,
            mark: ledger::mark(line.kind, Some(id), &line.key, &line.text, 0),
            key: &line.key,
            name: &line.name,
            text: &line.text,
            source_id: id,
            reply_to: "",
            source: &line.source,
        }
    }

    /// What the queue gets of a line: whatever a rule stops at, and what is to be judged before it is seen.
    fn judge(&mut self, line: &Line, person: &Person, batch: i64, id: String) -> Option<NewItem> {
        if line.text.is_empty() {
            return None;
        }
        let first = person.joined_at.or(person.first_seen).unwrap_or(line.at);
        let recent = if line.watched { self.rates.seen(person.id, line.at) } else { 0 };
        // Of a flood only the last message is an item.
        let recent = if line.said.is_none() { 0 } else { recent };
        let age = u32::try_from(line.at.since(first) / DAY).ok();
        let verdict =
            self.screen.check(&Message { text: &line.text, member_age_days: age, recent, ..Message::default() });
        let (said, level) = (line.said.map(|n| &self.said[n]), 2);
        if said.is_none() && verdict.hits.is_empty() {
            return None;
        }
        Some(NewItem {
            kind: ItemKind::Content,
            level,
            community: self.stage.places[line.place],
            member: Some(person.id),
            who: line.name.clone(),
            text: line.text.clone(),
            source: String::new(),
            hits: verdict.hits,
            suggestion: verdict.suggestion,
            score: verdict.score,
            created_at: line.at,
            message_key: id,
            batch: Some(batch),
        })
    }

    /// What does not come with a chat log: who wants to come in, and what members report.
    fn applications(&mut self, db: &mut Db) -> Result<()> {
        db.aside(|conn, _| {
            for (n, s) in self.said.iter().enumerate().filter(|(_, s)| s.kind != ItemKind::Content) {
                let Verdict { hits, suggestion, score } =
                    self.screen.check(&Message { text: &s.text, ..Message::default() });
                let suggestion = match s.kind {
                    ItemKind::Join => Suggestion::for_join(&s.text, &s.source),
                    // Somebody has found something, even if no rule has.
                    _ if hits.is_empty() => Suggestion::Look,
                    _ => suggestion,
                };
                self.items[n] = insert_flagged(
                    conn,
                    &NewItem {
                        kind: s.kind,
                        level: 2,
                        community: self.stage.places[s.place],
                        member: None,
                        who: s.who.clone(),
                        text: s.text.clone(),
                        source: s.source.clone(),
                        hits,
                        suggestion,
                        score,
                        created_at: s.at,
                        message_key: String::new(),
                        batch: None,
                    },
                )?;
            }
            Ok(())
        })
    }
}

/// Those who wait for an answer are members too: in each place somebody of whom the queue
/// knows nothing, and who joined before today.
fn askers<'s>(stage: &'s Stage, crowd: &Crowd, said: &[Said]) -> HashMap<usize, &'s str> {
    let mut found = HashMap::new();
    for asker in &stage.words.waiting {
        let fits = |(number, m): &(usize, &Member)| {
            let free = !found.contains_key(number) && !said.iter().any(|s| s.key == key(*number));
            m.place == asker.place && m.left.is_none() && m.joined < 0 && free
        };
        if let Some((number, _)) = crowd.members.iter().enumerate().rfind(fits) {
            found.insert(number, asker.who.as_str());
        }
    }
    found
}

/// What the crowd did.
fn chatter(stage: &Stage, crowd: &Crowd, said: &[Said]) -> Vec<Line> {
    let mut lines = Vec::with_capacity(40_000);
    let askers = askers(stage, crowd, said);
    let line = |number: usize, member: &Member, at, kind| Line {
        at,
        place: member.place,
        kind,
        key: key(number),
        name: askers.get(&number).map_or_else(|| stage.words.nickname(number), |who| (*who).to_owned()),
        text: String::new(),
        source: String::new(),
        said: None,
        watched: false,
    };
    for (number, member) in crowd.members.iter().enumerate() {
        let joined = moment(stage, member.joined, share(Of::Moment, number as i64, -1) * 0.7);
        let source = below(Of::Came, number as i64, 1, stage.words.sources.len());
        let source = stage.words.sources[source].clone();
        lines.push(Line { source, ..line(number, member, joined, Kind::Join) });
        if let Some(left) = member.left {
            let at = moment(stage, left, share(Of::Moment, number as i64, -2));
            lines.push(line(number, member, at, Kind::Leave));
        }
    }
    for day in FIRST..=0 {
        for (number, messages) in &crowd.day(day).speakers {
            let member = &crowd.members[*number];
            for n in 0..*messages {
                let roll = (*number * 8 + n) as i64;
                let u = share(Of::Moment, roll, day);
                // Nobody speaks before they have come in.
                let u = if member.joined == day { 0.7 + 0.3 * u } else { u };
                let mut said = line(*number, member, moment(stage, day, u), Kind::Message);
                if day > -TEXT_DAYS {
                    let (words, plant) = (below(Of::Text, roll, day, usize::MAX), *number);
                    said.text = stage.words.about_plants(&stage.words.lines, words, plant);
                }
                lines.push(said);
            }
        }
    }
    lines
}

/// How somebody came and what they wrote; nothing for what no chat log holds.
fn spoken(stage: &Stage, n: usize, said: &Said) -> Vec<Line> {
    if said.kind != ItemKind::Content {
        return Vec::new();
    }
    let line = |at, kind| Line {
        at,
        place: said.place,
        kind,
        key: said.key.clone(),
        name: said.who.clone(),
        text: String::new(),
        source: String::new(),
        said: None,
        watched: true,
    };
    let mut lines = Vec::new();
    if let Some(days) = said.came {
        let source = stage.words.sources[n % stage.words.sources.len()].clone();
        lines.push(Line { source, ..line(said.at.plus(-days * DAY - 9 * MINUTE), Kind::Join) });
    }
    // The last one at the moment itself, the others two seconds apart before it.
    for back in (0..said.times as i64).rev() {
        let text = said.text.clone();
        let item = (back == 0).then_some(n);
        lines.push(Line { text, said: item, ..line(said.at.plus(-2_000 * back), Kind::Message) });
    }
    lines
}

/// Somebody who knocks without a word was put out of another community before qun was there.
fn put_out(said: &Said) -> [Line; 2] {
    [(FIRST - 20, Kind::Join), (FIRST - 9, Kind::Removed)].map(|(day, kind)| Line {
        at: said.at.plus(day * DAY),
        place: PUT_OUT_OF,
        kind,
        key: said.key.clone(),
        name: said.who.clone(),
        text: String::new(),
        source: String::new(),
        said: None,
        watched: false,
    })
}

/// The community that had them.
const PUT_OUT_OF: usize = 2;

/// The moment of day `n` by which the share `u` of what a day's people write is written; today's day ends now.
fn moment(stage: &Stage, n: i64, u: f64) -> At {
    let midnight = stage.zone.midnight(stage.day(n));
    if n == 0 {
        return midnight.plus((stage.now.since(midnight) as f64 * u) as i64);
    }
    let length = stage.zone.midnight(stage.day(n + 1)).since(midnight) as f64;
    let mut rest = u * f64::from(RHYTHM.iter().sum::<u32>());
    for (hour, weight) in RHYTHM.iter().enumerate() {
        let weight = f64::from(*weight);
        if rest < weight {
            return midnight.plus(((hour as f64 + rest / weight) / 24.0 * length) as i64);
        }
        rest -= weight;
    }
    midnight.plus(length as i64 - 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::clock::HOUR;
    use crate::base::{Lang, Language, Zone};
    use std::collections::HashMap;

    fn stage<'a>(lang: &'a Lang, now: &str) -> Stage<'a> {
        Stage::new(lang, Zone::default(), At::parse(now).unwrap(), "me").unwrap()
    }

    #[test]
    fn a_day_is_quiet_at_night_and_ends_with_itself_or_now() {
        let lang = Lang::load(Language::En);
        let stage = stage(&lang, "2026-10-10T17:20:00+08:00");
        let midnight = stage.zone.midnight(stage.day(-1));
        let hour = |u: f64| moment(&stage, -1, u).since(midnight) / HOUR;
        assert_eq!((hour(0.0), hour(0.999_999)), (0, 23));
        let said: Vec<i64> = (0..1_000).map(|n| hour(f64::from(n) / 1_000.0)).collect();
        assert!(said.is_sorted());
        let within = |from: i64, to: i64| said.iter().filter(|h| (from..to).contains(h)).count();
        assert!(within(1, 6) * 5 < within(19, 24), "{} {}", within(1, 6), within(19, 24));
        assert_eq!(moment(&stage, 0, 0.0), stage.zone.midnight(stage.today));
        assert!(moment(&stage, 0, 0.999).since(stage.now) < 0);
    }

    #[test]
    fn people_speak_only_while_they_are_there() {
        let lang = Lang::load(Language::Hans);
        let stage = stage(&lang, "2026-10-10T09:05:00+08:00");
        let crowd = Crowd::new(|_| 1.0);
        let mut lines = chatter(&stage, &crowd, &[]);
        assert!(
            lines
                .iter()
                .all(|l| l.at <= stage.now && l.text.is_empty() != (l.kind == Kind::Message && !old(&stage, l)))
        );
        lines.sort_by_key(|l| l.at);
        let mut here: HashMap<(usize, &str), bool> = HashMap::new();
        for line in &lines {
            let who = (line.place, line.key.as_str());
            match line.kind {
                Kind::Join => assert_eq!(here.insert(who, true), None, "{} comes once", line.name),
                Kind::Message => assert_eq!(here.get(&who), Some(&true), "{}", line.name),
                Kind::Leave | Kind::Removed => assert_eq!(here.insert(who, false), Some(true), "{}", line.name),
            }
        }
        let census = Census::of(&lines, &stage);
        let (yesterday, today) = (census.day(-1).unwrap(), census.day(0).unwrap());
        assert_eq!(today.members, yesterday.members + yesterday.joins - yesterday.leaves);
        assert_eq!((today.spoke, today.joins), (crowd.day(0).speakers.len(), crowd.day(0).joins.len()));
        assert!(today.messages > today.spoke && census.day(super::super::crowd::HOLES[0]).is_none());
    }

    fn old(stage: &Stage, line: &Line) -> bool {
        line.at < stage.zone.midnight(stage.day(1 - TEXT_DAYS))
    }

    #[test]
    fn a_flood_is_many_messages_and_one_item() {
        let lang = Lang::load(Language::Hans);
        let stage = stage(&lang, "2026-10-10T09:05:00+08:00");
        let said = super::super::queue::said(&stage, &Crowd::new(|_| 1.0));
        let (n, flood) = said.iter().enumerate().find(|(_, s)| s.times > 1).unwrap();
        let lines = spoken(&stage, n, flood);
        let sent: Vec<&Line> = lines.iter().filter(|l| l.kind == Kind::Message).collect();
        assert_eq!((lines.len(), sent.len()), (flood.times + 1, flood.times));
        assert!(sent[0].at.plus(MINUTE) > flood.at && sent[0].watched, "within the minute that is watched");
        let items: Vec<Option<usize>> = sent.iter().map(|l| l.said).collect();
        assert_eq!((items[0], items[flood.times - 1]), (None, Some(n)));
        let (n, joins) = said.iter().enumerate().find(|(_, s)| s.kind == ItemKind::Join).unwrap();
        assert!(spoken(&stage, n, joins).is_empty(), "no chat log says who asks to come in");
    }

    #[test]
    fn keys_are_distinct() {
        let keys: HashSet<String> = (0..20_000).map(key).collect();
        assert_eq!(keys.len(), 20_000);
    }
}
