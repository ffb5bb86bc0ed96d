/** The schema {@code placement}: the launch ledger and kept output. */
@NullMarked
package io.longshore.placement.shell.db;

import org.jspecify.annotations.NullMarked;
