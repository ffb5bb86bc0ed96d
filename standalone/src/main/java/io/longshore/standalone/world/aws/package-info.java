/** The stand-in's EC2, Auto Scaling and SQS: state, rules, and AWS's own wire. */
@NullMarked
package io.longshore.standalone.world.aws;

import org.jspecify.annotations.NullMarked;
