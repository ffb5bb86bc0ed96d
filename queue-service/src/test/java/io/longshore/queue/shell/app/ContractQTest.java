package io.longshore.queue.shell.app;

import static io.longshore.queue.shell.app.Caller.field;
import static io.longshore.queue.shell.app.Caller.refused;
import static org.assertj.core.api.Assertions.assertThat;

import grpc.health.v1.HealthGrpc;
import grpc.health.v1.HealthOuterClass.HealthCheckRequest;
import grpc.health.v1.HealthOuterClass.HealthCheckResponse.ServingStatus;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.reflection.v1.MutinyServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.ClientCalls;
import io.longshore.api.batch.v1.AssignPublicIp;
import io.longshore.api.batch.v1.BatchServiceGrpc;
import io.longshore.api.batch.v1.ContainerProperties;
import io.longshore.api.batch.v1.DescribeJobDefinitionsRequest;
import io.longshore.api.batch.v1.FargatePlatformConfiguration;
import io.longshore.api.batch.v1.JobDefinitionType;
import io.longshore.api.batch.v1.LogConfiguration;
import io.longshore.api.batch.v1.LogDriver;
import io.longshore.api.batch.v1.NetworkConfiguration;
import io.longshore.api.batch.v1.PlatformCapability;
import io.longshore.api.batch.v1.RegisterJobDefinitionRequest;
import io.longshore.api.batch.v1.ResourceRequirement;
import io.longshore.api.batch.v1.ResourceType;
import io.longshore.api.batch.v1.SubmitJobsRequest;
import io.longshore.kit.testing.KafkaResource;
import io.longshore.kit.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Multi;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What the contract says of every operation, and of members that only tools need. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(
    value = KafkaResource.class,
    initArgs = @ResourceArg(name = "topics", value = Topics.ALL))
class ContractQTest extends WithCaller {

  private static final String ROLE = "arn:aws:iam::123456789012:role/batch";

  @Test
  void whatIsNotBuiltSaysSoAndNothingElseDoes() {
    assertThat(BatchServiceGrpc.getServiceDescriptor().getMethods())
        .allSatisfy(
            method ->
                assertThat(answer(method) == Code.UNIMPLEMENTED)
                    .as(method.getBareMethodName())
                    .isEqualTo(
                        method
                            .getBareMethodName()
                            .matches(
                                ".*SchedulingPolic.*|.*ConsumableResource.*|.*QuotaShare.*"
                                    + "|GetJobQueueSnapshot|WatchJobs")));
  }

  @SuppressWarnings("unchecked")
  private <Q, A> Code answer(MethodDescriptor<Q, A> method) {
    var marshaller = (MethodDescriptor.PrototypeMarshaller<Q>) method.getRequestMarshaller();
    Q nothing = marshaller.getMessagePrototype();
    var options = CallOptions.DEFAULT.withDeadlineAfter(30, TimeUnit.SECONDS);
    try {
      if (method.getType() == MethodDescriptor.MethodType.SERVER_STREAMING) {
        ClientCalls.blockingServerStreamingCall(caller.channel(), method, options, nothing)
            .forEachRemaining(piece -> assertThat(piece).isNotNull());
      } else {
        ClientCalls.blockingUnaryCall(caller.channel(), method, options, nothing);
      }
      return Code.OK;
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode();
    }
  }

  @Test
  void healthAndReflectionAreOffered() {
    assertThat(
            HealthGrpc.newBlockingStub(caller.channel())
                .check(HealthCheckRequest.getDefaultInstance())
                .getStatus())
        .isEqualTo(ServingStatus.SERVING);
    var asked = ServerReflectionRequest.newBuilder().setListServices("").build();
    assertThat(
            MutinyServerReflectionGrpc.newMutinyStub(caller.channel())
                .serverReflectionInfo(Multi.createFrom().item(asked))
                .collect()
                .first()
                .await()
                .atMost(Duration.ofSeconds(20))
                .getListServicesResponse()
                .getServiceList())
        .extracting(ServiceResponse::getName)
        .contains("longshore.batch.v1.BatchService", "grpc.health.v1.Health");
  }

  @Test
  void submitJobsIsBoundedInEntriesAndInBytes() {
    var status = submitJobs(SubmitJobsRequest.getDefaultInstance());
    assertThat(field(status)).isEqualTo("entries");
    var many = SubmitJobsRequest.newBuilder();
    for (int i = 0; i < 501; i++) {
      many.addEntries(Caller.job("bounded"));
    }
    status = submitJobs(many.build());
    assertThat(field(status)).isEqualTo("entries");
    assertThat(status.getMessage()).contains("500");
    var large = SubmitJobsRequest.newBuilder();
    for (int i = 0; i < 200; i++) {
      large.addEntries(Caller.job("bounded").putParameters("p", "x".repeat(24_000)));
    }
    status = submitJobs(large.build());
    assertThat(field(status)).isEqualTo("entries");
    assertThat(status.getMessage()).contains("4194304");
  }

  private com.google.rpc.Status submitJobs(SubmitJobsRequest request) {
    return refused(Code.INVALID_ARGUMENT, () -> caller.api().submitJobs(request));
  }

  @Test
  void membersThatOnlyToolsNeedAreStoredAndShown() {
    var environment =
        Caller.environment("tools").setServiceRole(ROLE).putTags("team", "red").build();
    caller.api().createComputeEnvironment(environment);
    var shown = caller.environments("tools").getFirst();
    assertThat(shown.getServiceRole()).isEqualTo(ROLE);
    assertThat(shown.getTagsMap()).containsEntry("team", "red");
    assertThat(shown.getComputeResources().getInstanceRole()).isEqualTo("batch-node");
    assertThat(shown.getComputeResources().getSubnetsList()).containsExactly("subnet-1");
    assertThat(shown.getComputeResources().getSecurityGroupIdsList()).containsExactly("sg-1");

    caller.ready("tooled");
    var container = container();
    caller
        .api()
        .registerJobDefinition(
            RegisterJobDefinitionRequest.newBuilder()
                .setJobDefinitionName("tools")
                .setType(JobDefinitionType.JOB_DEFINITION_TYPE_CONTAINER)
                .addPlatformCapabilities(PlatformCapability.PLATFORM_CAPABILITY_EC2)
                .setPropagateTags(true)
                .setContainerProperties(container)
                .build());
    var definition =
        caller
            .api()
            .describeJobDefinitions(
                DescribeJobDefinitionsRequest.newBuilder().setJobDefinitionName("tools").build())
            .getJobDefinitions(0);
    assertThat(definition.getPlatformCapabilitiesList())
        .isEqualTo(List.of(PlatformCapability.PLATFORM_CAPABILITY_EC2));
    assertThat(definition.getPropagateTags()).isTrue();
    assertThat(definition.getContainerProperties().getJobRoleArn()).isEqualTo(ROLE);
    assertThat(definition.getContainerProperties().getExecutionRoleArn()).isEqualTo(ROLE);
    assertThat(definition.getContainerProperties().getLogConfiguration())
        .isEqualTo(container.getLogConfiguration());
    assertThat(definition.getContainerProperties().getNetworkConfiguration())
        .isEqualTo(container.getNetworkConfiguration());
    assertThat(definition.getContainerProperties().getFargatePlatformConfiguration())
        .isEqualTo(container.getFargatePlatformConfiguration());

    var job = Caller.job("tooled").setJobDefinition("tools").build();
    var detail = caller.describe(caller.api().submitJob(job).getJobId());
    assertThat(detail.getPlatformCapabilitiesList())
        .isEqualTo(List.of(PlatformCapability.PLATFORM_CAPABILITY_EC2));
    assertThat(detail.getPropagateTags()).isTrue();
    assertThat(detail.getContainer().getJobRoleArn()).isEqualTo(ROLE);
    assertThat(detail.getContainer().getExecutionRoleArn()).isEqualTo(ROLE);
    assertThat(detail.getContainer().getLogConfiguration())
        .isEqualTo(container.getLogConfiguration());
    assertThat(detail.getContainer().getNetworkConfiguration())
        .isEqualTo(container.getNetworkConfiguration());
    assertThat(detail.getContainer().getFargatePlatformConfiguration())
        .isEqualTo(container.getFargatePlatformConfiguration());
  }

  private static ContainerProperties container() {
    return ContainerProperties.newBuilder()
        .setImage("busybox")
        .addCommand("true")
        .addResourceRequirements(resource(ResourceType.RESOURCE_TYPE_VCPU, "1"))
        .addResourceRequirements(resource(ResourceType.RESOURCE_TYPE_MEMORY, "512"))
        .setJobRoleArn(ROLE)
        .setExecutionRoleArn(ROLE)
        .setLogConfiguration(
            LogConfiguration.newBuilder()
                .setLogDriver(LogDriver.LOG_DRIVER_JSON_FILE)
                .putOptions("max-size", "10m"))
        .setNetworkConfiguration(
            NetworkConfiguration.newBuilder()
                .setAssignPublicIp(AssignPublicIp.ASSIGN_PUBLIC_IP_ENABLED))
        .setFargatePlatformConfiguration(
            FargatePlatformConfiguration.newBuilder().setPlatformVersion("LATEST"))
        .build();
  }

  private static ResourceRequirement.Builder resource(ResourceType type, String value) {
    return ResourceRequirement.newBuilder().setType(type).setValue(value);
  }
}
