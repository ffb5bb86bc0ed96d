/** Processes that cannot outlive whoever started them, and are started again when they die. */
@NullMarked
package io.longshore.standalone.process;

import org.jspecify.annotations.NullMarked;
