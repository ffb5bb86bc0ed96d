/** The promises, one class each. */
@NullMarked
package io.longshore.simulation.promise;

import org.jspecify.annotations.NullMarked;
