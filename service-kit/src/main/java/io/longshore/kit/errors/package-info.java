/** Refusals and failures as gRPC status: the only place where a status code is named. */
@NullMarked
package io.longshore.kit.errors;

import org.jspecify.annotations.NullMarked;
