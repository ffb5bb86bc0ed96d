package io.longshore.capacity.core.reconcile;

import io.longshore.capacity.core.Environment;
import io.longshore.capacity.core.InstanceType;
import io.longshore.capacity.core.choose.Catalogue;
import io.longshore.capacity.core.choose.Choices;
import io.longshore.capacity.core.choose.Prices;
import io.longshore.capacity.core.launch.TemplateSpec;
import io.longshore.capacity.core.launch.Templates;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Judges an environment's settings: what it may grow with, or why it is invalid. */
final class Judgement {

  /** AWS Batch's opening of the reason why an environment's settings cannot be served. */
  private static final String CLIENT_ERROR = "CLIENT_ERROR - ";

  private final Rules rules;
  private final Templates templates;
  private final Map<String, Judged> judged = new HashMap<>();

  /** What was judged, and from what: every look asks again, and hardly ever something else. */
  private record Judged(
      Environment environment,
      Catalogue catalogue,
      Prices prices,
      Trouble trouble,
      Verdict verdict) {

    boolean from(Environment env, Catalogue cat, Prices some, Trouble stood) {
      return catalogue == cat
          && prices.equals(some)
          && trouble.equals(stood)
          && environment.equals(env);
    }
  }

  /**
   * What the settings came to.
   *
   * @param means what the environment may grow with
   * @param invalid why its settings cannot be served; empty if they can, or if it is not known yet
   */
  record Verdict(EnvironmentPass.Means means, String invalid) {

    /** Whether it is known what the environment may grow with. */
    boolean allowed() {
      return means instanceof EnvironmentPass.Means.Allowed;
    }

    /** The template's content, where there is one. */
    Optional<String> content() {
      return means instanceof EnvironmentPass.Means.Allowed(_, var template, _)
          ? Optional.of(template.content())
          : Optional.empty();
    }
  }

  Judgement(Rules rules) {
    this.rules = rules;
    this.templates = new Templates(rules.launch());
  }

  /** Only of these environments anything is kept. */
  void keep(Set<String> arns) {
    judged.keySet().retainAll(arns);
  }

  Verdict of(Environment environment, Catalogue catalogue, Prices prices, Trouble trouble) {
    var before = judged.get(environment.arn());
    if (before != null && before.from(environment, catalogue, prices, trouble)) {
      return before.verdict();
    }
    var verdict = judge(environment, catalogue, prices, trouble);
    judged.put(environment.arn(), new Judged(environment, catalogue, prices, trouble, verdict));
    return verdict;
  }

  private Verdict judge(
      Environment environment, Catalogue catalogue, Prices prices, Trouble trouble) {
    if (catalogue.size() == 0) {
      return new Verdict(new EnvironmentPass.Means.Unknown(), "");
    }
    var compute = environment.compute();
    if (!compute.notHonoured().isEmpty()) {
      return refused(compute.notHonoured() + " is not supported yet");
    }
    return switch (catalogue.resolve(compute.instanceTypes(), compute.market())) {
      case Catalogue.Resolved.Refused(var why) -> refused(why);
      case Catalogue.Resolved.Types(var types) -> template(environment, types, prices, trouble);
    };
  }

  private Verdict template(
      Environment environment, List<InstanceType> types, Prices prices, Trouble trouble) {
    boolean gpus = types.stream().allMatch(type -> type.gpus() > 0);
    return switch (templates.of(environment, types.getFirst().architecture(), gpus)) {
      case Templates.Result.Refused(var why) -> refused(why);
      case Templates.Result.Made(var template) ->
          allowed(environment, new Choices(types, terms(environment, prices)), template, trouble);
    };
  }

  private Choices.Terms terms(Environment environment, Prices prices) {
    var compute = environment.compute();
    return new Choices.Terms(
        compute.strategy(),
        compute.market(),
        rules.reserve(),
        prices,
        templates.nodeLabels(environment));
  }

  private Verdict allowed(
      Environment environment, Choices choices, TemplateSpec template, Trouble trouble) {
    var why = standing(environment, trouble);
    return new Verdict(new EnvironmentPass.Means.Allowed(choices, template, why.isEmpty()), why);
  }

  private String standing(Environment environment, Trouble trouble) {
    if (trouble.neverJoined() >= rules.neverJoinedLimit()) {
      return CLIENT_ERROR
          + "Your compute environment has been INVALIDATED and scaled down because none of the"
          + " nodes joined the cluster "
          + environment.cluster()
          + ". Check the image, the instance role and the network of its instances.";
    }
    return LaunchRefusal.blamesSettings(trouble.code()) ? CLIENT_ERROR + trouble.message() : "";
  }

  private static Verdict refused(String why) {
    return new Verdict(new EnvironmentPass.Means.Refused(), CLIENT_ERROR + why);
  }

  /** The reason for a launch template or a group that AWS refused. */
  static String refusedByAws(ActionResult.Failure failure) {
    return CLIENT_ERROR + failure.message();
  }
}
