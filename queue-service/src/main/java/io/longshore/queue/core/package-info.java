/** Words that all of queue-service's decisions share: names, ARNs, limits, verdicts. */
@NullMarked
package io.longshore.queue.core;

import org.jspecify.annotations.NullMarked;
