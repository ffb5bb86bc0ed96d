/** The loop and the service, over real PostgreSQL and Kafka and a cluster that is not real. */
@NullMarked
package io.longshore.placement.shell;

import org.jspecify.annotations.NullMarked;
