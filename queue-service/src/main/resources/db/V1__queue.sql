-- The registry: environments (kind 1) and queues (kind 2). Few rows, changed one at a time through the gate.
create sequence registry_version;

create table registry (
  kind             smallint not null,
  name             text     not null,
  arn              text     not null unique,
  version          bigint   not null,          -- from registry_version, in commit order
  settings_version bigint   not null,          -- the version of the user's last change
  gone             boolean  not null default false, -- kept until all have heard of it
  detail           bytea    not null,          -- ComputeEnvironmentDetail or JobQueueDetail
  primary key (kind, name)
);
create index registry_by_version on registry (version);

-- Revisions of job definitions: never changed but for ACTIVE and tags.
create table definition (
  name     text    not null,
  revision int     not null,
  active   boolean not null default true,
  detail   bytea   not null,                   -- JobDefinition
  primary key (name, revision)
);

-- The counter of a name's revisions survives their removal.
create table definition_revision (
  name text primary key,
  last int not null
);

-- The read model: a job has child -1; a child of an array has a row from its first launch or end on. Rows are deleted when
-- the job's retention is over.
create table job (
  id              uuid     not null,
  child           int      not null default -1,
  queue_arn       text     not null,
  name            text     not null,
  definition_arn  text     not null,
  status          smallint not null,
  version         bigint   not null default 0, -- of the last change
  created_at      bigint   not null,           -- epoch milliseconds
  stopped_at      bigint,                      -- epoch milliseconds
  array_size      int      not null default 0,
  detail          bytea    not null,           -- JobDetail as accepted; empty for a child
  change          bytea,                       -- the last JobChange
  attempts        bytea    not null default '', -- EndedAttempts
  primary key (id, child)
);
create index job_by_status on job (queue_arn, status, created_at desc, id desc) where child = -1;
create index job_by_time on job (queue_arn, created_at desc, id desc) where child = -1;
create index job_by_name on job (queue_arn, lower(name) text_pattern_ops, created_at desc, id desc) where child = -1;
create index job_by_definition on job (queue_arn, definition_arn text_pattern_ops, created_at desc, id desc) where child = -1;
create index job_ended on job (stopped_at) where child = -1 and stopped_at is not null;

-- Client tokens live as long as their job.
create table token (
  principal text not null,
  queue_arn text not null,
  token     text not null,
  job_id    uuid not null,
  content   text not null,                     -- digest of the request
  primary key (principal, queue_arn, token)
);
create index token_by_job on token (job_id);

-- Records for public topics (events, refused submissions) that the broker has not confirmed yet; deleted when it has.
create table outgoing (
  seq     bigint generated always as identity primary key,
  topic   text   not null,
  key     text   not null,
  headers text[] not null,                     -- name, value, name, value …
  body    bytea  not null
);

-- How far the public intake is stored.
create table intake (
  topic       text   not null,
  topic_id    text   not null,
  partition   int    not null,
  next_offset bigint not null,
  primary key (topic, partition)
);

-- What placement-services announced: where a cluster's output is read. One row a cluster.
create table cluster (
  name      text   primary key,                -- ARN or plain name
  announced bytea  not null                    -- ClusterAnnouncement
);
