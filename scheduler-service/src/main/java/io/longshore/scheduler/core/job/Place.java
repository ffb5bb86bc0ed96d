package io.longshore.scheduler.core.job;

import io.longshore.scheduler.core.fit.EnvironmentArn;
import io.longshore.scheduler.core.fit.NodeUid;

/**
 * Where a launch runs. It is kept with the launch, because nodes may be gone before their launches.
 *
 * @param cluster short name of the cluster: its end of the streams
 * @param node the node object's UID
 * @param nodeName the node's name
 * @param instanceId the node's instance, empty where there is none
 * @param environment the environment that the node belongs to
 */
public record Place(
    String cluster, NodeUid node, String nodeName, String instanceId, EnvironmentArn environment) {}
