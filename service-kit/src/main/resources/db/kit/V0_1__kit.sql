-- What every service's schema holds for the kit. Unqualified: Flyway's default schema is the service's own.

-- Who may commit in a scope. The compare-and-set on it is the first statement of each of the owner's transactions.
create table kit_lease (
  scope  text        primary key,
  epoch  bigint      not null default 0,
  holder text        not null default '',
  until  timestamptz not null default 'epoch',
  round  bigint      not null default 0,       -- number of the last round, dense
  clock  timestamptz not null default 'epoch', -- the time it was decided at; the next is never earlier
  reader int         not null default 1        -- the oldest reader of these rows that is allowed
);

-- One row an intake that commits without a lease; its lock makes commit order number order.
create table kit_gate (
  scope text        primary key,
  clock timestamptz not null default 'epoch'
);

-- Commit ids, for reading back a commit whose answer was lost. Trimmed after an hour.
create table kit_commit (
  id    uuid        primary key,
  scope text        not null,
  at    timestamptz not null default clock_timestamp()
);
create index kit_commit_at on kit_commit (at);

-- How far inbound streams are stored. One row a stream.
create table kit_stream_in (
  sender      text   not null,
  receiver    text   not null,
  cell        int    not null,
  incarnation bigint not null,
  last        bigint not null,
  primary key (sender, receiver, cell)
);

-- The next number of each outbound stream. One row a stream.
create table kit_stream_out (
  sender      text   not null,
  receiver    text   not null,
  cell        int    not null,
  incarnation bigint not null default 1,
  next        bigint not null default 1,
  primary key (sender, receiver, cell)
);

-- What is committed and not yet acknowledged: one row a step and destination. Cut by acknowledgement alone.
create table kit_outbox (
  sender   text        not null,
  receiver text        not null,
  cell     int         not null,
  last     bigint      not null,
  first    bigint      not null,
  at       timestamptz not null default clock_timestamp(),
  run      bytea       not null,               -- OutboxRun
  primary key (sender, receiver, cell, last)
);
alter table kit_outbox alter column run set storage external; -- compressed on Kafka, short-lived here

-- Where each topic had been read to: a hint, positions by number are the truth. One row a topic.
create table kit_offset (
  scope       text   not null,
  topic       text   not null,
  topic_id    text   not null,
  next_offset bigint not null,
  primary key (scope, topic)
);

-- The newest version of each subject that was taken: nothing older is taken later. Trimmed 30 days after its last change.
create table kit_statement_in (
  scope   text        not null,
  topic   text        not null,
  sender  text        not null,
  subject text        not null,
  version bigint      not null,
  at      timestamptz not null default clock_timestamp(),
  primary key (scope, topic, sender, subject)
);

-- Input that made a step fail twice alone. Kept until an operator replays or deletes it.
create table kit_quarantine (
  id      bigint      generated always as identity primary key,
  scope   text        not null,
  source  text        not null,                -- the stream, or topic and subject
  number  bigint      not null,                -- 0 for statements and entries
  body    bytea       not null,
  reason  text        not null,
  at      timestamptz not null default clock_timestamp()
);
