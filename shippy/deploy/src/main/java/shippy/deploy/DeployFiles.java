package shippy.deploy;

import java.util.Collection;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import shippy.scaffold.ProjectOptions.Part;

/** What {@code shippy new --with=docker,kube} adds to a project. Stateless. */
public final class DeployFiles {
  private DeployFiles() {}

  /**
   * The files to add.
   *
   * @param project its other files, by path
   * @param parts that it is to have
   */
  public static SortedMap<String, String> of(
      SortedMap<String, String> project, Collection<Part> parts) {
    SortedMap<String, String> added = new TreeMap<>();
    if (parts.contains(Part.DOCKER)) {
      added.putAll(DockerFiles.of(in(project)));
    }
    if (parts.contains(Part.KUBE)) {
      added.putAll(KubeFiles.of(in(project), new PodFlags(), KubeFiles.NAMESPACE));
    }
    return added;
  }

  private static ServiceProject in(SortedMap<String, String> project) {
    return ServiceProject.of("the project", path -> Optional.ofNullable(project.get(path)));
  }
}
