/** Where the core meets AWS, PostgreSQL and Kafka; {@code ReconcilePass} is the way in. */
@NullMarked
package io.longshore.capacity.shell;

import org.jspecify.annotations.NullMarked;
