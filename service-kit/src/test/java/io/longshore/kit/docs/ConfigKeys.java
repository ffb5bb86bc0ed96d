package io.longshore.kit.docs;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.ParameterizedTypeTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.tools.ToolProvider;

/** Reads the keys of a {@code @ConfigMapping} out of its source: names, defaults and Javadoc. */
final class ConfigKeys {

  private final DocTrees docs;
  private final CompilationUnitTree unit;
  private final Map<String, ClassTree> groups = new HashMap<>();
  private final Map<Tree, TreePath> paths = new HashMap<>();
  private final List<Key> keys = new ArrayList<>();

  /**
   * One key.
   *
   * @param name in the notation of configuration files
   * @param standard what it is without being set; empty: it has to be set, or is unset
   * @param type what it holds
   * @param meaning its Javadoc as Markdown
   */
  record Key(String name, String standard, String type, String meaning) {}

  private ConfigKeys(DocTrees docs, CompilationUnitTree unit) {
    this.docs = docs;
    this.unit = unit;
  }

  /** The keys of the mapping in {@code source}, in the order of the source; none if it has none. */
  static List<Key> of(Path source) throws IOException {
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (var files = compiler.getStandardFileManager(null, null, null)) {
      var task =
          (JavacTask)
              compiler.getTask(null, files, null, null, null, files.getJavaFileObjects(source));
      var unit = task.parse().iterator().next();
      var reader = new ConfigKeys(DocTrees.instance(task), unit);
      reader.index();
      for (Tree type : unit.getTypeDecls()) {
        if (type instanceof ClassTree mapping) {
          annotation(mapping.getModifiers(), "ConfigMapping")
              .ifPresent(prefix -> reader.group(mapping, prefix));
        }
      }
      return reader.keys;
    }
  }

  private void index() {
    new TreePathScanner<Void, Void>() {
      @Override
      public Void visitClass(ClassTree node, Void nothing) {
        groups.put(node.getSimpleName().toString(), node);
        return super.visitClass(node, nothing);
      }

      @Override
      public Void visitMethod(MethodTree node, Void nothing) {
        paths.put(node, getCurrentPath());
        return super.visitMethod(node, nothing);
      }
    }.scan(unit, null);
  }

  private void group(ClassTree type, String prefix) {
    for (Tree member : type.getMembers()) {
      if (member instanceof MethodTree method && method.getBody() == null) {
        key(method, prefix);
      }
    }
  }

  private void key(MethodTree method, String prefix) {
    String own =
        annotation(method.getModifiers(), "WithName")
            .orElseGet(() -> kebab(method.getName().toString()));
    boolean parent = hasAnnotation(method.getModifiers(), "WithParentName");
    String name = parent ? prefix : prefix + "." + own;
    Tree type = method.getReturnType();
    if (type instanceof ParameterizedTypeTree generic
        && generic.getType().toString().equals("Map")) {
      name += ".<name>";
      type = generic.getTypeArguments().getLast();
    } else if (type instanceof ParameterizedTypeTree generic
        && generic.getType().toString().equals("Optional")) {
      type = generic.getTypeArguments().getFirst();
    }
    ClassTree group = groups.get(type.toString());
    if (group != null && group.getKind() == Tree.Kind.INTERFACE) {
      group(group, name);
      return;
    }
    String standard = annotation(method.getModifiers(), "WithDefault").orElse("");
    keys.add(new Key(name, standard, words(type.toString()), meaning(method)));
  }

  private String meaning(MethodTree method) {
    DocCommentTree comment = docs.getDocCommentTree(paths.get(method));
    if (comment == null) {
      throw new IllegalStateException(
          unit.getSourceFile().getName() + ": " + method.getName() + " has no Javadoc");
    }
    var text = new StringBuilder();
    comment.getFullBody().forEach(part -> text.append(part));
    return text.toString()
        .replaceAll("\\{@(?:code|link) ([^}]*)}", "`$1`")
        .replaceAll("</?p>", " ")
        .replaceAll("\\s+", " ")
        .replace("|", "\\|")
        .strip();
  }

  private static String words(String type) {
    return switch (type.replaceAll("[a-z]+\\.", "")) {
      case "int", "long", "double", "Integer", "Long" -> "number";
      case "boolean", "Boolean" -> "true or false";
      case "Duration" -> "duration";
      case "MemorySize" -> "size";
      case "String", "URI", "Path" -> "text";
      case "List<String>", "Set<String>" -> "list";
      default -> type;
    };
  }

  private static boolean hasAnnotation(ModifiersTree modifiers, String name) {
    return modifiers.getAnnotations().stream()
        .anyMatch(found -> found.getAnnotationType().toString().equals(name));
  }

  private static Optional<String> annotation(ModifiersTree modifiers, String name) {
    return modifiers.getAnnotations().stream()
        .filter(found -> found.getAnnotationType().toString().equals(name))
        .findFirst()
        .map(ConfigKeys::value);
  }

  private static String value(AnnotationTree annotation) {
    if (annotation.getArguments().isEmpty()) {
      return "";
    }
    ExpressionTree argument = annotation.getArguments().getFirst();
    ExpressionTree value =
        argument instanceof AssignmentTree assignment ? assignment.getExpression() : argument;
    return value instanceof LiteralTree literal
        ? String.valueOf(literal.getValue())
        : value.toString();
  }

  private static String kebab(String camel) {
    return camel.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
  }
}
