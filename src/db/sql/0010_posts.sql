-- What goes out: kinds of the operators' own, aims, texts by platform, assets, approval, places, experiments.

-- How a community plans. push_day and push_week 0 = as everywhere; mix '' = as everywhere, else shares as 50/30/20.
ALTER TABLE community ADD COLUMN approval TEXT NOT NULL DEFAULT 'optional';
ALTER TABLE community ADD COLUMN mix TEXT NOT NULL DEFAULT '';
ALTER TABLE community ADD COLUMN push_day INTEGER NOT NULL DEFAULT 0;
ALTER TABLE community ADD COLUMN push_week INTEGER NOT NULL DEFAULT 0;

ALTER TABLE post ADD COLUMN topic TEXT NOT NULL DEFAULT '';
ALTER TABLE post ADD COLUMN mechanic TEXT NOT NULL DEFAULT '';
ALTER TABLE post ADD COLUMN campaign TEXT NOT NULL DEFAULT '';
-- Where it is to go, as people wrote it: platforms, tiers, communities. What that meant stands in post_place.
ALTER TABLE post ADD COLUMN aim TEXT NOT NULL DEFAULT '';
ALTER TABLE post ADD COLUMN sent_at INTEGER;
ALTER TABLE post ADD COLUMN sent_by TEXT NOT NULL DEFAULT '';
ALTER TABLE post ADD COLUMN approved_at INTEGER;
ALTER TABLE post ADD COLUMN approved_by TEXT NOT NULL DEFAULT '';
-- Why it was sent back.
ALTER TABLE post ADD COLUMN returned TEXT NOT NULL DEFAULT '';
-- B of an experiment points to its A; differs is what they differ in, judged by which result.
ALTER TABLE post ADD COLUMN twin_of INTEGER REFERENCES post(id);
ALTER TABLE post ADD COLUMN differs TEXT NOT NULL DEFAULT '';
ALTER TABLE post ADD COLUMN judged_by TEXT NOT NULL DEFAULT '';
UPDATE post SET sent_at = created_at WHERE state = 'review';
CREATE INDEX post_waits ON post(sent_at) WHERE state = 'review';
CREATE INDEX post_twin ON post(twin_of) WHERE twin_of IS NOT NULL;

-- Kinds of posts: label '' = the program's own word. Targets are shares in per cent.
CREATE TABLE post_kind (
  id INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE, label TEXT NOT NULL DEFAULT '', target INTEGER NOT NULL DEFAULT 0,
  sort INTEGER NOT NULL DEFAULT 0, archived INTEGER NOT NULL DEFAULT 0, version INTEGER NOT NULL DEFAULT 1
) STRICT;
INSERT INTO post_kind(word, target, sort) VALUES ('tips', 50, 0), ('chat', 30, 1), ('perk', 20, 2);

-- The text of a post for one platform, where it is another than the usual one.
CREATE TABLE post_text (
  id INTEGER PRIMARY KEY, post_id INTEGER NOT NULL REFERENCES post(id), platform TEXT NOT NULL, text TEXT NOT NULL,
  version INTEGER NOT NULL DEFAULT 1, UNIQUE (post_id, platform)
) STRICT;

-- The communities a post goes to, its own among them, when there are several; each goes out by itself. aimed 0 = only
-- because it is the post's own.
CREATE TABLE post_place (
  id INTEGER PRIMARY KEY, post_id INTEGER NOT NULL REFERENCES post(id), community_id INTEGER NOT NULL REFERENCES community(id),
  aimed INTEGER NOT NULL DEFAULT 0, published_at INTEGER, published_by TEXT NOT NULL DEFAULT '', link TEXT NOT NULL DEFAULT '',
  version INTEGER NOT NULL DEFAULT 1, UNIQUE (post_id, community_id)
) STRICT;

-- Pictures, films, pages: a path or a link.
CREATE TABLE post_asset (
  id INTEGER PRIMARY KEY, post_id INTEGER NOT NULL REFERENCES post(id), path TEXT NOT NULL,
  version INTEGER NOT NULL DEFAULT 1, UNIQUE (post_id, path)
) STRICT;
CREATE INDEX post_asset_path ON post_asset(path);

-- What the operators know better than the built-in table about what a platform takes as a post. cap 0 = none.
CREATE TABLE caption_rule (
  id INTEGER PRIMARY KEY, platform TEXT NOT NULL UNIQUE, cap INTEGER NOT NULL DEFAULT 0, title INTEGER NOT NULL DEFAULT 0, links INTEGER NOT NULL DEFAULT 1,
  words TEXT NOT NULL DEFAULT '', version INTEGER NOT NULL DEFAULT 1
) STRICT;

-- What went out is a fact: nothing but its results changes, whoever writes. Taking the act itself back stays possible.
CREATE TRIGGER post_is_out BEFORE UPDATE ON post
WHEN OLD.state IN ('published', 'reviewed') AND NEW.state IN ('published', 'reviewed')
  AND (OLD.community_id, OLD.day, OLD.time, OLD.kind, OLD.format, OLD.track, OLD.title, OLD.body, OLD.topic, OLD.mechanic)
   IS NOT (NEW.community_id, NEW.day, NEW.time, NEW.kind, NEW.format, NEW.track, NEW.title, NEW.body, NEW.topic, NEW.mechanic)
BEGIN SELECT RAISE(ABORT, 'published'); END;
