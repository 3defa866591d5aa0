-- Word lists, their entries and what they may do.

-- A named list of words. state: off; shadow, it runs dry; on. severity is that of words without their own.
CREATE TABLE list (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE COLLATE NOCASE, source TEXT NOT NULL DEFAULT '',
  licence TEXT NOT NULL DEFAULT '', reason TEXT NOT NULL DEFAULT 'ads', severity REAL NOT NULL DEFAULT 0.6,
  state TEXT NOT NULL DEFAULT 'off' CHECK (state IN ('off', 'shadow', 'on')),
  words INTEGER NOT NULL DEFAULT 0, created_at INTEGER NOT NULL, version INTEGER NOT NULL DEFAULT 1
) STRICT;

-- The words of a list, some thousand to a row, one a line: word, severity, marks, parted by tabs (src/moderation/wordlist.rs).
-- A list of 65,000 is written, read and undone in the time of one write that way.
CREATE TABLE list_part (
  id INTEGER PRIMARY KEY, list_id INTEGER NOT NULL REFERENCES list(id), words TEXT NOT NULL
) STRICT;
CREATE INDEX list_part_list ON list_part(list_id);

-- What every rule, list and word would have caught of the last messages when that was last tried. Not journalled.
CREATE TABLE rate (
  id INTEGER PRIMARY KEY, source TEXT NOT NULL UNIQUE, tried INTEGER NOT NULL, caught INTEGER NOT NULL,
  approved INTEGER NOT NULL, rejected INTEGER NOT NULL, words TEXT NOT NULL, at INTEGER NOT NULL
) STRICT;

-- 1: it runs dry. Only for what is enabled.
ALTER TABLE rule ADD COLUMN shadow INTEGER NOT NULL DEFAULT 0;
