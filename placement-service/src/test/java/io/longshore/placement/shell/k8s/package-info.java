/** Tests of the Kubernetes shell. */
@NullMarked
package io.longshore.placement.shell.k8s;

import org.jspecify.annotations.NullMarked;
