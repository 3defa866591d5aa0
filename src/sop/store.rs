//! All SQL of the room: templates, people waiting, the meter; playbooks and their runs, incidents.

mod card;
mod decide;
mod heard;
mod hours;
pub mod incidents;
mod inquiries;
mod log;
mod meter;
pub mod newcomers;
mod order;
mod pack;
pub mod plans;
pub mod runs;
pub mod statements;
mod steps;
mod templates;
mod words;

pub use card::{Card, card, last_answer};
pub use decide::{Answer, again, answer, answer_and_wait, close, pause, resume};
pub use heard::{Taken, heard_with, listened_for, take};
pub use hours::{redue, set_hours, timetable};
pub use inquiries::{Counts, Of, Wanted, colleagues, counts, handed, inquiries, inquiry, last_change, logged};
pub use log::{NewInquiry, log, log_all, log_in};
pub use meter::{Brief, First, brief, promise};
pub use order::{Sort, hand, hand_up, snooze, sort, wake};
pub use pack::{Existing, Imported, export, import, install_starter};
pub use templates::{Print, add, edit, fingerprint, template, templates};
pub use words::{
    Over, Wording, history, last_values, limits, past, phrases, remember, remove_phrase, set_limit, set_phrase,
};

use crate::base::Result;
use crate::db::Db;

/// A community to choose from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Row id.
    pub id: i64,
    /// What people call it.
    pub name: String,
    /// Its platform, by id.
    pub platform: String,
}

/// The communities that are not archived, in the operators' order.
///
/// # Errors
/// Database errors.
pub fn places(db: &Db) -> Result<Vec<Place>> {
    let mut stmt =
        db.conn().prepare_cached("SELECT id, name, platform FROM community WHERE archived = 0 ORDER BY sort, id")?;
    let rows = stmt.query_map([], |r| Ok(Place { id: r.get(0)?, name: r.get(1)?, platform: r.get(2)? }))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

#[cfg(test)]
pub(super) mod testing {
    use super::{NewInquiry, add, log, places};
    use crate::base::{At, Config, Zone};
    use crate::db::testing::{self, File};
    use crate::sop::inquiry::Kind;
    use crate::sop::promise::{Hours, Timetable};
    use crate::sop::template::{Category, NewTemplate};

    pub fn at(text: &str) -> At {
        At::parse(&format!("2026-10-{text}:00+08:00")).unwrap()
    }

    pub fn hours() -> Hours {
        Hours::of(&Config::default(), Zone::default())
    }

    pub fn table() -> Timetable {
        Timetable::from(hours())
    }

    pub fn wording(code: &str, name: &str, keywords: &str, body: &str) -> NewTemplate {
        NewTemplate {
            code: code.into(),
            name: name.into(),
            category: Category::Ask,
            keywords: keywords.into(),
            body: body.into(),
            ..NewTemplate::default()
        }
    }

    pub fn asks(db: &mut crate::db::Db, place: usize, who: &str, kind: Kind, text: &str, when: &str) -> i64 {
        let community_id = places(db).unwrap()[place].id;
        let new = NewInquiry { community_id, who: who.into(), kind, text: text.into(), at: Some(at(when)) };
        log(db, &new, &table()).unwrap()
    }

    /// The moment of the screens: three waiting, one of them with six minutes left, and four templates.
    pub fn file() -> File {
        let mut file = testing::file();
        file.db
            .write("test.communities", |tx| {
                for (name, platform) in [("交流群", "qq"), ("VIP群", "wechat"), ("粉丝群", "douyin")] {
                    tx.execute("INSERT INTO community(name, platform) VALUES (?1, ?2)", [name, platform])?;
                }
                Ok(())
            })
            .unwrap();
        for (code, name, keywords, body) in [
            ("hf", "直播回放在哪看", "回放 直播 错过", "{昵称}，回放在群公告第一条，链接 {链接}。"),
            (
                "tk",
                "退款流程",
                "退款 退货 退 坏",
                "亲，{昵称}，退款已登记，单号 {单号}。\n48 小时内原路退回；寄回运费由我们承担。",
            ),
            ("tkjd", "退款进度查询", "进度 到账", "您的退款单 {单号} 预计 {日期} 到账。"),
            ("bf", "少发漏发 补寄", "少发 漏发", "抱歉让您少收了东西，补寄单号 {单号}。"),
            ("yd", "新人引导", "新人 入群", "欢迎 {昵称} 来到 {社群}。先看群公告。"),
        ] {
            add(&mut file.db, wording(code, name, keywords, body)).unwrap();
        }
        asks(&mut file.db, 2, "豆沙包", Kind::Complaint, "团购模具少发了一个", "10T17:17");
        asks(&mut file.db, 0, "林小雨", Kind::Refund, "烤箱温度计坏了，能退吗", "10T16:56");
        asks(&mut file.db, 1, "阿May", Kind::Ask, "今晚的直播在哪看回放？", "10T17:09");
        file
    }
}

#[cfg(test)]
mod tests;
