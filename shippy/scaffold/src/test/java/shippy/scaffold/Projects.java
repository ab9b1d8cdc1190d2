package shippy.scaffold;

import java.util.List;
import java.util.Set;
import shippy.scaffold.ProjectOptions.Part;
import shippy.scaffold.ProjectOptions.StoreKind;

/** Options for tests. */
final class Projects {
  private Projects() {}

  static ProjectOptions plain(String name) {
    return service(name, "Hello");
  }

  static ProjectOptions service(String name, String... methods) {
    return options(name, "harbour", List.of(methods), false);
  }

  static ProjectOptions streaming(String... methods) {
    return options("harbour", "harbour", List.of(methods), true);
  }

  static ProjectOptions inPackage(String javaPackage) {
    return options("harbour", javaPackage, List.of("Hello"), false);
  }

  static ProjectOptions of(List<SqlTable> tables) {
    return new ProjectOptions(
        "harbour",
        "harbour",
        List.of("Hello"),
        false,
        StoreKind.SQLITE,
        Set.of(Part.TEST),
        tables,
        true,
        false,
        "shippy new harbour --sql=tables.sql");
  }

  private static ProjectOptions options(
      String name, String javaPackage, List<String> methods, boolean stream) {
    return new ProjectOptions(
        name,
        javaPackage,
        methods,
        stream,
        StoreKind.NONE,
        Set.of(Part.TEST),
        List.of(),
        false,
        false,
        "shippy new " + name);
  }
}
