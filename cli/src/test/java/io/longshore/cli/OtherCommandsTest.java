package io.longshore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.Code;
import io.longshore.api.batch.v1.CEState;
import io.longshore.api.batch.v1.CancelJobRequest;
import io.longshore.api.batch.v1.CancelJobsRequest;
import io.longshore.api.batch.v1.ComputeEnvironmentOrder;
import io.longshore.api.batch.v1.CreateComputeEnvironmentRequest;
import io.longshore.api.batch.v1.CreateJobQueueRequest;
import io.longshore.api.batch.v1.DeclareNodeLostRequest;
import io.longshore.api.batch.v1.GetJobLogsRequest;
import io.longshore.api.batch.v1.JQState;
import io.longshore.api.batch.v1.RegisterJobDefinitionRequest;
import io.longshore.api.batch.v1.TerminateJobRequest;
import io.longshore.api.batch.v1.UpdateComputeEnvironmentRequest;
import io.longshore.api.batch.v1.UpdateJobQueueRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OtherCommandsTest extends CommandLineFixture {

  @Test
  void oneJobIsCancelledAloneAndSeveralTogether() {
    assertThat(run("cancel", "a", "--reason", "wrong input").exitCode()).isZero();
    assertThat(batch.last(CancelJobRequest.class))
        .isEqualTo(CancelJobRequest.newBuilder().setJobId("a").setReason("wrong input").build());
    assertThat(run("cancel", "a", "b").out().lines())
        .containsExactly("asked to cancel a", "asked to cancel b");
    assertThat(batch.last(CancelJobsRequest.class).getJobsList()).containsExactly("a", "b");
  }

  @Test
  void aTerminationGivesAReasonOfItsOwn() {
    run("terminate", "a");
    assertThat(batch.last(TerminateJobRequest.class).getReason()).contains("longshore");
  }

  @Test
  void whatCouldNotBeEndedIsToldJobByJob() {
    Result result = run("terminate", "a", "bad", "b");
    assertThat(result.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(result.out()).contains("asked to terminate a", "asked to terminate b");
    assertThat(result.err()).contains("bad: not an id (ValidationException)");
  }

  @Test
  void whatBecameOfEachJobIsGivenAsAwsGivesIt() {
    Result several = run("terminate", "a", "bad", "-o", "json");
    assertThat(several.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(several.out().replaceAll("\\s+", ""))
        .isEqualTo(
            "{\"successful\":[\"a\"],\"errors\":[{\"job\":\"bad\",\"code\":\"ValidationException\","
                + "\"message\":\"notanid\"}]}");
    assertThat(run("cancel", "a", "-o", "json").out().replaceAll("\\s+", ""))
        .isEqualTo("{\"successful\":[\"a\"],\"errors\":[]}");
    assertThat(run("cancel", "a", "b", "-o", "id").out().lines()).containsExactly("a", "b");
  }

  @Test
  void logsAreCopiedByteByByte() {
    batch.output =
        List.of(
            FakeBatch.said("main", "one\ntw"),
            FakeBatch.said("main", "o\n").toBuilder().build(),
            FakeBatch.said("side", "three\n").toBuilder().setCut(true).setCutBytes(12).build());
    Result result =
        run("logs", "a", "--attempt", "2", "-c", "main", "--tail", "5", "--since", "10m");
    assertThat(result.out()).isEqualTo("one\ntwo\nthree\n");
    assertThat(result.err()).contains("==> side <==", "not kept: 12 bytes");
    assertThat(batch.last(GetJobLogsRequest.class))
        .isEqualTo(
            GetJobLogsRequest.newBuilder()
                .setJobId("a")
                .setAttempt(2)
                .setContainer("main")
                .setFollow(false)
                .setTailLines(5)
                .setSince(NOW - 600_000)
                .build());
  }

  @Test
  void noLogsAreARefusal() {
    Result result = run("logs", "nope", "--follow");
    assertThat(result.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(result.err()).contains("Job nope not found");
    assertThat(run("logs", "a", "--since", "yesterday").exitCode()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void anEnvironmentIsMadeFromFlags() {
    Result result =
        run(
            "create-environment",
            "spot",
            "--type",
            "spot",
            "--cluster",
            "local",
            "--namespace",
            "batch",
            "--max-vcpus",
            "64",
            "--subnet",
            "s-1",
            "--tag",
            "a=b",
            "--wait");
    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.err()).contains("environment spot VALID");
    var asked = batch.last(CreateComputeEnvironmentRequest.class);
    assertThat(AwsJson.write(asked, AwsJson.Members.AWS).replaceAll("\\s", ""))
        .isEqualTo(
            "{\"computeEnvironmentName\":\"spot\",\"type\":\"MANAGED\",\"state\":\"ENABLED\","
                + "\"computeResources\":{\"type\":\"SPOT\","
                + "\"allocationStrategy\":\"SPOT_PRICE_CAPACITY_OPTIMIZED\",\"minvCpus\":0,"
                + "\"maxvCpus\":64,\"instanceTypes\":[\"optimal\"],\"subnets\":[\"s-1\"]},"
                + "\"tags\":{\"a\":\"b\"},\"eksConfiguration\":{\"eksClusterArn\":\"local\","
                + "\"kubernetesNamespace\":\"batch\"}}");
  }

  @Test
  void anEnvironmentThatBecomesInvalidFails() {
    Result result =
        run("create-environment", "broken", "--type", "EC2", "--subnet", "s-1", "--wait");
    assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(result.err()).contains("INVALID: no such cluster");
  }

  @Test
  void instancesNeedASubnet() {
    Result result = run("create-environment", "nowhere", "--type", "EC2");
    assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(result.err()).contains("a MANAGED environment needs at least one --subnet");
  }

  @Test
  void anUnmanagedEnvironmentHasNoInstances() {
    run("create-environment", "lab", "--type", "UNMANAGED", "--cluster", "lab", "--max-vcpus", "8");
    var asked = batch.last(CreateComputeEnvironmentRequest.class);
    assertThat(asked.hasComputeResources()).isFalse();
    assertThat(asked.getUnmanagedVcpus()).isEqualTo(8);
    assertThat(run("create-environment", "x").exitCode()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void anEnvironmentIsChangedAndDeleted() {
    run("create-environment", "spot", "--type", "SPOT", "--subnet", "s-1");
    assertThat(
            run("update-environment", "spot", "--state", "disabled", "--max-vcpus", "9", "--wait")
                .exitCode())
        .isZero();
    var asked = batch.last(UpdateComputeEnvironmentRequest.class);
    assertThat(asked.getState()).isEqualTo(CEState.CE_STATE_DISABLED);
    assertThat(asked.getComputeResources().getMaxVcpus()).isEqualTo(9);
    assertThat(run("delete-environment", "spot", "--wait").err())
        .contains("environment spot DELETED");
    assertThat(run("update-environment", "spot", "--max-vcpus", "1", "--wait").exitCode())
        .isEqualTo(ExitCode.FAILED);
  }

  @Test
  void aQueueIsMadeChangedAndDeleted() {
    run("create-queue", "fast", "--priority", "5", "--environment", "a", "--environment", "b");
    assertThat(batch.last(CreateJobQueueRequest.class).getComputeEnvironmentOrderList())
        .extracting(
            ComputeEnvironmentOrder::getOrder, ComputeEnvironmentOrder::getComputeEnvironment)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(1, "a"),
            org.assertj.core.groups.Tuple.tuple(2, "b"));
    Result again = run("create-queue", "fast", "--priority", "5");
    assertThat(again.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(again.err()).contains("fast exists", "another name");
    run("update-queue", "fast", "--state", "DISABLED", "--wait");
    assertThat(batch.last(UpdateJobQueueRequest.class).getState())
        .isEqualTo(JQState.JQ_STATE_DISABLED);
    assertThat(run("delete-queue", "fast", "--wait").exitCode()).isZero();
    assertThat(batch.queues).containsOnlyKeys("main");
  }

  @Test
  void aDefinitionIsRegisteredFromFlags() {
    Result result =
        run(
            "register-definition",
            "-n",
            "wc",
            "--image",
            "busybox",
            "--vcpus",
            "1",
            "--memory",
            "128",
            "--attempts",
            "2",
            "--",
            "wc",
            "-w",
            "Ref::input");
    assertThat(result.out().strip()).isEqualTo("registered wc:2");
    assertThat(AwsJson.write(batch.last(RegisterJobDefinitionRequest.class), AwsJson.Members.AWS))
        .satisfies(text -> Golden.assertSame("register.json", text));
  }

  @Test
  void aPodIsRegisteredFromFlags() {
    run(
        "register-definition",
        "-n",
        "pod",
        "--eks",
        "--service-account",
        "sa",
        "--image",
        "i",
        "x");
    var asked = batch.last(RegisterJobDefinitionRequest.class);
    assertThat(asked.hasContainerProperties()).isFalse();
    assertThat(asked.getEksProperties().getPodProperties().getServiceAccountName()).isEqualTo("sa");
    assertThat(run("register-definition", "-n", "a", "--service-account", "sa", "x").exitCode())
        .isEqualTo(ExitCode.USAGE);
    assertThat(run("deregister-definition", "wc:1").out().strip()).isEqualTo("deregistered wc:1");
  }

  @Test
  void tagsComeAndGo() {
    run("tag", "arn:x", "team=data", "cost=4=2");
    assertThat(batch.tags).isEqualTo(Map.of("team", "data", "cost", "4=2"));
    run("untag", "arn:x", "cost");
    assertThat(run("tags", "arn:x").out().lines()).containsExactly("KEY   VALUE", "team  data");
  }

  @Test
  void aNodeIsDeclaredLost() {
    assertThat(run("node-lost", "--cluster", "c", "--node", "n", "--reason", "dead").exitCode())
        .isZero();
    assertThat(batch.last(DeclareNodeLostRequest.class).getNodeName()).isEqualTo("n");
    run("node-lost", "--cluster", "c", "--uid", "u", "--reason", "dead");
    assertThat(batch.last(DeclareNodeLostRequest.class).getNodeUid()).isEqualTo("u");
    assertThat(run("node-lost", "--cluster", "c", "--reason", "dead").exitCode())
        .isEqualTo(ExitCode.USAGE);
  }

  @Test
  void anyOperationCanBeCalled() {
    Result result = run("call", "describejobqueues", "{\"jobQueues\": [\"main\"]}");
    assertThat(result.out()).contains("\"jobQueueName\": \"main\"");
    input("{\"jobs\": [\"nope\"]}");
    assertThat(run("call", "DescribeJobs", "-f", "-").out()).contains("\"jobs\": []");
    assertThat(run("call", "WatchJobs").out()).contains("\"SNAPSHOT_END\"", "\"BOOKMARK\"");
    Result unknown = run("call", "Nonsense");
    assertThat(unknown.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(unknown.err()).contains("SubmitJob");
  }

  @Test
  void anOperationThatIsNotBuiltYetIsTold() {
    Result result = run("call", "ListSchedulingPolicies");
    assertThat(result.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(result.err()).contains("UNIMPLEMENTED", "README");
  }

  @Test
  void aMemberThatIsNotHonouredIsTold() {
    var failure =
        Faults.fault(
            Code.INVALID_ARGUMENT, "NOT_HONOURED_YET", "nodeOverrides is not supported yet");
    assertThat(Refusals.tell(failure, "longshore submit"))
        .containsExactly(
            "nodeOverrides is not supported yet (INVALID_ARGUMENT)",
            "Leave it out: nothing that is not honoured is dropped in silence.");
  }

  @Test
  void aServiceThatIsNotThereIsUnreachable() {
    Result result = runWith(Map.of("LONGSHORE_ENDPOINT", "127.0.0.1:1"), "list", "-q", "main");
    assertThat(result.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(result.err()).contains("cannot be reached", "Connection refused", "longshore up");
    assertThat(result.out()).isEmpty();
  }
}
