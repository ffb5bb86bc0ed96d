/** Reads EC2's events: interruption notices, rebalance recommendations, state changes. */
@NullMarked
package io.longshore.capacity.core.interrupt;

import org.jspecify.annotations.NullMarked;
