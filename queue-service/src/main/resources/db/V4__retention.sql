-- When rows that are kept for a while only began to be that old, all in epoch milliseconds.
alter table registry add column gone_at bigint;
alter table definition add column inactive_at bigint;
alter table cluster add column silent_at bigint;

update registry set gone_at = (extract(epoch from clock_timestamp()) * 1000)::bigint where gone;
update definition set inactive_at = (extract(epoch from clock_timestamp()) * 1000)::bigint where not active;

create index definition_inactive on definition (inactive_at) where inactive_at is not null;

comment on column registry.gone is
  'Deleted, and told to the others until the row goes: longshore.queue.registry.gone-kept after gone_at.';
comment on column definition.active is
  'An INACTIVE revision goes longshore.queue.definitions.inactive-kept after inactive_at. Jobs are shown from their own rows.';
comment on table definition_revision is
  'One row a name, kept for good: an ARN that jobs and callers hold never comes to mean another revision.';
comment on column cluster.silent_at is
  'Since when nobody speaks of the cluster. Where no environment names it, it goes longshore.queue.registry.silent-kept later.';
