package io.longshore.standalone.world.aws;

import io.longshore.standalone.world.aws.Ec2Instance.State;
import io.longshore.standalone.world.store.Journal;
import io.vertx.core.Vertx;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All Auto Scaling groups, and the turn that brings each to its desired capacity: it launches what
 * is missing, notices what has died, and says in activities what it did and what EC2 refused.
 */
public final class Groups {

  private static final String TABLE = "aws-groups";
  private static final long TURN_MILLIS = 100;

  /** A group notices a dead instance at its next health check. */
  private static final long HEALTH_CHECK_MILLIS = 1_000;

  private static final int LAUNCHES_PER_TURN = 50;

  private final Journal journal;
  private final Instances instances;
  private final Templates templates;
  private final Activities activities;
  private final Chooser chooser;
  private final long retryMillis;
  private final Map<String, Group> byName = new TreeMap<>();
  private final Map<String, Long> notBefore = new HashMap<>();
  private final Map<String, Long> deadSince = new HashMap<>();

  Groups(
      Journal journal,
      Instances instances,
      Templates templates,
      Activities activities,
      Chooser chooser,
      long retryMillis) {
    this.journal = journal;
    this.instances = instances;
    this.templates = templates;
    this.activities = activities;
    this.chooser = chooser;
    this.retryMillis = retryMillis;
    journal.table(TABLE).forEach((name, json) -> byName.put(name, Group.read(json)));
  }

  void start(Vertx vertx) {
    vertx.setPeriodic(TURN_MILLIS, _ -> List.copyOf(byName.values()).forEach(this::turn));
  }

  Collection<Group> all() {
    return byName.values();
  }

  Optional<Group> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  Optional<Group> ofInstance(String id) {
    return byName.values().stream().filter(g -> g.member(id).isPresent()).findFirst();
  }

  Activities activities() {
    return activities;
  }

  /** Stores a group that is new or has changed. */
  void put(Group group) {
    byName.put(group.name(), group);
    // What was refused before may be possible now.
    notBefore.remove(group.name());
    save(group);
  }

  /** Ends a member, with or without a replacement. */
  Activity end(Group group, Group.Member member, boolean decrement, String cause) {
    group.put(member.left());
    if (decrement) {
      group.size(group.min(), group.max(), group.desired() - member.weight());
    }
    Activity activity =
        activities.begin(
            group.name(), member.id(), "Terminating EC2 instance: " + member.id(), cause);
    instances.terminate(
        member.id(),
        "Client.UserInitiatedShutdown",
        "Client.UserInitiatedShutdown: User initiated shutdown");
    save(group);
    return activity;
  }

  private void turn(Group group) {
    group.members().forEach(m -> checkHealth(group, m));
    long now = System.currentTimeMillis();
    if (group.deleting()) {
      if (group.members().isEmpty()) {
        byName.remove(group.name());
        journal.remove(TABLE, group.name());
        activities.forget(group.name());
      }
    } else if (group.capacity() < group.desired()
        && !group.suspended().contains("Launch")
        && now >= notBefore.getOrDefault(group.name(), 0L)) {
      grow(group);
    } else if (group.capacity() > group.desired() && !group.suspended().contains("Terminate")) {
      shrink(group);
    }
  }

  private void checkHealth(Group group, Group.Member member) {
    Optional<Ec2Instance> instance = instances.find(member.id());
    if (instance.filter(i -> i.state() == State.RUNNING).isPresent()) {
      activities.end(group.name(), member.id());
    }
    boolean gone = instance.filter(Ec2Instance::exists).isEmpty();
    if (member.leaving()) {
      if (gone) {
        activities.end(group.name(), member.id());
        group.remove(member.id());
        save(group);
      }
      return;
    }
    if (instance.filter(Ec2Instance::alive).isPresent()
        || group.suspended().contains("HealthCheck")) {
      return;
    }
    long now = System.currentTimeMillis();
    boolean noticed = now - deadSince.computeIfAbsent(member.id(), _ -> now) >= HEALTH_CHECK_MILLIS;
    if (noticed && !group.suspended().contains("ReplaceUnhealthy")) {
      deadSince.remove(member.id());
      group.put(member.left());
      activities.begin(
          group.name(),
          member.id(),
          "Terminating EC2 instance: " + member.id(),
          "At %s an instance was taken out of service in response to an EC2 health check indicating it has been terminated or stopped."
              .formatted(Xml.timestamp(now)));
      save(group);
    }
  }

  private void grow(Group group) {
    for (int i = 0; i < LAUNCHES_PER_TURN && group.capacity() < group.desired(); i++) {
      Market market = chooser.market(group);
      List<Group.Choice> choices = choices(group);
      Optional<Chooser.Pick> pick = chooser.pick(group, choices, market);
      Optional<String> refusal =
          pick.isEmpty()
              ? Optional.of(noRoom(chooser.first(group, choices, market)))
              : launch(group, pick.get());
      if (refusal.isPresent()) {
        notBefore.put(group.name(), System.currentTimeMillis() + retryMillis);
        activities.fail(group.name(), "Launching a new EC2 instance", cause(group), refusal.get());
        return;
      }
    }
  }

  private List<Group.Choice> choices(Group group) {
    List<Group.Choice> overrides = group.overrides();
    if (!overrides.isEmpty()) {
      return overrides;
    }
    String type = version(group.template()).map(v -> v.data().get("InstanceType", "")).orElse("");
    return List.of(new Group.Choice(type, 1, group.template()));
  }

  /** Launches one, or says why not. */
  private Optional<String> launch(Group group, Chooser.Pick pick) {
    Optional<LaunchTemplate> template = templates.named(pick.choice().template());
    Optional<LaunchTemplate.Version> version = version(pick.choice().template());
    if (template.isEmpty() || version.isEmpty()) {
      return Optional.of(
          "The specified launch template does not exist. Launching EC2 instance failed.");
    }
    Params data = version.get().data();
    String imageId = data.get("ImageId", "");
    Optional<Geography.Image> image = instances.geography().image(imageId);
    if (image.isEmpty()) {
      return Optional.of(
          "The image id '[%s]' does not exist. Launching EC2 instance failed.".formatted(imageId));
    }
    if (!image.get().architecture().equals(pick.type().architecture())) {
      return Optional.of(
          "The architecture '%s' of the specified instance type does not match the architecture '%s' of the specified AMI. Specify an instance type and an AMI that have matching architectures, and try again. Launching EC2 instance failed."
              .formatted(pick.type().architecture(), image.get().architecture()));
    }
    var order =
        new Ec2Instance.Order(
            pick.type().name(),
            pick.market(),
            pick.zone().name(),
            pick.zone().subnet(),
            template.get().id(),
            version.get().number(),
            image.get().id(),
            data.get("UserData", ""));
    String cause = cause(group);
    Ec2Instance instance = instances.launch(order, tags(group, template.get(), version.get()));
    group.put(new Group.Member(instance.id(), pick.choice().weight(), group.newGuarded(), false));
    activities.begin(
        group.name(), instance.id(), "Launching a new EC2 instance: " + instance.id(), cause);
    save(group);
    return Optional.empty();
  }

  private static Map<String, String> tags(
      Group group, LaunchTemplate template, LaunchTemplate.Version version) {
    var tags = new TreeMap<String, String>();
    for (Params specification : version.data().list("TagSpecification")) {
      if (specification.get("ResourceType", "").equals("instance")) {
        specification.list("Tag").forEach(t -> tags.put(t.get("Key", ""), t.get("Value", "")));
      }
    }
    group.tags().values().stream()
        .filter(Group.Tag::propagate)
        .forEach(t -> tags.put(t.key(), t.value()));
    tags.put("aws:autoscaling:groupName", group.name());
    tags.put("aws:ec2launchtemplate:id", template.id());
    tags.put("aws:ec2launchtemplate:version", Long.toString(version.number()));
    return tags;
  }

  private Optional<LaunchTemplate.Version> version(Params template) {
    return templates.named(template).flatMap(t -> t.version(template.get("Version", "$Default")));
  }

  private void shrink(Group group) {
    int surplus = group.capacity() - group.desired();
    for (Group.Member member : group.members()) {
      if (!member.leaving() && !member.guarded() && member.weight() <= surplus) {
        surplus -= member.weight();
        var unused =
            end(
                group,
                member,
                false,
                "At %s an instance was taken out of service in response to a difference between desired and actual capacity."
                    .formatted(Xml.timestamp(System.currentTimeMillis())));
      }
    }
  }

  private String noRoom(Chooser.Pick pick) {
    if (pick.market() == Market.SPOT) {
      return "Could not launch Spot Instances. InsufficientInstanceCapacity - There is no Spot"
          + " capacity available that matches your request. Launching EC2 instance failed.";
    }
    return "Could not launch On-Demand Instances. InsufficientInstanceCapacity - We currently do not have sufficient %s capacity in the Availability Zone you requested (%s). Our system will be working on provisioning additional capacity. Launching EC2 instance failed."
        .formatted(pick.type().name(), pick.zone().name());
  }

  private static String cause(Group group) {
    return "At %s an instance was started in response to a difference between desired and actual capacity, increasing the capacity from %d to %d."
        .formatted(Xml.timestamp(System.currentTimeMillis()), group.capacity(), group.desired());
  }

  private void save(Group group) {
    journal.put(TABLE, group.name(), group.json());
  }
}
