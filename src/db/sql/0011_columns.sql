-- What comes again, hot topics, imported days.

-- A column (固定栏目): what is promised again and again. The rule is in words, an empty `until` is no end, `number` is what
-- its first slot is called where the title counts ({n}).
CREATE TABLE series (
  id INTEGER PRIMARY KEY, community_id INTEGER NOT NULL REFERENCES community(id), title TEXT NOT NULL,
  rule TEXT NOT NULL, time TEXT NOT NULL, kind TEXT NOT NULL, format TEXT NOT NULL, body TEXT NOT NULL DEFAULT '',
  owner TEXT NOT NULL DEFAULT '', starts TEXT NOT NULL, until TEXT NOT NULL DEFAULT '', times INTEGER,
  number INTEGER NOT NULL DEFAULT 1, uid TEXT NOT NULL DEFAULT '', created_at INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 1
) STRICT;

-- A slot of it that was made: the day the rule gave, which stays its name wherever the entry is moved, its number, and a
-- print of what was written, by which one tells whether somebody has changed the entry since.
CREATE TABLE slot (
  id INTEGER PRIMARY KEY, series_id INTEGER NOT NULL REFERENCES series(id), day TEXT NOT NULL, n INTEGER NOT NULL,
  post_id INTEGER NOT NULL UNIQUE REFERENCES post(id), made TEXT NOT NULL, UNIQUE (series_id, day)
) STRICT;
CREATE INDEX slot_day ON slot(day);

-- Up to which day slots were made, and by which arrangements of days. Not journalled: it follows from the rest.
CREATE TABLE horizon (id INTEGER PRIMARY KEY, made_to TEXT NOT NULL, days TEXT NOT NULL) STRICT;

-- What is known of a hot topic beside its entry: who talks about it, how hot it is (1 to 5, 0 unknown), when it was seen.
CREATE TABLE hot (
  id INTEGER PRIMARY KEY, post_id INTEGER NOT NULL UNIQUE REFERENCES post(id), source TEXT NOT NULL DEFAULT '',
  heat INTEGER NOT NULL DEFAULT 0, seen_at INTEGER NOT NULL
) STRICT;

-- What an entry was called in the calendar it was imported from.
CREATE TABLE origin (
  id INTEGER PRIMARY KEY, post_id INTEGER NOT NULL REFERENCES post(id), uid TEXT NOT NULL UNIQUE
) STRICT;
