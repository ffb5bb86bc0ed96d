-- Launches that are not cleared away. Keys, state and version in columns, the rest as wire bytes.
create table launch (
  cluster      text     not null,            -- short name
  pod          text     not null,            -- the launch's name, which is its pod's
  state        smallint not null,            -- 1 waiting, 2 creating, 3 present, 4 absent
  epoch        bigint   not null default 0,  -- creating: the epoch that the create was sent under
  namespace    text     not null default '', -- creating and present
  pod_uid      text     not null default '', -- present
  stop_reason  text,                         -- null: not stopped
  stop_grace   int      not null default 0,
  closed       boolean  not null default false,
  report       bytea    not null default '',  -- the last LaunchReport sent; empty: none
  start_launch bytea    not null,            -- StartLaunch as it came
  primary key (cluster, pod)
);
create index launch_pod on launch (pod);

-- Ids of launches that are closed and cleared away, so that none starts again. Trimmed by the owner
-- after longshore.placement.closed-retention.
create table closed_launch (
  cluster text        not null,
  pod     text        not null,
  at      timestamptz not null,
  primary key (cluster, pod)
);

-- Nodes as last reported, so that one that went while nobody watched is reported gone.
create table node (
  cluster text  not null,
  uid     text  not null,
  report  bytea not null,
  primary key (cluster, uid)
);

-- The end of containers' output. Trimmed after longshore.placement.logs.retention.
create table kept_log (
  namespace text        not null,
  pod       text        not null,
  container text        not null,
  position  smallint    not null, -- order in the pod, init containers first
  init      boolean     not null,
  lost      bigint      not null, -- bytes before these that were not kept
  body      bytea       not null,
  kept_at   timestamptz not null default clock_timestamp(),
  primary key (namespace, pod, container)
);
create index kept_log_kept_at on kept_log (kept_at);
