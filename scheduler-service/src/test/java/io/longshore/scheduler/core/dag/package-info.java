/** Tests of the package of the same name. */
@NullMarked
package io.longshore.scheduler.core.dag;

import org.jspecify.annotations.NullMarked;
