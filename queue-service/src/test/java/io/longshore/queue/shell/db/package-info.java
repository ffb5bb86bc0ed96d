/** Statements over a real PostgreSQL. */
@NullMarked
package io.longshore.queue.shell.db;

import org.jspecify.annotations.NullMarked;
