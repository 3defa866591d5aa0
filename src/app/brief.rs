//! Today in at most twelve lines: what `qun brief` prints. Lines whose count is zero are left out.

use super::header;
use crate::base::text::{Clean, cut, pad, width};
use crate::base::{At, Config, Lang, Result, Zone};
use crate::db::{Db, setting};
use crate::shift::Handover;
use crate::sop::incident::Incident;
use crate::sop::promise::{Margin, Tally};
use crate::{calendar, kpi, moderation, shift, sop};
use serde_json::{Value, json};

/// A line of a chat or a login greeting should not wrap.
const COLUMNS: usize = 72;

/// Everything the brief speaks of.
pub struct Facts {
    /// Now.
    pub now: At,
    /// Where days begin.
    pub zone: Zone,
    /// The organisation.
    pub name: String,
    /// Who asks.
    pub me: String,
    /// The open incident.
    pub incident: Option<Incident>,
    /// People waiting.
    pub sop: sop::store::Brief,
    /// What waits for a judgement.
    pub queue: moderation::store::Brief,
    /// What goes out.
    pub calendar: calendar::store::Brief,
    /// Steps of playbooks.
    pub steps: sop::store::runs::Brief,
    /// How the communities are.
    pub kpi: kpi::Brief,
    /// The last note, if it is younger than a day.
    pub note: Option<Handover>,
}

impl Facts {
    /// Whether something is late or the promise is below its target.
    #[must_use]
    pub fn alarm(&self, target_percent: u32) -> bool {
        let broken = self.sop.promise.today.total > 0
            && matches!(self.sop.promise.today.margin(target_percent), Margin::Short(_));
        broken
            || self.sop.late > 0
            || !self.calendar.late.is_empty()
            || self.steps.late > 0
            || self.incident.as_ref().and_then(|i| i.left(self.now)).is_some_and(|l| l < 0)
    }
}

/// Reads the facts.
///
/// # Errors
/// Store errors.
pub fn read(db: &Db, config: &Config, zone: Zone) -> Result<Facts> {
    let now = db.now();
    let name = match &config.name {
        Some(name) => name.clone(),
        None => setting::get(db, "name")?.unwrap_or_default(),
    };
    Ok(Facts {
        now,
        zone,
        name,
        me: db.me().name.clone(),
        incident: sop::store::incidents::open_incident(db)?,
        sop: sop::store::brief(db, now, &sop::store::timetable(db, config, zone)?)?,
        queue: moderation::store::brief(db, now)?,
        calendar: calendar::store::brief(db, now, zone)?,
        steps: sop::store::runs::brief(db, now, zone)?,
        kpi: kpi::brief(db, now, zone)?,
        note: shift::store::last_handover(db)?.filter(|n| now.since(n.at) < crate::base::clock::DAY),
    })
}

/// The lines, cleaned, at most `COLUMNS` wide.
#[must_use]
pub fn lines(f: &Facts, lang: &Lang, config: &Config) -> Vec<String> {
    let (when, ..) = header::when(f.now, f.zone, lang);
    let mut lines = vec![lang.fill("app.brief_head", &[("name", &f.name), ("when", &when), ("me", &f.me)])];
    let mut line = |key: &str, text: String| {
        let label = if lang.language.is_chinese() { pad(lang.text(key), 7) } else { pad(lang.text(key), 9) };
        lines.push(format!("{label}{text}"));
    };
    if let Some(incident) = &f.incident {
        line("app.brief_crisis", crisis(incident, f.now, lang));
    }
    if f.sop.waiting > 0 {
        line("app.brief_waiting", waiting(f, lang));
    }
    if f.queue.total > 0 {
        line("app.brief_queue", queue(f, lang));
    }
    if f.calendar.today + f.calendar.late.len() + f.calendar.gaps_week + f.calendar.stalled > 0 {
        line("app.brief_due", due(f, lang));
    }
    if f.steps.today > 0 {
        line("playbook.brief", steps(f, lang));
    }
    if let Some(text) = figures(f, lang) {
        line("app.brief_kpi", text);
    }
    if f.sop.promise.today.total + f.sop.promise.week.total > 0 {
        line("app.brief_promise", promise(f, lang, config));
    }
    if let Some(note) = &f.note {
        let at = note.at.local(f.zone).format("%H:%M");
        line("app.brief_note", format!("{} {at}{}{}", note.by, lang.text("app.colon"), note.text));
    }
    if let Some((pane, text)) = first(f, lang) {
        line("app.brief_first", lang.fill("app.brief_open", &[("what", &text), ("pane", &pane)]));
    }
    if lines.len() == 1 {
        lines.push(lang.text("app.first_none").to_owned());
    }
    lines.into_iter().take(12).map(|l| cut(&Clean::line(&format!(" {l}")), COLUMNS).into_owned()).collect()
}

fn crisis(incident: &Incident, now: At, lang: &Lang) -> String {
    match incident.left(now) {
        Some(left) if left < 0 => {
            lang.fill("app.brief_crisis_late", &[("name", &incident.name), ("time", &lang.hm(-left))])
        }
        Some(left) => lang.fill("app.brief_crisis_left", &[("name", &incident.name), ("time", &lang.hm(left))]),
        None => lang.fill("app.brief_crisis_answered", &[("name", &incident.name)]),
    }
}

fn waiting(f: &Facts, lang: &Lang) -> String {
    let first = f.sop.first.as_ref().map(|p| {
        let left = p.left_minutes * crate::base::clock::MINUTE;
        let key = if left < 0 { "app.brief_person_late" } else { "app.brief_person_left" };
        lang.fill(key, &[("who", &p.who), ("community", &p.community), ("time", &lang.span(left.abs()))])
    });
    let line = lang.fill("app.brief_waiting_line", &[("n", &f.sop.waiting), ("first", &first.unwrap_or_default())]);
    match f.sop.handed {
        0 => line,
        n => format!("{line}  {}", lang.fill("promise.handed_to_you", &[("count", &n)])),
    }
}

fn queue(f: &Facts, lang: &Lang) -> String {
    let oldest = f.queue.oldest_at.map(|at| lang.span(f.now.since(at))).unwrap_or_default();
    let (joins, content, top) = (f.queue.joins, f.queue.content, f.queue.levels[2]);
    let args: [(&str, &dyn std::fmt::Display); 5] =
        [("n", &f.queue.total), ("joins", &joins), ("content", &content), ("oldest", &oldest), ("l3", &top)];
    lang.fill("app.brief_queue_line", &args)
}

fn due(f: &Facts, lang: &Lang) -> String {
    let mut text = lang.fill("app.brief_due_line", &[("n", &f.calendar.today)]);
    if !f.calendar.late.is_empty() {
        let named: Vec<String> =
            f.calendar.late.iter().take(2).map(|(time, title)| format!("{time} {}", cut(title, 10))).collect();
        let args: [(&str, &dyn std::fmt::Display); 2] = [("n", &f.calendar.late.len()), ("what", &named.join(" "))];
        text.push_str(&lang.fill("app.brief_due_late", &args));
    }
    if f.calendar.gaps_week > 0 {
        text.push_str(&lang.fill("app.brief_due_gaps", &[("n", &f.calendar.gaps_week)]));
    }
    if f.calendar.stalled > 0 {
        text.push_str(&lang.fill("posts.brief_stalled", &[("n", &f.calendar.stalled)]));
    }
    text
}

/// `今天 3  迟 1 (新人七天 问进度)`.
fn steps(f: &Facts, lang: &Lang) -> String {
    let mut text = lang.fill("playbook.brief_today", &[("n", &f.steps.today)]);
    if let Some((run, what)) = f.steps.first.as_ref().filter(|_| f.steps.late > 0) {
        let what = format!("{} {}", cut(run, 12), cut(what, 24));
        text.push_str(&lang.fill("app.brief_due_late", &[("n", &f.steps.late), ("what", &what)]));
    }
    text
}

fn promise(f: &Facts, lang: &Lang, config: &Config) -> String {
    let today = header::meter(&f.sop.promise, config, lang);
    let share = |key: &str, t: &Tally| t.percent().map(|p| lang.fill(key, &[("percent", &p)])).unwrap_or_default();
    let week = share("app.brief_week", &f.sop.promise.week);
    let month = share("promise.brief_month", &f.sop.promise.month);
    // The label and its blank take ten columns; the month is the first to go.
    let fits = width(&today) + width(&week) + width(&month) + 10 < COLUMNS;
    if fits { format!("{today}{week}{month}") } else { format!("{today}{week}") }
}

/// The pane and the one thing that has the least time left.
fn first(f: &Facts, lang: &Lang) -> Option<(usize, String)> {
    if let Some(person) = &f.sop.first {
        let left = person.left_minutes * crate::base::clock::MINUTE;
        let key = if left < 0 { "app.brief_first_late" } else { "app.brief_first_left" };
        return Some((
            2,
            lang.fill(
                key,
                &[("area", &lang.text("sop.title")), ("who", &person.who), ("time", &lang.span(left.abs()))],
            ),
        ));
    }
    let (time, title) = f.calendar.late.first()?;
    Some((1, format!("{} {time} {title}", lang.text("calendar.title"))))
}

/// The same as one JSON object; unknown is null.
#[must_use]
pub fn json(f: &Facts, zone: Zone) -> Value {
    let incident = f.incident.as_ref().map(|i| {
        json!({ "name": i.name, "opened_at": i.opened_at.rfc3339(zone), "due_at": i.due_at.rfc3339(zone),
                "left_minutes": i.left(f.now).map(|l| l.div_euclid(crate::base::clock::MINUTE)) })
    });
    let note = f.note.as_ref().map(|n| json!({ "at": n.at.rfc3339(zone), "by": n.by, "text": n.text }));
    json!({
        "now": f.now.rfc3339(zone), "name": f.name, "operator": f.me, "incident": incident, "sop": f.sop, "queue": f.queue,
        "calendar": f.calendar, "steps": f.steps, "kpi": f.kpi, "note": note,
    })
}

/// `越界 1 退群率 0.62% (目标 <=0.40%)  留意 1  未填 1`; nothing when all is well and filled in.
fn figures(f: &Facts, lang: &Lang) -> Option<String> {
    let k = &f.kpi;
    let mut text = String::new();
    if let Some(first) = &k.first {
        let value = kpi::wording::value(lang, first.row, first.value);
        let goal = kpi::wording::target(lang, first.row, first.target);
        let args: [(&str, &dyn std::fmt::Display); 4] =
            [("n", &k.out), ("metric", &lang.text(first.label)), ("value", &value), ("goal", &goal)];
        text.push_str(&lang.fill("app.brief_kpi_out", &args));
    }
    for (key, n) in [("app.brief_kpi_watch", k.watch), ("app.brief_kpi_unfilled", k.unfilled)] {
        if n > 0 {
            text.push_str(&lang.fill(key, &[("n", &n)]));
        }
    }
    (!text.is_empty()).then(|| text.trim_start().to_owned())
}
