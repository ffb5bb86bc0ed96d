/** What waits for what: dependencies and arrays as bitsets. */
@NullMarked
package io.longshore.scheduler.core.dag;

import org.jspecify.annotations.NullMarked;
