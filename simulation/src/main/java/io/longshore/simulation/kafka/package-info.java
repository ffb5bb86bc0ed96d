/** A broker that loses what it may and repeats what it can. */
@NullMarked
package io.longshore.simulation.kafka;

import org.jspecify.annotations.NullMarked;
