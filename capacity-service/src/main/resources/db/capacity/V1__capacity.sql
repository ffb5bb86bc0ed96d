-- What capacity-service must remember. Written by the owner of the cell's lease alone; everything else about the
-- cloud is read from the cloud.

-- Environments by their newest registry record. Deleted once the registry knows that nothing is left of one.
create table environment (
  arn     text   not null primary key,
  version bigint not null,
  body    bytea  not null              -- RegistryEntry
);

-- Instances that EC2 has listed, with what was said of each. Deleted when EC2 lists it no more, its end was
-- reported and the scheduler names it no more.
create table instance (
  id              text        not null primary key,
  environment_arn text        not null,
  type            text        not null,
  launched_at     timestamptz not null,
  marks           text        not null -- KnownInstance.Mark, comma-separated
);

-- What stands in the way of an environment's growth. One row an environment, deleted with it.
create table trouble (
  environment_arn  text        not null primary key,
  registry_version bigint      not null,
  code             text        not null, -- of the refused launch that was reported last; empty: none stands
  message          text        not null,
  since            timestamptz not null,
  never_joined     int         not null  -- instances in a row that never joined
);
