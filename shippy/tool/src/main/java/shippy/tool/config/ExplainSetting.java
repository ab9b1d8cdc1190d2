package shippy.tool.config;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import shippy.client.Client;
import shippy.config.Setting;
import shippy.config.Settings;
import shippy.console.Action;
import shippy.console.Invocation;
import shippy.platform.Platform;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;
import shippy.problem.Suggestion;
import shippy.registry.RegistryException;
import shippy.tool.stats.InstanceSelection;

/** {@code shippy config explain SETTING [SERVICE]}. */
@Command(
    name = "explain",
    description = {
      "Show why a setting has its value, here and in running services.",
      "Here: all that set it, the strongest first. There: what each instance uses, since when, who"
          + " set it, and what waits for a restart. One that differs from most others of its"
          + " service is marked.",
      "Exit code 1 if some instances do not answer, 69 if none does."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  shippy config explain client_retries          here and everywhere",
      "  shippy config explain client.retries vessel   in the vessel services",
      "  shippy config explain methods -o json"
    })
final class ExplainSetting implements Action {
  @Parameters(
      index = "0",
      paramLabel = "SETTING",
      description = "A name from 'shippy config', also as in files: client.retries.")
  private String typed = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "SERVICE",
      description = InstanceSelection.ARGUMENT)
  private String service = "";

  @Override
  public boolean isLenient() {
    return true;
  }

  @Override
  public ExitCode run(Invocation call) {
    String name = typed.replaceFirst("^(--|MICRO_)", "").replaceAll("[-.\"]+", "_");
    Optional<Setting<?>> known = find(name.toLowerCase(Locale.ROOT));
    if (known.isEmpty() && service.isEmpty()) {
      throw unknown();
    }
    known.ifPresent(call.config()::find);
    String full = known.<String>map(Setting::name).orElse(name);
    List<InstanceSetting> instances = instances(call, full);
    if (known.isEmpty() && instances.stream().allMatch(one -> one.setting().isEmpty())) {
      throw unknown();
    }
    call.output().show(Explanation.of(full, known, call.config(), instances));
    long silent = instances.stream().filter(one -> !one.answers()).count();
    if (silent == 0) {
      return ExitCode.OK;
    }
    return silent < instances.size() ? ExitCode.FAILED : ExitCode.UNAVAILABLE;
  }

  /** That of this name, or one whose map has such a key. */
  private static Optional<Setting<?>> find(String name) {
    return Settings.ALL.stream()
        .filter(
            setting ->
                name.equals(setting.name())
                    || (setting.format().isMap() && name.startsWith(setting.name() + "_")))
        .max(Comparator.comparing(setting -> setting.name().length()));
  }

  private ProblemException unknown() {
    Problem problem = Problem.of(ExitCode.USAGE, "\"%s\" is no setting".formatted(typed));
    return Suggestion.add(problem, typed, Settings.ALL.stream().map(Setting::name).toList())
        .withFix("shippy config", "list all settings")
        .withFix("shippy config explain %s SERVICE".formatted(typed), "is it one of a service?")
        .toException();
  }

  /** Those of all services only if the registry tells them. */
  private List<InstanceSetting> instances(Invocation call, String name) {
    try (Platform platform = Platform.open(call.config());
        Client client = Client.of(platform)) {
      if (service.isEmpty() && !platform.registry().canList()) {
        call.output().remark("no instance is asked: this registry cannot list services");
        return List.of();
      }
      return InstanceSetting.ask(
          InstanceSelection.of(platform.registry(), service).now(), client, name);
    } catch (RegistryException e) {
      if (!service.isEmpty()) {
        throw e;
      }
      call.output().failure("no instance is asked: " + e.problem().what(), e.problem());
      return List.of();
    }
  }
}
