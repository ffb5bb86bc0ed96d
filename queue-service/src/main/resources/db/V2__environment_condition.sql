-- What capacity-service said last of each environment; shown, never decided by. Deleted when it says nothing any more.
create table environment_condition (
  environment_arn text  primary key,
  said            bytea not null               -- EnvironmentCondition
);
