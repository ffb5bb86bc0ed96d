/** Tests of the package of the same name. */
@NullMarked
package io.longshore.scheduler.core.round;

import org.jspecify.annotations.NullMarked;
