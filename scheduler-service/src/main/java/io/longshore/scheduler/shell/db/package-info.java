/** The scheduler's rows in PostgreSQL. */
@NullMarked
package io.longshore.scheduler.shell.db;

import org.jspecify.annotations.NullMarked;
