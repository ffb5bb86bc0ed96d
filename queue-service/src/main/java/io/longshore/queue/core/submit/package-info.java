/** From a request to a job that is accepted, or to the reason why it is not. */
@NullMarked
package io.longshore.queue.core.submit;

import org.jspecify.annotations.NullMarked;
