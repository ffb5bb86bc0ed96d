/** The stand-in's Kubernetes API: objects, their rules, and the HTTP that serves them. */
@NullMarked
package io.longshore.standalone.world.kube;

import org.jspecify.annotations.NullMarked;
