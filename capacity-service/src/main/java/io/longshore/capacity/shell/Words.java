package io.longshore.capacity.shell;

import io.longshore.capacity.core.reconcile.Action;

/** Actions for the log: names and numbers, never user data. */
final class Words {

  private Words() {}

  static String of(Action action) {
    return switch (action) {
      case Action.EndInstance(var id, var group, var decrement) ->
          "end instance=" + id + " group=" + group + " decrement=" + decrement;
      case Action.EnsureTemplate(var t) -> "template name=" + t.name() + " content=" + t.content();
      case Action.EnsureGroup(var g) ->
          "group name=" + g.name() + " market=" + g.market().word() + " types=" + g.types();
      case Action.SetDesired(var group, var desired, var maximum) ->
          "desired group=" + group + " vcpus=" + desired + " maximum=" + maximum;
      case Action.DeleteGroup(var group) -> "delete group=" + group;
      case Action.DeleteTemplate(var template) -> "delete template=" + template;
    };
  }
}
