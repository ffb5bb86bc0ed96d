package io.longshore.capacity.core.reconcile;

import io.longshore.capacity.core.Market;
import java.time.Instant;
import java.util.List;

/**
 * What AWS says exists, read whole after the last actions had been answered: instances first, then
 * groups, so that an instance launched in between is counted once as a member and never missed.
 *
 * @param instances all that carry our tag, and those asked for by id
 * @param groups all Auto Scaling groups that carry our tag
 * @param templates all launch templates that carry our tag
 * @param failures refused launches of the groups that were asked about
 */
public record Seen(
    List<Instance> instances,
    List<Group> groups,
    List<Template> templates,
    List<Failure> failures) {

  /** Copies. */
  public Seen {
    instances = List.copyOf(instances);
    groups = List.copyOf(groups);
    templates = List.copyOf(templates);
    failures = List.copyOf(failures);
  }

  /** An instance's state in EC2's words. */
  public enum State {
    /** Booting. */
    PENDING,
    /** Up. */
    RUNNING,
    /** Ending: nothing may be concluded from it. */
    SHUTTING_DOWN,
    /** Ended: the evidence. */
    TERMINATED,
    /** Stopping. */
    STOPPING,
    /** Stopped. */
    STOPPED;

    /** Whether it can still become or stay of use. */
    public boolean alive() {
      return this == PENDING || this == RUNNING;
    }
  }

  /**
   * An instance.
   *
   * @param id EC2's id
   * @param environmentUuid our tag, empty where it has none
   * @param type instance type
   * @param zone availability zone
   * @param market how it was bought
   * @param state state
   * @param launchedAt when it was launched
   * @param stateReason why it is in that state; may be empty
   * @param content fingerprint of the launch template's content, from its tag; may be empty
   */
  public record Instance(
      String id,
      String environmentUuid,
      String type,
      String zone,
      Market market,
      State state,
      Instant launchedAt,
      String stateReason,
      String content) {}

  /**
   * An Auto Scaling group.
   *
   * @param name its name
   * @param environmentUuid our tag
   * @param content fingerprint of what it was made from, from its tag
   * @param types instance types in order
   * @param desired desired capacity, in vCPUs
   * @param settled zones are not rebalanced, new instances are protected, and it is not being
   *     deleted
   * @param members its instances
   */
  public record Group(
      String name,
      String environmentUuid,
      String content,
      List<String> types,
      int desired,
      boolean settled,
      List<Member> members) {
    /** Copies. */
    public Group {
      types = List.copyOf(types);
      members = List.copyOf(members);
    }
  }

  /**
   * An instance of a group.
   *
   * @param instanceId EC2's id
   * @param type instance type
   * @param weight units of the group's capacity
   * @param active pending or in service, so it counts towards the desired capacity
   */
  public record Member(String instanceId, String type, int weight, boolean active) {}

  /** A launch template. */
  public record Template(String name, String environmentUuid, String content) {}

  /**
   * A launch that was refused.
   *
   * @param group the group's name
   * @param at when it was tried
   * @param text Auto Scaling's words
   */
  public record Failure(String group, Instant at, String text) {}
}
