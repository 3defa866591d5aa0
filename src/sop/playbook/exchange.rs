//! Playbooks as TOML: `[[playbook]]` tables with `[[playbook.step]]` and `[[playbook.call]]`. Read whole or not at
//! all: a mistake names its line.

use super::{About, Moment, NewPlaybook, PlanCall, PlanStep};
use crate::base::{Error, Result};
use crate::sop::incident::Crisis;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use toml::Spanned;

/// A playbook and the line of the file it began on, from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    /// The line.
    pub line: usize,
    /// What was read.
    pub plan: NewPlaybook,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    playbook: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    code: Spanned<String>,
    name: String,
    #[serde(default = "community")]
    about: About,
    #[serde(default)]
    crisis: Option<Crisis>,
    #[serde(default)]
    note: String,
    #[serde(default)]
    step: Vec<StepRow>,
    #[serde(default)]
    call: Vec<PlanCall>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StepRow {
    at: Spanned<String>,
    text: String,
    #[serde(default)]
    template: String,
    #[serde(default)]
    owner: String,
}

fn community() -> About {
    About::Community
}

/// Reads playbooks, checked, every code once.
///
/// # Errors
/// A sentence with the line: not TOML, an unknown field, a moment that cannot be understood, what
/// [`NewPlaybook::checked`] refuses, a code that stood there before, no playbook at all.
pub fn read(text: &str) -> Result<Vec<Read>> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let line_of = |byte: usize| text.as_bytes()[..byte.min(text.len())].iter().filter(|b| **b == b'\n').count() + 1;
    let file: File = toml::from_str(text).map_err(|e| {
        let line = e.span().map_or(1, |span| line_of(span.start));
        Error::user("sop.import_syntax").with("line", line).with("cause", e.message()).hint("playbook.import_hint")
    })?;
    let mut lines: HashMap<String, usize> = HashMap::new();
    let mut out = Vec::with_capacity(file.playbook.len());
    for row in file.playbook {
        let line = line_of(row.code.span().start);
        let step = |s: StepRow| {
            let at = line_of(s.at.span().start);
            let moment = Moment::parse(s.at.get_ref()).map_err(|e| at_line(at, &e))?;
            Ok(PlanStep { moment, text: s.text, template: s.template, owner: s.owner })
        };
        let plan = NewPlaybook {
            code: row.code.into_inner(),
            name: row.name,
            about: row.about,
            crisis: row.crisis,
            note: row.note,
            steps: row.step.into_iter().map(step).collect::<Result<_>>()?,
            calls: row.call,
        };
        let plan = plan.checked().map_err(|e| at_line(line, &e))?;
        if let Some(first) = lines.insert(plan.code.clone(), line) {
            let error = Error::user("sop.import_twice").with("line", line).with("code", &plan.code);
            return Err(error.with("first", first));
        }
        out.push(Read { line, plan });
    }
    if out.is_empty() {
        return Err(Error::user("playbook.import_empty").hint("playbook.import_hint"));
    }
    Ok(out)
}

/// The same sentence, as the hint of one that names the line.
fn at_line(line: usize, error: &Error) -> Error {
    let mut outer = Error::user("sop.import_line").with("line", line);
    outer.hint = Some(Box::new(error.says.clone()));
    outer
}

/// Writes playbooks so that [`read`] gives them back.
///
/// # Errors
/// None in practice: writing to memory.
pub fn write(plans: &[NewPlaybook]) -> Result<String> {
    #[derive(Serialize)]
    struct File<'a> {
        playbook: &'a [NewPlaybook],
    }
    toml::to_string_pretty(&File { playbook: plans }).map_err(|e| Error::user("sop.export_failed").with("cause", e))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO: &str = "# ours\n[[playbook]]\ncode = \"XR\"\nname = \"新人七天\"\nabout = \"person\"\n\n\
        [[playbook.step]]\nat = \"D3 10:00\"\ntext = \"问进度\"\n\n[[playbook.step]]\nat = \"D1\"\ntext = \"发欢迎语\"\n\
        template = \"hy\"\nowner = \"小满\"\n\n[[playbook]]\ncode = \"fm\"\nname = \"奶油发霉\"\ncrisis = \"quality\"\n\
        step = [{ at = \"T+10m\", text = \"核实\" }]\ncall = [{ who = \"值班\", whom = \"经理\" }]\n";

    #[test]
    fn what_was_written_is_read_back() {
        let first = read(TWO).unwrap();
        assert_eq!(first.iter().map(|r| r.line).collect::<Vec<_>>(), [3, 18]);
        let plans: Vec<NewPlaybook> = first.into_iter().map(|r| r.plan).collect();
        assert_eq!((plans[0].code.as_str(), plans[0].about, plans[0].steps.len()), ("xr", About::Person, 2));
        assert_eq!((plans[0].steps[0].text.as_str(), plans[0].steps[0].owner.as_str()), ("发欢迎语", "小满"));
        assert_eq!((plans[1].crisis, plans[1].calls.len()), (Some(Crisis::Quality), 1));
        let text = write(&plans).unwrap();
        let again: Vec<NewPlaybook> = read(&text).unwrap().into_iter().map(|r| r.plan).collect();
        assert_eq!(again, plans, "{text}");
    }

    #[test]
    fn mistakes_name_their_line() {
        for (text, key, line) in [
            ("", "playbook.import_empty", ""),
            ("code = ", "sop.import_syntax", "1"),
            (&*TWO.replace("owner", "boss"), "sop.import_syntax", "15"),
            (&*TWO.replace("\"quality\"", "\"flood\""), "sop.import_syntax", "20"),
            (&*TWO.replace("D3 10:00", "Tuesday"), "sop.import_line", "8"),
            (&*TWO.replace("\"fm\"", "\"xr\""), "sop.import_twice", "18"),
            (&*TWO.replace("\"fm\"", "\"f9\""), "sop.import_line", "18"),
        ] {
            let error = read(text).unwrap_err();
            let at = error.says.args.get("line").map_or("", String::as_str);
            assert_eq!((error.says.key.as_str(), at), (key, line), "{text}");
        }
    }
}
