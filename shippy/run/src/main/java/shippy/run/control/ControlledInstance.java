package shippy.run.control;

/**
 * An instance that a run has started, as its gateway lists it.
 *
 * @param label what its lines stand behind
 */
record ControlledInstance(String id, String service, String program, String label, long pid) {

  /** Whether a user may mean it: by program, label, service or its last part, or id. */
  boolean suits(String name) {
    return name.equals(program)
        || name.equals(label)
        || name.equals(service)
        || service.endsWith("." + name)
        || id.startsWith(name)
        || (service + "-" + id).equals(name);
  }
}
