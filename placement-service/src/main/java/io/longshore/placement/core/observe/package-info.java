/** From what Kubernetes shows of a pod to what is reported of its launch. */
@NullMarked
package io.longshore.placement.core.observe;

import org.jspecify.annotations.NullMarked;
