/** Tables of a class's store. What a learner handed in points to jobs; a job holds the one result of equal work. */
export const schema = `
create table if not exists facts (name text primary key, value text not null) strict;

create table if not exists learners (
  id text primary key,
  place integer not null,
  name text not null, email text not null, team text not null,
  extension text,
  entry text, kind text, tree text,
  submitted_ms real,
  problem text,
  remarks text not null,
  in_roster integer not null
) strict;

create table if not exists works (
  learner text not null, exercise text not null,
  job text, missing text,
  since_ms real not null,
  primary key (learner, exercise)
) strict;
create index if not exists works_by_job on works (job);

create table if not exists former_works (
  learner text not null, exercise text not null,
  job text, missing text,
  since_ms real not null, until_ms real not null
) strict;

create table if not exists jobs (
  id text primary key,
  exercise text not null, tree text not null, file text not null, suite text not null,
  state text not null check (state in ('waiting', 'claimed', 'done')),
  tries integer not null default 0,
  owner text, lease_ms real,
  status text, points real, max_points real, duration_ms real,
  record text, aside text, done_ms real
) strict;
create index if not exists jobs_to_do on jobs (state, tries);

create table if not exists overrides (
  learner text not null, exercise text not null,
  points real, reason text not null, at_ms real not null
) strict;
`;
