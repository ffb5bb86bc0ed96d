/** Tests of the package of the same name. */
@NullMarked
package io.longshore.scheduler.shell;

import org.jspecify.annotations.NullMarked;
