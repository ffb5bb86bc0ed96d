package io.longshore.scheduler.core.explain;

import io.longshore.scheduler.core.dag.JobTable;
import io.longshore.scheduler.core.demand.WaitingGroup;
import io.longshore.scheduler.core.demand.World;
import io.longshore.scheduler.core.fit.EnvironmentArn;
import io.longshore.scheduler.core.job.Hold;
import io.longshore.scheduler.core.job.Job;
import io.longshore.scheduler.core.job.JobKey;
import io.longshore.scheduler.core.job.Launch;
import io.longshore.scheduler.core.job.QueueArn;
import io.longshore.scheduler.core.share.HeldBy;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What an explanation is made from.
 *
 * @param jobs in memory
 * @param world queues, environments, nodes and instances
 * @param launchOf a job's launch under way
 * @param heldBy why a queue stopped at its head in the last round
 * @param wanted what was last asked for in an environment
 * @param holdOf what holds a job for an operator
 * @param away whether a cluster, by its short name, has no placement-service now
 */
public record View(
    JobTable jobs,
    World world,
    Function<Job, @Nullable Launch> launchOf,
    Function<QueueArn, @Nullable HeldBy> heldBy,
    Function<EnvironmentArn, List<WaitingGroup>> wanted,
    Function<JobKey, @Nullable Hold> holdOf,
    Predicate<String> away) {}
