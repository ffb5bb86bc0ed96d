/**
 * Machines of the stand-in: user data, kubelets, pods as local processes, and the controllers of
 * nodes.
 */
@NullMarked
package io.longshore.standalone.world.node;

import org.jspecify.annotations.NullMarked;
