/** What the scheduler answers to other services' reads. */
@NullMarked
package io.longshore.scheduler.shell.grpc;

import org.jspecify.annotations.NullMarked;
