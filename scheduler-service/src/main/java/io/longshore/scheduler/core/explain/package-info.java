/** Why a job is where it is, as data and as words. */
@NullMarked
package io.longshore.scheduler.core.explain;

import org.jspecify.annotations.NullMarked;
