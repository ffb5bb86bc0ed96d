/** Tests of the package of the same name. */
@NullMarked
package io.longshore.scheduler.wire;

import org.jspecify.annotations.NullMarked;
