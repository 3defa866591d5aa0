-- Templates: who keeps them, variants, earlier wordings, house phrases, what a platform takes, values filled in last.
ALTER TABLE template ADD COLUMN owner TEXT NOT NULL DEFAULT '';
-- The day it is to be read again; empty for none.
ALTER TABLE template ADD COLUMN review_on TEXT NOT NULL DEFAULT '';

-- The same answer in other words for one platform, one language, or both ('' = any).
CREATE TABLE variant (
  id INTEGER PRIMARY KEY, template_id INTEGER NOT NULL REFERENCES template(id),
  platform TEXT NOT NULL DEFAULT '', language TEXT NOT NULL DEFAULT '', body TEXT NOT NULL,
  UNIQUE (template_id, platform, language)
) STRICT;

-- What a template said until somebody changed it: the whole of it, as the Markdown of an export.
CREATE TABLE wording (
  id INTEGER PRIMARY KEY, template_id INTEGER NOT NULL REFERENCES template(id), version INTEGER NOT NULL,
  text TEXT NOT NULL, at INTEGER NOT NULL, by TEXT NOT NULL, UNIQUE (template_id, version)
) STRICT;

-- House phrases (专属话术): {@name} in a body.
CREATE TABLE phrase (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, body TEXT NOT NULL,
  updated_at INTEGER NOT NULL, updated_by TEXT NOT NULL, version INTEGER NOT NULL DEFAULT 1
) STRICT;

-- What a platform takes; a missing row keeps the built-in one. platform '' = words forbidden everywhere.
CREATE TABLE platform_rule (
  id INTEGER PRIMARY KEY, platform TEXT NOT NULL UNIQUE, longest INTEGER NOT NULL, words TEXT NOT NULL DEFAULT '',
  version INTEGER NOT NULL DEFAULT 1
) STRICT;

-- What an operator filled a slot with last. Not journalled: no decision, and it expires with the texts.
CREATE TABLE last_value (
  id INTEGER PRIMARY KEY, operator TEXT NOT NULL, slot TEXT NOT NULL, value TEXT NOT NULL, at INTEGER NOT NULL,
  UNIQUE (operator, slot)
) STRICT;
