/** From a launch, its template and its environment to the plan of a pod. */
@NullMarked
package io.longshore.placement.core.pod;

import org.jspecify.annotations.NullMarked;
