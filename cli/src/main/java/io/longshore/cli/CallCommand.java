package io.longshore.cli;

import com.google.protobuf.Message;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.stub.ClientCalls;
import io.longshore.api.batch.v1.BatchServiceGrpc;
import io.longshore.cli.AwsJson.BadJson;
import io.longshore.cli.AwsJson.Members;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Any operation by its name, so that none waits for a command of its own. */
@Command(
    name = "call",
    description = {
      "Calls any operation by its name, in JSON.",
      "The request is AWS Batch's JSON, the answer too, with Longshore's additions. A stream prints"
          + " one document a message."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  longshore call CreateSchedulingPolicy '{\"name\": \"fair\", \"fairsharePolicy\": {}}'",
      "  longshore call DescribeSchedulingPolicies -f arns.json",
      "  longshore call WatchJobs '{\"jobQueues\": [\"main\"]}'",
      "  longshore call ListSchedulingPolicies"
    })
final class CallCommand extends Subcommand {
  @Parameters(
      index = "0",
      paramLabel = "OPERATION",
      description = "Such as CreateSchedulingPolicy.")
  private String operation = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "JSON",
      description = "The request; {} by default.")
  private @Nullable String request;

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "The request from a file; - reads standard input.")
  private @Nullable String file;

  CallCommand(Longshore longshore) {
    super(longshore);
  }

  @Override
  public Integer call() throws BadJson {
    if (request != null && file != null) {
      throw usage("the request is given twice");
    }
    String text = file != null ? RequestFile.text(file, longshore().world()) : request;
    ask(method(), text == null ? "{}" : text);
    return ExitCode.OK;
  }

  private <Q, A> void ask(MethodDescriptor<Q, A> method, String text) throws BadJson {
    var builder = prototype(method.getRequestMarshaller()).newBuilderForType();
    AwsJson.read(text, builder);
    Q asked = method.getRequestMarshaller().parse(builder.build().toByteString().newInput());
    var channel = longshore().connection().channel();
    var options = CallOptions.DEFAULT;
    if (method.getType() == MethodDescriptor.MethodType.SERVER_STREAMING) {
      Iterator<A> answers =
          ClientCalls.blockingServerStreamingCall(channel, method, options, asked);
      answers.forEachRemaining(this::print);
    } else {
      var bounded =
          options.withDeadlineAfter(longshore().callTimeout().toMillis(), TimeUnit.MILLISECONDS);
      print(ClientCalls.blockingUnaryCall(channel, method, bounded, asked));
    }
  }

  private void print(Object answer) {
    longshore().world().out().println(AwsJson.write((Message) answer, Members.ALL));
  }

  private MethodDescriptor<?, ?> method() {
    var all = BatchServiceGrpc.getServiceDescriptor().getMethods();
    return all.stream()
        .filter(method -> operation.equalsIgnoreCase(method.getBareMethodName()))
        .findFirst()
        .orElseThrow(
            () ->
                usage(
                    "there is no operation "
                        + operation
                        + "; there are "
                        + all.stream()
                            .map(MethodDescriptor::getBareMethodName)
                            .sorted()
                            .collect(Collectors.joining(", "))));
  }

  private static Message prototype(MethodDescriptor.Marshaller<?> marshaller) {
    if (marshaller instanceof PrototypeMarshaller<?> known
        && known.getMessagePrototype() instanceof Message message) {
      return message;
    }
    throw new IllegalStateException("the stubs are not protobuf's");
  }
}
