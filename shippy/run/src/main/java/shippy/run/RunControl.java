package shippy.run;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import shippy.gateway.control.InstanceControl;
import shippy.process.Program;
import shippy.process.SupervisedProcess;
import shippy.process.Supervisor;

/** Carries out orders from a page or another terminal. */
final class RunControl implements InstanceControl {
  private final Supervisor supervisor;
  private final RollingRestart restarts;
  private final RunningPrograms running;
  private final KeptLines lines;
  private final RunMessages messages;

  RunControl(
      Supervisor supervisor,
      RollingRestart restarts,
      RunningPrograms running,
      KeptLines lines,
      RunMessages messages) {
    this.supervisor = supervisor;
    this.restarts = restarts;
    this.running = running;
    this.lines = lines;
    this.messages = messages;
  }

  @Override
  public List<Started> instances() {
    return supervisor.processes().stream().map(this::started).toList();
  }

  private Started started(SupervisedProcess process) {
    Program program = process.program();
    String service = running.service(program.kind()).orElse("");
    return new Started(process.id(), service, program.kind(), program.name(), process.pid());
  }

  @Override
  public void kill(String id) {
    find(List.of(id)).forEach(supervisor::kill);
  }

  @Override
  public void restart(List<String> ids) {
    restarts.begin(find(ids));
  }

  @Override
  public void stop(List<String> ids) {
    find(ids).forEach(this::stop);
  }

  private void stop(SupervisedProcess process) {
    messages.say("%s (pid %d) is stopped".formatted(process.program().name(), process.pid()));
    supervisor.retire(process);
  }

  @Override
  public boolean scale(String name, int instances) {
    Optional<Program> first = running.programs().stream().filter(p -> suits(p, name)).findFirst();
    first.ifPresent(program -> scale(program, instances));
    return first.isPresent();
  }

  private boolean suits(Program program, String name) {
    String service = running.service(program.kind()).orElse("");
    return program.kind().equals(name) || service.equals(name) || service.endsWith("." + name);
  }

  private synchronized void scale(Program program, int instances) {
    List<SupervisedProcess> all =
        supervisor.kept().stream()
            .filter(process -> process.program().kind().equals(program.kind()))
            .toList();
    all.stream().skip(instances).forEach(this::stop);
    Set<String> taken =
        supervisor.processes().stream()
            .map(process -> process.program().name())
            .collect(Collectors.toCollection(HashSet::new));
    for (int i = all.size(); i < instances; i++) {
      Program more = program.another(taken);
      taken.add(more.name());
      SupervisedProcess added = supervisor.add(more);
      messages.say("%s is added (pid %d)".formatted(more.name(), added.pid()));
    }
  }

  @Override
  public Optional<List<LogLine>> logs(String label, long after) {
    return lines.after(label, after);
  }

  private List<SupervisedProcess> find(List<String> ids) {
    return supervisor.processes().stream().filter(p -> ids.contains(p.id())).toList();
  }
}
