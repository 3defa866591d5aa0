use super::*;
use crate::base::clock::{DAY, HOUR};
use crate::db::testing::{self, File};
use crate::messages::ledger::{self, Kind, Row};

/// A row of 群 `community` as exports give it; the tests change what they are about.
fn row<'a>(community: i64, at: At, kind: Kind, key: &'a str, text: &'a str) -> Row<'a> {
    let mark = ledger::mark(kind, None, key, text, 0);
    Row { community, at, kind, mark, key, name: key, text, source_id: "", reply_to: "", source: "" }
}

/// Enters `rows` as the finished batch `name`.
fn import(db: &mut Db, name: &str, rows: &[Row]) -> (i64, Counts) {
    let mut loader = Loader::begin(db, name, Zone::default(), 30).unwrap();
    db.aside(|conn, _| {
        rows.iter().try_for_each(|row| loader.enter(conn, row).map(|_| ()))?;
        loader.settle(conn)
    })
    .unwrap();
    (loader.batch, loader.finish(db, "test").unwrap())
}

fn read<T: rusqlite::types::FromSql>(db: &Db, sql: &str) -> Vec<T> {
    let mut rows = db.conn().prepare(sql).unwrap();
    let rows = rows.query_map([], |r| r.get(0)).unwrap();
    rows.collect::<rusqlite::Result<_>>().unwrap()
}

fn with_community() -> (File, i64) {
    let mut file = testing::file();
    let id = community(&mut file.db, "qq", "g1", "群", "").unwrap();
    (file, id)
}

#[test]
fn a_community_is_known_by_its_key_then_by_its_name() {
    let (mut file, first) = with_community();
    let find = |db: &mut Db, platform, key, name| community(db, platform, key, name, "").unwrap();
    assert_eq!(find(&mut file.db, "qq", "g1", "改了名的群"), first, "the key counts, whatever the name");
    let second = find(&mut file.db, "qq", "g2", "群");
    assert_ne!(second, first, "the same name with another key is another community");
    assert_eq!(read::<String>(&file.db, "SELECT name FROM community ORDER BY id"), ["群", "群 (g2)"]);
    assert_ne!(find(&mut file.db, "telegram", "g1", "群"), first, "keys belong to their platform");
    assert_eq!(find(&mut file.db, "qq", "", "群"), first, "without a key the name decides");
    assert_eq!(find(&mut file.db, "other", "", "qq/群"), first, "and may say on which platform");
    // One made by hand takes the key of the first export that has its name.
    let by_hand = find(&mut file.db, "qq", "", "进阶群");
    assert_eq!(find(&mut file.db, "qq", "g9", "进阶群"), by_hand);
    assert_eq!(find(&mut file.db, "qq", "g9", "又改了名"), by_hand);
    assert_eq!(file.db.head().unwrap().0, 0, "it belongs to the import's entry");
}

#[test]
fn rows_without_ids_are_told_apart_and_never_doubled() {
    let (mut file, c) = with_community();
    let now = testing::now();
    let twice = [row(c, now, Kind::Message, "a", "哈哈"), row(c, now, Kind::Message, "a", "哈哈")];
    let (_, counts) = import(&mut file.db, "first", &twice);
    assert_eq!((counts.new, counts.duplicate), (2, 0), "the same words twice in one minute are two messages");
    let (_, counts) = import(&mut file.db, "second", &twice);
    assert_eq!((counts.new, counts.duplicate), (0, 2), "another export of the same minute holds nothing new");
    let edited = |text| {
        let mark = ledger::mark(Kind::Message, Some("77"), "a", text, 0);
        Row { mark, source_id: "77", ..row(c, now.plus(1), Kind::Message, "a", text) }
    };
    let (_, counts) = import(&mut file.db, "third", &[edited("早"), edited("早安")]);
    assert_eq!((counts.new, counts.duplicate), (1, 1), "with an id an edited message stays the same");
    assert_eq!(read::<i64>(&file.db, "SELECT messages FROM daily"), [3]);
}

#[test]
fn texts_are_kept_for_their_days_and_counted_for_ever() {
    let (mut file, c) = with_community();
    let now = testing::now();
    let rows = [
        row(c, now.plus(-31 * DAY), Kind::Message, "a", "太旧"),
        row(c, now.plus(-29 * DAY), Kind::Message, "a", "还留"),
        row(c, now, Kind::Message, "a", ""),
        Row { source_id: "5", reply_to: "4", ..row(c, now.plus(1), Kind::Message, "b", "今天") },
    ];
    let (_, counts) = import(&mut file.db, "a", &rows);
    assert_eq!(counts.new, 4);
    assert_eq!(read::<String>(&file.db, "SELECT text FROM message ORDER BY at"), ["还留", "今天"]);
    assert_eq!(
        read::<String>(&file.db, "SELECT source_id || '>' || reply_to FROM message WHERE text = '今天'"),
        ["5>4"]
    );
    assert_eq!(read::<i64>(&file.db, "SELECT messages FROM daily ORDER BY day"), [1, 1, 2]);
    assert_eq!(read::<i64>(&file.db, "SELECT active FROM daily ORDER BY day"), [1, 1, 2]);
    assert_eq!(read::<i64>(&file.db, "SELECT first_time FROM daily ORDER BY day"), [1, 0, 1]);
}

#[test]
fn who_comes_and_goes_is_on_their_card() {
    let (mut file, c) = with_community();
    let now = testing::now();
    let at = |hours: i64| now.plus(hours * HOUR);
    let rows = [
        Row { source: "阿禾", ..row(c, at(0), Kind::Join, "a", "") },
        row(c, at(1), Kind::Message, "a", "大家好"),
        row(c, at(2), Kind::Leave, "a", ""),
        row(c, at(0), Kind::Join, "b", ""),
        row(c, at(3), Kind::Removed, "b", ""),
        row(c, at(4), Kind::Join, "a", ""),
    ];
    let (_, counts) = import(&mut file.db, "a", &rows);
    assert_eq!((counts.joins, counts.leaves), (3, 2));
    let times = "SELECT json_array(joined_at, left_at, first_seen, last_seen, source) FROM member ORDER BY key";
    let card = |times: [Option<At>; 4], source: &str| {
        serde_json::to_string(&(times[0], times[1], times[2], times[3], source)).unwrap()
    };
    assert_eq!(
        read::<String>(&file.db, times),
        [card([Some(at(4)), None, Some(at(1)), Some(at(1))], "阿禾"), card([Some(at(0)), Some(at(3)), None, None], "")],
        "who comes back has not left, and who brought them is remembered"
    );
    let day = "SELECT json_array(joins, leaves, removed) FROM daily";
    assert_eq!(read::<String>(&file.db, day), ["[3,1,1]"]);
}

#[test]
fn days_begin_where_the_community_is() {
    let mut file = testing::file();
    let here = community(&mut file.db, "qq", "1", "这里", "").unwrap();
    let there = community(&mut file.db, "qq", "2", "那里", "America/New_York").unwrap();
    let at = At::parse("2026-10-10T03:00:00Z").unwrap();
    import(&mut file.db, "a", &[row(here, at, Kind::Message, "a", "x"), row(there, at, Kind::Message, "a", "x")]);
    assert_eq!(read::<String>(&file.db, "SELECT day FROM daily ORDER BY community_id"), ["2026-10-10", "2026-10-09"]);
}

#[test]
fn a_batch_is_taken_back_but_not_what_people_decided() {
    let (mut file, c) = with_community();
    let now = testing::now();
    import(&mut file.db, "kept", &[row(c, now, Kind::Message, "a", "一")]);
    let taken = [row(c, now.plus(1), Kind::Message, "a", "二"), row(c, now.plus(2), Kind::Message, "b", "三")];
    let (batch, _) = import(&mut file.db, "taken", &taken);
    for state in ["pending", "approved"] {
        let sql = "INSERT INTO item(kind, state, community_id, who, text, created_at, batch_id) VALUES ('content', ?1, ?2, '', '', 1, ?3)";
        file.db.conn().execute(sql, params![state, c, batch]).unwrap();
    }
    let seq = file.db.head().unwrap().0;
    let undo = |db: &mut Db| db.undo_with(seq, |tx, _| undo_batch(tx, batch, Zone::default()).map(|()| true));
    undo(&mut file.db).unwrap();
    assert_eq!(read::<String>(&file.db, "SELECT text FROM message"), ["一"]);
    assert_eq!(read::<String>(&file.db, "SELECT state FROM item"), ["approved"]);
    assert_eq!(read::<i64>(&file.db, "SELECT messages FROM daily"), [1]);
    assert_eq!(read::<String>(&file.db, "SELECT key FROM member"), ["a"], "nothing is known of b any more");
    assert_eq!(undo(&mut file.db).unwrap_err().says.key, "db.undone_already");
    let again = file.db.write("test", |tx| undo_batch(tx, batch, Zone::default()));
    assert_eq!(again.unwrap_err().says.key, "app.import_undone");
    let me = file.db.me().name.clone();
    assert_eq!(file.db.last_redoable(&me).unwrap(), None);
    let redo = file.db.head().unwrap().0;
    assert_eq!(file.db.undo(redo).unwrap_err().says.key, "db.lasting", "import the file again instead");
    let undone: Vec<bool> = batches(&file.db, 9).unwrap().iter().map(|b| b.undone).collect();
    assert_eq!(undone, [true, false]);
    let (_, counts) = import(&mut file.db, "taken", &taken);
    assert_eq!((counts.new, counts.duplicate), (2, 0), "which then enters it anew");
    file.db.verify().unwrap();
}

#[test]
fn a_batch_tells_what_it_was_and_an_empty_one_is_forgotten() {
    let (mut file, c) = with_community();
    let mut loader = Loader::begin(&mut file.db, "b.json", Zone::default(), 30).unwrap();
    (loader.counts.read, loader.counts.skipped) = (9, 2);
    let (batch, me) = (loader.batch, file.db.me().name.clone());
    loader.finish(&mut file.db, "telegram").unwrap();
    let empty = Loader::begin(&mut file.db, "leer.csv", Zone::default(), 30).unwrap().batch;
    let open = |db: &Db| batches(db, 9).unwrap().into_iter().map(|b| (b.id, b.finished)).collect::<Vec<_>>();
    assert_eq!(open(&file.db), [(empty, false), (batch, true)]);
    abandon(&mut file.db, empty).unwrap();
    assert_eq!(open(&file.db), [(batch, true)]);
    let told = batches(&file.db, 1).unwrap().remove(0);
    assert_eq!((told.name.as_str(), told.format.as_str(), told.operator), ("b.json", "telegram", me));
    assert_eq!((told.counts.read, told.counts.skipped, told.at), (9, 2, testing::now()));
    let (full, _) = import(&mut file.db, "voll", &[row(c, testing::now(), Kind::Message, "a", "x")]);
    abandon(&mut file.db, full).unwrap();
    assert!(open(&file.db).contains(&(full, true)), "one with rows stays");
    let entry = file.db.entry(file.db.head().unwrap().0).unwrap();
    assert_eq!((entry.action.as_str(), entry.item), ("import.batch", format!("batch:{full}")));
}
