/** What users ask for, and what their programs do. */
@NullMarked
package io.longshore.simulation.work;

import org.jspecify.annotations.NullMarked;
