/** Tests of the rules, plain and in milliseconds. */
@NullMarked
package io.longshore.queue.core.view;

import org.jspecify.annotations.NullMarked;
