package io.longshore.placement.core.node;

import io.longshore.placement.core.Amounts;

/**
 * A pod that is not ours and holds room on a node.
 *
 * @param daemonSet UID of the DaemonSet that owns it, empty where another thing does
 */
public record ForeignPod(String uid, String node, String daemonSet, Amounts requests) {}
