package io.longshore.standalone.world.aws;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** An Auto Scaling group: what it was told, and who belongs to it. */
final class Group {

  /** A tag of the group. */
  record Tag(String key, String value, boolean propagate) {}

  /**
   * An instance of the group.
   *
   * @param id EC2's id
   * @param weight what it counts
   * @param guarded not to be chosen by a scale-in
   * @param leaving the group is ending it, or has found it dead
   */
  record Member(String id, int weight, boolean guarded, boolean leaving) {
    Member left() {
      return new Member(id, weight, guarded, true);
    }
  }

  /**
   * An instance type that the group may launch.
   *
   * @param type its name
   * @param weight what one counts
   * @param template the template to launch from
   */
  record Choice(String type, int weight, Params template) {}

  private final String name;
  private final long createdAt;
  private int min;
  private int max;
  private int desired;
  private boolean newGuarded;
  private boolean capacityRebalance;
  private boolean deleting;
  private List<String> subnets = List.of();
  private Params launch;
  private final Set<String> suspended = new TreeSet<>();
  private final Map<String, Tag> tags = new TreeMap<>();
  private final Map<String, Member> members = new LinkedHashMap<>();

  Group(String name, long createdAt, Params launch) {
    this.name = name;
    this.createdAt = createdAt;
    this.launch = launch;
  }

  String name() {
    return name;
  }

  long createdAt() {
    return createdAt;
  }

  int min() {
    return min;
  }

  int max() {
    return max;
  }

  int desired() {
    return desired;
  }

  void size(int min, int max, int desired) {
    this.min = min;
    this.max = max;
    this.desired = desired;
  }

  boolean newGuarded() {
    return newGuarded;
  }

  void newGuarded(boolean guarded) {
    this.newGuarded = guarded;
  }

  boolean capacityRebalance() {
    return capacityRebalance;
  }

  void capacityRebalance(boolean rebalance) {
    this.capacityRebalance = rebalance;
  }

  boolean deleting() {
    return deleting;
  }

  void delete() {
    deleting = true;
    size(0, max, 0);
  }

  List<String> subnets() {
    return subnets;
  }

  void subnets(List<String> subnets) {
    this.subnets = List.copyOf(subnets);
  }

  /** LaunchTemplate or MixedInstancesPolicy, as it was sent. */
  Params launch() {
    return launch;
  }

  void launch(Params launch) {
    this.launch = launch;
  }

  Set<String> suspended() {
    return suspended;
  }

  Map<String, Tag> tags() {
    return tags;
  }

  Collection<Member> members() {
    return List.copyOf(members.values());
  }

  Optional<Member> member(String id) {
    return Optional.ofNullable(members.get(id));
  }

  void put(Member member) {
    members.put(member.id(), member);
  }

  void remove(String id) {
    members.remove(id);
  }

  /** What its members count, those that leave left out. */
  int capacity() {
    return members.values().stream().filter(m -> !m.leaving()).mapToInt(Member::weight).sum();
  }

  /** The template that the group launches from unless an override names its own. */
  Params template() {
    Params policy = launch.under("MixedInstancesPolicy.LaunchTemplate.LaunchTemplateSpecification");
    return policy.isEmpty() ? launch.under("LaunchTemplate") : policy;
  }

  /** What the policy lists, in its order; empty where the template's own type is meant. */
  List<Choice> overrides() {
    var choices = new ArrayList<Choice>();
    for (Params o : launch.list("MixedInstancesPolicy.LaunchTemplate.Overrides.member")) {
      Params own = o.under("LaunchTemplateSpecification");
      choices.add(
          new Choice(
              o.get("InstanceType", ""),
              o.number("WeightedCapacity").orElse(1),
              own.isEmpty() ? template() : own));
    }
    return choices;
  }

  Params distribution() {
    return launch.under("MixedInstancesPolicy.InstancesDistribution");
  }

  JsonObject json() {
    var tagList = new JsonArray();
    tags.values()
        .forEach(
            t ->
                tagList.add(
                    new JsonObject()
                        .put("key", t.key())
                        .put("value", t.value())
                        .put("propagate", t.propagate())));
    var memberList = new JsonArray();
    members
        .values()
        .forEach(
            m ->
                memberList.add(
                    new JsonObject()
                        .put("id", m.id())
                        .put("weight", m.weight())
                        .put("guarded", m.guarded())
                        .put("leaving", m.leaving())));
    return new JsonObject()
        .put("name", name)
        .put("createdAt", createdAt)
        .put("min", min)
        .put("max", max)
        .put("desired", desired)
        .put("newGuarded", newGuarded)
        .put("capacityRebalance", capacityRebalance)
        .put("deleting", deleting)
        .put("subnets", new JsonArray(subnets))
        .put("launch", launch.json())
        .put("suspended", new JsonArray(List.copyOf(suspended)))
        .put("tags", tagList)
        .put("members", memberList);
  }

  static Group read(JsonObject json) {
    var group =
        new Group(
            json.getString("name"),
            json.getLong("createdAt"),
            Params.read(json.getJsonObject("launch")));
    group.size(json.getInteger("min"), json.getInteger("max"), json.getInteger("desired"));
    group.newGuarded = json.getBoolean("newGuarded");
    group.capacityRebalance = json.getBoolean("capacityRebalance");
    group.deleting = json.getBoolean("deleting");
    group.subnets = json.getJsonArray("subnets").stream().map(String::valueOf).toList();
    json.getJsonArray("suspended").forEach(s -> group.suspended.add(String.valueOf(s)));
    for (Object each : json.getJsonArray("tags")) {
      var tag = (JsonObject) each;
      group.tags.put(
          tag.getString("key"),
          new Tag(tag.getString("key"), tag.getString("value"), tag.getBoolean("propagate")));
    }
    for (Object each : json.getJsonArray("members")) {
      var m = (JsonObject) each;
      group.put(
          new Member(
              m.getString("id"),
              m.getInteger("weight"),
              m.getBoolean("guarded"),
              m.getBoolean("leaving")));
    }
    return group;
  }
}
