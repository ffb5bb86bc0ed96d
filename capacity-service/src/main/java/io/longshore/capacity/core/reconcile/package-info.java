/** Compares what is wanted with what AWS says exists and gives the actions that close the gap. */
@NullMarked
package io.longshore.capacity.core.reconcile;

import org.jspecify.annotations.NullMarked;
