package io.longshore.cli;

import java.util.List;
import picocli.CommandLine;

/** The commands, and which of them a command line needs. */
final class Commands {

  /** In the order in which the help lists them. */
  static final List<String> NAMES =
      List.of(
          "submit",
          "wait",
          "describe",
          "list",
          "logs",
          "explain",
          "cancel",
          "terminate",
          "create-environment",
          "update-environment",
          "delete-environment",
          "create-queue",
          "update-queue",
          "delete-queue",
          "register-definition",
          "deregister-definition",
          "tag",
          "untag",
          "tags",
          "node-lost",
          "call");

  private Commands() {}

  /**
   * Adds the one command that the arguments name, or all of them for help, for other names of a
   * command and for mistakes: setting up every command costs more than most calls.
   */
  static void addTo(CommandLine line, Longshore longshore, String... arguments) {
    for (String argument : arguments) {
      if (NAMES.contains(argument)) {
        line.addSubcommand(make(argument, longshore));
        return;
      }
      if (!argument.startsWith("--endpoint=") && !argument.startsWith("--call-timeout=")) {
        break;
      }
    }
    NAMES.forEach(name -> line.addSubcommand(make(name, longshore)));
  }

  private static CommandLine make(String name, Longshore longshore) {
    Subcommand command =
        switch (name) {
          case "submit" -> new SubmitCommand(longshore);
          case "wait" -> new WaitCommand(longshore);
          case "describe" -> new DescribeCommand(longshore);
          case "list" -> new ListCommand(longshore);
          case "logs" -> new LogsCommand(longshore);
          case "explain" -> new ExplainCommand(longshore);
          case "cancel" -> new CancelCommand(longshore);
          case "terminate" -> new TerminateCommand(longshore);
          case "create-environment" -> new CreateEnvironmentCommand(longshore);
          case "update-environment" -> new UpdateEnvironmentCommand(longshore);
          case "delete-environment" -> new DeleteEnvironmentCommand(longshore);
          case "create-queue" -> new CreateQueueCommand(longshore);
          case "update-queue" -> new UpdateQueueCommand(longshore);
          case "delete-queue" -> new DeleteQueueCommand(longshore);
          case "register-definition" -> new RegisterDefinitionCommand(longshore);
          case "deregister-definition" -> new DeregisterDefinitionCommand(longshore);
          case "tag" -> new TagCommand(longshore);
          case "untag" -> new UntagCommand(longshore);
          case "tags" -> new TagsCommand(longshore);
          case "node-lost" -> new NodeLostCommand(longshore);
          case "call" -> new CallCommand(longshore);
          default -> throw new IllegalArgumentException("no command " + name);
        };
    var line = new CommandLine(command);
    // What follows the first word of a job's command belongs to it, dashes and all.
    line.setStopAtPositional(
        command instanceof SubmitCommand || command instanceof RegisterDefinitionCommand);
    if (command instanceof DescribeCommand) {
      line.addSubcommand(new DescribeQueuesCommand(longshore))
          .addSubcommand(new DescribeEnvironmentsCommand(longshore))
          .addSubcommand(new DescribeDefinitionsCommand(longshore));
    }
    return line;
  }
}
