package io.longshore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.TextFormat;
import io.longshore.api.batch.v1.ComputeEnvironmentDetail;
import io.longshore.api.batch.v1.ExplainJobResponse;
import io.longshore.api.batch.v1.JobDefinition;
import io.longshore.api.batch.v1.JobDetail;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The tables, each against its golden file. */
class ViewsTest extends CommandLineFixture {
  private static final String POD_JOB =
      """
      job_id: "7d0a" job_name: "train" status: JOB_STATUS_FAILED
      job_arn: "arn:aws:batch:us-east-1:000000000000:job/7d0a"
      status_reason: "Essential container in task exited"
      job_queue: "arn:aws:batch:us-east-1:000000000000:job-queue/main"
      job_definition: "arn:aws:batch:us-east-1:000000000000:job-definition/train:4"
      share_identifier: "team"
      created_at: 1795508000000 started_at: 1795512000000 stopped_at: 1795513500000
      retry_strategy { attempts: 3 } timeout { attempt_duration_seconds: 3600 }
      depends_on { job_id: "11aa" type: ARRAY_JOB_DEPENDENCY_N_TO_N } depends_on { job_id: "22bb" }
      parameters { key: "input" value: "a\\nb" } tags { key: "team" value: "data" }
      eks_properties { pod_properties {
        containers { name: "main" image: "img:1" command: "./run.sh" args: "-v" exit_code: 7
          reason: "Error" resources { requests { key: "cpu" value: "2" } } }
        containers { name: "side" image: "log:1" exit_code: 0 reason: "Completed" }
        pod_name: "lsh-7d0a-2" node_name: "node-b"
      } }
      eks_attempts { pod_name: "lsh-7d0a-1" node_name: "node-a" started_at: 1795509000000
        stopped_at: 1795510000000 status_reason: "Host EC2 (instance i-1) terminated."
        containers { name: "main" reason: "Unknown" } }
      eks_attempts { pod_name: "lsh-7d0a-2" node_name: "node-b" started_at: 1795512000000
        stopped_at: 1795513500000 containers { name: "main" exit_code: 7 reason: "Error" } }
      """;

  @BeforeEach
  void fill() throws TextFormat.ParseException {
    batch.jobs.put("7d0a", TextFormat.parse(POD_JOB, JobDetail.class));
    batch.jobs.put(
        "ffff",
        TextFormat.parse(
            """
            job_id: "ffff" job_name: "words" status: JOB_STATUS_SUCCEEDED
            job_queue: "arn:aws:batch:us-east-1:000000000000:job-queue/main"
            created_at: 1795513600000 started_at: 1795513600000 stopped_at: 1795513600400
            array_properties { size: 24 status_summary { key: "SUCCEEDED" value: 24 } }
            """,
            JobDetail.class));
    batch.environments.put(
        "spot",
        TextFormat.parse(
            """
            compute_environment_name: "spot" type: CE_TYPE_MANAGED state: CE_STATE_ENABLED
            status: CE_STATUS_VALID status_reason: "ComputeEnvironment Healthy"
            compute_resources { type: CR_TYPE_SPOT min_vcpus: 0 desired_vcpus: 8 max_vcpus: 256 }
            eks_configuration {
              eks_cluster_arn: "arn:aws:eks:us-east-1:000000000000:cluster/local"
              kubernetes_namespace: "batch" }
            """,
            ComputeEnvironmentDetail.class));
    batch.definitions.put(
        "pods:3",
        TextFormat.parse(
            """
            job_definition_name: "pods" revision: 3 status: "ACTIVE" type: "container"
            eks_properties { pod_properties { containers { image: "img" command: "run" } } }
            """,
            JobDefinition.class));
  }

  @Test
  void oneJobInFull() {
    Golden.assertSame("describe-one.txt", run("describe", "7d0a").out());
  }

  @Test
  void severalJobs() {
    Golden.assertSame("describe-several.txt", run("describe", "7d0a", "ffff").out());
  }

  @Test
  void jobsAsJson() {
    Golden.assertSame("describe.json", run("describe", "7d0a", "-o", "json").out());
  }

  @Test
  void whatIsMissingIsTold() {
    Result result = run("describe", "7d0a", "nope");
    assertThat(result.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(result.err()).contains("there is no job nope");
    assertThat(result.out()).contains("train");
    assertThat(run("describe").exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run("describe", "queues", "nope").exitCode()).isEqualTo(ExitCode.REFUSED);
  }

  @Test
  void nothingFoundIsAnEmptyListInJson() {
    assertThat(run("describe", "nope", "-o", "json").out().replaceAll("\\s", ""))
        .isEqualTo("{\"jobs\":[]}");
  }

  @Test
  void theRegistry() {
    Golden.assertSame(
        "registry.txt",
        run("describe", "queues").out()
            + run("describe", "environments").out()
            + run("describe", "definitions").out()
            + run("describe", "definitions", "pods", "-o", "json").out());
  }

  @Test
  void anExplanation() throws TextFormat.ParseException {
    batch.explanation =
        TextFormat.parse(
            """
            job_id: "7d0a" status: JOB_STATUS_RUNNABLE reason: EXPLAIN_REASON_WAITING_FOR_CAPACITY
            explanation: "No room now; 2 instances are on their way."
            status_since: 1795513590000 reason_since: 1795513595000 attempt: 2 max_attempts: 3
            waiting_for { job_id: "11aa" status: JOB_STATUS_RUNNING }
            position { job_queue: "arn:aws:batch:us-east-1:000000000000:job-queue/main" priority: 10
              jobs_ahead: 12 share_identifier: "team" shares_ahead: 1 jobs_ahead_in_share: 3 }
            environments { compute_environment: "spot" order: 1 vcpus: 8 max_vcpus: 256
              reason: EXPLAIN_ENVIRONMENT_REASON_CAPACITY_REFUSED usable_nodes: 1
              instances_on_the_way: 2 explanation: "EC2 refused."
              refusal { code: "InsufficientInstanceCapacity" message: "no m6i" refused_at: 1795513500000 } }
            environments { compute_environment: "lab" order: 2
              reason: EXPLAIN_ENVIRONMENT_REASON_NO_NODES explanation: "No node is ready." }
            consumable_resources { consumable_resource: "licence" required_quantity: 1 }
            launches { launch: 1 attempt: 1 pod_name: "lsh-7d0a-1" pod_namespace: "batch"
              node_name: "node-a" instance_id: "i-1" dispatched_at: 1795509000000
              reason: "ImagePullBackOff" awaited_evidence: "EC2 says terminated" }
            """,
            ExplainJobResponse.class);
    Golden.assertSame("explain.txt", run("explain", "7d0a").out());
  }

  @Test
  void aReasonOfALaterVersionIsShownByItsSentence() {
    batch.explanation =
        ExplainJobResponse.newBuilder()
            .setJobId("7d0a")
            .setReasonValue(99)
            .setStatusValue(99)
            .setExplanation("Something new.")
            .build();
    Result result = run("explain", "7d0a");
    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).contains("7d0a is ?.", "Something new.");
  }
}
