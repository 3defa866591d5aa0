-- Measures: what is worked out day by day and scope by scope, and kept. None of these tables but `metric` and `ugc` is
-- an operator's decision: they follow from the ledger and the records, and can be worked out again.

-- What a file heard of a community: its own first and last row, and how far its whole import reaches. `whole`: an
-- export that holds everything between first and last, so that a day without a row was a quiet one; a log is not.
CREATE TABLE span (
  batch_id INTEGER NOT NULL, community_id INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
  until INTEGER NOT NULL, whole INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (batch_id, community_id, first)
) STRICT, WITHOUT ROWID;

-- Days whose figures have to be worked out again, and why. taken = 1 while somebody is at it.
CREATE TABLE touched (
  community_id INTEGER NOT NULL, first TEXT NOT NULL, last TEXT NOT NULL,
  why TEXT NOT NULL CHECK (why IN ('import', 'undo', 'records', 'regrouped')), batch_id INTEGER NOT NULL DEFAULT 0,
  taken INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (community_id, first, last)
) STRICT, WITHOUT ROWID;

-- What was known of a community when it was last worked out. kind 0 followed, 1 a day without a row was quiet,
-- 2 joins are seen, 3 departures are seen, 4 items, 5 inquiries, 6 ugc are logged, 7 messages are seen.
CREATE TABLE covered (
  community_id INTEGER NOT NULL, kind INTEGER NOT NULL, first TEXT NOT NULL, last TEXT NOT NULL,
  PRIMARY KEY (community_id, kind, first)
) STRICT, WITHOUT ROWID;

-- A member row's place among the people: `person` is the first member row with the same key on the same platform.
-- First day with a message, first day with a join.
CREATE TABLE standing (
  member_id INTEGER PRIMARY KEY, community_id INTEGER NOT NULL, person INTEGER NOT NULL, seen TEXT, joined TEXT
) STRICT;
CREATE INDEX standing_person ON standing(person);
CREATE INDEX standing_seen ON standing(community_id, seen);
CREATE INDEX standing_joined ON standing(community_id, joined);

-- From when to when somebody was in: in at the end of every day from `first` on and before `last`.
CREATE TABLE stay (
  member_id INTEGER NOT NULL, first TEXT NOT NULL, last TEXT NOT NULL, community_id INTEGER NOT NULL,
  PRIMARY KEY (member_id, first)
) STRICT, WITHOUT ROWID;
CREATE INDEX stay_first ON stay(community_id, first);
CREATE INDEX stay_last ON stay(community_id, last);

-- What figures are kept for: a community, and those of a platform, a tier, a parent with its children, and all.
-- `made` says of which communities, in which zones, they were last worked out.
CREATE TABLE scope (
  id INTEGER PRIMARY KEY, kind TEXT NOT NULL CHECK (kind IN ('all', 'community', 'platform', 'tier', 'parent')),
  key TEXT NOT NULL, made TEXT NOT NULL, UNIQUE (kind, key)
) STRICT;

-- The daily snapshot, append-only. A day that still grows (open = 1) is replaced; what changes afterwards is a new
-- version with its moment and its reason. Columns are the parts of the formulas (kpi/facts.rs); NULL = unknown.
CREATE TABLE measure (
  scope_id INTEGER NOT NULL, day TEXT NOT NULL, version INTEGER NOT NULL, at INTEGER NOT NULL, why TEXT NOT NULL,
  batch_id INTEGER NOT NULL DEFAULT 0, open INTEGER NOT NULL,
  messages REAL, active REAL, wau REAL, mau REAL, first_time REAL, joins REAL, leaves REAL, removed REAL,
  members REAL, present REAL, joins_heard REAL, members_heard REAL, past REAL, lost REAL,
  base_30 REAL, grown_30 REAL, base_90 REAL, grown_90 REAL,
  joined_1 REAL, back_1 REAL, joined_7 REAL, back_7 REAL, joined_30 REAL, back_30 REAL,
  seen_1 REAL, again_1 REAL, seen_7 REAL, again_7 REAL, seen_30 REAL, again_30 REAL,
  fresh REAL, valued REAL, lively REAL, latent REAL, silent REAL,
  answered REAL, in_time REAL, asked REAL, replied REAL, feedback REAL, feedback_good REAL, reports REAL, judged REAL, rejected REAL, flagged REAL, caught REAL,
  review_p50 REAL, review_p90 REAL, ugc REAL, ugc_good REAL,
  interactions REAL, read_interactions REAL, reads REAL, read_through REAL, read_posts REAL,
  PRIMARY KEY (scope_id, day, version)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER measure_kept BEFORE DELETE ON measure BEGIN SELECT RAISE(ABORT, 'measures are kept'); END;
CREATE TRIGGER measure_stands BEFORE UPDATE ON measure WHEN OLD.open = 0 BEGIN SELECT RAISE(ABORT, 'measures stand'); END;

-- Metrics of one's own, worked out from others. Names in the three languages, empty = as in the first.
CREATE TABLE metric (
  id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, name_hans TEXT NOT NULL, name_hant TEXT NOT NULL DEFAULT '',
  name_en TEXT NOT NULL DEFAULT '', unit TEXT NOT NULL DEFAULT 'number' CHECK (unit IN ('percent', 'count', 'number')),
  want TEXT NOT NULL DEFAULT 'more' CHECK (want IN ('more', 'less')), decimals INTEGER NOT NULL DEFAULT 2,
  formula TEXT NOT NULL, version INTEGER NOT NULL DEFAULT 1
) STRICT;

-- What members made, as operators logged it.
CREATE TABLE ugc (
  id INTEGER PRIMARY KEY, community_id INTEGER NOT NULL REFERENCES community(id), member_id INTEGER REFERENCES member(id),
  day TEXT NOT NULL, good INTEGER NOT NULL DEFAULT 0, note TEXT NOT NULL DEFAULT '', by TEXT NOT NULL, at INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX ugc_day ON ugc(community_id, day);
CREATE INDEX ugc_member ON ugc(member_id) WHERE member_id IS NOT NULL;

-- Whose days somebody was in and active, without walking through the ledger.
CREATE INDEX active_member ON active(member_id, day);
CREATE INDEX event_moves ON event(member_id, at, kind) WHERE kind <> 0;
CREATE INDEX event_moved ON event(community_id, at, member_id) WHERE kind <> 0;
CREATE INDEX member_same ON member(key);
CREATE INDEX item_created ON item(community_id, created_at);
CREATE INDEX inquiry_asked ON inquiry(community_id, at);
CREATE INDEX inquiry_verdict ON inquiry(community_id, judged_at) WHERE judged_at IS NOT NULL;
CREATE INDEX item_judged ON item(community_id, decided_at) WHERE decided_at IS NOT NULL;
CREATE INDEX post_out ON post(community_id, day);
CREATE INDEX figure_place ON figure(community_id, day);

-- Records that change touch their days: a UTC day lies within the local day before, itself and the one after.
CREATE TRIGGER touch_inquiry_in AFTER INSERT ON inquiry BEGIN
  INSERT INTO touched(community_id, first, last, why) SELECT NEW.community_id, date(t / 1000, 'unixepoch', '-1 day'), date(t / 1000, 'unixepoch', '+2 day'), 'records'
    FROM (SELECT NEW.at AS t UNION SELECT NEW.judged_at) WHERE t IS NOT NULL ON CONFLICT DO UPDATE SET taken = 0;
END;
CREATE TRIGGER touch_inquiry_on AFTER UPDATE OF community_id, at, kind, quality, first_at, judged_at, kept ON inquiry BEGIN
  INSERT INTO touched(community_id, first, last, why) SELECT c, date(t / 1000, 'unixepoch', '-1 day'), date(t / 1000, 'unixepoch', '+2 day'), 'records'
    FROM (SELECT NEW.community_id AS c, NEW.at AS t UNION SELECT NEW.community_id, NEW.judged_at
          UNION SELECT OLD.community_id, OLD.at UNION SELECT OLD.community_id, OLD.judged_at)
    WHERE t IS NOT NULL ON CONFLICT DO UPDATE SET taken = 0;
END;
CREATE TRIGGER touch_inquiry_out AFTER DELETE ON inquiry BEGIN
  INSERT INTO touched(community_id, first, last, why) SELECT OLD.community_id, date(t / 1000, 'unixepoch', '-1 day'), date(t / 1000, 'unixepoch', '+2 day'), 'records'
    FROM (SELECT OLD.at AS t UNION SELECT OLD.judged_at) WHERE t IS NOT NULL ON CONFLICT DO UPDATE SET taken = 0;
END;
CREATE TRIGGER touch_item_in AFTER INSERT ON item BEGIN
  INSERT INTO touched(community_id, first, last, why) SELECT NEW.community_id, date(t / 1000, 'unixepoch', '-1 day'), date(t / 1000, 'unixepoch', '+1 day'), 'records'
    FROM (SELECT NEW.created_at AS t UNION SELECT NEW.decided_at) WHERE t IS NOT NULL ON CONFLICT DO UPDATE SET taken = 0;
END;
CREATE TRIGGER touch_item_on AFTER UPDATE OF community_id, kind, state, created_at, decided_at ON item BEGIN
  INSERT INTO touched(community_id, first, last, why) SELECT c, date(t / 1000, 'unixepoch', '-1 day'), date(t / 1000, 'unixepoch', '+1 day'), 'records'
    FROM (SELECT NEW.community_id AS c, NEW.created_at AS t UNION SELECT NEW.community_id, NEW.decided_at
          UNION SELECT OLD.community_id, OLD.created_at UNION SELECT OLD.community_id, OLD.decided_at)
    WHERE t IS NOT NULL ON CONFLICT DO UPDATE SET taken = 0;
END;
CREATE TRIGGER touch_item_hit AFTER UPDATE OF hits ON item WHEN NEW.decided_at IS NOT NULL AND (NEW.hits = '[]') <> (OLD.hits = '[]') BEGIN
  INSERT INTO touched(community_id, first, last, why) VALUES (NEW.community_id, date(NEW.decided_at / 1000, 'unixepoch', '-1 day'), date(NEW.decided_at / 1000, 'unixepoch', '+1 day'), 'records')
    ON CONFLICT DO UPDATE SET taken = 0;
END;
CREATE TRIGGER touch_item_out AFTER DELETE ON item BEGIN
  INSERT INTO touched(community_id, first, last, why) SELECT OLD.community_id, date(t / 1000, 'unixepoch', '-1 day'), date(t / 1000, 'unixepoch', '+1 day'), 'records'
    FROM (SELECT OLD.created_at AS t UNION SELECT OLD.decided_at) WHERE t IS NOT NULL ON CONFLICT DO UPDATE SET taken = 0;
END;
CREATE TRIGGER touch_post_in AFTER INSERT ON post BEGIN
  INSERT INTO touched(community_id, first, last, why) VALUES (NEW.community_id, NEW.day, NEW.day, 'records') ON CONFLICT DO UPDATE SET taken = 0;
END;
CREATE TRIGGER touch_post_on AFTER UPDATE OF community_id, day, state, reads, likes, comments, shares, completion ON post BEGIN
  INSERT INTO touched(community_id, first, last, why) SELECT NEW.community_id, NEW.day, NEW.day, 'records' UNION SELECT OLD.community_id, OLD.day, OLD.day, 'records'
    WHERE true ON CONFLICT DO UPDATE SET taken = 0;
END;
CREATE TRIGGER touch_post_out AFTER DELETE ON post BEGIN
  INSERT INTO touched(community_id, first, last, why) VALUES (OLD.community_id, OLD.day, OLD.day, 'records') ON CONFLICT DO UPDATE SET taken = 0;
END;
CREATE TRIGGER touch_ugc_in AFTER INSERT ON ugc BEGIN
  INSERT INTO touched(community_id, first, last, why) VALUES (NEW.community_id, NEW.day, NEW.day, 'records') ON CONFLICT DO UPDATE SET taken = 0;
END;
CREATE TRIGGER touch_ugc_on AFTER UPDATE OF community_id, day, good ON ugc BEGIN
  INSERT INTO touched(community_id, first, last, why) SELECT NEW.community_id, NEW.day, NEW.day, 'records' UNION SELECT OLD.community_id, OLD.day, OLD.day, 'records'
    WHERE true ON CONFLICT DO UPDATE SET taken = 0;
END;
CREATE TRIGGER touch_ugc_out AFTER DELETE ON ugc BEGIN
  INSERT INTO touched(community_id, first, last, why) VALUES (OLD.community_id, OLD.day, OLD.day, 'records') ON CONFLICT DO UPDATE SET taken = 0;
END;
-- A community that is new, moves to another tier, platform, parent or zone changes what the scopes are made of.
CREATE TRIGGER touch_community_in AFTER INSERT ON community BEGIN
  INSERT INTO touched(community_id, first, last, why) VALUES (NEW.id, '', '', 'regrouped') ON CONFLICT DO UPDATE SET taken = 0;
END;
CREATE TRIGGER touch_community_on AFTER UPDATE OF platform, tier, parent_id, zone ON community BEGIN
  INSERT INTO touched(community_id, first, last, why) VALUES (NEW.id, '', '', 'regrouped') ON CONFLICT DO UPDATE SET taken = 0;
END;

-- What a file already holds is worked out at the first occasion.
INSERT INTO span SELECT batch_id, community_id, min(at), max(at), max(at), 0 FROM event GROUP BY batch_id, community_id;
INSERT INTO touched(community_id, first, last, why) SELECT community_id, min(day), max(day), 'import' FROM daily GROUP BY community_id;
INSERT INTO touched(community_id, first, last, why) SELECT id, '', '', 'regrouped' FROM community;
INSERT INTO touched(community_id, first, last, why)
  SELECT community_id, date(min(t) / 1000, 'unixepoch', '-1 day'), date(max(t) / 1000, 'unixepoch', '+2 day'), 'records'
  FROM (SELECT community_id, at AS t FROM inquiry UNION ALL SELECT community_id, judged_at FROM inquiry
        UNION ALL SELECT community_id, created_at FROM item UNION ALL SELECT community_id, decided_at FROM item)
  WHERE t IS NOT NULL GROUP BY community_id ON CONFLICT DO NOTHING;
INSERT INTO touched(community_id, first, last, why) SELECT community_id, min(day), max(day), 'records' FROM post GROUP BY community_id ON CONFLICT DO NOTHING;
