package io.longshore.capacity.shell.aws;

import io.longshore.capacity.core.Market;
import io.longshore.capacity.core.launch.LaunchSettings.Names;
import io.longshore.capacity.core.reconcile.Look;
import io.longshore.capacity.core.reconcile.Seen;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.autoscaling.AutoScalingAsyncClient;
import software.amazon.awssdk.services.autoscaling.model.Activity;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.LaunchTemplateOverrides;
import software.amazon.awssdk.services.autoscaling.model.MixedInstancesPolicy;
import software.amazon.awssdk.services.autoscaling.model.ScalingActivityStatusCode;
import software.amazon.awssdk.services.autoscaling.model.TagDescription;
import software.amazon.awssdk.services.ec2.Ec2AsyncClient;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceLifecycleType;
import software.amazon.awssdk.services.ec2.model.LaunchTemplate;
import software.amazon.awssdk.services.ec2.model.Tag;

/** Reads what exists: instances, then groups with their refused launches, then templates. */
final class AwsLook {

  /** EC2 takes at most 200 values of a filter. */
  private static final int IDS_PER_CALL = 200;

  private static final int GROUPS_PER_CALL = 100;
  private static final int ACTIVITIES = 20;
  private static final int CALLS_AT_ONCE = 8;

  private final Ec2AsyncClient ec2;
  private final AutoScalingAsyncClient autoScaling;
  private final Names names;

  AwsLook(Ec2AsyncClient ec2, AutoScalingAsyncClient autoScaling, Names names) {
    this.ec2 = ec2;
    this.autoScaling = autoScaling;
    this.names = names;
  }

  Uni<Seen> look(Look look) {
    return instances(look)
        .chain(
            instances ->
                groups()
                    .chain(
                        groups ->
                            Uni.combine()
                                .all()
                                .unis(templates(), failures(look, groups))
                                .asTuple()
                                .map(
                                    rest ->
                                        new Seen(
                                            instances, groups, rest.getItem1(), rest.getItem2()))));
  }

  private Uni<List<Seen.Instance>> instances(Look look) {
    return describe(List.of(tagged()))
        .chain(
            found -> {
              var missing = new HashSet<>(look.instances());
              found.forEach(instance -> missing.remove(instance.instanceId()));
              return byId(List.copyOf(missing))
                  .map(
                      more -> {
                        var all = new ArrayList<Seen.Instance>();
                        found.forEach(instance -> all.add(seen(instance)));
                        more.forEach(instance -> all.add(seen(instance)));
                        return all;
                      });
            });
  }

  private Uni<List<Instance>> byId(List<String> ids) {
    if (ids.isEmpty()) {
      return Uni.createFrom().item(List.of());
    }
    var parts = new ArrayList<List<String>>();
    for (int i = 0; i < ids.size(); i += IDS_PER_CALL) {
      parts.add(ids.subList(i, Math.min(ids.size(), i + IDS_PER_CALL)));
    }
    // As a filter: an id that EC2 does not know is left out of the answer instead of failing it.
    return Multi.createFrom()
        .iterable(parts)
        .onItem()
        .transformToUniAndConcatenate(
            part -> describe(List.of(Filter.builder().name("instance-id").values(part).build())))
        .collect()
        .asList()
        .map(lists -> lists.stream().flatMap(List::stream).toList());
  }

  private Uni<List<Instance>> describe(List<Filter> filters) {
    return Calls.all(() -> ec2.describeInstancesPaginator(r -> r.filters(filters)).reservations())
        .map(list -> list.stream().flatMap(r -> r.instances().stream()).toList());
  }

  private Filter tagged() {
    return Filter.builder().name("tag-key").values(names.environment()).build();
  }

  private Seen.Instance seen(Instance instance) {
    var tags = instance.tags().stream().collect(Collectors.toMap(Tag::key, Tag::value));
    return new Seen.Instance(
        instance.instanceId(),
        tags.getOrDefault(names.environment(), ""),
        String.valueOf(instance.instanceTypeAsString()),
        instance.placement() == null ? "" : String.valueOf(instance.placement().availabilityZone()),
        instance.instanceLifecycle() == InstanceLifecycleType.SPOT ? Market.SPOT : Market.ON_DEMAND,
        state(instance),
        instance.launchTime(),
        reason(instance),
        tags.getOrDefault(names.content(), ""));
  }

  private static Seen.State state(Instance instance) {
    return switch (instance.state().name()) {
      case PENDING -> Seen.State.PENDING;
      case RUNNING -> Seen.State.RUNNING;
      case SHUTTING_DOWN -> Seen.State.SHUTTING_DOWN;
      case TERMINATED -> Seen.State.TERMINATED;
      case STOPPING -> Seen.State.STOPPING;
      case STOPPED -> Seen.State.STOPPED;
      // A state that this SDK does not know is no evidence of an end.
      case UNKNOWN_TO_SDK_VERSION -> Seen.State.STOPPING;
    };
  }

  private static String reason(Instance instance) {
    var reason = instance.stateReason();
    if (reason == null || reason.code() == null) {
      return "";
    }
    var message = Optional.ofNullable(reason.message()).orElse("");
    return message.startsWith(reason.code()) ? message : reason.code() + ": " + message;
  }

  private Uni<List<Seen.Group>> groups() {
    return Calls.all(
            () ->
                autoScaling
                    .describeAutoScalingGroupsPaginator(
                        r -> r.filters(taggedGroups()).maxRecords(GROUPS_PER_CALL))
                    .autoScalingGroups())
        .map(groups -> groups.stream().map(this::seen).toList());
  }

  private software.amazon.awssdk.services.autoscaling.model.Filter taggedGroups() {
    return software.amazon.awssdk.services.autoscaling.model.Filter.builder()
        .name("tag-key")
        .values(names.environment())
        .build();
  }

  private Seen.Group seen(AutoScalingGroup group) {
    Map<String, String> tags =
        group.tags().stream().collect(Collectors.toMap(TagDescription::key, TagDescription::value));
    boolean suspended =
        group.suspendedProcesses().stream()
            .anyMatch(p -> p.processName().equals(AwsActs.ZONE_REBALANCING));
    boolean settled =
        suspended
            && Boolean.TRUE.equals(group.newInstancesProtectedFromScaleIn())
            && group.status() == null;
    return new Seen.Group(
        group.autoScalingGroupName(),
        tags.getOrDefault(names.environment(), ""),
        tags.getOrDefault(names.content(), ""),
        types(group.mixedInstancesPolicy()),
        group.desiredCapacity(),
        settled,
        group.instances().stream().map(AwsLook::member).toList());
  }

  private static List<String> types(@Nullable MixedInstancesPolicy policy) {
    return policy == null || policy.launchTemplate() == null
        ? List.of()
        : policy.launchTemplate().overrides().stream()
            .map(LaunchTemplateOverrides::instanceType)
            .toList();
  }

  private static Seen.Member member(
      software.amazon.awssdk.services.autoscaling.model.Instance instance) {
    var state = instance.lifecycleStateAsString();
    var weight = Optional.ofNullable(instance.weightedCapacity()).map(Integer::valueOf).orElse(1);
    return new Seen.Member(
        instance.instanceId(),
        String.valueOf(instance.instanceType()),
        weight,
        state.startsWith("Pending") || state.equals("InService"));
  }

  private Uni<List<Seen.Failure>> failures(Look look, List<Seen.Group> groups) {
    var asked = groups.stream().map(Seen.Group::name).filter(look.groups()::contains).toList();
    return Multi.createFrom()
        .iterable(asked)
        .onItem()
        .transformToUni(this::failures)
        .merge(CALLS_AT_ONCE)
        .collect()
        .asList()
        .map(lists -> lists.stream().flatMap(List::stream).toList());
  }

  private Uni<List<Seen.Failure>> failures(String group) {
    return Calls.call(
            () ->
                autoScaling.describeScalingActivities(
                    r -> r.autoScalingGroupName(group).maxRecords(ACTIVITIES)))
        .map(
            answer ->
                answer.activities().stream()
                    .filter(a -> a.statusCode() == ScalingActivityStatusCode.FAILED)
                    .map(a -> new Seen.Failure(group, a.startTime(), text(a)))
                    .toList());
  }

  private static String text(Activity activity) {
    return Optional.ofNullable(activity.statusMessage()).orElse(String.valueOf(activity.cause()));
  }

  private Uni<List<Seen.Template>> templates() {
    return Calls.all(
            () -> ec2.describeLaunchTemplatesPaginator(r -> r.filters(tagged())).launchTemplates())
        .map(templates -> templates.stream().map(this::seen).toList());
  }

  private Seen.Template seen(LaunchTemplate template) {
    var tags = template.tags().stream().collect(Collectors.toMap(Tag::key, Tag::value));
    return new Seen.Template(
        template.launchTemplateName(),
        tags.getOrDefault(names.environment(), ""),
        tags.getOrDefault(names.content(), ""));
  }
}
