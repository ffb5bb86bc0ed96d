package io.longshore.queue.core.definition;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A job as a pod, as far as rules, overrides and parameters look at it. Members that nothing
 * decides on stay in the message they came in.
 *
 * @param dnsPolicy DNS policy, null where unset
 * @param containers the containers, in order
 * @param initContainers containers that run first, in order
 * @param volumes volumes that containers mount
 * @param metadata labels, annotations and namespace
 * @param security user, groups and profile of the whole pod
 */
public record Pod(
    @Nullable String dnsPolicy,
    List<Container> containers,
    List<Container> initContainers,
    List<Volume> volumes,
    Metadata metadata,
    Security security) {

  /** Copies the lists. */
  public Pod {
    containers = List.copyOf(containers);
    initContainers = List.copyOf(initContainers);
    volumes = List.copyOf(volumes);
  }

  /**
   * A container. Unset strings are null, unset lists and maps empty.
   *
   * @param name its name; "Default" where a single container has none
   */
  public record Container(
      @Nullable String name,
      @Nullable String image,
      @Nullable String imagePullPolicy,
      List<String> command,
      List<String> args,
      List<EnvironmentVariable> env,
      Amounts resources,
      List<Mount> mounts,
      Security security) {

    /** Copies the lists. */
    public Container {
      command = List.copyOf(command);
      args = List.copyOf(args);
      env = List.copyOf(env);
      mounts = List.copyOf(mounts);
    }

    /** The same container with another command and other arguments. */
    public Container withCommand(List<String> newCommand, List<String> newArgs) {
      return new Container(
          name, image, imagePullPolicy, newCommand, newArgs, env, resources, mounts, security);
    }
  }

  /** An environment variable; the value is null where only a name was given. */
  public record EnvironmentVariable(String name, @Nullable String value) {}

  /** Amounts by Kubernetes' resource names, as they were written. */
  public record Amounts(Map<String, String> limits, Map<String, String> requests) {

    /** No amounts. */
    public static final Amounts NONE = new Amounts(Map.of(), Map.of());

    /** Copies the maps. */
    public Amounts {
      limits = Map.copyOf(limits);
      requests = Map.copyOf(requests);
    }
  }

  /** Where a container mounts a volume. */
  public record Mount(@Nullable String name, @Nullable String mountPath) {}

  /**
   * A volume.
   *
   * @param sources how many sources it has; one is right
   * @param medium of an emptyDir
   * @param sizeLimit of an emptyDir
   * @param reference path, secret or claim; null where it is missing
   */
  public record Volume(
      @Nullable String name,
      int sources,
      @Nullable String medium,
      @Nullable String sizeLimit,
      @Nullable String reference) {}

  /** Labels, annotations and namespace; the namespace is null where unset. */
  public record Metadata(
      Map<String, String> labels, Map<String, String> annotations, @Nullable String namespace) {

    /** Nothing set. */
    public static final Metadata NONE = new Metadata(Map.of(), Map.of(), null);

    /** Copies the maps. */
    public Metadata {
      labels = Map.copyOf(labels);
      annotations = Map.copyOf(annotations);
    }
  }

  /**
   * What a security context holds that has bounds.
   *
   * @param ids user and group ids that are set
   * @param capabilities number of capabilities added, and dropped
   * @param privileged null where unset
   * @param readOnlyRoot null where unset
   */
  public record Security(
      List<Long> ids,
      List<List<String>> capabilities,
      @Nullable Boolean privileged,
      @Nullable Boolean readOnlyRoot,
      @Nullable Seccomp seccomp) {

    /** Nothing set. */
    public static final Security NONE = new Security(List.of(), List.of(), null, null, null);
  }

  /** A seccomp profile. */
  public record Seccomp(boolean typed, boolean localhost, @Nullable String localhostProfile) {}
}
