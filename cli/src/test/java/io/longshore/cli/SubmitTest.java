package io.longshore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.TextFormat;
import io.longshore.api.batch.v1.EksPodPropertiesOverride;
import io.longshore.api.batch.v1.SubmitJobRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SubmitTest extends CommandLineFixture {

  @Test
  void everyFlagBecomesItsMember() throws TextFormat.ParseException {
    Result result =
        run(
            "submit",
            "-n",
            "words",
            "-q",
            "main",
            "-d",
            "busybox:1",
            "--array",
            "24",
            "--depends-on",
            "a,b:7",
            "--depends-on",
            "c:N_TO_N,SEQUENTIAL",
            "-p",
            "input=x=y",
            "--share",
            "team",
            "--priority",
            "5",
            "--client-token",
            "t1",
            "--timeout",
            "2m",
            "--attempts",
            "3",
            "--evaluate-on-exit",
            "onStatusReason=Host EC2*,action=retry",
            "--tag",
            "team=data",
            "--propagate-tags",
            "--vcpus",
            "0.5",
            "--memory",
            "128",
            "--gpus",
            "1",
            "-e",
            "MODE=fast",
            "--",
            "wc",
            "-w");
    assertThat(result.exitCode()).as(result.err()).isZero();
    SubmitJobRequest expected =
        TextFormat.parse(
            """
            job_name: "words" job_queue: "main" job_definition: "busybox:1"
            share_identifier: "team" scheduling_priority_override: 5 client_token: "t1"
            array_properties { size: 24 }
            depends_on { job_id: "a" } depends_on { job_id: "b:7" }
            depends_on { job_id: "c" type: ARRAY_JOB_DEPENDENCY_N_TO_N }
            depends_on { type: ARRAY_JOB_DEPENDENCY_SEQUENTIAL }
            parameters { key: "input" value: "x=y" }
            timeout { attempt_duration_seconds: 120 }
            retry_strategy {
              attempts: 3
              evaluate_on_exit { on_status_reason: "Host EC2*" action: RETRY_ACTION_RETRY }
            }
            tags { key: "team" value: "data" } propagate_tags: true
            container_overrides {
              command: "wc" command: "-w"
              environment { name: "MODE" value: "fast" }
              resource_requirements { type: RESOURCE_TYPE_VCPU value: "0.5" }
              resource_requirements { type: RESOURCE_TYPE_MEMORY value: "128" }
              resource_requirements { type: RESOURCE_TYPE_GPU value: "1" }
            }
            """,
            SubmitJobRequest.class);
    assertThat(batch.last(SubmitJobRequest.class)).isEqualTo(expected);
  }

  @Test
  void overridesOfAPodGoToItsContainer() throws TextFormat.ParseException {
    run(
        "submit",
        "-n",
        "pod",
        "-q",
        "main",
        "-d",
        "busybox",
        "--eks",
        "--container",
        "main",
        "--image",
        "img",
        "--vcpus",
        "1",
        "--memory",
        "512",
        "-e",
        "A=1",
        "./run.sh",
        "-x");
    assertThat(batch.last(SubmitJobRequest.class).getEksPropertiesOverride().getPodProperties())
        .isEqualTo(
            TextFormat.parse(
                """
                containers {
                  name: "main" image: "img" command: "./run.sh" command: "-x"
                  env { name: "A" value: "1" }
                  resources {
                    limits { key: "cpu" value: "1" } limits { key: "memory" value: "512Mi" }
                    requests { key: "cpu" value: "1" } requests { key: "memory" value: "512Mi" }
                  }
                }
                """,
                EksPodPropertiesOverride.class));
  }

  @Test
  void aFileIsReadAndFlagsGoBeforeIt() throws IOException {
    Files.writeString(
        directory.resolve("job.json"),
        """
        {"jobName": "from-file", "jobQueue": "other", "jobDefinition": "busybox",
         "arrayProperties": {"size": 3}, "timeout": {"attemptDurationSeconds": 60}}
        """);
    assertThat(run("submit", "-f", "job.json", "-q", "main").exitCode()).isZero();
    SubmitJobRequest asked = batch.last(SubmitJobRequest.class);
    assertThat(asked.getJobName()).isEqualTo("from-file");
    assertThat(asked.getJobQueue()).isEqualTo("main");
    assertThat(asked.getArrayProperties().getSize()).isEqualTo(3);

    input("{\"jobName\": \"piped\", \"jobQueue\": \"main\", \"jobDefinition\": \"busybox\"}");
    assertThat(run("submit", "-f", "-").out()).startsWith("submitted piped ");
  }

  @Test
  void whatIsMissingOrWrongIsUsage() throws IOException {
    assertThat(run("submit", "-q", "main", "-d", "busybox").err()).contains("--name");
    assertThat(run("submit", "-n", "a", "-d", "busybox").err()).contains("--queue");
    assertThat(run("submit", "-n", "a", "-q", "main").exitCode()).isEqualTo(ExitCode.USAGE);
    Files.writeString(directory.resolve("bad.json"), "{\"jobname\": \"x\"}");
    Result bad = run("submit", "-f", "bad.json");
    assertThat(bad.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(bad.err()).contains("jobname: no such member", "jobName");
    assertThat(run("submit", "-f", "missing.json").err()).contains("missing.json");
    assertThat(run("submit", "-n", "a", "-q", "main", "-d", "b", "--image", "i", "x").err())
        .contains("--eks");
  }

  @Test
  void theAnswerComesInEachForm() {
    String[] submit = {"submit", "-n", "hello", "-q", "main", "-d", "busybox"};
    assertThat(run(submit).out().strip())
        .isEqualTo("submitted hello 00000001-0000-4000-8000-000000000000");
    assertThat(run(append(submit, "-o", "id")).out().strip())
        .isEqualTo("00000002-0000-4000-8000-000000000000");
    Golden.assertSame("submit.json", run(append(submit, "-o", "json")).out());
  }

  @Test
  void aRefusalNamesTheFieldAndWhatToDo() {
    Result size = run("submit", "-n", "a", "-q", "main", "-d", "busybox", "--array", "1");
    assertThat(size.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(size.err())
        .contains("arrayProperties.size: must be 2 to 10000 (INVALID_ARGUMENT)")
        .contains("longshore submit --help");
    Result queue = run("submit", "-n", "a", "-q", "nope", "-d", "busybox");
    assertThat(queue.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(queue.err()).contains("nope", "longshore describe queues");
    assertThat(queue.out()).isEmpty();
  }

  static String[] append(String[] to, String... more) {
    return Stream.of(to, more).flatMap(Stream::of).toArray(String[]::new);
  }
}
