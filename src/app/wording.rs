//! Words of the template library that another pane asks for: the welcome after a join request was let in. Here, because
//! only the program sees the stores of two areas.

use super::state::App;
use crate::base::{At, Error};
use crate::base::{Lang, Result, Zone};
use crate::db::Db;
use crate::sop::store;
use crate::sop::template::{Auto, Category, Filled, Manner, Phrases, Status as Use, Template, render};
use crate::tui::pane::{Status, Tone, Wording};

/// The first template of the wanted category and platform that the facts fill, with its text; why there is none.
fn found(db: &Db, wanted: &Wording, values: &Filled, manner: Manner) -> Result<(String, String)> {
    let (all, phrases): (_, Phrases) = (store::templates(db)?, store::phrases(db)?.into_iter().collect());
    let limit = store::limits(db)?.of(&wanted.platform);
    let text = |template: &Template| -> Result<String> {
        let body = phrases.expand(template.wording.body_for(&wanted.platform, None))?;
        let text = render(&body, values, manner)?;
        limit.allows(&text).map(|()| text)
    };
    let category = Category::read(wanted.category);
    let fits = |t: &&Template| {
        let w = &t.wording;
        w.category == category && w.status == Use::Approved && (w.platform.is_empty() || w.platform == wanted.platform)
    };
    let mut fitting: Vec<&Template> = all.iter().filter(fits).collect();
    // What was written for this platform goes before what is for all, what is used most before the rest.
    fitting.sort_by_key(|t| (t.wording.platform.is_empty(), std::cmp::Reverse(t.uses)));
    let mut refused = None;
    for template in fitting {
        match text(template) {
            Ok(text) => return Ok((template.wording.code.clone(), text)),
            Err(error) => refused = refused.or(Some(error.with("code", &template.wording.code))),
        }
    }
    Err(refused.unwrap_or_else(|| Error::user("conduct.no_wording")))
}

/// What fills the slots: the facts, and moment and operator.
fn values(wanted: &Wording, lang: &Lang, now: At, zone: Zone, me: &str) -> Filled {
    let local = now.local(zone);
    let platform = lang.text(&format!("members.platform_{}", wanted.platform)).to_owned();
    let own = [
        (Auto::Time, local.format("%H:%M").to_string()),
        (Auto::Date, lang.day(now.day(zone), now.day(zone))),
        (Auto::Operator, me.to_owned()),
        (Auto::Platform, platform),
    ];
    let own = own.into_iter().map(|(auto, value)| (auto.name().to_owned(), value));
    own.chain(wanted.facts.iter().map(|(name, value)| ((*name).to_owned(), value.clone()))).collect()
}

impl App {
    /// Composes what was asked for and sends it to the clipboard, or says why not.
    pub(super) fn compose(&mut self, wanted: &Wording) -> Result<()> {
        let (setup, now) = (&self.setup, self.db.now());
        let values = values(wanted, &setup.lang, now, setup.zone, &setup.me);
        let manner = Manner { today: now.day(setup.zone), lang: &setup.lang };
        match found(&self.db, wanted, &values, manner) {
            Ok((code, text)) => {
                let says = setup.lang.fill("conduct.worded", &[("code", &code)]);
                self.status = Some(Status { tone: Tone::Info, text: says, more: String::new() });
                self.pending.copy = Some(text);
            }
            Err(error) => self.show(&error),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Language;
    use crate::db::testing;

    fn wanted(platform: &str) -> Wording {
        let facts = vec![("nickname", "Luna".to_owned()), ("community", "VIP群".to_owned())];
        Wording { category: "welcome", platform: platform.into(), facts }
    }

    fn write(db: &mut crate::db::Db, code: &str, body: &str, platform: &str, category: Category) {
        let new = crate::sop::NewTemplate {
            code: code.into(),
            name: code.into(),
            category,
            keywords: String::new(),
            body: body.into(),
            platform: platform.into(),
            status: Use::Approved,
            ..crate::sop::NewTemplate::default()
        };
        store::add(db, new).unwrap();
    }

    #[test]
    fn the_first_that_can_be_filled_is_taken_the_platforms_own_before() {
        let mut file = testing::file();
        let lang = Lang::load(Language::Hans);
        let of = |file: &testing::File, platform: &str| {
            let wanted = wanted(platform);
            let values = values(&wanted, &lang, testing::now(), Zone::default(), "周宁");
            found(&file.db, &wanted, &values, Manner { today: testing::now().day(Zone::default()), lang: &lang })
                .map_err(|e| e.says.key)
        };
        write(&mut file.db, "other", "您好 {昵称}", "", Category::Ask);
        assert_eq!(of(&file, "qq"), Err("conduct.no_wording".into()));
        write(&mut file.db, "aa", "{昵称}，口令 {口令}", "", Category::Welcome);
        assert_eq!(of(&file, "qq"), Err("sop.unfilled".into()), "a slot that nothing fills is never sent");
        write(&mut file.db, "bb", "欢迎 {昵称} 来到{社群}，{时间} {运营}", "", Category::Welcome);
        assert_eq!(of(&file, "qq").unwrap(), ("bb".into(), "欢迎 Luna 来到VIP群，17:20 周宁".into()));
        write(&mut file.db, "cc", "{nickname} 微信见 {平台}", "wechat", Category::Welcome);
        assert_eq!(of(&file, "wechat").unwrap().1, "Luna 微信见 微信");
        assert_eq!(of(&file, "qq").unwrap().0, "bb");
    }

    #[test]
    fn the_starter_set_welcomes_in_every_language() {
        for (language, _) in Language::ALL {
            let mut file = testing::file();
            store::install_starter(&mut file.db, language).unwrap();
            let (lang, wanted) = (Lang::load(language), wanted("wechat"));
            let values = values(&wanted, &lang, testing::now(), Zone::default(), "周宁");
            let (_, text) =
                found(&file.db, &wanted, &values, Manner { today: testing::now().day(Zone::default()), lang: &lang })
                    .unwrap();
            assert!(text.contains("Luna") && !text.contains('{'), "{text}");
        }
    }
}
