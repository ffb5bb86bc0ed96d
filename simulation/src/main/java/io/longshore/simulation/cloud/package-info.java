/** EC2 and Auto Scaling, and what can happen there. */
@NullMarked
package io.longshore.simulation.cloud;

import org.jspecify.annotations.NullMarked;
