/** A Kubernetes cluster with its nodes, and what can happen to them. */
@NullMarked
package io.longshore.simulation.cluster;

import org.jspecify.annotations.NullMarked;
