/** The tables of queue-service; SQL and rows, no decisions. */
@NullMarked
package io.longshore.queue.shell.db;

import org.jspecify.annotations.NullMarked;
