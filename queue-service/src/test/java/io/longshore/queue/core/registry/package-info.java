/** Tests of the rules, plain and in milliseconds. */
@NullMarked
package io.longshore.queue.core.registry;

import org.jspecify.annotations.NullMarked;
