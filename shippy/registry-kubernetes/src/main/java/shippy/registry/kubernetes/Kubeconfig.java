package shippy.registry.kubernetes;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.config.Setting;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;

/**
 * The configuration of kubectl: {@code KUBECONFIG}, which may be several files, else {@code
 * ~/.kube/config}. The first file that has an entry counts.
 */
record Kubeconfig(List<Part> files) {
  private static final Setting<String> FILES = ClusterAccess.variable("KUBECONFIG");
  private static final Setting<String> HOME = ClusterAccess.variable("HOME");
  private static final Pattern SERVER = Pattern.compile("https?://[\\w.\\[\\]:-]+(/[\\w./~%-]*)?");
  private static final String CONTEXT = "current-context";

  /** What this reader would ignore, and kubectl would not. */
  private static final List<String> UNSUPPORTED =
      List.of(
          "insecure-skip-tls-verify",
          "tls-server-name",
          "proxy-url",
          "username",
          "auth-provider",
          "as");

  /**
   * A part of a file.
   *
   * @param name what it is, for messages
   */
  private record Part(Path file, String name, Unstructured fields) {
    Optional<String> text(String field) {
      return fields.at(field).text();
    }

    String required(String field) {
      return text(field).orElseThrow(() -> invalid(field + " is missing", null));
    }

    /** The content of a file that a field names, or of another field with it in base64. */
    Optional<byte[]> data(String field) {
      try {
        Optional<String> inline = text(field + "-data");
        if (inline.isPresent()) {
          return Optional.of(Base64.getMimeDecoder().decode(inline.get()));
        }
        Optional<Path> named = text(field).map(file::resolveSibling);
        return named.isEmpty() ? Optional.empty() : Optional.of(Files.readAllBytes(named.get()));
      } catch (IOException | IllegalArgumentException e) {
        throw invalid("%s cannot be read: %s".formatted(field, e), e);
      }
    }

    void requireSupported() {
      UNSUPPORTED.stream()
          .filter(field -> fields.at(field).isPresent() && !fields.at(field).is(false))
          .forEach(
              field -> {
                throw invalid(field + " is not supported", null);
              });
    }

    ProblemException invalid(String what, @Nullable Throwable cause) {
      Problem problem =
          Problem.of(ExitCode.CONFIG, "%s: %s: %s".formatted(file, name, what))
              .withFix("kubectl config view", "what kubectl reads there");
      return new ProblemException(problem, cause);
    }
  }

  static Kubeconfig read(Config config) {
    List<Path> paths =
        config
            .find(FILES)
            .map(Kubeconfig::split)
            .orElseGet(() -> List.of(home(config).resolve(".kube/config")));
    List<Part> found = new ArrayList<>();
    for (Path path : paths) {
      if (Files.exists(path)) {
        try {
          found.add(new Part(path, "kubeconfig", Unstructured.yaml(Files.readString(path))));
        } catch (IOException e) {
          throw new Part(path, "kubeconfig", new Unstructured(null)).invalid("no YAML: " + e, e);
        }
      }
    }
    if (found.isEmpty()) {
      throw KubernetesProblems.noCluster(paths);
    }
    return new Kubeconfig(found);
  }

  /** As kubectl does: an empty name is none. */
  private static List<Path> split(String list) {
    return Stream.of(list.split(File.pathSeparator))
        .filter(name -> !name.isEmpty())
        .map(Path::of)
        .toList();
  }

  ClusterAccess access(Config config) {
    Part top =
        files.stream()
            .filter(file -> file.text(CONTEXT).isPresent())
            .findFirst()
            .orElseThrow(() -> files.get(0).invalid(CONTEXT + " is missing", null));
    Part context = entry(top, "context", top.required(CONTEXT));
    Part cluster = entry(context, "cluster", context.required("cluster"));
    Part user = entry(context, "user", context.required("user"));
    cluster.requireSupported();
    user.requireSupported();
    String namespace = context.text("namespace").orElse("default");
    String server = cluster.required("server").replaceFirst("/+$", "");
    if (!SERVER.matcher(server).matches()) {
      throw cluster.invalid("server: \"%s\" (expected: https://HOST:PORT)".formatted(server), null);
    }
    return new ClusterAccess(
        server,
        ClusterAccess.namespace(config, namespace),
        server.startsWith("https:") ? Optional.of(tls(cluster, user)) : Optional.empty(),
        token(user),
        false);
  }

  /** The entry of a list, such as {@code clusters}, that another part names. */
  private Part entry(Part naming, String kind, String name) {
    return files.stream()
        .flatMap(
            file ->
                file.fields().at(kind + "s").items().stream()
                    .filter(entry -> entry.at("name").orEmpty().equals(name))
                    .map(entry -> new Part(file.file(), kind + " " + name, entry.at(kind))))
        .findFirst()
        .orElseThrow(() -> naming.invalid("there is no %s \"%s\"".formatted(kind, name), null));
  }

  private static SSLContext tls(Part cluster, Part user) {
    try {
      return ClusterAccess.tls(
          cluster.data("certificate-authority"),
          user.data("client-certificate"),
          user.data("client-key"));
    } catch (IOException | GeneralSecurityException e) {
      throw user.invalid("its certificate or key, or the cluster's, is unusable: " + e, e);
    }
  }

  private static Supplier<Optional<String>> token(Part user) {
    Unstructured exec = user.fields().at("exec");
    Optional<Path> file = user.text("tokenFile").map(user.file()::resolveSibling);
    if (exec.isPresent()) {
      return new ExecCredential(exec, user.file(), Clock.system());
    }
    return file.map(ClusterAccess::file).orElse(() -> user.text("token"));
  }

  private static Path home(Config config) {
    return Path.of(config.find(HOME).orElse(System.getProperty("user.home", "")));
  }
}
