/** Tests of what all of queue-service's decisions share. */
@NullMarked
package io.longshore.queue.core;

import org.jspecify.annotations.NullMarked;
