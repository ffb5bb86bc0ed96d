/** Queues, compute environments, definitions and tags: their rules and the status they show. */
@NullMarked
package io.longshore.queue.core.registry;

import org.jspecify.annotations.NullMarked;
