package io.longshore.placement.core.pod;

/**
 * A compute environment as pods need it.
 *
 * @param arn its ARN
 * @param version rises with every change
 * @param name its name
 * @param uuid value of its nodes' label
 * @param cluster ARN or plain name of its cluster
 * @param namespace where its pods live unless their definition says otherwise
 */
public record Environment(
    String arn, long version, String name, String uuid, String cluster, String namespace) {}
