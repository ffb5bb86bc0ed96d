/** The Kubernetes API: spells plans as pods, reads what it shows, does what the desk wants done. */
@NullMarked
package io.longshore.placement.shell.k8s;

import org.jspecify.annotations.NullMarked;
