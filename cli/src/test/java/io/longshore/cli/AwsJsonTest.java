package io.longshore.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Message;
import io.longshore.api.batch.v1.CreateComputeEnvironmentRequest;
import io.longshore.api.batch.v1.DescribeJobsResponse;
import io.longshore.api.batch.v1.EvaluateOnExit;
import io.longshore.api.batch.v1.FrontOfQuotaShareJobSummary;
import io.longshore.api.batch.v1.FrontOfQuotaShareJobSummaryList;
import io.longshore.api.batch.v1.FrontOfQuotaSharesDetail;
import io.longshore.api.batch.v1.GetJobQueueSnapshotResponse;
import io.longshore.api.batch.v1.JobDetail;
import io.longshore.api.batch.v1.JobStatus;
import io.longshore.api.batch.v1.RetryAction;
import io.longshore.api.batch.v1.ShareAttributes;
import io.longshore.api.batch.v1.SubmitJobRequest;
import io.longshore.cli.AwsJson.BadJson;
import io.longshore.cli.AwsJson.Members;
import org.junit.jupiter.api.Test;

class AwsJsonTest {

  private static String compact(Message message) {
    return AwsJson.write(message, Members.AWS).replaceAll("\\s", "");
  }

  private static SubmitJobRequest submit(String text) throws BadJson {
    var request = SubmitJobRequest.newBuilder();
    AwsJson.read(text, request);
    return request.build();
  }

  @Test
  void numbersOf64BitsAreNumbersAndEnumsAreLiterals() {
    var job =
        JobDetail.newBuilder()
            .setJobId("a")
            .setStatus(JobStatus.JOB_STATUS_RUNNING)
            .setCreatedAt(1795513600000L)
            .setIsCancelled(false);
    assertThat(compact(DescribeJobsResponse.newBuilder().addJobs(job).build()))
        .isEqualTo(
            "{\"jobs\":[{\"jobId\":\"a\",\"status\":\"RUNNING\",\"createdAt\":1795513600000,"
                + "\"isCancelled\":false}]}");
  }

  @Test
  void aMapOfListsHoldsBareLists() throws BadJson {
    var front =
        FrontOfQuotaSharesDetail.newBuilder()
            .putQuotaShares(
                "s",
                FrontOfQuotaShareJobSummaryList.newBuilder()
                    .addItems(FrontOfQuotaShareJobSummary.newBuilder().setJobArn("j"))
                    .build());
    var answer = GetJobQueueSnapshotResponse.newBuilder().setFrontOfQuotaShares(front).build();
    String text = AwsJson.write(answer, Members.AWS);
    assertThat(text.replaceAll("\\s", ""))
        .isEqualTo("{\"frontOfQuotaShares\":{\"quotaShares\":{\"s\":[{\"jobArn\":\"j\"}]}}}");
    var read = GetJobQueueSnapshotResponse.newBuilder();
    AwsJson.read(text, read);
    assertThat(read.build()).isEqualTo(answer);
  }

  @Test
  void floatsHaveNoMoreDigitsThanTheyNeed() {
    assertThat(compact(ShareAttributes.newBuilder().setWeightFactor(0.1f).build()))
        .isEqualTo("{\"weightFactor\":0.1}");
  }

  @Test
  void oddNamesAreAws() throws BadJson {
    var request = CreateComputeEnvironmentRequest.newBuilder();
    AwsJson.read("{\"unmanagedvCpus\": 4, \"computeResources\": {\"minvCpus\": 0}}", request);
    assertThat(request.getUnmanagedVcpus()).isEqualTo(4);
    assertThat(request.getComputeResources().hasMinVcpus()).isTrue();
  }

  @Test
  void ourOwnMembersAreReadAndLeftOutForAws() throws BadJson {
    SubmitJobRequest request = submit("{\"clientToken\": \"t\"}");
    assertThat(request.getClientToken()).isEqualTo("t");
    assertThat(AwsJson.write(request, Members.AWS)).doesNotContain("clientToken");
    assertThat(AwsJson.write(request, Members.ALL)).contains("\"clientToken\": \"t\"");
  }

  @Test
  void nullIsUnsetAndLiteralsMayComeInAnyCase() throws BadJson {
    assertThat(submit("{\"jobName\": null}").hasJobName()).isFalse();
    var rule = EvaluateOnExit.newBuilder();
    AwsJson.read("{\"action\": \"retry\"}", rule);
    assertThat(rule.getAction()).isEqualTo(RetryAction.RETRY_ACTION_RETRY);
  }

  @Test
  void whatIsWrongIsNamedByItsPath() {
    refused("{\"arrayProperties\": {\"size\": \"3\"}}", "arrayProperties.size: a number");
    refused("{\"arrayProperties\": {\"size\": 3.5}}", "arrayProperties.size: a whole number");
    refused("{\"arrayProperties\": {\"size\": 3000000000}}", "arrayProperties.size: a whole");
    refused("{\"arrayProperties\": {\"size\": 1e99999999999}}", "arrayProperties.size: the number");
    refused("{\"arrayProperties\": []}", "arrayProperties: an object");
    refused("{\"dependsOn\": [{}, {\"type\": \"SOMETIMES\"}]}", "dependsOn[1].type: \"SOMETIMES\"");
    refused("{\"dependsOn\": {}}", "dependsOn: a list");
    refused("{\"parameters\": {\"a\": 1}}", "parameters.a: a string");
    refused("{\"tags\": {\"a\": \"1\", \"a\": \"2\"}}", "tags.a: given twice");
    refused("{\"jobName\": \"a\", \"jobName\": \"b\"}", "jobName: given twice");
    refused("{\"job_name\": \"a\"}", "job_name: no such member");
    refused("{\"retryStrategy\": {\"attempt\": 1}}", "retryStrategy.attempt: no such member");
    refused("", "ends too early");
    refused("{\"jobName\": \"a\"", "ends too early");
    refused("{\"jobName\": \"a\"} {}", "more follows");
    refused("{jobName: 'a'}", "not valid JSON");
  }

  @Test
  void aWholeNumberMayBeWrittenWithAPoint() throws BadJson {
    assertThat(submit("{\"arrayProperties\": {\"size\": 3.0}}").getArrayProperties().getSize())
        .isEqualTo(3);
  }

  private static void refused(String text, String why) {
    assertThatThrownBy(() -> submit(text)).isInstanceOf(BadJson.class).hasMessageContaining(why);
  }
}
