//! Posts as an iCalendar file (RFC 5545), every occurrence as an event of its own at its moment in UTC, so that every reader
//! agrees about when it is, whatever it knows about zones and days off.

use super::super::post::{Post, State};
use super::super::row::place;
use crate::base::{At, Lang, Zone};
use chrono::DateTime;

/// The longest line, in octets, without its end.
const LINE: usize = 75;

/// Writes `posts`. `print` tells this file's events from those of other files; `now` is when it is written.
#[must_use]
pub fn write(posts: &[Post], zone: Zone, now: At, print: &str, lang: &Lang) -> String {
    let mut out = String::new();
    let mut line = |name: &str, value: &str| fold(&mut out, &format!("{name}:{value}"));
    for (name, value) in [
        ("BEGIN", "VCALENDAR"),
        ("VERSION", "2.0"),
        ("PRODID", "-//qun//calendar//EN"),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", "PUBLISH"),
    ] {
        line(name, value);
    }
    for post in posts {
        let status = match post.state {
            State::Dropped => "CANCELLED",
            State::Planned | State::Approved | State::Published | State::Reviewed => "CONFIRMED",
            _ => "TENTATIVE",
        };
        line("BEGIN", "VEVENT");
        line("UID", &format!("post-{}-{print}@qun", post.id));
        line("SEQUENCE", &post.version.saturating_sub(1).to_string());
        line("DTSTAMP", &moment(now));
        line("DTSTART", &moment(post.due(zone)));
        line("DURATION", "PT15M");
        line("SUMMARY", &escaped(&post.title));
        line("LOCATION", &escaped(&place(lang, &post.platform, &post.community)));
        line("CATEGORIES", &escaped(&post.kind.label(lang)));
        line("STATUS", status);
        if !post.body.trim().is_empty() {
            line("DESCRIPTION", &escaped(&post.body));
        }
        if post.link.starts_with("http://") || post.link.starts_with("https://") {
            line("URL", &plain(&post.link));
        }
        line("END", "VEVENT");
    }
    line("END", "VCALENDAR");
    out
}

/// `20261010T091500Z`
fn moment(at: At) -> String {
    DateTime::from_timestamp_millis(at.0).unwrap_or_default().format("%Y%m%dT%H%M%SZ").to_string()
}

/// Without control characters but line ends and tabs, which TEXT may not hold.
fn plain(text: &str) -> String {
    text.replace("\r\n", "\n").chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect()
}

fn escaped(text: &str) -> String {
    plain(text).replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace('\n', "\\n")
}

/// Writes a content line: at most 75 octets each, cut between characters, the rest on lines that begin with a blank.
fn fold(out: &mut String, line: &str) {
    let mut used = 0;
    for c in line.chars() {
        if used + c.len_utf8() > LINE {
            out.push_str("\r\n ");
            used = 1;
        }
        out.push(c);
        used += c.len_utf8();
    }
    out.push_str("\r\n");
}
