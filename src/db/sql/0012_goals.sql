-- Goals with an end: what, measured by what, why it can be reached, what for, by when; and the steps on the way.
CREATE TABLE aim (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL, metric TEXT NOT NULL, community_id INTEGER NOT NULL DEFAULT 0,
  -- level: a value to be reached by the due day; sum and share: anew in each period.
  how TEXT NOT NULL CHECK (how IN ('level', 'sum', 'share')),
  per TEXT NOT NULL DEFAULT '' CHECK (per IN ('', 'month', 'quarter')),
  baseline REAL, target REAL NOT NULL, reachable TEXT NOT NULL, purpose TEXT NOT NULL,
  first TEXT NOT NULL, due TEXT NOT NULL, owner TEXT NOT NULL DEFAULT '', by TEXT NOT NULL, at INTEGER NOT NULL,
  outcome TEXT NOT NULL DEFAULT 'open' CHECK (outcome IN ('open', 'met', 'missed', 'dropped')),
  closed_at INTEGER, note TEXT NOT NULL DEFAULT '', version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX aim_due ON aim(outcome, due);

CREATE TABLE milestone (
  id INTEGER PRIMARY KEY, aim_id INTEGER NOT NULL REFERENCES aim(id), day TEXT NOT NULL, target REAL NOT NULL,
  note TEXT NOT NULL DEFAULT '', UNIQUE (aim_id, day)
) STRICT;
