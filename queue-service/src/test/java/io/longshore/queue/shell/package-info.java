/** Tests of the desks over a real database. */
@NullMarked
package io.longshore.queue.shell;

import org.jspecify.annotations.NullMarked;
