/** Tests of what other services are asked. */
@NullMarked
package io.longshore.queue.shell.grpc;

import org.jspecify.annotations.NullMarked;
