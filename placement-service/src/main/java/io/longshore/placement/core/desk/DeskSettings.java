package io.longshore.placement.core.desk;

import java.time.Duration;

/**
 * The desk's bounds and patience.
 *
 * @param maxCreates most creates without an answer at a time
 * @param createSettle how long a create that had passed the fence before it was raised may still be
 *     under way inside the API server; and how long one without an answer is looked for before the
 *     fence is raised for it
 * @param vanishAfter how long a final phase without evidence may stand before the pod counts as
 *     vanished
 * @param slowStart how long a pod may be starting before events are asked what it waits for
 * @param closedRetention how long the ids of closed launches are remembered
 * @param fencePatience how long a policy may take to see a new epoch before it counts as missing
 * @param logTries how often keeping a pod's output is tried
 */
public record DeskSettings(
    int maxCreates,
    Duration createSettle,
    Duration vanishAfter,
    Duration slowStart,
    Duration closedRetention,
    Duration fencePatience,
    int logTries) {}
