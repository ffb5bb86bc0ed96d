package io.longshore.capacity.shell.aws;

import io.longshore.capacity.core.launch.LaunchSettings.Names;
import io.longshore.capacity.core.reconcile.Action;
import io.longshore.capacity.core.reconcile.ActionResult;
import io.smallrye.mutiny.Uni;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.autoscaling.AutoScalingAsyncClient;
import software.amazon.awssdk.services.ec2.Ec2AsyncClient;

/** Does actions. What is done already counts as done; what is gone already counts as ended. */
final class AwsActs {

  static final String ZONE_REBALANCING = "AZRebalance";

  private static final Set<String> GONE =
      Set.of(
          "InvalidInstanceID.NotFound",
          "InvalidLaunchTemplateName.NotFoundException",
          "InvalidLaunchTemplateId.NotFound");

  private static final int SERVER_ERROR = 500;
  private static final int CLIENT_ERROR = 400;

  private final Ec2AsyncClient ec2;
  private final AutoScalingAsyncClient autoScaling;
  private final TemplateActs templates;
  private final GroupActs groups;

  AwsActs(Ec2AsyncClient ec2, AutoScalingAsyncClient autoScaling, Names names) {
    this.ec2 = ec2;
    this.autoScaling = autoScaling;
    this.templates = new TemplateActs(ec2, names);
    this.groups = new GroupActs(autoScaling, names);
  }

  Uni<Optional<ActionResult.Failure>> act(Action action) {
    return run(action)
        .map(done -> Optional.<ActionResult.Failure>empty())
        .onFailure()
        .recoverWithItem(failure -> answered(action, failure));
  }

  private Uni<Void> run(Action action) {
    return switch (action) {
      case Action.EndInstance end -> end(end);
      case Action.EnsureTemplate(var template) -> templates.ensure(template);
      case Action.EnsureGroup(var group) -> groups.ensure(group);
      case Action.SetDesired set ->
          Calls.call(
                  () ->
                      autoScaling.updateAutoScalingGroup(
                          r ->
                              r.autoScalingGroupName(set.group())
                                  .minSize(0)
                                  .maxSize(set.maximum())
                                  .desiredCapacity(set.desired())))
              .replaceWithVoid();
      case Action.DeleteGroup(var group) ->
          Calls.call(
                  () ->
                      autoScaling.deleteAutoScalingGroup(
                          r -> r.autoScalingGroupName(group).forceDelete(false)))
              .replaceWithVoid();
      case Action.DeleteTemplate(var template) ->
          Calls.call(() -> ec2.deleteLaunchTemplate(r -> r.launchTemplateName(template)))
              .replaceWithVoid();
    };
  }

  private Uni<Void> end(Action.EndInstance end) {
    return end.alone()
        ? Calls.call(() -> ec2.terminateInstances(r -> r.instanceIds(end.instanceId())))
            .replaceWithVoid()
        : Calls.call(
                () ->
                    autoScaling.terminateInstanceInAutoScalingGroup(
                        r ->
                            r.instanceId(end.instanceId())
                                .shouldDecrementDesiredCapacity(end.decrement())))
            .replaceWithVoid();
  }

  static Optional<ActionResult.Failure> answered(Action action, Throwable failure) {
    var code = Calls.code(failure);
    var message =
        failure instanceof AwsServiceException e && e.awsErrorDetails() != null
            ? String.valueOf(e.awsErrorDetails().errorMessage())
            : String.valueOf(failure.getMessage());
    if (GONE.contains(code) || goneFromGroup(action, message)) {
      return Optional.empty();
    }
    return Optional.of(
        new ActionResult.Failure(
            code.isEmpty() ? failure.getClass().getSimpleName() : code,
            message,
            passing(failure) || beingDeleted(action, message)));
  }

  /** Auto Scaling has one code for every refusal. */
  private static boolean goneFromGroup(Action action, String message) {
    return switch (action) {
      case Action.EndInstance _ -> message.contains("No managed instance found");
      case Action.DeleteGroup _ -> message.contains("not found");
      case Action.EnsureTemplate _,
          Action.EnsureGroup _,
          Action.SetDesired _,
          Action.DeleteTemplate _ ->
          false;
    };
  }

  /** The group of this name that was empty and of no use is on its way out: the next one can be. */
  private static boolean beingDeleted(Action action, String message) {
    return action instanceof Action.EnsureGroup && message.contains("pending delete");
  }

  private static boolean passing(Throwable failure) {
    return !(failure instanceof AwsServiceException e)
        || e.isThrottlingException()
        || e.statusCode() >= SERVER_ERROR
        || e.statusCode() < CLIENT_ERROR
        || RACES.contains(Calls.code(failure));
  }

  /** Somebody was faster, or the last call has not settled yet: the next look tells. */
  private static final Set<String> RACES =
      Set.of(
          "AlreadyExists",
          "InvalidLaunchTemplateName.AlreadyExistsException",
          "ResourceContention",
          "ScalingActivityInProgress",
          "ResourceInUse",
          "ExpiredToken",
          "RequestExpired");
}
