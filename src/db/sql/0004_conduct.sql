-- Levels, clauses of the 公约, strikes and appeals.

-- When an L2 item climbs to L3 by itself; NULL for what was decided before this was kept.
ALTER TABLE item ADD COLUMN climbs_at INTEGER;
UPDATE item SET climbs_at = max(created_at, coalesce((SELECT at FROM batch WHERE id = batch_id), 0)) + 14400000
WHERE state = 'pending';
-- Why it went straight to L3: 'incident:NAME' or 'reason:KEY'.
ALTER TABLE item ADD COLUMN crisis TEXT NOT NULL DEFAULT '';
-- What somebody without the right to decide recommends, as a suggestion is stored, with their own words.
ALTER TABLE item ADD COLUMN advised TEXT NOT NULL DEFAULT '';
ALTER TABLE item ADD COLUMN advised_words TEXT NOT NULL DEFAULT '';
ALTER TABLE item ADD COLUMN advised_by TEXT NOT NULL DEFAULT '';
ALTER TABLE item ADD COLUMN advised_at INTEGER;
-- The colleague asked for a second opinion, who asked, and when the opinion came.
ALTER TABLE item ADD COLUMN asked TEXT NOT NULL DEFAULT '';
ALTER TABLE item ADD COLUMN asked_by TEXT NOT NULL DEFAULT '';
ALTER TABLE item ADD COLUMN asked_at INTEGER;
ALTER TABLE item ADD COLUMN answered_at INTEGER;
-- The clause a rejection cites, as it was worded then.
ALTER TABLE item ADD COLUMN clause TEXT NOT NULL DEFAULT '';
ALTER TABLE item ADD COLUMN edition INTEGER NOT NULL DEFAULT 0;
-- The decided item an appeal is about, and on that one who granted an appeal.
ALTER TABLE item ADD COLUMN appeal_of INTEGER;
ALTER TABLE item ADD COLUMN overturned_at INTEGER;
ALTER TABLE item ADD COLUMN overturned_by TEXT NOT NULL DEFAULT '';
-- Who wants to come in: their key at the platform, and who brings them.
ALTER TABLE item ADD COLUMN handle TEXT NOT NULL DEFAULT '';
ALTER TABLE item ADD COLUMN inviter TEXT NOT NULL DEFAULT '';
-- Tells equal texts apart from others after the text has expired; 0 for none.
ALTER TABLE item ADD COLUMN print INTEGER NOT NULL DEFAULT 0;
CREATE INDEX item_climbs ON item(climbs_at, id) WHERE state = 'pending' AND level = 2;
CREATE INDEX item_message ON item(message_key) WHERE message_key <> '';
CREATE INDEX item_who ON item(who);
CREATE INDEX item_handle ON item(handle) WHERE handle <> '';
CREATE INDEX item_appeal ON item(appeal_of) WHERE appeal_of IS NOT NULL;
CREATE INDEX item_asked ON item(asked) WHERE asked <> '' AND state = 'pending';
CREATE INDEX member_name ON member(name);
CREATE INDEX event_removed ON event(member_id) WHERE kind = 3;

-- A clause of the 公约 in the operators' words. A change is a new edition; edition 1 of the starter set stands in the catalogue.
CREATE TABLE clause (
  id INTEGER PRIMARY KEY, number TEXT NOT NULL, edition INTEGER NOT NULL, text TEXT NOT NULL,
  valid_from INTEGER NOT NULL, by TEXT NOT NULL, UNIQUE (number, edition)
) STRICT;

-- A rejection that counts against a member, until an appeal lifts it. Of a stranger it counts by community and name of the item.
CREATE TABLE strike (
  id INTEGER PRIMARY KEY, item_id INTEGER NOT NULL UNIQUE, member_id INTEGER, at INTEGER NOT NULL, by TEXT NOT NULL,
  reason TEXT NOT NULL, lifted_at INTEGER, lifted_by TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX strike_member ON strike(member_id, at);
CREATE INDEX strike_at ON strike(at);
INSERT INTO strike(item_id, member_id, at, by, reason)
  SELECT id, member_id, decided_at, decided_by, reason FROM item
  WHERE state = 'rejected' AND kind IN ('content', 'report') AND decided_at IS NOT NULL;

-- What operators note about a member; expires like every note about people.
CREATE TABLE note (
  id INTEGER PRIMARY KEY, member_id INTEGER NOT NULL, item_id INTEGER, at INTEGER NOT NULL, by TEXT NOT NULL,
  text TEXT NOT NULL
) STRICT;
CREATE INDEX note_member ON note(member_id, at);
CREATE INDEX note_at ON note(at);
