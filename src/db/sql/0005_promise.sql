-- The promise: hours of each community, the verdict of each first answer, further turns, putting off, handing over.

-- As `qun community set --hours` reads it; empty: the file's own (setting `hours`), else the configuration's.
ALTER TABLE community ADD COLUMN hours TEXT NOT NULL DEFAULT '';

-- `due_at`, `answered_at` belong to the turn that runs or was answered last; `asked_at` is when they wrote again (NULL:
-- the first turn, which began `at`). `first_at` is the first answer. `kept` is the verdict of the promise, fallen at
-- `judged_at`, and never written again when hours change.
ALTER TABLE inquiry ADD COLUMN asked_at INTEGER;
ALTER TABLE inquiry ADD COLUMN first_at INTEGER;
ALTER TABLE inquiry ADD COLUMN judged_at INTEGER;
ALTER TABLE inquiry ADD COLUMN kept INTEGER CHECK (kept IN (0, 1));
-- Further turns: how many they began, how many of them we have answered, how many of those in time; what they wrote last.
ALTER TABLE inquiry ADD COLUMN turns INTEGER NOT NULL DEFAULT 1;
ALTER TABLE inquiry ADD COLUMN next_total INTEGER NOT NULL DEFAULT 0;
ALTER TABLE inquiry ADD COLUMN next_hit INTEGER NOT NULL DEFAULT 0;
ALTER TABLE inquiry ADD COLUMN again TEXT NOT NULL DEFAULT '';
-- When we waited for them: `[[from, to], …]`, ended pauses only; the one that runs began `paused_at`.
ALTER TABLE inquiry ADD COLUMN pauses TEXT NOT NULL DEFAULT '';
ALTER TABLE inquiry ADD COLUMN snoozed_until INTEGER;
ALTER TABLE inquiry ADD COLUMN handed_by TEXT NOT NULL DEFAULT '';
ALTER TABLE inquiry ADD COLUMN hand_note TEXT NOT NULL DEFAULT '';
-- Of feedback: 1 good, 0 plain, NULL not looked at.
ALTER TABLE inquiry ADD COLUMN quality INTEGER CHECK (quality IN (0, 1));
-- Where it came from: a bot's own key, or the import and the rule that heard it.
ALTER TABLE inquiry ADD COLUMN source_key TEXT NOT NULL DEFAULT '';
ALTER TABLE inquiry ADD COLUMN rule TEXT NOT NULL DEFAULT '';
ALTER TABLE inquiry ADD COLUMN batch_id INTEGER;

UPDATE inquiry SET first_at = answered_at, judged_at = answered_at, kept = answered_at <= due_at
  WHERE answered_at IS NOT NULL;

CREATE UNIQUE INDEX inquiry_source ON inquiry(community_id, source_key) WHERE source_key <> '';
CREATE INDEX inquiry_batch ON inquiry(batch_id) WHERE batch_id IS NOT NULL;
CREATE INDEX inquiry_member ON inquiry(member_id, at) WHERE member_id IS NOT NULL;
CREATE INDEX inquiry_judged ON inquiry(judged_at, kept, first_at) WHERE judged_at IS NOT NULL;
-- Covers the counts; replaces the two that knew neither the first answer nor putting off.
CREATE INDEX inquiry_clock ON inquiry(due_at, state, first_at, snoozed_until) WHERE state IN ('waiting', 'paused');
DROP INDEX inquiry_state;
DROP INDEX inquiry_open;
CREATE INDEX inquiry_next ON inquiry(answered_at, next_hit, next_total) WHERE next_total > 0;
CREATE INDEX inquiry_owner ON inquiry(owner) WHERE owner <> '';
