/** Where a launch may run: shapes, nodes indexed by free room, environments. */
@NullMarked
package io.longshore.scheduler.core.fit;

import org.jspecify.annotations.NullMarked;
