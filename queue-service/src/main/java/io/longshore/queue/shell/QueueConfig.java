package io.longshore.queue.shell;

import io.longshore.queue.core.Arns;
import io.longshore.queue.core.Limits;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;

/**
 * What queue-service understands below {@code longshore.queue}. Limits are AWS Batch's own unless
 * set.
 */
@ConfigMapping(prefix = "longshore.queue")
public interface QueueConfig {

  /** Partition of the ARNs. */
  @WithDefault("aws")
  String partition();

  /** Region of the ARNs. */
  @WithDefault("us-east-1")
  String region();

  /** Account of the ARNs, twelve digits. */
  @WithDefault("000000000000")
  String account();

  /** The cell of all queues and environments. */
  @WithDefault("0")
  int cell();

  /** How long ended jobs are kept; at least 7 days as on AWS. */
  @WithDefault("7D")
  Duration retention();

  /** For tests alone: {@code retention} may be less than 7 days. */
  @WithDefault("false")
  boolean shortRetention();

  /** Ended jobs, and INACTIVE job definitions, that one sweep forgets. */
  @WithDefault("1000")
  int sweep();

  /** Whether public events carry the values of environment variables, which may be secrets. */
  @WithDefault("false")
  boolean eventEnvironmentValues();

  /**
   * Where the instances of scheduler-service are, {@code host:port} each: the one that owns the
   * cell answers why a job is where it is. A name may have several addresses.
   */
  @WithDefault("127.0.0.1:9602")
  List<String> schedulers();

  /**
   * Prefix of the labels that capacity- and placement-service set, the same as theirs: a pod may
   * not bring labels or annotations under it.
   */
  @WithDefault("batch.longshore.io")
  String labelPrefix();

  /** How long all of a job's output may take where it is not followed. */
  @WithDefault("60s")
  Duration outputTimeout();

  /** The public intake. */
  Submissions submissions();

  /** Limits of the registry. */
  Registry registry();

  /** Limits of job definitions. */
  Definitions definitions();

  /** Limits of jobs. */
  Jobs jobs();

  /** Limits of reads. */
  Pages pages();

  /** Limits of tags. */
  Tags tags();

  /** The public intake from Kafka. */
  interface Submissions {

    /** Who its producers are: client tokens are unique for one principal. */
    @WithDefault("kafka")
    String principal();

    /** Queues, by name, that its producers may use; {@code *} for all. */
    @WithDefault("*")
    List<String> queues();

    /** Bytes of a refused record that the rejected topic gets. */
    @WithDefault("64K")
    MemorySize rejectedBytes();
  }

  /** Limits of the registry. */
  interface Registry {

    /** Job queues. */
    @WithDefault("50")
    int queues();

    /** Compute environments. */
    @WithDefault("50")
    int environments();

    /** Compute environments of one cluster. */
    @WithDefault("5")
    int environmentsPerCluster();

    /** Compute environments of one queue. */
    @WithDefault("3")
    int environmentsPerQueue();

    /** Characters of a name. */
    @WithDefault("128")
    int nameLength();

    /** Characters of a Kubernetes namespace. */
    @WithDefault("63")
    int namespaceLength();

    /** How long it is kept, and told again, that an environment or queue is gone. */
    @WithDefault("7D")
    Duration goneKept();

    /**
     * How long a cluster is known of which no placement-service speaks and that no environment
     * names: the output of its jobs can be asked for until then.
     */
    @WithDefault("7D")
    Duration silentKept();
  }

  /** Limits of job definitions. */
  interface Definitions {

    /** Size of a registration. */
    @WithDefault("24K")
    MemorySize payload();

    /** Most attempts of a retry strategy. */
    @WithDefault("10")
    int attempts();

    /** Rules of evaluateOnExit. */
    @WithDefault("5")
    int exitRules();

    /** Characters of a pattern of evaluateOnExit. */
    @WithDefault("512")
    int patternLength();

    /** Shortest timeout of an attempt. */
    @WithDefault("60s")
    Duration minTimeout();

    /** Containers of a pod. */
    @WithDefault("10")
    int containers();

    /** Init containers of a pod. */
    @WithDefault("10")
    int initContainers();

    /** Least vCPUs of containerProperties. */
    @WithDefault("1")
    double minVcpus();

    /** Least memory of a container, in MiB. */
    @WithDefault("4")
    int minMemoryMib();

    /** Highest scheduling priority. */
    @WithDefault("9999")
    int priority();

    /** Characters of the value of a pod's annotation. */
    @WithDefault("255")
    int annotationLength();

    /** Linux capabilities that a container adds, and that it drops. */
    @WithDefault("64")
    int capabilities();

    /** Characters of a Linux capability. */
    @WithDefault("128")
    int capabilityLength();

    /** Characters of the name of a seccomp profile. */
    @WithDefault("4095")
    int profileLength();

    /** How long an INACTIVE revision is kept. */
    @WithDefault("180D")
    Duration inactiveKept();
  }

  /** Limits of jobs. */
  interface Jobs {

    /** Size of one submission. */
    @WithDefault("30K")
    MemorySize payload();

    /** Characters of containerOverrides. */
    @WithDefault("8192")
    int overrideLength();

    /** Entries of dependsOn. */
    @WithDefault("20")
    int dependencies();

    /** Least children of an array. */
    @WithDefault("2")
    int minArraySize();

    /** Most children of an array. */
    @WithDefault("10000")
    int arraySize();

    /** Entries of SubmitJobs. */
    @WithDefault("500")
    int entries();

    /** Size of SubmitJobs. */
    @WithDefault("4M")
    MemorySize batch();

    /** Characters of a client token. */
    @WithDefault("64")
    int tokenLength();

    /** Characters of a job's name. */
    @WithDefault("128")
    int nameLength();

    /** Characters of a reason to cancel or terminate. */
    @WithDefault("1024")
    int reasonLength();

    /** Ids of one CancelJobs or TerminateJobs. */
    @WithDefault("50")
    int bulk();

    /** Jobs of one queue that the scheduler has not looked at yet (SUBMITTED). */
    @WithDefault("1000000")
    int submitted();
  }

  /** Limits of reads. */
  interface Pages {

    /** Ids or names of one Describe call. */
    @WithDefault("100")
    int describe();

    /** Rows of a page. */
    @WithDefault("100")
    int page();

    /** Rows of a page of ListJobs without filters. */
    @WithDefault("1000")
    int listPage();
  }

  /** Limits of tags. */
  interface Tags {

    /** Tags of one resource. */
    @WithDefault("50")
    int count();

    /** Characters of a key. */
    @WithDefault("128")
    int keyLength();

    /** Characters of a value. */
    @WithDefault("256")
    int valueLength();
  }

  /** The ARNs of this installation. */
  default Arns arns() {
    return new Arns(partition(), region(), account());
  }

  /** The limits as the core takes them. */
  default Limits limits() {
    var r = registry();
    var d = definitions();
    var j = jobs();
    return new Limits(
        new Limits.Registry(
            r.queues(),
            r.environments(),
            r.environmentsPerCluster(),
            r.environmentsPerQueue(),
            r.nameLength(),
            r.namespaceLength()),
        new Limits.Definitions(
            (int) d.payload().asLongValue(),
            d.attempts(),
            d.exitRules(),
            d.patternLength(),
            (int) d.minTimeout().toSeconds(),
            d.containers(),
            d.initContainers(),
            d.minVcpus(),
            d.minMemoryMib(),
            d.priority(),
            d.annotationLength(),
            d.capabilities(),
            d.capabilityLength(),
            d.profileLength(),
            labelPrefix().replaceFirst("/$", "")),
        new Limits.Jobs(
            (int) j.payload().asLongValue(),
            j.overrideLength(),
            j.dependencies(),
            j.minArraySize(),
            j.arraySize(),
            j.entries(),
            (int) j.batch().asLongValue(),
            j.tokenLength(),
            j.nameLength(),
            j.reasonLength(),
            j.bulk(),
            j.submitted()),
        new Limits.Pages(pages().describe(), pages().page(), pages().listPage()),
        new Limits.Tagging(tags().count(), tags().keyLength(), tags().valueLength()));
  }
}
