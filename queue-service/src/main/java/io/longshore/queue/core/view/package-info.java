/** The read model: what changes do to it, list filters, pages, public events. */
@NullMarked
package io.longshore.queue.core.view;

import org.jspecify.annotations.NullMarked;
