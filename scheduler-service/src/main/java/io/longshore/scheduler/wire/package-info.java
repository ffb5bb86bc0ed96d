/** Messages and rows of the scheduler, from protobuf to the core's records and back; pure. */
@NullMarked
package io.longshore.scheduler.wire;

import org.jspecify.annotations.NullMarked;
