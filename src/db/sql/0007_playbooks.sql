-- Playbooks, their runs, and incidents.

-- A plan: timed steps for a community, a person or a sort of crisis ('' = none).
CREATE TABLE playbook (
  id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE COLLATE NOCASE, name TEXT NOT NULL,
  about TEXT NOT NULL CHECK (about IN ('community', 'person')), crisis TEXT NOT NULL DEFAULT '',
  note TEXT NOT NULL DEFAULT '', updated_at INTEGER NOT NULL, updated_by TEXT NOT NULL,
  version INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE plan_step (
  id INTEGER PRIMARY KEY, playbook_id INTEGER NOT NULL REFERENCES playbook(id), sort INTEGER NOT NULL,
  moment TEXT NOT NULL, text TEXT NOT NULL, template TEXT NOT NULL DEFAULT '', owner TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX plan_step_of ON plan_step(playbook_id, sort);

-- Who tells whom when a crisis of this plan begins.
CREATE TABLE plan_call (
  id INTEGER PRIMARY KEY, playbook_id INTEGER NOT NULL REFERENCES playbook(id), sort INTEGER NOT NULL,
  who TEXT NOT NULL, whom TEXT NOT NULL
) STRICT;
CREATE INDEX plan_call_of ON plan_call(playbook_id, sort);

-- A plan at work. Its steps are copies: neither changes the other. A cohort is whoever joined in [joined_from, joined_to).
CREATE TABLE run (
  id INTEGER PRIMARY KEY, playbook_id INTEGER REFERENCES playbook(id), name TEXT NOT NULL,
  community_id INTEGER REFERENCES community(id), member_id INTEGER REFERENCES member(id),
  incident_id INTEGER REFERENCES incident(id), joined_from INTEGER, joined_to INTEGER, anchor_at INTEGER NOT NULL,
  started_at INTEGER NOT NULL, started_by TEXT NOT NULL, ended_at INTEGER, version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE UNIQUE INDEX run_cohort ON run(playbook_id, community_id, joined_from) WHERE joined_from IS NOT NULL;
CREATE INDEX run_open ON run(started_at) WHERE ended_at IS NULL;
CREATE INDEX run_member ON run(member_id) WHERE member_id IS NOT NULL;
CREATE INDEX run_incident ON run(incident_id) WHERE incident_id IS NOT NULL;

CREATE TABLE run_step (
  id INTEGER PRIMARY KEY, run_id INTEGER NOT NULL REFERENCES run(id), sort INTEGER NOT NULL, moment TEXT NOT NULL,
  due_at INTEGER NOT NULL, text TEXT NOT NULL, template TEXT NOT NULL DEFAULT '', owner TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done', 'skipped')), reason TEXT NOT NULL DEFAULT '',
  by TEXT NOT NULL DEFAULT '', at INTEGER, version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX run_step_of ON run_step(run_id, sort);
CREATE INDEX run_step_due ON run_step(due_at) WHERE state = 'open';

-- One person of a cohort for whom a step is done already.
CREATE TABLE step_person (
  id INTEGER PRIMARY KEY, step_id INTEGER NOT NULL REFERENCES run_step(id), member_id INTEGER NOT NULL REFERENCES member(id),
  by TEXT NOT NULL, at INTEGER NOT NULL, UNIQUE (step_id, member_id)
) STRICT;

-- Communities whose newcomers get a plan by themselves, and from when on.
CREATE TABLE welcome (
  id INTEGER PRIMARY KEY, community_id INTEGER NOT NULL UNIQUE REFERENCES community(id),
  playbook_id INTEGER NOT NULL REFERENCES playbook(id), since INTEGER NOT NULL
) STRICT;
CREATE INDEX member_joined ON member(community_id, joined_at) WHERE joined_at IS NOT NULL;

-- The incident's sheet of facts, and what is looked back on when it is closed (`note` holds what is to change).
ALTER TABLE incident ADD COLUMN kind TEXT NOT NULL DEFAULT '';
ALTER TABLE incident ADD COLUMN what TEXT NOT NULL DEFAULT '';
ALTER TABLE incident ADD COLUMN place TEXT NOT NULL DEFAULT '';
ALTER TABLE incident ADD COLUMN began TEXT NOT NULL DEFAULT '';
ALTER TABLE incident ADD COLUMN scope TEXT NOT NULL DEFAULT '';
ALTER TABLE incident ADD COLUMN source TEXT NOT NULL DEFAULT '';
ALTER TABLE incident ADD COLUMN verified INTEGER NOT NULL DEFAULT 0;
ALTER TABLE incident ADD COLUMN happened TEXT NOT NULL DEFAULT '';
ALTER TABLE incident ADD COLUMN closed_by TEXT NOT NULL DEFAULT '';

CREATE TABLE statement (
  id INTEGER PRIMARY KEY, incident_id INTEGER NOT NULL REFERENCES incident(id), text TEXT NOT NULL,
  channel TEXT NOT NULL DEFAULT '', drafted_at INTEGER NOT NULL, drafted_by TEXT NOT NULL,
  said_at INTEGER, said_by TEXT NOT NULL DEFAULT '', version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX statement_of ON statement(incident_id);

CREATE TABLE call (
  id INTEGER PRIMARY KEY, incident_id INTEGER NOT NULL REFERENCES incident(id), sort INTEGER NOT NULL,
  who TEXT NOT NULL, whom TEXT NOT NULL, told_at INTEGER, told_by TEXT NOT NULL DEFAULT '',
  version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX call_of ON call(incident_id, sort);

-- Who calms and leads the talk in which community while it lasts.
CREATE TABLE ambassador (
  id INTEGER PRIMARY KEY, incident_id INTEGER NOT NULL REFERENCES incident(id),
  community_id INTEGER NOT NULL REFERENCES community(id), member_id INTEGER REFERENCES member(id), name TEXT NOT NULL,
  version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX ambassador_of ON ambassador(incident_id);
