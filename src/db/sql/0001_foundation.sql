-- The first shape of the file. Never edit a shipped migration: append the next number.
-- Times are UTC milliseconds, days are local YYYY-MM-DD text, flags are 0/1.
-- Every TEXT column is classified in src/db/privacy.rs.

CREATE TABLE setting (
  id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, value TEXT NOT NULL
) STRICT;

CREATE TABLE operator (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE,
  role TEXT NOT NULL CHECK (role IN ('manager', 'content', 'volunteer', 'data')),
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE community (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL, platform TEXT NOT NULL, tier TEXT NOT NULL DEFAULT '',
  parent_id INTEGER REFERENCES community(id), openness TEXT NOT NULL DEFAULT 'open',
  zone TEXT NOT NULL DEFAULT '', source_key TEXT NOT NULL DEFAULT '', sort INTEGER NOT NULL DEFAULT 0,
  archived INTEGER NOT NULL DEFAULT 0, version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE UNIQUE INDEX community_name ON community(platform, name);
CREATE UNIQUE INDEX community_source ON community(platform, source_key) WHERE source_key <> '';

CREATE TABLE member (
  id INTEGER PRIMARY KEY, community_id INTEGER NOT NULL REFERENCES community(id),
  key TEXT NOT NULL, name TEXT NOT NULL, role TEXT NOT NULL DEFAULT '', source TEXT NOT NULL DEFAULT '',
  joined_at INTEGER, left_at INTEGER, first_seen INTEGER, last_seen INTEGER,
  note TEXT NOT NULL DEFAULT '', note_at INTEGER, version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE UNIQUE INDEX member_key ON member(community_id, key);

-- One import. Undone as a whole.
CREATE TABLE batch (
  id INTEGER PRIMARY KEY, at INTEGER NOT NULL, operator TEXT NOT NULL, name TEXT NOT NULL, format TEXT NOT NULL,
  records INTEGER NOT NULL DEFAULT 0, fresh INTEGER NOT NULL DEFAULT 0, duplicate INTEGER NOT NULL DEFAULT 0,
  skipped INTEGER NOT NULL DEFAULT 0, queued INTEGER NOT NULL DEFAULT 0, joins INTEGER NOT NULL DEFAULT 0,
  leaves INTEGER NOT NULL DEFAULT 0, finished INTEGER NOT NULL DEFAULT 0, undone_at INTEGER
) STRICT;

-- The ledger: what was seen, without its text. kind 0 message, 1 join, 2 leave, 3 removed. mark tells equal moments apart.
CREATE TABLE event (
  community_id INTEGER NOT NULL, at INTEGER NOT NULL, mark INTEGER NOT NULL,
  member_id INTEGER NOT NULL, kind INTEGER NOT NULL, batch_id INTEGER NOT NULL,
  PRIMARY KEY (community_id, at, mark)
) STRICT, WITHOUT ROWID;

-- Texts, kept only for the days of `keep_text_days`.
CREATE TABLE message (
  id INTEGER PRIMARY KEY, community_id INTEGER NOT NULL, member_id INTEGER NOT NULL, at INTEGER NOT NULL,
  text TEXT NOT NULL, source_id TEXT NOT NULL DEFAULT '', reply_to TEXT NOT NULL DEFAULT '', batch_id INTEGER NOT NULL
) STRICT;
CREATE INDEX message_at ON message(at);
CREATE INDEX message_batch ON message(batch_id);

CREATE TABLE active (
  community_id INTEGER NOT NULL, day TEXT NOT NULL, member_id INTEGER NOT NULL, messages INTEGER NOT NULL,
  PRIMARY KEY (community_id, day, member_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE daily (
  community_id INTEGER NOT NULL, day TEXT NOT NULL, messages INTEGER NOT NULL DEFAULT 0, active INTEGER NOT NULL DEFAULT 0,
  first_time INTEGER NOT NULL DEFAULT 0, joins INTEGER NOT NULL DEFAULT 0, leaves INTEGER NOT NULL DEFAULT 0,
  removed INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (community_id, day)
) STRICT, WITHOUT ROWID;
CREATE INDEX daily_day ON daily(day);

CREATE TABLE rule (
  id INTEGER PRIMARY KEY, kind TEXT NOT NULL CHECK (kind IN ('word', 'allow', 'pattern', 'domain')),
  pattern TEXT NOT NULL, reason TEXT NOT NULL DEFAULT 'ads', severity REAL NOT NULL DEFAULT 0.6,
  enabled INTEGER NOT NULL DEFAULT 1, version INTEGER NOT NULL DEFAULT 1, UNIQUE (kind, pattern)
) STRICT;

-- One thing waiting for a judgement.
CREATE TABLE item (
  id INTEGER PRIMARY KEY, kind TEXT NOT NULL CHECK (kind IN ('content', 'join', 'report', 'appeal')),
  level INTEGER NOT NULL DEFAULT 2 CHECK (level BETWEEN 1 AND 3),
  state TEXT NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'approved', 'rejected')),
  community_id INTEGER NOT NULL REFERENCES community(id), member_id INTEGER REFERENCES member(id),
  who TEXT NOT NULL, text TEXT NOT NULL, source TEXT NOT NULL DEFAULT '', hits TEXT NOT NULL DEFAULT '[]',
  suggestion TEXT NOT NULL DEFAULT '', score REAL NOT NULL DEFAULT 0, created_at INTEGER NOT NULL,
  raised_by TEXT NOT NULL DEFAULT '', raised_at INTEGER, note TEXT NOT NULL DEFAULT '', snoozed_until INTEGER,
  decided_at INTEGER, decided_by TEXT NOT NULL DEFAULT '', reason TEXT NOT NULL DEFAULT '', notice TEXT NOT NULL DEFAULT '',
  message_key TEXT NOT NULL DEFAULT '', batch_id INTEGER, version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX item_pending ON item(created_at, id) WHERE state = 'pending';
-- Covers the counts by kind, level and suggestion.
CREATE INDEX item_lane ON item(kind, level, suggestion, snoozed_until) WHERE state = 'pending';
CREATE INDEX item_decided ON item(decided_at) WHERE decided_at IS NOT NULL;
CREATE INDEX item_member ON item(member_id) WHERE member_id IS NOT NULL;
CREATE INDEX item_batch ON item(batch_id) WHERE batch_id IS NOT NULL;

-- One calendar entry.
CREATE TABLE post (
  id INTEGER PRIMARY KEY, community_id INTEGER NOT NULL REFERENCES community(id), day TEXT NOT NULL, time TEXT NOT NULL,
  kind TEXT NOT NULL DEFAULT 'tips', format TEXT NOT NULL DEFAULT 'article', track TEXT NOT NULL DEFAULT 'fixed',
  title TEXT NOT NULL, body TEXT NOT NULL DEFAULT '', owner TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL DEFAULT 'draft'
    CHECK (state IN ('gap', 'idea', 'draft', 'review', 'approved', 'planned', 'published', 'reviewed', 'hold', 'dropped')),
  reason TEXT NOT NULL DEFAULT '', published_at INTEGER, published_by TEXT NOT NULL DEFAULT '', link TEXT NOT NULL DEFAULT '',
  reads INTEGER, likes INTEGER, comments INTEGER, shares INTEGER, completion REAL,
  expires_at INTEGER, note TEXT NOT NULL DEFAULT '', created_at INTEGER NOT NULL, version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX post_day ON post(day, time);

CREATE TABLE template (
  id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE COLLATE NOCASE, name TEXT NOT NULL, category TEXT NOT NULL,
  keywords TEXT NOT NULL DEFAULT '', body TEXT NOT NULL, platform TEXT NOT NULL DEFAULT '',
  status TEXT NOT NULL DEFAULT 'approved' CHECK (status IN ('draft', 'approved', 'retired')),
  updated_at INTEGER NOT NULL, updated_by TEXT NOT NULL, version INTEGER NOT NULL DEFAULT 1
) STRICT;
-- What tells whether the library has changed is read from the index alone.
CREATE INDEX template_print ON template(updated_at, version);

-- One person waiting for an answer.
CREATE TABLE inquiry (
  id INTEGER PRIMARY KEY, community_id INTEGER NOT NULL REFERENCES community(id), member_id INTEGER REFERENCES member(id),
  who TEXT NOT NULL, kind TEXT NOT NULL DEFAULT 'ask', text TEXT NOT NULL, at INTEGER NOT NULL,
  state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'paused', 'answered', 'closed')),
  level INTEGER NOT NULL DEFAULT 2, owner TEXT NOT NULL DEFAULT '', due_at INTEGER NOT NULL,
  paused_at INTEGER, pause_note TEXT NOT NULL DEFAULT '', answered_at INTEGER, answered_by TEXT NOT NULL DEFAULT '',
  template_id INTEGER REFERENCES template(id), answer TEXT NOT NULL DEFAULT '', reason TEXT NOT NULL DEFAULT '',
  closed_at INTEGER, version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX inquiry_template ON inquiry(template_id) WHERE template_id IS NOT NULL;
CREATE INDEX inquiry_who ON inquiry(community_id, who);
CREATE INDEX inquiry_state ON inquiry(state, due_at) WHERE state IN ('waiting', 'paused');
CREATE INDEX inquiry_open ON inquiry(due_at) WHERE state IN ('waiting', 'paused');
CREATE INDEX inquiry_answered ON inquiry(answered_at) WHERE answered_at IS NOT NULL;

-- Daily figures people enter or import. value NULL = known to be unavailable; no row = unknown. community 0 = all.
CREATE TABLE figure (
  id INTEGER PRIMARY KEY, metric TEXT NOT NULL, community_id INTEGER NOT NULL DEFAULT 0, day TEXT NOT NULL, value REAL,
  source TEXT NOT NULL DEFAULT 'entered' CHECK (source IN ('entered', 'imported', 'changed')),
  reason TEXT NOT NULL DEFAULT '', by TEXT NOT NULL, at INTEGER NOT NULL, UNIQUE (metric, community_id, day)
) STRICT;
CREATE INDEX figure_day ON figure(day);

CREATE TABLE goal (
  id INTEGER PRIMARY KEY, metric TEXT NOT NULL, community_id INTEGER NOT NULL DEFAULT 0,
  target REAL NOT NULL, watch REAL, version INTEGER NOT NULL DEFAULT 1, UNIQUE (metric, community_id)
) STRICT;

-- Annotations and acknowledgements on the board. metric '' = all.
CREATE TABLE remark (
  id INTEGER PRIMARY KEY, day TEXT NOT NULL, metric TEXT NOT NULL DEFAULT '', kind TEXT NOT NULL CHECK (kind IN ('note', 'ack')),
  text TEXT NOT NULL, by TEXT NOT NULL, at INTEGER NOT NULL
) STRICT;
CREATE INDEX remark_day ON remark(day);

CREATE TABLE incident (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL, opened_at INTEGER NOT NULL, opened_by TEXT NOT NULL, due_at INTEGER NOT NULL,
  answered_at INTEGER, closed_at INTEGER, note TEXT NOT NULL DEFAULT '', version INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE handover (
  id INTEGER PRIMARY KEY, at INTEGER NOT NULL, by TEXT NOT NULL, text TEXT NOT NULL
) STRICT;

-- The journal. The chain holds content_hash instead of the content (summary and row images), so that content can expire
-- or be erased (erased = 1) and the chain still verifies. `capture` names the entry being written, so that the triggers know where a row image belongs.
CREATE TABLE journal (
  seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, operator TEXT NOT NULL, proof TEXT NOT NULL, action TEXT NOT NULL,
  summary TEXT NOT NULL, item TEXT NOT NULL DEFAULT '', undoes INTEGER, undoable INTEGER NOT NULL DEFAULT 1,
  content_hash TEXT NOT NULL, hash TEXT NOT NULL, erased INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX journal_undoes ON journal(undoes) WHERE undoes IS NOT NULL;

CREATE TABLE change (
  id INTEGER PRIMARY KEY, seq INTEGER NOT NULL, tbl TEXT NOT NULL, row INTEGER NOT NULL, before TEXT, after TEXT
) STRICT;
CREATE INDEX change_seq ON change(seq);
CREATE INDEX change_row ON change(tbl, row);

CREATE TABLE capture (one INTEGER PRIMARY KEY CHECK (one = 1), seq INTEGER) STRICT;
INSERT INTO capture VALUES (1, NULL);

-- Who is here and what they have in hand. Not journalled: none of it is a decision.
CREATE TABLE session (
  id INTEGER PRIMARY KEY, operator TEXT NOT NULL, pid INTEGER NOT NULL, pane TEXT NOT NULL DEFAULT '', seen_at INTEGER NOT NULL
) STRICT;
CREATE TABLE claim (
  place TEXT PRIMARY KEY, operator TEXT NOT NULL, until INTEGER NOT NULL
) STRICT;
CREATE TABLE draft (
  id INTEGER PRIMARY KEY, operator TEXT NOT NULL, place TEXT NOT NULL, text TEXT NOT NULL, at INTEGER NOT NULL,
  UNIQUE (operator, place)
) STRICT;
