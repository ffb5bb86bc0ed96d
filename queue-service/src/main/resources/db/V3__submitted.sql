-- Jobs in SUBMITTED by queue: what the intake accepted (side 1) less what has moved on (side -1). Two rows a queue, one writer each.
create table submitted (
  queue_arn text     not null,
  side      smallint not null,
  jobs      bigint   not null,
  primary key (queue_arn, side)
) with (fillfactor = 50);

insert into submitted (queue_arn, side, jobs)
select queue_arn, 1, count(*) from job where child = -1 and status = 1 group by queue_arn;
