package io.longshore.cli;

import io.longshore.api.batch.v1.ExplainEnvironment;
import io.longshore.api.batch.v1.ExplainJobResponse;
import io.longshore.api.batch.v1.ExplainLaunch;
import io.longshore.api.batch.v1.ExplainPosition;
import java.util.ArrayList;
import java.util.List;

/** Why a job is where it is, as text: the sentence first, then what it rests on. */
final class ExplainView {
  private final Human human;

  ExplainView(Surroundings world) {
    this.human = new Human(world);
  }

  String render(ExplainJobResponse job) {
    var parts = new ArrayList<String>();
    parts.add(
        job.getJobId()
            + " is "
            + JobViews.status(job.getStatus())
            + since(job.getStatusSince())
            + ".");
    if (!job.getExplanation().isEmpty()) {
      parts.add(
          job.getExplanation()
              + (job.hasReasonSince() ? " (So for " + human.age(job.getReasonSince()) + ".)" : ""));
    }
    if (job.getMaxAttempts() > 1) {
      parts.add("Attempt " + job.getAttempt() + " of " + job.getMaxAttempts() + ".");
    }
    if (job.hasNotBefore()) {
      parts.add("Not before " + human.moment(job.getNotBefore()) + ".");
    }
    if (job.hasPosition()) {
      parts.add(position(job.getPosition()));
    }
    parts.replaceAll(Human::oneLine);
    addTables(job, parts);
    return String.join(System.lineSeparator(), parts);
  }

  private String since(long moment) {
    return moment == 0 ? "" : " for " + human.age(moment);
  }

  private static String position(ExplainPosition at) {
    var words = new StringBuilder("In queue " + Human.shortName(at.getJobQueue()));
    words.append(" of priority ").append(at.getPriority()).append(": ");
    words.append(at.getJobsAhead() == 0 ? "first" : ahead(at.getJobsAhead(), "job"));
    if (!at.getShareIdentifier().isEmpty()) {
      words.append("; share ").append(at.getShareIdentifier());
      words.append(": ").append(ahead(at.getSharesAhead(), "share"));
      words.append(", ").append(ahead(at.getJobsAheadInShare(), "job")).append(" in it");
    }
    if (!at.getBlockingJobId().isEmpty()) {
      words.append("; blocked by ").append(at.getBlockingJobId());
    }
    return words.append(".").toString();
  }

  private static String ahead(long count, String what) {
    return count + " " + what + (count == 1 ? " ahead" : "s ahead");
  }

  private void addTables(ExplainJobResponse job, List<String> parts) {
    if (job.getWaitingForCount() > 0) {
      var table = new Table("WAITS FOR", "STATUS", "HOW");
      job.getWaitingForList()
          .forEach(
              one ->
                  table.row(
                      one.getJobId(),
                      JobViews.status(one.getStatus()),
                      AwsJson.literal(one.getType())));
      parts.add("\n" + table.render());
    }
    if (job.getEnvironmentsCount() > 0) {
      var table = new Table("ENVIRONMENT", "REASON", "VCPUS", "NODES", "ON THE WAY", "NOTE");
      job.getEnvironmentsList().forEach(one -> environment(table, one));
      parts.add("\n" + table.render());
    }
    if (job.getConsumableResourcesCount() > 0) {
      var table = new Table("RESOURCE", "NEEDS", "FREE");
      job.getConsumableResourcesList()
          .forEach(
              one ->
                  table.row(
                      Human.shortName(one.getConsumableResource()),
                      String.valueOf(one.getRequiredQuantity()),
                      String.valueOf(one.getAvailableQuantity())));
      parts.add("\n" + table.render());
    }
    if (job.getLaunchesCount() > 0) {
      var table = new Table("LAUNCH", "ATTEMPT", "POD", "NODE", "INSTANCE", "AGE", "NOTE");
      job.getLaunchesList().forEach(one -> launch(table, one));
      parts.add("\n" + table.render());
    }
  }

  private void environment(Table table, ExplainEnvironment one) {
    String refusal =
        one.hasRefusal()
            ? " EC2 said "
                + human.age(one.getRefusal().getRefusedAt())
                + " ago: "
                + one.getRefusal().getCode()
                + " "
                + one.getRefusal().getMessage()
            : "";
    table.row(
        Human.shortName(one.getComputeEnvironment()),
        AwsJson.literal(one.getReason()),
        one.getVcpus() + (one.hasMaxVcpus() ? " of " + one.getMaxVcpus() : ""),
        String.valueOf(one.getUsableNodes()),
        String.valueOf(one.getInstancesOnTheWay()),
        one.getExplanation() + refusal);
  }

  private void launch(Table table, ExplainLaunch one) {
    String note = (one.getReason() + " " + one.getMessage()).strip();
    table.row(
        String.valueOf(one.getLaunch()),
        String.valueOf(one.getAttempt()),
        one.getPodNamespace() + "/" + one.getPodName(),
        one.getNodeName(),
        one.getInstanceId(),
        human.age(one.getDispatchedAt()),
        one.getAwaitedEvidence().isEmpty()
            ? note
            : (note + " Waits for: " + one.getAwaitedEvidence()).strip());
  }
}
