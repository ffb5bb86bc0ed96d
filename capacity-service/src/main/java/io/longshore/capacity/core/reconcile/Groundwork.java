package io.longshore.capacity.core.reconcile;

import io.longshore.capacity.core.Environment;
import io.longshore.capacity.core.launch.LaunchSettings.Names;
import io.longshore.capacity.core.launch.TemplateSpec;
import io.longshore.capacity.core.reconcile.EnvironmentPass.Means;
import io.longshore.capacity.core.reconcile.EnvironmentPass.Slice;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What must exist of an environment whether anything waits for it or not: its launch template and
 * at least one group, both as its settings say. Only AWS knows whether an image, a subnet or a role
 * exists, and it says so when these are made. So a wrong one is noticed before the first job, and
 * an environment is VALID when nothing of this is left to make, never because nobody has asked
 * lately.
 *
 * @param missing what is still to be made, in order
 * @param refusal AWS's last word about something of it
 */
record Groundwork(List<Action> missing, Optional<Refusal> refusal) {

  /** Nothing to make. */
  static final Groundwork NONE = new Groundwork(List.of(), Optional.empty());

  /** What {@code environment} lacks; {@code last} is what AWS last refused to make for it. */
  static Groundwork of(
      Environment environment, Means means, Slice slice, Optional<Refusal> last, Names names) {
    if (environment.deleting() || !(means instanceof Means.Allowed allowed)) {
      return NONE;
    }
    var missing = new ArrayList<Action>();
    template(allowed.template(), slice).ifPresent(missing::add);
    missing.addAll(groups(environment, allowed, slice, names));
    return new Groundwork(
        List.copyOf(missing), last.filter(refused -> missing.contains(refused.action())));
  }

  private static Optional<Action> template(TemplateSpec spec, Slice slice) {
    return slice.template().filter(t -> t.content().equals(spec.content())).isPresent()
        ? Optional.empty()
        : Optional.of(new Action.EnsureTemplate(spec));
  }

  /** Every group that is of use follows the settings; where there is none, the first is made. */
  private static List<Action> groups(
      Environment environment, Means.Allowed means, Slice slice, Names names) {
    var choices = means.choices();
    var stale = new ArrayList<Action>();
    boolean any = false;
    for (var group : slice.groups()) {
      var kind = Standing.kind(group, environment.uuid(), choices, names);
      if (kind.isPresent()) {
        any = true;
        var spec = GroupSpec.of(environment, kind.get(), names);
        if (!spec.describes(group)) {
          stale.add(new Action.EnsureGroup(spec));
        }
      }
    }
    return any
        ? stale
        : List.of(
            new Action.EnsureGroup(GroupSpec.of(environment, choices.all().getFirst(), names)));
  }

  /** Nothing grows on what AWS refused. */
  Means bounds(Means means) {
    return refusal.isPresent() && means instanceof Means.Allowed allowed
        ? allowed.withoutGrowth()
        : means;
  }

  /** What to make now: what AWS refused is not asked for again within {@code retry}. */
  List<Action> due(Instant now, Duration retry) {
    return refusal.filter(refused -> now.isBefore(refused.at().plus(retry))).isPresent()
        ? List.of()
        : missing;
  }
}
