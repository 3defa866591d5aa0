//! Steps of playbooks as the list shows them: rows of a sort of their own among the entries, in the order of time.
//! They are decided where playbooks live; the list only hands over what was wanted.

use super::more::More;
use super::post::{Format, Kind, Post, Results, State, Track};
use super::row::{Row, place};
use crate::base::text::Clean;
use crate::base::{At, Lang, Zone};
use crate::sop::playbook::Step;
use chrono::Timelike;

impl Row {
    /// Settles how `step` is shown at `now`. Its number in the list is negative, so that it is never taken for an entry.
    #[must_use]
    pub fn of_step(step: Step, now: At, zone: Zone, lang: &Lang) -> Row {
        let local = step.due_at.local(zone);
        let post = Post {
            id: -step.id,
            version: step.version,
            community_id: step.whom.community_id.unwrap_or(0),
            community: step.whom.community.clone(),
            platform: step.whom.platform.clone(),
            zone: Some(zone),
            day: local.date(),
            time: local.time().with_second(0).and_then(|t| t.with_nanosecond(0)).unwrap_or(local.time()),
            kind: Kind::Tips,
            format: Format::Text,
            track: Track::Fixed,
            title: step.title(lang),
            body: String::new(),
            owner: step.owner.clone(),
            state: State::Planned,
            reason: String::new(),
            published_at: None,
            published_by: String::new(),
            link: String::new(),
            results: Results::default(),
            expires_at: None,
            note: String::new(),
            more: More::default(),
        };
        let mut row = Row::new(post, now, zone, lang);
        row.track = lang.text("playbook.track").to_owned();
        row.kind = String::new();
        row.state = lang.text("playbook.state_open").to_owned();
        row.place = match (step.whom.incident_id, step.whom.community.is_empty()) {
            (Some(_), _) => lang.text("playbook.of_incident").to_owned(),
            (None, true) => lang.text("playbook.everywhere").to_owned(),
            (None, false) => place(lang, &step.whom.platform, &step.whom.community),
        };
        row.body = Clean::head(&step.template, 20).into_string();
        row.step = Some(Box::new(step));
        row
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Language;
    use crate::calendar::row::Urgency;
    use crate::sop::playbook::{Moment, StepState, Whom};

    #[test]
    fn a_step_is_a_row_of_its_own_sort() {
        let at = |text: &str| At::parse(&format!("2026-10-{text}:00+08:00")).unwrap();
        let step = |due: &str, whom: Whom| Step {
            id: 7,
            run_id: 1,
            run: "新人七天".into(),
            whom,
            moment: Moment::parse("D3 10:00").unwrap(),
            due_at: at(due),
            text: "问\u{1b}[2J进度".into(),
            template: "xrjd".into(),
            owner: String::new(),
            state: StepState::Open,
            reason: String::new(),
            by: String::new(),
            at: None,
            told: 0,
            version: 1,
        };
        let group = Whom {
            community_id: Some(3),
            community: "新手1群".into(),
            platform: "wechat".into(),
            people: Some(12),
            ..Whom::default()
        };
        for (language, due, whom, place, age) in [
            (Language::Hans, "10T10:00", group.clone(), "微信 新手1群", "迟7时20"),
            (Language::Hans, "10T18:00", Whom::default(), "全部社群", "余40分"),
            (Language::Hans, "10T20:00", Whom { incident_id: Some(1), ..Whom::default() }, "危机", "待2时40"),
            (Language::En, "11T10:00", group, "WeChat 新手1群", ""),
        ] {
            let row = Row::of_step(step(due, whom), at("10T17:20"), Zone::default(), &Lang::load(language));
            assert_eq!((row.place.as_str(), row.age.as_str(), row.post.id), (place, age, -7));
            assert_eq!((row.urgency == Urgency::Late, row.owner.as_str()), (age.starts_with('迟'), "--"));
            assert!(!row.title.contains('\u{1b}') && row.step.is_some());
        }
        let row = Row::of_step(
            Step { told: 5, ..step("10T10:00", Whom { people: Some(12), ..Whom::default() }) },
            at("10T17:20"),
            Zone::default(),
            &Lang::load(Language::Hans),
        );
        assert!(row.title.starts_with("新人七天 第3天 5/12人 问"), "{}", row.title);
    }
}
