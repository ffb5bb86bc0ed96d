-- What an operator does by hand, and what the kit keeps for it. docs/operations.md says when.

-- The history that this database's numbers belong to. One row.
create table kit_incarnation (
  one         boolean primary key default true check (one),
  incarnation bigint  not null default 1,
  parent      bigint  not null default 0
);
insert into kit_incarnation default values;

alter table kit_stream_out
  add column parent  bigint not null default 0,   -- the incarnation that this one was opened from
  add column base    bigint not null default 0,   -- the last number of the parent that was held at the opening
  add column stopped text;                        -- why nothing is sent: history was lost

-- After a restore that lost history, before any process is started: numbers go on in a new incarnation, and epochs above all that
-- anybody has seen. Gives the streams with the last number that each holds.
create function kit_open_incarnation() returns table (stream text, incarnation bigint, base bigint)
language sql set search_path from current as $$
  update kit_lease set epoch = epoch + 65536, holder = '', until = 'epoch';
  update kit_incarnation
     set parent = incarnation, incarnation = greatest(incarnation + 1, extract(epoch from clock_timestamp())::bigint);
  update kit_stream_out s
     set parent = s.incarnation, base = s.next - 1, incarnation = i.incarnation, stopped = null
    from kit_incarnation i
  returning s.sender || '>' || s.receiver || '#' || s.cell, s.incarnation, s.base;
$$;

-- An inbound stream stands still because one end has lost history, and both ends have been compared: it goes on behind `last` of
-- `incarnation`. The owner of the scope loads its memory anew.
create function kit_go_on(stream_sender text, stream_receiver text, stream_cell int, of_incarnation bigint, behind bigint)
returns void language sql set search_path from current as $$
  insert into kit_stream_in (sender, receiver, cell, incarnation, last)
  values (stream_sender, stream_receiver, stream_cell, of_incarnation, behind)
  on conflict (sender, receiver, cell) do update set incarnation = excluded.incarnation, last = excluded.last;
  update kit_lease set epoch = epoch + 1, holder = '', until = 'epoch';
$$;

alter table kit_quarantine
  add column verdict text check (verdict is null or (verdict in ('replay', 'fail') and number > 0)); -- an operator's
create index kit_quarantine_decided on kit_quarantine (scope, id) where verdict is not null;

-- Gives a message that was put aside to the program once more.
create function kit_replay(quarantined bigint) returns boolean language sql set search_path from current as $$
  update kit_quarantine set verdict = 'replay' where id = quarantined returning true;
$$;

-- Gives up a message that was put aside: what was held because of it has failed.
create function kit_fail(quarantined bigint) returns boolean language sql set search_path from current as $$
  update kit_quarantine set verdict = 'fail' where id = quarantined returning true;
$$;
