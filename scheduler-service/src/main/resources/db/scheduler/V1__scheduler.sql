-- The scheduler's ledger. Keys, versions and what recovery selects by are columns; the rest is a message of
-- longshore/internal/v1/scheduler_rows.proto. Written by the owner of the cell's lease alone.

-- Single jobs, and array children that have a life of their own. Kept until the job is forgotten.
create table job (
  job_id  uuid    not null,
  child   int     not null,                     -- -1: the job itself
  version bigint  not null,
  hot     boolean not null,                     -- recovery reads it: not ended, or others still to be told
  body    bytea   not null,                     -- JobRow
  primary key (job_id, child)
);
create index job_hot on job (job_id, child) where hot;

-- Arrays, with the sets of their children. Kept until the job is forgotten.
create table array_job (
  job_id  uuid    not null primary key,
  version bigint  not null,
  hot     boolean not null,
  body    bytea   not null                      -- ArrayRow
);
create index array_job_hot on array_job (job_id) where hot;

-- What a launch is joined with when it is sent; memory never holds it. Deleted when the job has ended.
create table payload (
  job_id       uuid  not null primary key,
  name         text  not null,
  pod_template bytea not null                   -- PodTemplate
);

-- Launches until their judgement.
create table launch (
  job_id uuid  not null,
  child  int   not null,
  number int   not null,
  body   bytea not null,                        -- LaunchRow
  primary key (job_id, child, number)
);

-- Nodes until they are gone with all that ran on them.
create table node (
  key  text  not null primary key,              -- UID
  body bytea not null                           -- NodeRow
);

-- Instances until an hour after their end.
create table instance (
  key  text  not null primary key,              -- EC2's id
  body bytea not null                           -- InstanceRow
);

-- What capacity-service has said of environments; deleted with them.
create table supply (
  key  text  not null primary key,              -- the environment's ARN
  body bytea not null                           -- SupplyRow
);

-- Compute environments until a deleted one's last instance is gone.
create table environment (
  key  text  not null primary key,              -- ARN
  body bytea not null                           -- EnvironmentRow
);

-- Queues until a deleted one's last job has ended.
create table queue (
  key  text  not null primary key,              -- ARN
  body bytea not null                           -- QueueRow
);

-- Rows of these are rewritten all the time: room on the page keeps the updates there.
alter table job set (fillfactor = 70);
alter table array_job set (fillfactor = 50);
alter table launch set (fillfactor = 70);
