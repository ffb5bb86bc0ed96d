/** The stand-in for the world: a Kubernetes cluster and AWS, as one process on loopback. */
@NullMarked
package io.longshore.standalone.world;

import org.jspecify.annotations.NullMarked;
