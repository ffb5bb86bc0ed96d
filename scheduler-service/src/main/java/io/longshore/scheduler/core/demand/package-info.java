/** How much capacity is wanted, and which instances go. */
@NullMarked
package io.longshore.scheduler.core.demand;

import org.jspecify.annotations.NullMarked;
