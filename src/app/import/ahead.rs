//! A first look through the files of an import, which takes a tenth of its time and saves most of it: an export of years
//! is not worth a judgement to its beginning, but only its end tells where that is; and what is said in one community
//! cannot be said in several.

use super::{How, open};
use crate::base::{At, Result, Says};
use crate::intake::{self, Options, Record, Sink};
use std::collections::HashSet;
use std::path::PathBuf;

/// What is known of an import before anything of it is entered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Ahead {
    /// A moment that a record will have, and none that was looked at a later one. `None`: nothing is known.
    pub newest: Option<At>,
    /// There will be no more chats than this. `None`: nothing is known.
    pub chats: Option<usize>,
}

impl Ahead {
    /// Looks through `paths`, each of which will be read as `options` say. What can be read only once (standard input, a
    /// pipe) is left alone.
    pub(super) fn look(paths: &[PathBuf], how: &How, options: &Options) -> Ahead {
        let (mut look, mut all) = (Look::default(), true);
        for path in paths {
            if !path.metadata().is_ok_and(|m| m.is_file()) {
                all = false;
                continue;
            }
            let options = Options { name: path.display().to_string(), ..options.clone() };
            let read = open(path).and_then(|mut b| intake::read(&mut b, how.format.as_deref(), &options, &mut look));
            // Where it breaks off it will break off again; but a disk that fails may not fail twice.
            all &= read.is_ok();
        }
        Ahead { newest: look.newest, chats: all.then_some(look.chats.len()) }
    }
}

/// Takes from every record what it tells.
#[derive(Default)]
struct Look {
    newest: Option<At>,
    chats: HashSet<(&'static str, String, String)>,
    /// The chat of the record before.
    last: Option<(&'static str, String, String)>,
}

impl Sink for Look {
    fn record(&mut self, record: Record<'_>) -> Result<()> {
        self.newest = self.newest.max(Some(record.at));
        let chat = record.chat;
        if !self.last.as_ref().is_some_and(|l| l.0 == chat.platform && l.1 == chat.key && l.2 == chat.name) {
            let chat = (chat.platform, chat.key.clone(), chat.name.clone());
            self.chats.insert(chat.clone());
            self.last = Some(chat);
        }
        Ok(())
    }

    fn skip(&mut self, _: u64, _: Says) {}
}

#[cfg(test)]
mod tests {
    use super::super::*;
    use super::*;
    use crate::base::clock::DAY;
    use crate::db::testing::{self, File as TestFile};
    use proptest::prelude::*;
    use serde_json::json;

    const MINUTE: i64 = 60_000;

    /// What people say: calls for several groups, ways to reach somebody, everyday talk.
    const SAID: [&str; 7] = [
        "新店开业大酬宾，全场五折起，先到先得，地址在人民路",
        "【新店开业大酬宾】全场5折起~先到先得~地址在人民路",
        "开业大酬宾，全场五折起，先到先得，地址在解放路",
        "加V领免费烘焙模具，名额有限",
        "看 shop.top/x 的价格",
        "今天的面团醒发好了吗，请问群里有没有人知道",
        "嗯",
    ];

    /// A row: community, author, what is said, days and minutes before now.
    type Row = (u8, u8, usize, i64, i64);

    fn written(file: &TestFile, name: &str, rows: &[Row]) -> PathBuf {
        let line = |(n, (community, author, said, days, minutes)): (usize, &Row)| {
            let ts = testing::now().0 - days * DAY - minutes * MINUTE;
            let (community, author) = (format!("群{community}"), format!("p{author}"));
            let row = json!({ "id": format!("{name}{n}"), "ts": ts, "author": author, "text": SAID[*said], "community": community });
            format!("{row}\n")
        };
        let path = file.dir.path().join(format!("{name}.jsonl"));
        std::fs::write(&path, rows.iter().enumerate().map(line).collect::<String>()).unwrap();
        path
    }

    /// Every item that was put in since `limit`, but for its number, and what it is found by.
    fn items(file: &TestFile, limit: At) -> Vec<String> {
        let sql = "SELECT json_array(kind, level, state, community_id, member_id, who, text, hits, suggestion, score, created_at,
                          message_key, batch_id, crisis, print, climbs_at, (SELECT count(*) FROM likeness WHERE item_id = id))
                   FROM item WHERE created_at >= ?1 ORDER BY created_at, message_key";
        let mut stmt = file.db.conn().prepare(sql).unwrap();
        let rows = stmt.query_map([limit.0], |r| r.get(0)).unwrap();
        rows.map(|r| r.unwrap()).collect()
    }

    /// Imports `files` into a new file, with a look ahead or knowing nothing; what is in the queue, and of how much the
    /// import told.
    fn imported(files: &[Vec<Row>], config: &Config, looked: bool, limit: At) -> (Vec<String>, i64) {
        let mut file = testing::file();
        let paths: Vec<PathBuf> =
            files.iter().enumerate().map(|(n, rows)| written(&file, &format!("f{n}"), rows)).collect();
        let how = How::default();
        let options = options(&file.db, &how).unwrap();
        let look = || if looked { Ahead::look(&paths, &how, &options) } else { Ahead::default() };
        let done = enter(&mut file.db, &paths, &how, config, &look, &mut |_| {}).unwrap();
        let all = file.db.conn().query_row("SELECT count(*) FROM item", [], |r| r.get::<_, i64>(0)).unwrap();
        assert_eq!(done.counts.queued, all, "what is told is what is there");
        (items(&file, limit), all)
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

        /// A look ahead, and what is passed over for being too old, change nothing: the queue holds what an import that
        /// judges every row finds in those that are not.
        #[test]
        fn what_is_passed_over_would_have_gone_anyway(
            files in prop::collection::vec(
                prop::collection::vec((0..4_u8, 0..3_u8, 0..SAID.len(), 0..70_i64, 0..40_i64), 1..40), 1..4),
            groups in 1..5_u32,
        ) {
            let mut config = Config::default();
            config.screening.repeat_groups = groups;
            let every = Config { keep_text_days: 36_500, ..config.clone() };
            let back = files.iter().flatten().map(|r| r.3 * DAY + r.4 * MINUTE).min().unwrap();
            let limit = testing::now().plus(-back - i64::from(config.keep_text_days) * DAY);
            let (wanted, _) = imported(&files, &every, false, limit);
            for looked in [false, true] {
                let (found, all) = imported(&files, &config, looked, limit);
                prop_assert_eq!(&found, &wanted, "looked: {}", looked);
                prop_assert_eq!(all, found.len() as i64, "nothing older is left");
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

        /// Nothing that is queued depends on the words of what is too old to be judged and to be repeated: without
        /// them it is the same, whether or not it is known beforehand how old that is.
        #[test]
        fn older_words_change_nothing(
            files in prop::collection::vec(
                prop::collection::vec((0..4_u8, 0..3_u8, 0..SAID.len(), 29..31_i64, 0..240_i64), 1..40), 1..4),
            groups in 1..5_u32,
        ) {
            let mut config = Config::default();
            config.screening.repeat_groups = groups;
            let before = |r: &Row| r.3 * DAY + r.4 * MINUTE;
            // Somebody says hello now, so that some of the others are too old.
            let mut files = files;
            files[0].push((0, 0, SAID.len() - 1, 0, 0));
            let keep = i64::from(config.keep_text_days) * DAY;
            let reach = keep + i64::from(config.screening.repeat_minutes) * MINUTE;
            let mut silent = files.clone();
            silent.iter_mut().flatten().filter(|r| before(r) > reach).for_each(|r| r.2 = SAID.len() - 1);
            let (wanted, _) = imported(&silent, &config, true, testing::now().plus(-keep));
            for looked in [false, true] {
                let (found, _) = imported(&files, &config, looked, testing::now().plus(-keep));
                prop_assert_eq!(&found, &wanted, "looked: {}", looked);
            }
        }
    }

    #[test]
    fn what_is_said_in_every_chat_there_is_repeats_if_they_are_enough() {
        for groups in 1..5_u8 {
            let mut config = Config::default();
            config.screening.repeat_groups = groups.into();
            for chats in 1..5_u8 {
                let rows: Vec<Row> = (0..chats).map(|community| (community, community, 0, 0, 9)).collect();
                let (found, _) = imported(&[rows], &config, true, testing::now().plus(-DAY));
                let repeats = found.iter().filter(|item| item.contains("\\\"repeat\\\"")).count();
                assert_eq!(repeats, usize::from((chats + 1).saturating_sub(groups)), "{chats} chats, {groups} asked");
            }
        }
    }

    #[test]
    fn what_holds_nothing_new_is_not_looked_through() {
        let mut file = testing::file();
        let rows = [(0, 0, 5, 3, 0), (1, 1, 5, 2, 0)];
        let (old, more) = (written(&file, "old", &rows), written(&file, "more", &[(0, 0, 5, 1, 0)]));
        let looks = std::cell::Cell::new(0);
        let look = || {
            looks.set(looks.get() + 1);
            Ahead::default()
        };
        for (paths, looked) in [(vec![&old], 1), (vec![&old], 1), (vec![&old, &more], 2)] {
            let paths: Vec<PathBuf> = paths.into_iter().cloned().collect();
            enter(&mut file.db, &paths, &How::default(), &Config::default(), &look, &mut |_| {}).unwrap();
            assert_eq!(looks.get(), looked, "{paths:?}");
        }
    }

    #[test]
    fn a_look_tells_how_far_all_files_reach_and_how_many_chats_they_have() {
        let file = testing::file();
        let look = |paths: &[PathBuf]| {
            let how = How::default();
            Ahead::look(paths, &how, &options(&file.db, &how).unwrap())
        };
        let old = written(&file, "old", &[(0, 0, 5, 60, 0), (1, 0, 5, 50, 0), (0, 0, 5, 55, 0)]);
        let new = written(&file, "new", &[(1, 0, 5, 3, 0), (2, 0, 5, 9, 0)]);
        let newest = |days: i64| Some(testing::now().plus(-days * DAY));
        assert_eq!(look(std::slice::from_ref(&old)), Ahead { newest: newest(50), chats: Some(2) });
        assert_eq!(look(&[new.clone(), old.clone()]), Ahead { newest: newest(3), chats: Some(3) });
        let missing = file.dir.path().join("missing.jsonl");
        assert_eq!(look(&[old, missing, PathBuf::from("-")]), Ahead { newest: newest(50), chats: None });
        assert_eq!(look(&[]), Ahead { newest: None, chats: Some(0) });
    }
}
