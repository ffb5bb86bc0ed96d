/**
 * The demonstration: a real pipeline and everything that can happen to jobs beside it, and the
 * proof from what was recorded that it happened as promised.
 */
@NullMarked
package io.longshore.standalone.demo;

import org.jspecify.annotations.NullMarked;
