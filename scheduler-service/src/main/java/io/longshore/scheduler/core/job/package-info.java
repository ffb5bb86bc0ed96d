/** A job's life: states, events, launches, how an end is judged and when it is tried again. */
@NullMarked
package io.longshore.scheduler.core.job;

import org.jspecify.annotations.NullMarked;
