-- What the screen learned from decisions.

-- One row: weights of hashed groups of letters (src/moderation/screening/learner). No text, name or key of a member is in
-- it, nor can any be found by it. print tells which decisions it was learned from, scored of which of these what waits was
-- judged by, settled_to up to which moment of deciding texts are no longer needed. Not journalled: nobody decided it.
CREATE TABLE learned (
  id INTEGER PRIMARY KEY CHECK (id = 1), weights BLOB NOT NULL, print TEXT NOT NULL, scored TEXT NOT NULL DEFAULT '',
  settled_to INTEGER NOT NULL DEFAULT 0, at INTEGER NOT NULL
) STRICT;

-- Which items are near which: those that share a band (src/moderation/screening/similar.rs). Goes with the text.
CREATE TABLE likeness (
  band INTEGER NOT NULL, item_id INTEGER NOT NULL REFERENCES item(id) ON DELETE CASCADE, PRIMARY KEY (band, item_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX likeness_item ON likeness(item_id);
CREATE TRIGGER likeness_goes AFTER UPDATE OF text ON item WHEN NEW.text <> OLD.text BEGIN
  DELETE FROM likeness WHERE item_id = NEW.id;
END;
