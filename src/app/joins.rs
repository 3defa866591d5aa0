//! Acts that two areas share: neither sees the other's store, so they meet here, in one write and one journal entry.

use super::state::App;
use crate::base::text::Clean;
use crate::base::{Config, Result, Says, Zone};
use crate::db::{Db, setting};
use crate::moderation::item::Item;
use crate::moderation::pipeline::Rights;
use crate::moderation::store::{Target, approve_in};
use crate::sop::inquiry::Kind;
use crate::sop::store::{NewInquiry, log_in, timetable};
use crate::tui::pane::{Status, Tone};

/// Queue item `target` is a question: it is let through, and becomes an inquiry whose promise began when it was written.
///
/// # Errors
/// [`crate::base::Kind::Conflict`] when somebody was faster; an item without a text.
pub fn to_inquiry(db: &mut Db, target: Target, config: &Config, zone: Zone) -> Result<Item> {
    let hours = timetable(db, config, zone)?;
    let rights = Rights::of(&setting::role(db, &db.me().name)?);
    db.write("sop.from_item", |tx| {
        let item = approve_in(tx, target, rights, zone)?;
        let new = NewInquiry {
            community_id: item.place.id,
            who: item.who.clone(),
            kind: Kind::Ask,
            text: item.text.clone(),
            at: Some(item.created_at.min(tx.at)),
        };
        log_in(tx, &new, item.member, &format!("item:{}", item.id), &hours)?;
        tx.says(Says::new("promise.did_from_item").with("who", &item.who));
        Ok(item)
    })
}

impl App {
    /// A row of one pane goes over to another area: `item:id:version` to those who answer.
    pub(super) fn goes_over(&mut self, row: &str) -> Result<()> {
        let mut parts = row.split(':').skip(1).map(|n| n.parse().unwrap_or(0));
        let target = Target { id: parts.next().unwrap_or(0), version: parts.next().unwrap_or(0) };
        let item = to_inquiry(&mut self.db, target, &self.setup.config, self.setup.zone)?;
        let who = Clean::head(&item.who, 30).into_string();
        let text = self.setup.lang.fill("promise.status_from_item", &[("who", &who)]);
        self.status = Some(Status { tone: Tone::Info, text, more: String::new() });
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Kind as Fault;
    use crate::base::clock::MINUTE;
    use crate::db::testing;
    use crate::sop::store::{Wanted, inquiries};

    #[test]
    fn a_post_that_asks_leaves_the_queue_and_waits_for_an_answer_as_one_entry() {
        let mut file = testing::file();
        file.db
            .write("test", |tx| {
                tx.execute("INSERT INTO community(id, name, platform) VALUES (1, '群', 'qq')", [])?;
                tx.execute("INSERT INTO member(id, community_id, key, name) VALUES (7, 1, 'k', '核桃')", [])?;
                tx.execute(
                    "INSERT INTO item(id, kind, community_id, member_id, who, text, created_at)
                     VALUES (3, 'content', 1, 7, '核桃', '烤箱怎么选', ?1)",
                    [tx.at.0 - 10 * MINUTE],
                )?;
                Ok(())
            })
            .unwrap();
        let target = Target { id: 3, version: 1 };
        let before = file.db.head().unwrap().0;
        to_inquiry(&mut file.db, target, &Config::default(), Zone::default()).unwrap();
        assert_eq!(file.db.head().unwrap().0, before + 1);
        let made = inquiries(&file.db, &Wanted::default(), 9, &|_| true).unwrap().remove(0);
        assert_eq!((made.who.as_str(), made.member_id, made.text.as_str()), ("核桃", Some(7), "烤箱怎么选"));
        assert_eq!(made.due_at, testing::now().plus(20 * MINUTE), "the clock runs since it was written");
        let state = |file: &testing::File| -> String {
            file.db.conn().query_row("SELECT state FROM item WHERE id = 3", [], |r| r.get(0)).unwrap()
        };
        assert_eq!(state(&file), "approved");
        let twice = to_inquiry(&mut file.db, target, &Config::default(), Zone::default()).unwrap_err();
        assert_eq!(twice.kind, Fault::Conflict);
        file.db.undo(before + 1).unwrap();
        assert_eq!(state(&file), "pending");
        assert!(inquiries(&file.db, &Wanted::default(), 9, &|_| true).unwrap().is_empty());
        assert_eq!(file.db.verify().unwrap(), before + 2);
        crate::db::setting::enrol(&mut file.db, "甲", "data").unwrap();
        let seen = Target { id: 3, version: 3 };
        let refused = to_inquiry(&mut file.db, seen, &Config::default(), Zone::default()).unwrap_err();
        assert_eq!(refused.says.key, "promise.no_right", "who may not let a post through may not take it over either");
        assert_eq!(state(&file), "pending");
    }
}
