/** The rows that survive a process. */
@NullMarked
package io.longshore.capacity.shell.db;

import org.jspecify.annotations.NullMarked;
