/** The public gRPC API. */
@NullMarked
package io.longshore.queue.shell.grpc;

import org.jspecify.annotations.NullMarked;
