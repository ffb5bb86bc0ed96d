/** The kit's tables: one transaction a step, leases, outbox, gate. */
@NullMarked
package io.longshore.kit.shell.db;

import org.jspecify.annotations.NullMarked;
