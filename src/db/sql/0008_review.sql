-- Since when a claim is held, and by which session of its operator.
ALTER TABLE claim ADD COLUMN since INTEGER NOT NULL DEFAULT 0;
ALTER TABLE claim ADD COLUMN pid INTEGER NOT NULL DEFAULT 0;
