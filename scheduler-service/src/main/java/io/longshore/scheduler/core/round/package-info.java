/** One round of the scheduler: start reading at {@code Cell}. */
@NullMarked
package io.longshore.scheduler.core.round;

import org.jspecify.annotations.NullMarked;
