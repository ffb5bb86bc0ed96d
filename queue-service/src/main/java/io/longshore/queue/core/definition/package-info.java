/** What a job runs: pods and containers, their rules, overrides, parameters and shape. */
@NullMarked
package io.longshore.queue.core.definition;

import org.jspecify.annotations.NullMarked;
