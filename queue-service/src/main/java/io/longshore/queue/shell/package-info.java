/** The spine of queue-service: what comes in through the gate, what goes out by the view. */
@NullMarked
package io.longshore.queue.shell;

import org.jspecify.annotations.NullMarked;
