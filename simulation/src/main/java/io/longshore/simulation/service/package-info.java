/** The services' real cores, codecs and protocol, driven as their shells drive them. */
@NullMarked
package io.longshore.simulation.service;

import org.jspecify.annotations.NullMarked;
