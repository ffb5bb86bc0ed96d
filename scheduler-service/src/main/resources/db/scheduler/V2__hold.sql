-- Jobs held for an operator, until he has decided about the message that could not be taken in.
create table hold (
  key  text  not null primary key,              -- the message: its stream and number
  body bytea not null                           -- HoldRow
);
