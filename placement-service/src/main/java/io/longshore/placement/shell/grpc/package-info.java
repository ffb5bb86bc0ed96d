/** What queue-service asks to answer a user's read. */
@NullMarked
package io.longshore.placement.shell.grpc;

import org.jspecify.annotations.NullMarked;
