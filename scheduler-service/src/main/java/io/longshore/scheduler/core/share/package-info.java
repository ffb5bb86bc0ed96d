/** Whose turn it is: queues by priority, and within a queue by the time of becoming RUNNABLE. */
@NullMarked
package io.longshore.scheduler.core.share;

import org.jspecify.annotations.NullMarked;
